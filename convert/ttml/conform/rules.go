package conform

import (
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/vocab"
)

// Rule is something that Validate demands of a document.
type Rule struct {
	Name   string
	Should bool   // a recommendation
	Spec   string // where it comes from: sections of specifications; a word with # is a feature designator there
	Text   string // what is demanded
}

// Namespaces that feature designators are relative to.
const (
	baseFeatures       = "http://www.w3.org/ns/ttml/feature/"
	baseDAPTExtensions = "http://www.w3.org/ns/ttml/profile/dapt/extension/"
	baseIMSCExtensions = "http://www.w3.org/ns/ttml/profile/imsc1/extension/"
)

// extensions are the designators that are none of TTML's own.
var extensions = map[ttml.Profile]struct{ base, names string }{
	ttml.DAPT: {baseDAPTExtensions, "#agent #contentProfiles-root #daptOriginTimecode #descType #onScreen #profile-root #represents #scriptEventMapping " +
		"#scriptRepresents-root #scriptType-root #serialization #source-data #textLanguageSource #xmlId-div #xmlLang-audio-nonMatching #xmlLang-root"},
	ttml.IMSC11: {baseIMSCExtensions, "#aspectRatio #progressivelyDecodable #linePadding #multiRowAlign"},
	ttml.IMSC1:  {baseIMSCExtensions, "#aspectRatio #progressivelyDecodable #linePadding #multiRowAlign"},
}

// Feature returns the URI of the feature or extension by which a profile makes
// the demand, or "" when it makes it without one.
func (r Rule) Feature(p ttml.Profile) string {
	spec := map[ttml.Profile]string{ttml.DAPT: "DAPT", ttml.IMSC11: "IMSC 1.1", ttml.IMSC1: "IMSC 1"}[p]
	for section := range strings.SplitSeq(r.Spec, ";") {
		at := strings.IndexByte(section, '#')
		if at < 0 || spec == "" || !strings.Contains(section, spec) {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimRight(section[at:], " "), " ")
		name = strings.TrimRight(name, ",")
		if ext := extensions[p]; oneOf(name, ext.names) {
			return ext.base + name
		}
		return baseFeatures + name
	}
	return ""
}

// Rules returns every rule that [Validate] knows.
//
// Not checked are the hypothetical render models of IMSC, the fonts and
// characters it recommends, the inside of
// ttp:profile and of EBU-TT metadata, and whether regions overlap where time
// containers are sequential, content is hidden, or a region is animated.
func Rules() []Rule { return slices.Clone(rules[:]) }

func ruleOf(name string) Rule {
	for i := range rules {
		if rules[i].Name == name {
			return rules[i]
		}
	}
	return Rule{Name: name}
}

var rules = [...]Rule{
	// The document as a whole.
	{"encoding", false, "IMSC 1.1 Document Encoding; DAPT #serialization; TTML2 Concrete Encoding", "the document is encoded in UTF-8"},
	{"doctype", false, "DAPT #serialization", "there are no entity declarations"},
	{"entities", true, "IMSC 1.1 Document Encoding", "there are no entity declarations"},
	{"byte-order-mark", false, "DAPT #serialization", "the document does not begin with a byte order mark"},
	{"root", false, "TTML2 tt", "the root element is tt in the namespace of TTML 1 and 2"},

	// Structure.
	{"element", false, "TTML2 and TTML1 content models; Tech 3380", "an element stands only where its parent's content model has it"},
	{"element-order", false, "TTML2 and TTML1 content models; Tech 3380", "children stand in the order of the content model: metadata, styling, layout in head"},
	{"element-count", false, "TTML2 and TTML1 content models; Tech 3380", "an element that may stand once does not stand twice"},
	{"element-prohibited", false, "IMSC 1.1 Features and Extensions; DAPT Profiles", "no audio, image, embedded data or animation that the profile prohibits"},
	{"character-data", false, "TTML2 and TTML1 content models", "text stands only in p, span and metadata"},
	{"attribute", false, "TTML2 and TTML1 vocabulary; Tech 3380", "an attribute stands only on the elements it is defined for"},
	{"attribute-unknown", true, "TTML2 Reduced XML Infoset", "an attribute without namespace is one that TTML defines; readers ignore others"},
	{"attribute-prohibited", false, "IMSC 1.1 Features and Extensions; DAPT Profiles", "no parameter, style or other attribute of a feature that the profile prohibits"},
	{"attribute-value", false, "TTML2 and TTML1 vocabulary", "the value of an attribute is one of its legal ones"},

	// Parameters.
	{"time-base", false, "TTML2 ttp:timeBase; IMSC 1.1 and DAPT #timeBase-media; Tech 3380 tt", "the time base is media; EBU-TT-D states it"},
	{"parameter-value", false, "TTML2 Parameter Attributes", "rates, multipliers and resolutions are written in positive whole numbers"},

	// Language and ids.
	{"lang-missing", false, "TTML2 tt; DAPT #xmlLang-root; Tech 3380 tt", "tt has xml:lang"},
	{"lang-empty", false, "DAPT #xmlLang-root", "xml:lang of tt is not empty"},
	{"lang-unstated", true, "TTML2 xml:lang", "xml:lang of tt says the language; empty means unknown"},
	{"lang-syntax", false, "TTML2 xml:lang; BCP 47 2.1", "xml:lang is a well-formed language tag"},
	{"id-syntax", false, "TTML2 xml:id; XML Namespaces NCName", "xml:id is a name: it begins with a letter or underscore and has no blank or colon"},
	{"id-duplicate", false, "xml:id 4", "no two elements share an xml:id"},
	{"style-ref", false, "TTML2 style", "each style reference names a style element of the document's styling"},
	{"style-loop", false, "TTML2 Chained Referential Styling", "styles do not reference each other in a circle"},
	{"region-ref", false, "TTML2 region", "each region reference names a region element"},
	{"agent-ref", false, "TTML2 ttm:agent", "each agent reference names a ttm:agent element"},

	// Time.
	{"time-syntax", false, "TTML2 <time-expression>", "a time is a clock time or an offset with a metric"},
	{"time-form", false, "DAPT #time-clock-with-frames; Tech 3380 Time expressions", "a time has one of the forms that the profile allows"},
	{"time-frame-rate", false, "IMSC 1.1 #frameRate; DAPT ttp:frameRate #frameRate", "ttp:frameRate is given when times count frames"},
	{"time-frames", false, "TTML2 <time-expression>", "the frames of a clock time are below the frame rate"},
	{"time-tick-rate", false, "IMSC 1.1 #tickRate; DAPT ttp:tickRate #tickRate", "ttp:tickRate is given when times count ticks"},
	{"time-mixed", true, "IMSC 1.0.1 #timing; DAPT Time expressions #timing", "all times of a document have the same syntax, clock or offset"},
	{"time-container", false, "DAPT timeContainer #timeContainer", "timeContainer is par"},
	{"time-container-par", true, "DAPT timeContainer #timeContainer", "timeContainer is left out"},
	{"time-missing", true, "IMSC 1.1 #timing; Tech 3380 tt:p", "text has a begin and an end, of its own or of an element around it"},
	{"time-never", true, "TTML2 Time Intervals", "an end is after the begin, and within the time of the parent: else nothing is ever shown"},

	// Styles.
	{"style-value", false, "TTML2 and TTML1 Styling Attributes; IMSC 1.1 Constraints; Tech 3380 tt:style", "a style attribute has a value of its grammar, and of the units the profile allows"},
	{"length-px", false, "IMSC 1.1 #extent-root", "tts:extent is on tt when lengths are in pixels"},
	{"length-cell", false, "IMSC 1.1 #length-cell", "the unit c stands in ebutts:linePadding only"},
	{"length-negative", false, "IMSC 1.1 #length-negative", "no length is negative but in tts:disparity and tts:textShadow"},
	{"line-height", true, "IMSC 1.1 #lineHeight", "each p has a tts:lineHeight other than normal"},
	{"font-family-space", true, "IMSC 1.1 #fontFamily", "no blank beside the commas of tts:fontFamily"},

	// Regions.
	{"region-extent", false, "IMSC 1.1 #extent-region; Tech 3380 tt:region", "each region has a tts:extent of two lengths in the units the profile allows"},
	{"region-origin", false, "IMSC 1.1 #origin; Tech 3380 tt:region", "tts:origin is two lengths in the units the profile allows; EBU-TT-D requires it"},
	{"region-position", false, "IMSC 1.1 #position, #origin", "tts:origin and tts:position are not both used in a document"},
	{"region-bounds", false, "IMSC 1.1 Dimensions and Position", "regions stay within the root container"},
	{"region-outside", true, "Tech 3380 tt:region", "regions stay within the picture"},
	{"region-overlap", false, "IMSC 1.1 Dimensions and Position", "regions presented together do not overlap"},
	{"region-count", false, "IMSC 1.1 Maximum number", "no more than four regions are presented together"},
	{"region-none", true, "TTML2 Region; Intermediate Synchronic Document Construction", "where there are regions each p is in one: else its text is never shown"},

	// IMSC.
	{"designator", true, "IMSC 1.1 and 1.0.1 Profile Signaling", "the document names its profile: ttp:contentProfiles (1.1) or ttp:profile (1.0.1), or ebuttm:conformsToStandard"},
	{"designator-later", true, "IMSC 1.1 Profile Signaling", "the document does not claim a later version only, whose rules are not known"},
	{"ruby-nesting", false, "TTML2 tts:ruby; IMSC 1.1 #ruby", "parts of ruby stand in a ruby container, with a base and without loose text"},
	{"progressively-decodable", false, "IMSC 1.1 ittp:progressivelyDecodable #progressivelyDecodable", "what says that it can be decoded progressively keeps the order of time and of references"},
	{"designator-conflict", false, "IMSC 1.0.1 Profile Signaling", "a document does not claim the text and the image profile"},
	{"designator-mixed", true, "IMSC 1.1 Profile Signaling", "ttp:profile and ttp:contentProfiles are not both used"},
	{"alt-text", false, "IMSC 1.1 and 1.0.1 ittm:altText", "ittm:altText stands in metadata"},
	{"alt-text-deprecated", true, "IMSC 1.1 ittm:altText", "a ttm:item called altText says what ittm:altText said"},
	{"alt-text-double", true, "IMSC 1.1 ittm:altText; TTML2 ttm:item", "a metadata element has one text equivalent in a language"},
	{"aspect-ratio", false, "IMSC 1.1 #aspectRatio, #displayAspectRatio", "ittp:aspectRatio and ttp:displayAspectRatio are not both used"},

	// DAPT.
	{"content-profiles", false, "DAPT #contentProfiles-root", "ttp:contentProfiles of tt includes the designator of DAPT 1.0 content"},
	{"profile-attribute", false, "DAPT #profile-root", "tt has no ttp:profile"},
	{"processor-profiles", false, "DAPT ttp:processorProfiles #processorProfiles", "ttp:processorProfiles includes the designator of the DAPT 1.0 processor profile"},
	{"script-type", false, "DAPT #scriptType-root", "tt has daptm:scriptType: originalTranscript, translatedTranscript, preRecording or asRecorded"},
	{"script-represents", false, "DAPT #scriptRepresents-root", "tt has daptm:scriptRepresents, a list of content descriptors of the registry or private ones"},
	{"represents", false, "DAPT #represents; DAPT Registry: content descriptor", "daptm:represents is a content descriptor of the registry or a private one"},
	{"represents-missing", false, "DAPT #represents", "each script event has a daptm:represents, of its own or inherited"},
	{"represents-subtype", false, "DAPT #represents", "daptm:represents is one of daptm:scriptRepresents or a sub-type of one"},
	{"event-id", true, "DAPT Script Event #scriptEventMapping", "a div with text has an xml:id: without it is no script event and its text is lost"},
	{"event-nested", true, "DAPT Script Event #scriptEventMapping", "a div with text has no div within: else it is no script event and its text is lost"},
	{"event-time", true, "DAPT Script Event #timing", "a script event has begin and end"},
	{"desc-type", false, "DAPT #descType; DAPT Registry: daptm:descType", "daptm:descType is a type of the registry or begins with x-"},
	{"on-screen", false, "DAPT #onScreen", "daptm:onScreen is ON, OFF, ON_OFF or OFF_ON"},
	{"lang-source", false, "DAPT #textLanguageSource", "daptm:langSrc is empty or a well-formed language tag"},
	{"lang-source-empty", true, "DAPT #textLanguageSource", "daptm:langSrc of tt is not empty"},
	{"text-lang", true, "DAPT Text #core", "each p has xml:lang"},
	{"origin-timecode", false, "DAPT #daptOriginTimecode", "daptm:daptOriginTimecode is hh:mm:ss:ff in head/metadata"},
	{"origin-timecode-count", false, "DAPT #daptOriginTimecode", "there is at most one daptm:daptOriginTimecode"},
	{"origin-timecode-rate", false, "DAPT #daptOriginTimecode", "ttp:frameRate is given with daptm:daptOriginTimecode, and its frames are below it"},
	{"agent", false, "DAPT #agent; TTML2 ttm:agent", "a ttm:agent has xml:id, a type and a name; a character has an alias, a person a full name"},
	{"agent-actor", false, "DAPT #agent; TTML2 ttm:actor", "ttm:actor names another ttm:agent, which is a person"},
	{"agent-place", true, "DAPT Character #agent", "agents stand in the first metadata element of head"},
	{"agent-order", true, "DAPT Character #agent", "a person stands before the characters that it speaks"},
	{"talent-single", true, "DAPT Character #agent", "characters of one talent refer to one person"},
	{"character-style", true, "DAPT Character Style #agent", "the style of a character stands on events and texts of that character only"},
	{"original-translated", true, "DAPT Script Type #scriptType-root", "an originalTranscript has no translations"},
	{"translation-missing", true, "DAPT Script Type #scriptType-root", "each event with text of a translatedTranscript has a translation"},
	{"audio-lang", false, "DAPT #xmlLang-audio-nonMatching", "audio is in the language of the text it renders"},
	{"audio-early", true, "DAPT Script Type #scriptType-root", "a preRecording script has no audio"},
	{"speak-late", true, "DAPT Script Type #scriptType-root", "an asRecorded script does not ask for synthesised speech"},
	{"audio-source", false, "DAPT Audio Recording #audio, #source", "an audio has a src or sources, a source a src or data, and not both"},
	{"audio-fragment", false, "DAPT Audio Recording #embedded-audio", "a fragment in src leads to an audio or data in resources"},
	{"audio-type", false, "DAPT Audio Recording #audio, #data", "what links to a sound outside, or holds one, says its type"},
	{"audio-resource", false, "DAPT Audio Recording #resources", "an audio or data in resources has xml:id"},
	{"clip-time", false, "TTML2 clipBegin, clipEnd; DAPT #audio", "clipBegin and clipEnd are offsets"},
	{"audio-style", false, "TTML2 tta:gain, tta:pan, tta:pitch; DAPT #gain, #pan, #pitch", "gain and pan are numbers, pitch a percentage or a number with hz or st"},
	{"animation-value", false, "TTML2 Animation Value Expressions; DAPT #animate-minimal", "keyTimes, keySplines and repeatCount have a value of their grammar"},
	{"data-empty", false, "DAPT Audio Recording #data", "a data element has text or chunks"},
	{"data-mixed", false, "DAPT Audio Recording #data, #chunk", "a data element has text or chunks, not both"},
	{"data-content", false, "TTML2 data, chunk; DAPT #embedded-data", "the content of data and chunk is in the characters of its encoding, base64 unless it says another"},
	{"source-data", false, "DAPT #source-data", "a data element has no source child"},

	// EBU-TT-D.
	{"head-missing", false, "Tech 3380 tt, tt:head, tt:styling, tt:layout", "there are head, styling and layout"},
	{"style-missing", false, "Tech 3380 tt:styling", "there is at least one style"},
	{"style-id", false, "Tech 3380 tt:style", "each style has xml:id"},
	{"style-inline", false, "Tech 3380 tt:body, tt:div, tt:p, tt:span", "body, div, p and span are styled by reference only"},
	{"region-missing", false, "Tech 3380 tt:layout", "there is at least one region"},
	{"region-id", false, "Tech 3380 tt:region", "each region has xml:id"},
	{"p-id", false, "Tech 3380 tt:p", "each p has xml:id"},
	{"div-empty", false, "Tech 3380 tt:body, tt:div", "body has a div and each div a p"},
	{"div-nested", false, "Tech 3380 tt:div", "there is no div in a div"},
	{"span-nested", false, "Tech 3380 tt:span", "there is no span in a span"},
	{"time-on-container", false, "Tech 3380 tt:body, tt:div", "body and div have no times"},
	{"time-both", false, "Tech 3380 tt:p, tt:span", "times are on a p or on its spans, not on both"},
	{"conforms-to-standard", true, "Tech 3380 ebuttm:conformsToStandard", "the metadata of head says " + vocab.DesignEBUTTD},
}

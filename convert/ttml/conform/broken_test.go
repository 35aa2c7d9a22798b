package conform_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/conform"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

// brokenDocument is a valid document with one thing changed.
type brokenDocument struct {
	name     string
	old, new string // the first old becomes new
	rules    string // the rules that are reported, in order; most often one
	at       string // text that begins where the first is reported
}

const ebuFirstP = `<tt:p xml:id="ad-1" begin="00:00:01.500" end="00:00:04.250">`

var brokenCommon = []brokenDocument{
	{"declared latin-1", `encoding="UTF-8"`, `encoding="ISO-8859-1"`, "encoding", `<?xml`},
	{"no language", `xml:lang="en-GB"`, ``, "lang-missing", "<tt "},
	{"language with blank", `xml:lang="en-GB"`, `xml:lang="en GB"`, "lang-syntax", `xml:lang="en GB"`},
	{"language with underscore", `xml:lang="en-GB"`, `xml:lang="en_GB"`, "lang-syntax", `xml:lang="en_GB"`},
	{"language of nine letters", `xml:lang="en-GB"`, `xml:lang="englishes"`, "lang-syntax", `xml:lang="englishes"`},
	{"id begins with digit", `xml:id="ad-2"`, `xml:id="2"`, "id-syntax", `xml:id="2"`},
	{"id with blank", `xml:id="ad-2"`, `xml:id="ad 2"`, "id-syntax", `xml:id="ad 2"`},
	{"id with colon", `xml:id="ad-2"`, `xml:id="ad:2"`, "id-syntax", `xml:id="ad:2"`},
	{"id twice", `xml:id="ad-2"`, `xml:id="ad-1"`, "id-duplicate", `xml:id="ad-1" begin="00:00:09`},
	{"text in body", "</body>", "stray</body>", "character-data", "stray"},
	{"unknown attribute", "<body", `<body lang="en"`, "attribute-unknown", `lang="en"`},
	{"time without syntax", `begin="00:00:01.500"`, `begin="1.5"`, "time-syntax", `begin="1.5"`},
	{"time with comma", `begin="00:00:01.500"`, `begin="00:00:01,500"`, "time-syntax", `begin="00:00:01,500"`},
	{"time with blank", `begin="00:00:01.500"`, `begin=" 00:00:01.500"`, "time-syntax", `begin=" 00:00:01.500"`},
	{"one-digit hours", `begin="00:00:01.500"`, `begin="0:00:01.500"`, "time-syntax", `begin="0:00:01.500"`},
	{"sixty minutes", `begin="00:00:01.500"`, `begin="00:60:01.500"`, "time-syntax", `begin="00:60:01.500"`},
	{"sixty-one seconds", `begin="00:00:01.500"`, `begin="00:00:61"`, "time-syntax", `begin="00:00:61"`},
	{"time ends in point", `begin="00:00:01.500"`, `begin="00:00:01."`, "time-syntax", `begin="00:00:01."`},
	{"wall clock", `begin="00:00:01.500"`, `begin="wallclock(12:00:00)"`, "time-syntax", `begin="wallclock`},
	{"end before begin", `end="00:00:04.250"`, `end="00:00:01.250"`, "time-never", `end="00:00:01.250"`},
	{"end at begin", `end="00:00:04.250"`, `end="00:00:01.500"`, "time-never", `end="00:00:01.500"`},
	{"no duration", `end="00:00:04.250"`, `dur="00:00:00"`, "time-never", `dur="00:00:00"`},
	{"ended by parent", "<body", `<body end="00:00:09"`, "time-never time-never", `end="00:00:11.120"`},
	{"smpte time base", "<tt ", `<tt ttp:timeBase="smpte" `, "time-base", `ttp:timeBase="smpte"`},
	{"drop mode", "<tt ", `<tt ttp:dropMode="nonDrop" `, "attribute-prohibited", `ttp:dropMode`},
	{"marker mode", "<tt ", `<tt ttp:markerMode="continuous" `, "attribute-prohibited", `ttp:markerMode`},
	{"clock mode", "<tt ", `<tt ttp:clockMode="utc" `, "attribute-prohibited", `ttp:clockMode`},
	{"sub-frame rate", "<tt ", `<tt ttp:subFrameRate="2" `, "attribute-prohibited", `ttp:subFrameRate`},
	{"tick rate of zero", "<tt ", `<tt ttp:tickRate="0" `, "parameter-value", `ttp:tickRate`},
	{"multiplier with colon", "<tt ", `<tt ttp:frameRateMultiplier="1000:1001" `, "parameter-value", `ttp:frameRateMultiplier`},
	{"style unknown", `<span style="`, `<span style="gone `, "style-ref", `style="gone`},
	{"style is a text", `<span style="`, `<span style="ad-2 `, "style-ref", `style="ad-2`},
	{"region unknown", "<p ", `<p region="gone" `, "region-ref", `region="gone"`},
	{"agent unknown", "<p ", `<p ttm:agent="gone" `, "agent-ref", `ttm:agent="gone"`},
	{"head order", "</head>", "<metadata/></head>", "element-order", "<metadata/>"},
	{"metadata after text", "</span></p>", "</span><metadata/></p>", "element-order", "<metadata/>"},
	{"two stylings", "<styling>", "<styling/><styling>", "element-count", "<styling>"},
	{"two heads", "<body", "<head/><body", "element-count", "<head/>"},
	{"p in body", "</body>", "<p/></body>", "element", "<p/>"},
	{"div in p", "<p ", "<p><div/></p><p ", "element", "<div/>"},
	{"body in metadata", "</metadata>", "<body/></metadata>", "element", "<body/>"},
	{"begin on br", "<br/>", `<br begin="00:00:01"/>`, "attribute", `begin="00:00:01"`},
	{"styled begin", "<p ", `<p tts:begin="1s" `, "attribute", `tts:begin`},
	{"style on head", "<head", `<head tts:color="red"`, "attribute", `tts:color`},
	{"white space", "<p ", `<p xml:space="keep" `, "attribute-value", `xml:space`},
	{"role", "<p ", `<p ttm:role="hum" `, "attribute-value", `ttm:role`},
}

var brokenIMSC = []brokenDocument{
	{"document type", "<tt ", "<!DOCTYPE tt [<!ENTITY a \"b\">]>\n<tt ", "entities", "<!DOCTYPE"},
	{"time container", "<body", `<body timeContainer="excl"`, "attribute-value", `timeContainer`},
	{"utf-8 but no language", `xml:lang="en-GB"`, `xml:lang=""`, "lang-unstated", `xml:lang=""`},
	{"frames without rate", `begin="00:00:01.500"`, `begin="00:00:01:12"`, "time-frame-rate", `begin="00:00:01:12"`},
	{"no begin", `begin="00:00:01.500" `, ``, "time-missing", `<span style="sp">A fishing`},
	{"image", "<div>", `<div><image src="a.png"/>`, "element-prohibited", "<image"},
	{"audio", "<div>", `<div><audio src="a.wav"/>`, "element-prohibited", "<audio"},
	{"animate", "<div>", `<div><animate tts:color="red;blue"/>`, "element-prohibited", "<animate"},
	{"smpte image", "<div>", `<div xmlns:smpte="http://www.smpte-ra.org/schemas/2052-1/2010/smpte-tt" smpte:backgroundImage="#a">`, "attribute-prohibited", "smpte:backgroundImage"},
	{"speech", "<p ", `<p xmlns:tta="http://www.w3.org/ns/ttml#audio" tta:speak="fast" `, "attribute-prohibited", "tta:speak"},
	{"condition", "<p ", `<p condition="media('x')" `, "attribute-prohibited", "condition"},
	{"letter spacing", "<p ", `<p tts:letterSpacing="1%" `, "attribute-prohibited", "tts:letterSpacing"},
	{"pixel aspect ratio", "<tt ", `<tt ttp:pixelAspectRatio="1 1" `, "attribute-prohibited", "ttp:pixelAspectRatio"},
	{"region without extent", `tts:extent="80% 15%" tts:displayAlign`, `tts:displayAlign`, "region-extent", `<region xml:id="bottom"`},
	{"region extent in em", `tts:extent="80% 15%"`, `tts:extent="8em 2em"`, "region-extent", `tts:extent="8em`},
	{"region extent of one", `tts:extent="80% 15%"`, `tts:extent="80%"`, "region-extent", `tts:extent="80%"`},
	{"region extent auto", `tts:extent="80% 15%"`, `tts:extent="auto"`, "region-extent", `tts:extent="auto"`},
	{"region origin in em", `tts:origin="10% 80%"`, `tts:origin="1em 8em"`, "region-origin", `tts:origin="1em`},
	{"region below the picture", `tts:origin="10% 80%"`, `tts:origin="10% 85.1%"`, "region-bounds", `<region xml:id="bottom"`},
	{"region beside the picture", `tts:extent="80% 15%"`, `tts:extent="90.01% 15%"`, "region-bounds", `<region xml:id="bottom"`},
	{"regions overlap", `tts:origin="10% 80%"`, `tts:origin="10% 10%"`, "region-overlap", `<p xml:id="ad-3"`},
	{"no region for p", ` region="bottom" style="st"`, ` style="st"`, "region-none region-none", `<p xml:id="ad-1"`},
	{"pixels without extent", `tts:fontSize="100%"`, `tts:fontSize="20px"`, "length-px", `tts:fontSize`},
	{"cells", `tts:fontSize="100%"`, `tts:fontSize="1c"`, "length-cell", `tts:fontSize`},
	{"negative length", `tts:fontSize="100%"`, `tts:fontSize="-10%"`, "length-negative", `tts:fontSize`},
	{"negative origin", `tts:origin="10% 80%"`, `tts:origin="-10% 80%"`, "region-bounds length-negative", `<region xml:id="bottom"`},
	{"two font sizes", `tts:fontSize="100%"`, `tts:fontSize="100% 90%"`, "style-value", `tts:fontSize`},
	{"colour", `tts:color="#ffffff"`, `tts:color="#fff"`, "style-value", `tts:color`},
	{"colour name", `tts:color="#ffffff"`, `tts:color="orange"`, "style-value", `tts:color`},
	{"colour component", `tts:color="#ffffff"`, `tts:color="rgb(256,0,0)"`, "style-value", `tts:color`},
	{"alignment", `tts:textAlign="center"`, `tts:textAlign="middle"`, "style-value", `tts:textAlign`},
	{"blurred outline", "<p ", `<p tts:textOutline="black 1% 1%" `, "style-value", `tts:textOutline`},
	{"line height normal", `tts:lineHeight="125%"`, `tts:lineHeight="normal"`, "line-height", `<p xml:id="ad-1"`},
	{"no line height", ` tts:lineHeight="125%"`, ``, "line-height", `<p xml:id="ad-1"`},
	{"blank in font list", `tts:fontFamily="proportionalSansSerif"`, `tts:fontFamily="Arial, proportionalSansSerif"`, "font-family-space", `tts:fontFamily`},
	{"style loop", `<style xml:id="st"`, `<style xml:id="a" style="st"/><style style="a" xml:id="st"`, "style-loop", `style="a"`},
	{"decodable", "<tt ", `<tt ittp:progressivelyDecodable="yes" `, "attribute-value", `ittp:progressivelyDecodable`},
	{"active area", "<tt ", `<tt ittp:activeArea="10% 10% 110% 80%" `, "attribute-value", `ittp:activeArea`},
	{"metadata after styling", "<layout>", "<metadata/><layout>", "element-order", "<metadata/>"},
	{"text equivalent outside of metadata", "<span ", `<ittm:altText xmlns:ittm="http://www.w3.org/ns/ttml/profile/imsc1#metadata">x</ittm:altText><span `, "alt-text", "<ittm:altText"},
}

var brokenIMSC11 = []brokenDocument{
	{"ticks without rate", `begin="00:00:01.500" end="00:00:04.250"`, `begin="15t" end="42t"`, "time-tick-rate time-tick-rate", `begin="15t"`},
	{"no designator", `ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text"`, ``, "designator", "<tt "},
	{"image as well", `imsc1.1/text"`, `imsc1.1/text http://www.w3.org/ns/ttml/profile/imsc1.1/image"`, "designator-conflict", "ttp:contentProfiles"},
	{"both ways to name the profile", "xml:lang=", `ttp:profile="http://www.w3.org/ns/ttml/profile/imsc1/text" xml:lang=`, "designator-mixed", "ttp:profile"},
	{"processor profile", "<tt ", `<tt ttp:processorProfiles="urn:x" `, "attribute-prohibited", "ttp:processorProfiles"},
	{"position and origin", `tts:showBackground="whenActive"`, `tts:position="center"`, "region-position", `tts:position`},
	{"two aspect ratios", "<tt ", `<tt ittp:aspectRatio="16 9" ttp:displayAspectRatio="16 9" `, "aspect-ratio", "ttp:displayAspectRatio"},
	{"link", "<span ", `<span xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a" `, "attribute-prohibited", "xlink:href"},
	{"height for a width", `tts:extent="80% 15%"`, `tts:extent="80rh 15%"`, "region-extent", `tts:extent="80rh`},
	{"ruby alignment", "<p ", `<p tts:rubyAlign="withBase" `, "style-value", `tts:rubyAlign`},
	{"loose ruby text", `<span style="sp">Gulls.`, `<span tts:ruby="text">x</span><span style="sp">Gulls.`, "ruby-nesting", `<span tts:ruby`},
	{"ruby without base", `<span style="sp">Gulls.`, `<span tts:ruby="container"><span tts:ruby="text">x</span></span><span style="sp">Gulls.`, "ruby-nesting", `<span tts:ruby="container"`},
	{"ruby with loose text", `<span style="sp">Gulls.`, `<span tts:ruby="container">loose<span tts:ruby="base">x</span></span><span style="sp">Gulls.`, "ruby-nesting", `loose`},
	{"ruby in ruby", `<span style="sp">Gulls.`, `<span tts:ruby="container"><span tts:ruby="base"><span tts:ruby="container"><span tts:ruby="base">x</span></span></span></span><span style="sp">Gulls.`, "ruby-nesting", `<span tts:ruby="container"><span tts:ruby="base">x`},
	{"text equivalent of 1.0", "<div>", `<div><metadata><ittm:altText xmlns:ittm="http://www.w3.org/ns/ttml/profile/imsc1#metadata">x</ittm:altText></metadata>`, "alt-text-deprecated", "<ittm:altText"},
	{"two text equivalents", "<div>", `<div><metadata><ttm:item name="altText">a</ttm:item><ttm:item name="altText">b</ttm:item></metadata>`, "alt-text-double", `<ttm:item name="altText">b`},
	{"later version", `profile/imsc1.1/text`, `profile/imsc1.3/text`, "designator-later", `ttp:contentProfiles`},
	{"justified text", "<p ", `<p tts:textAlign="justify" `, "style-value", `tts:textAlign="justify"`},
	{"thick outline", "<span ", `<span tts:textOutline="red 11%" `, "style-value", `tts:textOutline`},
	{"thick outline in em", "<span ", `<span tts:textOutline="0.2em" `, "style-value", `tts:textOutline`},
	{"late set", `Gulls.</span>`, `Gulls.</span><set tts:color="red"/>`, "element-order", `<set`},
	{"set behind text", `<span style="sp">Gulls.`, `<span style="sp">Gulls.<set tts:color="red"/>`, "element-order", `<set`},
	{"five shadows", "<p ", `<p tts:textShadow="1% 1%,2% 2%,3% 3%,4% 4%,5% 5%" `, "style-value", `tts:textShadow`},
	{"resources", "<styling>", `<resources><font family="x"/></resources><styling>`, "element-prohibited", "<resources>"},
	{"animation", "</head>", `<animation/></head>`, "element-prohibited", "<animation/>"},
}

var brokenIMSC1 = []brokenDocument{
	{"ticks without rate", `begin="00:00:01.500" end="00:00:04.250"`, `begin="15t" end="42t"`, "time-tick-rate time-tick-rate time-mixed", `begin="15t"`},
	{"no designator", `ttp:profile="http://www.w3.org/ns/ttml/profile/imsc1/text"`, ``, "designator", "<tt "},
	{"vocabulary of TTML 2", "xml:lang=", `ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1/text" xml:lang=`, "attribute-prohibited", "ttp:contentProfiles"},
	{"ruby", "<span ", `<span tts:ruby="container" `, "attribute-prohibited", "tts:ruby"},
	{"initial", "<styling>", `<styling><initial tts:color="red"/>`, "element-prohibited", "<initial"},
	{"root container units", `tts:extent="80% 15%"`, `tts:extent="80rw 15rh"`, "region-extent", `tts:extent="80rw`},
	{"two syntaxes", `end="00:00:11.120"`, `end="11.12s"`, "time-mixed", `end="11.12s"`},
}

var brokenDAPT = []brokenDocument{
	{"document type", "<tt ", "<!DOCTYPE tt [<!ENTITY a \"b\">]>\n<tt ", "doctype", "<!DOCTYPE"},
	{"ticks without rate", `begin="00:00:01.500" end="00:00:04.250"`, `begin="15t" end="42t"`, "time-tick-rate time-tick-rate time-mixed", `begin="15t"`},
	{"time container", "<body", `<body timeContainer="excl"`, "attribute-value time-container", `timeContainer`},
	{"language empty", `xml:lang="en-GB"`, `xml:lang=""`, "lang-empty", `xml:lang=""`},
	{"no content profiles", `ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content"`, ``, "content-profiles", "<tt "},
	{"another content profile", `profile/dapt1.0/content`, `profile/imsc1.1/text`, "content-profiles", "ttp:contentProfiles"},
	{"profile attribute", "<tt ", `<tt ttp:profile="http://www.w3.org/ns/ttml/profile/dapt1.0/content" `, "profile-attribute", "ttp:profile"},
	{"no script type", `daptm:scriptType="preRecording"`, ``, "script-type", "<tt "},
	{"unknown script type", `"preRecording"`, `"postProduction"`, "script-type", "daptm:scriptType"},
	{"list with comma", `"visual.nonText visual.text"`, `"visual.nonText, visual"`, "script-represents", "daptm:scriptRepresents"},
	{"descriptor unknown", `"visual.nonText visual.text"`, `"visual smell"`, "script-represents", "daptm:scriptRepresents"},
	{"represents unknown", `daptm:represents="visual.nonText"`, `daptm:represents="visual.nonText.boat"`, "represents", `daptm:represents="visual.nonText.boat"`},
	{"represents two things", `daptm:represents="visual.nonText"`, `daptm:represents="visual.nonText visual.text"`, "represents", `daptm:represents="visual.nonText visual`},
	{"represents more than the script", `daptm:represents="visual.nonText"`, `daptm:represents="visual"`, "represents-subtype", `daptm:represents="visual"`},
	{"represents something else", `daptm:represents="visual.nonText"`, `daptm:represents="audio.dialogue"`, "represents-subtype", `daptm:represents="audio`},
	{"text represents something else", `<p xml:lang="en-GB">`, `<p daptm:represents="audio" xml:lang="en-GB">`, "represents-subtype", `daptm:represents="audio"`},
	{"represents missing", ` daptm:represents="visual.nonText"`, ``, "represents-missing", `<div xml:id="ad-1"`},
	{"represents empty", `daptm:represents="visual.nonText"`, `daptm:represents=""`, "represents-missing", `<div xml:id="ad-1"`},
	{"private without name", `visual.text.x-sign.big`, `visual.text.x-`, "represents", `daptm:represents="visual.text.x-"`},
	{"event without id", ` xml:id="ad-1"`, ``, "event-id", `<div begin="00:00:01.500"`},
	{"event within event", "</p>\n    </div>", "</p>\n<div/>    </div>", "event-nested", `<div xml:id="ad-1"`},
	{"event without begin", ` begin="00:00:01.500"`, ``, "event-time", `<div xml:id="ad-1"`},
	{"event without end", ` end="00:00:04.250"`, ``, "event-time", `<div xml:id="ad-1"`},
	{"clock time with frames", `begin="00:00:01.500"`, `begin="00:00:01:12"`, "time-form", `begin="00:00:01:12"`},
	{"frames without rate", ` ttp:frameRate="25"`, ``, "origin-timecode-rate", `<daptm:daptOriginTimecode>`},
	{"two syntaxes", `end="00:00:11.120"`, `end="11.12s"`, "time-mixed", `end="11.12s"`},
	{"sequence", "<body", `<body timeContainer="seq"`, "time-container", `timeContainer`},
	{"par said", "<body", `<body timeContainer="par"`, "time-container-par", `timeContainer`},
	{"description type", `descType="scene"`, `descType="status"`, "desc-type", `daptm:descType`},
	{"private description type without name", `descType="scene"`, `descType="x-"`, "desc-type", `daptm:descType`},
	{"on screen", `onScreen="OFF"`, `onScreen="off"`, "on-screen", `daptm:onScreen`},
	{"source language", `langSrc="nb"`, `langSrc="#nb"`, "lang-source", `daptm:langSrc="#nb"`},
	{"old source language", `langSrc="nb"`, `langSrc="translation"`, "lang-source", `daptm:langSrc="translation"`},
	{"source language of tt empty", `daptm:langSrc="zxx"`, `daptm:langSrc=""`, "lang-source-empty", `daptm:langSrc=""`},
	{"text without language", `<p xml:lang="en-GB">`, `<p>`, "text-lang", `<p>`},
	{"origin with fraction", `10:00:00:00`, `10:00:00.00`, "origin-timecode", `<daptm:dapt`},
	{"origin in drop-frame notation", `10:00:00:00`, `10:00:00;00`, "origin-timecode", `<daptm:dapt`},
	{"origin frame too high", `10:00:00:00`, `10:00:00:25`, "origin-timecode-rate", `<daptm:dapt`},
	{"origin twice", `</metadata>`, `<daptm:daptOriginTimecode>10:00:00:00</daptm:daptOriginTimecode></metadata>`, "origin-timecode-count", `<daptm:daptOriginTimecode>10:00:00:00</daptm:daptOriginTimecode></metadata>`},
	{"agent without id", ` xml:id="narrator"`, ``, "agent agent-ref", `<ttm:agent type="character"`},
	{"agent without type", ` type="person"`, ``, "agent agent-actor", `<ttm:agent xml:id="voice"`},
	{"agent type", `type="person"`, `type="actor"`, "attribute-value agent-actor", `type="actor"`},
	{"agent without name", `<ttm:name type="full">A. Reader</ttm:name>`, ``, "agent", `<ttm:agent xml:id="voice"`},
	{"character without alias", `type="alias"`, `type="full"`, "agent", `<ttm:name type="full">NARRATOR`},
	{"name type", `<ttm:name type="full">`, `<ttm:name type="stage">`, "agent attribute-value", `<ttm:name type="stage"`},
	{"actor unknown", `agent="voice"`, `agent="gone"`, "agent-actor", `agent="gone"`},
	{"actor is the character", `agent="voice"`, `agent="narrator"`, "agent-actor", `agent="narrator"/`},
	{"actor is a style", `agent="voice"`, `agent="quick"`, "agent-actor", `agent="quick"`},
	{"agent in an event", `<ttm:desc daptm`, `<ttm:agent xml:id="more" type="person"><ttm:name type="full">B</ttm:name></ttm:agent><ttm:desc daptm`, "agent-place", `<ttm:agent xml:id="more"`},
	{"name after actor", `<ttm:actor agent="voice"/>`, `<ttm:actor agent="voice"/><ttm:name type="full">N</ttm:name>`, "element-order", `<ttm:name type="full">N<`},
	{"synthesis of a recording", `"preRecording"`, `"asRecorded"`, "speak-late", `tta:speak`},
	{"audio before recording", `</span></p>`, `</span><audio src="a.wav" type="audio/wave"/></p>`, "audio-early", `<audio`},
	{"speech rate", `tta:speak="fast"`, `tta:speak="faster"`, "attribute-value", `tta:speak`},
	{"animation out of line", `</head>`, `<animation/></head>`, "element-prohibited", `<animation/>`},
	{"animation by reference", `<p xml:lang`, `<p animate="a" xml:lang`, "attribute-prohibited", `animate="a"`},
	{"processor profiles of others", "<tt ", `<tt ttp:processorProfiles="urn:x" `, "processor-profiles", "ttp:processorProfiles"},
	{"processor profiles empty", "<tt ", `<tt ttp:processorProfiles="" `, "processor-profiles", "ttp:processorProfiles"},
	{"text represents nothing", `<p xml:lang="en-GB">`, `<p daptm:represents="" xml:lang="en-GB">`, "represents", `daptm:represents=""`},
	{"span represents nothing", `<span style="quick">`, `<span daptm:represents="" style="quick">`, "represents", `daptm:represents=""`},
	{"person without full name", `type="full"`, `type="given"`, "agent", `<ttm:name type="given"`},
	{"animation fill", `<span style="quick">`, `<animate fill="hold" tta:gain="1;0"/><span style="quick">`, "attribute-value", `fill="hold"`},
	{"animation mode", `<span style="quick">`, `<animate calcMode="smooth" tta:gain="1;0"/><span style="quick">`, "attribute-value", `calcMode="smooth"`},
	{"animation times fall", `<span style="quick">`, `<animate keyTimes="0;1;0.5" tta:gain="1;0;1"/><span style="quick">`, "animation-value", `keyTimes=`},
	{"animation times beyond 1", `<span style="quick">`, `<animate keyTimes="0;2" tta:gain="1;0"/><span style="quick">`, "animation-value", `keyTimes=`},
	{"animation splines", `<span style="quick">`, `<animate keySplines="0 0 1" tta:gain="1;0"/><span style="quick">`, "animation-value", `keySplines=`},
	{"animation never repeated", `<span style="quick">`, `<animate repeatCount="0" tta:gain="1;0"/><span style="quick">`, "animation-value", `repeatCount=`},
	{"animation behind the text", `<span style="quick">`, `A<animate tta:gain="1;0"/><span style="quick">`, "element-order", `<animate`},
	{"gain", `<span style="quick">`, `<span tta:gain="loud" style="quick">`, "audio-style", `tta:gain=`},
	{"gains of no animation", `<span style="quick">`, `<span tta:gain="1;0" style="quick">`, "audio-style", `tta:gain=`},
	{"gain in an animation", `<span style="quick">`, `<animate tta:gain="1;x"/><span style="quick">`, "audio-style", `tta:gain=`},
	{"pan", `<span style="quick">`, `<span tta:pan="left" style="quick">`, "audio-style", `tta:pan=`},
	{"pitch", `<span style="quick">`, `<span tta:pitch="high" style="quick">`, "audio-style", `tta:pitch=`},
	{"pitch of a unit", `<span style="quick">`, `<span tta:pitch="5px" style="quick">`, "audio-style", `tta:pitch=`},
	{"animated pitch", `<span style="quick">`, `<animate tta:pitch="1%"/><span style="quick">`, "audio-style", `tta:pitch=`},
	{"audio with src and source", `</span></p>`, `</span><audio src="a.wav" type="audio/wave"><source src="b.wav" type="audio/wave"/></audio></p>`, "audio-early audio-source", `<audio`},
	{"audio without a sound", `</span></p>`, `</span><audio/></p>`, "audio-early audio-source", `<audio`},
	{"source without a sound", `</span></p>`, `</span><audio><source type="audio/wave"/></audio></p>`, "audio-early audio-source", `<audio`},
	{"source with src and data", `</span></p>`, `</span><audio><source src="a.wav" type="audio/wave"><data type="audio/wave">AAAA</data></source></audio></p>`, "audio-early audio-source", `<audio`},
	{"fragment that leads nowhere", `</span></p>`, `</span><audio src="#gone"/></p>`, "audio-early audio-fragment", `<audio`},
	{"fragment of a style", `</span></p>`, `</span><audio src="#quick"/></p>`, "audio-early audio-fragment", `<audio`},
	{"audio without type", `</span></p>`, `</span><audio src="a.wav"/></p>`, "audio-early audio-type", `<audio`},
	{"source without type", `</span></p>`, `</span><audio><source src="a.wav"/></audio></p>`, "audio-early audio-type", `<audio`},
	{"data without type", `</span></p>`, `</span><audio><source><data>AAAA</data></source></audio></p>`, "audio-early audio-type", `<audio`},
	{"data without content", `</span></p>`, `</span><audio><source><data type="audio/wave"/></source></audio></p>`, "audio-early data-empty", `<audio`},
	{"data without id", `<styling>`, `<resources><data type="audio/wave">AAAA</data></resources><styling>`, "audio-resource", `<data`},
	{"clip as a clock time", `</span></p>`, `</span><audio src="a.wav" type="audio/wave" clipBegin="00:00:01"/></p>`, "audio-early clip-time", `<audio`},
	{"source in data", `<styling>`, `<resources><data xml:id="d" type="audio/wave"><source src="a.wav"/></data></resources><styling>`, "source-data", `<source`},
	{"person after the character", `<ttm:actor agent="voice"/></ttm:agent>`, `<ttm:actor agent="late"/></ttm:agent><ttm:agent xml:id="late" type="person"><ttm:name type="full">L</ttm:name></ttm:agent>`, "agent-order", `agent="late"`},
	{"person twice", `<ttm:agent xml:id="narrator"`, `<ttm:agent xml:id="again" type="person"><ttm:name type="full">A.
Reader</ttm:name></ttm:agent><ttm:agent xml:id="narrator"`, "talent-single", `<ttm:name type="full">A.
`},
	{"style of another character on an event", `<styling><style xml:id="quick" `, `<styling><style ttm:agent="voice" xml:id="quick" `, "character-style", `style="quick">A`},
	{"translation in an original transcript", `"preRecording"`, `"originalTranscript"`, "original-translated", `<p xml:lang="en-GB" daptm:langSrc="nb"`},
	{"no translation in a translated transcript", `"preRecording"`, `"translatedTranscript"`, "translation-missing", `<div xml:id="ad-1"`},
	{"data of both kinds", `<styling>`, `<resources><data xml:id="d" type="audio/wave">AAAA<chunk>AAAA</chunk></data></resources><styling>`, "data-mixed", `<chunk`},
	{"data that is no base64", `<styling>`, `<resources><data xml:id="d" type="audio/wave">AA!A</data></resources><styling>`, "data-content", `AA!A`},
	{"encoding of data", `<styling>`, `<resources><data xml:id="d" type="audio/wave" encoding="hex">FF</data></resources><styling>`, "attribute-value", `encoding="hex"`},
	{"chunk that is no base16", `<styling>`, `<resources><data xml:id="d" type="audio/wave" encoding="base16"><chunk>FG</chunk></data></resources><styling>`, "data-content", `FG`},
	{"description after text", `</span></p>`, `</span></p><ttm:desc>late</ttm:desc>`, "element-order", `<ttm:desc>late`},
}

var brokenEBUTTD = []brokenDocument{
	{"no time base", `ttp:timeBase="media" `, ``, "time-base", `<tt:tt`},
	{"smpte time base", `"media"`, `"smpte"`, "time-base", `ttp:timeBase`},
	{"no language", `xml:lang="en-GB"`, ``, "lang-missing", `<tt:tt`},
	{"document type", "<tt:tt ", "<!DOCTYPE tt [<!ENTITY a \"b\">]>\n<tt:tt ", "entities", "<!DOCTYPE"},
	{"content profile", `xml:lang=`, `ttp:contentProfiles="x" xml:lang=`, "attribute", `ttp:contentProfiles`},
	{"profile", `xml:lang=`, `ttp:profile="x" xml:lang=`, "attribute", `ttp:profile`},
	{"frame rate", `xml:lang=`, `ttp:frameRate="25" xml:lang=`, "attribute", `ttp:frameRate`},
	{"extent of tt", `xml:lang=`, `tts:extent="100px 100px" xml:lang=`, "attribute", `tts:extent`},
	{"cell resolution", `"32 15"`, `"32"`, "parameter-value", `ttp:cellResolution`},
	{"no styling", "<tt:styling>", "<tt:metadata/><tt:styling>", "element-count", "<tt:metadata/>"},
	{"no style id", `<tt:style xml:id="sp" `, `<tt:style xml:id="sp" tts:fontStyle="normal"/><tt:style `, "style-id", `<tt:style tts:color`},
	{"no region id", `</tt:layout>`, `<tt:region tts:origin="0% 0%" tts:extent="10% 10%"/></tt:layout>`, "region-id", `<tt:region tts:origin`},
	{"no origin", `tts:origin="10% 80%" `, ``, "region-origin", `<tt:region`},
	{"no extent", `tts:extent="80% 15%" `, ``, "region-extent", `<tt:region`},
	{"origin in pixels", `"10% 80%"`, `"10px 80px"`, "region-origin", `tts:origin`},
	{"extent in cells", `"80% 15%"`, `"20c 2c"`, "region-extent", `tts:extent`},
	{"negative origin", `"10% 80%"`, `"-10% 80%"`, "region-origin", `tts:origin`},
	{"region outside", `"10% 80%"`, `"10% 90%"`, "region-outside", `<tt:region`},
	{"nested style", `tts:displayAlign="after"/>`, `tts:displayAlign="after"><tt:style xml:id="n"/></tt:region>`, "element", `<tt:style xml:id="n"`},
	{"time on body", `<tt:body`, `<tt:body begin="00:00:01"`, "time-on-container", `begin="00:00:01"`},
	{"time on div", `<tt:div `, `<tt:div end="01:00:00" `, "time-on-container", `end="01:00:00"`},
	{"region on body", `<tt:body`, `<tt:body region="bottom"`, "attribute", `region="bottom"`},
	{"duration", `end="00:00:04.250"`, `end="00:00:04.250" dur="00:00:02"`, "attribute", `dur=`},
	{"time container", `<tt:p `, `<tt:p timeContainer="par" `, "attribute", `timeContainer`},
	{"no id of p", ` xml:id="ad-2"`, ``, "p-id", `<tt:p><tt:span style="sp" begin`},
	{"offset time", `begin="00:00:01.500"`, `begin="1.5s"`, "time-form", `begin="1.5s"`},
	{"frames", `begin="00:00:01.500"`, `begin="00:00:01:12"`, "time-form", `begin="00:00:01:12"`},
	{"times on p and span", `<tt:p xml:id="ad-2">`, `<tt:p xml:id="ad-2" begin="00:00:01" end="00:00:20">`, "time-both", `<tt:span style="sp" begin`},
	{"no times", ` begin="00:00:01.500" end="00:00:04.250"`, ``, "time-missing", `<tt:span style="sp">A`},
	{"colour on span", `<tt:span style="sp">`, `<tt:span style="sp" tts:color="#ff0000">`, "style-inline", `tts:color="#ff0000"`},
	{"alignment on p", ebuFirstP, ebuFirstP[:len(ebuFirstP)-1] + ` tts:textAlign="left">`, "style-inline", `tts:textAlign="left"`},
	{"colour name", `"#ffffff"`, `"white"`, "style-value", `tts:color`},
	{"short colour", `"#ffffff"`, `"#fff"`, "style-value", `tts:color`},
	{"font size in cells", `tts:fontSize="100%"`, `tts:fontSize="1c"`, "style-value", `tts:fontSize`},
	{"font size inherited", `tts:fontSize="100%"`, `tts:fontSize="inherit"`, "style-value", `tts:fontSize`},
	{"line padding", `"0.5c"`, `"1%"`, "style-value", `ebutts:linePadding`},
	{"style not in EBU-TT-D", `tts:fontSize="100%"`, `tts:opacity="1"`, "attribute", `tts:opacity`},
	{"chained style", `<tt:style xml:id="sp"`, `<tt:style style="st" xml:id="sp"`, "attribute", `style="st"`},
	{"span in span", `A fishing boat slips out.`, `<tt:span>A</tt:span>`, "span-nested", `<tt:span>A<`},
	{"div in div", `</tt:p>
    </tt:div>`, `</tt:p>
    <tt:div/></tt:div>`, "div-nested div-empty", `<tt:div/>`},
	{"empty div", `</tt:body>`, `<tt:div/></tt:body>`, "div-empty", `<tt:div/>`},
	{"set", ebuFirstP, ebuFirstP + `<tt:set/>`, "element-prohibited", `<tt:set`},
	{"unknown attribute", `<tt:div `, `<tt:div id="d" `, "attribute", `id="d"`},
	{"no standard", `urn:ebu:tt:distribution:2014-01`, `urn:ebu:tt:exchange:2015-09`, "conforms-to-standard", `<tt:head>`},
	{"style unknown", `<tt:span style="sp">`, `<tt:span style="sp gone">`, "style-ref", `style="sp gone"`},
	{"region unknown", `<tt:div region="bottom"`, `<tt:div region="top"`, "region-ref", `region="top"`},
	{"text in div", ebuFirstP, "stray" + ebuFirstP, "character-data", "stray"},
}

func TestValidateBroken(t *testing.T) {
	sets := map[ttml.Profile][][]brokenDocument{
		ttml.IMSC11: {brokenCommon, brokenIMSC, brokenIMSC11},
		ttml.IMSC1:  {brokenCommon, brokenIMSC, brokenIMSC1},
		ttml.DAPT:   {brokenCommon, brokenDAPT},
		ttml.EBUTTD: {brokenEBUTTD},
	}
	for _, p := range validateProfiles {
		base := validateBase(t, p)
		for _, set := range sets[p] {
			for _, b := range set {
				t.Run(p.String()+"/"+b.name, func(t *testing.T) { testBroken(t, p, base, b) })
			}
		}
	}
}

func testBroken(t *testing.T, p ttml.Profile, base string, b brokenDocument) {
	require.Contains(t, base, b.old)
	doc := strings.Replace(base, b.old, b.new, 1)
	problems := validate(t, doc, p)
	require.NotEmpty(t, problems)
	require.Equal(t, b.rules, ruleNames(problems), "%v", problems)
	require.Equal(t, positionOf(t, doc, b.at), problems[0].Pos, "%v", problems[0])
	require.Error(t, problems[0].Err)
}

func positionOf(t *testing.T, doc, at string) script.Pos {
	t.Helper()
	i := strings.Index(doc, at)
	require.GreaterOrEqual(t, i, 0, "the document does not hold %q", at)
	before := doc[:i]
	return script.Pos{Line: 1 + strings.Count(before, "\n"), Column: 1 + len([]rune(before[strings.LastIndex(before, "\n")+1:]))}
}

func ruleNames(problems []conform.Problem) string {
	names := make([]string, len(problems))
	for i, p := range problems {
		names[i] = p.Rule
	}
	return strings.Join(names, " ")
}

// acceptedDocuments are changes that leave a document valid, each beside the
// one that breaks a rule.
var acceptedDocuments = []struct {
	name     string
	profile  ttml.Profile
	old, new string
	rules    string // recommendations that are not kept
}{
	{"bare document type", ttml.DAPT, "<tt ", "<!DOCTYPE tt>\n<tt ", ""},
	{"bare document type", ttml.IMSC11, "<tt ", "<!DOCTYPE tt>\n<tt ", ""},
	{"bare document type", ttml.EBUTTD, "<tt:tt ", "<!DOCTYPE tt>\n<tt:tt ", ""},
	{"byte order mark", ttml.IMSC11, `<?xml`, "\uFEFF<?xml", ""},
	{"processor profiles", ttml.DAPT, "<tt ", `<tt ttp:processorProfiles="urn:x http://www.w3.org/ns/ttml/profile/dapt1.0/processor" `, ""},
	{"text represents less", ttml.DAPT, `<p xml:lang="en-GB">`, `<p daptm:represents="visual.text.title" xml:lang="en-GB">`, ""},
	{"person with two names", ttml.DAPT, `<ttm:name type="full">`, `<ttm:name type="given">Al</ttm:name><ttm:name type="full">`, ""},
	{"group of any name", ttml.DAPT, `<ttm:agent xml:id="voice"`, `<ttm:agent xml:id="all" type="group"><ttm:name type="other">All</ttm:name></ttm:agent><ttm:agent xml:id="voice"`, ""},
	{"animation", ttml.DAPT, `<span style="quick">`, `<animate fill="freeze" calcMode="spline" keyTimes="0;.5;1" keySplines="0 0 1 1; 0,0,1,1" repeatCount="1.5" tta:gain="1; 0.39 ;1" tta:pan="-1;0;+1"/><span style="quick">`, ""},
	{"animation without end", ttml.DAPT, `<span style="quick">`, `<animate fill="remove" calcMode="discrete" repeatCount="indefinite" tta:gain="1"/><span style="quick">`, ""},
	{"gain and pan", ttml.DAPT, `<span style="quick">`, `<span tta:gain="0.5" tta:pan="-0.25" style="quick">`, ""},
	{"pitch in percent", ttml.DAPT, `<span style="quick">`, `<span tta:pitch="-10%" style="quick">`, ""},
	{"pitch in semitones", ttml.DAPT, `<span style="quick">`, `<span tta:pitch="+2st" style="quick">`, ""},
	{"pitch in hertz", ttml.DAPT, `<span style="quick">`, `<span tta:pitch="180.5hz" style="quick">`, ""},
	{"audio outside", ttml.DAPT, `</span></p>`, `</span><audio src="a.wav" type="audio/wave" clipBegin="1.5s" clipEnd="90f"/></p>`, "audio-early time-mixed"},
	{"audio of two sources", ttml.DAPT, `</span></p>`, `</span><audio><source src="a.wav" type="audio/wave"/><source src="a.mp3" type="audio/mpeg"/></audio></p>`, "audio-early"},
	{"audio within", ttml.DAPT, `</span></p>`, `</span><audio><source><data type="audio/wave">AAAA</data></source></audio></p>`, "audio-early"},
	{"audio in chunks", ttml.DAPT, `</span></p>`, `</span><audio><source><data type="audio/wave"><chunk>AAAA</chunk></data></source></audio></p>`, "audio-early"},
	{"data in resources", ttml.DAPT, `<styling>`, `<resources><data xml:id="d" type="audio/wave">AAAA</data><audio xml:id="e" src="a.wav" type="audio/wave"/></resources><styling>`, ""},
	{"metadata before the text", ttml.DAPT, `<span style="quick">`, `<metadata/><animate tta:gain="1;0"/>A<span style="quick">`, ""},
	{"source language empty", ttml.DAPT, `daptm:langSrc="nb"`, `daptm:langSrc=""`, ""},
	{"left", ttml.IMSC11, "<p ", `<p tts:textAlign="left" `, ""},
	{"thin outline", ttml.IMSC11, "<span ", `<span tts:textOutline="red 10%" `, ""},
	{"thin outline in em", ttml.IMSC11, "<span ", `<span tts:textOutline="0.1em" `, ""},
	{"early set", ttml.IMSC11, `<span style="sp">Gulls.`, `<set tts:color="red"/><span style="sp">Gulls.`, ""},
	{"metadata of a style", ttml.EBUTTD, `<tt:style xml:id="st"`, `<tt:style xml:id="su"><tt:metadata/></tt:style><tt:style xml:id="st"`, ""},
}

func TestValidateAccepted(t *testing.T) {
	for _, a := range acceptedDocuments {
		t.Run(a.profile.String()+"/"+a.name, func(t *testing.T) {
			base := validateBase(t, a.profile)
			require.Contains(t, base, a.old)
			problems := validate(t, strings.Replace(base, a.old, a.new, 1), a.profile)
			require.Equal(t, a.rules, ruleNames(problems), "%v", problems)
		})
	}
}

// TestEveryRuleIsBroken lists a document for each rule that breaks it.
func TestEveryRuleIsBroken(t *testing.T) {
	broken := map[string]string{}
	add := func(rules, name string) {
		for rule := range strings.FieldsSeq(rules) {
			if broken[rule] == "" {
				broken[rule] = name
			}
		}
	}
	for _, set := range [][]brokenDocument{brokenDAPT, brokenCommon} {
		for _, b := range set {
			add(b.rules, "TestValidateBroken/dapt/"+b.name)
		}
	}
	for _, set := range [][]brokenDocument{brokenIMSC, brokenIMSC11, brokenIMSC1} {
		for _, b := range set {
			add(b.rules, "TestValidateBroken/imsc/"+b.name)
		}
	}
	for _, b := range brokenEBUTTD {
		add(b.rules, "TestValidateBroken/ebu-tt-d/"+b.name)
	}
	for _, d := range validateDocuments {
		add(d.rules, "TestValidateDocuments/"+d.name)
	}
	for _, a := range acceptedDocuments {
		add(a.rules, "TestValidateAccepted/"+a.profile.String()+"/"+a.name)
	}
	var b strings.Builder
	for _, rule := range conform.Rules() {
		require.NotEmpty(t, broken[rule.Name], "no document breaks %s", rule.Name)
		b.WriteString(rule.Name + "\t" + broken[rule.Name] + "\n")
	}
	golden.Equal(t, "testdata/broken.txt", []byte(b.String()))
}

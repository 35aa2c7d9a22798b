package conform_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/conform"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

var validateProfiles = [...]ttml.Profile{ttml.IMSC11, ttml.IMSC1, ttml.DAPT, ttml.EBUTTD}

// validateBase returns a document that is valid in the profile.
func validateBase(t testing.TB, p ttml.Profile) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", p.String()+".ttml"))
	require.NoError(t, err)
	return string(b)
}

func validate(t testing.TB, doc string, p ttml.Profile) []conform.Problem {
	t.Helper()
	problems, err := conform.Validate(strings.NewReader(doc), p)
	require.NoError(t, err)
	return problems
}

func TestValidateBases(t *testing.T) {
	for _, p := range validateProfiles {
		t.Run(p.String(), func(t *testing.T) {
			require.Empty(t, validate(t, validateBase(t, p), p))
		})
	}
}

const (
	ttOpen          = `<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:daptm="http://www.w3.org/ns/ttml/profile/dapt#metadata" `
	imscOpen        = ttOpen + `xml:lang="en" ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text">`
	imscProgressive = ttOpen + `xml:lang="en" ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text" xmlns:ittp="http://www.w3.org/ns/ttml/profile/imsc1#parameter" ittp:progressivelyDecodable="true">`
	daptOpen        = ttOpen + `xml:lang="en" ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content" daptm:scriptRepresents="audio visual.dialogue" daptm:scriptType="originalTranscript">`
	ebuOpen         = ttOpen + `xml:lang="en" ttp:timeBase="media">`
	ebuMeta         = `<metadata><e:documentMetadata xmlns:e="urn:ebu:tt:metadata"><e:conformsToStandard> urn:ebu:tt:distribution:2018-04 </e:conformsToStandard></e:documentMetadata></metadata>`
)

// documents are judged as a whole; rules are the names that are reported.
var validateDocuments = []struct {
	name    string
	profile ttml.Profile
	doc     string
	rules   string
}{
	{"nothing but tt", ttml.IMSC11, imscOpen + `</tt>`, ""},
	{"prefix for everything", ttml.IMSC11, strings.NewReplacer("<tt xmlns=", "<a:tt xmlns:a=", " ttp:", " b:", "xmlns:ttp", "xmlns:b").Replace(imscOpen) + `<a:body/></a:tt>`, ""},
	{"empty body of DAPT", ttml.DAPT, daptOpen + `<body/></tt>`, ""},
	{"list of profiles", ttml.DAPT, strings.Replace(strings.Replace(daptOpen, `ttp:contentProfiles="`, `ttp:contentProfiles="all(urn:x `, 1), `/content"`, `/content)"`, 1) + `</tt>`, ""},
	{"represents inherited from tt", ttml.DAPT, strings.Replace(daptOpen, ">", ` daptm:represents="audio.dialogue">`, 1) + `<body><div xml:id="d" begin="1s" end="2s"/></body></tt>`, ""},
	{"represents inherited from body", ttml.DAPT, daptOpen + `<body daptm:represents="audio"><div xml:id="d" begin="1s" dur="1s"/></body></tt>`, ""},
	{"similar is no sub-type", ttml.DAPT, strings.Replace(daptOpen, "audio visual.dialogue", "visual.text.x-a", 1) + `<body daptm:represents="visual.text.x-ab"/></tt>`, "represents-subtype"},
	{"private represents", ttml.DAPT, strings.Replace(daptOpen, "audio visual.dialogue", "x-smell", 1) + `<body daptm:represents="x-smell.sea"/></tt>`, ""},
	{"smallest description script", ttml.DAPT, strings.NewReplacer("audio visual.dialogue", "visual.nonText visual.text", "originalTranscript", "preRecording", `xml:lang="en"`, `xml:lang="en-GB" daptm:langSrc="zxx"`).Replace(daptOpen) +
		`<head><metadata><ttm:title>Harbour &amp; Sea</ttm:title></metadata></head><body>
    <div xml:id="ad-1" begin="00:00:01.500" end="00:00:04.250" daptm:represents="visual.nonText">
      <p><span>A fishing boat slips out of the harbour at dawn.</span></p></div>
    <div xml:id="ad-2" begin="00:00:09.000" end="00:00:11.120" daptm:represents="visual.text">
      <p daptm:langSrc="en-GB"><span>A painted sign:<br/>“Harbour closed”.</span></p></div>
  </body></tt>`, "text-lang"},
	{"text that is no event", ttml.DAPT, daptOpen + `<body><div><p xml:lang="en">lost</p></div></body></tt>`, "event-id"},
	{"group of events", ttml.DAPT, daptOpen + `<body daptm:represents="audio"><div><div><div xml:id="a" begin="1s" end="2s"/></div></div></body></tt>`, ""},
	{"audio of the text's language", ttml.DAPT, daptOpen + `<body daptm:represents="audio"><div xml:id="a" begin="1s" end="2s"><p xml:lang="en">A<audio src="a.wav" type="audio/wave" xml:lang="EN"/></p></div></body></tt>`, ""},
	{"audio of another language", ttml.DAPT, daptOpen + `<body daptm:represents="audio"><div xml:id="a" begin="1s" end="2s"><p xml:lang="en">A<audio src="a.wav" type="audio/wave" xml:lang="fr"/></p></div></body></tt>`, "audio-lang"},
	{"gain", ttml.DAPT, daptOpen + `<body daptm:represents="audio"><div xml:id="a" begin="1s" end="2s"><p xml:lang="en"><animate xmlns:tta="http://www.w3.org/ns/ttml#audio" begin="0s" end="0.3s" tta:gain="1;0.39" fill="freeze"/>A</p></div></body></tt>`, ""},
	{"offset times of all metrics", ttml.DAPT, strings.Replace(daptOpen, ">", ` ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001" ttp:tickRate="10000000">`, 1) +
		`<body daptm:represents="audio"><div xml:id="a" begin="30f" end="0.1m"/><div xml:id="b" begin="1h" end="36000010000t"/><div xml:id="c" begin="1s" end="1001ms"/></body></tt>`, ""},
	{"frames at 29.97 are longer", ttml.DAPT, strings.Replace(daptOpen, ">", ` ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001">`, 1) +
		`<body daptm:represents="audio"><div xml:id="a" begin="30f" end="1.001s"/></body></tt>`, "time-never"},
	{"timecode of three digits", ttml.DAPT, strings.Replace(daptOpen, ">", ` ttp:frameRate="25">`, 1) + `<head><metadata><daptm:daptOriginTimecode>10:0:00:00</daptm:daptOriginTimecode></metadata></head></tt>`, "origin-timecode"},
	{"timecode outside of head", ttml.DAPT, strings.Replace(daptOpen, ">", ` ttp:frameRate="25">`, 1) + `<body><metadata><daptm:daptOriginTimecode>10:00:00:00</daptm:daptOriginTimecode></metadata></body></tt>`, "origin-timecode"},
	{"frames of a clock time too high", ttml.IMSC11, strings.Replace(imscOpen, ">", ` ttp:frameRate="25">`, 1) + `<body><div begin="00:00:01:24" end="00:00:02:25"/></body></tt>`, "time-frames"},
	{"frames and sub-frames", ttml.IMSC11, strings.Replace(imscOpen, ">", ` ttp:frameRate="25">`, 1) + `<body><div begin="00:00:01:24.1" end="100:00:02:00"/></body></tt>`, ""},
	{"second 60", ttml.IMSC11, imscOpen + `<body><div begin="00:00:60" end="00:01:00.5"/></body></tt>`, ""},
	{"times of a sequence are not followed", ttml.IMSC11, imscOpen + `<body timeContainer="seq"><div begin="1s" end="9s"/><div begin="1s" end="0.5s"/></body></tt>`, ""},
	{"zeros do not matter", ttml.IMSC11, imscOpen + `<body><div begin="1.` + strings.Repeat("0", 99) + `s" end="1s"/></body></tt>`, "time-never"},
	{"times beyond 64 bits are not compared", ttml.IMSC11, imscOpen + `<body><div begin="1.` + strings.Repeat("0", 99) + `1s" end="1s"/><div begin="999999999999999999h" end="1s"/></body></tt>`, ""},
	{"nanoseconds of days", ttml.IMSC11, imscOpen + `<body><div begin="99999:00:00.000000001" end="99999:00:00.000000002"/></body></tt>`, ""},
	{"extent by style", ttml.IMSC11, imscOpen + `<head><styling><style xml:id="a" tts:extent="50% 50%"/><style xml:id="b" style="a"/></styling><layout><region xml:id="r" style="b"/></layout></head></tt>`, ""},
	{"extent by nested style", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="r"><style tts:extent="50% 50%"/></region></layout></head></tt>`, ""},
	{"extent by initial", ttml.IMSC11, imscOpen + `<head><styling><initial tts:extent="50% 50%"/></styling><layout><region xml:id="r"/></layout></head></tt>`, ""},
	{"extent in pixels", ttml.IMSC11, strings.Replace(imscOpen, ">", ` tts:extent="640px 360px">`, 1) + `<head><layout><region xml:id="r" tts:origin="40px 300px" tts:extent="600px 60px"/></layout></head></tt>`, ""},
	{"extent in pixels beyond", ttml.IMSC11, strings.Replace(imscOpen, ">", ` tts:extent="640px 360px">`, 1) + `<head><layout><region xml:id="r" tts:origin="41px 300px" tts:extent="600px 60px"/></layout></head></tt>`, "region-bounds"},
	{"extent in rw and rh", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="r" tts:origin="10% 80%" tts:extent="80rw 20rh"/></layout></head></tt>`, ""},
	{"thirds of the height", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="r" tts:origin="33.3% 33.3%" tts:extent="66.7% 66.7%"/></layout></head></tt>`, ""},
	{"set and hidden regions", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="a" tts:extent="50% 50%"><set begin="1s" tts:origin="90% 90%"/></region><region xml:id="b" tts:display="none" tts:extent="50% 50%"/></layout></head>` +
		`<body tts:lineHeight="120%" begin="1s" end="2s"><div><p region="a">A</p><p region="b">B</p></div></body></tt>`, ""},
	{"five regions together", ttml.IMSC11, imscOpen + fiveRegions("1s", "2s") + `</tt>`, "region-count"},
	{"five regions in turn", ttml.IMSC11, imscOpen + fiveRegions("0s", "1s") + `</tt>`, ""},
	{"background always shown", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="a" tts:extent="50% 50%" tts:backgroundColor="#000000"/><region xml:id="b" tts:extent="60% 60%"/></layout></head>` +
		`<body tts:lineHeight="120%" begin="1s" end="2s"><div><p region="b">B</p></div></body></tt>`, "region-overlap"},
	{"regions that touch", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="a" tts:extent="50% 50%"/><region xml:id="b" tts:origin="50% 0%" tts:extent="50% 50%"/></layout></head>` +
		`<body tts:lineHeight="120%" begin="1s" end="2s"><div><p region="a">A</p><p region="b">B</p></div></body></tt>`, ""},
	{"one region after the other", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="a" tts:extent="50% 50%"/><region xml:id="b" tts:extent="50% 50%"/></layout></head>` +
		`<body tts:lineHeight="120%"><div><p region="a" begin="1s" end="2s">A</p><p region="b" begin="2s" end="3s">B</p></div></body></tt>`, ""},
	{"line height of the region", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="a" tts:lineHeight="125%" tts:extent="50% 50%"/></layout></head><body region="a" begin="1s" end="2s"><div><p>A</p></div></body></tt>`, ""},
	{"EBU-TT-D and IMSC in one", ttml.IMSC11, ttOpen + `xml:lang="en" ttp:timeBase="media"><head>` + strings.Replace(ebuMeta, "urn:ebu:tt:distribution:2018-04", "http://www.w3.org/ns/ttml/profile/imsc1.1/text", 1) + `</head></tt>`, ""},
	{"text of EBU-TT-D is EBU-TT-D", ttml.EBUTTD, ebuOpen + `<head>` + ebuMeta + `<styling><style xml:id="s"/></styling><layout><region xml:id="r" tts:origin="0% 0%" tts:extent="100% 100%"/></layout></head></tt>`, ""},
	{"nothing but tt of EBU-TT-D", ttml.EBUTTD, ebuOpen + `</tt>`, "head-missing conforms-to-standard"},
	{"empty head of EBU-TT-D", ttml.EBUTTD, ebuOpen + `<head>` + ebuMeta + `</head></tt>`, "head-missing head-missing"},
	{"empty styling and layout of EBU-TT-D", ttml.EBUTTD, ebuOpen + `<head>` + ebuMeta + `<styling/><layout/></head><body/></tt>`, "style-missing region-missing div-empty"},
	{"metadata elements without metadata", ttml.EBUTTD, ebuOpen + `<head><ttm:copyright>C</ttm:copyright><ttm:title>T</ttm:title><styling><style xml:id="s"/></styling><layout><region xml:id="r" tts:origin="0% 0%" tts:extent="100% 100%"/></layout></head></tt>`, "conforms-to-standard element"},
	{"position beyond", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="r" tts:position="right -5rw top" tts:extent="50% 50%"/></layout></head></tt>`, "region-bounds length-negative"},
	{"position within", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="r" tts:position="center bottom 10%" tts:extent="50% 50%"/></layout></head></tt>`, ""},
	{"position that does not fit", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="r" tts:position="60rw 0%" tts:extent="50% 50%"/></layout></head></tt>`, "region-bounds"},
	{"positions that overlap", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="a" tts:position="left top" tts:extent="60% 50%"/><region xml:id="b" tts:position="center" tts:extent="60% 50%"/></layout></head>` +
		`<body tts:lineHeight="120%" begin="1s" end="2s"><div><p region="a">A</p><p region="b">B</p></div></body></tt>`, "region-overlap"},
	{"positions side by side", ttml.IMSC11, imscOpen + `<head><layout><region xml:id="a" tts:position="0%" tts:extent="50% 50%"/><region xml:id="b" tts:position="bottom right" tts:extent="50% 50%"/></layout></head>` +
		`<body tts:lineHeight="120%" begin="1s" end="2s"><div><p region="a">A</p><p region="b">B</p></div></body></tt>`, ""},
	{"ruby", ttml.IMSC11, imscOpen + `<body tts:lineHeight="120%" begin="1s" end="2s"><div><p><span tts:ruby="container"><span tts:ruby="baseContainer"><span tts:ruby="base">b</span></span>` +
		`<span tts:ruby="textContainer"><span tts:ruby="text">t</span></span></span></p></div></body></tt>`, ""},
	{"progressive", ttml.IMSC11, imscProgressive + `<body tts:lineHeight="120%"><div><p begin="1s" end="2s">A</p><p begin="1s" end="3s">B</p></div></body></tt>`, ""},
	{"progressive, not in order", ttml.IMSC11, imscProgressive + `<body tts:lineHeight="120%"><div><p begin="2s" end="3s">A</p><p begin="1s" end="2s">B</p></div></body></tt>`, "progressively-decodable"},
	{"progressive, timed spans", ttml.IMSC11, imscProgressive + `<body tts:lineHeight="120%"><div><p><span begin="1s" end="2s">A</span></p></div></body></tt>`, "progressively-decodable progressively-decodable"},
	{"progressive, timed region", ttml.IMSC11, imscProgressive + `<head><layout><region xml:id="r" begin="1s" tts:extent="50% 50%"/></layout></head></tt>`, "progressively-decodable"},
	{"progressive, reference ahead", ttml.IMSC11, imscProgressive + `<head><styling><style xml:id="a" style="b"/><style xml:id="b"/></styling></head></tt>`, "progressively-decodable"},
	{"not progressive", ttml.IMSC11, strings.Replace(imscProgressive, "true", "false", 1) + `<body tts:lineHeight="120%"><div><p begin="2s" end="3s">A</p><p begin="1s" end="2s">B</p></div></body></tt>`, ""},
	{"another root", ttml.IMSC11, `<head xmlns="http://www.w3.org/ns/ttml"/>`, "root"},
	{"namespace of 2006", ttml.IMSC11, `<tt xmlns="http://www.w3.org/2006/10/ttaf1"/>`, "root"},
	{"no namespace", ttml.DAPT, `<tt/>`, "root"},
	{"foreign content is not checked", ttml.IMSC11, imscOpen + `<body xmlns:f="urn:f" f:begin="x"><f:p>text <p begin="x"/></f:p><div/></body></tt>`, ""},
	{"elements without namespace are foreign", ttml.IMSC11, imscOpen + `<body><div xmlns="">text</div></body></tt>`, ""},
	{"character references and CDATA", ttml.IMSC11, imscOpen + `<body tts:lineHeight="120%" begin="1s" end="2s"><div><p>&amp;&#x201C;<![CDATA[<b>]]></p></div></body></tt>`, ""},
	{"byte order mark of DAPT", ttml.DAPT, "\uFEFF" + daptOpen + `</tt>`, "byte-order-mark"},
	{"byte order mark", ttml.IMSC11, "\uFEFF" + imscOpen + `</tt>`, ""},
	{"encoding that nobody knows", ttml.IMSC11, "<?xml version='1.0' encoding='KOI8-R'?><tt>\xC1</tt>", "encoding"},
	{"Windows code page", ttml.IMSC11, "<?xml version='1.0' encoding='windows-1252'?>" + imscOpen + "<body><div><metadata>\x93\xE9\x94</metadata></div></body></tt>", "encoding"},
	{"UTF-16", ttml.IMSC11, toUTF16(imscOpen + `</tt>`), "encoding"},
}

func fiveRegions(begin, end string) string {
	var layout, body strings.Builder
	for i, id := range []string{"a", "b", "c", "d", "e"} {
		layout.WriteString(`<region xml:id="` + id + `" tts:origin="0% ` + string(rune('0'+2*i)) + `0%" tts:extent="100% 20%"/>`)
		times := `begin="` + begin + `" end="` + end + `"`
		if begin == "0s" {
			times = `begin="` + string(rune('0'+i)) + `s" dur="` + end + `"`
		}
		body.WriteString(`<p region="` + id + `" ` + times + `>text</p>`)
	}
	return `<head><layout>` + layout.String() + `</layout></head><body tts:lineHeight="120%"><div>` + body.String() + `</div></body>`
}

func toUTF16(s string) string {
	b := []byte{0xFF, 0xFE}
	for _, r := range s {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}

func TestValidateDocuments(t *testing.T) {
	for _, tt := range validateDocuments {
		t.Run(tt.name, func(t *testing.T) {
			problems := validate(t, tt.doc, tt.profile)
			require.Equal(t, tt.rules, ruleNames(problems), "%v", problems)
		})
	}
}

// IMSC 1.1 holds IMSC 1.0.1 and EBU-TT-D, which holds nothing of the others.
func TestValidateProfilesDiffer(t *testing.T) {
	for _, p := range validateProfiles {
		for _, q := range validateProfiles {
			problems := validate(t, validateBase(t, p), q)
			subset := p == q || p == ttml.EBUTTD && q != ttml.DAPT || p == ttml.IMSC1 && q == ttml.IMSC11
			require.Equal(t, subset, conform.Valid(problems), "%v as %v: %v", p, q, problems)
		}
	}
}

func TestValidateErrors(t *testing.T) {
	deep := strings.Repeat("<metadata>", 300)
	tests := []struct {
		name, doc, want string
		is              error
	}{
		{"empty", "", "ttml: empty input", script.ErrEmpty},
		{"blank", " \n\t", "ttml: empty input", script.ErrEmpty},
		{"no XML", "WEBVTT\n", "ttml: 1:1: malformed input: text outside the root element", script.ErrSyntax},
		{"comment only", "<!-- -->", "ttml: 1:9: malformed input: no element", script.ErrSyntax},
		{"not closed", imscOpen + "<body>\n", "ttml: 2:1: malformed input: the document ends within <body>", script.ErrSyntax},
		{"crossed", imscOpen + "\n<body><div></body></div></tt>", "ttml: 2:12: malformed input: end tag </body>: want </div>", script.ErrSyntax},
		{"stray end", "</tt>", "ttml: 1:1: malformed input: end tag </tt> without a start", script.ErrSyntax},
		{"two roots", imscOpen + "</tt>\n<tt/>", "ttml: 2:1: malformed input: a second root element", script.ErrSyntax},
		{"text behind", imscOpen + "</tt>\nx", "text outside the root element", script.ErrSyntax},
		{"unknown entity", imscOpen + "\n<body>&eacute;</body></tt>", "entity &eacute; is not declared", script.ErrSyntax},
		{"undeclared prefix", imscOpen + "\n<q:body/></tt>", "ttml: 2:1: malformed input: prefix q is not declared", script.ErrSyntax},
		{"undeclared attribute prefix", imscOpen + "\n<body q:a='1'/></tt>", "prefix q is not declared", script.ErrSyntax},
		{"attribute twice", imscOpen + "\n<body style='a' style='b'/></tt>", "ttml: 2:17: malformed input: attribute style twice", script.ErrSyntax},
		{"attribute twice by namespace", `<tt xmlns:a="urn:a" xmlns:b="urn:a" a:x="1" b:x="2"/>`, "attribute b:x twice", script.ErrSyntax},
		{"late declaration", "\n<?xml version='1.0'?><tt/>", "ttml: 2:1: malformed input: the XML declaration is not at the start", script.ErrSyntax},
		{"version", "<?xml version='2.0'?><tt/>", "a version of XML other than 1.0", script.ErrSyntax},
		{"control character", imscOpen + "\x01</tt>", "character '\\x01'", script.ErrSyntax},
		{"not UTF-8", imscOpen + "\n<body>\xE9</body></tt>", "ttml: 2:7: malformed text encoding: want UTF-8", script.ErrEncoding},
		{"half of UTF-16", "\xFF\xFE<\x00t", "ttml: 1:2: malformed text encoding: UTF-16LE with half a character", script.ErrEncoding},
		{"deep", imscOpen + deep, "input too large: elements more than 200 deep", script.ErrTooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := conform.Validate(strings.NewReader(tt.doc), ttml.IMSC11)
			require.ErrorContains(t, err, tt.want)
			require.ErrorIs(t, err, tt.is)
			var parse *script.ParseError
			require.ErrorAs(t, err, &parse)
		})
	}
	broken := errors.New("broken pipe")
	_, err := conform.Validate(iotest.ErrReader(broken), ttml.DAPT)
	require.ErrorIs(t, err, broken)
	_, err = conform.Validate(strings.NewReader("<tt/>"), ttml.Profile(77))
	require.ErrorIs(t, err, script.ErrValue)
}

// Every rule has a test that breaks it, and no other rules are reported.
func TestRules(t *testing.T) {
	tested := make(map[string]bool)
	note := func(rules string) {
		for _, r := range strings.Fields(rules) {
			tested[r] = true
		}
	}
	for _, set := range [][]brokenDocument{brokenCommon, brokenIMSC, brokenIMSC11, brokenIMSC1, brokenDAPT, brokenEBUTTD} {
		for _, b := range set {
			note(b.rules)
		}
	}
	for _, d := range validateDocuments {
		note(d.rules)
	}
	for _, r := range conform.Rules() {
		require.True(t, tested[r.Name], "no test breaks %s", r.Name)
		require.NotEmpty(t, r.Spec, r.Name)
		require.NotEmpty(t, r.Text, r.Name)
		delete(tested, r.Name)
	}
	require.Empty(t, tested, "rules that are not listed")
}

// Every rule of DAPT's own says by which feature or extension it is one.
func TestFeatures(t *testing.T) {
	for _, r := range conform.Rules() {
		if strings.HasPrefix(r.Spec, "DAPT") {
			require.NotEmpty(t, r.Feature(ttml.DAPT), r.Name)
		}
		require.Empty(t, r.Feature(ttml.EBUTTD), r.Name)
	}
	for rule, want := range map[string]string{
		"script-type": "http://www.w3.org/ns/ttml/profile/dapt/extension/#scriptType-root",
		"time-base":   "http://www.w3.org/ns/ttml/feature/#timeBase-media",
		"audio-style": "http://www.w3.org/ns/ttml/feature/#gain",
		"style-ref":   "",
	} {
		i := slices.IndexFunc(conform.Rules(), func(r conform.Rule) bool { return r.Name == rule })
		require.Equal(t, want, conform.Rules()[i].Feature(ttml.DAPT), rule)
	}
}

func TestProblem(t *testing.T) {
	problems := validate(t, imscOpen+"\n <body region='x'/></tt>", ttml.IMSC11)
	require.Len(t, problems, 1)
	require.Equal(t, "body", problems[0].Element)
	require.Equal(t, "region", problems[0].Attr)
	require.Equal(t, `2:8: region-ref: region: unexpected value "x": want the xml:id of a region`, problems[0].String())
	require.ErrorIs(t, problems[0].Err, script.ErrValue)
	require.False(t, conform.Valid(problems))
	problems[0].Should = true
	require.True(t, conform.Valid(problems))
	require.True(t, conform.Valid(nil))
}

// Validating takes time and memory in proportion to the document.
func TestValidateHostile(t *testing.T) {
	const n = 5000
	docs := map[string]string{
		"regions":    imscOpen + `<head><layout>` + repeatID(`<region xml:id="r%" tts:extent="1% 1%"/>`, n) + `</layout></head><body><div>` + repeatID(`<p region="r%" begin="1s" end="2s">x</p>`, n) + `</div></body></tt>`,
		"styles":     imscOpen + `<head><styling>` + repeatID(`<style xml:id="s%" style="s0 s1 s2 s3 s4 s5"/>`, n) + `</styling></head></tt>`,
		"attributes": imscOpen + `<body ` + repeatID(`a%="" `, n) + `/></tt>`,
		"references": imscOpen + `<body style="` + repeatID(`s% `, n) + `"/></tt>`,
		"prefixes":   imscOpen + `<body ` + repeatID(`xmlns:n%="urn:n%" `, n) + `/></tt>`,
	}
	for name, doc := range docs {
		t.Run(name, func(t *testing.T) {
			for _, p := range validateProfiles {
				if _, err := conform.Validate(strings.NewReader(doc), p); err != nil {
					require.ErrorIs(t, err, script.ErrTooLarge)
				}
			}
		})
	}
}

// repeatID returns n copies of s with a number in place of each %, but for
// those behind a digit.
func repeatID(s string, n int) string {
	var b strings.Builder
	for i := range n {
		id := []byte{byte('a' + i%26), byte('a' + i/26%26), byte('a' + i/676%26), byte('a' + i/17576%26)}
		for j := range len(s) {
			if s[j] == '%' && s[j-1] != '1' {
				b.Write(id)
				continue
			}
			b.WriteByte(s[j])
		}
	}
	return b.String()
}

func FuzzValidate(f *testing.F) {
	for _, p := range validateProfiles {
		f.Add(validateBase(f, p), uint8(p))
	}
	for _, d := range validateDocuments {
		f.Add(d.doc, uint8(d.profile))
	}
	known := make(map[string]bool)
	for _, r := range conform.Rules() {
		known[r.Name] = true
	}
	f.Fuzz(func(t *testing.T, doc string, profile uint8) {
		problems, err := conform.Validate(strings.NewReader(doc), ttml.Profile(profile%4))
		if err != nil {
			require.Empty(t, problems)
			return
		}
		for i, p := range problems {
			require.True(t, known[p.Rule], p.Rule)
			require.Error(t, p.Err)
			require.Positive(t, p.Pos.Line)
			require.Positive(t, p.Pos.Column)
			if i > 0 {
				before := problems[i-1].Pos
				require.True(t, before.Line < p.Pos.Line || before.Line == p.Pos.Line && before.Column <= p.Pos.Column)
			}
		}
	})
}

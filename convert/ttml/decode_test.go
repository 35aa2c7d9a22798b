package ttml_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

func TestText(t *testing.T) {
	tests := []struct {
		name, content string // of a p from 0 to 9 s
		want          string
		warns         []string
	}{
		{"plain", "A boat.", "A boat.", nil},
		{"line breaks", "A boat<br/>leaves<br></br>the <tt:br xmlns:tt='http://www.w3.org/ns/ttml'/>harbour", "A boat\nleaves\nthe\nharbour", nil},
		{"line breaks at the edges", "<br/>a<br/><br/>b<br/>", "\na\n\nb\n", nil},
		{"references", "&amp;&lt;&gt;&quot;&apos;&#65;&#x42;&#x1F6A2;", "&<>\"'AB🚢", nil},
		{"references are not read twice", "&amp;lt;br/&amp;gt;", "&lt;br/&gt;", nil},
		{"CDATA", "a <![CDATA[<b> & ]] >]]> c", "a <b> & ]] > c", nil},
		{"comments and instructions", "a<!-- no - <b>no</b> -->b<?no no?>c", "abc", nil},
		{"comments in a word", "har<!-- -->bour", "harbour", nil},
		{"blanks collapse", "  a \t b\n\n   c  ", "a b c", nil},
		{"blanks collapse across spans", "a <span> b </span> <span> c</span>", "a b c", nil},
		{"blanks at line breaks", "a  <br/>  b \n <br/> \n c", "a\nb\nc", nil},
		{"pretty-printed", "\n      <span>a</span>\n      <br/>\n      <span>b</span>\n    ", "a\nb", nil},
		{"words of spans stay apart", "<span>a</span>\n<span>b</span>", "a b", nil},
		{"words of spans stay together", "<span>har</span><span>bour</span>", "harbour", nil},
		{"referenced blanks are blanks", "&#x20;a&#x20;&#x9;b &#xA; c&#xD;", "a b c", nil},
		{"referenced line breaks, preserved", `<span xml:space="preserve">a&#xD;&#xA;b&#xD;c&#xA;</span>`, "a\nb\nc\n", nil},
		{"no-break spaces stay", "&#xA0;a\u00A0\u00A0b", "\u00A0a\u00A0\u00A0b", nil},
		{"preserve", `<span xml:space="preserve">  a  b  </span>`, "  a  b  ", nil},
		{"preserve with line feeds", "<span xml:space=\"preserve\">a\n  b\r\nc\rd</span>", "a\n  b\nc\nd", nil},
		{"preserve within default", `a <span xml:space="preserve"> b </span> c`, "a  b  c", nil},
		{"default within preserve", `<span xml:space="preserve"> a <span xml:space="default">  b  </span></span>c`, " a  b c", nil},
		{"preserve and CDATA", `<span xml:space="preserve"><![CDATA[ <a> ]]></span>`, " <a> ", nil},
		{"nested spans", "a <span>b <span>c <span>d</span></span> e</span> f", "a b c d e f", nil},
		{"prefixed spans", `<x:span xmlns:x="http://www.w3.org/ns/ttml">a</x:span>`, "a", nil},

		{"metadata", `<metadata><ttm:title>no</ttm:title><f:x xmlns:f="urn:f">no</f:x></metadata>a<metadata/>`, "a", []string{"dropped: element ttm:title", "dropped: element f:x"}},
		{"ttm elements", `<ttm:title>no</ttm:title>a<ttm:agent type="person"><ttm:name type="full">no</ttm:name></ttm:agent>`, "a", []string{"dropped: element ttm:title", "dropped: element ttm:agent"}},
		{"set", `<set tts:color="red" begin="1s">no</set>a`, "a", []string{"dropped: element set"}},
		{"animate", `<animate tts:opacity="0;1"/>a`, "a", []string{"dropped: element animate"}},
		{"audio with data", `<audio><source><data type="audio/wav" encoding="base64">UklGRg==</data></source></audio>a`, "a", []string{"dropped: element audio"}},
		{"image", `<image src="x.png" type="image/png"/>a`, "a", []string{"dropped: element image"}},
		{"foreign elements", `a<f:note xmlns:f="urn:f">no <span>no</span> no</f:note>b`, "ab", []string{`dropped: text in element f:note "no ", and 2 more, at 1:356, 1:365`}},
		{"foreign default namespace", `a<note xmlns="urn:f">no <span>no</span></note>b`, "ab", []string{`dropped: text in element note "no ", and 1 more, at 1:352`}},
		{"foreign span", `a<f:span xmlns:f="urn:f">no</f:span>b`, "ab", []string{`dropped: text in element f:span "no"`}},
		{"foreign elements without text", `a<f:span xmlns:f="urn:f"> <x/></f:span>b`, "ab", []string{"dropped: element f:span"}},
		{"unknown elements of TTML", `a<ttx>no</ttx>b`, "ab", []string{"dropped: element ttx"}},
		{"p in p", `a<p>no</p>b`, "ab", []string{"dropped: element p"}},
		{"div in p", `a<div><p>no</p></div>b`, "ab", []string{"dropped: element div"}},

		{"ruby", `<span tts:ruby="container"><span tts:ruby="base">利根川</span><span tts:ruby="text">とねがわ</span></span>`, "利根川", []string{"dropped: ruby text"}},
		{"ruby containers", `<span tts:ruby="container"><span tts:ruby="baseContainer"><span tts:ruby="base">東</span><span tts:ruby="base">京</span></span><span tts:ruby="textContainer"><span tts:ruby="text">とう</span><span tts:ruby="text">きょう</span></span></span>`, "東京", []string{"dropped: ruby text"}},
		{"ruby delimiters", `<span tts:ruby="container"><span tts:ruby="base">東</span><span tts:ruby="delimiter">(</span><span tts:ruby="text">とう</span><span tts:ruby="delimiter">)</span></span>`, "東", []string{"dropped: ruby text, and 2 more, at 1:414, 1:445"}},
		{"ruby by style", `<span style="rt">no</span><span style="rb">東</span>`, "東", []string{"dropped: ruby text"}},
		{"ruby by one style of two", `<span style="x rt">no</span><span style="rb x">東</span>`, "東", []string{"dropped: ruby text"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := doc("", `<head><styling><style xml:id="rt" tts:ruby="text"/><style xml:id="rb" tts:ruby="base"/></styling></head>`+
				`<body><div><p end="9s">`+tt.content+`</p></div></body>`)
			segments, warnings := read(t, ttml.Decoder{}, in)
			require.Empty(t, cmp.Diff([]string{"0s 9s " + tt.want}, segments))
			require.Empty(t, cmp.Diff(tt.warns, warnings))
		})
	}
}

func TestSpacePreserveIsInherited(t *testing.T) {
	segments, _ := read(t, ttml.Decoder{}, doc(`xml:space="preserve"`, `<body><div><p end="1s"> a  b </p><p end="1s" xml:space="default"> a  b </p></div></body>`))
	require.Equal(t, []string{"0s 1s  a  b ", "0s 1s a b"}, segments)
}

func TestNamespaces(t *testing.T) {
	body := func(p string) string {
		return strings.NewReplacer("</", "</"+p, "<", "<"+p).Replace(`<body><div><p begin="24f" end="2s">a<span tts:color="red">b</span></p></div></body>`)
	}
	attributes := func(base, style string) string {
		return ` xmlns:ttp="` + base + `#parameter" xmlns:tts="` + base + `#` + style + `" ttp:frameRate="24"`
	}
	const today, october, april = "http://www.w3.org/ns/ttml", "http://www.w3.org/2006/10/ttaf1", "http://www.w3.org/2006/04/ttaf1"
	tests := []struct{ name, doc, warning string }{
		{"today", `<tt xmlns="` + today + `"` + attributes(today, "styling") + `>` + body("") + `</tt>`, ""},
		{"today, prefixed", `<tt:tt xmlns:tt="` + today + `"` + attributes(today, "styling") + `>` + body("tt:") + `</tt:tt>`, ""},
		{"today, odd prefix", `<é.1:tt xmlns:é.1="` + today + `"` + attributes(today, "styling") + `>` + body("é.1:") + `</é.1:tt>`, ""},
		{"October 2006", `<tt xmlns="` + october + `"` + attributes(october, "style") + `>` + body("") + `</tt>`, ""},
		{"October 2006, prefixed", `<tt:tt xmlns:tt="` + october + `"` + attributes(october, "styling") + `>` + body("tt:") + `</tt:tt>`, ""},
		{"April 2006", `<tt xmlns="` + april + `"` + attributes(april, "styling") + `>` + body("") + `</tt>`, ""},
		{"mixed generations", `<tt xmlns="` + today + `"` + attributes(october, "styling") + `>` + body("") + `</tt>`, ""},
		{"declared twice", `<tt xmlns="` + today + `"` + attributes(today, "styling") + `>` + `<body xmlns="` + today + `">` + body("")[len("<body>"):] + `</tt>`, ""},
		{"none", `<tt` + attributes(today, "styling") + `>` + body("") + `</tt>`, "assumed: tt is in no namespace: taken as " + today},
		{"undeclared prefix", `<tt xmlns="` + today + `" ttp:frameRate="24" xmlns:tts="` + today + `#styling">` + body("") + `</tt>`, "malformed input: prefix ttp is not declared"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			segments, warnings := read(t, ttml.Decoder{}, tt.doc)
			require.Equal(t, []string{"1s 2s ab"}, segments)
			want := []string{`dropped: styling tts:color "red"`}
			if tt.warning != "" {
				want = []string{tt.warning, want[0]}
			}
			require.Equal(t, want, warnings)
		})
	}
}

func TestForeignElementsAreNoContent(t *testing.T) {
	in := doc(`xmlns:f="urn:f"`, `<f:head/><body><f:div><p end="1s">no</p></f:div><div><f:p end="1s">no</f:p><p end="1s">a</p>
	<metadata><p end="1s">no</p></metadata></div></body>`)
	segments, warnings := read(t, ttml.Decoder{}, in)
	require.Equal(t, []string{"0s 1s a"}, segments)
	require.Equal(t, []string{"dropped: element f:head", `dropped: text in element f:div "no", and 1 more, at 1:277`, "dropped: element p"}, warnings)
}

func TestTextOutsideOfP(t *testing.T) {
	segments, warnings := read(t, ttml.Decoder{}, doc("", `<body>x<div><span>y</span><p end="1s">a</p></div></body>`))
	require.Equal(t, []string{"0s 1s a"}, segments)
	require.Equal(t, []string{`dropped: text outside of p: "x"`, "dropped: element span"}, warnings)
}

func TestDocumentMetadata(t *testing.T) {
	for name, head := range map[string]string{
		"in metadata":    `<metadata><ttm:title>A &amp;  B</ttm:title><ttm:title>C</ttm:title></metadata>`,
		"in head":        `<ttm:title>A &amp;<!-- x --> B</ttm:title>`,
		"pretty-printed": "<metadata>\n  <ttm:title>\n    A &amp;\n    B\n  </ttm:title>\n</metadata>",
	} {
		t.Run(name, func(t *testing.T) {
			s, err := ttml.Decode(strings.NewReader(doc("", "<head>"+head+"</head><body/>")))
			require.NoError(t, err)
			require.Equal(t, "A & B", s.Title)
			require.Equal(t, "en", s.Language)
		})
	}
}

func TestLanguages(t *testing.T) {
	in := doc("", `<body><div xml:lang="fr"><p end="1s">a</p><p end="1s" xml:lang="en">b</p><p end="1s" xml:lang="de-AT">c</p></div><div><p end="1s">d</p></div></body>`)
	s, err := ttml.Decode(strings.NewReader(in))
	require.NoError(t, err)
	var got []string
	for _, seg := range s.Segments {
		got = append(got, seg.Text+" "+seg.Language)
	}
	require.Equal(t, []string{"a fr", "b ", "c de-AT", "d "}, got)
}

// What language a text is in, its spans say too.
func TestLanguagesOfSpans(t *testing.T) {
	for _, tt := range []struct{ p, want, warning string }{
		{`<p end="1s"><span xml:lang="de">a</span></p>`, "de", ""},
		{`<p end="1s"> <span xml:lang="de">a<br/></span> <span xml:lang="de">b</span></p>`, "de", ""},
		{`<p end="1s" xml:lang="fr"><span xml:lang="en">a</span></p>`, "", ""},
		{`<p end="1s">a <span xml:lang="de">b</span></p>`, "", `dropped: language "de" of a part of the text`},
		{`<p end="1s"><span xml:lang="de">b</span> a</p>`, "", `dropped: language "de" of a part of the text`},
		{`<p end="1s" xml:lang="fr"><span xml:lang="de">b</span><span xml:lang="en">c</span></p>`, "fr", `dropped: language "de" of a part of the text`},
		{`<p end="1s" xml:lang="">a</p>`, "und", ""},
		{`<p end="1s" xml:lang="und">a</p>`, "und", ""},
		{`<p end="1s">a <span xml:lang="">b</span></p>`, "", `dropped: language "und" of a part of the text`},
	} {
		var warnings []string
		d := ttml.Decoder{Warn: func(w script.Warning) error { warnings = append(warnings, w.Err.Error()); return nil }}
		s, err := d.Decode(strings.NewReader(doc("", `<body><div>`+tt.p+`</div></body>`)))
		require.NoError(t, err)
		require.Equal(t, tt.want, s.Segments[0].Language, tt.p)
		require.Equal(t, tt.warning, strings.Join(warnings, "; "), tt.p)
	}
	// Where the document says nothing, "und" says no more.
	for _, lang := range []string{"", "und"} {
		s, err := ttml.Decode(strings.NewReader(strings.Replace(doc("", `<body><div><p end="1s" xml:lang="und">a</p></div></body>`), `xml:lang="en"`, `xml:lang="`+lang+`"`, 1)))
		require.NoError(t, err)
		require.Empty(t, s.Language+s.Segments[0].Language)
	}
}

func TestIDs(t *testing.T) {
	in := doc("", `<body><div xml:id="d"><p end="1s" xml:id="subtitle0">a</p><p end="1s">b</p><p end="1s" xml:id="ad-7">c</p><p end="1s" id="x">d</p></div></body>`)
	s, err := ttml.Decode(strings.NewReader(in))
	require.NoError(t, err)
	var got []string
	for _, seg := range s.Segments {
		got = append(got, seg.ID)
	}
	require.Equal(t, []string{"subtitle0", "", "7", ""}, got)
}

func utf16Bytes(s string, order int) string {
	var b bytes.Buffer
	for _, u := range append([]uint16{0xFEFF}, utf16.Encode([]rune(s))...) {
		pair := []byte{byte(u), byte(u >> 8)}
		b.Write([]byte{pair[order], pair[1-order]})
	}
	return b.String()
}

func TestEncodings(t *testing.T) {
	document := func(declaration, text string) string {
		return declaration + doc("", `<body><div><p end="1s">`+text+`</p></div></body>`)
	}
	const latin, utf8Decl = `<?xml version="1.0" encoding="ISO-8859-1"?>`, `<?xml version='1.0' encoding='utf-8'?>`
	tests := []struct{ name, in, want, warning string }{
		{"UTF-8", document(utf8Decl, "café 🚢"), "café 🚢", ""},
		{"UTF-8, byte order mark", "\xEF\xBB\xBF" + document(utf8Decl, "café"), "café", ""},
		{"no declaration", document("", "café"), "café", ""},
		{"UTF-16LE", utf16Bytes(document(`<?xml version="1.0" encoding="UTF-16"?>`, "café 🚢"), 0), "café 🚢", ""},
		{"UTF-16BE", utf16Bytes(document(`<?xml version="1.0" encoding="UTF-16"?>`, "café 🚢"), 1), "café 🚢", ""},
		{"UTF-16LE that says UTF-8", utf16Bytes(document(utf8Decl, "café"), 0), "café", ""},
		{"UTF-16LE without mark", utf16Bytes(document("", "café"), 0)[2:], "café", ""},
		{"UTF-16BE without mark", utf16Bytes(document("", "café"), 1)[2:], "café", ""},
		{"Latin-1", document(latin, "caf\xE9"), "café", ""},
		{"Latin-1, no bytes beyond ASCII", document(latin, "cafe"), "cafe", ""},
		{"Windows", document(`<?xml version="1.0" encoding = 'Windows-1252'?>`, "\x93caf\xE9\x94 \x96 10 \x80"), "“café” – 10 €", ""},
		{"Latin-1 with Windows quotes", document(latin, "\x93a\x94"), "“a”", ""},
		{"Latin-1 that could be UTF-8", document(latin, "caf\xC3\xA9"), "cafÃ©", "assumed: read as iso-8859-1, as declared, but it could be UTF-8"},
		{"UTF-8 that says otherwise", document(`<?xml version="1.0" encoding="Shift_JIS"?>`, "café"), "café", "assumed: read as UTF-8, but declared as shift_jis"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			segments, warnings := read(t, ttml.Decoder{}, tt.in)
			require.Equal(t, []string{"0s 1s " + tt.want}, segments)
			if tt.warning == "" {
				require.Empty(t, warnings)
			} else {
				require.Equal(t, []string{tt.warning}, warnings)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	tests := []struct {
		name, in string
		kind     error
		message  string
	}{
		{"nothing", "", script.ErrEmpty, "ttml: empty input"},
		{"blanks", " \n\t", script.ErrEmpty, "ttml: empty input"},
		{"byte order mark only", "\xEF\xBB\xBF", script.ErrEmpty, "ttml: empty input"},
		{"no XML", "WEBVTT", script.ErrSyntax, `ttml: 1:1: malformed input: text outside the root element: "WEBVTT"`},
		{"another root", "<html/>", script.ErrSyntax, `ttml: 1:1: root element: malformed input "html": want tt`},
		{"unknown namespace", "\n <tt xmlns='urn:x'/>", script.ErrValue, `ttml: 2:2: namespace of tt: unexpected value "urn:x": want http://www.w3.org/ns/ttml`},
		{"unknown namespace by prefix", "<x:tt xmlns:x='urn:x'/>", script.ErrValue, `"urn:x"`},
		{"document type", "<!DOCTYPE tt>" + doc("", ""), script.ErrSyntax, "1:1: malformed input: a document type (DOCTYPE) is refused"},
		{"external entity", "<!DOCTYPE tt SYSTEM 'file:///etc/passwd'>" + doc("", ""), script.ErrSyntax, "a document type (DOCTYPE) is refused"},
		{"entity bomb", "<?xml version='1.0'?>\n<!DOCTYPE tt [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>" + doc("", "<body>&b;</body>"), script.ErrSyntax, "2:1: malformed input: a document type (DOCTYPE) with entity declarations is refused"},
		{"entity without declaration", doc("", "<body>&nbsp;</body>"), script.ErrSyntax, "entity &nbsp; is not declared"},
		{"loose ampersand", doc("", "<body>a & b</body>"), script.ErrSyntax, `"&" begins no reference`},
		{"reference to nothing", doc("", "<body>&#0;</body>"), script.ErrSyntax, `character reference &#0;: want the number of a character that XML allows`},
		{"reference to a surrogate", doc("", "<body>&#xD800;</body>"), script.ErrSyntax, `character reference &#xD800;: want`},
		{"reference without an end", doc("", "<body>&#65 a;</body>"), script.ErrSyntax, `character reference without an end: want ;`},
		{"control character", doc("", "<body>\x01</body>"), script.ErrSyntax, `character '\x01'`},
		{"control character in an attribute", doc("a='\x01'", ""), script.ErrSyntax, `character '\x01'`},
		{"noncharacter", doc("", "<body>\uFFFE</body>"), script.ErrSyntax, `character '\ufffe'`},
		{"unclosed", "<tt xmlns='http://www.w3.org/ns/ttml'><body>", script.ErrSyntax, "the document ends within <body>"},
		{"cut in a tag", "<tt xmlns='http://www.w3.org/ns/ttml'", script.ErrSyntax, "tag without >"},
		{"crossed", doc("", "<body><div></body></div>"), script.ErrSyntax, "end tag </body>: want </div>"},
		{"end without start", "</tt>", script.ErrSyntax, "end tag </tt> without a start"},
		{"two roots", doc("", "") + "<tt/>", script.ErrSyntax, "a second root element <tt>"},
		{"text behind", doc("", "") + "x", script.ErrSyntax, `text outside the root element: "x"`},
		{"attribute twice", doc("a='' a=''", ""), script.ErrSyntax, "attribute a twice"},
		{"attribute twice by namespace", doc("xmlns:x='urn:x' xmlns:y='urn:x' x:a='' y:a=''", ""), script.ErrSyntax, "attribute y:a twice"},
		{"attribute without quotes", doc("a=1", ""), script.ErrSyntax, "attribute a: value without quotes"},
		{"attribute without value", doc("a", ""), script.ErrSyntax, `attribute "a" without a value`},
		{"attributes without blank", doc("a='1'b='2'", ""), script.ErrSyntax, "no blank before an attribute"},
		{"less-than in an attribute", doc("a='<'", ""), script.ErrSyntax, `"<" in an attribute`},
		{"comment with --", doc("", "<!-- a -- b -->"), script.ErrSyntax, `"--" in a comment`},
		{"comment without end", doc("", "<!-- a"), script.ErrSyntax, "comment without -->"},
		{"]]> in text", doc("", "<body>]]></body>"), script.ErrSyntax, `"]]>" in text`},
		{"CDATA without end", doc("", "<![CDATA[ a"), script.ErrSyntax, "CDATA section without ]]>"},
		{"declaration", doc("", "<!ELEMENT a>"), script.ErrSyntax, `markup "<!ELEMENT a>"`},
		{"instruction without end", doc("", "<?a"), script.ErrSyntax, "processing instruction without ?>"},
		{"less-than in text", doc("", "<body>a < b</body>"), script.ErrSyntax, `begins no element`},
		{"timeContainer", doc("", "<body timeContainer='excl'/>"), script.ErrValue, `timeContainer: unexpected value "excl": want par or seq`},
		{"too deep", doc("", strings.Repeat("<x>", 300)), script.ErrTooLarge, "elements more than 200 deep"},
		{"too many attributes", doc(strings.Repeat("a ", 0)+manyAttributes(300), ""), script.ErrTooLarge, "more than 250 attributes"},
		{"bytes that are no UTF-8", "<?xml version='1.0'?>\n" + doc("", "<body>caf\xE9</body>"), script.ErrEncoding, "2:"},
		{"bytes that are no UTF-8, declared otherwise", "<?xml version='1.0' encoding='koi8-r'?>" + doc("", "<body>caf\xE9</body>"), script.ErrEncoding, "not koi8-r"},
		{"half a UTF-16 character", utf16Bytes(doc("", ""), 0) + "x", script.ErrEncoding, "UTF-16LE with half a character"},
		{"beyond the range of times", doc("", "<body><div begin='2000000h'><p begin='2000000h' end='2000001h'>a</p></div></body>"), script.ErrTimeRange, "time out of range"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ttml.Decode(strings.NewReader(tt.in))
			require.ErrorIs(t, err, tt.kind)
			require.ErrorContains(t, err, tt.message)
			var pe *script.ParseError
			require.ErrorAs(t, err, &pe)
			require.Equal(t, "ttml", pe.Format)
		})
	}
}

func manyAttributes(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(" a" + strings.Repeat("b", i) + "=''")
	}
	return b.String()
}

func TestLimitsAndReaders(t *testing.T) {
	_, err := ttml.Decoder{MaxBytes: 10}.Decode(strings.NewReader(doc("", "")))
	require.ErrorIs(t, err, script.ErrTooLarge)

	broken := errors.New("broken")
	_, err = ttml.Decode(io.MultiReader(strings.NewReader("<tt"), iotest.ErrReader(broken)))
	require.ErrorIs(t, err, broken)

	s, err := ttml.Decode(iotest.OneByteReader(strings.NewReader(doc("", `<body><div><p end="1s">a</p></div></body>`))))
	require.NoError(t, err)
	require.Len(t, s.Segments, 1)
}

func TestStrict(t *testing.T) {
	for name, body := range map[string]string{
		"no end":      `<body><div><p begin="1s">a</p></div></body>`,
		"zero length": `<body><div><p begin="1s" end="1s">a</p></div></body>`,
		"never shown": `<body end="1s"><div><p begin="1s">a</p></div></body>`,
		"stray text":  `<body>x</body>`,
		"no segments": `<body/>`,
		"audio":       `<body><div><audio/></div></body>`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ttml.Decode(strings.NewReader(doc("", body)))
			require.NoError(t, err)
			_, err = ttml.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(doc("", body)))
			var pe *script.ParseError
			require.ErrorAs(t, err, &pe)
		})
	}
}

func TestWarningsHavePlaces(t *testing.T) {
	in := doc("", "\n<body>\n  <div>\n   <p begin='1s' xml:id='x'>a</p>\n   <p begin='3s' end='2s'>é<p/></p></div></body>")
	var got []string
	_, err := ttml.Decoder{Warn: func(w script.Warning) error { got = append(got, w.Error()); return nil }}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, []string{
		`ttml: 5:4: segment "2": end before start`,
		"ttml: 5:28: dropped: element p",
		`ttml: 4:4: segment "x": assumed: no end is stated: the next start is taken: it ends at 3s`,
	}, got)
}

// A reader that goes back for every warning, or copies, takes hours here.
func TestTimeIsLinear(t *testing.T) {
	for name, in := range map[string]string{
		"open ends":    doc("", "<body><div>"+strings.Repeat("<p begin='1s'>a</p>\n", 50_000)+"</div></body>"),
		"never shown":  doc("", "<body end='1s'><div>"+strings.Repeat("<p begin='1s'>a</p>\n", 50_000)+"</div></body>"),
		"many spans":   doc("", "<body><div><p end='1s'>"+strings.Repeat("<span>a</span> ", 50_000)+"</p></div></body>"),
		"seq spans":    doc("", "<body><div><p timeContainer='seq'>"+strings.Repeat("<span><!-- a -->a</span> ", 50_000)+"</p></div></body>"),
		"empty events": doc("xmlns:daptm='http://www.w3.org/ns/ttml/profile/dapt#metadata' daptm:scriptType='x'", "<body>"+strings.Repeat("<div xml:id='a'/>\n", 50_000)+"</body>"),
		"prefixes":     doc("", "<body>"+strings.Repeat("<q:x/>\n", 50_000)+"</body>"),
		"thirds":       doc("ttp:tickRate='3'", "<body timeContainer='seq'><div timeContainer='seq'>"+strings.Repeat("<p dur='1t'>a</p>\n", 20_000)+"</div></body>"),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ttml.Decoder{Warn: func(script.Warning) error { return nil }}.Decode(strings.NewReader(in))
			require.NoError(t, err)
		})
	}
}

// A segment costs no allocation of its own.
func TestReadingAllocatesLittle(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, ttml.Encode(&b, corpus(10_000)))
	allocs := testing.AllocsPerRun(2, func() {
		_, err := ttml.Decode(bytes.NewReader(b.Bytes()))
		require.NoError(t, err)
	})
	require.Less(t, allocs, 100.0)
}

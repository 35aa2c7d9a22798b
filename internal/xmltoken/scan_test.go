package xmltoken

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
)

// blanks does to attributes what XML says and encoding/xml leaves out; it does
// not tell referenced white space from other.
var blanks = strings.NewReplacer("\t", " ", "\n", " ")

// standardTokens reads a document with encoding/xml, as one line a token. Text
// that is next to text is one.
func standardTokens(in string) (tokens []string, err error) {
	d := xml.NewDecoder(strings.NewReader(in))
	for {
		t, err := d.Token()
		if err == io.EOF {
			return tokens, nil
		}
		if err != nil {
			return tokens, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			line := "<" + t.Name.Space + " " + t.Name.Local
			for _, a := range t.Attr {
				line += fmt.Sprintf(" %s %s=%q", a.Name.Space, a.Name.Local, blanks.Replace(a.Value))
			}
			tokens = append(tokens, line)
		case xml.EndElement:
			tokens = append(tokens, "</"+t.Name.Space+" "+t.Name.Local)
		case xml.CharData:
			tokens = addText(tokens, string(t))
		}
	}
}

// ourTokens reads it with our scanner.
func ourTokens(in string) (tokens []string, err error) {
	s := Scanner{Src: in}
	for s.Next() {
		switch t := &s.Tok; t.Kind {
		case Start:
			line := "<" + t.Name.URI + " " + t.Name.Local
			for i := range t.Attrs {
				a := &t.Attrs[i]
				space := a.URI
				switch space { // encoding/xml leaves these as they stand
				case NSXMLNS:
					space = a.Prefix
				}
				line += fmt.Sprintf(" %s %s=%q", space, a.Local, blanks.Replace(a.Value()))
			}
			tokens = append(tokens, line)
		case End:
			tokens = append(tokens, "</"+t.Name.URI+" "+t.Name.Local)
		case Text:
			tokens = addText(tokens, t.PlainText())
		}
	}
	if s.Err != nil {
		return tokens, s.Err.Err
	}
	return tokens, nil
}

func addText(tokens []string, text string) []string {
	if text == "" {
		return tokens
	}
	if n := len(tokens); n > 0 && strings.HasPrefix(tokens[n-1], "=") {
		tokens[n-1] += text
		return tokens
	}
	return append(tokens, "="+text)
}

// outside drops text beside the root element, which our scanner passes over.
func outside(tokens []string) []string {
	for len(tokens) > 0 && strings.HasPrefix(tokens[0], "=") {
		tokens = tokens[1:]
	}
	for len(tokens) > 0 && strings.HasPrefix(tokens[len(tokens)-1], "=") {
		tokens = tokens[:len(tokens)-1]
	}
	return tokens
}

func checkScanner(t *testing.T, in string) {
	if !utf8.ValidString(in) {
		return
	}
	ours, err := ourTokens(in)
	standard, stdErr := standardTokens(in)
	if err != nil {
		return // ours is stricter
	}
	// Names of newer characters, and what follows a byte order mark or the
	// declaration, are what encoding/xml does not take.
	if stdErr != nil {
		if isASCII(in) && !strings.HasPrefix(in, "<?xml") {
			t.Fatalf("%q: encoding/xml: %v, ours: %q", in, stdErr, ours)
		}
		return
	}
	require.Equal(t, outside(standard), ours, "%q", in)
}

var scannerSeeds = []string{
	`<?>`, `<?a?><a/>`, `<a/>`, `<a></a >`, ` <a> </a> `, `<a b="1" c='2"'/>`, `<a b = "&lt;&#65;&#x42;">&amp;&quot;&apos;&gt;</a>`,
	"<a b='1\n2\t3\r\n4&#10;5'>x\r\ny\rz&#13;</a>",
	`<x:a xmlns:x="urn:x" x:b="1" b="2"><x:c xmlns:x="urn:y"/><x:d/></x:a>`,
	`<a xmlns="urn:a"><b xmlns=""><c/></b><d/></a>`,
	`<a xml:lang="en" xml:space="preserve" xmlns:xml="http://www.w3.org/XML/1998/namespace"/>`,
	`<a>x<!-- y -->z<?p q?>w<![CDATA[<&]]>v</a>`, `<?xml version="1.0" encoding="UTF-8"?><!-- c --><a/><!-- d -->`,
	`<a>]]></a>`, `<a b="<"/>`, `<a b="1" b="2"/>`, `<a><b></a></b>`, `<a>&nbsp;</a>`, `<!DOCTYPE a><a/>`, `<a`, `<a b`, `<a b=`, `<a b="`, `<a/><b/>`, `x<a/>`,
	`<é ü="ß">ñ</é>`, `<a:b:c/>`, `<:a/>`, `<a:/>`, `<1/>`, `<a 1="x"/>`, "<a>\x00</a>", "<a>\uFFFE</a>", `<a b="1"c="2"/>`, `< a/>`, `<a>< /a>`, `<a/ >`,
	`<a>&#0;&#xD800;&#x110000;</a>`, `<a>&#x10FFFF;</a>`, `<a>&;&#;&#x;&a</a>`, `<?xml?><a/>`, `<a><?xml version="1.0"?></a>`, `<a><!-- -- --></a>`, `<a><!--->--></a>`,
}

func TestScannerAgainstStandard(t *testing.T) {
	for _, in := range scannerSeeds {
		checkScanner(t, in)
	}
}

// FuzzScanner holds that what our scanner takes, encoding/xml takes too, and
// that both read the same in it.
func FuzzScanner(f *testing.F) {
	for _, in := range scannerSeeds {
		f.Add(in)
	}
	f.Fuzz(checkScanner)
}

func TestScannerDoesNotAllocate(t *testing.T) {
	var doc bytes.Buffer
	doc.WriteString(`<tt xmlns="http://www.w3.org/ns/ttml">`)
	for range 1000 {
		doc.WriteString(`<p xml:id="a" begin="00:00:01.000" end="00:00:02.000"><span style="text">text &amp; more</span></p>`)
	}
	doc.WriteString(`</tt>`)
	src := doc.String()
	allocs := testing.AllocsPerRun(5, func() {
		s := Scanner{Src: src}
		for s.Next() {
		}
	})
	require.Less(t, allocs, 30.0)
}

// TestRandomDocuments is FuzzScanner without a fuzzer: documents of pieces
// that go together more often than not.
func TestRandomDocuments(t *testing.T) {
	pieces := []string{
		"<a>", "</a>", "<b c='d'>", "</b>", "<e/>", "<x:a xmlns:x='urn:x'>", "</x:a>", "<x:e/>", "<e xmlns='urn:y' xmlns:z='urn:x' z:a='1' a='2'/>",
		"text", " ", "\r\n", "\r", "&amp;", "&#10;", "&#x41;", "&", "]]>", "<![CDATA[", "<![CDATA[<&>]]>", "<!--", "-->", "<!-- - -->", "<?p i?>", "<?p", "?>",
		"é", "<é/>", "<", ">", "'", "\"", "=", "/", "a", " b='<'", " b='&lt;'", " b=\"'\"", " b", "<a b='1' b='2'>", "<a b='1'\n\tc = \"2\" >", "\x00", "\uFFFE", "xmlns:x='urn:x'",
	}
	random := rand.New(rand.NewPCG(5, 5))
	good := 0
	for range 10_000 {
		var b strings.Builder
		b.WriteString("<r xmlns:x='urn:x0'>")
		for range random.IntN(7) {
			b.WriteString(pieces[random.IntN(len(pieces))])
		}
		b.WriteString("</r>")
		checkScanner(t, b.String())
		if _, err := ourTokens(b.String()); err == nil {
			good++
		}
	}
	require.Greater(t, good, 1000)
}

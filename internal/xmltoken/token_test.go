package xmltoken

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/script"
)

// Tokens, and what lies between them, are the whole document.
func TestTokensHaveTheirPlaces(t *testing.T) {
	const src = "<?xml version='1.0'?>\n<tt xmlns:x='urn:x'><!-- c --><p  a=\"1 &amp; 2\" x:b = 'é'>One <br/>two<![CDATA[<three>]]> &lt;<?p?></p >\n</tt>\n"
	s := Scanner{Src: src}
	var got []string
	last := 0
	for s.Next() {
		tok := &s.Tok
		require.GreaterOrEqual(t, tok.End, tok.At)
		if tok.Kind != End || !tok.Empty {
			require.GreaterOrEqual(t, tok.At, last)
		}
		last = tok.End
		line := src[tok.At:tok.End]
		for i := range tok.Attrs {
			a := &tok.Attrs[i]
			require.Equal(t, a.Raw, src[a.ValueAt:a.ValueAt+len(a.Raw)])
			require.True(t, strings.HasPrefix(src[a.At:], a.Name.String()))
			line += "|" + a.Value()
		}
		if tok.Kind == Text {
			require.Equal(t, tok.Raw, src[tok.RawAt:tok.RawAt+len(tok.Raw)])
			line += "|" + tok.PlainText()
		}
		got = append(got, line)
	}
	require.Nil(t, s.Err)
	require.Equal(t, []string{
		"<tt xmlns:x='urn:x'>|urn:x", `<p  a="1 &amp; 2" x:b = 'é'>|1 & 2|é`, "One |One ", "<br/>", "<br/>", "two|two",
		"<![CDATA[<three>]]>|<three>", " &lt;| <", "</p >", "\n|\n", "</tt>",
	}, got)
}

func TestDoctypeIsPassedOverWhenAllowed(t *testing.T) {
	for _, doctype := range []string{
		"<!DOCTYPE tt>", `<!DOCTYPE tt SYSTEM "a>b">`, `<!DOCTYPE tt [<!ENTITY a "]>"> <!-- ]> ' --> <?p ]>?> <!ELEMENT tt ANY>]>`,
	} {
		src := doctype + "<tt/>"
		var found string
		s := Scanner{Src: src, Doctype: func(at, end int) error { found = src[at:end]; return nil }}
		require.True(t, s.Next(), "%s: %v", doctype, s.Err)
		require.Equal(t, doctype, found)
		require.Equal(t, "tt", s.Tok.Name.Local)
		require.Equal(t, strings.Contains(doctype, "ENTITY"), HasEntities(found))

		s = Scanner{Src: src}
		require.False(t, s.Next())
		require.ErrorIs(t, s.Err.Err, script.ErrSyntax)
	}
	for _, src := range []string{"<!DOCTYPE tt", `<!DOCTYPE tt "`, "<!DOCTYPE tt [<!-- ]><tt/>", "<tt><!DOCTYPE tt></tt>", "<!ELEMENT a><a/>"} {
		s := Scanner{Src: src, Doctype: func(int, int) error { return nil }}
		for s.Next() {
		}
		require.NotNil(t, s.Err, src)
	}
}

func TestDecode(t *testing.T) {
	const latin = "<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>"
	tests := []struct {
		in, text string
		enc      charset.Encoding
		declared string
		bom      bool
		same     bool
		assumed  bool
	}{
		{"<a/>", "<a/>", charset.UTF8, "", false, true, false},
		{"\xEF\xBB\xBF<a/>", "<a/>", charset.UTF8, "", true, true, false},
		{"<\x00a\x00/\x00>\x00", "<a/>", charset.UTF16LE, "", false, false, false},
		{"\xFE\xFF\x00<\x00a\x00/\x00>", "<a/>", charset.UTF16BE, "", true, false, false},
		{latin, strings.Replace(latin, "\xe9", "é", 1), charset.Unknown, "ISO-8859-1", false, false, false},
		{"<?xml version='1.0' encoding='KOI8-R'?><a>é</a>", "<?xml version='1.0' encoding='KOI8-R'?><a>é</a>", charset.UTF8, "KOI8-R", false, true, true},
	}
	for _, tt := range tests {
		src, bad := Decode(tt.in)
		require.Nil(t, bad, "%q", tt.in)
		require.Equal(t, tt.assumed, src.Assumed != nil, "%q", tt.in)
		src.Assumed = nil
		require.Equal(t, Source{tt.text, tt.enc, tt.declared, tt.bom, tt.same, nil}, src, "%q", tt.in)
	}
	for _, in := range []string{"", " \n", "<a>\xe9</a>", "\xFF\xFE<\x00a"} {
		_, bad := Decode(in)
		require.NotNil(t, bad, "%q", in)
	}
}

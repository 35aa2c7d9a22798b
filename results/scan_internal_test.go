package results

import (
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
)

// scanTexts break scanners in one way or another.
var scanTexts = []string{
	"", " ", "null", "nul", "nulll", "true", "false", "fals", "truefalse", "nullnull", "- 1",
	"0", "-0", "00", "01", "-", "1.", ".5", "+1", "1e", "1e+", "1E-05", "1.5e3x", "0x1", "1 2", "NaN", "-Infinity", "1_0",
	`""`, `"`, `"a`, `"\`, `"\"`, `"\x"`, `"\u12"`, `"\u12G4"`, `"\u00e9"`, `"\U00e9"`, `"\/"`, "\"a\nb\"", "\"\x00\"", "\"\x7f\"", `'a'`,
	`"0123456"`, `"01234567"`, `"012345678"`, "\"0123456\n\"", "\"\u0080\u00a2\u00dc\"", `"\ud83d\ude00"`, `"\ud83d"`, `"\ude00\ud83d"`, `"\ud83d\u0041"`, `"\ud83d\"`, `"\ud83d\ud83d\ude00"`,
	"[]", "[", "]", "[,]", "[1,]", "[1 2]", "[1,,2]", "[[]", "[]]", "{}", "{", "}", "{]", "[}", `{"a"}`, `{"a":}`, `{"a":1,}`, `{,}`, `{"a":1 "b":2}`, `{1:2}`, `{"a":{"b":[{}]}}`,
	`{"a":1,"a":2}`, "\xEF\xBB\xBF[]", "[]\x00", "\f[]", "\u00a0[]", "[1]//", "/**/[]", "[\"\xff\"]", "{\"\xff\":1}", "\"\xff\\ud800\"",
}

func FuzzScan(f *testing.F) {
	for _, text := range scanTexts {
		f.Add(text)
	}
	f.Fuzz(compareScan)
}

func TestScanAgreesWithJSONText(t *testing.T) {
	for _, text := range scanTexts {
		compareScan(t, text)
	}
}

// compareScan checks that the scanner takes what jsontext takes, and reads the
// same strings and numbers in it.
func compareScan(t *testing.T, src string) {
	want, wantErr := oracle(src)
	var got []string
	s := scanner{src: src}
	err := s.leaves(&got)
	if err == nil && (s.peek() != 0 || s.pos < len(src)) {
		err = errSyntax
	}
	if errors.Is(err, errDepth) {
		return
	}
	require.Equal(t, wantErr == nil, err == nil, "%q: jsontext says %v, the scanner %v", src, wantErr, err)
	if err == nil {
		if utf8.ValidString(src) { // jsontext replaces bad bytes one by one, we do runs of them
			require.Equal(t, want, got, "%q", src)
		}
		require.Zero(t, s.depth)

		s = scanner{src: src}
		v, err := s.value()
		require.NoError(t, err)
		require.Equal(t, strings.Trim(src, " \t\r\n"), src[v.at:s.pos])
	}
	if err != nil && src != "" {
		offset, _, why := explain(src)
		require.Error(t, why)
		require.True(t, 0 <= offset && offset <= len(src), offset)
	}
}

// leaves collects all names, strings, numbers and literals, in order.
func (s *scanner) leaves(out *[]string) error {
	c := s.peek()
	if c != '{' && c != '[' {
		v, err := s.value()
		*out = append(*out, leaf(v))
		return err
	}
	if err := s.open(); err != nil {
		return err
	}
	for first := true; ; first = false {
		if ok, err := s.more(c+2, first); !ok {
			return err
		}
		if c == '{' {
			key, err := s.key()
			if err != nil {
				return err
			}
			*out = append(*out, key)
		}
		if err := s.leaves(out); err != nil {
			return err
		}
	}
}

func leaf(v value) string {
	if v.kind != '"' || !v.escaped {
		return v.raw
	}
	var b strings.Builder
	unescape(&b, v.raw)
	return b.String()
}

func oracle(src string) ([]string, error) {
	d := jsontext.NewDecoder(strings.NewReader(src), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	var all []string
	for values := 0; ; {
		if d.StackDepth() == 0 {
			if values++; values == 2 {
				if _, err := d.ReadToken(); err != io.EOF {
					return nil, errSyntax
				}
				return all, nil
			}
		}
		token, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		switch token.Kind() {
		case '{', '}', '[', ']':
		default:
			all = append(all, token.String())
		}
	}
}

func FuzzUnescape(f *testing.F) {
	f.Add("plain")
	f.Add(`\ud83d\ude00\u00e9\n`)
	f.Fuzz(func(t *testing.T, raw string) {
		if !utf8.ValidString(raw) {
			return
		}
		s := scanner{src: `"` + raw + `"`}
		v, err := s.str()
		if err != nil || s.pos != len(s.src) {
			return
		}
		want, _ := jsontext.AppendUnquote(nil, s.src)
		require.Equal(t, string(want), leaf(v))
	})
}

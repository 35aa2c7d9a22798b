package clean_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/clean"
	_ "github.com/vsconvert/vsconvert/internal/golden"
)

func TestText(t *testing.T) {
	cases := []struct {
		in, want string
		change   clean.Change
	}{
		{"", "", 0},
		{"one\ntwo — «três» 日本", "one\ntwo — «três» 日本", 0},
		{"a\tb", "a\tb", 0},
		{"a\u00a0b \u200ec\u200f", "a\u00a0b \u200ec\u200f", 0},
		{"a\r\nb\rc\vd\fe\u0085f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh", clean.LineBreaks},
		{"a\x00b\x1fc\x7fd\u0080e\u009ff\uffffg\ufffe", "abcdefg", clean.Controls},
		{"a\xff\xfeb", "a\ufffdb", clean.Encoding},
		{"a\xed\xa0\x80b", "a\ufffdb", clean.Encoding},
		{"\n a \n\n \t\nb\n", "a\nb", clean.Blanks | clean.BlankLines},
		{" ", "", clean.BlankLines},
		{"a\u00a0\n\u3000b", "a\nb", clean.Blanks},
		{"a\x01\n\x02\nb", "a\nb", clean.Controls | clean.BlankLines},
	}
	for _, c := range cases {
		got, change := clean.Text(c.in)
		require.Equal(t, c.want, got, "%q", c.in)
		require.Equal(t, c.change.String(), change.String(), "%q", c.in)
	}
}

// What has to change is found wherever it stands in a word of eight bytes.
func TestTextAtEveryOffset(t *testing.T) {
	for _, odd := range []string{"\x00", "\x1f", "\x7f", "\r", "\u0085", "\u2028", "\uffff", "\xff", "\n\n", " \n", "\n\u3000"} {
		for i := 1; i < 20; i++ {
			for _, fill := range []string{"~", " !", "é", "”a"} {
				s := "x" + strings.Repeat(fill, i) + "x" + odd + "x" + strings.Repeat("~", 20-i)
				_, change := clean.Text(s)
				require.NotZero(t, change, "%q", s)
			}
		}
	}
}

func TestTextLeavesCleanTextAlone(t *testing.T) {
	s := strings.Repeat("A café — «so it goes».\nTwo lines, 日本語 too.\n", 20) + "end"
	require.Zero(t, testing.AllocsPerRun(10, func() { clean.Text(s) }))
}

func TestLine(t *testing.T) {
	for in, want := range map[string]string{
		"a b": "a b", "a\nb": "a b", "a  b\t c": "a b c", " a\u00a0 b\u2028c\x1cd ": "a b c d", "a\x00\x1e b\x7f": "a b", "": "", "日\u3000本": "日 本",
	} {
		got, changed := clean.Line(in)
		require.Equal(t, want, got, "%q", in)
		require.Equal(t, in != want, changed, "%q", in)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a\r\n\r\nb", "\x00\xff", "a \n b", "\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once, change := clean.Text(s)
		again, none := clean.Text(once)
		require.Equal(t, once, again)
		require.Zero(t, none)
		require.True(t, utf8.ValidString(once))
		require.Equal(t, change == 0, once == s)
		for line := range strings.SplitSeq(once, "\n") {
			require.True(t, once == "" || strings.TrimSpace(line) == line && line != "", "%q", line)
		}
		line, _ := clean.Line(s)
		require.NotContains(t, line, "\n")
	})
}

// Line is what joining the fields of the text gives once controls are blanks.
func FuzzLine(f *testing.F) {
	for _, s := range []string{"a\u00a0b", "a \u2003 b", "a\n\nb  c", "é\u3000x", "\u1680", "a\u200bb", "\u2028", "0\x000", "a\uffffb"} {
		f.Add(s)
	}
	blank := func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}
	f.Fuzz(func(t *testing.T, s string) {
		text, _ := clean.Text(strings.Map(blank, strings.ToValidUTF8(s, "\uFFFD")))
		line, changed := clean.Line(s)
		require.Equal(t, strings.Join(strings.Fields(text), " "), line)
		require.Equal(t, line != s, changed)
	})
}

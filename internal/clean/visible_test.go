package clean_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/clean"
)

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"":                         "",
		"plain text":               "plain text",
		"a\nb\tc":                  "a b c",
		"\x1b[31mred\x07":          "<U+001B>[31mred<U+0007>",
		"\u009b31m":                "<U+009B>31m",
		"out\u202Etxt.exe":         "out<U+202E>txt.exe",
		"\u2067a\u2069":            "<U+2067>a<U+2069>",
		"\ufeffa\u2028b\U000E0041": "<U+FEFF>a<U+2028>b<U+E0041>",
		"a\xffb\ufffd":             "a<0xFF>b\ufffd",
		"שלום\u200f، 海 é\u00a0!":   "שלום\u200f، 海 é\u00a0!",
	} {
		got := clean.Visible(in)
		require.Equal(t, want, got)
		require.Equal(t, got, clean.Visible(got))
	}
}

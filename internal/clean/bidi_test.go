package clean_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/clean"
	_ "github.com/vsconvert/vsconvert/internal/golden"
)

func TestCloseBidi(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"nothing", "plain “text” – שלום", "plain “text” – שלום"},
		{"closed", "a \u202Bb\u202C \u2067c\u2069", "a \u202Bb\u202C \u2067c\u2069"},
		{"override", "a \u202Eb", "a \u202Eb\u202C"},
		{"isolate", "\u2067a", "\u2067a\u2069"},
		{"nested", "\u2066\u202Aa", "\u2066\u202Aa\u202C\u2069"},
		{"isolate ends embedding", "\u2066\u202Aa\u2069b", "\u2066\u202Aa\u2069b"},
		{"each line", "\u2067a\nb\n\u202Dc", "\u2067a\u2069\nb\n\u202Dc\u202C"},
		{"closers alone", "a\u202C\u2069", "a\u202C\u2069"},
		{"embedding not closed through isolate", "\u202A\u2066\u202C", "\u202A\u2066\u202C\u2069\u202C"},
		{"cut", "a\xE2\x80", "a\xE2\x80"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, changed := clean.CloseBidi(tt.text)
			require.Equal(t, tt.want, got)
			require.Equal(t, tt.want != tt.text, changed)
			again, changed := clean.CloseBidi(got)
			require.Equal(t, got, again)
			require.False(t, changed)
		})
	}
}

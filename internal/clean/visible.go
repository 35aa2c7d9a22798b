package clean

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Visible returns s on one line as people can be shown it, in a message or on
// a terminal: line breaks and tabs become blanks, and what acts on the screen
// or hides itself is named, as in "<U+009B>". That are controls, characters
// that turn the direction of what follows, line and paragraph separators, and
// bytes that are no UTF-8, "<0xFF>". Marks that only tell the direction of the
// characters beside them stay, as texts in Arabic or Hebrew need them.
func Visible(s string) string {
	if isVisible(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '\n', r == '\t':
			b.WriteByte(' ')
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD"):
			fmt.Fprintf(&b, "<0x%02X>", s[i])
		case acts(r):
			fmt.Fprintf(&b, "<%U>", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isVisible is quick and may say no for a text that needs nothing.
func isVisible(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7F {
			return false
		}
	}
	return true
}

// acts reports whether r does something to a screen rather than show on it.
func acts(r rune) bool {
	switch {
	case r < ' ', 0x7F <= r && r < 0xA0:
		return true
	case '\u202A' <= r && r <= '\u202E', '\u2066' <= r && r <= '\u2069', r == '\u2028', r == '\u2029':
		return true
	case '\u206A' <= r && r <= '\u206F', 0xE0000 <= r && r <= 0xE007F, r == '\uFEFF', '\uFFF9' <= r && r <= '\uFFFB':
		return true
	}
	return false
}

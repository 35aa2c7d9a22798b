// Package clean makes text safe for line-based and XML formats: no control
// characters, one kind of line break, no blank lines.
package clean

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Change says what Text had to do. Values are combined with |.
type Change uint8

const (
	Encoding   Change = 1 << iota // bytes that are no UTF-8 became U+FFFD
	Controls                      // control characters were dropped
	LineBreaks                    // CR, VT, FF, NEL, U+2028 or U+2029 became LF
	Blanks                        // blanks at the edges of lines were dropped
	BlankLines                    // empty lines were dropped
)

// String lists the changes in words.
func (c Change) String() string {
	names := [...]string{"invalid bytes replaced by U+FFFD", "control characters dropped",
		"line breaks normalised", "blanks at line edges dropped", "blank lines dropped"}
	var parts []string
	for i, name := range names {
		if c&(1<<i) != 0 {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, ", ")
}

// Text returns s in lines separated by "\n", each without blanks at its edges
// and none of them empty. Every Unicode line break (CRLF, CR, VT, FF, NEL,
// U+2028, U+2029) becomes "\n"; other C0 and C1 controls, DEL, U+FFFE and
// U+FFFF are dropped; a tab stays within a line. A text that needs nothing is
// returned as it is, without allocation.
func Text(s string) (string, Change) {
	if isClean(s) {
		return s, 0
	}
	var change Change
	if !utf8.ValidString(s) {
		s, change = strings.ToValidUTF8(s, "\uFFFD"), Encoding
	}
	s, more := dropControls(s)
	change |= more
	s, more = trimLines(s)
	return s, change | more
}

// isClean is quick and may say no for a clean text, never yes for another.
func isClean(s string) bool {
	if s == "" {
		return true
	}
	if isEdge(s[0]) || isEdge(s[len(s)-1]) {
		return false
	}
	for i := 0; i < len(s); {
		if i+8 <= len(s) {
			odd := unprintable(s[i : i+8])
			if odd == 0 {
				i += 8
				continue
			}
			i += bits.TrailingZeros64(odd) / 8
		}
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			size, ok := plainRune(s[i:], i == 0 || s[i-1] == '\n')
			if !ok {
				return false
			}
			i += size
			continue
		case c == '\n':
			if isEdge(s[i-1]) || isEdge(s[i+1]) {
				return false
			}
		case c < ' ' || c == 0x7F:
			return false
		}
		i++
	}
	return true
}

// isEdge reports whether c may not stand at either end of a line.
func isEdge(c byte) bool { return c == ' ' || c == '\n' }

// unprintable returns 0 if the eight bytes of s are ASCII without controls,
// else a number whose lowest bit lies in the first byte that is not.
func unprintable(s string) uint64 {
	const ones = 0x0101010101010101
	_ = s[7]
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	return (x | (x - ' '*ones) | (x + ones)) & (0x80 * ones)
}

// plainRune reports whether s begins with a rune that Text leaves alone
// wherever it stands.
func plainRune(s string, edge bool) (size int, ok bool) {
	r, size := utf8.DecodeRuneInString(s)
	if 0xA0 < r && r < 0x1680 || 0x2010 <= r && r < 0x2028 {
		return size, true // most letters and quotes
	}
	if r == utf8.RuneError && size == 1 || dropped(r) || isBreak(r) {
		return size, false
	}
	return size, !unicode.IsSpace(r) || !edge && len(s) > size && s[size] != '\n'
}

func isBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', 0x85, 0x2028, 0x2029:
		return true
	}
	return false
}

func dropped(r rune) bool {
	return r < ' ' && r != '\t' && !isBreak(r) || 0x7F <= r && r < 0xA0 && r != 0x85 || r == 0xFFFE || r == 0xFFFF
}

func dropControls(s string) (string, Change) {
	var b strings.Builder
	b.Grow(len(s))
	var change Change
	for i, r := range s {
		switch {
		case dropped(r):
			change |= Controls
		case r == '\n' && i > 0 && s[i-1] == '\r':
			// The CR has become the line break.
		case isBreak(r):
			if r != '\n' {
				change |= LineBreaks
			}
			b.WriteByte('\n')
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), change
}

func trimLines(s string) (string, Change) {
	var b strings.Builder
	b.Grow(len(s))
	var change Change
	for line := range strings.SplitSeq(s, "\n") {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" {
			if s != "" {
				change |= BlankLines
			}
			continue
		}
		if trimmed != line {
			change |= Blanks
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(trimmed)
	}
	return b.String(), change
}

// Line returns s on one line: every run of white space, line breaks and
// controls becomes one blank, and those at the edges are dropped. changed
// reports whether that altered s.
func Line(s string) (line string, changed bool) {
	text, change := Text(s)
	if change&Controls != 0 {
		text, _ = Text(strings.Map(blankControl, strings.ToValidUTF8(s, "\uFFFD")))
	}
	if at := firstGap(text); at < len(text) {
		text = singleBlanks(text, at)
	}
	return text, text != s
}

// blankControl keeps words apart that only a control separates.
func blankControl(r rune) rune {
	if dropped(r) {
		return ' '
	}
	return r
}

// firstGap returns the offset of the first white space in s other than a
// single blank, or the length of s.
func firstGap(s string) int {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\n' || c == '\t' || c == ' ' && i+1 < len(s) && s[i+1] == ' ':
			return i
		case c == 0xC2 || 0xE1 <= c && c <= 0xE3: // what white space beyond ASCII begins with
			if r, _ := utf8.DecodeRuneInString(s[i:]); unicode.IsSpace(r) {
				return i
			}
		}
	}
	return len(s)
}

// singleBlanks makes every run of white space in s a blank; the first that is
// none begins at offset gap.
func singleBlanks(s string, gap int) string {
	var b strings.Builder
	b.Grow(len(s))
	for gap < len(s) {
		b.WriteString(strings.TrimSuffix(s[:gap], " "))
		b.WriteByte(' ')
		s = strings.TrimLeftFunc(s[gap:], unicode.IsSpace)
		gap = firstGap(s)
	}
	b.WriteString(s)
	return b.String()
}

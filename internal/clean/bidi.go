package clean

import "strings"

const (
	popFormatting = '\u202C' // PDF, closes what embeds or overrides
	popIsolate    = '\u2069' // PDI, closes isolates
)

// CloseBidi closes, at the end of each line of s, the directional embeddings,
// overrides and isolates that the line opens and does not close: on screen
// they would turn what follows in the same line. Closing characters that close
// nothing stay. changed reports whether s had any.
func CloseBidi(s string) (text string, changed bool) {
	if !opensBidi(s) {
		return s, false
	}
	var b strings.Builder
	for line := range strings.SplitAfterSeq(s, "\n") {
		body := strings.TrimSuffix(line, "\n")
		b.WriteString(body)
		if closing := missing(body); closing != "" {
			b.WriteString(closing)
			changed = true
		}
		b.WriteString(line[len(body):])
	}
	return b.String(), changed
}

// opensBidi reports whether s has a character that opens an embedding, an
// override or an isolate: E2 80 AA to AE but AC, E2 81 A6 to A8.
func opensBidi(s string) bool {
	for {
		i := strings.IndexByte(s, 0xE2)
		if i < 0 || i+2 >= len(s) {
			return false
		}
		switch mid, last := s[i+1], s[i+2]; {
		case mid == 0x80 && 0xAA <= last && last <= 0xAE && last != 0xAC:
			return true
		case mid == 0x81 && 0xA6 <= last && last <= 0xA8:
			return true
		}
		s = s[i+1:]
	}
}

// missing returns the characters that close what line leaves open. As in the
// bidirectional algorithm, the end of an isolate also ends what was opened
// within it.
func missing(line string) string {
	var open []rune // what would close each
	for _, r := range line {
		switch r {
		case '\u202A', '\u202B', '\u202D', '\u202E':
			open = append(open, popFormatting)
		case '\u2066', '\u2067', '\u2068':
			open = append(open, popIsolate)
		case popFormatting:
			if n := len(open); n > 0 && open[n-1] == popFormatting {
				open = open[:n-1]
			}
		case popIsolate:
			open = closeIsolate(open)
		}
	}
	var b strings.Builder
	for i := len(open) - 1; i >= 0; i-- {
		b.WriteRune(open[i])
	}
	return b.String()
}

func closeIsolate(open []rune) []rune {
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] == popIsolate {
			return open[:i]
		}
	}
	return open
}

// BalancedBidi reports whether each line of s closes what it opens, in the
// sense of [CloseBidi], and closes nothing that it did not open.
func BalancedBidi(s string) bool {
	if strings.IndexByte(s, 0xE2) < 0 {
		return true
	}
	for line := range strings.SplitSeq(s, "\n") {
		if opensBidi(line) && missing(line) != "" || strayBidi(line) {
			return false
		}
	}
	return true
}

// strayBidi reports whether line has a closing character that closes nothing.
func strayBidi(line string) bool {
	var open []rune
	for _, r := range line {
		switch r {
		case '\u202A', '\u202B', '\u202D', '\u202E':
			open = append(open, popFormatting)
		case '\u2066', '\u2067', '\u2068':
			open = append(open, popIsolate)
		case popFormatting:
			if n := len(open); n == 0 || open[n-1] != popFormatting {
				return true
			}
			open = open[:len(open)-1]
		case popIsolate:
			before := len(open)
			if open = closeIsolate(open); len(open) == before {
				return true
			}
		}
	}
	return false
}

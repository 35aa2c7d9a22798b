package merge

import (
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
)

// shownAlike reports whether edited is base as a sheet shows it: rounded to
// milliseconds, or to a frame.
func (m *merger) shownAlike(base, edited time.Duration) bool {
	if edited == time.Duration(clock.Millis(base))*time.Millisecond {
		return true
	}
	return !m.Rate.IsZero() && edited == m.Rate.Duration(m.Rate.Frames(base))
}

// isGuarded reports whether edited is base behind the apostrophe that keeps it
// from being a formula.
func isGuarded(base, edited string) bool {
	bare := strings.TrimLeft(base, "'")
	return edited == "'"+base && bare != "" && strings.IndexByte("=+-@\t\r", bare[0]) >= 0
}

// isQuestioned reports whether edited is base with question marks for what the
// character set of a saved file cannot say: one a character, or, for those
// beyond U+FFFF, two.
func isQuestioned(base, edited string) bool {
	return strings.IndexByte(edited, '?') >= 0 && (questioned(base, edited, 1) || questioned(base, edited, 2))
}

func questioned(base, edited string, beyond int) bool {
	for _, r := range base {
		if rest, ok := strings.CutPrefix(edited, string(r)); ok {
			edited = rest
			continue
		}
		marks := "?"
		if r > 0xFFFF {
			marks = "??"[:beyond]
		}
		rest, ok := strings.CutPrefix(edited, marks)
		if !ok || r < 0x80 {
			return false
		}
		edited = rest
	}
	return edited == ""
}

// isRounding reports whether edited is base rounded or cut to hundredths.
func isRounding(base, edited time.Duration) bool {
	const hundredth = 10 * time.Millisecond
	return edited%hundredth == 0 && (edited-base).Abs() <= hundredth/2
}

package srt

import (
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/clock"
)

// oddity is what is unusual about a time, and worth a warning.
type oddity uint8

const (
	shortFraction oddity = 1 << iota // fewer than three digits
	longFraction                     // more than three digits
	colonFraction                    // 00:00:01:500
	overflowing                      // minutes or seconds above 59
	outOfRange                       // cut to what a Duration holds
)

// stamp is one time of a timing line.
type stamp struct {
	at       time.Duration
	odd      oddity
	fraction bool // it has one
	short    bool // it has no hours
	padded   bool // its seconds have two digits
}

// timing is a line that gives a cue its times.
type timing struct {
	start, end         stamp
	arrowFrom, arrowTo int    // place of the arrow in the line
	rest               string // what follows the times, without blanks around it
}

// canonicalLen is the length of "00:00:01,000 --> 00:00:02,000".
const canonicalLen = 29

// parseTiming reads line as a timing line. Text that only resembles one is not
// ok.
func parseTiming(line string) (t timing, ok bool) {
	if len(line) == canonicalLen {
		if t, ok := canonicalTiming(line); ok {
			return t, true
		}
	}
	return parseLooseTiming(line)
}

// canonicalTiming reads a line of canonicalLen bytes.
func canonicalTiming(line string) (t timing, ok bool) {
	mark := func(c byte) bool { return c == ',' || c == '.' }
	if line[12:17] != " --> " || !mark(line[8]) || !mark(line[25]) {
		return t, false
	}
	start, ok1 := clock.Canonical(line[:12], line[8])
	end, ok2 := clock.Canonical(line[17:], line[25])
	t.start = stamp{at: start, fraction: true}
	t.end = stamp{at: end, fraction: true}
	t.arrowFrom, t.arrowTo = 13, 16
	return t, ok1 && ok2
}

func parseLooseTiming(line string) (t timing, ok bool) {
	at := skipBlanks(line, 0)
	t.start, at, ok = scanTime(line, at)
	if !ok {
		return t, false
	}
	var plain bool
	t.arrowFrom, t.arrowTo, plain = scanArrow(line, at)
	if t.arrowTo == 0 {
		return t, false
	}
	t.end, at, ok = scanTime(line, skipBlanks(line, t.arrowTo))
	if !ok {
		return t, false
	}
	t.rest = trimBlanks(line[at:])
	return t, t.plausible(plain)
}

// plausible tells timing lines from a text such as "10:30 -> 11:00": the fewer
// signs of a time there are, the more the rest of the line must look like one.
func (t *timing) plausible(plainArrow bool) bool {
	bare := t.start.bare() || t.end.bare()
	if bare {
		return plainArrow && t.rest == "" && t.start.padded && t.end.padded
	}
	return plainArrow || t.rest == "" || t.start.fraction && t.end.fraction
}

func (s *stamp) bare() bool { return s.short && !s.fraction }

// scanTime reads a time at s[from:] and returns where it ends.
func scanTime(s string, from int) (t stamp, end int, ok bool) {
	i := from + minusLen(s[from:])
	part, width, n, i := scanParts(s, i)
	if n < 2 || width[1] > 2 || n > 2 && width[2] > 2 {
		return t, 0, false
	}
	ms := int64(0)
	if n == 4 {
		t.odd |= colonFraction
		t.fraction = true
		ms = fractionMillis(s[i-width[3]:i], &t.odd)
	} else if start, to := scanFraction(s, i); to > 0 {
		t.fraction = true
		ms, i = fractionMillis(s[start:to], &t.odd), to
	}
	h, m, sec := part[0], part[1], part[2]
	t.padded = width[min(n, 3)-1] == 2
	if n == 2 {
		h, m, sec, t.short = 0, part[0], part[1], true
	}
	if sec > 59 || m > 59 && n > 2 {
		t.odd |= overflowing
	}
	t.at = t.total(h, m, sec, ms)
	if minusLen(s[from:]) > 0 {
		t.at = -t.at
	}
	return t, i, true
}

// scanParts reads up to four numbers with colons between them. A blank may
// follow a colon.
func scanParts(s string, at int) (part [4]int64, width [4]int, n, end int) {
	for {
		part[n], width[n] = scanDigits(s[at:])
		if width[n] == 0 {
			return part, width, n, at
		}
		at += width[n]
		n++
		colon := colonLen(s[at:])
		next := skipBlanks(s, at+colon)
		if n == len(part) || colon == 0 || !digitAt(s, next) {
			return part, width, n, at
		}
		at = next
	}
}

// maxMillis is the last whole millisecond a Duration holds.
const maxMillis = math.MaxInt64 / int64(time.Millisecond)

func (s *stamp) total(h, m, sec, ms int64) time.Duration {
	total := ((h*60+m)*60+sec)*1000 + ms
	if total > maxMillis {
		s.odd |= outOfRange
		total = maxMillis
	}
	return time.Duration(total) * time.Millisecond
}

// scanDigits returns the value and length of the decimal number s begins with.
// The value is cut to what the arithmetic on it can hold.
func scanDigits(s string) (value int64, width int) {
	const most = 1 << 40
	for width < len(s) && '0' <= s[width] && s[width] <= '9' {
		value = min(value*10+int64(s[width]-'0'), most)
		width++
	}
	return value, width
}

// scanFraction finds the digits of a decimal fraction at s[from:]. Blanks may
// follow its mark where three digits do. There is none when to is 0.
func scanFraction(s string, from int) (start, to int) {
	if from >= len(s) {
		return 0, 0
	}
	switch {
	case s[from] == ',' || s[from] == '.' || s[from] == ';':
		start = from + 1
	case strings.HasPrefix(s[from:], "،"): // the comma of Arabic keyboards
		start = from + len("،")
	case strings.HasPrefix(s[from:], "，"): // that of Chinese ones
		start = from + len("，")
	default:
		return 0, 0
	}
	digits := skipBlanks(s, start)
	_, width := scanDigits(s[digits:])
	if width == 0 || digits > start && width != 3 {
		return 0, 0
	}
	return digits, digits + width
}

// fractionMillis returns the milliseconds in a decimal fraction. Digits beyond
// the third are cut.
func fractionMillis(digits string, odd *oddity) int64 {
	ms := int64(0)
	for i := range 3 {
		ms *= 10
		if i < len(digits) {
			ms += int64(digits[i] - '0')
		}
	}
	switch {
	case len(digits) < 3:
		*odd |= shortFraction
	case len(digits) > 3:
		*odd |= longFraction
	}
	return ms
}

// scanArrow finds an arrow at s[from:], after blanks: dashes or "=" with or
// without blanks between them, then one or more ">". There is none when to is
// 0.
func scanArrow(s string, at int) (from, to int, plain bool) {
	from = skipBlanks(s, at)
	if strings.HasPrefix(s[from:], "-->") && (len(s) == from+3 || s[from+3] != '>') {
		return from, from + 3, true
	}
	i, dashes := from, 0
	for {
		n := dashLen(s[i:])
		if n == 0 {
			break
		}
		dashes++
		i = skipBlanks(s, i+n)
	}
	to = i
	for to < len(s) && s[to] == '>' {
		to++
	}
	if dashes == 0 || to == i {
		return 0, 0, false
	}
	return from, to, false
}

func colonLen(s string) int {
	for _, colon := range [...]string{":", "："} {
		if strings.HasPrefix(s, colon) {
			return len(colon)
		}
	}
	return 0
}

func dashLen(s string) int {
	for _, dash := range [...]string{"-", "=", "–", "—"} {
		if strings.HasPrefix(s, dash) {
			return len(dash)
		}
	}
	return 0
}

func minusLen(s string) int {
	for _, minus := range [...]string{"-", "−"} {
		if strings.HasPrefix(s, minus) {
			return len(minus)
		}
	}
	return 0
}

func digitAt(s string, i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }

// skipBlanks returns the offset of the first byte of s, at or after from, that
// belongs to no blank.
func skipBlanks(s string, from int) int {
	for from < len(s) {
		if s[from] == ' ' || s[from] == '\t' {
			from++
			continue
		}
		if s[from] < utf8.RuneSelf {
			break
		}
		r, size := utf8.DecodeRuneInString(s[from:])
		if !blank(r) {
			break
		}
		from += size
	}
	return from
}

func trimBlanks(s string) string { return strings.TrimFunc(s, blank) }

// blank reports whether r shows nothing at the edges of a number or a time:
// white space, zero-width space, byte order mark and direction marks.
func blank(r rune) bool {
	switch r {
	case ' ', '\t', '\v', '\f', 0x85, 0xA0, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202F, 0x2060, 0x3000, 0xFEFF:
		return true
	}
	return 0x2000 <= r && r <= 0x200A || 0x202A <= r && r <= 0x202E || 0x2066 <= r && r <= 0x2069
}

// Package clock holds the arithmetic of clock times that the formats share:
// rounding, printing, exact decimals, and making an interval safe to write.
package clock

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Millis returns d in milliseconds, halves up.
func Millis(d time.Duration) int64 {
	ms, rest := d/time.Millisecond, d%time.Millisecond
	if rest < 0 {
		ms, rest = ms-1, rest+time.Millisecond
	}
	if rest >= time.Millisecond/2 {
		ms++
	}
	return int64(ms)
}

const digits = "00010203040506070809" + "10111213141516171819" + "20212223242526272829" + "30313233343536373839" + "40414243444546474849" +
	"50515253545556575859" + "60616263646566676869" + "70717273747576777879" + "80818283848586878889" + "90919293949596979899"

// AppendMillis appends ms, which must not be negative, as HH:MM:SS, mark and
// three digits. Hours have two digits or as many as they need.
func AppendMillis(dst []byte, ms int64, mark byte) []byte {
	h, ms := ms/3600000, ms%3600000
	if h > 99 {
		dst = appendInt(dst, h)
	} else {
		dst = append(dst, digits[2*h], digits[2*h+1])
	}
	m, ms := ms/60000, ms%60000
	s, ms := ms/1000, ms%1000
	tens := ms / 10
	return append(dst, ':', digits[2*m], digits[2*m+1], ':', digits[2*s], digits[2*s+1],
		mark, digits[2*tens], digits[2*tens+1], byte('0'+ms%10))
}

func appendInt(dst []byte, n int64) []byte {
	if n >= 10 {
		dst = appendInt(dst, n/10)
	}
	return append(dst, byte('0'+n%10))
}

// Canonical reads what AppendMillis writes below 100 hours: HH:MM:SS, mark and
// three digits, and nothing else.
func Canonical(s string, mark byte) (time.Duration, bool) {
	if len(s) != 12 || s[2] != ':' || s[5] != ':' || s[8] != mark {
		return 0, false
	}
	var bad byte
	two := func(i int) time.Duration {
		tens, ones := s[i]-'0', s[i+1]-'0'
		if tens > 9 || ones > 9 {
			bad = 1
		}
		return time.Duration(tens)*10 + time.Duration(ones)
	}
	h, m, sec, cs, ms := two(0), two(3), two(6), two(9), s[11]-'0'
	if bad != 0 || ms > 9 || m > 59 || sec > 59 {
		return 0, false
	}
	return ((h*60+m)*60+sec)*time.Second + (cs*10+time.Duration(ms))*time.Millisecond, true
}

// AppendSeconds appends d in decimal seconds, exactly, in as few digits as
// that takes: "3.1", "-0.000000001", "5".
func AppendSeconds(dst []byte, d time.Duration) []byte {
	n := uint64(d)
	if d < 0 {
		dst, n = append(dst, '-'), -n
	}
	dst = appendInt(dst, int64(n/1e9))
	frac := n % 1e9
	if frac == 0 {
		return dst
	}
	dst = append(dst, '.')
	for unit := uint64(1e8); frac > 0; unit /= 10 {
		dst = append(dst, byte('0'+frac/unit))
		frac %= unit
	}
	return dst
}

const wantSeconds = "seconds as a decimal number"

// ParseSeconds reads decimal seconds in JSON's notation, exactly: "0.5",
// "-3", "1.5e3", also "+1" , ".5" and "5.". Digits beyond the nanosecond round
// it, halves up. Errors are [*script.ValueError] of kind [script.ErrTime] or
// [script.ErrTimeRange].
func ParseSeconds(s string) (time.Duration, error) {
	if d, ok := plainSeconds(s); ok {
		return d, nil
	}
	malformed := &script.ValueError{Kind: script.ErrTime, Value: s, Want: wantSeconds}
	body, neg := s, false
	if body != "" && (body[0] == '-' || body[0] == '+') {
		body, neg = body[1:], body[0] == '-'
	}
	mantissa, exponent, ok := splitExponent(body)
	if !ok {
		return 0, malformed
	}
	whole, frac, _ := strings.Cut(mantissa, ".")
	if whole+frac == "" || !allDigits(whole) || !allDigits(frac) {
		return 0, malformed
	}
	n, ok := nanoseconds(whole+frac, len(whole)+exponent)
	if !ok {
		return 0, &script.ValueError{Kind: script.ErrTimeRange, Value: s, Want: "less than 9223372036 seconds"}
	}
	if neg {
		n = -n
	}
	return time.Duration(n), nil
}

// plainSeconds reads the notation nearly all times have, at most nine digits
// on both sides of the point, and leaves all others alone.
func plainSeconds(s string) (time.Duration, bool) {
	const most = 9
	n, i := int64(0), 0
	for ; i < len(s) && s[i] != '.'; i++ {
		if s[i] < '0' || s[i] > '9' || i == most {
			return 0, false
		}
		n = n*10 + int64(s[i]-'0')
	}
	if i == 0 {
		return 0, false
	}
	n *= int64(time.Second)
	if i == len(s) {
		return time.Duration(n), true
	}
	unit := int64(time.Second)
	for i++; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' || unit == 1 {
			return 0, false
		}
		unit /= 10
		n += int64(s[i]-'0') * unit
	}
	return time.Duration(n), true
}

// splitExponent splits "1.5e3" into "1.5" and 3. Exponents beyond what can
// matter are cut to that.
func splitExponent(s string) (mantissa string, exponent int, ok bool) {
	i := strings.IndexAny(s, "eE")
	if i < 0 {
		return s, 0, true
	}
	mantissa, s = s[:i], s[i+1:]
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg, s = s[0] == '-', s[1:]
	}
	if s == "" || !allDigits(s) {
		return "", 0, false
	}
	const most = 1 << 24
	for i := range len(s) {
		exponent = min(exponent*10+int(s[i]-'0'), most)
	}
	if neg {
		exponent = -exponent
	}
	return mantissa, exponent, true
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// nanoseconds returns the value of digits with the decimal point before the
// one at index point, in units of 1e-9, rounded half up.
func nanoseconds(digits string, point int) (int64, bool) {
	trimmed := strings.TrimLeft(digits, "0")
	point -= len(digits) - len(trimmed)
	places := point + 9 // digits before the rounding
	if trimmed == "" || places < 0 {
		return 0, true
	}
	if places > 19 {
		return 0, false
	}
	var n uint64
	for i := range places {
		n *= 10
		if i < len(trimmed) {
			n += uint64(trimmed[i] - '0')
		}
	}
	if places < len(trimmed) && trimmed[places] >= '5' {
		n++
	}
	return int64(n), n <= math.MaxInt64
}

// TimeError returns err, which is about a timecode, as a [script.ErrTime] too,
// or as a [script.ErrNegativeTime] when the timecode is before the start. It
// reads as err does; nil stays nil.
func TimeError(err error) error {
	if err == nil || errors.Is(err, script.ErrTime) {
		return err
	}
	if errors.Is(err, timecode.ErrEarly) {
		return &timeError{script.ErrNegativeTime, err}
	}
	return &timeError{script.ErrTime, err}
}

// timeError is what err is, and of kind.
type timeError struct{ kind, err error }

func (e *timeError) Error() string { return e.err.Error() }

func (e *timeError) Unwrap() []error { return []error{e.kind, e.err} }

// Minimum is how long a segment without length is made, when there is room
// before the next one.
const Minimum = time.Second

// Span makes an interval safe to write, in whole units of unit (a millisecond,
// say): start is not negative, and end is above it. Both are rounded to the
// nearest unit, halves up. An interval of no length, or reversed, keeps its
// start and lasts [Minimum], cut where the next segment starts (next, or below
// start when that is unknown), and at least one unit. So does one of less than
// a millisecond, in which nothing is heard. Nothing is moved beyond what a
// Duration holds. The error says what had to change,
// and is nil for rounding.
func Span(start, end, next, unit time.Duration) (from, to int64, err error) {
	from, to = round(start, unit), round(end, unit)
	if from < 0 {
		err = negative(start)
		from = 0
	}
	longest := int64(math.MaxInt64 / unit)
	if to > from {
		to = min(to, longest) // which a rounded end may be beyond
		return min(from, to-1), to, err
	}
	to = min(lengthen(from, round(next, unit), int64(Minimum/unit)), longest)
	err = join(err, moved(start, end, time.Duration(to)*unit))
	if from >= to { // nothing can end later
		from = to - 1
		err = join(err, fmt.Errorf("start moved to %s", time.Duration(from)*unit))
	}
	return from, to, err
}

// FrameSpan is [Span] in frames of rate r. What lasts a millisecond or more but
// less than a frame lasts one.
func FrameSpan(start, end, next time.Duration, r timecode.Rate) (from, to int64, err error) {
	from, to = r.Frames(start), r.Frames(end)
	if from < 0 {
		err = negative(start)
		from = 0
	}
	if to > from {
		return from, to, err
	}
	if end-max(start, 0) >= time.Millisecond {
		return from, from + 1, join(err, fmt.Errorf("%w at %s fps: made one frame long", script.ErrZeroLength, r))
	}
	to = lengthen(from, r.Frames(next), r.Frames(Minimum))
	return from, to, join(err, moved(start, end, r.Duration(to)))
}

func negative(start time.Duration) error {
	return fmt.Errorf("%w: start %s moved to 0", script.ErrNegativeTime, start)
}

// lengthen returns the end of what has no length: so much on, or where the next
// one starts, if that is behind it.
func lengthen(from, next, least int64) int64 {
	to := from + max(least, 1)
	if next > from {
		to = min(to, next)
	}
	return to
}

func moved(start, end, to time.Duration) error {
	reason := script.CheckOrder(start, end)
	if reason == nil {
		reason = script.ErrZeroLength // once the start was moved
	}
	return fmt.Errorf("%w: end moved to %s", reason, to)
}

func join(first, second error) error {
	if first == nil {
		return second
	}
	return fmt.Errorf("%w; %w", first, second)
}

func round(d, unit time.Duration) int64 {
	n, rest := d/unit, d%unit
	if rest < 0 {
		n, rest = n-1, rest+unit
	}
	if rest >= unit-rest {
		n++
	}
	return int64(n)
}

// Moment returns d as HH:MM:SS.mmm, with a minus in front where it is before
// the first frame.
func Moment(d time.Duration) string {
	ms, sign := Millis(d), []byte(nil)
	if ms < 0 {
		ms, sign = -ms, []byte("-")
	}
	return string(AppendMillis(sign, ms, '.'))
}

package fcpxml

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
)

// ratio is a time in seconds, n/d, in lowest terms with d above 0; the zero
// value is 0 too.
type ratio struct{ n, d int64 }

var zero, one = ratio{}, ratio{1, 1}

// newRatio returns n/d in lowest terms.
func newRatio(n, d int64) ratio {
	g := gcd(n, d)
	return ratio{n / g, d / g}
}

// gcd returns the greatest common divisor of |a| and b, which is above 0.
func gcd(a, b int64) int64 {
	if a < 0 {
		a = -a
	}
	for a != 0 {
		a, b = b%a, a
	}
	return b
}

// parseRatio reads "120120/24000s", "5s" and "3.5s".
func parseRatio(s string) (ratio, bool) {
	s = strings.TrimSpace(s)
	body, ok := strings.CutSuffix(s, "s")
	if !ok {
		return zero, false
	}
	num, den, fraction := strings.Cut(body, "/")
	if !fraction {
		if n, err := strconv.ParseInt(body, 10, 64); err == nil && n != math.MinInt64 {
			return ratio{n, 1}, true
		}
		d, err := clock.ParseSeconds(body)
		return newRatio(int64(d), int64(time.Second)), err == nil
	}
	n, err1 := strconv.ParseInt(num, 10, 64)
	d, err2 := strconv.ParseInt(den, 10, 64)
	if err1 != nil || err2 != nil || d < 1 || n == math.MinInt64 {
		return zero, false
	}
	return newRatio(n, d), true
}

// add returns a+b, or false when that leaves the range.
func (a ratio) add(b ratio) (ratio, bool) {
	a.d, b.d = max(a.d, 1), max(b.d, 1)
	g := gcd(a.d, b.d)
	x, ok1 := mul(a.n, b.d/g)
	y, ok2 := mul(b.n, a.d/g)
	d, ok3 := mul(a.d, b.d/g)
	sum := x + y
	if !ok1 || !ok2 || !ok3 || (sum > x) != (y > 0) {
		return zero, false
	}
	return newRatio(sum, d), true
}

func (a ratio) sub(b ratio) (ratio, bool) { return a.add(ratio{-b.n, b.d}) }

// times returns a*b, or false when that leaves the range.
func (a ratio) times(b ratio) (ratio, bool) {
	if b == one || a.n == 0 {
		return a, true
	}
	x, y := newRatio(a.n, max(b.d, 1)), newRatio(b.n, max(a.d, 1))
	n, ok1 := mul(x.n, y.n)
	d, ok2 := mul(x.d, y.d)
	return ratio{n, d}, ok1 && ok2
}

// after reports whether a is later than b.
func (a ratio) after(b ratio) bool {
	diff, ok := a.sub(b)
	if !ok {
		return float64(a.n)/float64(max(a.d, 1)) > float64(b.n)/float64(max(b.d, 1))
	}
	return diff.n > 0
}

func mul(a, b int64) (int64, bool) {
	if a == 0 || b == 0 {
		return 0, true
	}
	p := a * b
	return p, p/b == a && p != math.MinInt64
}

// duration returns the time to the nearest nanosecond, halves up.
func (a ratio) duration() (time.Duration, bool) {
	a.d = max(a.d, 1)
	n, neg := uint64(a.n), a.n < 0
	if neg {
		n = uint64(-a.n)
	}
	hi, lo := bits.Mul64(n, uint64(time.Second))
	if hi >= uint64(a.d) {
		return 0, false
	}
	q, rest := bits.Div64(hi, lo, uint64(a.d))
	half := rest >= uint64(a.d)-rest
	if half && (!neg || rest != uint64(a.d)-rest) {
		q++
	}
	if q > math.MaxInt64 {
		return 0, false
	}
	if neg {
		return -time.Duration(q), true
	}
	return time.Duration(q), true
}

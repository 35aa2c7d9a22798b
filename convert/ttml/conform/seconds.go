package conform

import (
	"math"
	"math/bits"
	"strings"
)

// seconds is an exact time of zero or more, in seconds, as a fraction. Its
// zero value is no time: one that is absent, or beyond 64 bits.
type seconds struct{ num, den uint64 }

var zeroSeconds = seconds{0, 1}

func (a seconds) known() bool { return a.den > 0 }

// fraction returns num/den.
func fraction(num, den uint64) seconds {
	a, b := num, den
	for b > 0 {
		a, b = b, a%b
	}
	if a == 0 {
		return seconds{}
	}
	return seconds{num / a, den / a}
}

// decimal reads digits with an optional fraction.
func decimal(s string) seconds {
	whole, frac, _ := strings.Cut(s, ".")
	frac = strings.TrimRight(frac, "0")
	whole = strings.TrimLeft(whole, "0")
	if len(whole)+len(frac) > 18 {
		return seconds{}
	}
	var num uint64
	den := uint64(1)
	for i := range len(whole) {
		num = num*10 + uint64(whole[i]-'0')
	}
	for i := range len(frac) {
		num, den = num*10+uint64(frac[i]-'0'), den*10
	}
	return fraction(num, den)
}

// scale returns a*num/den.
func (a seconds) scale(num, den uint64) seconds {
	r1, r2 := fraction(a.num, den), fraction(num, a.den)
	if !a.known() || !r1.known() || !r2.known() {
		return seconds{}
	}
	n, ok := product(r1.num, r2.num)
	d, ok2 := product(r1.den, r2.den)
	if !ok || !ok2 {
		return seconds{}
	}
	return seconds{n, d}
}

func (a seconds) add(b seconds) seconds {
	if !a.known() || !b.known() {
		return seconds{}
	}
	g := fraction(a.den, b.den) // a.den*g.den is the common denominator
	x, ok1 := product(a.num, g.den)
	y, ok2 := product(b.num, g.num)
	den, ok3 := product(a.den, g.den)
	if !ok1 || !ok2 || !ok3 || x > math.MaxUint64-y {
		return seconds{}
	}
	return fraction(x+y, den)
}

func product(a, b uint64) (uint64, bool) {
	hi, lo := bits.Mul64(a, b)
	return lo, hi == 0
}

// compare returns -1, 0 or 1 as a is before, at or after b. Both are known.
func (a seconds) compare(b seconds) int {
	xh, xl := bits.Mul64(a.num, b.den)
	yh, yl := bits.Mul64(b.num, a.den)
	switch {
	case xh == yh && xl == yl:
		return 0
	case xh < yh || xh == yh && xl < yl:
		return -1
	}
	return 1
}

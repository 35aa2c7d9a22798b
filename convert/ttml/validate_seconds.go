package ttml

import (
	"math"
	"math/bits"
	"strings"
)

// checkSeconds is an exact time of zero or more, in seconds, as a fraction. Its
// zero value is no time: one that is absent, or beyond 64 bits.
type checkSeconds struct{ num, den uint64 }

var checkZero = checkSeconds{0, 1}

func (a checkSeconds) known() bool { return a.den > 0 }

// checkFraction returns num/den.
func checkFraction(num, den uint64) checkSeconds {
	a, b := num, den
	for b > 0 {
		a, b = b, a%b
	}
	if a == 0 {
		return checkSeconds{}
	}
	return checkSeconds{num / a, den / a}
}

// checkDecimal reads digits with an optional fraction.
func checkDecimal(s string) checkSeconds {
	whole, frac, _ := strings.Cut(s, ".")
	frac = strings.TrimRight(frac, "0")
	whole = strings.TrimLeft(whole, "0")
	if len(whole)+len(frac) > 18 {
		return checkSeconds{}
	}
	var num uint64
	den := uint64(1)
	for i := range len(whole) {
		num = num*10 + uint64(whole[i]-'0')
	}
	for i := range len(frac) {
		num, den = num*10+uint64(frac[i]-'0'), den*10
	}
	return checkFraction(num, den)
}

// scale returns a*num/den.
func (a checkSeconds) scale(num, den uint64) checkSeconds {
	r1, r2 := checkFraction(a.num, den), checkFraction(num, a.den)
	if !a.known() || !r1.known() || !r2.known() {
		return checkSeconds{}
	}
	n, ok := checkProduct(r1.num, r2.num)
	d, ok2 := checkProduct(r1.den, r2.den)
	if !ok || !ok2 {
		return checkSeconds{}
	}
	return checkSeconds{n, d}
}

func (a checkSeconds) add(b checkSeconds) checkSeconds {
	if !a.known() || !b.known() {
		return checkSeconds{}
	}
	g := checkFraction(a.den, b.den) // a.den*g.den is the common denominator
	x, ok1 := checkProduct(a.num, g.den)
	y, ok2 := checkProduct(b.num, g.num)
	den, ok3 := checkProduct(a.den, g.den)
	if !ok1 || !ok2 || !ok3 || x > math.MaxUint64-y {
		return checkSeconds{}
	}
	return checkFraction(x+y, den)
}

func checkProduct(a, b uint64) (uint64, bool) {
	hi, lo := bits.Mul64(a, b)
	return lo, hi == 0
}

// compare returns -1, 0 or 1 as a is before, at or after b. Both are known.
func (a checkSeconds) compare(b checkSeconds) int {
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

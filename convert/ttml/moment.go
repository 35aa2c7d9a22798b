package ttml

import (
	"math"
	"math/big"
	"time"
)

// moment is an exact instant or length of time: whole nanoseconds, or a
// fraction of them where they are not whole, or indefinite.
type moment struct {
	ns   int64
	frac *big.Rat // nanoseconds, when they are not whole or do not fit
}

var indefinite = moment{ns: math.MaxInt64}

func (m moment) isIndefinite() bool { return m.frac == nil && m.ns == math.MaxInt64 }

// exact returns the moment of r nanoseconds.
func exact(r *big.Rat) moment {
	if r.IsInt() && r.Num().IsInt64() && r.Num().Int64() != math.MaxInt64 {
		return moment{ns: r.Num().Int64()}
	}
	return moment{frac: r}
}

func (m moment) rat() *big.Rat {
	if m.frac != nil {
		return m.frac
	}
	return new(big.Rat).SetInt64(m.ns)
}

// plus returns m+n; what is added to indefinite stays so.
func (m moment) plus(n moment) moment {
	if m.isIndefinite() || n.isIndefinite() {
		return indefinite
	}
	if m.frac == nil && n.frac == nil {
		if sum := m.ns + n.ns; sum >= m.ns && sum != math.MaxInt64 { // n is never negative
			return moment{ns: sum}
		}
	}
	return exact(new(big.Rat).Add(m.rat(), n.rat()))
}

func (m moment) before(n moment) bool {
	switch {
	case m.isIndefinite():
		return false
	case n.isIndefinite():
		return true
	case m.frac == nil && n.frac == nil:
		return m.ns < n.ns
	}
	return m.rat().Cmp(n.rat()) < 0
}

func (m moment) equal(n moment) bool { return m == n || !m.before(n) && !n.before(m) }

func earlier(m, n moment) moment {
	if n.before(m) {
		return n
	}
	return m
}

func later(m, n moment) moment {
	if m.before(n) {
		return n
	}
	return m
}

// duration returns the nearest nanosecond, halves up; ok is false beyond the
// range of a Duration.
func (m moment) duration() (d time.Duration, ok bool) {
	if m.frac == nil {
		return time.Duration(m.ns), m.ns != math.MaxInt64
	}
	twice := new(big.Int).Lsh(m.frac.Num(), 1)
	twice.Add(twice, m.frac.Denom())
	n := twice.Div(twice, new(big.Int).Lsh(m.frac.Denom(), 1)) // rounds down, also below zero
	return time.Duration(n.Int64()), n.IsInt64() && n.Int64() != math.MaxInt64
}

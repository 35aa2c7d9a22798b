package merge

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// span is a time as it was and as it is.
type span struct{ from, to time.Duration }

// shift is what happened to the times of a script as a whole: they were
// stretched by num/den, as from 24 to 25 frames a second, and then moved.
type shift struct {
	num, den int64 // 0: not stretched
	by       time.Duration
	slack    time.Duration // by how much rounding may miss it
}

// Two times agree on a shift when they are within a frame of each other.
const (
	frame = 50 * time.Millisecond
	exact = time.Millisecond
)

// stretches are those that programmes are converted by.
var stretches = [...][2]int64{{25, 24}, {24, 25}, {1001, 1000}, {1000, 1001}, {1001, 960}, {960, 1001}}

func (s shift) isZero() bool { return s.num == 0 && s.by == 0 }

// stretch rounds to the nearest nanosecond, halves away from zero.
func (s shift) stretch(d time.Duration) time.Duration {
	if s.num == 0 {
		return d
	}
	n, half := new(big.Int).Mul(big.NewInt(int64(d)), big.NewInt(2*s.num)), s.den
	if d < 0 {
		half = -half
	}
	n.Add(n, big.NewInt(half))
	return time.Duration(n.Quo(n, big.NewInt(2*s.den)).Int64())
}

// apply returns where the shift puts a time.
func (s shift) apply(d time.Duration) time.Duration { return s.stretch(d) + s.by }

// explains reports whether a time became what it is by the shift alone.
func (s shift) explains(from, to time.Duration) bool {
	return !s.isZero() && (s.apply(from)-to).Abs() <= s.slack
}

// String returns what the shift does, as "+00:00:01.200".
func (s shift) String() string {
	var parts []string
	if s.num != 0 {
		parts = append(parts, fmt.Sprintf("x %d/%d", s.num, s.den))
	}
	if by := FormatTime(s.by); s.by < 0 {
		parts = append(parts, by)
	} else if s.by > 0 {
		parts = append(parts, "+"+by)
	}
	return strings.Join(parts, " ")
}

// shiftOf returns the shift that most times agree on: all of two, two thirds
// of more. It is zero when they do not, or when they stand where they stood.
func shiftOf(times []span) shift {
	best, count := offsetOf(times, shift{})
	for _, ratio := range stretches {
		if s, n := offsetOf(times, shift{num: ratio[0], den: ratio[1]}); n > count+2 {
			best, count = s, n
		}
	}
	if len(times) < 2 || count < 2 || 3*count < 2*len(times) || best.num == 0 && best.by.Abs() <= near {
		return shift{}
	}
	return best
}

// offsetOf returns by how much most times were moved once they are stretched,
// and how many that are.
func offsetOf(times []span, s shift) (shift, int) {
	offsets := make([]time.Duration, len(times))
	for i, t := range times {
		offsets[i] = t.to - s.stretch(t.from)
	}
	slices.Sort(offsets)
	from, most := densest(offsets, frame)
	if most == 0 {
		return s, 0
	}
	s.slack = frame / 2
	s.by = offsets[from+most/2]
	if at, n := densest(offsets[from:from+most], exact); 2*n > most {
		s.by, s.slack = offsets[from+at+n/2], exact
	}
	return s, most
}

// densest returns where the most of sorted values lie within width of each
// other, and how many.
func densest(sorted []time.Duration, width time.Duration) (from, most int) {
	first := 0
	for last := range sorted {
		for sorted[last]-sorted[first] > width {
			first++
		}
		if n := last - first + 1; n > most {
			from, most = first, n
		}
	}
	return from, most
}

package qc

import (
	"math"
	"math/bits"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// Measure is how long and how fast a segment is.
type Measure struct {
	Unit   Unit
	Count  int           // words, or characters where Unit is CPS
	Rate   float64       // in Unit, as it is shown; 0 when the segment is too short to judge it
	Flags  Set           // what is told from the segment and the time before it
	Length time.Duration // End - Start
}

// Meter measures the segments of a script one after the other.
type Meter struct {
	limits   Limits
	language string
	skip     Set
	busy     time.Duration
}

// NewMeter returns a meter for the segments of s, of which it needs language
// and type.
func NewMeter(s *script.Script, l Limits) *Meter {
	m := &Meter{limits: l.WithDefaults(), language: s.Language, skip: ProfileOf(s).Skip}
	return m
}

// Limits returns the limits with their defaults.
func (m *Meter) Limits() Limits { return m.limits }

// Next measures the next segment; they come in the order of their starts. The
// flags are those of rate, length, start, overlap and missing text: all that
// a sheet shows. [Check] finds more.
func (m *Meter) Next(seg *script.Segment) Measure {
	v := measure(seg, m.language, &m.limits)
	if m.busy > 0 && seg.Start < m.busy {
		v.Flags |= 1 << Overlap
	}
	m.busy = max(m.busy, seg.End)
	v.Flags &^= m.skip
	if seg.Extended {
		v.Flags &^= Paused()
	}
	return v
}

// Measured are the codes that [Meter.Next] gives.
func Measured() Set {
	return SetOf(Reversed, ZeroLength, Negative, NoText, Overlap, TooFast, Fast, StartsAtZero, TooShort, TooLong, Slow)
}

// measure judges what concerns a segment alone.
func measure(seg *script.Segment, language string, l *Limits) Measure {
	if seg.Language != "" {
		language = seg.Language
	}
	w := writingOf(language, seg.Text)
	m := Measure{Length: seg.Duration(), Flags: timesOf(seg, l)}
	least := l.MinWords
	if w > words {
		m.Unit, m.Count, least = CPS, Characters(seg.Text), l.MinChars
	} else {
		m.Count = Words(seg.Text)
	}
	if m.Count == 0 {
		m.Flags |= 1 << NoText
		return m
	}
	if m.Length <= 0 || m.Length < l.MinSpan || m.Count < least {
		return m
	}
	b := l.band(w)
	m.Flags |= b.judge(m.Unit, m.Count, m.Length)
	m.Rate = b.shown(m.Unit, m.Count, m.Length)
	return m
}

func timesOf(seg *script.Segment, l *Limits) Set {
	var f Set
	switch length := seg.Duration(); {
	case length < 0:
		f = 1 << Reversed
	case length == 0:
		f = 1 << ZeroLength
	case length < l.Short:
		f = 1 << TooShort
	case l.Long > 0 && length > l.Long:
		f = 1 << TooLong
	}
	switch {
	case seg.Start < 0:
		f |= 1 << Negative
	case seg.Start == 0:
		f |= 1 << StartsAtZero
	}
	return f
}

// judge compares exactly: a rate above a limit by the least is above it.
func (b Band) judge(u Unit, n int, d time.Duration) Set {
	switch {
	case b.TooFast > 0 && d < u.least(n, b.TooFast):
		return 1 << TooFast
	case b.Fast > 0 && d < u.least(n, b.Fast):
		return 1 << Fast
	case b.Slow > 0 && d > u.most(n, b.Slow):
		return 1 << Slow
	}
	return 0
}

func (u Unit) rate(n int, d time.Duration) float64 {
	if u == CPS {
		return float64(n) / d.Seconds()
	}
	return float64(n) / d.Seconds() * 60
}

// shown is a rate rounded to a whole number of words or tenths of characters,
// and to more digits where it would seem to be on the other side of a limit.
func (b Band) shown(u Unit, n int, d time.Duration) float64 {
	rate, step := u.rate(n, d), 1.0
	if u == CPS {
		step = 10
	}
	for ; step < 1e6; step *= 10 {
		r := math.Round(rate*step) / step
		if b.side(r) == b.side(rate) {
			return r
		}
	}
	return rate
}

// side tells between which limits a rate lies.
func (b Band) side(rate float64) [3]bool {
	return [3]bool{b.TooFast > 0 && rate > b.TooFast, b.Fast > 0 && rate > b.Fast, b.Slow > 0 && rate < b.Slow}
}

// unit is the time in which a rate counts, in thousandths of a nanosecond:
// limits are taken to a thousandth.
func (u Unit) unit() uint64 {
	if u == CPS {
		return uint64(time.Second) * 1000
	}
	return uint64(time.Minute) * 1000
}

// least returns the shortest time in which n are no faster than limit.
func (u Unit) least(n int, limit float64) time.Duration {
	q, r := u.span(n, limit)
	if r > 0 {
		q++
	}
	return time.Duration(q)
}

// most returns the longest time in which n are no slower than limit.
func (u Unit) most(n int, limit float64) time.Duration {
	q, _ := u.span(n, limit)
	return time.Duration(q)
}

func (u Unit) span(n int, limit float64) (q, r uint64) {
	hi, lo := bits.Mul64(uint64(n), u.unit())
	l := thousandths(limit)
	if hi >= l {
		return math.MaxInt64 - 1, 0
	}
	q, r = bits.Div64(hi, lo, l)
	return min(q, math.MaxInt64-1), r
}

// atMost returns how many are spoken in d no faster than limit, at most.
func (u Unit) atMost(d time.Duration, limit float64) int {
	q, _ := u.count(d, limit)
	return int(q)
}

// atLeast returns how many are spoken in d no slower than limit, at least.
func (u Unit) atLeast(d time.Duration, limit float64) int {
	q, r := u.count(d, limit)
	if r > 0 {
		q++
	}
	return int(q)
}

func (u Unit) count(d time.Duration, limit float64) (q, r uint64) {
	hi, lo := bits.Mul64(uint64(max(d, 0)), thousandths(limit))
	if hi >= u.unit() {
		return math.MaxInt32, 0
	}
	q, r = bits.Div64(hi, lo, u.unit())
	return min(q, math.MaxInt32), r
}

func thousandths(limit float64) uint64 { return uint64(max(math.Round(min(limit, 1e12)*1000), 1)) }

// Spoken estimates how long a text takes to speak at a calm rate: 160 words a
// minute, 5 or 10 characters a second, and at least a second.
func Spoken(text, language string) time.Duration {
	n, perSecond := 0.0, 0.0
	switch writingOf(language, text) {
	case syllables:
		n, perSecond = float64(Characters(text)), 5
	case letters:
		n, perSecond = float64(Characters(text)), 10
	default:
		n, perSecond = float64(Words(text)), 160.0/60
	}
	return max(time.Second, time.Duration(n/perSecond*1000)*time.Millisecond)
}

// Room returns how many words, or characters where speech is counted so, are
// spoken in d at the calm rate of [Spoken].
func Room(d time.Duration, language string) (int, Unit) {
	seconds := max(d, 0).Seconds()
	switch writingOf(language, "") {
	case syllables:
		return int(seconds * 5), CPS
	case letters:
		return int(seconds * 10), CPS
	}
	return int(seconds * 160 / 60), WPM
}

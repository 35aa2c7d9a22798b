package timing_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
	"github.com/vsconvert/vsconvert/timing"
)

const (
	ms  = time.Millisecond
	sec = time.Second
)

func spans(pairs ...time.Duration) *script.Script {
	s := &script.Script{}
	for i := 0; i+1 < len(pairs); i += 2 {
		s.Segments = append(s.Segments, script.Segment{ID: fmt.Sprint(i/2 + 1), Start: pairs[i], End: pairs[i+1], Text: "text"})
	}
	return s
}

func times(s *script.Script) (pairs []time.Duration) {
	for _, seg := range s.Segments {
		pairs = append(pairs, seg.Start, seg.End)
	}
	return pairs
}

func random(r *rand.Rand, n int) *script.Script {
	s := &script.Script{}
	for range n {
		start := time.Duration(r.Int64N(int64(10 * time.Hour)))
		s.Segments = append(s.Segments, script.Segment{Start: start, End: start + time.Duration(r.Int64N(int64(20*sec)))})
	}
	return s
}

// The times that frame 90000 of the first rate has, and 1 s, at the second:
// computed by hand as 90000/second and first/second.
func TestConformByHand(t *testing.T) {
	for _, row := range []struct {
		from, to    timecode.Rate
		hour, after time.Duration // what 1 h and 1 s become
	}{
		{timecode.Rate25, timecode.Rate23976, 3753750 * ms, 1042708333},   // x 25025/24000
		{timecode.Rate25, timecode.Rate24, 3750 * sec, 1041666667},        // x 25/24
		{timecode.Rate24, timecode.Rate25, 3456 * sec, 960 * ms},          // x 24/25
		{timecode.Rate23976, timecode.Rate25, 3452547452547, 959040959},   // x 24000/25025
		{timecode.Rate23976, timecode.Rate24, 3596403596404, 999000999},   // x 1000/1001
		{timecode.Rate24, timecode.Rate23976, 3603600 * ms, 1001 * ms},    // x 1001/1000
		{timecode.Rate2997, timecode.Rate30, 3596403596404, 999000999},    // x 1000/1001
		{timecode.Rate30, timecode.Rate2997DF, 3603600 * ms, 1001 * ms},   // x 1001/1000
		{timecode.Rate2997, timecode.Rate2997DF, 3600 * sec, sec},         // the same speed
		{timecode.Rate50, timecode.Rate5994, 3003 * sec, 834166667},       // x 50050/60000
		{timecode.Rate5994DF, timecode.Rate50, 4315684315684, 1198801199}, // x 60000/50050
		{timecode.Rate60, timecode.Rate11988, 1801800 * ms, 500500000},    // x 60060/120000
		{timecode.Rate120, timecode.Rate48, 9000 * sec, 2500 * ms},        // x 120/48
		{timecode.Rate47952, timecode.Rate48, 3596403596404, 999000999},   // x 1000/1001
	} {
		s := spans(sec, time.Hour)
		n, err := timing.Conform(s, row.from, row.to)
		require.NoError(t, err)
		require.Equal(t, []time.Duration{row.after, row.hour}, times(s), "%v to %v", row.from, row.to)
		require.Equal(t, 1, n.Total)
	}
	_, err := timing.Conform(spans(0, 1), timecode.Rate{}, timecode.Rate25)
	require.ErrorIs(t, err, timecode.ErrRate)
}

// Every rate to every other, beside big rationals, and back again.
func TestConformIsExactAndComesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 17))
	for _, from := range timecode.Rates() {
		for _, to := range timecode.Rates() {
			s, before := random(r, 8), []time.Duration(nil)
			before = times(s)
			_, err := timing.Conform(s, from, to)
			require.NoError(t, err)
			for i, got := range times(s) {
				require.Equal(t, conformed(before[i], from, to), got, "%v to %v", from, to)
			}
			_, err = timing.Conform(s, to, from)
			require.NoError(t, err)
			for i, got := range times(s) {
				require.LessOrEqual(t, (got - before[i]).Abs(), back(from, to), "%v to %v and back", from, to)
			}
		}
	}
}

// back is how far a time may come back from where it was: half a nanosecond in
// the middle, as drawn out on the way back, and half a nanosecond.
func back(from, to timecode.Rate) time.Duration {
	a, b := from.Fraction()
	c, d := to.Fraction()
	return max(1, time.Duration(c*b/(a*d))/2+1)
}

func conformed(t time.Duration, from, to timecode.Rate) time.Duration {
	a, b := from.Fraction()
	c, d := to.Fraction()
	x := new(big.Rat).Mul(big.NewRat(int64(t), 1), big.NewRat(a*d, b*c))
	x.Add(x, big.NewRat(1, 2))
	return time.Duration(new(big.Int).Div(x.Num(), x.Denom()).Int64())
}

func TestShiftThereAndBack(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 17))
	for range 100 {
		s := random(r, 20)
		before, by := times(s), time.Duration(r.Int64N(int64(time.Hour)))
		n, err := timing.Shift(s, by)
		require.NoError(t, err)
		require.Equal(t, 20, n.Changed)
		_, err = timing.Shift(s, -by)
		require.NoError(t, err)
		require.Equal(t, before, times(s))
	}
}

func TestNothingFallsBelowZeroOrHalfway(t *testing.T) {
	s := spans(5*sec, 6*sec, 1*sec, 2*sec)
	for name, step := range map[string]func() (timing.Count, error){
		"shift": func() (timing.Count, error) { return timing.Shift(s, -1500*ms) },
		"sync":  func() (timing.Count, error) { return timing.Sync(s, timing.Point{Heard: 5 * sec, Meant: 1 * sec}) },
		"stretch": func() (timing.Count, error) {
			return timing.Sync(s, timing.Point{Heard: 5 * sec, Meant: 5 * sec}, timing.Point{Heard: 6 * sec, Meant: 8 * sec})
		},
	} {
		n, err := step()
		require.ErrorIs(t, err, script.ErrNegativeTime, name)
		var at *script.SegmentError
		require.ErrorAs(t, err, &at)
		require.Equal(t, "2", at.ID)
		require.Zero(t, n)
		require.Equal(t, times(spans(5*sec, 6*sec, 1*sec, 2*sec)), times(s), name)
	}
	_, err := timing.Shift(s, math.MaxInt64)
	require.ErrorIs(t, err, script.ErrTimeRange)
	early := spans(-2*sec, sec)
	_, err = timing.Shift(early, 2*sec)
	require.NoError(t, err, "what was below zero may rise")
}

func TestSync(t *testing.T) {
	at := func(heard, meant time.Duration) timing.Point { return timing.Point{Heard: heard, Meant: meant} }
	s := spans(10*sec, 12*sec, 100*sec, 103*sec)
	_, err := timing.Sync(s, at(10*sec, 7500*ms))
	require.NoError(t, err)
	require.Equal(t, []time.Duration{7500 * ms, 9500 * ms, 97500 * ms, 100500 * ms}, times(s))

	for _, points := range [][2]timing.Point{{at(10*sec, 20*sec), at(100*sec, 80*sec)}, {at(100*sec, 80*sec), at(10*sec, 20*sec)}} {
		s = spans(10*sec, 13*sec, 100*sec, 103*sec)
		_, err = timing.Sync(s, points[0], points[1]) // x 60/90
		require.NoError(t, err)
		require.Equal(t, []time.Duration{20 * sec, 22 * sec, 80 * sec, 82 * sec}, times(s))
	}
	s = spans(1, 2)
	_, err = timing.Sync(s, at(0, 0), at(3, 1)) // 1/3 and 2/3 of a nanosecond
	require.NoError(t, err)
	require.Equal(t, []time.Duration{0, 1}, times(s))

	for _, points := range [][]timing.Point{
		{at(1, 1), at(1, 2)}, {at(1, 1), at(2, 1)}, {at(1, 2), at(2, 1)}, {at(1, 1), at(2, 2), at(3, 3)},
	} {
		_, err := timing.Sync(s, points[0], points[1:]...)
		require.ErrorIs(t, err, script.ErrValue)
	}
}

// Frames by hand: the number of the frame nearest to 1.03 s, and its time.
func TestSnapByHand(t *testing.T) {
	for _, row := range []struct {
		rate timecode.Rate
		n    int64
		at   time.Duration
	}{
		{timecode.Rate23976, 25, 1042708333}, {timecode.Rate24, 25, 1041666667}, {timecode.Rate25, 26, 1040 * ms},
		{timecode.Rate2997, 31, 1034366667}, {timecode.Rate2997DF, 31, 1034366667}, {timecode.Rate30, 31, 1033333333}, {timecode.Rate30DF, 31, 1033333333},
		{timecode.Rate47952, 49, 1021854167}, {timecode.Rate48, 49, 1020833333}, {timecode.Rate50, 52, 1040 * ms},
		{timecode.Rate5994, 62, 1034366667}, {timecode.Rate5994DF, 62, 1034366667}, {timecode.Rate60, 62, 1033333333}, {timecode.Rate60DF, 62, 1033333333},
		{timecode.Rate11988, 123, 1026025000}, {timecode.Rate11988DF, 123, 1026025000}, {timecode.Rate120, 124, 1033333333}, {timecode.Rate120DF, 124, 1033333333},
	} {
		s := spans(1030*ms, 1030*ms+1)
		_, err := timing.Snap(s, row.rate)
		require.NoError(t, err)
		require.Equal(t, []time.Duration{row.at, row.rate.Duration(row.n + 1)}, times(s), "%v", row.rate)
	}
}

func TestSnapIsIdempotent(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 17))
	for _, rate := range timecode.Rates() {
		s := random(r, 50)
		s.Segments[7].End = s.Segments[7].Start
		s.Segments[8].End = s.Segments[8].Start + 1
		_, err := timing.Snap(s, rate)
		require.NoError(t, err)
		require.Equal(t, s.Segments[7].Start, s.Segments[7].End, "a point stays one")
		require.Equal(t, rate.Frames(s.Segments[8].Start)+1, rate.Frames(s.Segments[8].End))
		before := times(s)
		n, err := timing.Snap(s, rate)
		require.NoError(t, err)
		require.Zero(t, n.Changed)
		require.Equal(t, before, times(s))
	}
	_, err := timing.Snap(spans(0, 1), timecode.Rate{})
	require.ErrorIs(t, err, timecode.ErrRate)
}

func TestTrim(t *testing.T) {
	var said []string
	warn := func(w script.Warning) error { said = append(said, w.Error()); return nil }
	whole := spans(0, 1*sec, 8*sec, 11*sec, 10*sec, 12*sec, 19*sec, 22*sec, 20*sec, 21*sec)
	s := &script.Script{Segments: whole.Segments}
	n, err := timing.Trim(s, 10*sec, 20*sec, false, warn)
	require.NoError(t, err)
	require.Equal(t, timing.Count{Total: 5, Changed: 2, Removed: 3, Shortened: 1}, n)
	require.Equal(t, []time.Duration{0, 2 * sec, 9 * sec, 10 * sec}, times(s))
	require.Equal(t, []string{`timing: segment "2": dropped: starts before 10s, though it reaches 1s beyond`}, said)

	s = &script.Script{Segments: whole.Segments}
	n, err = timing.Trim(s, 10*sec, 20*sec, true, nil)
	require.NoError(t, err)
	require.Equal(t, timing.Count{Total: 5, Changed: 1, Removed: 3, Shortened: 1}, n)
	require.Equal(t, []time.Duration{10 * sec, 12 * sec, 19 * sec, 20 * sec}, times(s))

	_, err = timing.Trim(s, 30*sec, 40*sec, false, nil)
	require.ErrorIs(t, err, script.ErrNoSegments)
	_, err = timing.Trim(s, 30*sec, 30*sec, false, nil)
	require.ErrorIs(t, err, script.ErrValue)
	require.Len(t, s.Segments, 2)

	stop := errors.New("stop")
	_, err = timing.Trim(whole, 10*sec, 20*sec, false, func(script.Warning) error { return stop })
	require.ErrorIs(t, err, stop)
	require.Len(t, whole.Segments, 5)
}

func TestSpace(t *testing.T) {
	for name, row := range map[string]struct {
		in, want []time.Duration
		p        timing.Spacing
		n        timing.Count
		said     []error
	}{
		"longer":            {in: []time.Duration{1 * sec, 2 * sec, 9 * sec, 10 * sec}, p: timing.Spacing{MinDuration: 3 * sec}, want: []time.Duration{1 * sec, 4 * sec, 9 * sec, 12 * sec}, n: timing.Count{Lengthened: 2}},
		"as far as it goes": {in: []time.Duration{1 * sec, 2 * sec, 3 * sec, 9 * sec}, p: timing.Spacing{MinDuration: 3 * sec, MinGap: 500 * ms}, want: []time.Duration{1 * sec, 2500 * ms, 3 * sec, 9 * sec}, n: timing.Count{Lengthened: 1}, said: []error{timing.ErrTooShort}},
		"gap":               {in: []time.Duration{1 * sec, 3 * sec, 3 * sec, 9 * sec}, p: timing.Spacing{MinGap: 250 * ms}, want: []time.Duration{1 * sec, 2750 * ms, 3 * sec, 9 * sec}, n: timing.Count{Shortened: 1}},
		"no room":           {in: []time.Duration{1 * sec, 3 * sec, 1200 * ms, 9 * sec}, p: timing.Spacing{MinGap: 250 * ms}, want: []time.Duration{1 * sec, 3 * sec, 1200 * ms, 9 * sec}, said: []error{timing.ErrTooClose}},
		"overlap stays":     {in: []time.Duration{1 * sec, 3 * sec, 2 * sec, 9 * sec}, p: timing.Spacing{MinDuration: 4 * sec}, want: []time.Duration{1 * sec, 3 * sec, 2 * sec, 9 * sec}, said: []error{timing.ErrTooShort}},
		"out of order":      {in: []time.Duration{9 * sec, 10 * sec, 1 * sec, 2 * sec}, p: timing.Spacing{MinDuration: 3 * sec}, want: []time.Duration{9 * sec, 12 * sec, 1 * sec, 4 * sec}, n: timing.Count{Lengthened: 2}},
		"reversed":          {in: []time.Duration{9 * sec, 8 * sec}, p: timing.Spacing{MinDuration: 3 * sec}, want: []time.Duration{9 * sec, 8 * sec}},
		"together":          {in: []time.Duration{1 * sec, 2 * sec, 1 * sec, 2 * sec}, p: timing.Spacing{MinDuration: 3 * sec}, want: []time.Duration{1 * sec, 2 * sec, 1 * sec, 4 * sec}, n: timing.Count{Lengthened: 1}, said: []error{timing.ErrTooShort}},
	} {
		s := spans(row.in...)
		var said []error
		n, err := timing.Space(s, row.p, func(w script.Warning) error { said = append(said, w.Err); return nil })
		require.NoError(t, err, name)
		require.Equal(t, row.want, times(s), name)
		row.n.Total, row.n.Changed = len(s.Segments), row.n.Lengthened+row.n.Shortened
		require.Equal(t, row.n, n, name)
		require.Len(t, said, len(row.said), name)
		for i := range said {
			require.ErrorIs(t, said[i], row.said[i], name)
		}
	}
}

func TestSpaceLeavesPoints(t *testing.T) {
	s := spans(1*sec, 1*sec, 5*sec, 5*sec)
	s.Segments[0].Extended = true
	_, err := timing.Space(s, timing.Spacing{MinDuration: sec}, nil)
	require.NoError(t, err)
	require.Equal(t, []time.Duration{1 * sec, 1 * sec, 5 * sec, 6 * sec}, times(s))
	_, err = timing.Space(s, timing.Spacing{MinGap: -1}, nil)
	require.ErrorIs(t, err, script.ErrValue)
}

// Starts never move, no end passes what it may not but where that is told, and
// doing it again changes nothing.
func TestSpaceProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 17))
	for range 200 {
		s := random(r, 30)
		for i := range s.Segments {
			s.Segments[i].Start %= 200 * sec
			s.Segments[i].End = s.Segments[i].Start + s.Segments[i].End%(9*sec) + 1
			s.Segments[i].ID = fmt.Sprint(i)
		}
		starts, tooClose := times(s), map[int]bool{}
		p := timing.Spacing{MinDuration: time.Duration(r.Int64N(int64(5 * sec))), MinGap: 1 + time.Duration(r.Int64N(int64(sec)))}
		_, err := timing.Space(s, p, func(w script.Warning) error {
			tooClose[w.Index] = tooClose[w.Index] || errors.Is(w.Err, timing.ErrTooClose)
			return nil
		})
		require.NoError(t, err)
		for i, seg := range s.Segments {
			require.Equal(t, starts[2*i], seg.Start)
			require.Greater(t, seg.End, seg.Start)
			for j, other := range s.Segments {
				if other.Start > seg.Start && !tooClose[i] && i != j {
					require.LessOrEqual(t, seg.End, other.Start-p.MinGap)
				}
			}
		}
		n, err := timing.Space(s, p, nil)
		require.NoError(t, err)
		require.Zero(t, n.Changed)
	}
}

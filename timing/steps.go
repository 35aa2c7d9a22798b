package timing

import (
	"fmt"
	"time"

	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Count is what a step did, in segments.
type Count struct {
	Total      int // before the step
	Changed    int // whose start or end is another now; not those removed
	Removed    int // that are gone
	Shortened  int // by [Trim] and [Space]
	Lengthened int // by [Space]
}

// Warn takes what a step lost or could not do, as readers and writers tell it:
// nil drops it, and an error that it returns stops the step and comes back.
type Warn = func(script.Warning) error

// warning is about one segment.
func warning(warn Warn, i int, seg *script.Segment, err error) error {
	if warn == nil {
		return nil
	}
	return warn(script.Warning{Format: "timing", Index: i, SegmentID: seg.ID, Err: err})
}

// retime gives every segment the times of f, counts those that change, and
// refuses times below zero.
func retime(s *script.Script, f func(start, end time.Duration) (from, to time.Duration, err error)) (Count, error) {
	n := Count{Total: len(s.Segments)}
	err := s.Retime(func(start, end time.Duration) (time.Duration, time.Duration, error) {
		from, to, err := f(start, end)
		if err == nil && (from < 0 || to < 0) {
			err = fmt.Errorf("%w: %v would become %v", script.ErrNegativeTime, start, from)
		}
		if from != start || to != end {
			n.Changed++
		}
		return from, to, err
	})
	if err != nil {
		return Count{}, err
	}
	return n, nil
}

// follow moves every time along l, the first of whose numbers are above zero.
func follow(s *script.Script, l script.Line) (Count, error) {
	return retime(s, func(start, end time.Duration) (from, to time.Duration, err error) {
		from, ok := l.At(start)
		to, ok2 := l.At(end)
		if !ok || !ok2 {
			err = script.ErrTimeRange
		}
		return from, to, err
	})
}

// Shift adds by, which may be negative, to all times.
func Shift(s *script.Script, by time.Duration) (Count, error) {
	return follow(s, script.Line{To: by, Num: 1, Den: 1})
}

// Conform gives the times that the same frames have when what ran at rate from
// runs at rate to: they are multiplied by from/to. How labels are counted does
// not matter. The error is [timecode.ErrRate] when a rate is not set.
func Conform(s *script.Script, from, to timecode.Rate) (Count, error) {
	if from.IsZero() || to.IsZero() {
		return Count{}, fmt.Errorf("%w: two are needed", timecode.ErrRate)
	}
	a, b := from.Fraction()
	c, d := to.Fraction()
	return follow(s, script.Line{Num: a * d, Den: b * c})
}

// Point is a moment that is heard at one time and meant at another.
type Point struct{ Heard, Meant time.Duration }

// Sync moves all times so that what is heard at a point is heard when it is
// meant. One point shifts; two stretch, what lies around them too. The error
// is a [*script.ValueError] when two points are heard or meant at one time or
// in contrary order.
func Sync(s *script.Script, first Point, second ...Point) (Count, error) {
	if len(second) == 0 {
		return Shift(s, first.Meant-first.Heard)
	}
	heard, meant := second[0].Heard-first.Heard, second[0].Meant-first.Meant
	if heard < 0 {
		heard, meant = -heard, -meant
	}
	if len(second) > 1 || heard <= 0 || meant <= 0 {
		return Count{}, &script.ValueError{Kind: script.ErrValue, Field: "sync", Value: fmt.Sprint(append([]Point{first}, second...)), Want: "one point, or two that are heard and meant in the same order"}
	}
	return follow(s, script.Line{From: first.Heard, To: first.Meant, Num: int64(meant), Den: int64(heard)})
}

// Snap moves every start and end to the nearest frame, halves up. What has a
// length is never shorter than a frame, what has none stays without. The error
// is [timecode.ErrRate] when the rate is not set.
func Snap(s *script.Script, r timecode.Rate) (Count, error) {
	if r.IsZero() {
		return Count{}, fmt.Errorf("%w: none to snap to", timecode.ErrRate)
	}
	return retime(s, func(start, end time.Duration) (from, to time.Duration, err error) {
		first, last := r.Frames(start), r.Frames(end)
		if end > start {
			last = max(last, first+1)
		}
		return r.Duration(first), r.Duration(last), nil
	})
}

// Trim keeps the segments that start in [in, out), cuts ends at out, and moves
// all by -in, unless keepTimes is set. Segments that reach into the stretch
// from before it are left out like all others there, with a warning. The error
// is a [*script.ValueError] unless in is before out and not below zero, and
// [script.ErrNoSegments] when nothing would be left.
func Trim(s *script.Script, in, out time.Duration, keepTimes bool, warn Warn) (Count, error) {
	if in < 0 || out <= in {
		return Count{}, &script.ValueError{Kind: script.ErrValue, Field: "trim", Value: fmt.Sprintf("%v-%v", in, out), Want: "two times, the first not below zero and before the second"}
	}
	by := in
	if keepTimes {
		by = 0
	}
	n := Count{Total: len(s.Segments)}
	var kept []script.Segment
	for i, seg := range s.Segments {
		if seg.Start < in || seg.Start >= out {
			n.Removed++
			if err := tellReaching(warn, i, &seg, in); err != nil {
				return Count{}, err
			}
			continue
		}
		if seg.End > out {
			n.Shortened++
			seg.End = out
		}
		seg.Start, seg.End = seg.Start-by, max(seg.End-by, 0) // the end may be before the start
		if seg.Start != s.Segments[i].Start || seg.End != s.Segments[i].End {
			n.Changed++
		}
		kept = append(kept, seg)
	}
	if n.Total > 0 && len(kept) == 0 {
		return Count{}, fmt.Errorf("%w that start from %v to %v", script.ErrNoSegments, in, out)
	}
	s.Segments = kept
	return n, nil
}

func tellReaching(warn Warn, i int, seg *script.Segment, in time.Duration) error {
	if seg.Start >= in || seg.End <= in {
		return nil
	}
	return warning(warn, i, seg, fmt.Errorf("%w: starts before %v, though it reaches %v beyond", script.ErrDropped, in, seg.End-in))
}

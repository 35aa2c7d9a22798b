package script

import (
	"fmt"
	"math/big"
	"time"
)

// Line is a rule that gives every time another: From becomes To, and what lies
// around it is drawn out to Num/Den of its length. It is exact, and rounds
// once, to the nearest nanosecond, halves away from zero.
type Line struct {
	From, To time.Duration
	Num, Den int64 // above zero
}

// At returns what t becomes. ok is false when that is out of the range of
// [time.Duration].
func (l Line) At(t time.Duration) (at time.Duration, ok bool) {
	den := big.NewInt(l.Den)
	n := big.NewInt(int64(t))
	n.Sub(n, big.NewInt(int64(l.From)))
	n.Mul(n, big.NewInt(l.Num))
	n.Add(n, new(big.Int).Mul(big.NewInt(int64(l.To)), den))
	n.Lsh(n, 1)
	if n.Sign() < 0 {
		n.Sub(n, den)
	} else {
		n.Add(n, den)
	}
	n.Quo(n, den.Lsh(den, 1))
	return time.Duration(n.Int64()), n.IsInt64()
}

func (l Line) span(start, end time.Duration) (from, to time.Duration, err error) {
	from, ok1 := l.At(start)
	to, ok2 := l.At(end)
	if !ok1 || !ok2 {
		return start, end, ErrTimeRange
	}
	return from, to, nil
}

// Follow gives every start and end the time it has by l. It returns [ErrValue]
// when l.Num or l.Den is below 1, and [ErrTimeRange] when a time would leave
// the range of [time.Duration]; nothing is changed then.
func (s *Script) Follow(l Line) error {
	if l.Num < 1 || l.Den < 1 {
		return &ValueError{Kind: ErrValue, Field: "ratio", Value: fmt.Sprintf("%d/%d", l.Num, l.Den), Want: "two numbers above zero"}
	}
	return s.Retime(l.span)
}

// Shift adds d, which may be negative, to every start and end. It returns
// [ErrTimeRange] and changes nothing when a time would leave the range of
// [time.Duration]. Times below zero are kept as they are; Validate finds them.
func (s *Script) Shift(d time.Duration) error { return s.Follow(Line{To: d, Num: 1, Den: 1}) }

// Scale multiplies every start and end by num/den, exactly, and rounds to the
// nearest nanosecond, halves away from zero. A programme sped up from 24 to
// 25 frames a second is Scale(24, 25). It returns [ErrValue] when num or den
// is below 1, and [ErrTimeRange] when a time would leave the range of
// [time.Duration]; nothing is changed then.
func (s *Script) Scale(num, den int64) error { return s.Follow(Line{Num: num, Den: den}) }

// Retime gives every segment the times that f returns for it, or changes
// nothing when f returns an error, which comes back in a [*SegmentError].
func (s *Script) Retime(f func(start, end time.Duration) (from, to time.Duration, err error)) error {
	mapped := make([][2]time.Duration, len(s.Segments))
	for i := range s.Segments {
		seg := &s.Segments[i]
		start, end, err := f(seg.Start, seg.End)
		if err != nil {
			return &SegmentError{Index: i, ID: seg.ID, Err: err}
		}
		mapped[i] = [2]time.Duration{start, end}
	}
	for i := range s.Segments {
		s.Segments[i].Start, s.Segments[i].End = mapped[i][0], mapped[i][1]
	}
	return nil
}

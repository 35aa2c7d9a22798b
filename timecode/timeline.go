package timecode

import (
	"errors"
	"fmt"
	"time"
)

// Timeline places labels on the programme's time line, whose zero is
// the programme's first frame. It follows labels past midnight: a label more
// than 12 hours before or after the one placed last belongs to the next or
// the previous day.
type Timeline struct {
	rate  Rate
	start int64 // frame of the programme's first frame
	last  int64 // placed last, in frames from the start
	based bool  // a start is set, or a label has been placed
}

// NewTimeline returns a Timeline at rate r whose first frame has the label
// start; a zero start means 00:00:00:00. A start of another rate keeps its
// label. The error is that of [FromLabel].
func NewTimeline(r Rate, start Timecode) (*Timeline, error) {
	start, err := start.At(r)
	if err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	return &Timeline{rate: r, start: start.Frames(), based: !start.IsZero()}, nil
}

// Near returns the timecode that a label stands for at rate r: its own, or that
// of the next frame when drop-frame skips the label. Errors are those of
// [FromLabel].
func (l Label) Near(r Rate) (t Timecode, skipped bool, err error) {
	t, err = l.Timecode(r)
	if errors.Is(err, ErrDropped) {
		l.Frame = uint16(r.dropped())
		t, err = l.Timecode(r)
		return t, true, err
	}
	return t, false, err
}

// Frame returns how many frames after the programme's first frame the label
// is. A label that drop-frame skips is that of the next frame. One before the
// start is an error that wraps [ErrEarly]; for one that does not exist it is
// that of [FromLabel].
func (t *Timeline) Frame(l Label) (int64, error) {
	tc, _, err := l.Near(t.rate)
	if err != nil {
		return 0, err
	}
	n := tc.Frames() - t.start
	if t.based {
		if near := nearest(n, t.last, t.rate.FramesPerDay()); near >= 0 || n < 0 {
			n = near
		}
	}
	if n < 0 {
		return 0, fmt.Errorf("%s is %w %s", l, ErrEarly, FromFrames(t.start, t.rate))
	}
	t.last, t.based = n, true
	return n, nil
}

// nearest adds whole days to n so that it is within half a day of last.
func nearest(n, last, day int64) int64 {
	turns, rest := (last-n+day/2)/day, (last-n+day/2)%day
	if rest < 0 {
		turns--
	}
	return n + turns*day
}

// Span returns the frames of an event whose record times are in and out. An
// out more than 12 hours before the in has passed midnight; one less before
// it is returned as it is, so that to < from.
func (t *Timeline) Span(in, out Label) (from, to int64, err error) {
	a, _, err := in.Near(t.rate)
	if err != nil {
		return 0, 0, err
	}
	b, _, err := out.Near(t.rate)
	if err != nil {
		return 0, 0, err
	}
	from, err = t.Frame(in)
	if err != nil {
		return 0, 0, err
	}
	length, day := b.Frames()-a.Frames(), t.rate.FramesPerDay()
	if length < -day/2 {
		length += day
	}
	t.last = max(from, from+length)
	return from, from + length, nil
}

// Duration returns the time of frame n, to the nearest nanosecond.
func (t *Timeline) Duration(n int64) time.Duration { return t.rate.Duration(n) }

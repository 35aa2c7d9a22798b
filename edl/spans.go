package edl

import (
	"fmt"
	"time"

	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// spans turns the times of segments, one after the other, into frames that a
// list can hold: in is not negative, and out is above in.
type spans struct {
	rate timecode.Rate
	warn func(id string, err error)

	out     int64         // the highest so far
	grown   bool          // the segment before got a frame it does not fill
	stopped time.Duration // its real end
}

// next returns the frames of segment i.
func (s *spans) next(segments []script.Segment, i int) (in, out int64) {
	seg := &segments[i]
	in, out = s.rate.Frames(seg.Start), s.rate.Frames(seg.End)
	if in < 0 {
		s.warn(seg.ID, fmt.Errorf("%w: start %s moved to 0", script.ErrNegativeTime, seg.Start))
		in = 0
	}
	grown := out <= in
	if err := script.CheckOrder(seg.Start, seg.End); err != nil {
		out = s.minimum(segments, i, in)
		s.warn(seg.ID, fmt.Errorf("%w: out moved to %s", err, timecode.FromFrames(out, s.rate)))
	} else if grown {
		out = in + 1
		s.warn(seg.ID, fmt.Errorf("%w at %s fps: made one frame long", script.ErrZeroLength, s.rate))
	}
	if in < s.out {
		in = s.avoid(seg, in, out)
	}
	s.out = max(s.out, out)
	s.grown, s.stopped = grown, max(seg.Start, seg.End)
	return in, out
}

// minimum returns the out of a segment without length: a second on, or the
// next one's in.
func (s *spans) minimum(segments []script.Segment, i int, in int64) int64 {
	out := in + int64(s.rate.Nominal())
	if i+1 < len(segments) {
		if next := s.rate.Frames(segments[i+1].Start); next > in {
			out = min(out, next)
		}
	}
	return out
}

// avoid returns an in for a segment that begins before another has ended. It
// gives way to a frame its neighbour only has because there is none shorter.
func (s *spans) avoid(seg *script.Segment, in, out int64) int64 {
	if s.grown && seg.Start >= s.stopped && out > s.out {
		s.warn(seg.ID, fmt.Errorf("%w within a frame: in moved from %s to %s", script.ErrOverlap,
			timecode.FromFrames(in, s.rate), timecode.FromFrames(s.out, s.rate)))
		return s.out
	}
	s.warn(seg.ID, script.ErrOverlap)
	return in
}

package edl

import (
	"fmt"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
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
	var after time.Duration
	if i+1 < len(segments) {
		after = segments[i+1].Start
	}
	in, out, err := clock.FrameSpan(seg.Start, seg.End, after, s.rate)
	if err != nil {
		s.warn(seg.ID, err)
	}
	grown := s.rate.Frames(seg.End) <= in
	if in < s.out {
		in = s.avoid(seg, in, out)
	}
	s.out = max(s.out, out)
	s.grown, s.stopped = grown, max(seg.Start, seg.End)
	return in, out
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

package timing

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// What [Space] could not do.
var (
	ErrTooShort = errors.New("shorter than asked for") // the next segment starts too soon
	ErrTooClose = errors.New("closer than asked for")  // they start too close together
)

// Spacing is how long segments last at least, and how long before the next one
// starts they end.
type Spacing struct {
	MinDuration time.Duration // 0 leaves lengths as they are
	MinGap      time.Duration // 0 lets a segment end where the next starts, and leaves overlaps as they are
}

// Space moves ends, and starts never: what is shorter than MinDuration becomes
// longer, as far as MinGap before the next start allows, and ends later than
// that move back to it. What cannot be is told to warn: a segment stays
// shorter ([ErrTooShort]), or the next one starts so soon that nothing would
// be left, and the end stays ([ErrTooClose]). Segments that end before they
// start are left alone, as are those without length that are extended, which
// are points. The error is a [*script.ValueError] when a length is below zero.
func Space(s *script.Script, p Spacing, warn Warn) (Count, error) {
	if p.MinDuration < 0 || p.MinGap < 0 {
		return Count{}, &script.ValueError{Kind: script.ErrValue, Field: "spacing", Value: fmt.Sprintf("%v, %v", p.MinDuration, p.MinGap), Want: "lengths of time"}
	}
	n := Count{Total: len(s.Segments)}
	ends := make([]time.Duration, len(s.Segments))
	order := byStart(s)
	for k, i := range order {
		seg := &s.Segments[i]
		ends[i] = seg.End
		if seg.End < seg.Start || seg.End == seg.Start && (seg.Extended || s.Type == script.Extended) {
			continue
		}
		room := roomFor(s, order[k:], p)
		end, err := p.end(seg, room)
		if err != nil {
			if err := warning(warn, i, seg, err); err != nil {
				return Count{}, err
			}
		}
		ends[i] = end
		n.see(seg.End, end)
	}
	for i, end := range ends {
		s.Segments[i].End = end
	}
	return n, nil
}

// byStart returns the segments' indexes in the order of their starts.
func byStart(s *script.Script) []int {
	order := make([]int, len(s.Segments))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.Segments[a].Start, s.Segments[b].Start) })
	return order
}

// limit is the last moment at which a segment may end; none is for the last.
type limit struct {
	at   time.Duration
	none bool
}

// roomFor returns the limit of the first of the segments in order.
func roomFor(s *script.Script, order []int, p Spacing) limit {
	if len(order) < 2 {
		return limit{none: true}
	}
	return limit{at: s.Segments[order[1]].Start - p.MinGap}
}

// end returns where seg is to end, and what could not be.
func (p Spacing) end(seg *script.Segment, room limit) (time.Duration, error) {
	end := seg.End
	if p.MinDuration > 0 && end-seg.Start < p.MinDuration {
		end = seg.Start + p.MinDuration
	}
	if room.none || end <= room.at {
		return end, nil
	}
	if room.at <= seg.Start {
		return seg.End, p.tooClose(seg, room)
	}
	if p.MinGap == 0 && seg.End > room.at { // an overlap that nobody asked to mend
		return seg.End, p.tooShort(seg.End - seg.Start)
	}
	return room.at, p.tooShort(room.at - seg.Start)
}

func (p Spacing) tooShort(length time.Duration) error {
	if p.MinDuration == 0 || length >= p.MinDuration {
		return nil
	}
	return fmt.Errorf("%w: %v instead of %v, as the next one starts", ErrTooShort, length, p.MinDuration)
}

func (p Spacing) tooClose(seg *script.Segment, room limit) error {
	next := room.at + p.MinGap
	if p.MinGap == 0 {
		return p.tooShort(seg.End - seg.Start)
	}
	return fmt.Errorf("%w: the next one starts %v after it, and %v are to be free", ErrTooClose, next-seg.Start, p.MinGap)
}

// see counts an end that was moved.
func (n *Count) see(before, after time.Duration) {
	switch {
	case after < before:
		n.Shortened++
	case after > before:
		n.Lengthened++
	default:
		return
	}
	n.Changed++
}

package timing

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// slack is how far before a frame a time may be and still mean it: formats
// round to the millisecond, down too.
const slack = time.Millisecond / 2

// Reconformed is a script that has followed the programme to a new cut.
type Reconformed struct {
	Script *script.Script // what has a place, by start
	Rest   *script.Script // what has none, at its old times
	Moved  int            // of Script, those that start elsewhere
	Flags  []script.Warning
}

// Reconform returns s, which was written for one cut, for another: every
// segment moves with the frame it starts on, told by its source and the frame
// of that. What it starts later than its frame, and its duration, it keeps.
// A frame that is shown several times, but once in the old cut, is found where
// it is shown first; one that the old cut repeats too is found at the same
// repetition, where there is one. Between shots, what a segment follows is
// what it moves with.
//
// Rest holds segments whose frames the new cut does not show. Flags tell of
// those in Script which run over another cut than before ([ErrRunsOn]), into
// the next segment though they did not ([script.ErrOverlap]), or past the end
// ([ErrPastEnd]); and of those in Rest ([ErrGone]). Their Index is that in s.
//
// A cut that stays the same changes nothing but the order. Work is in
// proportion to segments and events, times how often a frame is shown.
// s is not modified.
func Reconform(s *script.Script, old, new *Cut) (*Reconformed, error) {
	if old.rate.NonDrop() != new.rate.NonDrop() {
		return nil, fmt.Errorf("%w: one cut runs at %v, the other at %v", timecode.ErrRate, old.rate, new.rate)
	}
	f := &follower{old: old, new: new, agrees: map[int64]stretch{}}
	return f.reconform(s), nil
}

// reconform returns a script for the new cut.
func (f *follower) reconform(s *script.Script) *Reconformed {
	out := &Reconformed{}
	kept, rest := *s, *s
	kept.Segments, rest.Segments, rest.Document = nil, nil, nil
	var places []place
	for i, seg := range s.Segments {
		p, ok := f.follow(&seg)
		if !ok {
			rest.Segments = append(rest.Segments, seg)
			out.flag(i, &seg, ErrGone)
			continue
		}
		p.index = i
		places = append(places, p)
		if p.start != seg.Start {
			out.Moved++
		}
		f.check(out, &seg, p)
	}
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(a.start, b.start) })
	for k, p := range places {
		seg := s.Segments[p.index]
		if k+1 < len(places) {
			checkNext(out, s, p, places[k+1])
		}
		seg.Start, seg.End = p.start, p.start+seg.Duration()
		kept.Segments = append(kept.Segments, seg)
	}
	slices.SortStableFunc(out.Flags, func(a, b script.Warning) int { return cmp.Compare(a.Index, b.Index) })
	out.Script, out.Rest = &kept, &rest
	return out
}

func (out *Reconformed) flag(i int, seg *script.Segment, err error) {
	out.Flags = append(out.Flags, script.Warning{Format: "timing", Index: i, SegmentID: seg.ID, Err: err})
}

// place is where a segment goes.
type place struct {
	index    int
	old, new int64 // frames it starts on
	start    time.Duration
}

// follower finds where segments go.
type follower struct {
	old, new *Cut
	was, is  []int             // found last
	steps    int               // shots that were looked at, beside those that a search passes
	agrees   map[int64]stretch // by how far frames have moved: where that is so
}

// frame returns the frame that is shown at a time.
func frame(t time.Duration, r timecode.Rate) int64 {
	t += slack
	n := r.Frames(t)
	if r.Duration(n) > t {
		n--
	}
	return n
}

// follow finds the place of a segment.
func (f *follower) follow(seg *script.Segment) (p place, ok bool) {
	p.old = frame(seg.Start, f.old.rate)
	i, on := f.old.on(p.old)
	switch {
	case on:
		p.new, ok = f.move(i, p.old)
	case i < 0: // before all shots
		p.new, ok = p.old, true
		if _, covered := f.new.on(p.new); covered {
			return p, false
		}
	default:
		p.new, ok = f.between(i, p.old)
	}
	if !ok {
		return p, false
	}
	p.start = f.new.rate.Duration(p.new) + seg.Start - f.old.rate.Duration(p.old)
	if seg.Start >= 0 {
		p.start = max(p.start, 0) // what was rounded down
	}
	return p, true
}

// move finds where the new cut shows a frame of a shot of the old one.
func (f *follower) move(i int, at int64) (int64, bool) {
	shot := &f.old.shots[i]
	unit := shot.low + (at-shot.from)*shot.pace
	f.is = f.new.showing(f.is[:0], shot.key, unit)
	f.steps += 1 + len(f.is)
	if len(f.is) == 0 {
		return 0, false
	}
	nth := 0
	if len(f.is) > 1 {
		f.was = f.old.showing(f.was[:0], shot.key, unit)
		f.steps += len(f.was)
		if nth = slices.Index(f.was, i); nth >= len(f.is) {
			nth = 0
		}
	}
	found := &f.new.shots[f.is[nth]]
	return found.from + (unit-found.low)/found.pace, true
}

// between finds where a frame behind shot i goes, where nothing is shown.
func (f *follower) between(i int, at int64) (int64, bool) {
	last := f.old.shots[i].to - 1
	moved, ok := f.move(i, last)
	if !ok {
		return 0, false
	}
	place := moved + at - last
	now, on := f.new.on(place)
	return place, !on && f.new.shots[now].to == moved+1
}

// stretch is frames of the old cut.
type stretch struct{ from, to int64 }

// agree returns the first frame of the old cut, from one on that has moved, at
// which the cuts show other things.
func (f *follower) agree(p place) int64 {
	by := p.new - p.old
	if known, ok := f.agrees[by]; ok && known.from <= p.old && p.old < known.to {
		return known.to
	}
	at, most := p.old, max(f.old.end(), f.new.end()-by)
	for at < most {
		n := f.alike(at, at+by)
		if n == 0 {
			break
		}
		at += n
	}
	if at >= most {
		at = endless
	}
	f.agrees[by] = stretch{p.old, at}
	return at
}

const endless = 1 << 62

// alike returns for how many frames the cuts show the same, from a frame of
// each on.
func (f *follower) alike(a, b int64) int64 {
	f.steps++
	i, on := f.old.on(a)
	j, on2 := f.new.on(b)
	if on != on2 {
		return 0
	}
	if !on {
		return min(f.old.gap(i, a), f.new.gap(j, b))
	}
	s, t := &f.old.shots[i], &f.new.shots[j]
	if s.key != t.key || s.low+(a-s.from)*s.pace != t.low+(b-t.from)*t.pace {
		return 0
	}
	return min(s.to-a, t.to-b)
}

// gap returns how many frames there are before the shot behind shot i.
func (c *Cut) gap(i int, at int64) int64 {
	if i+1 < len(c.shots) {
		return c.shots[i+1].from - at
	}
	return endless
}

// check flags a segment that runs over a new cut or past the end.
func (f *follower) check(out *Reconformed, seg *script.Segment, p place) {
	last := max(p.old, frame(seg.End-2*slack, f.old.rate))
	if until := f.agree(p); until <= last {
		cut := until + p.new - p.old
		if cut >= f.new.end() && last < f.old.end() {
			out.flag(p.index, seg, ErrPastEnd)
			return
		}
		out.flag(p.index, seg, fmt.Errorf("%w, %v after its start", ErrRunsOn, (f.new.rate.Duration(cut)-p.start).Round(time.Millisecond)))
	}
}

// checkNext flags a segment that runs into the one that follows it now, and
// did not run into it.
func checkNext(out *Reconformed, s *script.Script, p, next place) {
	seg, other := &s.Segments[p.index], &s.Segments[next.index]
	over := p.start + seg.Duration() - next.start
	did := seg.Start < other.End && other.Start < seg.End
	if over > 0 && !did {
		out.flag(next.index, other, fmt.Errorf("%w, %q, by %v", script.ErrOverlap, seg.ID, over))
	}
}

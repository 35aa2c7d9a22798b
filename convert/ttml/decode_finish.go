package ttml

import (
	"cmp"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

// clock returns m as a time of the script.
func (r *reader) clock(m moment) (time.Duration, bool) {
	d, ok := m.duration()
	if ok && r.params.smpte && !r.Start.IsZero() {
		d -= r.Start.Duration()
	}
	return d, ok
}

// finish sorts the segments and gives an end to those without one.
func (r *reader) finish() error {
	if !r.silentAgents() {
		return r.failure()
	}
	if err := r.tellLosses(); err != nil {
		return err
	}
	segments := r.script.Segments
	if len(segments) == 0 {
		return r.rep.Warn(script.Pos{}, "", script.ErrNoSegments)
	}
	if len(r.opens) > 0 {
		if err := r.closeEnds(); err != nil {
			return err
		}
	}
	if !r.Unsorted {
		r.sort()
	}
	return nil
}

// sort sorts the segments, and their places along.
func (r *reader) sort() {
	segments := r.script.Segments
	byStart := func(i, j int) int { return cmp.Compare(segments[i].Start, segments[j].Start) }
	if slices.IsSortedFunc(segments, func(a, b script.Segment) int { return cmp.Compare(a.Start, b.Start) }) {
		return
	}
	order := make([]int, len(segments))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, byStart)
	places := make([]int, len(order))
	for i, from := range order {
		places[i] = r.places[from]
	}
	r.places = places
	r.script.Sort()
}

// closeEnds ends every segment whose end is stated nowhere: at the next start,
// else with the programme, else after the time it takes to read.
func (r *reader) closeEnds() error {
	starts := make([]time.Duration, len(r.script.Segments))
	for i := range starts {
		starts[i] = r.script.Segments[i].Start
	}
	slices.Sort(starts)
	loc := source.NewLocator(r.sc.Src)
	for _, open := range r.opens {
		seg := &r.script.Segments[open.index]
		why := "the next start is taken"
		next, _ := slices.BinarySearch(starts, seg.Start+1)
		switch {
		case next < len(starts):
			seg.End = starts[next]
		case r.MediaDuration > seg.Start:
			seg.End, why = r.MediaDuration, "the end of the programme is taken"
		default:
			seg.End, why = seg.Start+readingTime(seg.Text), "the time it takes to read is added"
		}
		err := fmt.Errorf("%w: no end is stated: %s: it ends at %s", script.ErrAssumed, why, seg.End)
		if err := r.rep.Warn(loc.Pos(open.at), open.id, err); err != nil {
			return err
		}
	}
	return nil
}

// readingTime is how long a voice takes for text: 15 characters a second, and
// a second at least.
func readingTime(text string) time.Duration {
	return max(time.Second, time.Duration(utf8.RuneCountInString(text))*time.Second/15)
}

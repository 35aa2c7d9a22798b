package merge

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// Result is an original script with what was changed in its copies, each of
// which somebody else may have edited. What the first copy changed, later ones
// change no more: that is a [Conflict].
type Result struct {
	original *script.Script
	head     script.Script    // title, language and type as they stand
	kept     []script.Segment // the original's as they stand
	gone     []bool           // which of these are deleted
	added    []script.Segment
	ids      *idSet
	inputs   []map[int]script.Segment // what the copies have, by the place in kept and then added
	by       map[subject]string       // who changed what, as far as that is known
	cells    map[cellAt]cell          // of other columns, what copies made of them
	names    []string                 // of columns that the original does not have
	texts    map[string]int           // how often each text stands in that input that has it most
}

// NewResult returns the original as it is. It is not modified.
func NewResult(original *script.Script) *Result {
	r := &Result{
		original: original, head: *original,
		kept: slices.Clone(original.Segments), gone: make([]bool, len(original.Segments)), ids: newIDs(original.Segments),
		texts: map[string]int{}, by: map[subject]string{},
	}
	r.countTexts(original.Segments)
	return r
}

func (r *Result) countTexts(segments []script.Segment) {
	count := make(map[string]int, len(segments))
	for i := range segments {
		count[segments[i].Text]++
	}
	for text, n := range count {
		r.texts[text] = max(r.texts[text], n)
	}
}

// Take takes over what was changed in an edited copy of the original, and
// returns the changes in the order of the script. See [Merge]. After an error
// the result is as it was.
func (r *Result) Take(edited *script.Script, o Options) ([]Change, error) {
	m := newMerger(r, edited, o)
	if err := m.checkSame(); err != nil {
		return nil, err
	}
	if by := m.shift.by; by.Abs() >= time.Minute { // programmes start at 00:58:00:00, 01:00:00:00, 10:00:00:00
		m.warn("", fmt.Errorf("%w: all segments were moved by %s on purpose, not by a wrong or missing first timecode", script.ErrAssumed, by.Round(frame)))
	}
	if n := m.habitCount(); m.habit.hours && n > 0 {
		m.warn("", fmt.Errorf("%w: a spreadsheet program took the hours from %d times: the original's stay", script.ErrAssumed, n))
	}
	first := len(r.added)
	before := r.snapshot()
	m.script()
	m.segments()
	m.others(first)
	if err := m.report.Err(); err != nil {
		*r = before
		return nil, err
	}
	r.remember(m, first)
	return m.changes, nil
}

// snapshot returns what [Result.Take] may change, as it is.
func (r *Result) snapshot() Result {
	s := *r
	s.kept, s.gone, s.added, s.ids = slices.Clone(r.kept), slices.Clone(r.gone), slices.Clone(r.added), r.ids.clone()
	s.by, s.cells = maps.Clone(r.by), maps.Clone(r.cells)
	return s
}

// remember notes what the copy has, for [Result.Check].
func (r *Result) remember(m *merger, first int) {
	has := make(map[int]script.Segment, len(m.edited.Segments))
	next := len(r.kept) + first
	for e, seg := range m.edited.Segments {
		if o, ok := m.pairs[e]; ok {
			has[o] = seg
		} else if next < len(r.kept)+len(r.added) && inPlace(r.added[next-len(r.kept)]) == inPlace(seg) {
			has[next] = seg
			next++
		}
	}
	r.inputs = append(r.inputs, has)
	r.countTexts(m.edited.Segments)
}

// Script returns the script as it stands, sorted by start.
func (r *Result) Script() *script.Script {
	s := r.head
	s.Segments = make([]script.Segment, 0, len(r.kept)+len(r.added))
	places := r.places()
	for _, p := range places {
		s.Segments = append(s.Segments, *r.at(p))
	}
	if len(r.cells) > 0 {
		r.putCells(&s, places)
	}
	s.Sort()
	return &s
}

// places lists what is left of kept and added.
func (r *Result) places() []int {
	all := make([]int, 0, len(r.kept)+len(r.added))
	for i := range r.kept {
		if !r.gone[i] {
			all = append(all, i)
		}
	}
	for i := range r.added {
		all = append(all, len(r.kept)+i)
	}
	return all
}

func (r *Result) at(place int) *script.Segment {
	if place < len(r.kept) {
		return &r.kept[place]
	}
	return &r.added[place-len(r.kept)]
}

// Check reports what the result has and none of its inputs had: segments that
// overlap ([script.ErrOverlap]), and texts that stand there more often than
// before ([ErrDoubled]). Both tell of an old line beside its new self. It
// returns nil or the [errors.Join] of [*script.SegmentError] values.
func (r *Result) Check() error {
	places := r.places()
	slices.SortStableFunc(places, func(a, b int) int { return int(min(max(r.at(a).Start-r.at(b).Start, -1), 1)) })
	var errs []error
	texts := map[string]int{}
	last := -1 // the place of the segment that ends last so far
	for i, p := range places {
		seg := r.at(p)
		if last >= 0 && overlaps(r.at(last), seg) && !r.overlapped(last, p) {
			errs = append(errs, &script.SegmentError{Index: i, ID: seg.ID, Err: fmt.Errorf("%w: %q ends at %s", script.ErrOverlap, r.at(last).ID, FormatTime(r.at(last).End))})
		}
		if texts[seg.Text]++; seg.Text != "" && texts[seg.Text] > r.texts[seg.Text] {
			errs = append(errs, &script.SegmentError{Index: i, ID: seg.ID, Err: fmt.Errorf("%w: %q", ErrDoubled, script.Shorten(seg.Text))})
		}
		if last < 0 || seg.End > r.at(last).End {
			last = p
		}
	}
	return errors.Join(errs...)
}

// overlapped reports whether two segments overlap in any input.
func (r *Result) overlapped(a, b int) bool {
	if a < len(r.kept) && b < len(r.kept) && overlaps(&r.original.Segments[a], &r.original.Segments[b]) {
		return true
	}
	for _, has := range r.inputs {
		first, ok1 := has[a]
		second, ok2 := has[b]
		if ok1 && ok2 && overlaps(&first, &second) {
			return true
		}
	}
	return false
}

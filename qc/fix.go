package qc

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
)

// Change is something [Mend] did to a segment.
type Change struct {
	Kind    Kind
	Index   int    // of the segment before anything was fixed
	ID      string // of the segment
	Before  Span
	After   Span
	Message string // what was done, in one line
}

// Kind is what was done.
type Kind uint8

const (
	Sorted  Kind = iota // the segment stands elsewhere in the file
	Snapped             // its times became those of the nearest frames
	Trimmed             // its end was moved before the next start
	Moved               // it was moved into a free slot
	Left                // nothing: mending it would make another error
)

// String returns "sorted", "snapped", "trimmed", "moved" or "left".
func (k Kind) String() string {
	names := [...]string{"sorted", "snapped", "trimmed", "moved", "left"}
	if int(k) >= len(names) {
		return fmt.Sprintf("Kind(%d)", uint8(k))
	}
	return names[k]
}

// Mend returns s with what can be mended safely, and what it did in the order
// of the file: segments are put in the order of their starts; times become
// those of the nearest frame, where p has a rate; an end that reaches over the
// next start is trimmed to p's gap before it, where p's shortest duration is
// left. What would become too fast, or past the programme's end, is left as it
// is, and told as [Left]. With move, descriptions that cannot be spoken in their
// time, collide with dialogue, or with others and cannot be trimmed, go into the
// slot that [Check] proposes. Texts are never changed, and s is not.
//
// Mending what is mended changes nothing.
func Mend(s *script.Script, p Profile, move bool) (*script.Script, []Change) {
	f := newFixer(s, p)
	f.sort()
	f.snap()
	for f.step(move) > 0 {
		f.order()
	}
	f.leave()
	fixed := *s
	fixed.Segments = make([]script.Segment, len(f.all))
	for i, m := range f.all {
		fixed.Segments[i] = m.Segment
	}
	slices.SortStableFunc(f.changes, func(a, b Change) int { return a.Index - b.Index })
	return &fixed, f.changes
}

// step mends what is next, and returns how much that was. What has to move does
// so before ends are trimmed, which it may have made needless.
func (f *fixer) step(move bool) int {
	if move {
		if n := f.move(SetOf(TooFast, DialogueOverlap)); n > 0 {
			return n
		}
	}
	if n := f.trim(); n > 0 || !move {
		return n
	}
	return f.move(SetOf(Overlap))
}

// mending is a segment at work.
type mending struct {
	script.Segment
	index int  // in the file
	moved bool // which happens once, so that mending comes to an end
}

type fixer struct {
	Profile
	script  *script.Script
	all     []mending
	changes []Change
}

func newFixer(s *script.Script, p Profile) *fixer {
	f := &fixer{Profile: p, script: s}
	f.Limits = p.Limits.WithDefaults()
	f.all = make([]mending, len(s.Segments))
	for i, seg := range s.Segments {
		f.all[i] = mending{seg, i, false}
	}
	return f
}

// change sets the times of the segment at place i, and says so.
func (f *fixer) change(i int, kind Kind, after Span, message string, args ...any) {
	m := &f.all[i]
	before := Span{m.Start, m.End}
	m.Start, m.End = after.Start, after.End
	f.changes = append(f.changes, Change{kind, m.index, m.ID, before, after, fmt.Sprintf(message, args...)})
}

func (f *fixer) order() {
	slices.SortStableFunc(f.all, func(a, b mending) int {
		switch {
		case a.Start < b.Start:
			return -1
		case a.Start > b.Start:
			return 1
		}
		return 0
	})
}

// sort puts the segments in order and tells of those that stood below a later
// one.
func (f *fixer) sort() {
	for i := 1; i < len(f.all); i++ {
		m := &f.all[i]
		if m.Start < f.all[i-1].Start {
			times := Span{m.Start, m.End}
			f.changes = append(f.changes, Change{Sorted, i, m.ID, times, times, "put in the order of starts"})
		}
	}
	f.order()
}

func (f *fixer) snap() {
	if f.Rate.IsZero() {
		return
	}
	for i := range f.all {
		m := &f.all[i]
		after := Span{f.nearest(m.Start), f.nearest(m.End)}
		if after == (Span{m.Start, m.End}) || after.Length() <= 0 && m.End > m.Start {
			continue // a description without length would be worse
		}
		if harm := f.harm(i, after); harm != "" {
			f.keep(i, "left off the frames of %s: %s", f.Rate, harm)
			continue
		}
		f.change(i, Snapped, after, "snapped to frames of %s", f.Rate)
	}
	f.order()
}

// nearest returns the time of the frame nearest to t, or t itself within a
// millisecond of it.
func (f *fixer) nearest(t time.Duration) time.Duration {
	at := f.Rate.Duration(f.Rate.Frames(t))
	if (t - at).Abs() < time.Millisecond {
		return t
	}
	return at
}

// floor returns the time of the last frame at or before t, where there is a
// rate; ceil that of the first at or after it.
func (f *fixer) floor(t time.Duration) time.Duration {
	if f.Rate.IsZero() {
		return t
	}
	n := f.Rate.Frames(t)
	if f.Rate.Duration(n) > t {
		n--
	}
	return f.Rate.Duration(n)
}

func (f *fixer) ceil(t time.Duration) time.Duration {
	if f.Rate.IsZero() {
		return t
	}
	n := f.Rate.Frames(t)
	if f.Rate.Duration(n) < t {
		n++
	}
	return f.Rate.Duration(n)
}

// nextStarts returns for each segment the first start behind its own, and its
// own where there is none.
func (f *fixer) nextStarts() []time.Duration {
	next := make([]time.Duration, len(f.all))
	for i := len(f.all) - 1; i >= 0; i-- {
		next[i] = f.all[i].Start
		switch {
		case i+1 == len(f.all):
		case f.all[i+1].Start > f.all[i].Start:
			next[i] = f.all[i+1].Start
		default:
			next[i] = next[i+1]
		}
	}
	return next
}

// trim moves ends that reach over the next start.
func (f *fixer) trim() int {
	n := 0
	for i, next := range f.nextStarts() {
		m := &f.all[i]
		if next <= m.Start || m.End <= next {
			continue
		}
		after, harm := f.trimmed(i, next)
		if harm != "" {
			continue
		}
		f.change(i, Trimmed, after, "end trimmed by %s, to %s before the next start", seconds(m.End-after.End), seconds(next-after.End))
		n++
	}
	return n
}

// trimmed returns the times of a segment that ends in time for the next start,
// and what would be wrong with it then.
func (f *fixer) trimmed(i int, next time.Duration) (after Span, harm string) {
	after = Span{f.all[i].Start, f.floor(next - f.Limits.gap())}
	if least := max(f.Limits.Short, 1); after.Length() < least {
		return after, fmt.Sprintf("it would last %s, under %s", seconds(max(after.Length(), 0)), seconds(least))
	}
	return after, f.harm(i, after)
}

// harm says what would be wrong with a segment that had other times, or "".
func (f *fixer) harm(i int, after Span) string {
	m := &f.all[i]
	if f.Duration > 0 && after.End > f.Duration && m.End <= f.Duration {
		return "it would end after the programme"
	}
	if skipped(&f.Profile, &m.Segment).Has(TooFast) {
		return ""
	}
	seg, l := m.Segment, f.Limits
	if measure(&seg, f.script.Language, &l).Flags.Has(TooFast) {
		return "" // it is already, and needs other words
	}
	if after.Length() < m.Duration() {
		l.MinSpan = 1 // that less time is not judged makes it no better
	}
	seg.Start, seg.End = after.Start, after.End
	v := measure(&seg, f.script.Language, &l)
	if !v.Flags.Has(TooFast) {
		return ""
	}
	band := f.Limits.Band(cmp.Or(seg.Language, f.script.Language), seg.Text)
	return fmt.Sprintf("it would be too fast: %s %s, over %s", number(v.Rate), v.Unit.per(), number(band.TooFast))
}

// leave tells of ends that still reach over the next start, and why.
func (f *fixer) leave() {
	next := f.nextStarts()
	for i := range f.all[:max(len(f.all)-1, 0)] {
		m, follower := &f.all[i], &f.all[i+1]
		switch {
		case m.End <= follower.Start || m.End <= m.Start:
		case follower.Start == m.Start:
			f.keep(i, "overlap left: it begins together with %s", f.name(i+1))
		default:
			_, harm := f.trimmed(i, next[i])
			f.keep(i, "overlap left: trimmed to the next start, %s", harm)
		}
	}
}

// keep tells that the segment at place i is left as it is.
func (f *fixer) keep(i int, message string, args ...any) {
	f.change(i, Left, Span{f.all[i].Start, f.all[i].End}, message, args...)
}

// name is how messages call the segment at place i.
func (f *fixer) name(i int) string { return nameOf(f.all[i].ID, f.all[i].index) }

// move puts descriptions with errors of the codes into the slots that are
// proposed for them. Each slot is given once before all is judged anew.
func (f *fixer) move(codes Set) int {
	s := *f.script
	s.Segments = make([]script.Segment, len(f.all))
	for i, m := range f.all {
		s.Segments[i] = m.Segment
	}
	c := newChecker(&s, f.Profile)
	if c.free == nil {
		return 0
	}
	c.neighbours()
	c.dialogue()
	for i := range c.measures {
		if c.measures[i].Flags.Has(TooFast) {
			c.rate(i, TooFast)
		}
	}
	next := f.nextStarts()
	from := len(f.changes)
	moved := map[int]bool{}
	for _, finding := range c.findings {
		i := finding.Index
		if codes.Has(finding.Code) && finding.Fix.Slot != (Span{}) && !moved[i] && !f.trimHelps(c, i, next[i]) {
			moved[i] = f.moveInto(c, i)
		}
	}
	f.tellOrder(from)
	return len(f.changes) - from
}

// trimHelps reports whether a segment over dialogue is clear of it once it is
// trimmed to the next start, which comes later.
func (f *fixer) trimHelps(c *checker, i int, next time.Duration) bool {
	m := &f.all[i]
	if c.measures[i].Flags.Has(TooFast) || next <= m.Start || m.End <= next {
		return false
	}
	seg := m.Segment
	after, harm := f.trimmed(i, next)
	seg.Start, seg.End = after.Start, after.End
	return harm == "" && !c.overDialogue(&seg)
}

// tellOrder adds to the moves since from that the segment now comes before or
// after others than it did.
func (f *fixer) tellOrder(from int) {
	if from == len(f.changes) {
		return
	}
	place := make(map[int]int, len(f.all)) // in the order there was, by index in the file
	for i := range f.all {
		place[f.all[i].index] = i
	}
	f.order()
	told := make(map[int]*Change, len(f.changes)-from)
	for k := from; k < len(f.changes); k++ {
		told[f.changes[k].Index] = &f.changes[k]
	}
	last := 0 // of the segments above, the one that stood furthest down
	for i := range f.all {
		switch was := place[f.all[i].index]; {
		case was >= place[f.all[last].index]:
			last = i
		case told[f.all[i].index] != nil:
			told[f.all[i].index].Message += "; it now comes after " + f.name(last)
		}
	}
	first := len(f.all) - 1
	for i := first; i >= 0; i-- {
		switch was := place[f.all[i].index]; {
		case was <= place[f.all[first].index]:
			first = i
		case told[f.all[i].index] != nil:
			told[f.all[i].index].Message += "; it now comes before " + f.name(first)
		}
	}
}

// moveInto moves the segment into the nearest slot that is left, and takes the
// time out of what is free.
func (f *fixer) moveInto(c *checker, i int) bool {
	if f.all[i].moved || c.measures[i].Length <= 0 {
		return false
	}
	need := c.needs(i)
	slot, ok := c.free.nearest(i, f.all[i].Start, f.ceil(need)+f.frame())
	if !ok {
		return false
	}
	after := f.placed(c, i, slot, need)
	if after.Start < slot.Start || after.End > slot.End || after.Length() < need {
		return false
	}
	c.free.take(slot, after)
	f.all[i].moved = true
	f.change(i, Moved, after, "moved into the free time from %s to %s", clock.Moment(slot.Start), clock.Moment(slot.End))
	return true
}

// frame is how much frames may cost a slot.
func (f *fixer) frame() time.Duration {
	if f.Rate.IsZero() {
		return 0
	}
	return 2 * f.Rate.Duration(1)
}

// placed returns where in the slot the segment goes: as near to where it was as
// can be, and for as long as it takes to be spoken calmly if there is room.
func (f *fixer) placed(c *checker, i int, slot Span, need time.Duration) Span {
	m := &c.measures[i]
	length := need
	if m.Flags.Has(TooFast) {
		calm := m.Length + millis(m.Unit.least(m.Count, c.band(i).Fast)-m.Length)
		length = max(need, min(calm, slot.Length()-f.frame()))
	}
	start := f.ceil(place(slot, f.all[i].Start, length+f.frame()))
	return Span{start, f.ceil(start + length)}
}

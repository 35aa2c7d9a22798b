package qc

import (
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
)

// String returns "sorted", "snapped", "trimmed" or "moved".
func (k Kind) String() string {
	names := [...]string{"sorted", "snapped", "trimmed", "moved"}
	if int(k) >= len(names) {
		return fmt.Sprintf("Kind(%d)", uint8(k))
	}
	return names[k]
}

// Mend returns s with what can be mended safely, and what it did in the order
// of the file: segments are put in the order of their starts; times become
// those of the nearest frame, where p has a rate; an end that reaches over the
// next start is trimmed to p's gap before it, where p's shortest duration is
// left. With move, descriptions that cannot be spoken in their time or collide
// with others or with dialogue go into the slot that [Check] proposes. Texts
// are never changed, and s is not.
//
// Mending what is mended changes nothing.
func Mend(s *script.Script, p Profile, move bool) (*script.Script, []Change) {
	f := newFixer(s, p)
	f.sort()
	f.snap()
	for {
		n := f.trim()
		if move {
			n += f.move()
		}
		if n == 0 {
			break
		}
		f.order()
	}
	fixed := *s
	fixed.Segments = make([]script.Segment, len(f.all))
	for i, m := range f.all {
		fixed.Segments[i] = m.Segment
	}
	slices.SortStableFunc(f.changes, func(a, b Change) int { return a.Index - b.Index })
	return &fixed, f.changes
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

// trim moves ends that reach over the next start. A description that would be
// left with too little, or begins with the next one, stays as it is.
func (f *fixer) trim() int {
	n := 0
	next := time.Duration(0) // the first start behind that of the segment at hand
	for i := len(f.all) - 2; i >= 0; i-- {
		m := &f.all[i]
		if f.all[i+1].Start > m.Start {
			next = f.all[i+1].Start
		}
		if next <= m.Start || m.End <= next {
			continue
		}
		end := f.floor(next - f.Limits.gap())
		if least := max(f.Limits.Short, 1); end-m.Start < least {
			continue
		}
		f.change(i, Trimmed, Span{m.Start, end}, "end trimmed by %s, to %s before the next start", seconds(m.End-end), seconds(next-end))
		n++
	}
	return n
}

// move puts descriptions into the slots that are proposed for them. Each slot
// is given once before all is judged anew.
func (f *fixer) move() int {
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
	n := 0
	moved := map[int]bool{}
	for _, finding := range c.findings {
		if finding.Severity == Error && finding.Fix.Slot != (Span{}) && !moved[finding.Index] {
			moved[finding.Index] = f.moveInto(c, finding.Index)
			if moved[finding.Index] {
				n++
			}
		}
	}
	return n
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

package edit

import (
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// interval is what an element says of its time: seconds from its parent's
// begin. Nil is what it does not say.
type interval struct{ begin, end, dur *big.Rat }

// timeline holds the times of a document while they are changed.
type timeline struct {
	clock
	origin time.Duration // of the script's times within the document's
	now    map[*node]interval
	forms  map[*node]form // in which an element writes
	usual  form           // of the first time of the document
	found  bool
	dirty  map[*node]bool
	order  []*node // of dirty, in the order they got it
	wanted map[*node]target
	groups map[*node]*group // of what holds several p
}

// group is what the texts within an element are to have in common.
type group struct {
	shift, end       *big.Rat
	oneShift, oneEnd bool
}

// group notes what p is to become with everything that it stands in.
func (t *timeline) group(p *node, want target) {
	t.wanted[p] = want
	for n := p.parent; n != nil; n = n.parent {
		g := t.groups[n]
		if g == nil {
			t.groups[n] = &group{want.shift, want.end, true, want.end != nil}
			continue
		}
		g.oneShift = g.oneShift && g.shift.Cmp(want.shift) == 0
		g.oneEnd = g.oneEnd && want.end != nil && g.end.Cmp(want.end) == 0
	}
}

// target is the new place of the segment of a p.
type target struct{ start, end, shift *big.Rat }

var errTimes = errors.New("its times depend on those of others, or are written in a way that is not edited in place")

func newTimeline(root *node, origin time.Duration) *timeline {
	t := &timeline{clock: clockOf(root), origin: origin, now: map[*node]interval{}, forms: map[*node]form{}, dirty: map[*node]bool{},
		wanted: map[*node]target{}, groups: map[*node]*group{}}
	root.walk(func(n *node) bool {
		if n.Kind == xmltoken.Start {
			t.read(n)
		}
		return true
	})
	return t
}

func (t *timeline) read(n *node) {
	var iv interval
	for _, one := range []struct {
		name string
		to   **big.Rat
	}{{"begin", &iv.begin}, {"end", &iv.end}, {"dur", &iv.dur}} {
		a := n.attr(xmltoken.NoSpace, one.name)
		if a == nil {
			continue
		}
		value, f, ok := t.parse(a.Value())
		if !ok {
			continue
		}
		*one.to = value
		if _, known := t.forms[n]; !known {
			t.forms[n] = f
		}
		if !t.found {
			t.usual, t.found = f, true
		}
	}
	if iv != (interval{}) {
		t.now[n] = iv
	}
}

// seconds returns an instant of the script in the document.
func (t *timeline) seconds(d time.Duration) *big.Rat {
	return big.NewRat(int64(d)+int64(t.origin), int64(time.Second))
}

// begin returns when an element begins.
func (t *timeline) begin(n *node) *big.Rat {
	at := new(big.Rat)
	for ; n != nil; n = n.parent {
		if b := t.now[n].begin; b != nil {
			at.Add(at, b)
		}
	}
	return at
}

// ownEnd returns the end that an element states, or nil.
func (t *timeline) ownEnd(n *node) *big.Rat {
	iv := t.now[n]
	var end *big.Rat
	if iv.end != nil {
		end = new(big.Rat).Add(t.begin(n.parent), iv.end)
	}
	if iv.dur != nil {
		end = sooner(end, new(big.Rat).Add(t.begin(n), iv.dur))
	}
	return end
}

// limit returns when an element ends at the latest, or nil.
func (t *timeline) limit(n *node) *big.Rat {
	var end *big.Rat
	for ; n != nil; n = n.parent {
		end = sooner(end, t.ownEnd(n))
	}
	return end
}

// sooner returns the lesser; nil is never.
func sooner(a, b *big.Rat) *big.Rat {
	if a == nil || b != nil && b.Cmp(a) < 0 {
		return b
	}
	return a
}

// holders returns the elements that hold the text of a p.
func holders(p *node, chars []char) []*node {
	var all []*node
	for i := range chars {
		n := chars[i].node.parent
		if len(all) == 0 || all[len(all)-1] != n {
			all = append(all, n)
		}
	}
	if all == nil {
		return []*node{p}
	}
	return all
}

// hull returns from when to when something of the elements is shown; end may
// be nil.
func (t *timeline) hull(all []*node) (start, end *big.Rat) {
	open := false
	for _, n := range all {
		if b := t.begin(n); start == nil || b.Cmp(start) < 0 {
			start = b
		}
		switch e := t.limit(n); {
		case e == nil:
			open = true
		case end == nil || end.Cmp(e) < 0:
			end = e
		}
	}
	if open {
		end = nil
	}
	return start, end
}

// inSequence reports whether n is timed by what stands before it.
func inSequence(n *node) bool {
	for ; n != nil; n = n.parent {
		if n.value(xmltoken.NoSpace, "timeContainer") == "seq" {
			return true
		}
	}
	return false
}

// set writes an element's times.
func (t *timeline) set(n *node, iv interval) {
	t.now[n] = iv
	if !t.dirty[n] {
		t.dirty[n] = true
		t.order = append(t.order, n)
	}
}

// move gives the text of p, which the elements hold, the times it is to have.
func (t *timeline) move(p *node, chars []char) error {
	want := t.wanted[p]
	if inSequence(p) || t.drop {
		return errTimes
	}
	all := holders(p, chars)
	start, _ := t.hull(all)
	if start.Cmp(want.start) != 0 {
		if err := t.moveStart(p, new(big.Rat).Sub(want.start, start)); err != nil {
			return err
		}
	}
	if want.end == nil {
		return nil
	}
	if _, end := t.hull(all); end == nil || end.Cmp(want.end) != 0 {
		return t.moveEnd(p, all, end, want.end)
	}
	return nil
}

// owners returns p and what is around it, as far as all that is in it is to
// become the same.
func (t *timeline) owners(p *node, same func(*group) bool) []*node {
	all := []*node{p}
	for n := p.parent; n != nil && (n.is("div") || n.is("body")) && same(t.groups[n]); n = n.parent {
		all = append(all, n)
	}
	return all
}

// moveStart moves the begin of p, or of what is around it and states one.
func (t *timeline) moveStart(p *node, by *big.Rat) error {
	owners := t.owners(p, func(g *group) bool { return g.oneShift })
	for _, n := range owners {
		iv := t.now[n]
		if iv.begin == nil {
			continue
		}
		if at := new(big.Rat).Add(iv.begin, by); at.Sign() >= 0 {
			iv.begin = at
			t.set(n, iv)
			return nil
		}
	}
	if by.Sign() < 0 {
		return t.shiftInner(p, by)
	}
	n := t.placeFor(p, owners)
	iv := t.now[n]
	if iv.begin != nil { // there is one, but it could not be moved
		return errTimes
	}
	iv.begin = by
	t.set(n, iv)
	return nil
}

// placeFor returns the element a new time is stated on: the script event,
// where nothing else is in it, else the p.
func (t *timeline) placeFor(p *node, owners []*node) *node {
	if len(owners) > 1 && isEvent(owners[1]) && t.now[p] == (interval{}) {
		return owners[1]
	}
	return p
}

// isEvent reports whether n is a script event of DAPT.
func isEvent(n *node) bool {
	return n != nil && n.is("div") && n.attr(xmltoken.SpaceXML, "id") != nil
}

// shiftInner moves the timed elements directly in p, which itself cannot begin
// earlier.
func (t *timeline) shiftInner(p *node, by *big.Rat) error {
	var timed []*node
	for _, kid := range p.kids {
		iv, ok := t.now[kid]
		if !ok || iv.begin == nil || new(big.Rat).Add(iv.begin, by).Sign() < 0 {
			if kid.is("span") {
				return errTimes
			}
			continue
		}
		timed = append(timed, kid)
	}
	if timed == nil {
		return errTimes
	}
	for _, kid := range timed {
		iv := t.now[kid]
		iv.begin = new(big.Rat).Add(iv.begin, by)
		if iv.end != nil {
			iv.end = new(big.Rat).Add(iv.end, by)
		}
		t.set(kid, iv)
	}
	return nil
}

// moveEnd makes the text of p end at want rather than at now.
func (t *timeline) moveEnd(p *node, all []*node, now, want *big.Rat) error {
	if want.Cmp(t.begin(p)) < 0 {
		return fmt.Errorf("%w: %w", script.ErrReversed, errTimes)
	}
	stated := false
	if now != nil && now.Cmp(want) < 0 {
		for _, n := range all {
			for ; n != p && n != nil; n = n.parent {
				if end := t.ownEnd(n); end != nil && end.Cmp(now) == 0 {
					t.setEnd(n, want)
					stated = true
				}
			}
		}
	}
	owners := t.owners(p, func(g *group) bool { return g.oneEnd })
	for n := p; n != nil; n = n.parent {
		end := t.ownEnd(n)
		if end == nil || stated && end.Cmp(want) >= 0 {
			continue
		}
		isOwner := n == p || len(owners) > 1 && n.within(owners[len(owners)-1])
		if end.Cmp(want) < 0 || !stated && isOwner {
			t.setEnd(n, want)
			stated = true
		}
	}
	if !stated {
		t.setEnd(t.placeFor(p, owners), want)
	}
	return nil
}

// setEnd states when an element ends, by its length where it says that.
func (t *timeline) setEnd(n *node, want *big.Rat) {
	iv := t.now[n]
	if iv.dur != nil {
		iv.dur = new(big.Rat).Sub(want, t.begin(n))
	}
	if iv.end != nil || iv.dur == nil {
		iv.end = new(big.Rat).Sub(want, t.begin(n.parent))
	}
	t.set(n, iv)
}

// write puts the changed times into the document.
func (t *timeline) write(s *splices) {
	for _, n := range t.order {
		f, ok := t.forms[n]
		if !ok {
			f = t.usual
		}
		iv := t.now[n]
		for _, one := range []struct {
			name  string
			value *big.Rat
		}{{"begin", iv.begin}, {"end", iv.end}, {"dur", iv.dur}} {
			if one.value == nil {
				continue
			}
			text := t.format(one.value, f)
			if old := n.attr(xmltoken.NoSpace, one.name); old != nil {
				if was, _, ok := t.parse(old.Value()); ok && was.Cmp(one.value) == 0 {
					continue
				}
			}
			s.setAttr(n, xmltoken.NoSpace, one.name, one.name, text)
		}
	}
}

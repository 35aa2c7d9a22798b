package edit

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/ttmltime"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
	"github.com/vsconvert/vsconvert/script"
)

// interval is what an element says of its time: seconds from its parent's
// begin. Nil is what it does not say.
type interval struct{ begin, end, dur *big.Rat }

// timeline holds the times of a document while they are changed.
type timeline struct {
	ttmltime.Clock
	origin time.Duration // of the script's times within the document's
	now    map[*xmltree.Node]interval
	forms  map[*xmltree.Node]ttmltime.Form // in which an element writes
	usual  ttmltime.Form                   // of the first time of the document
	found  bool
	dirty  map[*xmltree.Node]bool
	order  []*xmltree.Node // of dirty, in the order they got it
	wanted map[*xmltree.Node]target
	groups map[*xmltree.Node]*group // of what holds several p
	dapt   bool                     // script events have times of their own
}

// group is what the texts within an element are to have in common.
type group struct {
	shift, end       *big.Rat
	oneShift, oneEnd bool
}

// group notes what p is to become with everything that it stands in.
func (t *timeline) group(p *xmltree.Node, want target) {
	t.wanted[p] = want
	for n := p.Parent; n != nil; n = n.Parent {
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

func newTimeline(root *xmltree.Node, origin time.Duration) *timeline {
	t := &timeline{Clock: ttmltime.ClockOf(root), origin: origin, now: map[*xmltree.Node]interval{}, forms: map[*xmltree.Node]ttmltime.Form{}, dirty: map[*xmltree.Node]bool{},
		wanted: map[*xmltree.Node]target{}, groups: map[*xmltree.Node]*group{}}
	t.dapt = strings.Contains(root.Value(xmltoken.SpaceTTP, "contentProfiles")+root.Value(xmltoken.SpaceTTP, "profile"), "/profile/dapt") ||
		slices.ContainsFunc(root.Attrs, func(a xmltoken.Attr) bool { return a.Space == xmltoken.SpaceDAPTM })
	root.Walk(func(n *xmltree.Node) bool {
		if n.Kind == xmltoken.Start {
			t.read(n)
		}
		return true
	})
	return t
}

func (t *timeline) read(n *xmltree.Node) {
	var iv interval
	for _, one := range []struct {
		name string
		to   **big.Rat
	}{{"begin", &iv.begin}, {"end", &iv.end}, {"dur", &iv.dur}} {
		a := n.Attr(xmltoken.NoSpace, one.name)
		if a == nil {
			continue
		}
		value, f, ok := t.Parse(a.Value())
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
func (t *timeline) begin(n *xmltree.Node) *big.Rat {
	at := new(big.Rat)
	for ; n != nil; n = n.Parent {
		if b := t.now[n].begin; b != nil {
			at.Add(at, b)
		}
	}
	return at
}

// ownEnd returns the end that an element states, or nil.
func (t *timeline) ownEnd(n *xmltree.Node) *big.Rat {
	iv := t.now[n]
	var end *big.Rat
	if iv.end != nil {
		end = new(big.Rat).Add(t.begin(n.Parent), iv.end)
	}
	if iv.dur != nil {
		end = sooner(end, new(big.Rat).Add(t.begin(n), iv.dur))
	}
	return end
}

// limit returns when an element ends at the latest, or nil.
func (t *timeline) limit(n *xmltree.Node) *big.Rat {
	var end *big.Rat
	for ; n != nil; n = n.Parent {
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
func holders(p *xmltree.Node, chars []xmltree.Char) []*xmltree.Node {
	var all []*xmltree.Node
	for i := range chars {
		n := chars[i].Node.Parent
		if len(all) == 0 || all[len(all)-1] != n {
			all = append(all, n)
		}
	}
	if all == nil {
		return []*xmltree.Node{p}
	}
	return all
}

// hull returns from when to when something of the elements is shown; end may
// be nil.
func (t *timeline) hull(all []*xmltree.Node) (start, end *big.Rat) {
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
func inSequence(n *xmltree.Node) bool {
	for ; n != nil; n = n.Parent {
		if n.Value(xmltoken.NoSpace, "timeContainer") == "seq" {
			return true
		}
	}
	return false
}

// set writes an element's times.
func (t *timeline) set(n *xmltree.Node, iv interval) {
	t.now[n] = iv
	if !t.dirty[n] {
		t.dirty[n] = true
		t.order = append(t.order, n)
	}
}

// move gives the text of p, which the elements hold, the times it is to have.
func (t *timeline) move(p *xmltree.Node, chars []xmltree.Char) error {
	want := t.wanted[p]
	if inSequence(p) || t.Drop {
		return errTimes
	}
	all := holders(p, chars)
	start, _ := t.hull(all)
	begins, ends := t.ownTimes(p.Parent)
	owner := p
	if begins {
		start, owner = t.begin(p.Parent), p.Parent
	}
	if start.Cmp(want.start) != 0 {
		if err := t.moveStart(owner, new(big.Rat).Sub(want.start, start)); err != nil {
			return err
		}
	}
	switch {
	case want.end == nil:
		return nil
	case ends:
		return t.moveEventEnd(p.Parent, want.end)
	}
	if _, end := t.hull(all); end == nil || end.Cmp(want.end) != 0 {
		return t.moveEnd(p, all, end, want.end)
	}
	return nil
}

// ownTimes reports whether n is a script event that states its begin, and its
// end: which are then those of its texts.
func (t *timeline) ownTimes(n *xmltree.Node) (begins, ends bool) {
	if !t.dapt || !isEvent(n) || n.Child("div") != nil {
		return false, false
	}
	iv := t.now[n]
	if end := t.limit(n); end != nil && end.Cmp(t.begin(n)) <= 0 {
		return false, false
	}
	return iv.begin != nil, iv.end != nil || iv.dur != nil
}

// moveEventEnd states when a script event ends, and what is around it, where
// that would end before.
func (t *timeline) moveEventEnd(n *xmltree.Node, want *big.Rat) error {
	now := t.limit(n)
	switch {
	case now != nil && now.Cmp(want) == 0:
		return nil
	case t.groups[n] != nil && !t.groups[n].oneEnd:
		return errTimes
	case want.Cmp(t.begin(n)) < 0:
		return fmt.Errorf("%w: %w", script.ErrReversed, errTimes)
	}
	if now != nil {
		t.endWith(n, now, want)
	}
	t.setEnd(n, want)
	for n = n.Parent; n != nil; n = n.Parent {
		if end := t.ownEnd(n); end != nil && end.Cmp(want) < 0 {
			t.setEnd(n, want)
		}
	}
	return nil
}

// endWith lets what ended with a script event end with it again.
func (t *timeline) endWith(event *xmltree.Node, now, want *big.Rat) {
	event.Walk(func(n *xmltree.Node) bool {
		if !n.Is("p") && !n.Is("span") && !n.Is("audio") {
			return n == event
		}
		if end := t.ownEnd(n); end != nil && end.Cmp(now) == 0 && want.Cmp(t.begin(n)) > 0 {
			t.setEnd(n, want)
		}
		return true
	})
}

// owners returns p and what is around it, as far as all that is in it is to
// become the same.
func (t *timeline) owners(p *xmltree.Node, same func(*group) bool) []*xmltree.Node {
	var all []*xmltree.Node
	if g := t.groups[p]; g == nil || same(g) { // a p has none
		all = append(all, p)
	}
	for n := p.Parent; n != nil && (n.Is("div") || n.Is("body")) && same(t.groups[n]); n = n.Parent {
		all = append(all, n)
	}
	return all
}

// moveStart moves the begin of p, or of what is around it and states one.
func (t *timeline) moveStart(p *xmltree.Node, by *big.Rat) error {
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
	if iv.begin != nil || n.Is("div") && t.groups[n] != nil && !t.groups[n].oneShift { // there is one, but it could not be moved
		return errTimes
	}
	iv.begin = by
	t.set(n, iv)
	return nil
}

// placeFor returns the element a new time is stated on: the script event,
// where nothing else is in it, else the p.
func (t *timeline) placeFor(p *xmltree.Node, owners []*xmltree.Node) *xmltree.Node {
	if len(owners) > 1 && isEvent(owners[1]) && t.now[p] == (interval{}) {
		return owners[1]
	}
	return p
}

// isEvent reports whether n is a script event of DAPT.
func isEvent(n *xmltree.Node) bool {
	return n != nil && n.Is("div") && n.Attr(xmltoken.SpaceXML, "id") != nil
}

// shiftInner moves the timed elements directly in p, which itself cannot begin
// earlier.
func (t *timeline) shiftInner(p *xmltree.Node, by *big.Rat) error {
	var timed []*xmltree.Node
	for _, kid := range p.Kids {
		iv, ok := t.now[kid]
		if !ok || iv.begin == nil || new(big.Rat).Add(iv.begin, by).Sign() < 0 {
			if kid.Is("span") {
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
func (t *timeline) moveEnd(p *xmltree.Node, all []*xmltree.Node, now, want *big.Rat) error {
	if want.Cmp(t.begin(p)) < 0 {
		return fmt.Errorf("%w: %w", script.ErrReversed, errTimes)
	}
	stated := false
	if now != nil && now.Cmp(want) < 0 {
		for _, n := range all {
			for ; n != p && n != nil; n = n.Parent {
				if end := t.ownEnd(n); end != nil && end.Cmp(now) == 0 {
					t.setEnd(n, want)
					stated = true
				}
			}
		}
	}
	owners := t.owners(p, func(g *group) bool { return g.oneEnd })
	for n := p; n != nil; n = n.Parent {
		end := t.ownEnd(n)
		if end == nil || stated && end.Cmp(want) >= 0 {
			continue
		}
		isOwner := n == p || len(owners) > 1 && n.Within(owners[len(owners)-1])
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
func (t *timeline) setEnd(n *xmltree.Node, want *big.Rat) {
	iv := t.now[n]
	if iv.dur != nil {
		iv.dur = new(big.Rat).Sub(want, t.begin(n))
	}
	if iv.end != nil || iv.dur == nil {
		iv.end = new(big.Rat).Sub(want, t.begin(n.Parent))
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
			text := t.Format(one.value, f)
			if old := n.Attr(xmltoken.NoSpace, one.name); old != nil {
				if was, _, ok := t.Parse(old.Value()); ok && was.Cmp(one.value) == 0 {
					continue
				}
			}
			s.setAttr(n, xmltoken.NoSpace, one.name, one.name, text)
		}
	}
}

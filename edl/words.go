package edl

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// words returns the text of an event, and what else people wrote under it.
func (c *decoding) words(e *entry) (text, note string) {
	text, used := c.pick(e)
	var notes joined
	for k, s := range e.comments {
		if k == used {
			c.checkMoved(e, s)
			continue
		}
		kind, value := comment(c.text(s))
		switch {
		case value == "" || value == text && kind == LocatorTag:
		case kind == Remark || kind == LocatorTag || kind == Free:
			notes.add(value)
			c.checkMoved(e, s)
		case kind == FromClip && !e.cut():
			c.outgoingName(s, value)
		default:
			c.ignoreLine(s)
		}
	}
	return text, notes.text()
}

// joined is lines with breaks between them.
type joined struct {
	first string // while it is the only one
	all   []byte
	n     int
}

func (j *joined) add(line string) {
	switch j.n++; j.n {
	case 1:
		j.first = line
	case 2:
		j.all = append(j.all, j.first...)
		fallthrough
	default:
		j.all = append(append(j.all, '\n'), line...)
	}
}

func (j *joined) text() string {
	if j.n < 2 {
		return j.first
	}
	return string(j.all)
}

// checkMoved counts a comment of e if it is a locator that stands somewhere
// else than at the event's first frame.
func (c *decoding) checkMoved(e *entry, s stretch) {
	l, ok, err := ParseLocator(c.text(s))
	if in := e.RecordIn; ok && (err != nil || l.Time.Compare(in) != 0) {
		c.moved.add(int(s.at), trim(c.text(s)))
	}
}

// comment is [ParseComment] with a locator's text alone.
func comment(line string) (Kind, string) {
	kind, value := ParseComment(line)
	if kind == LocatorTag {
		if l, _, err := ParseLocator(line); err == nil {
			value = l.Text
		}
	}
	return kind, value
}

// outgoingName counts the name of the outgoing side of a transition, whose first
// line is black or has no length, unless the event before has that name, or it
// is that of black.
func (c *decoding) outgoingName(s stretch, name string) {
	known := len(c.out) > 0 && c.out[len(c.out)-1].Text == name || strings.EqualFold(name, "black") || strings.EqualFold(name, "bl")
	if !known {
		c.unseen.add(int(s.at), trim(c.text(s)))
	}
}

// ignoreLine counts a comment that says something and is not read, other than
// FCM lines.
func (c *decoding) ignoreLine(s stretch) {
	if line := c.text(s); !isMode(line) {
		c.ignored.add(int(s.at), trim(line))
	}
}

// ignore counts the comments of e that say something and have not been
// read.
func (c *decoding) ignore(e *entry, read func(Kind, string) bool) {
	for _, s := range e.comments {
		kind, value := ParseComment(c.text(s))
		if value != "" && !read(kind, value) {
			c.ignoreLine(s)
		}
	}
}

// isMode reports whether a line is an FCM line, which has been read.
func isMode(line string) bool {
	_, ok := keyword(trimLeft(line), "FCM:")
	return ok
}

// ranks is the order in which kinds of comments are taken for the text.
var ranks = [...]Kind{FromClip, Remark, LocatorTag, Free}

// pick returns the text among the comments of e, and its index.
func (c *decoding) pick(e *entry) (text string, index int) {
	best := len(ranks) + 1
	index = -1
	for k, s := range e.comments {
		kind, value := comment(c.text(s))
		if r := rank(kind, &e.Event); value != "" && r < best {
			best, text, index = r, value, k
		}
	}
	return text, index
}

// rank returns the place of kind in the order, with TO CLIP NAME first where
// it names what comes in, and KEY CLIP NAME where it names the key.
func rank(kind Kind, e *Event) int {
	if kind == ToClip && !e.cut() || kind == KeyClip && strings.HasPrefix(e.Transition, "K") {
		return 0
	}
	for r, k := range ranks {
		if k == kind {
			return r + 1
		}
	}
	return len(ranks) + 1
}

// located is event for lists of locators. What stands before the start and has
// none does not matter: slates do.
func (c *decoding) located(e *entry, next *Event) error {
	from, to, err := c.span(e)
	if errors.Is(err, timecode.ErrEarly) && !c.hasLocator(e) {
		c.early.add(e.at, "event "+strconv.Itoa(e.Number))
		return nil
	}
	if err != nil {
		return err
	}
	if err := c.headLocators(from, to); err != nil {
		return err
	}
	return c.locators(e, to, transits(&e.Event, next))
}

func (c *decoding) hasLocator(e *entry) bool {
	return slices.ContainsFunc(e.comments, func(s stretch) bool {
		kind, _ := ParseComment(c.text(s))
		return kind == LocatorTag
	})
}

// headLocator is a locator that stands before the first event. It ends where
// the event that it lies in does, or at the next one.
type headLocator struct {
	at       int
	from, to int64
	text     string
}

// headLocators reads the locators before the first event, once, and ends those
// in the event that is given.
func (c *decoding) headLocators(from, to int64) error {
	if len(c.comments) > 0 && !c.headed {
		c.headed = true
		for _, s := range c.comments {
			l, ok, err := ParseLocator(c.text(s))
			if !ok {
				continue
			}
			if err != nil {
				return c.locatorError(s, err)
			}
			n, err := c.place(s, l)
			if err != nil {
				return err
			}
			c.heads = append(c.heads, headLocator{at: int(s.at), from: n, to: n, text: l.Text})
		}
	}
	for i := range c.heads {
		h := &c.heads[i]
		if h.from < from || h.from >= to {
			continue
		}
		h.to = to
		if i+1 < len(c.heads) && c.heads[i+1].from > h.from {
			h.to = min(to, c.heads[i+1].from)
		}
	}
	return nil
}

// locators adds a segment for each LOC comment of e, which ends at frame to.
// COMMENT lines are the note of the first. An event that is half of a pair
// need not have any.
func (c *decoding) locators(e *entry, to int64, half bool) error {
	found := len(c.out)
	for _, s := range e.comments {
		if kind, _ := ParseComment(c.text(s)); kind == LocatorTag {
			if err := c.locator(s, to, found); err != nil {
				return err
			}
		}
	}
	if len(c.out) == found {
		if !half && !e.black() {
			c.skipped.add(e.at, "event "+strconv.Itoa(e.Number))
		}
		return nil
	}
	c.out[found].Note = c.remarks(e, c.out[found:])
	return nil
}

// remarks returns the COMMENT lines of e, whose locators have become
// segments, and counts all others that do not just repeat a locator.
func (c *decoding) remarks(e *entry, segments []script.Segment) string {
	said := make(map[string]bool, len(segments))
	for k := range segments {
		said[segments[k].Text] = true
	}
	var notes joined
	named := false
	c.ignore(e, func(kind Kind, value string) bool {
		named = named || kind == FromClip
		if kind == Remark && (named || !said[value]) { // without a name the text may be in a COMMENT
			notes.add(value)
		}
		return kind == Remark || kind == LocatorTag || said[value]
	})
	return notes.text()
}

// locator adds the segment of a LOC comment, which ends at frame to or at the
// next locator. The event's first segment has the index first.
func (c *decoding) locator(s stretch, to int64, first int) error {
	l, _, err := ParseLocator(c.text(s))
	var n int64
	if err == nil {
		n, err = c.place(s, l)
	} else {
		err = c.locatorError(s, err)
	}
	if err != nil {
		return err
	}
	if len(c.out) > first {
		c.endLast(n)
	}
	return c.add(int(s.at), n, max(n, to), l.Text, "")
}

// place returns the frame of a locator, and notes its colour.
func (c *decoding) place(s stretch, l Locator) (int64, error) {
	n, err := c.line.Frame(l.Time)
	if err != nil {
		return 0, c.locatorError(s, err)
	}
	switch {
	case l.Color == "" || c.color == "":
		c.color += l.Color
	case !strings.EqualFold(c.color, l.Color):
		c.painted.add(int(s.at), trim(c.text(s)))
	}
	return n, nil
}

func (c *decoding) locatorError(s stretch, err error) error {
	return c.fail(int(s.at)+strings.IndexByte(c.text(s), ':')+1, clock.TimeError(err))
}

// endLast ends the segment added last at frame n, if that is within it.
func (c *decoding) endLast(n int64) {
	last := &c.out[len(c.out)-1]
	if at := c.line.Duration(n); last.Start < at && at < last.End {
		last.End = at
	}
}

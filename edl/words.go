package edl

import (
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// words returns the text of event i, and what else people wrote under it.
func (c *decoding) words(i int) (text, note string) {
	from, to := c.commentRange(i)
	text, used := c.pick(i, from, to)
	var notes []string
	for k := from; k < to; k++ {
		if k == used {
			c.checkMoved(i, k)
			continue
		}
		kind, value := comment(c.comments[k])
		switch {
		case value == "" || value == text && kind == LocatorTag:
		case kind == Remark || kind == LocatorTag || kind == Free:
			notes = append(notes, value)
			c.checkMoved(i, k)
		default:
			c.ignoreLine(k)
		}
	}
	return text, strings.Join(notes, "\n")
}

// checkMoved counts comment k of event i if it is a locator that stands
// somewhere else than at the event's first frame.
func (c *decoding) checkMoved(i, k int) {
	l, ok, err := ParseLocator(c.comments[k])
	if in := c.list.Events[i].RecordIn; ok && (err != nil || earlier(l.Time, in) || earlier(in, l.Time)) {
		c.moved.add(c.commentAt[k], trim(c.comments[k]))
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

// ignoreLine counts a comment that says something and is not read, other than
// FCM lines.
func (c *decoding) ignoreLine(k int) {
	if !isMode(c.comments[k]) {
		c.ignored.add(c.commentAt[k], trim(c.comments[k]))
	}
}

// ignore counts the comments of event i that say something and have not been
// read.
func (c *decoding) ignore(i int, read func(Kind, string) bool) {
	for k, to := c.commentRange(i); k < to; k++ {
		kind, value := ParseComment(c.comments[k])
		if value != "" && !read(kind, value) {
			c.ignoreLine(k)
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

// pick returns the text among the comments from and up to to, and its index.
func (c *decoding) pick(i, from, to int) (text string, index int) {
	best := len(ranks) + 1
	index = -1
	for k := from; k < to && best > 0; k++ {
		kind, value := comment(c.comments[k])
		if r := rank(kind, !c.list.Events[i].cut()); value != "" && r < best {
			best, text, index = r, value, k
		}
	}
	return text, index
}

// rank returns the place of kind in the order, with TO CLIP NAME first where
// it names what comes in.
func rank(kind Kind, transition bool) int {
	if kind == ToClip && transition {
		return 0
	}
	for r, k := range ranks {
		if k == kind {
			return r + 1
		}
	}
	return len(ranks) + 1
}

// locators adds a segment for each LOC comment of event i, which ends at frame
// to. COMMENT lines are the note of the first.
func (c *decoding) locators(i int, to int64) error {
	found := len(c.out)
	for k, end := c.commentRange(i); k < end; k++ {
		if kind, _ := ParseComment(c.comments[k]); kind == LocatorTag {
			if err := c.locator(k, to, found); err != nil {
				return err
			}
		}
	}
	if len(c.out) == found {
		if !c.list.Events[i].black() && !c.outgoing(i) {
			c.skipped.add(c.eventAt[i], "event "+strconv.Itoa(c.list.Events[i].Number))
		}
		return nil
	}
	c.out[found].Note = c.remarks(i, c.out[found:])
	return nil
}

// remarks returns the COMMENT lines of event i, whose locators have become
// segments, and counts all others that do not just repeat a locator.
func (c *decoding) remarks(i int, segments []script.Segment) string {
	said := make(map[string]bool, len(segments))
	for k := range segments {
		said[segments[k].Text] = true
	}
	var notes []string
	named := false
	c.ignore(i, func(kind Kind, value string) bool {
		named = named || kind == FromClip
		if kind == Remark && (named || !said[value]) { // without a name the text may be in a COMMENT
			notes = append(notes, value)
		}
		return kind == Remark || kind == LocatorTag || said[value]
	})
	return strings.Join(notes, "\n")
}

// locator adds the segment of the LOC comment k, which ends at frame to or at
// the next locator. The event's first segment has the index first.
func (c *decoding) locator(k int, to int64, first int) error {
	l, _, err := ParseLocator(c.comments[k])
	var n int64
	if err == nil {
		n, err = c.line.Frame(l.Time)
	}
	if err != nil {
		return c.fail(c.commentAt[k]+strings.IndexByte(c.comments[k], ':')+1, err)
	}
	if len(c.out) > first {
		c.endLast(n)
	}
	return c.add(c.commentAt[k], n, max(n, to), l.Text, "")
}

// endLast ends the segment added last at frame n, if that is within it.
func (c *decoding) endLast(n int64) {
	last := &c.out[len(c.out)-1]
	if at := c.line.Duration(n); last.Start < at && at < last.End {
		last.End = at
	}
}

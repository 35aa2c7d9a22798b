package edl

import (
	"fmt"
	"strings"
)

// words returns the text of event i, and what else people wrote under it.
func (c *decoding) words(i int) (text, note string) {
	from, to := c.commentRange(i)
	if from == to {
		return "", ""
	}
	text, used := c.pick(i, from, to)
	for k := from; k < to; k++ {
		if k == used {
			continue
		}
		kind, value := ParseComment(c.comments[k])
		if kind == LocatorTag {
			value = locatorText(c.comments[k])
		}
		switch {
		case value == "" || value == text && kind == LocatorTag:
		case kind == Remark || kind == LocatorTag || kind == Free:
			note = joinLines(note, value)
		case kind != Technical || !isMode(c.comments[k]):
			c.ignored.add(c.commentAt[k], strings.Trim(c.comments[k], blanks))
		}
	}
	return text, note
}

// isMode reports whether a line is an FCM line, which has been read.
func isMode(line string) bool {
	_, ok := keyword(strings.TrimLeft(line, blanks), "FCM:")
	return ok
}

// ranks is the order in which kinds of comments are taken for the text.
var ranks = [...]Kind{FromClip, Remark, LocatorTag, Free}

// pick returns the text among the comments from and up to to, and its index.
func (c *decoding) pick(i, from, to int) (text string, index int) {
	best := len(ranks) + 1
	index = -1
	for k := from; k < to && best > 0; k++ {
		kind, value := ParseComment(c.comments[k])
		if kind == LocatorTag {
			value = locatorText(c.comments[k])
		}
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

func locatorText(line string) string {
	l, _, err := ParseLocator(line)
	if err != nil {
		_, value := ParseComment(line)
		return value
	}
	return l.Text
}

func joinLines(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

// locators adds a segment for each LOC comment of event i.
func (c *decoding) locators(i int, from, to int64) error {
	first, end := c.commentRange(i)
	found := len(c.out)
	for k := first; k < end; k++ {
		l, ok, err := ParseLocator(c.comments[k])
		if !ok {
			continue
		}
		var n int64
		if err == nil {
			n, err = c.line.Frame(l.Time)
		}
		if err != nil {
			return c.fail(c.commentAt[k]+strings.Index(c.comments[k], ":")+1, err)
		}
		if len(c.out) > found {
			c.endLast(n)
		}
		if err := c.add(c.commentAt[k], n, max(n, to), l.Text, ""); err != nil {
			return err
		}
	}
	if len(c.out) == found && !c.list.Events[i].black() {
		c.skipped.add(c.eventAt[i], fmt.Sprintf("event %d", c.list.Events[i].Number))
	}
	return nil
}

// endLast ends the segment added last at frame n, if that is within it.
func (c *decoding) endLast(n int64) {
	last := &c.out[len(c.out)-1]
	if at := c.line.Duration(n); last.Start < at && at < last.End {
		last.End = at
	}
}

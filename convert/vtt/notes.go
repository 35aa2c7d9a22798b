package vtt

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/script"
)

// comment is a comment block, or several above one cue: its note.
type comment struct {
	text   string   // the first block
	others []string // the blocks behind it
	at     line     // the first line of the first block
	more   int      // lines behind it
}

// note returns the blocks with a blank line between them.
func (c *comment) note() string {
	if c.others == nil {
		return c.text
	}
	return c.text + "\n\n" + strings.Join(c.others, "\n\n")
}

// isComment reports whether a block that begins with l is a comment.
func isComment(l line) bool {
	rest, ok := strings.CutPrefix(l.text, "NOTE")
	return ok && (rest == "" || strings.IndexByte(blank, rest[0]) >= 0)
}

// comment takes the rest of the comment that first begins. It is the note of
// the cue behind it.
func (p *parser) comment(first line) {
	lines := []string{strings.Trim(first.text[len("NOTE"):], blank)}
	if lines[0] == "" {
		lines = lines[:0]
	}
	more := 0
	for p.pos < len(p.src) {
		l := p.peek()
		if l.arrow {
			break
		}
		p.take(l)
		if l.text == "" {
			break
		}
		lines = append(lines, l.text)
		more++
	}
	text := strings.Join(lines, "\n")
	switch {
	case text == "":
	case p.note.text == "":
		p.note = comment{text: text, at: first, more: more}
	default:
		p.note.others = append(p.note.others, text)
	}
}

// noCue tells of a comment with no cue behind it.
func (p *parser) noCue() error {
	if p.note.text == "" {
		return nil
	}
	note := p.note
	p.note = comment{}
	return p.dropped(note.at, note.more)
}

// note writes the comment above a cue, which holds the segment's note: each
// paragraph is a block, because a blank line ends it.
func (w *Writer) note(s *script.Segment) {
	for paragraph := range strings.SplitSeq(s.Note, "\n\n") {
		text, change := clean.Text(paragraph)
		if change != 0 {
			w.warn(s.ID, fmt.Errorf("note: %w: %s", script.ErrText, change))
		}
		if strings.Contains(text, "-->") {
			text = strings.ReplaceAll(text, "-->", "→")
			w.warn(s.ID, fmt.Errorf("note: %w: an arrow became →", script.ErrText))
		}
		if text == "" {
			continue
		}
		sep := " "
		if strings.Contains(text, "\n") {
			sep = "\n"
		}
		w.buf = append(append(append(append(w.buf, "\nNOTE"...), sep...), text...), '\n')
	}
}

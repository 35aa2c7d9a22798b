package srt

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// tally counts what may stand in every cue and is worth one warning a file.
type tally struct {
	pos   script.Pos // of the first
	id    string     // of its segment
	what  error
	more  int // segments that have it too
	owner int // ordinal of the segment counted last
}

// drop counts value as dropped from the segment that is being made. words hold a
// %q for the value.
func (p *parser) drop(at int, id, kind, words, value string) {
	if !p.quiet() {
		p.note(at, id, kind, dropped(words, value))
	}
}

// note counts what is to be said of the segment that is being made. What is of
// the same kind counts as one.
func (p *parser) note(at int, id, kind string, what error) {
	owner := p.count()
	if i, known := p.kinds[kind]; known {
		if t := &p.counted[i]; t.owner != owner {
			t.owner, t.more = owner, t.more+1
		}
		return
	}
	if p.kinds == nil {
		p.kinds = make(map[string]int)
	}
	p.kinds[kind] = len(p.counted)
	p.counted = append(p.counted, tally{pos: p.place(at), id: id, what: what, owner: owner})
}

func dropped(words, value string) error {
	return fmt.Errorf("%w: "+words, script.ErrDropped, script.Shorten(value))
}

// totals reports what was counted.
func (p *parser) totals() error {
	for _, t := range p.counted {
		err := t.what
		switch {
		case t.more == 1:
			err = fmt.Errorf("%w, and in 1 more segment", err)
		case t.more > 1:
			err = fmt.Errorf("%w, and in %d more segments", err, t.more)
		}
		if err := p.report.Warn(t.pos, t.id, err); err != nil {
			return err
		}
	}
	return nil
}

// dropMarkup counts a tag or override code. The end of a voice goes without
// saying.
func (p *parser) dropMarkup(at int, id, markup string) {
	if p.quiet() || markup == "</v>" && p.counted != nil {
		return
	}
	p.drop(at, id, markupKind(markup), "formatting %q", markup)
}

// markupKind returns what markup counts as: the name of a tag, the beginning of
// an override code, or all of a tag that says more than how text looks.
func markupKind(s string) string {
	switch {
	case s[0] == '{':
		return s[:strings.IndexFunc(s[2:], notLetter)+2]
	case strings.HasPrefix(s, "<v"), strings.HasPrefix(s, "<lang"):
		return s
	}
	name := strings.TrimLeft(s, "</")
	return strings.ToLower(name[:strings.IndexFunc(name, notLetter)])
}

func notLetter(r rune) bool { return r >= 0x80 || !isLetter(byte(r)) }

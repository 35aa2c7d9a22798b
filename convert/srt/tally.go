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

// drop counts value as dropped from the segment that is being made. Those of
// the same kind count as one. words hold a %q for the value.
func (p *parser) drop(at int, id, kind, words, value string) error {
	if p.quiet() {
		return nil
	}
	owner := p.count()
	if i, known := p.kinds[kind]; known {
		if t := &p.dropped[i]; t.owner != owner {
			t.owner, t.more = owner, t.more+1
		}
		return nil
	}
	if p.kinds == nil {
		p.kinds = make(map[string]int)
	}
	p.kinds[kind] = len(p.dropped)
	p.dropped = append(p.dropped, tally{pos: p.place(at), id: id, what: dropped(words, value), owner: owner})
	return nil
}

func dropped(words, value string) error {
	return fmt.Errorf("%w: "+words, script.ErrDropped, script.Shorten(value))
}

// totals reports what was counted.
func (p *parser) totals() error {
	for _, t := range p.dropped {
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
func (p *parser) dropMarkup(at int, id, markup string) error {
	if p.quiet() || markup == "</v>" && p.dropped != nil {
		return nil
	}
	return p.drop(at, id, markupKind(markup), "formatting %q", markup)
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

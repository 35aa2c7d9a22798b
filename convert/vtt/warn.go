package vtt

import (
	"fmt"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
)

// warn reports err at an offset of l.
func (p *parser) warn(l line, offset int, id string, err error) error {
	if p.quiet {
		return nil
	}
	return p.report.Warn(l.pos(offset), id, err)
}

// tally counts what is worth one warning a file.
type tally struct {
	count int
	first script.Pos
	value string // what stood there
}

func (p *parser) tally(t *tally, l line, offset int, value string) error {
	t.count++
	if t.count == 1 {
		t.first, t.value = l.pos(offset), script.Shorten(value)
	}
	return nil
}

// tallyVoice counts a tag that names who speaks.
func (p *parser) tallyVoice(l line, offset int, name string) error {
	i, known := p.voice[name]
	if !known {
		if p.voice == nil {
			p.voice = make(map[string]int)
		}
		i = len(p.voices)
		p.voice[name] = i
		p.voices = append(p.voices, tally{})
	}
	return p.tally(&p.voices[i], l, offset, name)
}

// totals reports the tallies.
func (p *parser) totals() error {
	if p.quiet {
		return nil
	}
	say := func(t tally, kind error, format string) error {
		if t.count == 0 {
			return nil
		}
		return p.report.Warn(t.first, "", fmt.Errorf("%w: "+format+"%s", kind, t.value, times(t.count)))
	}
	if err := say(p.settings, script.ErrDropped, "cue settings %q"); err != nil {
		return err
	}
	if err := say(p.markup, script.ErrDropped, "markup %q"); err != nil {
		return err
	}
	for _, v := range p.voices {
		if err := say(v, script.ErrDropped, "voice %q"); err != nil {
			return err
		}
	}
	if err := say(p.unsorted, script.ErrAssumed, "cue at %s is out of order; cues are sorted by start"); err != nil {
		return err
	}
	if p.count() == 0 {
		return p.report.Warn(script.Pos{}, "", script.ErrNoSegments)
	}
	return nil
}

// tags counts the tags of a cue text, and warns once when one of them may have
// been text. spoken says that the first is the voice of the whole.
func (p *parser) tags(raw line, id string, spoken bool) error {
	if p.quiet {
		return nil
	}
	odd, count := 0, 0
	for i := 0; ; {
		next := strings.IndexByte(raw.text[i:], '<')
		if next < 0 {
			break
		}
		i += next
		tag := tagAt(raw.text, i)
		var err error
		switch name := voiceName(tag); {
		case spoken && (tag == "</v>" || i == 0 && tag[len("<v")] != '.'):
		case !isMarkup(tag):
			if count++; count == 1 {
				odd = i
			}
		case name != "" && !spoken:
			err = p.tallyVoice(raw, i, name)
		case tag != "</v>" || p.voices == nil:
			err = p.tally(&p.markup, raw, i, tag)
		}
		if err != nil {
			return err
		}
		i += len(tag)
	}
	if count == 0 {
		return nil
	}
	tag := script.Shorten(tagAt(raw.text, odd))
	return p.warn(raw, odd, id, fmt.Errorf("%w: %q, which reads as a tag%s", script.ErrDropped, tag, times(count)))
}

// checkTiming warns of what is odd about a cue that is kept.
func (p *parser) checkTiming(l line, id string, t timing) error {
	if p.quiet {
		return nil
	}
	if err := script.CheckOrder(t.start, t.end); err != nil {
		if err := p.warn(l, 0, id, err); err != nil {
			return err
		}
	}
	if p.count() > 0 && !p.inFile && t.start < p.lastStart() {
		if err := p.tally(&p.unsorted, l, 0, word(strings.TrimLeft(l.text, blank))); err != nil {
			return err
		}
	}
	if t.settings != "" {
		return p.tally(&p.settings, l, strings.LastIndex(l.text, t.settings), t.settings)
	}
	return nil
}

// lastStart returns the start of the segment read last.
func (p *parser) lastStart() time.Duration {
	if n := len(p.script.Segments); n > 0 {
		return p.script.Segments[n-1].Start
	}
	return p.latest
}

// droppedCue warns of a cue whose timing line makes no sense.
func (p *parser) droppedCue(l line, id string, bad badTiming) error {
	if p.quiet && p.lost != nil {
		return nil
	}
	return p.lose(l, bad.at, id, bad.err(l.text))
}

// nearCue warns of a cue that is none only because of the arrow in its timing
// line.
func (p *parser) nearCue(l line) error {
	return p.lose(l, 0, "", &script.ValueError{Kind: script.ErrSyntax, Value: l.text, Want: `"-->" between the times`})
}

// timesInText warns of lines of a text that were to be timing lines, it seems.
func (p *parser) timesInText(raw line, id string) error {
	if p.quiet || strings.IndexByte(raw.text, ':') < 0 {
		return nil
	}
	from := 0
	for text := range strings.Lines(raw.text) {
		begin := from
		from += len(text)
		if !clock.MeantAsSpan(text) {
			continue
		}
		value := strings.Trim(text, blank)
		err := &script.ValueError{Kind: script.ErrTime, Value: value, Want: `"-->" between times, below a blank line; kept as text`}
		if err := p.warn(raw, begin, id, err); err != nil {
			return err
		}
	}
	return nil
}

// lose warns of a cue that is dropped, and remembers the first.
func (p *parser) lose(l line, offset int, id string, reason error) error {
	reason = fmt.Errorf("%w cue: %w", script.ErrDropped, reason)
	if p.lost == nil {
		p.lost = p.report.Fail(l.pos(offset), fmt.Errorf("%w: %w", script.ErrNoSegments, reason))
	}
	return p.warn(l, offset, id, reason)
}

// glued warns of a cue that begins where the one before it should have ended.
func (p *parser) glued(l line, id string) error {
	if p.quiet {
		return nil
	}
	return p.warn(l, 0, id, fmt.Errorf("%w: a line with %q ends the cue; want a blank line before it", script.ErrSyntax, "-->"))
}

// dropped warns of a block that is no cue: its first line and how many more.
func (p *parser) dropped(first line, more int) error {
	if p.quiet {
		return nil
	}
	what := "text outside of cues"
	for _, b := range [...]struct{ name, what string }{
		{"NOTE", "comment"}, {"STYLE", "style sheet"}, {"REGION", "region"},
	} {
		rest, ok := strings.CutPrefix(first.text, b.name)
		if ok && (rest == "" || strings.IndexByte(blank, rest[0]) >= 0) {
			what = b.what
		}
	}
	var count string
	switch {
	case more == 1:
		count = " and 1 more line"
	case more > 1:
		count = fmt.Sprintf(" and %d more lines", more)
	}
	return p.warn(first, 0, "", fmt.Errorf("%w: %s %q%s", script.ErrDropped, what, script.Shorten(first.text), count))
}

package vtt

import (
	"io"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

const format = "vtt"

// Decoder reads WebVTT. The zero value reads as browsers do.
type Decoder struct {
	// MaxBytes is the largest input taken, in bytes. Below 1 means 1 GiB.
	// More is an error that wraps [script.ErrTooLarge].
	MaxBytes int64

	// Unsorted leaves segments in the order of the file. By default they are
	// sorted by start.
	Unsorted bool

	// Head is given what the header says, the title and the language, before
	// the first segment of [Decoder.Segments]; Decode has no use for it. It may
	// be nil.
	Head func(*script.Script)

	// Warn is told of all that was dropped, changed or guessed, in the order
	// of the file. What may occur in every cue (settings, markup, wrong order)
	// is told once, at the end, with a count; every voice that does not speak
	// the whole of a cue by its name. Nil drops the warnings.
	Warn func(script.Warning) error
}

// Decode reads a whole file with the zero [Decoder].
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads a whole file. Segments are sorted by start, stably; ids are as
// in the file, "" for a cue without; warnings then name its ordinal. A voice
// that speaks the whole of a cue is its speaker, and a comment above it its
// note. Cues that end before
// or when they start, and cues without text, are kept with a warning.
//
// An input that is not WebVTT, or is too large is a [*script.ParseError]. So is one whose cues all have malformed timing
// lines; a file without cues is a script without segments, with a warning.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	p := d.parser()
	src, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(format, err)
	}
	if err := p.parse(src); err != nil {
		return nil, err
	}
	return p.script, nil
}

func (d Decoder) parser() *parser {
	return &parser{
		report: report.Reporter{Format: format, To: d.Warn},
		quiet:  d.Warn == nil,
		inFile: d.Unsorted,
		script: new(script.Script),
	}
}

// parser holds one run over a file, or over one piece of it after the other.
type parser struct {
	report report.Reporter
	quiet  bool // nobody hears warnings
	inFile bool // segments stay in the order of the file
	script *script.Script
	before int           // segments of earlier pieces
	latest time.Duration // start of the last one of them
	texts  arena

	src   string // with LF line ends only, no NUL, valid UTF-8
	pos   int    // start of the next line
	line  int    // its number, from 1
	arrow int    // offset of the first "-->" behind some line start; see hasArrow

	note comment // above the cue that comes next
	lost error   // why the first cue whose timing line makes no sense was dropped

	settings, markup, unsorted tally
	voices                     []tally
	voice                      map[string]int // index in voices by name
}

func (p *parser) parse(src string) error {
	if err := p.normalise(src); err != nil {
		return err
	}
	if err := p.header(); err != nil {
		return err
	}
	p.preallocate()
	if err := p.blocks(); err != nil {
		return err
	}
	if err := p.end(); err != nil {
		return err
	}
	if !p.inFile {
		p.script.Sort()
	}
	return nil
}

func (p *parser) blocks() error {
	for p.skipBlank(); p.pos < len(p.src); p.skipBlank() {
		if err := p.block(); err != nil {
			return err
		}
	}
	return nil
}

// end tells what is known once the last block was read.
func (p *parser) end() error {
	if err := p.noCue(); err != nil {
		return err
	}
	if p.count() == 0 && p.lost != nil {
		return p.lost
	}
	return p.totals()
}

// count returns how many segments were read.
func (p *parser) count() int { return p.before + len(p.script.Segments) }

// shortest is the length of the shortest cue and its line break.
const shortest = len("00:00.000-->00:00.000\n")

func (p *parser) preallocate() {
	rest := p.src[p.pos:]
	if n := min(strings.Count(rest, "-->"), len(rest)/shortest+1); n > 0 {
		p.script.Segments = make([]script.Segment, 0, n)
	}
	p.texts.chunk = min(64<<10, len(rest)+64)
}

// block reads what stands between blank lines: a cue, or a comment, a style
// sheet, a region, and lines that are none of these, which are dropped. A line
// with an arrow ends it too, unless it is the first or the second.
func (p *parser) block() error {
	first := p.peek()
	p.take(first)
	switch {
	case first.arrow:
		return p.cue(first, "")
	case isComment(first) && !p.peek().arrow:
		p.comment(first)
		return nil
	}
	timing, more := first, 0 // timing is what was to be the timing line, if any was
	for p.pos < len(p.src) {
		l := p.peek()
		if l.arrow && more > 0 {
			break
		}
		p.take(l)
		if l.arrow {
			return p.cue(l, first.text)
		}
		if l.text == "" {
			break
		}
		if more++; more == 1 && !clock.NearlySpan(first.text) {
			timing = l
		}
	}
	if clock.NearlySpan(timing.text) {
		if err := p.noCue(); err != nil {
			return err
		}
		return p.nearCue(timing)
	}
	return p.dropped(first, more)
}

// cue reads the cue whose timing line has just been taken.
func (p *parser) cue(timing line, id string) error {
	t, ok := canonicalTiming(timing.text)
	if !ok {
		var bad badTiming
		if t, bad = parseTiming(timing.text); bad.kind != nil {
			return p.skipCue(timing, id, bad)
		}
	}
	named := id // "" for none
	if id == "" && !p.quiet {
		id = p.texts.ordinal(p.count() + 1) // for warnings
	}
	p.report.Number = p.count() + 1
	defer func() { p.report.Number = 0 }()
	if err := p.checkTiming(timing, id, t); err != nil {
		return err
	}
	raw, err := p.payload(id)
	if err != nil {
		return err
	}
	return p.add(raw, named, id, t)
}

// skipCue drops the cue whose timing line makes no sense.
func (p *parser) skipCue(timing line, id string, bad badTiming) error {
	if err := p.noCue(); err != nil {
		return err
	}
	if err := p.droppedCue(timing, id, bad); err != nil {
		return err
	}
	_, err := p.payload(id)
	return err
}

// payload takes the text lines of a cue, as they stand in the file.
func (p *parser) payload(id string) (raw line, err error) {
	from, end, number := p.pos, p.pos, p.line
	for p.pos < len(p.src) && p.src[p.pos] != '\n' {
		length := p.lineLength()
		if p.hasArrow(length) {
			err = p.glued(p.peek(), id)
			break
		}
		end = p.pos + length
		p.advance(length)
	}
	return line{text: p.src[from:end], number: number}, err
}

// add appends a segment. named is its id and id that in warnings, raw is its text with markup, of one or more lines.
func (p *parser) add(raw line, named, id string, t timing) error {
	if err := p.timesInText(raw, id); err != nil {
		return err
	}
	text, tagged := p.texts.plain(raw.text)
	speaker := ""
	if tagged {
		speaker = p.texts.speaker(raw.text)
		if err := p.tags(raw, id, speaker != ""); err != nil {
			return err
		}
	}
	if text == "" {
		if err := p.warn(raw, 0, id, script.ErrNoText); err != nil {
			return err
		}
	}
	p.script.Segments = append(p.script.Segments, script.Segment{ID: named, Start: t.start, End: t.end, Text: text, Speaker: speaker, Note: p.note.note()})
	p.note = comment{}
	return nil
}

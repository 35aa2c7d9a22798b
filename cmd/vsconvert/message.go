package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// maxWarnings is how many warnings a run shows; the rest is counted.
const maxWarnings = 20

// messages are what one input gave rise to, kept until its turn to be shown.
type messages struct {
	warnings []string // at most maxWarnings
	total    int
	hints    []string
	notes    []string // what was asked for, shown even when quiet
	hasMedia bool
}

// media notes the addresses of a job's media when they were asked for.
func (m *messages) media(file string, j *results.Job, show bool) {
	for _, one := range [...]struct{ kind, url string }{{"video", j.VideoURL}, {"audio", j.AudioURL}} {
		if one.url == "" {
			continue
		}
		m.hasMedia = true
		if show {
			m.notes = append(m.notes, fmt.Sprintf("%s: %s: %s", file, one.kind, one.url))
		}
	}
}

// warn takes a warning about the file.
func (m *messages) warn(file string, w script.Warning) {
	m.total++
	if len(m.warnings) >= maxWarnings {
		return
	}
	text := fmt.Sprint(w.Err)
	if w.SegmentID != "" {
		text = fmt.Sprintf("segment %q: %s", script.Shorten(w.SegmentID), text)
	}
	m.warnings = append(m.warnings, at(file, w.Pos)+": warning: "+text)
	if hint := hintFor(w.Err); hint != "" {
		m.hints = append(m.hints, hint)
	}
}

// at returns "FILE:LINE:COL: path", as far as it is known.
func at(file string, pos script.Pos) string {
	switch {
	case pos.Line > 0:
		return file + ":" + pos.String()
	case pos.Path != "":
		return file + ": " + pos.Path
	}
	return file
}

// describe returns err as "FILE:LINE:COL: what".
func describe(file string, err error) string {
	var parse *script.ParseError
	if errors.As(err, &parse) && fmt.Sprint(err) == parse.Error() {
		return at(file, parse.Pos) + ": " + fmt.Sprint(parse.Err)
	}
	var path *fs.PathError
	if errors.As(err, &path) && path.Path == file {
		return fmt.Sprintf("%s: %v", file, path.Err)
	}
	return fmt.Sprintf("%s: %v", file, err)
}

// printer writes messages, and remembers how many warnings it has shown.
type printer struct {
	w      io.Writer
	quiet  bool // no warnings
	shown  int
	total  int
	hinted map[string]bool
}

func (p *printer) line(format string, args ...any) {
	fmt.Fprintf(p.w, "vsconvert: %s\n", clean(fmt.Sprintf(format, args...)))
}

// clean keeps control characters of a file or its name from the terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return ' '
		case r < ' ', 0x7F <= r && r < 0xA0:
			return '\uFFFD'
		}
		return r
	}, s)
}

func (p *printer) warnings(m *messages) {
	for _, note := range m.notes {
		p.line("%s", note)
	}
	p.total += m.total
	if p.quiet {
		return
	}
	for _, w := range m.warnings {
		if p.shown < maxWarnings {
			p.shown++
			p.line("%s", w)
		}
	}
	for _, hint := range m.hints {
		p.hint(hint)
	}
}

// hint prints a hint once.
func (p *printer) hint(hint string) {
	if hint == "" || p.hinted[hint] {
		return
	}
	if p.hinted == nil {
		p.hinted = map[string]bool{}
	}
	p.hinted[hint] = true
	fmt.Fprintf(p.w, "hint: %s\n", hint)
}

// summary tells how many warnings were not shown.
func (p *printer) summary() {
	if !p.quiet && p.total > p.shown {
		p.line("%d warnings in all, %d shown", p.total, p.shown)
	}
}

// hintFor returns what is likely to help against err, or "".
func hintFor(err error) string {
	var usage *usageError
	var failed *results.FailedError
	var unknown *unknownFormatError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &usage):
		return usage.hint
	case errors.Is(err, results.ErrNotReady):
		return "ask get_results again in a while"
	case errors.As(err, &failed):
		return ""
	case errors.Is(err, results.ErrNoDescriptions):
		return "the job made media only; --show-urls prints their addresses"
	case errors.As(err, &unknown):
		return "name the format with -f; vsconvert formats lists them"
	case errors.Is(err, timecode.ErrFrame):
		return "is --rate right?"
	case errors.Is(err, errStrict):
		return "leave --strict out to go on with warnings"
	}
	return ""
}

package astisub

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	asti "github.com/asticode/go-astisub"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

// ASSDecoder reads SSA and ASS. Its zero value works.
type ASSDecoder struct {
	// Unsorted leaves segments in the order of the file. By default they are
	// sorted by start.
	Unsorted bool

	// MaxBytes limits the input; below 1 means 1 GiB.
	MaxBytes int64

	// Warn is told what was dropped, changed or guessed. Nil drops warnings.
	Warn func(script.Warning) error
}

// Decode reads the events of r that are shown. Those that break the grammar
// are errors with line and column.
func (d ASSDecoder) Decode(r io.Reader) (*script.Script, error) {
	rep := &report.Reporter{Format: ass, To: d.Warn}
	src, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(ass, err)
	}
	if src, err = charset.Transcode(src, rep); err != nil {
		return nil, err
	}
	if strings.TrimSpace(src) == "" {
		return nil, rep.Fail(script.Pos{}, script.ErrEmpty)
	}
	p := &assReader{report: rep, memory: source.NewBudget(len(src)), s: &script.Script{}}
	if err := p.lines(src); err != nil {
		return nil, err
	}
	if err := p.flush(); err != nil {
		return nil, err
	}
	if err := p.totals(); err != nil {
		return nil, err
	}
	if !d.Unsorted {
		p.s.Sort()
	}
	return p.s, nil
}

// assReader takes the lines of a file apart.
type assReader struct {
	report *report.Reporter
	memory *source.Budget
	s      *script.Script

	line    int
	section string
	format  []string // of events
	events  []event  // not yet handed to the library
	dropped [kinds]dropped
}

// event is what a line of dialogue says.
type event struct {
	line             int
	start, end, name string
	text             string
}

// batch is how many events the library has in hand: each becomes some 2 KB.
const batch = 256

// What a file can have that a script has no place for.
const (
	styles = iota
	comments
	sections
	effects
	others
	kinds
)

var kindNames = [kinds]string{"styles", "comments", "sections of no known kind", "effects", "lines of no known kind"}

type dropped struct {
	count int
	line  int // of the first
}

func (p *assReader) drop(kind int) {
	if p.dropped[kind].count++; p.dropped[kind].count == 1 {
		p.dropped[kind].line = p.line
	}
}

// totals warns of what was dropped, kind by kind.
func (p *assReader) totals() error {
	for kind, d := range p.dropped {
		if d.count == 0 {
			continue
		}
		if err := p.report.Warn(script.Pos{Line: d.line}, "", fmt.Errorf("%w: %s (%d)", script.ErrDropped, kindNames[kind], d.count)); err != nil {
			return err
		}
	}
	if len(p.s.Segments) == 0 {
		return p.report.Warn(script.Pos{}, "", script.ErrNoSegments)
	}
	return nil
}

func (p *assReader) lines(src string) error {
	known := false
	for src != "" {
		var raw string
		raw, src = cutLine(src)
		p.line++
		line := strings.TrimSpace(raw)
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			known = p.enter(strings.ToLower(line[1:len(line)-1])) || known
			continue
		}
		if line == "" || line[0] == ';' || strings.HasPrefix(line, "!:") {
			continue
		}
		if err := p.entry(line, raw); err != nil {
			return err
		}
	}
	if !known {
		return p.report.Fail(script.Pos{Line: 1}, fmt.Errorf("%w: no section [Script Info] or [Events]", script.ErrSyntax))
	}
	return nil
}

func cutLine(s string) (line, rest string) {
	i := strings.IndexAny(s, "\r\n")
	if i < 0 {
		return s, ""
	}
	if strings.HasPrefix(s[i:], "\r\n") {
		return s[:i], s[i+2:]
	}
	return s[:i], s[i+1:]
}

// enter begins a section, and reports whether it is one of those that a file
// must have.
func (p *assReader) enter(name string) bool {
	p.section = name
	switch name {
	case "events", "script info":
		return true
	case "v4 styles", "v4+ styles", "v4 styles+", "aegisub project garbage":
	default:
		p.drop(sections)
	}
	return false
}

// entry takes a line of a section.
func (p *assReader) entry(line, raw string) error {
	name, value, _ := strings.Cut(line, ":")
	name, value = strings.TrimSpace(name), strings.TrimSpace(value)
	switch {
	case p.section == "script info" && name == "Title":
		p.s.Title = value
	case strings.HasPrefix(p.section, "v4") && name == "Style" && !strings.HasPrefix(value, "Default,"):
		p.drop(styles)
	case p.section != "events":
	case name == "Format":
		return p.setFormat(value)
	case name == "Comment":
		p.drop(comments)
	case name == "Dialogue":
		return p.dialogue(value, raw)
	default:
		p.drop(others)
	}
	return nil
}

func (p *assReader) setFormat(value string) error {
	p.format = nil
	for field := range strings.SplitSeq(value, ",") {
		if len(p.format) >= 64 {
			return p.report.Fail(script.Pos{Line: p.line}, fmt.Errorf("%w: more than 64 fields", script.ErrTooLarge))
		}
		p.format = append(p.format, strings.TrimSpace(field))
	}
	for _, must := range [...]string{"Start", "End", "Text"} {
		if !slices.Contains(p.format, must) {
			return p.report.Fail(script.Pos{Line: p.line}, fmt.Errorf("%w: %s in the format of events", script.ErrMissing, must))
		}
	}
	return nil
}

// usualFormat is that of events where a file does not say one.
var usualFormat = []string{"Layer", "Start", "End", "Style", "Name", "MarginL", "MarginR", "MarginV", "Effect", "Text"}

// dialogue takes an event. The last field goes to the end of the line.
func (p *assReader) dialogue(value, raw string) error {
	if p.format == nil {
		p.format = usualFormat
	}
	cells := strings.SplitN(value, ",", len(p.format))
	if len(cells) < len(p.format) {
		err := &script.ValueError{Kind: script.ErrSyntax, Value: value, Want: fmt.Sprintf("%d fields: %s", len(p.format), strings.Join(p.format, ", "))}
		return p.report.Fail(script.Pos{Line: p.line, Column: 1}, err)
	}
	e := event{line: p.line}
	for i, field := range p.format {
		cell := strings.TrimSpace(cells[i])
		switch field {
		case "Start", "End":
			if !isASSTime(cell) {
				err := &script.ValueError{Kind: script.ErrTime, Field: field, Value: cell, Want: "H:MM:SS.cc"}
				return p.report.Fail(script.Pos{Line: p.line, Column: columnOf(raw, cells, i)}, err)
			}
			if field == "Start" {
				e.start = cell
			} else {
				e.end = cell
			}
		case "Name", "Actor":
			e.name = cell
		case "Effect":
			if cell != "" {
				p.drop(effects)
			}
		case "Text":
			e.text = cells[i]
		}
	}
	if err := p.memory.Take(512 + 2*len(e.text)); err != nil {
		return p.report.Fail(script.Pos{Line: p.line}, err)
	}
	if p.events = append(p.events, e); len(p.events) == batch {
		return p.flush()
	}
	return nil
}

// columnOf returns where field i of an event begins, in characters from 1.
func columnOf(raw string, cells []string, i int) int {
	at := strings.Index(raw, cells[0])
	for _, cell := range cells[:i] {
		at += len(cell) + 1
	}
	return len([]rune(raw[:min(max(at, 0), len(raw))])) + 1
}

// isASSTime reports whether s is H:MM:SS.cc, with one to three digits behind
// the point or none, which the library reads well.
func isASSTime(s string) bool {
	clock, fraction, _ := strings.Cut(s, ".")
	groups := strings.Split(clock, ":")
	if len(groups) != 3 || len(groups[0]) > 5 || len(fraction) > 3 || strings.HasSuffix(s, ".") {
		return false
	}
	for i, g := range append(groups, fraction) {
		if strings.Trim(g, "0123456789") != "" || i < 3 && g == "" || i > 0 && i < 3 && len(g) > 2 {
			return false
		}
	}
	return true
}

// flush hands the events to the library, in a file of their own.
func (p *assReader) flush() error {
	if len(p.events) == 0 {
		return nil
	}
	var b strings.Builder
	b.WriteString("[Events]\nFormat: Start, End, Name, Text\n")
	texts := make([]string, len(p.events))
	for i := range p.events {
		e := &p.events[i]
		p.report.Number = len(p.s.Segments) + i + 1
		text, err := p.text(e)
		if err != nil {
			return err
		}
		shown := strings.ReplaceAll(text, "\n", `\N`)
		if len(shown)+len(e.name) > 32<<10 || strings.Contains(shown, "{") {
			texts[i], shown = text, "-" // the library would cut it
		}
		name := e.name
		if len(name) > 32<<10 {
			return p.report.Fail(script.Pos{Line: e.line}, fmt.Errorf("%w: a name of %d bytes", script.ErrTooLarge, len(name)))
		}
		fmt.Fprintf(&b, "Dialogue: %s,%s,%s,%s\n", e.start, e.end, strings.ReplaceAll(name, ",", ";"), shown)
	}
	p.report.Number = 0
	return p.hand(b.String(), texts)
}

// hand has the library read a file of events. Texts that are not "" take the
// place of what it read.
func (p *assReader) hand(file string, texts []string) error {
	var sub *asti.Subtitles
	first := script.Pos{Line: p.events[0].line}
	err := guarded(func() (err error) {
		sub, err = asti.ReadFromSSAWithOptions(strings.NewReader(file), asti.SSAOptions{})
		return err
	})
	if err != nil {
		return p.report.Fail(first, err)
	}
	if len(sub.Items) != len(p.events) {
		return p.report.Fail(first, fmt.Errorf("%w: %d of %d events were read", script.ErrSyntax, len(sub.Items), len(p.events)))
	}
	for i, item := range sub.Items {
		seg := segmentOf(item)
		if texts[i] != "" {
			seg.Text = texts[i]
		}
		p.report.Number = len(p.s.Segments) + 1
		if err := p.check(&seg, p.events[i].line); err != nil {
			return err
		}
		p.s.Segments = append(p.s.Segments, seg)
	}
	p.events, p.report.Number = p.events[:0], 0
	return nil
}

// check warns of what is odd about a segment.
func (p *assReader) check(seg *script.Segment, line int) error {
	errs := []error{script.CheckOrder(seg.Start, seg.End)}
	if seg.Text == "" {
		errs = append(errs, script.ErrNoText)
	}
	for _, err := range errs {
		if err == nil {
			continue
		}
		if err := p.report.Warn(script.Pos{Line: line}, p.ordinal(), err); err != nil {
			return err
		}
	}
	return nil
}

// ordinal names a segment in warnings: events have no ids.
func (p *assReader) ordinal() string { return strconv.Itoa(p.report.Number) }

// text returns the text of an event without override codes, which it warns of.
func (p *assReader) text(e *event) (string, error) {
	text, codes, drawing := plainText(e.text)
	var err error
	switch {
	case drawing:
		err = fmt.Errorf("%w: a drawing", script.ErrDropped)
	case codes != "":
		err = fmt.Errorf("%w: override codes such as %s", script.ErrDropped, script.Shorten(codes))
	}
	if err != nil {
		if err := p.report.Warn(script.Pos{Line: e.line}, p.ordinal(), err); err != nil {
			return "", err
		}
	}
	text, _ = clean.Text(text)
	return text, nil
}

// plainText resolves what is no text in s: \N and \n are line breaks, \h is a
// blank, what stands in braces is a code, and what follows {\p1} a drawing.
func plainText(s string) (text, codes string, drawing bool) {
	var b strings.Builder
	drawn := false
	last := strings.LastIndexByte(s, '}') // looked for once: there may be many { without
	for i := 0; i < len(s); {
		piece, n, code := assPiece(s[i:], i < last)
		if code {
			if codes == "" {
				codes = s[i : i+n]
			}
			drawn = setDrawing(s[i:i+n], drawn)
		} else if drawing = drawing || drawn; !drawn {
			b.WriteString(piece)
		}
		i += n
	}
	return b.String(), codes, drawing
}

// assPiece returns what s begins with: the text it stands for, how long it is,
// and whether it is a code. closed tells whether a } stands in s.
func assPiece(s string, closed bool) (text string, n int, code bool) {
	if s[0] == '{' && closed {
		return "", strings.IndexByte(s, '}') + 1, true
	}
	if s[0] == '\\' && len(s) > 1 {
		switch s[1] {
		case 'N', 'n':
			return "\n", 2, false
		case 'h':
			return " ", 2, false
		case '{', '}':
			return s[1:2], 2, false
		}
	}
	n = 1 + strings.IndexAny(s[1:], `{\`)
	if n == 0 {
		n = len(s)
	}
	return s[:n], n, false
}

// setDrawing returns whether a drawing goes on behind codes.
func setDrawing(codes string, drawn bool) bool {
	for tag := range strings.SplitSeq(strings.Trim(codes, "{}"), `\`) {
		if level, ok := strings.CutPrefix(tag, "p"); ok && level != "" && strings.Trim(level, "0123456789") == "" {
			drawn = strings.Trim(level, "0") != ""
		}
	}
	return drawn
}

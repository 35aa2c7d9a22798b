package resolve

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads timeline markers. The zero value works.
type Decoder struct {
	Rate     timecode.Rate        // of the timeline; default: that of Start, else the slowest that fits, with a warning
	Start    timecode.Timecode    // of the programme's first frame; default 00:00:00:00
	Strict   bool                 // a warning is an error
	MaxBytes int64                // default 1 GiB
	Warn     func(script.Warning) // is told what was dropped, changed or assumed; default: nobody
}

// Decode reads timeline markers with default options.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads timeline markers. Errors are [*script.ParseError] values.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	in, err := markers.Open(r, markers.Options{Format: format, Rate: d.Rate, Start: d.Start, Strict: d.Strict, MaxBytes: d.MaxBytes, Warn: d.Warn})
	if err != nil {
		return nil, err
	}
	list, err := edl.ParseList(in.Src)
	if err != nil {
		if pe := (*script.ParseError)(nil); errors.As(err, &pe) {
			err = &script.ParseError{Format: format, Pos: pe.Pos, Err: pe.Err}
		}
		return nil, err
	}
	p := parser{in: in, colors: markers.NewDiffer("colours")}
	p.events(list)
	marks, err := p.marks()
	if err != nil {
		return nil, err
	}
	if err := p.colors.Warn(in); err != nil {
		return nil, err
	}
	s, err := in.Segments(marks)
	if err == nil {
		s.Title = markers.Title(list.Title)
	}
	return s, err
}

// event is a marker before its times are known.
type event struct {
	offset  int
	in, out markers.Label
	marker  marker
}

type parser struct {
	in     *markers.Input
	found  []event
	colors *markers.Differ
	plain  int // events without marker
	first  int // offset of the first of them

	line, at int // number and offset of the line that offset found last
}

// events collects the markers of a list.
func (p *parser) events(list *edl.List) {
	p.line = 1
	if drop, said := list.Drop(); said {
		p.in.Mode(drop, 0)
	}
	for i := range list.Events {
		e := &list.Events[i]
		at := p.offset(e.Line)
		found := false
		var note []string // lines before the one with the fields
		for _, line := range e.Comments {
			m, ok := parseMarker(line)
			if !ok {
				note = append(note, line)
				continue
			}
			m.note = strings.Join(append(note, m.note), "\n")
			note, found = nil, true
			label := at + recordIn(p.in, at)
			p.found = append(p.found, event{offset: at, in: p.in.See(e.RecordIn, label), out: p.in.See(e.RecordOut, label), marker: m})
			p.colors.See(m.color, at)
		}
		if !found || len(note) > 0 {
			if p.plain++; p.plain == 1 {
				p.first = at
			}
		}
	}
}

// offset returns where a line begins. Lines are asked for in order.
func (p *parser) offset(line int) int {
	for p.line < line && p.at < len(p.in.Src) {
		_, p.at = p.in.Line(p.at)
		p.line++
	}
	return p.at
}

// recordIn returns where the last but one field of the line at offset begins.
func recordIn(in *markers.Input, offset int) int {
	line, _ := in.Line(offset)
	at := len(line)
	for range 2 {
		at = strings.LastIndexAny(strings.TrimRight(line[:at], " \t"), " \t") + 1
	}
	return at
}

func (p *parser) marks() ([]markers.Mark, error) {
	if p.plain > 0 {
		err := fmt.Errorf("%w: %d events or lines without marker", script.ErrDropped, p.plain)
		if len(p.found) == 0 {
			return nil, p.in.Fail(p.first, fmt.Errorf("%w: no event has a marker: |C:colour |M:name |D:length", script.ErrNoSegments))
		}
		if err := p.in.Warn(p.first, "", err); err != nil {
			return nil, err
		}
	}
	clock, err := p.in.Clock(timecode.Rate{}, timecode.Timecode{})
	if err != nil {
		return nil, err
	}
	marks := make([]markers.Mark, len(p.found))
	for i := range p.found {
		e := &p.found[i]
		from, to, err := clock.Span(e.in, e.out)
		if err != nil {
			return nil, err
		}
		// Resolve makes all events one frame long; others give them the length.
		length := max(e.marker.length, to-from)
		if length <= 1 {
			length = 0 // a point
		}
		marks[i] = markers.Mark{Offset: e.offset, Start: clock.Duration(from), End: clock.Duration(from + length), Name: e.marker.name, Text: e.marker.note}
	}
	return marks, nil
}

// marker is the line behind an event.
type marker struct {
	note, color, name string
	length            int64 // in frames, 0 when absent
}

// maxLength is far beyond any timeline: ten days at 120 frames a second.
const maxLength = 10 * 24 * 3600 * 120

// parseMarker reads "note |C:colour |M:name |D:length", in any order and with
// some of the fields missing. ok is false when there are none.
func parseMarker(line string) (m marker, ok bool) {
	end := len(line)
	for i := len(line) - 3; i >= 0; i-- {
		if line[i] != '|' || line[i+2] != ':' {
			continue
		}
		value := strings.TrimSpace(line[i+3 : end])
		switch line[i+1] {
		case 'C':
			m.color = strings.TrimPrefix(value, "ResolveColor")
		case 'M':
			m.name = value
		case 'D':
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil || n < 0 || n > maxLength {
				continue // part of a name
			}
			m.length = n
		default:
			continue
		}
		end, ok = i, true
	}
	m.note = strings.TrimSpace(line[:end])
	return m, ok
}

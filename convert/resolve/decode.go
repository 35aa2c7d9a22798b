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
	Rate     timecode.Rate              // of the timeline; default: that of Start, else the slowest that fits, with a warning
	Start    timecode.Timecode          // of the programme's first frame; default 00:00:00:00
	MaxBytes int64                      // default 1 GiB
	Warn     func(script.Warning) error // is told what was dropped, changed or assumed; default: nobody
	// Counted is told the rate at which labels are read, with the way in which
	// they are counted. Nil is not told.
	Counted func(timecode.Rate)
}

// Decode reads timeline markers with default options.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads timeline markers. Errors are [*script.ParseError] values.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	in, err := markers.Open(r, markers.Options{Format: format, Rate: d.Rate, Start: d.Start, MaxBytes: d.MaxBytes, Warn: d.Warn, Counted: d.Counted})
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
	p := parser{in: in, list: list, colors: markers.NewDiffer("colours")}
	if err := p.look(); err != nil {
		return nil, err
	}
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

// parser goes through a list twice: to learn what its timecodes count, and to
// read the markers.
type parser struct {
	in     *markers.Input
	list   *edl.List
	colors *markers.Differ
	found  int // markers
	plain  int // events or lines without marker
	first  int // offset of the first of them
}

// maxMarkers is the most markers of one event. Resolve gives each an event of
// its own.
const maxMarkers = 16

// look learns about the list, and warns of what has no marker.
func (p *parser) look() error {
	if drop, said := p.list.Drop(); said {
		p.in.Mode(drop, 0)
	}
	at := newPlace(p.in)
	for i := range p.list.Events {
		e := &p.list.Events[i]
		offset := at.line(e.Line)
		found, open := 0, false // open: lines before the one with the fields
		for _, line := range e.Comments {
			m, ok := parseMarker(line)
			if open = !ok; !ok {
				continue
			}
			if found++; found > maxMarkers {
				return p.in.Fail(offset, fmt.Errorf("%w: an event with more than %d markers", script.ErrTooLarge, maxMarkers))
			}
			p.colors.See(m.color, offset)
			if m.odd != "" {
				err := fmt.Errorf("%w: %w", script.ErrDropped, &script.ValueError{Kind: script.ErrValue, Field: "length", Value: m.odd, Want: "|D: and a number of frames"})
				if err := p.in.Warn(offset, m.name, err); err != nil {
					return err
				}
			}
		}
		if found > 0 {
			label := offset + recordIn(p.in, offset)
			p.in.See(e.RecordIn, label)
			p.in.See(e.RecordOut, label)
		}
		if p.found += found; found == 0 || open {
			if p.plain++; p.plain == 1 {
				p.first = offset
			}
		}
	}
	switch {
	case p.found == 0:
		return p.in.Fail(p.first, fmt.Errorf("%w: no event has a marker: |C:colour |M:name |D:length", script.ErrNoSegments))
	case p.plain > 0:
		return p.in.Warn(p.first, "", fmt.Errorf("%w: %d events or lines without marker", script.ErrDropped, p.plain))
	}
	return nil
}

// place finds where lines begin.
type place struct {
	in      *markers.Input
	n, here int // number and offset of the line found last
}

func newPlace(in *markers.Input) *place { return &place{in: in, n: 1} }

// line returns where a line begins. Lines are asked for in order.
func (p *place) line(n int) int {
	for p.n < n && p.here < len(p.in.Src) {
		_, p.here = p.in.Line(p.here)
		p.n++
	}
	return p.here
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
	clock, err := p.in.Clock(timecode.Rate{}, timecode.Timecode{})
	if err != nil {
		return nil, err
	}
	marks := make([]markers.Mark, 0, p.found)
	at := newPlace(p.in)
	for i := range p.list.Events {
		e := &p.list.Events[i]
		offset := at.line(e.Line)
		var note []string // lines before the one with the fields
		for _, line := range e.Comments {
			m, ok := parseMarker(line)
			if !ok {
				note = append(note, line)
				continue
			}
			mark, err := m.mark(p.in, clock, e, offset)
			if err != nil {
				return nil, err
			}
			mark.Text = strings.Join(append(note, m.note), "\n")
			marks, note = append(marks, mark), nil
		}
	}
	return marks, nil
}

// mark places a marker of e, whose line begins at offset.
func (m *marker) mark(in *markers.Input, clock *markers.Clock, e *edl.Event, offset int) (markers.Mark, error) {
	label := offset + recordIn(in, offset)
	from, to, err := clock.Span(in.See(e.RecordIn, label), in.See(e.RecordOut, label))
	if err != nil {
		return markers.Mark{}, err
	}
	// Resolve makes all events one frame long; others give them the length.
	length := max(m.length, to-from)
	if length <= 1 {
		length = 0 // a point
	}
	return markers.Mark{Offset: offset, Start: clock.Duration(from), End: clock.Duration(from + length), Name: m.name}, nil
}

// marker is the line behind an event.
type marker struct {
	note, color, name string
	length            int64  // in frames, 0 when absent
	odd               string // what stands for the length and is none
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
			if m.odd = ""; err != nil || n < 0 || n > maxLength {
				n, m.odd = 0, value
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

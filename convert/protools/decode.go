package protools

import (
	"io"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads Session Info text. The zero value works.
type Decoder struct {
	Rate     timecode.Rate              // of the session; default: what the text states
	Start    timecode.Timecode          // of the programme's first frame; default: the session's start
	Items    Items                      // default: markers, or clips when these hold the descriptions
	Track    string                     // name of the track whose clips are read; default: those whose clips are called like descriptions
	MaxBytes int64                      // default 1 GiB
	Warn     func(script.Warning) error // is told what was dropped, changed or assumed; default: nobody
	// Counted is told the rate at which labels are read, with the way in which
	// they are counted. Nil is not told.
	Counted func(timecode.Rate)
}

// Decode reads Session Info text with default options.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads Session Info text. Errors are [*script.ParseError] values.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	if err := report.Enum("items", d.Items, Clips, "Auto, Markers or Clips"); err != nil {
		return nil, err
	}
	in, err := markers.Open(r, markers.Options{Format: format, Rate: d.Rate, Start: d.Start, MaxBytes: d.MaxBytes, Warn: d.Warn, Counted: d.Counted})
	if err != nil {
		return nil, err
	}
	p := newParser(in, d.Track, d.Items)
	if err := p.parse(); err != nil {
		return nil, err
	}
	rate, start, err := p.session()
	if err != nil {
		return nil, err
	}
	c, err := in.Clock(rate, start)
	if err != nil {
		return nil, err
	}
	session, err := markers.Relabel(start, c.Rate)
	if err != nil {
		return nil, in.Fail(p.start.at, err)
	}
	if start.IsZero() {
		session = timecode.FromFrames(c.Start, c.Rate)
	}
	marks, err := p.marks(c, session.Frames())
	if err != nil {
		return nil, err
	}
	s, err := in.Segments(marks)
	if err == nil {
		s.Title = markers.Title(p.name)
	}
	return s, err
}

func (p *parser) place(items []item, c *markers.Clock, session int64) ([]markers.Mark, error) {
	marks := make([]markers.Mark, len(items))
	for i := range items {
		it := &items[i]
		if it.first {
			c.Restart()
		}
		start, err := it.from.time(p.in, c, session)
		if err != nil {
			return nil, err
		}
		end := start
		if it.ends {
			if end, err = it.until.time(p.in, c, session); err != nil {
				return nil, err
			}
		}
		marks[i] = markers.Mark{Offset: it.offset, Start: start, End: end, Name: it.name, Text: it.text}
	}
	return marks, nil
}

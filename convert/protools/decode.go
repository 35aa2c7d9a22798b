package protools

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads Session Info text. The zero value works.
type Decoder struct {
	Rate     timecode.Rate        // of the session; default: what the text states
	Start    timecode.Timecode    // of the programme's first frame; default: the session's start
	Items    Items                // default: markers, or clips when there are no markers
	Track    string               // name of the track whose clips are read; default: all
	Strict   bool                 // a warning is an error
	MaxBytes int64                // default 1 GiB
	BlankIDs bool                 // leaves the ids of segments blank whose markers have none; default: their ordinal
	Warn     func(script.Warning) // is told what was dropped, changed or assumed; default: nobody
}

// Decode reads Session Info text with default options.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads Session Info text. Errors are [*script.ParseError] values.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	in, err := markers.Open(r, markers.Options{Format: format, Rate: d.Rate, Start: d.Start, Strict: d.Strict, MaxBytes: d.MaxBytes, BlankIDs: d.BlankIDs, Warn: d.Warn})
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

// marks turns what was read into the markers that become segments.
func (p *parser) marks(c *markers.Clock, session int64) ([]markers.Mark, error) {
	clips, err := p.place(p.clips, c, session)
	if err != nil {
		return nil, err
	}
	if err := p.left(); err != nil {
		return nil, err
	}
	if len(p.markers) == 0 {
		return clips, nil
	}
	marks, err := p.place(p.markers, c, session)
	if err != nil {
		return nil, err
	}
	return marks, p.lengths(marks, clips)
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

// lengths gives each marker the length of a clip that begins with it and bears
// its text, and warns of the clips that are left.
func (p *parser) lengths(marks, clips []markers.Mark) error {
	type key struct {
		start time.Duration
		text  string
	}
	open := make(map[key][]time.Duration, len(clips)) // ends
	for i := range clips {
		text, _ := clean.Line(clips[i].Text)
		k := key{clips[i].Start, text}
		open[k] = append(open[k], clips[i].End)
	}
	used := 0
	for i := range marks {
		text, _ := clean.Line(marks[i].Text)
		if text == "" && !strings.HasPrefix(marks[i].Name, markers.NamePrefix) {
			text, _ = clean.Line(marks[i].Name)
		}
		k := key{marks[i].Start, text}
		if ends := open[k]; len(ends) > 0 {
			marks[i].End, open[k] = ends[0], ends[1:]
			used++
		}
	}
	if used >= len(clips) {
		return nil
	}
	return p.in.Warn(clips[0].Offset, "", fmt.Errorf("%w: %d clips that belong to no marker", script.ErrDropped, len(clips)-used))
}

// left warns of what was seen and is no description.
func (p *parser) left() error {
	for _, d := range []*markers.Differ{p.tracks, p.states} {
		if err := d.Warn(p.in); err != nil {
			return err
		}
	}
	if p.fades > 0 {
		return p.in.Warn(p.fadeAt, "", fmt.Errorf("%w: %d fades", script.ErrDropped, p.fades))
	}
	return nil
}

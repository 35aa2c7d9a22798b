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

// marks turns what was read into the markers that become segments: the
// markers, or the clips when there are none.
func (p *parser) marks(c *markers.Clock, session int64) ([]markers.Mark, error) {
	clips, err := p.place(p.clips, c, session)
	if err != nil {
		return nil, err
	}
	taken := make([]bool, len(clips))
	var marks []markers.Mark
	if len(p.markers) > 0 {
		if marks, err = p.place(p.markers, c, session); err != nil {
			return nil, err
		}
		lengths(marks, clips, taken)
		return marks, p.left(taken)
	}
	for i := range clips {
		if taken[i] = !p.clips[i].fade; taken[i] {
			marks = append(marks, clips[i])
		}
	}
	return marks, p.left(taken)
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
// its text, and notes which clips it took.
func lengths(marks, clips []markers.Mark, taken []bool) {
	type key struct {
		start time.Duration
		text  string
	}
	open := make(map[key][]int, len(clips))
	for i := range clips {
		text, _ := clean.Line(clips[i].Text)
		k := key{clips[i].Start, text}
		open[k] = append(open[k], i)
	}
	for i := range marks {
		text, _ := clean.Line(marks[i].Text)
		if text == "" && !strings.HasPrefix(marks[i].Name, markers.NamePrefix) {
			text, _ = clean.Line(marks[i].Name)
		}
		k := key{marks[i].Start, text}
		if rest := open[k]; len(rest) > 0 {
			marks[i].End, taken[rest[0]], open[k] = clips[rest[0]].End, true, rest[1:]
		}
	}
}

// left warns of what was seen and is not in the script.
func (p *parser) left(taken []bool) error {
	for _, d := range []*markers.Differ{p.tracks, p.states} {
		if err := d.Warn(p.in); err != nil {
			return err
		}
	}
	for _, what := range [...]struct {
		fade bool
		name string
	}{{true, "fades"}, {false, "clips that belong to no marker"}} {
		n, at := 0, 0
		for i := range p.clips {
			if taken[i] || p.clips[i].fade != what.fade {
				continue
			}
			if n++; n == 1 {
				at = p.clips[i].offset
			}
		}
		if n == 0 {
			continue
		}
		if err := p.in.Warn(at, "", fmt.Errorf("%w: %d %s", script.ErrDropped, n, what.name)); err != nil {
			return err
		}
	}
	return nil
}

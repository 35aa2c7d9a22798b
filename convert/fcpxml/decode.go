package fcpxml

import (
	"fmt"
	"io"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads FCPXML. The zero value works.
type Decoder struct {
	Rate     timecode.Rate        // only tells what Start means; default: what the file states
	Start    timecode.Timecode    // of the programme's first frame; default: the start of the timeline
	Items    Items                // default: markers and captions
	Strict   bool                 // a warning is an error
	MaxBytes int64                // default 1 GiB
	BlankIDs bool                 // leaves the ids of segments blank whose markers have none; default: their ordinal
	Warn     func(script.Warning) // is told what was dropped, changed or assumed; default: nobody
}

// Decode reads FCPXML with default options.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads FCPXML. Errors are [*script.ParseError] values.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	in, err := markers.Open(r, markers.Options{Format: format, Rate: d.Rate, Start: d.Start, Strict: d.Strict, MaxBytes: d.MaxBytes, BlankIDs: d.BlankIDs, Warn: d.Warn})
	if err != nil {
		return nil, err
	}
	p := newParser(in, d.Items)
	if err := p.walk(); err != nil {
		return nil, err
	}
	line, err := p.choose()
	if err != nil {
		return nil, err
	}
	return p.script(line, !d.Start.IsZero())
}

// choose returns the timeline that is the script: the first with items, and
// clips outside of timelines only when there is no other.
func (p *parser) choose() (*timeline, error) {
	var chosen *timeline
	lines := append(p.lines[1:], p.lines[0])
	for i := range lines {
		line := &lines[i]
		switch {
		case len(line.items) == 0:
		case chosen == nil:
			chosen = line
		default:
			err := p.in.Warn(line.items[0].Offset, "", fmt.Errorf("%w: %d markers and captions of another timeline", script.ErrDropped, len(line.items)))
			if err != nil {
				return nil, err
			}
		}
	}
	if chosen == nil {
		return nil, p.in.Fail(0, fmt.Errorf("%w: no timeline has markers or captions", script.ErrNoSegments))
	}
	return chosen, p.left()
}

// left warns of what no timeline shows.
func (p *parser) left() error {
	for _, l := range [...]struct {
		count
		what string
	}{
		{p.inner, "markers and captions inside compound and multicam clips"},
		{p.disabled, "captions that are disabled"},
		{p.inactive, "markers and captions of inactive auditions"},
	} {
		if l.n == 0 {
			continue
		}
		if err := p.in.Warn(l.at, "", fmt.Errorf("%w: %d %s", script.ErrDropped, l.n, l.what)); err != nil {
			return err
		}
	}
	return nil
}

// script places the timeline's items in the programme. A start that was told
// is a timecode; otherwise the timeline's start is the programme's.
func (p *parser) script(line *timeline, told bool) (*script.Script, error) {
	origin := line.start
	if told {
		clock, err := p.in.Clock(line.rate, timecode.Timecode{})
		if err != nil {
			return nil, err
		}
		num, den := clock.Rate.Fraction()
		origin = newRatio(clock.Start*den, num)
	}
	marks := make([]markers.Mark, 0, len(line.items))
	for i := range line.items {
		it := &line.items[i]
		early, err := p.place(it, line, origin)
		if err != nil {
			return nil, err
		}
		if !early {
			marks = append(marks, it.Mark)
			continue
		}
		err = fmt.Errorf("%w: before the programme's start", script.ErrNegativeTime)
		if told {
			return nil, p.in.Fail(it.Offset, err)
		}
		if err := p.in.Warn(it.Offset, it.Name, fmt.Errorf("%w: %w", script.ErrDropped, err)); err != nil {
			return nil, err
		}
	}
	s, err := p.in.Segments(marks)
	if err == nil {
		s.Title, s.Language = markers.Title(line.title), line.language()
	}
	return s, err
}

// place fills in the times of an item, and reports whether it is before the
// origin.
func (p *parser) place(it *item, line *timeline, origin ratio) (early bool, err error) {
	from, ok1 := it.from.sub(origin)
	length := it.length
	if !it.caption {
		frames, ok := length.sub(line.frame)
		if ok && frames.n <= 0 {
			length = zero // a point
		}
	}
	until, ok2 := from.add(length)
	start, ok3 := from.duration()
	end, ok4 := until.duration()
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return false, p.in.Fail(it.Offset, fmt.Errorf("%w: %d/%d seconds", script.ErrTimeRange, it.from.n, it.from.d))
	}
	it.Start, it.End = start, end
	return start < 0, nil
}

// language returns what all items are in, or "".
func (l *timeline) language() string {
	lang := l.items[0].lang
	for i := range l.items {
		if l.items[i].lang != lang {
			return ""
		}
	}
	return lang
}

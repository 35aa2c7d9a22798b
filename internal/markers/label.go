package markers

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Label is a timecode as it stands in a list, before its rate is known.
type Label struct {
	timecode.Label
	offset int // of its first character in the input
}

// seen is what the labels of a list tell about its rate and start.
type seen struct {
	timecode.Clues
	any    bool
	most   uint16 // the largest frame number
	mostAt int    // and the offset of its label
	modeAt int    // offset of the first that says how labels are counted
	least  Label
}

// IsLabel reports whether s looks like a timecode: digits in four groups. It
// may still be out of range.
func IsLabel(s string) bool {
	groups, digits := 1, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			digits++
		case strings.IndexByte(":;.,", c) >= 0 && digits > 0:
			groups, digits = groups+1, 0
		default:
			return false
		}
		if digits > 3 {
			return false
		}
	}
	return groups == 4 && digits > 0
}

// Label reads the timecode s, which stands at offset, and remembers what it
// tells about the list.
func (in *Input) Label(s string, offset int) (Label, error) {
	label, err := timecode.ParseLabel(s)
	if err != nil {
		return Label{}, in.Fail(offset, clock.TimeError(err))
	}
	return in.See(label, offset), nil
}

// See is Label for one that has been read.
func (in *Input) See(label timecode.Label, offset int) Label {
	l := Label{Label: label, offset: offset}
	if label.Frame > in.seen.most {
		in.seen.most, in.seen.mostAt = label.Frame, offset
	}
	if drop, _ := in.seen.Drop(); label.Drop() && !drop {
		in.seen.modeAt = offset
	}
	in.seen.See(label)
	if !in.seen.any || l.Compare(in.seen.least.Label) < 0 {
		in.seen.least = l
	}
	in.seen.any = true
	return l
}

// At is a label that was seen, at its offset.
func (in *Input) At(label timecode.Label, offset int) Label { return Label{label, offset} }

// Mode remembers that the list says, at offset, how labels are counted.
func (in *Input) Mode(drop bool, offset int) {
	if _, said := in.seen.Drop(); !said {
		in.seen.modeAt = offset
	}
	in.seen.Say(drop)
}

// Clock turns labels and frames into times of the programme.
type Clock struct {
	in    *Input
	line  *timecode.Timeline
	blank timecode.Timeline // line before its first label
	Rate  timecode.Rate
	Start int64 // frame number of the programme's first frame
}

// Clock settles the list's rate and start, after all labels have been read.
// The caller's options come first, then what the list states (zero values
// when it does not), then a guess with a warning.
func (in *Input) Clock(stated timecode.Rate, start timecode.Timecode) (*Clock, error) {
	c := &Clock{in: in, Rate: in.Rate(stated.Counted(stated.DropFrame()))}
	if err := c.settle(); err != nil {
		return nil, err
	}
	in.Counted(c.Rate)
	if err := c.modes(stated); err != nil {
		return nil, err
	}
	if !in.opt.Start.IsZero() {
		start = in.opt.Start
	}
	first, err := Relabel(start, c.Rate)
	if err != nil {
		return nil, in.rep.Fail(script.Pos{}, err)
	}
	c.Start = first.Frames()
	base := first
	if start.IsZero() {
		base = start
	}
	if c.line, err = timecode.NewTimeline(c.Rate, base); err != nil {
		return nil, in.rep.Fail(script.Pos{}, err)
	}
	c.blank = *c.line
	if start.IsZero() && in.seen.any && in.seen.least.Hour > 0 {
		return c, in.Warn(in.seen.least.offset, "", fmt.Errorf("%w: times count from 00:00:00:00, but the list begins at %s: %w",
			script.ErrAssumed, in.seen.least, timecode.ErrNoStart))
	}
	return c, nil
}

// Rate returns the rate that the caller told, else the stated one. Where the
// caller leaves it open, the list says whether labels are dropped.
func (in *Input) Rate(stated timecode.Rate) timecode.Rate {
	switch {
	case in.opt.Rate.IsZero():
		return stated
	case !stated.IsZero():
		return in.opt.Rate.Counted(stated.DropFrame())
	}
	return in.seen.Settle(in.opt.Rate, in.opt.Start)
}

// Counted tells the caller the rate that labels are read at. [Input.Clock] does.
func (in *Input) Counted(r timecode.Rate) {
	if in.opt.Counted != nil {
		in.opt.Counted(r)
	}
}

// settle chooses the rate where the caller did not.
func (c *Clock) settle() error {
	in := c.in
	if c.Rate.IsZero() {
		c.Rate = in.seen.Settle(in.opt.Start.Rate(), in.opt.Start)
	}
	if !c.Rate.IsZero() {
		return nil
	}
	c.Rate, _ = in.seen.Rate()
	return in.Warn(in.seen.mostAt, "", fmt.Errorf("%w: %s fps: %w", script.ErrAssumed, c.Rate, timecode.ErrNoRate))
}

// modes warns of a rate that is not the list's own.
func (c *Clock) modes(stated timecode.Rate) error {
	in := c.in
	if !stated.IsZero() && stated != c.Rate {
		return in.Warn(0, "", fmt.Errorf("%w: %s fps: %w: %s", script.ErrAssumed, c.Rate, timecode.ErrOtherRate, stated))
	}
	if err := in.seen.Against(c.Rate); err != nil {
		return in.Warn(in.seen.modeAt, "", fmt.Errorf("%w: %w", script.ErrAssumed, err))
	}
	return nil
}

// Relabel returns the timecode with the label of t at rate r, or 00:00:00:00
// when t is not set.
func Relabel(t timecode.Timecode, r timecode.Rate) (timecode.Timecode, error) {
	same, err := t.Label().Timecode(r)
	if err != nil {
		return same, fmt.Errorf("start timecode: %w", clock.TimeError(err))
	}
	return same, nil
}

// Frames returns the number of the frame that l labels, counted from the
// programme's first frame. Labels may pass midnight.
func (c *Clock) Frames(l Label) (int64, error) {
	n, err := c.line.Frame(l.Label)
	if err != nil {
		return 0, c.in.Fail(l.offset, clock.TimeError(err))
	}
	return n, c.skipped(l)
}

// skipped warns of a label that drop-frame skips.
func (c *Clock) skipped(l Label) error {
	_, err := l.Timecode(c.Rate)
	if !errors.Is(err, timecode.ErrDropped) {
		return nil
	}
	return c.in.Warn(l.offset, "", fmt.Errorf("%w: read as the next frame", err))
}

// Restart forgets the labels so far: the next one begins a list of its own,
// and may be early in the day though the last was late.
func (c *Clock) Restart() { *c.line = c.blank }

// Span returns the frames of an event as [timecode.Timeline.Span] does.
func (c *Clock) Span(in, out Label) (from, to int64, err error) {
	from, to, err = c.line.Span(in.Label, out.Label)
	if err != nil {
		return 0, 0, c.in.Fail(in.offset, clock.TimeError(err))
	}
	return from, to, c.skipped(in)
}

// Place returns how many frames after the programme's first frame the frame
// numbered n is.
func (c *Clock) Place(n int64, offset int) (int64, error) {
	if n < c.Start {
		return 0, c.in.Fail(offset, fmt.Errorf("%w: %s is before the start %s", script.ErrNegativeTime,
			timecode.FromFrames(n, c.Rate), timecode.FromFrames(c.Start, c.Rate)))
	}
	return n - c.Start, nil
}

// Duration returns the time of frame n.
func (c *Clock) Duration(n int64) time.Duration { return c.Rate.Duration(n) }

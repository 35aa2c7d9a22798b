package markers

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Label is a timecode as it stands in a list, before its rate is known.
type Label struct {
	edl.Label
	offset int // of its first character in the input
}

// seen is what the labels of a list tell about its rate and start.
type seen struct {
	any, drop bool
	nonDrop   bool   // a line says so
	most      uint16 // the largest frame number
	mostAt    int    // and the offset of its label
	dropAt    int    // offset of the first label in drop-frame
	least     Label
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
	label, err := edl.ParseLabel(s)
	if err != nil {
		return Label{}, in.Fail(offset, err)
	}
	return in.See(label, offset), nil
}

// See is Label for one that has been read.
func (in *Input) See(label edl.Label, offset int) Label {
	l := Label{Label: label, offset: offset}
	if label.Frame > in.seen.most {
		in.seen.most, in.seen.mostAt = label.Frame, offset
	}
	if label.Drop() {
		in.Mode(true, offset)
	}
	if !in.seen.any || l.before(in.seen.least) {
		in.seen.least = l
	}
	in.seen.any = true
	return l
}

// Mode remembers that the list says, at offset, how labels are counted.
func (in *Input) Mode(drop bool, offset int) {
	if drop && !in.seen.drop {
		in.seen.drop, in.seen.dropAt = true, offset
	}
	in.seen.nonDrop = in.seen.nonDrop || !drop
}

func (l Label) before(o Label) bool {
	return cmp.Or(cmp.Compare(l.Hour, o.Hour), cmp.Compare(l.Minute, o.Minute), cmp.Compare(l.Second, o.Second), cmp.Compare(l.Frame, o.Frame)) < 0
}

// guess returns the slowest of the common rates that counts up to frame most.
func guess(most uint16, drop bool) timecode.Rate {
	rates := [...]timecode.Rate{timecode.Rate25, timecode.Rate30, timecode.Rate50, timecode.Rate60, timecode.Rate120}
	if drop {
		rates = [...]timecode.Rate{timecode.Rate2997DF, timecode.Rate2997DF, timecode.Rate5994DF, timecode.Rate5994DF, timecode.Rate11988DF}
	}
	for _, r := range rates {
		if int(most) < r.Nominal() {
			return r
		}
	}
	return timecode.Rate{}
}

// Clock turns labels and frames into times of the programme.
type Clock struct {
	in    *Input
	line  *edl.Timeline
	blank edl.Timeline // line before its first label
	Rate  timecode.Rate
	Start int64 // frame number of the programme's first frame
}

// Clock settles the list's rate and start, after all labels have been read.
// The caller's options come first, then what the list states (zero values
// when it does not), then a guess with a warning.
func (in *Input) Clock(stated timecode.Rate, start timecode.Timecode) (*Clock, error) {
	c := &Clock{in: in, Rate: in.Rate(stated)}
	if err := c.settle(); err != nil {
		return nil, err
	}
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
	if c.line, err = edl.NewTimeline(c.Rate, base); err != nil {
		return nil, in.rep.Fail(script.Pos{}, err)
	}
	c.blank = *c.line
	if start.IsZero() && in.seen.any && in.seen.least.Hour > 0 {
		return c, in.Warn(in.seen.least.offset, "", fmt.Errorf("%w: times count from 00:00:00:00, but the list begins at %s: is --start missing?",
			script.ErrAssumed, in.seen.least))
	}
	return c, nil
}

// Rate returns the rate that the caller told, else the stated one.
func (in *Input) Rate(stated timecode.Rate) timecode.Rate {
	if in.opt.Rate.IsZero() {
		return stated
	}
	return in.opt.Rate
}

// settle chooses the rate where the caller did not.
func (c *Clock) settle() error {
	in := c.in
	if c.Rate.IsZero() {
		c.Rate = in.opt.Start.Rate()
	}
	if !c.Rate.IsZero() {
		return nil
	}
	c.Rate = guess(in.seen.most, in.seen.drop)
	if c.Rate.IsZero() {
		return in.Fail(in.seen.mostAt, fmt.Errorf("%w: %w: frame %d: no rate counts that far", script.ErrTime, timecode.ErrFrame, in.seen.most))
	}
	return in.Warn(in.seen.mostAt, "", fmt.Errorf("%w: %s fps, because the list does not say its rate: is --rate missing?", script.ErrAssumed, c.Rate))
}

// modes warns of a rate that is not the list's own.
func (c *Clock) modes(stated timecode.Rate) error {
	if !stated.IsZero() && stated != c.Rate {
		return c.in.Warn(0, "", fmt.Errorf("%w: %s fps as told, though the list says %s: wrong --rate?", script.ErrAssumed, c.Rate, stated))
	}
	if c.in.seen.drop && !c.Rate.DropFrame() {
		return c.in.Warn(c.in.seen.dropAt, "", fmt.Errorf("%w: %s fps non-drop, though the list says drop-frame: wrong --rate?", script.ErrAssumed, c.Rate))
	}
	if c.in.seen.nonDrop && c.Rate.DropFrame() {
		return c.in.Warn(0, "", fmt.Errorf("%w: %s, though the list says non-drop: wrong --rate?", script.ErrAssumed, c.Rate))
	}
	return nil
}

// Relabel returns the timecode with the label of t at rate r, or 00:00:00:00
// when t is not set.
func Relabel(t timecode.Timecode, r timecode.Rate) (timecode.Timecode, error) {
	same, err := edl.LabelOf(t).Timecode(r)
	if err != nil {
		return same, fmt.Errorf("start timecode: %w", err)
	}
	return same, nil
}

// Frames returns the number of the frame that l labels, counted from the
// programme's first frame. Labels may pass midnight.
func (c *Clock) Frames(l Label) (int64, error) {
	n, err := c.line.Frame(l.Label)
	if err != nil {
		return 0, c.in.Fail(l.offset, err)
	}
	return n, nil
}

// Restart forgets the labels so far: the next one begins a list of its own,
// and may be early in the day though the last was late.
func (c *Clock) Restart() { *c.line = c.blank }

// Span returns the frames of an event as [edl.Timeline.Span] does.
func (c *Clock) Span(in, out Label) (from, to int64, err error) {
	from, to, err = c.line.Span(in.Label, out.Label)
	if err != nil {
		return 0, 0, c.in.Fail(in.offset, err)
	}
	return from, to, nil
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

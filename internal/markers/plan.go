package markers

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Output is a marker list that is being written.
type Output struct {
	Rate  timecode.Rate
	Start timecode.Timecode // of the programme's first frame, always set
	rep   report.Reporter
	names naming
}

// Entry is one marker to write.
type Entry struct {
	In, Out int64  // frames from the programme's first frame; the same for a point
	ID      string // of the segment
	Point   bool   // has no length by intention
	Name    string // on one line
	Text    string // without controls
}

// NewOutput settles rate and start. Without a rate it is the start's, else 25
// with a warning.
func NewOutput(format string, rate timecode.Rate, start timecode.Timecode, warn func(script.Warning) error) (*Output, error) {
	o := &Output{Rate: rate, rep: report.Reporter{Format: format, To: warn}}
	if o.Rate.IsZero() {
		o.Rate = start.Rate()
	}
	o.Rate = o.Rate.Counted(start.Rate().DropFrame())
	if o.Rate.IsZero() {
		o.Rate = timecode.Rate25
		o.Warn("", fmt.Errorf("%w: 25 fps: %w", script.ErrAssumed, timecode.ErrNoRate))
	}
	var err error
	if o.Start, err = Relabel(start, o.Rate); err != nil {
		return nil, o.Fail(err)
	}
	return o, nil
}

// Warn reports err for the segment called id.
func (o *Output) Warn(id string, err error) { _ = o.rep.Warn(script.Pos{}, id, err) }

// Write writes the list, unless a warning was answered with an error.
func (o *Output) Write(w io.Writer, list []byte) error {
	if err := o.rep.Err(); err != nil {
		return err
	}
	_, err := w.Write(list)
	return err
}

// Fail returns err in the format's name.
func (o *Output) Fail(err error) error { return o.rep.Fail(script.Pos{}, err) }

// Label appends the timecode of frame n of the programme.
func (o *Output) Label(dst []byte, n int64) []byte { return o.Start.Add(n).Append(dst) }

// Entries returns the segments in order, at frames, with texts that are clean
// and, in a format that keeps no line breaks, on one line. A segment without
// length is a point. It warns of what the format does not keep.
func (o *Output) Entries(s *script.Script, keeps script.Fields) []Entry {
	named := keeps&script.IDs != 0
	if o.names != byID {
		keeps &^= script.IDs
	}
	if err := loss.Of(s, keeps); err != nil {
		o.Warn("", err)
	}
	segs := order.ByStart(s)
	entries := make([]Entry, len(segs))
	for i := range segs {
		seg := &segs[i]
		var next time.Duration
		if i+1 < len(segs) {
			next = segs[i+1].Start
		}
		o.rep.Number = i + 1
		e := &entries[i]
		e.ID, e.Point = seg.ID, seg.Extended && seg.Start == seg.End
		if e.ID == "" {
			e.ID = strconv.Itoa(i + 1)
		}
		e.In, e.Out = o.span(seg, next)
		e.Text = o.text(seg, keeps&script.LineBreaks == 0)
		if named {
			e.Name = o.name(e, i+1)
		}
	}
	o.rep.Number = 0
	return entries
}

// span is [clock.FrameSpan], but for segments without length, which markers
// can hold as they are.
func (o *Output) span(seg *script.Segment, next time.Duration) (in, out int64) {
	if seg.End == seg.Start && seg.Start >= 0 {
		in = o.Rate.Frames(seg.Start)
		return in, in
	}
	in, out, err := clock.FrameSpan(seg.Start, seg.End, next, o.Rate)
	if err != nil {
		o.Warn(seg.ID, err)
	}
	return in, out
}

func (o *Output) text(seg *script.Segment, oneLine bool) string {
	text, change := clean.Text(seg.Text)
	if oneLine && text != "" {
		var changed bool
		if text, changed = clean.Line(seg.Text); changed {
			o.Warn(seg.ID, errOneLine)
		}
		return text
	}
	switch {
	case text == "":
		o.Warn(seg.ID, script.ErrNoText)
	case change != 0:
		o.Warn(seg.ID, fmt.Errorf("%w: %s", script.ErrText, change))
	}
	return text
}

var errOneLine = fmt.Errorf("%w: written on one line, with single blanks and without control characters", script.ErrText)

// name returns what a marker is called, n being its ordinal.
func (o *Output) name(e *Entry, n int) string {
	switch {
	case o.names == byText && e.Text != "":
		return CutName(e.Text)
	case o.names == byNumber:
		return NamePrefix + strconv.Itoa(n)
	}
	line, changed := clean.Line(e.ID)
	switch {
	case line == "":
		o.Warn(e.ID, fmt.Errorf("%w: blanks: numbered", script.ErrID))
		line = strconv.Itoa(n)
	case changed:
		o.Warn(e.ID, fmt.Errorf("%w: put on one line", script.ErrID))
	}
	return NamePrefix + line
}

// OneFrame tells of segments of one frame, which the program that is named
// takes for points.
func (o *Output) OneFrame(entries []Entry, program string) {
	for i := range entries {
		if e := &entries[i]; e.Out-e.In == 1 {
			o.Warn(e.ID, fmt.Errorf("%w: a marker of one frame is a point in %s", script.ErrZeroLength, program))
		}
	}
}

// Wraps warns of markers whose timecode does not tell where they are: once of
// being past midnight in a list of half a day or more, and of each that is so
// far behind the one before it that it could be of another day.
func (o *Output) Wraps(entries []Entry) {
	day, start := o.Rate.FramesPerDay(), o.Start.Frames()
	wrapped, before := false, int64(0)
	for i := range entries {
		e := &entries[i]
		if !wrapped && e.Out >= day/2 && start+e.Out >= day {
			wrapped = true
			o.Warn(e.ID, fmt.Errorf("%w: timecode begins again after 24 hours", script.ErrTimeRange))
		}
		if e.In-before >= day/2 && start+e.In >= day {
			o.Warn(e.ID, fmt.Errorf("%w: 12 hours or more after the marker before it: its timecode does not tell the day", script.ErrTimeRange))
		}
		before = max(before, e.In)
	}
}

// Size is an estimate of the bytes that entries take, with extra for each.
func Size(entries []Entry, extra int) int {
	n := 1024
	for i := range entries {
		n += len(entries[i].Text) + len(entries[i].Name) + extra
	}
	return n
}

// noTitle is what a list is called whose script has no title: editing systems
// want a name for what they import.
const noTitle = "AD markers"

// Title returns the script's title on one line, or a name for a script that
// has none.
func (o *Output) Title(s *script.Script) string {
	title, changed := clean.Line(s.Title)
	if changed {
		o.Warn("", fmt.Errorf("title: %w: put on one line", script.ErrText))
	}
	if title == "" {
		return noTitle
	}
	return title
}

// Title returns the title of a script that was read: none when it is the name
// of a script without.
func Title(title string) string {
	title, _ = clean.Line(title)
	if title == noTitle {
		return ""
	}
	return title
}

// Word returns v, or def when it is empty. A value that a column cannot hold
// is an error.
func (o *Output) Word(field, v, def string) (string, error) {
	if v == "" {
		return def, nil
	}
	if line, changed := clean.Line(v); changed || line == "" || strings.ContainsRune(v, '\t') {
		return "", o.Fail(&script.ValueError{Kind: script.ErrValue, Field: field, Value: v, Want: "one line without tabs"})
	}
	return v, nil
}

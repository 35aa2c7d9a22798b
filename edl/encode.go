package edl

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Keeps is what a list holds beside texts and times; not notes with
// [Encoder.AsComment].
const Keeps = script.Title | script.Notes

// Encoder writes lists. The zero value writes at 25 fps, with a warning.
type Encoder struct {
	// Rate is the frame rate of the programme. Unset, it is that of Start,
	// else 25 with a warning.
	Rate timecode.Rate

	// Start is the timecode of the programme's first frame, which is added to
	// the record times: 01:00:00:00 on most time lines. Unset, it is
	// 00:00:00:00. At a rate other than Rate its label counts.
	Start timecode.Timecode

	// Reel names the source, without blanks; "" means "AX". More than 8
	// characters make the columns those of File_32 or File_128, with a
	// warning; 128 is the most.
	Reel string

	// Channel is the track: V (also when ""), A, A2 and so on, AA, B, AA/V or
	// NONE.
	Channel string

	// AsComment writes the text as COMMENT instead of FROM CLIP NAME. Notes
	// have no place then.
	AsComment bool

	// Locators adds a LOC comment with the text to each event, at its first
	// frame, in LocatorColor: RED (also when ""), GREEN, BLUE, CYAN, MAGENTA,
	// YELLOW, BLACK, WHITE, or a newer one.
	Locators     bool
	LocatorColor string

	Title string                     // used instead of the script's title; "" keeps that
	CRLF  bool                       // lines end in CRLF instead of LF
	Warn  func(script.Warning) error // nil drops warnings
}

// Encode writes a list with the zero [Encoder].
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// Encode writes s as a list, ordered by start. Times become the nearest frame,
// halves up, and the start is added after that. Source times are the times
// without the start. The text of a segment is on one line, its note on COMMENT
// lines. A segment shorter than a frame gets one frame, and the next one
// begins after it if at least one frame of it is left; one without length, or
// reversed, lasts a second or until the next one starts. Segments that overlap
// are written as they are, with a warning. Errors are those of w, and
// [*script.ValueError] for options.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	c := encoding{Encoder: e, w: w, rep: report.Reporter{Format: format, To: e.Warn}}
	if err := c.prepare(); err != nil {
		return err
	}
	c.head(s)
	segments := order.ByStart(s)
	for i := range segments {
		c.rep.Number = i + 1
		c.event(segments, i)
		if err := c.rep.Err(); err != nil {
			return err
		}
		if len(c.dst) >= flushAt {
			if err := c.flush(); err != nil {
				return err
			}
		}
	}
	c.rep.Number = 0
	keeps := Keeps
	if c.AsComment {
		keeps &^= script.Notes
	}
	if err := loss.Of(s, keeps); err != nil {
		c.warn("", err)
	}
	if err := c.rep.Err(); err != nil {
		return err
	}
	return c.flush()
}

const flushAt = 1 << 18

// encoding is one run of an Encoder.
type encoding struct {
	Encoder
	layout
	w     io.Writer
	rep   report.Reporter
	dst   []byte
	start int64 // frame of the programme's first frame

	frame   spans
	wrapped bool  // a label has passed midnight
	before  int64 // the out of the event before
}

func (c *encoding) warn(id string, err error) { _ = c.rep.Warn(script.Pos{}, id, err) }

func (c *encoding) flush() error {
	_, err := c.w.Write(c.dst)
	c.dst = c.dst[:0]
	return err
}

func (c *encoding) prepare() error {
	if c.Rate.IsZero() {
		c.Rate = c.Start.Rate()
	}
	if c.Rate.IsZero() {
		c.Rate = timecode.Rate25
		c.warn("", fmt.Errorf("%w: 25 fps: %w", script.ErrAssumed, timecode.ErrNoRate))
	}
	c.Rate = c.Rate.Counted(c.Start.Rate().DropFrame())
	start, err := c.Start.At(c.Rate)
	if err != nil {
		return fmt.Errorf("start: %w", clock.TimeError(err))
	}
	c.start = start.Frames()
	c.frame = spans{rate: c.Rate, warn: c.warn}
	if c.Rate.Nominal() > 60 {
		c.warn("", fmt.Errorf("%w: %s fps: most readers of lists refuse more than 60", script.ErrValue, c.Rate))
	}
	return c.checkOptions()
}

func (c *encoding) checkOptions() error {
	c.Reel, c.Channel, c.LocatorColor = or(c.Reel, "AX"), or(c.Channel, "V"), strings.ToUpper(or(c.LocatorColor, "RED"))
	n := len(c.Reel)
	switch {
	case n > 128 || strings.ContainsFunc(c.Reel, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }):
		return &script.ValueError{Kind: script.ErrValue, Field: "reel", Value: c.Reel, Want: "up to 128 characters without blanks"}
	case (&Event{Reel: c.Reel}).black():
		return &script.ValueError{Kind: script.ErrValue, Field: "reel", Value: c.Reel, Want: "another name, because this one means black"}
	case !isChannel(c.Channel) || len(c.Channel) > 4:
		return &script.ValueError{Kind: script.ErrValue, Field: "channel", Value: c.Channel, Want: "V, A, A2, AA, B, AA/V or NONE"}
	case !isColor(c.LocatorColor):
		return &script.ValueError{Kind: script.ErrValue, Field: "locator color", Value: c.LocatorColor, Want: "RED, GREEN, BLUE, CYAN, MAGENTA, YELLOW, BLACK or WHITE"}
	case n > 8:
		c.warn("", fmt.Errorf("%w: reel %q is longer than the 8 characters of CMX 3600", script.ErrValue, c.Reel))
	}
	c.layout = layoutFor(n, c.CRLF)
	return nil
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func (c *encoding) head(s *script.Script) {
	title, changed := clean.Line(or(c.Title, s.Title))
	if changed {
		c.warn("", fmt.Errorf("title: %w", errOneLine))
	}
	fcm := NonDropFrame
	if c.Rate.DropFrame() {
		fcm = DropFrame
	}
	c.dst = make([]byte, 0, flushAt+flushAt/8)
	c.dst = c.appendHead(c.dst, title, fcm, nil)
}

var errOneLine = fmt.Errorf("%w: written on one line, with single blanks and without control characters", script.ErrText)

func (c *encoding) event(segments []script.Segment, i int) {
	seg := &segments[i]
	in, out := c.frame.next(segments, i)
	e := Event{Number: i + 1, Reel: c.Reel, Channels: c.Channel, Transition: "C", SourceIn: c.label(in), SourceOut: c.label(out)}
	e.RecordIn, e.RecordOut = e.SourceIn, e.SourceOut
	if c.start != 0 {
		e.RecordIn, e.RecordOut = c.label(c.start+in), c.label(c.start+out)
	}
	c.checkDay(seg.ID, in, out)
	if i == 999 {
		c.warn(seg.ID, fmt.Errorf("%w: event 1000: CMX 3600 numbers events up to 999, and some readers stop there", script.ErrValue))
	}
	c.dst = c.appendEvent(c.dst, &e)
	c.comments(seg, &e)
}

func (c *encoding) label(frame int64) timecode.Label {
	return timecode.FromFrames(frame, c.Rate).Label()
}

// checkDay warns of what labels of 24 hours cannot say.
func (c *encoding) checkDay(id string, in, out int64) {
	day := c.Rate.FramesPerDay()
	if out-in >= day {
		c.warn(id, fmt.Errorf("%w: longer than the 24 hours that timecodes count", script.ErrTimeRange))
	}
	if !c.wrapped && c.start+out > day {
		c.wrapped = true
		c.warn(id, fmt.Errorf("%w: passes midnight, where timecodes begin again at 00:00:00:00", script.ErrTimeRange))
	}
	if in-c.before >= day/2 && c.start+in >= day {
		c.warn(id, fmt.Errorf("%w: 12 hours or more after the segment before it: its timecode does not tell the day", script.ErrTimeRange))
	}
	c.before = max(c.before, out)
}

func (c *encoding) comments(seg *script.Segment, e *Event) {
	text, changed := clean.Line(seg.Text)
	switch {
	case text == "":
		c.warn(seg.ID, script.ErrNoText)
	case changed:
		c.warn(seg.ID, errOneLine)
	}
	if c.AsComment {
		c.line("* COMMENT: ", text)
	} else {
		c.line("* FROM CLIP NAME: ", text)
	}
	if c.Locators {
		c.dst = append(Locator{Time: e.RecordIn, Color: c.LocatorColor, Text: text}.Append(c.dst), c.end...)
	}
	switch {
	case seg.Note == "" || c.AsComment:
	case text == "":
		c.warn(seg.ID, fmt.Errorf("%w: note, which would be read as the text", script.ErrDropped))
	default:
		c.note(seg)
	}
}

// line appends a comment line, without the blank that would end it if text
// were empty.
func (c *encoding) line(keyword, text string) {
	if text == "" {
		keyword = keyword[:len(keyword)-1]
	}
	c.dst = append(append(append(c.dst, keyword...), text...), c.end...)
}

func (c *encoding) note(seg *script.Segment) {
	note, changes := clean.Text(seg.Note)
	changed := changes != 0
	for line := range strings.SplitSeq(note, "\n") {
		line, more := clean.Line(line)
		changed = changed || more
		if line != "" {
			c.line("* COMMENT: ", line)
		}
	}
	if changed {
		c.warn(seg.ID, fmt.Errorf("note: %w", errOneLine))
	}
}

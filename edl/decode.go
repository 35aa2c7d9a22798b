package edl

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads lists. The zero value guesses the rate and warns.
type Decoder struct {
	// Rate is the frame rate the labels are counted at. Unset, it is that of
	// Start, else what [List.GuessRate] says, with a warning when it matters.
	Rate timecode.Rate

	// Start is the timecode of the programme's first frame, which is
	// subtracted from all record times. Unset, it is 00:00:00:00, and a list
	// that begins at an hour or later gets a warning. Its label counts: at a
	// rate other than Rate it is read anew.
	Start timecode.Timecode

	// Locators reads the LOC comments: each is a segment of its own, from its
	// time to the next one or the end of the event. Events without any are
	// left out, with a warning.
	Locators bool

	Unsorted bool                       // segments stay in the order of the list
	MaxBytes int64                      // most input taken, 4 GiB at most; below 1 means 1 GiB
	Warn     func(script.Warning) error // nil drops warnings

	// Counted is told the rate at which labels are read, with the way in which
	// they are counted. Nil is not told.
	Counted func(timecode.Rate)
}

// Decode reads a list with the zero [Decoder].
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads a list. Every event becomes a segment whose times are the
// record times, except black (reel BL) and the first line of a transition's
// pair when it has no length. Its text is the first there is of: FROM CLIP NAME
// (in a transition, TO CLIP NAME for the line that comes in, KEY CLIP NAME for
// a key, and FROM CLIP NAME for the line before it), COMMENT, LOC, free comment; the COMMENT, LOC and free comments
// left are its Note. Ids count the segments from 1, in the list's order.
// Errors are [*script.ParseError].
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	src, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(format, err)
	}
	c := decoding{Decoder: d, parser: newParser(src)}
	c.lean = true
	c.rep = report.Reporter{Format: format, To: d.Warn}
	return c.script()
}

// decoding is one run of a Decoder.
type decoding struct {
	Decoder
	*parser
	traits
	rep  report.Reporter
	line *timecode.Timeline

	out      []script.Segment
	begins   int64         // the first frame of the segments
	beginsAt int           // offset of its event or locator
	learned  bool          // the traits are known, from a pass of its own
	guessed  bool          // the rate is
	channels string        // of the event before
	unseen   tally         // names of outgoing clips that have no length, or are black
	ignored  tally         // comments that hold nothing a script has a place for
	skipped  tally         // events without locator
	moved    tally         // locators whose time is not read
	painted  tally         // locators of another color than the first
	early    tally         // events before the start that have no locator
	held     *entry        // the outgoing line of a transition, until its name is known
	heads    []headLocator // before the first event
	headed   bool          // they have been read
	color    string        // of the first locator
}

// tally counts what one warning at the end tells of.
type tally struct {
	n     int
	at    int    // offset of the first
	first string // its text
}

func (t *tally) add(at int, text string) {
	if t.n == 0 {
		t.at, t.first = at, text
	}
	t.n++
}

func (c *decoding) script() (*script.Script, error) {
	steps := [...]func() error{c.checkEncoding, c.chooseRate, c.read, c.checkEvents, c.checkMode, c.checkStart, c.tell}
	for _, step := range steps {
		if err := step(); err != nil {
			return nil, err
		}
	}
	s := &script.Script{Title: c.list.Title, Segments: c.out}
	if !c.Unsorted {
		s.Sort()
	}
	return s, nil
}

func (c *decoding) checkEncoding() error {
	switch {
	case c.damaged:
		return c.warn(0, "", fmt.Errorf("%w: broken %s, read with U+FFFD", script.ErrEncoding, c.encoding))
	case c.encoding == charset.Unknown:
		return c.warn(0, "", fmt.Errorf("%w: not UTF-8, read as Windows-1252", script.ErrEncoding))
	}
	return nil
}

func (c *decoding) warn(at int, id string, err error) error {
	return c.rep.Warn(c.loc.Pos(at), id, err)
}

// mayDrop reports whether a list could say drop-frame.
func mayDrop(src string) bool {
	return strings.Contains(src, ";") || strings.Count(src, "DROP") > strings.Count(src, "NON-DROP") || strings.Contains(src, "rop") || strings.Contains(src, "DF")
}

// chooseRate reads the list for its traits first if no rate is given, or one
// that leaves open how labels are counted.
func (c *decoding) chooseRate() error {
	if c.Rate.IsZero() {
		c.Rate = c.Start.Rate()
	}
	if !c.Rate.IsZero() && !(c.Rate.Open() && (c.Start.Rate().DropFrame() || mayDrop(c.src))) {
		c.Rate = c.Rate.Counted(false)
		return nil
	}
	err := c.parse(func(e *entry, _ *Event) error { c.learn(e); return nil })
	if err != nil {
		return err
	}
	c.reset()
	c.learned = true
	if !c.Rate.IsZero() {
		c.Rate = c.Settle(c.Rate, c.Start)
		return nil
	}
	c.guessed = true
	r, matters := c.Clues.Rate()
	c.Rate = r
	if !matters {
		return nil
	}
	if drop, _ := c.Drop(); drop && !r.DropFrame() {
		return c.warn(c.firstAt, "", fmt.Errorf("%w: %s fps non-drop, though the list says drop-frame: it has timecodes that drop-frame skips: %w", script.ErrAssumed, r, timecode.ErrNoRate))
	}
	return c.warn(c.firstAt, "", fmt.Errorf("%w: %s fps: %w", script.ErrAssumed, r, timecode.ErrNoRate))
}

// learn takes in what e tells about the list as a whole.
func (c *decoding) learn(e *entry) {
	if c.events == 0 {
		c.addMode(c.list.FCM)
	}
	c.addEvent(&e.Event, e.at)
	for _, s := range e.comments {
		c.addComment(c.text(s))
	}
}

// read reads the events, at a rate that is known by now.
func (c *decoding) read() (err error) {
	if c.Counted != nil {
		c.Counted(c.Rate)
	}
	c.line, err = timecode.NewTimeline(c.Rate, c.Start)
	if err != nil {
		return &script.ParseError{Format: format, Err: clock.TimeError(err)}
	}
	c.out = make([]script.Segment, 0, c.estimate())
	return c.parse(func(e *entry, next *Event) error {
		if !c.learned {
			c.learn(e)
		}
		err := c.event(e, next)
		c.channels = e.Channels
		return err
	})
}

var errNoEvent = errors.New("no event: an event line has a number, reel, channel, transition and four timecodes")

// checkEvents finds that there are none, and counts what stands before them.
func (c *decoding) checkEvents() error {
	if c.events == 0 {
		err := script.ErrNoSegments
		if !c.titled && c.list.FCM == "" {
			err = script.ErrSyntax
		}
		return c.fail(len(c.src), fmt.Errorf("%w: %w", err, errNoEvent))
	}
	return c.head()
}

// head adds the locators before the first event, and counts what else stands
// there.
func (c *decoding) head() error {
	var left tally
	for _, s := range c.comments {
		if kind, _ := ParseComment(c.text(s)); !c.Locators || kind != LocatorTag {
			left.add(int(s.at), trim(c.text(s)))
		}
	}
	if left.n > 0 {
		left.n += c.ignored.n
		c.ignored = left
	}
	for _, h := range c.heads {
		if err := c.add(h.at, h.from, h.to, h.text, ""); err != nil {
			return err
		}
	}
	return nil
}

// checkMode compares the rate's way of counting with the list's.
func (c *decoding) checkMode() error {
	err := c.Against(c.Rate)
	if c.guessed || err == nil {
		return nil
	}
	return c.warn(c.firstAt, "", fmt.Errorf("%w: %w", script.ErrAssumed, err))
}

// checkStart hints at a missing start.
func (c *decoding) checkStart() error {
	if !c.Start.IsZero() || len(c.out) == 0 || c.begins < c.Rate.FramesPerDay()/24 {
		return nil
	}
	begins := timecode.FromFrames(c.begins, c.Rate)
	return c.warn(c.beginsAt, "", fmt.Errorf("%w: times count from 00:00:00:00, but the list begins at %s: %w", script.ErrAssumed, begins, timecode.ErrNoStart))
}

func (c *decoding) event(e *entry, next *Event) error {
	if c.Locators {
		return c.located(e, next)
	}
	held := c.held
	c.held = nil
	switch {
	case outgoing(&e.Event, next):
		c.ignore(e, func(Kind, string) bool { return false })
		return nil
	case transits(&e.Event, next):
		c.held = e.clone()
		return nil
	case held != nil:
		if err := c.outgoing(held, e); err != nil {
			return err
		}
	}
	from, to, err := c.span(e)
	if err != nil {
		return err
	}
	return c.segment(e, from, to)
}

// span returns the frames of an event.
func (c *decoding) span(e *entry) (from, to int64, err error) {
	from, to, err = c.line.Span(e.RecordIn, e.RecordOut)
	if err != nil {
		return 0, 0, c.labelError(e, err)
	}
	if c.Rate.DropFrame() {
		for _, l := range [...]timecode.Label{e.RecordIn, e.RecordOut} {
			if _, err := l.Timecode(c.Rate); errors.Is(err, timecode.ErrDropped) {
				if err := c.warn(e.at, strconv.Itoa(len(c.out)+1), fmt.Errorf("%w: read as the next frame", err)); err != nil {
					return 0, 0, err
				}
			}
		}
	}
	return from, to, nil
}

// outgoing adds the segment of the first line of a transition. Its name stands
// under the second line.
func (c *decoding) outgoing(held, e *entry) error {
	for k, s := range e.comments {
		if held.black() {
			break // what comes out of black has the only name
		}
		if kind, value := ParseComment(c.text(s)); kind == FromClip && value != "" && !c.names(held) {
			held.comments = append(held.comments, s)
			e.comments = slices.Delete(slices.Clone(e.comments), k, k+1)
			break
		}
	}
	from, to, err := c.span(held)
	if err != nil {
		return err
	}
	return c.segment(held, from, to)
}

// names reports whether an event has a clip name of its own.
func (c *decoding) names(e *entry) bool {
	return slices.ContainsFunc(e.comments, func(s stretch) bool {
		kind, value := ParseComment(c.text(s))
		return kind == FromClip && value != ""
	})
}

// transits reports whether e is the first line of a transition's pair.
func transits(e, next *Event) bool {
	return next != nil && next.Number == e.Number && !next.cut() && (e.cut() || strings.HasPrefix(e.Transition, "K"))
}

// outgoing reports whether e is the first line of a transition's pair, which
// has no length: it shows where the outgoing side stops.
func outgoing(e, next *Event) bool {
	return transits(e, next) && e.RecordIn.Compare(e.RecordOut) == 0
}

// labelError finds which of the record times of e is wrong.
func (c *decoding) labelError(e *entry, err error) error {
	at := e.at
	f := lastLabels(lineAt(c.src, at))
	which := 2
	if _, _, inErr := e.RecordIn.Near(c.Rate); inErr == nil && !errors.Is(err, timecode.ErrEarly) {
		which = 3
	}
	if f.n == 4 {
		at += f.at[which]
	}
	return c.fail(at, clock.TimeError(err))
}

// lineAt returns the line of src from at on.
func lineAt(src string, at int) string {
	s := newScanner(src[at:])
	line, _, _ := s.next()
	line, _ = cutTrailing(line)
	return line
}

func (c *decoding) segment(e *entry, from, to int64) error {
	text, note := c.words(e)
	if e.black() {
		if text == "" && note == "" {
			return nil
		}
		return c.warn(e.at, "", fmt.Errorf("%w: black event with the comment %q", script.ErrDropped, script.Shorten(text+note)))
	}
	if done, err := c.duplicate(e, from, to, text, note); done {
		return err
	}
	return c.add(e.at, from, to, text, note)
}

// duplicate reports whether e repeats the one before it on another
// track: sound and picture of one clip.
func (c *decoding) duplicate(e *entry, from, to int64, text, note string) (bool, error) {
	if len(c.out) == 0 || c.channels == e.Channels {
		return false, nil
	}
	last := &c.out[len(c.out)-1]
	if last.Text != text || note != "" && last.Note != note || last.Start != c.line.Duration(from) || last.End != c.line.Duration(to) {
		return false, nil
	}
	return true, c.warn(e.at, c.lastLabel(), fmt.Errorf("%w: repeats the event before it on channel %s", script.ErrDropped, e.Channels))
}

func (c *decoding) add(at int, from, to int64, text, note string) error {
	seg := script.Segment{
		Start: c.line.Duration(from), End: c.line.Duration(to), Text: text, Note: note,
	}
	if len(c.out) == 0 || from < c.begins {
		c.begins, c.beginsAt = from, at
	}
	c.out = append(c.out, seg)
	if text == "" {
		if err := c.warn(at, c.lastLabel(), script.ErrNoText); err != nil {
			return err
		}
	}
	if err := script.CheckOrder(seg.Start, seg.End); err != nil {
		return c.warn(at, c.lastLabel(), err)
	}
	return nil
}

// lastLabel is what warnings call the segment added last: lists have no ids.
func (c *decoding) lastLabel() string { return strconv.Itoa(len(c.out)) }

// tell warns of what was counted.
func (c *decoding) tell() error {
	if len(c.out) == 0 {
		what := "are all black"
		if c.Locators {
			what = "have no LOC comment"
		}
		return c.fail(len(c.src), fmt.Errorf("%w: the events of the list (%d) %s", script.ErrNoSegments, c.events, what))
	}
	if c.stray >= 0 {
		err := fmt.Errorf("%w: a comment, though it begins like an event: %q", script.ErrAssumed, script.Shorten(lineAt(c.src, c.stray)))
		if err := c.warn(c.stray, "", err); err != nil {
			return err
		}
	}
	for _, t := range [...]struct {
		tally
		what string
	}{
		{c.skipped, "events without locator"},
		{c.early, "events before the start without locator"},
		{c.moved, "times of locators, read with their event: read as locators to keep them"},
		{c.painted, "colours of locators, which differ"},
		{c.unseen, "clip names of the outgoing side of a transition, which is black or has no length"},
		{c.ignored, "comment lines without a place in a script"},
	} {
		if t.n == 0 {
			continue
		}
		err := fmt.Errorf("%w: %s: %d, the first %q", script.ErrDropped, t.what, t.n, script.Shorten(t.first))
		if err := c.warn(t.at, "", err); err != nil {
			return err
		}
	}
	return nil
}

package edl

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const format = "edl"

// Parse reads a list of at most 1 GiB; [Decoder.Parse] takes another limit. It takes whatever lists in the field
// look like: any blanks between fields, any line ends, UTF-8, UTF-16 or
// Windows-1252, the last timecodes of an event wrapped to the next line. A
// line is an event when it begins with a number and ends in four timecodes;
// every other line is kept as a comment. Errors are [*script.ParseError].
func Parse(r io.Reader) (*List, error) { return Decoder{}.Parse(r) }

// Parse is the function Parse for lists of at most MaxBytes. The other options
// say how times are told, which a List leaves open.
func (d Decoder) Parse(r io.Reader) (*List, error) {
	src, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(format, err)
	}
	return ParseList(src)
}

// ParseList is [Parse] for a string.
func ParseList(src string) (*List, error) {
	p := newParser(src)
	n := p.estimate()
	l := collector{parser: p, block: n}
	p.list.Events = make([]Event, 0, n)
	if err := p.parse(l.add); err != nil {
		return nil, err
	}
	return l.finish(), nil
}

// collector puts events into a list. Their comments share few slices.
type collector struct {
	*parser
	block int      // strings to allocate at a time
	free  []string // what is left of the last
}

func (l *collector) add(e *entry, _ *Event) error {
	e.Event.Comments = l.texts(e.comments)
	l.list.Events = append(l.list.Events, e.Event)
	return nil
}

func (l *collector) finish() *List {
	l.list.Comments = l.texts(l.comments)
	if len(l.list.Events) == 0 {
		l.list.Comments = trimLast(l.list.Comments)
	}
	return &l.list
}

// trimLast ends lines as a file ends whose last they are.
func trimLast(lines []string) []string {
	for n := len(lines) - 1; n >= 0; n-- {
		if lines[n] = trimEnd(lines[n]); lines[n] != "" {
			return lines[:n+1]
		}
	}
	return nil
}

func (l *collector) texts(lines []stretch) []string {
	n := len(lines)
	if n == 0 {
		return nil
	}
	if n > len(l.free) {
		l.free = make([]string, max(n, l.block))
	}
	texts := l.free[:n:n]
	l.free = l.free[n:]
	for i, line := range lines {
		texts[i] = l.text(line)
	}
	return texts
}

// entry is an event as the parser has it, Comments unset.
type entry struct {
	Event
	at       int // offset of its line
	comments []stretch
}

// clone returns a copy that outlives the call.
func (e *entry) clone() *entry {
	c := *e
	c.comments = slices.Clone(e.comments)
	return &c
}

// stretch is where a comment stands in the source. There may be millions.
type stretch struct{ at, end uint32 }

func (p *parser) text(s stretch) string { return p.src[s.at:s.end] }

// parser reads a list event by event, and remembers where everything stands.
type parser struct {
	src      string
	encoding charset.Encoding
	damaged  bool // the encoding was broken
	scan     scanner
	loc      *source.Locator
	lean     bool // comments that say nothing are left out
	emit     func(e *entry, next *Event) error

	list     List // without events and comments
	titled   bool
	comments []stretch // before the first event
	seen     int       // events so far
	entry    *entry
	spare    *entry // to be filled next
	stray    int    // offset of the first comment that begins like an event and holds a timecode; -1 for none
}

func newParser(src string) *parser {
	p := &parser{}
	var ok bool
	p.src, p.encoding, ok = charset.Decode(src)
	if p.encoding == charset.Unknown {
		p.src = charset.FromCP1252(src)
	}
	p.damaged = !ok && p.encoding != charset.Unknown
	p.src = trimEnd(p.src)
	p.loc = source.NewLocator(p.src)
	p.reset()
	return p
}

// reset goes back to the beginning.
func (p *parser) reset() {
	p.scan = newScanner(p.src)
	p.list = List{CRLF: p.scan.crlf()}
	p.titled, p.comments, p.seen, p.stray = false, nil, 0, -1
	p.entry, p.spare = &entry{}, &entry{}
}

// trimEnd drops the Ctrl-Z that ended a file in CP/M and DOS, and what pads
// it.
func trimEnd(src string) string { return strings.TrimRight(src, "\x1a\x00 \t\r\n") }

// trimValue drops what pads a value at its end, and blanks around it.
func trimValue(s string) string {
	return strings.TrimRightFunc(strings.TrimSpace(s), func(r rune) bool { return unicode.IsSpace(r) || r == 0 || r == 0x1A })
}

// estimate returns about how many events there are: the usual one has two
// lines, and none is much shorter than 80 characters with its name.
func (p *parser) estimate() int {
	return min(strings.Count(p.src, "\n")/2, len(p.src)/80) + 1
}

// parse reads all lines and hands each event over once all its comments are
// known, with the event after it or nil. The entry is valid during the call.
func (p *parser) parse(emit func(e *entry, next *Event) error) error {
	if p.src == "" {
		return &script.ParseError{Format: format, Err: script.ErrEmpty}
	}
	if uint64(len(p.src)) > math.MaxUint32 {
		return &script.ParseError{Format: format, Err: fmt.Errorf("%w: more than 4 GiB", script.ErrTooLarge)}
	}
	p.emit = emit
	for {
		line, at, ok := p.scan.next()
		if !ok {
			break
		}
		if err := p.line(line, at); err != nil {
			return err
		}
	}
	return p.flush(nil)
}

// flush hands the current event over.
func (p *parser) flush(next *Event) error {
	if p.seen == 0 {
		return nil
	}
	return p.emit(p.entry, next)
}

func (p *parser) line(line string, at int) error {
	body := trimLeft(line)
	if body == "" {
		return nil
	}
	if isDigit(body[0]) {
		ok, err := p.event(body, at+len(line)-len(body))
		if ok || err != nil {
			return err
		}
	}
	if p.seen == 0 && p.head(body) {
		return nil
	}
	p.comment(line, at)
	return nil
}

// head takes the first TITLE and the first FCM line before the events.
func (p *parser) head(body string) bool {
	if value, ok := keyword(body, "TITLE:"); ok && !p.titled {
		p.list.Title, p.titled = trimValue(value), true
		return true
	}
	if value, ok := keyword(body, "FCM:"); ok && p.list.FCM == "" {
		p.list.FCM = trimValue(value)
		return p.list.FCM != ""
	}
	return false
}

func (p *parser) comment(line string, at int) {
	if p.lean && trim(line) == "*" {
		return
	}
	to := &p.comments
	if p.seen > 0 {
		to = &p.entry.comments
	}
	if n := len(*to); n == cap(*to) {
		*to = slices.Grow(*to, max(n, 4)) // doubled, unlike append: less is left behind
	}
	*to = append(*to, stretch{uint32(at), uint32(at + len(line))})
}

// event reads body as an event, with its continuation on the next line if it
// needs one. ok is false when it is no event.
func (p *parser) event(body string, at int) (ok bool, err error) {
	line := p.scan.line
	head, rest := cutTrailing(body)
	f := lastLabels(head)
	switch {
	case f.n == 4 && f.at[0] > 0:
	case f.n > 0 && rest == "" && p.continues(&f, at):
	default:
		return false, p.notAnEvent(body, at)
	}
	e := Event{}
	if f.tooMany {
		return false, p.fail(at+f.at[0], fmt.Errorf("%w: five timecodes in one event, want four", script.ErrSyntax))
	}
	for i, l := range [...]*timecode.Label{&e.SourceIn, &e.SourceOut, &e.RecordIn, &e.RecordOut} {
		if *l, err = timecode.ParseLabel(f.text[i]); err != nil {
			return false, p.fail(f.offset(at, i), clock.TimeError(err))
		}
	}
	if !e.setFields(head[:f.at[0]]) {
		number, _ := cutField(body)
		return false, p.fail(at, &script.ValueError{Kind: script.ErrSyntax, Field: "event number", Value: number, Want: "up to 9 digits"})
	}
	e.Line = line
	if err := p.begin(e, at); err != nil {
		return false, err
	}
	if rest != "" {
		p.comment(rest, at+len(head))
	}
	return true, nil
}

// begin ends the current event and makes e the current one.
func (p *parser) begin(e Event, at int) error {
	*p.spare = entry{Event: e, at: at, comments: p.spare.comments[:0]}
	if err := p.flush(&p.spare.Event); err != nil {
		return err
	}
	p.entry, p.spare = p.spare, p.entry
	p.seen++
	return nil
}

// notAnEvent returns an error when a line that begins with a number has some
// timecodes, and nil when it may be a comment.
func (p *parser) notAnEvent(body string, at int) error {
	first, _ := cutField(body)
	if _, ok := eventNumber(first); !ok || isMarker(body) {
		return nil
	}
	n, odd, oddAt := 0, "", 0
	for rest := body; rest != ""; {
		var field string
		field, rest = cutField(rest)
		switch {
		case looseLabel(field):
			n++
		case odd == "" && strings.Count(field, ":")+strings.Count(field, ";") == 3:
			odd, oddAt = field, len(body)-len(rest)-len(field)
		}
	}
	switch {
	case n == 0:
		return nil
	case n == 3 && odd != "":
		return p.fail(at+oddAt, &script.ValueError{Kind: script.ErrTime, Value: odd, Want: "HH:MM:SS:FF"})
	case n == 1:
		if p.stray < 0 {
			p.stray = at
		}
		return nil
	case n < 4:
		return p.fail(at+len(body), fmt.Errorf("%w: an event has four timecodes, this has %d", script.ErrMissing, n))
	}
	return p.fail(at, fmt.Errorf("%w: an event ends in four timecodes, here something else stands between or behind them", script.ErrSyntax))
}

func (p *parser) fail(offset int, err error) error {
	return &script.ParseError{Format: format, Pos: p.loc.Pos(offset), Err: err}
}

// continues completes f from the next line that is not blank, if that holds
// the missing timecodes and nothing else.
func (p *parser) continues(f *labelFields, at int) bool {
	ahead := p.scan
	for {
		line, next, ok := ahead.next()
		if !ok {
			return false
		}
		more := lastLabels(line)
		if trim(line) == "" {
			continue
		}
		if more.n+f.n != 4 || trim(line[:more.at[0]]) != "" {
			return false
		}
		f.join(more, next-at)
		p.scan = ahead
		return true
	}
}

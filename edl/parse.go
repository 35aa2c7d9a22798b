package edl

import (
	"fmt"
	"io"
	"strings"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/lines"
	"github.com/vsconvert/vsconvert/script"
)

const format = "edl"

// Parse reads a list of at most 1 GiB. It takes whatever lists in the field
// look like: any blanks between fields, any line ends, UTF-8, UTF-16 or
// Windows-1252, the last timecodes of an event wrapped to the next line. A
// line is an event when it begins with a number and ends in four timecodes;
// every other line is kept as a comment. Errors are [*script.ParseError].
func Parse(r io.Reader) (*List, error) {
	src, err := lines.Read(r, 0)
	if err != nil {
		return nil, &script.ParseError{Format: format, Err: err}
	}
	return ParseList(src)
}

// ParseList is [Parse] for a string.
func ParseList(src string) (*List, error) {
	p := newParser(src)
	if err := p.parse(); err != nil {
		return nil, err
	}
	return &p.list, nil
}

// parser reads a list and remembers where its events and comments stand.
type parser struct {
	src      string
	encoding charset.Encoding
	damaged  bool // the encoding was broken
	scan     scanner
	loc      *lines.Locator

	list      List
	titled    bool
	headAt    []int    // offsets of list.Comments
	comments  []string // of all events
	commentAt []int    // their offsets
	first     []int    // index in comments of each event's first
	eventAt   []int    // offsets of the events' lines
	stray     int      // offset of the first comment that begins like an event and holds a timecode; -1 for none
}

func newParser(src string) *parser {
	p := &parser{stray: -1}
	var ok bool
	p.src, p.encoding, ok = charset.Decode(src)
	if p.encoding == charset.Unknown {
		p.src = charset.FromCP1252(src)
	}
	p.damaged = !ok && p.encoding != charset.Unknown
	p.src = trimEnd(p.src)
	p.scan = newScanner(p.src)
	p.loc = lines.NewLocator(p.src)
	return p
}

// trimEnd drops the Ctrl-Z that ended a file in CP/M and DOS, and what pads
// it.
func trimEnd(src string) string { return strings.TrimRight(src, "\x1a\x00 \t\r\n") }

func (p *parser) parse() error {
	if p.src == "" {
		return &script.ParseError{Format: format, Err: script.ErrEmpty}
	}
	p.reserve()
	p.list.CRLF = p.scan.crlf()
	for {
		line, at, ok := p.scan.next()
		if !ok {
			break
		}
		if err := p.line(line, at); err != nil {
			return err
		}
	}
	p.assignComments()
	return nil
}

// reserve makes room for the usual two lines of about 75 characters an event.
func (p *parser) reserve() {
	n := min(len(p.src)/150, 1<<20)
	p.list.Events = make([]Event, 0, n)
	p.comments, p.commentAt = make([]string, 0, n), make([]int, 0, n)
	p.first, p.eventAt = make([]int, 0, n), make([]int, 0, n)
}

// assignComments gives each event its part of the one slice of comments.
func (p *parser) assignComments() {
	for i := range p.list.Events {
		from, to := p.commentRange(i)
		if from < to {
			p.list.Events[i].Comments = p.comments[from:to:to]
		}
	}
}

func (p *parser) commentRange(event int) (from, to int) {
	from, to = p.first[event], len(p.comments)
	if event+1 < len(p.first) {
		to = p.first[event+1]
	}
	return from, to
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
	if len(p.list.Events) == 0 && p.head(body) {
		return nil
	}
	p.comment(line, at)
	return nil
}

// head takes the first TITLE and the first FCM line before the events.
func (p *parser) head(body string) bool {
	if value, ok := keyword(body, "TITLE:"); ok && !p.titled {
		p.list.Title, p.titled = strings.TrimSpace(value), true
		return true
	}
	if value, ok := keyword(body, "FCM:"); ok && p.list.FCM == "" {
		p.list.FCM = strings.TrimSpace(value)
		return p.list.FCM != ""
	}
	return false
}

func (p *parser) comment(line string, at int) {
	if len(p.list.Events) == 0 {
		p.list.Comments = append(p.list.Comments, line)
		p.headAt = append(p.headAt, at)
		return
	}
	p.comments = append(p.comments, line)
	p.commentAt = append(p.commentAt, at)
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
	for i, l := range [...]*Label{&e.SourceIn, &e.SourceOut, &e.RecordIn, &e.RecordOut} {
		if *l, err = ParseLabel(f.text[i]); err != nil {
			return false, p.fail(f.offset(at, i), err)
		}
	}
	if !e.setFields(head[:f.at[0]]) {
		return false, p.fail(at, fmt.Errorf("%w: event number %s, want up to 9 digits", script.ErrSyntax, script.Shorten(body)))
	}
	e.Line = line
	p.list.Events = append(p.list.Events, e)
	p.eventAt = append(p.eventAt, at)
	p.first = append(p.first, len(p.comments))
	if rest != "" {
		p.comment(rest, at+len(head))
	}
	return true, nil
}

// notAnEvent returns an error when a line that begins with a number has some
// timecodes, and nil when it may be a comment.
func (p *parser) notAnEvent(body string, at int) error {
	first, _ := cutField(body)
	if _, ok := eventNumber(first); !ok || isMarker(body) {
		return nil
	}
	n := 0
	for rest := body; rest != ""; {
		var field string
		field, rest = cutField(rest)
		if looseLabel(field) {
			n++
		}
	}
	switch {
	case n == 0:
		return nil
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

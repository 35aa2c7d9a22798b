package results

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
)

// list is an array of segments.
type list struct {
	at       int // offset of its bracket
	path     string
	found    bool // it is there and not null
	segments []script.Segment
	err      error // what is wrong with it
}

// The members of a segment. Items of older answers call three of them
// otherwise; both names are taken in both lists.
const (
	fieldID = iota
	fieldStart
	fieldEnd
	fieldText
	fieldNote
	fieldStatus
	fieldCue
	fieldLanguage
	fields
)

var fieldNames = [fields]string{"id", "start_time", "end_time", "description", "note", "status", "cue", "language"}

// fieldOf returns the field that key names, or -1. old reports whether that is
// its older name.
func fieldOf(key string) (field int, old bool) {
	switch key {
	case "id":
		return fieldID, false
	case "start_time":
		return fieldStart, false
	case "end_time":
		return fieldEnd, false
	case "description":
		return fieldText, false
	case "start":
		return fieldStart, true
	case "end":
		return fieldEnd, true
	case "text":
		return fieldText, true
	case "note":
		return fieldNote, false
	case "status":
		return fieldStatus, false
	case "cue":
		return fieldCue, false
	case "language":
		return fieldLanguage, false
	}
	return -1, false
}

// entry is one element of a list before it is a segment.
type entry struct {
	at     int
	values [fields]value
	old    [fields]bool // the value stands under the older name
	twice  [fields]bool
	isJob  bool // it has members that only whole answers have
}

// list reads an array of segments. It returns errors of syntax; what else is
// wrong is kept in l, and the rest of the array is passed over.
func (r *reader) list(l *list, path string) error {
	*l = list{path: path}
	c := r.peek()
	*l = list{path: path, at: r.pos}
	if c != '[' {
		v, err := r.value()
		if err == nil && v.kind != 'n' {
			l.found = true
			l.err = r.fail(v.at, path, &script.ValueError{Kind: script.ErrValue, Value: show(v.raw), Want: "an array of segments"})
		}
		return err
	}
	l.found = true
	depth := r.depth
	err := r.elements(l)
	if err == nil || err == errSyntax || err == errDepth {
		return err
	}
	l.err, l.segments = err, nil
	r.pos, r.depth = l.at, depth
	return r.skip('[')
}

func (r *reader) elements(l *list) error {
	if err := r.open(); err != nil {
		return err
	}
	b := builder{reader: r, path: l.path}
	for first := true; ; first = false {
		ok, err := r.more(']', first)
		if !ok {
			return err
		}
		if len(l.segments) == cap(l.segments) {
			l.segments = slices.Grow(l.segments, r.expect(len(l.segments), l.at))
		}
		b.index, b.entry = len(l.segments), entry{}
		l.segments = append(l.segments, script.Segment{})
		b.seg = &l.segments[b.index]
		if err := b.segment(); err != nil {
			return err
		}
	}
}

// smallest is the least a segment takes in an array.
const smallest = len(`{"start":0,"end":0,"text":""},`)

// expect returns how many more segments there may be, by the room the n read
// so far took.
func (r *reader) expect(n, from int) int {
	each := smallest
	if n > 0 {
		each = max(each, (r.pos-from)/n)
	}
	rest := (len(r.src)-r.pos)/each + 1
	if n == 0 {
		return min(rest, 64)
	}
	return rest + rest/64
}

// segment reads one element.
func (b *builder) segment() error {
	c := b.peek()
	b.entry.at = b.pos
	if c != '{' {
		v, err := b.value()
		if err == nil {
			err = b.fail(v.at, elementPath(b.path, b.index, ""), &script.ValueError{Kind: script.ErrValue, Value: show(v.raw), Want: "a segment"})
		}
		return err
	}
	if err := b.open(); err != nil {
		return err
	}
	for first := true; ; first = false {
		ok, err := b.more('}', first)
		if err != nil {
			return err
		}
		if !ok {
			b.build()
			return b.err
		}
		key, err := b.key()
		if err != nil {
			return err
		}
		v, err := b.value()
		if err != nil {
			return err
		}
		b.set(key, v)
	}
}

// set keeps a member. The newer name of a field beats the older one.
func (e *entry) set(key string, v value) {
	f, old := fieldOf(key)
	if f < 0 {
		e.isJob = e.isJob || key == "job_id" || key == "output"
		return
	}
	if e.values[f].kind != 0 {
		e.twice[f] = true
		if old && !e.old[f] {
			return
		}
	}
	e.values[f], e.old[f] = v, old
}

// elementPath returns "output.segments[3].end_time".
func elementPath(path string, index int, name string) string {
	path += "[" + strconv.Itoa(index) + "]"
	if name != "" {
		path += "." + name
	}
	return path
}

func (e *entry) name(f int) string {
	if e.old[f] {
		return [fields]string{fieldStart: "start", fieldEnd: "end", fieldText: "text"}[f]
	}
	return fieldNames[f]
}

// builder makes one segment after the other. The first error stays.
type builder struct {
	*reader
	entry
	path  string
	index int
	seg   *script.Segment
	err   error
}

// build makes a segment of the element read.
func (b *builder) build() {
	b.id()
	b.seg.Start = b.time(fieldStart)
	b.seg.End = b.time(fieldEnd)
	b.seg.Text = b.description()
	b.seg.Note = b.extra(fieldNote)
	b.seg.Status = b.extra(fieldStatus)
	b.seg.Cue = b.extra(fieldCue)
	b.seg.Language = b.extra(fieldLanguage)
	if b.err == nil && !b.quiet {
		b.remarks()
	}
}

func (b *builder) refuse(f int, err error) {
	if b.err != nil {
		return
	}
	at := b.values[f].at
	if b.values[f].kind == 0 {
		at = b.entry.at
	}
	b.err = b.fail(at, elementPath(b.path, b.index, b.name(f)), &script.SegmentError{Index: b.index, ID: redact(b.seg.ID), Err: err})
}

// remark warns. All remarks of a segment are placed at its start, so that
// finding the lines of very many costs one pass in all.
func (b *builder) remark(f int, err error) {
	if b.err == nil && !b.quiet {
		b.err = b.warn(b.entry.at, elementPath(b.path, b.index, b.name(f)), b.seg.ID, err)
	}
}

func (b *builder) id() {
	v := b.values[fieldID]
	var odd error
	switch v.kind {
	case '"':
		b.seg.ID, odd = b.text(v)
	case '0':
		b.seg.ID = v.raw
	case 0, 'n':
	default:
		odd = fmt.Errorf("%w: neither string nor number", script.ErrID)
	}
	if b.seg.ID == "" {
		b.seg.ID = strconv.Itoa(b.index + 1)
	}
	if odd != nil {
		b.remark(fieldID, odd)
	}
}

const wantTime = "seconds as a number, 0 or more"

func (b *builder) time(f int) time.Duration {
	v := b.values[f]
	text := v.raw
	switch v.kind {
	case '0':
	case '"':
		text, _ = b.text(v)
		text = strings.TrimSpace(text)
	case 0, 'n':
		if b.isJob && b.path == "" {
			b.err = b.fail(b.entry.at, elementPath("", b.index, ""), errJobs)
			return 0
		}
		b.refuse(f, fmt.Errorf("%w %s: want %s", script.ErrMissing, b.name(f), wantTime))
		return 0
	default:
		b.refuse(f, &script.ValueError{Kind: script.ErrTime, Value: show(v.raw), Want: wantTime})
		return 0
	}
	d, err := clock.ParseSeconds(text)
	switch {
	case err != nil:
		if ve, ok := err.(*script.ValueError); ok {
			err = &script.ValueError{Kind: ve.Kind, Value: show(text), Want: ve.Want}
		}
		b.refuse(f, err)
	case d < 0:
		b.refuse(f, &script.ValueError{Kind: script.ErrNegativeTime, Value: text, Want: wantTime})
	}
	return d
}

var errJobs = fmt.Errorf("%w: a list of jobs: want one answer; split the list, as jq '.[0]' does", script.ErrValue)

func (b *builder) description() string {
	v := b.values[fieldText]
	switch v.kind {
	case '"':
		return b.string(fieldText)
	case 0, 'n':
		b.refuse(fieldText, fmt.Errorf("%w %s: want a string", script.ErrMissing, b.name(fieldText)))
	default:
		b.refuse(fieldText, &script.ValueError{Kind: script.ErrValue, Value: show(v.raw), Want: "a string"})
	}
	return ""
}

func (b *builder) string(f int) string {
	s, odd := b.text(b.values[f])
	if odd != nil {
		b.remark(f, odd)
	}
	return s
}

// extra reads a field that the API does not have but our own files do.
func (b *builder) extra(f int) string {
	switch b.values[f].kind {
	case '"':
		return b.string(f)
	case 0, 'n':
	default:
		b.remark(f, fmt.Errorf("%w: %s that is no string", script.ErrDropped, fieldNames[f]))
	}
	return ""
}

func (b *builder) remarks() {
	for f, twice := range b.twice {
		if twice {
			b.remark(f, errKeyTwice)
		}
	}
	if err := script.CheckOrder(b.seg.Start, b.seg.End); err != nil {
		b.remark(fieldEnd, err)
	}
	if strings.TrimSpace(b.seg.Text) == "" {
		b.remark(fieldText, script.ErrNoText)
	}
}

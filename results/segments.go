package results

import (
	"slices"
	"strconv"

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
	fieldExtra // and up: what the API does not have
)

// extraFields are the fields of a segment but id and text, which the table
// begins with.
var extraFields = func() []script.TextField {
	all := script.TextFields()
	return all[2:]
}()

const fields = fieldExtra + script.TextFieldCount - 2

var fieldNames = func() [fields]string {
	names := [fields]string{"id", "start_time", "end_time", "description"}
	for i, f := range extraFields {
		names[fieldExtra+i] = string(f.Name)
	}
	return names
}()

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
	}
	for f := fieldExtra; f < fields; f++ {
		if fieldNames[f] == key {
			return f, false
		}
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

// expect returns how many segments to make room for: as many as fit the rest
// of the text, if they take the room that the n read so far took on average.
// What the first few take may mislead: by them it is at most 16 times n.
func (r *reader) expect(n, from int) int {
	each := smallest
	if n > 0 {
		each = max(each, (r.pos-from)/n)
	}
	rest := (len(r.src)-r.pos)/each + 1
	rest += rest / 64
	if few := 1000; n < few {
		return min(rest, max(64, 16*n))
	}
	return rest
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

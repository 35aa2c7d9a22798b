package results

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
)

// builder makes one segment after the other. The first error stays.
type builder struct {
	*reader
	entry
	path  string
	index int
	seg   *script.Segment
	label string // its id in errors and warnings: the ordinal where it has none
	err   error
}

// build makes a segment of the element read.
func (b *builder) build() {
	b.id()
	b.seg.Start = b.time(fieldStart)
	b.seg.End = b.time(fieldEnd)
	b.seg.Text = b.description()
	for f := fieldExtra; f < fields; f++ {
		if b.values[f].kind != 0 {
			b.extra(f)
		}
	}
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
	b.err = b.fail(at, elementPath(b.path, b.index, b.name(f)), &script.SegmentError{Index: b.index, ID: redact(b.label), Err: err})
}

// remark warns. All remarks of a segment are placed at its start, so that
// finding the lines of very many costs one pass in all.
func (b *builder) remark(f int, err error) {
	if b.err == nil && !b.quiet {
		b.report.Number = b.index + 1
		b.err = b.warn(b.entry.at, elementPath(b.path, b.index, b.name(f)), b.label, err)
		b.report.Number = 0
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
		odd = fmt.Errorf("%w: %s is neither string nor number", script.ErrID, show(v.raw))
	}
	if b.label = b.seg.ID; b.label == "" {
		b.label = strconv.Itoa(b.index + 1)
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
func (b *builder) extra(f int) {
	field := &extraFields[f-fieldExtra]
	v := b.values[f]
	want := "string"
	switch {
	case v.kind == 'n' || field.Flag && v.raw == "false":
		return
	case v.kind == '"' && !field.Flag:
		_ = field.Set(b.seg, b.string(f)) // as every text can be
		return
	case field.Flag:
		if v.raw == "true" {
			_ = field.Set(b.seg, "yes")
			return
		}
		want = "true or false"
	}
	b.remark(f, fmt.Errorf("%w: %s that is no %s", script.ErrDropped, fieldNames[f], want))
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

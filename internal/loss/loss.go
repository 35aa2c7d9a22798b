// Package loss tells what of a script a format has no place for.
package loss

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/script"
)

// Of returns what of s is lost in a format that keeps the given fields, as an
// error of kind [script.ErrDropped], or nil. It is [Counter] over the whole of
// s in the order it is written.
func Of(s *script.Script, keeps script.Fields) error {
	c := Counter{Keeps: keeps}
	c.Script(s)
	if keeps&segmentFields != segmentFields {
		segments := order.ByStart(s)
		for i := range segments {
			c.Segment(&segments[i])
		}
	}
	return c.Err()
}

// OfColumns returns what is lost of the columns of s that only sheets have.
func OfColumns(s *script.Script) error {
	c := Counter{Keeps: script.AllFields &^ script.OtherColumns}
	c.columns(s.Columns)
	return c.Err()
}

var (
	textFields    = script.TextFields()
	segmentFields = func() (all script.Fields) {
		for _, f := range textFields {
			all |= f.Bit
		}
		return all
	}()
)

// Counter counts what is lost. Line breaks are not counted, as writers tell of
// them segment by segment; nor are job and media id, which are the answer's
// rather than the script's; nor ids that are the segments' ordinals, as
// readers give them anew.
type Counter struct {
	Keeps script.Fields

	header   []string
	head     script.Fields
	segments int
	lost     [script.TextFieldCount]int
}

// Script counts what the script as a whole has.
func (c *Counter) Script(s *script.Script) {
	for _, part := range [...]struct {
		field script.Fields
		value string
	}{{script.Title, s.Title}, {script.Language, s.Language}, {script.AdType, s.Type.String()}} {
		if c.Keeps&part.field == 0 && part.value != "" {
			c.head |= part.field
			c.header = append(c.header, fmt.Sprintf("the %v %q", part.field, script.Shorten(part.value)))
		}
	}
	c.columns(s.Columns)
}

// columns counts the columns of a sheet, by their names.
func (c *Counter) columns(table *script.Columns) {
	if c.Keeps&script.OtherColumns != 0 || table.IsEmpty() {
		return
	}
	const most = 8
	var names []string
	for i, name := range table.Names {
		filled := slices.ContainsFunc(table.Rows, func(row []string) bool { return i < len(row) && row[i] != "" })
		if filled && len(names) < most {
			names = append(names, fmt.Sprintf("%q", script.Shorten(name)))
		} else if filled {
			names = append(names[:most], "...")
		}
	}
	c.head |= script.OtherColumns
	c.header = append(c.header, "the columns "+strings.Join(names, ", "))
}

// Segment counts what the next segment has.
func (c *Counter) Segment(s *script.Segment) {
	c.segments++
	for i := range textFields {
		f := &textFields[i]
		if f.Bit&^c.Keeps == 0 {
			continue
		}
		if value := f.Value(s); value != "" && (f.Bit != script.IDs || !isOrdinal(value, c.segments)) {
			c.lost[i]++
		}
	}
}

// isOrdinal reports whether id is n, which is above 0, in decimal.
func isOrdinal(id string, n int) bool {
	i := len(id) - 1
	for ; i >= 0 && n > 0 && id[i] == byte('0'+n%10); i-- {
		n /= 10
	}
	return i < 0 && n == 0
}

// Err returns all that was counted and is lost, or nil.
func (c *Counter) Err() error {
	parts := c.header
	for i, n := range c.lost {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%v (%d of %d segments)", textFields[i].Bit, n, c.segments))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return &lostError{c.fields(), strings.Join(parts, ", ")}
}

// fields returns which fields were counted.
func (c *Counter) fields() (all script.Fields) {
	all = c.head
	for i, n := range c.lost {
		if n > 0 {
			all |= textFields[i].Bit
		}
	}
	return all
}

// lostError is what a format has no place for.
type lostError struct {
	fields script.Fields
	what   string
}

func (e *lostError) Error() string {
	return fmt.Sprintf("%v: the format has no place for %s", script.ErrDropped, e.what)
}

func (e *lostError) Unwrap() error { return script.ErrDropped }

// Lost returns the fields.
func (e *lostError) Lost() script.Fields { return e.fields }

// Package report is how readers and writers say what they dropped, changed or
// guessed.
package report

import (
	"errors"
	"strconv"

	"github.com/vsconvert/vsconvert/script"
)

// Reporter passes warnings on, up to the first that is answered with an error.
type Reporter struct {
	Format string
	To     func(script.Warning) error // nil drops warnings
	Number int                        // of the segment at hand, from 1; 0 for none

	err error
}

// Warn reports err at pos for the segment called id. It returns what the
// warning was answered with, now or before: whoever made it wants the work to
// stop, and this error back as it is.
func (r *Reporter) Warn(pos script.Pos, id string, err error) error {
	if r.To == nil || r.err != nil {
		return r.err
	}
	return r.Pass(script.Warning{Format: r.Format, Pos: pos, Index: r.Number - 1, SegmentID: id, Err: err})
}

// Pass is Warn with a warning that is made already.
func (r *Reporter) Pass(w script.Warning) error {
	if r.To == nil || r.err != nil {
		return r.err
	}
	if l := (lost)(nil); errors.As(w.Err, &l) {
		w.Lost = l.Lost()
	}
	r.err = r.To(w)
	return r.err
}

// lost is an error that knows which fields were lost.
type lost interface {
	error
	Lost() script.Fields
}

// Err returns what a warning was answered with. Writers, whose functions
// mostly go on after a warning, look here between segments.
func (r *Reporter) Err() error { return r.err }

// Heard reports whether warnings need be made at all.
func (r *Reporter) Heard() bool { return r.To != nil && r.err == nil }

// Fail returns err as a [*script.ParseError] at pos, or what a warning was
// answered with.
func (r *Reporter) Fail(pos script.Pos, err error) error {
	if r.err != nil {
		return r.err
	}
	return &script.ParseError{Format: r.Format, Pos: pos, Err: err}
}

// Source returns the error with which reading all of an input failed: that of
// its reader as it is, since a deadline says nothing about the file, and a
// [*script.ParseError] when there is too much of it.
func Source(format string, err error) error {
	if errors.Is(err, script.ErrTooLarge) {
		return &script.ParseError{Format: format, Err: err}
	}
	return err
}

// Enum returns an error for an option that is beyond the last value of its
// kind. want names the values.
func Enum[T ~uint8](option string, value, last T, want string) error {
	if value <= last {
		return nil
	}
	return &script.ValueError{Kind: script.ErrValue, Field: option, Value: strconv.Itoa(int(value)), Want: want}
}

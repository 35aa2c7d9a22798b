package script

import (
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"unicode/utf8"
)

// What can be wrong with a file or a value in it. Errors and warnings wrap
// one of these.
var (
	ErrSyntax       = errors.New("malformed input")                // the file breaks its format's grammar
	ErrEncoding     = errors.New("malformed text encoding")        // bytes that are no text in the expected encoding
	ErrTime         = errors.New("malformed time")                 // a time that does not parse
	ErrTimeRange    = errors.New("time out of range")              // a time beyond what the format or a Duration holds
	ErrNegativeTime = errors.New("negative time")                  // a time before the first frame
	ErrZeroLength   = errors.New("zero length: end equals start")  // nothing could be heard
	ErrReversed     = errors.New("end before start")               // start and end may be exchanged
	ErrOverlap      = errors.New("overlaps the segment before it") // two descriptions at the same time
	ErrNoText       = errors.New("no text")                        // an empty description
	ErrText         = errors.New("text changed")                   // the format cannot hold the text as it is
	ErrID           = errors.New("id changed")                     // the format cannot hold the id as it is
	ErrDuplicateID  = errors.New("same id as that")                // two segments share an id
	ErrValue        = errors.New("unexpected value")               // a value outside the legal ones
	ErrMissing      = errors.New("missing value")                  // a required value is absent
	ErrDropped      = errors.New("dropped")                        // something the model or the format cannot hold
	ErrAssumed      = errors.New("assumed")                        // something the input leaves open was decided
	ErrTooLarge     = errors.New("input too large")                // a documented limit is exceeded
	ErrEmpty        = errors.New("empty input")                    // no bytes, or nothing but blanks
	ErrNoSegments   = errors.New("no segments")                    // a valid file without any description
)

// Pos is a place in a file. Zero fields are unknown.
type Pos struct {
	Line   int    // 1-based
	Column int    // 1-based, in characters
	Path   string // place in a structure: "output.segments[3].end_time", "AD Script!C14"
}

// String returns "line:column", the path, or "line:column: path".
func (p Pos) String() string {
	if p.Line == 0 {
		return p.Path
	}
	s := strconv.Itoa(p.Line)
	if p.Column > 0 {
		s += ":" + strconv.Itoa(p.Column)
	}
	if p.Path != "" {
		s += ": " + p.Path
	}
	return s
}

// ParseError says where a file of a format stopped making sense, and why.
type ParseError struct {
	Format string // the format's name, such as "vtt"
	Pos    Pos
	Err    error
}

// Error returns "format: position: what".
func (e *ParseError) Error() string { return located(e.Format, e.Pos, "", e.Err) }

// Unwrap returns Err.
func (e *ParseError) Unwrap() error { return e.Err }

// Warning is something a reader or writer dropped, changed or guessed. It is
// told to a function of the caller's, which returns nil to go on: any error
// stops the reader or writer, which returns that error as it is. Being an
// error itself, a warning can be returned, which makes it a failure:
//
//	d := vtt.Decoder{Warn: func(w script.Warning) error { return w }}
type Warning struct {
	Format    string // the package that reads or writes: "vtt", "ttml", "csv" for all tables of text
	Pos       Pos    // in the input; unset for what a writer says
	Index     int    // of the segment, from 0, in the order it is read or written; -1 when no single one is meant or it is not known
	SegmentID string // "" when no single segment is meant, or it has no id
	Lost      Fields // what a format has no place for, in the warning that sums it up; else 0
	Err       error  // wraps one of the package's sentinels
}

// Error returns "format: position: segment id: what".
func (w Warning) Error() string { return located(w.Format, w.Pos, w.SegmentID, w.Err) }

// Unwrap returns Err.
func (w Warning) Unwrap() error { return w.Err }

// LogValue returns the fields that are set as a group for package slog.
func (w Warning) LogValue() slog.Value {
	attrs := []slog.Attr{slog.String("format", w.Format)}
	if pos := w.Pos.String(); pos != "" {
		attrs = append(attrs, slog.String("pos", pos))
	}
	if w.Index >= 0 {
		attrs = append(attrs, slog.Int("index", w.Index))
	}
	if w.SegmentID != "" {
		attrs = append(attrs, slog.String("segment", Shorten(w.SegmentID)))
	}
	if w.Lost != 0 {
		attrs = append(attrs, slog.String("lost", w.Lost.String()))
	}
	return slog.GroupValue(append(attrs, slog.String("what", fmt.Sprint(w.Err)))...)
}

func located(format string, pos Pos, id string, err error) string {
	parts := make([]string, 0, 4)
	for _, s := range [...]string{format, pos.String()} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if id != "" {
		parts = append(parts, "segment "+strconv.Quote(Shorten(id)))
	}
	return strings.Join(append(parts, fmt.Sprint(err)), ": ")
}

// SegmentError is what is wrong with one segment of a script.
type SegmentError struct {
	Index int // 0-based
	ID    string
	Err   error
}

// Error returns `segment N (id "x"): what`, with N counted from 1.
func (e *SegmentError) Error() string {
	return fmt.Sprintf("segment %d (id %q): %v", e.Index+1, Shorten(e.ID), e.Err)
}

// Unwrap returns Err.
func (e *SegmentError) Unwrap() error { return e.Err }

// ValueError says what is wrong with one value.
type ValueError struct {
	Kind  error  // one of the package's sentinels
	Field string // "" when the position says it
	Value string // as it stands in the input
	Want  string // what was expected
}

// Error returns `field: kind "value": want this`.
func (e *ValueError) Error() string {
	var b strings.Builder
	if e.Field != "" {
		b.WriteString(e.Field + ": ")
	}
	fmt.Fprintf(&b, "%v %q", e.Kind, Shorten(e.Value))
	if e.Want != "" {
		b.WriteString(": want " + e.Want)
	}
	return b.String()
}

// Unwrap returns Kind.
func (e *ValueError) Unwrap() error { return e.Kind }

const shown = 60

// Shorten cuts s for use in a message: past 60 characters it ends in "…".
func Shorten(s string) string {
	if len(s) <= shown {
		return s
	}
	n := 0
	for i := range s {
		if n == shown {
			return strings.ToValidUTF8(s[:i], "\uFFFD") + "…"
		}
		n++
	}
	if !utf8.ValidString(s) {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	return s
}

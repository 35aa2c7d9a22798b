package convert

import (
	"bytes"
	"fmt"
	"io"
	"strconv"

	"github.com/vsconvert/vsconvert/script"
)

// Decode reads a script in format f. Errors are those of the format's package;
// for the API's answers they are those of package results. A nil o means the
// zero Options.
func Decode(r io.Reader, f Format, o *Options) (*script.Script, error) {
	if f.decode == nil {
		return nil, &script.ValueError{Kind: script.ErrValue, Field: "format", Value: f.Name, Want: "a format of the table"}
	}
	return f.decode(r, orZero(o))
}

// Encode writes s in format f, which must not be read-only. It warns once for
// each kind of thing that s holds and f does not. A nil o means the zero
// Options.
func Encode(w io.Writer, s *script.Script, f Format, o *Options) error {
	if f.encode == nil {
		return &script.ValueError{Kind: script.ErrValue, Field: "format", Value: f.Name, Want: "a format that can be written"}
	}
	o = orZero(o)
	warnLosses(s, f, o)
	return f.encode(w, s, o)
}

// Convert reads r in one format and writes w in another.
func Convert(w io.Writer, to Format, r io.Reader, from Format, o *Options) error {
	s, err := Decode(r, from, o)
	if err != nil {
		return err
	}
	return Encode(w, s, to, o)
}

// RoundTrip returns s as format f gives it back: what is left of it once it
// was written and read again. Warnings are dropped.
func RoundTrip(s *script.Script, f Format, o *Options) (*script.Script, error) {
	if f.encode == nil {
		return s, nil // only read, so it is what s came from
	}
	quiet := *orZero(o)
	quiet.Warn, quiet.Strict, quiet.Job = nil, false, nil
	var b bytes.Buffer
	if err := f.encode(&b, s, &quiet); err != nil {
		return nil, err
	}
	return f.decode(&b, &quiet)
}

func orZero(o *Options) *Options {
	if o == nil {
		return &Options{}
	}
	return o
}

// warnLosses warns about what s holds and f does not. Line breaks are left to
// the writers, who name the segments, and job and media ids are said in the
// table only: they are the answer's, not the script's.
func warnLosses(s *script.Script, f Format, o *Options) {
	lost := f.Loses()
	for _, part := range [...]struct {
		field Field
		value string
	}{{Title, s.Title}, {Language, s.Language}, {Type, s.Type.String()}} {
		if lost&part.field != 0 && part.value != "" {
			o.warn(f.Name, "", fmt.Errorf("%w: the format has no place for the %v %q", script.ErrDropped, part.field, part.value))
		}
	}
	if lost&(perSegment|IDs) == 0 {
		return
	}
	for _, part := range segmentParts {
		if lost&part.field == 0 {
			continue
		}
		if n := count(s, part.has); n > 0 {
			o.warn(f.Name, "", fmt.Errorf("%w: the format has no place for %v (%d segments)", script.ErrDropped, part.field, n))
		}
	}
}

var segmentParts = [...]struct {
	field Field
	has   func(i int, s *script.Segment) bool
}{
	{IDs, func(i int, s *script.Segment) bool { return s.ID != "" && s.ID != strconv.Itoa(i+1) }},
	{Notes, func(_ int, s *script.Segment) bool { return s.Note != "" }},
	{Statuses, func(_ int, s *script.Segment) bool { return s.Status != "" }},
	{Cues, func(_ int, s *script.Segment) bool { return s.Cue != "" }},
	{Languages, func(_ int, s *script.Segment) bool { return s.Language != "" }},
}

func count(s *script.Script, has func(int, *script.Segment) bool) int {
	n := 0
	for i := range s.Segments {
		if has(i, &s.Segments[i]) {
			n++
		}
	}
	return n
}

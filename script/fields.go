package script

import (
	"fmt"
	"strconv"
	"strings"
)

// Fields is a set of what a script can hold beside the texts and times of its
// segments. Each format keeps some of them.
type Fields uint16

const (
	IDs        Fields = 1 << iota // of segments
	LineBreaks                    // within texts
	Notes
	Statuses
	Cues
	Languages // of single segments
	Title
	Language
	AdType
	Origin // job and media id

	AllFields = 1<<iota - 1
)

var fieldNames = [...]string{"ids", "line breaks", "notes", "statuses", "delivery cues", "segment languages", "title", "language", "type", "job and media id"}

// String lists the fields, or says "nothing" for none.
func (f Fields) String() string {
	var names []string
	for i, name := range fieldNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if names == nil {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

// Losses tells what of s a format loses that keeps the given fields: an error
// of kind [ErrDropped] for each of them that s uses, in a fixed order. Line
// breaks are left out, as writers tell of them segment by segment, and so are
// job and media id, which are the answer's rather than the script's. Ids that
// are the segments' ordinals are not lost, as readers give them anew.
func (s *Script) Losses(keeps Fields) []error {
	var errs []error
	for _, part := range [...]struct {
		field Fields
		value string
	}{{Title, s.Title}, {Language, s.Language}, {AdType, s.Type.String()}} {
		if keeps&part.field == 0 && part.value != "" {
			errs = append(errs, fmt.Errorf("%w: no place for the %v %q", ErrDropped, part.field, Shorten(part.value)))
		}
	}
	for _, part := range segmentParts {
		if keeps&part.field != 0 {
			continue
		}
		if n := s.count(part.has); n > 0 {
			errs = append(errs, fmt.Errorf("%w: no place for %v (%d of %d segments)", ErrDropped, part.field, n, len(s.Segments)))
		}
	}
	return errs
}

var segmentParts = [...]struct {
	field Fields
	has   func(i int, s *Segment) bool
}{
	{IDs, func(i int, s *Segment) bool { return s.ID != "" && !isOrdinal(s.ID, i+1) }},
	{Notes, func(_ int, s *Segment) bool { return s.Note != "" }},
	{Statuses, func(_ int, s *Segment) bool { return s.Status != "" }},
	{Cues, func(_ int, s *Segment) bool { return s.Cue != "" }},
	{Languages, func(_ int, s *Segment) bool { return s.Language != "" }},
}

// isOrdinal reports whether id is n in decimal.
func isOrdinal(id string, n int) bool {
	var digits [20]byte
	return id == string(strconv.AppendInt(digits[:0], int64(n), 10))
}

func (s *Script) count(has func(int, *Segment) bool) int {
	n := 0
	for i := range s.Segments {
		if has(i, &s.Segments[i]) {
			n++
		}
	}
	return n
}

package script

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Type is the kind of audio description a script was written for.
type Type uint8

const (
	// Unspecified means that the source does not say.
	Unspecified Type = iota
	// Standard descriptions fit in the pauses of the programme.
	Standard
	// Extended descriptions may stop the programme while they are spoken.
	Extended
)

var typeNames = [...]string{"", "standard_ad", "extended_ad"}

// String returns the API's name of the type: "standard_ad", "extended_ad", or
// "" when it is unspecified.
func (t Type) String() string {
	if int(t) >= len(typeNames) {
		return fmt.Sprintf("Type(%d)", uint8(t))
	}
	return typeNames[t]
}

// ParseType returns the type the API calls s. Letter case, blanks around it
// and a missing "_ad" do not matter; "" is [Unspecified]. The error is a
// [*ValueError] of kind [ErrValue].
func ParseType(s string) (Type, error) {
	name := strings.TrimSuffix(strings.ToLower(strings.TrimSpace(s)), "_ad")
	switch name {
	case "":
		return Unspecified, nil
	case "standard":
		return Standard, nil
	case "extended":
		return Extended, nil
	}
	return Unspecified, &ValueError{Kind: ErrValue, Field: "ad_type", Value: s, Want: "standard_ad or extended_ad"}
}

// MarshalText returns the type as String does. A type that has no name is a
// [*ValueError].
func (t Type) MarshalText() ([]byte, error) {
	if int(t) >= len(typeNames) {
		return nil, &ValueError{Kind: ErrValue, Field: "ad_type", Value: t.String(), Want: "standard_ad or extended_ad"}
	}
	return []byte(t.String()), nil
}

// UnmarshalText reads what [ParseType] reads.
func (t *Type) UnmarshalText(text []byte) error {
	parsed, err := ParseType(string(text))
	if err == nil {
		*t = parsed
	}
	return err
}

// Source says where a script comes from.
type Source struct {
	JobID   string // the API's job_id
	MediaID string // the API's media_id
}

// Segment is one description: what is said, and when.
type Segment struct {
	ID    string        // identifies the segment within its script; "" where the file gives none; see [Script.NumberIDs]
	Start time.Duration // from the first frame of the programme
	End   time.Duration // first instant after the segment
	Text  string        // what is spoken; lines are separated by "\n"

	Note     string // a reviewer's remark; never spoken
	Status   string // workflow state, such as "Approved"
	Cue      string // delivery cue: how or after what to speak, such as "quickly"; never spoken
	Language string // BCP 47; "" means the script's language
	Speaker  string // who speaks, where there are several; never spoken
	Extended bool   // may stop the programme while it is spoken, whatever the script's type
	Row      uint32 // of [Script.Columns], from 1; 0 where the segment has none
}

// Duration returns End - Start, which is negative when the two are reversed.
func (s Segment) Duration() time.Duration { return s.End - s.Start }

// Script is a list of segments and what is known about them as a whole.
type Script struct {
	Title    string
	Language string // BCP 47; "" means unknown
	Type     Type
	Source   Source
	Segments []Segment

	// Columns are what a sheet said of segments besides; nil for nothing.
	Columns *Columns

	// Document is the file the script was read from, where its reader was asked
	// to keep it: writers of the same format change it in place, so that what
	// the model has no place for stays. Others pass it over.
	Document Document
}

// Document is a file that can be changed in place to say what a script says.
type Document interface {
	// WriteScript writes the file with what s has changed of its script. What
	// the file cannot say is told to warn, which may be nil; an error that it
	// returns stops the work and comes back.
	WriteScript(w io.Writer, s *Script, warn func(Warning) error) error
}

// Validate reports every segment that no format can hold as it stands: a
// negative start, an end at or before the start, an empty text, an id used
// before. It returns nil or the [errors.Join] of [*SegmentError] values.
func (s *Script) Validate() error {
	var errs []error
	seen := make(map[string]int, len(s.Segments))
	for i := range s.Segments {
		for _, err := range s.Segments[i].problems() {
			errs = append(errs, &SegmentError{Index: i, ID: s.Segments[i].ID, Err: err})
		}
		id := s.Segments[i].ID
		if first, ok := seen[id]; ok && id != "" {
			errs = append(errs, &SegmentError{Index: i, ID: id, Err: fmt.Errorf("%w of segment %d", ErrDuplicateID, first+1)})
			continue
		}
		seen[id] = i
	}
	return errors.Join(errs...)
}

func (s Segment) problems() []error {
	var errs []error
	if s.Start < 0 {
		errs = append(errs, ErrNegativeTime)
	}
	if err := CheckOrder(s.Start, s.End); err != nil {
		errs = append(errs, err)
	}
	if strings.TrimSpace(s.Text) == "" {
		errs = append(errs, ErrNoText)
	}
	return errs
}

// CheckOrder returns [ErrZeroLength] when end equals start, [ErrReversed] when
// it is before start, and nil otherwise.
func CheckOrder(start, end time.Duration) error {
	switch {
	case end == start:
		return ErrZeroLength
	case end < start:
		return ErrReversed
	}
	return nil
}

// Sort orders the segments by start. Segments that start together keep their
// order.
func (s *Script) Sort() {
	if !s.sorted() {
		slices.SortStableFunc(s.Segments, byStart)
	}
}

// sorted reports whether Sort has nothing to do. It copies no segment.
func (s *Script) sorted() bool {
	for i := 1; i < len(s.Segments); i++ {
		if s.Segments[i].Start < s.Segments[i-1].Start {
			return false
		}
	}
	return true
}

func byStart(a, b Segment) int { return cmp.Compare(a.Start, b.Start) }

// Sorted returns a copy of the segments ordered by start, stably.
func (s *Script) Sorted() []Segment {
	sorted := slices.Clone(s.Segments)
	slices.SortStableFunc(sorted, byStart)
	return sorted
}

// NumberIDs gives segments without an id their ordinal, or where another one
// has that id the next number above the count of segments that is free. Readers
// leave an id blank that is not in the file, so that a segment somebody added
// is not taken for another; writers of formats that need one number by
// themselves, but not all formats do.
func (s *Script) NumberIDs() {
	blank := 0
	for i := range s.Segments {
		if s.Segments[i].ID == "" {
			blank++
		}
	}
	if blank == 0 {
		return
	}
	used := make(map[string]bool, len(s.Segments)-blank)
	for i := range s.Segments {
		if id := s.Segments[i].ID; id != "" {
			used[id] = true
		}
	}
	next := len(s.Segments) + 1
	var digits strings.Builder // of all numbers, in few allocations
	digits.Grow(blank * len(strconv.Itoa(2*next)))
	number := func(n int) string {
		from := digits.Len()
		digits.WriteString(strconv.Itoa(n))
		return digits.String()[from:]
	}
	for i := range s.Segments {
		seg := &s.Segments[i]
		if seg.ID != "" {
			continue
		}
		for seg.ID = number(i + 1); used[seg.ID]; next++ {
			seg.ID = number(next)
		}
	}
}

// Decoder reads a script. The formats' packages have one each, a plain struct
// of options.
type Decoder interface {
	Decode(r io.Reader) (*Script, error)
}

// Encoder writes a script, which it does not modify.
type Encoder interface {
	Encode(w io.Writer, s *Script) error
}

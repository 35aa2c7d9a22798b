package merge

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"

	"github.com/vsconvert/vsconvert/script"
)

// Kind is what happened to a segment or to one of its fields.
type Kind uint8

const (
	Changed  Kind = iota // a field has another value
	Added                // the segment is new
	Deleted              // the segment is gone
	Missing              // the edited copy lacks the segment, which was kept
	Rounded              // a time was only rounded, and the exact one was kept
	Kept                 // another value was not taken: ids, and texts that lost their script to question marks
	Conflict             // another copy, or the original since the copy was written, changed the same to something else, which stays
	Shifted              // all times were moved or stretched alike
	agreed               // another copy changed the same to the same
)

// What can be wrong with a copy. Errors and warnings wrap one of these.
var (
	ErrConflict = errors.New("conflict")                       // the same was changed twice, to different values
	ErrNotCopy  = errors.New("not a copy of the original")     // it is that of another script
	ErrDoubled  = errors.New("the same text more than before") // a line and its rewritten self may stand side by side
)

// String returns the kind in one word.
func (k Kind) String() string {
	names := [...]string{"changed", "added", "deleted", "missing", "rounded", "kept", "conflict", "shifted"}
	if int(k) >= len(names) {
		return "Kind(" + strconv.Itoa(int(k)) + ")"
	}
	return names[k]
}

// The names of fields, as changes give them.
const (
	FieldSegment script.Field = "segment" // the segment as a whole, by its text
	FieldTimes   script.Field = "times"   // those of all segments
)

// Change is one difference between two versions of a script.
type Change struct {
	Kind   Kind
	ID     string        // of the segment; "" for what concerns the script
	Start  time.Duration // of the segment in the original, or in the edited copy when added
	End    time.Duration // likewise
	Text   string        // what the segment says as it stands, to know it by
	Field  script.Field
	Before string // times as HH:MM:SS.mmm, with more digits where they are needed
	After  string
	By     string // who edited the copy, as [Options.By] says
}

// String returns the change on one line.
func (c Change) String() string {
	subject := "script"
	if c.ID != "" {
		subject = fmt.Sprintf("segment %q", c.ID)
	}
	by := ""
	if c.By != "" {
		by = " by " + c.By
	}
	return fmt.Sprintf("%s: %s %s%s: %q -> %q", subject, c.Field, c.Kind, by, c.Before, c.After)
}

// FormatTime returns d as HH:MM:SS.mmm with a sign where it is negative, and
// with all nine decimals where it is not whole milliseconds.
func FormatTime(d time.Duration) string {
	var b []byte
	if d < 0 {
		b = append(b, '-')
	}
	d = d.Abs()
	b = clock.AppendMillis(b, int64(d/time.Millisecond), '.')
	if rest := d % time.Millisecond; rest != 0 {
		b = fmt.Appendf(b, "%06d", rest)
	}
	return string(b)
}

package edl

import (
	"strings"

	"github.com/vsconvert/vsconvert/timecode"
)

// List is an edit decision list as it is written.
type List struct {
	Title    string
	FCM      string   // frame code mode before the first event: "NON-DROP FRAME", "DROP FRAME", "FILM"; "" when absent
	Comments []string // other lines before the first event, as they stand
	Events   []Event
	CRLF     bool // lines end in CRLF instead of LF
}

// The frame code modes of today's lists.
const (
	NonDropFrame = "NON-DROP FRAME"
	DropFrame    = "DROP FRAME"
)

// Event is one edit: a stretch of source material and where it is recorded.
type Event struct {
	Number     int    // as written; numbers repeat, jump and start anywhere
	Reel       string // source: "AX" (a file), "BL" (black), or a name without blanks
	Channels   string // "V", "A", "A2", "AA", "B", "AA/V", "NONE"
	Transition string // "C", "D", "W001", "K", "K B", "K O"
	Length     int    // of the transition in frames; 0 when absent

	SourceIn, SourceOut timecode.Label // out is exclusive
	RecordIn, RecordOut timecode.Label

	Comments []string // lines behind the event, in order and as they stand: "* FROM CLIP NAME: x"; FCM lines too
	Line     int      // 1-based line number where it was read, else 0
}

// cut reports whether the event begins without a transition.
func (e *Event) cut() bool {
	return e.Transition == "" || e.Transition == "C"
}

// black reports whether the event shows nothing.
func (e *Event) black() bool {
	return strings.EqualFold(e.Reel, "BL") || strings.EqualFold(e.Reel, "BLACK")
}

// Drop reports whether the list says drop-frame, by a separator of a record
// time or by its first FCM line. said is false when neither tells.
func (l *List) Drop() (drop, said bool) {
	t := l.traits()
	return t.Drop()
}

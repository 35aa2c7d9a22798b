package edl

import (
	"strings"

	"github.com/vsconvert/vsconvert/timecode"
)

// traits are what the events of a list tell about its rate.
type traits struct {
	timecode.Clues
	worded  bool // an FCM line has said how labels are counted
	firstAt int  // offset of the first event
	events  int
}

func (l *List) traits() traits {
	var t traits
	t.addMode(l.FCM)
	for i := range l.Events {
		t.addEvent(&l.Events[i], 0)
		for _, line := range l.Events[i].Comments {
			t.addComment(line)
		}
	}
	return t
}

func (t *traits) addEvent(e *Event, at int) {
	t.Count(e.SourceIn)
	t.Count(e.SourceOut)
	t.See(e.RecordIn)
	t.See(e.RecordOut)
	if t.events == 0 {
		t.firstAt = at
	}
	t.events++
}

func (t *traits) addComment(line string) {
	if t.worded {
		return
	}
	if value, ok := keyword(trimLeft(line), "FCM:"); ok {
		t.addMode(value)
	}
}

func (t *traits) addMode(fcm string) {
	if drop, known := dropMode(fcm); known {
		t.worded = true
		t.Say(drop)
	}
}

// dropMode reads the value of an FCM line.
func dropMode(mode string) (drop, known bool) {
	words := strings.Join(strings.Fields(strings.ToUpper(strings.ReplaceAll(mode, "-", " "))), " ")
	switch words {
	case "DROP FRAME", "DROP", "DF":
		return true, true
	case "NON DROP FRAME", "NONDROP FRAME", "NON DROP", "NDF":
		return false, true
	}
	return false, false
}

// GuessRate returns the most likely rate of a list, as [timecode.Clues] finds
// it from frame numbers, separators and FCM. matters is false when all frame
// numbers are 0 and nothing says drop-frame.
func (l *List) GuessRate() (r timecode.Rate, matters bool) {
	t := l.traits()
	return t.Rate()
}

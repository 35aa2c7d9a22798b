package edl

import (
	"math"
	"strings"

	"github.com/vsconvert/vsconvert/timecode"
)

// traits are what the events of a list tell about its rate.
type traits struct {
	most        uint16 // the highest frame number
	minuteStart uint16 // the lowest one of record times that drop-frame might skip
	semicolon   bool   // before the frame of a record time
	mode        uint8  // by the first FCM line that says it: modeDrop, modeNonDrop
	firstAt     int    // offset of the first event
	events      int
}

const (
	modeDrop    = 1
	modeNonDrop = 2
)

func newTraits() traits { return traits{minuteStart: math.MaxUint16} }

func (l *List) traits() traits {
	t := newTraits()
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
	t.most = max(t.most, e.SourceIn.Frame, e.SourceOut.Frame, e.RecordIn.Frame, e.RecordOut.Frame)
	for _, l := range [...]Label{e.RecordIn, e.RecordOut} {
		t.semicolon = t.semicolon || l.Drop()
		if l.Second == 0 && l.Minute%10 != 0 {
			t.minuteStart = min(t.minuteStart, l.Frame)
		}
	}
	if t.events == 0 {
		t.firstAt = at
	}
	t.events++
}

func (t *traits) addComment(line string) {
	if t.mode != 0 {
		return
	}
	if value, ok := keyword(trimLeft(line), "FCM:"); ok {
		t.addMode(value)
	}
}

func (t *traits) addMode(fcm string) {
	drop, known := dropMode(fcm)
	switch {
	case t.mode != 0 || !known:
	case drop:
		t.mode = modeDrop
	default:
		t.mode = modeNonDrop
	}
}

func (t *traits) drop() (drop, said bool) {
	if t.semicolon {
		return true, true
	}
	return t.mode == modeDrop, t.mode != 0
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

func earlier(a, b Label) bool {
	if a.Hour != b.Hour {
		return a.Hour < b.Hour
	}
	if a.Minute != b.Minute {
		return a.Minute < b.Minute
	}
	if a.Second != b.Second {
		return a.Second < b.Second
	}
	return a.Frame < b.Frame
}

// Rates to guess from, slowest first.
var (
	dropRates    = [...]timecode.Rate{timecode.Rate2997DF, timecode.Rate5994DF, timecode.Rate11988DF}
	nonDropRates = [...]timecode.Rate{timecode.Rate25, timecode.Rate30, timecode.Rate50, timecode.Rate60, timecode.Rate120}
)

// GuessRate returns the most likely rate of a list: the slowest of 25, 30,
// 50, 60 and 120 that holds every frame number, or of 29.97 and 59.94
// drop-frame when the list says drop-frame; that becomes non-drop if the list
// has labels that drop-frame skips. matters is false when all frame numbers
// are 0 and nothing says drop-frame, so that whole seconds are all there is.
func (l *List) GuessRate() (r timecode.Rate, matters bool) {
	t := l.traits()
	return t.rate()
}

func (t *traits) rate() (r timecode.Rate, matters bool) {
	drop, _ := t.drop()
	candidates := nonDropRates[:]
	if drop {
		candidates = dropRates[:]
	}
	for _, r = range candidates {
		if int(t.most) < r.Nominal() {
			break
		}
	}
	if drop && int(t.minuteStart) < r.Nominal()/15 {
		r = r.NonDrop()
	}
	return r, drop || t.most > 0
}

package main

import (
	"fmt"
	"hash/maphash"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// losers are the segments that lose a field.
type losers struct {
	count int
	first string   // the id of the first
	ids   []string // of the first ones
}

func (l *losers) add(s *script.Segment) {
	if l.count == 0 {
		l.first = strings.Clone(s.ID) // not the piece of the file that it is of
	}
	l.count++
	if len(l.ids) < keptIDs && s.ID != "" {
		l.ids = append(l.ids, strings.Clone(s.ID))
	}
}

// lostSegments counts, for each field, the segments that have it.
type lostSegments [script.TextFieldCount]losers

var textFields = script.TextFields()

// see counts the segment of that number.
func (l *lostSegments) see(s *script.Segment, number int) {
	for i := range textFields {
		value := textFields[i].Value(s)
		if value == "" || textFields[i].Bit == script.IDs && isNumber(value, number) { // which readers give anew
			continue
		}
		l[i].add(s)
	}
}

func (l *lostSegments) of(field script.Fields) *losers { return &l[fieldIndex(field)] }

// losersOf returns the segments of a script that lose a field.
func losersOf(s *script.Script) func(script.Fields) *losers {
	return func(field script.Fields) *losers {
		var all losers
		f := &textFields[fieldIndex(field)]
		for i := range s.Segments {
			seg := &s.Segments[i]
			if value := f.Value(seg); value != "" && (field != script.IDs || !isNumber(value, i+1)) {
				all.add(seg)
			}
		}
		return &all
	}
}

// isTextField reports whether a field is one of segments.
func isTextField(field script.Fields) bool { return textFields[fieldIndex(field)].Bit == field }

func fieldIndex(field script.Fields) int {
	for i := range textFields {
		if textFields[i].Bit == field {
			return i
		}
	}
	return 0 // of no writer: there is a row for each field
}

// isNumber reports whether id is n in decimal.
func isNumber(id string, n int) bool {
	var digits [20]byte
	return id == string(strconv.AppendInt(digits[:0], int64(n), 10))
}

// idWatch looks for ids that were there before, in little memory: numbers that
// count up take none.
type idWatch struct {
	runs []idRun
	seen map[uint64]int32 // other ids, by a hash, and which segment had them
	seed maphash.Seed
	same []script.Warning
}

// idRun is a run of segments whose ids count up from a number.
type idRun struct {
	number     int64
	segment, n int
}

const maxRuns = 64

// see looks at the id of a segment.
func (w *idWatch) see(id string, segment int) {
	if id == "" {
		return
	}
	number, counts := number(id)
	if first, again := w.find(id, number, counts); again {
		id = strings.Clone(id)
		w.same = append(w.same, script.Warning{Index: segment, SegmentID: id, Err: fmt.Errorf("%w of segment %d", script.ErrDuplicateID, first+1)})
		return
	}
	if counts {
		if n := len(w.runs); n > 0 && w.runs[n-1].goesOn(number, segment) {
			w.runs[n-1].n++
			return
		}
		if len(w.runs) < maxRuns {
			w.runs = append(w.runs, idRun{number, segment, 1})
			return
		}
	}
	if w.seen == nil {
		w.seed, w.seen = maphash.MakeSeed(), map[uint64]int32{}
	}
	w.seen[maphash.String(w.seed, id)] = int32(segment)
}

func (r *idRun) goesOn(number int64, segment int) bool {
	return number == r.number+int64(r.n) && segment == r.segment+r.n
}

// find returns which segment had an id.
func (w *idWatch) find(id string, number int64, counts bool) (segment int, ok bool) {
	for i := range w.runs {
		if r := &w.runs[i]; counts && number >= r.number && number < r.number+int64(r.n) {
			return r.segment + int(number-r.number), true
		}
	}
	if w.seen == nil {
		return 0, false
	}
	at, ok := w.seen[maphash.String(w.seed, id)]
	return int(at), ok
}

// number returns the number that id is, as it is written without need.
func number(id string) (n int64, ok bool) {
	if len(id) > 18 || id[0] == '0' && len(id) > 1 {
		return 0, false
	}
	for i := range len(id) {
		if id[i] < '0' || id[i] > '9' {
			return 0, false
		}
		n = 10*n + int64(id[i]-'0')
	}
	return n, true
}

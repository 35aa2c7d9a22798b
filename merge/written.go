package merge

import (
	"time"

	"github.com/vsconvert/vsconvert/internal/fingerprint"
	"github.com/vsconvert/vsconvert/script"
)

// written is what an edited copy was written from. The zero value knows
// nothing.
type written struct {
	rows []fingerprint.Row
	ids  map[string]bool // of all segments; nil: unknown
	byID map[string]int  // index of rows
	row  map[int]int     // index of rows by that of the edited segment
}

func (m *merger) readWritten(from script.Written) written {
	w := written{byID: make(map[string]int, len(from.Rows))}
	for _, s := range from.Rows {
		row, ok := fingerprint.Parse(s)
		if !ok {
			continue
		}
		if _, twice := w.byID[row.ID]; !twice {
			w.byID[row.ID] = len(w.rows)
		}
		w.rows = append(w.rows, row)
		m.ids.reserve(row.ID)
	}
	if ids, ok := fingerprint.ParseIDs(from.IDs); ok {
		w.ids = ids
		for id := range ids {
			m.ids.reserve(id)
		}
	}
	return w
}

// known reports whether anything is known of what was written.
func (w *written) known() bool { return len(w.rows) > 0 }

// of returns segment e of the copy as it was written, or nil.
func (w *written) of(e int) *fingerprint.Row {
	if i, ok := w.row[e]; ok {
		return &w.rows[i]
	}
	return nil
}

// withID returns the segment of that id as it was written, or nil.
func (w *written) withID(id string) *fingerprint.Row {
	if i, ok := w.byID[id]; ok {
		return &w.rows[i]
	}
	return nil
}

// isNew reports whether segment e of the copy was not written, but added.
func (w *written) isNew(e int) bool {
	_, ok := w.row[e]
	return w.known() && !ok
}

// age is what is known of an original segment.
type age uint8

const (
	unknown age = iota // whether the copy was written from it
	older              // the copy was
	younger            // the original has got it since
)

// age tells whether the copy was written from the original segment with that
// id.
func (w *written) age(id string) age {
	_, ok := w.byID[id]
	switch {
	case !w.known():
		return older
	case ok || w.ids[id]:
		return older
	case w.ids == nil:
		return unknown
	}
	return younger
}

// isEdited reports whether original segment i has changed since the copy was
// written.
func (w *written) isEdited(m *merger, i int) bool {
	row := w.withID(m.original.Segments[i].ID)
	return row != nil && m.isTouched(row, &m.base[i])
}

// isTouched reports whether a segment is no more what was written.
func (m *merger) isTouched(row *fingerprint.Row, seg *script.Segment) bool {
	for _, f := range textFields {
		if is := f.Value(seg); row.Says(f.Name) && !row.Is(f.Name, m.whole(f.Name, is)) {
			return true
		}
	}
	return !m.asWritten(row.Start, seg.Start) || !m.asWritten(row.End, seg.End)
}

func (m *merger) asWritten(a, b time.Duration) bool {
	return a == b || m.shownAlike(a, b) || m.Spreadsheet && isRounding(a, b)
}

// matchWritten pairs segments of the copy with originals by what both were
// when the copy was written.
func (m *merger) matchWritten() map[int]int {
	was := make([]script.Segment, len(m.written.rows))
	for i := range was {
		row := &m.written.rows[i]
		was[i] = script.Segment{ID: row.ID, Start: row.Start, End: row.End, Text: row.Key()}
	}
	is := make([]script.Segment, len(m.edited.Segments))
	for i, seg := range m.edited.Segments {
		is[i] = script.Segment{ID: seg.ID, Start: seg.Start, End: seg.End, Text: fingerprint.Key(seg.Text)}
	}
	m.written.row = match(was, is, !m.noIDs())
	return m.followIDs()
}

// followIDs pairs what was written with what has the same id in the original,
// of several the first one left.
func (m *merger) followIDs() map[int]int {
	byID := make(map[string][]int, len(m.original.Segments))
	for i, seg := range m.original.Segments {
		byID[seg.ID] = append(byID[seg.ID], i)
	}
	pairs := make(map[int]int, len(m.edited.Segments))
	taken := make([]bool, len(m.base))
	for e := range m.edited.Segments {
		row := m.written.of(e)
		if row == nil {
			continue
		}
		if queue := byID[row.ID]; len(queue) > 0 {
			pairs[e], taken[queue[0]] = queue[0], true
			byID[row.ID] = queue[1:]
		}
	}
	m.pairNew(pairs, taken)
	return pairs
}

// pairNew pairs what is new in the copy with what is new in the original, where
// it is the same.
func (m *merger) pairNew(pairs map[int]int, taken []bool) {
	open := map[identity]int{}
	for o := range m.base {
		if who := inPlace(m.base[o]); !taken[o] && who.id != "" && m.written.age(m.original.Segments[o].ID) != older {
			open[who] = o
		}
	}
	if len(open) == 0 {
		return
	}
	for e, seg := range m.edited.Segments {
		if m.written.isNew(e) {
			if o, ok := open[inPlace(seg)]; ok {
				pairs[e] = o
				delete(open, inPlace(seg))
			}
		}
	}
}

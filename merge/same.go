package merge

import (
	"fmt"

	"github.com/vsconvert/vsconvert/script"
)

// checkSame refuses a copy that is another script's.
func (m *merger) checkSame() error {
	of, is := m.original.Source, m.edited.Source
	switch {
	case m.Force:
		return nil
	case of.JobID != "" && is.JobID != "" && of.JobID != is.JobID:
		return fmt.Errorf("%w: it is of job %q, not %q", ErrNotCopy, script.Shorten(is.JobID), script.Shorten(of.JobID))
	case of.MediaID != "" && is.MediaID != "" && of.MediaID != is.MediaID:
		return fmt.Errorf("%w: it is of media %q, not %q", ErrNotCopy, script.Shorten(is.MediaID), script.Shorten(of.MediaID))
	case of.JobID != "" && of.JobID == is.JobID, of.MediaID != "" && of.MediaID == is.MediaID, m.isWritten():
		return nil
	}
	return m.checkAlike()
}

// isWritten reports whether the copy was written from a version of the
// original: of what it remembers, at least half has an id and time or text of
// the original.
func (m *merger) isWritten() bool {
	byID := make(map[string]int, len(m.original.Segments))
	for i, seg := range m.original.Segments {
		byID[seg.ID] = i
	}
	same := 0
	for i := range m.written.rows {
		row := &m.written.rows[i]
		if o, ok := byID[row.ID]; ok && (row.Start == m.original.Segments[o].Start || row.Is(script.FieldText, m.base[o].Text)) {
			same++
		}
	}
	return same > 0 && 2*same >= len(m.written.rows)
}

// checkAlike refuses a copy of whose segments, or of the original's if these
// are fewer, more than half start elsewhere or say something else.
func (m *merger) checkAlike() error {
	most := min(len(m.original.Segments), len(m.edited.Segments))
	if most == 0 {
		return nil
	}
	times, texts := 0, 0
	for e, o := range m.pairs {
		is, was := &m.edited.Segments[e], &m.base[o]
		if m.isAtSameTime(was, is) {
			times++
		}
		if m.saysSame(was.Text, is.Text) {
			texts++
		}
	}
	switch {
	case times == 0 && texts == 0:
		return fmt.Errorf("%w: no segment of it starts where one of the original does, or says what that says", ErrNotCopy)
	case 2*times < most:
		return fmt.Errorf("%w: %d of %d segments start elsewhere", ErrNotCopy, most-times, most)
	case 2*texts < most:
		return fmt.Errorf("%w: %d of %d segments say something else", ErrNotCopy, most-texts, most)
	}
	return nil
}

func (m *merger) isAtSameTime(was, is *script.Segment) bool {
	for _, f := range timeFields {
		a, b := *f.of(was), *f.of(is)
		if (a-b).Abs() <= near || m.shift.explains(a, b) || m.Spreadsheet && (m.shownAlike(a, b) || m.habit.made(a, b)) {
			return true
		}
	}
	return false
}

func (m *merger) saysSame(was, is string) bool {
	return was == is || likeness(was, is) >= alike || m.Spreadsheet && (isGuarded(was, is) || isQuestioned(was, is) || isRetyped(was, is))
}

package merge

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Options say how an edited copy relates to its original. The zero value works
// for a copy whose format keeps everything.
type Options struct {
	// Baseline is the original as the edited copy's format gives it back. Nil
	// means that the format keeps everything.
	Baseline *script.Script

	// Written is what the copy remembers of the script it was written from.
	// With it, what its editor did not touch is no edit, even where the
	// original has changed since, and what both changed is a [Conflict].
	// Without it every difference is the editor's.
	Written script.Written

	// Original is the same of the original. It tells changes of a copy that
	// remembers nothing from values that the original has had, and has no more:
	// these are not taken.
	Original script.Written

	// Spreadsheet says that the edited copy went through a spreadsheet program,
	// which shows times in milliseconds and may round them on saving, or leave
	// their hours out, which keeps the apostrophe that guards a text from being
	// taken for a formula, and which makes numbers and dates of texts that look
	// like them. None of that is an edit.
	Spreadsheet bool

	// Rate is that of the timecodes a spreadsheet may have instead: a time that
	// is the nearest frame of the baseline's is no edit. Unset, there are none.
	Rate timecode.Rate

	// Absent lists fields, such as [script.FieldNote], that the edited copy has
	// no place for: a column somebody left out is not a value deleted in every
	// row. With [script.FieldID] its ids mean nothing, as in SRT and EDL, where
	// they are counted anew: segments are matched by start and text alone.
	Absent []script.Field

	// Warn is told of conflicts, and of what was assumed. Nil drops warnings.
	Warn func(script.Warning) error

	// By is who edited the copy. Changes and warnings give the name; "" is
	// nobody known.
	By string

	// AllowDelete takes segments out that the edited copy lacks. Otherwise
	// they stay and are reported as Missing.
	AllowDelete bool

	// Force takes a copy that looks like that of another script.
	Force bool
}

// Merge returns the original with everything that was changed in the edited
// copy, sorted by start, and the list of changes in the order of the script.
// Segments keep their ids. Neither input is modified.
//
// It fails with [ErrNotCopy] when the copy is another script's: when its job
// or media is another one's, or, where neither these nor what the copy
// remembers tell whose it is, when more than half of the segments start
// elsewhere, as a whole moved or not, or say something else. [Result.Check]
// tells more about the result of a copy without ids.
func Merge(original, edited *script.Script, o Options) (*script.Script, []Change, error) {
	r := NewResult(original)
	changes, err := r.Take(edited, o)
	if err != nil {
		return nil, nil, err
	}
	return r.Script(), changes, nil
}

// Diff returns what changed from a to b. Segments that only a has are Deleted.
// Errors are those of o.Warn.
func Diff(a, b *script.Script, o Options) ([]Change, error) {
	o.AllowDelete = true
	m := newMerger(NewResult(a), b, o)
	m.script()
	m.segments()
	m.others(0)
	return m.changes, m.report.Err()
}

type merger struct {
	Options
	*Result
	edited    *script.Script
	base      []script.Segment // the baseline of each original segment
	pairs     map[int]int      // original index by edited index
	written   written          // what the copy was written from
	before    written          // what the original was written from, if the copy does not know
	shift     shift            // of all times
	habit     habit            // of the program that saved the copy
	shifted   bool             // the shift is reported
	changes   []Change
	addedFrom []int // the copy's segments that are new
	report    report.Reporter
}

func newMerger(r *Result, edited *script.Script, o Options) *merger {
	m := &merger{Options: o, Result: r, edited: edited, report: report.Reporter{To: o.Warn}}
	m.base = alignBaseline(r.original, o.Baseline)
	if m.written = m.readWritten(o.Written); !m.written.known() {
		m.before = m.readWritten(o.Original)
	}
	if o.Spreadsheet {
		m.sameLanguages()
	}
	m.pairs = m.match()
	if o.Spreadsheet {
		m.oneLanguage()
		m.habit = habitOf(m)
	}
	if !m.habit.hours {
		m.shift = shiftOf(m.starts())
	}
	return m
}

// noIDs reports whether the ids of the edited copy mean nothing.
func (m *merger) noIDs() bool { return slices.Contains(m.Absent, script.FieldID) }

func (m *merger) match() map[int]int {
	if m.written.known() {
		return m.matchWritten()
	}
	return match(m.base, m.edited.Segments, !m.noIDs())
}

// starts returns the starts of pairs, as they were and as they are.
func (m *merger) starts() []span {
	all := make([]span, 0, len(m.pairs))
	for e, seg := range m.edited.Segments {
		if o, ok := m.pairs[e]; ok {
			all = append(all, span{m.base[o].Start, seg.Start})
		}
	}
	return all
}

// warn tells of the segment called id, if any.
func (m *merger) warn(id string, err error) { _ = m.report.Warn(script.Pos{}, id, err) }

func (m *merger) script() {
	o, e, base := m.original, m.edited, m.baseline()
	language := base.Language
	if m.Spreadsheet {
		language = o.Language // see sameLanguages
	}
	m.scriptField(script.FieldTitle, o.Title, &m.head.Title, base.Title, e.Title, m.Written.Title)
	m.scriptField(script.FieldLanguage, o.Language, &m.head.Language, language, e.Language, m.Written.Language)
	if e.Type != script.Unspecified && e.Type != base.Type {
		before := m.head.Type
		kind := take(o.Type, &m.head.Type, e.Type)
		m.add(kind, Change{Field: script.FieldType, Before: before.String(), After: e.Type.String()})
	}
}

func (m *merger) scriptField(field script.Field, original string, value *string, base, edited, written string) {
	if edited == "" || edited == base || m.Written.Head && edited == written {
		return
	}
	before, kind := *value, Conflict
	if !m.Written.Head || base == written {
		kind = take(original, value, edited)
	}
	m.add(kind, Change{Field: field, Before: before, After: edited})
}

// take sets a value to what the edited copy says, unless another copy has set
// it already.
func take[T comparable](original T, value *T, edited T) Kind {
	switch *value {
	case edited:
		return agreed
	case original:
		*value = edited
		return Changed
	}
	return Conflict
}

func (m *merger) add(kind Kind, c Change) {
	c.Kind, c.By = kind, m.By
	if kind == agreed {
		return
	}
	m.changes = append(m.changes, c)
	what := subject{c.ID, c.Field}
	switch kind {
	case Changed, Added, Deleted:
		m.by[what] = m.By
	case Conflict:
		m.warn(c.ID, fmt.Errorf("%w: %s: %s has %q, which stays, not %q%s",
			ErrConflict, c.Field, cmp.Or(m.by[what], "another copy"), script.Shorten(c.Before), script.Shorten(c.After), ofReviewer(m.By)))
	}
}

// subject is what can be changed: a field of a segment, or of the script.
type subject struct {
	id    string
	field script.Field
}

func ofReviewer(name string) string {
	if name == "" {
		return ""
	}
	return " of " + name
}

func (m *merger) segments() {
	byOriginal := make(map[int]int, len(m.pairs))
	for e, o := range m.pairs {
		byOriginal[o] = e
	}
	for i := range m.kept {
		e, ok := byOriginal[i]
		if ok {
			m.update(i, e)
		} else {
			m.leaveOut(i)
		}
	}
	m.addNew()
}

// leaveOut deals with original segment i, which the edited copy lacks.
func (m *merger) leaveOut(i int) {
	seg := &m.kept[i]
	c := Change{ID: seg.ID, Start: m.original.Segments[i].Start, End: m.original.Segments[i].End, Text: seg.Text, Field: FieldSegment, Before: seg.Text}
	of := m.written.age(m.original.Segments[i].ID)
	switch {
	case m.gone[i], of == younger:
	case !m.AllowDelete, of == unknown:
		m.add(Missing, c)
	case *seg != m.original.Segments[i], m.written.isEdited(m, i):
		m.add(Conflict, c)
	default:
		m.gone[i] = true
		m.add(Deleted, c)
	}
}

func (m *merger) addNew() {
	others := make(map[identity]bool, len(m.added)) // what other copies have new
	for _, seg := range m.added {
		others[inPlace(seg)] = true
	}
	for e, seg := range m.edited.Segments {
		if _, ok := m.pairs[e]; ok || others[inPlace(seg)] || m.isOfDeleted(e) {
			continue
		}
		seg.ID = m.ids.free(seg.ID, m.noIDs())
		m.add(Added, Change{ID: seg.ID, Start: seg.Start, End: seg.End, Text: seg.Text, Field: FieldSegment, After: seg.Text})
		seg.Row = 0 // see others
		m.added = append(m.added, seg)
		m.addedFrom = append(m.addedFrom, e)
	}
}

// isOfDeleted reports whether segment e of the copy is one that the original
// had when the copy was written, and has no more. Edits of it are told.
func (m *merger) isOfDeleted(e int) bool {
	row := m.written.of(e)
	if row == nil {
		return false
	}
	seg := &m.edited.Segments[e]
	if m.isTouched(row, seg) {
		m.add(Conflict, Change{ID: row.ID, Start: row.Start, End: row.End, Text: seg.Text, Field: FieldSegment, After: seg.Text})
	}
	return true
}

// The times of a segment.
var timeFields = [...]struct {
	name script.Field
	of   func(*script.Segment) *time.Duration
}{
	{script.FieldStart, func(s *script.Segment) *time.Duration { return &s.Start }},
	{script.FieldEnd, func(s *script.Segment) *time.Duration { return &s.End }},
}

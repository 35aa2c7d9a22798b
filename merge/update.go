package merge

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/vsconvert/vsconvert/internal/fingerprint"
	"github.com/vsconvert/vsconvert/script"
)

// textFields are the texts of a segment but its id.
var textFields = func() []script.TextField {
	all := script.TextFields()
	return all[1:]
}()

// updater changes one original segment where the edited copy differs from its
// baseline.
type updater struct {
	*merger
	original, seg, base *script.Segment
	edited              script.Segment
	row                 *fingerprint.Row // as the copy was written; nil: unknown
	past                *fingerprint.Row // as the original was written; nil: unknown
}

func (m *merger) update(i, e int) {
	u := &updater{m, &m.original.Segments[i], &m.kept[i], &m.base[i], m.edited.Segments[e], m.written.of(e), m.before.withID(m.original.Segments[i].ID)}
	switch {
	case m.written.isNew(e):
		u.twin()
		return
	case m.gone[i]:
		if u.edited.Text != u.base.Text {
			u.change(Conflict, FieldSegment, "", u.edited.Text)
		}
		return
	}
	if !m.noIDs() && u.edited.ID != "" && !sameID(u.seg.ID, u.edited.ID) {
		u.change(Kept, script.FieldID, u.seg.ID, u.edited.ID)
	}
	u.times()
	u.texts()
}

func (u *updater) change(kind Kind, field script.Field, before, after string) {
	u.add(kind, Change{ID: u.seg.ID, Start: u.original.Start, End: u.original.End, Text: u.seg.Text, Field: field, Before: before, After: after})
}

// twin deals with a segment that is new in the copy, and that the original has
// got since, at the same time and with the same text.
func (u *updater) twin() {
	is := u.edited
	is.ID, is.Row = u.base.ID, u.base.Row
	if is != *u.base {
		u.change(Conflict, FieldSegment, u.seg.Text, is.Text)
	}
}

func (u *updater) times() {
	for _, f := range timeFields {
		is, was, value := *f.of(&u.edited), *f.of(u.base), f.of(u.seg)
		before := *value
		if is == was || u.Spreadsheet && u.shownAlike(was, is) {
			continue
		}
		if u.Spreadsheet && (isRounding(was, is) || u.habit.made(was, is)) {
			u.change(Rounded, f.name, FormatTime(before), FormatTime(is))
			continue
		}
		if written, known := u.writtenTime(f.name); known {
			if is == written || u.Spreadsheet && (u.shownAlike(written, is) || isRounding(written, is) || u.habit.made(written, is)) {
				continue // the original has changed since, not the copy
			}
			if was != written && !u.shownAlike(written, was) {
				u.change(Conflict, f.name, FormatTime(before), FormatTime(is))
				continue
			}
		}
		if u.past != nil && is == timeOf(u.past, f.name) {
			u.keepNewer(f.name, FormatTime(before), FormatTime(is))
			continue
		}
		u.takeTime(f.name, *f.of(u.original), value, was, is)
	}
}

func (u *updater) writtenTime(field script.Field) (time.Duration, bool) {
	if u.row == nil {
		return 0, false
	}
	return timeOf(u.row, field), true
}

func timeOf(row *fingerprint.Row, field script.Field) time.Duration {
	if field == script.FieldStart {
		return row.Start
	}
	return row.End
}

// keepNewer keeps what the original was changed to: the copy has the value from
// before.
func (u *updater) keepNewer(field script.Field, before, is string) {
	u.change(Kept, field, before, is)
	u.warn(u.seg.ID, fmt.Errorf("%w: %s %q is from before the original was changed to %q", script.ErrAssumed, field, script.Shorten(is), script.Shorten(before)))
}

func (u *updater) takeTime(field script.Field, original time.Duration, value *time.Duration, was, is time.Duration) {
	before := *value
	if u.shift.explains(was, is) {
		kind := take(original, value, u.shift.apply(original))
		if kind == Changed {
			u.reportShift()
			return
		}
		u.change(kind, field, FormatTime(before), FormatTime(is))
		return
	}
	if whole, lost := u.habit.restore(was, is); lost {
		u.warn(u.seg.ID, fmt.Errorf("%w: %s %s is %s: the hours are gone from all times", script.ErrAssumed, field, FormatTime(is), FormatTime(whole)))
		is = whole
	}
	u.change(take(original, value, is), field, FormatTime(before), FormatTime(is))
}

// reportShift tells once that all times were moved.
func (u *updater) reportShift() {
	if u.shifted {
		return
	}
	u.shifted = true
	u.changes = append(u.changes, Change{Kind: Shifted, Field: FieldTimes, After: u.shift.String(), By: u.By})
}

func (u *updater) texts() {
	for i := range textFields {
		u.text(&textFields[i])
	}
}

func (u *updater) text(f *script.TextField) {
	is, was, before := f.Value(&u.edited), f.Value(u.base), f.Value(u.seg)
	switch {
	case is == was, is == "" && slices.Contains(u.Absent, f.Name), u.Spreadsheet && isGuarded(was, is):
	case u.isUntouched(f.Name, is):
	case u.Spreadsheet && (isQuestioned(was, is) || isRetyped(was, is)):
		u.change(Kept, f.Name, before, is)
	case u.isChangedSince(f.Name, was):
		u.change(Conflict, f.Name, before, is)
	case u.past != nil && u.past.Is(f.Name, u.whole(f.Name, is)):
		u.keepNewer(f.Name, before, is)
	default:
		value := before
		kind := take(f.Value(u.original), &value, is)
		_ = f.Set(u.seg, value) // a value of this field, which it takes
		u.change(kind, f.Name, before, is)
	}
}

// isUntouched reports whether a text of the copy is what was written.
func (u *updater) isUntouched(f script.Field, is string) bool {
	return u.row != nil && u.row.Is(f, u.whole(f, is))
}

// isChangedSince reports whether a text of the original is no more what was
// written.
func (u *updater) isChangedSince(f script.Field, was string) bool {
	return u.row != nil && u.row.Says(f) && !u.row.Is(f, u.whole(f, was))
}

// whole is what a fingerprint is taken of: of languages, that of the script
// where the segment names none.
func (m *merger) whole(f script.Field, value string) string {
	if f == script.FieldLanguage {
		return cmp.Or(value, m.original.Language)
	}
	return value
}

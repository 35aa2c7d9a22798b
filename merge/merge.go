package merge

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
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
	Conflict             // another copy changed the same to something else, which stays
	agreed               // another copy changed the same to the same
)

// ErrConflict is the kind of the warnings of conflicts.
var ErrConflict = errors.New("conflict")

// String returns the kind in one word.
func (k Kind) String() string {
	names := [...]string{"changed", "added", "deleted", "missing", "rounded", "kept", "conflict"}
	if int(k) >= len(names) {
		return "Kind(" + strconv.Itoa(int(k)) + ")"
	}
	return names[k]
}

// The names of fields, as changes give them.
const (
	FieldSegment  = "segment" // the segment as a whole, by its text
	FieldID       = "id"
	FieldStart    = "start"
	FieldEnd      = "end"
	FieldText     = "text"
	FieldNote     = "note"
	FieldStatus   = "status"
	FieldCue      = "cue"
	FieldLanguage = "language"
	FieldTitle    = "title"
	FieldType     = "ad_type"
)

// Change is one difference between two versions of a script.
type Change struct {
	Kind   Kind
	ID     string        // of the segment; "" for what concerns the script
	Start  time.Duration // of the segment in the original, or in the edited copy when added
	Field  string
	Before string // times as HH:MM:SS.mmm, with more digits where they are needed
	After  string
}

// String returns the change on one line.
func (c Change) String() string {
	subject := "script"
	if c.ID != "" {
		subject = fmt.Sprintf("segment %q", c.ID)
	}
	return fmt.Sprintf("%s: %s %s: %q -> %q", subject, c.Field, c.Kind, c.Before, c.After)
}

// Options say how an edited copy relates to its original. The zero value works
// for a copy whose format keeps everything.
type Options struct {
	// Baseline is the original as the edited copy's format gives it back. Nil
	// means that the format keeps everything.
	Baseline *script.Script

	// NoIDs says that the edited copy's ids mean nothing, as in SRT and EDL,
	// where they are counted anew: segments are matched by start alone.
	NoIDs bool

	// Spreadsheet says that the edited copy went through a spreadsheet program,
	// which shows times in milliseconds and may round them to hundredths of a
	// second on saving, and keeps the apostrophe that guards a text from being
	// taken for a formula. A time of whole hundredths within 5 ms of the
	// baseline is no edit, nor is one that differs below the millisecond or a
	// text that differs by the apostrophe.
	Spreadsheet bool

	// Rate is that of the timecodes a spreadsheet may have instead: a time that
	// is the nearest frame of the baseline's is no edit. Unset, there are none.
	Rate timecode.Rate

	// Absent lists fields, such as FieldNote, that the edited copy has no place
	// for: a column somebody left out is not a value deleted in every row.
	Absent []string

	// Warn is told of conflicts, and when the edited copy looks like that of
	// another script. Nil drops warnings.
	Warn func(script.Warning)

	// AllowDelete takes segments out that the edited copy lacks. Otherwise
	// they stay and are reported as Missing.
	AllowDelete bool
}

// Merge returns the original with everything that was changed in the edited
// copy, sorted by start, and the list of changes in the order of the script.
// Segments keep their ids. Neither input is modified. It fails with
// [script.ErrValue] when the edited copy has segments and not one of them
// matches the original: then it is not a copy of it.
func Merge(original, edited *script.Script, o Options) (*script.Script, []Change, error) {
	r := NewResult(original)
	changes, err := r.Take(edited, o)
	if err != nil {
		return nil, nil, err
	}
	return r.Script(), changes, nil
}

// isStrange reports whether segments have only their ids in common: every
// script has a 1, a 2 and a 3.
func (m *merger) isStrange() bool {
	for e, o := range m.pairs {
		was, is := &m.base[o], &m.edited.Segments[e]
		if was.Text == is.Text || (was.Start-is.Start).Abs() <= near || len(m.pairs) < 2 {
			return false
		}
	}
	return true
}

// moved returns by how much all segments start later than they did, to within
// a frame, or 0 when they do not agree on that.
func (m *merger) moved() time.Duration {
	const frame = 50 * time.Millisecond
	var first time.Duration
	seen := 0
	for e, o := range m.pairs {
		by := m.edited.Segments[e].Start - m.base[o].Start
		if seen == 0 {
			first = by
		}
		if (by - first).Abs() > frame {
			return 0
		}
		seen++
	}
	if seen < 2 {
		return 0
	}
	return first.Round(frame)
}

// Diff returns what changed from a to b. Segments that only a has are Deleted.
func Diff(a, b *script.Script, o Options) []Change {
	o.AllowDelete = true
	m := newMerger(NewResult(a), b, o)
	m.script()
	m.segments()
	return m.changes
}

type merger struct {
	Options
	*Result
	edited  *script.Script
	base    []script.Segment // the baseline of each original segment
	pairs   map[int]int      // original index by edited index
	changes []Change
}

func newMerger(r *Result, edited *script.Script, o Options) *merger {
	m := &merger{Options: o, Result: r, edited: edited}
	m.base = alignBaseline(r.original, o.Baseline)
	if o.Spreadsheet {
		m.edited = ownLanguage(edited, m.baseline().Language)
	}
	m.pairs = match(m.base, m.edited.Segments, !o.NoIDs)
	return m
}

// alignBaseline returns for each original segment what the edited copy's
// format makes of it. A format may have left segments without text out.
func alignBaseline(original, baseline *script.Script) []script.Segment {
	if baseline == nil {
		return original.Segments
	}
	base := make([]script.Segment, len(original.Segments))
	copy(base, original.Segments)
	order := sortedIndex(original.Segments)
	rest := baseline.Segments
	for n, i := range order {
		text, _ := clean.Text(original.Segments[i].Text)
		if len(rest) == 0 || text == "" && len(order)-n > len(rest) {
			continue
		}
		base[i], rest = rest[0], rest[1:]
	}
	return base
}

func sortedIndex(segments []script.Segment) []int {
	order := make([]int, len(segments))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(min(max(segments[a].Start-segments[b].Start, -1), 1)) })
	return order
}

// baseline is the original as the edited copy's format gives it back.
func (m *merger) baseline() *script.Script {
	if m.Baseline == nil {
		return m.original
	}
	return m.Baseline
}

// ownLanguage returns a script whose language is want where some of its
// segments still are in that. A sheet names languages in rows, and which one
// it is that of the script is a guess, which a blank cell or one more row in
// another language turns.
func ownLanguage(s *script.Script, want string) *script.Script {
	of := func(seg *script.Segment) string { return cmp.Or(seg.Language, s.Language) }
	if s.Language == want || !slices.ContainsFunc(s.Segments, func(seg script.Segment) bool { return of(&seg) == want }) {
		return s
	}
	own := *s
	own.Language, own.Segments = want, slices.Clone(s.Segments)
	for i := range own.Segments {
		seg := &own.Segments[i]
		if seg.Language = of(seg); seg.Language == want {
			seg.Language = ""
		}
	}
	return &own
}

func (m *merger) script() {
	o, e, base := m.original, m.edited, m.baseline()
	m.scriptField(FieldTitle, o.Title, &m.head.Title, base.Title, e.Title)
	m.scriptField(FieldLanguage, o.Language, &m.head.Language, base.Language, e.Language)
	if e.Type != script.Unspecified && e.Type != base.Type {
		before := m.head.Type
		kind := take(o.Type, &m.head.Type, e.Type)
		m.add(kind, Change{Field: FieldType, Before: before.String(), After: e.Type.String()})
	}
}

func (m *merger) scriptField(field, original string, value *string, base, edited string) {
	if edited == "" || edited == base {
		return
	}
	before := *value
	m.add(take(original, value, edited), Change{Field: field, Before: before, After: edited})
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
	c.Kind = kind
	if kind == agreed {
		return
	}
	m.changes = append(m.changes, c)
	if kind == Conflict && m.Warn != nil {
		m.Warn(script.Warning{SegmentID: c.ID, Err: fmt.Errorf("%w: %s: another copy has %q, which stays, not %q",
			ErrConflict, c.Field, script.Shorten(c.Before), script.Shorten(c.After))})
	}
}

func (m *merger) segments() {
	byOriginal := make(map[int]int, len(m.pairs))
	for e, o := range m.pairs {
		byOriginal[o] = e
	}
	for i := range m.kept {
		e, ok := byOriginal[i]
		if ok {
			m.update(i, m.edited.Segments[e])
		} else {
			m.leaveOut(i)
		}
	}
	m.addNew()
}

// leaveOut deals with original segment i, which the edited copy lacks.
func (m *merger) leaveOut(i int) {
	seg := &m.kept[i]
	c := Change{ID: seg.ID, Start: m.original.Segments[i].Start, Field: FieldSegment, Before: seg.Text}
	switch {
	case m.gone[i]:
	case !m.AllowDelete:
		c.After = seg.Text
		m.add(Missing, c)
	case *seg != m.original.Segments[i]:
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
		if _, ok := m.pairs[e]; ok || others[inPlace(seg)] {
			continue
		}
		seg.ID = m.ids.free(seg.ID, m.NoIDs)
		m.add(Added, Change{ID: seg.ID, Start: seg.Start, Field: FieldSegment, After: seg.Text})
		m.added = append(m.added, seg)
	}
}

// update changes original segment i where the edited copy differs from its
// baseline.
func (m *merger) update(i int, edited script.Segment) {
	original, seg, base := &m.original.Segments[i], &m.kept[i], &m.base[i]
	change := func(kind Kind, field, before, after string) {
		m.add(kind, Change{ID: seg.ID, Start: original.Start, Field: field, Before: before, After: after})
	}
	if m.gone[i] {
		if edited.Text != base.Text {
			change(Conflict, FieldSegment, "", edited.Text)
		}
		return
	}
	if !m.NoIDs && edited.ID != "" && !sameID(seg.ID, edited.ID) {
		change(Kept, FieldID, seg.ID, edited.ID)
	}
	for _, f := range [...]struct {
		name         string
		original     time.Duration
		value        *time.Duration
		base, edited time.Duration
	}{{FieldStart, original.Start, &seg.Start, base.Start, edited.Start}, {FieldEnd, original.End, &seg.End, base.End, edited.End}} {
		before := *f.value
		switch {
		case f.edited == f.base, m.Spreadsheet && m.shownAlike(f.base, f.edited):
		case m.Spreadsheet && isRounding(f.base, f.edited):
			change(Rounded, f.name, FormatTime(before), FormatTime(f.edited))
		default:
			change(take(f.original, f.value, f.edited), f.name, FormatTime(before), FormatTime(f.edited))
		}
	}
	for _, f := range textFields {
		is, was, value := *f.of(&edited), *f.of(base), f.of(seg)
		before := *value
		switch {
		case is == was, slices.Contains(m.Absent, f.name), m.Spreadsheet && isGuarded(was, is):
		case m.Spreadsheet && isQuestioned(was, is):
			change(Kept, f.name, before, is)
		default:
			change(take(*f.of(original), value, is), f.name, before, is)
		}
	}
}

var textFields = [...]struct {
	name string
	of   func(*script.Segment) *string
}{
	{FieldText, func(s *script.Segment) *string { return &s.Text }},
	{FieldNote, func(s *script.Segment) *string { return &s.Note }},
	{FieldStatus, func(s *script.Segment) *string { return &s.Status }},
	{FieldCue, func(s *script.Segment) *string { return &s.Cue }},
	{FieldLanguage, func(s *script.Segment) *string { return &s.Language }},
}

// shownAlike reports whether edited is base as a sheet shows it: rounded to
// milliseconds, or to a frame.
func (m *merger) shownAlike(base, edited time.Duration) bool {
	if edited == time.Duration(clock.Millis(base))*time.Millisecond {
		return true
	}
	return !m.Rate.IsZero() && edited == m.Rate.Duration(m.Rate.Frames(base))
}

// isGuarded reports whether edited is base behind the apostrophe that keeps it
// from being a formula.
func isGuarded(base, edited string) bool {
	bare := strings.TrimLeft(base, "'")
	return edited == "'"+base && bare != "" && strings.IndexByte("=+-@\t\r", bare[0]) >= 0
}

// isQuestioned reports whether edited is base with question marks for what the
// character set of a saved file cannot say: one a character, or, for those
// beyond U+FFFF, two.
func isQuestioned(base, edited string) bool {
	return strings.IndexByte(edited, '?') >= 0 && (questioned(base, edited, 1) || questioned(base, edited, 2))
}

func questioned(base, edited string, beyond int) bool {
	for _, r := range base {
		if rest, ok := strings.CutPrefix(edited, string(r)); ok {
			edited = rest
			continue
		}
		marks := "?"
		if r > 0xFFFF {
			marks = "??"[:beyond]
		}
		rest, ok := strings.CutPrefix(edited, marks)
		if !ok || r < 0x80 {
			return false
		}
		edited = rest
	}
	return edited == ""
}

// isRounding reports whether edited is base rounded or cut to hundredths.
func isRounding(base, edited time.Duration) bool {
	const hundredth = 10 * time.Millisecond
	return edited%hundredth == 0 && (edited-base).Abs() <= hundredth/2
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

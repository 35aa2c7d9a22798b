package table

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unsafe"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// maxErrors is how many bad cells are listed before reading stops.
const maxErrors = 20

// Reader collects the rows below a header into a script.
type Reader struct {
	Layout   *Layout
	Times    Times
	Report   *report.Reporter
	Memory   *source.Budget // rows take theirs off it; nil for no limit
	Unsorted bool           // leave rows in their order

	// Partial takes a table without a column for texts, as one may be that was
	// edited. Otherwise that is an error.
	Partial bool

	// OwnLanguage leaves languages in their rows. Otherwise the one that most
	// rows name, when all name one, becomes the script's.
	OwnLanguage bool

	// Exact returns the exact time of a segment's start or end whose cell says
	// d, when the table remembers it. May be nil.
	Exact func(id string, d time.Duration, end bool) time.Duration

	// Remark is what else is to be noted of the next row; it takes it.
	Remark string

	segments []script.Segment
	row      []string // what the next one has besides
	open     []open   // segments without an end
	errs     []error
	dropped  map[int]dropped
	columns  script.Columns // what the model has no field for
	kept     []int          // where these are
	clocks   bool           // some time is no bare number, or more than a second
	written  bool           // some time is no bare number
	unedited int            // rows with the text they had before
	numbers  int            // times that are bare numbers above 0
	days     int            // of these, the ones that look like fractions of a day
	prints   []string
}

// open is a segment whose end is to be worked out.
type open struct {
	index int
	pos   script.Pos
}

// dropped is what a column without a place in the model held.
type dropped struct {
	rows int
	pos  script.Pos
}

// Row takes one row. Its cells may share memory with the row before, but not
// their strings. at tells where a column of it is. The error is that of a
// warning in strict mode, or stands for too many bad cells.
func (r *Reader) Row(cells []string, at func(column int) script.Pos) error {
	get := func(f Field) string { return cell(cells, r.Layout.column[f]-1) }
	r.Report.Number = len(r.segments) + 1
	defer func() { r.Report.Number = 0 }()
	text := r.edited(cells)
	remark := r.Remark
	r.Remark = ""
	switch {
	case r.isDialogue(cells):
		return r.dialogue(cells, at)
	case r.isElsewhere(cells):
		return nil
	case isBlank(get(Start)):
		return r.untimed(cells, text, at)
	case r.isHeading(cells):
		return r.heading(cells, at)
	}
	if r.columns.Names == nil {
		r.keepColumns()
	}
	r.noteOthers(cells, at)
	if print := get(Print); print != "" {
		r.prints = append(r.prints, print)
	}
	seg, err := r.texts(cells, at)
	if err != nil {
		return err
	}
	seg.Text, seg.Note = Lines(text), addRemark(seg.Note, remark)
	if timed, err := r.span(&seg, cells, at); err != nil || !timed {
		return err
	}
	if err := r.noteSkipped(&seg, cells, at); err != nil {
		return err
	}
	r.inOwn(&seg, get(Print))
	if r.Exact != nil {
		seg.Start, seg.End = r.Exact(seg.ID, seg.Start, false), r.Exact(seg.ID, seg.End, true)
	}
	return r.add(seg, at)
}

// span reads the times of a row. Where one is wrong and the row is passed over
// for it, which is remembered, timed is false.
func (r *Reader) span(seg *script.Segment, cells []string, at func(column int) script.Pos) (timed bool, err error) {
	get := func(f Field) string { return cell(cells, r.Layout.column[f]-1) }
	var k, k2 kind
	if seg.Start, k, err = r.position(Start, get(Start), at); err != nil {
		return false, r.bad(Start, at, err)
	}
	switch end, length := get(End), get(Duration); {
	case !isBlank(end):
		if seg.End, k2, err = r.position(End, end, at); err != nil {
			return false, r.bad(End, at, err)
		}
	case !isBlank(length):
		d, err := r.Times.Length(length, r.Layout.unit[Duration])
		if err == nil && d > math.MaxInt64-seg.Start {
			err = &script.ValueError{Kind: script.ErrTimeRange, Value: length, Want: "an end within 292 years"}
		}
		if err != nil {
			return false, r.bad(Duration, at, err)
		}
		seg.End = seg.Start + d
	default:
		r.open = append(r.open, open{len(r.segments), at(r.Layout.column[Start] - 1)})
		seg.End = seg.Start
	}
	r.passMidnight(seg, k, k2)
	r.written = r.written || k != number
	if k != number || seg.Start > time.Second || seg.End > time.Second {
		r.clocks = true
	}
	return true, nil
}

// addRemark puts a remark below a note, unless it is there already.
func addRemark(note, remark string) string {
	switch {
	case remark == "" || strings.Contains(note, remark):
		return note
	case isBlank(note):
		return remark
	}
	return note + "\n" + remark
}

// Unsolved notes a bad cell: a formula in column i whose value is not in the
// file. It is none where nothing is read from there.
func (r *Reader) Unsolved(i int, at func(int) script.Pos) error {
	for f := range fields {
		if r.Layout.column[f] == i+1 && !f.derived() {
			return r.bad(f, at, fmt.Errorf("%w: a formula whose value is not in the file: want the file saved by a spreadsheet program", script.ErrMissing))
		}
	}
	return nil
}

// PrintHeader begins the header of the column of fingerprints. Behind it stand
// the ids of all rows that were written.
const PrintHeader = "Fingerprint "

// Written returns what the rows remember of what they were written from.
func (r *Reader) Written() script.Written {
	ids, _ := strings.CutPrefix(r.Layout.name(Print), PrintHeader)
	switch {
	case !r.Layout.Has(Print):
		ids = ""
	case r.Layout.language != "":
		_, ids = printIn(r.Layout.Names[r.Layout.Column(Print)])
	}
	return script.Written{Rows: r.prints, IDs: ids}
}

// texts returns a segment with all that the row says but its times.
func (r *Reader) texts(cells []string, at func(int) script.Pos) (seg script.Segment, err error) {
	for i, column := range r.Layout.column {
		f := &texts[i]
		if column == 0 || f.Name == "" {
			continue
		}
		value := cell(cells, column-1)
		switch {
		case value == "" || Field(i) == ID && isBlank(value) || Field(i) == Speaker && r.Layout.narrated && value == Narrator:
			continue
		case f.Long:
			value = Lines(value)
		}
		if odd := f.Set(&seg, value); odd != nil {
			if err := r.Report.Warn(at(column-1), seg.ID, fmt.Errorf("%w: %w", script.ErrDropped, odd)); err != nil {
				return seg, err
			}
		}
	}
	return seg, nil
}

// edited returns the text of a row, or what it was before where nobody edited
// it.
func (r *Reader) edited(cells []string) string {
	text := cell(cells, r.Layout.column[Text]-1)
	if r.Layout.before == 0 || !isBlank(text) {
		return text
	}
	if before := cell(cells, r.Layout.before-1); !isBlank(before) {
		r.unedited++
		return before
	}
	return text
}

// position reads a start or end. Where clock times are the rule, a number with
// more decimals than anybody gives a second is a fraction of a day: its cell
// has lost its format.
func (r *Reader) position(f Field, s string, at func(int) script.Pos) (time.Duration, kind, error) {
	d, k, err := r.Times.Position(s, r.Layout.unit[f])
	if err != nil || k != number || d == 0 || r.Layout.unit[f] != seconds {
		return d, k, err
	}
	r.numbers++
	if isDays(s) {
		r.days++
	}
	if !r.Layout.clocks || !hasManyDecimals(s) {
		return d, k, nil
	}
	if d, k, err = r.Times.sinceStart(s, days(d), clockTime); err != nil {
		return d, k, err
	}
	return d, k, r.Report.Warn(at(r.Layout.column[f]-1), "", fmt.Errorf("%w: %s is a fraction of a day: %s", script.ErrAssumed, s, clockText(d)))
}

// noteSkipped warns of labels that drop-frame skips.
func (r *Reader) noteSkipped(seg *script.Segment, cells []string, at func(int) script.Pos) error {
	for _, f := range [...]Field{Start, End, Duration} {
		column := r.Layout.column[f] - 1
		value := cell(cells, column)
		if f == Duration && !isBlank(cell(cells, r.Layout.column[End]-1)) {
			continue
		}
		if err := r.Times.skipped(value); err != nil {
			if err := r.Report.Warn(at(column), seg.ID, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// warnCount warns of labels that do not say what the rate says of them.
func (r *Reader) warnCount() error {
	if err := r.Times.clues.Against(r.Times.Rate); err != nil {
		return r.Report.Warn(script.Pos{}, "", fmt.Errorf("%w: %w", script.ErrAssumed, err))
	}
	return nil
}

// passMidnight adds a day to the labels behind a midnight within the
// programme: an end half a day or more before its start.
func (r *Reader) passMidnight(seg *script.Segment, start, end kind) {
	if start != label || end != label {
		return
	}
	day := r.Times.Rate.Duration(r.Times.Rate.FramesPerDay())
	if seg.Start-seg.End > day/2 {
		seg.End += day
	}
}

// rowCost is the memory that a row takes beside its texts: in lists, with what
// is left behind as they grow, and for its number.
const rowCost = 3*int(unsafe.Sizeof(script.Segment{})+unsafe.Sizeof(open{})) + 64

func (r *Reader) add(seg script.Segment, at func(int) script.Pos) error {
	if err := r.Memory.Take(rowCost); err != nil {
		return r.Report.Fail(at(r.Layout.column[Start]-1), err)
	}
	if err := r.checkText(&seg, at); err != nil {
		return err
	}
	if seg.Start < 0 || seg.End < 0 {
		if err := r.Report.Warn(at(r.Layout.column[Start]-1), seg.ID, script.ErrNegativeTime); err != nil {
			return err
		}
	}
	if seg.End <= seg.Start && (len(r.open) == 0 || r.open[len(r.open)-1].index != len(r.segments)) {
		if err := r.Report.Warn(at(r.Layout.column[Start]-1), seg.ID, script.CheckOrder(seg.Start, seg.End)); err != nil {
			return err
		}
	}
	if err := r.Memory.Take(16 * len(r.row)); err != nil {
		return r.Report.Fail(at(r.Layout.column[Start]-1), err)
	}
	if r.row != nil {
		r.columns.Rows = append(r.columns.Rows, r.row)
		seg.Row, r.row = uint32(len(r.columns.Rows)), nil
	}
	if len(r.segments) == cap(r.segments) { // twice as many: append's own steps leave five times as much behind
		r.segments = slices.Grow(r.segments, max(64, len(r.segments)))
	}
	r.segments = append(r.segments, seg)
	return nil
}

// checkText warns of a segment without text, unless there is no column for
// texts, and of a formula that failed: "- and leaves" is one to a spreadsheet.
func (r *Reader) checkText(seg *script.Segment, at func(int) script.Pos) error {
	if isBlank(seg.Text) && r.Layout.Has(Text) {
		return r.Report.Warn(at(r.Layout.column[Text]-1), seg.ID, script.ErrNoText)
	}
	for _, c := range [...]struct {
		field Field
		value string
	}{{Text, seg.Text}, {Cue, seg.Cue}, {Note, seg.Note}} {
		if !failedFormula(c.value) {
			continue
		}
		err := &script.ValueError{Kind: script.ErrValue, Field: r.Layout.name(c.field), Value: c.value, Want: "a text: a formula failed"}
		if err := r.Report.Warn(at(r.Layout.column[c.field]-1), seg.ID, err); err != nil {
			return err
		}
	}
	return nil
}

// failedFormula reports whether s is what a cell shows whose formula failed.
func failedFormula(s string) bool {
	if len(s) < 4 || s[0] != '#' && s[0] != 'E' {
		return false
	}
	switch s {
	case "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#ERROR!":
		return true
	}
	code, ok := strings.CutPrefix(s, "Err:")
	return ok && len(code) == 3 && digitsOnly(code)
}

// untimed deals with a row that has no start: nothing in it, a heading, or a
// description nobody can place.
func (r *Reader) untimed(cells []string, text string, at func(int) script.Pos) error {
	if !isBlank(text) && !r.isHeading(cells) {
		return r.bad(Start, at, fmt.Errorf("%w for a row with text: want %s", script.ErrMissing, Forms))
	}
	return r.heading(cells, at)
}

// heading warns of a row that is none of the script's.
func (r *Reader) heading(cells []string, at func(int) script.Pos) error {
	for i, value := range cells {
		if !isBlank(value) {
			return r.Report.Warn(at(i), "", fmt.Errorf("%w: a row without times: %q", script.ErrDropped, script.Shorten(value)))
		}
	}
	return nil
}

// isHeading reports whether a row has nothing in its columns of times, or
// nothing but a name in the first of them.
func (r *Reader) isHeading(cells []string) bool {
	filled := 0
	for _, value := range cells {
		if !isBlank(value) {
			filled++
		}
	}
	start := cell(cells, r.Layout.column[Start]-1)
	if !isBlank(start) {
		return filled == 1 && !isTime(start) && strings.IndexFunc(start, unicode.IsLetter) == 0
	}
	return isBlank(cell(cells, r.Layout.column[End]-1)) && isBlank(cell(cells, r.Layout.column[Duration]-1))
}

// bad notes a bad cell, so that an editor hears of all of them at once.
func (r *Reader) bad(f Field, at func(int) script.Pos, err error) error {
	var value *script.ValueError
	name := r.Layout.name(f)
	if errors.As(err, &value) {
		value.Field = name
	} else {
		err = fmt.Errorf("%s: %w", name, err)
	}
	r.errs = append(r.errs, r.Report.Fail(at(r.Layout.column[f]-1), err))
	if len(r.errs) >= maxErrors {
		return errors.Join(r.errs...)
	}
	return nil
}

// noteOthers keeps what stands in columns that a segment has no field for,
// and remembers what is dropped as its column has no name.
func (r *Reader) noteOthers(cells []string, at func(int) script.Pos) {
	r.row = nil
	for n, i := range r.kept {
		if value := cell(cells, i); !isBlank(value) {
			if r.row == nil {
				r.row = make([]string, len(r.kept))
			}
			r.row[n] = Lines(value)
		}
	}
	for _, i := range r.Layout.other {
		if r.Layout.Guessed || r.Layout.placed || isBlank(cell(r.Layout.Names, i)) {
			r.noteColumn(i, cells, at)
		}
	}
	for i := len(r.Layout.Names); i < len(cells) && !r.Layout.Guessed; i++ {
		r.noteColumn(i, cells, at)
	}
}

// keepColumns finds the columns that are kept: those with a name.
func (r *Reader) keepColumns() {
	r.columns.Names = []string{}
	if r.Layout.Guessed || r.Layout.placed {
		return
	}
	others := slices.Sorted(slices.Values(r.Layout.other))
	for _, i := range others {
		name := cell(r.Layout.Names, i)
		if isBlank(name) || r.Partial && slices.Contains(r.Layout.beside, i) { // what is merged goes back in each language by itself
			continue
		}
		r.kept, r.columns.Names = append(r.kept, i), append(r.columns.Names, strings.TrimSpace(Lines(name)))
	}
}

func (r *Reader) noteColumn(i int, cells []string, at func(int) script.Pos) {
	value := cell(cells, i)
	if isBlank(value) {
		return
	}
	d, ok := r.dropped[i]
	if !ok {
		d = dropped{pos: at(i)}
	}
	d.rows++
	if r.dropped == nil {
		r.dropped = map[int]dropped{}
	}
	if ok || len(r.dropped) < MaxColumns {
		r.dropped[i] = d
	}
}

// Script returns what the rows hold, sorted by start.
func (r *Reader) Script() (*script.Script, error) {
	if len(r.errs) > 0 {
		return nil, errors.Join(r.errs...)
	}
	if !r.Layout.Has(Text) && len(r.segments) > 0 {
		err := &ColumnError{Text, r.Layout.Names}
		if !r.Partial {
			return nil, r.Report.Fail(script.Pos{}, err)
		}
		if err := r.Report.Warn(script.Pos{}, "", err); err != nil {
			return nil, err
		}
	}
	if err := r.warnProse(); err != nil {
		return nil, err
	}
	if err := r.warnLate(); err != nil {
		return nil, err
	}
	if r.unedited > 0 {
		err := fmt.Errorf("%w: %s without %s: the text is that of %s", script.ErrAssumed, rowCount(r.unedited), r.Layout.name(Text), r.Layout.columnName(r.Layout.before-1))
		if err := r.Report.Warn(script.Pos{}, "", err); err != nil {
			return nil, err
		}
	}
	if err := r.warnDropped(); err != nil {
		return nil, err
	}
	if err := r.warnDays(); err != nil {
		return nil, err
	}
	if err := r.warnCount(); err != nil {
		return nil, err
	}
	if err := r.close(); err != nil {
		return nil, err
	}
	s := &script.Script{Segments: r.segments, Language: r.Layout.language}
	if !r.OwnLanguage && s.Language == "" {
		s.Language = commonLanguage(r.segments)
	}
	if len(r.columns.Names) > 0 {
		s.Columns = &r.columns
	}
	if !r.Unsorted {
		s.Sort()
	}
	return s, nil
}

// WarnBeyond warns of n filled cells right of [MaxColumns].
func (r *Reader) WarnBeyond(pos script.Pos, n int) error {
	if n == 0 {
		return nil
	}
	return r.Report.Warn(pos, "", fmt.Errorf("%w: %d cells right of column %d", script.ErrDropped, n, MaxColumns))
}

// warnProse tells which column was taken for that of the texts.
func (r *Reader) warnProse() error {
	if !r.Layout.prose || len(r.segments) == 0 {
		return nil
	}
	return r.Report.Warn(script.Pos{}, "", fmt.Errorf("%w: the texts are in column %q, which alone holds sentences", script.ErrAssumed, script.Shorten(r.Layout.name(Text))))
}

// warnLate asks whether the programme starts later than at 0, when everything
// is an hour or more away.
func (r *Reader) warnLate() error {
	if len(r.segments) == 0 || !r.written || !r.Times.Start.IsZero() {
		return nil
	}
	first := r.segments[0].Start
	for i := range r.segments {
		first = min(first, r.segments[i].Start)
	}
	if first < time.Hour {
		return nil
	}
	return r.Report.Warn(script.Pos{}, "", fmt.Errorf("%w: times count from 00:00:00:00, but the first is %s: %w", script.ErrAssumed, clockText(first), timecode.ErrNoStart))
}

func (r *Reader) warnDropped() error {
	columns := make([]int, 0, len(r.dropped))
	for i := range r.dropped {
		columns = append(columns, i)
	}
	slices.Sort(columns)
	for _, i := range columns {
		d := r.dropped[i]
		if err := r.Report.Warn(d.pos, "", fmt.Errorf("%w: %s, filled in %s", script.ErrDropped, r.Layout.columnName(i), rowCount(d.rows))); err != nil {
			return err
		}
	}
	return nil
}

// warnDays reads times as fractions of a day when the whole script would
// otherwise last no longer than a second, or when all of them look like that:
// that is how times look in cells that lost their time format.
func (r *Reader) warnDays() error {
	short := !r.clocks && len(r.segments) >= 3
	alike := !r.written && r.numbers > 1 && r.days == r.numbers && (r.Layout.Has(End) || !r.Layout.Has(Duration))
	if !short && !alike || r.Layout.unit[Start] != seconds {
		return nil
	}
	for i := range r.segments {
		s := &r.segments[i]
		s.Start, s.End = days(s.Start), days(s.End)
	}
	return r.Report.Warn(script.Pos{}, "", fmt.Errorf("%w: the numbers in column %s are fractions of a day", script.ErrAssumed, r.Layout.name(Start)))
}

// days turns a second into a day, rounded to milliseconds: the digits of the
// fraction carry no more.
func days(d time.Duration) time.Duration {
	return (86400 * d).Round(time.Millisecond)
}

func rowCount(n int) string {
	if n == 1 {
		return "1 row"
	}
	return strconv.Itoa(n) + " rows"
}

// clockText returns d as HH:MM:SS.mmm.
func clockText(d time.Duration) string {
	return string(clock.AppendMillis(nil, clock.Millis(d), '.'))
}

// close works out the ends that the table does not say.
func (r *Reader) close() error {
	if len(r.open) == 0 {
		return nil
	}
	starts := make([]time.Duration, len(r.segments))
	for i := range r.segments {
		starts[i] = r.segments[i].Start
	}
	slices.Sort(starts)
	for _, o := range r.open {
		seg := &r.segments[o.index]
		seg.End = seg.Start + qc.Spoken(seg.Text, seg.Language)
		if i, _ := slices.BinarySearch(starts, seg.Start+1); i < len(starts) {
			seg.End = min(seg.End, starts[i])
		}
		err := fmt.Errorf("%w: no end or duration: ends at %s, as long as its words take", script.ErrAssumed, clockText(seg.End))
		if err := r.Report.Warn(o.pos, seg.ID, err); err != nil {
			return err
		}
	}
	return nil
}

// commonLanguage takes the language most segments name as the script's, when
// all name one, and clears it in them.
func commonLanguage(segments []script.Segment) string {
	counts := map[string]int{}
	best := ""
	for i := range segments {
		l := segments[i].Language
		if l == "" {
			return ""
		}
		counts[l]++
		if best == "" || counts[l] > counts[best] {
			best = l
		}
	}
	for i := range segments {
		if segments[i].Language == best {
			segments[i].Language = ""
		}
	}
	return best
}

func isBlank(s string) bool { return s == "" || strings.TrimSpace(s) == "" }

// Lines returns s with CRLF and CR as "\n".
func Lines(s string) string {
	if strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

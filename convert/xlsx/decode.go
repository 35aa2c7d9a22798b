package xlsx

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads workbooks. Its zero value reads what [Encoder] writes, also
// after other programs have saved it, and most of what others make: the header
// stands anywhere in the first 64 rows of any sheet, its columns in any order
// and under any of their usual names. A sheet without header is read by what
// its columns hold.
//
// Times may be text, HH:MM:SS.mmm with any number of decimals or a decimal
// comma, MM:SS, HH:MM:SS:mmm, H:MM:SS AM or PM and, with a rate, HH:MM:SS:FF;
// numbers with a time format, which are fractions of a day; or other numbers,
// which are seconds. The end may be given as a duration.
type Decoder struct {
	// Sheet is the name of the sheet to read, or "#2" for the second. "" is
	// "AD Script", or else the first one with a header; that there are others
	// is warned about.
	Sheet string

	// Columns maps fields (id, start, end, duration, text, cue, status, note,
	// language, speaker, extended) to the header of the column that holds them, or "#3" for the
	// third, where the usual names do not do.
	Columns map[string]string

	// HeaderFirst and HeaderLast are the rows of the header, from 1, where it has
	// more than the two that are found, or names nobody knows. 0 finds it.
	HeaderFirst, HeaderLast int

	// SkipRows is how many rows at the top are not read.
	SkipRows int

	// Rate is the frame rate of timecodes. Unset, it is that of Start, or the
	// one the workbook was written with. Where it leaves open whether labels are
	// dropped, the workbook says so, or a ";" in one of its timecodes; see
	// [timecode.Rate.Open].
	Rate timecode.Rate

	// Start is the timecode of the programme's first frame, subtracted from
	// every clock time and timecode. Unset, it is the one the workbook was
	// written with, or 00:00:00:00.
	Start timecode.Timecode

	// Counted is told the rate at which timecodes are read, with the way in which
	// they are counted, before rows are; zero if there is none. Nil is not told.
	Counted func(timecode.Rate)

	// Language reads the texts in that language from a table that has them in
	// several, see [Encoder.With]: with the ids and times that they had, and
	// nothing else. A language that such a table lacks is an error; a table of
	// one language is read as it is.
	Language string

	// Unsorted leaves segments in the order of the file. By default they are
	// sorted by start.
	Unsorted bool

	// MaxBytes limits the input; below 1 means 256 MiB. What it unpacks to may
	// be a hundred times as much and 16 MiB.
	MaxBytes int64

	// Present is told which fields of a segment there are columns for: of id,
	// start, end, text, cue, status, note, language, speaker and extended. Nil
	// is not told, and a table with rows and without a column for texts is an
	// error.
	Present func(fields []script.Field)

	// Written is told what the workbook remembers of the script it was written
	// from. Nil is not told.
	Written func(script.Written)

	// Warn is told what was dropped, changed or guessed. Nil drops warnings.
	Warn func(script.Warning) error
}

// Decode reads a workbook with the zero [Decoder].
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

const defaultLimit = 256 << 20

// Decode reads a sheet. Segments are sorted by start. Bad cells are errors
// with sheet, cell, header and value ("AD Script!C14"); up to twenty are
// listed.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	dec := &decoder{Decoder: d, report: report.Reporter{Format: "xlsx", To: d.Warn}}
	if d.MaxBytes < 1 {
		d.MaxBytes = defaultLimit
	}
	src, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(dec.report.Format, err)
	}
	if dec.workbook, err = openWorkbook(src); err != nil {
		return nil, dec.report.Fail(script.Pos{}, err)
	}
	return dec.script()
}

type decoder struct {
	Decoder
	report   report.Reporter
	workbook *workbook
	meta     meta
}

func (d *decoder) script() (*script.Script, error) {
	if err := d.workbook.readMeta(&d.meta); err != nil {
		return nil, d.report.Fail(script.Pos{}, err)
	}
	d.meta.remember()
	sheet, err := d.sheet()
	if err != nil {
		return nil, err
	}
	defer sheet.rows.close()
	if d.Present != nil {
		d.Present(sheet.layout.Present())
	}
	if header := sheet.layout.Header; header >= 0 && !sheet.layout.Guessed {
		d.meta.readTitleBlock(sheet.head.cells[:header])
	}
	times, err := d.count(sheet)
	if err != nil {
		return nil, err
	}
	rd := &table.Reader{Layout: sheet.layout, Times: times, Report: &d.report, Memory: d.workbook.memory, Partial: d.Present != nil, Unsorted: d.Unsorted, OwnLanguage: d.meta.known}
	if len(d.meta.exact) > 0 {
		rd.Exact = d.exact(times)
	}
	if err := d.rows(sheet, rd); err != nil {
		return nil, err
	}
	s, err := rd.Script()
	if err != nil {
		return nil, err
	}
	if sheet.layout.Language() != "" {
		if d.Written != nil {
			d.Written(rd.Written())
		}
		return s, nil
	}
	if err := sheet.layout.CheckLanguage(d.Language, d.meta.language); err != nil {
		return nil, d.report.Fail(script.Pos{Path: sheet.name}, err)
	}
	if d.Written != nil {
		d.Written(d.meta.origin())
	}
	if err := d.meta.fill(s); err != nil {
		return s, d.report.Warn(script.Pos{}, "", err)
	}
	return s, nil
}

// count settles rate and start, and how labels are counted: where the rate
// leaves it open, the sheet says it.
func (d *decoder) count(sheet *openSheet) (table.Times, error) {
	times, err := d.times()
	if err == nil && !d.meta.known {
		times, err = sheet.layout.Believe(sheet.head.cells, times, &d.report)
	}
	if err == nil && times.Rate.Open() {
		err = d.learn(sheet, &times)
	}
	if err == nil {
		err = times.Settle(&d.report)
	}
	if err == nil && d.Counted != nil {
		d.Counted(times.Rate)
	}
	return times, err
}

// learn takes in what the labels of a sheet tell, which is read once more for
// it. Nothing is kept of that, so it takes nothing off what may be read.
func (d *decoder) learn(sheet *openSheet, times *table.Times) error {
	w := d.workbook
	budget, memory := w.budget, *w.memory
	defer func() { w.budget, *w.memory = budget, memory }()
	rows, err := w.openRows(sheet.part)
	if err != nil {
		return d.report.Fail(script.Pos{Path: sheet.name}, err)
	}
	defer rows.close()
	for {
		ok, err := rows.next()
		if err != nil || !ok {
			return nil // reading the rows tells what is wrong with them
		}
		times.Learn(sheet.layout, rows.cells)
	}
}

// times settles rate and start: what the caller says goes before what the
// workbook remembers, which says how it counts.
func (d *decoder) times() (table.Times, error) {
	t, err := table.NewTimes(d.Rate, d.Start)
	if err != nil {
		return t, err
	}
	known, start := d.meta.clock()
	switch {
	case known.IsZero():
		return t, nil
	case t.Rate.IsZero():
		t.Rate, t.Start = known, start
	case t.Rate.Counted(known.DropFrame()) != known:
		return t, d.report.Warn(script.Pos{}, "", fmt.Errorf("%w: timecodes are at %s, and the workbook was written at %s", script.ErrAssumed, t.Rate, known))
	case t.Start.IsZero():
		t.Start = start
	}
	if t.Rate = known; !known.DropFrame() {
		t.Rate = known.NDF()
	}
	return t, nil
}

// exact finds the exact time behind a cell that still says what was written.
func (d *decoder) exact(times table.Times) func(string, time.Duration, bool) time.Duration {
	clock := table.Clock{Rate: times.Rate, Start: times.Start, Mark: '.'}
	var buf []byte
	key := func(id string, shown time.Duration, end bool) []byte {
		buf = append(buf[:0], 's')
		if end {
			buf[0] = 'e'
		}
		return append(clock.Append(buf, max(shown, 0)), id...)
	}
	known := make(map[string]time.Duration, 2*len(d.meta.exact))
	for _, s := range slices.Backward(d.meta.exact) {
		known[string(key(s.id, s.start, false))] = s.start
		known[string(key(s.id, s.end, true))] = s.end
	}
	return func(id string, shown time.Duration, end bool) time.Duration {
		if exact, ok := known[string(key(id, shown, end))]; ok && clock.Keeps(shown) {
			return exact
		}
		return shown
	}
}

// rows feeds what stands below the header to rd.
func (d *decoder) rows(s *openSheet, rd *table.Reader) error {
	comments, err := d.workbook.readComments(s.part)
	if err != nil {
		return d.report.Fail(script.Pos{Path: s.name}, err)
	}
	f := &feeder{Reader: rd, sheet: s.name, comments: comments}
	for i := s.layout.Header + 1; i < len(s.head.cells); i++ {
		if err := f.row(s.head.numbers[i], s.head.cells[i], s.head.marks[i]); err != nil {
			return err
		}
	}
	for {
		ok, err := s.rows.next()
		if err != nil {
			return d.report.Fail(cellPos(s.name, -1, s.rows.number), err)
		}
		if !ok {
			break
		}
		if err := f.row(s.rows.number, s.rows.cells, s.rows.marks); err != nil {
			return err
		}
	}
	if err := f.leftOver(); err != nil {
		return err
	}
	return rd.WarnBeyond(script.Pos{Path: s.name}, s.rows.beyond)
}

// cellPos names a cell, or a row when column is below 0.
func cellPos(sheet string, column, row int) script.Pos {
	path := sheet
	if row > 0 {
		path = fmt.Sprintf("%s!%s%d", sheet, columnName(column), row)
	}
	return script.Pos{Path: path}
}

func columnName(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

// openSheet is a sheet whose head is read and whose header is found.
type openSheet struct {
	name   string
	part   string
	rows   *rowReader
	head   head
	layout *table.Layout
}

// head is the first rows of a sheet.
type head struct {
	numbers []int
	cells   [][]string
	marks   []marks
}

func (h *head) add(number int, cells []string, m marks) {
	h.numbers = append(h.numbers, number)
	h.cells = append(h.cells, append([]string(nil), cells...))
	h.marks = append(h.marks, m)
}

// where turns rows of the sheet into those of its head, which leaves some empty
// ones out.
func (d *decoder) where(h *head) table.Where {
	place := func(row int) int {
		i, found := slices.BinarySearch(h.numbers, row)
		if row > 0 && found {
			i++
		}
		return i
	}
	w := table.Where{Columns: d.Columns, Skip: place(d.SkipRows), Language: d.Language}
	if d.HeaderFirst > 0 {
		w.First, w.Last = place(d.HeaderFirst), place(max(d.HeaderFirst, d.HeaderLast))
	}
	return w
}

// sheet chooses the sheet to read.
func (d *decoder) sheet() (*openSheet, error) {
	candidates, err := d.candidates()
	if err != nil {
		return nil, d.report.Fail(script.Pos{}, err)
	}
	var best *openSheet
	var first error
	var also []string
	for _, ref := range candidates {
		s, err := d.open(ref)
		switch {
		case errors.Is(err, script.ErrValue):
			return nil, err
		case err != nil && ref.name == ScriptSheet:
			return nil, d.report.Fail(script.Pos{Path: ref.name}, err)
		case err != nil:
			if first == nil {
				first = d.report.Fail(script.Pos{Path: ref.name}, err)
			}
		case best == nil:
			best = s
		case best.layout.Guessed && !s.layout.Guessed && best.name != ScriptSheet:
			best.rows.close()
			best = s
		default:
			if s.layout.Guessed == best.layout.Guessed {
				also = append(also, script.Shorten(ref.name))
			}
			s.rows.close()
		}
	}
	switch {
	case best == nil:
		return nil, first
	case best.layout.Guessed:
		err = d.report.Warn(script.Pos{Path: best.name}, "", fmt.Errorf("%w: no known header: columns told by what they hold", script.ErrAssumed))
	case len(also) > 0:
		err = d.report.Warn(script.Pos{Path: best.name}, "", fmt.Errorf("%w: read this sheet, not %s", script.ErrAssumed, listed(also)))
	}
	return best, err
}

// listed joins names, of which there may be too many to read.
func listed(names []string) string {
	const most = 16
	if more := len(names) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), more)
	}
	return strings.Join(names, ", ")
}

// candidates lists the sheets that may be meant: the one asked for, else all
// that are not hidden, ours first.
func (d *decoder) candidates() ([]sheetRef, error) {
	var visible []sheetRef
	var names []string
	for i, ref := range d.workbook.sheets {
		names = append(names, fmt.Sprintf("%q", script.Shorten(ref.name)))
		switch {
		case d.Sheet == ref.name, d.Sheet == fmt.Sprintf("#%d", i+1):
			return []sheetRef{ref}, nil
		case d.Sheet == "" && ref.name == ScriptSheet:
			visible = slices.Insert(visible, 0, ref)
		case !ref.hidden:
			visible = append(visible, ref)
		}
	}
	if d.Sheet != "" {
		for _, ref := range d.workbook.sheets {
			if strings.EqualFold(ref.name, d.Sheet) {
				return []sheetRef{ref}, nil
			}
		}
		return nil, fmt.Errorf("%w: no sheet %q: there are %s", script.ErrMissing, d.Sheet, script.Shorten(strings.Join(names, ", ")))
	}
	if len(visible) == 0 {
		return nil, fmt.Errorf("%w: no sheet", script.ErrMissing)
	}
	return visible, nil
}

// open reads the head of a sheet and finds its header.
func (d *decoder) open(ref sheetRef) (*openSheet, error) {
	rows, err := d.workbook.openRows(ref.part)
	if err != nil {
		return nil, err
	}
	s := &openSheet{name: script.Shorten(ref.name), part: ref.part, rows: rows}
	for len(s.head.cells) < table.HeadRows {
		ok, err := rows.next()
		if err != nil {
			rows.close()
			return nil, err
		}
		if !ok {
			break
		}
		for n := len(s.head.cells) + 1; n < rows.number && n <= table.HeadRows/2; n++ {
			s.head.add(n, nil, marks{})
		}
		s.head.add(rows.number, rows.cells, rows.marks)
	}
	if s.layout, err = table.FindLayout(s.head.cells, d.where(&s.head)); err != nil {
		rows.close()
		return nil, err
	}
	return s, nil
}

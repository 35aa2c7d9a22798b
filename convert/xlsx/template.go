package xlsx

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
)

// maxTemplate is what a template may unpack to.
const maxTemplate = 256 << 20

// filler fills the columns of somebody's own workbook.
type filler struct {
	*book
	file    *excelize.File
	sheet   string
	layout  *table.Layout
	formats []numberFormat // of cell styles
	first   int            // row below the header
	styles  []int          // of that row's cells
	formula []string       // and what they compute
	height  float64
	others  map[int]int // columns of the script that the model has no field for, by place in the sheet
}

// fill writes the template with the script's rows.
func (b *book) fill(w io.Writer) error {
	if len(b.Dialogue)+len(b.With) > 0 || b.Layout != Edit {
		return &script.ValueError{Kind: script.ErrValue, Field: "template", Value: "with dialogue, translations or a layout", Want: "none of these: the template says what it has"}
	}
	t, err := b.openTemplate()
	if err != nil {
		return fmt.Errorf("template: %w", err)
	}
	defer t.file.Close()
	if err := t.tell(); err != nil {
		return err
	}
	var s steps
	s.do(t.readFirst)
	s.do(t.makeRoom)
	s.do(t.rows)
	s.do(func() error {
		if i, _ := t.file.GetSheetIndex(metaSheet); i >= 0 {
			return t.file.DeleteSheet(metaSheet)
		}
		return nil
	})
	s.do(func() error { return b.writeMeta(t.file) })
	s.do(func() error { return t.file.UpdateLinkedValue() }) // so that formulas are computed anew
	s.do(func() error { return t.file.Write(w) })
	return s.err
}

// openTemplate finds the header of the template.
func (b *book) openTemplate() (*filler, error) {
	d := &decoder{report: b.report}
	d.report.To = nil
	var err error
	if d.workbook, err = openWorkbook(string(b.Template)); err != nil {
		return nil, err
	}
	open, err := d.sheet()
	if err != nil {
		return nil, err
	}
	open.rows.close()
	if open.layout.Guessed || open.layout.Header < 0 {
		return nil, fmt.Errorf("%w: a header with known names", script.ErrMissing)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Template), excelize.Options{UnzipSizeLimit: maxTemplate, UnzipXMLSizeLimit: maxTemplate})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", script.ErrSyntax, err)
	}
	t := &filler{book: b, file: f, layout: open.layout, formats: d.workbook.formats, others: map[int]int{}}
	t.sheet = sheetOf(f, open.name)
	t.first = open.head.numbers[open.layout.Header] + 1
	for place, name := range open.layout.Names {
		if b.script.Columns != nil && open.layout.FieldAt(place) == table.None {
			if i := slices.Index(b.script.Columns.Names, name); i >= 0 {
				t.others[place] = i
			}
		}
	}
	return t, nil
}

// sheetOf returns the whole name of a sheet that may have been shortened.
func sheetOf(f *excelize.File, name string) string {
	for _, full := range f.GetSheetList() {
		if script.Shorten(full) == name {
			return full
		}
	}
	return name
}

// tell warns of what the template has no column for.
func (t *filler) tell() error {
	keeps := script.LineBreaks | script.Title | script.Language | script.AdType | script.Origin
	present := t.layout.Present()
	for _, f := range script.TextFields() {
		if slices.Contains(present, f.Name) {
			keeps |= f.Bit
		}
	}
	if t.script.Columns != nil && len(t.others) == len(t.script.Columns.Names) {
		keeps |= script.OtherColumns
	}
	if err := loss.Of(t.script, keeps); err != nil {
		return t.report.Warn(script.Pos{}, "", err)
	}
	return nil
}

func (t *filler) cell(place, row int) string { return letter(place) + strconv.Itoa(row) }

// readFirst reads what the row below the header looks like: all rows get its
// styles, its height and its formulas.
func (t *filler) readFirst() (err error) {
	for place := range t.layout.Names {
		style, err1 := t.file.GetCellStyle(t.sheet, t.cell(place, t.first))
		formula, err2 := t.file.GetCellFormula(t.sheet, t.cell(place, t.first))
		err = errors.Join(err, err1, err2)
		t.styles, t.formula = append(t.styles, style), append(t.formula, formula)
	}
	height, err1 := t.file.GetRowHeight(t.sheet, t.first)
	t.height = height
	return errors.Join(err, err1)
}

// makeRoom empties the rows that the template has for an example, and moves
// down what stands behind them.
func (t *filler) makeRoom() error {
	all, err := t.file.GetRows(t.sheet)
	if err != nil {
		return err
	}
	start := t.layout.Column(table.Start)
	last := t.first - 1 // of the rows of the example
	for row := t.first; row <= len(all); row++ {
		if cells := all[row-1]; start < len(cells) && cells[start] != "" {
			last = row
		}
	}
	for row := t.first; row <= last; row++ {
		for place := range t.layout.Names {
			if err := t.file.SetCellValue(t.sheet, t.cell(place, row), nil); err != nil {
				return err
			}
		}
	}
	need := len(t.segments) - max(last-t.first+1, 1)
	if below := max(last, t.first) + 1; need > 0 && below <= len(all) {
		return t.file.InsertRows(t.sheet, below, need)
	}
	return nil
}

// rows writes the segments.
func (t *filler) rows() error {
	for i := range t.segments {
		row := t.first + i
		for place := range t.layout.Names {
			if err := t.set(place, row, i); err != nil {
				return err
			}
		}
		if t.height > 0 && i > 0 {
			if err := t.file.SetRowHeight(t.sheet, row, t.rowHeight(i)); err != nil {
				return err
			}
		}
	}
	last := t.first + len(t.segments) - 1
	for place, formula := range t.formula {
		if formula == "" || last < t.first {
			continue
		}
		kind, ref := excelize.STCellFormulaTypeShared, t.cell(place, t.first)+":"+t.cell(place, last)
		if err := t.file.SetCellFormula(t.sheet, t.cell(place, t.first), formula, excelize.FormulaOpts{Type: &kind, Ref: &ref}); err != nil {
			return err
		}
	}
	return nil
}

// rowHeight is that of the template's row, or more where the text needs it.
func (t *filler) rowHeight(i int) float64 {
	width, err := t.file.GetColWidth(t.sheet, letter(t.layout.Column(table.Text)))
	if err != nil {
		return t.height
	}
	return min(max(t.height, height(t.segments[i].Text, capacity(width))+rowPadding), maxHeight)
}

// set sets a cell of segment i.
func (t *filler) set(place, row, i int) error {
	cell := t.cell(place, row)
	err := t.file.SetCellStyle(t.sheet, cell, cell, t.styles[place])
	value := t.value(place, i)
	if value == nil || t.formula[place] != "" {
		return err
	}
	return errors.Join(err, t.file.SetCellValue(t.sheet, cell, value))
}

// value returns what stands in a column, nil for nothing. Times are numbers
// where the column shows them as times.
func (t *filler) value(place, i int) any {
	seg, m := &t.segments[i], &t.measures[i]
	switch f := t.layout.FieldAt(place); f {
	case table.None:
		if n, ok := t.others[place]; ok {
			if cells := t.script.Columns.Of(seg); n < len(cells) && cells[n] != "" {
				text, _ := table.Cell(cells[n])
				return text
			}
		}
		return nil
	case table.Start:
		return t.time(place, seg.Start)
	case table.End:
		return t.time(place, seg.End)
	case table.Duration:
		if t.isTime(place) {
			return days(m.Length)
		}
		return m.Length.Round(time.Millisecond).Seconds()
	case table.Count:
		return m.Count
	case table.Rate:
		if m.Rate > 0 {
			return m.Rate
		}
		return nil
	case table.Flags:
		return textOrNil(m.Flags.String())
	case table.Over, table.StartMillis, table.EndMillis, table.Print:
		return nil
	case table.Language:
		if seg.Language == "" {
			return textOrNil(t.script.Language)
		}
		return seg.Language
	default:
		return textOrNil(f.Text(seg))
	}
}

func textOrNil(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (t *filler) isTime(place int) bool {
	style := t.styles[place]
	return style < len(t.formats) && t.formats[style] == timeOnly
}

func (t *filler) time(place int, d time.Duration) any {
	if t.isTime(place) && t.clock.Rate.IsZero() {
		return days(d)
	}
	return t.clockText(d)
}

// days is a time as spreadsheet programs hold it.
func days(d time.Duration) float64 { return float64(d) / float64(24*time.Hour) }

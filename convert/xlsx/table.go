package xlsx

import (
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
)

// WriteRows writes any table, such as a list of changes, as a workbook of one
// sheet. All cells are text, wrapped; the first row is a header that stays in
// view and can be filtered by. A cell over 32,767 UTF-16 units is an error of
// kind [script.ErrTooLarge].
func WriteRows(w io.Writer, sheet string, rows [][]string) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	head, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: 49})
	if err != nil {
		return err
	}
	body, err := f.NewStyle(&excelize.Style{NumFmt: 49, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	if err := frame(f, sheet, rows); err != nil {
		return err
	}
	sw, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, width := range columnWidths(rows) {
		if err := sw.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	for i, row := range rows {
		style := body
		if i == 0 {
			style = head
		}
		if err := writeTextRow(sw, i+1, row, style); err != nil {
			return err
		}
	}
	if err := sw.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// frame sets what must be set before rows are streamed.
func frame(f *excelize.File, sheet string, rows [][]string) error {
	if len(rows) == 0 {
		return nil
	}
	last, err := excelize.CoordinatesToCellName(max(len(rows[0]), 1), len(rows))
	if err != nil {
		return err
	}
	return f.AutoFilter(sheet, "A1:"+last, nil)
}

func writeTextRow(sw *excelize.StreamWriter, row int, values []string, style int) error {
	cells := make([]any, len(values))
	for i, value := range values {
		if table.Units(value) > excelize.TotalCellChars {
			return fmt.Errorf("%w: row %d, column %d: more than %d characters", script.ErrTooLarge, row, i+1, excelize.TotalCellChars)
		}
		cells[i] = excelize.Cell{StyleID: style, Value: value}
	}
	name, err := excelize.CoordinatesToCellName(1, row)
	if err != nil {
		return err
	}
	return sw.SetRow(name, cells)
}

// columnWidths returns widths between 8 and 60 characters that show the cells.
func columnWidths(rows [][]string) []float64 {
	var widths []float64
	for _, row := range rows {
		for i, value := range row {
			for len(widths) <= i {
				widths = append(widths, 8)
			}
			widths[i] = min(max(widths[i], float64(utf8.RuneCountInString(value)+2)), 60)
		}
	}
	return widths
}

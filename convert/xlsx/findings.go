package xlsx

import (
	"errors"
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/qc"
)

// FindingsSheet is the name of the sheet that lists findings.
const FindingsSheet = "Findings"

// found returns the codes of each row, or nil when findings are not to be
// shown. Rows are the segments by start; findings count them as they came.
func (b *book) found() []qc.Set {
	if b.Findings == nil {
		return nil
	}
	sets := make([]qc.Set, len(b.segments))
	for i := range b.Findings {
		if f := &b.Findings[i]; f.Index >= 0 && f.Index < len(sets) {
			sets[b.row(f.Index)] |= qc.SetOf(f.Code)
		}
	}
	return sets
}

// row returns the place of a segment among the rows.
func (b *book) row(index int) int {
	if b.rows == nil {
		b.rows = make([]int, len(b.segments))
		for place, i := range qc.ByStart(b.script.Segments) {
			b.rows[i] = place
		}
	}
	return b.rows[index]
}

var findingColumns = []struct {
	name  string
	width float64
}{{"Severity", 9}, {"Code", 17}, {"ID", 9}, {"Row", 7}, {"Start", 13}, {"What", 76}, {"Value", 10}, {"Limit", 10}, {"Words", 8}, {"Seconds", 9}, {"Free from", 13}, {"Free to", 13}}

// findingsSheet lists the findings, gravest first.
func (r *rowWriter) findingsSheet(f *excelize.File) error {
	if r.Findings == nil {
		return nil
	}
	if _, err := f.NewSheet(FindingsSheet); err != nil {
		return err
	}
	if err := pageSetup(f, FindingsSheet, page{paper: r.Paper}); err != nil { // which the stream writes along
		return err
	}
	w, err := f.NewStreamWriter(FindingsSheet)
	if err != nil {
		return err
	}
	header := make([]any, len(findingColumns))
	for i, c := range findingColumns {
		header[i] = excelize.Cell{Value: c.name, StyleID: r.styles.header}
		err = errors.Join(err, w.SetColWidth(i+1, i+1, c.width))
	}
	err = errors.Join(err, w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}), w.SetRow("A1", header))
	row := 1
	for severity := qc.Error; severity > qc.None; severity-- {
		for i := range r.Findings {
			if f := &r.Findings[i]; f.Severity == severity && row < maxRows && err == nil {
				row++
				err = w.SetRow(fmt.Sprintf("A%d", row), r.findingRow(f))
			}
		}
	}
	if err == nil {
		err = w.Flush()
	}
	return err
}

func (r *rowWriter) findingRow(f *qc.Finding) []any {
	id, _ := table.Cell(f.ID)
	message, _ := table.Cell(f.Message)
	values := []any{f.Severity.String(), f.Code.String(), id, nil, r.clockText(f.Start), message, nil, nil, nil, nil, nil, nil}
	if f.Index >= 0 && f.Index < len(r.segments) {
		values[3] = headerRow + 1 + r.rowOf(r.row(f.Index))
	}
	if f.Code.Rule().Unit != "" {
		values[6], values[7] = f.Value, f.Limit
	}
	if f.Fix.Words != 0 {
		values[8] = f.Fix.Words
	}
	if f.Fix.Time != 0 {
		values[9] = f.Fix.Time.Seconds()
	}
	if slot := f.Fix.Slot; slot != (qc.Span{}) {
		values[10], values[11] = r.clockText(slot.Start), r.clockText(slot.End)
	}
	for i, v := range values {
		style := r.styles.plain
		if _, text := v.(string); !text {
			style = r.styles.figure
		}
		values[i] = excelize.Cell{Value: v, StyleID: style}
	}
	return values
}

func (b *book) clockText(d time.Duration) string { return string(b.clock.Append(nil, d)) }

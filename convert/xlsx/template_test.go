package xlsx_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/script"
)

// house is the workbook of a house: a logo's row, its own names and order of
// columns, times as times, a formula of its own, two rows of an example, and a
// line for signatures below.
func house(t *testing.T) []byte {
	f := excelize.NewFile()
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true, Color: "112233"}})
	require.NoError(t, err)
	shape := "[h]:mm:ss.000"
	clock, err := f.NewStyle(&excelize.Style{CustomNumFmt: &shape})
	require.NoError(t, err)
	for cell, value := range map[string]any{
		"A1": "Studio Nord", "B3": "TC In", "C3": "TC Out", "A3": "Beschreibung", "D3": "Studio", "E3": "Bemerkung", "F3": "Cost",
		"A4": "an example", "B4": 0.1, "C4": 0.2, "A5": "another", "B5": 0.3, "C5": 0.4, "A7": "Signed:",
	} {
		require.NoError(t, f.SetCellValue("Sheet1", cell, value))
	}
	require.NoError(t, f.SetCellFormula("Sheet1", "F4", "LEN(A4)*2"))
	require.NoError(t, f.SetCellStyle("Sheet1", "A4", "A5", bold))
	require.NoError(t, f.SetCellStyle("Sheet1", "B4", "C5", clock))
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	return b.Bytes()
}

// The columns of a house's own workbook are filled, with its styles and
// formulas, and what stands below the rows moves down.
func TestTemplate(t *testing.T) {
	s := &script.Script{Language: "de", Columns: &script.Columns{Names: []string{"Studio"}, Rows: [][]string{{"B"}}}}
	for i := range 5 {
		start := time.Duration(10*i) * time.Second
		s.Segments = append(s.Segments, script.Segment{ID: fmt.Sprint(i + 1), Start: start, End: start + 1500*time.Millisecond, Text: fmt.Sprintf("Text %d", i)})
	}
	s.Segments[1].Note, s.Segments[2].Row, s.Segments[3].Cue = "hier", 1, "leise"
	var b bytes.Buffer
	var warned []string
	e := xlsx.Encoder{Template: house(t), Warn: func(w script.Warning) error { warned = append(warned, w.Err.Error()); return nil }}
	require.NoError(t, e.Encode(&b, s))
	require.Equal(t, []string{"dropped: the format has no place for delivery cues (1 of 5 segments)"}, warned)

	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	rows, err := f.GetRows("Sheet1")
	require.NoError(t, err)
	require.Equal(t, "Studio Nord", rows[0][0])
	require.Equal(t, []string{"Text 1", "0:00:10.000", "0:00:11.500", "", "hier"}, rows[4][:5])
	require.Equal(t, "B", rows[5][3])
	require.Equal(t, "Signed:", rows[9][0])
	formula, err := f.GetCellFormula("Sheet1", "F8")
	require.NoError(t, err)
	require.Equal(t, "LEN(A8)*2", formula)
	first, _ := f.GetCellStyle("Sheet1", "A4")
	last, _ := f.GetCellStyle("Sheet1", "A8")
	require.Equal(t, first, last)

	back, err := xlsx.Decode(&b)
	require.NoError(t, err)
	want := *s
	want.Segments = append([]script.Segment(nil), s.Segments...)
	for i := range want.Segments {
		want.Segments[i].Cue, want.Segments[i].ID = "", ""
	}
	back.Columns, want.Columns = nil, nil
	for i := range back.Segments {
		back.Segments[i].Row, want.Segments[i].Row = 0, 0
	}
	require.Empty(t, cmp.Diff(&want, back))
}

// What is no workbook with a header cannot be filled.
func TestTemplateWithoutHeader(t *testing.T) {
	require.ErrorIs(t, xlsx.Encoder{Template: []byte("no")}.Encode(&bytes.Buffer{}, &script.Script{}), script.ErrSyntax)
	f := excelize.NewFile()
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	require.ErrorIs(t, xlsx.Encoder{Template: b.Bytes()}.Encode(&bytes.Buffer{}, &script.Script{}), script.ErrMissing)
}

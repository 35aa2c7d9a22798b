package xlsx_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// dump writes a workbook as text: its sheets with their settings and cells.
func dump(t *testing.T, src []byte) string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(src))
	require.NoError(t, err)
	defer f.Close()
	var b strings.Builder
	for _, name := range f.GetSheetList() {
		visible, err := f.GetSheetVisible(name)
		require.NoError(t, err)
		fmt.Fprintf(&b, "=== %s visible=%v\n", name, visible)
		dumpSettings(t, &b, f, name)
		dumpCells(t, &b, f, name)
	}
	for _, n := range f.GetDefinedName() {
		fmt.Fprintf(&b, "name %s (%s) = %s\n", n.Name, n.Scope, n.RefersTo)
	}
	props, err := f.GetCustomProps()
	require.NoError(t, err)
	for _, p := range props {
		fmt.Fprintf(&b, "property %s = %v\n", p.Name, p.Value)
	}
	return b.String()
}

func dumpSettings(t *testing.T, b *strings.Builder, f *excelize.File, name string) {
	props, err := f.GetSheetProps(name)
	require.NoError(t, err)
	layout, err := f.GetPageLayout(name)
	require.NoError(t, err)
	fmt.Fprintf(b, "page size=%v %v wide=%v high=%v fit=%v\n",
		value(layout.Size), value(layout.Orientation), value(layout.FitToWidth), value(layout.FitToHeight), value(props.FitToPage))
	view, err := f.GetSheetView(name, 0)
	require.NoError(t, err)
	fmt.Fprintf(b, "right-to-left=%v\n", value(view.RightToLeft))
	lines, err := f.GetHeaderFooter(name)
	require.NoError(t, err)
	if lines != nil {
		fmt.Fprintf(b, "page lines %q %q\n", lines.OddHeader, lines.OddFooter)
	}
	panes, err := f.GetPanes(name)
	require.NoError(t, err)
	fmt.Fprintf(b, "frozen=%v below row %d\n", panes.Freeze, panes.YSplit)
	lists, err := f.GetDataValidations(name)
	require.NoError(t, err)
	for _, list := range lists {
		fmt.Fprintf(b, "list %s: %s\n", list.Sqref, list.Formula1)
	}
	colours, err := f.GetConditionalFormats(name)
	require.NoError(t, err)
	for ref, rules := range colours {
		for _, rule := range rules {
			fmt.Fprintf(b, "colour %s: %s %s\n", ref, rule.Type, rule.Criteria)
		}
	}
}

func value[T any](p *T) any {
	if p == nil {
		return "unset"
	}
	return *p
}

// checkFormula fails for a formula where an editor's words stand: those are
// texts.
func checkFormula(t *testing.T, sheet, cell, formula string) {
	t.Helper()
	computed := sheet == xlsx.SummarySheet && cell[0] == 'B' || sheet == xlsx.ScriptSheet && (cell == "C5" || strings.ContainsAny(cell[:1], "DFGHINOPQ"))
	require.True(t, formula == "" || computed, "%s!%s = %s", sheet, cell, formula)
}

func dumpCells(t *testing.T, b *strings.Builder, f *excelize.File, name string) {
	rows, err := f.GetRows(name, excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	for r, row := range rows {
		height, err := f.GetRowHeight(name, r+1)
		require.NoError(t, err)
		fmt.Fprintf(b, "row %d height %g\n", r+1, height)
		for c, text := range row {
			if text == "" {
				continue
			}
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			require.NoError(t, err)
			formula, err := f.GetCellFormula(name, cell)
			require.NoError(t, err)
			checkFormula(t, name, cell, formula)
			id, err := f.GetCellStyle(name, cell)
			require.NoError(t, err)
			style, err := f.GetStyle(id)
			require.NoError(t, err)
			kind, err := f.GetCellType(name, cell)
			require.NoError(t, err)
			locked := style.Protection == nil || style.Protection.Locked
			fmt.Fprintf(b, "  %s %q type=%d format=%d locked=%v\n", cell, text, kind, style.NumFmt, locked)
		}
	}
}

func TestGolden(t *testing.T) {
	arabic := &script.Script{Title: "الميناء", Language: "ar", Segments: []script.Segment{
		{ID: "1", Start: 1000 * ms, End: 4000 * ms, Text: "تمشي نحو الرصيف.\nليل."},
	}}
	japanese := &script.Script{Title: "港", Language: "ja", Segments: []script.Segment{
		{ID: "1", Start: 0, End: 2000 * ms, Text: "赤い船が港で揺れている。雨合羽を着た二人の男がニシンの箱を岸に運び、カモメがマストの上を旋回し、子供が見つめている。"},
		{ID: "2", Start: 1000 * ms, End: 5000 * ms, Text: "He said: six plain words in English.", Language: "en"},
	}}
	for name, c := range map[string]struct {
		encoder xlsx.Encoder
		script  *script.Script
	}{
		"full":     {xlsx.Encoder{}, full()},
		"timecode": {xlsx.Encoder{Start: timecode.FromFrames(107892, timecode.Rate2997DF), Statuses: []string{"Offen, neu", "Fertig"}, Protected: true}, full()},
		"arabic":   {xlsx.Encoder{}, arabic},
		"japanese": {xlsx.Encoder{}, japanese},
		"empty":    {xlsx.Encoder{}, &script.Script{}},
	} {
		t.Run(name, func(t *testing.T) {
			src := encode(t, c.encoder, c.script)
			golden.Equal(t, "testdata/golden/"+name+".txt", []byte(dump(t, src)))
			require.True(t, bytes.Equal(src, encode(t, c.encoder, c.script)), "the same script makes the same file")
		})
	}
}

package convert_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// dumpXLSX returns what a workbook holds as text: every cell that is not
// empty, and how its sheets are set.
func dumpXLSX(t *testing.T, data []byte) []byte {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	require.NoError(t, err)
	defer f.Close()
	var b strings.Builder
	for _, sheet := range f.GetSheetList() {
		visible, err := f.GetSheetVisible(sheet)
		require.NoError(t, err)
		fmt.Fprintf(&b, "# %s, visible %t\n", sheet, visible)
		dumpSettings(t, &b, f, sheet)
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		for r, row := range rows {
			for c, value := range row {
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				require.NoError(t, err)
				formula, err := f.GetCellFormula(sheet, name)
				require.NoError(t, err)
				if value != "" || formula != "" {
					fmt.Fprintf(&b, "%s %q %s\n", name, value, formula)
				}
			}
		}
	}
	return []byte(b.String())
}

func dumpSettings(t *testing.T, b *strings.Builder, f *excelize.File, sheet string) {
	panes, err := f.GetPanes(sheet)
	require.NoError(t, err)
	layout, err := f.GetPageLayout(sheet)
	require.NoError(t, err)
	props, err := f.GetSheetProps(sheet)
	require.NoError(t, err)
	fmt.Fprintf(b, "frozen %t below row %d\n", panes.Freeze, panes.YSplit)
	if layout.Orientation != nil {
		fmt.Fprintf(b, "page %s\n", *layout.Orientation)
	}
	if props.FitToPage != nil && *props.FitToPage && layout.FitToWidth != nil {
		fmt.Fprintf(b, "fit to %d page wide\n", *layout.FitToWidth)
	}
	validations, err := f.GetDataValidations(sheet)
	require.NoError(t, err)
	for _, v := range validations {
		fmt.Fprintf(b, "choice %s in %s\n", v.Formula1, v.Sqref)
	}
	for _, name := range f.GetDefinedName() {
		if name.Scope == sheet {
			fmt.Fprintf(b, "name %s = %s\n", name.Name, name.RefersTo)
		}
	}
}

// dumpHTML returns what a review page holds, without the page around it and
// the rules that go with each.
func dumpHTML(t *testing.T, page []byte) []byte {
	t.Helper()
	_, rest, ok := bytes.Cut(page, []byte(`id="vsconvert-data">`))
	require.True(t, ok)
	data, _, _ := bytes.Cut(rest, []byte("</script>"))
	var all map[string]any
	require.NoError(t, json.Unmarshal(data, &all))
	require.NotEmpty(t, all["qc"])
	delete(all, "qc")
	out, err := json.MarshalIndent(all, "", "  ")
	require.NoError(t, err)
	return append(out, '\n')
}

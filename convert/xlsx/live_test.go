package xlsx_test

import (
	"bytes"
	"html"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Excel takes formulas of 8,192 characters, 64 levels and literals of 255
// characters, and refuses a file with more.
func TestFormulasAreWithinLimits(t *testing.T) {
	for _, e := range []xlsx.Encoder{{}, {Start: timecode.FromFrames(107892, timecode.Rate2997DF)}} {
		parts := unzip(t, encode(t, e, corners()))
		found := 0
		for _, sheet := range []string{"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"} {
			for _, match := range formulaValue.FindAllStringSubmatch(parts[sheet], -1) {
				_, rest, _ := strings.Cut(match[1], ">")
				formula := html.UnescapeString(strings.TrimSuffix(rest, "</f>"))
				require.LessOrEqual(t, len([]rune(formula)), 8192)
				depth, deepest := 0, 0
				for _, r := range formula {
					switch r {
					case '(':
						depth++
					case ')':
						depth--
					}
					deepest = max(deepest, depth)
				}
				require.LessOrEqual(t, deepest, 64, formula)
				found++
			}
		}
		require.Greater(t, found, 500)
	}
}

// By default nothing is locked: rows may be sorted, inserted and deleted.
func TestSheetsAreOpen(t *testing.T) {
	require.NotContains(t, unzip(t, encode(t, xlsx.Encoder{}, full()))["xl/worksheets/sheet1.xml"], "sheetProtection")
	require.Contains(t, unzip(t, encode(t, xlsx.Encoder{Protected: true}, full()))["xl/worksheets/sheet1.xml"], "sheetProtection")
}

// A count that names its unit, where the others have another, is not shown as
// "###".
func TestColumnsHoldUnits(t *testing.T) {
	s := &script.Script{Segments: []script.Segment{
		{ID: "1", Start: 0, End: 7e9, Text: "A fishing boat slips out at dawn; gulls follow it over the grey water."},
		{ID: "2", Start: 12e9, End: 16e9, Text: "海に日が沈む。船が一艘、港を出る。"},
	}}
	var b bytes.Buffer
	require.NoError(t, xlsx.Encoder{}.Encode(&b, s))
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	defer f.Close()
	for column, shown := range map[string]string{"F": "999 characters", "G": "99.9 CPS"} {
		width, err := f.GetColWidth(xlsx.ScriptSheet, column)
		require.NoError(t, err)
		require.GreaterOrEqual(t, width, float64(len(shown)), column)
	}
}

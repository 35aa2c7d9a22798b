package xlsx_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/convert/xlsx"
)

func someChangeRows() []xlsx.ChangeRow {
	return []xlsx.ChangeRow{
		{ID: "(script)", Before: "Harbour", After: "Port", What: "title: Harbour -> Port"},
		{ID: "001", In: "00:00:01.000", Out: "00:00:04.000", Before: "A woman in a long red coat crosses the empty square while snow begins to fall on the roofs around it.", After: "A woman in a blue coat crosses the square while snow begins to fall on the roofs around it, and a dog barks.", What: "text: \"long red\", \"empty\" -> \"blue\", \", and a dog barks.\"\nstatus: Draft -> Approved"},
		{ID: "002", In: "00:00:05.000", Out: "00:00:08.000", Before: "赤い長いコートを着た女性が雪の降り始めた誰もいない広場を横切り", After: "青いコートを着た女性が雪の降り始めた広場を横切り", What: "text"},
		{ID: "003", In: "00:00:09.000", Out: "00:00:10.000", Before: "رجل يرتدي معطفا طويلا", After: "رجل يرتدي قبعة", What: "text"},
		{ID: "004", In: "00:00:11.000", Out: "00:00:12.000", Before: "Night.", What: "missing in the copy, and kept"},
	}
}

func TestChangesAsAPage(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, xlsx.WriteChanges(&b, someChangeRows()))
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	require.NoError(t, err)
	defer f.Close()
	rows, err := f.GetRows("Changes")
	require.NoError(t, err)
	require.Equal(t, []string{"ID", "In", "Out", "Before", "After", "What changed", "Comment"}, rows[0])
	require.Equal(t, "A woman in a blue coat crosses the square while snow begins to fall on the roofs around it, and a dog barks.", rows[2][4])
	require.Empty(t, rows[5][4])
	runs, err := f.GetCellRichText("Changes", "E3")
	require.NoError(t, err)
	var marked []string
	for _, run := range runs {
		if run.Font.Bold {
			marked = append(marked, strings.TrimSpace(run.Text))
		}
	}
	require.Equal(t, []string{"blue", "it, and a dog barks."}, marked)
	layout, err := f.GetPageLayout("Changes")
	require.NoError(t, err)
	require.Equal(t, "landscape", *layout.Orientation)
	require.Equal(t, 1, *layout.FitToWidth)
	height, err := f.GetRowHeight("Changes", 3)
	require.NoError(t, err)
	require.Greater(t, height, 40.0)
}

func TestChangedWords(t *testing.T) {
	for want, pair := range map[string][2]string{
		`"red" -> "blue"`:    {"A red boat.", "A blue boat."},
		`"old" taken out`:    {"An old boat.", "An boat."},
		`"slowly" added`:     {"It sinks today", "It slowly sinks today"},
		`blanks`:             {"a  b", "a b"},
		`"赤" -> "青"`:         {"赤い船", "青い船"},
		`"One." -> "Other."`: {"One.", "Other."},
	} {
		require.Equal(t, want, xlsx.ChangedWords(pair[0], pair[1]))
	}
}

// TestInteropChangesPrinted looks at the PDF: nothing stands on anything else.
func TestInteropChangesPrinted(t *testing.T) {
	var all []xlsx.ChangeRow
	for range 12 {
		all = append(all, someChangeRows()...)
	}
	var b bytes.Buffer
	require.NoError(t, xlsx.WriteChanges(&b, all))
	file := filepath.Join(t.TempDir(), "changes.xlsx")
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o644))
	for n, page := range printed(t, office(t, "pdf", file), "changes") {
		require.Greater(t, page.Width, page.Height)
		checkOverprint(t, "changes", n+1, page)
	}
}

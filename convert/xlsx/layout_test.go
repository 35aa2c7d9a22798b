package xlsx_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/script"
)

func TestLayoutsForReading(t *testing.T) {
	for layout, want := range map[xlsx.Layout][]string{
		xlsx.Voice:  {"ID", "In", "Out", "Cue", "Text"},
		xlsx.Review: {"ID", "In", "Out", "Before", "After", "Comment"},
	} {
		var said []string
		var b bytes.Buffer
		e := xlsx.Encoder{Layout: layout, Paper: xlsx.Letter, BreakBefore: []string{"003"}, Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }}
		require.NoError(t, e.Encode(&b, film("en", 8)))
		require.Len(t, said, 1, "what is left out is said")
		f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
		require.NoError(t, err)
		rows, err := f.GetRows(xlsx.ScriptSheet)
		require.NoError(t, err)
		require.Equal(t, want, rows[0])
		require.Len(t, rows, 9)
		page, err := f.GetPageLayout(xlsx.ScriptSheet)
		require.NoError(t, err)
		require.Equal(t, 1, *page.Size)
		require.Equal(t, map[xlsx.Layout]string{xlsx.Voice: "portrait", xlsx.Review: "landscape"}[layout], *page.Orientation)
		require.Contains(t, unzip(t, b.Bytes())["xl/worksheets/sheet1.xml"], `<brk id="3"`)

		said = nil
		back := decode(t, xlsx.Decoder{Warn: e.Warn}, b.Bytes())
		require.Empty(t, said)
		require.Equal(t, "The Harbour & the Sea", back.Title)
		for i, seg := range film("en", 8).Segments {
			require.Equal(t, [4]any{seg.ID, seg.Start, seg.End, seg.Text}, [4]any{back.Segments[i].ID, back.Segments[i].Start, back.Segments[i].End, back.Segments[i].Text})
		}
	}
	err := xlsx.Encoder{Layout: xlsx.Voice, BreakBefore: []string{"nosuch"}, Warn: func(w script.Warning) error { return w.Err }}.Encode(&bytes.Buffer{}, &script.Script{Segments: film("en", 2).Segments[1:]})
	require.EqualError(t, err, `dropped: a page break before "nosuch": no segment has that id`)
	for _, l := range []xlsx.Layout{xlsx.Edit, xlsx.Voice, xlsx.Review} {
		parsed, err := xlsx.ParseLayout(l.String())
		require.NoError(t, err)
		require.Equal(t, l, parsed)
	}
	_, err = xlsx.ParsePaper("a5")
	require.ErrorIs(t, err, script.ErrValue)
}

// TestInteropLayoutsPrinted looks at the PDFs of all layouts, languages and
// papers: the size of the page, the header and title on each, and no words over
// others.
func TestInteropLayoutsPrinted(t *testing.T) {
	var files []string
	for _, language := range []string{"en", "ar", "ja"} {
		for _, layout := range []xlsx.Layout{xlsx.Voice, xlsx.Review, xlsx.Edit} {
			for paper, name := range map[xlsx.Paper]string{xlsx.A4: "a4", xlsx.Letter: "letter"} {
				files = append(files, save(t, fmt.Sprintf("%s-%s-%s.xlsx", language, layout, name), xlsx.Encoder{Layout: layout, Paper: paper}, film(language, 40)))
			}
		}
	}
	out := office(t, "pdf", files...)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".xlsx")
		pages := printed(t, out, name)
		if strings.Contains(name, "edit") {
			pages = pages[:len(pages)-1] // without the summary
		}
		for n, page := range pages {
			short, long := min(page.Width, page.Height), max(page.Width, page.Height)
			want := [2]float64{595, 842}
			if strings.HasSuffix(name, "letter") {
				want = [2]float64{612, 792}
			}
			require.InDelta(t, want[0], short, 2, name)
			require.InDelta(t, want[1], long, 2, name)
			require.Equal(t, strings.Contains(name, "voice"), page.Height > page.Width, name)
			checkOverprint(t, name, n+1, page)
		}
	}
	text, err := exec.Command(interop.Client(t, "pdftotext"), filepath.Join(out, "en-voice-a4.pdf"), "-").Output()
	require.NoError(t, err)
	require.Equal(t, len(printed(t, out, "en-voice-a4")), strings.Count(string(text), "The Harbour & the Sea"), "the title is on each page")
}

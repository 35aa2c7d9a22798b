package xlsx_test

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

var formulaValue = regexp.MustCompile(`(<f[^>]*(?:/>|>[^<]*</f>))<v>[^<]*</v>`)

// withoutValues takes the values of formulas out of a workbook, so that a
// program must compute them.
func withoutValues(t *testing.T, src []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for name, part := range unzip(t, src) {
		if strings.HasPrefix(name, "xl/worksheets/") {
			part = formulaValue.ReplaceAllString(part, "$1")
		}
		w, err := out.Create(name)
		require.NoError(t, err)
		_, err = io.WriteString(w, part)
		require.NoError(t, err)
	}
	require.NoError(t, out.Close())
	return b.Bytes()
}

// unzip returns the parts of a workbook.
func unzip(t *testing.T, src []byte) map[string]string {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	require.NoError(t, err)
	parts := map[string]string{}
	for _, f := range in.File {
		r, err := f.Open()
		require.NoError(t, err)
		part, err := io.ReadAll(r)
		require.NoError(t, err)
		parts[f.Name] = string(part)
	}
	return parts
}

// values returns what stands in the cells of both sheets, as it is stored.
func values(t *testing.T, src []byte) map[string]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(src))
	require.NoError(t, err)
	defer f.Close()
	all := map[string]string{}
	for _, sheet := range []string{xlsx.ScriptSheet, xlsx.SummarySheet} {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		for r, row := range rows {
			for c, value := range row {
				cell, err := excelize.CoordinatesToCellName(c+1, r+1)
				require.NoError(t, err)
				if value != "" {
					all[sheet+"!"+cell] = value
				}
			}
		}
	}
	return all
}

// corners is a script of rows that are counted and judged in odd ways.
func corners() *script.Script {
	s := &script.Script{Title: "Corners", Language: "en", Type: script.Standard}
	at := time.Duration(0)
	for _, text := range []string{
		"One two three four five six.", "Wait — what? \"Yes\", she said… (no!)", "a\nb\u00a0c d  e f g", "–", "", "Well-known co-op's 1,000 €5 100% & more", "😀 smile 😀", "日本語の文章です。長いです。とても長い。",
		"one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen", "x",
	} {
		for _, length := range []time.Duration{0, 400 * ms, time.Second, 1999 * ms, 2 * time.Second, 3333 * ms, 12 * time.Second, 20001 * ms} {
			seg := script.Segment{ID: "s", Start: at, End: at + length, Text: text}
			if strings.HasPrefix(text, "日") {
				seg.Language = "ja"
			}
			s.Segments = append(s.Segments, seg)
			at += length - 100*ms*time.Duration(len(text)%3)
			at = max(at, 0)
		}
	}
	return s
}

// TestInteropFormulasGiveWhatIsStored has LibreOffice compute every formula:
// each value is the one that the file was written with.
func TestInteropFormulasGiveWhatIsStored(t *testing.T) {
	reversed := film("en", 20)
	reversed.Segments[3].End = reversed.Segments[3].Start - time.Second
	extended := corners()
	extended.Type = script.Extended
	thai := &script.Script{Language: "th", Segments: []script.Segment{{ID: "1", Start: time.Second, End: 3 * time.Second, Text: "ผู้หญิงเดินไปที่ท่าเรือ เรือสีแดงลอยอยู่"}}}
	long := film("en", 10)
	for i := range long.Segments {
		long.Segments[i].Start += 101 * time.Hour
		long.Segments[i].End += 101 * time.Hour
	}
	scripts := map[string]*script.Script{
		"full": full(), "en": film("en", 40), "ar": film("ar", 30), "ja": film("ja", 30), "strange": withoutTabs(strange()),
		"corners": corners(), "extended": extended, "reversed": reversed, "thai": thai, "long": long, "empty": {Language: "en"},
	}
	encoders := map[string]xlsx.Encoder{
		"":    {},
		"-df": {Start: timecode.FromFrames(107892, timecode.Rate2997DF)},
		"-23": {Rate: timecode.Rate23976},
		"-25": {Start: timecode.FromFrames(36000*25, timecode.Rate25)},
	}
	dir := t.TempDir()
	stored := map[string]map[string]string{}
	var files []string
	for name, s := range scripts {
		for suffix, e := range encoders {
			if suffix != "" && name == "strange" || name == "long" && suffix != "" {
				continue
			}
			src := encode(t, e, s)
			stored[name+suffix] = values(t, src)
			file := filepath.Join(dir, name+suffix+".xlsx")
			require.NoError(t, os.WriteFile(file, withoutValues(t, src), 0o644))
			files = append(files, file)
		}
	}
	out := office(t, "xlsx", files...)
	for name, want := range stored {
		got := values(t, open(t, filepath.Join(out, name+".xlsx")))
		for cell, value := range want {
			if got[cell] != value {
				t.Errorf("%s: %s is %q, and LibreOffice computes %q", name, cell, value, got[cell])
			}
		}
		for cell, value := range got {
			if _, there := want[cell]; !there {
				t.Errorf("%s: %s is empty, and LibreOffice computes %q", name, cell, value)
			}
		}
	}
}

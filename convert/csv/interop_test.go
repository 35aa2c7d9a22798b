package csv_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/script"
)

// office converts a file with LibreOffice and returns the result.
func office(t *testing.T, file, filter, to string) string {
	t.Helper()
	out := t.TempDir()
	args := []string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", to, "--outdir", out}
	if filter != "" {
		args = append(args, "--infilter="+filter)
	}
	said, err := exec.Command(interop.Client(t, "soffice", "libreoffice"), append(args, file)...).CombinedOutput()
	require.NoError(t, err, "%s", said)
	extension, _, _ := strings.Cut(to, ":")
	return filepath.Join(out, strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))+"."+extension)
}

// film has texts that a spreadsheet program might run, and times it rounds.
func film() *script.Script {
	s := &script.Script{Title: "Film", Language: "en"}
	texts := []string{"=1+1", "+2", "-3", "@SUM(1)", "'=4", "=cmd|' /C calc'!A0", "'quoted", "She says \"no\", twice.\nThen leaves; slowly.", "Zoë, 夜, مساء", "- yes", "=HYPERLINK(\"http://x\",\"y\")"}
	for i := range 60 {
		start := time.Duration(i*4)*time.Second + time.Duration(i*137%1000)*ms + 123456
		s.Segments = append(s.Segments, script.Segment{
			ID: fmt.Sprintf("%03d", i+1), Start: start, End: start + 3*time.Second + 7*ms, Text: texts[i%len(texts)], Note: texts[(i+3)%len(texts)], Status: "Draft",
		})
	}
	return s
}

// TestInteropLibreOffice opens our CSV in LibreOffice, saves it as CSV, XLSX
// and ODS, and reads what comes back.
func TestInteropLibreOffice(t *testing.T) {
	const utf8, asCSV = "CSV:44,34,76,1,,0,false,true", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
	for _, form := range []csv.TimeForm{csv.Clock, csv.Colon} {
		file := filepath.Join(t.TempDir(), "film.csv")
		src := encode(t, csv.Encoder{Time: form}, film())
		require.NoError(t, os.WriteFile(file, []byte(src), 0o644))
		baseline := decode(t, csv.Decoder{}, src)

		fromCSV, err := os.Open(office(t, file, utf8, asCSV))
		require.NoError(t, err)
		edited, err := csv.Decode(fromCSV)
		require.NoError(t, err)
		checkSame(t, baseline, edited)

		book, err := os.ReadFile(office(t, file, utf8, "xlsx"))
		require.NoError(t, err)
		checkNoFormula(t, book)
		checkSame(t, baseline, unguard(t, book))

		book, err = os.ReadFile(office(t, office(t, file, utf8, "ods"), "", "xlsx"))
		require.NoError(t, err)
		checkSame(t, baseline, unguard(t, book))
	}
}

// unguard reads a workbook that was made from CSV by way of CSV, which takes
// the apostrophes off again.
func unguard(t *testing.T, book []byte) *script.Script {
	t.Helper()
	s, err := xlsx.Decode(bytes.NewReader(book))
	require.NoError(t, err)
	return decode(t, csv.Decoder{}, encode(t, csv.Encoder{Raw: true}, s))
}

// checkSame compares with what was written but for what the program is known
// to do to a CSV file: 001 becomes 1, and times may be rounded to hundredths
// of a second.
func checkSame(t *testing.T, want, got *script.Script) {
	t.Helper()
	sameNumber := cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".ID" }, cmp.Comparer(func(a, b string) bool {
		return strings.TrimLeft(a, "0") == strings.TrimLeft(b, "0")
	}))
	near := cmp.Comparer(func(a, b time.Duration) bool { return (a - b).Abs() <= 5*ms })
	require.Empty(t, cmp.Diff(want, got, sameNumber, near))
}

func checkNoFormula(t *testing.T, book []byte) {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(book))
	require.NoError(t, err)
	defer f.Close()
	for r := range 62 {
		for c := range 12 {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			require.NoError(t, err)
			formula, err := f.GetCellFormula(f.GetSheetName(0), cell)
			require.NoError(t, err)
			require.Empty(t, formula, cell)
		}
	}
}

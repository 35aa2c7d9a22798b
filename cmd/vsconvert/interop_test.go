package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/interop"
)

const draft = `{"title":"Harbour","language":"en","ad_type":"standard_ad","job_id":"j","media_id":"m","segments":[
{"id":"001","start_time":1.234567891,"end_time":4.25,"description":"=1+1 is on the board.","status":"Draft"},
{"id":"002","start_time":61.005,"end_time":62.345,"description":"A sign:\n“Closed”, 5 < 7 & so on."},
{"id":"003","start_time":64.999,"end_time":3723.004,"description":"'quoted' -- @home","note":"check","cue":"quickly"},
{"id":"x 4","start_time":3724.5,"end_time":3726,"description":"海に日が沈む。 يجلس الرجل","language":"ja"}
]}
`

// office converts a file with LibreOffice and returns the name of the result.
func office(t *testing.T, to, file, dir string) string {
	t.Helper()
	soffice := interop.Client(t, "soffice", "libreoffice")
	args := []string{"--headless", "-env:UserInstallation=file://" + t.TempDir(), "--convert-to", to, "--outdir", dir}
	if strings.HasSuffix(file, ".csv") {
		args = append(args, "--infilter=CSV:44,34,76,1")
	}
	said, err := exec.Command(soffice, append(args, file)...).CombinedOutput()
	require.NoError(t, err, string(said))
	extension, _, _ := strings.Cut(to, ":")
	out := filepath.Join(dir, strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))+"."+extension)
	require.FileExists(t, out, string(said))
	return out
}

// vsconvert runs the program, which must succeed.
func vsconvert(t *testing.T, args ...string) (stdout, stderr string) {
	t.Helper()
	var o, e bytes.Buffer
	code := run(args, streams{in: strings.NewReader(""), out: &o, err: &e})
	require.Equal(t, exitDone, code, "%v\n%s", args, e.String())
	return o.String(), e.String()
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(data)
}

// TestInteropMergeAfterSaving opens our sheets in LibreOffice, saves them in
// every format it has, and merges them back: nothing has changed.
func TestInteropMergeAfterSaving(t *testing.T) {
	interop.Client(t, "soffice", "libreoffice")
	dir := t.TempDir()
	original := filepath.Join(dir, "draft.json")
	require.NoError(t, os.WriteFile(original, []byte(draft), 0o600))
	for _, flags := range [][]string{nil, {"--csv-time", "clock"}, {"--csv-time", "colon"}} {
		vsconvert(t, append([]string{"-t", "xlsx,csv", "-o", dir, original}, flags...)...)
		saved := map[string]string{
			"xlsx":          office(t, "xlsx", filepath.Join(dir, "draft.xlsx"), filepath.Join(dir, "x")),
			"ods":           office(t, "xlsx", office(t, "ods", filepath.Join(dir, "draft.xlsx"), dir), filepath.Join(dir, "o")),
			"csv":           office(t, "csv:Text - txt - csv (StarCalc):44,34,76,1", filepath.Join(dir, "draft.csv"), filepath.Join(dir, "c")),
			"csv from xlsx": office(t, "csv:Text - txt - csv (StarCalc):44,34,76,1", filepath.Join(dir, "draft.xlsx"), filepath.Join(dir, "cx")),
			"xlsx from csv": office(t, "xlsx", filepath.Join(dir, "draft.csv"), filepath.Join(dir, "xc")),
		}
		for how, file := range saved {
			out := filepath.Join(dir, "merged.json")
			_, said := vsconvert(t, append([]string{"merge", original, file, "-o", out}, flags...)...)
			require.Equal(t, draft, read(t, out), "%s %v\n%s", how, flags, said)
			require.NotContains(t, said, " changed ", "%s %v", how, flags)
		}
	}
}

// TestInteropEditThreeCells has LibreOffice change three cells; the merge
// changes these three and nothing else.
func TestInteropEditThreeCells(t *testing.T) {
	soffice := interop.Client(t, "soffice", "libreoffice")
	python := interop.Client(t, "/usr/bin/python3")
	dir := t.TempDir()
	original := filepath.Join(dir, "draft.json")
	require.NoError(t, os.WriteFile(original, []byte(draft), 0o600))
	vsconvert(t, "-t", "xlsx,csv", "-o", dir, original)
	want := strings.NewReplacer(
		`"=1+1 is on the board."`, `"A boat sails out."`,
		`"end_time":62.345`, `"end_time":62.5`,
		`"note":"check"`, `"note":"checked"`,
	).Replace(draft)
	for _, c := range []struct{ file, filter, sheet, first, note string }{
		{"draft.xlsx", "Calc MS Excel 2007 XML", "AD Script", "7", "L"},
		{"draft.csv", "Text - txt - csv (StarCalc)", "", "2", "K"},
	} {
		row := int(c.first[0] - '0')
		cell := func(column string, below int) string { return column + string(rune('0'+row+below)) }
		edited := filepath.Join(dir, "edited-"+c.file)
		said, err := exec.Command(python, "testdata/interop/edit.py", soffice, filepath.Join(dir, c.file), edited, c.filter, c.sheet,
			cell("E", 0)+"=A boat sails out.", cell("C", 1)+"=00:01:02.500", cell(c.note, 2)+"=checked").CombinedOutput()
		require.NoError(t, err, string(said))
		out := filepath.Join(dir, "merged.json")
		_, report := vsconvert(t, "merge", original, edited, "-o", out)
		require.Equal(t, want, read(t, out), report)
		require.Equal(t, 3, strings.Count(report, " changed "), report)
	}
}

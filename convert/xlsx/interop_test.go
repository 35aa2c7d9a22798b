package xlsx_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// office converts files with LibreOffice and returns the folder of the
// results.
func office(t *testing.T, to string, files ...string) string {
	t.Helper()
	out := t.TempDir()
	args := append([]string{"-env:UserInstallation=file://" + t.TempDir(), "--headless", "--convert-to", to, "--outdir", out}, files...)
	said, err := exec.Command(interop.Client(t, "soffice", "libreoffice"), args...).CombinedOutput()
	require.NoError(t, err, "%s", said)
	return out
}

const asCSV = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"

func save(t *testing.T, name string, e xlsx.Encoder, s *script.Script) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(file, encode(t, e, s), 0o644))
	return file
}

func open(t *testing.T, file string) []byte {
	t.Helper()
	src, err := os.ReadFile(file)
	require.NoError(t, err)
	return src
}

// strange holds every hostile text that a cell can hold.
func strange() *script.Script {
	s := &script.Script{Title: "=1+1", Language: "en"}
	for i, text := range hostile.Texts() {
		clean, err := table.Cell(text.Text)
		if err != nil || len(clean) > 32767 || strings.TrimSpace(clean) == "" {
			continue
		}
		start := time.Duration(i+1) * time.Second
		s.Segments = append(s.Segments, script.Segment{ID: fmt.Sprintf("%03d", i), Start: start + 1, End: start + time.Second, Text: clean, Note: clean})
	}
	return s
}

func TestInteropLibreOfficeKeepsTheScript(t *testing.T) {
	scripts := map[string]*script.Script{"full": full(), "strange": strange(), "ar": film("ar", 30), "ja": film("ja", 30)}
	encoders := map[string]xlsx.Encoder{"": {}, "-tc": {Start: timecode.FromFrames(107892, timecode.Rate2997DF)}}
	var files []string
	want := map[string]*script.Script{}
	for name, s := range scripts {
		for suffix, e := range encoders {
			if name == "strange" {
				s = withoutTabs(s) // LibreOffice drops tabs when it saves ODS
			}
			files = append(files, save(t, name+suffix+".xlsx", e, s))
			want[name+suffix] = decode(t, xlsx.Decoder{}, open(t, files[len(files)-1]))
		}
	}
	again := office(t, "xlsx", files...)
	viaODS := office(t, "ods", files...)
	var sheets []string
	for name := range want {
		sheets = append(sheets, filepath.Join(viaODS, name+".ods"))
	}
	back := office(t, "xlsx", sheets...)
	asText := office(t, asCSV, files...)
	for name, s := range want {
		require.Empty(t, cmp.Diff(s, decode(t, xlsx.Decoder{}, open(t, filepath.Join(again, name+".xlsx")))), "saved as XLSX: %s", name)
		require.Empty(t, cmp.Diff(s, decode(t, xlsx.Decoder{}, open(t, filepath.Join(back, name+".xlsx")))), "saved as ODS and XLSX: %s", name)
		checkCSV(t, s, filepath.Join(asText, name+".csv"), strings.HasSuffix(name, "-tc"))
	}
}

func withoutTabs(s *script.Script) *script.Script {
	kept := *s
	kept.Segments = slices.DeleteFunc(slices.Clone(s.Segments), func(g script.Segment) bool { return strings.Contains(g.Text, "\t") })
	return &kept
}

// checkCSV compares what a sheet saved as CSV by another program keeps: times
// as shown, and no script title or language.
func checkCSV(t *testing.T, want *script.Script, file string, frames bool) {
	t.Helper()
	d := csv.Decoder{Raw: true}
	clock := table.Clock{Mark: '.'}
	if frames {
		d.Start = timecode.FromFrames(107892, timecode.Rate2997DF)
		clock.Rate, clock.Start = timecode.Rate2997DF, d.Start
	}
	got, err := d.Decode(bytes.NewReader(open(t, file)))
	require.NoError(t, err)
	require.Len(t, got.Segments, len(want.Segments))
	for i, w := range want.Segments {
		g := got.Segments[i]
		require.Equal(t, string(clock.Append(nil, w.Start)), string(clock.Append(nil, g.Start)))
		require.Equal(t, string(clock.Append(nil, w.End)), string(clock.Append(nil, g.End)))
		w.Start, w.End, g.Start, g.End, w.Language, g.Language = 0, 0, 0, 0, "", ""
		require.Empty(t, cmp.Diff(w, g), file)
	}
}

func TestInteropTextsStayTexts(t *testing.T) {
	out := office(t, "xlsx", save(t, "strange.xlsx", xlsx.Encoder{}, strange()))
	f, err := excelize.OpenFile(filepath.Join(out, "strange.xlsx"))
	require.NoError(t, err)
	defer f.Close()
	rows, err := f.GetRows(xlsx.ScriptSheet)
	require.NoError(t, err)
	for r, row := range rows {
		for c := range row {
			cell, err := excelize.CoordinatesToCellName(c+1, r+1)
			require.NoError(t, err)
			formula, err := f.GetCellFormula(xlsx.ScriptSheet, cell)
			require.NoError(t, err)
			checkFormula(t, xlsx.ScriptSheet, cell, formula)
		}
	}
}

// film is a script of n segments in English, Arabic or Japanese.
func film(language string, n int) *script.Script {
	texts := map[string][]string{
		"en": {"The Harbour & the Sea", "She walks to the pier.", "A red boat rocks in the harbour. Two men in oilskins carry crates of herring ashore, while gulls wheel above the masts and a child watches from behind a stack of lobster pots.", "Night.\nRain on the window.", "A close-up of the letter: \"I will not come back. Forgive me, and look after the house; the keys are under the third stone. Do not tell Anna before the summer is over, she would only follow me, and the sea is no place for her. Your brother, Erik.\""},
		"ar": {"الميناء والبحر", "تمشي نحو الرصيف.", "قارب أحمر يتأرجح في الميناء. رجلان يرتديان معاطف المطر يحملان صناديق الرنجة إلى الشاطئ، بينما تحلق النوارس فوق الصواري ويراقبهم طفل من وراء كومة من أقفاص الكركند.", "ليل.\nمطر على النافذة."},
		"ja": {"港と海", "彼女は桟橋へ歩いていく。", "赤い船が港で揺れている。雨合羽を着た二人の男がニシンの箱を岸に運び、カモメがマストの上を旋回し、子供がロブスター籠の山の陰から見つめている。手紙の接写。「もう戻らない。許してくれ。」", "夜。\n窓に雨。"},
	}[language]
	s := &script.Script{Title: texts[0], Language: language, Type: script.Standard, Source: script.Source{JobID: "3f2b8c1e-5a0d-4a7e-9c3b-1d2e3f405162", MediaID: "media_77"}}
	at := 2 * time.Second
	for i := range n {
		text := texts[1+i%(len(texts)-1)]
		seg := script.Segment{ID: fmt.Sprintf("%03d", i+1), Start: at, End: at + time.Duration(900+len(text)*(60+i%45))*ms, Text: text}
		if i%7 == 0 {
			seg.Note, seg.Status, seg.Cue = texts[2]+" "+texts[1], "In review", "after the phone rings, quickly"
		}
		s.Segments = append(s.Segments, seg)
		at = seg.End + 500*ms
	}
	return s
}

// TestInteropPrintedPages looks at the PDF of 300 rows: every page has the
// whole header, so that the sheet is one page wide; every word is there; and
// no two words stand on one another, as they do when rows are too low.
func TestInteropPrintedPages(t *testing.T) {
	pdftotext := interop.Client(t, "pdftotext")
	var files []string
	for _, language := range []string{"en", "ar", "ja"} {
		files = append(files, save(t, language+".xlsx", xlsx.Encoder{}, film(language, 300)))
	}
	out := office(t, "pdf", files...)
	for _, language := range []string{"en", "ar", "ja"} {
		bbox, err := exec.Command(pdftotext, "-bbox", filepath.Join(out, language+".pdf"), "-").Output()
		require.NoError(t, err)
		var doc document
		d := xml.NewDecoder(bytes.NewReader(bbox))
		d.Strict = false
		require.NoError(t, d.Decode(&doc))
		ids := map[string]bool{}
		require.Greater(t, len(doc.Pages), 5)
		for n, page := range doc.Pages[:len(doc.Pages)-1] {
			words := map[string]int{}
			for _, w := range page.Words {
				words[w.Text]++
				ids[w.Text] = true
			}
			for _, name := range []string{"ID", "Start", "Description", "Status", "Language", "Page"} {
				require.NotZero(t, words[name], "%s page %d: %s", language, n+1, name)
			}
			require.Greater(t, page.Width, page.Height, "landscape")
			checkOverprint(t, language, n+1, page)
		}
		for i := range 300 {
			require.True(t, ids[fmt.Sprintf("%03d", i+1)], "%s row %d", language, i+1)
		}
	}
}

// printed returns the pages of a PDF.
func printed(t *testing.T, dir, name string) []page {
	t.Helper()
	bbox, err := exec.Command(interop.Client(t, "pdftotext"), "-bbox", filepath.Join(dir, name+".pdf"), "-").Output()
	require.NoError(t, err)
	var doc document
	d := xml.NewDecoder(bytes.NewReader(bbox))
	d.Strict = false
	require.NoError(t, d.Decode(&doc))
	return doc.Pages
}

type document struct {
	Pages []page `xml:"body>doc>page"`
}

type page struct {
	Width  float64 `xml:"width,attr"`
	Height float64 `xml:"height,attr"`
	Words  []word  `xml:"word"`
}

type word struct {
	XMin float64 `xml:"xMin,attr"`
	YMin float64 `xml:"yMin,attr"`
	XMax float64 `xml:"xMax,attr"`
	YMax float64 `xml:"yMax,attr"`
	Text string  `xml:",chardata"`
}

// checkOverprint fails when two words share more than half a line's height and
// some of its width, or a word reaches into the next row.
func checkOverprint(t *testing.T, language string, n int, p page) {
	t.Helper()
	for i, a := range p.Words {
		for _, b := range p.Words[i+1:] {
			wide := min(a.XMax, b.XMax) - max(a.XMin, b.XMin)
			high := min(a.YMax, b.YMax) - max(a.YMin, b.YMin)
			if wide > 2 && high > 0.5*min(a.YMax-a.YMin, b.YMax-b.YMin) {
				t.Errorf("%s page %d: %q is printed over %q", language, n, b.Text, a.Text)
			}
		}
	}
}

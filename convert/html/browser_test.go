package html_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/html"
	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// modules is where npm has put playwright-core and axe-core.
func modules(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("VSCONVERT_NPM_DIR")
	if dir == "" {
		t.Skip("VSCONVERT_NPM_DIR names no directory with playwright-core and axe-core")
	}
	return dir
}

// TestInteropBrowser works in pages in headless Chromium, by clicks and by
// keys, and reads back what they save.
func TestInteropBrowser(t *testing.T) {
	chromium, node, ffmpeg := interop.Client(t, "chromium", "google-chrome"), interop.Client(t, "node", "nodejs"), interop.Client(t, "ffmpeg")
	npm, dir := modules(t), t.TempDir()
	write(t, dir, "page.html", encode(t, html.Encoder{Profile: dialogued(), Statuses: []string{"Draft", "Approved"}}, sample()))
	write(t, dir, "linked.html", encode(t, html.Encoder{Video: "film.webm"}, sample()))
	write(t, dir, "large.html", encode(t, html.Encoder{}, largeScript(5000)))
	write(t, dir, "hostile.html", encode(t, html.Encoder{}, hostileScript()))
	film := exec.Command(ffmpeg, "-v", "error", "-f", "lavfi", "-i", "testsrc=size=160x90:rate=25:duration=13", "-f", "lavfi", "-i",
		"aevalsrc=0.8*sin(440*2*PI*t)*lt(t\\,4):d=13", "-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libopus", filepath.Join(dir, "film.webm"))
	out, err := film.CombinedOutput()
	require.NoError(t, err, "%s", out)
	out, err = exec.Command(node, "testdata/browser.mjs", dir, npm, chromium).CombinedOutput()
	t.Logf("%s", out)
	require.NoError(t, err)
	for _, name := range []string{"clicks", "keyboard"} {
		testSaved(t, dir, name)
	}
	testPlainFiles(t, dir)
	testKeptAndHostile(t, dir)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	return string(data)
}

func dialogued() *qc.Profile {
	p := qc.Standard()
	p.Dialogue = []qc.Span{{Start: 4 * time.Second, End: 8 * time.Second}, {Start: 13 * time.Second, End: 13500 * time.Millisecond}}
	p.Duration = 40 * time.Second
	return &p
}

func largeScript(n int) *script.Script {
	s := &script.Script{Language: "en", Source: script.Source{JobID: "large"}}
	for i := range n {
		at := time.Duration(i) * 3 * time.Second
		s.Segments = append(s.Segments, script.Segment{
			ID: fmt.Sprint(i + 1), Start: at, End: at + 2500*time.Millisecond, Status: "Draft",
			Text: fmt.Sprintf("She walks along wall %d, stops at the old light, and looks back at the town.", i),
		})
	}
	return s
}

func hostileScript() *script.Script {
	s := &script.Script{Title: `</title><script>hacked=1</script><img src=x onerror=hacked=1>`, Language: "en"}
	for i, one := range append(hostile.Texts(), hostile.Text{Text: `<img src=x onerror=hacked=1></script><script>hacked=1</script><svg onload=hacked=1>`}) {
		text := strings.ToValidUTF8(one.Text, "\uFFFD")
		if len(text) > 4000 {
			continue // the same many times over
		}
		at := time.Duration(i) * 4 * time.Second
		s.Segments = append(s.Segments, script.Segment{ID: text, Start: at, End: at + time.Second, Text: text, Note: text, Status: text, Cue: text, Speaker: text})
	}
	return s
}

// testSaved reads a saved page and holds it against what the page showed.
func testSaved(t *testing.T, dir, name string) {
	var shown []struct {
		Text, Start, End, Note, State, Cue, Speaker string
		Extended                                    bool
	}
	require.NoError(t, json.Unmarshal([]byte(read(t, dir, "shown-"+name+".json")), &shown))
	by := ""
	got, err := html.Decoder{By: func(name string) { by = name }}.Decode(strings.NewReader(read(t, dir, "saved-"+name+".html")))
	require.NoError(t, err)
	require.Equal(t, map[string]string{"clicks": "Ann Ω", "keyboard": "Bob"}[name], by)
	require.Len(t, got.Segments, len(shown))
	for i, seg := range got.Segments {
		want := shown[i]
		require.Equal(t, []any{want.Text, want.Start, want.End, want.Note, want.State, want.Cue, want.Speaker, want.Extended},
			[]any{seg.Text, clock.Moment(seg.Start), clock.Moment(seg.End), seg.Note, seg.Status, seg.Cue, seg.Speaker, seg.Extended}, "%s, row %d", name, i)
	}
}

// testPlainFiles holds the other files that were saved against the page.
func testPlainFiles(t *testing.T, dir string) {
	want, err := html.Decode(strings.NewReader(read(t, dir, "saved-clicks.html")))
	require.NoError(t, err)
	require.Equal(t, "A trawler leaves the harbour.", want.Segments[0].Text)
	job, err := results.Decode(strings.NewReader(read(t, dir, "saved-clicks.json")))
	require.NoError(t, err)
	want.NumberIDs()
	job.Script.NumberIDs()
	require.Equal(t, want, job.Script)
	cues, err := vtt.Decode(strings.NewReader(read(t, dir, "saved-clicks.vtt")))
	require.NoError(t, err)
	subs, err := srt.Decode(strings.NewReader(read(t, dir, "saved-clicks.srt")))
	require.NoError(t, err)
	for i, seg := range want.Segments {
		for _, got := range []script.Segment{cues.Segments[i], subs.Segments[i]} {
			require.Equal(t, []any{seg.Text, seg.Start.Round(time.Millisecond), seg.End.Round(time.Millisecond)}, []any{got.Text, got.Start, got.End})
		}
	}
}

func testKeptAndHostile(t *testing.T, dir string) {
	got, err := html.Decode(strings.NewReader(read(t, dir, "saved-twice.html")))
	require.NoError(t, err)
	require.Equal(t, []string{"2", "3", "4"}, []string{got.Segments[0].ID, got.Segments[1].ID, got.Segments[2].ID})
	require.Equal(t, []string{"Kept work.", "twice"}, []string{got.Segments[1].Text, got.Segments[1].Note})
	got, err = html.Decode(strings.NewReader(read(t, dir, "saved-hostile.html")))
	require.NoError(t, err)
	require.Equal(t, hostileScript().Segments, got.Segments)
}

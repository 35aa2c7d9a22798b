package transcript_test

import (
	"bytes"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/transcript"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/script"
)

// harbour has descriptions, and speech between and along with them.
func harbour() (*script.Script, []script.Segment) {
	s := &script.Script{Title: "Harbour & Sea", Language: "en", Segments: []script.Segment{
		{ID: "2", Start: 11 * time.Second, End: 13 * time.Second, Text: "A sign:\n“Harbour <closed>”.", Extended: true, Speaker: "Mary"},
		{ID: "1", Start: 1500 * time.Millisecond, End: 4 * time.Second, Text: "A fishing boat slips out at dawn."},
		{ID: "3", Start: 3661 * time.Second, End: 3664 * time.Second, Text: "海に日が沈む。", Language: "ja"},
		{ID: "4", Start: 3670 * time.Second, End: 3674 * time.Second, Text: "يجلس الرجل على الرصيف.", Language: "ar"},
	}}
	return s, []script.Segment{
		{Start: 11 * time.Second, End: 14 * time.Second, Text: "- Where is\nhe going?\n- Home."},
		{Start: 5 * time.Second, End: 7 * time.Second, Text: "1. I told you *not* to\nsail.", Speaker: "Ann"},
		{Start: 8 * time.Second, Text: " "},
	}
}

func encode(t *testing.T, e transcript.Encoder, s *script.Script) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, e.Encode(&b, s))
	return b.String()
}

func TestGolden(t *testing.T) {
	s, dialogue := harbour()
	for _, form := range []transcript.Form{transcript.HTML, transcript.Text, transcript.Markdown} {
		golden.Equal(t, "testdata/harbour."+string(form), []byte(encode(t, transcript.Encoder{Form: form, Dialogue: dialogue}, s)))
		golden.Equal(t, "testdata/descriptions."+string(form), []byte(encode(t, transcript.Encoder{Form: form}, s)))
	}
	s.Language, s.Title, s.Segments = "ar", "الميناء", s.Segments[3:]
	golden.Equal(t, "testdata/arabic.html", []byte(encode(t, transcript.Encoder{Dialogue: dialogue}, s)))
	require.Equal(t, encode(t, transcript.Encoder{}, s), encode(t, transcript.Encoder{Form: transcript.HTML}, s))
}

// Who speaks is told in words, in every form and in the order of time.
func TestTellsInWords(t *testing.T) {
	s, dialogue := harbour()
	text := encode(t, transcript.Encoder{Form: transcript.Text, Dialogue: dialogue}, s)
	order := []string{"[00:00:01] Description: A fishing", "[00:00:05] Ann: 1. I told you *not* to sail.", "[00:00:11] Extended description (Mary): A sign:\n    “Harbour",
		"[00:00:11] Dialogue: - Where is he going?\n    - Home.", "[01:01:01] Description: 海"}
	for _, what := range order {
		_, rest, ok := strings.Cut(text, what)
		require.True(t, ok, "%q is not in\n%s", what, text)
		text = rest
	}
}

func TestSaysWhatItLeavesOut(t *testing.T) {
	var said []script.Warning
	e := transcript.Encoder{Warn: func(w script.Warning) error { said = append(said, w); return nil }}
	encode(t, e, &script.Script{Segments: []script.Segment{
		{ID: "a", Text: "x\x00", Note: "n", Start: -time.Second}, {ID: "b", Text: " "},
	}})
	var all []string
	for _, w := range said {
		all = append(all, w.Error())
	}
	require.Equal(t, []string{
		`transcript: segment "a": text changed: control characters dropped`,
		`transcript: segment "a": negative time: start -1s moved to 0`,
		`transcript: segment "b": no text: left out`,
		`transcript: dropped: the format has no place for ids (2 of 2 segments), notes (1 of 2 segments)`,
	}, all)
	require.ErrorIs(t, transcript.Encoder{Form: "pdf"}.Encode(&bytes.Buffer{}, &script.Script{}), script.ErrValue)
}

func hostileScript() *script.Script {
	s := &script.Script{Title: `<script>alert(1)</script>"'&`, Language: `"><b`}
	for i, h := range hostile.Texts() {
		s.Segments = append(s.Segments, script.Segment{ID: h.Name, Start: time.Duration(i) * time.Second, End: time.Hour, Text: h.Text, Speaker: h.Text, Language: h.Text[:1]})
	}
	return s
}

// Whatever the texts, a page has the elements that its writer made and no
// others, and each text in one of them.
func TestHostileTexts(t *testing.T) {
	s := hostileScript()
	page := encode(t, transcript.Encoder{Dialogue: s.Segments}, s)
	body := strings.NewReplacer("<!DOCTYPE html>", "", "<br>", "<br/>", `<meta charset="utf-8">`, "", `<meta name="viewport" content="width=device-width, initial-scale=1">`, "", `<meta name="generator" content="vsconvert transcript">`, "").Replace(page)
	counts := map[string]int{}
	d := xml.NewDecoder(strings.NewReader(body))
	for token, err := d.Token(); err == nil; token, err = d.Token() {
		if start, ok := token.(xml.StartElement); ok {
			counts[start.Name.Local]++
		}
	}
	require.Equal(t, int64(len(body)), d.InputOffset(), "well formed to the end")
	for name := range counts {
		require.Contains(t, []string{"html", "head", "title", "style", "body", "main", "h1", "p", "ol", "li", "time", "strong", "bdi", "span", "br"}, name)
	}
	require.Equal(t, counts["li"], counts["time"])
	require.Equal(t, counts["li"]+1, counts["bdi"])

	text := encode(t, transcript.Encoder{Form: transcript.Text}, s)
	require.NotRegexp(t, regexp.MustCompile(`[\x00-\x08\x0B-\x1F\x7F]`), text)
}

func FuzzEncode(f *testing.F) {
	f.Add("a <b", "c\n1) d", "ar")
	f.Fuzz(func(t *testing.T, text, speaker, language string) {
		s := &script.Script{Title: speaker, Language: language, Segments: []script.Segment{{Text: text, Speaker: speaker, Language: language}}}
		for _, form := range []transcript.Form{transcript.HTML, transcript.Text, transcript.Markdown} {
			encode(t, transcript.Encoder{Form: form, Dialogue: s.Segments}, s)
		}
	})
}

// TestInteropPagesAreValid has libxml2 parse pages, and axe-core look for what
// shuts people out, in Chromium.
func TestInteropPagesAreValid(t *testing.T) {
	xmllint, node, chromium := interop.Client(t, "xmllint"), interop.Client(t, "node", "nodejs"), interop.Client(t, "chromium", "google-chrome")
	dir := t.TempDir()
	var pages []string
	for _, name := range []string{"harbour", "descriptions", "arabic"} {
		page, err := os.ReadFile("testdata/" + name + ".html")
		require.NoError(t, err)
		pages = append(pages, filepath.Join(dir, name+".html"))
		require.NoError(t, os.WriteFile(pages[len(pages)-1], page, 0o600))
	}
	s := hostileScript()
	pages = append(pages, filepath.Join(dir, "hostile.html"))
	require.NoError(t, os.WriteFile(pages[3], []byte(encode(t, transcript.Encoder{Dialogue: s.Segments[:50]}, s)), 0o600))
	for _, page := range pages {
		out, err := exec.Command(xmllint, "--html", "--noout", page).CombinedOutput()
		require.NoError(t, err, "%s", out)
		for line := range strings.Lines(string(out)) { // libxml2 knows HTML 4 and these not
			if strings.Contains(line, "error :") {
				require.Regexp(t, `Tag (main|time|bdi) invalid`, line)
			}
		}
	}
	npm := os.Getenv("VSCONVERT_NPM_DIR")
	if npm == "" {
		t.Skip("VSCONVERT_NPM_DIR names no directory with playwright-core and axe-core")
	}
	out, err := exec.Command(node, append([]string{"testdata/axe.mjs", npm, chromium}, pages...)...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

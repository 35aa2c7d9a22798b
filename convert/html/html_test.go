package html_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/html"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

func sample() *script.Script {
	return &script.Script{
		Title: "Harbour & <Sea>", Language: "en-GB", Type: script.Standard, Source: script.Source{JobID: "job-1", MediaID: "film"},
		Segments: []script.Segment{
			{ID: "1", Start: 500 * time.Millisecond, End: 3100*time.Millisecond + 7, Text: "A fishing boat\nslips out of the harbour at dawn.", Note: "slow?", Status: "Draft", Cue: "softly"},
			{ID: "2", Start: 3200 * time.Millisecond, End: 4 * time.Second, Text: "يخرج قارب صيد صغير من المرفأ عند الفجر والبحر هادئ.", Language: "ar", Speaker: "Nell"},
			{ID: "3", Start: 9 * time.Second, End: 12 * time.Second, Text: "夜明けに漁船が港を出ていく。", Language: "ja", Status: "Approved", Extended: true},
			{ID: "4", Start: 14 * time.Second, End: 20 * time.Second, Text: "He LOOKS UP. See www.example.org 🎬"},
		},
	}
}

func encode(t *testing.T, e html.Encoder, s *script.Script) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, e.Encode(&b, s))
	return b.String()
}

func TestEverythingComesBack(t *testing.T) {
	s := sample()
	got, err := html.Decode(strings.NewReader(encode(t, html.Encoder{}, s)))
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(s, got))
}

func TestHostileTextsStayData(t *testing.T) {
	s := sample()
	for _, one := range hostile.Texts() {
		text := one.Text
		s.Segments[0].Text, s.Segments[0].Note, s.Title = text, text, text
		page := encode(t, html.Encoder{}, s)
		require.Equal(t, 2, strings.Count(page, "</script"), "%q", text)
		got, err := html.Decode(strings.NewReader(page))
		require.NoError(t, err)
		require.Equal(t, strings.ToValidUTF8(text, "\uFFFD"), got.Segments[0].Text)
	}
}

func TestBrokenPages(t *testing.T) {
	page := encode(t, html.Encoder{}, sample())
	from := strings.Index(page, `{"version"`)
	for name, c := range map[string]struct{ page, want string }{
		"empty":         {" \n", "empty input"},
		"another page":  {"<!doctype html><p>hello", "no review page"},
		"cut off":       {page[:from+400], "cut off"},
		"edited badly":  {strings.Replace(page, `"start":500000000,`, `"start":500000000`, 1), "the page's data is broken"},
		"a wrong time":  {strings.Replace(page, `"start":500000000`, `"start":"now"`, 1), `start: malformed time "\"now\""`},
		"a later page":  {strings.Replace(page, `{"version":1`, `{"version":9`, 1), "later vsconvert"},
		"a missing end": {strings.Replace(page, `"end":3100000007,`, "", 1), "end: missing value"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := html.Decode(strings.NewReader(c.page))
			var parse *script.ParseError
			require.ErrorAs(t, err, &parse)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func TestThePageIsSmall(t *testing.T) {
	s := &script.Script{Language: "en"}
	for i := range 500 {
		s.Segments = append(s.Segments, script.Segment{
			ID: "seg-" + string(rune('a'+i%26)), Start: time.Duration(i) * 7 * time.Second, End: time.Duration(i)*7*time.Second + 4*time.Second,
			Text: "She walks along the harbour wall, stops at the old light, and looks back at the town. " + strings.Repeat("x", i%30), Status: "Draft",
		})
	}
	require.Less(t, len(encode(t, html.Encoder{}, s)), 400_000)
}

// TestDump writes a page for looking at.
func TestDump(t *testing.T) {
	path := os.Getenv("VSCONVERT_DUMP")
	if path == "" {
		t.Skip("VSCONVERT_DUMP names no file")
	}
	p := qc.Standard()
	p.Dialogue = []qc.Span{{Start: 4 * time.Second, End: 8 * time.Second}, {Start: 13 * time.Second, End: 13500 * time.Millisecond}}
	p.Duration = 40 * time.Second
	require.NoError(t, os.WriteFile(path, []byte(encode(t, html.Encoder{Profile: &p, Statuses: []string{"Draft", "Approved"}}, sample())), 0o644))
}

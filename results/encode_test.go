package results_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// encode also returns the warnings, as they are printed.
func encode(t testing.TB, e results.Encoder, s *script.Script) (string, []string) {
	t.Helper()
	var b bytes.Buffer
	var warnings []string
	e.Warn = func(w script.Warning) error { warnings = append(warnings, w.Error()); return nil }
	require.NoError(t, e.Encode(&b, s))
	require.True(t, json.Valid(b.Bytes()), b.String())
	return b.String(), warnings
}

// requireRoundTrip writes s both ways and reads it back.
func requireRoundTrip(t testing.TB, want, s *script.Script) {
	t.Helper()
	for _, indent := range []bool{false, true} {
		out, _ := encode(t, results.Encoder{Indent: indent}, s)
		job, err := results.Decode(strings.NewReader(out))
		require.NoError(t, err)
		job.Script.NumberIDs()
		require.Empty(t, cmp.Diff(want, job.Script, cmpopts.EquateEmpty()))
	}
}

func full() *script.Script {
	return &script.Script{
		Title: `Harbour "at" dawn`, Language: "en-GB", Type: script.Extended,
		Source: script.Source{JobID: jobID, MediaID: mediaID},
		Segments: []script.Segment{
			{ID: "1", Start: 1, End: time.Second, Text: "A harbour.\nGulls."},
			{ID: "b", Start: time.Second / 2, End: math.MaxInt64, Text: "Mist \\ fog", Note: "check\nthe name", Status: "Approved", Cue: "quickly", Language: "fr"},
			{ID: "b", Start: time.Second, End: time.Second, Text: "no length"},
			{ID: `"`, Start: 2 * time.Second, End: time.Second, Text: "reversed"},
		},
	}
}

func TestEncodeGolden(t *testing.T) {
	for name, e := range map[string]results.Encoder{"compact": {}, "indent": {Indent: true}} {
		out, warnings := encode(t, e, full())
		golden.Equal(t, filepath.Join("testdata", "encode", name+".json"), []byte(out))
		require.Equal(t, []string{`json: segment "b": zero length: end equals start`, `json: segment "\"": end before start`}, warnings)
	}
}

func TestRoundTrip(t *testing.T) {
	requireRoundTrip(t, full(), full())
	requireRoundTrip(t, &script.Script{Title: "empty"}, &script.Script{Title: "empty"})
}

func TestRoundTripOfHostileTexts(t *testing.T) {
	s, want := &script.Script{}, &script.Script{}
	for i, text := range hostile.Texts() {
		at := time.Duration(i) * 1234567891 * time.Nanosecond
		seg := script.Segment{ID: text.Text, Start: at, End: at + 7, Text: text.Text, Note: text.Text, Status: text.Text, Cue: text.Text, Language: text.Text}
		s.Segments = append(s.Segments, seg)
		valid := strings.ToValidUTF8(text.Text, "\uFFFD")
		seg = script.Segment{ID: valid, Start: at, End: at + 7, Text: valid, Note: valid, Status: valid, Cue: valid, Language: valid}
		want.Segments = append(want.Segments, seg)

		_, warnings := encode(t, results.Encoder{}, &script.Script{Segments: s.Segments[i:]})
		require.Equal(t, !utf8.ValidString(text.Text), strings.Contains(strings.Join(warnings, ""), "U+FFFD"), text.Name)
	}
	requireRoundTrip(t, want, s)
	for i, text := range hostile.Texts() {
		whole := &script.Script{Title: text.Text, Language: text.Text, Source: script.Source{JobID: text.Text, MediaID: text.Text}, Segments: s.Segments[i : i+1]}
		valid := strings.ToValidUTF8(text.Text, "\uFFFD")
		requireRoundTrip(t, &script.Script{Title: valid, Language: valid, Source: script.Source{JobID: valid, MediaID: valid}, Segments: want.Segments[i : i+1]}, whole)
	}
}

func TestWhatEncodeChangesIsSaid(t *testing.T) {
	s := &script.Script{Type: script.Type(9), Segments: []script.Segment{
		{Start: 5, End: 6, Text: "second"},
		{ID: "neg", Start: -5, End: -4, Text: "x"},
		{ID: "bad", Start: 7, End: 8, Text: "caf\xe9", Note: "\xff"},
		{ID: "none", Start: 9, End: 10},
	}}
	before := *s
	before.Segments = append([]script.Segment(nil), s.Segments...)
	out, warnings := encode(t, results.Encoder{}, s)
	require.Equal(t, before, *s)
	require.Equal(t, []string{
		`json: dropped: ad_type: unexpected value "Type(9)": want standard_ad or extended_ad`,
		`json: segment "neg": negative time: start_time -5ns moved to 0`,
		`json: segment "neg": negative time: end_time -4ns moved to 0`,
		`json: segment "bad": text changed: description: bytes that are no UTF-8 replaced by U+FFFD`,
		`json: segment "bad": text changed: note: bytes that are no UTF-8 replaced by U+FFFD`,
		`json: segment "none": no text`,
	}, warnings)
	job, err := results.Decode(strings.NewReader(out))
	require.NoError(t, err)
	require.Equal(t, []script.Segment{
		{ID: "neg", Text: "x"},
		{ID: "2", Start: 5, End: 6, Text: "second"},
		{ID: "bad", Start: 7, End: 8, Text: "caf\uFFFD", Note: "\uFFFD"},
		{ID: "none", Start: 9, End: 10},
	}, job.Script.Segments)

	_, warnings = encode(t, results.Encoder{}, &script.Script{})
	require.Equal(t, []string{"json: no segments"}, warnings)
}

func TestEncodeReturnsWriteErrors(t *testing.T) {
	for _, n := range []int{1, 5000} {
		err := results.Encode(fullDisk{}, feature(n))
		require.ErrorIs(t, err, errFull)
	}
}

var errFull = errors.New("disk full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

// TestShapes says which of an answer's parts counts.
func TestShapes(t *testing.T) {
	const one = `[{"start_time":1,"end_time":2,"description":"one"}]`
	const two = `[{"start":"1","end":2e0,"text":"two","id":2}]`
	const bad = `[{"start_time":"bad"}]`
	tests := []struct{ in, format, id, text string }{
		{`{"output":{"segments":` + one + `,"items":` + two + `,"vtt":"x"}}`, "json", "1", "one"},
		{`{"output":{"vtt":5,"items":` + bad + `,"content":"x","segments":` + one + `}}`, "json", "1", "one"},
		{`{"output":{"vtt":"x","items":` + two + `}}`, "json", "2", "two"},
		{`{"output":{"segments":null,"items":` + two + `}}`, "json", "2", "two"},
		{`{"output":{"segments":[],"items":` + two + `}}`, "json", "2", "two"},
		{`{"output":{"items":[],"segments":` + one + `}}`, "json", "1", "one"},
		{`{"output":{"segments":` + bad + `,"segments":` + one + `}}`, "json", "1", "one"},
		{`{"output":{"content":` + bad + `,"content":` + quote(one) + `}}`, "json", "1", "one"},
		{`{"output":` + bad + `,"output":` + one + `}`, "json", "1", "one"},
		{`{"output":{},"segments":` + one + `}`, "json", "1", "one"},
		{`{"output":{"items":` + one + `}}`, "json", "1", "one"},
		{`{"output":` + quote(two) + `}`, "json", "2", "two"},
		{`{"output":{"format":"JSON","content":` + quote(`{"items":`+two+`}`) + `}}`, "json", "2", "two"},
		{`{"output":{"format":"WebVTT","content":"WEBVTT\n\nx\n00:01.000 --> 00:02.000\nthree"}}`, "vtt", "x", "three"},
		{`{"output":{"format":"VTT","content":"\ufeffWEBVTT\r\n\r\nx\r\n00:01.000 --> 00:02.000\r\nthree"}}`, "vtt", "x", "three"},
		{`{"output":{"format":"Edl","content":"001 AX V C 00:00:05:00 00:00:07:00 00:00:01:00 00:00:02:00\n* FROM CLIP NAME: four"}}`, "edl", "1", "four"},
		{`{"output":"\n\n001 AX V C 00:00:05:00 00:00:07:00 00:00:01:00 00:00:02:00\n* FROM CLIP NAME: four"}`, "edl", "1", "four"},
		{`{"output":"title: x\n001 AX V C 00:00:05:00 00:00:07:00 00:00:01:00 00:00:02:00\n* FROM CLIP NAME: a --> b"}`, "edl", "1", "a --> b"},
		{`{"output":{"srt":"1\n00:00:01,000 --> 00:00:02,000\nfive"}}`, "srt", "1", "five"},
		{`{"output":{"edl":"001 AX V C 00:00:05:00 00:00:07:00 00:00:01:00 00:00:02:00\n* FROM CLIP NAME: four"}}`, "edl", "1", "four"},
		{`"1\r\n00:00:01,000 --> 00:00:02,000\r\nfive"`, "srt", "1", "five"},
		{`{"items":` + two + `,"status":null}`, "json", "2", "two"},
		{one, "json", "1", "one"},
		{`[{"start_time":1,"start":7,"end":7,"end_time":2,"text":"old","description":"one"}]`, "json", "1", "one"},
		{`[{"text":"old","start_time":1,"end":7,"end_time":2,"description":"one","start":9}]`, "json", "1", "one"},
	}
	for _, test := range tests {
		job, _, err := decode(t, test.in)
		require.NoError(t, err, test.in)
		require.Equal(t, test.format, job.Format, test.in)
		require.Len(t, job.Script.Segments, 1, test.in)
		seg := job.Script.Segments[0]
		if seg.ID == "" {
			seg.ID = "1" // its ordinal
		}
		require.Equal(t, script.Segment{ID: test.id, Start: time.Second, End: 2 * time.Second, Text: test.text}, seg, test.in)
	}
}

func TestScriptMetadata(t *testing.T) {
	seg := `"segments":[{"start_time":1,"end_time":2,"description":"x"}]`
	for _, in := range []string{
		`{"title":"T","language":"de","ad_type":"standard_ad",` + seg + `}`,
		`{"output":{"title":"T","language":"de","ad_type":"STANDARD",` + seg + `}}`,
		`{"language":"de","title":"U","output":{"title":"T","ad_type":"standard_ad",` + seg + `}}`,
		`{"language":"de","ad_type":"extended_ad","output":{"ad_type":"standard_ad","content":{"title":"T",` + seg + `}}}`,
		`{"output":{"content":` + quote(`{"title":"T","language":"de","ad_type":"standard",`+seg+`}`) + `}}`,
	} {
		job, _, err := decode(t, in)
		require.NoError(t, err, in)
		s := job.Script
		require.Equal(t, [3]string{"T", "de", "standard_ad"}, [3]string{s.Title, s.Language, s.Type.String()}, in)
	}
}

func TestReadsInPieces(t *testing.T) {
	job, err := results.Decode(iotest.OneByteReader(open(t, "doneTextJson.json")))
	require.NoError(t, err)
	require.Len(t, job.Script.Segments, 2)
}

// TestCost guards what does not depend on the machine: few allocations.
func TestCost(t *testing.T) {
	in := encoded(t, feature(10_000))
	allocs := testing.AllocsPerRun(3, func() {
		_, err := results.Decode(strings.NewReader(in))
		require.NoError(t, err)
	})
	require.Less(t, allocs, 100.0)
}

// TestFlood reads an answer of which every segment is warned of twice. If each
// warning made for a look at the whole text, this would take minutes.
func TestFlood(t *testing.T) {
	const n = 100_000
	in := strings.ReplaceAll(encoded(t, &script.Script{Segments: make([]script.Segment, n)}), "\n", "")
	count := 0
	_, err := results.Decoder{Warn: func(script.Warning) error { count++; return nil }}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, 2*n, count)
}

func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob(filepath.Join(corpus, "*.json"))
	require.NoError(f, err)
	for _, file := range files {
		f.Add(readFile(f, file))
	}
	f.Fuzz(func(t *testing.T, in string) {
		job, err := results.Decoder{Warn: func(w script.Warning) error { _ = w.Error(); return nil }}.Decode(strings.NewReader(in))
		if job != nil {
			_ = job.String()
		}
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		for _, seg := range job.Script.Segments {
			require.True(t, utf8.ValidString(seg.ID+seg.Text))
		}
		for i := range job.Script.Segments { // as they are written
			if seg := &job.Script.Segments[i]; seg.ID == "" {
				seg.ID = strconv.Itoa(i + 1)
			}
		}
		requireRoundTrip(t, job.Script, job.Script)
	})
}

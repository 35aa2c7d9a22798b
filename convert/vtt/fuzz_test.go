package vtt_test

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
)

// TestRandomAgainstTheStandard is FuzzDecode without a fuzzer.
func TestRandomAgainstTheStandard(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		checkDecode(t, randomFile(r))
	}
}

func FuzzDecode(f *testing.F) {
	_, files := corpus(f)
	for _, file := range files {
		if len(file) < 4<<10 {
			f.Add(file)
		}
	}
	f.Fuzz(checkDecode)
}

// checkDecode compares the reader with the literal algorithm, and what it read
// with what it reads of that when it is written.
func checkDecode(t *testing.T, file []byte) {
	warned := false
	got, err := vtt.Decoder{Warn: func(w script.Warning) error { warned = true; _ = w.Error(); return nil }}.Decode(bytes.NewReader(file))
	_, strict := vtt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(bytes.NewReader(file))
	require.Equal(t, err != nil || warned, strict != nil)
	if !bytes.HasPrefix(file, []byte("\xFF\xFE")) && !bytes.HasPrefix(file, []byte("\xFE\xFF")) {
		if d := cmp.Diff(standard(file), ours(t, file), cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("%q (-standard +ours):\n%s", file, d)
		}
	}
	if err == nil {
		checkEncode(t, got)
	}
}

func FuzzEncode(f *testing.F) {
	for _, text := range hostile.Texts() {
		if len(text.Text) < 1<<10 {
			f.Add(text.Name, text.Text, text.Text, int64(1500), int64(2500), int64(3000))
			f.Add(text.Text, text.Text, "x", int64(-1), int64(-5), int64(1<<62))
		}
	}
	f.Fuzz(func(t *testing.T, id, text, text2 string, start, end, start2 int64) {
		const most = int64(1 << 43) // ms; more is more than a Duration
		ms := func(n int64) time.Duration { return time.Duration(n%most) * time.Millisecond }
		checkEncode(t, &script.Script{Segments: []script.Segment{
			{ID: id, Start: ms(start), End: ms(end), Text: text},
			{ID: "2", Start: ms(start2), End: ms(start2) + time.Second, Text: text2},
		}})
	})
}

// checkEncode writes s, reads it back in strict mode, and compares with what
// should have been written: s itself for all that the format can hold.
func checkEncode(t *testing.T, s *script.Script) {
	var file bytes.Buffer
	before := cmp.Diff(nil, s)
	require.NoError(t, vtt.Encode(&file, s))
	require.Equal(t, before, cmp.Diff(nil, s), "the script has changed")
	var want []script.Segment
	for _, seg := range s.Sorted() {
		text, _ := clean.Text(seg.Text)
		seg.Text, _ = clean.CloseBidi(text)
		if seg.Text != "" {
			want = append(want, seg)
		}
	}
	got, err := vtt.Decode(bytes.NewReader(file.Bytes()))
	require.NoError(t, err)
	require.Len(t, got.Segments, len(want), "%q", file.String())
	_, strict := vtt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(bytes.NewReader(file.Bytes()))
	if len(want) > 0 {
		require.NoError(t, strict)
	}
	for i, seg := range got.Segments {
		require.Equal(t, want[i].Text, seg.Text)
		require.Equal(t, max(want[i].Start, 0), seg.Start)
		if want[i].End > max(want[i].Start, 0) {
			require.Equal(t, want[i].End, seg.End)
		}
		require.Greater(t, seg.End, seg.Start)
		if id := want[i].ID; isPlainID(id) {
			require.Equal(t, id, seg.ID)
		}
	}
}

// isPlainID reports whether an id can be written as it is.
func isPlainID(id string) bool {
	line, changed := clean.Line(id)
	if changed || line == "" || strings.Contains(line, "-->") {
		return false
	}
	for _, word := range []string{"NOTE", "STYLE", "REGION", "WEBVTT"} {
		if line == word || strings.HasPrefix(line, word+" ") {
			return false
		}
	}
	return true
}

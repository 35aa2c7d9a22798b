package srt_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
)

// Whatever the bytes, the reader returns; what it accepts is written and read
// back the same, but for what the writer said it changed.
func FuzzDecode(f *testing.F) {
	for _, row := range readerTable {
		if len(row.input) < 10000 {
			f.Add([]byte(row.input), false)
		}
	}
	f.Add([]byte(twoFile+"<i>&lt;b&gt;</i>"), true)
	f.Fuzz(func(t *testing.T, input []byte, entities bool) {
		d := srt.Decoder{DecodeEntities: entities}
		s, err := d.Decode(bytes.NewReader(input))
		if err != nil {
			var pe *script.ParseError
			require.ErrorAs(t, err, &pe)
			return
		}
		require.IsNonDecreasing(t, starts(s.Segments))
		checkRoundTrip(t, s.Segments)
	})
}

// Whatever a script holds, the reader gets back what was written, and that is
// what the script holds where nothing was said.
func FuzzEncode(f *testing.F) {
	for _, h := range hostile.Texts() {
		if len(h.Text) < 10000 {
			f.Add(h.Text, "next", int64(1000), int64(2000), int64(3000), int64(4000))
		}
	}
	f.Add("One", "7\n8", int64(-1), int64(-2), int64(1<<62), int64(1<<63-1))
	f.Fuzz(func(t *testing.T, one, two string, a, b, c, d int64) {
		checkRoundTrip(t, []script.Segment{
			{ID: "a", Start: time.Duration(a), End: time.Duration(b), Text: one},
			{ID: "b", Start: time.Duration(c), End: time.Duration(d), Text: two},
		})
	})
}

func starts(segments []script.Segment) []time.Duration {
	all := make([]time.Duration, len(segments))
	for i := range segments {
		all[i] = segments[i].Start
	}
	return all
}

// checkRoundTrip writes segments and reads the file back, twice.
func checkRoundTrip(t *testing.T, segments []script.Segment) {
	t.Helper()
	sorted := (&script.Script{Segments: segments}).Sorted()
	for i := range sorted {
		sorted[i].ID = strings.Repeat("x", i%3) + string(rune('a'+i%26)) + time.Duration(i).String() // one warning, one segment
	}
	file, warnings := encode(t, srt.Encoder{}, sorted...)
	said := map[string][]error{}
	for _, w := range warnings {
		require.NotEmpty(t, w.SegmentID)
		said[w.SegmentID] = append(said[w.SegmentID], w.Err)
	}
	var want []script.Segment
	for _, s := range sorted {
		if !holds(said[s.ID], script.ErrNoText) {
			want = append(want, s)
		}
	}
	if len(want) == 0 {
		require.Empty(t, file)
		return
	}
	var d srt.Decoder
	if !late(warnings) {
		d.Warn = func(w script.Warning) error {
			if strings.HasSuffix(w.Err.Error(), "; kept as text") { // as it was
				return nil
			}
			return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err}
		}
	}
	s, err := d.Decode(strings.NewReader(file))
	require.NoError(t, err)
	require.Len(t, s.Segments, len(want))
	for i, got := range s.Segments {
		check(t, want[i], got, said[want[i].ID])
	}
	again, warnings := encode(t, srt.Encoder{}, s.Segments...)
	if !late(warnings) {
		require.Empty(t, warnings)
		require.Empty(t, cmp.Diff(file, again))
	}
}

// check compares what was read back with what was written.
func check(t *testing.T, want, got script.Segment, said []error) {
	t.Helper()
	if !holds(said, script.ErrText) {
		require.Equal(t, want.Text, got.Text)
	}
	if holds(said, script.ErrTimeRange) {
		return
	}
	require.Less(t, got.Start, got.End)
	if !holds(said, script.ErrNegativeTime) {
		require.InDelta(t, want.Start, got.Start, 500001)
	}
	if !holds(said, script.ErrNegativeTime) && !holds(said, script.ErrZeroLength) && !holds(said, script.ErrReversed) {
		require.InDelta(t, want.End, got.End, 500001)
	}
}

func holds(errs []error, target error) bool { return errors.Is(errors.Join(errs...), target) }

// late reports whether any of the warnings is about a time beyond 99 hours,
// the last of which no Duration holds once it is rounded.
func late(warnings []script.Warning) bool {
	for _, w := range warnings {
		if errors.Is(w.Err, script.ErrTimeRange) {
			return true
		}
	}
	return false
}

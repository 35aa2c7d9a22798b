package merge_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/fingerprint"
	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
)

// long is a script of n segments.
func long(n int) *script.Script {
	s := &script.Script{Language: "en", Segments: make([]script.Segment, n)}
	for i := range s.Segments {
		start := time.Duration(i) * 4 * time.Second
		s.Segments[i] = script.Segment{ID: fmt.Sprint(i + 1), Start: start, End: start + 3*time.Second, Text: fmt.Sprintf("Line %d of many, and it is not short.", i)}
	}
	return s
}

// A merge of 20,000 rows allocates in proportion to them, whichever way they
// are matched.
func TestMergeOfManyRows(t *testing.T) {
	const n = 20_000
	rewritten := func() *script.Script {
		s := long(n)
		for i := 0; i < n; i += 3 {
			s.Segments[i].Text = fmt.Sprintf("Line %d is another, and not short.", i)
		}
		for i := 1; i < n; i += 5 {
			s.Segments[i].Start += 77 * time.Millisecond
		}
		return s
	}
	moved := rewritten()
	require.NoError(t, moved.Shift(1200*time.Millisecond))
	unlike := rewritten()
	for i := range unlike.Segments {
		unlike.Segments[i].Start += time.Duration(i%7) * 90 * time.Millisecond
	}
	var written script.Written
	original := long(n)
	for i := range original.Segments {
		written.Rows = append(written.Rows, string(fingerprint.Append(nil, &original.Segments[i], "en")))
	}
	written.IDs = fingerprint.OfSegments(original.Segments)
	for name, c := range map[string]struct {
		edited  *script.Script
		options merge.Options
	}{
		"ids":          {rewritten(), merge.Options{}},
		"no ids":       {rewritten(), merge.Options{Absent: []script.Field{script.FieldID}}},
		"fingerprints": {rewritten(), merge.Options{Spreadsheet: true, Written: written}},
		"moved":        {moved, merge.Options{Absent: []script.Field{script.FieldID}}},
		"order alone":  {unlike, merge.Options{Absent: []script.Field{script.FieldID}, Force: true}},
	} {
		var result *merge.Result
		var changes []merge.Change
		allocs := allocations(func() {
			result = merge.NewResult(original)
			var err error
			changes, err = result.Take(c.edited, c.options)
			require.NoError(t, err)
		})
		require.NoError(t, result.Check())
		require.Len(t, result.Script().Segments, n, name)
		require.GreaterOrEqual(t, len(changes), n/3, name)
		require.Less(t, allocs, uint64(120*n), name)
	}
}

// allocations counts those of one run.
func allocations(run func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	run()
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}

package merge_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
)

// episode is a script of one programme.
func episode(job string, texts ...string) *script.Script {
	s := &script.Script{Language: "en", Source: script.Source{JobID: job}}
	for i, text := range texts {
		start := time.Duration(10*i+1) * time.Second
		s.Segments = append(s.Segments, script.Segment{ID: fmt.Sprint(i + 1), Start: start, End: start + 3*time.Second, Text: text})
	}
	return s
}

var harbour = []string{"A boat leaves the harbour.", "Gulls circle over the pier.", "Anna waves from the wall.", "Rain begins to fall.", "The lamps go out one by one."}

func TestCopyOfAnotherScriptIsRefused(t *testing.T) {
	hospital := []string{"A nurse opens the curtain.", "The monitor shows a flat line.", "Tom runs down the stairs.", "A car waits at the kerb.", "Snow covers the windscreen."}
	elsewhere := episode("", hospital...)
	require.NoError(t, elsewhere.Scale(7, 5))
	byChance := episode("", hospital...)
	byChance.Segments[3] = episode("", harbour...).Segments[3]
	require.NoError(t, (&script.Script{Segments: byChance.Segments[:3]}).Shift(4*time.Second))
	moved := episode("", harbour...)
	for i := range moved.Segments {
		moved.Segments[i].Start += time.Duration(i*i) * time.Second
		moved.Segments[i].End += time.Duration(i*i) * time.Second
	}
	translated := episode("job-1", "Ein Boot läuft aus.", "Möwen kreisen.", "Anna winkt.", "Es regnet.", "Die Lampen erlöschen.")
	cases := map[string]struct {
		copy *script.Script
		says string // "" for what goes through
	}{
		"another job":                       {episode("job-2", harbour...), `not a copy of the original: it is of job "job-2", not "job-1"`},
		"another episode with the same ids": {elsewhere, "not a copy of the original: no segment of it starts where one of the original does, or says what that says"},
		"its times, other texts":            {episode("", hospital...), "not a copy of the original: 5 of 5 segments say something else"},
		"its texts, other times":            {moved, "not a copy of the original: 4 of 5 segments start elsewhere"},
		"one segment meets by chance":       {byChance, "not a copy of the original: 3 of 5 segments start elsewhere"},
		"translated, its job":               {translated, ""},
		"every line a little different":     {episode("", "The boat leaves the harbour.", "Gulls circle over a pier.", "Anna waves from her wall.", "Rain begins to pour.", "The lamps go out, one by one!"), ""},
	}
	for name, c := range cases {
		_, _, err := merge.Merge(episode("job-1", harbour...), c.copy, merge.Options{})
		if c.says == "" {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorIs(t, err, merge.ErrNotCopy, name)
		require.EqualError(t, err, c.says, name)
		_, _, err = merge.Merge(episode("job-1", harbour...), c.copy, merge.Options{Force: true})
		require.NoError(t, err, name)
	}
	other := episode("", harbour...)
	other.Source.MediaID = "m2"
	original := episode("job-1", harbour...)
	original.Source.MediaID = "m1"
	_, _, err := merge.Merge(original, other, merge.Options{})
	require.EqualError(t, err, `not a copy of the original: it is of media "m2", not "m1"`)
}

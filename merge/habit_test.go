package merge_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
)

const ms = time.Millisecond

// feature is a script that runs from before to after the first hour.
func feature() *script.Script {
	s := &script.Script{Language: "en"}
	at := 58*time.Minute + 321*ms
	for i, text := range []string{"One rider.", "0123", "1/2", "1e5", "true", "Six crows rise."} {
		s.Segments = append(s.Segments, script.Segment{ID: "00" + string(rune('1'+i)), Start: at, End: at + 2123*ms, Text: text, Note: "3.50"})
		at += 5*time.Minute + 7654*ms
	}
	return s
}

// asExcelSaves is what is left of a CSV whose times were shown as mm:ss.0.
func asExcelSaves(s *script.Script) {
	for i := range s.Segments {
		seg := &s.Segments[i]
		for _, d := range []*time.Duration{&seg.Start, &seg.End} {
			*d = d.Round(100*ms) % time.Hour
		}
	}
}

func TestTimesThatAProgramReformatted(t *testing.T) {
	edited := feature()
	asExcelSaves(edited)
	edited.Segments[5].Text = "Seven crows rise."
	edited.Segments[4].End += 700 * ms
	edited.Segments[0].End += 400 * ms
	var said []string
	got, changes, err := merge.Merge(feature(), edited, merge.Options{Spreadsheet: true, Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }})
	require.NoError(t, err)
	want := feature()
	want.Segments[5].Text = "Seven crows rise."
	want.Segments[4].End = want.Segments[4].End.Round(100*ms) + 700*ms
	want.Segments[0].End = want.Segments[0].End.Round(100*ms) + 400*ms
	require.Empty(t, cmp.Diff(want, got))
	count := map[merge.Kind]int{}
	for _, c := range changes {
		count[c.Kind]++
	}
	require.Equal(t, map[merge.Kind]int{merge.Rounded: 10, merge.Changed: 3}, count, "%v", changes)
	require.Len(t, said, 2)
	require.Contains(t, said[0], "took the hours from 10 times: the original's stay")
	require.Contains(t, said[1], `segment "005": assumed: end 00:18:33.800 is 01:18:33.800`)
}

// Whole seconds, in a cell that shows no more; one that an editor sets to a
// whole second among others is an edit.
func TestTimesCutToSeconds(t *testing.T) {
	edited := feature()
	for i := range edited.Segments {
		edited.Segments[i].Start = edited.Segments[i].Start.Truncate(time.Second)
		edited.Segments[i].End = edited.Segments[i].End.Round(time.Second)
	}
	got, _, err := merge.Merge(feature(), edited, merge.Options{Spreadsheet: true})
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(feature(), got))

	edited = feature()
	edited.Segments[1].Start = edited.Segments[1].Start.Truncate(time.Second)
	got, changes, err := merge.Merge(feature(), edited, merge.Options{Spreadsheet: true})
	require.NoError(t, err)
	require.Len(t, changes, 1)
	require.Empty(t, cmp.Diff(edited, got))
}

func TestTextsThatAProgramRetyped(t *testing.T) {
	for _, made := range [][]string{
		{"123", "2026-01-02", "100000", "TRUE", "3.5"},
		{"0123", "02-Jan", "1.00E+05", "WAHR", "3,5"},
		{"123", "1. Feb", "1E+05", "1", "3,50"},
		{"123", "02/01/2026", "100,000", "VRAI", "3.5"},
	} {
		edited := feature()
		for i := range 4 {
			edited.Segments[i+1].Text = made[i]
		}
		for i := range edited.Segments {
			edited.Segments[i].Note = made[4]
		}
		got, _, err := merge.Merge(feature(), edited, merge.Options{Spreadsheet: true})
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(feature(), got), "%q", made)
	}
	for was, is := range map[string]string{"0123": "124", "1/2": "2026-01-03", "1e5": "100001", "true": "false", "Scene 5": "Scene 6", "10:30": "10:31", "2": "3", "3.50": "3.51", "5 %": "5"} {
		a := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1, End: 2, Text: was}}}
		b := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1, End: 2, Text: is}}}
		changes := diff(a, b, merge.Options{Spreadsheet: true})
		require.Len(t, changes, 1)
		require.Equal(t, merge.Changed, changes[0].Kind, "%s -> %s", was, is)
	}
}

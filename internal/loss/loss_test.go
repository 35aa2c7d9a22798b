package loss_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/script"
)

func TestOf(t *testing.T) {
	s := &script.Script{
		Title: "T", Language: "en", Type: script.Standard, Source: script.Source{JobID: "j"},
		Segments: []script.Segment{
			{ID: "3", Start: 3, Note: "n"},
			{ID: "1", Start: 1, Text: "a\nb", Note: "n"},
			{ID: "two", Start: 2, Status: "s", Cue: "c", Language: "fr"},
		},
	}
	require.NoError(t, loss.Of(s, script.AllFields))
	err := loss.Of(s, 0)
	require.ErrorIs(t, err, script.ErrDropped)
	require.EqualError(t, err, `dropped: the format has no place for the title "T", the language "en", the type "standard_ad", `+
		"ids (1 of 3 segments), notes (2 of 3 segments), statuses (1 of 3 segments), delivery cues (1 of 3 segments), segment languages (1 of 3 segments)")
	require.EqualError(t, loss.Of(s, script.IDs|script.Title|script.Language|script.AdType|script.Statuses|script.Cues|script.Languages),
		"dropped: the format has no place for notes (2 of 3 segments)")
}

func TestNothingToLoseCostsNothing(t *testing.T) {
	s := &script.Script{Segments: []script.Segment{{ID: "1", Text: "a"}, {ID: "2", Start: 1, Text: "b"}}}
	require.NoError(t, loss.Of(s, 0))
	require.Zero(t, testing.AllocsPerRun(10, func() { _ = loss.Of(s, 0) }))
}

func TestOrdinalsAreNoIDs(t *testing.T) {
	lost := func(n int, id string) bool {
		s := &script.Script{Segments: make([]script.Segment, n)}
		s.Segments[n-1].ID = id
		return loss.Of(s, 0) != nil
	}
	for _, n := range []int{1, 9, 10, 11, 100, 999, 1000} {
		require.False(t, lost(n, strconv.Itoa(n)))
		require.False(t, lost(n, ""))
		for _, id := range []string{"0" + strconv.Itoa(n), strconv.Itoa(n) + "0", strconv.Itoa(n + 1), "1" + strconv.Itoa(n), "x", "-1", "0"} {
			require.True(t, lost(n, id), "%d %q", n, id)
		}
	}
}

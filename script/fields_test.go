package script_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/script"
)

func TestFields(t *testing.T) {
	require.Equal(t, "nothing", script.Fields(0).String())
	require.Equal(t, "ids, title", (script.IDs | script.Title).String())
	require.Equal(t, "ids, line breaks, notes, statuses, delivery cues, segment languages, title, language, type, job and media id",
		script.Fields(script.AllFields).String())
}

func TestLosses(t *testing.T) {
	s := &script.Script{
		Title: "T", Language: "en", Type: script.Standard, Source: script.Source{JobID: "j"},
		Segments: []script.Segment{{ID: "1", Text: "a\nb", Note: "n"}, {ID: "two", Status: "s", Cue: "c", Language: "fr"}, {ID: "3", Note: "n"}},
	}
	require.Empty(t, s.Losses(script.AllFields))
	errs := s.Losses(0)
	require.Equal(t, []string{
		`dropped: no place for the title "T"`,
		`dropped: no place for the language "en"`,
		`dropped: no place for the type "standard_ad"`,
		"dropped: no place for ids (1 of 3 segments)",
		"dropped: no place for notes (2 of 3 segments)",
		"dropped: no place for statuses (1 of 3 segments)",
		"dropped: no place for delivery cues (1 of 3 segments)",
		"dropped: no place for segment languages (1 of 3 segments)",
	}, texts(errs))
	for _, err := range errs {
		require.ErrorIs(t, err, script.ErrDropped)
	}
	require.Len(t, s.Losses(script.IDs|script.Title|script.Notes), 5)
	plain := &script.Script{Segments: segments(1, 2, 3, 4)}
	require.Empty(t, plain.Losses(0))
	require.Zero(t, testing.AllocsPerRun(10, func() { plain.Losses(0) }))
}

func texts(errs []error) []string {
	var all []string
	for _, err := range errs {
		all = append(all, fmt.Sprint(err))
	}
	return all
}

package merge_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
)

func TestSeveralCopies(t *testing.T) {
	fresh := script.Segment{ID: "9", Start: 50 * time.Second, End: 51 * time.Second, Text: "New."}
	var said []string
	r := merge.NewResult(sheet())
	takeCopy := func(o merge.Options, edit func(s *script.Script)) []string {
		edited := sheet()
		edit(edited)
		said = nil
		o.Warn = func(w script.Warning) error { said = append(said, w.Error()); return nil }
		changes, err := r.Take(edited, o)
		require.NoError(t, err)
		return lines(changes)
	}

	require.Len(t, takeCopy(merge.Options{}, func(s *script.Script) {
		s.Segments[0].Text, s.Segments[1].Text, s.Segments[1].Note = "A one.", "A two.", "by A"
		s.Segments = append(s.Segments, fresh)
	}), 4)
	require.Empty(t, said)

	got := takeCopy(merge.Options{AllowDelete: true}, func(s *script.Script) {
		s.Segments[0].Text, s.Segments[1].Text, s.Segments[1].Status, s.Segments[2].End = "A one.", "B two.", "Approved", 24*time.Second
		s.Title = "B"
		other := fresh
		other.ID = "8"
		s.Segments = append(s.Segments[:3], s.Segments[4], other, script.Segment{ID: "9", Start: time.Minute, End: 61 * time.Second, Text: "Newer."})
	})
	require.Equal(t, []string{
		`script: title changed: "" -> "B"`,
		`segment "002": text conflict: "A two." -> "B two."`,
		`segment "002": status changed: "" -> "Approved"`,
		`segment "003": end changed: "00:00:23.005" -> "00:00:24.000"`,
		`segment "004": segment deleted: "Four." -> ""`,
		`segment "6": segment added: "" -> "Newer."`,
	}, got)
	require.Equal(t, []string{`segment "002": conflict: text: another copy has "A two.", which stays, not "B two."`}, said)

	require.Equal(t, []string{
		`script: title conflict: "B" -> "C"`,
		`segment "001": segment conflict: "A one." -> ""`,
		`segment "004": segment conflict: "" -> "C four."`,
	}, takeCopy(merge.Options{AllowDelete: true}, func(s *script.Script) {
		s.Title, s.Segments[3].Text = "C", "C four."
		s.Segments = s.Segments[1:]
	}))

	want := sheet()
	want.Title = "B"
	want.Segments[0].Text, want.Segments[1].Text, want.Segments[1].Note = "A one.", "A two.", "by A"
	want.Segments[1].Status, want.Segments[2].End = "Approved", 24*time.Second
	want.Segments = append(want.Segments[:3], want.Segments[4], fresh, script.Segment{ID: "6", Start: time.Minute, End: 61 * time.Second, Text: "Newer."})
	require.Empty(t, cmp.Diff(want, r.Script()))
}

package timing_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timing"
)

func TestConcat(t *testing.T) {
	a, b, c := spans(1*sec, 2*sec, 9*sec, 11*sec), spans(0, 1*sec, 3*sec, 4*sec), spans(0, 1*sec)
	a.Title, a.Language, b.Title, b.Language = "One", "en", "Two", "fr"
	b.Type, c.Segments[0].ID = script.Extended, "1-2"
	var said []string
	out, err := timing.Concat([]timing.Part{{Script: a, Name: "a"}, {Script: b, Name: "b", At: 10 * sec}, {Script: c, Name: "c", At: 20500 * ms}},
		func(w script.Warning) error { said = append(said, w.Error()); return nil })
	require.NoError(t, err)
	require.Equal(t, times(spans(1*sec, 2*sec, 9*sec, 11*sec, 10*sec, 11*sec, 13*sec, 14*sec, 20500*ms, 21500*ms)), times(out))
	var ids []string
	for _, seg := range out.Segments {
		ids = append(ids, seg.ID)
	}
	require.Equal(t, []string{"1", "2", "1-2'", "2-2", "1-2"}, ids)
	require.Equal(t, "fr", out.Segments[2].Language)
	require.True(t, out.Segments[2].Extended)
	require.Equal(t, "One", out.Title)
	require.Equal(t, []string{
		`timing: b: dropped: title "Two"`,
		`timing: b: differs from that of the part before: type "extended_ad"`,
		`timing: b: differs from that of the part before: language "fr"`,
		`timing: b: id changed: 2 of them, as other parts have them: "1" became "1-2'"`,
		`timing: b: overlaps the segment before it: it begins at 10s, and "2" ends at 11s`,
	}, said)
	require.NoError(t, out.Validate())
	require.Zero(t, b.Segments[0].Start, "parts stay as they are")

	_, err = timing.Concat([]timing.Part{{Script: a, Name: "a", At: -2 * sec}}, nil)
	require.ErrorIs(t, err, script.ErrNegativeTime)
	require.ErrorContains(t, err, "a: segment 1")
}

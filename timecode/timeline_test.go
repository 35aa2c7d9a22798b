package timecode_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/timecode"
)

func label(t testing.TB, s string) timecode.Label {
	t.Helper()
	l, err := timecode.ParseLabel(s)
	require.NoError(t, err)
	return l
}

func TestTimeline(t *testing.T) {
	line, err := timecode.NewTimeline(timecode.Rate25, start(t, "23:00:00:00", timecode.Rate25))
	require.NoError(t, err)
	for _, c := range []struct {
		in, out  string
		from, to time.Duration
	}{
		{"23:00:00:00", "23:00:01:00", 0, time.Second},
		{"23:59:59:00", "00:00:01:00", time.Hour - time.Second, time.Hour + time.Second},
		{"23:59:59:00", "23:59:59:00", time.Hour - time.Second, time.Hour - time.Second},
		{"00:30:00:00", "00:29:00:00", 90 * time.Minute, 89 * time.Minute},
		{"12:00:00:00", "12:00:01:00", 13 * time.Hour, 13*time.Hour + time.Second},
		{"23:00:00:00", "23:00:01:00", 24 * time.Hour, 24*time.Hour + time.Second},
	} {
		from, to, err := line.Span(label(t, c.in), label(t, c.out))
		require.NoError(t, err)
		require.Equal(t, c.from, line.Duration(from), c.in)
		require.Equal(t, c.to, line.Duration(to), c.out)
	}
	line, err = timecode.NewTimeline(timecode.Rate25, start(t, "23:00:00:00", timecode.Rate25))
	require.NoError(t, err)
	_, err = line.Frame(label(t, "22:00:00:00"))
	require.ErrorIs(t, err, timecode.ErrEarly)
	_, err = line.Frame(label(t, "23:00:00:25"))
	require.ErrorIs(t, err, timecode.ErrFrame)
	_, _, err = line.Span(label(t, "23:00:00:00"), label(t, "23:00:00:25"))
	require.ErrorIs(t, err, timecode.ErrFrame)
}

func start(t testing.TB, label string, r timecode.Rate) timecode.Timecode {
	t.Helper()
	tc, err := timecode.Parse(label, r)
	require.NoError(t, err)
	return tc
}

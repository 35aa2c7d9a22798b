package clock_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/clock"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

func TestMillisRoundsHalvesUp(t *testing.T) {
	for d, want := range map[time.Duration]int64{
		0: 0, 499_999: 0, 500_000: 1, 999_999: 1, 1_499_999: 1, 10_299_999_900: 10300, 59_999_600_000: 60000,
		-1: 0, -500_000: 0, -500_001: -1, math.MaxInt64: 9223372036855, math.MinInt64: -9223372036855,
	} {
		require.Equal(t, want, clock.Millis(d), d)
	}
}

func TestAppendMillis(t *testing.T) {
	for ms, want := range map[int64]string{
		0: "00:00:00.000", 3_723_004: "01:02:03.004", 359_999_999: "99:59:59.999", 360_000_000: "100:00:00.000", 36_000_000_010: "10000:00:00.010",
	} {
		require.Equal(t, want, string(clock.AppendMillis(nil, ms, '.')))
	}
	require.Equal(t, "00:00:01,050", string(clock.AppendMillis(nil, 1050, ',')))
}

func TestCanonical(t *testing.T) {
	for _, ms := range []int64{0, 1, 59_999, 3_723_004, 359_999_999} {
		got, ok := clock.Canonical(string(clock.AppendMillis(nil, ms, ',')), ',')
		require.True(t, ok)
		require.Equal(t, time.Duration(ms)*time.Millisecond, got)
	}
	for _, s := range []string{"", "00:00:00.00", "00:00:00.0000", "00:00:00,000", "0a:00:00.000", "00:60:00.000", "00:00:60.000", "00;00:00.000", "00:00;00.000", "00:00:00.00a", "00:00:00./00", "-1:00:00.000"} {
		_, ok := clock.Canonical(s, '.')
		require.False(t, ok, s)
	}
}

func TestSecondsRoundTrip(t *testing.T) {
	for _, d := range []time.Duration{0, 1, -1, time.Second, 3_100_000_000, -61_000_000_001, 999_999_999, math.MaxInt64, math.MinInt64 + 1} {
		got, err := clock.ParseSeconds(string(clock.AppendSeconds(nil, d)))
		require.NoError(t, err)
		require.Equal(t, d, got)
	}
	require.Equal(t, "3.1", string(clock.AppendSeconds(nil, 3100*time.Millisecond)))
	require.Equal(t, "-9223372036.854775808", string(clock.AppendSeconds(nil, math.MinInt64)))
}

func TestParseSecondsIsExact(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"0": 0, "-0": 0, "0.5": 5e8, ".5": 5e8, "5.": 5e9, "+1": 1e9, "1e3": 1e12, "1.5E-3": 15e5, "10.2999999": 10_299_999_900,
		"0.1": 1e8, "0.30000000000000004": 3e8, "0.0000000005": 1, "0.00000000049999": 0, "1e-400": 0, "0e999999999999999999999": 0,
		"0.0000000000000000000001e22": 1e9, "123456789000e-9": 123_456_789_000, "000000000000000000000000001": 1e9,
		"9223372036.854775807": math.MaxInt64, "-1.25": -125e7,
	} {
		got, err := clock.ParseSeconds(s)
		require.NoError(t, err, s)
		require.Equal(t, want, got, s)
	}
	for _, s := range []string{"", "-", ".", "e3", "1e", "1e+", "1.2.3", "0x1", "1_0", "NaN", "Infinity", " 1", "1 ", "1,5", "--1", "١"} {
		_, err := clock.ParseSeconds(s)
		require.ErrorIs(t, err, script.ErrTime, s)
	}
	for _, s := range []string{"9223372036.854775808", "1e10", "99999999999999999999", "1e999999999999999999999", "-1e300"} {
		_, err := clock.ParseSeconds(s)
		require.ErrorIs(t, err, script.ErrTimeRange, s)
	}
}

// At the end of what a Duration holds there is no room behind a segment.
func TestSpanAtTheEndOfTime(t *testing.T) {
	const last = int64(math.MaxInt64 / time.Millisecond)
	for _, start := range []time.Duration{math.MaxInt64, math.MaxInt64 - time.Millisecond, math.MaxInt64 - 100*time.Millisecond} {
		from, to, err := clock.Span(start, start, -1, time.Millisecond)
		require.ErrorIs(t, err, script.ErrZeroLength)
		require.NotContains(t, err.Error(), "-")
		require.Equal(t, last, to)
		require.Equal(t, min(clock.Millis(start), last-1), from, start)
	}
	from, to, err := clock.Span(math.MaxInt64-2*time.Millisecond, math.MaxInt64, -1, time.Millisecond)
	require.NoError(t, err)
	require.Equal(t, []int64{last - 1, last}, []int64{from, to})
}

func TestSpan(t *testing.T) {
	ms := time.Millisecond
	cases := []struct {
		name             string
		start, end, next time.Duration
		from, to         int64
		err              error
	}{
		{"as it is", 500 * ms, 3100 * ms, -1, 500, 3100, nil},
		{"rounded", 10_299_999_900, 59_999_600_000, -1, 10300, 60000, nil},
		{"no length", 500 * ms, 500 * ms, -1, 500, 1500, script.ErrZeroLength},
		{"no length after rounding", 500 * ms, 500*ms + 1, -1, 500, 1500, script.ErrZeroLength},
		{"no length, next is near", 500 * ms, 500 * ms, 700 * ms, 500, 700, script.ErrZeroLength},
		{"no length, next starts together", 500 * ms, 500 * ms, 500 * ms, 500, 1500, script.ErrZeroLength},
		{"reversed", 500 * ms, 200 * ms, -1, 500, 1500, script.ErrReversed},
		{"negative start", -500 * ms, 200 * ms, -1, 0, 200, script.ErrNegativeTime},
		{"all negative", -500 * ms, -200 * ms, -1, 0, 1000, script.ErrNegativeTime},
		{"rounds to zero", -1, 200 * ms, -1, 0, 200, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			from, to, err := clock.Span(c.start, c.end, c.next, ms)
			require.Equal(t, [2]int64{c.from, c.to}, [2]int64{from, to})
			require.ErrorIs(t, err, c.err)
		})
	}
}

func TestParseSecondsAtTheEdgesOfPlainNotation(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"0": 0, "7.": 7 * time.Second, "0.1000000000": 100 * time.Millisecond, "0.0000000005": 1,
		"999999999.999999999": 999999999*time.Second + 999999999, "0000000001": time.Second,
		"9223372036.854775807": 1<<63 - 1, "00.5": 500 * time.Millisecond,
	} {
		got, err := clock.ParseSeconds(in)
		require.NoError(t, err, in)
		require.Equal(t, want, got, in)
	}
	for _, in := range []string{"", ".", "1..2", "1.2.3", "1 ", "1,5", "1.5s", "9223372036.854775808"} {
		_, err := clock.ParseSeconds(in)
		require.Error(t, err, in)
	}
}

package timecode_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/timecode"
)

func TestParseRate(t *testing.T) {
	for s, want := range map[string]timecode.Rate{
		"23.976": timecode.Rate23976, "23.98": timecode.Rate23976, "23.97": timecode.Rate23976, "24000/1001": timecode.Rate23976,
		"23.976023976": timecode.Rate23976, "23.976024": timecode.Rate23976, "23.9760": timecode.Rate23976, "23.976fps": timecode.Rate23976,
		"24": timecode.Rate24, "24.000": timecode.Rate24, "24/1": timecode.Rate24, "48/2": timecode.Rate24, "24.": timecode.Rate24,
		"25": timecode.Rate25, " 25 ": timecode.Rate25, "25 fps": timecode.Rate25, "25ndf": timecode.Rate25, "0025": timecode.Rate25,
		"29.97": timecode.Rate2997, "29.970": timecode.Rate2997, "29.97ndf": timecode.Rate2997.NDF(), "29.97 NDF": timecode.Rate2997.NDF(),
		"30000/1001": timecode.Rate2997, "29.97 non-drop": timecode.Rate2997.NDF(), "29.97003": timecode.Rate2997,
		"29.97df": timecode.Rate2997DF, "29.97 DF": timecode.Rate2997DF, "29.97-df": timecode.Rate2997DF, "30000/1001df": timecode.Rate2997DF,
		"29.97 drop": timecode.Rate2997DF, "29.97fps df": timecode.Rate2997DF,
		"30": timecode.Rate30, "30df": timecode.Rate30DF, "47.952": timecode.Rate47952, "47.95": timecode.Rate47952,
		"48000/1001": timecode.Rate47952, "48": timecode.Rate48, "50": timecode.Rate50, "59.94": timecode.Rate5994,
		"60000/1001": timecode.Rate5994, "59.94DF": timecode.Rate5994DF, "60": timecode.Rate60, "60df": timecode.Rate60DF,
		"119.88": timecode.Rate11988, "120000/1001": timecode.Rate11988, "119.88df": timecode.Rate11988DF,
		"120": timecode.Rate120, "120df": timecode.Rate120DF,
	} {
		got, err := timecode.ParseRate(s)
		require.NoError(t, err, "%q", s)
		require.Equal(t, want, got, "%q", s)
	}
}

func TestParseRateRefuses(t *testing.T) {
	for _, s := range []string{
		"", "df", "fps", "abc", "0", "-25", "+25", "12", "15", "23", "23.9", "23.99", "29.98", "29.9", "30.00001", "59", "100", "240",
		"25df", "24df", "23.976df", "50drop", "48df", "47.952df", "1/0", "/", "24000/", "/1001", "24000/1000/1", "23,976", "2 5", "0x19",
		"1e2", "NaN", "99999999999999999999", "29.97dfdf", "29.97 d", "२५",
	} {
		r, err := timecode.ParseRate(s)
		require.ErrorIs(t, err, timecode.ErrRate, "%q", s)
		require.True(t, r.IsZero(), "%q", s)
	}
	_, err := timecode.ParseRate("25df")
	require.EqualError(t, err, `unknown frame rate "25df": drop-frame exists at 29.97, 30, 59.94, 60, 119.88 and 120 only`)
	_, err = timecode.ParseRate("26")
	require.ErrorContains(t, err, `unknown frame rate "26": want 23.976, 24, 25, 29.97, 29.97df,`)
}

func TestRateNamesRoundTrip(t *testing.T) {
	all := timecode.Rates()
	require.Len(t, all, 18)
	for i, r := range all {
		got, err := timecode.ParseRate(r.String())
		require.NoError(t, err)
		require.Equal(t, r, got)
		if i > 0 {
			require.Less(t, seconds(all[i-1], 1).Cmp(seconds(r, 1)), 3)
			require.GreaterOrEqual(t, seconds(all[i-1], 1).Cmp(seconds(r, 1)), 0, "slowest first")
		}
	}
}

func TestZeroRateIsUnset(t *testing.T) {
	var r timecode.Rate
	require.True(t, r.IsZero())
	require.Empty(t, r.String())
	require.Zero(t, r.Nominal())
	require.Zero(t, r.Frames(time.Hour))
	require.Zero(t, r.Duration(1000))
	require.False(t, r.DropFrame())
	require.True(t, timecode.FromFrames(5, r).IsZero())
	require.True(t, timecode.Timecode{}.Add(5).IsZero())
	require.False(t, timecode.FromFrames(0, timecode.Rate25).IsZero(), "00:00:00:00 is a timecode")
}

func TestNonDropKeepsTheRate(t *testing.T) {
	require.Equal(t, timecode.Rate5994, timecode.Rate5994DF.NonDrop())
	num, den := timecode.Rate5994DF.Fraction()
	require.Equal(t, [2]int64{60000, 1001}, [2]int64{num, den})
}

// seconds returns the exact time of frame n.
func seconds(r timecode.Rate, n int64) *big.Rat {
	num, den := r.Fraction()
	return new(big.Rat).Mul(big.NewRat(n, 1), big.NewRat(den, num))
}

// nearest returns x rounded to an integer, halves up.
func nearest(x *big.Rat) *big.Int {
	x = new(big.Rat).Add(x, big.NewRat(1, 2))
	return new(big.Int).Div(x.Num(), x.Denom()) // Euclidean; the denominator is positive
}

func TestFramesAndDurationAreExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, r := range timecode.Rates() {
		for i := range 5000 {
			d := time.Duration(random.Int64()) >> (i % 63)
			if i%2 == 1 {
				d = -d
			}
			checkExact(t, r, d)
		}
	}
}

func checkExact(t *testing.T, r timecode.Rate, d time.Duration) {
	t.Helper()
	num, den := r.Fraction()
	x := new(big.Rat).Mul(big.NewRat(int64(d), 1e9), big.NewRat(num, den))
	n := r.Frames(d)
	if want := nearest(x).Int64(); n != want {
		t.Fatalf("%s: %d ns is frame %d, want %d", r, d, n, want)
	}
	want := nearest(new(big.Rat).Mul(seconds(r, n), big.NewRat(1e9, 1)))
	if want.CmpAbs(big.NewInt(math.MaxInt64-3e12)) >= 0 {
		return // a Duration's limit is near
	}
	if got := r.Duration(n); int64(got) != want.Int64() || r.Frames(got) != n {
		t.Fatalf("%s: frame %d is at %d ns, want %d", r, n, got, want)
	}
}

func TestHalvesGoUp(t *testing.T) {
	require.EqualValues(t, 1, timecode.Rate25.Frames(20*time.Millisecond))
	require.EqualValues(t, 0, timecode.Rate25.Frames(20*time.Millisecond-1))
	require.EqualValues(t, 0, timecode.Rate25.Frames(-20*time.Millisecond))
	require.EqualValues(t, -1, timecode.Rate25.Frames(-20*time.Millisecond-1))
}

func TestDurationSaturates(t *testing.T) {
	for _, r := range timecode.Rates() {
		require.Equal(t, time.Duration(math.MaxInt64), r.Duration(math.MaxInt64), r.String())
		require.Equal(t, time.Duration(math.MinInt64), r.Duration(math.MinInt64), r.String())
		require.Positive(t, r.Frames(math.MaxInt64), r.String())
		require.Negative(t, r.Frames(math.MinInt64), r.String())
	}
}

// Frames survive being printed to milliseconds, and rounding keeps order, so
// that neighbours that touch never overlap.
func TestMillisecondsRoundTripAndOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, r := range timecode.Rates() {
		for n := range int64(20000) {
			checkMillis(t, r, n)
		}
		for range 20000 {
			checkMillis(t, r, random.Int64N(3*r.FramesPerDay()))
			a, b := time.Duration(random.Int64N(1e15)), time.Duration(random.Int64N(1e8))
			if r.Frames(a) > r.Frames(a+b) {
				t.Fatalf("%s: %s is after %s", r, a, a+b)
			}
		}
	}
}

func checkMillis(t *testing.T, r timecode.Rate, n int64) {
	t.Helper()
	d := r.Duration(n)
	for _, ms := range []time.Duration{d.Round(time.Millisecond), d.Truncate(time.Millisecond), d.Truncate(time.Microsecond)} {
		if got := r.Frames(ms); got != n {
			t.Fatalf("%s: frame %d is %s and becomes %d", r, n, ms, got)
		}
	}
}

// A list says how labels are counted where the rate leaves it open.
func TestCounted(t *testing.T) {
	for in, want := range map[string][2]string{ // of lists that say non-drop, drop
		"29.97": {"29.97", "29.97df"}, "59.94": {"59.94", "59.94df"}, "29.97ndf": {"29.97", "29.97"}, "29.97df": {"29.97df", "29.97df"},
		"59.94ndf": {"59.94", "59.94"}, "25": {"25", "25"}, "30": {"30", "30"}, "23.976": {"23.976", "23.976"}, "30ndf": {"30", "30"},
	} {
		r, err := timecode.ParseRate(in)
		require.NoError(t, err)
		require.Equal(t, want, [2]string{r.Counted(false).String(), r.Counted(true).String()}, in)
		again, err := timecode.ParseRate(r.String())
		require.NoError(t, err)
		require.Equal(t, r, again)
	}
	require.Equal(t, "29.97ndf", timecode.Rate2997DF.NDF().String())
	require.Equal(t, timecode.Rate2997, timecode.Rate2997.NDF().NonDrop())
	require.True(t, timecode.Rate{}.Counted(true).IsZero())
}

// A label that drop-frame skips stands for the next frame.
func TestNear(t *testing.T) {
	for in, want := range map[string]string{"00:01:00;00": "00:01:00;02", "00:01:00;01": "00:01:00;02", "00:10:00;00": "00:10:00;00"} {
		l := label(t, in)
		near, skipped, err := l.Near(timecode.Rate2997DF)
		require.NoError(t, err)
		require.Equal(t, want, near.String())
		require.Equal(t, in != want, skipped)
	}
	_, _, err := label(t, "00:00:00:30").Near(timecode.Rate2997DF)
	require.ErrorIs(t, err, timecode.ErrFrame)
}

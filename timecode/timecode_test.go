package timecode_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/timecode"
)

// facts are computed by hand from the definition of each rate.
var facts = []struct {
	rate                          string
	nominal                       int
	minute, tenMinutes, hour, day int64
	realAtHour                    time.Duration // real time of label 01:00:00:00
	labelAtHour                   string        // label of real time 3600 s
}{
	{"23.976", 24, 1440, 14400, 86400, 2073600, 3603600 * time.Millisecond, "00:59:56:10"},
	{"24", 24, 1440, 14400, 86400, 2073600, 3600 * time.Second, "01:00:00:00"},
	{"25", 25, 1500, 15000, 90000, 2160000, 3600 * time.Second, "01:00:00:00"},
	{"29.97", 30, 1800, 18000, 108000, 2592000, 3603600 * time.Millisecond, "00:59:56:12"},
	{"29.97df", 30, 1800, 17982, 107892, 2589408, 3599996400 * time.Microsecond, "01:00:00;00"},
	{"30", 30, 1800, 18000, 108000, 2592000, 3600 * time.Second, "01:00:00:00"},
	{"30df", 30, 1800, 17982, 107892, 2589408, 3596400 * time.Millisecond, "01:00:03;18"},
	{"47.952", 48, 2880, 28800, 172800, 4147200, 3603600 * time.Millisecond, "00:59:56:19"},
	{"48", 48, 2880, 28800, 172800, 4147200, 3600 * time.Second, "01:00:00:00"},
	{"50", 50, 3000, 30000, 180000, 4320000, 3600 * time.Second, "01:00:00:00"},
	{"59.94", 60, 3600, 36000, 216000, 5184000, 3603600 * time.Millisecond, "00:59:56:24"},
	{"59.94df", 60, 3600, 35964, 215784, 5178816, 3599996400 * time.Microsecond, "01:00:00;00"},
	{"60", 60, 3600, 36000, 216000, 5184000, 3600 * time.Second, "01:00:00:00"},
	{"60df", 60, 3600, 35964, 215784, 5178816, 3596400 * time.Millisecond, "01:00:03;36"},
	{"119.88", 120, 7200, 72000, 432000, 10368000, 3603600 * time.Millisecond, "00:59:56:048"},
	{"119.88df", 120, 7200, 71928, 431568, 10357632, 3599996400 * time.Microsecond, "01:00:00;000"},
	{"120", 120, 7200, 72000, 432000, 10368000, 3600 * time.Second, "01:00:00:000"},
}

func rate(t testing.TB, name string) timecode.Rate {
	t.Helper()
	r, err := timecode.ParseRate(name)
	require.NoError(t, err)
	return r
}

func TestKnownValues(t *testing.T) {
	for _, f := range facts {
		r := rate(t, f.rate)
		require.Equal(t, f.nominal, r.Nominal(), f.rate)
		require.Equal(t, f.day, r.FramesPerDay(), f.rate)
		for label, want := range map[string]int64{"00:10:00:00": f.tenMinutes, "01:00:00:00": f.hour, "00:00:59:00": f.minute - int64(f.nominal)} {
			tc, err := timecode.Parse(label, r)
			require.NoError(t, err)
			require.Equal(t, want, tc.Frames(), "%s %s", f.rate, label)
		}
		hour, err := timecode.Parse("01:00:00:00", r)
		require.NoError(t, err)
		require.Equal(t, f.realAtHour, hour.Duration(), f.rate)
		require.Equal(t, f.labelAtHour, timecode.FromDuration(time.Hour, r).String(), f.rate)
	}
}

func TestDropFrameTestPoints(t *testing.T) {
	for _, c := range []struct {
		rate  string
		frame int64
		label string
	}{
		{"29.97df", 0, "00:00:00;00"}, {"29.97df", 1799, "00:00:59;29"}, {"29.97df", 1800, "00:01:00;02"},
		{"29.97df", 3597, "00:01:59;29"}, {"29.97df", 3598, "00:02:00;02"}, {"29.97df", 17981, "00:09:59;29"},
		{"29.97df", 17982, "00:10:00;00"}, {"29.97df", 19782, "00:11:00;02"}, {"29.97df", 107892, "01:00:00;00"},
		{"29.97df", 2589407, "23:59:59;29"}, {"59.94df", 3599, "00:00:59;59"}, {"59.94df", 3600, "00:01:00;04"},
		{"59.94df", 35964, "00:10:00;00"}, {"59.94df", 5178815, "23:59:59;59"}, {"119.88df", 7200, "00:01:00;008"},
		{"23.976", 120, "00:00:05:00"},
	} {
		r := rate(t, c.rate)
		require.Equal(t, c.label, timecode.FromFrames(c.frame, r).String())
		tc, err := timecode.Parse(c.label, r)
		require.NoError(t, err)
		require.Equal(t, c.frame, tc.Frames(), c.label)
	}
	five, err := timecode.Parse("00:00:05:00", timecode.Rate23976)
	require.NoError(t, err)
	require.Equal(t, 5005*time.Millisecond, five.Duration())
}

// Every frame of a day has the label that counting by hand gives, and every
// label that is skipped is refused.
func TestDropFrameDays(t *testing.T) {
	for _, r := range []timecode.Rate{timecode.Rate2997DF, timecode.Rate5994DF} {
		var n int64
		nominal, dropped := r.Nominal(), r.Nominal()/15
		for minute := range 24 * 60 {
			for frame := range 60 * nominal {
				h, m, s, f := minute/60, minute%60, frame/nominal, frame%nominal
				tc, err := timecode.FromLabel(h, m, s, f, r)
				if minute%10 != 0 && frame < dropped {
					require.ErrorIs(t, err, timecode.ErrDropped)
					continue
				}
				l := tc.Label()
				gotH, gotM, gotS, gotF := int(l.Hour), int(l.Minute), int(l.Second), int(l.Frame)
				if err != nil || tc.Frames() != n || gotH != h || gotM != m || gotS != s || gotF != f {
					t.Fatalf("%s: %02d:%02d:%02d;%02d is frame %d with label %s (%v), want frame %d", r, h, m, s, f, tc.Frames(), tc, err, n)
				}
				if tc != timecode.FromFrames(n, r) {
					t.Fatalf("%s: frame %d is %s", r, n, timecode.FromFrames(n, r))
				}
				n++
			}
		}
		require.Equal(t, r.FramesPerDay(), n)
	}
}

func TestLabelsRoundTripAtAllRates(t *testing.T) {
	for _, r := range timecode.Rates() {
		for n := int64(0); n < r.FramesPerDay(); n += 997 {
			tc := timecode.FromFrames(n, r)
			back, err := timecode.Parse(tc.String(), r)
			require.NoError(t, err)
			require.Equal(t, tc, back)
		}
	}
}

func TestDayWraps(t *testing.T) {
	for _, r := range timecode.Rates() {
		day := r.FramesPerDay()
		last := timecode.FromFrames(day-1, r)
		require.Equal(t, timecode.FromFrames(0, r), last.Add(1))
		require.Equal(t, last, timecode.FromFrames(0, r).Add(-1))
		require.Equal(t, last, timecode.FromFrames(-1, r))
		require.Equal(t, last, timecode.FromFrames(3*day-1, r))
		require.Equal(t, timecode.FromFrames(1<<62%day, r), timecode.FromFrames(1<<62, r))
		require.Equal(t, timecode.FromFrames(day-1+(1<<63-1)%day, r), last.Add(1<<63-1), "no overflow")
		require.Equal(t, last, timecode.FromFrames(-1, r))
	}
}

func TestParseConventions(t *testing.T) {
	for label, want := range map[string]string{
		"01:02:03:04": "01:02:03;04", "01:02:03;04": "01:02:03;04", "01;02;03;04": "01:02:03;04", "01:02:03.04": "01:02:03;04",
		"01.02.03.04": "01:02:03;04", "01:02:03,04": "01:02:03;04", "1:2:3:4": "01:02:03;04", " 01:02:03:04\t": "01:02:03;04",
		"23:59:59:29": "23:59:59;29", "00:10:00:00": "00:10:00;00",
	} {
		tc, err := timecode.Parse(label, timecode.Rate2997DF)
		require.NoError(t, err, label)
		require.Equal(t, want, tc.String(), label)
	}
	for label, want := range map[string]string{"00:00:01:119": "00:00:01:119", "00:00:01:07": "00:00:01:007"} {
		tc, err := timecode.Parse(label, timecode.Rate120)
		require.NoError(t, err, label)
		require.Equal(t, want, tc.String(), label)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		label, rate string
		kind        error
		says        string
	}{
		{"", "25", timecode.ErrSyntax, `malformed timecode "": want HH:MM:SS:FF`},
		{"00:00:05", "25", timecode.ErrSyntax, ""},
		{"00:00:05:", "25", timecode.ErrSyntax, ""},
		{":00:05:00", "25", timecode.ErrSyntax, ""},
		{"00:00:05:00:00", "25", timecode.ErrSyntax, ""},
		{"000:00:05:00", "25", timecode.ErrSyntax, ""},
		{"00:00:05:0000", "120", timecode.ErrSyntax, ""},
		{"00:00:05.004", "25", timecode.ErrSyntax, `malformed timecode "00:00:05.004": want HH:MM:SS:FF`},
		{"00:00:05 00", "25", timecode.ErrSyntax, ""},
		{"-00:00:05:00", "25", timecode.ErrSyntax, ""},
		{"00:00:05:+1", "25", timecode.ErrSyntax, ""},
		{"00:00:05:٠٠", "25", timecode.ErrSyntax, ""},
		{"24:00:00:00", "25", timecode.ErrRange, `timecode out of range: "24:00:00:00": want at most 23:59:59`},
		{"00:75:00:00", "25", timecode.ErrRange, ""},
		{"00:00:60:00", "25", timecode.ErrRange, ""},
		{"00:00:05:25", "25", timecode.ErrFrame, "frame beyond the rate: frame 25 at 25 fps"},
		{"00:00:05:24", "23.976", timecode.ErrFrame, ""},
		{"00:00:05:30", "29.97df", timecode.ErrFrame, ""},
		{"00:00:05:120", "120", timecode.ErrFrame, ""},
		{"00:01:00;00", "29.97df", timecode.ErrDropped, "dropped timecode label 00:01:00;00: at 29.97df the minute begins with frame 2"},
		{"00:01:00:01", "29.97df", timecode.ErrDropped, ""},
		{"00:59:00;03", "59.94df", timecode.ErrDropped, ""},
		{"00:09:00;007", "119.88df", timecode.ErrDropped, ""},
	} {
		tc, err := timecode.Parse(c.label, rate(t, c.rate))
		require.ErrorIs(t, err, c.kind, "%q", c.label)
		require.True(t, tc.IsZero())
		if c.says != "" {
			require.EqualError(t, err, c.says)
		}
	}
	_, err := timecode.Parse("00:00:00:00", timecode.Rate{})
	require.ErrorIs(t, err, timecode.ErrRate)
	_, err = timecode.FromLabel(0, 0, 0, 0, timecode.Rate{})
	require.ErrorIs(t, err, timecode.ErrRate)
	_, err = timecode.FromLabel(0, 0, -1, 0, timecode.Rate25)
	require.ErrorIs(t, err, timecode.ErrRange)
	_, err = timecode.FromLabel(0, 0, 0, -1, timecode.Rate25)
	require.ErrorIs(t, err, timecode.ErrRange)
}

// Two hours at 23.976 and 29.97 end on the frame they should: the decimal
// rates would be off by then.
func TestTwoHoursAreExact(t *testing.T) {
	for _, c := range []struct{ rate, label string }{
		{"23.976", "01:59:52:19"}, {"29.97", "01:59:52:24"}, {"29.97df", "02:00:00;00"}, {"25", "02:00:00:00"},
	} {
		require.Equal(t, c.label, timecode.FromDuration(2*time.Hour, rate(t, c.rate)).String(), c.rate)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"01:02:03:04", "00:01:00;00", "1.2.3.004", "23:59:59:119", "", "::::"} {
		f.Add(s, uint8(3))
	}
	f.Fuzz(func(t *testing.T, s string, which uint8) {
		all := timecode.Rates()
		r := all[int(which)%len(all)]
		tc, err := timecode.Parse(s, r)
		if err != nil {
			return
		}
		back, err := timecode.Parse(tc.String(), r)
		require.NoError(t, err)
		require.Equal(t, tc, back)
		require.Equal(t, tc, timecode.FromDuration(tc.Duration(), r))
	})
}

func FuzzParseRate(f *testing.F) {
	for _, s := range []string{"23.976", "29.97 df", "60000/1001", "fps", "1/0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := timecode.ParseRate(s)
		if err != nil {
			return
		}
		back, err := timecode.ParseRate(r.String())
		require.NoError(t, err)
		require.Equal(t, r, back)
	})
}

func ExampleFromDuration() {
	r, _ := timecode.ParseRate("29.97df")
	fmt.Println(timecode.FromDuration(time.Hour, r))
	fmt.Println(timecode.FromDuration(time.Hour, r.NonDrop()))
	// Output:
	// 01:00:00;00
	// 00:59:56:12
}

func ExampleParse() {
	tc, _ := timecode.Parse("00:00:05:00", timecode.Rate23976)
	fmt.Println(tc.Frames(), tc.Duration())
	_, err := timecode.Parse("00:01:00;00", timecode.Rate2997DF)
	fmt.Println(err)
	// Output:
	// 120 5.005s
	// dropped timecode label 00:01:00;00: at 29.97df the minute begins with frame 2
}

func BenchmarkAppend(b *testing.B) {
	var buf []byte
	for n := range b.N {
		buf = timecode.FromFrames(int64(n), timecode.Rate2997DF).Append(buf[:0])
	}
}

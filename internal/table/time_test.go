package table_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const ms = time.Millisecond

// readTime reads value from a column called header.
func readTime(header, value string, times table.Times) (time.Duration, error) {
	l, err := table.FindLayout([][]string{{header, "Text"}}, table.Where{})
	if err != nil {
		return 0, err
	}
	r := table.Reader{Layout: l, Times: times, Report: &report.Reporter{Format: "test"}}
	at := func(int) script.Pos { return script.Pos{} }
	if err := r.Row([]string{value, "text"}, at); err != nil {
		return 0, err
	}
	s, err := r.Script()
	if err != nil {
		return 0, err
	}
	if len(s.Segments) == 0 { // a row without times is passed over
		return 0, script.ErrTime
	}
	return s.Segments[0].Start, nil
}

func TestTimes(t *testing.T) {
	const h, m = time.Hour, time.Minute
	for _, c := range []struct {
		value string
		want  time.Duration
	}{
		{"00:01:02.345", m + 2345*ms},
		{"00:01:02,345", m + 2345*ms},
		{"0:01:02.345", m + 2345*ms},
		{"1:02:03", h + 2*m + 3000*ms},
		{"100:00:00.000", 100 * h},
		{"00:01:02.35", m + 2350*ms},
		{"00:01:02.5", m + 2500*ms},
		{"00:01:02.123456789", m + 2*time.Second + 123456789},
		{"00:01:02.1234567895", m + 2*time.Second + 123456790},
		{"01:02.345", m + 2345*ms},
		{"75:30", 75*m + 30000*ms},
		{"1:02", m + 2000*ms},
		{"01:02:345", m + 2345*ms},
		{"00:01:02:345", m + 2345*ms},
		{"62.345", m + 2345*ms},
		{"62,345", m + 2345*ms},
		{"62", m + 2000*ms},
		{"62.5 s", m + 2500*ms},
		{"62.5sec", m + 2500*ms},
		{"62345ms", m + 2345*ms},
		{"62345.5 ms", m + 2345500*time.Microsecond},
		{"01:02:03 AM", h + 2*m + 3000*ms},
		{"1:02:03.5 pm", 13*h + 2*m + 3500*ms},
		{"12:00:30 a.m.", 30000 * ms},
		{"12:00:30PM", 12*h + 30000*ms},
		{"00:01:02 AM", m + 2000*ms},
		{"午後1:02:03", 13*h + 2*m + 3000*ms},
		{"오전 1:02:03", h + 2*m + 3000*ms},
		{"００：０１：０２．３４５", m + 2345*ms},
		{"٠٠:٠١:٠٢٫٣٤٥", m + 2345*ms},
		{"۰۰:۰۱:۰۲.۳۴۵", m + 2345*ms},
		{"\u200e00:01:02.345\u200f", m + 2345*ms},
		{"\u00a000:01:02.345 ", m + 2345*ms},
		{"'00:01:02.345", m + 2345*ms},
		{`="00:01:02.345"`, m + 2345*ms},
		{"1899-12-30 00:01:02", m + 2000*ms},
		{"1899-12-30T00:01:02.345", m + 2345*ms},
		{"1.5e2", 150000 * ms},
	} {
		got, err := readTime("Start", c.value, table.Times{})
		require.NoError(t, err, c.value)
		require.Equal(t, c.want, got, c.value)
	}
}

func TestTimesInFrames(t *testing.T) {
	at := func(n int64, r timecode.Rate) time.Duration { return r.Duration(n) }
	start := timecode.FromFrames(90000, timecode.Rate25)
	for _, c := range []struct {
		value string
		times table.Times
		want  time.Duration
	}{
		{"00:01:02:12", table.Times{Rate: timecode.Rate25}, at(62*25+12, timecode.Rate25)},
		{"00:01:02.500", table.Times{Rate: timecode.Rate25}, 62500 * ms},
		{"00:01:02:480", table.Times{Rate: timecode.Rate25}, 62480 * ms},
		{"00:01:00;02", table.Times{Rate: timecode.Rate2997DF}, at(1800, timecode.Rate2997DF)},
		{"00:01:00;00", table.Times{Rate: timecode.Rate2997DF}, at(1800, timecode.Rate2997DF)}, // skipped: the next frame
		{"00;01;00;02", table.Times{Rate: timecode.Rate2997DF}, at(1800, timecode.Rate2997DF)},
		{"00:00:01:110", table.Times{Rate: timecode.Rate120}, at(230, timecode.Rate120)},
		{"01:00:02:00", table.Times{Rate: timecode.Rate25, Start: start}, 2000 * ms},
		{"01:00:02.5", table.Times{Rate: timecode.Rate25, Start: start}, 2500 * ms},
		{"2.5", table.Times{Rate: timecode.Rate25, Start: start}, 2500 * ms},
	} {
		got, err := readTime("TC In", c.value, c.times)
		require.NoError(t, err, c.value)
		require.Equal(t, c.want, got, c.value)
	}
}

func TestUnitsInHeaders(t *testing.T) {
	for _, c := range []struct {
		header, value string
		want          time.Duration
	}{
		{"startms", "1500", 1500 * ms},
		{"Start (ms)", "1500", 1500 * ms},
		{"Start (s)", "1.5", 1500 * ms},
		{"In [frames]", "50", 2000 * ms},
		{"Start (hh:mm:ss:ff)", "00:00:01:05", 1200 * ms},
		{"start_time", "1", 1000 * ms},
		{"TC-In", "00:00:01.5", 1500 * ms},
	} {
		got, err := readTime(c.header, c.value, table.Times{Rate: timecode.Rate25})
		require.NoError(t, err, c.header)
		require.Equal(t, c.want, got, c.header)
	}
}

func TestBadTimes(t *testing.T) {
	start := timecode.FromFrames(90000, timecode.Rate25)
	for _, c := range []struct {
		value string
		times table.Times
		kind  error
		says  string
	}{
		{"soon", table.Times{}, script.ErrTime, `Start: malformed time "soon": want HH:MM:SS.mmm`},
		{"00:75:00.000", table.Times{}, script.ErrTime, "minute 75"},
		{"00:00:61.5", table.Times{}, script.ErrTime, "second 61"},
		{"00:01:02:12", table.Times{}, script.ErrTime, "no frame rate was given"},
		{"00:01:02:29", table.Times{Rate: timecode.Rate25}, timecode.ErrFrame, "frame 29 at 25 fps"},
		{"00:59:59:00", table.Times{Rate: timecode.Rate25, Start: start}, script.ErrNegativeTime, "01:00:00:00"},
		{"99999999999:00:00", table.Times{}, script.ErrTime, ""},
		{"9999999999:00:00", table.Times{}, script.ErrTimeRange, ""},
		{"1e400", table.Times{}, script.ErrTime, ""},
		{"1:2:3:4:5", table.Times{}, script.ErrTime, ""},
		{"::", table.Times{}, script.ErrTime, ""},
		{"1:02.", table.Times{}, script.ErrTime, ""},
		{"1:02.x", table.Times{}, script.ErrTime, ""},
		{"13:00:00 PM", table.Times{}, script.ErrTime, ""},
		{"PM", table.Times{}, script.ErrTime, ""},
		{"-", table.Times{}, script.ErrTime, ""},
		{"5 apples", table.Times{}, script.ErrTime, ""},
		{"45000.5 s x", table.Times{}, script.ErrTime, ""},
		{"2023-03-15 12:00:00", table.Times{}, script.ErrTime, ""},
	} {
		_, err := readTime("Start", c.value, c.times)
		require.ErrorIs(t, err, c.kind, c.value)
		require.ErrorContains(t, err, c.says, c.value)
		var value *script.ValueError
		require.True(t, errors.As(err, &value), c.value)
		require.Equal(t, c.value, value.Value)
	}
}

func FuzzTimes(f *testing.F) {
	for _, seed := range []string{"00:01:02.345", "1:02:03 AM", "00:01:02:12", "62,5", "0:0", "٠٠:٠١", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		for _, rate := range []timecode.Rate{{}, timecode.Rate2997DF, timecode.Rate120} {
			times := table.Times{Rate: rate}
			d, err := readTime("Start", value, times)
			if err != nil || d < 0 {
				continue
			}
			clock := table.Clock{Rate: rate, Mark: '.'}
			if !clock.Keeps(d) || clock.Wraps(d) {
				continue
			}
			again, err := readTime("Start", string(clock.Append(nil, d)), times)
			require.NoError(t, err)
			require.Equal(t, d, again)
		}
	})
}

// TestPastMidnight: labels go on after 24 hours; one a little before the start is
// still before it.
func TestPastMidnight(t *testing.T) {
	start, err := timecode.Parse("23:30:00:00", timecode.Rate25)
	require.NoError(t, err)
	times := table.Times{Rate: timecode.Rate25, Start: start}
	for value, want := range map[string]time.Duration{
		"23:30:00:00": 0, "23:59:59:24": 30*time.Minute - 40*ms, "00:00:00:00": 30 * time.Minute, "01:30:00:00": 2 * time.Hour,
	} {
		got, err := readTime("Start", value, times)
		require.NoError(t, err, value)
		require.Equal(t, want, got, value)
	}
	_, err = readTime("Start", "23:29:59:24", times)
	require.ErrorIs(t, err, script.ErrNegativeTime)
}

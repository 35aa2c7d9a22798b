package table_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// A label that drop-frame skips is that of the next frame, and told.
func TestSkippedLabels(t *testing.T) {
	got, err := read("ID|Start|End|Text\n7|00:01:00;00|00:01:02;01|She sits.\n8|00:02:00;02|00:03:00;01|He stands.", table.Reader{Times: table.Times{Rate: timecode.Rate2997DF}}, nil)
	require.NoError(t, err)
	require.Equal(t, timecode.Rate2997DF.Duration(1800), got.script.Segments[0].Start)
	require.Equal(t, timecode.Rate2997DF.Duration(5396), got.script.Segments[1].End) // 3*1800 - 2*2
	require.Equal(t, []string{
		`test: 2:2: segment "7": dropped timecode label 00:01:00;00: at 29.97df the minute begins with frame 2: read as the next frame`,
		`test: 3:3: segment "8": dropped timecode label 00:03:00;01: at 29.97df the minute begins with frame 2: read as the next frame`,
	}, got.warnings)
	got, err = read("Start|Duration|Text\n00:00:01;00|00:01:00;00|She sits.", table.Reader{Times: table.Times{Rate: timecode.Rate2997DF}}, nil)
	require.NoError(t, err)
	require.Equal(t, timecode.Rate2997DF.Duration(1800), got.script.Segments[0].End-got.script.Segments[0].Start)
	require.Len(t, got.warnings, 1)
}

// A rate that says non-drop overrules labels that do not, which is told.
func TestLabelsAgainstTheRate(t *testing.T) {
	for _, r := range []timecode.Rate{timecode.Rate2997, timecode.Rate25} {
		got, err := read("Start|End|Text\n00:10:00;00|00:10:02;00|She sits.", table.Reader{Times: table.Times{Rate: r}}, nil)
		require.NoError(t, err)
		require.Equal(t, r.Duration(600*int64(r.Nominal())), got.script.Segments[0].Start)
		require.Equal(t, []string{"test: assumed: " + r.String() + " fps non-drop: the list says otherwise: drop-frame"}, got.warnings)
	}
}

func TestSettle(t *testing.T) {
	label := func(s string, r timecode.Rate) timecode.Timecode {
		tc, err := timecode.Parse(s, r)
		require.NoError(t, err)
		return tc
	}
	for name, c := range map[string]struct {
		rate  timecode.Rate
		start timecode.Timecode
		rows  string
		want  timecode.Rate
	}{
		"colons":              {timecode.Rate2997, timecode.Timecode{}, "00:01:00:02|00:01:02:00", timecode.Rate2997},
		"one semicolon":       {timecode.Rate2997, timecode.Timecode{}, "00:01:00:02|00:01:02;00", timecode.Rate2997DF},
		"59.94":               {timecode.Rate5994, timecode.Timecode{}, "00;01;00;04|00;01;02;00", timecode.Rate5994DF},
		"full width":          {timecode.Rate2997, timecode.Timecode{}, "００：０１：００；０２|00:01:02:00", timecode.Rate2997DF},
		"told ndf":            {timecode.Rate2997.NDF(), timecode.Timecode{}, "00:01:00;02|00:01:02;00", timecode.Rate2997},
		"told df":             {timecode.Rate2997DF, timecode.Timecode{}, "00:01:00:02|00:01:02:00", timecode.Rate2997DF},
		"no such thing at 30": {timecode.Rate30, timecode.Timecode{}, "00:01:00;02|00:01:02;00", timecode.Rate30},
		"start of drop-frame": {timecode.Rate2997, label("01:00:00;00", timecode.Rate2997DF), "01:00:01:00|01:00:02:00", timecode.Rate2997DF},
		"start of none":       {timecode.Rate2997, label("01:00:00:00", timecode.Rate2997), "01:00:01;00|01:00:02;00", timecode.Rate2997DF},
	} {
		times, err := table.NewTimes(c.rate, c.start)
		require.NoError(t, err, name)
		cells := strings.Split(c.rows+"|x", "|")
		l, err := table.FindLayout([][]string{{"Start", "End", "Text"}, cells}, table.Where{})
		require.NoError(t, err, name)
		if times.Rate.Open() {
			times.Learn(l, cells)
		}
		require.NoError(t, times.Settle(&report.Reporter{}), name)
		require.Equal(t, c.want, times.Rate, name)
		if !c.start.IsZero() {
			require.Equal(t, c.want, times.Start.Rate(), name)
		}
	}
	_, err := table.NewTimes(timecode.Rate25, label("01:00:00:00", timecode.Rate24))
	require.ErrorIs(t, err, script.ErrValue)
	_, err = table.NewTimes(timecode.Rate2997.NDF(), label("01:00:00;00", timecode.Rate2997DF))
	require.ErrorIs(t, err, script.ErrValue)
}

// Times that are printed in drop-frame since the start is of it are read so.
func TestClockOfADropFrameStart(t *testing.T) {
	start, err := timecode.Parse("01:00:00;00", timecode.Rate2997DF)
	require.NoError(t, err)
	clock, err := table.NewClock(timecode.Rate2997, start)
	require.NoError(t, err)
	require.Equal(t, "01:10:00;00", string(clock.Append(nil, timecode.Rate2997DF.Duration(17982))))
	require.Equal(t, timecode.Rate2997DF, clock.Rate)
	_, err = table.NewClock(timecode.Rate25, start)
	require.ErrorIs(t, err, script.ErrValue)
	clock, err = table.NewClock(timecode.Rate{}, timecode.Timecode{})
	require.NoError(t, err)
	require.Equal(t, "00:00:02.000", string(clock.Append(nil, 2*time.Second)))
}

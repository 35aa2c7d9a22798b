package edl_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// list returns a list of one event for each pair of record times.
func list(times ...string) string {
	var b strings.Builder
	b.WriteString("TITLE: t\nFCM: NON-DROP FRAME\n\n")
	for i := 0; i+1 < len(times); i += 2 {
		fmt.Fprintf(&b, "%03d  AX       V     C        00:00:00:00 00:00:00:00 %s %s\n* FROM CLIP NAME: text %d\n", i/2+1, times[i], times[i+1], i/2+1)
	}
	return b.String()
}

// collect is a Warn function that keeps what it is told.
func collect(all *[]string) func(script.Warning) error {
	return func(w script.Warning) error { *all = append(*all, w.Error()); return nil }
}

func TestErrorsNameThePlace(t *testing.T) {
	for _, c := range []struct {
		name, rate, start, in string
		kind                  error
		says                  string
	}{
		{"frame beyond the rate", "25", "", list("00:00:05:00", "00:00:07:29"), timecode.ErrFrame,
			"edl: 4:66: frame beyond the rate: frame 29 at 25 fps"},
		{"frame beyond the rate, in", "24", "", list("00:00:05:24", "00:00:07:00"), script.ErrTime,
			"edl: 4:54: frame beyond the rate: frame 24 at 24 fps"},
		{"minute 75", "", "", list("00:75:00:00", "00:01:07:00"), timecode.ErrRange,
			`edl: 4:54: timecode out of range: "00:75:00:00": want at most 23:59:59`},
		{"hour 24", "", "", list("24:00:00:00", "24:00:00:00"), timecode.ErrRange, ""},
		{"two groups", "", "", list("00:00:00:00", "00:00:07"), timecode.ErrSyntax,
			`edl: 4:66: malformed timecode "00:00:07": want HH:MM:SS:FF`},
		{"milliseconds", "", "", list("00:00:00.000", "00:00:07.500"), timecode.ErrSyntax,
			"edl: 4:54: malformed timecode \"00:00:00.000\": milliseconds: want HH:MM:SS:FF"},
		{"no fourth timecode", "", "", "001 AX V C 00:00:05:00 00:00:07:00 00:00:05:00\n* FROM CLIP NAME: x", script.ErrMissing,
			"edl: 1:47: missing value: an event has four timecodes, this has 3"},
		{"two timecodes", "", "", "001 AX V C 00:00:05:00 00:00:07:00\n", script.ErrMissing, ""},
		{"five timecodes", "", "", "001 AX V C 00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00 00:00:02:00\n", script.ErrSyntax,
			"edl: 1:24: malformed input: five timecodes in one event, want four"},
		{"letter in the last timecode", "", "", "001 AX V C 00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:0O\n", script.ErrTime,
			`edl: 1:48: malformed time "00:00:07:0O": want HH:MM:SS:FF`},
		{"letter in the first timecode", "", "", "001 AX V C a0:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00\n", script.ErrTime,
			`edl: 1:12: malformed time "a0:00:05:00": want HH:MM:SS:FF`},
		{"odd number", "", "", "002A AX V C 00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00\n", script.ErrSyntax,
			`edl: 1:1: event number: malformed input "002A": want up to 9 digits`},
		{"words behind", "", "", "001 AX V C 00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00 and more\n", script.ErrSyntax, ""},
		{"number too long", "", "", "0000000001 AX V C 00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00\n", script.ErrSyntax, ""},
		{"before the start", "25", "01:00:00:00", list("01:00:05:00", "01:00:07:00", "00:59:59:24", "01:00:00:10"), script.ErrNegativeTime,
			"edl: 6:54: 00:59:59:24 is before the start 01:00:00:00"},
		{"empty", "", "", "", script.ErrEmpty, "edl: empty input"},
		{"blank", "", "", "\ufeff \r\n\x1a", script.ErrEmpty, ""},
		{"no event", "", "", "TITLE: x\nFCM: NON-DROP FRAME\n\n", script.ErrNoSegments, ""},
		{"no list", "", "", "hello\nworld\n", script.ErrSyntax,
			"edl: 2:6: malformed input: no event: an event line has a number, reel, channel, transition and four timecodes"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var d edl.Decoder
			if c.rate != "" {
				d.Rate = rate(t, c.rate)
			}
			if c.start != "" {
				d.Start = start(t, c.start, d.Rate)
			}
			s, err := d.Decode(strings.NewReader(c.in))
			require.Nil(t, s)
			require.ErrorIs(t, err, c.kind)
			var pe *script.ParseError
			require.ErrorAs(t, err, &pe)
			require.Equal(t, "edl", pe.Format)
			if c.says != "" {
				require.EqualError(t, err, c.says)
			}
		})
	}
}

func TestGuessedRate(t *testing.T) {
	for _, c := range []struct {
		in, want string
		matters  bool
	}{
		{list("00:00:05:00", "00:00:07:00"), "25", false},
		{list("00:00:05:01", "00:00:07:24"), "25", true},
		{list("00:00:05:01", "00:00:07:25"), "30", true},
		{list("00:00:05:01", "00:00:07:29"), "30", true},
		{list("00:00:05:01", "00:00:07:49"), "50", true},
		{list("00:00:05:01", "00:00:07:59"), "60", true},
		{list("00:00:05:001", "00:00:07:119"), "120", true},
		{list("00:00:05;00", "00:00:07;00"), "29.97df", true},
		{list("00:00:05;00", "00:00:07;31"), "59.94df", true},
		{list("00:00:05;00", "00:00:07;099"), "119.88df", true},
		{strings.Replace(list("00:00:05:00", "00:00:07:00"), "NON-DROP", "drop", 1), "29.97df", true},
		{strings.Replace(list("00:01:00:00", "00:01:07:00"), "NON-DROP", "DROP", 1), "29.97", true}, // no drop-frame label
		{strings.Replace(list("00:01:00:00", "00:01:07:48"), "NON-DROP", "DROP", 1), "59.94", true},
		{strings.Replace(list("00:00:05:00", "00:00:07:00"), "FCM: NON-DROP FRAME\n", "", 1), "25", false},
		{strings.Replace(list("00:00:05:00", "00:00:07:00"), "NON-DROP FRAME", "FILM", 1), "25", false},
		{list("00:00:05:00", "00:00:07:00") + "FCM: DROP FRAME\n", "25", false}, // the first FCM counts
	} {
		l, err := edl.ParseList(c.in)
		require.NoError(t, err)
		r, matters := l.GuessRate()
		require.Equal(t, c.want, r.String(), c.in)
		require.Equal(t, c.matters, matters, c.in)
		var said []string
		_, err = edl.Decoder{Warn: collect(&said)}.Decode(strings.NewReader(c.in))
		require.NoError(t, err)
		require.Equal(t, c.matters, len(said) == 1, "%q", said)
	}
}

func TestModeIsCheckedAgainstTheRate(t *testing.T) {
	for _, c := range []struct {
		rate, in string
		says     []string
	}{
		{"29.97", strings.Replace(list("00:00:05:00", "00:00:07:00"), "NON-DROP", "DROP", 1), nil},
		{"29.97ndf", strings.Replace(list("00:00:05:00", "00:00:07:00"), "NON-DROP", "DROP", 1),
			[]string{"edl: 4:1: assumed: 29.97 fps non-drop: the list says otherwise: drop-frame"}},
		{"59.94", list("00:01:00;00", "00:01:07;00"),
			[]string{`edl: 4:1: segment "1": dropped timecode label 00:01:00;00: at 59.94df the minute begins with frame 4: read as the next frame`}},
		{"25", list("00:00:05;00", "00:00:07;00"),
			[]string{"edl: 4:1: assumed: 25 fps non-drop: the list says otherwise: drop-frame"}},
		{"29.97df", list("00:00:05:00", "00:00:07:00"),
			[]string{"edl: 4:1: assumed: 29.97df fps: the list says otherwise: non-drop"}},
		{"29.97df", list("00:00:05;00", "00:00:07;00"), nil},
		{"29.97", list("00:00:05:00", "00:00:07:00"), nil},
		{"29.97df", strings.Replace(list("00:00:05:00", "00:00:07:00"), "FCM: NON-DROP FRAME\n", "", 1), nil},
	} {
		var said []string
		_, err := edl.Decoder{Rate: rate(t, c.rate), Warn: collect(&said)}.Decode(strings.NewReader(c.in))
		require.NoError(t, err)
		require.Equal(t, c.says, said)
	}
}

func TestStart(t *testing.T) {
	in := list("01:00:05:00", "01:00:07:12", "10:00:00:00", "10:00:01:00")
	var said []string
	s, err := edl.Decoder{Rate: timecode.Rate25, Warn: collect(&said)}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, time.Hour+5*time.Second, s.Segments[0].Start)
	require.Equal(t, []string{"edl: 4:1: assumed: times count from 00:00:00:00, but the list begins at 01:00:05:00: no start is stated"}, said)

	said = nil
	d := edl.Decoder{Start: start(t, "01:00:00:00", timecode.Rate25), Warn: collect(&said)}
	s, err = d.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Empty(t, said, "the start's rate is the rate")
	require.Equal(t, 5*time.Second, s.Segments[0].Start)
	require.Equal(t, 7480*time.Millisecond, s.Segments[0].End)
	require.Equal(t, 9*time.Hour, s.Segments[1].Start)

	d.Rate = timecode.Rate2997
	s, err = d.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, 5005*time.Millisecond, s.Segments[0].Start, "a start of another rate keeps its label")

	d = edl.Decoder{Start: start(t, "00:00:00:00", timecode.Rate25), Warn: collect(&said)}
	_, err = d.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Empty(t, said, "a start of zero is a start")

	d = edl.Decoder{Rate: timecode.Rate2997DF, Start: start(t, "00:01:00:00", timecode.Rate25)}
	_, err = d.Decode(strings.NewReader(in))
	require.ErrorIs(t, err, timecode.ErrDropped)
}

func TestMidnight(t *testing.T) {
	in := list("23:59:58:00", "00:00:02:00", "00:00:05:00", "00:00:06:00", "23:59:50:00", "23:59:51:00")
	for _, from := range []string{"", "23:59:00:00"} {
		d := edl.Decoder{Rate: timecode.Rate25}
		base := 24*time.Hour - 2*time.Second
		if from != "" {
			d.Start = start(t, from, d.Rate)
			base = 58 * time.Second
		}
		s, err := d.Decode(strings.NewReader(in))
		require.NoError(t, err)
		require.Equal(t, []string{"text 3", "text 1", "text 2"}, []string{s.Segments[0].Text, s.Segments[1].Text, s.Segments[2].Text}, "sorted by start")
		require.Equal(t, base-8*time.Second, s.Segments[0].Start)
		require.Equal(t, base, s.Segments[1].Start)
		require.Equal(t, base+4*time.Second, s.Segments[1].End)
		require.Equal(t, base+7*time.Second, s.Segments[2].Start)
	}
}

func TestFarAheadIsNotYesterday(t *testing.T) {
	in := list("00:00:05:00", "00:00:06:00", "13:00:00:00", "13:00:01:00")
	s, err := edl.Decoder{Rate: timecode.Rate25}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, 13*time.Hour, s.Segments[1].Start)
}

func TestTextOrder(t *testing.T) {
	const event = "001  AX       V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n"
	const mix = "001  AX       V     D    010 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n"
	for _, c := range []struct{ in, text, note string }{
		{event + "* a\n* LOC: 00:00:00:00 RED     b\n* COMMENT: c\n* FROM CLIP NAME: d\n", "d", "a\nb\nc"},
		{event + "* a\n* LOC: 00:00:00:00 RED     b\n* COMMENT: c\n", "c", "a\nb"},
		{event + "* a\n* LOC: 00:00:00:00 RED     b\n", "b", "a"},
		{event + "* a\n", "a", ""},
		{event + "a\n", "a", ""},
		{event, "", ""},
		{event + "* FROM CLIP NAME:\n* COMMENT:\n*\n", "", ""},
		{event + "* FROM CLIP NAME: \n* COMMENT: c\n", "c", ""},
		{event + "\n\nM2   AX       025.0                00:00:00:00\n\n*FROM CLIP NAME:x\n", "x", ""},
		{event + "* SOURCE FILE: s\nAUD  3    4\n*   FROM CLIP NAME:   x   \n", "x", ""},
		{event + "from clip name: x\n", "x", ""},
		{event + "* From Clip Name: * x\n", "* x", ""},
		{event + "* FROM CLIP NAME: 002  AX       V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n",
			"002  AX       V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00", ""},
		{event + "* FROM CLIP NAME: x\n* TO CLIP NAME: y\n", "x", ""},
		{mix + "* FROM CLIP NAME: x\n* TO CLIP NAME: y\n", "y", ""},
		{mix + "* FROM CLIP NAME: x\n", "x", ""},
		{event + "* FROM CLIP NAME: x\n* LOC: 00:00:00:00 RED     x\n", "x", ""},
		{event + "* LOC: no timecode\n", "no timecode", ""},
		{event + "* Reel of film, % of nothing\n", "Reel of film, % of nothing", ""},
		{event + "* TITLE: a sign\n", "TITLE: a sign", ""},
		{event + "* * FREEZE FRAME\n* ASC_SAT 0.9\nGPI x\n>>> SOURCE a b c\nFCM: DROP FRAME\n", "", ""},
	} {
		s, err := edl.Decoder{Rate: timecode.Rate25}.Decode(strings.NewReader(c.in))
		require.NoError(t, err, c.in)
		require.Len(t, s.Segments, 1, c.in)
		require.Equal(t, c.text, s.Segments[0].Text, c.in)
		require.Equal(t, c.note, s.Segments[0].Note, c.in)
	}
}

func TestLocatorSegments(t *testing.T) {
	in := `TITLE: t
001  A001     V     C        00:00:00:00 00:00:10:00 01:00:00:00 01:00:10:00
* FROM CLIP NAME: A001.MOV
* LOC: 01:00:01:00 RED     First
* LOC: 1:00:03:12 yellow  Second
* LOC: 01:00:30:00         Far away
* COMMENT: note
002  A002     V     C        00:00:00:00 00:00:10:00 01:00:10:00 01:00:20:00
* FROM CLIP NAME: A002.MOV
003  BL       V     C        00:00:00:00 00:00:10:00 01:00:20:00 01:00:30:00
`
	var said []string
	d := edl.Decoder{Start: start(t, "01:00:00:00", timecode.Rate25), Locators: true, Warn: collect(&said)}
	s, err := d.Decode(strings.NewReader(in))
	require.NoError(t, err)
	s.NumberIDs()
	require.Equal(t, []script.Segment{
		{ID: "1", Start: time.Second, End: 3480 * time.Millisecond, Text: "First", Note: "note"},
		{ID: "2", Start: 3480 * time.Millisecond, End: 10 * time.Second, Text: "Second"},
		{ID: "3", Start: 30 * time.Second, End: 30 * time.Second, Text: "Far away"},
	}, s.Segments)
	require.Equal(t, []string{
		`edl: 6:1: segment "3": zero length: end equals start`,
		`edl: 8:1: dropped: events without locator: 1, the first "event 2"`,
		`edl: 5:1: dropped: colours of locators, which differ: 1, the first "* LOC: 1:00:03:12 yellow  Second"`,
		`edl: 3:1: dropped: comment lines without a place in a script: 1, the first "* FROM CLIP NAME: A001.MOV"`,
	}, said)

	_, err = d.Decode(strings.NewReader(strings.Replace(in, "1:00:03:12", "1:00:03:25", 1)))
	require.EqualError(t, err, "edl: 5:7: frame beyond the rate: frame 25 at 25 fps")
	_, err = d.Decode(strings.NewReader(strings.Replace(in, "1:00:03:12", "soon", 1)))
	require.ErrorIs(t, err, script.ErrTime)
	_, err = d.Decode(strings.NewReader(list("01:00:00:00", "01:00:01:00")))
	require.ErrorIs(t, err, script.ErrNoSegments)

	said = nil
	d.Locators = false
	s, err = d.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, "First\nSecond\nFar away\nnote", s.Segments[0].Note)
	require.Equal(t, `edl: 4:1: dropped: times of locators, read with their event: read as locators to keep them: 3, the first "* LOC: 01:00:01:00 RED     First"`, said[0])
}

func TestBlackIsSkippedUnlessItSaysSomething(t *testing.T) {
	in := list("00:00:00:00", "00:00:01:00", "00:00:01:00", "00:00:02:00")
	var said []string
	s, err := edl.Decoder{Warn: collect(&said)}.Decode(strings.NewReader(strings.Replace(in, "002  AX", "002  bl", 1)))
	require.NoError(t, err)
	require.Len(t, s.Segments, 1)
	require.Equal(t, []string{`edl: 6:1: dropped: black event with the comment "text 2"`}, said)
}

func TestOnlyBlack(t *testing.T) {
	_, err := edl.Decode(strings.NewReader(strings.Replace(list("00:00:00:00", "00:00:01:00"), " AX ", " BL ", 1)))
	require.EqualError(t, err, "edl: 5:25: no segments: the events of the list (1) are all black")
}

func TestStrictMakesWarningsErrors(t *testing.T) {
	_, err := edl.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(list("00:00:00:01", "00:00:01:00")))
	require.ErrorIs(t, err, script.ErrAssumed)
	_, err = edl.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }, Rate: timecode.Rate25}.Decode(strings.NewReader(list("00:00:00:01", "00:00:01:00")))
	require.NoError(t, err)
	_, err = edl.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader("* by hand\n" + list("00:00:00:00", "00:00:01:00")))
	require.ErrorIs(t, err, script.ErrDropped, "a line before the first event")
	_, err = edl.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(list("00:00:00:00", "00:00:01:00") + "7 hours 00:00:01:00\n"))
	require.EqualError(t, err, `edl: 6:1: assumed: a comment, though it begins like an event: "7 hours 00:00:01:00"`)
}

func TestMaxBytes(t *testing.T) {
	in := list("00:00:00:00", "00:00:01:00")
	_, err := edl.Decoder{MaxBytes: int64(len(in))}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	_, err = edl.Decoder{MaxBytes: int64(len(in)) - 1}.Decode(strings.NewReader(in))
	require.ErrorIs(t, err, script.ErrTooLarge)
}

// Leaps of eleven hours advance the day with every event; placing a label
// must not take longer the more days have passed.
func TestManyDays(t *testing.T) {
	var times []string
	for i := range 20000 {
		h := 11 * i % 24
		times = append(times, fmt.Sprintf("%02d:00:00:00", h), fmt.Sprintf("%02d:00:01:00", h))
	}
	s, err := edl.Decoder{Rate: timecode.Rate25}.Decode(strings.NewReader(list(times...)))
	require.NoError(t, err)
	require.Equal(t, 19999*11*time.Hour, s.Segments[19999].Start)
}

// Reading many comments under one event takes time in proportion to them.
func TestManyCommentsOfOneEvent(t *testing.T) {
	const n = 100000
	in := list("00:00:00:00", "00:00:01:00") + strings.Repeat("* a free comment\n* LOC: 00:00:00:10 RED     x\n* COMMENT: c\n", n)
	for _, locators := range []bool{false, true} {
		s, err := edl.Decoder{Locators: locators}.Decode(strings.NewReader(in))
		require.NoError(t, err)
		require.NotEmpty(t, s.Segments[0].Note)
	}
}

// A list that says drop-frame and does not count so is told of.
func TestDropFrameThatIsNone(t *testing.T) {
	var said []string
	in := strings.Replace(list("00:01:00:00", "00:01:10:00"), "NON-DROP", "DROP", 1)
	s, err := edl.Decoder{Warn: collect(&said)}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, timecode.Rate2997.Duration(1800), s.Segments[0].Start)
	require.Equal(t, []string{"edl: 4:1: assumed: 29.97 fps non-drop, though the list says drop-frame: it has timecodes that drop-frame skips: no frame rate is stated"}, said)
}

// A list that begins late in the day and goes on past midnight has a start.
func TestStartBeforeMidnight(t *testing.T) {
	var said []string
	in := list("23:59:55:00", "00:00:05:00", "00:00:15:00", "00:00:17:00")
	s, err := edl.Decoder{Rate: timecode.Rate25, Warn: collect(&said)}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, 24*time.Hour+15*time.Second, s.Segments[1].Start)
	require.Equal(t, []string{"edl: 4:1: assumed: times count from 00:00:00:00, but the list begins at 23:59:55:00: no start is stated"}, said)
}

// Lines that hold next to nothing do not take memory out of proportion.
func TestMemoryOfManyComments(t *testing.T) {
	const n = 500000
	event := list("00:00:00:00", "00:00:01:00")
	for name, c := range map[string]struct {
		in   string
		most uint64 // bytes allocated for a byte of input
	}{
		"bare stars":        {event + strings.Repeat("*\n", n), 4},
		"bare stars before": {strings.Repeat("*\n", n) + event, 4},
		"free comments":     {event + strings.Repeat("x\n", n), 30},
		"lines before":      {strings.Repeat("x\n", n) + event, 15},
	} {
		r := strings.NewReader(c.in)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := edl.Decoder{Rate: timecode.Rate25}.Decode(r)
		runtime.ReadMemStats(&after)
		require.NoError(t, err)
		require.Less(t, (after.TotalAlloc-before.TotalAlloc)/uint64(len(c.in)), c.most, name)
	}
}

func TestTracksOfOneClipAreOneSegment(t *testing.T) {
	in := list("00:00:00:00", "00:00:01:00", "00:00:00:00", "00:00:01:00", "00:00:00:00", "00:00:01:00")
	in = strings.NewReplacer("text 2", "text 1", "text 3", "text 1\n* COMMENT: note", "002  AX       V ", "002  AX       AA", "003  AX       V ", "003  AX       A2").Replace(in)
	var said []string
	s, err := edl.Decoder{Warn: collect(&said)}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Len(t, s.Segments, 2, "the third has a note of its own")
	require.Equal(t, []string{`edl: 6:1: segment "1": dropped: repeats the event before it on channel AA`}, said)
	same := strings.ReplaceAll(list("00:00:00:00", "00:00:01:00", "00:00:00:00", "00:00:01:00"), "text 2", "text 1")
	s, err = edl.Decode(strings.NewReader(same))
	require.NoError(t, err)
	require.Len(t, s.Segments, 2, "one channel")
}

func TestDetect(t *testing.T) {
	for in, want := range map[string]string{
		list("00:00:00:00", "00:00:01:00"):                              "edl",
		"001 AX V C 00:00:05:00 00:00:07:00 00:00:05:00\n00:00:07:00\n": "edl",
		"TITLE: x":      "edl",
		"\n\nfcm: film": "edl",
		"* made by hand\n" + list("00:00:00:00", "00:00:01:00"):                                             "edl",
		list("00:00:00:00", "00:00:01:00") + "002  AX   V   C 00:00:05:0":                                   "edl", // cut off
		"TITLE: x\n\n001 AX V C 00:00:05:00 00:75:07:00 00:00:05:00 00:00:07:00\n":                          "edl",
		list("00:00:00:00", "00:00:01:00") + "* LOC: 00:00:00:00 RED     x\n":                               "locators",
		list("00:00:00:00", "00:00:01:00", "00:00:02:00", "00:00:03:00") + "* LOC: 00:00:02:00 RED     x\n": "edl", // one event has none
		list("00:00:00:00", "00:00:01:00") + " |C:ResolveColorBlue |M:AD 1 |D:48\n":                         "resolve",
		list("00:00:00:00", "00:00:01:00") + "She sits. |C:ResolveColorBlue |M:1 |D:1\n":                    "resolve",
		list("00:00:00:00", "00:00:01:00") + "* |C:ResolveColorBlue |M:AD 1 |D:48\n":                        "resolve",
		list("00:00:00:00", "00:00:01:00") + "* COMMENT: write |M: in a text\n":                             "edl",
		"": "", "\n": "", "hello": "", "* hello\n* world": "", "WEBVTT\n\n001 AX V C 00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00\n": "",
		"1\n00:00:01,000 --> 00:00:02,000\nTITLE: x\n": "", "{\"a\": 1}": "", "a,b\n1,2\n": "", "\x00\x01\x02": "",
	} {
		f, ok := edl.Detect(in)
		require.Equal(t, want != "", ok, "%q", in)
		if ok {
			require.Equal(t, want, f.String(), "%q", in)
		}
	}
}

package resolve_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/resolve"
	"github.com/vsconvert/vsconvert/internal/markers/markertest"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const (
	s  = time.Second
	ms = time.Millisecond
)

// Lists in the style of Resolve, and of programs that write for it.
const (
	notes = "TITLE: Reel One\nFCM: NON-DROP FRAME\n\n001  001      V     C        01:00:05:00 01:00:05:01 01:00:05:00 01:00:05:01  \nShe sits down. |C:ResolveColorPurple |M:Marker 1 |D:50\n\n" +
		"002  001      V     C        01:00:07:12 01:00:07:13 01:00:07:12 01:00:07:13  \nHe nods. |C:ResolveColorPurple |M:Marker 2 |D:1\n\n"
	names = "TITLE: Reel One\r\nFCM: NON-DROP FRAME\r\n\r\n001  001      V     C        01:00:05:00 01:00:05:01 01:00:05:00 01:00:05:01  \r\n |C:ResolveColorBlue |M:She sits down. |D:50\r\n\r\n" +
		"002  001      V     C        01:00:07:12 01:00:07:13 01:00:07:12 01:00:07:13  \r\n |C:ResolveColorRed |M:AD two |D:25\r\n\r\n"
	lines   = "TITLE: x\n\n001  001      V     C        00:00:05:00 00:00:05:01 00:00:05:00 00:00:05:01\nShe sits\ndown. |C:ResolveColorBlue |M:AD 1 |D:50\n"
	ranges  = "TITLE: x\nFCM: NON-DROP FRAME\n001 001 V C 00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00\n|C:ResolveColorBlue |M:A | B |D:1\n"
	others  = "TITLE: x\nFCM: NON-DROP FRAME\n001  AX       V     C        00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00\n* FROM CLIP NAME: x\n002  001      V     C        00:00:08:00 00:00:08:01 00:00:08:00 00:00:08:01\n |C:ResolveColorBlue |M:y |D:25\n"
	dropped = "TITLE: x\nFCM: DROP FRAME\n\n001  001      V     C        00:01:00:02 00:01:00:03 00:01:00:02 00:01:00:03\n |C:ResolveColorBlue |M:y |D:30\n"
	plain   = "TITLE: x\nFCM: NON-DROP FRAME\n\n001  AX       V     C        00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00\n* FROM CLIP NAME: x\n"
)

var seeds = []string{notes, names, lines, ranges, others, dropped, plain, "1 1 1 1 1:1:1:1 1:1:1:1 1:1:1:1 1:1:1:1\n|M:", "TITLE:"}

func TestCorpus(t *testing.T) {
	hour := timecode.FromFrames(3600*25, timecode.Rate25)
	at25 := resolve.Decoder{Rate: timecode.Rate25}
	for name, c := range map[string]struct {
		text     string
		decoder  resolve.Decoder
		want     []script.Segment
		warnings []string
	}{
		"notes": {notes, resolve.Decoder{Start: hour}, []script.Segment{{ID: "Marker 1", Start: 5 * s, End: 7 * s, Text: "She sits down."}, {ID: "Marker 2", Start: 7480 * ms, End: 7480 * ms, Text: "He nods."}},
			[]string{`resolve: 7:1: segment "Marker 2": zero length: end equals start`}},
		"names": {names, resolve.Decoder{Start: hour}, []script.Segment{{ID: "1", Start: 5 * s, End: 7 * s, Text: "She sits down."}, {ID: "two", Start: 7480 * ms, End: 8480 * ms}},
			[]string{"resolve: 7:1: dropped: the markers' colours, which differ", `resolve: 7:1: segment "two": no text`}},
		"lines":  {lines, at25, []script.Segment{{ID: "1", Start: 5 * s, End: 7 * s, Text: "She sits\ndown."}}, nil},
		"ranges": {ranges, at25, []script.Segment{{ID: "1", Start: 5 * s, End: 7 * s, Text: "A | B"}}, nil},
		"other events": {others, at25, []script.Segment{{ID: "1", Start: 8 * s, End: 9 * s, Text: "y"}},
			[]string{"resolve: 3:1: dropped: 1 events or lines without marker"}},
		"drop-frame": {dropped, resolve.Decoder{}, []script.Segment{{ID: "1", Start: timecode.Rate2997.Duration(1800), End: timecode.Rate2997.Duration(1830), Text: "y"}},
			[]string{"resolve: 4:54: assumed: 29.97df fps: no frame rate is stated"}},
		"drop-frame, told otherwise": {dropped, resolve.Decoder{Rate: timecode.Rate30}, []script.Segment{{ID: "1", Start: timecode.Rate30.Duration(1802), End: timecode.Rate30.Duration(1832), Text: "y"}},
			[]string{"resolve: 1:1: assumed: 30 fps non-drop: the list says otherwise: drop-frame"}},
		"untold": {notes, resolve.Decoder{}, []script.Segment{{ID: "Marker 1", Start: 3605 * s, End: 3607 * s, Text: "She sits down."}, {ID: "Marker 2", Start: 3607480 * ms, End: 3607480 * ms, Text: "He nods."}},
			[]string{"resolve: 7:54: assumed: 25 fps: no frame rate is stated",
				"resolve: 4:54: assumed: times count from 00:00:00:00, but the list begins at 01:00:05:00: no start is stated",
				`resolve: 7:1: segment "Marker 2": zero length: end equals start`}},
	} {
		t.Run(name, func(t *testing.T) {
			got, warnings := decode(t, c.decoder, c.text)
			require.Empty(t, cmp.Diff(c.want, got.Segments))
			require.Equal(t, strings.Join(c.warnings, "\n"), strings.TrimSpace(warnings))
		})
	}
}

// A length that is none is not part of the name.
func TestOddLength(t *testing.T) {
	for value, says := range map[string]string{
		"abc": `resolve: 4:1: segment "Marker 6": dropped: length: unexpected value "abc": want |D: and a number of frames`,
		"-5":  `resolve: 4:1: segment "Marker 6": dropped: length: unexpected value "-5": want |D: and a number of frames`,
		"":    "",
		"50":  "",
	} {
		got, warnings := decode(t, resolve.Decoder{Rate: timecode.Rate25}, plain+"She sits. |C:ResolveColorCream |M:Marker 6 |D:"+value+"\n")
		require.Equal(t, "Marker 6", got.Segments[0].ID, value)
		require.Contains(t, warnings, says)
		require.Equal(t, says != "", strings.Contains(warnings, "dropped"), warnings)
	}
}

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		decoder resolve.Decoder
		kind    error
		message string
	}{
		"empty":    {"\n", resolve.Decoder{}, script.ErrEmpty, "resolve: empty input"},
		"no list":  {"Hello.\n", resolve.Decoder{}, script.ErrNoSegments, "resolve: 1:1: no segments: no event has a marker: |C:colour |M:name |D:length"},
		"crowd":    {plain + strings.Repeat("|M:x\n", 17), resolve.Decoder{}, script.ErrTooLarge, "resolve: 4:1: input too large: an event with more than 16 markers"},
		"no mark":  {plain, resolve.Decoder{}, script.ErrNoSegments, "resolve: 4:1: no segments: no event has a marker: |C:colour |M:name |D:length"},
		"frame":    {strings.ReplaceAll(notes, "01:00:07:12", "01:00:07:29"), resolve.Decoder{Rate: timecode.Rate25}, timecode.ErrFrame, "resolve: 7:54: frame beyond the rate: frame 29 at 25 fps"},
		"minute":   {strings.ReplaceAll(notes, "01:00:07:12", "01:75:07:12"), resolve.Decoder{Rate: timecode.Rate25}, script.ErrTime, ""},
		"too much": {notes, resolve.Decoder{MaxBytes: 5}, script.ErrTooLarge, "resolve: input too large: more than 5 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.decoder.Decode(strings.NewReader(c.text))
			require.ErrorIs(t, err, c.kind)
			require.ErrorAs(t, err, new(*script.ParseError))
			if c.message != "" {
				require.EqualError(t, err, c.message)
			}
			require.True(t, strings.HasPrefix(err.Error(), "resolve: "), err)
		})
	}
}

// TestTraps: what Resolve does not bear is changed, and said.
func TestTraps(t *testing.T) {
	in := &script.Script{Segments: []script.Segment{
		{ID: "1", Start: s, End: 2 * s, Text: "7 birds | 8 eggs"},
		{ID: "a|b", Start: s, End: 2 * s, Text: "at the same time"},
		{ID: "3", Start: s, End: s, Text: "and a point"},
	}}
	var w markertest.Warnings
	var b bytes.Buffer
	require.NoError(t, resolve.Encoder{Rate: timecode.Rate25, Color: "resolvecolorSKY", Warn: w.Add}.Encode(&b, in))
	require.Equal(t, `TITLE: AD markers
FCM: NON-DROP FRAME

001  001      V     C        00:00:01:00 00:00:01:01 00:00:01:00 00:00:01:01  
- 7 birds / 8 eggs |C:ResolveColorSky |M:- 7 birds / 8 eggs |D:25

002  001      V     C        00:00:01:01 00:00:01:02 00:00:01:01 00:00:01:02  
at the same time |C:ResolveColorSky |M:at the same time |D:24

003  001      V     C        00:00:01:02 00:00:01:03 00:00:01:02 00:00:01:03  
and a point |C:ResolveColorSky |M:and a point |D:1

`, b.String())
	require.Equal(t, []string{
		`resolve: dropped: the format has no place for ids (1 of 3 segments)`,
		`resolve: assumed: the timeline starts at 00:00:00:00: no start is stated: in Resolve they start at 01:00:00:00 unless that was changed`,
		`resolve: segment "1": text changed: "|" ends a field: written as "/"`,
		`resolve: segment "1": text changed: "- " put before it: Resolve takes a line that begins with a digit for an event`,
		`resolve: segment "a|b": overlaps the segment before it: moved to frame 26: Resolve keeps one marker a frame`,
		`resolve: segment "3": overlaps the segment before it: moved to frame 27: Resolve keeps one marker a frame`,
	}, strings.Split(strings.TrimSpace(w.String()), "\n"))
}

func TestOptions(t *testing.T) {
	in := &script.Script{Segments: []script.Segment{{ID: "x", Start: s, End: 2 * s, Text: "7 birds"}}}
	var w markertest.Warnings
	var b bytes.Buffer
	require.NoError(t, resolve.Encoder{Rate: timecode.Rate11988, Name: "text", CRLF: true, Title: "T", Warn: w.Add}.Encode(&b, in))
	require.Equal(t, "TITLE: T\r\nFCM: NON-DROP FRAME\r\n\r\n001  001      V     C        00:00:01:000 00:00:01:001 00:00:01:000 00:00:01:001  \r\n- 7 birds |C:ResolveColorBlue |M:- 7 birds |D:120\r\n\r\n", b.String())
	require.Contains(t, w.String(), "119.88 fps: most readers of lists refuse more than 60")
	require.Contains(t, w.String(), "no place for ids")
	require.ErrorIs(t, resolve.Encoder{Color: "Mauve"}.Encode(&b, in), script.ErrValue)
	require.ErrorIs(t, resolve.Encoder{Start: timecode.FromFrames(29, timecode.Rate30), Rate: timecode.Rate25}.Encode(&b, in), timecode.ErrFrame)
}

func TestMoreThan999(t *testing.T) {
	var w markertest.Warnings
	var b bytes.Buffer
	require.NoError(t, resolve.Encoder{Rate: timecode.Rate25, Warn: w.Add}.Encode(&b, markertest.Long(1001)))
	require.Contains(t, w.String(), `segment "1000": unexpected value: event 1000`)
	got, _ := decode(t, resolve.Decoder{Rate: timecode.Rate25}, b.String())
	require.Len(t, got.Segments, 1001)
	require.Contains(t, b.String(), "\n1001  001 ")
	require.Contains(t, b.String(), "\n010  001 ")
}

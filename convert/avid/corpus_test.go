package avid_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/avid"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Lists in the styles of several versions and of programs that write for them.
const (
	bare    = "Jane\t01:00:05:00\tV1\tred\tShe sits down.\nJane\t01:00:07:12\tV1\tred\tHe nods.\n"
	lengths = "Jane Doe\t01:00:05:00\tV1\tblue\tShe sits down.\t48\nJane Doe\t01:00:07:12\tV1\tblue\tHe nods.\t1\n"
	newer   = "Jane Doe\t01:00:05:00\tV1\tBlue\tShe sits down.\t48\t\tBlue\nJane Doe\t01:00:07:12\tV1\tBlue\tHe nods.\t24\t\tBlue\n"
	seventh = "Jane\t01:00:05:00\tTC1\tgreen\tShe sits down.\t48\t\r\nJane\t01:00:07:12\tTC1\tgreen\tHe nods.\t24\t\r\n"
	broken  = "Jane\t01:00:05:00\tV1\tblue\tShe sits\ndown.\t48\nJane\t01:00:07:12\tV1\tblue\tHe\tnods.\t24\n"
	drop    = "Jane\t00:00:59;28\tV1\tblue\tShe sits down.\t4\nJane\t00:01:00;02\tV1\tblue\tHe nods.\t24\n"
	mixed   = "Jane\t00:00:05:00\tV1\tblue\tShe sits down.\t48\nJo\t00:00:07:12\tA1\tred\tHe nods.\t24\n"
	header  = "User\tTimecode\tTrack\tColor\tComment\tLength\nJane\t00:00:05:00\tV1\tblue\tShe sits down.\t48\n"
	empty   = "Jane\t00:00:05:00\tV1\tblue\t\t48\nJane\t00:00:06:00\tV1\tblue\t\n"
)

var seeds = []string{xmlList([3]string{"01:00:05:00", "x", "50"}, [3]string{"125", "y", "1"}), bare, lengths, newer, seventh, broken, drop, mixed, header, empty,
	"Jane\t01:00:05:00\tV1\tblue", "\t\t\t\t\t\t\t\t", "a\t1:2:3:4\tb\tc\td\t999999999999999999\n"}

func segments(from, to, from2, to2 time.Duration) []script.Segment {
	return []script.Segment{{ID: "1", Start: from, End: to, Text: "She sits down."}, {ID: "2", Start: from2, End: to2, Text: "He nods."}}
}

func TestCorpus(t *testing.T) {
	const s, ms = time.Second, time.Millisecond
	hour, err := timecode.Parse("01:00:00:00", timecode.Rate24)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		text     string
		decoder  avid.Decoder
		want     []script.Segment
		warnings []string
	}{
		"five columns": {bare, avid.Decoder{Start: hour}, segments(5*s, 5*s, 7500*ms, 7500*ms), []string{
			`avid: 1:1: segment "1": zero length: end equals start`, `avid: 2:1: segment "2": zero length: end equals start`}},
		"six columns":   {lengths, avid.Decoder{Start: hour}, segments(5*s, 7*s, 7500*ms, 7500*ms), []string{`avid: 2:1: segment "2": zero length: end equals start`}},
		"seven columns": {seventh, avid.Decoder{Start: hour}, segments(5*s, 7*s, 7500*ms, 8500*ms), nil},
		"eight columns": {newer, avid.Decoder{Start: hour}, segments(5*s, 7*s, 7500*ms, 8500*ms), nil},
		"without being told": {newer, avid.Decoder{}, segments(3605*s, 3606920*ms, 3607480*ms, 3608440*ms), []string{
			"avid: 2:10: assumed: 25 fps: no frame rate is stated",
			"avid: 1:10: assumed: times count from 00:00:00:00, but the list begins at 01:00:05:00: no start is stated"}},
		"drop-frame": {drop, avid.Decoder{Rate: timecode.Rate2997DF}, segments(
			timecode.Rate2997DF.Duration(1798), timecode.Rate2997DF.Duration(1802), timecode.Rate2997DF.Duration(1800), timecode.Rate2997DF.Duration(1824)), nil},
		"users and colours": {mixed, avid.Decoder{Rate: timecode.Rate24}, segments(5*s, 7*s, 7500*ms, 8500*ms), []string{
			"avid: 2:1: dropped: the markers' users, which differ", "avid: 2:1: dropped: the markers' tracks, which differ", "avid: 2:1: dropped: the markers' colours, which differ"}},
		"header": {header, avid.Decoder{Rate: timecode.Rate24}, segments(5*s, 7*s, 0, 0)[:1], []string{"avid: 1:1: dropped: the first line as a header"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, warnings := decode(t, c.decoder, c.text)
			require.Empty(t, cmp.Diff(c.want, got.Segments))
			require.Equal(t, c.warnings, splitLines(warnings))
		})
	}
}

func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(s, "\n"), "\n")
}

func TestCommentsWithTabsAndLineBreaks(t *testing.T) {
	got, warnings := decode(t, avid.Decoder{Rate: timecode.Rate24, Start: timecode.FromFrames(3600*24, timecode.Rate24)}, broken)
	require.Equal(t, "She sits\ndown.", got.Segments[0].Text)
	require.Equal(t, 7*time.Second, got.Segments[0].End)
	require.Equal(t, "He\tnods.", got.Segments[1].Text)
	require.Equal(t, "avid: 2:1: assumed: the line goes on with the comment above it\n", warnings)
}

func TestEmptyComments(t *testing.T) {
	got, warnings := decode(t, avid.Decoder{Rate: timecode.Rate24}, empty)
	require.Len(t, got.Segments, 2)
	require.Contains(t, warnings, `avid: 1:1: segment "1": no text`)
}

func TestEncodings(t *testing.T) {
	const line = "Jane\t00:00:05:01\tV1\tblue\tGrößer.\t25\n"
	units := utf16.Encode([]rune("\uFEFF" + line))
	var le, be bytes.Buffer
	for _, u := range units {
		le.Write([]byte{byte(u), byte(u >> 8)})
		be.Write([]byte{byte(u >> 8), byte(u)})
	}
	for name, text := range map[string]string{
		"UTF-8": line, "BOM": "\uFEFF" + line, "UTF-16LE": le.String(), "UTF-16BE": be.String(),
		"Windows": strings.NewReplacer("ö", "\xF6", "ß", "\xDF").Replace(line),
		"Mac":     strings.NewReplacer("ö", "\x9A", "ß", "\xA7").Replace(line),
		"old Mac": strings.ReplaceAll(line, "\n", "\r"),
	} {
		t.Run(name, func(t *testing.T) {
			got, warnings := decode(t, avid.Decoder{Rate: timecode.Rate25}, text)
			require.Equal(t, "Größer.", got.Segments[0].Text)
			require.Equal(t, name == "Windows" || name == "Mac", strings.Contains(warnings, "not UTF-8"), warnings)
		})
	}
}

func TestErrors(t *testing.T) {
	hour := timecode.FromFrames(3600*25, timecode.Rate25)
	for name, c := range map[string]struct {
		text    string
		decoder avid.Decoder
		kind    error
		message string
	}{
		"empty":       {" \n", avid.Decoder{}, script.ErrEmpty, "avid: empty input"},
		"prose":       {"Hello there.\n", avid.Decoder{}, script.ErrSyntax, "avid: 1:1: malformed input: want user, timecode, track, colour and comment with tabs between"},
		"minute":      {"J\t00:75:00:00\tV1\tred\tx\n", avid.Decoder{}, script.ErrTime, `avid: 1:3: timecode out of range: "00:75:00:00": want at most 23:59:59`},
		"frame":       {"J\t00:00:05:01\tV1\tred\tx\nJö\t00:00:05:29\tV1\tred\tx\n", avid.Decoder{Rate: timecode.Rate25}, timecode.ErrFrame, "avid: 2:4: frame beyond the rate: frame 29 at 25 fps"},
		"no timecode": {bare + "J\tsoon\tV1\tred\tx\n", avid.Decoder{}, script.ErrTime, `avid: 3:3: malformed time "soon": want a timecode as HH:MM:SS:FF`},
		"early":       {"J\t00:00:05:00\tV1\tred\tx\n", avid.Decoder{Start: hour}, script.ErrNegativeTime, "avid: 1:3: 00:00:05:00 is before the start 01:00:00:00"},
		"columns":     {"J\t00:00:05:00\tV1\n", avid.Decoder{}, script.ErrSyntax, "avid: 1:1: malformed input: 3 columns: want at least 5: user, timecode, track, colour, comment"},
		"strict":      {"J\t00:00:05:00\tV1\tred\tx\t1\n", avid.Decoder{Rate: timecode.Rate25, Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}, script.ErrZeroLength, "avid: 1:1: zero length: end equals start"},
		"too large":   {bare, avid.Decoder{MaxBytes: 10}, script.ErrTooLarge, "avid: input too large: more than 10 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.decoder.Decode(strings.NewReader(c.text))
			require.ErrorIs(t, err, c.kind)
			require.ErrorAs(t, err, new(*script.ParseError))
			require.EqualError(t, err, c.message)
		})
	}
}

func TestOptions(t *testing.T) {
	s := &script.Script{Segments: []script.Segment{{ID: "1", Start: time.Second, End: 2 * time.Second, Text: "x"}, {ID: "2", Start: 3 * time.Second, End: 3 * time.Second, Text: "point"}}}
	var b bytes.Buffer
	require.NoError(t, avid.Encoder{Rate: timecode.Rate50, User: "Jo", Track: "TC1", Color: "red", CRLF: true}.Encode(&b, s))
	require.Equal(t, "Jo\t00:00:01:00\tTC1\tred\tx\t50\r\nJo\t00:00:03:00\tTC1\tred\tpoint\t1\r\n", b.String())
	for _, e := range []avid.Encoder{{User: "a\tb"}, {Track: "V\n1"}, {Color: " "}} {
		require.ErrorIs(t, e.Encode(&b, s), script.ErrValue)
	}
	require.ErrorIs(t, avid.Encoder{Rate: timecode.Rate25}.Encode(failing{}, s), errFull)
}

var errFull = errors.New("full")

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errFull }

package protools_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/protools"
	"github.com/vsconvert/vsconvert/internal/markers/markertest"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const (
	s  = time.Second
	ms = time.Millisecond
)

func top(start, rate string) string {
	return "SESSION NAME:\tReel One\nSAMPLE RATE:\t48000.000000\nBIT DEPTH:\t24-bit\nSESSION START TIMECODE:\t" + start + "\nTIMECODE FORMAT:\t" + rate +
		"\n# OF AUDIO TRACKS:\t2\n# OF AUDIO CLIPS:\t3\n# OF AUDIO FILES:\t1\n\n\nO N L I N E  F I L E S  I N  S E S S I O N\nFilename \tLocation\nAudio.wav\tDisk:Audio Files:\n\n\n" +
		"P L U G - I N S  L I S T I N G\nMANUFACTURER            \tPLUG-IN NAME            \tVERSION         \tFORMAT          \tSTEMS                   \tNUMBER OF INSTANCES\n\n\n"
}

const (
	markersHead = "M A R K E R S  L I S T I N G\n#   \tLOCATION     \tTIME REFERENCE    \tUNITS    \tNAME                             \tCOMMENTS\n"
	rulersHead  = "M A R K E R S  L I S T I N G\n#   \tLOCATION     \tTIME REFERENCE    \tUNITS    \tNAME                             \tTRACK NAME                       \tTRACK TYPE   \tCOMMENTS\n"
	trackHead   = "TRACK NAME:\tDescriber\nCOMMENTS:\tsee notes\nUSER DELAY:\t0 Samples\nSTATE: \nPLUG-INS: \tEQ (mono)\n" +
		"CHANNEL \tEVENT   \tCLIP NAME                     \tSTART TIME    \tEND TIME      \tDURATION      \tSTATE\n"
	stampHead = "TRACK NAME:\tOther (Stereo)\nCOMMENTS:\t\nUSER DELAY:\t0 Samples\nSTATE: Solo \nPLUG-INS: \n" +
		"CHANNEL \tEVENT   \tCLIP NAME                     \tSTART TIME    \tEND TIME      \tDURATION      \tTIMESTAMP         \tSTATE\n"
)

// Texts in the style of Pro Tools' export, with its ways to write odd names.
var (
	older  = top("01:00:00:00", "25 Frame") + markersHead + "1   \t01:00:05:00  \t240000            \tSamples  \tAD 1                             \tShe sits down.\n2   \t01:00:07:12  \t3|3               \tTicks    \tMarker 2                         \t\n"
	newer  = top("01:00:00:00", "25 Frame") + rulersHead + "1   \t01:00:05:00  \t240000            \tSamples  \tAD 1                             \tMarkers                          \tRuler                            \tShe sits down.\n2   \t01:00:07:12  \t359040            \tSamples  \tMarker 2                         \tAudio 1                          \tTrack                            \t\n"
	folded = top("01:00:00:00", "25 Frame") + markersHead +
		"1   \t01:00:01:00  \t48000             \tSamples  \tName\nOver Lines            \tComment\n    \t             \t                  \t           \t                                 \tover lines\n" +
		"2   \t01:00:02:00  \t96000             \tSamples  \tName\tWith Tab                    \tComment\twith tab\n" +
		"3   \t01:00:03:00  \t144000            \tSamples  \tName                             \t7\n    \t             \t                  \t           \t                                 \t8\t9\n"
	clipped = top("01:00:00:00", "25 Frame") + "T R A C K  L I S T I N G\n" + trackHead +
		"1       \t1       \tShe sits down.                \t   01:00:05:00\t   01:00:07:00\t   00:00:02:00\tUnmuted\n" +
		"1       \t2       \tHe\nnods.                     \t   01:00:07:12\t   01:00:08:12\t   00:00:01:00\tUnmuted\n\n\n" +
		stampHead +
		"1       \t1       \t(fade in)                     \t   01:00:09:00\t   01:00:10:00\t   00:00:01:00\t   01:00:00:00\tUnmuted\n" +
		"1       \t2       \tBoom {note}.L                 \t   01:00:10:00\t   01:00:12:00\t   00:00:02:00\t   01:00:00:00\tMuted\n\n\n" +
		"2       \t1       \t(fade in)                     \t   01:00:09:00\t   01:00:10:00\t   00:00:01:00\t   01:00:00:00\tUnmuted\n" +
		"2       \t2       \tBoom {note}.R                 \t   01:00:10:00\t   01:00:12:00\t   00:00:02:00\t   01:00:00:00\tMuted\n\n\n"
	subframes = top("23:57:00:00.00", "23.976 Frame") + markersHead + "1   \t23:57:56:02.24\t2695168           \tSamples  \tA                                \tx\n2   \t00:00:55:18.50\t58|4| 735         \tTicks    \tB                                \ty\n"
	minutes   = top("23:57:00:00", "23.976 Frame") + markersHead + "1   \t0:56.149     \t2695168           \tSamples  \tA                                \tx\n2   \t62:03.5      \t58|4              \tTicks    \tB                                \ty\n"
	samples   = top("23:57:00:00", "23.976 Frame") + markersHead + "1   \t2695168      \t2695168           \tSamples  \tA                                \tx\n"
	bars      = top("23:57:00:00", "23.976 Frame") + markersHead + "1   \t13|3         \t2695168           \tSamples  \tA                                \tx\n"
	drop      = top("01:00:00;00", "29.97 Drop Frame") + markersHead + "1   \t01:01:00;02  \t2882880           \tSamples  \tA                                \tx\n"
)

var seeds = []string{older, newer, folded, clipped, subframes, minutes, samples, bars, drop, clipped + older, markersHead, "SESSION NAME:\tx\n" + markersHead + "1\t1:1:1:1\t\t\t\n"}

func TestMarkers(t *testing.T) {
	film := timecode.Rate23976
	for name, c := range map[string]struct {
		text     string
		want     []script.Segment
		warnings string
	}{
		"older": {older, []script.Segment{{ID: "1", Start: 5 * s, Text: "She sits down."}, {ID: "2", Start: 7480 * ms, Text: "Marker 2"}}, ""},
		"newer": {newer, []script.Segment{{ID: "1", Start: 5 * s, Text: "She sits down."}, {ID: "2", Start: 7480 * ms, Text: "Marker 2"}}, ""},
		"line breaks and tabs": {folded, []script.Segment{{ID: "Name Over Lines", Start: s, Text: "Comment\nover lines"},
			{ID: "Name With Tab", Start: 2 * s, Text: "Comment\twith tab"}, {ID: "Name", Start: 3 * s, Text: "7\n8\t9"}}, ""},
		"subframes": {subframes, []script.Segment{{ID: "A", Start: film.Duration(56*24+2) + 10010*time.Microsecond, Text: "x"},
			{ID: "B", Start: film.Duration((3*60+55)*24+18) + 20854167, Text: "y"}}, ""},
		"minutes":    {minutes, []script.Segment{{ID: "A", Start: 56149 * ms, Text: "x"}, {ID: "B", Start: 62*time.Minute + 3500*ms, Text: "y"}}, ""},
		"samples":    {samples, []script.Segment{{ID: "A", Start: 56149333333, Text: "x"}}, ""},
		"bars":       {bars, []script.Segment{{ID: "A", Start: 56149333333, Text: "x"}}, ""},
		"drop-frame": {drop, []script.Segment{{ID: "A", Start: timecode.Rate2997.Duration(1800), Text: "x"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, warnings := decode(t, protools.Decoder{}, c.text)
			for i := range c.want {
				c.want[i].End = c.want[i].Start
			}
			require.Empty(t, cmp.Diff(c.want, got.Segments))
			require.Equal(t, "Reel One", got.Title)
			require.Equal(t, len(c.want), strings.Count(warnings, "zero length"), warnings)
			require.Equal(t, len(c.want), strings.Count(warnings, "\n"), warnings)
		})
	}
}

func TestClips(t *testing.T) {
	got, warnings := decode(t, protools.Decoder{}, clipped)
	require.Empty(t, cmp.Diff([]script.Segment{
		{ID: "1", Start: 5 * s, End: 7 * s, Text: "She sits down."},
		{ID: "2", Start: 7480 * ms, End: 8480 * ms, Text: "He\nnods."},
	}, got.Segments))
	require.Equal(t, "protools: 39:1: dropped: clips of other tracks than Describer (2): Other (Stereo) (1): a track or kind of items can be chosen\n", warnings)
	got, warnings = decode(t, protools.Decoder{Track: "other (stereo)"}, clipped)
	require.Empty(t, cmp.Diff([]script.Segment{{ID: "1", Start: 10 * s, End: 12 * s, Text: "Boom {note}.L"}}, got.Segments))
	require.Equal(t, "protools: 38:1: dropped: 1 fades\n", warnings)
	_, err := protools.Decoder{Track: "Music"}.Decode(strings.NewReader(clipped))
	require.ErrorIs(t, err, script.ErrNoSegments)
	require.ErrorContains(t, err, `no track is called "Music": there are Describer, Other (Stereo)`)

	got, warnings = decode(t, protools.Decoder{Track: "Describer"}, clipped)
	require.Len(t, got.Segments, 2)
	require.Empty(t, warnings)
}

// TestMarkersAndClips: a marker gets its length from the clip that says the
// same at the same time.
func TestMarkersAndClips(t *testing.T) {
	both := clipped + strings.TrimPrefix(older, top("01:00:00:00", "25 Frame"))
	got, warnings := decode(t, protools.Decoder{}, both)
	require.Empty(t, cmp.Diff([]script.Segment{{ID: "1", Start: 5 * s, End: 7 * s, Text: "She sits down."}, {ID: "2", Start: 7480 * ms, End: 7480 * ms, Text: "Marker 2"}}, got.Segments))
	require.Contains(t, warnings, "dropped: 2 clips that belong to no marker")
	require.Contains(t, warnings, "Describer (1), Other (Stereo) (1)")
	got, _ = decode(t, protools.Decoder{Items: protools.Clips}, both)
	require.Len(t, got.Segments, 2)
	require.Equal(t, "1", got.Segments[0].ID, "of the marker that belongs to the clip")
	got, warnings = decode(t, protools.Decoder{Items: protools.Markers}, both)
	require.Equal(t, 5*s, got.Segments[0].End)
	require.Equal(t, 2, strings.Count(warnings, "\n"), warnings)
}

// TestTwins: two markers of one text and time have a clip each, and a clip has
// one marker.
func TestTwins(t *testing.T) {
	twins := &script.Script{Segments: []script.Segment{
		{ID: "1", Start: s, End: 3 * s, Text: "Boom."}, {ID: "2", Start: s, End: 2 * s, Text: "Boom."}, {ID: "3", Start: s, End: s, Text: "Boom."},
	}}
	var b bytes.Buffer
	require.NoError(t, protools.Encoder{Rate: timecode.Rate25}.Encode(&b, twins))
	require.Contains(t, b.String(), "# OF AUDIO CLIPS:\t2\n")
	got, warnings := decode(t, protools.Decoder{}, b.String())
	require.Empty(t, cmp.Diff(twins.Segments, got.Segments))
	require.Equal(t, "protools: 26:1: segment \"3\": zero length: end equals start\n", warnings)
}

// TestFadeAsText: a marker tells a description from the fade of its name.
func TestFadeAsText(t *testing.T) {
	fade := &script.Script{Segments: []script.Segment{{ID: "1", Start: s, End: 3 * s, Text: "(fade in)"}, {ID: "2", Start: 4 * s, End: 5 * s, Text: "A door."}}}
	var b bytes.Buffer
	require.NoError(t, protools.Encoder{Rate: timecode.Rate25}.Encode(&b, fade))
	got, warnings := decode(t, protools.Decoder{}, b.String())
	require.Empty(t, cmp.Diff(fade.Segments, got.Segments))
	require.Empty(t, warnings)

	b.Reset()
	var said []string
	e := protools.Encoder{Rate: timecode.Rate25, Items: protools.Clips, Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }}
	require.NoError(t, e.Encode(&b, fade))
	require.Equal(t, []string{`protools: segment "1": text changed: "(fade in)" is what Pro Tools calls a fade: the clip will be taken for one`}, said)
	_, warnings = decode(t, protools.Decoder{}, b.String())
	require.Contains(t, warnings, "dropped: 1 fades")
}

// TestLate: every track and the markers begin at the session's start again,
// however late the one before has ended.
func TestLate(t *testing.T) {
	long := &script.Script{Segments: []script.Segment{
		{ID: "1", Start: s, End: 2 * s, Text: "early"},
		{ID: "2", Start: 11 * time.Hour, End: 11*time.Hour + s, Text: "later"},
		{ID: "3", Start: 20 * time.Hour, End: 20*time.Hour + s, Text: "late"},
		{ID: "4", Start: 25 * time.Hour, End: 25*time.Hour + s, Text: "past midnight"},
	}}
	var b bytes.Buffer
	require.NoError(t, protools.Encoder{Rate: timecode.Rate25}.Encode(&b, long))
	got, warnings := decode(t, protools.Decoder{}, b.String())
	require.Empty(t, cmp.Diff(long.Segments, got.Segments))
	require.Empty(t, warnings)

	head := strings.SplitAfter(b.String(), markersHeading)[0]
	head = strings.TrimSuffix(head, markersHeading)
	list := head[strings.Index(head, "TRACK NAME:"):]
	got, _ = decode(t, protools.Decoder{}, head+strings.Replace(list, "\tAD\n", "\tOther\n", 1))
	require.Len(t, got.Segments, 8)
	require.Equal(t, 25*time.Hour, got.Segments[7].Start)
}

const markersHeading = "M A R K E R S  L I S T I N G"

func TestStart(t *testing.T) {
	start, err := timecode.Parse("01:00:04:00", timecode.Rate25)
	require.NoError(t, err)
	got, _ := decode(t, protools.Decoder{Start: start}, older)
	require.Equal(t, s, got.Segments[0].Start)
	got, _ = decode(t, protools.Decoder{Start: timecode.FromFrames(timecode.Rate23976.FramesPerDay()-24*150, timecode.Rate23976)}, samples)
	require.Equal(t, 56149333333-timecode.Rate23976.Duration(24*30), got.Segments[0].Start)
	_, err = protools.Decoder{Start: start}.Decode(strings.NewReader(strings.ReplaceAll(older, "01:00:05:00", "01:00:03:00")))
	require.EqualError(t, err, "protools: 22:6: 01:00:03:00 is before the start 01:00:04:00")
	got, warnings := decode(t, protools.Decoder{Rate: timecode.Rate50}, older)
	require.Equal(t, 5*s, got.Segments[0].Start)
	require.Contains(t, warnings, "assumed: 50 fps: the list says otherwise: 25")
}

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		kind    error
		message string
	}{
		"empty":       {"", script.ErrEmpty, "protools: empty input"},
		"other":       {"Hello\n", script.ErrSyntax, "protools: 1:1: malformed input: want SESSION NAME: first"},
		"none":        {top("01:00:00:00", "25 Frame"), script.ErrNoSegments, "protools: no segments"},
		"rate":        {top("01:00:00:00", "100 Frame") + markersHead, timecode.ErrRate, ""},
		"start":       {top("01:00:00:25", "25 Frame") + markersHead, timecode.ErrFrame, "protools: 4:25: frame beyond the rate: frame 25 at 25 fps"},
		"sample rate": {"SESSION NAME:\tx\nSAMPLE RATE:\tfast\n", script.ErrValue, `protools: 2:14: sample rate: unexpected value "fast": want samples a second`},
		"frame":       {strings.ReplaceAll(older, "01:00:07:12", "01:00:07:29"), timecode.ErrFrame, "protools: 23:6: frame beyond the rate: frame 29 at 25 fps"},
		"feet":        {strings.ReplaceAll(older, "01:00:07:12", "12+03.00"), script.ErrTime, `protools: 23:6: malformed time "12+03.00": want a timecode, minutes and seconds, or samples: export with the time format Timecode`},
		"clip":        {strings.ReplaceAll(clipped, "   01:00:07:00", "12+03.00"), script.ErrTime, `protools: 27:65: malformed time "12+03.00": want a timecode, minutes and seconds, or samples: export with the time format Timecode`},
		"row":         {"SESSION NAME:\tx\n" + markersHead + "Hello\n", script.ErrSyntax, "protools: 4:1: malformed input: want number, location, time reference, units, name and comments, with tabs between"},
		"no columns":  {"SESSION NAME:\tx\nM A R K E R S  L I S T I N G\n1\t2\t3\n", script.ErrSyntax, "protools: 3:1: malformed input: markers without a line that names their columns"},
		"times":       {top("01:00:00:00", "25 Frame") + "T R A C K  L I S T I N G\n" + trackHead + "1       \t1       \tx\n", script.ErrMissing, "protools: 27:1: missing value: a clip without times"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := protools.Decode(strings.NewReader(c.text))
			require.ErrorIs(t, err, c.kind)
			require.ErrorAs(t, err, new(*script.ParseError))
			if c.message != "" {
				require.EqualError(t, err, c.message)
			}
		})
	}
}

func only(items protools.Items) markertest.Codec {
	c := codec
	c.Encode = func(t testing.TB, rate timecode.Rate, start timecode.Timecode, s *script.Script) ([]byte, []script.Warning) {
		var w markertest.Warnings
		data := markertest.Buffer(t, func(b *bytes.Buffer) error {
			return protools.Encoder{Rate: rate, Start: start, Items: items, Warn: w.Add}.Encode(b, s)
		})
		return data, w.All
	}
	return c
}

func clips() markertest.Codec {
	c := only(protools.Clips)
	c.OneLine, c.NoIDs = true, true
	return c
}

func TestClipsGolden(t *testing.T)    { markertest.Golden(t, clips(), "-clips.txt") }
func TestClipsRoundTrip(t *testing.T) { markertest.RoundTrip(t, clips()) }
func TestClipsHostile(t *testing.T)   { markertest.Hostile(t, clips()) }

func TestOptions(t *testing.T) {
	two := &script.Script{Title: "T", Segments: []script.Segment{{ID: "1", Start: s, End: 2 * s, Text: "x"}, {ID: "2", Start: 3 * s, End: 3 * s, Text: "point"}}}
	var b bytes.Buffer
	require.NoError(t, protools.Encoder{Rate: timecode.Rate50, Title: "Session", Track: "VO"}.Encode(&b, two))
	require.Contains(t, b.String(), "SESSION NAME:\tSession\n")
	require.Contains(t, b.String(), "TRACK NAME:\tVO\n")
	got, _ := decode(t, protools.Decoder{}, b.String())
	require.Equal(t, two.Segments, got.Segments)

	b.Reset()
	require.NoError(t, protools.Encoder{Rate: timecode.Rate50, Items: protools.Markers}.Encode(&b, two))
	require.NotContains(t, b.String(), "T R A C K")
	b.Reset()
	var w markertest.Warnings
	require.NoError(t, protools.Encoder{Rate: timecode.Rate50, Items: protools.Clips, Warn: w.Add}.Encode(&b, two))
	require.NotContains(t, b.String(), "M A R K E R S")
	require.Equal(t, "protools: segment \"2\": zero length: end equals start: the clip is made one frame long\n", w.String())
}

package markers_test

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/internal/markers/markertest"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func open(t *testing.T, text string, opt markers.Options) (*markers.Input, *markertest.Warnings) {
	t.Helper()
	var w markertest.Warnings
	opt.Format, opt.Warn = "test", w.Add
	in, err := markers.Open(strings.NewReader(text), opt)
	require.NoError(t, err)
	return in, &w
}

func TestIsLabel(t *testing.T) {
	for _, s := range []string{"01:00:00:00", "1:2:3:4", "01;00;00;00", "01:00:00;02", "01:00:00.02", "99:99:99:999"} {
		require.True(t, markers.IsLabel(s), s)
	}
	for _, s := range []string{"", "01:00:00", "01:00:00:", ":00:00:00", "01:00:00:0000", "01:00:00:00 ", "1:2:3:4:5", "a:b:c:d", "1::2:3"} {
		require.False(t, markers.IsLabel(s), s)
	}
}

func TestLine(t *testing.T) {
	in, _ := open(t, "one\ntwo\r\nthree\rfour", markers.Options{})
	var got []string
	for at := 0; at < len(in.Src); {
		line, next := in.Line(at)
		got, at = append(got, line), next
	}
	require.Equal(t, []string{"one", "two", "three", "four"}, got)
}

// TestRate: what the caller says counts most, then the list, then the labels.
func TestRate(t *testing.T) {
	start := timecode.FromFrames(0, timecode.Rate48)
	for name, c := range map[string]struct {
		labels  string
		opt     markers.Options
		stated  timecode.Rate
		want    timecode.Rate
		warning string
	}{
		"told":              {"00:00:00:29", markers.Options{Rate: timecode.Rate30}, timecode.Rate{}, timecode.Rate30, ""},
		"told and stated":   {"00:00:00:01", markers.Options{Rate: timecode.Rate30}, timecode.Rate25, timecode.Rate30, "30 fps: the list says otherwise: 25"},
		"stated":            {"00:00:00:01", markers.Options{Start: start}, timecode.Rate24, timecode.Rate24, ""},
		"of the start":      {"00:00:00:01", markers.Options{Start: start}, timecode.Rate{}, timecode.Rate48, ""},
		"25":                {"00:00:00:24", markers.Options{}, timecode.Rate{}, timecode.Rate25, "assumed: 25 fps"},
		"30":                {"00:00:00:25", markers.Options{}, timecode.Rate{}, timecode.Rate30, "assumed: 30 fps"},
		"50":                {"00:00:00:30", markers.Options{}, timecode.Rate{}, timecode.Rate50, "assumed: 50 fps"},
		"60":                {"00:00:00:59", markers.Options{}, timecode.Rate{}, timecode.Rate60, "assumed: 60 fps"},
		"120":               {"00:00:00:119", markers.Options{}, timecode.Rate{}, timecode.Rate120, "assumed: 120 fps"},
		"29.97df":           {"00:00:00;29", markers.Options{}, timecode.Rate{}, timecode.Rate2997DF, "assumed: 29.97df fps"},
		"59.94df":           {"00:00:00;30", markers.Options{}, timecode.Rate{}, timecode.Rate5994DF, "assumed: 59.94df fps"},
		"119.88df":          {"00:00:00;60", markers.Options{}, timecode.Rate{}, timecode.Rate11988DF, "assumed: 119.88df fps"},
		"drop, left open":   {"00:00:00;02", markers.Options{Rate: timecode.Rate2997}, timecode.Rate{}, timecode.Rate2997DF, ""},
		"drop, told other":  {"00:00:00;02", markers.Options{Rate: timecode.Rate2997.NDF()}, timecode.Rate{}, timecode.Rate2997, "29.97 fps non-drop: the list says otherwise: drop-frame"},
		"stated, left open": {"00:00:00:02", markers.Options{Rate: timecode.Rate5994}, timecode.Rate5994DF, timecode.Rate5994DF, ""},
	} {
		t.Run(name, func(t *testing.T) {
			in, w := open(t, c.labels, c.opt)
			_, err := in.Label(c.labels, 0)
			require.NoError(t, err)
			clock, err := in.Clock(c.stated, timecode.Timecode{})
			require.NoError(t, err)
			require.Equal(t, c.want, clock.Rate)
			if c.warning == "" {
				require.Empty(t, w.All)
			} else {
				require.Contains(t, w.String(), c.warning)
				require.Len(t, w.All, 1)
			}
		})
	}
	in, _ := open(t, "00:00:00:120", markers.Options{})
	l, err := in.Label("00:00:00:120", 0)
	require.NoError(t, err)
	clock, err := in.Clock(timecode.Rate{}, timecode.Timecode{})
	require.NoError(t, err)
	_, err = clock.Frames(l)
	require.ErrorIs(t, err, timecode.ErrFrame)
}

// TestMidnight: labels go on after 24 hours.
func TestMidnight(t *testing.T) {
	rate := timecode.Rate25
	start, err := timecode.Parse("23:59:00:00", rate)
	require.NoError(t, err)
	in, _ := open(t, "x", markers.Options{Rate: rate, Start: start})
	label, err := in.Label("00:00:30:00", 0)
	require.NoError(t, err)
	clock, err := in.Clock(timecode.Rate{}, timecode.Timecode{})
	require.NoError(t, err)
	n, err := clock.Frames(label)
	require.NoError(t, err)
	require.Equal(t, int64(90*25), n)
}

// TestIDs: our names carry ids, and foreign ones are ids when they are unique.
func TestIDs(t *testing.T) {
	in, _ := open(t, "x", markers.Options{})
	got, err := in.Segments([]markers.Mark{
		{Name: "AD 2", Text: "ours"},
		{Name: "Marker 9", Text: "unique"},
		{Name: "Isabel", Text: "said"}, {Name: "Isabel", Text: "again", Note: "n"},
		{Name: "just a name"},
		{Name: "same", Text: "same"},
		{Name: "AD AD 7", Text: "prefix in the id"},
		{Name: "2", Text: "taken"},
	})
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]script.Segment{
		{ID: "2", Text: "ours"}, {ID: "Marker 9", Text: "unique"}, {Text: "said", Note: "Isabel"}, {Text: "again", Note: "Isabel\nn"},
		{Text: "just a name"}, {Text: "same"}, {ID: "AD 7", Text: "prefix in the id"}, {Text: "taken", Note: "2"},
	}, got.Segments))
}

// TestBlankIDs: without ordinals, no id is one that the list does not have.
func TestBlankIDs(t *testing.T) {
	in, w := open(t, "x", markers.Options{})
	got, err := in.Segments([]markers.Mark{{Text: "a", End: 1}, {Name: "AD 1", Text: "b", End: 1}, {Text: "c", End: 1}})
	require.NoError(t, err)
	require.Equal(t, []string{"", "1", ""}, []string{got.Segments[0].ID, got.Segments[1].ID, got.Segments[2].ID})
	require.Empty(t, w.All)
}

func TestDuplicateIDs(t *testing.T) {
	in, w := open(t, "one\ntwo\nthree", markers.Options{})
	_, err := in.Segments([]markers.Mark{{Name: "AD 1", Text: "a", End: 1}, {Offset: 4, Name: "AD 1", Text: "b", End: 1}, {Offset: 8, Name: "AD 1", Text: "c", End: 1}})
	require.NoError(t, err)
	require.Equal(t, "test: 2:1: segment \"1\": same id as that of another marker\ntest: 3:1: segment \"1\": same id as that of another marker\n", w.String())
}

func TestEntries(t *testing.T) {
	var w markertest.Warnings
	out, err := markers.NewOutput("test", timecode.Rate25, timecode.Timecode{}, w.Add)
	require.NoError(t, err)
	ms := time.Millisecond
	got := out.Entries(&script.Script{Segments: []script.Segment{
		{ID: "early", Start: -ms * 1000, End: 1000 * ms, Text: "a"},
		{ID: "point", Start: 2000 * ms, End: 2000 * ms, Text: "b"},
		{ID: "short", Start: 3000 * ms, End: 3001 * ms, Text: "c"},
		{ID: "back", Start: 4000 * ms, End: 3900 * ms, Text: "d"},
		{ID: "last", Start: 4400 * ms, End: 1 * ms, Text: " e\r\nf ", Note: "n"},
		{Start: 5000 * ms, End: 6000 * ms},
	}}, script.IDs)
	require.Empty(t, cmp.Diff([]markers.Entry{
		{In: 0, Out: 25, ID: "early", Name: "AD early", Text: "a"}, {In: 50, Out: 50, ID: "point", Name: "AD point", Text: "b"},
		{In: 75, Out: 76, ID: "short", Name: "AD short", Text: "c"}, {In: 100, Out: 110, ID: "back", Name: "AD back", Text: "d"},
		{In: 110, Out: 125, ID: "last", Name: "AD last", Text: "e f"}, {In: 125, Out: 150, ID: "6", Name: "AD 6"},
	}, got))
	require.Equal(t, `test: dropped: the format has no place for notes (1 of 6 segments)
test: segment "early": negative time: start -1s moved to 0
test: segment "short": zero length: end equals start at 25 fps: made one frame long
test: segment "back": end before start: end moved to 4.4s
test: segment "last": end before start: end moved to 5s
test: segment "last": text changed: written on one line, with single blanks and without control characters
test: no text
`, w.String())
}

// A control between words keeps them apart, and one change is one warning.
func TestEntriesOnOneLine(t *testing.T) {
	var w markertest.Warnings
	out, err := markers.NewOutput("test", timecode.Rate25, timecode.Timecode{}, w.Add)
	require.NoError(t, err)
	got := out.Entries(&script.Script{Segments: []script.Segment{{ID: "1", End: time.Second, Text: "one\x01two\r\nthree"}}}, 0)
	require.Equal(t, "one two three", got[0].Text)
	require.Equal(t, "test: segment \"1\": text changed: written on one line, with single blanks and without control characters\n", w.String())
}

func TestWraps(t *testing.T) {
	var w markertest.Warnings
	out, err := markers.NewOutput("test", timecode.Rate25, timecode.Timecode{}, w.Add)
	require.NoError(t, err)
	const hour = 3600 * 25
	out.Wraps([]markers.Entry{{ID: "a", In: 13 * hour, Out: 14 * hour}, {ID: "b", In: 24 * hour, Out: 24*hour + 1}, {ID: "c", In: 25 * hour, Out: 25 * hour}, {ID: "d", In: 100 * hour, Out: 101 * hour}})
	require.Equal(t, "test: segment \"b\": time out of range: timecode begins again after 24 hours\n"+
		"test: segment \"d\": time out of range: 12 hours or more after the marker before it: its timecode does not tell the day\n", w.String())
}

// Each list of labels begins anew.
func TestRestart(t *testing.T) {
	rate := timecode.Rate25
	in, _ := open(t, "x", markers.Options{Rate: rate})
	late, err := in.Label("23:00:00:00", 0)
	require.NoError(t, err)
	early, err := in.Label("00:00:01:00", 0)
	require.NoError(t, err)
	clock, err := in.Clock(timecode.Rate{}, timecode.Timecode{})
	require.NoError(t, err)
	for _, c := range []struct {
		label markers.Label
		again bool
		want  int64
	}{{late, false, 23 * 3600 * 25}, {early, false, 24*3600*25 + 25}, {early, true, 25}, {late, true, 23 * 3600 * 25}} {
		if c.again {
			clock.Restart()
		}
		n, err := clock.Frames(c.label)
		require.NoError(t, err)
		require.Equal(t, c.want, n)
	}
}

func TestXML(t *testing.T) {
	const text = "a & b < c > d \"e\"\n\tf\r😀"
	doc := "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<r a=\"" + string(markers.AppendXML(nil, text)) + "\">" + string(markers.AppendXML(nil, text)) + "</r>"
	in, _ := open(t, doc, markers.Options{})
	x := in.XML("r")
	token, err := x.Next()
	require.NoError(t, err)
	require.Equal(t, text, markers.Attr(token.(xml.StartElement), "a"))
	require.Empty(t, markers.Attr(token.(xml.StartElement), "b"))
	token, err = x.Next()
	require.NoError(t, err)
	require.Equal(t, text, string(token.(xml.CharData)))
	_, err = x.Next()
	require.NoError(t, err)
	_, err = x.Next()
	require.ErrorIs(t, err, io.EOF)
}

func TestBrokenEncodings(t *testing.T) {
	_, w := open(t, "\xFF\xFEa\x00\x00\xD8b\x00", markers.Options{})
	require.Equal(t, "test: 1:2: malformed text encoding: broken UTF-16LE: the characters became U+FFFD\n", w.String())
	in, w := open(t, "a\ncaf\x8E", markers.Options{})
	require.Equal(t, "a\ncafé", in.Src)
	require.Equal(t, "test: 2:4: malformed text encoding: not UTF-8: assumed to be Mac Roman\n", w.String())
	_, err := markers.Open(strings.NewReader("caf\xE9"), markers.Options{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }})
	require.ErrorIs(t, err, script.ErrEncoding)
}

func TestCutName(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "She sits.": "She sits.", "Two\nlines.": "Two lines.",
		"0123456789012345678901234567890123456789":         "0123456789012345678901234567890123456789",
		"She walks to the window, and opens it wide.":      "She walks to the window, and opens it…",
		"She walks to the old window and opens, wide it.":  "She walks to the old window and opens…",
		"Donaudampfschifffahrtsgesellschaftskapitänsmütze": "Donaudampfschifffahrtsgesellschaftskapit…",
		strings.Repeat("終わり", 20):                          strings.Repeat("終わり", 13) + "終…",
	} {
		require.Equal(t, want, markers.CutName(text))
	}
}

// A segment of one frame comes back as a point from programs to which they are
// the same, and an id of blanks is told of.
func TestOneFrameAndBlankIDs(t *testing.T) {
	var w markertest.Warnings
	out, err := markers.NewOutput("test", timecode.Rate25, timecode.Timecode{}, w.Add)
	require.NoError(t, err)
	entries := out.Entries(&script.Script{Segments: []script.Segment{
		{ID: " \t", Start: 0, End: 40 * time.Millisecond, Text: "a"}, {ID: "2", Start: time.Second, End: 2 * time.Second, Text: "b"},
	}}, script.IDs)
	out.OneFrame(entries, "Test")
	require.Equal(t, "AD 1", entries[0].Name)
	require.Contains(t, w.String(), "id changed: blanks: numbered")
	require.Contains(t, w.String(), "zero length: end equals start: a marker of one frame is a point in Test")
	require.Len(t, w.All, 2)
}

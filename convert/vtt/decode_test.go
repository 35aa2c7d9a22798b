package vtt_test

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/script"
)

func TestDecodeHeader(t *testing.T) {
	for _, tt := range []struct{ name, header, title, language string }{
		{"bare", "WEBVTT", "", ""},
		{"title behind the signature", "WEBVTT - The Third Man", "The Third Man", ""},
		{"title without dash", "WEBVTT The Third Man ", "The Third Man", ""},
		{"signature of early drafts", "WEBVTT FILE", "", ""},
		{"header lines", "WEBVTT\nKind: descriptions\nLanguage: en-GB\nTitle: A: B", "A: B", "en-GB"},
		{"lower-case names", "WEBVTT\nlang: de\ntitle:x", "x", "de"},
		{"first of two", "WEBVTT One\nTitle: Two\nLanguage: en\nLanguage: fr", "One", "en"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := vtt.Decode(strings.NewReader(tt.header + "\n\n00:01.000 --> 00:02.000\nx\n"))
			require.NoError(t, err)
			require.Equal(t, tt.title, s.Title)
			require.Equal(t, tt.language, s.Language)
			require.Len(t, s.Segments, 1)
		})
	}
}

func TestDecodeSortsStably(t *testing.T) {
	s, err := vtt.Decode(strings.NewReader("WEBVTT\n\n00:02.000 --> 00:03.000\na\n\n00:01.000 --> 00:02.000\nb\n\n00:01.000 --> 00:09.000\nc\n"))
	require.NoError(t, err)
	want := []script.Segment{
		{Start: time.Second, End: 2 * time.Second, Text: "b"},
		{Start: time.Second, End: 9 * time.Second, Text: "c"},
		{Start: 2 * time.Second, End: 3 * time.Second, Text: "a"},
	}
	require.Empty(t, cmp.Diff(want, s.Segments))
}

func TestDecodeErrors(t *testing.T) {
	_, err := vtt.Decode(strings.NewReader("webvtt\n"))
	var at *script.ParseError
	require.ErrorAs(t, err, &at)
	require.Equal(t, script.Pos{Line: 1, Column: 1}, at.Pos)
	require.ErrorIs(t, err, script.ErrSyntax)

	_, err = vtt.Decode(strings.NewReader(""))
	require.ErrorIs(t, err, script.ErrEmpty)

	_, err = vtt.Decoder{MaxBytes: 10}.Decode(strings.NewReader("WEBVTT\n\nmore"))
	require.ErrorIs(t, err, script.ErrTooLarge)

	broken := errors.New("broken")
	_, err = vtt.Decode(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)

	_, err = vtt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader("WEBVTT\n\n00:01.000 --> 00:02,000\nx\n"))
	require.ErrorIs(t, err, script.ErrTime)
	require.EqualError(t, err, `vtt: 3:20: dropped cue: malformed time "00:02,000": want HH:MM:SS.mmm or MM:SS.mmm`)
}

func TestDecodeTimes(t *testing.T) {
	for _, tt := range []struct {
		time string
		want time.Duration
		err  error
	}{
		{"00:00.000", 0, nil},
		{"59:59.999", time.Hour - time.Millisecond, nil},
		{"00:00:00.001", time.Millisecond, nil},
		{"0:00:00.000", 0, nil},
		{"99:59:59.999", 100*time.Hour - time.Millisecond, nil},
		{"000000000000000000000100:00:00.000", 100 * time.Hour, nil},
		{"2562047:47:16.854", 1<<63 - 1 - 775807, nil},
		{"2562047:47:16.855", 0, script.ErrTimeRange},
		{"2562048:00:00.000", 0, script.ErrTimeRange},
		{"18446744073709551616:00:00.000", 0, script.ErrTimeRange},
		{"60:00.000", 0, script.ErrTime},
		{"100:00.000", 0, script.ErrTime},
		{"0:00.000", 0, script.ErrTime},
		{"00:60.000", 0, script.ErrTime},
		{"00:60:00.000", 0, script.ErrTime},
		{"00:00:60.000", 0, script.ErrTime},
		{"00:0:00.000", 0, script.ErrTime},
		{"00:00:000.000", 0, script.ErrTime},
		{"00:00", 0, script.ErrTime},
		{"00:00.00", 0, script.ErrTime},
		{"00:00,000", 0, script.ErrTime},
		{"00:00:00:000", 0, script.ErrTime},
		{"+00:00.000", 0, script.ErrTime},
		{"-00:00.000", 0, script.ErrTime},
		{"", 0, script.ErrTime},
	} {
		var warning error
		d := vtt.Decoder{Warn: func(w script.Warning) error {
			if warning == nil {
				warning = w.Err
			}
			return nil
		}}
		s, err := d.Decode(strings.NewReader("WEBVTT\n\n" + tt.time + " --> 2562047:00:00.000\nx\n"))
		if tt.err != nil {
			require.ErrorIs(t, warning, tt.err, tt.time)
			require.ErrorIs(t, err, script.ErrNoSegments, tt.time)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, tt.want, s.Segments[0].Start, tt.time)
	}
}

// TestDecodeFastPath has lines as long as the canonical timing line that are
// not canonical.
func TestDecodeFastPath(t *testing.T) {
	for line, kept := range map[string]bool{
		"00:00:01.000 --> 00:00:02.000":  true,
		"0a:00:01.000 --> 00:00:02.000":  false,
		"00:00:01.000 --> 00:00:02.00:":  false,
		"00:00:01.000 --> 00:0/:02.000":  false,
		"00:60:01.000 --> 00:00:02.000":  false,
		"00:00:01.000 --> 00:00:60.000":  false,
		"00:00:01,000 --> 00:00:02.000":  false,
		"00-00:01.000 --> 00:00:02.000":  false,
		"00:01.000 -->    00:00:02.000":  true,
		"00:00:01.000 --> 0001:02.000 ":  false,
		"00:00:01.000 --> 00:02.000 a:b": true,
	} {
		_, err := vtt.Decode(strings.NewReader("WEBVTT\n\n" + line + "\nx\n"))
		require.Equal(t, kept, err == nil, line)
	}
}

// TestDecodeRefusesBeforeCopying holds what is no WebVTT to the memory that it
// takes to read it, and to one message.
func TestDecodeRefusesBeforeCopying(t *testing.T) {
	for _, unit := range []string{"\x00", "\xFF", "WEBVTTX\x00", "W\x00E\x00B\x00V\x00\r\x00"} {
		input := strings.Repeat(unit, 8<<20/len(unit))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		warned := 0
		_, err := vtt.Decoder{Warn: func(script.Warning) error { warned++; return nil }}.Decode(strings.NewReader(input))
		runtime.ReadMemStats(&after)
		require.ErrorIs(t, err, script.ErrSyntax)
		require.Zero(t, warned)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(len(input)+1<<20), "%q", unit)
	}
}

// TestDecodeWarnsAboutTags tells markup from what may have been text.
func TestDecodeWarnsAboutTags(t *testing.T) {
	for text, want := range map[string]string{
		"<b>x</b> <v Ann>y <c.loud z>":   `vtt: 4:1: dropped: markup "<b>" (3 times)|vtt: 4:10: dropped: voice "Ann"`,
		"<v Ann>y</v>\n<v.loud Ann B>z":  `vtt: 4:1: dropped: voice "Ann"|vtt: 5:1: dropped: voice "Ann B"`,
		"<v>y</v> <v\tAnn\n>z <v Ann>z":  `vtt: 4:1: dropped: markup "<v>" (2 times)|vtt: 4:10: dropped: voice "Ann" (2 times)`,
		"a <00:01.500>b<>":               `vtt: 4:3: dropped: markup "<00:01.500>" (2 times)`,
		"5 < 6, I <3 you > me":           `vtt: 4:3: segment "1": dropped: "< 6, I <3 you >", which reads as a tag`,
		"é <w@x.org>, <font a>\n</rt x>": `vtt: 4:3: segment "1": dropped: "<w@x.org>", which reads as a tag (2 times)|vtt: 5:1: dropped: markup "</rt x>"`,
		"x <b":                           `vtt: 4:3: segment "1": dropped: "<b", which reads as a tag`,
		"x <1>y</00:01.000>":             `vtt: 4:3: segment "1": dropped: "<1>", which reads as a tag (2 times)`,
		"x <.y>z":                        `vtt: 4:3: segment "1": dropped: "<.y>", which reads as a tag`,
	} {
		var said []string
		d := vtt.Decoder{Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }}
		_, err := d.Decode(strings.NewReader("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text))
		require.NoError(t, err)
		require.Equal(t, want, strings.Join(said, "|"), text)
		_, err = vtt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text))
		require.ErrorIs(t, err, script.ErrDropped)
	}
}

// TestDecodeWarnsWithTheSegment pins what a warning carries.
func TestDecodeWarnsWithTheSegment(t *testing.T) {
	var warnings []script.Warning
	d := vtt.Decoder{Warn: func(w script.Warning) error { warnings = append(warnings, w); return nil }}
	_, err := d.Decode(strings.NewReader("WEBVTT\n\n00:02.000 --> 00:01.000\nx\n\nnamed\n00:05.000 --> 00:05.000\nÄ <b>y\n"))
	require.NoError(t, err)
	want := []script.Warning{
		{Format: "vtt", Pos: script.Pos{Line: 3, Column: 1}, SegmentID: "1", Err: script.ErrReversed},
		{Format: "vtt", Pos: script.Pos{Line: 7, Column: 1}, Index: 1, SegmentID: "named", Err: script.ErrZeroLength},
		{Format: "vtt", Pos: script.Pos{Line: 8, Column: 3}, Index: -1, Err: script.ErrDropped},
	}
	require.Len(t, warnings, len(want))
	for i, w := range want {
		require.ErrorIs(t, warnings[i], w.Err)
		warnings[i].Err = w.Err
		require.Equal(t, w, warnings[i])
	}
}

func TestDecodeReadsInSmallPieces(t *testing.T) {
	paths, files := corpus(t)
	for i, file := range files {
		whole, err1 := vtt.Decode(bytes.NewReader(file))
		pieces, err2 := vtt.Decode(iotest.OneByteReader(io.MultiReader(bytes.NewReader(file))))
		require.Equal(t, err1, err2, paths[i])
		require.Empty(t, cmp.Diff(whole, pieces), paths[i])
	}
}

// A voice that speaks the whole of a cue is its speaker; others are told.
func TestSpeakers(t *testing.T) {
	for in, want := range map[string]script.Segment{
		"<v Mary>Hello":                    {Text: "Hello", Speaker: "Mary"},
		"<v Mary &amp; A&gt;B>Hello</v>\n": {Text: "Hello", Speaker: "Mary & A>B"},
		"<v.loud  Mary  Ann>Hello</v>":     {Text: "Hello", Speaker: "Mary Ann"},
		"<v Mary>Hello</v> all":            {Text: "Hello all"},
		"<v Mary>Hello <v Ann>you":         {Text: "Hello you"},
		"So <v Mary>Hello":                 {Text: "So Hello"},
		"<v>Hello":                         {Text: "Hello"},
		"<very Mary>Hello":                 {Text: "Hello"},
		"<v Mary":                          {},
	} {
		s, err := vtt.Decode(strings.NewReader("WEBVTT\n\n00:01.000 --> 00:02.000\n" + in + "\n"))
		require.NoError(t, err)
		require.Equal(t, want.Text, s.Segments[0].Text, in)
		require.Equal(t, want.Speaker, s.Segments[0].Speaker, in)
	}
}

func TestSpeakersAreWritten(t *testing.T) {
	s := &script.Script{Segments: []script.Segment{{ID: "a", End: time.Second, Text: "Hi", Speaker: " Mary\n& <Ann> --> "}}}
	var b strings.Builder
	var warned []string
	e := vtt.Encoder{Warn: func(w script.Warning) error { warned = append(warned, w.Error()); return nil }}
	require.NoError(t, e.Encode(&b, s))
	require.Contains(t, b.String(), "\n<v Mary &amp; &lt;Ann&gt; →>Hi\n")
	require.Equal(t, []string{`vtt: segment "a": speaker: text changed to "Mary & <Ann> →"`}, warned)
	b.Reset()
	e.Plain = true
	require.NoError(t, e.Encode(&b, s))
	require.NotContains(t, b.String(), "Mary")
	require.Contains(t, warned[1], "no place for speakers")
}

// A timing line that nearly is one, with no blank line above it, is text, and
// told by name.
func TestDecodeNamesTimesInText(t *testing.T) {
	const cue = "WEBVTT\n\n7\n00:01.000 --> 00:02.000\nA door.\n"
	for _, line := range []string{"00:03.000 -> 00:04.000", "00:00:03.0000 – 00:00:04.000", "0:03,000 → 0:04,000 align:left"} {
		var warned []string
		s, err := vtt.Decoder{Warn: func(w script.Warning) error { warned = append(warned, w.Error()); return nil }}.
			Decode(strings.NewReader(cue + line + "\nA window.\n"))
		require.NoError(t, err)
		require.Equal(t, "A door.\n"+line+"\nA window.", s.Segments[0].Text)
		require.Equal(t, []string{`vtt: 6:1: segment "7": malformed time "` + line + `": want "-->" between times, below a blank line; kept as text`}, warned)
	}
	for _, line := range []string{"10:30 - 11:00 news", "3 -> 4", "-> 00:04.000", "At 00:03.000 -> 00:04.000"} {
		_, err := vtt.Decoder{Warn: func(w script.Warning) error { return w }}.Decode(strings.NewReader(cue + line + "\n"))
		require.NoError(t, err, line)
	}
}

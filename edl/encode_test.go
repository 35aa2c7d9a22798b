package edl_test

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func seg(id string, from, to time.Duration, text string) script.Segment {
	return script.Segment{ID: id, Start: from, End: to, Text: text}
}

// film has touching neighbours, times between frames, a text of two lines, and
// ends at two hours sharp.
func film() *script.Script {
	s := &script.Script{Title: "Harbour – AD", Segments: []script.Segment{
		seg("1", 500*time.Millisecond, 3100*time.Millisecond, "A fishing boat slips out at dawn."),
		seg("2", 3100*time.Millisecond, 5900*time.Millisecond, "Its name:\n“Zwölf & 3 > 2”."),
		seg("3", 59990*time.Millisecond, 61*time.Second, "海に日が沈む。"),
		seg("4", 2*time.Hour-1500*time.Millisecond, 2*time.Hour, "* TITLE: The End"),
	}}
	s.Segments[1].Note = "check the sign\nagain"
	return s
}

func encode(t testing.TB, e edl.Encoder, s *script.Script) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, e.Encode(&b, s))
	return b.String()
}

func TestEncodeGolden(t *testing.T) {
	for _, name := range []string{"23.976", "25", "29.97df", "59.94df"} {
		for _, from := range []string{"", "01:00:00:00"} {
			e := edl.Encoder{Rate: rate(t, name)}
			file := name
			if from != "" {
				e.Start = start(t, from, e.Rate)
				file += "-start"
			}
			out := encode(t, e, film())
			golden.Equal(t, filepath.Join("testdata", "golden", file+".edl"), []byte(out))
			requireReadable(t, out, e.Rate)
		}
	}
	e := edl.Encoder{
		Rate: timecode.Rate25, Start: start(t, "10:00:00:00", timecode.Rate25), Reel: "NARRATION_2024", Channel: "A2",
		Locators: true, LocatorColor: "blue", Title: "Other\ntitle", CRLF: true,
	}
	golden.Equal(t, filepath.Join("testdata", "golden", "options.edl"), []byte(encode(t, e, film())))
	e = edl.Encoder{Rate: timecode.Rate25, Channel: "NONE", AsComment: true}
	golden.Equal(t, filepath.Join("testdata", "golden", "as-comment.edl"), []byte(encode(t, e, film())))
}

// The last event of two hours is on its frame: 7200 s are frame 172627 at
// 23.976 and 215784 at 29.97.
func TestTwoHoursEndOnTheFrame(t *testing.T) {
	for name, want := range map[string]string{
		"23.976": "01:59:51:07 01:59:52:19", "29.97": "01:59:51:09 01:59:52:24", "29.97df": "01:59:58;15 02:00:00;00",
		"24": "01:59:58:12 02:00:00:00", "59.94df": "01:59:58;31 02:00:00;00",
	} {
		r := rate(t, name)
		out := encode(t, edl.Encoder{Rate: r}, film())
		require.Contains(t, out, want+" "+want+"\n", name)
		s, err := edl.Decoder{Rate: r}.Decode(strings.NewReader(out))
		require.NoError(t, err)
		last := s.Segments[3]
		num, den := r.Fraction()
		require.InDelta(t, float64(2*time.Hour), float64(last.End), float64(time.Second)*float64(den)/float64(num)/2, name)
		require.Equal(t, r.Frames(2*time.Hour), r.Frames(last.End))
	}
}

// rounded is what a list at rate r keeps of s.
func rounded(s *script.Script, r timecode.Rate) []script.Segment {
	var all []script.Segment
	for i, seg := range s.Segments {
		text, _ := clean.Line(seg.Text)
		all = append(all, script.Segment{
			ID: strconv.Itoa(i + 1), Start: r.Duration(r.Frames(seg.Start)), End: r.Duration(r.Frames(seg.End)), Text: text, Note: seg.Note,
		})
	}
	return all
}

func TestRoundTripAtAllRates(t *testing.T) {
	for _, r := range timecode.Rates() {
		for _, from := range []string{"00:00:00:00", "01:00:00:00", "09:59:30:00", "23:30:00:10"} {
			for _, e := range []edl.Encoder{{}, {Locators: true}, {Reel: "A_LONG_REEL", Channel: "AA/V"}, {CRLF: true}} {
				e.Rate, e.Start = r, start(t, from, r)
				out := encode(t, e, film())
				s, err := edl.Decoder{Start: e.Start, Locators: e.Locators, Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(out))
				require.NoError(t, err, "%s %s", r, from)
				s.NumberIDs()
				require.Equal(t, "Harbour – AD", s.Title)
				require.Equal(t, rounded(film(), r), s.Segments, "%s %s", r, from)
				require.Equal(t, out, encode(t, e, s), "writing again gives the same")
				require.Equal(t, out, encode(t, e, inMillis(s)), "and by way of a format of milliseconds")
			}
		}
	}
}

func inMillis(s *script.Script) *script.Script {
	for i := range s.Segments {
		s.Segments[i].Start = s.Segments[i].Start.Round(time.Millisecond)
		s.Segments[i].End = s.Segments[i].End.Round(time.Millisecond)
	}
	return s
}

func TestRoundTripInAComment(t *testing.T) {
	s := film()
	s.Segments[1].Note = ""
	for _, locators := range []bool{false, true} {
		out := encode(t, edl.Encoder{Rate: timecode.Rate25, AsComment: true, Locators: locators}, s)
		require.NotContains(t, out, "FROM CLIP")
		for _, d := range []edl.Decoder{{}, {Locators: locators}} {
			d.Rate, d.Warn = timecode.Rate25, func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }
			back, err := d.Decode(strings.NewReader(out))
			require.NoError(t, err)
			back.NumberIDs()
			require.Equal(t, rounded(s, timecode.Rate25), back.Segments)
		}
	}
}

func TestHostileTexts(t *testing.T) {
	texts := hostile.Texts()
	for _, e := range []edl.Encoder{{}, {AsComment: true}, {Locators: true}, {CRLF: true}} {
		e.Rate = timecode.Rate25
		s := &script.Script{Title: "t"}
		for i, text := range texts {
			at := time.Duration(i) * time.Second
			seg := seg(strconv.Itoa(i+1), at, at+time.Second, text.Text)
			if !e.AsComment {
				seg.Note = text.Text
			}
			s.Segments = append(s.Segments, seg)
		}
		out := encode(t, e, s)
		back, err := edl.Decoder{Rate: e.Rate, Locators: e.Locators}.Decode(strings.NewReader(out))
		require.NoError(t, err)
		require.Len(t, back.Segments, len(texts))
		for i, text := range texts {
			line, _ := clean.Line(text.Text)
			require.Equal(t, line, back.Segments[i].Text, text.Name)
			require.Equal(t, s.Segments[i].Start, back.Segments[i].Start, text.Name)
			if !e.AsComment && line != "" {
				require.Equal(t, noteOf(text.Text), back.Segments[i].Note, text.Name)
			}
		}
		if !e.CRLF {
			requireReadable(t, out, e.Rate)
		}
	}
	for _, text := range texts {
		s := &script.Script{Title: text.Text, Segments: []script.Segment{seg("1", 0, time.Second, "x")}}
		back, err := edl.Decode(strings.NewReader(encode(t, edl.Encoder{}, s)))
		require.NoError(t, err, text.Name)
		want, _ := clean.Line(text.Text)
		require.Equal(t, want, back.Title, text.Name)
		require.Len(t, back.Segments, 1, text.Name)
	}
}

// noteOf is what a list keeps of a note: its lines, with single blanks.
func noteOf(note string) string {
	note, _ = clean.Text(note)
	var all []string
	for line := range strings.SplitSeq(note, "\n") {
		if line, _ := clean.Line(line); line != "" {
			all = append(all, line)
		}
	}
	return strings.Join(all, "\n")
}

func TestSpans(t *testing.T) {
	const ms = time.Millisecond
	for _, c := range []struct {
		name  string
		times []time.Duration // start, end of each segment
		want  []int64         // frames
		says  []string
	}{
		{"touching", []time.Duration{0, 1010 * ms, 1010 * ms, 2 * time.Second}, []int64{0, 25, 25, 50}, nil},
		{"zero length", []time.Duration{time.Second, time.Second}, []int64{25, 50},
			[]string{`segment "1": zero length: end equals start: end moved to 2s`}},
		{"zero length before another", []time.Duration{time.Second, time.Second, 1200 * ms, 2 * time.Second}, []int64{25, 30, 30, 50},
			[]string{`segment "1": zero length: end equals start: end moved to 1.2s`}},
		{"reversed", []time.Duration{2 * time.Second, time.Second}, []int64{50, 75},
			[]string{`segment "1": end before start: end moved to 3s`}},
		{"reversed within a frame", []time.Duration{2*time.Second + 1, 2 * time.Second}, []int64{50, 75},
			[]string{`segment "1": end before start: end moved to 3s`}},
		{"shorter than a frame", []time.Duration{time.Second, 1010 * ms}, []int64{25, 26},
			[]string{`segment "1": zero length: end equals start at 25 fps: made one frame long`}},
		{"shorter than a frame, next moves", []time.Duration{time.Second, 1010 * ms, 1010 * ms, 2 * time.Second}, []int64{25, 26, 26, 50},
			[]string{`segment "1": zero length: end equals start at 25 fps: made one frame long`, `segment "2": overlaps the segment before it within a frame: in moved from 00:00:01:00 to 00:00:01:01`}},
		{"shorter than a frame, next too", []time.Duration{time.Second, 1005 * ms, 1005 * ms, 1010 * ms}, []int64{25, 26, 25, 26},
			[]string{`segment "1": zero length: end equals start at 25 fps: made one frame long`, `segment "2": zero length: end equals start at 25 fps: made one frame long`, `segment "2": overlaps the segment before it`}},
		{"three in a frame", []time.Duration{time.Second, 1005 * ms, 1005 * ms, 1010 * ms, 1010 * ms, 1080 * ms}, []int64{25, 26, 25, 26, 26, 27},
			[]string{`segment "1": zero length: end equals start at 25 fps: made one frame long`, `segment "2": zero length: end equals start at 25 fps: made one frame long`, `segment "2": overlaps the segment before it`,
				`segment "3": overlaps the segment before it within a frame: in moved from 00:00:01:00 to 00:00:01:01`}},
		{"overlap", []time.Duration{0, 2 * time.Second, time.Second, 3 * time.Second}, []int64{0, 50, 25, 75},
			[]string{`segment "2": overlaps the segment before it`}},
		{"overlap with an earlier one", []time.Duration{0, 9 * time.Second, time.Second, 2 * time.Second, 3 * time.Second, 4 * time.Second},
			[]int64{0, 225, 25, 50, 75, 100}, []string{`segment "2": overlaps the segment before it`, `segment "3": overlaps the segment before it`}},
		{"overlap within a frame", []time.Duration{0, 1015 * ms, 1010 * ms, 2 * time.Second}, []int64{0, 25, 25, 50}, nil},
		{"negative start", []time.Duration{-time.Second, time.Second}, []int64{0, 25},
			[]string{`segment "1": negative time: start -1s moved to 0`}},
		{"negative", []time.Duration{-2 * time.Second, -time.Second}, []int64{0, 25},
			[]string{`segment "1": negative time: start -2s moved to 0; zero length: end equals start: end moved to 1s`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script.Script{}
			for i := 0; i < len(c.times); i += 2 {
				s.Segments = append(s.Segments, seg(strconv.Itoa(i/2+1), c.times[i], c.times[i+1], "x"))
			}
			var said []string
			out := encode(t, edl.Encoder{Rate: timecode.Rate25, Warn: collect(&said)}, s)
			for i := range said {
				said[i] = strings.TrimPrefix(said[i], "edl: ")
			}
			require.Equal(t, c.says, said)
			l, err := edl.ParseList(out)
			require.NoError(t, err)
			var got []int64
			for _, e := range l.Events {
				got = append(got, frames(t, e.RecordIn, timecode.Rate25), frames(t, e.RecordOut, timecode.Rate25))
			}
			require.Equal(t, c.want, got)
		})
	}
}

func frames(t testing.TB, l timecode.Label, r timecode.Rate) int64 {
	t.Helper()
	tc, err := l.Timecode(r)
	require.NoError(t, err)
	return tc.Frames()
}

// Whatever the times, outs are above ins, and segments that do not overlap
// are written so unless more of them than frames begin in one frame.
func TestSpansAlwaysWritable(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for _, r := range timecode.Rates() {
		s := &script.Script{}
		var at time.Duration
		for i := range 300 {
			at += time.Duration(random.Int64N(int64(100 * time.Millisecond)))
			end := at + time.Duration(random.Int64N(int64(200*time.Millisecond)))
			s.Segments = append(s.Segments, seg(strconv.Itoa(i+1), at, end, "x"))
			at = end
		}
		overlaps := 0
		e := edl.Encoder{Rate: r, Warn: func(w script.Warning) error {
			if errors.Is(w.Err, script.ErrOverlap) && !strings.Contains(w.Err.Error(), "moved") {
				overlaps++
			}
			return nil
		}}
		l, err := edl.ParseList(encode(t, e, s))
		require.NoError(t, err)
		var last int64
		for _, e := range l.Events {
			in, out := frames(t, e.RecordIn, r), frames(t, e.RecordOut, r)
			require.Greater(t, out, in)
			if in < last {
				overlaps--
			}
			last = max(last, out)
		}
		require.Zero(t, overlaps, r.String())
	}
}

func TestEncodeWarns(t *testing.T) {
	plain := func() *script.Script {
		return &script.Script{Title: "t", Segments: []script.Segment{seg("1", 0, time.Second, "x"), seg("2", time.Second, 2*time.Second, "y")}}
	}
	with := func(change func(*script.Segment)) *script.Script {
		s := plain()
		change(&s.Segments[1])
		return s
	}
	at25 := edl.Encoder{Rate: timecode.Rate25}
	for _, c := range []struct {
		name string
		e    edl.Encoder
		s    *script.Script
		says []string
	}{
		{"nothing to say", at25, plain(), nil},
		{"no rate", edl.Encoder{}, plain(), []string{"edl: assumed: 25 fps: no frame rate is stated"}},
		{"rate of the start", edl.Encoder{Start: start(t, "01:00:00:00", timecode.Rate24)}, plain(), nil},
		{"fast", edl.Encoder{Rate: timecode.Rate120}, plain(), []string{"edl: unexpected value: 120 fps: most readers of lists refuse more than 60"}},
		{"long reel", edl.Encoder{Rate: timecode.Rate25, Reel: "NINECHARS"}, plain(),
			[]string{`edl: unexpected value: reel "NINECHARS" is longer than the 8 characters of CMX 3600`}},
		{"lines", at25, with(func(s *script.Segment) { s.Text = "a\nb" }),
			[]string{`edl: segment "2": text changed: written on one line, with single blanks and without control characters`}},
		{"empty", at25, with(func(s *script.Segment) { s.Text = " " }), []string{`edl: segment "2": no text`}},
		{"empty with note", at25, with(func(s *script.Segment) { s.Text, s.Note = "", "n" }),
			[]string{`edl: segment "2": no text`, `edl: segment "2": dropped: note, which would be read as the text`}},
		{"note in the way", edl.Encoder{Rate: timecode.Rate25, AsComment: true}, with(func(s *script.Segment) { s.Note = "n" }),
			[]string{"edl: dropped: the format has no place for notes (1 of 2 segments)"}},
		{"note of odd blanks", at25, with(func(s *script.Segment) { s.Note = "a  b" }),
			[]string{`edl: segment "2": note: text changed: written on one line, with single blanks and without control characters`}},
		{"fields", at25, with(func(s *script.Segment) { s.Status, s.Cue, s.Language = "a", "b", "de" }),
			[]string{"edl: dropped: the format has no place for statuses (1 of 2 segments), delivery cues (1 of 2 segments), segment languages (1 of 2 segments)"}},
		{"script", at25, &script.Script{Language: "de", Type: script.Extended, Segments: plain().Segments},
			[]string{`edl: dropped: the format has no place for the language "de", the type "extended_ad"`}},
		{"ids", at25, with(func(s *script.Segment) { s.ID = "x" }), []string{"edl: dropped: the format has no place for ids (1 of 2 segments)"}},
		{"midnight", edl.Encoder{Start: start(t, "23:59:59:00", timecode.Rate25)}, plain(),
			[]string{`edl: segment "2": time out of range: passes midnight, where timecodes begin again at 00:00:00:00`}},
		{"up to midnight", edl.Encoder{Start: start(t, "23:59:58:00", timecode.Rate25)}, plain(), nil},
		{"a day", at25, with(func(s *script.Segment) { s.End = s.Start + 24*time.Hour }),
			[]string{`edl: segment "2": time out of range: longer than the 24 hours that timecodes count`,
				`edl: segment "2": time out of range: passes midnight, where timecodes begin again at 00:00:00:00`}},
		{"days", at25, with(func(s *script.Segment) { s.Start, s.End = 100*time.Hour, 101*time.Hour }),
			[]string{`edl: segment "2": time out of range: passes midnight, where timecodes begin again at 00:00:00:00`,
				`edl: segment "2": time out of range: 12 hours or more after the segment before it: its timecode does not tell the day`}},
		{"half a day", at25, with(func(s *script.Segment) { s.Start, s.End = 13*time.Hour, 14*time.Hour }), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var said []string
			c.e.Warn = collect(&said)
			encode(t, c.e, c.s)
			require.Equal(t, c.says, said)
		})
	}
}

func TestMoreThan999Events(t *testing.T) {
	s := &script.Script{Title: "t"}
	for i := range 1200 {
		s.Segments = append(s.Segments, seg(strconv.Itoa(i+1), time.Duration(i)*time.Second, time.Duration(i+1)*time.Second, "x"))
	}
	var said []string
	out := encode(t, edl.Encoder{Rate: timecode.Rate25, Warn: collect(&said)}, s)
	require.Len(t, said, 1)
	require.Contains(t, said[0], "event 1000: CMX 3600 numbers events up to 999")
	require.Contains(t, out, "\n999  AX ")
	require.Contains(t, out, "\n1000  AX ")
	requireReadable(t, out, timecode.Rate25)
	back, err := edl.Decoder{Rate: timecode.Rate25, Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(out))
	require.NoError(t, err)
	require.Len(t, back.Segments, 1200)
}

func TestOptionsAreChecked(t *testing.T) {
	for _, e := range []edl.Encoder{
		{Reel: "CARD A"}, {Reel: "a\tb"}, {Reel: "a\nb"}, {Reel: "\x00"}, {Reel: "BL"}, {Reel: "black"}, {Reel: strings.Repeat("x", 129)},
		{Channel: "X"}, {Channel: "V V"}, {Channel: "A12345"}, {LocatorColor: "beige"},
	} {
		var b bytes.Buffer
		err := e.Encode(&b, film())
		var ve *script.ValueError
		require.ErrorAs(t, err, &ve, "%+v", e)
		require.ErrorIs(t, err, script.ErrValue)
		require.Zero(t, b.Len())
	}
	err := edl.Encoder{Rate: timecode.Rate2997DF, Start: start(t, "00:01:00:00", timecode.Rate25)}.Encode(&bytes.Buffer{}, film())
	require.ErrorIs(t, err, timecode.ErrDropped)
}

func TestEncodeLeavesTheScriptAlone(t *testing.T) {
	s := film()
	s.Segments[0], s.Segments[3] = s.Segments[3], s.Segments[0]
	out := encode(t, edl.Encoder{Rate: timecode.Rate25}, s)
	require.Equal(t, "* TITLE: The End", s.Segments[0].Text)
	require.Less(t, strings.Index(out, "dawn"), strings.Index(out, "The End"), "written in order")
}

func TestEncodeNothing(t *testing.T) {
	require.Equal(t, "TITLE:\nFCM: NON-DROP FRAME\n\n", encode(t, edl.Encoder{}, &script.Script{}))
}

func TestExtremeTimes(t *testing.T) {
	s := &script.Script{Segments: []script.Segment{
		seg("1", math.MinInt64, math.MaxInt64, "x"), seg("2", math.MaxInt64-1, math.MaxInt64, "x"), seg("3", math.MaxInt64, math.MinInt64, "x"),
	}}
	for _, r := range timecode.Rates() {
		_, err := edl.ParseList(encode(t, edl.Encoder{Rate: r}, s))
		require.NoError(t, err)
	}
}

type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errors.New("disk full")
	}
	return len(p), nil
}

func TestWriterErrors(t *testing.T) {
	big := &script.Script{}
	for i := range 5000 {
		big.Segments = append(big.Segments, seg("", time.Duration(i)*time.Second, time.Duration(i+1)*time.Second, "words and words"))
	}
	for _, left := range []int{0, 300000} {
		require.EqualError(t, edl.Encode(&failing{left}, big), "disk full")
	}
	_, err := (&edl.List{}).WriteTo(&failing{})
	require.EqualError(t, err, "disk full")
}

func ExampleEncode() {
	s := &script.Script{Title: "Audio Descriptions", Segments: []script.Segment{
		{ID: "1", Start: 5 * time.Second, End: 7 * time.Second, Text: "A person walks into frame"},
	}}
	var b bytes.Buffer
	first, _ := timecode.Parse("01:00:00:00", timecode.Rate2997DF)
	err := edl.Encoder{Rate: timecode.Rate2997DF, Start: first}.Encode(&b, s)
	fmt.Print(b.String(), err)
	// Output:
	// TITLE: Audio Descriptions
	// FCM: DROP FRAME
	//
	// 001  AX       V     C        00:00:05;00 00:00:07;00 01:00:05;00 01:00:07;00
	// * FROM CLIP NAME: A person walks into frame
	// <nil>
}

func ExampleDecoder_Decode() {
	in := `TITLE: Audio Descriptions

001 AX V C 00:00:05:00 00:00:07:00 01:00:05:00 01:00:07:12
* FROM CLIP NAME: A person walks into frame
`
	first, _ := timecode.Parse("01:00:00:00", timecode.Rate25)
	s, err := edl.Decoder{Rate: timecode.Rate25, Start: first}.Decode(strings.NewReader(in))
	fmt.Println(s.Segments[0].Start, s.Segments[0].End, s.Segments[0].Text, err)
	// Output:
	// 5s 7.48s A person walks into frame <nil>
}

func TestParseReadsNoMoreThanIsAllowed(t *testing.T) {
	_, err := edl.Decoder{MaxBytes: 5}.Parse(strings.NewReader("TITLE: x\n"))
	require.ErrorIs(t, err, script.ErrTooLarge)
}

func ExampleParse() {
	list, err := edl.Parse(strings.NewReader("001 AX V C 00:00:05:00 00:00:07:00 00:00:05:00\n00:00:07:00\n* LOC: 00:00:05:00 RED     She sits.\n"))
	fmt.Print(list.String(), err)
	// Output:
	// TITLE:
	//
	// 001  AX       V     C        00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00
	// * LOC: 00:00:05:00 RED     She sits.
	// <nil>
}

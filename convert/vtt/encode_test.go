package vtt_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/script"
)

const second = time.Second

// encode returns what e writes for segments, and the warnings.
func encode(t *testing.T, e vtt.Encoder, segments ...script.Segment) (string, []script.Warning) {
	t.Helper()
	var warnings []script.Warning
	e.Warn = func(w script.Warning) error { warnings = append(warnings, w); return nil }
	var file bytes.Buffer
	require.NoError(t, e.Encode(&file, &script.Script{Segments: segments}))
	return file.String(), warnings
}

// cueOf returns the lines of the only cue behind its timing line.
func cueOf(t *testing.T, file string) string {
	t.Helper()
	_, text, ok := strings.Cut(file, "00:00:01.000 --> 00:00:02.000\n")
	require.True(t, ok, file)
	return text
}

func TestEncodeBytes(t *testing.T) {
	s := &script.Script{Title: "Film", Language: "en", Segments: []script.Segment{
		{ID: "1", Start: 3100 * time.Millisecond, End: 5 * second, Text: "A woman walks\nto the window."},
		{ID: "b", Start: 7 * second, End: 9 * second, Text: "Rain."},
	}}
	var file bytes.Buffer
	require.NoError(t, vtt.Encode(&file, s))
	require.Equal(t, "WEBVTT\n\n1\n00:00:03.100 --> 00:00:05.000\nA woman walks\nto the window.\n\n"+
		"b\n00:00:07.000 --> 00:00:09.000\nRain.\n", file.String())

	file.Reset()
	require.NoError(t, vtt.Encoder{Header: true, NoIDs: true, Settings: "line:0"}.Encode(&file, s))
	require.Equal(t, "WEBVTT\nKind: descriptions\nLanguage: en\nTitle: Film\n\n00:00:03.100 --> 00:00:05.000 line:0\nA woman walks\nto the window.\n\n"+
		"00:00:07.000 --> 00:00:09.000 line:0\nRain.\n", file.String())
}

// TestEncodeKeepsToTheForm reads hostile output line by line: what it may not
// have anywhere, and what every cue must look like.
func TestEncodeKeepsToTheForm(t *testing.T) {
	s := hostileScript()
	for i := range s.Segments {
		if s.Segments[i].ID = s.Segments[i].Text; i%3 == 0 {
			s.Segments[i].End = s.Segments[i].Start - second
		}
	}
	file, _ := encode(t, vtt.Encoder{}, s.Segments...)
	require.True(t, utf8.ValidString(file))
	require.False(t, strings.HasPrefix(file, "\uFEFF"))
	require.NotRegexp(t, "[\x00-\x08\x0B-\x1F\x7F\u0080-\u009F\u2028\u2029]", file)
	body, ok := strings.CutPrefix(file, "WEBVTT\n\n")
	require.True(t, ok)
	body, ok = strings.CutSuffix(body, "\n")
	require.True(t, ok)
	for cue := range strings.SplitSeq(body, "\n\n") {
		require.Equal(t, 1, strings.Count(cue, "-->"), cue)
		lines := strings.Split(cue, "\n")
		for i, line := range lines {
			require.NotEmpty(t, strings.TrimSpace(line))
			if strings.Contains(line, "-->") {
				require.Regexp(t, `^\d\d:[0-5]\d:[0-5]\d\.\d{3} --> \d\d:[0-5]\d:[0-5]\d\.\d{3}$`, line)
				require.LessOrEqual(t, i, 1)
				require.Less(t, line[:12], line[17:])
				require.NotRegexp(t, "[<>]", strings.Join(lines[i+1:], "\n"))
			}
		}
		require.NotRegexp(t, `^(NOTE|STYLE|REGION|WEBVTT)( |\n)`, cue)
	}
}

func TestEncodeHeaderLines(t *testing.T) {
	var warnings []script.Warning
	e := vtt.Encoder{Header: true, Warn: func(w script.Warning) error { warnings = append(warnings, w); return nil }}
	var file bytes.Buffer
	require.NoError(t, e.Encode(&file, &script.Script{Title: "A --> B\n\nC", Language: "de"}))
	require.Equal(t, "WEBVTT\nKind: descriptions\nLanguage: de\nTitle: A → B C\n", file.String())
	require.Len(t, warnings, 1)
	require.ErrorIs(t, warnings[0].Err, script.ErrText)
	back, err := vtt.Decode(&file)
	require.NoError(t, err)
	require.Equal(t, "A → B C", back.Title)
	require.Equal(t, "de", back.Language)
}

func TestEncodeNothing(t *testing.T) {
	file, warnings := encode(t, vtt.Encoder{})
	require.Equal(t, "WEBVTT\n", file)
	require.Empty(t, warnings)
	file, warnings = encode(t, vtt.Encoder{}, script.Segment{ID: "7", End: second, Text: " \n\x00 "})
	require.Equal(t, "WEBVTT\n", file)
	require.Equal(t, `vtt: segment "7": no text: left out`, warnings[0].Error())
}

func TestEncodeTimes(t *testing.T) {
	const ms = time.Millisecond
	for _, tt := range []struct {
		name       string
		start, end time.Duration
		want       string
		warn       error
	}{
		{"exact", 10300 * ms, 11 * second, "00:00:10.300 --> 00:00:11.000", nil},
		{"half up", 10*second + 299999900, 10*second + 300500000, "00:00:10.300 --> 00:00:10.301", nil},
		{"carry", 59*second + 999600*time.Microsecond, 61 * second, "00:01:00.000 --> 00:01:01.000", nil},
		{"sum of floats", 10300000000, 10500000000, "00:00:10.300 --> 00:00:10.500", nil},
		{"zero length", second, second, "00:00:01.000 --> 00:00:02.000", script.ErrZeroLength},
		{"zero when rounded", second, second + 1, "00:00:01.000 --> 00:00:02.000", script.ErrZeroLength},
		{"reversed", 2 * second, second, "00:00:02.000 --> 00:00:03.000", script.ErrReversed},
		{"negative", -second, second, "00:00:00.000 --> 00:00:01.000", script.ErrNegativeTime},
		{"all negative", -2 * second, -second, "00:00:00.000 --> 00:00:01.000", script.ErrNegativeTime},
		{"100 hours", 100 * time.Hour, 100*time.Hour + second, "100:00:00.000 --> 100:00:01.000", script.ErrTimeRange},
		{"a million hours", 1234567 * time.Hour, 1234567*time.Hour + ms, "1234567:00:00.000 --> 1234567:00:00.001", script.ErrTimeRange},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file, warnings := encode(t, vtt.Encoder{}, script.Segment{ID: "s", Start: tt.start, End: tt.end, Text: "x"})
			require.Equal(t, "WEBVTT\n\ns\n"+tt.want+"\nx\n", file)
			if tt.warn == nil {
				require.Empty(t, warnings)
				return
			}
			require.Len(t, warnings, 1)
			require.Equal(t, "s", warnings[0].SegmentID)
			require.ErrorIs(t, warnings[0].Err, tt.warn)
		})
	}
}

func TestEncodeStaysBeforeTheNextSegment(t *testing.T) {
	file, warnings := encode(t, vtt.Encoder{NoIDs: true},
		script.Segment{ID: "a", Start: second, End: second, Text: "x"},
		script.Segment{ID: "b", Start: second + 300*time.Millisecond, End: 2 * second, Text: "y"})
	require.Equal(t, "WEBVTT\n\n00:00:01.000 --> 00:00:01.300\nx\n\n00:00:01.300 --> 00:00:02.000\ny\n", file)
	require.Len(t, warnings, 1)
}

func TestEncodeSortsAndKeepsOverlaps(t *testing.T) {
	segments := []script.Segment{
		{ID: "late", Start: 3 * second, End: 4 * second, Text: "c"},
		{ID: "first", Start: second, End: 5 * second, Text: "a"},
		{ID: "second", Start: second, End: 2 * second, Text: "b"},
	}
	file, warnings := encode(t, vtt.Encoder{}, segments...)
	require.Equal(t, "WEBVTT\n\nfirst\n00:00:01.000 --> 00:00:05.000\na\n\nsecond\n00:00:01.000 --> 00:00:02.000\nb\n\nlate\n00:00:03.000 --> 00:00:04.000\nc\n", file)
	want := []script.Warning{
		{Format: "vtt", Index: 1, SegmentID: "second", Err: script.ErrOverlap},
		{Format: "vtt", Index: 2, SegmentID: "late", Err: script.ErrOverlap},
	}
	require.Empty(t, cmp.Diff(want, warnings, cmpopts.EquateErrors()))
	require.Equal(t, "late", segments[0].ID, "the script has changed")
}

func TestEncodeText(t *testing.T) {
	for _, tt := range []struct{ name, text, want, warn string }{
		{"plain", "A woman.", "A woman.", ""},
		{"escapes", "Tom & Jerry <3 7 > 4", "Tom &amp; Jerry &lt;3 7 &gt; 4", ""},
		{"escapes once", "&amp; &lt;", "&amp;amp; &amp;lt;", ""},
		{"arrow", "A --> B", "A --&gt; B", ""},
		{"marks stay", "a\u00A0b\u200Ec\u200F", "a\u00A0b\u200Ec\u200F", ""},
		{"syntax stays", "WEBVTT\nNOTE x\n42\n00:00:01.000", "WEBVTT\nNOTE x\n42\n00:00:01.000", ""},
		{"line breaks", "a\r\nb\rc\vd\fe\u0085f\u2028g\u2029h", "a\nb\nc\nd\ne\nf\ng\nh", "line breaks normalised"},
		{"blank lines", "a\n\n \n\t\nb\n", "a\nb", "blank lines dropped"},
		{"blanks at edges", "  a \n\tb\u00A0", "a\nb", "blanks at line edges dropped"},
		{"controls", "a\x00b\x01\x1Bc\x7Fd\u0080\u009Fe", "abcde", "control characters dropped"},
		{"not UTF-8", "caf\xE9", "caf\uFFFD", "invalid bytes replaced by U+FFFD"},
		{"surrogate", "a\xED\xA0\x80b", "a\uFFFDb", "invalid bytes replaced by U+FFFD"},
		{"injected cue", "a\n\n7\n00:00:01.000 --> 00:00:02.000\nb", "a\n7\n00:00:01.000 --&gt; 00:00:02.000\nb", "blank lines dropped"},
		{"open isolate", "a \u2067b\nc", "a \u2067b\u2069\nc", "directional characters closed"},
		{"closed isolate", "a \u2067b\u2069 c", "a \u2067b\u2069 c", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file, warnings := encode(t, vtt.Encoder{}, script.Segment{ID: "s", Start: second, End: 2 * second, Text: tt.text})
			require.Equal(t, tt.want+"\n", cueOf(t, file))
			if tt.warn == "" {
				require.Empty(t, warnings)
				return
			}
			require.Len(t, warnings, 1)
			require.Equal(t, "s", warnings[0].SegmentID)
			require.ErrorIs(t, warnings[0].Err, script.ErrText)
			require.ErrorContains(t, warnings[0].Err, tt.warn)
		})
	}
}

func TestEncodePlain(t *testing.T) {
	file, warnings := encode(t, vtt.Encoder{Plain: true},
		script.Segment{ID: "s", Start: second, End: 2 * second, Text: "<script>x</script> & 5 < 6"})
	require.Equal(t, "‹script›x‹/script› &amp; 5 ‹ 6\n", cueOf(t, file))
	require.Len(t, warnings, 1)
	require.ErrorIs(t, warnings[0].Err, script.ErrText)
}

func TestEncodeIDs(t *testing.T) {
	for _, tt := range []struct{ name, id, want string }{
		{"number", "7", "7\n"},
		{"uuid", "7f9c2ba4-e88f-4b2c", "7f9c2ba4-e88f-4b2c\n"},
		{"none", "", ""},
		{"blanks", " a\tb ", "a b\n"},
		{"two lines", "a\nb\r\nc", "a b c\n"},
		{"controls only", "\x00\x01", ""},
		{"arrow", "a-->b --->", "a→b -→\n"},
		{"markup stays", "<a&b>", "<a&b>\n"},
		{"keyword", "NOTE", "cue-NOTE\n"},
		{"keyword and more", "STYLE x", "cue-STYLE x\n"},
		{"region", "REGION", "cue-REGION\n"},
		{"signature", "WEBVTT 1", "cue-WEBVTT 1\n"},
		{"longer word", "NOTES", "NOTES\n"},
		{"lower case", "note", "note\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			file, warnings := encode(t, vtt.Encoder{}, script.Segment{ID: tt.id, Start: second, End: 2 * second, Text: "x"})
			require.Equal(t, "WEBVTT\n\n"+tt.want+"00:00:01.000 --> 00:00:02.000\nx\n", file)
			if tt.want == tt.id+"\n" || tt.id == "" {
				require.Empty(t, warnings)
				return
			}
			require.Len(t, warnings, 1)
			require.ErrorIs(t, warnings[0].Err, script.ErrID)
			require.Equal(t, tt.id, warnings[0].SegmentID)
		})
	}
}

func TestEncodeSettings(t *testing.T) {
	for _, legal := range []string{
		"line:0", "line:-1", "line:10%", "line:12.5%,end", "position:50%", "position:0%,line-left", "size:100%",
		"size:100.0%", "align:start", "vertical:rl", "line:0 position:20% size:60% align:left",
	} {
		file, _ := encode(t, vtt.Encoder{Settings: legal}, script.Segment{Start: second, End: 2 * second, Text: "x"})
		require.Contains(t, file, "00:00:02.000 "+legal+"\n")
	}
	for _, bad := range []string{
		" ", "line:0 ", "line: 0", "line", "line:", "line:x", "line:101%", "line:0,middle", "size:50", "size:100.1%", "align:middle",
		"vertical:up", "region:x", "foo:bar", "line:0  align:start", "line:0 line:1", "line:0\nx", "--> ", "position:1", "size:.5%", "size:5.%",
	} {
		var file bytes.Buffer
		err := vtt.Encoder{Settings: bad}.Encode(&file, &script.Script{})
		require.ErrorIs(t, err, script.ErrValue, bad)
		var value *script.ValueError
		require.ErrorAs(t, err, &value)
		require.Zero(t, file.Len())
	}
}

func TestEncodeReportsWhatIsLost(t *testing.T) {
	s := &script.Script{Title: "Film", Language: "en", Segments: []script.Segment{
		{ID: "1", End: second, Text: "a", Note: "n", Status: "Approved", Cue: "quickly", Language: "de"},
		{ID: "2", Start: second, End: 2 * second, Text: "b", Note: "n"},
	}}
	var said []string
	e := vtt.Encoder{Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }}
	require.NoError(t, e.Encode(new(bytes.Buffer), s))
	require.Equal(t, []string{
		`vtt: dropped: the format has no place for the title "Film", the language "en", ` +
			"notes (2 of 2 segments), statuses (1 of 2 segments), delivery cues (1 of 2 segments), segment languages (1 of 2 segments)",
	}, said)
	e.Header, said = true, nil
	require.NoError(t, e.Encode(new(bytes.Buffer), s))
	require.Len(t, said, 1)
	require.NotContains(t, said[0], "Film")
}

func TestWriterWritesWhatEncodeWrites(t *testing.T) {
	s := hostileScript()
	s.Segments[3].End = s.Segments[3].Start
	s.Title = "Film"
	for _, e := range []vtt.Encoder{{}, {Header: true, Settings: "line:0"}, {NoIDs: true, Plain: true}} {
		var whole, streamed bytes.Buffer
		require.NoError(t, e.Encode(&whole, s))
		w := e.NewWriter(&streamed)
		require.NoError(t, w.WriteHeader(s))
		for i := range s.Segments {
			seg := s.Segments[i]
			require.NoError(t, w.WriteSegment(&seg))
			seg = script.Segment{} // the writer has its own copy
		}
		require.NoError(t, w.Close())
		require.NoError(t, w.Close())
		require.Equal(t, whole.String(), streamed.String())
		require.Error(t, w.WriteSegment(&s.Segments[0]))
	}
}

func TestWriterUnsorted(t *testing.T) {
	var warnings []script.Warning
	var file bytes.Buffer
	w := vtt.Encoder{Warn: func(w script.Warning) error { warnings = append(warnings, w); return nil }}.NewWriter(&file)
	require.NoError(t, w.WriteSegment(&script.Segment{ID: "b", Start: 2 * second, End: 3 * second, Text: "b"}))
	require.NoError(t, w.WriteSegment(&script.Segment{ID: "a", Start: second, End: 2 * second, Text: "a"}))
	require.NoError(t, w.Close())
	require.Equal(t, "WEBVTT\n\nb\n00:00:02.000 --> 00:00:03.000\nb\n\na\n00:00:01.000 --> 00:00:02.000\na\n", file.String())
	require.Len(t, warnings, 1)
	require.Equal(t, "a", warnings[0].SegmentID)
	require.ErrorIs(t, warnings[0].Err, script.ErrAssumed)
}

func TestWriterEmpty(t *testing.T) {
	var file bytes.Buffer
	require.NoError(t, vtt.Encoder{}.NewWriter(&file).Close())
	require.Equal(t, "WEBVTT\n", file.String())
}

type brokenWriter struct{ after int }

var errBroken = errors.New("broken")

func (w *brokenWriter) Write(p []byte) (int, error) {
	if w.after -= len(p); w.after < 0 {
		return 0, errBroken
	}
	return len(p), nil
}

func TestEncodeReturnsWriteErrors(t *testing.T) {
	for _, after := range []int{0, 40 << 10} {
		require.ErrorIs(t, vtt.Encode(&brokenWriter{after}, hostileScript()), errBroken)
	}
	w := vtt.Encoder{}.NewWriter(&brokenWriter{})
	require.NoError(t, w.WriteSegment(&script.Segment{End: second, Text: "x"}))
	require.ErrorIs(t, w.Close(), errBroken)
	require.ErrorIs(t, w.Close(), errBroken)
	require.ErrorIs(t, w.WriteSegment(&script.Segment{End: second, Text: "x"}), errBroken)
}

package srt_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
)

// encode writes segments and returns the file and the warnings, but for the
// one about ids and such.
func encode(t testing.TB, e srt.Encoder, segments ...script.Segment) (string, []script.Warning) {
	t.Helper()
	var warnings []script.Warning
	e.Warn = func(w script.Warning) error {
		if !errors.Is(w.Err, script.ErrDropped) {
			warnings = append(warnings, w)
		}
		return nil
	}
	var b bytes.Buffer
	require.NoError(t, e.Encode(&b, &script.Script{Segments: segments}))
	return b.String(), warnings
}

func TestEncode(t *testing.T) {
	got, warnings := encode(t, srt.Encoder{}, seg("a", 1000, 2000, "One"), seg("b", 3500, 3600000, "Two\nlines"))
	require.Equal(t, "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,500 --> 01:00:00,000\nTwo\nlines\n\n", got)
	require.Empty(t, warnings)
}

func TestEncodeOptions(t *testing.T) {
	got, _ := encode(t, srt.Encoder{BOM: true, CRLF: true}, seg("a", 1000, 2000, "Two\nlines"))
	require.Equal(t, "\uFEFF1\r\n00:00:01,000 --> 00:00:02,000\r\nTwo\r\nlines\r\n\r\n", got)
	back, warnings := decode(t, srt.Decoder{}, got)
	require.Equal(t, []script.Segment{seg("1", 1000, 2000, "Two\nlines")}, back)
	require.Empty(t, warnings)
}

func TestEncodeNothing(t *testing.T) {
	got, warnings := encode(t, srt.Encoder{})
	require.Empty(t, got)
	require.Empty(t, warnings)
	got, warnings = encode(t, srt.Encoder{}, seg("a", 0, 1, "\x01\n \n"), seg("b", 1, 2, ""))
	require.Empty(t, got)
	require.Len(t, warnings, 3)
	require.ErrorIs(t, warnings[1].Err, script.ErrNoText)
	require.Equal(t, "a", warnings[1].SegmentID)
	require.Equal(t, "b", warnings[2].SegmentID)
}

// times are written as they should be, with what is said about it.
func TestEncodeTimes(t *testing.T) {
	const ms = time.Millisecond
	tests := []struct {
		name             string
		start, end, next time.Duration
		want             string
		warn             error
	}{
		{"rounded-half-up", 10299999900, 59999600 * time.Microsecond, 0, "00:00:10,300 --> 00:01:00,000", nil},
		{"carry-to-hours", 3599999500 * time.Microsecond, 3600000500 * time.Microsecond, 0, "01:00:00,000 --> 01:00:00,001", nil},
		{"zero-length", 1000 * ms, 1000 * ms, 0, "00:00:01,000 --> 00:00:02,000", script.ErrZeroLength},
		{"zero-length-before-next", 1000 * ms, 1000 * ms, 1300 * ms, "00:00:01,000 --> 00:00:01,300", script.ErrZeroLength},
		{"zero-length-after-rounding", 1000*ms + 1, 1000*ms + 2, 1000*ms + 3, "00:00:01,000 --> 00:00:02,000", script.ErrZeroLength},
		{"reversed", 2000 * ms, 1000 * ms, 0, "00:00:02,000 --> 00:00:03,000", script.ErrReversed},
		{"negative-start", -500 * ms, 1000 * ms, 0, "00:00:00,000 --> 00:00:01,000", script.ErrNegativeTime},
		{"negative", -500 * ms, -200 * ms, 0, "00:00:00,000 --> 00:00:01,000", script.ErrNegativeTime},
		{"hours-99", 1000 * ms, 99*time.Hour + 59*time.Minute + 59999*ms, 0, "00:00:01,000 --> 99:59:59,999", nil},
		{"hours-100", 1000 * ms, 100 * time.Hour, 0, "00:00:01,000 --> 100:00:00,000", script.ErrTimeRange},
		{"hours-1234", 1234 * time.Hour, 1235 * time.Hour, 0, "1234:00:00,000 --> 1235:00:00,000", script.ErrTimeRange},
		{"the-last-moment", 1000 * ms, 1<<63 - 1, 0, "00:00:01,000 --> 2562047:47:16,854", script.ErrTimeRange},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			segments := []script.Segment{{ID: "1", Start: tt.start, End: tt.end, Text: "One"}}
			if tt.next > 0 {
				segments = append(segments, script.Segment{ID: "2", Start: tt.next, End: tt.next + time.Second, Text: "Two"})
			}
			got, warnings := encode(t, srt.Encoder{}, segments...)
			require.Equal(t, tt.want, strings.Split(got, "\n")[1])
			if tt.warn == nil {
				require.Empty(t, warnings)
				return
			}
			require.NotEmpty(t, warnings)
			require.ErrorIs(t, warnings[0].Err, tt.warn)
			require.Equal(t, "1", warnings[0].SegmentID)
		})
	}
}

// Every rule of what is written for a text, and of what is left alone.
func TestEncodeText(t *testing.T) {
	tests := []struct{ name, text, want, warn string }{
		{"plain", "A woman, at 10:30.", "A woman, at 10:30.", ""},
		{"ampersand", "Tom & Jerry &amp; AT&T &lt;", "Tom & Jerry &amp; AT&T &lt;", ""},
		{"nbsp", "10\u00A0km", "10\u00A0km", ""},
		{"comparison", "5 < 6\n7 > 4, x <", "5 < 6\n7 > 4, x <", ""},
		{"comparison-on-one-line", "5 < 6, 7 > 4", "5 ‹ 6, 7 › 4", "tag"},
		{"heart", "I <3 you", "I <3 you", ""},
		{"heart-closed", "I <3 you > me", "I ‹3 you › me", "tag"},
		{"heart-closed-below", "I <3 you\nb > me", "I ‹3 you\nb › me", "tag"},
		{"less-blank-letter", "a < b", "a ‹ b", "tag"},
		{"less-accent", "a <é> b", "a <é> b", ""},
		{"less-sign", "a <$5> b <- c", "a <$5> b <- c", ""},
		{"empty-tag", "a<>b", "a‹›b", "tag"},
		{"less-blank-letter-closed", "a < b > c > d", "a ‹ b › c > d", "tag"},
		{"tag", "<i>x</i>", "‹i›x‹/i›", "tag"},
		{"unclosed-tag", "x<y and", "x‹y and", "tag"},
		{"closing-only", "a </b", "a ‹/b", "tag"},
		{"comment", "<!-- x -->", "‹!-- x --›", "tag"},
		{"html-comments", "<?xml a <!-- b", "‹?xml a ‹!-- b", "tag"},
		{"two-less", "a < b <c> d", "a ‹ b ‹c› d", "tag"},
		{"br", "one<br>two", "one‹br›two", "tag"},
		{"arrow", "A --> B --> C", "A → B → C", "arrow"},
		{"timing-line", "00:00:01,000 --> 00:00:02,000", "00:00:01,000 → 00:00:02,000", "arrow"},
		{"odd-timing-line", "00:00:01,000 -> 00:00:02,000", "00:00:01,000 → 00:00:02,000", "arrow"},
		{"odd-timing-line-below", "x\n0:01.5 - >> 0:02.5\ny > z", "x\n0:01.5 → 0:02.5\ny > z", "arrow"},
		{"times", "10:30 -> 11:00", "10:30 -> 11:00", ""},
		{"override", `{\an8}Top`, `(\an8)Top`, "{ and }"},
		{"microdvd", `{y:i}x`, `(y:i)x`, "{ and }"},
		{"braces", "a {b {c} d} e", "a (b (c) d) e", "{ and }"},
		{"braces-on-two-lines", "a {b\nc} d", "a (b\nc) d", "{ and }"},
		{"override-unclosed", `a {\b c`, `a (\b c`, "{ and }"},
		{"lone-braces", "a } b { c", "a } b { c", ""},
		{"backslashes", `C:\new\Names\home\x \\n`, `C:＼new＼Names＼home\x \＼n`, "＼"},
		{"blank-lines", "a\n\n \nb\n", "a\nb", "blank lines dropped"},
		{"blanks", "  a  \n\tb", "a\nb", "blanks at line edges"},
		{"crlf", "a\r\nb\rc\u2028d\ve\ff\u0085g", "a\nb\nc\nd\ne\nf\ng", "line breaks"},
		{"controls", "a\x00b\x1Bc\x7Fd\u009Fe", "abcde", "control characters"},
		{"invalid", "a\xFFb\xED\xA0\x80c", "a\uFFFDb\uFFFDc", "invalid bytes"},
		{"digits", "42\n7", "42\n7", ""},
		{"long-words", strings.Repeat("word ", 1000) + "end", strings.TrimSpace(strings.Repeat("word ", 800)) + "\n" + strings.Repeat("word ", 200) + "end", "4000 bytes"},
		{"long", strings.Repeat("é", 2500), strings.Repeat("é", 2000) + "\n" + strings.Repeat("é", 500), "4000 bytes"},
		{"long-odd", "x" + strings.Repeat("é", 2500), "x" + strings.Repeat("é", 1999) + "\n" + strings.Repeat("é", 501), "4000 bytes"},
		{"long-blanks", "x" + strings.Repeat("\u3000", 2000) + "y", "x\ny", "4000 bytes"},
		{"just-not-long", strings.Repeat("x", 4000), strings.Repeat("x", 4000), ""},
		{"timing-line-by-breaking", strings.Repeat("x", 3999) + " 00:00:01,000 -> 00:00:02,000", strings.Repeat("x", 3999) + "\n00:00:01,000 → 00:00:02,000", "arrow"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, warnings := encode(t, srt.Encoder{}, seg("1", 0, 1000, tt.text))
			require.Equal(t, "1\n00:00:00,000 --> 00:00:01,000\n"+tt.want+"\n\n", got)
			back, odd := decode(t, srt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}, got)
			require.Equal(t, tt.want, back[0].Text)
			require.Empty(t, odd)
			if tt.warn == "" {
				require.Empty(t, warnings)
				return
			}
			require.Len(t, warnings, 1)
			require.ErrorIs(t, warnings[0].Err, script.ErrText)
			require.Contains(t, warnings[0].Error(), tt.warn)
			require.Equal(t, "1", warnings[0].SegmentID)
		})
	}
}

func TestEncodeSorts(t *testing.T) {
	s := &script.Script{Segments: []script.Segment{seg("b", 3000, 4000, "Two"), seg("a", 1000, 2000, "One")}}
	before := append([]script.Segment(nil), s.Segments...)
	var b bytes.Buffer
	require.NoError(t, srt.Encode(&b, s))
	require.Equal(t, twoFile, b.String())
	require.Equal(t, before, s.Segments)
}

func TestWriter(t *testing.T) {
	var b bytes.Buffer
	var warnings []script.Warning
	w := srt.Encoder{Warn: func(w script.Warning) error { warnings = append(warnings, w); return nil }}.NewWriter(&b)
	for _, s := range []script.Segment{seg("a", 1000, 1000, "One"), seg("skipped", 1100, 1200, " "), seg("b", 1500, 2000, "Two"), seg("c", 1200, 1300, "Back")} {
		require.NoError(t, w.WriteSegment(&s))
	}
	require.NoError(t, w.Close())
	require.NoError(t, w.Close())
	require.Equal(t, "1\n00:00:01,000 --> 00:00:01,500\nOne\n\n2\n00:00:01,500 --> 00:00:02,000\nTwo\n\n3\n00:00:01,200 --> 00:00:01,300\nBack\n\n", b.String())
	var odd []string
	for _, w := range warnings {
		odd = append(odd, w.Error())
	}
	require.Equal(t, []string{
		`srt: segment "skipped": text changed: blank lines dropped`,
		`srt: segment "skipped": no text: left out`,
		`srt: segment "a": zero length: end equals start: end moved to 1.5s`,
		`srt: segment "c": unexpected value: start 1.2s is before that of the segment before it`,
		`srt: dropped: the format has no place for ids (3 of 3 segments)`,
	}, odd)
}

// What SubRip has no place for is said once.
func TestEncodeTellsLosses(t *testing.T) {
	s := &script.Script{Title: "Film", Language: "en", Segments: []script.Segment{seg("1", 0, 1000, "One"), seg("b", 2000, 3000, "Two")}}
	s.Segments[1].Note = "check"
	var warnings []string
	e := srt.Encoder{Warn: func(w script.Warning) error { warnings = append(warnings, w.Error()); return nil }}
	require.NoError(t, e.Encode(io.Discard, s))
	require.Equal(t, []string{`srt: dropped: the format has no place for the title "Film", the language "en", ids (1 of 2 segments), notes (1 of 2 segments)`}, warnings)
}

type failing struct{ after int }

var errFull = errors.New("disk full")

func (f *failing) Write(p []byte) (int, error) {
	if f.after -= len(p); f.after < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriterFails(t *testing.T) {
	var s script.Script
	for i := range 20000 {
		s.Segments = append(s.Segments, seg("", int64(i)*1000, int64(i)*1000+900, "A line of text."))
	}
	require.ErrorIs(t, srt.Encode(&failing{after: 100 << 10}, &s), errFull)
	require.ErrorIs(t, srt.Encode(&failing{}, &s), errFull)
	w := srt.Encoder{}.NewWriter(&failing{})
	require.NoError(t, w.WriteSegment(&s.Segments[0]))
	require.ErrorIs(t, w.Close(), errFull)
	require.ErrorIs(t, w.WriteSegment(&s.Segments[0]), errFull)
	require.ErrorIs(t, w.Close(), errFull)
}

// Whatever the text, our reader gets back what was written, and it is what the
// segment holds unless a warning says otherwise.
func TestHostileTexts(t *testing.T) {
	segments := hostileSegments()
	file, warnings := encode(t, srt.Encoder{}, segments...)
	warned := map[string]error{}
	for _, w := range warnings {
		warned[w.SegmentID] = errors.Join(warned[w.SegmentID], w.Err)
	}
	back, odd := decode(t, srt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}, file)
	require.Empty(t, odd)
	i := 0
	for _, s := range segments {
		if errors.Is(warned[s.ID], script.ErrNoText) {
			continue
		}
		require.Less(t, i, len(back), s.ID)
		require.Equal(t, s.Start, back[i].Start, s.ID)
		require.Equal(t, s.End, back[i].End, s.ID)
		if warned[s.ID] == nil {
			require.Equal(t, s.Text, back[i].Text, s.ID)
		}
		i++
	}
	require.Len(t, back, i)

	again, warnings := encode(t, srt.Encoder{}, back...)
	require.Empty(t, warnings)
	require.Empty(t, cmp.Diff(file, again))
}

// hostileSegments returns one segment for each hostile text, with an innocent
// one at the end.
func hostileSegments() []script.Segment {
	var segments []script.Segment
	for i, h := range hostile.Texts() {
		segments = append(segments, seg(h.Name, int64(i)*2000, int64(i)*2000+1500, h.Text))
	}
	n := len(segments)
	return append(segments, seg("last", int64(n)*2000, int64(n)*2000+1500, "The end."))
}

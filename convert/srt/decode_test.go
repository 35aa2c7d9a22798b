package srt_test

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/srt"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

func seg(id string, start, end int64, text string) script.Segment {
	return script.Segment{ID: id, Start: time.Duration(start) * time.Millisecond, End: time.Duration(end) * time.Millisecond, Text: text}
}

// decode reads input and returns its segments and warnings.
func decode(t *testing.T, d srt.Decoder, input string) ([]script.Segment, []script.Warning) {
	t.Helper()
	var warnings []script.Warning
	d.Warn = func(w script.Warning) error { warnings = append(warnings, w); return nil }
	s, err := d.Decode(strings.NewReader(input))
	require.NoError(t, err)
	s.NumberIDs()
	return s.Segments, warnings
}

// two is what most inputs of the table come to.
var two = []script.Segment{seg("1", 1000, 2000, "One"), seg("2", 3000, 4000, "Two")}

const twoFile = "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n\n"

func utf16le(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}

func utf16be(s string) string {
	le := []byte(utf16le(s))
	for i := 0; i+1 < len(le); i += 2 {
		le[i], le[i+1] = le[i+1], le[i]
	}
	return string(le)
}

type readerRow struct {
	name  string
	input string
	want  []script.Segment
	warns []string // what each warning holds, in order
}

// text is an input with one cue, and the text as it stands in the file.
func text(s string) string {
	return "1\n00:00:01,000 --> 00:00:02,000\n" + s + "\n\n"
}

func one(text string) []script.Segment { return []script.Segment{seg("1", 1000, 2000, text)} }

// indexless is a file of two cues with a line and a blank one above it where
// the second number should be; below is what it reads as when that line is text.
func indexless(line string) string { return strings.Replace(twoFile, "\n2\n", "\n"+line+"\n", 1) }

func below(line string) []script.Segment {
	return []script.Segment{seg("1", 1000, 2000, "One\n"+line), two[1]}
}

var readerTable = []readerRow{
	{"lf", twoFile, two, nil},
	{"crlf", strings.ReplaceAll(twoFile, "\n", "\r\n"), two, nil},
	{"cr", strings.ReplaceAll(twoFile, "\n", "\r"), two, nil},
	{"cr-cr-lf", strings.ReplaceAll(twoFile, "\n", "\r\r\n"), two, nil},
	{"mixed-line-ends", "1\r\n00:00:01,000 --> 00:00:02,000\rOne\n\r\n2\n00:00:03,000 --> 00:00:04,000\r\nTwo", two, nil},
	{"bom", "\uFEFF" + twoFile, two, nil},
	{"two-boms", "\uFEFF\uFEFF" + twoFile, two, nil},
	{"double-blanks", strings.ReplaceAll(twoFile, "\n\n", "\n\n\n\n"), two, nil},
	{"blanks-first", "\n \n\n" + twoFile, two, nil},
	{"blank-lines-with-blanks", strings.ReplaceAll(twoFile, "\n\n", "\n \t\n"), two, nil},
	{"no-final-newline", strings.TrimSpace(twoFile), two, nil},
	{"utf-16le", "\xFF\xFE" + utf16le(twoFile), two, nil},
	{"utf-16be", "\xFE\xFF" + utf16be(twoFile), two, nil},
	{"utf-16-crlf", "\xFF\xFE" + utf16le(strings.ReplaceAll(twoFile, "\n", "\r\n")), two, nil},
	{"latin-1", text("caf\xE9"), one("café"), []string{`3:4: assumed: the input is no UTF-8; read as windows-1252`}},
	{"cp1252", text("\x93Oui\x94 \x96 \x80 5"), one("“Oui” – € 5"), []string{`windows-1252`}},
	{"damaged-utf-8", text("café, naïve, \xFF, Zoë"), one("café, naïve, \uFFFD, Zoë"), []string{"3:14: malformed text encoding"}},
	{"cut-in-a-character", strings.TrimSuffix(text("Zoë, café"), "\xA9\n\n"), one("Zoë, caf\uFFFD"), []string{"3:9"}},
	{"dot-milliseconds", strings.ReplaceAll(twoFile, ",", "."), two, nil},
	{"missing-index", "00:00:01,000 --> 00:00:02,000\nOne\n\n00:00:03,000 --> 00:00:04,000\nTwo\n\n", two, nil},
	{"one-index-missing", "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n00:00:03,000 --> 00:00:04,000\nTwo\n\n", two, nil},
	{"first-index-missing", twoFile[2:], two, nil},
	{"text-index", "1\n00:00:01,000 --> 00:00:02,000\nOne\n\nbeta\n00:00:03,000 --> 00:00:04,000\nTwo\n\n", two, []string{`5:1: segment "2": assumed: "beta" stands for the number`}},
	{"text-index-first", "alpha\n00:00:01,000 --> 00:00:02,000\nOne\n\nbeta\n00:00:03,000 --> 00:00:04,000\nTwo\n\n", two, []string{`1:1: dropped: "alpha"`, `5:1`}},
	{"text-below-a-blank-line", indexless("He waits for a bus."), below("He waits for a bus."), []string{`4:1: segment "1": text changed: a blank line`}},
	{"text-below-a-blank-line-that-begins-with-a-number", indexless("3 men enter"), below("3 men enter"), []string{"blank line"}},
	{"word-below-a-blank-line", indexless("Silence."), below("Silence."), []string{"blank line"}},
	{"text-without-blanks-below-a-blank-line", indexless("她走进房间"), below("她走进房间"), []string{"blank line"}},
	{"index-behind-a-word", indexless("Cue 2"), two, []string{`5:1: segment "2": assumed: "Cue 2" stands`}},
	{"index-and-letter", indexless("2b"), two, []string{`assumed: "2b" stands`}},
	{"2-of-9", strings.Replace(twoFile, "\n2\n", "\n2 of 9\n", 1), two, []string{`assumed: "2 of 9"`}},
	{"first-index-1-of-9", strings.Replace(twoFile, "1\n", "1 of 9\n", 1), two, []string{`1:1: segment "1": assumed: "1 of 9"`}},
	{"wrong-indices", strings.Replace(strings.Replace(twoFile, "1\n", "7\n", 1), "\n2\n", "\n7\n", 1), []script.Segment{seg("7", 1000, 2000, "One"), seg("7", 3000, 4000, "Two")}, nil},
	{"index-with-zeros", strings.Replace(twoFile, "1\n", "001\n", 1), []script.Segment{seg("001", 1000, 2000, "One"), two[1]}, nil},
	{"index-from-zero", strings.Replace(strings.Replace(twoFile, "1\n", "0\n", 1), "\n2\n", "\n1\n", 1), []script.Segment{seg("0", 1000, 2000, "One"), seg("1", 3000, 4000, "Two")}, nil},
	{"index-with-blanks", strings.Replace(twoFile, "\n2\n", "\n 2\t \n", 1), two, nil},
	{"index-with-zero-width-space", strings.Replace(twoFile, "\n2\n", "\n\u200B2\n", 1), two, nil},
	{"index-set-off", strings.ReplaceAll(strings.Replace(twoFile, "1\n", "1\n\n", 1), "\n2\n", "\n2\n\n"), two, nil},
	{"everything-set-off", strings.ReplaceAll(twoFile, "\n", "\n\n"), two, nil},
	{"no-blank-line", strings.ReplaceAll(twoFile, "\n\n", "\n"), two, nil},
	{"no-blank-line-wrong-index", "1\n00:00:01,000 --> 00:00:02,000\nOne\n9\n00:00:03,000 --> 00:00:04,000\nTwo\n", []script.Segment{two[0], seg("9", 3000, 4000, "Two")}, nil},
	{"neither-index-nor-blank-line", "00:00:01,000 --> 00:00:02,000\nOne\n00:00:03,000 --> 00:00:04,000\nTwo\n", two, nil},
	{"neither-after-an-index", "1\n00:00:01,000 --> 00:00:02,000\nOne\n00:00:03,000 --> 00:00:04,000\nTwo\n", two, nil},
	{"blank-line-after-timing", strings.ReplaceAll(twoFile, "000\n", "000\n\n"), two, nil},
	{"blank-line-in-text", text("One\n\nmore\n \nlast"), one("One\nmore\nlast"), []string{"4:1: segment \"1\": text changed: a blank line"}},
	{"blank-line-in-text-without-indices", "00:00:01,000 --> 00:00:02,000\nOne\n\nmore\n00:00:03,000 --> 00:00:04,000\nTwo\n\n",
		[]script.Segment{seg("1", 1000, 2000, "One\nmore"), two[1]}, []string{"blank line"}},
	{"unknown-arrow", strings.Replace(twoFile, "03,000 -->", "03,000 →", 1), one("One\n2\n00:00:03,000 → 00:00:04,000\nTwo"),
		[]string{`6:1: segment "1": malformed time "00:00:03,000 → 00:00:04,000"`, "4:1"}},
	{"times-in-brackets", strings.Replace(twoFile, "00:00:03,000 --> 00:00:04,000", "[00:00:03.000 --> 00:00:04.000]", 1), one("One\n2\n[00:00:03.000 --> 00:00:04.000]\nTwo"),
		[]string{`6:1: segment "1": malformed time "[00:00:03.000`, "4:1"}},
	{"one-time", strings.Replace(twoFile, " --> 00:00:04,000", "", 1), one("One\n2\n00:00:03,000\nTwo"), []string{"6:1", "4:1"}},
	{"unknown-arrow-first", strings.Replace(twoFile, "01,000 -->", "01,000 to", 1), two[1:],
		[]string{`2:1: malformed time "00:00:01,000 to 00:00:02,000": want HH:MM:SS,mmm --> HH:MM:SS,mmm; dropped`, `1:1: dropped: "1\n`}},
	{"full-width-signs", strings.ReplaceAll(strings.ReplaceAll(twoFile, ",", "，"), "00:", "00："), two, nil},
	{"direction-before-timing", strings.ReplaceAll(twoFile, "00:00:03", "\u202A00:00:03"), two, nil},
	{"coordinates", strings.ReplaceAll(twoFile, "2,000\n", "2,000  X1:201 X2:516 Y1:397 Y2:423\n"), two, []string{`2:1: segment "1": dropped: "X1:201 X2:516 Y1:397 Y2:423" after the times`}},
	{"coordinates-in-every-cue", strings.ReplaceAll(strings.ReplaceAll(twoFile, "2,000\n", "2,000 X1:201\n"), "4,000\n", "4,000 X1:5\n"), two, []string{`segment "1": dropped: "X1:201" after the times, and in 1 more segment`}},
	{"junk-after-settings", strings.ReplaceAll(twoFile, "4,000\n", "4,000 line:0 junk\n"), two, []string{`6:1: segment "2": dropped: "line:0 junk"`}},
	{"junk-after-times", strings.ReplaceAll(strings.ReplaceAll(twoFile, "2,000\n", "2,000 line:0 rest\n"), "4,000\n", "4,000 junk\n"), two, []string{`2:1: segment "1": dropped: "line:0 rest"`, `6:1: segment "2": dropped: "junk"`}},
	{"blanks-around-timing", strings.ReplaceAll(strings.ReplaceAll(twoFile, "00:00:01", "  00:00:01"), "2,000\n", "2,000 \t\n"), two, nil},
	{"tabs-at-arrow", strings.ReplaceAll(twoFile, " --> ", "\t-->\t"), two, nil},
	{"glued-arrow", strings.ReplaceAll(twoFile, " --> ", "-->"), two, nil},
	{"zero-width-before-timing", strings.ReplaceAll(twoFile, "00:00:03", "\u200B00:00:03"), two, nil},
	{"no-hours", strings.ReplaceAll(twoFile, "00:00:", "00:"), two, nil},
	{"no-milliseconds", strings.ReplaceAll(twoFile, ",000", ""), two, nil},
	{"no-hours-no-milliseconds", strings.ReplaceAll(strings.ReplaceAll(twoFile, ",000", ""), "00:00:", "00:"), two, nil},
	{"one-digit-parts", strings.ReplaceAll(twoFile, "00:00:0", "0:0:"), two, nil},
	{"colon-milliseconds", strings.ReplaceAll(twoFile, ",000", ":000"), two, []string{"third colon", "third colon"}},
	{"blanks-in-times", strings.ReplaceAll(twoFile, "00:00:01,000", "00: 00: 01, 000"), two, nil},
	{"blank-in-fraction", strings.ReplaceAll(twoFile, ",000 -->", ". 000 -->"), two, nil},
	{"arabic-comma", strings.ReplaceAll(twoFile, ",", "،"), two, nil},
	{"one-digit-fraction", "1\n00:00:01,5 --> 00:00:02,000\nOne\n\n", []script.Segment{seg("1", 1500, 2000, "One")}, []string{"decimal fraction"}},
	{"two-digit-fraction", "1\n00:00:01,50 --> 00:00:02,05\nOne\n\n", []script.Segment{seg("1", 1500, 2050, "One")}, []string{"decimal fraction"}},
	{"four-digit-fraction", "1\n00:00:01,5000 --> 00:00:02,9999\nOne\n\n", []script.Segment{seg("1", 1500, 2999, "One")}, []string{"below the millisecond"}},
	{"negative-start", "1\n-00:00:01,000 --> 00:00:02,000\nOne\n\n", []script.Segment{seg("1", -1000, 2000, "One")}, []string{`2:1: segment "1": negative time`}},
	{"negative-both", "1\n-00:00:02,000 --> −00:00:01,500\nOne\n\n", []script.Segment{seg("1", -2000, -1500, "One")}, []string{"negative time"}},
	{"hours-100", "1\n100:00:03,000 --> 1000:00:04,000\nOne\n\n", []script.Segment{seg("1", 360003000, 3600004000, "One")}, nil},
	{"minutes-75", "1\n00:75:00,000 --> 00:76:61,000\nOne\n\n", []script.Segment{seg("1", 4500000, 4621000, "One")}, []string{"above 59"}},
	{"beyond-a-duration", "1\n00:00:01,000 --> 99999999999999999999:00:00,000\nOne\n\n", []script.Segment{seg("1", 1000, 9223372036854, "One")}, []string{"time out of range"}},
	{"zero-length", "1\n00:00:01,000 --> 00:00:01,000\nOne\n\n", []script.Segment{seg("1", 1000, 1000, "One")}, []string{"zero length"}},
	{"reversed", "1\n00:00:02,000 --> 00:00:01,000\nOne\n\n", []script.Segment{seg("1", 2000, 1000, "One")}, []string{"end before start"}},
	{"out-of-order", "1\n00:00:03,000 --> 00:00:04,000\nTwo\n\n2\n00:00:01,000 --> 00:00:02,000\nOne\n\n",
		[]script.Segment{seg("2", 1000, 2000, "One"), seg("1", 3000, 4000, "Two")}, nil},
	{"tags", text(`<i>a</i> <b>b</b> <FONT color="#fff">c</font> <u>d`), one("a b c d"), []string{`3:1: segment "1": dropped: formatting "<i>"`, `"<b>"`, `"<FONT color=\"#fff\">"`, `"<u>"`}},
	{"tags-in-every-cue", text("<i>a</i> <I>b</I>") + text("<i>c</i>") + text("</I>d{\\i1}"),
		[]script.Segment{one("a b")[0], one("c")[0], one("d")[0]}, []string{`srt: 3:1: segment "1": dropped: formatting "<i>", and in 2 more segments`, `srt: 11:1: segment "1": dropped: formatting "{\\i1}"`}},
	{"voices", text("<v Jane>a</v>") + text("<v Bob>b</v>") + text("<v Jane>c"),
		[]script.Segment{one("a")[0], one("b")[0], one("c")[0]}, []string{`formatting "<v Jane>", and in 1 more segment`, `7:1: segment "1": dropped: formatting "<v Bob>"`}},
	{"webvtt-tags", text("<v Jane>Hello <c.loud>there</c>"), one("Hello there"), []string{`"<v Jane>"`, `"<c.loud>"`}},
	{"br", text("one<br>two<BR/>three<br />four"), one("one\ntwo\nthree\nfour"), nil},
	{"br-twice", text("one<br><br>two"), one("one\ntwo"), nil},
	{"less-than", text("x<y and I <3 you > me, 5 < 6"), one("x<y and I <3 you > me, 5 < 6"), nil},
	{"unknown-tag", text("<sighs> <bus> <x>"), one("<sighs> <bus> <x>"), nil},
	{"unclosed-tag", text("a <b and\nc> <i"), one("a <b and\nc> <i"), nil},
	{"override", text(`{\an8}Top{\i1} {y:b}x`), one("Top x"), []string{`"{\\an8}"`, `"{\\i1}"`, `"{y:b}"`}},
	{"braces", text(`{One} {\unclosed {y unclosed`), one(`{One} {\unclosed {y unclosed`), nil},
	{"only-tags", text("<i></i>"), one(""), []string{"no text", "dropped"}},
	{"entities", text("Tom &amp; Jerry &lt;i&gt; &nbsp;"), one("Tom &amp; Jerry &lt;i&gt; &nbsp;"), nil},
	{"arrow-in-text", text("A --> B"), one("A --> B"), nil},
	{"times-in-text", text("at 00:00:05,000 --> 00:00:06,000 it rings\n10:30\n10:30 -> 11:00\n00:01 --> 00:02 it is\n1:2 --> 3:4"),
		one("at 00:00:05,000 --> 00:00:06,000 it rings\n10:30\n10:30 -> 11:00\n00:01 --> 00:02 it is\n1:2 --> 3:4"), []string{"malformed time", "malformed time"}},
	{"digits-only", text("42"), one("42"), nil},
	{"digits-only-lines", "1\n00:00:01,000 --> 00:00:02,000\nOne\n1984\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n2001\n",
		[]script.Segment{seg("1", 1000, 2000, "One\n1984"), seg("2", 3000, 4000, "Two\n2001")}, nil},
	{"digits-only-without-indices", "00:00:01,000 --> 00:00:02,000\nOne\n1984\n00:00:03,000 --> 00:00:04,000\n7\n00:00:05,000 --> 00:00:06,000\nThree\n",
		[]script.Segment{seg("1", 1000, 2000, "One\n1984"), seg("2", 3000, 4000, "7"), seg("3", 5000, 6000, "Three")}, nil},
	{"empty-cue", "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n\n", []script.Segment{seg("1", 1000, 2000, ""), two[1]}, []string{`2:1: segment "1": no text`}},
	{"empty-cue-glued", "1\n00:00:01,000 --> 00:00:02,000\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n\n", []script.Segment{seg("1", 1000, 2000, ""), two[1]}, []string{"no text"}},
	{"nul", text("a\x00b"), one("a\uFFFDb"), []string{"3:2: text changed: 1 NUL"}},
	{"webvtt-header", "WEBVTT\n\n" + twoFile, two, []string{"1:1: assumed"}},
	{"webvtt-header-glued", "WEBVTT\n" + twoFile, two, []string{"1:1: assumed"}},
	{"webvtt-comments", "WEBVTT\n\nNOTE first\n\n" + strings.Replace(twoFile, "One\n\n", "One\n\nNOTE\nof two lines\n\nmore\n\nNOTE last\n\n", 1),
		[]script.Segment{seg("1", 1000, 2000, "One\nmore"), two[1]}, []string{"1:1: assumed", `3:1: dropped: "NOTE first" before`, `9:1: segment "1": dropped: comment "NOTE"`, `14:1: segment "1": dropped: comment "NOTE last"`, "blank line"}},
	{"note-in-text", text("One\n\nNOTE x"), one("One\nNOTE x"), []string{"blank line"}},
	{"title-first", "My film\n\n" + twoFile, two, []string{`1:1: dropped: "My film"`}},
	{"cut-off-in-start", twoFile + "3\n00:00:0", two, []string{`9:1: dropped: "3\n00:00:0"`}},
	{"cut-off-in-arrow", twoFile + "3\n00:00:05,000 --", two, []string{"9:1: dropped"}},
	{"cut-off-after-arrow", twoFile + "3\n00:00:05,000 -->", two, []string{"9:1: dropped"}},
	{"cut-off-in-end", twoFile + "3\n00:00:05,000 --> 00:00", two, []string{`10:1: segment "3": dropped`}},
	{"cut-off-glued", strings.TrimSpace(twoFile) + "\n3\n00:00:05,000 -->", two, []string{"8:1: dropped"}},
	{"cut-off-without-index", twoFile + "00:00:05,000 --> 00:0", two, []string{"9:1: dropped"}},
	{"cut-off-after-index", twoFile + "3\n", two, []string{`9:1: dropped: "3"`}},
	{"cut-off-after-timing", twoFile + "3\n00:00:05,000 --> 00:00:06,000\n", two, []string{`10:1: segment "3": dropped: "00:00:05,000 --> 00:00:06,000"`}},
	{"arrow-short", strings.ReplaceAll(twoFile, "-->", "->"), two, nil},
	{"arrow-dashes-apart", strings.ReplaceAll(twoFile, "-->", "- ->"), two, nil},
	{"arrow-head-apart", strings.ReplaceAll(twoFile, "-->", "-- >"), two, nil},
	{"arrow-one-dash-apart", strings.ReplaceAll(twoFile, "-->", "- >"), two, nil},
	{"arrow-two-heads", strings.ReplaceAll(twoFile, "-->", "-->>"), two, nil},
	{"arrow-short-two-heads", strings.ReplaceAll(twoFile, "-->", "->>"), two, nil},
	{"arrow-long", strings.ReplaceAll(twoFile, "-->", "--->"), two, nil},
	{"arrow-dash", strings.ReplaceAll(twoFile, "-->", "–>"), two, nil},
	{"arrow-em-dash", strings.ReplaceAll(twoFile, "-->", "—>"), two, nil},
	{"arrow-double", strings.ReplaceAll(twoFile, "-->", "=>"), two, nil},
	{"arrow-glued-short", strings.ReplaceAll(twoFile, " --> ", "->"), two, nil},
	{"long-line", text(strings.Repeat("x", 70000)), one(strings.Repeat("x", 70000)), nil},
}

func TestReaderTable(t *testing.T) {
	for _, row := range readerTable {
		t.Run(row.name, func(t *testing.T) {
			got, warnings := decode(t, srt.Decoder{}, row.input)
			require.Empty(t, cmp.Diff(row.want, got), "%v", warnings)
			require.Len(t, warnings, len(row.warns), "%v", warnings)
			for i, want := range row.warns {
				require.Contains(t, warnings[i].Error(), want)
			}
			_, err := srt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(row.input))
			if len(row.warns) == 0 {
				require.NoError(t, err)
				return
			}
			var pe *script.ParseError
			require.ErrorAs(t, err, &pe)
			require.Equal(t, "srt", pe.Format)
		})
	}
}

func TestEntities(t *testing.T) {
	got, warnings := decode(t, srt.Decoder{DecodeEntities: true}, text("Tom &amp; Jerry &lt;i&gt;<i>x</i> &quot;&#233;&quot; 10&nbsp;km & &nosuch;"))
	require.Equal(t, one("Tom & Jerry <i>x \"é\" 10\u00A0km & &nosuch;"), got)
	require.Len(t, warnings, 1)
	got, _ = decode(t, srt.Decoder{DecodeEntities: true}, text("one&#10;&#10;two"))
	require.Equal(t, one("one\ntwo"), got)
}

func TestEncodings(t *testing.T) {
	cyrillic := "1\n00:00:01,000 --> 00:00:02,000\n\xCF\xF0\xE8\xE2\xE5\xF2\n\n"
	tests := []struct{ name, encoding, input, want, warn string }{
		{"windows-1251", "windows-1251", cyrillic, "Привет", ""},
		{"auto", "", cyrillic, "Ïðèâåò", "windows-1252"},
		{"name-in-any-case", "Windows-1251", cyrillic, "Привет", ""},
		{"shift-jis", "shift_jis", text("\x93\xFA\x96\x7B"), "日本", ""},
		{"utf-16le-without-bom", "utf-16le", utf16le(text("Zoë")), "Zoë", ""},
		{"utf-16be-without-bom", "utf-16be", utf16be(text("Zoë")), "Zoë", ""},
		{"utf-16le-with-bom", "utf-16le", "\xFF\xFE" + utf16le(text("Zoë")), "Zoë", ""},
		{"latin-1-is-cp1252", "iso-8859-1", text("\x80 \xE9"), "€ é", ""},
		{"bom-wins", "windows-1252", "\uFEFF" + text("Zoë"), "Zoë", ""},
		{"utf-8", "utf-8", text("Zo\xEB ëë"), "Zo\uFFFD ëë", "no utf-8 read as U+FFFD"},
		{"bom-and-damage", "", "\uFEFF" + text("Zo\xEB"), "Zo\uFFFD", "no UTF-8 read as U+FFFD"},
		{"lone-surrogate", "", "\xFF\xFE" + utf16le("1\n00:00:01,000 --> 00:00:02,000\na") + "\x00\xD8b\x00", "a\uFFFDb", "no UTF-16LE"},
		{"odd-length", "", "\xFF\xFE" + utf16le(text("ab")) + "c", "ab\n\uFFFD", "UTF-16LE"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, warnings := decode(t, srt.Decoder{Encoding: tt.encoding}, tt.input)
			require.Equal(t, one(tt.want)[0].Text, got[0].Text)
			if tt.warn == "" {
				require.Empty(t, warnings)
				return
			}
			require.NotEmpty(t, warnings)
			require.Contains(t, warnings[0].Error(), tt.warn)
		})
	}
}

// What is no SubRip is refused in the memory that it takes to read it.
func TestBinaryIsNotCopied(t *testing.T) {
	for _, unit := range []string{"\x00", "\x89PNG\r\n", "a\x00b\x00\n\x00"} {
		input := strings.Repeat(unit, 8<<20/len(unit))
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		warned := 0
		_, err := srt.Decoder{Warn: func(script.Warning) error { warned++; return nil }}.Decode(strings.NewReader(input))
		runtime.ReadMemStats(&after)
		require.ErrorIs(t, err, script.ErrSyntax)
		require.ErrorContains(t, err, "another encoding")
		require.Zero(t, warned)
		require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(len(input)+1<<20), "%q", unit)
	}
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct {
		name    string
		d       srt.Decoder
		input   string
		is      error
		message string
	}{
		{"empty", srt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}, "", script.ErrNoSegments, "srt: no segments"},
		{"prose", srt.Decoder{}, "\n\n  Hello\n", script.ErrSyntax, "srt: 3:3: malformed input: no line with two times such as 00:00:01,000 --> 00:00:02,000"},
		{"escaped", srt.Decoder{}, strings.ReplaceAll(twoFile, ">", "&gt;"), script.ErrTime, `srt: 2:1: malformed time "00:00:01,000 --&gt; 00:00:02,000": want HH:MM:SS,mmm --> HH:MM:SS,mmm`},
		{"too-large", srt.Decoder{MaxBytes: 20}, twoFile, script.ErrTooLarge, "srt: input too large: more than 20 bytes"},
		{"unknown-encoding", srt.Decoder{Encoding: "ebcdic-9"}, twoFile, script.ErrValue, `srt: encoding: unexpected value "ebcdic-9": want a name such as utf-8, windows-1252 or utf-16le`},
		{"strict", srt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}, strings.Replace(twoFile, "4,000", "4,5", 1), script.ErrAssumed, `srt: 6:1: assumed: fewer than three digits are a decimal fraction in "00:00:03,000 --> 00:00:04,5"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.d.Decode(strings.NewReader(tt.input))
			var pe *script.ParseError
			require.ErrorAs(t, err, &pe)
			require.ErrorIs(t, err, tt.is)
			require.Equal(t, tt.message, err.Error())
		})
	}
	broken := errors.New("broken pipe")
	_, err := srt.Decode(iotest.ErrReader(broken))
	require.ErrorIs(t, err, broken)
	exact := srt.Decoder{MaxBytes: int64(len(twoFile))}
	_, err = exact.Decode(strings.NewReader(twoFile))
	require.NoError(t, err)
}

// A timing line of the usual length is none with another mark before the
// milliseconds.
func TestOddMarkIsNoTime(t *testing.T) {
	_, err := srt.Decode(strings.NewReader("1\n00:00:01x000 --> 00:00:02x000\nOne\n"))
	require.ErrorIs(t, err, script.ErrTime)
}

func TestEmptyFileHasNoSegments(t *testing.T) {
	for _, src := range []string{"", " \n\n", "\ufeff\r\n"} {
		s, err := srt.Decode(strings.NewReader(src))
		require.NoError(t, err, "%q", src)
		require.Empty(t, s.Segments)
	}
}

// What files converted from ASS have for a line break is one.
func TestLineBreaksOfASS(t *testing.T) {
	const in = "1\n00:00:01,000 --> 00:00:02,000\nA boat.\\NA quay.\n\n2\n00:00:03,000 --> 00:00:04,000\nOne\\N\\N two\\N\n\n3\n00:00:05,000 --> 00:00:06,000\nC:\\new\n"
	var warnings []string
	s, err := srt.Decoder{Warn: func(w script.Warning) error { warnings = append(warnings, w.Error()); return nil }}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, "A boat.\nA quay.", s.Segments[0].Text)
	require.Equal(t, "One\n two", s.Segments[1].Text)
	require.Equal(t, `C:\new`, s.Segments[2].Text)
	require.Equal(t, []string{`srt: 3:1: segment "1": assumed: \N is a line break, and in 1 more segment`}, warnings)
}

// A timing line that nearly is one, with no blank line above it, is text, and
// told by name.
func TestTimesInTextAreNamed(t *testing.T) {
	const cue = "7\n00:00:01,000 --> 00:00:02,000\nA door.\n"
	for _, line := range []string{"00:00:03,000 - 00:00:04,000", "00:000:03,000 -> 00:00:04,000"} {
		var warned []string
		s, err := srt.Decoder{Warn: func(w script.Warning) error { warned = append(warned, w.Error()); return nil }}.
			Decode(strings.NewReader(cue + line + "\nA window.\n"))
		require.NoError(t, err)
		require.Equal(t, "A door.\n"+line+"\nA window.", s.Segments[0].Text)
		require.Equal(t, []string{`srt: 4:1: segment "7": malformed time "` + line + `": want HH:MM:SS,mmm --> HH:MM:SS,mmm; kept as text`}, warned)
	}
	_, err := srt.Decoder{Warn: func(w script.Warning) error { return w }}.Decode(strings.NewReader(cue + "10:30 - 11:00 news\n10:30 -> 11:00\n"))
	require.NoError(t, err)
}

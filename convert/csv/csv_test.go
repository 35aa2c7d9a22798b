package csv_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const ms = time.Millisecond

func decode(t *testing.T, d csv.Decoder, src string) *script.Script {
	t.Helper()
	s, err := d.Decode(strings.NewReader(src))
	require.NoError(t, err)
	return s
}

func encode(t *testing.T, e csv.Encoder, s *script.Script) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, e.Encode(&b, s))
	return b.String()
}

// harbour is a script that uses every field, in whole milliseconds.
func harbour() *script.Script {
	return &script.Script{Language: "en", Segments: []script.Segment{
		{ID: "001", Start: 1500 * ms, End: 3120 * ms, Text: "=A boat, \"Erik's\".\nIt sinks.", Note: "check; twice", Status: "Approved", Cue: "quickly"},
		{ID: "x", Start: 3000 * ms, End: 10666 * ms, Text: "  edges and\ttab ", Language: "fr"},
		{ID: "1", Start: 4001 * ms, End: 9000 * ms, Text: "She walks to the pier, slowly, and looks back at us; all of us | there.", Note: "- why?\n+ because"},
		{ID: "p", Start: 20000 * ms, End: 20000 * ms, Text: "'@point"},
		{ID: "z", Start: 30000 * ms, End: 31000 * ms},
	}}
}

func TestGolden(t *testing.T) {
	start := timecode.FromFrames(90000, timecode.Rate25)
	for name, e := range map[string]csv.Encoder{
		"harbour.csv":        {},
		"harbour-semi.csv":   {Comma: ';', Time: csv.Colon},
		"harbour.tsv":        {Comma: '\t', NoBOM: true, Raw: true},
		"harbour-25.csv":     {Start: start},
		"harbour-adr.csv":    {Preset: csv.ADR, Rate: timecode.Rate2997DF},
		"harbour-nuendo.csv": {Preset: csv.Nuendo, Start: start},
		"harbour-easel.csv":  {Preset: csv.Easel, Start: start},
	} {
		s := harbour()
		golden.Equal(t, "testdata/golden/"+name, []byte(encode(t, e, s)))
		require.Empty(t, cmp.Diff(harbour(), s), "the script was modified")
	}
}

func TestRoundTrip(t *testing.T) {
	for _, e := range []csv.Encoder{{}, {Comma: ';'}, {Comma: '\t', NoBOM: true}, {Comma: '|', Raw: true}, {Time: csv.Colon}, {Comma: ':'}, {Comma: '§'}} {
		d := csv.Decoder{Raw: e.Raw}
		if e.Comma > '|' || e.Comma == ':' {
			d.Comma = e.Comma
		}
		require.Empty(t, cmp.Diff(harbour(), decode(t, d, encode(t, e, harbour()))), "%+v", e)
	}
}

func TestRoundTripInFrames(t *testing.T) {
	for _, rate := range timecode.Rates() {
		want := harbour()
		for i := range want.Segments {
			g := &want.Segments[i]
			g.Start, g.End = rate.Duration(rate.Frames(g.Start)), rate.Duration(rate.Frames(g.End))
		}
		start := timecode.FromFrames(3600*int64(rate.Nominal()), rate)
		got := decode(t, csv.Decoder{Start: start}, encode(t, csv.Encoder{Start: start}, want))
		require.Empty(t, cmp.Diff(want, got), rate.String())
	}
}

func TestStartIsAddedToClockTimes(t *testing.T) {
	start := timecode.FromFrames(107892, timecode.Rate2997DF)
	for _, form := range []csv.TimeForm{csv.Clock, csv.Colon} {
		out := encode(t, csv.Encoder{Start: start, Time: form, NoBOM: true}, harbour())
		got := decode(t, csv.Decoder{Start: start}, out)
		for i, seg := range got.Segments {
			require.InDelta(t, harbour().Segments[i].Start, seg.Start, float64(ms), "the start is no whole number of milliseconds")
		}
	}
}

func TestPresetsRoundTrip(t *testing.T) {
	for _, preset := range []csv.Preset{csv.ADR, csv.Nuendo} {
		for _, rate := range timecode.Rates() {
			var warned []string
			e := csv.Encoder{Preset: preset, Rate: rate, Warn: func(w script.Warning) error { warned = append(warned, w.Error()); return nil }}
			out := encode(t, e, harbour())
			got := decode(t, csv.Decoder{Rate: rate}, out)
			require.Len(t, got.Segments, 5)
			for i, seg := range got.Segments {
				want := harbour().Segments[i]
				require.Equal(t, strings.Join(strings.Fields(want.Text), " "), seg.Text)
				require.Equal(t, rate.Frames(want.Start), rate.Frames(seg.Start))
				require.Greater(t, rate.Frames(seg.End), rate.Frames(seg.Start))
				if preset == csv.ADR {
					require.Equal(t, want.ID, seg.ID)
					require.Equal(t, strings.Join(strings.Fields(want.Note), " "), seg.Note)
				}
			}
			said := strings.Join(warned, "\n")
			require.Contains(t, said, `segment "p": zero length: end equals start: end moved to`)
			require.Contains(t, said, `segment "001": text changed: put on one line`)
			require.Regexp(t, `dropped: .*delivery cue`, said)
			require.Regexp(t, `dropped: .*language "en"`, said)
		}
	}
}

func TestHostileTexts(t *testing.T) {
	for _, text := range hostile.Texts() {
		s := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1000 * ms, End: 2000 * ms, Text: text.Text, Note: text.Text, Cue: text.Text}}}
		for _, e := range []csv.Encoder{{}, {Raw: true}, {Comma: '\t'}, {Comma: ';', NoBOM: true}, {Comma: '|'}} {
			var changed []string
			e.Warn = func(w script.Warning) error { changed = append(changed, w.Error()); return nil }
			out := encode(t, e, s)
			got := decode(t, csv.Decoder{Raw: e.Raw}, out)
			if len(changed) == 0 {
				require.Empty(t, cmp.Diff(s, got), text.Name)
			}
			e.Warn = func(w script.Warning) error { require.NotErrorIs(t, w.Err, script.ErrText, text.Name); return nil }
			require.Equal(t, out, encode(t, e, got), text.Name)
		}
	}
}

func TestInputForms(t *testing.T) {
	want := []script.Segment{{ID: "1", Start: 1500 * ms, End: 2500 * ms, Text: "Zoë, \"a\"\nb"}, {ID: "2", Start: 3000 * ms, End: 4000 * ms, Text: "x"}}
	const body = "Start,End,Text\r\n1.5,2.5,\"Zoë, \"\"a\"\"\r\nb\"\r\n3,4,x\r\n"
	utf16le := func(s string) string {
		var b strings.Builder
		for _, u := range utf16.Encode([]rune("\uFEFF" + s)) {
			b.WriteByte(byte(u))
			b.WriteByte(byte(u >> 8))
		}
		return b.String()
	}
	swap := func(comma string) string {
		return strings.NewReplacer("Start,End,Text", "Start"+comma+"End"+comma+"Text", "1.5,2.5,", "1,5"+comma+"2,5"+comma, "3,4,", "3"+comma+"4"+comma).Replace(body)
	}
	for name, src := range map[string]string{
		"plain":          body,
		"BOM":            "\uFEFF" + body,
		"LF":             strings.ReplaceAll(body, "\r\n", "\n"),
		"CR":             strings.ReplaceAll(body, "\r\n", "\r"),
		"no last break":  strings.TrimRight(body, "\r\n"),
		"UTF-16":         utf16le(body),
		"UTF-16 tabs":    utf16le(swap("\t")),
		"Windows-1252":   strings.ReplaceAll(body, "ë", "\xEB"),
		"semicolons":     swap(";"),
		"tabs":           swap("\t"),
		"bars":           swap("|"),
		"sep":            "sep=;\r\n" + swap(";"),
		"SEP quoted":     "\"sep=;\"\r\n" + swap(";"),
		"sep odd":        "sep=^\n" + swap("^"),
		"blank lines":    "\r\n\r\n" + strings.ReplaceAll(body, "3,4", "\r\n,,\r\n3,4"),
		"title block":    "My film; part 1,,\nA,B\n\n" + body,
		"quoted headers": strings.Replace(body, "Start,End,Text", `"Start","End","Text"`, 1),
	} {
		s := decode(t, csv.Decoder{}, src)
		for i := range s.Segments {
			s.Segments[i].ID = fmt.Sprint(i + 1)
		}
		require.Empty(t, cmp.Diff(want, s.Segments), name)
	}
}

func TestSpreadsheetHabits(t *testing.T) {
	for name, c := range map[string]struct{ src, text string }{
		"guard":                     {"Start,Text\n1,'=1+1", "=1+1"},
		"guarded guard":             {"Start,Text\n1,''-a", "'-a"},
		"apostrophe":                {"Start,Text\n1,'tis", "'tis"},
		"text behind closing quote": {"Start,Text\n1,\"a\" b", "a b"},
		"formula of a text":         {"Start,Text\n1,=\"001\"", "001"},
		"formula of a text, quoted": {"Start,Text\n1,\"=\"\"001\"\"\"", "001"},
		"formula":                   {"Start,Text\n1,\"=\"\"a\"\"&\"\"b\"\"\"", `="a"&"b"`},
		"quote within":              {"Start,Text\n1,a \"b\" c", `a "b" c`},
		"delimiters in text":        {"Start;Text\n1;a, b, c, d", "a, b, c, d"},
	} {
		require.Equal(t, c.text, decode(t, csv.Decoder{}, c.src).Segments[0].Text, name)
	}
	require.Equal(t, "'=1+1", decode(t, csv.Decoder{Raw: true}, "Start,Text\n1,'=1+1").Segments[0].Text)
}

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct {
		src  string
		kind error
		says string
	}{
		"bad time":       {"\uFEFFTitle\r\nID,TC In,TC Out,Text\r\nä,00:00:01,soon,x", script.ErrTime, `csv: 3:12: TC Out: malformed time "soon": want HH:MM:SS`},
		"open quote":     {"Start,Text\n1,a\n2,\"b\n3,c\n", script.ErrSyntax, "csv: 3:3: malformed input: quote without end"},
		"no header":      {"a,b\nc,d\n", script.ErrMissing, `map one of "a", "b"`},
		"empty":          {" \r\n ", script.ErrEmpty, "csv: empty input"},
		"binary":         {"PK\x03\x04\x00\x00\xff\x00", script.ErrEncoding, "binary"},
		"no rate":        {"Start,Text\n00:00:01:02,x", script.ErrTime, "no frame rate"},
		"frame too high": {"Start,Text\n00:00:01:31,x", timecode.ErrFrame, "frame 31 at 25 fps"},
	} {
		d := csv.Decoder{}
		if name == "frame too high" {
			d.Rate = timecode.Rate25
		}
		_, err := d.Decode(strings.NewReader(c.src))
		require.ErrorIs(t, err, c.kind, name)
		require.ErrorContains(t, err, c.says, name)
		var parse *script.ParseError
		require.ErrorAs(t, err, &parse, name)
	}
	_, err := csv.Decoder{MaxBytes: 3}.Decode(strings.NewReader("Start,Text"))
	require.ErrorIs(t, err, script.ErrTooLarge)
	_, err = csv.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader("Start,Text\n1,x"))
	require.ErrorIs(t, err, script.ErrAssumed)
	_, err = csv.Decoder{Columns: map[string]string{"hue": "x"}}.Decode(strings.NewReader("Start,Text\n1,x"))
	require.ErrorIs(t, err, script.ErrValue)
	_, err = csv.Decoder{Rate: timecode.Rate24, Start: timecode.FromFrames(1, timecode.Rate25)}.Decode(strings.NewReader("Start,Text\n1,x"))
	require.ErrorIs(t, err, script.ErrValue)
}

func TestEncoderOptionsAreChecked(t *testing.T) {
	for _, e := range []csv.Encoder{{Comma: '"'}, {Comma: '\n'}, {Comma: -1}, {Preset: "x"}, {Preset: csv.ADR}, {Time: csv.Frames}, {Rate: timecode.Rate24, Start: timecode.FromFrames(1, timecode.Rate25)}} {
		require.Error(t, e.Encode(&bytes.Buffer{}, harbour()), "%+v", e)
	}
}

func TestLossIsReported(t *testing.T) {
	s := &script.Script{Title: "T", Type: script.Extended, Source: script.Source{JobID: "j", MediaID: "m"}, Segments: []script.Segment{
		{ID: "a", Start: -500 * ms, End: 25 * time.Hour, Text: "x\x00y"},
		{ID: "b", Start: 1000 * ms, End: 2000 * ms, Text: strings.Repeat("é", 32768)},
	}}
	var warned []string
	e := csv.Encoder{Rate: timecode.Rate25, Warn: func(w script.Warning) error { warned = append(warned, w.Error()); return nil }}
	encode(t, e, s)
	require.Equal(t, []string{
		`csv: segment "a": text changed: control characters dropped`,
		`csv: segment "a": negative time: start -500ms, end 25h0m0s moved to 0`,
		`csv: segment "a": time out of range: past 24 hours the timecode begins anew`,
		`csv: segment "b": input too large: spreadsheet programs cut cells after 32767 characters`,
	}, warned[:4])
	require.Regexp(t, `dropped: .*title "T"`, strings.Join(warned[4:], "\n"))
	require.Regexp(t, `dropped: .*type "extended_ad"`, strings.Join(warned[4:], "\n"))
}

func TestPresentAndBlankIDs(t *testing.T) {
	var fields []script.Field
	s := decode(t, csv.Decoder{Present: func(f []script.Field) { fields = f }}, "ID,Start,End,Text,Note\n,1,2,x,y")
	require.Equal(t, []script.Field{"id", "start", "end", "text", "note"}, fields)
	require.Empty(t, s.Segments[0].ID)
}

func TestAllocationsDoNotGrowWithRows(t *testing.T) {
	count := func(n int) (encoding, decoding float64) {
		var b bytes.Buffer
		s := long(n)
		b.Grow(400 * n)
		encoding = testing.AllocsPerRun(3, func() { b.Reset(); _ = csv.Encode(&b, s) })
		src := b.String()
		return encoding, testing.AllocsPerRun(3, func() { _, _ = csv.Decode(strings.NewReader(src)) })
	}
	encoding, decoding := count(5000)
	moreEncoding, moreDecoding := count(10000)
	require.Less(t, moreEncoding-encoding, 50.0)
	require.Less(t, moreDecoding-decoding, 0.35*5000, "one for each text with quotes")
}

// long is a script of n segments of about 83 bytes.
func long(n int) *script.Script {
	s := &script.Script{Language: "en", Segments: make([]script.Segment, n)}
	for i := range s.Segments {
		start := time.Duration(i)*4*time.Second + time.Duration(i%1000)*ms
		text := "she walks along the pier and looks back at the harbour, where Erik waits for her."
		if i%10 < 3 {
			text = "she walks along the \"pier\" & looks back\nat the harbour, where Erik waits for her."
		}
		s.Segments[i] = script.Segment{ID: fmt.Sprint(i + 1), Start: start, End: start + 4*time.Second, Text: text}
	}
	return s
}

func BenchmarkEncode(b *testing.B) {
	s := long(100_000)
	var buf bytes.Buffer
	for b.Loop() {
		buf.Reset()
		require.NoError(b, csv.Encode(&buf, s))
	}
	b.SetBytes(int64(buf.Len()))
	b.ReportAllocs()
}

func BenchmarkDecode(b *testing.B) {
	src := func() string { var b bytes.Buffer; _ = csv.Encode(&b, long(100_000)); return b.String() }()
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := csv.Decode(strings.NewReader(src))
		require.NoError(b, err)
	}
}

// Speakers and extended segments have columns where a script has them, and
// cue sheets a character.
func TestSpeakers(t *testing.T) {
	s := &script.Script{Segments: []script.Segment{
		{ID: "1", End: time.Second, Text: "a", Speaker: "Mary"},
		{ID: "2", Start: time.Second, End: 2 * time.Second, Text: "b", Extended: true},
	}}
	require.Equal(t, s.Segments, decode(t, csv.Decoder{}, encode(t, csv.Encoder{}, s)).Segments)
	require.Regexp(t, `Language,Speaker,Extended\r\n(.*,,Mary,\r\n)(.*,,,yes\r\n)`, encode(t, csv.Encoder{}, s))
	s.Segments[1].Extended = false
	for _, preset := range []csv.Preset{csv.ADR, csv.Nuendo} {
		sheet := encode(t, csv.Encoder{Preset: preset, Rate: timecode.Rate25}, s)
		require.Contains(t, sheet, "Narrator")
		got := decode(t, csv.Decoder{Rate: timecode.Rate25}, sheet)
		got.NumberIDs() // nuendo has none
		require.Equal(t, s.Segments, got.Segments)
	}
	var warned []string
	d := csv.Decoder{Warn: func(w script.Warning) error { warned = append(warned, w.Error()); return nil }}
	require.Equal(t, "Narrator", decode(t, d, "Start,End,Text,Speaker,Extended\n1,2,a,Narrator,perhaps").Segments[0].Speaker)
	require.Equal(t, []string{`csv: 2:16: dropped: extended: unexpected value "perhaps": want yes or no`}, warned)
}

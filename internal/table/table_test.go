package table_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// grid cuts a table drawn with bars.
func grid(s string) [][]string {
	var rows [][]string
	for line := range strings.SplitSeq(strings.Trim(s, "\n"), "\n") {
		cells := strings.Split(line, "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

type result struct {
	script   *script.Script
	warnings []string
	layout   *table.Layout
}

func read(s string, r table.Reader, columns map[string]string) (result, error) {
	return readAll(s, r, table.Where{Columns: columns})
}

func readWhere(s string, where table.Where) (result, error) {
	return readAll(s, table.Reader{}, where)
}

func warnTo(said *[]string) func(script.Warning) error {
	return func(w script.Warning) error { *said = append(*said, w.Err.Error()); return nil }
}

func readAll(s string, r table.Reader, where table.Where) (result, error) {
	rows := grid(s)
	var got result
	l, err := table.FindLayout(rows[:min(len(rows), table.HeadRows)], where)
	if err != nil {
		return got, err
	}
	got.layout = l
	r.Layout = l
	given := r.Report
	r.Report = &report.Reporter{Format: "test", To: func(w script.Warning) error {
		got.warnings = append(got.warnings, w.Error())
		if given != nil {
			return given.To(w)
		}
		return nil
	}}
	for i, row := range rows[l.Header+1:] {
		at := func(column int) script.Pos { return script.Pos{Line: l.Header + 2 + i, Column: column + 1} }
		if err := r.Row(row, at); err != nil {
			return got, err
		}
	}
	got.script, err = r.Script()
	return got, err
}

func segment(id string, start, end time.Duration, text string) script.Segment {
	return script.Segment{ID: id, Start: start * ms, End: end * ms, Text: text}
}

func TestAnybodysTables(t *testing.T) {
	want := []script.Segment{segment("1", 5000, 7000, "She sits."), segment("2", 8500, 10000, "He stands.")}
	for name, c := range map[string]struct {
		table   string
		columns map[string]string
		times   table.Times
		warned  string
		other   string
	}{
		"ours": {table: "ID|Start|End|Duration (s)|Description|Words|WPM|Flags\n1|00:00:05.000|00:00:07.000|9|She sits.|99|1|x\n2|00:00:08.500|00:00:10.000|9|He stands.|||"},
		"other order below a title": {table: `
The Sea|||
Episode|1|draft|
|||
Narration|TC Out|TC In|No.
She sits.|0:07|0:05|1
|||
He stands.|0:10|0:08.5|2`},
		"durations":          {table: "Time in|Dur|Text\n5|2|She sits.\n8,5|1,5|He stands."},
		"milliseconds":       {table: "startMs|endMs|caption\n5000|7000|She sits.\n8500|10000|He stands."},
		"German":             {table: "Nr.|Beginn|Ende|Beschreibung\n1|0:00:05|0:00:07|She sits.\n2|0:00:08,5|0:00:10|He stands."},
		"Japanese":           {table: "番号|開始|終了|説明\n1|0:00:05|0:00:07|She sits.\n2|0:00:08.5|0:00:10|He stands."},
		"mapped":             {table: "Was|Von|Bis\nShe sits.|5|7\nHe stands.|8.5|10", columns: map[string]string{"start": "Von", "end": "bis", "description": "#1"}},
		"map before alias":   {table: "Start|Real start|End|Text\n1|5|7|She sits.\n1|8.5|10|He stands.", columns: map[string]string{"start": "Real start"}, other: "Start"},
		"line numbers":       {table: "Line|Start|End|Text\n7|5|7|She sits.\n8|8.5|10|He stands.", other: "Line"},
		"cue sheet":          {table: "Cue Number|Character|Start Timecode|End Timecode|Line|Notes\n1|Narrator|00:00:05:00|00:00:07:00|She sits.|\n2|Narrator|00:00:08:12|00:00:10:00|He stands.|", times: table.Times{Rate: timecode.Rate24}},
		"headless":           {table: "1|00:00:05.000|00:00:07.000|She sits.\n2|00:00:08.500|00:00:10.000|He stands."},
		"recorder":           {table: "1|00:00:05:00|00:00:07:00|Narrator|She sits.|False\n2|00:00:08:12|00:00:10:00|Narrator|He stands.|False", times: table.Times{Rate: timecode.Rate24}, warned: "dropped: column 6, filled in 2 rows"},
		"unknown header":     {table: "x|y|z\n00:00:05|00:00:07|She sits.\n00:00:08.5|00:00:10|He stands."},
		"EASEL":              {table: "00:05:000|a.wav|0||en|50|50|50|0|100|She sits.\n00:08:500|b.wav|0||en|50|50|50|0|100|He stands.", warned: "no end or duration"},
		"a day's fractions":  {table: "Start|End|Text\n0.0000578703704|0.0000810185185|She sits.\n0.0000983796296|0.000115740740741|He stands.\n0.9|0.91|x", warned: "fractions of a day"},
		"wordy unit headers": {table: "In (hh:mm:ss)|Out (hh:mm:ss)|AD text\n0:00:05|0:00:07|She sits.\n0:00:08.5|0:00:10|He stands."},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := read(c.table, table.Reader{Times: c.times}, c.columns)
			require.NoError(t, err)
			expected := want
			if name == "EASEL" {
				expected = []script.Segment{segment("1", 5000, 6000, "She sits."), segment("2", 8500, 9500, "He stands.")}
			}
			got.script.NumberIDs()
			if c.other != "" {
				require.Equal(t, []string{c.other}, got.script.Columns.Names)
				require.NotEmpty(t, got.script.Columns.Of(&got.script.Segments[1])[0])
				got.script.TakeColumns(got.script.Segments, nil)
			}
			require.Empty(t, cmp.Diff(expected, got.script.Segments[:2]))
			require.Contains(t, strings.Join(got.warnings, "\n"), c.warned)
		})
	}
}

func TestRowsThatAreNoSegments(t *testing.T) {
	got, err := read("ID|Start|End|Text|Note\nACT 1||||\n1|1|2|one|\n||||a note\n2|3|3|two|\n3|9|8|three|\n4|10|11||", table.Reader{}, nil)
	require.NoError(t, err)
	require.Len(t, got.script.Segments, 4)
	require.Equal(t, []string{
		`test: 2:1: dropped: a row without times: "ACT 1"`,
		`test: 4:5: dropped: a row without times: "a note"`,
		`test: 5:2: segment "2": zero length: end equals start`,
		`test: 6:2: segment "3": end before start`,
		`test: 7:4: segment "4": no text`,
	}, got.warnings)
}

func TestEveryBadCellIsNamed(t *testing.T) {
	_, err := read("ID|TC In|End|Text\n1|soon|2|one\n2|1|x|two\n3||9|three\n4|1|2|fine", table.Reader{}, nil)
	require.Equal(t, strings.Join([]string{
		`test: 2:2: TC In: malformed time "soon": want ` + table.Forms,
		`test: 3:3: End: malformed time "x": want ` + table.Forms,
		`test: 4:2: TC In: missing value for a row with text: want ` + table.Forms,
	}, "\n"), err.Error())
	_, err = read("Start|Text\n"+strings.Repeat("x|y\n", 100), table.Reader{}, nil)
	require.Equal(t, 20, strings.Count(err.Error(), "malformed"))
}

func TestNoStartColumn(t *testing.T) {
	_, err := table.FindLayout([][]string{{"Was", "Wann"}, {"a", "b"}}, table.Where{})
	require.ErrorIs(t, err, script.ErrMissing)
	require.ErrorContains(t, err, `map one of "Was", "Wann"`)
	_, err = table.FindLayout([][]string{{"Start", "Text"}}, table.Where{Columns: map[string]string{"end": "Bis"}})
	require.ErrorContains(t, err, `no column "Bis" for end: the header has "Start", "Text"`)
	_, err = table.FindLayout([][]string{{"Start", "Text"}}, table.Where{Columns: map[string]string{"colour": "x"}})
	require.ErrorIs(t, err, script.ErrValue)
	_, err = table.FindLayout([][]string{{"Start", "Text"}}, table.Where{Columns: map[string]string{"text": "x", "description": "y"}})
	require.ErrorIs(t, err, script.ErrValue)
	_, err = table.FindLayout(nil, table.Where{})
	require.ErrorIs(t, err, script.ErrMissing)
}

func TestIDs(t *testing.T) {
	const sheet = "ID|Start|End|Text\n3|1|2|a\n|2|3|b\n|3|4|c\n007|4|5|d"
	ids := func(r table.Reader) (ids []string) {
		got, err := read(sheet, r, nil)
		require.NoError(t, err)
		for _, s := range got.script.Segments {
			ids = append(ids, s.ID)
		}
		return ids
	}
	require.Equal(t, []string{"3", "", "", "007"}, ids(table.Reader{}))
}

func TestLanguages(t *testing.T) {
	read := func(languages string, own bool) *script.Script {
		var b strings.Builder
		b.WriteString("Start|End|Text|Language\n")
		for l := range strings.SplitSeq(languages, ",") {
			b.WriteString("1|2|x|" + l + "\n")
		}
		got, err := read(b.String(), table.Reader{OwnLanguage: own}, nil)
		require.NoError(t, err)
		return got.script
	}
	for _, c := range []struct{ in, language, rows string }{
		{"en,en,en", "en", ",,"}, {"fr,en,en", "en", "fr,,"}, {",en", "", ",en"}, {"", "", ""}, {"de", "de", ""},
	} {
		s := read(c.in, false)
		var rows []string
		for _, seg := range s.Segments {
			rows = append(rows, seg.Language)
		}
		require.Equal(t, c.language, s.Language, c.in)
		require.Equal(t, c.rows, strings.Join(rows, ","), c.in)
	}
	require.Equal(t, "en", read("en,en", true).Segments[0].Language)
}

func TestMissingEndsLastAsLongAsTheWords(t *testing.T) {
	got, err := read("Start|Text\n10|one two three four five six seven eight\n2|one two three four five six seven eight\n4|x", table.Reader{}, nil)
	require.NoError(t, err)
	require.Equal(t, []script.Segment{
		segment("", 2000, 4000, "one two three four five six seven eight"),
		segment("", 4000, 5000, "x"),
		segment("", 10000, 13000, "one two three four five six seven eight"),
	}, got.script.Segments)
	require.Len(t, got.warnings, 3)
}

func TestMidnight(t *testing.T) {
	got, err := read("Start|End|Text\n23:59:58:00|00:00:02:00|x\n00:00:05:00|00:00:04:00|reversed", table.Reader{Times: table.Times{Rate: timecode.Rate25}}, nil)
	require.NoError(t, err)
	require.Equal(t, 4*time.Second, got.script.Segments[1].Duration())
	require.Equal(t, -time.Second, got.script.Segments[0].Duration())
}

func TestStrictMakesWarningsErrors(t *testing.T) {
	l, err := table.FindLayout([][]string{{"Start", "Text"}}, table.Where{})
	require.NoError(t, err)
	r := table.Reader{Layout: l, Report: &report.Reporter{Format: "test", To: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}}
	err = r.Row([]string{"1", ""}, func(int) script.Pos { return script.Pos{Line: 3} })
	require.ErrorIs(t, err, script.ErrNoText)
}

func TestPresent(t *testing.T) {
	l, err := table.FindLayout([][]string{{"In", "Duration", "Text", "Words", "Comment"}}, table.Where{})
	require.NoError(t, err)
	require.Equal(t, []script.Field{"start", "end", "text", "note"}, l.Present())
}

func TestGuardIsExact(t *testing.T) {
	texts := []string{"", "'", "''", "'a", "-", "=1+1", "'=1+1", "''=", "'''", "+1", "@x", "\tx", "\rx", "'\t", "- yes", "a=b", "' =", "''a="}
	for _, text := range hostile.Texts() {
		texts = append(texts, text.Text)
	}
	for _, s := range texts {
		guarded := s
		if table.Guarded(s) {
			guarded = "'" + s
		}
		require.Equal(t, s, table.Unguard(guarded))
		require.NotContains(t, "=+-@\t\r", (guarded + " ")[:1])
	}
}

func TestCellKeepsWhatACellCanHold(t *testing.T) {
	for _, c := range []struct{ in, want, says string }{
		{"plain", "plain", ""},
		{" edge\n\nlines\t ", " edge\n\nlines\t ", ""},
		{"naïve 夜 \u2028 \u0085", "naïve 夜 \u2028 \u0085", ""},
		{"a\r\nb\rc\vd", "a\nb\nc\nd", "line breaks normalised"},
		{"a\x00b\x7f\ufffe\u0080", "ab", "control characters dropped"},
		{"a\xffb", "a\uFFFDb", "invalid bytes"},
	} {
		got, err := table.Cell(c.in)
		require.Equal(t, c.want, got)
		if c.says == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorIs(t, err, script.ErrText)
		require.ErrorContains(t, err, c.says)
		again, err := table.Cell(got)
		require.NoError(t, err)
		require.Equal(t, got, again)
	}
}

// TestCellFindsControlsAnywhere has every control at every place, since texts
// are looked at eight bytes at a time.
func TestCellFindsControlsAnywhere(t *testing.T) {
	for c := range rune(0xA0) {
		for place := range 20 {
			text := strings.Repeat("a", place) + string(c) + strings.Repeat("é", 20-place)
			got, err := table.Cell(text)
			kept := c == '\n' || c == '\t' || c == 0x85 || ' ' <= c && c < 0x7F
			require.Equal(t, kept, got == text, "%U at %d", c, place)
			require.Equal(t, kept, err == nil)
		}
	}
}

func TestUnits(t *testing.T) {
	require.Equal(t, 6, table.Units("aé夜😀!"))
}

func TestForeignSheets(t *testing.T) {
	cases := []struct {
		name, grid string
		want       []script.Segment
		warnings   []string
	}{
		{
			name: "SubtitleEdit in milliseconds",
			grid: "Number|Start time in milliseconds|End time in milliseconds|Text\n1|1000|3000|a\n2|4000|6500|b",
			want: []script.Segment{segment("1", 1000, 3000, "a"), segment("2", 4000, 6500, "b")},
		},
		{
			name: "SubtitleEdit in seconds",
			grid: "Number|Start time in seconds|End time in seconds|Text\n1|1,5|3|a",
			want: []script.Segment{segment("1", 1500, 3000, "a")},
		},
		{
			name: "one cell has lost its time format",
			grid: "Start|End|Text\n00:00:01.000|00:00:02.000|a\n0.0000607638888888889|6.94444444444444E-05|b\n7.5|8|c\n0,000147574074074074|13|d",
			want: []script.Segment{segment("1", 1000, 2000, "a"), segment("2", 5250, 6000, "b"), segment("3", 7500, 8000, "c"), segment("4", 12750, 13000, "d")},
			warnings: []string{
				"test: 3:1: assumed: 0.0000607638888888889 is a fraction of a day: 00:00:05.250",
				"test: 3:2: assumed: 6.94444444444444E-05 is a fraction of a day: 00:00:06.000",
				"test: 5:1: assumed: 0,000147574074074074 is a fraction of a day: 00:00:12.750",
			},
		},
		{
			name:     "all cells have lost their time format",
			grid:     "Start|End|Text\n0.0000173611111111111|0.0000376157407407407|a\n1.04166667824074|1.04168983796296|b",
			want:     []script.Segment{segment("1", 1500, 3250, "a"), segment("2", 90000001, 90002002, "b")},
			warnings: []string{"test: assumed: the numbers in column Start are fractions of a day"},
		},
		{
			name: "seconds with many decimals",
			grid: "Start|End|Text\n0.1234567|0.3333333333|a\n1.04166667824074|1.5|b",
			want: []script.Segment{
				{ID: "1", Start: 123456700, End: 333333333, Text: "a"},
				{ID: "2", Start: 1041666678, End: 1500 * ms, Text: "b"},
			},
		},
		{
			name: "formulas that failed",
			grid: "Start|End|Text|Note\n1|2|#NAME?|Err:508\n3|4|#1 of them|n",
			want: []script.Segment{
				{ID: "1", Start: 1000 * ms, End: 2000 * ms, Text: "#NAME?", Note: "Err:508"},
				{ID: "2", Start: 3000 * ms, End: 4000 * ms, Text: "#1 of them", Note: "n"},
			},
			warnings: []string{
				`test: 2:3: Text: unexpected value "#NAME?": want a text: a formula failed`,
				`test: 2:4: Note: unexpected value "Err:508": want a text: a formula failed`,
			},
		},
		{
			name: "a reviewer's sheet",
			grid: "Time in|Time out|Original line|Edited line|Comment\n1|2|One.|Two.|better\n3|4|Three.||fine",
			want: []script.Segment{{ID: "1", Start: 1000 * ms, End: 2000 * ms, Text: "Two.", Note: "better", Row: 1}, {ID: "2", Start: 3000 * ms, End: 4000 * ms, Text: "Three.", Note: "fine", Row: 2}},
			warnings: []string{
				"test: assumed: 1 row without Edited line: the text is that of Original line",
			},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := read(c.grid, table.Reader{Partial: c.name == "no column for texts"}, nil)
			require.NoError(t, err)
			got.script.NumberIDs()
			require.Empty(t, cmp.Diff(c.want, got.script.Segments))
			require.Equal(t, c.warnings, got.warnings)
		})
	}
}

// Of a table whose texts cannot be found nothing that matters is left.
func TestNoColumnForTexts(t *testing.T) {
	_, err := read("Start|End|English\n1|2|a", table.Reader{}, nil)
	require.EqualError(t, err, `test: missing value: no column for the texts: map one of "Start", "End", "English"`)
	_, err = read("Start|End|English", table.Reader{}, nil)
	require.NoError(t, err, "nothing was lost")
}

// A column that was named must be there, also where another would do.
func TestMappedColumnMustBeThere(t *testing.T) {
	for _, grid := range []string{"Start|End|Text\n1|2|a", "1|0:00:01|0:00:02|a text"} {
		for _, header := range []string{"NAME", "#9"} {
			_, err := read(grid, table.Reader{}, map[string]string{"start": header})
			require.ErrorIs(t, err, script.ErrMissing, header)
			require.ErrorContains(t, err, `no column "`+header+`" for start`)
		}
	}
	got, err := read("Start|In|Text\n1|2|a", table.Reader{}, map[string]string{"start": "In"})
	require.NoError(t, err)
	require.Equal(t, 2*time.Second, got.script.Segments[0].Start)
}

// Whatever character stands in a text, and wherever, it is dropped exactly
// when a cell cannot hold it.
func TestCellDropsWhatIsIllegal(t *testing.T) {
	for r := rune(1); r < 0x11000; r++ {
		if 0xD800 <= r && r < 0xE000 || r == '\r' || r == '\v' || r == '\f' {
			continue // no character, and line breaks, which become LF
		}
		illegal := r < ' ' && r != '\n' && r != '\t' || 0x7F <= r && r < 0xA0 && r != 0x85 || r == 0xFFFE || r == 0xFFFF
		for _, before := range []string{"a", "«a»", "seven b"} {
			got, err := table.Cell(before + string(r) + "b")
			require.Equal(t, illegal, err != nil, "%U", r)
			require.Equal(t, illegal, got == before+"b", "%U", r)
		}
	}
}

package table_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const twoRows = "\n0:00:05|0:00:07|She sits by the window.\n0:00:08.5|0:00:10|He stands in the doorway."

// Nobody's texts are lost for a header nobody knows.
func TestColumnOfTexts(t *testing.T) {
	for header, warned := range map[string]string{
		"Start|End|Audiodeskription": "",
		"Od|Do|Opis":                 "",
		"In|Out|AD v2 FINAL":         `test: assumed: the texts are in column "AD v2 FINAL", which alone holds sentences`,
		"開始|終了|音声ガイド":                "",
		"Début|Fin|Audiodescription": "",
		"Начало|Конец|Тифлокомментарий": "",
	} {
		got, err := read(header+twoRows, table.Reader{}, nil)
		require.NoError(t, err, header)
		require.Equal(t, "She sits by the window.", got.script.Segments[0].Text, header)
		require.Equal(t, warned, strings.Join(got.warnings, "\n"), header)
	}
	for _, grid := range []string{
		"Start|End|Version A|Version B\n5|7|She sits by the window.|She sits at the window.",
		"Start|End|Colour\n5|7|red\n8|9|blue",
	} {
		_, err := read(grid, table.Reader{}, nil)
		require.ErrorIs(t, err, script.ErrMissing)
		require.ErrorContains(t, err, `missing value: no column for the texts: map one of "Start", "End", "`)
		var column *table.ColumnError
		require.True(t, errors.As(err, &column))
		require.Equal(t, table.Text, column.Field)
	}
}

// Each language of the data finds all its columns, whatever other languages
// call theirs.
func TestHeadersOfAllLanguages(t *testing.T) {
	languages := table.AliasLanguages()
	require.GreaterOrEqual(t, len(languages), 55)
	for language, names := range languages {
		header := []string{names["start"], names["end"], names["text"], names["note"], names["language"]}
		l, err := table.FindLayout([][]string{header, {"0:00:05", "0:00:07", "x", "", ""}}, table.Where{})
		require.NoError(t, err, language)
		require.Equal(t, []script.Field{"start", "end", "text", "note", "language"}, l.Present(), "%s: %q", language, header)
	}
}

func TestHeadersOfSeveralRows(t *testing.T) {
	want := []script.Segment{segment("1", 5000, 7000, "She sits."), segment("2", 8500, 10000, "He stands.")}
	rows := "\n1|0:00:05|0:00:07|She sits.\n2|0:00:08.5|0:00:10|He stands."
	for name, c := range map[string]struct {
		table string
		where table.Where
	}{
		"a name over two columns":          {"No.|Timecode||Description\n|In|Out|" + rows, table.Where{}},
		"names over and under":             {"|TC||AD\nNo.|In|Out|Text" + rows, table.Where{}},
		"under a title":                    {"The Harbour|||\n|||\nNr|Zeit||Beschreibung\n|von|bis|" + rows, table.Where{}},
		"rows that are named":              {"draft|Start|End|Text\nof May|x|y|z\nNo.|Time|Time|Words to\n|in|out|speak" + rows, table.Where{First: 3, Last: 4, Columns: map[string]string{"text": "Words to speak"}}},
		"rows that are passed over":        {"Start|End|Text|draft\n5|6|old|\nNo.|In|Out|Text" + rows, table.Where{Skip: 2}},
		"two rows, the second is of units": {"No.|Start|End|Text\n|(hh:mm:ss)|(hh:mm:ss)|(spoken)" + rows, table.Where{}},
	} {
		got, err := readWhere(c.table, c.where)
		require.NoError(t, err, name)
		require.Empty(t, cmp.Diff(want, got.script.Segments), name)
	}
	_, err := readWhere("a|b\nc|d", table.Where{First: 9})
	require.ErrorIs(t, err, script.ErrMissing)
}

func TestHeadings(t *testing.T) {
	got, err := read("Start|End|Text\nREEL 1||\n||Act one: the harbour\n5|7|She sits.\n||\n||REEL 2\n8|9|He stands.", table.Reader{}, nil)
	require.NoError(t, err)
	require.Len(t, got.script.Segments, 2)
	require.Equal(t, []string{
		`test: 2:1: dropped: a row without times: "REEL 1"`,
		`test: 3:3: dropped: a row without times: "Act one: the harbour"`,
		`test: 6:3: dropped: a row without times: "REEL 2"`,
	}, got.warnings)
	_, err = read("Start|End|Text\n5|7|She sits.\n||REEL 2", table.Reader{Report: &report.Reporter{To: func(w script.Warning) error { return w }}}, nil)
	require.ErrorIs(t, err, script.ErrDropped)
	_, err = read("Start|End|Text\n5|7|She sits.\n|9|He stands.", table.Reader{}, nil)
	require.ErrorContains(t, err, "test: 3:1: Start: missing value for a row with text")
}

func TestStatedRateAndStart(t *testing.T) {
	head := [][]string{{"Frame rate", "", "25 fps"}, {"First timecode:", "10:00:00:00"}, {"TC In", "TC Out", "Text"}, {"10:00:05:12", "10:00:06:00", "x"}}
	l, err := table.FindLayout(head, table.Where{})
	require.NoError(t, err)
	times, err := l.Believe(head, table.Times{}, &report.Reporter{})
	require.NoError(t, err)
	require.Equal(t, "25", times.Rate.String())
	require.Equal(t, "10:00:00:00", times.Start.String())

	var said []string
	other := table.Times{Rate: timecode.Rate24}
	_, err = l.Believe(head, other, &report.Reporter{To: warnTo(&said)})
	require.NoError(t, err)
	require.Equal(t, []string{"assumed: timecodes are at 24, and the sheet says 25"}, said)
}

func TestLateTimesAskForTheStart(t *testing.T) {
	got, err := read("Start|End|Text\n10:00:05.000|10:00:07.000|She sits.", table.Reader{}, nil)
	require.NoError(t, err)
	require.Equal(t, 10*time.Hour+5*time.Second, got.script.Segments[0].Start)
	require.Len(t, got.warnings, 1)
	require.Contains(t, got.warnings[0], "times count from 00:00:00:00, but the first is 10:00:05.000: no start is stated")
}

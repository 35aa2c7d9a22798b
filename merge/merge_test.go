package merge_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func original() *script.Script {
	return &script.Script{Title: "Harbour", Language: "en", Segments: []script.Segment{
		{ID: "001", Start: 1_234_567_891, End: 3 * time.Second, Text: "A boat\nleaves.", Note: "check", Status: "Draft"},
		{ID: "002", Start: 5_004_000_000, End: 7 * time.Second, Text: "A gull."},
		{ID: "003", Start: 9 * time.Second, End: 11 * time.Second, Text: "Night."},
	}}
}

// edit returns the original as a format with milliseconds gives it back, with
// something done to it.
func edit(f func(*script.Script)) *script.Script {
	s := original()
	s.Segments[0].Start = 1235 * time.Millisecond
	if f != nil {
		f(s)
	}
	return s
}

func lines(changes []merge.Change) []string {
	var all []string
	for _, c := range changes {
		all = append(all, c.String())
	}
	return all
}

func TestMerge(t *testing.T) {
	cases := []struct {
		name    string
		options merge.Options
		edit    func(*script.Script)
		changes []string
		want    func(*script.Script)
	}{
		{name: "nothing edited"},
		{
			name: "three cells",
			edit: func(s *script.Script) {
				s.Segments[0].Text = "A ship\nleaves."
				s.Segments[1].End = 7500 * time.Millisecond
				s.Segments[2].Status = "Approved"
			},
			changes: []string{
				`segment "001": text changed: "A boat\nleaves." -> "A ship\nleaves."`,
				`segment "002": end changed: "00:00:07.000" -> "00:00:07.500"`,
				`segment "003": status changed: "" -> "Approved"`,
			},
			want: func(s *script.Script) {
				s.Segments[0].Text = "A ship\nleaves."
				s.Segments[1].End = 7500 * time.Millisecond
				s.Segments[2].Status = "Approved"
			},
		},
		{
			name: "ids lose their zeros",
			edit: func(s *script.Script) {
				for i := range s.Segments {
					s.Segments[i].ID = fmt.Sprint(i + 1)
				}
				s.Segments[2].Text = "Dusk."
			},
			changes: []string{`segment "003": text changed: "Night." -> "Dusk."`},
			want:    func(s *script.Script) { s.Segments[2].Text = "Dusk." },
		},
		{
			name:    "a spreadsheet rounds",
			options: merge.Options{Spreadsheet: true},
			edit: func(s *script.Script) {
				s.Segments[0].Start = 1240 * time.Millisecond
				s.Segments[1].Start = 5 * time.Second
			},
			changes: []string{
				`segment "001": start rounded: "00:00:01.234567891" -> "00:00:01.240"`,
				`segment "002": start rounded: "00:00:05.004" -> "00:00:05.000"`,
			},
		},
		{
			name:    "a spreadsheet keeps the guard of a formula",
			options: merge.Options{Spreadsheet: true, Baseline: original()},
			edit:    func(s *script.Script) { s.Segments[2].Text = "'Night." },
			changes: []string{`segment "003": text changed: "Night." -> "'Night."`},
			want:    func(s *script.Script) { s.Segments[2].Text = "'Night." },
		},
		{
			name:    "rounding is an edit elsewhere",
			edit:    func(s *script.Script) { s.Segments[1].Start = 5 * time.Second },
			changes: []string{`segment "002": start changed: "00:00:05.004" -> "00:00:05.000"`},
			want:    func(s *script.Script) { s.Segments[1].Start = 5 * time.Second },
		},
		{
			name: "a new row without id takes the place of none",
			edit: func(s *script.Script) {
				s.Segments = append(s.Segments, script.Segment{Start: 8 * time.Second, End: 9 * time.Second, Text: "New."})
				s.Sort()
			},
			changes: []string{`segment "4": segment added: "" -> "New."`},
			want: func(s *script.Script) {
				s.Segments = append(s.Segments, script.Segment{ID: "4", Start: 8 * time.Second, End: 9 * time.Second, Text: "New."})
				s.Sort()
			},
		},
		{
			name: "an ordinal that collides with an id",
			edit: func(s *script.Script) {
				s.Segments = append(s.Segments, script.Segment{ID: "003", Start: 8 * time.Second, End: 9 * time.Second, Text: "New."})
				s.Sort()
			},
			changes: []string{`segment "4": segment added: "" -> "New."`},
			want: func(s *script.Script) {
				s.Segments = append(s.Segments, script.Segment{ID: "4", Start: 8 * time.Second, End: 9 * time.Second, Text: "New."})
				s.Sort()
			},
		},
		{
			name:    "a missing row stays",
			edit:    func(s *script.Script) { s.Segments = s.Segments[1:] },
			changes: []string{`segment "001": segment missing: "A boat\nleaves." -> ""`},
		},
		{
			name:    "a missing row goes when that is allowed",
			options: merge.Options{AllowDelete: true},
			edit:    func(s *script.Script) { s.Segments = s.Segments[1:] },
			changes: []string{`segment "001": segment deleted: "A boat\nleaves." -> ""`},
			want:    func(s *script.Script) { s.Segments = s.Segments[1:] },
		},
		{
			name:    "a column left out",
			options: merge.Options{Absent: []script.Field{script.FieldStatus}},
			edit: func(s *script.Script) {
				s.Segments[0].Status = ""
				s.Segments[0].Note = "checked"
			},
			changes: []string{`segment "001": note changed: "check" -> "checked"`},
			want:    func(s *script.Script) { s.Segments[0].Note = "checked" },
		},
		{
			name:    "the only note cleared",
			edit:    func(s *script.Script) { s.Segments[0].Note = "" },
			changes: []string{`segment "001": note changed: "check" -> ""`},
			want:    func(s *script.Script) { s.Segments[0].Note = "" },
		},
		{
			name:    "counted ids, one row taken out",
			options: merge.Options{Absent: []script.Field{script.FieldID}, AllowDelete: true},
			edit: func(s *script.Script) {
				s.Segments = s.Segments[1:]
				s.Segments[0].ID, s.Segments[1].ID = "001", "002"
			},
			changes: []string{`segment "001": segment deleted: "A boat\nleaves." -> ""`},
			want:    func(s *script.Script) { s.Segments = s.Segments[1:] },
		},
		{
			name:    "title and language",
			edit:    func(s *script.Script) { s.Title, s.Language, s.Type = "Port", "", script.Extended },
			changes: []string{`script: title changed: "Harbour" -> "Port"`, `script: ad_type changed: "" -> "extended_ad"`},
			want:    func(s *script.Script) { s.Title, s.Type = "Port", script.Extended },
		},
		{
			name: "moved to another place",
			edit: func(s *script.Script) {
				s.Segments[0].Start, s.Segments[0].End = 20*time.Second, 22*time.Second
				s.Sort()
			},
			changes: []string{`segment "001": start changed: "00:00:01.234567891" -> "00:00:20.000"`, `segment "001": end changed: "00:00:03.000" -> "00:00:22.000"`},
			want: func(s *script.Script) {
				s.Segments[0].Start, s.Segments[0].End = 20*time.Second, 22*time.Second
				s.Sort()
			},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.options.Baseline == nil {
				c.options.Baseline = edit(nil)
			}
			before, edited := original(), edit(c.edit)
			got, changes, err := merge.Merge(before, edited, c.options)
			require.NoError(t, err)
			require.Equal(t, c.changes, lines(changes))
			want := original()
			if c.want != nil {
				c.want(want)
			}
			require.Empty(t, cmp.Diff(want, got))
			require.Equal(t, original(), before, "the original is not modified")
			require.Equal(t, edit(c.edit), edited, "the edited copy is not modified")
		})
	}
}

func TestMergeRefusesAnotherScript(t *testing.T) {
	other := &script.Script{Segments: []script.Segment{{ID: "x", Start: time.Hour, End: 2 * time.Hour, Text: "Other."}}}
	_, _, err := merge.Merge(original(), other, merge.Options{})
	require.ErrorIs(t, err, merge.ErrNotCopy)
	got, changes, err := merge.Merge(&script.Script{}, other, merge.Options{})
	require.NoError(t, err)
	require.Len(t, changes, 1)
	require.Equal(t, other.Segments, got.Segments)
}

func TestMergeOfFormatThatSkipsEmptyText(t *testing.T) {
	for _, nothing := range []string{"", " ", "\ufffe", "\x00\n"} {
		testSkipped(t, nothing)
	}
}

func testSkipped(t *testing.T, nothing string) {
	before := original()
	before.Segments[1].Text = nothing
	baseline := original()
	baseline.Segments = append(baseline.Segments[:1:1], baseline.Segments[2])
	edited := *baseline
	got, changes, err := merge.Merge(before, &edited, merge.Options{Baseline: baseline, Absent: []script.Field{script.FieldID}})
	require.NoError(t, err)
	require.Equal(t, []string{fmt.Sprintf(`segment "002": segment missing: %q -> ""`, nothing)}, lines(changes))
	require.Equal(t, before, got)
}

func TestGuardOfFormulaIsNoEdit(t *testing.T) {
	for text, guarded := range map[string]bool{"=1+1": true, "-x": true, "'@x": true, "x": false, "": false, "'x": false} {
		a := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1_234_567_891, End: 2 * time.Second, Text: text}}}
		b := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1235 * time.Millisecond, End: 2 * time.Second, Text: "'" + text}}}
		require.Equal(t, guarded, len(diff(a, b, merge.Options{Spreadsheet: true})) == 0, text)
		require.Len(t, diff(a, b, merge.Options{}), 2)
	}
}

func TestNearestFrameIsNoEdit(t *testing.T) {
	a := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1_234_567_891, End: 2 * time.Second, Text: "x"}}}
	b := &script.Script{Segments: []script.Segment{{ID: "01", Start: 1240 * time.Millisecond, End: 2 * time.Second, Text: "x"}}}
	require.Empty(t, diff(a, b, merge.Options{Spreadsheet: true, Rate: timecode.Rate25}))
	b.Segments[0].Start = 1280 * time.Millisecond
	require.Len(t, diff(a, b, merge.Options{Spreadsheet: true, Rate: timecode.Rate25}), 1)
}

func TestDiff(t *testing.T) {
	b := original()
	b.Segments = append(b.Segments[:1], b.Segments[2])
	b.Segments[1].Text = "Dusk."
	require.Equal(t, []string{
		`segment "002": segment deleted: "A gull." -> ""`,
		`segment "003": text changed: "Night." -> "Dusk."`,
	}, lines(diff(original(), b, merge.Options{})))
	require.Empty(t, diff(original(), original(), merge.Options{}))
}

func TestMergeOfManyTwinsIsQuick(t *testing.T) {
	s := &script.Script{}
	for range 50_000 {
		s.Segments = append(s.Segments, script.Segment{ID: "same", Start: 1, End: 2, Text: "same"})
	}
	got, changes, err := merge.Merge(s, s, merge.Options{})
	require.NoError(t, err)
	require.Empty(t, changes)
	require.Len(t, got.Segments, 50_000)
}

func TestFormatTime(t *testing.T) {
	require.Equal(t, "00:00:01.234567891", merge.FormatTime(1_234_567_891))
	require.Equal(t, "-00:01:00.500", merge.FormatTime(-60500*time.Millisecond))
}

func ExampleMerge() {
	draft := &script.Script{Segments: []script.Segment{{ID: "1", Start: time.Second, End: 2 * time.Second, Text: "A boat."}}}
	edited := &script.Script{Segments: []script.Segment{{ID: "1", Start: time.Second, End: 2 * time.Second, Text: "A ship."}}}
	merged, changes, err := merge.Merge(draft, edited, merge.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(merged.Segments[0].Text, changes)
	// Output: A ship. [segment "1": text changed: "A boat." -> "A ship."]
}

// A list read with a wrong start is an hour off as a whole: taken, and said.
func TestMergeTellsThatAllWasMoved(t *testing.T) {
	warnings := func(edit func(*script.Script)) []string {
		edited, said := original(), []string(nil)
		edit(edited)
		_, _, err := merge.Merge(original(), edited, merge.Options{Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }})
		require.NoError(t, err)
		return said
	}
	require.Equal(t, []string{"assumed: all segments were moved by 1h0m0s on purpose, not by a wrong or missing first timecode"},
		warnings(func(s *script.Script) { require.NoError(t, s.Shift(time.Hour+10*time.Millisecond)) }))
	require.Empty(t, warnings(func(s *script.Script) { require.NoError(t, s.Shift(-100*time.Millisecond)) }))
	require.Empty(t, warnings(func(s *script.Script) { s.Segments[2].Start += time.Hour; s.Segments[2].End += time.Hour }))
	require.Empty(t, warnings(func(*script.Script) {}))
}

// A sheet without a column of notes has comments all the same: these are taken,
// and the notes that stand nowhere in it stay.
func TestCommentsWhereNotesHaveNoColumn(t *testing.T) {
	before := original()
	before.Segments[1].Note = "stays"
	edited := original()
	edited.Segments[0].Note, edited.Segments[2].Note = "", "Ann: darker"
	got, changes, err := merge.Merge(before, edited, merge.Options{Absent: []script.Field{script.FieldNote}})
	require.NoError(t, err)
	require.Equal(t, []string{`segment "003": note changed: "" -> "Ann: darker"`}, lines(changes))
	require.Equal(t, "stays", got.Segments[1].Note)
}

// diff is [merge.Diff] where nobody stops it.
func diff(a, b *script.Script, o merge.Options) []merge.Change {
	changes, err := merge.Diff(a, b, o)
	if err != nil {
		panic(err)
	}
	return changes
}

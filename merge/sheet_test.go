package merge_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
)

// sheet is a script of several languages, as a table gives it back.
func sheet() *script.Script {
	s := &script.Script{Language: "en"}
	for i, text := range []string{"One.", "Two.", "Trois.", "Four.", "Five: 日本 😀"} {
		start := time.Duration(10*i+1)*time.Second + 5*time.Millisecond
		s.Segments = append(s.Segments, script.Segment{ID: "00" + string(rune('1'+i)), Start: start, End: start + 2*time.Second, Text: text})
	}
	s.Segments[2].Language = "fr"
	return s
}

func TestMergeOfSheets(t *testing.T) {
	cases := []struct {
		name    string
		options merge.Options
		edit    func(*script.Script)
		changes []string
		want    func(*script.Script)
	}{
		{
			name: "one language cell is blank, so none is that of the script",
			edit: func(s *script.Script) {
				s.Language = ""
				for _, i := range []int{0, 1, 3} {
					s.Segments[i].Language = "en"
				}
			},
		},
		{
			name: "another language is that of most rows",
			edit: func(s *script.Script) {
				s.Language = "fr"
				for i := range s.Segments {
					s.Segments[i].Language = ""
				}
				s.Segments[4].Language = "en"
			},
			changes: []string{
				`segment "001": language changed: "" -> "fr"`,
				`segment "002": language changed: "" -> "fr"`,
				`segment "004": language changed: "" -> "fr"`,
			},
			want: func(s *script.Script) {
				for _, i := range []int{0, 1, 3} {
					s.Segments[i].Language = "fr"
				}
			},
		},
		{
			name:    "the language of all rows is changed",
			edit:    func(s *script.Script) { s.Language = "de" },
			changes: []string{`script: language changed: "en" -> "de"`},
			want:    func(s *script.Script) { s.Language = "de" },
		},
		{
			name: "ids are counted anew",
			edit: func(s *script.Script) {
				for i := range s.Segments {
					s.Segments[i].ID = "00" + string(rune('2'+i))
					s.Segments[i].Start = s.Segments[i].Start.Round(10 * time.Millisecond)
				}
				s.Segments[1].Text, s.Segments[2].Text = "Two!", "Drei."
			},
			changes: []string{
				`segment "001": id kept: "001" -> "002"`,
				`segment "001": start rounded: "00:00:01.005" -> "00:00:01.010"`,
				`segment "002": id kept: "002" -> "003"`,
				`segment "002": start rounded: "00:00:11.005" -> "00:00:11.010"`,
				`segment "002": text changed: "Two." -> "Two!"`,
				`segment "003": id kept: "003" -> "004"`,
				`segment "003": start rounded: "00:00:21.005" -> "00:00:21.010"`,
				`segment "003": text changed: "Trois." -> "Drei."`,
				`segment "004": id kept: "004" -> "005"`,
				`segment "004": start rounded: "00:00:31.005" -> "00:00:31.010"`,
				`segment "005": id kept: "005" -> "006"`,
				`segment "005": start rounded: "00:00:41.005" -> "00:00:41.010"`,
			},
			want: func(s *script.Script) { s.Segments[1].Text, s.Segments[2].Text = "Two!", "Drei." },
		},
		{
			name:    "an id is changed",
			edit:    func(s *script.Script) { s.Segments[3].ID, s.Segments[3].Text = "4b", "For." },
			changes: []string{`segment "004": id kept: "004" -> "4b"`, `segment "004": text changed: "Four." -> "For."`},
			want:    func(s *script.Script) { s.Segments[3].Text = "For." },
		},
		{
			name:    "a row without id is moved",
			edit:    func(s *script.Script) { s.Segments[3].ID, s.Segments[3].Start = "", 32*time.Second },
			changes: []string{`segment "004": start changed: "00:00:31.005" -> "00:00:32.000"`},
			want:    func(s *script.Script) { s.Segments[3].Start = 32 * time.Second },
		},
		{
			name: "saved in a character set of one byte",
			edit: func(s *script.Script) { s.Segments[4].Text = "Five: ?? ??" },
			changes: []string{
				`segment "005": text kept: "Five: 日本 😀" -> "Five: ?? ??"`,
			},
		},
		{
			name:    "a question is asked",
			edit:    func(s *script.Script) { s.Segments[4].Text = "Five: 日本 😀?" },
			changes: []string{`segment "005": text changed: "Five: 日本 😀" -> "Five: 日本 😀?"`},
			want:    func(s *script.Script) { s.Segments[4].Text = "Five: 日本 😀?" },
		},
		{
			name:    "times of cues that are only counted",
			options: merge.Options{Absent: []script.Field{script.FieldID}},
			edit: func(s *script.Script) {
				for i := range s.Segments {
					s.Segments[i].ID = string(rune('1' + i))
				}
				s.Segments[1].Start += time.Second
			},
			changes: []string{`segment "002": start changed: "00:00:11.005" -> "00:00:12.005"`},
			want:    func(s *script.Script) { s.Segments[1].Start += time.Second },
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			c.options.Spreadsheet = !slices.Contains(c.options.Absent, script.FieldID)
			c.options.Warn = func(w script.Warning) error { require.Fail(t, w.Error()); return nil }
			edited, want := sheet(), sheet()
			c.edit(edited)
			if c.want != nil {
				c.want(want)
			}
			got, changes, err := merge.Merge(sheet(), edited, c.options)
			require.NoError(t, err)
			require.Equal(t, c.changes, lines(changes))
			require.Empty(t, cmp.Diff(want, got))
		})
	}
}

// The script's language is not the commonest of the sheet, whose reader guesses
// another one: a changed cell is that of one row.
func TestLanguageOfOneRow(t *testing.T) {
	multi := func(own string) *script.Script {
		s := episode("", harbour...)
		s.Language = "en"
		for i := 1; i < 5; i++ {
			s.Segments[i].Language = "fr"
		}
		s.Segments[0].Language = own
		return s
	}
	asRead := func(s *script.Script) *script.Script { // "fr" is the commonest
		read := *s
		read.Language, read.Segments = "fr", append([]script.Segment(nil), s.Segments...)
		for i := range read.Segments {
			if seg := &read.Segments[i]; seg.Language == "" {
				seg.Language = s.Language
			} else if seg.Language == "fr" {
				seg.Language = ""
			}
		}
		return &read
	}
	got, changes, err := merge.Merge(multi(""), asRead(multi("de")), merge.Options{Baseline: asRead(multi("")), Spreadsheet: true})
	require.NoError(t, err)
	require.Equal(t, []string{`segment "1": language changed: "" -> "de"`}, lines(changes))
	require.Empty(t, cmp.Diff(multi("de"), got))

	other := asRead(multi(""))
	other.Segments[3].Language = "nl"
	got, changes, err = merge.Merge(multi(""), other, merge.Options{Baseline: asRead(multi("")), Spreadsheet: true})
	require.NoError(t, err)
	require.Equal(t, []string{`segment "4": language changed: "fr" -> "nl"`}, lines(changes))
	require.Equal(t, "en", got.Language)
}

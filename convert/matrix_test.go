package convert_test

import (
	"bytes"
	stdcmp "cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/astisub"
	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// full is a script with something in every field.
func full() *script.Script {
	return &script.Script{
		Title: "Harbour & Sea", Language: "en-GB", Type: script.Extended,
		Source: script.Source{JobID: "task_abc123xyz", MediaID: "550e8400-e29b-41d4-a716-446655440000"},
		Segments: []script.Segment{
			{ID: "1", Start: 1_500 * time.Millisecond, End: 4_250 * time.Millisecond, Text: "A fishing boat slips out at dawn."},
			{ID: "intro-2", Start: 9_041_666_667, End: 11_120 * time.Millisecond, Text: "A painted sign:\n“Harbour closed”, 5 < 7 & so on.", Note: "check the sign", Status: "In review", Row: 1},
			{ID: "003", Start: 11_120 * time.Millisecond, End: 13 * time.Second, Text: "=1+1 is on the board", Cue: "quickly", Status: "Approved", Speaker: "Mary & <Ann>", Extended: true},
			{ID: "ü 4", Start: 3600 * time.Second, End: 3602_400 * time.Millisecond, Text: "海に日が沈む。", Language: "ja", Row: 2},
		},
		Columns: &script.Columns{Names: []string{"Studio", "Take"}, Rows: [][]string{{"B & C", "=3"}, {"", "第二"}}},
	}
}

// kept returns what is left of s after formats that keep fields and round times.
func kept(s *script.Script, fields script.Fields, round ...func(time.Duration) time.Duration) *script.Script {
	out := &script.Script{}
	if fields&script.Title != 0 {
		out.Title = s.Title
	}
	if fields&script.Language != 0 {
		out.Language = s.Language
	}
	if fields&script.AdType != 0 {
		out.Type = s.Type
	}
	if fields&script.Origin != 0 {
		out.Source = s.Source
	}
	if fields&script.OtherColumns != 0 {
		out.Columns = s.Columns
	}
	for i, seg := range s.Segments {
		for _, r := range round {
			seg.Start, seg.End = r(seg.Start), r(seg.End)
		}
		out.Segments = append(out.Segments, keptSegment(seg, i, fields))
	}
	return out
}

func keptSegment(seg script.Segment, i int, fields script.Fields) script.Segment {
	if fields&script.IDs == 0 {
		seg.ID = strconv.Itoa(i + 1)
	}
	if fields&script.LineBreaks == 0 {
		seg.Text = strings.ReplaceAll(seg.Text, "\n", " ")
	}
	seg.Clear(fields | script.IDs)
	return seg
}

// TestFullHasEveryField holds the matrix to its word: a format that forgets a
// field of the table, or keeps one that its row does not tell, fails there.
func TestFullHasEveryField(t *testing.T) {
	for _, f := range script.TextFields() {
		require.True(t, slices.ContainsFunc(full().Segments, func(seg script.Segment) bool { return f.Value(&seg) != "" }), f.Name)
	}
}

// rounding returns what a format does to times. A table without a form of its
// own holds frames where the programme has a start.
func rounding(f convert.Format, o *convert.Options) func(time.Duration) time.Duration {
	r, unit := o.Rate, f.Unit
	if (f.Name == "csv" || f.Name == "tsv") && o.CSV.Time == csv.Auto && !o.Start.Rate().IsZero() {
		unit = convert.Frame
	}
	switch unit {
	case convert.Millisecond:
		return func(d time.Duration) time.Duration { return time.Duration(clock.Millis(d)) * time.Millisecond }
	case convert.Centisecond:
		return func(d time.Duration) time.Duration { return (d + 5*time.Millisecond).Truncate(10 * time.Millisecond) }
	case convert.Frame:
		return func(d time.Duration) time.Duration { return r.Duration(r.Frames(d)) }
	}
	return func(d time.Duration) time.Duration { return d }
}

// through writes s in a format and reads it back as that format.
func through(t *testing.T, s *script.Script, f convert.Format, o *convert.Options) *script.Script {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, convert.Encode(&b, s, f, o), f.Name)
	got, err := convert.Decode(&b, f, o)
	require.NoError(t, err, f.Name)
	got.NumberIDs()
	return got
}

// within returns s as a format has it beyond what its row says: EBU STL has no
// other script than Latin, and languages without a region; EASEL has no ends.
func within(f convert.Format, s *script.Script) *script.Script {
	switch f.Name {
	case "stl":
		return inLatin(s)
	case "easel":
		for i := range s.Segments {
			seg := &s.Segments[i]
			seg.End = seg.Start + qc.Spoken(seg.Text, stdcmp.Or(seg.Language, s.Language))
			if i+1 < len(s.Segments) {
				seg.End = min(seg.End, s.Segments[i+1].Start)
			}
		}
	}
	return s
}

func inLatin(s *script.Script) *script.Script {
	s.Language, _, _ = strings.Cut(s.Language, "-")
	for i := range s.Segments {
		s.Segments[i].Text = strings.Map(func(r rune) rune {
			if unicode.In(r, unicode.Han, unicode.Hiragana) || r == '。' {
				return '?'
			}
			return r
		}, s.Segments[i].Text)
	}
	return s
}

// bothWays reports whether a format is read and written.
func bothWays(f convert.Format) bool { return f.NewDecoder != nil && f.NewEncoder != nil }

// counts reports whether a format has labels at the rate that is asked for.
func counts(f convert.Format, o *convert.Options) bool {
	return f.Name != "stl" || astisub.STLRate(o.Rate)
}

// TestMatrix takes a script through every ordered pair of formats: what both
// keep is there afterwards, to the coarser of their units.
func TestMatrix(t *testing.T) {
	for _, rate := range []timecode.Rate{timecode.Rate25, timecode.Rate2997DF, timecode.Rate23976} {
		start, err := timecode.Parse("01:00:00:00", rate)
		require.NoError(t, err)
		for _, o := range []*convert.Options{{Rate: rate}, {Rate: rate, Start: start}} {
			t.Run(fmt.Sprintf("%v from %q", rate, o.Start), func(t *testing.T) { testMatrix(t, o) })
		}
	}
}

func testMatrix(t *testing.T, o *convert.Options) {
	for _, a := range convert.Formats() {
		if !bothWays(a) || !counts(a, o) {
			continue
		}
		first := through(t, full(), a, o)
		if diff := cmp.Diff(within(a, kept(full(), a.Keeps, rounding(a, o))), first); diff != "" {
			t.Errorf("%s (-want +got):\n%s", a.Name, diff)
			continue
		}
		for _, b := range convert.Formats() {
			if !bothWays(b) || !counts(b, o) || b.Name == "xlsx" && a.Name != "json" && testing.Short() {
				continue
			}
			want := within(b, kept(within(a, kept(full(), a.Keeps, rounding(a, o))), b.Keeps, rounding(b, o)))
			if diff := cmp.Diff(want, through(t, first, b, o)); diff != "" {
				t.Errorf("%s to %s (-want +got):\n%s", a.Name, b.Name, diff)
			}
		}
	}
}

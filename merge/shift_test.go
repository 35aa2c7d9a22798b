package merge_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
)

// An SRT that was moved as a whole and has one line rewritten comes back as
// one shift and one changed text.
func TestShiftedCopy(t *testing.T) {
	original := episode("", harbour...)
	original.Segments[2].Start += 333_333 // what SRT does not hold
	base := episode("", harbour...)
	cases := map[string]struct {
		do    func(*script.Script)
		shift string
	}{
		"later":             {func(s *script.Script) { must(s.Shift(1200 * time.Millisecond)) }, "+00:00:01.200"},
		"by one interval":   {func(s *script.Script) { must(s.Shift(10 * time.Second)) }, "+00:00:10.000"},
		"earlier":           {func(s *script.Script) { must(s.Shift(-700 * time.Millisecond)) }, "-00:00:00.700"},
		"sped up and later": {func(s *script.Script) { must(s.Scale(24, 25)); must(s.Shift(2 * time.Second)) }, "x 24/25 +00:00:02.000"},
	}
	for name, c := range cases {
		edited := episode("", harbour...)
		c.do(edited)
		edited.Segments[1].Text = "Two seagulls sit on the mast."
		for i := range edited.Segments {
			edited.Segments[i].ID = fmt.Sprint(i + 7)
			edited.Segments[i].Start = edited.Segments[i].Start.Round(time.Millisecond)
		}
		r := merge.NewResult(original)
		changes, err := r.Take(edited, merge.Options{Baseline: base, Absent: []script.Field{script.FieldID}})
		require.NoError(t, err, name)
		require.Equal(t, []string{
			fmt.Sprintf(`script: times shifted: "" -> %q`, c.shift),
			`segment "2": text changed: "Gulls circle over the pier." -> "Two seagulls sit on the mast."`,
		}, lines(changes), name)
		require.NoError(t, r.Check(), name)
		want := episode("", harbour...)
		want.Segments[2].Start += 333_333
		want.Segments[1].Text = "Two seagulls sit on the mast."
		c.do(want)
		require.Empty(t, cmp.Diff(want, r.Script()), name)
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Without ids, times in common or the same text, a line is told by what stands
// around it.
func TestLineIsToldByItsPlace(t *testing.T) {
	edited := episode("", harbour...)
	edited.Segments[1].Start += 600 * time.Millisecond
	edited.Segments[1].Text = "Gulls circle above the pier."
	edited.Segments[3].Start += 700 * time.Millisecond
	edited.Segments[3].Text = "It rains."
	_, changes, err := merge.Merge(episode("", harbour...), edited, merge.Options{Absent: []script.Field{script.FieldID}})
	require.NoError(t, err)
	require.Equal(t, []string{
		`segment "2": start changed: "00:00:11.000" -> "00:00:11.600"`,
		`segment "2": text changed: "Gulls circle over the pier." -> "Gulls circle above the pier."`,
		`segment "4": start changed: "00:00:31.000" -> "00:00:31.700"`,
		`segment "4": text changed: "Rain begins to fall." -> "It rains."`,
	}, lines(changes))
}

func TestCheckTellsOfOldLinesBesideNewOnes(t *testing.T) {
	r := merge.NewResult(episode("job", harbour...))
	edited := episode("job", harbour...)
	edited.Segments[1].Text, edited.Segments[1].End = "Gulls circle, and Anna waves.", 23*time.Second
	edited.Segments[3].Text = harbour[4]
	edited.Segments = append(edited.Segments[:2], edited.Segments[3])
	_, err := r.Take(edited, merge.Options{})
	require.NoError(t, err)
	err = r.Check()
	require.EqualError(t, err, `segment 3 (id "3"): overlaps the segment before it: "2" ends at 00:00:23.000`+"\n"+
		`segment 5 (id "5"): the same text more than before: "The lamps go out one by one."`)
	require.ErrorIs(t, err, script.ErrOverlap)
	require.ErrorIs(t, err, merge.ErrDoubled)

	both := episode("job", harbour...)
	both.Segments[1].End = 24 * time.Second // overlaps already
	both.Segments[2].Text = harbour[1]
	r = merge.NewResult(both)
	_, err = r.Take(both, merge.Options{})
	require.NoError(t, err)
	require.NoError(t, r.Check())
}

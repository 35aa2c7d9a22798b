package convert_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
)

// desk edits copies in a format that remembers what it was written from.
type desk struct{ format convert.Format }

// send writes a script, and returns it as its editor reads it, with what the
// copy remembers.
func (d desk) send(t *testing.T, s *script.Script) (*script.Script, script.Written) {
	t.Helper()
	var b bytes.Buffer
	o := &convert.Options{CSV: csv.Encoder{Fingerprint: true}}
	require.NoError(t, convert.Encode(&b, s, d.format, o))
	var w script.Written
	keep := func(written script.Written) { w = written }
	back, err := convert.Decode(&b, d.format, &convert.Options{FromCSV: csv.Decoder{Written: keep}, FromXLSX: xlsx.Decoder{Written: keep}})
	require.NoError(t, err)
	require.NotEmpty(t, w.Rows)
	return back, w
}

// options are those of a copy of s.
func (d desk) options(t *testing.T, s *script.Script, w script.Written) merge.Options {
	t.Helper()
	base, err := convert.RoundTrip(s, d.format, &convert.Options{CSV: csv.Encoder{Fingerprint: true}})
	require.NoError(t, err)
	return merge.Options{Baseline: base, Written: w, Spreadsheet: true, AllowDelete: true}
}

// scene is a script of n segments, some of them in another language.
func scene(r *rand.Rand, n int) *script.Script {
	s := &script.Script{Title: "Harbour", Language: "en"}
	at := time.Duration(0)
	for i := range n {
		at += time.Duration(1e9 + r.Int64N(4e9))
		seg := script.Segment{ID: fmt.Sprintf("%03d", i+1), Start: at, End: at + 2*time.Second, Text: fmt.Sprintf("Line %d of %d.", i, r.IntN(1000)), Note: []string{"", "check"}[r.IntN(2)]}
		if r.IntN(6) == 0 {
			seg.Language = "fr"
		}
		s.Segments = append(s.Segments, seg)
		at = seg.End
	}
	return s
}

// edit changes some of a copy.
func edit(r *rand.Rand, who string, given *script.Script) *script.Script {
	s := *given
	s.Segments = slices.Clone(given.Segments)
	if r.IntN(4) == 0 && s.Title != "" {
		s.Title = "Harbour, by " + who
	}
	for range r.IntN(6) {
		i := r.IntN(len(s.Segments))
		seg := &s.Segments[i]
		switch r.IntN(8) {
		case 0:
			seg.Text = fmt.Sprintf("%s rewrote %d.", who, r.IntN(3))
		case 1:
			seg.Note = who
		case 2:
			seg.Start += 120 * time.Millisecond
		case 3:
			seg.End -= 333 * time.Millisecond
		case 4:
			seg.Status = []string{"Approved", "Rejected"}[r.IntN(2)]
		case 5:
			if len(s.Segments) > 4 {
				s.Segments = slices.Delete(s.Segments, i, i+1)
			}
		case 6:
			s.Segments = append(s.Segments, script.Segment{Start: seg.End + 200*time.Millisecond, End: seg.End + 700*time.Millisecond, Text: fmt.Sprintf("New %d.", r.IntN(3))})
		case 7:
			seg.Cue = "quickly, says " + who
		}
	}
	s.Sort()
	return &s
}

// For random edits by two people, merging one copy after the other equals
// merging both at once.
func TestTwoEditors(t *testing.T) {
	kinds := map[merge.Kind]int{}
	for name, runs := range map[string]uint64{"csv": 120, "tsv": 20, "xlsx": 8} {
		format, _ := convert.Lookup(name)
		d := desk{format}
		for seed := range runs {
			r := rand.New(rand.NewPCG(seed, 7))
			original := scene(r, 3+r.IntN(9))
			copyOf, written := d.send(t, original)
			ann, bob := edit(r, "Ann", copyOf), edit(r, "Bob", copyOf)

			both := merge.NewResult(original)
			for _, edited := range []*script.Script{ann, bob} {
				changes, err := both.Take(edited, d.options(t, original, written))
				require.NoError(t, err)
				for _, c := range changes {
					kinds[c.Kind]++
				}
			}

			first, _, err := merge.Merge(original, ann, d.options(t, original, written))
			require.NoError(t, err)
			second, _, err := merge.Merge(first, bob, d.options(t, first, written))
			require.NoError(t, err, "%s %d", name, seed)
			require.Empty(t, cmp.Diff(both.Script(), second), "%s %d", name, seed)

			again, changes, err := merge.Merge(second, copyOf, d.options(t, second, written))
			require.NoError(t, err)
			require.Empty(t, changes, "a copy nobody edited changes nothing: %s %d", name, seed)
			require.Empty(t, cmp.Diff(second, again))
		}
	}
	for _, kind := range []merge.Kind{merge.Changed, merge.Added, merge.Deleted, merge.Conflict} {
		require.Greater(t, kinds[kind], 10, kind)
	}
}

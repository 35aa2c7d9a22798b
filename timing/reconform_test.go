package timing_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
	"github.com/vsconvert/vsconvert/timing"
)

// edit is a shot of a test: so many frames of a reel.
type edit struct {
	reel        string
	from, lasts int64
}

// listOf writes edits one behind the other; "BL" is black and "" a gap.
func listOf(r timecode.Rate, edits []edit) *edl.List {
	l, at := &edl.List{}, int64(0)
	label := func(n int64) timecode.Label { return timecode.FromFrames(n, r).Label() }
	for _, e := range edits {
		if e.reel != "" {
			l.Events = append(l.Events, edl.Event{
				Number: len(l.Events) + 1, Reel: e.reel, Channels: "V", Transition: "C",
				SourceIn: label(e.from), SourceOut: label(e.from + e.lasts), RecordIn: label(at), RecordOut: label(at + e.lasts),
			})
		}
		at += e.lasts
	}
	return l
}

func cutOf(t testing.TB, r timecode.Rate, edits ...edit) *timing.Cut {
	l, err := edl.ParseList(listOf(r, edits).String())
	require.NoError(t, err)
	c, err := timing.NewCut(l, r, timecode.Timecode{})
	require.NoError(t, err)
	return c
}

func at25(frames ...int64) *script.Script {
	var all []time.Duration
	for _, n := range frames {
		all = append(all, timecode.Rate25.Duration(n))
	}
	return spans(all...)
}

// By hand: A B C becomes B, the end of A, B again.
func TestReconformByHand(t *testing.T) {
	r := timecode.Rate25
	old := cutOf(t, r, edit{"A", 1000, 100}, edit{"B", 0, 100}, edit{"C", 500, 100})
	now := cutOf(t, r, edit{"B", 0, 100}, edit{"A", 1050, 50}, edit{"B", 0, 50})
	s := at25(10, 20, 60, 80, 90, 130, 110, 120, 180, 210, 250, 270, 290, 310)
	s.Segments[3].Start += 7 * ms // within its frame
	s.Segments[3].End += 7 * ms
	out, err := timing.Reconform(s, old, now)
	require.NoError(t, err)
	want := at25(10, 20, 80, 110, 110, 130, 140, 180)
	want.Segments[0].Start += 7 * ms
	want.Segments[0].End += 7 * ms
	require.Equal(t, times(want), times(out.Script))
	require.Equal(t, []time.Duration{10 * 40 * ms, 20 * 40 * ms, 250 * 40 * ms, 270 * 40 * ms, 290 * 40 * ms, 310 * 40 * ms}, times(out.Rest))
	kinds := map[string][]error{}
	for _, w := range out.Flags {
		kinds[w.SegmentID] = append(kinds[w.SegmentID], w.Err)
	}
	for _, id := range []string{"1", "6", "7"} {
		require.Equal(t, []error{timing.ErrGone}, kinds[id], id)
	}
	require.Len(t, kinds, 4, "B follows the end of A in both")
	require.EqualError(t, kinds["5"][0], "runs over a cut that is new, 800ms after its start")
}

// A time that was rounded down to the millisecond still means its frame.
func TestReconformKnowsFramesOfMilliseconds(t *testing.T) {
	r := timecode.Rate23976
	old := cutOf(t, r, edit{"A", 0, 2}, edit{"B", 0, 100})
	now := cutOf(t, r, edit{"B", 0, 100}, edit{"A", 0, 2})
	out, err := timing.Reconform(spans(83*ms, 1083*ms), old, now) // frame 2 is at 83.417 ms
	require.NoError(t, err)
	require.Equal(t, []time.Duration{0, sec}, times(out.Script))
}

func TestReconformBetweenShots(t *testing.T) {
	r := timecode.Rate25
	old := cutOf(t, r, edit{"", 0, 50}, edit{"A", 0, 100}, edit{"BL", 0, 50}, edit{"B", 0, 100})
	now := cutOf(t, r, edit{"", 0, 50}, edit{"B", 0, 100}, edit{"A", 0, 100}, edit{"BL", 0, 50}, edit{"C", 0, 10})
	s := at25(10, 20, 160, 180, 310, 320)
	out, err := timing.Reconform(s, old, now)
	require.NoError(t, err)
	require.Equal(t, times(at25(10, 20, 260, 280)), times(out.Script))
	require.Equal(t, times(at25(310, 320)), times(out.Rest), "behind B comes A now")
}

// randomCut returns edits of some reels that may overlap, repeat and leave
// gaps.
func randomCut(r *rand.Rand, n int) (edits []edit) {
	for range n {
		reel := []string{"A", "B", "C", "BL", ""}[r.IntN(5)]
		edits = append(edits, edit{reel, r.Int64N(500), 1 + r.Int64N(60)})
	}
	return append(edits, edit{"A", 0, 10})
}

func TestReconformToTheSameCutIsTheIdentity(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 17))
	for _, rate := range timecode.Rates() {
		cut := cutOf(t, rate, randomCut(r, 60)...)
		s := random(r, 200)
		for i := range s.Segments {
			seg := &s.Segments[i]
			seg.Start, seg.End = seg.Start%(90*sec), seg.Start%(90*sec)+seg.Duration()
		}
		s.Sort()
		out, err := timing.Reconform(s, cut, cut)
		require.NoError(t, err)
		require.Equal(t, s, out.Script)
		require.Empty(t, out.Rest.Segments)
		require.Empty(t, out.Flags)
		require.Zero(t, out.Moved)
	}
}

// A film of 1,200 shots: some moved, trimmed, deleted, repeated. Where each
// description goes is worked out from a table of all frames.
func TestReconformOfAFilm(t *testing.T) {
	r, rate := rand.New(rand.NewPCG(6, 17)), timecode.Rate2997DF
	var old []edit
	for i := range 1200 {
		old = append(old, edit{fmt.Sprintf("R%d", i%7), int64(i) * 400, 40 + r.Int64N(200)})
	}
	now := recut(r, old)
	require.NotEqual(t, old, now)
	film, table := pictures(old), map[picture]int64{}
	for n, p := range pictures(now) {
		if _, ok := table[p]; !ok {
			table[p] = int64(n)
		}
	}
	s := &script.Script{}
	for i := range 3000 {
		n := r.Int64N(int64(len(film)))
		start := rate.Duration(n) + time.Duration(r.Int64N(int64(30*ms)))
		s.Segments = append(s.Segments, script.Segment{ID: fmt.Sprint(i), Start: start, End: start + time.Duration(r.Int64N(int64(5*sec)))})
	}
	out, err := timing.Reconform(s, cutOf(t, rate, old...), cutOf(t, rate, now...))
	require.NoError(t, err)
	got := map[string]script.Segment{}
	for _, seg := range out.Script.Segments {
		got[seg.ID] = seg
	}
	gone := 0
	for _, seg := range s.Segments {
		n := frameAt(seg.Start, rate)
		to, ok := table[film[n]]
		if !ok {
			gone++
			require.NotContains(t, got, seg.ID)
			continue
		}
		start := rate.Duration(to) + seg.Start - rate.Duration(n)
		require.Equal(t, script.Segment{ID: seg.ID, Start: start, End: start + seg.Duration()}, got[seg.ID])
	}
	require.Positive(t, gone)
	require.Len(t, out.Rest.Segments, gone)
	checkFlags(t, s, out, film, pictures(now), table)
}

// recut moves, trims, deletes and repeats shots.
func recut(r *rand.Rand, old []edit) []edit {
	now := slices.Clone(old)
	for range 100 {
		i, j := r.IntN(len(now)), r.IntN(len(now))
		now[i], now[j] = now[j], now[i]
	}
	for range 200 {
		e := &now[r.IntN(len(now))]
		if cut := r.Int64N(20); e.lasts > 2*cut {
			e.from, e.lasts = e.from+cut, e.lasts-2*cut
		}
	}
	for range 60 {
		i := r.IntN(len(now))
		now = slices.Delete(now, i, i+1)
	}
	for range 60 {
		now = slices.Insert(now, r.IntN(len(now)), now[r.IntN(len(now))])
	}
	return now
}

type picture struct {
	reel string
	n    int64
}

func pictures(edits []edit) (all []picture) {
	for _, e := range edits {
		for n := range e.lasts {
			all = append(all, picture{e.reel, e.from + n})
		}
	}
	return all
}

// frameAt finds the frame shown at a time by looking.
func frameAt(t time.Duration, r timecode.Rate) int64 {
	n := r.Frames(t) - 1
	for n < 0 || r.Duration(n+1) <= t+ms/2 {
		n++
	}
	return n
}

// checkFlags compares what is flagged as running over a cut or past the end
// with what is seen frame by frame.
func checkFlags(t *testing.T, s *script.Script, out *timing.Reconformed, film, now []picture, table map[picture]int64) {
	t.Helper()
	flagged := map[int]bool{}
	for _, w := range out.Flags {
		if !isOne(w.Err, timing.ErrGone, script.ErrOverlap) {
			flagged[w.Index] = true
		}
	}
	rate, some := timecode.Rate2997DF, 0
	for i, seg := range s.Segments {
		n := frameAt(seg.Start, rate)
		to, ok := table[film[n]]
		if !ok {
			continue
		}
		differs := false
		for last := max(n, frameAt(seg.End-ms, rate)); n <= last && !differs; n, to = n+1, to+1 {
			ended, over := n >= int64(len(film)), to >= int64(len(now))
			differs = ended != over || !ended && film[n] != now[to]
		}
		require.Equal(t, differs, flagged[i], "segment %d", i)
		if differs {
			some++
		}
	}
	require.Positive(t, some)
}

func isOne(err error, kinds ...error) bool {
	return slices.ContainsFunc(kinds, func(kind error) bool { return errors.Is(err, kind) })
}

func TestCutsOfClipsSpeedsAndErrors(t *testing.T) {
	parse := func(text string) (*timing.Cut, error) {
		l, err := edl.ParseList(text)
		require.NoError(t, err)
		return timing.NewCut(l, timecode.Rate25, timecode.Timecode{})
	}
	old, err := parse("001 AX V C 00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00\n* FROM CLIP NAME: one.mov\n" +
		"002 AX V C 00:00:00:00 00:00:04:00 00:00:04:00 00:00:08:00\n* FROM CLIP NAME: two.mov\n" +
		"003 R V C 00:01:00:00 00:01:01:00 00:00:08:00 00:00:10:00\n" + // half speed
		"004 A V C 00:00:00:00 00:00:00:00 00:00:10:00 00:00:10:00\n" +
		"004 Q V D 010 00:00:00:00 00:00:05:00 00:00:10:00 00:00:15:00\n")
	require.NoError(t, err)
	now, err := parse("001 R V C 00:01:00:12 00:01:01:00 00:00:00:00 00:00:01:00\n" + // another speed
		"002 AX V C 00:00:00:00 00:00:04:00 00:00:02:00 00:00:06:00\n* FROM CLIP NAME: two.mov\n" +
		"003 R V C 00:01:00:10 00:01:01:00 00:00:06:00 00:00:07:05\n" +
		"004 Q V C 00:00:00:00 00:00:05:00 00:00:10:00 00:00:15:00\n")
	require.NoError(t, err)
	out, err := timing.Reconform(spans(1*sec, 2*sec, 5*sec, 6*sec, 9*sec, 9200*ms, 11*sec, 12*sec), old, now)
	require.NoError(t, err)
	require.Equal(t, []time.Duration{3 * sec, 4 * sec, 6200 * ms, 6400 * ms, 11 * sec, 12 * sec}, times(out.Script))
	require.Equal(t, []time.Duration{1 * sec, 2 * sec}, times(out.Rest))

	for text, want := range map[string]error{
		"001 A V C 00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00\n002 A V C 00:00:00:00 00:00:04:00 00:00:03:00 00:00:07:00\n": script.ErrOverlap,
		"001 A V C 00:00:00:00 00:00:04:30 00:00:00:00 00:00:04:00\n":                                                            timecode.ErrFrame,
		"001 A V C 00:00:00:00 00:00:04:00 00:00:04:00 00:00:00:00\n":                                                            script.ErrReversed,
		"001 BL V C 00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00\n":                                                           script.ErrNoSegments,
	} {
		_, err := parse(text)
		require.ErrorIs(t, err, want, text)
	}
	_, err = timing.Reconform(spans(0, 1), old, cutOf(t, timecode.Rate24, edit{"A", 0, 1}))
	require.ErrorIs(t, err, timecode.ErrRate)
}

// Two million frames and a thousand shots: memory is for segments and events,
// not for frames, whatever the order of the segments.
// Two million frames cost what two thousand do: work is in proportion to
// segments and events, whatever lies between them.
func TestReconformCountsNoFrames(t *testing.T) {
	const events, segments = 1000, 2000
	steps := func(lasts int64) int {
		var old []edit
		for i := range int64(events) {
			old = append(old, edit{fmt.Sprintf("R%d", i%5), i * lasts, lasts})
		}
		now := slices.Clone(old)
		rand.New(rand.NewPCG(8, 17)).Shuffle(len(now), func(i, j int) { now[i], now[j] = now[j], now[i] })
		s := &script.Script{}
		for i := range int64(segments) { // each within its shot
			at := i*lasts*events/segments + lasts/8
			s.Segments = append(s.Segments, script.Segment{Start: timecode.Rate25.Duration(at), End: timecode.Rate25.Duration(at + lasts/4), Text: "x"})
		}
		return timing.ReconformSteps(s, cutOf(t, timecode.Rate25, old...), cutOf(t, timecode.Rate25, now...))
	}
	few, many := steps(16), steps(2000)
	require.Equal(t, few, many)
	require.Less(t, many, 10*(events+segments))
}

func TestReconformAllocatesForSegmentsOnly(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 17))
	var old []edit
	for i := range 1000 {
		old = append(old, edit{fmt.Sprintf("R%d", i%5), int64(i) * 2000, 2000})
	}
	now := slices.Clone(old)
	slices.Reverse(now)
	before, after := cutOf(t, timecode.Rate25, old...), cutOf(t, timecode.Rate25, now...)
	s := random(r, 2000)
	allocs := testing.AllocsPerRun(1, func() {
		_, err := timing.Reconform(s, before, after)
		require.NoError(t, err)
	})
	require.Less(t, allocs, float64(5*len(s.Segments)))
}

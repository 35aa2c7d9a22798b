package qc_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func at(seconds float64) time.Duration { return duration(seconds) }

func described(times ...float64) *script.Script {
	s := &script.Script{Language: "en"}
	for i := 0; i < len(times); i += 2 {
		id := string(rune('a' + i/2))
		s.Segments = append(s.Segments, script.Segment{ID: id, Start: at(times[i]), End: at(times[i+1]), Text: "She waves " + id + "."})
	}
	return s
}

func times(s *script.Script) (all []float64) {
	for _, seg := range s.Segments {
		all = append(all, seg.Start.Seconds(), seg.End.Seconds())
	}
	return all
}

func TestMend(t *testing.T) {
	for _, c := range []struct {
		name        string
		give        []float64
		profile     qc.Profile
		move        bool
		want        []float64
		wantChanges []string
	}{
		{name: "nothing to do", give: []float64{2, 4, 5, 7}, want: []float64{2, 4, 5, 7}},
		{name: "order", give: []float64{5, 7, 2, 4}, want: []float64{2, 4, 5, 7}, wantChanges: []string{"b sorted"}},
		{name: "overlap", give: []float64{2, 6, 5, 7}, want: []float64{2, 4.75, 5, 7}, wantChanges: []string{"a trimmed"}},
		{name: "over two", give: []float64{2, 9, 5, 6, 7, 8}, want: []float64{2, 4.75, 5, 6, 7, 8}, wantChanges: []string{"a trimmed"}},
		{name: "a second is left", give: []float64{2, 6, 3.25, 7}, want: []float64{2, 3, 3.25, 7}, wantChanges: []string{"a trimmed"}},
		{name: "less than a second would be left", give: []float64{2, 6, 3.249, 7}, want: []float64{2, 6, 3.249, 7}, wantChanges: []string{"a left"}},
		{name: "begin together", give: []float64{2, 6, 2, 7}, want: []float64{2, 6, 2, 7}, wantChanges: []string{"a left"}},
		{name: "a short gap stays", give: []float64{2, 4, 4.1, 6}, want: []float64{2, 4, 4.1, 6}},
		{name: "frames", give: []float64{2.01, 4.03}, profile: qc.Profile{Rate: timecode.Rate25}, want: []float64{2, 4.04}, wantChanges: []string{"a snapped"}},
		{name: "an end is trimmed to a frame", give: []float64{2, 6, 5, 7}, profile: qc.Profile{Rate: timecode.Rate25}, want: []float64{2, 4.72, 5, 7}, wantChanges: []string{"a trimmed"}},
		{name: "without dialogue nothing moves", give: []float64{2, 6, 2, 7}, move: true, want: []float64{2, 6, 2, 7}, wantChanges: []string{"a left"}},
		{name: "out of dialogue", give: []float64{2, 4}, profile: qc.Profile{Dialogue: []qc.Span{{Start: at(3), End: at(8)}}, Duration: at(20)}, move: true,
			want: []float64{8.25, 10.25}, wantChanges: []string{"a moved"}},
		{name: "two into one slot", give: []float64{2, 4, 5, 7}, profile: qc.Profile{Dialogue: []qc.Span{{Start: at(1), End: at(8)}}, Duration: at(20)}, move: true,
			want: []float64{8.25, 10.25, 10.5, 12.5}, wantChanges: []string{"a moved", "b moved"}},
		{name: "no slot", give: []float64{2, 4}, profile: qc.Profile{Dialogue: []qc.Span{{Start: at(1), End: at(8)}}, Duration: at(9)}, move: true, want: []float64{2, 4}},
	} {
		s := described(c.give...)
		got, changes := qc.Mend(s, c.profile, c.move)
		require.Equal(t, c.want, times(got), c.name)
		require.Equal(t, c.give, times(s), "%s: the script given is left alone", c.name)
		var told []string
		for _, change := range changes {
			told = append(told, change.ID+" "+change.Kind.String())
		}
		require.Equal(t, c.wantChanges, told, c.name)
	}
}

// TestMendMovesWhatDoesNotFit: 20 words take 6.667 s calmly, and the slot has
// 7.5 s.
func TestMendMovesWhatDoesNotFit(t *testing.T) {
	s := &script.Script{Language: "en", Segments: []script.Segment{{Start: at(12.5), End: at(14.5), Text: text(20)}}}
	p := qc.Profile{Dialogue: []qc.Span{{Start: at(10), End: at(12)}, {Start: at(20), End: at(22)}}, Duration: at(30)}
	got, _ := qc.Mend(s, p, true)
	require.Equal(t, []float64{12.5, 19.167}, times(got))
	require.Empty(t, qc.Check(got, p))
}

// An overlap is not mended by another error.
func TestMendMakesNothingTooFast(t *testing.T) {
	s := &script.Script{Language: "en", Segments: []script.Segment{
		{ID: "a", Start: at(2), End: at(8), Text: text(14)}, {ID: "b", Start: at(5.25), End: at(7.25), Text: "She waves."}}}
	for words, want := range map[int]float64{11: 5, 12: 8} { // in the 3 s that are left, 11 words are spoken at 220 a minute
		s.Segments[0].Text = text(words)
		got, changes := qc.Mend(s, qc.Standard(), false)
		require.Equal(t, []float64{2, want, 5.25, 7.25}, times(got))
		require.Len(t, changes, 1)
		require.Zero(t, count(qc.Check(got, qc.Standard()), qc.TooFast))
		if words == 12 {
			require.Equal(t, qc.Change{Kind: qc.Left, ID: "a", Before: qc.Span{Start: at(2), End: at(8)}, After: qc.Span{Start: at(2), End: at(8)},
				Message: "overlap left: trimmed to the next start, it would be too fast: 240 words a minute, over 220"}, changes[0])
		}
	}
	s.Segments[0].Extended = true // for which the programme stops
	got, _ := qc.Mend(s, qc.Standard(), false)
	require.Equal(t, []float64{2, 5, 5.25, 7.25}, times(got))

	// No rate is judged of what lasts no second, which makes it no slower.
	short := qc.Standard()
	short.Limits.Short = -1
	s = &script.Script{Language: "en", Segments: []script.Segment{{ID: "a", Start: at(2), End: at(5), Text: text(6)}, {ID: "b", Start: at(3), End: at(6), Text: "She waves."}}}
	got, _ = qc.Mend(s, short, false)
	require.Equal(t, []float64{2, 5, 3, 6}, times(got))
}

// Frames that would make a description too fast, or end it after the
// programme, are not its.
func TestMendSnapsNoErrorIntoBeing(t *testing.T) {
	s := &script.Script{Language: "en", Segments: []script.Segment{{ID: "a", Start: at(2.018), End: at(5.018), Text: text(11)}, {ID: "b", Start: at(6), End: at(9.99), Text: text(9)}}}
	p := qc.Profile{Rate: timecode.Rate24, Duration: at(9.995)}
	got, changes := qc.Mend(s, p, false)
	require.Zero(t, count(qc.Check(got, p), qc.TooFast)+count(qc.Check(got, p), qc.PastEnd))
	require.Equal(t, "left off the frames of 24: it would end after the programme", changes[len(changes)-1].Message)
}

// What moves does so before its neighbour is trimmed for nothing, and says
// whom it passes.
func TestMendMovesBeforeItTrims(t *testing.T) {
	s := described(2, 6, 5, 9, 10, 12)
	p := qc.Profile{Dialogue: []qc.Span{{Start: at(6.5), End: at(9)}}, Duration: at(30)}
	got, changes := qc.Mend(s, p, true)
	require.Equal(t, []float64{2, 6, 10, 12, 12.25, 16.25}, times(got))
	require.Len(t, changes, 1)
	require.Equal(t, "b", changes[0].ID)
	require.Equal(t, `moved into the free time from 00:00:12.250 to 00:00:30.000; it now comes after "c"`, changes[0].Message)

	// An end that is trimmed is clear of the dialogue: nothing has to move.
	s = described(2, 7, 5, 6)
	p.Dialogue = []qc.Span{{Start: at(6.5), End: at(9)}}
	got, changes = qc.Mend(s, p, true)
	require.Equal(t, []float64{2, 4.75, 5, 6}, times(got))
	require.Len(t, changes, 1)

	// To the front.
	s = described(5, 7, 12, 16)
	p.Dialogue = []qc.Span{{Start: at(7.1), End: at(29)}}
	p.Limits.Lead = -1
	got, changes = qc.Mend(s, p, true)
	require.Equal(t, []float64{0.75, 4.75, 5, 7}, times(got))
	require.Equal(t, `moved into the free time from 00:00:00.000 to 00:00:04.750; it now comes before "a"`, changes[0].Message)
}

func text(words int) (s string) {
	for range words {
		s += "word "
	}
	return s
}

// randomScript makes a script and a profile that break many rules.
func randomScript(rng *rand.Rand) (*script.Script, qc.Profile) {
	s := &script.Script{Language: []string{"en", "ja", "", "ar"}[rng.IntN(4)], Type: script.Type(rng.IntN(3))}
	grid := time.Duration(1+rng.IntN(500)) * time.Millisecond
	span := 1 + rng.IntN(200)
	for i := range rng.IntN(14) {
		start := time.Duration(rng.IntN(span)-2) * grid
		seg := script.Segment{ID: fmt.Sprint(rng.IntN(9)), Start: start, End: start + time.Duration(rng.IntN(30)-2)*grid, Text: text(rng.IntN(14)), Extended: rng.IntN(9) == 0}
		if i%5 == 0 {
			seg.Text = "夜の海。WWW.x.com 😀 \u202b"
		}
		s.Segments = append(s.Segments, seg)
	}
	p := qc.ProfileOf(s)
	if rng.IntN(3) > 0 {
		p.Dialogue = []qc.Span{}
		for range rng.IntN(9) {
			start := time.Duration(rng.IntN(span)) * grid
			p.Dialogue = append(p.Dialogue, qc.Span{Start: start, End: start + time.Duration(rng.IntN(9))*grid})
		}
	}
	if rng.IntN(2) == 0 {
		p.Rate = timecode.Rates()[rng.IntN(len(timecode.Rates()))]
	}
	if rng.IntN(2) == 0 {
		p.Duration = time.Duration(rng.IntN(2*span)) * grid
	}
	p.Limits.Gap = time.Duration(rng.IntN(4)-1) * 200 * time.Millisecond
	p.Limits.Slot = time.Duration(rng.IntN(4)-1) * time.Second
	return s, p
}

// checkPromises holds what must be true of every script.
func checkPromises(t testing.TB, s *script.Script, p qc.Profile) {
	findings := qc.Check(s, p)
	require.Equal(t, findings, qc.Check(s, p), "not deterministic")
	for _, f := range findings {
		require.NotEmpty(t, f.Message)
		_, err := json.Marshal(f)
		require.NoError(t, err)
		if slot := f.Fix.Slot; slot != (qc.Span{}) {
			for _, d := range p.Dialogue {
				require.False(t, slot.Start < d.End && d.Start < slot.End && d.End > d.Start, "a slot in dialogue")
			}
		}
	}
	for _, move := range []bool{false, true} {
		once, _ := qc.Mend(s, p, move)
		twice, changes := qc.Mend(once, p, move)
		require.Equal(t, once, twice, "%v", changes)
		for _, change := range changes {
			require.Equal(t, qc.Left, change.Kind, "%v", change)
			require.Equal(t, change.Before, change.After)
		}
		require.ElementsMatch(t, texts(s), texts(once))
		for _, code := range []qc.Code{qc.Overlap, qc.OutOfOrder, qc.DialogueOverlap, qc.OffFrame, qc.TooFast, qc.PastEnd} {
			if (code == qc.DialogueOverlap || code == qc.Overlap) && !p.Rate.IsZero() {
				continue // half a frame may be another's
			}
			require.LessOrEqual(t, count(qc.Check(once, p), code), count(findings, code), "%s", code)
		}
	}
}

func count(findings []qc.Finding, code qc.Code) (n int) {
	for _, f := range findings {
		if f.Code == code {
			n++
		}
	}
	return n
}

func texts(s *script.Script) (all []string) {
	for _, seg := range s.Segments {
		all = append(all, seg.ID+seg.Text)
	}
	return all
}

func TestPromises(t *testing.T) {
	for seed := range uint64(1000) {
		s, p := randomScript(rand.New(rand.NewPCG(seed, 1)))
		checkPromises(t, s, p)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add(uint64(1), "She waves.", "en", int64(1e9), int64(2e9))
	f.Add(uint64(2), "夜 😀 WWW.EXAMPLE.COM \u2067", "ja-JP", int64(-1e9), int64(5e18))
	f.Fuzz(func(t *testing.T, seed uint64, text, language string, start, end int64) {
		s, p := randomScript(rand.New(rand.NewPCG(seed, 2)))
		const most = int64(1 << 61)
		s.Segments = append(s.Segments, script.Segment{ID: "fuzz", Text: text, Language: language, Start: time.Duration(start % most), End: time.Duration(end % most)})
		checkPromises(t, s, p)
	})
}

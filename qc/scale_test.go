package qc

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

// crowded makes n descriptions, each of which is too long for its place and
// spoken over dialogue, and n lines of dialogue.
func crowded(n int) (*script.Script, Profile) {
	s, p := &script.Script{Language: "en"}, Standard()
	for i := range n {
		at := time.Duration(i) * 10 * time.Second
		s.Segments = append(s.Segments, script.Segment{ID: fmt.Sprint(i), Start: at + 2*time.Second, End: at + 4*time.Second,
			Text: fmt.Sprintf("Somebody %d walks along the pier and looks at all the boats in the harbour.", i)})
		p.Dialogue = append(p.Dialogue, Span{at + 3*time.Second, at + 9*time.Second})
	}
	return s, p
}

// work checks and returns how much there was to do, and to allocate.
func work(s *script.Script, p Profile) (steps int, allocs float64) {
	c := newChecker(s, p)
	for i := range s.Segments {
		c.segment(i)
	}
	c.neighbours()
	c.dialogue()
	return c.steps + c.free.steps, testing.AllocsPerRun(1, func() { Check(s, p) })
}

// TestWorkGrowsWithTheScript counts steps rather than time, so that it holds on
// any machine.
func TestWorkGrowsWithTheScript(t *testing.T) {
	small, smallAllocs := work(crowded(1000))
	large, largeAllocs := work(crowded(10000))
	require.Less(t, large, 12*small)
	require.Less(t, largeAllocs, 12*smallAllocs)

	// Each description lasts as long as the programme: all overlap all.
	long := func(n int) (*script.Script, Profile) {
		s, p := crowded(n)
		for i := range s.Segments {
			s.Segments[i].End = time.Duration(n) * 10 * time.Second
		}
		return s, p
	}
	small, smallAllocs = work(long(1000))
	large, largeAllocs = work(long(10000))
	require.Less(t, large, 12*small)
	require.Less(t, largeAllocs, 12*smallAllocs)
}

func BenchmarkCheck(b *testing.B) {
	for _, n := range []int{10000, 100000} {
		s, p := crowded(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Check(s, p)
			}
		})
	}
}

func BenchmarkMend(b *testing.B) {
	s, p := crowded(10000)
	for b.Loop() {
		Mend(s, p, true)
	}
}

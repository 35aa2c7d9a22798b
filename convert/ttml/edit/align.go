package edit

import (
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// align tells of each segment of b which one of a it was, or -1. Segments are
// the same by their id where it is the only one, else by place and text, by
// place, by text, and what is left between two that are matched is matched in
// order where it is as many.
func align(a, b []script.Segment) []int {
	m := aligner{a: a, b: b, of: make([]int, len(b)), taken: make([]bool, len(a))}
	for i := range m.of {
		m.of[i] = -1
	}
	if m.identical() {
		return m.of
	}
	m.by(func(s *script.Segment) any {
		if s.ID == "" {
			return nil
		}
		return s.ID
	})
	type place struct {
		start, end time.Duration
		text       string
	}
	m.by(func(s *script.Segment) any { return place{s.Start, s.End, s.Text} })
	m.by(func(s *script.Segment) any { return s.Start })
	m.by(func(s *script.Segment) any { return s.Text })
	m.gaps()
	return m.of
}

type aligner struct {
	a, b  []script.Segment
	of    []int
	taken []bool
}

func (m *aligner) match(i, j int) { m.of[j], m.taken[i] = i, true }

// identical matches in order when as many segments have the same ids: times
// were moved or texts changed, and that is all.
func (m *aligner) identical() bool {
	if len(m.a) != len(m.b) {
		return false
	}
	for i := range m.a {
		if m.a[i].ID != m.b[i].ID || m.a[i].ID == "" {
			return false
		}
	}
	for i := range m.a {
		m.match(i, i)
	}
	return true
}

// by matches what has the same key, where each side has it once.
func (m *aligner) by(key func(*script.Segment) any) {
	const several = -2
	where := map[any]int{}
	for i := range m.a {
		if k := key(&m.a[i]); k != nil && !m.taken[i] {
			if _, known := where[k]; known {
				where[k] = several
			} else {
				where[k] = i
			}
		}
	}
	seen := map[any]int{}
	for j := range m.b {
		if k := key(&m.b[j]); k != nil && m.of[j] < 0 {
			seen[k]++
		}
	}
	for j := range m.b {
		if m.of[j] >= 0 {
			continue
		}
		k := key(&m.b[j])
		if i, ok := where[k]; ok && k != nil && i >= 0 && seen[k] == 1 {
			m.match(i, j)
		}
	}
}

// gaps matches in order what lies between two matches on both sides.
func (m *aligner) gaps() {
	lastA := -1
	for j := 0; j < len(m.b); {
		if m.of[j] >= 0 {
			lastA, j = m.of[j], j+1
			continue
		}
		end := j
		for end < len(m.b) && m.of[end] < 0 {
			end++
		}
		nextA := len(m.a)
		if end < len(m.b) {
			nextA = m.of[end]
		}
		var free []int
		for i := lastA + 1; i < nextA; i++ {
			if !m.taken[i] {
				free = append(free, i)
			}
		}
		if len(free) == end-j {
			for n, i := range free {
				m.match(i, j+n)
			}
		}
		j = end
	}
}

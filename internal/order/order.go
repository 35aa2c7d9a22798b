// Package order is for those who only read segments by start.
package order

import (
	"cmp"
	"slices"

	"github.com/vsconvert/vsconvert/script"
)

// ByStart returns the segments of s ordered by start, stably: s.Segments itself
// when that is in order already, else a copy. Do not change it.
func ByStart(s *script.Script) []script.Segment {
	for i := 1; i < len(s.Segments); i++ {
		if s.Segments[i].Start < s.Segments[i-1].Start {
			sorted := slices.Clone(s.Segments)
			slices.SortStableFunc(sorted, func(a, b script.Segment) int { return cmp.Compare(a.Start, b.Start) })
			return sorted
		}
	}
	return s.Segments
}

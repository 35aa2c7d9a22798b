package convert

import (
	"fmt"
	"slices"

	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// MergeOptions returns how a copy of original that was edited in format f
// relates to it, for [merge.Merge] and [merge.Diff]: what the format makes of
// the original, and what it has no place for. present is what a Decoder of a
// table told its Present about the copy, nil for other formats; o are the
// options the copy was read with. What the copy remembers of where it comes
// from, and whether segments may be deleted, is for the caller to set.
//
// Frames compare with times only at a known rate: without one the error is
// [timecode.ErrNoRate].
func MergeOptions(original *script.Script, f Format, present []script.Field, o *Options) (merge.Options, error) {
	o = orZero(o)
	if f.Unit == Frame && o.Rate.IsZero() {
		return merge.Options{}, fmt.Errorf("%w: frames of %s compare with times only when the frame rate is known", timecode.ErrNoRate, f.Name)
	}
	base, err := RoundTrip(original, f, o)
	if err != nil {
		return merge.Options{}, fmt.Errorf("as %s: %w", f.Name, err)
	}
	m := merge.Options{Baseline: base, Spreadsheet: present != nil, Rate: o.Rate}
	for _, field := range script.TextFields() {
		known := field.Bit&^f.Keeps == 0
		if present != nil {
			known = (known || field.Bit != script.IDs) && slices.Contains(present, field.Name)
		}
		if !known && (present != nil || field.Name == script.FieldID) {
			m.Absent = append(m.Absent, field.Name)
		}
	}
	return m, nil
}

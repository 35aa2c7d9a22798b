package merge

import (
	"fmt"
	"slices"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// Result is an original script with what was changed in its copies, each of
// which somebody else may have edited. What the first copy changed, later ones
// change no more: that is a [Conflict].
type Result struct {
	original *script.Script
	head     script.Script    // title, language and type as they stand
	kept     []script.Segment // the original's as they stand
	gone     []bool           // which of these are deleted
	added    []script.Segment
	ids      *idSet
}

// NewResult returns the original as it is. It is not modified.
func NewResult(original *script.Script) *Result {
	return &Result{
		original: original, head: *original,
		kept: slices.Clone(original.Segments), gone: make([]bool, len(original.Segments)), ids: newIDs(original.Segments),
	}
}

// Take takes over what was changed in an edited copy of the original, and
// returns the changes in the order of the script. See [Merge].
func (r *Result) Take(edited *script.Script, o Options) ([]Change, error) {
	m := newMerger(r, edited, o)
	if len(edited.Segments) > 0 && len(r.original.Segments) > 0 && len(m.pairs) == 0 {
		return nil, fmt.Errorf("%w: no segment of the edited copy matches one of the original by id, start or text", script.ErrValue)
	}
	switch moved := m.moved(); {
	case m.Warn == nil:
	case m.isStrange():
		m.Warn(script.Warning{Err: fmt.Errorf("%w: no segment starts where its original does or says what that says: is it a copy of it", script.ErrValue)})
	case moved.Abs() >= time.Minute: // programmes start at 00:58:00:00, 01:00:00:00, 10:00:00:00
		m.Warn(script.Warning{Err: fmt.Errorf("%w: all segments were moved by %s on purpose, not by a wrong or missing --start", script.ErrAssumed, moved)})
	}
	m.script()
	m.segments()
	return m.changes, nil
}

// Script returns the script as it stands, sorted by start.
func (r *Result) Script() *script.Script {
	s := r.head
	s.Segments = make([]script.Segment, 0, len(r.kept)+len(r.added))
	for i, seg := range r.kept {
		if !r.gone[i] {
			s.Segments = append(s.Segments, seg)
		}
	}
	s.Segments = append(s.Segments, r.added...)
	s.Sort()
	return &s
}

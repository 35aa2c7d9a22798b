// Package report is how readers and writers say what they dropped, changed or
// guessed.
package report

import "github.com/vsconvert/vsconvert/script"

// Reporter passes warnings on, or turns the first one into an error.
type Reporter struct {
	Format string
	Strict bool                 // a warning is an error
	To     func(script.Warning) // nil drops warnings
}

// Warn reports err at pos for the segment called id. In strict mode it returns
// a [*script.ParseError] instead.
func (r *Reporter) Warn(pos script.Pos, id string, err error) error {
	if r.Strict {
		return &script.ParseError{Format: r.Format, Pos: pos, Err: err}
	}
	if r.To != nil {
		r.To(script.Warning{Format: r.Format, Pos: pos, SegmentID: id, Err: err})
	}
	return nil
}

// Fail returns err as a [*script.ParseError] at pos.
func (r *Reporter) Fail(pos script.Pos, err error) error {
	return &script.ParseError{Format: r.Format, Pos: pos, Err: err}
}

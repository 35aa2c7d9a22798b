package qc

import (
	"time"

	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Profile is what a script is checked against. Its zero value checks against
// the default limits, with every rule, as [Standard] does.
type Profile struct {
	Name   string // "standard", "extended", or what a house calls its own
	Limits Limits
	Skip   Set // codes that are not judged

	// Duration is the programme's; 0 means unknown, and past-end is not judged.
	Duration time.Duration

	// Rate is the frame rate whose frames times must hit; without it off-frame
	// is not judged.
	Rate timecode.Rate

	// Dialogue is when somebody speaks in the programme, in any order; see
	// [Speech]. Nil means unknown: dialogue is not judged then, and no slots
	// are proposed.
	Dialogue []Span

	// Remarks are what readers and writers say of single segments, which the
	// script itself does not show: bad-timecode and altered.
	Remarks []Remark
}

// Remark becomes a finding as it is.
type Remark struct {
	Index   int // of the segment, from 0; remarks on segments that are not there are left out
	Code    Code
	Message string
}

// Standard is the profile of descriptions that fit in the pauses of the
// programme.
func Standard() Profile { return Profile{Name: "standard"} }

// Extended is the profile of descriptions that the programme stops for. It
// leaves out what a stopped programme makes moot, see [Paused].
func Extended() Profile { return Profile{Name: "extended", Skip: Paused()} }

// ProfileOf returns the profile of the script's type; standard where the type
// is unknown.
func ProfileOf(s *script.Script) Profile {
	if s.Type == script.Extended {
		return Extended()
	}
	return Standard()
}

// Span is a stretch of time.
type Span struct{ Start, End time.Duration }

// Length returns End - Start.
func (s Span) Length() time.Duration { return s.End - s.Start }

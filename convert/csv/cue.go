package csv

import (
	"cmp"
	"fmt"
	"time"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
)

// cue appends one row of a cue sheet.
func (enc *encoder) cue(dst []byte, s *script.Segment, next time.Duration) ([]byte, error) {
	if err := enc.oneLine(s); err != nil {
		return dst, err
	}
	if err := enc.safeTimes(s, next); err != nil {
		return dst, err
	}
	if enc.Preset == Nuendo {
		dst = append(enc.appendField(dst, character(s), true), enc.comma...)
		dst = append(enc.time(dst, s.Start), enc.comma...)
		dst = append(enc.time(dst, s.End), enc.comma...)
		dst = enc.appendField(dst, s.Text, true)
		return append(dst, "\r\n"...), nil
	}
	id := s.ID
	if id == "" {
		id = fmt.Sprintf("AD%03d", enc.ordinal)
	}
	dst = append(enc.field(dst, id), enc.comma...)
	dst = append(enc.field(dst, character(s)), enc.comma...)
	dst = append(enc.time(dst, s.Start), enc.comma...)
	dst = append(enc.time(dst, s.End), enc.comma...)
	dst = append(enc.field(dst, s.Text), enc.comma...)
	return append(enc.field(dst, s.Note), "\r\n"...), nil
}

// character returns who speaks, as cue sheets say it.
func character(s *script.Segment) string { return cmp.Or(s.Speaker, table.Narrator) }

// oneLine puts text, note and speaker on one line each, as cue sheets have
// them.
func (enc *encoder) oneLine(s *script.Segment) error {
	if s.Speaker == table.Narrator {
		err := fmt.Errorf("%w: speaker: in a cue sheet %q stands for none", script.ErrText, s.Speaker)
		if err := enc.report.Warn(script.Pos{}, s.ID, err); err != nil {
			return err
		}
	}
	any := false
	for _, text := range [...]*string{&s.Text, &s.Note, &s.Speaker} {
		line, changed := clean.Line(*text)
		*text, any = line, any || changed
	}
	if !any {
		return nil
	}
	return enc.report.Warn(script.Pos{}, s.ID, fmt.Errorf("%w: put on one line", script.ErrText))
}

// safeTimes gives the segment at least one frame.
func (enc *encoder) safeTimes(s *script.Segment, next time.Duration) error {
	rate := enc.clock.Rate
	from, to, err := clock.FrameSpan(s.Start, s.End, next, rate)
	if err == nil {
		return nil
	}
	s.Start, s.End = rate.Duration(from), rate.Duration(to)
	return enc.report.Warn(script.Pos{}, s.ID, err)
}

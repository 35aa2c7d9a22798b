package timing

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// Part is a script that is part of another: a reel, an episode.
type Part struct {
	Script *script.Script
	Name   string        // in warnings
	At     time.Duration // where its programme begins in the whole
}

// errDiffers is what parts do not agree on.
var errDiffers = errors.New("differs from that of the part before")

// Concat returns one script of several, by start. Ids that an earlier part has
// are made unique, and segments without one stay without. What parts do not
// agree on, the title, the language, the type, the job, is that of the first;
// segments of another language or type say so themselves. Both is told to
// warn, along with segments that begin before the part in front ends. The
// error is that of [Shift], with the part's name in front; parts are not
// modified.
func Concat(parts []Part, warn Warn) (*script.Script, error) {
	out := &script.Script{}
	if len(parts) > 0 {
		first := parts[0].Script
		out.Title, out.Language, out.Type, out.Source = first.Title, first.Language, first.Type, first.Source
	}
	used, reserved := map[string]bool{}, map[string]bool{}
	for _, p := range parts {
		for i := range p.Script.Segments {
			reserved[p.Script.Segments[i].ID] = true
		}
	}
	for n, p := range parts {
		moved := &script.Script{Segments: append([]script.Segment(nil), p.Script.Segments...)}
		if _, err := Shift(moved, p.At); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		j := joiner{out: out, part: p, moved: moved, warn: warn}
		for _, step := range [...]func() error{
			j.head, func() error { return j.ids(n, used, reserved) }, j.reach,
		} {
			if err := step(); err != nil {
				return nil, err
			}
		}
		if out.Columns != nil || p.Script.Columns != nil {
			out.TakeColumns(moved.Segments, p.Script.Columns)
		}
		out.Segments = append(out.Segments, moved.Segments...)
	}
	out.Sort()
	return out, nil
}

// joiner adds a part.
type joiner struct {
	out   *script.Script
	part  Part
	moved *script.Script
	warn  Warn
}

func (j *joiner) tell(err error, format string, args ...any) error {
	if j.warn == nil {
		return nil
	}
	return j.warn(script.Warning{Format: "timing", Index: -1, Err: fmt.Errorf("%s: %w: %s", j.part.Name, err, fmt.Sprintf(format, args...))})
}

// head compares what the part says as a whole.
func (j *joiner) head() error {
	s, first := j.part.Script, j.out
	var errs []error
	if s.Title != first.Title && s.Title != "" {
		errs = append(errs, j.tell(script.ErrDropped, "title %q", s.Title))
	}
	if s.Source != first.Source && s.Source != (script.Source{}) {
		errs = append(errs, j.tell(script.ErrDropped, "job and media id %q, %q", s.Source.JobID, s.Source.MediaID))
	}
	if s.Type != first.Type && s.Type != script.Unspecified {
		errs = append(errs, j.tell(errDiffers, "type %q", s.Type))
	}
	if s.Language != first.Language && s.Language != "" {
		errs = append(errs, j.tell(errDiffers, "language %q", s.Language))
	}
	for i := range j.moved.Segments {
		seg := &j.moved.Segments[i]
		seg.Extended = seg.Extended || s.Type == script.Extended && first.Type != script.Extended
		if seg.Language == "" && s.Language != first.Language {
			seg.Language = s.Language
		}
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// ids makes the part's ids unique, by the part's number behind them.
func (j *joiner) ids(part int, used, reserved map[string]bool) error {
	count, example := 0, ""
	for i := range j.moved.Segments {
		seg := &j.moved.Segments[i]
		if seg.ID != "" && used[seg.ID] {
			was := seg.ID
			seg.ID += "-" + strconv.Itoa(part+1)
			for used[seg.ID] || reserved[seg.ID] {
				seg.ID += "'"
			}
			if count++; count == 1 {
				example = fmt.Sprintf("%q became %q", was, seg.ID)
			}
		}
		used[seg.ID] = true
	}
	if count == 0 {
		return nil
	}
	return j.tell(script.ErrID, "%d of them, as other parts have them: %s", count, example)
}

// reach tells of a part that begins before those in front of it end.
func (j *joiner) reach() error {
	for i := range j.out.Segments {
		if seg := &j.out.Segments[i]; seg.End > j.part.At && seg.Start < j.part.At {
			if err := j.tell(script.ErrOverlap, "it begins at %v, and %q ends at %v", j.part.At, seg.ID, seg.End); err != nil {
				return err
			}
		} else if seg.Start >= j.part.At {
			return j.tell(script.ErrOverlap, "it begins at %v, and %q starts at %v", j.part.At, seg.ID, seg.Start)
		}
	}
	return nil
}

package main

import (
	"errors"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/edit"
	"github.com/vsconvert/vsconvert/script"
)

// inPlace returns the outputs for which a TTML document that was read is
// changed in place: TTML that no profile was asked of, and DAPT.
func (f *flags) inPlace() []convert.Format {
	if len(f.to) == 0 && f.output == "" {
		return nil
	}
	formats, err := f.targets()
	if err != nil {
		return nil // which is told where they are planned
	}
	var all []convert.Format
	for _, format := range formats {
		if format.Name == "dapt" || format.Name == "ttml" && (!f.given("ttml-profile") || f.options.TTML.Profile == ttml.DAPT) {
			all = append(all, format)
		}
	}
	return all
}

// staysInPlace reports whether s is written nowhere but into the document it
// was read from.
func (f *flags) staysInPlace(s *script.Script) bool {
	doc, ok := s.Document.(*edit.Document)
	if !ok {
		return false
	}
	formats := f.inPlace()
	if all, err := f.targets(); err != nil || len(all) != len(formats) {
		return false
	}
	for _, format := range formats {
		if (format.Name == "dapt" || f.options.TTML.Profile == ttml.DAPT) && !doc.IsDAPT() {
			return false
		}
	}
	return true
}

// losses holds back what a reader says the model has no place for, until it is
// known whether that is lost.
type losses struct {
	warn func(script.Warning) error
	held []script.Warning
}

const maxHeld = 10_000 // warnings; past them all are told at once

func (l *losses) hold(w script.Warning) error {
	var loss *ttml.Loss
	if !errors.Is(w.Err, script.ErrDropped) && !errors.As(w.Err, &loss) || len(l.held) == maxHeld {
		return l.warn(w)
	}
	l.held = append(l.held, w)
	return nil
}

func (l *losses) tell() error {
	for _, w := range l.held {
		if err := l.warn(w); err != nil {
			return err
		}
	}
	return nil
}

package qc

import (
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// Band holds the limits of a speech rate, in the unit of the rate. Zero fields
// mean the default; a limit below zero is off.
type Band struct {
	Slow    float64 // below it a rate is remarked upon
	Fast    float64 // above it a rate is a warning
	TooFast float64 // above it a rate is an error
}

// Limits are what a description is checked against. Zero fields mean the
// default named with them; a value below zero turns the check off.
type Limits struct {
	WPM        Band          // words per minute: 110, 180, 220
	CPS        Band          // characters per second in Japanese, Chinese and Korean: 3, 7, 9
	LettersCPS Band          // characters per second in Thai, Lao, Khmer and Burmese: 5, 13, 16
	MinWords   int           // no rate is judged below this many words: 6
	MinChars   int           // nor, where characters count, below this many: 12
	MinSpan    time.Duration // nor for a segment shorter than this: 1 s
	Short      time.Duration // a segment shorter than this is a warning: 1 s
	Long       time.Duration // a segment longer than this is a warning: 20 s
}

// WithDefaults returns l with the defaults in place of its zero fields.
func (l Limits) WithDefaults() Limits {
	l.WPM = l.WPM.or(Band{110, 180, 220})
	l.CPS = l.CPS.or(Band{3, 7, 9})
	l.LettersCPS = l.LettersCPS.or(Band{5, 13, 16})
	set(&l.MinWords, 6)
	set(&l.MinChars, 12)
	set(&l.MinSpan, time.Second)
	set(&l.Short, time.Second)
	set(&l.Long, 20*time.Second)
	return l
}

func (b Band) or(d Band) Band {
	set(&b.Slow, d.Slow)
	set(&b.Fast, d.Fast)
	set(&b.TooFast, d.TooFast)
	return b
}

func set[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

func (l *Limits) band(w writing) Band {
	switch w {
	case syllables:
		return l.CPS
	case letters:
		return l.LettersCPS
	}
	return l.WPM
}

// Band returns the limits for texts of the language.
func (l Limits) Band(language, text string) Band { return l.band(writingOf(language, text)) }

// ScriptBand returns the limits for the script as a whole, in the unit of
// [ScriptUnit].
func (l Limits) ScriptBand(s *script.Script) Band { return l.band(writingOfScript(s)) }

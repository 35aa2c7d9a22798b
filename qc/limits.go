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
	Gap        time.Duration // less than this between two segments, or from dialogue, is a warning: 0.25 s
	Lead       time.Duration // a start before this is a warning: 1 s
	Slot       time.Duration // free time shorter than this is no slot: 3 s
	Repeat     time.Duration // a text that comes again within this time is a warning: 60 s
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
	set(&l.Gap, 250*time.Millisecond)
	set(&l.Lead, time.Second)
	set(&l.Slot, 3*time.Second)
	set(&l.Repeat, time.Minute)
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

// gap is how far things must stay apart: nothing when that is off.
func (l *Limits) gap() time.Duration { return max(l.Gap, 0) }

// Limit is one of the limits by its name, for flags, files and reports.
type Limit struct {
	Name  string // "max-wpm"
	Unit  string // "wpm", "cps", "words", "characters" or "s"
	About string
	field func(*Limits) any
}

var limitTable = []Limit{
	{"max-wpm", "wpm", "more words a minute are too fast to be spoken", func(l *Limits) any { return &l.WPM.TooFast }},
	{"warn-wpm", "wpm", "more words a minute are fast", func(l *Limits) any { return &l.WPM.Fast }},
	{"min-wpm", "wpm", "fewer words a minute are slow", func(l *Limits) any { return &l.WPM.Slow }},
	{"max-cps", "cps", "the same in characters a second, for Japanese, Chinese and Korean", func(l *Limits) any { return &l.CPS.TooFast }},
	{"warn-cps", "cps", "more are fast", func(l *Limits) any { return &l.CPS.Fast }},
	{"min-cps", "cps", "fewer are slow", func(l *Limits) any { return &l.CPS.Slow }},
	{"max-letter-cps", "cps", "the same in letters a second, for Thai, Lao, Khmer and Burmese", func(l *Limits) any { return &l.LettersCPS.TooFast }},
	{"warn-letter-cps", "cps", "more are fast", func(l *Limits) any { return &l.LettersCPS.Fast }},
	{"min-letter-cps", "cps", "fewer are slow", func(l *Limits) any { return &l.LettersCPS.Slow }},
	{"min-words", "words", "no rate is judged of fewer words", func(l *Limits) any { return &l.MinWords }},
	{"min-chars", "characters", "no rate is judged of fewer characters", func(l *Limits) any { return &l.MinChars }},
	{"min-span", "s", "no rate is judged in less time", func(l *Limits) any { return &l.MinSpan }},
	{"min-duration", "s", "less time is very short", func(l *Limits) any { return &l.Short }},
	{"max-duration", "s", "more time is very long", func(l *Limits) any { return &l.Long }},
	{"min-gap", "s", "less time between descriptions, or from dialogue, is a short gap", func(l *Limits) any { return &l.Gap }},
	{"lead", "s", "a start before it is early", func(l *Limits) any { return &l.Lead }},
	{"min-slot", "s", "less free time is no slot", func(l *Limits) any { return &l.Slot }},
	{"repeat", "s", "a text that comes again within this time is a duplicate", func(l *Limits) any { return &l.Repeat }},
}

// AllLimits returns the limits by name.
func AllLimits() []Limit { return append([]Limit(nil), limitTable...) }

// Of returns the limit's value in l, in its unit; 0 when it is off. l must have
// its defaults in place.
func (m Limit) Of(l *Limits) float64 {
	switch v := m.field(l).(type) {
	case *float64:
		return max(*v, 0)
	case *int:
		return float64(max(*v, 0))
	case *time.Duration:
		return max(*v, 0).Seconds()
	}
	return 0
}

// Set makes v, in the limit's unit, the limit's value in l; 0 turns it off. The
// error is a [*script.ValueError].
func (m Limit) Set(l *Limits, v float64) error {
	const most = 1e9 // seconds, words: no programme is as long, and nothing overflows
	if !(v >= 0 && v <= most) {
		return &script.ValueError{Kind: script.ErrValue, Field: m.Name, Value: number(v), Want: "a number from 0 to " + number(most)}
	}
	if v == 0 {
		v = -1
	}
	switch field := m.field(l).(type) {
	case *float64:
		*field = v
	case *int:
		*field = int(v)
		if v > 0 && v < 1 {
			*field = 1
		}
	case *time.Duration:
		*field = time.Duration(v*1000+0.5) * time.Millisecond
		if v < 0 {
			*field = -1
		}
	}
	return nil
}

package qc

import (
	"fmt"
	"iter"
	"math/bits"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// Severity grades findings.
type Severity uint8

const (
	None    Severity = iota
	Info             // worth a look
	Warning          // sounds bad
	Error            // breaks a player, or cannot be spoken
)

// String returns "", "info", "warning" or "error".
func (s Severity) String() string {
	names := [...]string{"", "info", "warning", "error"}
	if int(s) >= len(names) {
		return fmt.Sprintf("Severity(%d)", uint8(s))
	}
	return names[s]
}

// Code names a rule. Its text is stable: reports and filters go by it.
type Code uint8

// The codes, errors first, then warnings, then what is worth a look.
const (
	Reversed        Code = iota // the end is before the start
	ZeroLength                  // the end is the start
	Negative                    // the start is before the first frame
	NoText                      // nothing to speak
	Overlap                     // an earlier segment is still being spoken
	TooFast                     // above Band.TooFast
	DialogueOverlap             // spoken over dialogue
	PastEnd                     // ends after the programme
	DuplicateID                 // an id that another segment has
	BadTimecode                 // a label that its frame rate does not have
	Fast                        // above Band.Fast
	StartsAtZero                // starts with the first frame: players may speak before they play
	StartsEarly                 // starts before Limits.Lead
	TooShort                    // below Limits.Short
	TooLong                     // above Limits.Long
	Gap                         // less than Limits.Gap after the segment before
	DialogueGap                 // less than Limits.Gap from dialogue
	OutOfOrder                  // starts before the segment that stands before it
	OffFrame                    // a time that is no frame's
	Altered                     // a target format cannot hold the text as it is
	Unspeakable                 // characters no voice can read
	Bidi                        // directional characters that are not closed
	WrongLanguage               // the letters are not those of the language
	DuplicateText               // the text of a segment shortly before
	Slow                        // below Band.Slow
	Shouting                    // words in capitals
	URL                         // an address of the web or of mail

	codes = iota
)

// Rule is what stands behind a code.
type Rule struct {
	Code     Code
	Name     string // as reports have it: "too-fast"
	Severity Severity
	Words    string // as sheets have it: "too fast"
	Unit     string // of values and limits: "wpm", "s", "" when nothing is measured; "wpm" means CPS where that is counted
	Paused   bool   // moot where the programme stops for the description
	About    string // one sentence
}

var rules = [codes]Rule{
	Reversed:        {Name: "reversed", Severity: Error, Words: "end before start", Unit: "s", About: "The end is before the start."},
	ZeroLength:      {Name: "zero-length", Severity: Error, Words: "zero length", Paused: true, About: "The end is the start: players show and speak nothing."},
	Negative:        {Name: "negative", Severity: Error, Words: "starts before zero", Unit: "s", About: "The start is before the programme's first frame."},
	NoText:          {Name: "no-text", Severity: Error, Words: "no text", About: "There is no letter or digit to speak."},
	Overlap:         {Name: "overlap", Severity: Error, Words: "overlaps the one before", Unit: "s", About: "An earlier description is still being spoken."},
	TooFast:         {Name: "too-fast", Severity: Error, Words: "too fast", Unit: "wpm", Paused: true, About: "The text cannot be spoken in its time."},
	DialogueOverlap: {Name: "dialogue-overlap", Severity: Error, Words: "over dialogue", Unit: "s", Paused: true, About: "The description is spoken over dialogue."},
	PastEnd:         {Name: "past-end", Severity: Error, Words: "past the end", Unit: "s", About: "The description ends after the programme."},
	DuplicateID:     {Name: "duplicate-id", Severity: Error, Words: "duplicate id", About: "An earlier segment has the same id."},
	BadTimecode:     {Name: "bad-timecode", Severity: Error, Words: "bad timecode", About: "A timecode is a label that drop-frame counting skips."},
	Fast:            {Name: "fast", Severity: Warning, Words: "fast", Unit: "wpm", Paused: true, About: "The text has to be spoken fast."},
	StartsAtZero:    {Name: "starts-at-zero", Severity: Warning, Words: "starts at zero", Unit: "s", About: "The start is the first frame: some players speak before they play."},
	StartsEarly:     {Name: "starts-early", Severity: Warning, Words: "starts early", Unit: "s", About: "The programme has hardly begun."},
	TooShort:        {Name: "too-short", Severity: Warning, Words: "very short", Unit: "s", About: "The description has very little time."},
	TooLong:         {Name: "too-long", Severity: Warning, Words: "very long", Unit: "s", About: "The description has very much time."},
	Gap:             {Name: "gap", Severity: Warning, Words: "short gap", Unit: "s", About: "The pause after the description before is short."},
	DialogueGap:     {Name: "dialogue-gap", Severity: Warning, Words: "close to dialogue", Unit: "s", Paused: true, About: "The pause before or after dialogue is short."},
	OutOfOrder:      {Name: "out-of-order", Severity: Warning, Words: "out of order", Unit: "s", About: "The start is before that of the segment that stands before it in the file."},
	OffFrame:        {Name: "off-frame", Severity: Warning, Words: "not on a frame", Unit: "s", About: "The start or end is not the time of a frame."},
	Altered:         {Name: "altered", Severity: Warning, Words: "text must be altered", About: "A target format cannot hold the text as it is."},
	Unspeakable:     {Name: "unspeakable", Severity: Warning, Words: "unspeakable characters", About: "The text has characters that no voice can read."},
	Bidi:            {Name: "bidi", Severity: Warning, Words: "unbalanced direction marks", About: "A character that turns the direction of writing is not closed, or closes nothing."},
	WrongLanguage:   {Name: "language", Severity: Warning, Words: "wrong language", Unit: "share", About: "Most letters are not of a script that the language is written in."},
	DuplicateText:   {Name: "duplicate-text", Severity: Warning, Words: "said before", Unit: "s", About: "A segment shortly before has the same text."},
	Slow:            {Name: "slow", Severity: Info, Words: "slow", Unit: "wpm", About: "The text leaves much of its time unused."},
	Shouting:        {Name: "shouting", Severity: Info, Words: "capitals", About: "Words in capitals: voices spell them, or readers shout them."},
	URL:             {Name: "url", Severity: Info, Words: "web address", About: "An address of the web or of mail, which voices read sign by sign."},
}

// Rules returns the rules, in the order of their codes.
func Rules() []Rule {
	all := rules
	for i := range all {
		all[i].Code = Code(i)
	}
	return all[:]
}

// Rule returns the rule of c. It panics for a code that is none.
func (c Code) Rule() Rule {
	r := rules[c]
	r.Code = c
	return r
}

// Severity returns the severity of the rule.
func (c Code) Severity() Severity { return rules[c].Severity }

// Words returns the rule in words: "too fast".
func (c Code) Words() string { return rules[c].Words }

// String returns the code as reports have it: "too-fast".
func (c Code) String() string {
	if c >= codes {
		return fmt.Sprintf("Code(%d)", uint8(c))
	}
	return rules[c].Name
}

// MarshalText returns what String does.
func (c Code) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText takes the code as reports have it. The error is a
// [*script.ValueError] of kind [script.ErrValue].
func (c *Code) UnmarshalText(text []byte) error {
	for i := range rules {
		if rules[i].Name == string(text) {
			*c = Code(i)
			return nil
		}
	}
	return &script.ValueError{Kind: script.ErrValue, Field: "code", Value: string(text), Want: "a code such as too-fast"}
}

// Set is a set of codes.
type Set uint32

// SetOf returns the set of the codes.
func SetOf(all ...Code) Set {
	var s Set
	for _, c := range all {
		s |= 1 << c
	}
	return s
}

// Has reports whether c is in s.
func (s Set) Has(c Code) bool { return s>>c&1 == 1 }

// All goes through the codes of s, gravest first.
func (s Set) All() iter.Seq[Code] {
	return func(yield func(Code) bool) {
		for ; s != 0; s &= s - 1 {
			if !yield(Code(bits.TrailingZeros32(uint32(s)))) {
				return
			}
		}
	}
}

// Severity returns the gravest severity of the codes, None for none.
func (s Set) Severity() Severity {
	for c := range s.All() {
		return rules[c].Severity
	}
	return None
}

// String returns the codes in words, by severity: "error: too fast, overlaps
// the one before; warning: very short". It is "" when there are none.
func (s Set) String() string {
	var b strings.Builder
	last := None
	for c := range s.All() {
		switch severity := rules[c].Severity; {
		case severity == last:
			b.WriteString(", ")
		case last != None:
			b.WriteString("; ")
			fallthrough
		default:
			b.WriteString(severity.String() + ": ")
			last = severity
		}
		b.WriteString(rules[c].Words)
	}
	return b.String()
}

// Paused are the codes that are moot where the programme stops for a
// description: the text then has all the time it needs.
func Paused() Set {
	var s Set
	for i := range rules {
		if rules[i].Paused {
			s |= 1 << i
		}
	}
	return s
}

package dapt

import (
	"math/big"
	"time"
)

// Document is a DAPT script.
type Document struct {
	ScriptType        string   // daptm:scriptType: originalTranscript, translatedTranscript, preRecording or asRecorded
	Represents        []string // daptm:scriptRepresents: content descriptors
	Language          string   // xml:lang: the primary language
	LanguageSource    *string  // daptm:langSrc; nil where it is not stated
	ContentProfiles   []string // ttp:contentProfiles: designators
	ProcessorProfiles []string // ttp:processorProfiles

	FrameRate           string // ttp:frameRate, as it stands; "" where it is not stated
	FrameRateMultiplier string // ttp:frameRateMultiplier
	TickRate            string // ttp:tickRate

	Title          string
	Copyright      string
	OriginTimecode string // daptm:daptOriginTimecode: the label of time zero
	MediaID        string // ebuttm:sourceMediaIdentifier

	Characters []Character
	Talents    []Talent
	Events     []Event // in the order of the document
}

// Character is somebody in the programme who can be identified: a ttm:agent of
// type "character".
type Character struct {
	ID     string // xml:id
	Name   string // its alias
	Talent string // id of who speaks it: ttm:actor; "" where nobody is named
}

// Talent is who speaks: a ttm:agent of another type, such as "person".
type Talent struct {
	ID       string
	Type     string
	FullName string
}

// Time is a time expression.
type Time struct {
	Raw     string   // as it stands; "" where it is not stated
	Seconds *big.Rat // exact, from the begin of what it stands in; nil where it is not stated
}

// IsSet reports whether the time is stated.
func (t Time) IsSet() bool { return t.Seconds != nil }

// Interval is when something is active. Times count from the begin of what
// it stands in.
type Interval struct {
	Begin, End, Dur Time
	From            time.Duration // its begin in the programme, to the nearest nanosecond
}

// Event is a script event: a div with an xml:id.
type Event struct {
	Interval
	ID           string
	Represents   []string // computed: its own, or what it inherits
	OnScreen     string   // daptm:onScreen; "" where it is not stated, which means ON
	Characters   []string // ids: ttm:agent
	Descriptions []Description
	Texts        []Text
	Mixing       []Mixing // instructions of the event as a whole
}

// Description is a script event description.
type Description struct {
	Type     string // daptm:descType; "" for none
	Language string // computed
	Text     string
}

// Text is a text of an event in one language: a p.
type Text struct {
	Interval
	ID             string
	Language       string  // computed
	LanguageSource *string // computed; nil where it is stated nowhere
	Characters     []string
	Content        string // what is said, white space as TTML shows it
	Speech         []Speech
	Recordings     []Recording
	Mixing         []Mixing
}

// Speech is synthesised audio of a text or a part of it.
type Speech struct {
	Rate  string // tta:speak: normal, fast or slow
	Pitch string // tta:pitch, as it stands; "" where it is not stated
	Text  string
}

// Recording is an audio recording of a text.
type Recording struct {
	Interval
	ClipBegin, ClipEnd Time // of the resource: its In Time and Out Time
	Sources            []Source
	Mixing             []Mixing
}

// Source is one of the alternatives of a recording: a link, or data.
type Source struct {
	Address  string // of an external resource, relative to the document; "" for data
	Type     string // media type
	Format   string // further formatting information
	Embedded bool   // the data is in the document
	Data     []byte // decoded; nil where it is external
}

// Mixing is a mixing instruction, static or animated.
type Mixing struct {
	Interval
	Gain, Pan string // tta:gain, tta:pan, as they stand: a number, or numbers separated by semicolons
	Fill      string // freeze or remove; "" where it is not stated
	Animated  bool   // an animate element
}

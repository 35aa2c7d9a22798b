package ttml

import (
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// Profile is the kind of TTML a document is written as, or held against.
type Profile uint8

const (
	// IMSC11 is the W3C's IMSC 1.1 Text Profile, which players and
	// broadcasters read most. It is the default.
	IMSC11 Profile = iota
	// IMSC1 is the IMSC 1.0.1 Text Profile, for players that know no later one.
	IMSC1
	// DAPT is the W3C's profile for dubbing and audio description scripts. It
	// holds everything a script holds.
	DAPT
	// EBUTTD is EBU-TT-D (EBU Tech 3380), for distribution by broadcasters.
	EBUTTD
	// DAPTIMSC is DAPT and IMSC 1.1 Text at once: a script that players of
	// subtitles show. With synthesised speech it is DAPT alone.
	DAPTIMSC
)

var profileNames = [...]string{"imsc", "imsc1", "dapt", "ebu-tt-d", "dapt+imsc"}

// String returns the profile's name, as [ParseProfile] reads it.
func (p Profile) String() string {
	if int(p) >= len(profileNames) {
		return "unknown profile"
	}
	return profileNames[p]
}

// MarshalText returns the profile's name. A profile that has none is a
// [*script.ValueError].
func (p Profile) MarshalText() ([]byte, error) {
	if int(p) >= len(profileNames) {
		return nil, &script.ValueError{Kind: script.ErrValue, Field: "profile", Value: p.String(), Want: strings.Join(profileNames[:], ", ")}
	}
	return []byte(p.String()), nil
}

// UnmarshalText reads what [ParseProfile] reads.
func (p *Profile) UnmarshalText(text []byte) error {
	parsed, err := ParseProfile(string(text))
	if err == nil {
		*p = parsed
	}
	return err
}

// ParseProfile returns the profile that s names: "imsc" (which is 1.1),
// "imsc1", "dapt", "ebu-tt-d" or "dapt+imsc". Letter case does not matter. The
// error is a [*script.ValueError] of kind [script.ErrValue].
func ParseProfile(s string) (Profile, error) {
	for i, name := range profileNames {
		if strings.EqualFold(strings.TrimSpace(s), name) {
			return Profile(i), nil
		}
	}
	return 0, &script.ValueError{Kind: script.ErrValue, Field: "profile", Value: s, Want: "imsc, imsc1, dapt, ebu-tt-d or dapt+imsc"}
}

// ScriptType is how far a script of DAPT has come.
type ScriptType string

// The kinds of script that DAPT has.
const (
	PreRecording         ScriptType = "preRecording"         // ready to be voiced
	OriginalTranscript   ScriptType = "originalTranscript"   // what the programme says
	AsRecorded           ScriptType = "asRecorded"           // what was voiced
	TranslatedTranscript ScriptType = "translatedTranscript" // that, in another language
)

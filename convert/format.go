package convert

import (
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// Unit is the grain of a format's times.
type Unit string

const (
	Nanosecond  Unit = "nanoseconds"
	Millisecond Unit = "milliseconds"
	Centisecond Unit = "centiseconds"
	Second      Unit = "seconds" // to which times are cut
	Frame       Unit = "frames"  // needs a rate; 25 frames a second unless Options.Rate says otherwise
)

// Format is a row of the table of formats, or one made by anybody else, which
// [Decode], [Encode], [Convert] and [RoundTrip] take as well. A Format is a
// value: changing one changes nobody else's.
type Format struct {
	Name       string        // as -f and -t give it
	Title      string        // as its users call it
	Extensions []string      // the first is what files are written with; lower case, with the dot
	Keeps      script.Fields // beside text and times
	Unit       Unit
	Note       string // what to know before using it
	ReadOnly   bool
	Binary     bool

	// NewDecoder and NewEncoder return what reads and writes a script with the
	// options, of which a format takes what it has a use for. The options are
	// not nil. NewEncoder is nil in a format that is only read, NewDecoder in
	// one that is only written.
	NewDecoder func(*Options) script.Decoder
	NewEncoder func(*Options) script.Encoder
}

// Loses returns what a script may hold and the format does not.
func (f Format) Loses() script.Fields { return script.AllFields &^ f.Keeps }

// Formats returns the table of formats. It is the caller's own.
func Formats() []Format {
	all := slices.Clone(formats())
	for i := range all {
		all[i].Extensions = slices.Clone(all[i].Extensions)
	}
	return all
}

// Lookup returns the format called name, in any letter case.
func Lookup(name string) (Format, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, f := range formats() {
		if f.Name == name {
			f.Extensions = slices.Clone(f.Extensions)
			return f, true
		}
	}
	return Format{}, false
}

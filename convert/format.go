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
	Frame       Unit = "frames" // needs a rate; 25 frames a second unless Options.Rate says otherwise
)

// Format is a row of the table of formats.
type Format struct {
	Name       string        // as -f and -t give it
	Title      string        // as its users call it
	Extensions []string      // the first is what files are written with; lower case, with the dot
	Keeps      script.Fields // beside text and times
	Unit       Unit
	Note       string // what to know before using it
	ReadOnly   bool
	Binary     bool

	decode func(*Options) decoder
	encode func(*Options) encoder
}

// Loses returns what a script may hold and the format does not.
func (f Format) Loses() script.Fields { return script.AllFields &^ f.Keeps }

// Formats returns the table of formats.
func Formats() []Format { return slices.Clone(formats()) }

// Lookup returns the format called name, in any letter case.
func Lookup(name string) (Format, bool) {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, f := range formats() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

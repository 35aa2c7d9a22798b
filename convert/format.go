package convert

import (
	"io"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// Field is a set of things a script holds beside its segments' texts and times.
type Field uint16

const (
	IDs Field = 1 << iota
	LineBreaks
	Notes
	Statuses
	Cues
	Languages // of single segments
	Title
	Language
	Type
	Source // job and media id
)

const (
	everything   = IDs | LineBreaks | perSegment | scriptFields
	perSegment   = Notes | Statuses | Cues | Languages
	scriptFields = Title | Language | Type | Source
)

var fieldNames = [...]string{"ids", "line breaks", "notes", "statuses", "delivery cues", "segment languages", "title", "language", "type", "job and media id"}

// String lists the fields, or says "nothing else" for none.
func (f Field) String() string {
	var names []string
	for i, name := range fieldNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if names == nil {
		return "nothing else"
	}
	return strings.Join(names, ", ")
}

// Unit is the grain of a format's times.
type Unit string

const (
	Nanosecond  Unit = "nanoseconds"
	Millisecond Unit = "milliseconds"
	Frame       Unit = "frames" // needs a rate; 25 frames a second unless Options.Rate says otherwise
)

// Format is a row of the table of formats.
type Format struct {
	Name       string   // as -f and -t give it
	Title      string   // as its users call it
	Extensions []string // the first is what files are written with; lower case, with the dot
	Keeps      Field    // beside text and times
	Unit       Unit
	Note       string // what to know before using it
	ReadOnly   bool
	Binary     bool

	decode func(io.Reader, *Options) (*script.Script, error)
	encode func(io.Writer, *script.Script, *Options) error
}

// Loses returns what a script may hold and the format does not.
func (f Format) Loses() Field { return everything &^ f.Keeps }

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

package script

import "strings"

// Fields is a set of what a script can hold beside the texts and times of its
// segments. Each format keeps some of them.
type Fields uint16

const (
	IDs        Fields = 1 << iota // of segments
	LineBreaks                    // within texts
	Notes
	Statuses
	Cues
	Languages // of single segments
	Title
	Language
	AdType
	Origin // job and media id

	AllFields = 1<<iota - 1
)

var fieldNames = [...]string{"ids", "line breaks", "notes", "statuses", "delivery cues", "segment languages", "title", "language", "type", "job and media id"}

// String lists the fields, or says "nothing" for none.
func (f Fields) String() string {
	var names []string
	for i, name := range fieldNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	if names == nil {
		return "nothing"
	}
	return strings.Join(names, ", ")
}

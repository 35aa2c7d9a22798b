// Package fcpxml reads and writes the markers and captions of Final Cut Pro's
// XML (FCPXML), which DaVinci Resolve reads too.
//
// [Encoder] writes version 1.8, which Final Cut Pro 10.4 and later import: one
// project whose timeline is a gap, with a marker or a caption on it for each
// segment. All times are multiples of the frame duration, as fractions of
// seconds. A marker's value is the text, cut at a word, because that is what the
// timeline shows, or carries the segment's id, as in "AD 7"; its note is the
// text. Of a caption, the name carries the id. Both keep line breaks. A marker
// one frame long is a point, as Final Cut Pro has them, and stands for a
// segment without length.
//
// [Decoder] reads markers, chapter markers and captions on any clip of the
// first project that has some, in all versions: times of clips inside clips
// are followed up to the timeline, through auditions, of which the active clip
// counts, and through clips that are conformed to the timeline's rate frame by
// frame. Markers on retimed clips count in the clip's own time and need no
// more. Markers that the edit hides, as blading leaves copies of them on all
// pieces of a clip, are not read, nor is the inside of compound and multicam
// clips; it warns of both, once.
//
// The elements are those of Apple's DTD; that captions for the eye may stand in
// for audio description is our convention, not Apple's.
//
// # Security considerations
//
// Input is limited by MaxBytes, elements are read to a depth of 512, and
// memory is in proportion to the input. Entities are not expanded, and any
// DOCTYPE but <!DOCTYPE fcpxml> is an error.
package fcpxml

const format = "fcpxml"

// Items are what stands for segments.
type Items uint8

const (
	// Auto writes markers. It reads what holds the descriptions: the markers, or
	// the captions where these have more than twice as many words, with a
	// warning of what is left.
	Auto Items = iota
	// Markers reads and writes markers only.
	Markers
	// Captions reads and writes captions only.
	Captions
)

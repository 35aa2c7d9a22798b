// Package premiere reads and writes the markers of Adobe Premiere Pro.
//
// Premiere imports markers in Final Cut Pro 7 XML (xmeml), which [Encoder]
// writes: version 5, one sequence of square pixels and its markers, which a
// colour matte may bear as well. DaVinci
// Resolve imports it too. Frames count from the start of the sequence, which
// the file states along with the frame rate. A segment without length is a
// point marker, whose out is -1. The name of a marker, "AD 7", carries the
// segment's id, and its comment the text, line breaks included.
//
// What Premiere exports from its Markers panel is called CSV, has tabs
// between its columns and cannot be imported again; [Decoder] tells it from XML
// and reads both. It is UTF-16 or UTF-8, has a header in the user's language,
// and states neither start nor frame rate. Its lines have no quotes, and the
// line breaks of descriptions break them: a row ends where its timecodes are.
//
// That other programs write xmeml with sequence markers and Premiere takes it
// is well attested; the meaning of out, the first frame after the marker, is
// less so. Markers on clips are not read, with a warning, unless they are the
// sequence's own once more.
//
// # Security considerations
//
// Input is limited by MaxBytes, elements are read to a depth of 512, and
// memory is in proportion to the input. Entities are not expanded, and any
// DOCTYPE but <!DOCTYPE xmeml> is an error.
package premiere

const format = "premiere"

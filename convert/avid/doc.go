// Package avid reads and writes the marker lists of Avid Media Composer, which
// its Markers window imports and exports as text.
//
// A list has no header and one marker a line, in columns set apart by tabs:
// user, timecode, track, colour, comment, length in frames. Older versions
// have no length, and newer ones add an empty column and the colour again; all
// are read. Timecodes count from midnight, not from the programme's start, so
// the start has to be told. The list does not state its frame rate.
//
// A marker of length 1 is a point and is read as a segment without length; a
// segment without length is written as one. Markers have no name, so ids other
// than the ordinals are lost, with a warning. Texts are put on one line without
// tabs. The columns are attested by lists that Media Composer exported; how
// strict its import is, and what a length means to versions before 7, is known
// less well.
//
// # Security considerations
//
// Input is limited by MaxBytes, and memory is in proportion to it.
package avid

const format = "avid"

// Package avid reads and writes the marker lists of Avid Media Composer, which
// its Markers window imports and exports as text.
//
// A list has no header and one marker a line, in columns set apart by tabs:
// user, timecode, track, colour, comment, length in frames. Older versions
// have no length, and newer ones add an empty column and the colour again; all
// are read. Timecodes count from midnight, not from the programme's start, so
// the start has to be told. The list does not state its frame rate.
//
// What the window exports as XML is read too: a list of attributes for each
// marker, of which _ATN_CRM_TC is the time, as a timecode or as the number of
// the frame in the sequence, and _ATN_CRM_COM the comment.
//
// A marker of length 1 is a point and is read as a segment without length; a
// segment without length is written as one. Markers have no name, so ids other
// than the ordinals are lost, with a warning. Texts are put on one line without
// tabs. The columns are attested by lists that Media Composer exported; how
// strict its import is, and what a length means to versions before 7, is known
// less well; the XML was seen as other programs read and write it.
//
// # Security considerations
//
// Input is limited by MaxBytes, and memory is in proportion to it. Nothing that
// XML names is fetched, and no entity expands.
package avid

const format = "avid"

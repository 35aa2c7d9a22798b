// Package resolve reads and writes the timeline markers of DaVinci Resolve,
// which it imports and exports as an EDL (Timelines, Import, Timeline Markers
// from EDL).
//
// Each marker is an event one frame long, with a line behind it:
//
//	001  001      V     C        01:00:05:00 01:00:05:01 01:00:05:00 01:00:05:01
//	She sits. |C:ResolveColorBlue |M:She sits. |D:48
//
// The text stands in the marker's notes, before the first field. C is the
// colour, M the name, which is the text cut at a word unless told otherwise,
// because that is what the timeline shows, and D the length in frames. A marker of length 1 is a point, as are all that were made without a
// range, and stands for a segment without length. Record times count from
// midnight, so they include the start of the timeline: 01:00:00:00 unless it
// was changed. A list does not state its frame rate.
//
// What Resolve does not bear is changed, with a warning: "|" in a text becomes
// "/"; a text that begins with a digit gets "- " before it, because Resolve
// takes such a line for an event; and of two markers on one frame, of which
// Resolve keeps one, the second is moved a frame on.
//
// Lists by other programs that have the text in the name are read too, as are
// notes of several lines.
//
// # Security considerations
//
// Input is limited by MaxBytes, and memory is in proportion to it.
package resolve

const format = "resolve"

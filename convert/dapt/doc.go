// Package dapt reads and writes W3C DAPT documents, the dubbing and audio
// description profiles of TTML2, whole: script events with their texts in
// several languages, characters and talents, recordings, synthesised speech and
// mixing instructions. Names are the specification's own.
//
// A [Document] holds what a document says, and no more: what is not stated is
// told from what is, times are exact and stand as they were written, and what
// the specification leaves to others (styling, layout, metadata of one's own)
// is kept as elements and attributes. What holds at a place because something
// around it says so, its language, what it represents, when it begins, is in
// the [Scope] that goes with it:
//
//	doc, err := dapt.Parse(r)
//	for event, scope := range doc.Events() {
//		for i := range event.Texts {
//			text := &event.Texts[i]
//			language := scope.In(&text.Common).Language
//			...
//		}
//	}
//
// [Encode] writes a document. Reading what it wrote gives the same Document;
// comments, white space between elements, prefixes and the order of attributes
// are not part of it. Package edit changes texts and times where they stand and
// keeps those, too; package ttml reads the same document as a script.
//
// It follows DAPT 1.0 (W3C) and, for what that leaves to it, TTML2.
package dapt

// Package dapt reads W3C DAPT documents, the dubbing and audio description
// profiles of TTML2, whole: script events with their texts in several
// languages, characters and talents, recordings, synthesised speech and mixing
// instructions. Names are the specification's own.
//
// A [Document] says what a document says: times are exact and kept as they
// were written too, and what is not stated is told from what is. Package ttml
// reads the same document as a script, and package edit changes its texts and
// times in place; this one is for what neither has a place for, such as taking
// recordings out.
//
//	doc, err := dapt.Parse(r)
//	for _, event := range doc.Events {
//		for _, text := range event.Texts { ... }
//	}
//
// It follows DAPT 1.0 (W3C) and, for what that leaves to it, TTML2.
package dapt

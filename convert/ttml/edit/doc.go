// Package edit changes texts and times of a TTML document where they stand:
// all else, comments, foreign metadata, the order of attributes, indentation,
// stays byte for byte, and a script that was not changed gives the same bytes.
//
//	doc, err := edit.Read(r, ttml.Decoder{})
//	...
//	s := doc.Script() // a copy: change it
//	err = doc.Write(w, s, warn)
//
// It serves DAPT and every other profile. What is written is read again
// before it is given out: what the document has no place for, or could not be
// brought to say, is warned about, segment by segment.
//
// A Document must not be used by several goroutines at once while it is
// written.
package edit

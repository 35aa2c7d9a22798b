// Package srt reads and writes SubRip (.srt) files.
//
// SubRip has no specification. The reader takes what the tolerant players and
// editors take, and says where it had to guess; the writer keeps to what all
// of them read back whole.
//
// # Reading
//
// Lines may end in LF, CR, CRLF or CR CR LF. The text may be UTF-8, UTF-16
// with a byte order mark, or, with a warning, Windows code page 1252; see
// [Decoder]. A cue begins at a line that holds two times with an arrow between
// them; the number above it and the blank lines around it are optional. Blank
// lines within a text are dropped. Hours, fractions and leading zeros may be
// missing. Formatting tags, <br>, \N and override codes such as {\an8}
// are resolved; other angle brackets and braces are text, and so are character
// references unless [Decoder.DecodeEntities] is set. A line that merely looks
// like a number or a time stays text.
//
// A segment's id is the number of its cue, as written, or its ordinal in the
// file where there is none.
//
// # Writing
//
// Cues are numbered from 1 without gaps, times are rounded to the millisecond,
// halves up, and every cue ends after it begins. SubRip holds times and text:
// ids, notes, states, languages and titles are not written.
//
// SubRip has no escape. What a player would take for a tag, an override code,
// a line break or a timing line is written with look-alikes, and said:
//
//	<b>       ‹b›        only where a player would see a tag
//	{x}       (x)        braces that open and close
//	\n \N \h  ＼n ＼N ＼h
//	-->       →
//
// Character references are written as they are, since players show them as
// they are. Lines of more than 4000 bytes are broken at a blank.
//
// # Security considerations
//
// A reader holds the whole input, at most [Decoder.MaxBytes], and its
// segments. Time and memory are linear in the size of the input.
package srt

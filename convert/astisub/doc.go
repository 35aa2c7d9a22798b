// Package astisub carries scripts to and from the subtitles of package
// github.com/asticode/go-astisub, and reads and writes two formats through it:
// SSA/ASS (SubStation Alpha) and EBU STL (EBU Tech 3264).
//
// [FromScript] and [ToScript] are for programs that use that package already.
// The formats do not hand files to it as they come: it panics on some, stops at
// lines above 64 KiB without a word, cuts texts, drops characters it does not
// know, and prints to the log. So what is read is taken apart here first, with
// the place of everything that is wrong, and handed over in the plain form that
// it reads well, some hundred events at a time; what it writes is completed. A
// panic of it all the same is an error.
//
// # SSA/ASS
//
// Texts, times to the hundredth of a second, line breaks, speakers (Name) and
// the title are kept. Styles, positions, drawings, fonts and comments are not
// read, and that is said; override codes ({\i1}) are dropped from the text,
// and said with the segment. ASS has no escape: what a player would take for a
// code or a line break is written with look-alikes, and said:
//
//	{ }       ( )
//	\n \N \h  ＼n ＼N ＼h
//
// # EBU STL
//
// Files are in open subtitling, at 25 or 30 frames a second, in character code
// table 00 (Latin); what the table has no character for becomes "?", and is
// said. Rows have up to 40 characters. A row that was broken for length ends in
// a blank, and is joined again in reading; other ends of rows are line breaks.
// Text beyond the 112 bytes of a block goes on in extension blocks. The
// programme's start is the timecode of the first frame.
//
// Files in teletext are read, too, without colours and sizes, and so are notes
// for the subtitlers, as notes. The tables for Cyrillic, Arabic, Greek and
// Hebrew are not.
//
// # What could not be verified
//
// ASS is read back by ffmpeg in tests. No other program that reads EBU STL was
// at hand: what is written is checked by a second reader, made for the tests
// from EBU Tech 3264 alone, and by go-astisub itself. Whether a given broadcaster's
// ingest takes open subtitling, blocks that go on, or rows that end in a blank
// was not tried. The standard counts 30 frames a second for 525-line television
// and says nothing of drop-frame: the labels are those of the rate that is asked
// for, and whoever reads must know it. Files for teletext, with boxes and double
// height, are not written.
//
// # Security considerations
//
// A reader holds the whole input, at most MaxBytes of its Decoder, and its
// segments. Time and memory are linear in the size of the input.
package astisub

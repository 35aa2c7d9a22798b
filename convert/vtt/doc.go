// Package vtt reads and writes WebVTT (https://www.w3.org/TR/webvtt1/).
//
// The reader follows the specification's parsing algorithm to the letter, for
// any bytes: it finds the cues a browser finds, with the id, the times and the
// text (the textContent of getCueAsHTML) a browser gives them. Whatever the
// algorithm drops is a warning: cues, lines, style sheets, regions, cue
// settings and markup. A comment is the note of the cue behind it. What differs from browsers, on purpose:
//
//   - A cue without id gets its ordinal, and cues that start together keep
//     their order in the file.
//   - A cue beyond the range of [time.Duration] is dropped.
//   - Chromium takes the first cue's id from lines that the specification
//     drops, when several stand above its timing line; here they are dropped.
//   - Chromium loses half a character at the end of UTF-16; here it is U+FFFD.
//
// The writer keeps to what every measured client reads back whole, browsers
// and ffmpeg among them: UTF-8 without a byte order mark, LF, a bare header,
// one kind of timing line, no settings, "&", "<" and ">" escaped, no blank
// line or control character within a cue, every cue at least a millisecond
// long. What had to change for that is a warning that names the segment.
//
// # Security considerations
//
// Text is data: the writer escapes whatever could be markup, and the reader
// removes markup. Some players decode a cue and put the result into their page
// as HTML; [Encoder.Plain] is for these. The size of an input is limited by
// [Decoder.MaxBytes]; memory stays within a small multiple of it.
package vtt

// Package ttml reads and writes TTML, the W3C's Timed Text Markup Language.
// Package conform, below it, validates it.
//
// # Writing
//
// An [Encoder] writes one of four profiles: IMSC 1.1 Text and IMSC 1.0.1 Text,
// which players read; DAPT, the W3C's profile for audio description scripts;
// and EBU-TT-D. Each document says what it conforms to, and validating
// finds nothing in it. Times are hh:mm:ss.mmm.
//
// DAPT has a place for all of a script: an event for each segment, with its
// note, status and delivery cue as ttm:desc, and the media id as
// ebuttm:sourceMediaIdentifier. What a profile has no place for stands in the
// head, in attributes of elements in a namespace of our own, which readers of
// TTML pass over: job id and description type in all profiles, and media id,
// notes, status and cues in IMSC and EBU-TT-D. All of it is read back.
//
// An xml:id must be a name, and a segment's id may be any text; "1" becomes
// ad-1, "a b" becomes ad-a_20_b, a second "1" becomes ad-1_.2. Reading undoes
// that exactly. Text whose blanks XML would collapse is written with
// xml:space="preserve". What XML cannot hold at all, such as control
// characters, is dropped with a warning.
//
// # Reading
//
// A [Decoder] reads TTML 1 and 2 in every profile, the drafts of 2006, and
// documents that forget their namespace: all forms of time, exactly, in media
// and SMPTE time, and timed containers in parallel and in sequence, as
// TTML 2 section 12 has them. Each p that is ever shown is a segment, from
// when its first text is shown to when its last one vanishes. In DAPT an event
// gives its segments their id and descriptions; other types of ttm:desc stand
// in the note with the type before them.
//
// A script has no place for styling, agents, recorded and synthesised speech,
// animation, images, ruby text, times within a text, metadata of other
// vocabularies, nor for what DAPT says of a script's type, of what an event
// represents, who speaks, whether it is on screen, and what language it was.
// Each kind of it is told of in a warning that wraps [Loss]: how many there
// are, and where the first.
//
// In a sequence, white space between elements takes no time. Text with
// xml:space="preserve" keeps its white space; other text has it collapsed.
// SMPTE labels count from midnight unless [Decoder.Start] is set.
//
// # Security Considerations
//
// A document type declaration is refused, so that no entity is ever expanded
// and nothing is fetched. Input is limited in size, elements in depth, number
// of attributes and of namespaces; time and memory grow with the size of the
// input alone.
package ttml

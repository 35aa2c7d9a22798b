// Package edl reads and writes CMX 3600 edit decision lists (EDL), the lists
// of events that every editing system takes.
//
// It has two layers. [List] and [Event] are the syntax: [Parse] reads a list
// without knowing its frame rate and [List.WriteTo] writes it again, comments
// it does not understand included. [Decoder] and [Encoder] turn lists into
// scripts and back: an event is a segment, its record times say when, and its
// clip name says what.
//
// A list does not say its frame rate, and its times are labels of frames, not
// times: [Decoder] and [Encoder] must be told the rate. FCM says whether labels
// are dropped and nothing else. Record out is exclusive: it is the first frame
// after the event.
//
// The columns are those of the CMX 3600 list as Avid, Premiere, Resolve and
// Final Cut Pro 7 write it. That syntax, and the LOC comments Avid writes for
// locators, are well attested. Lists with reels beyond 8 characters are written
// in the columns of Avid's File_32 and File_128.
//
// # Security considerations
//
// Input is limited by MaxBytes, and memory is in proportion to it. Text is
// written on one line, so that no text can end its comment and begin an event.
package edl

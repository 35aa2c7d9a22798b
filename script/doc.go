// Package script is the model every format of vsconvert reads into and writes
// from: an audio description (AD) script, which is a list of timed texts that
// tell blind viewers what is on screen.
//
// A [Script] holds [Segment] values. Times are [time.Duration] values counted
// from the first frame of the programme; they are exact to the nanosecond and
// never pass through floating point. Text holds lines separated by "\n".
//
// A frame is a unit of formats that count them, and of package timecode. Sizes
// and limits such as MaxBytes are in bytes; lines and columns of a [Pos] count
// from 1, the columns in characters.
//
// The package also holds what all readers and writers say about a file:
// [ParseError] tells where a file stopped making sense, and [Warning] tells
// what a reader or writer had to drop, change or guess. Sentinel errors such
// as [ErrTime] tell what was wrong and are found with [errors.Is].
//
// # Concurrency
//
// Decoders and encoders are values without state: one may be used by many
// goroutines at once, as long as the functions set in it may, Warn above all.
// A script, and a writer that takes segments one by one, belong to one goroutine
// at a time; readers and writers do not change the script they are given unless
// they say so.
//
// # Memory
//
// Texts of a script that was read are mostly parts of the input, which was read
// as a whole: one short text that is kept keeps the whole input. Copy it with
// [strings.Clone] to let go of the rest.
//
// It imports the standard library only.
package script

// Package script is the model every format of vsconvert reads into and writes
// from: an audio description (AD) script, which is a list of timed texts that
// tell blind viewers what is on screen.
//
// A [Script] holds [Segment] values. Times are [time.Duration] values counted
// from the first frame of the programme; they are exact to the nanosecond and
// never pass through floating point. Text holds lines separated by "\n".
//
// The package also holds what all readers and writers say about a file:
// [ParseError] tells where a file stopped making sense, and [Warning] tells
// what a reader or writer had to drop, change or guess. Sentinel errors such
// as [ErrTime] tell what was wrong and are found with [errors.Is].
//
// It imports the standard library only.
package script

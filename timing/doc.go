// Package timing changes the times of a script after the programme has
// changed: another cut, another speed, another start.
//
//	Trim       keeps a stretch of the programme
//	Conform    plays the same frames at another speed
//	Sync       moves points that are heard to where they are meant
//	Shift      moves all
//	Snap       moves times to frames
//	Space      gives descriptions a length and a distance
//	Concat     puts the scripts of reels or episodes one behind the other
//	Reconform  moves descriptions along with the frames they stood on
//
// Where several are asked for, that is the order in which they make sense, and
// the one in which program vsconvert applies them.
//
// All arithmetic is rational and exact; each step rounds once, to the nearest
// nanosecond. A step changes all that it should or, when it returns an error,
// nothing: a time that would fall below zero is a [*script.SegmentError] that
// wraps [script.ErrNegativeTime].
package timing

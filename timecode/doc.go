// Package timecode converts between SMPTE ST 12 timecode labels, frame numbers
// and [time.Duration], exactly, at the frame rates of film and video.
//
// A timecode is the label of a frame, never a time: the time of frame n at
// num/den frames a second is n*den/num seconds. Drop-frame counting skips
// labels, never frames. All arithmetic is on integers.
//
// Durations become the nearest frame, halves up. A time printed to
// milliseconds is off by at most half a millisecond, which is less than half a
// frame at up to 120 frames a second, so frames to milliseconds and back is
// the identity; rounding is monotonic, so neighbours that touch still touch
// and never overlap. Rounding starts down and ends up would do neither.
package timecode

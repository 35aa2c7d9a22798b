// Package merge compares two versions of a script and takes what was changed
// in an edited copy back onto the original.
//
// Segments are matched by id, then by start. What the copy's format cannot
// hold is told from what its editor changed by a baseline: the original after
// a trip through that format. A value that equals the baseline was not
// touched, and the original's, exact to the nanosecond and with all its line
// breaks, stays.
package merge

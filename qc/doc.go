// Package qc measures how fast a description must be spoken, and flags
// what a listener would stumble over.
//
// Rates are words per minute, or characters per second in languages that
// write no blanks between words or count speech by the syllable sign
// (Japanese, Chinese, Korean, Thai and their kin). The default limits are
// working values of this program, not those of a standard: no guide of the
// field prints a figure. They lie around the 167-189 words a minute measured
// in described films (Jankowska et al. 2017).
package qc

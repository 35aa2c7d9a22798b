// Package qc judges an audio description script: which descriptions cannot be
// spoken in their time, collide with each other or with the dialogue, would
// break a player or make a voice stumble, and by how much.
//
//	findings := qc.Check(s, qc.ProfileOf(s))
//
// Every judgement is a [Rule] with a code, a severity and a unit; what the
// rules go by stands in a [Profile]. [Mend] mends what can be mended safely, and
// [Slots] finds the time that is free for descriptions.
//
// Rates are words per minute, or characters per second in languages that
// write no blanks between words or count speech by the syllable sign
// (Japanese, Chinese, Korean, Thai and their kin). The default limits are
// working values of this program, not those of a standard: no guide of the
// field prints a figure. They lie around the 167-189 words a minute measured
// in described films (Jankowska et al. 2017). docs/checks.md has the source of
// each.
//
// Nothing in this package keeps state, reads files or prints: its functions
// may be called from several goroutines at once, and give the same findings for
// the same script each time.
package qc

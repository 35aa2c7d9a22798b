// Package transcript writes descriptive transcripts: what is said in a
// programme and what is described, in the order of time, as text to read. WCAG
// 2.2 asks for one where there is no audio description (success criterion
// 1.2.3), and for media without sound or pictures (1.2.1).
//
// It is written as an HTML page, plain text or Markdown. Descriptions and
// speech are told apart in words: each passage begins with "Description",
// "Extended description", the speaker's name, or "Dialogue" where nobody is
// named. Nothing depends on colour, place or shape. These words are in English,
// and marked as that in pages of another language.
//
// A transcript is written only: it does not say when anything ends.
package transcript

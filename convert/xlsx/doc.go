// Package xlsx reads and writes audio description scripts as Excel workbooks
// (Office Open XML) for the people who write, review and speak them.
//
// The sheet "AD Script" has a title block, a header and a row for each
// segment: ID, Start, End, Duration (s), Description, Words, WPM, Flags,
// Delivery cue, Status, Reviewer note and Language (empty for the script's
// own). Duration, words, rate and flags are worked out when written and ignored
// when read. The sheet "Summary" counts them. A third, hidden sheet and the
// document's properties remember what the rows do not show.
//
// # What is kept
//
// All of a script: title, language, type, job and media id, and every field of
// its segments. Cells show times to the millisecond, or to the frame where a
// rate is set, both rounded to the nearest, halves up; the hidden sheet holds
// the exact ones by id, and reading gives these back wherever the cell still
// says what was written. Without the hidden sheet, which some programs drop,
// the title block does for the rest and times are as precise as their cells.
//
// A text of more than 32,767 UTF-16 units, which no cell holds, is an error
// that names the segment, and so are more segments than a sheet has rows.
// Control characters, which no workbook may contain, are dropped and reported.
//
// # Dialogue and other languages
//
// [Encoder.Dialogue] shows what is spoken in the programme in rows of its own.
// Such a row has in place of an id the word "Dialogue" and four hexadecimal
// digits that sum up the words of its text; whatever else was done to the table,
// a row with that mark is never read as a description. Where digits and text do
// not agree somebody wrote over the row, and reading warns of it.
//
// [Encoder.With] shows translations in columns of their own, "Description (de)"
// and "WPM (de)", and remembers the id and times of each in a column behind all
// others. [Decoder.Language] reads such a column; a row that has a text in it
// alone is no segment of the script's own language.
//
// # Security
//
// Texts are written as text cells, never as formulas. Reading runs nothing,
// follows no link, bounds what a small file may unpack to, and takes a formula
// for its last result.
package xlsx

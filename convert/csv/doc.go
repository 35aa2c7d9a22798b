// Package csv reads and writes audio description scripts as comma-separated
// values and their kin with tabs, semicolons or bars (RFC 4180): a row for
// each segment, below one row of headers.
//
// The columns are ID, Start, End, Duration (s), Description, Words, WPM,
// Flags, Delivery cue, Status, Reviewer note and Language. Duration, words,
// rate and flags are worked out when written and ignored when read. Title, type
// and job of a script have no place in the rows; writing reports them as
// dropped, and xlsx keeps them.
//
// Reading takes anybody's table: see [Decoder].
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
// # Spreadsheet programs
//
// A program that opens a CSV file guesses types. It turns 00:01:02.345 into a
// time and saves hundredths of a second, and 001 into 1; [Colon] times stay as
// they are. For scripts that people edit, prefer xlsx.
//
// # Security
//
// Spreadsheet programs run cells that begin with = + - or @ as formulas. Such
// texts, and those that begin with a tab or CR, are written with an apostrophe
// in front, and so are those that begin with apostrophes followed by one of
// these; reading takes one off again. Programs cut lines at a comma, semicolon
// or tab by their country, not by the file, so an apostrophe also goes behind
// one of these within a text if a formula would begin there, "a;=1" becoming
// "a;'=1". The pair is exact for every text. Raw
// turns it off, for programs that are no spreadsheet.
//
// # Cue sheets
//
// Preset "adr" writes the columns that ADR cueing programs map by themselves
// (Cue Number, Character, Start Timecode, End Timecode, Line, Notes); "nuendo"
// writes the exact header of Steinberg Nuendo's ADR import. Both hold
// timecodes and need a Rate. Nuendo's form is well attested; that every ADR
// program maps the other is likely, not certain.
//
// # EASEL
//
// Preset "easel" is the script of the editor of ACTF EASEL, eleven columns by
// their places without a header: start, wave file, extended (0 or 1), gender,
// language, speed, pitch, volume, whether to use the wave file, its speed, and
// the description. Only the start must be filled in. There are no ends:
// descriptions last as long as their words take, and an end that differs is
// said. What the voice is to be like is not read, and left blank in writing. No
// copy of EASEL was at hand: whether it takes blanks, quotes and UTF-8 without
// a byte order mark was not tried.
package csv

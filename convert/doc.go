// Package convert is the table of file formats: it finds out a file's format,
// reads it into a [script.Script] and writes a script in any of them. What it
// knows of a format is its row in the table; the formats themselves are the
// packages below this one.
//
// Every format that is written is also read. What a format cannot hold is in
// its row ([Format.Keeps], [Format.Loses]), and its writer warns about what a
// script loses.
package convert

// Package table turns scripts into rows of cells and rows of cells into
// scripts, for the formats that are tables.
//
// Reading takes anybody's sheet: the header is found by the names its columns
// go by, below a title block and in any order; times are read in every form
// that spreadsheets, editing systems and describers are known to leave behind.
package table

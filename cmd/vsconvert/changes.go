package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/merge"
)

var changeHeader = []string{"ID", "Start", "Field", "Change", "Before", "After"}

// changeWriter returns what writes changes as format to, or as the extension
// of output says, or as a table.
func changeWriter(to, output string) (changesFunc, error) {
	name := to
	if name == "" {
		name = strings.TrimPrefix(strings.ToLower(filepath.Ext(output)), ".")
	}
	switch {
	case name == "csv":
		return func(w io.Writer, c []merge.Change) error { return csv.WriteRows(w, ',', rows(c)) }, nil
	case name == "tsv":
		return func(w io.Writer, c []merge.Change) error { return csv.WriteRows(w, '\t', rows(c)) }, nil
	case name == "xlsx":
		return func(w io.Writer, c []merge.Change) error { return xlsx.WriteRows(w, "Changes", rows(c)) }, nil
	case name == "json":
		return writeJSONChanges, nil
	case to == "" && (output == "" || output == stdio || name == "txt"):
		return printChanges, nil
	}
	return nil, usagef("", "changes are written as csv, tsv, xlsx, json or txt, not %q", name)
}

// rows returns the changes as a table with a header.
func rows(changes []merge.Change) [][]string {
	all := make([][]string, 0, len(changes)+1)
	all = append(all, changeHeader)
	for _, c := range changes {
		start := ""
		if c.ID != "" {
			start = merge.FormatTime(c.Start)
		}
		all = append(all, []string{c.ID, start, c.Field, c.Kind.String(), c.Before, c.After})
	}
	return all
}

func writeJSONChanges(w io.Writer, changes []merge.Change) error {
	type row struct {
		ID     string `json:"id"`
		Start  string `json:"start,omitempty"`
		Field  string `json:"field"`
		Change string `json:"change"`
		Before string `json:"before"`
		After  string `json:"after"`
	}
	all := []row{}
	for _, r := range rows(changes)[1:] {
		all = append(all, row{r[0], r[1], r[2], r[3], r[4], r[5]})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"changes": all})
}

// Widest columns of the table on a terminal; longer values are wrapped.
const (
	widestID    = 20
	widestValue = 44
)

// printChanges writes changes as a table for reading, with nothing cut.
func printChanges(w io.Writer, changes []merge.Change) error {
	if len(changes) == 0 {
		_, err := fmt.Fprintln(w, "no changes")
		return err
	}
	var cells [][][]string // row, column, line
	widths := make([]int, len(changeHeader))
	for _, row := range rows(changes) {
		lines := make([][]string, len(row))
		for i, value := range row {
			limit := widestValue
			if i == 0 {
				limit = widestID
			}
			lines[i] = wrap(value, limit)
			for _, line := range lines[i] {
				widths[i] = max(widths[i], utf8.RuneCountInString(line))
			}
		}
		cells = append(cells, lines)
	}
	var b strings.Builder
	for _, row := range cells {
		printRow(&b, row, widths)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func printRow(b *strings.Builder, row [][]string, widths []int) {
	height := 0
	for _, lines := range row {
		height = max(height, len(lines))
	}
	for n := range height {
		var line strings.Builder
		for i, lines := range row {
			value := ""
			if n < len(lines) {
				value = lines[n]
			}
			line.WriteString(value + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(value)+2))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
}

// wrap breaks s into lines of at most width characters, at blanks if it can.
func wrap(s string, width int) []string {
	var all []string
	for line := range strings.SplitSeq(s, "\n") {
		line = clean(line)
		for utf8.RuneCountInString(line) > width {
			cut := cutAt(line, width)
			all = append(all, strings.TrimRight(line[:cut], " "))
			line = strings.TrimLeft(line[cut:], " ")
		}
		all = append(all, line)
	}
	return all
}

// cutAt returns where to break a line: behind the last blank within width
// characters, else behind that many.
func cutAt(line string, width int) int {
	n, blank := 0, 0
	for i, r := range line {
		if n == width {
			if blank > 0 {
				return blank
			}
			return i
		}
		if r == ' ' {
			blank = i
		}
		n++
	}
	return len(line)
}

package main

import (
	"encoding/json"
	"io"
	"path/filepath"
	"slices"
	"strings"

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
		return func(w io.Writer, c []merge.Change) error { return xlsx.WriteChanges(w, signOff(c)) }, nil
	case name == "json":
		return writeJSONChanges, nil
	case to == "" && (output == "" || output == stdio || name == "txt"):
		return printChanges, nil
	}
	return nil, usagef("", "changes are written as csv, tsv, xlsx, json or txt, not %q", name)
}

// rows returns the changes as a table with a header. Who made them is in it
// where it is known of any.
func rows(changes []merge.Change) [][]string {
	all := make([][]string, 0, len(changes)+1)
	signed := slices.ContainsFunc(changes, func(c merge.Change) bool { return c.By != "" })
	header := slices.Clone(changeHeader)
	if signed {
		header = append(header, "By")
	}
	all = append(all, header)
	for _, c := range changes {
		start := ""
		if c.ID != "" {
			start = merge.FormatTime(c.Start)
		}
		row := []string{c.ID, start, string(c.Field), c.Kind.String(), c.Before, c.After}
		if signed {
			row = append(row, c.By)
		}
		all = append(all, row)
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
		By     string `json:"by,omitempty"`
	}
	all := []row{}
	for i, r := range rows(changes)[1:] {
		all = append(all, row{r[0], r[1], r[2], r[3], r[4], r[5], changes[i].By})
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"changes": all})
}

package main

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
)

// signOff puts the changes of each segment in one row, for people who agree to
// them on paper.
func signOff(changes []merge.Change) []xlsx.ChangeRow {
	var all []xlsx.ChangeRow
	for i := 0; i < len(changes); {
		n := 1
		for i+n < len(changes) && changes[i].ID != "" && changes[i+n].ID == changes[i].ID && changes[i+n].Start == changes[i].Start {
			n++
		}
		all = append(all, signOffRow(changes[i:i+n]))
		i += n
	}
	return all
}

func signOffRow(changes []merge.Change) xlsx.ChangeRow {
	first := changes[0]
	row := xlsx.ChangeRow{ID: first.ID, Before: first.Text, After: first.Text}
	if first.ID == "" {
		row.ID, row.Before, row.After = "(script)", first.Before, first.After
	} else {
		row.In, row.Out = merge.FormatTime(first.Start), merge.FormatTime(first.End)
	}
	var what []string
	for _, c := range changes {
		if c.Field == script.FieldText || c.Field == merge.FieldSegment {
			row.Before, row.After = c.Before, c.After
			if c.Kind == merge.Missing || c.Kind == merge.Deleted {
				row.After = ""
			}
		}
		what = append(what, inWords(c))
	}
	row.What = strings.Join(what, "\n")
	return row
}

// inWords says what changed, in a line.
func inWords(c merge.Change) string {
	switch {
	case c.Kind == merge.Missing:
		return "missing in the copy, and kept"
	case c.Field == merge.FieldSegment:
		return "segment " + c.Kind.String()
	case c.Field == script.FieldText:
		words := xlsx.ChangedWords(c.Before, c.After)
		if c.Kind == merge.Changed {
			return "text: " + words
		}
		return fmt.Sprintf("text, %s: %s", c.Kind, words)
	case c.Kind == merge.Shifted:
		return "all times shifted: " + c.After
	case c.Kind == merge.Changed:
		return fmt.Sprintf("%s: %s -> %s", c.Field, orNone(c.Before), orNone(c.After))
	}
	return fmt.Sprintf("%s, %s: %s -> %s", c.Field, c.Kind, orNone(c.Before), orNone(c.After))
}

func orNone(s string) string {
	if s == "" {
		return "(none)"
	}
	return s
}

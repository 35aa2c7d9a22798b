package table

import (
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// Others returns which of the columns that are none of ours are written, by
// their places: all but those that a translation takes.
func Others(columns *script.Columns, with []*script.Script) []int {
	if columns == nil {
		return nil
	}
	var places []int
	for i, name := range columns.Names {
		f, language := inLanguage(name)
		if f == Text && slices.ContainsFunc(with, func(s *script.Script) bool { return strings.EqualFold(s.Language, language) }) {
			continue
		}
		places = append(places, i)
	}
	return places
}

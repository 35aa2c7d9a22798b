package sniff

import "strings"

// isMarkerSheet reports whether text is the marker list that Premiere calls
// CSV. Its header is in the user's language, so what stands below decides: name,
// description, in, out and duration as timecodes, and a type, with tabs between.
func isMarkerSheet(text string) bool {
	if strings.HasPrefix(text, "Marker Name\t") {
		return true
	}
	header, rest := cutLine(text)
	if columns := strings.Count(header, "\t") + 1; columns < 6 || columns > 7 || strings.Contains(header, ":") {
		return false
	}
	for range 50 { // descriptions may have line breaks
		var line string
		line, rest = cutLine(rest)
		columns := strings.Split(strings.TrimSuffix(line, "\t"), "\t")
		if n := len(columns); n > 3 && n < 7 && areTimes(columns[n-4:n-1]) {
			return true
		}
		if rest == "" {
			return false
		}
	}
	return false
}

// areTimes reports whether all of them are timecodes.
func areTimes(all []string) bool {
	for _, s := range all {
		groups := strings.FieldsFunc(strings.TrimSpace(s), func(r rune) bool { return r == ':' || r == ';' })
		if len(groups) != 4 {
			return false
		}
		for _, g := range groups {
			if len(g) != 2 && len(g) != 3 || strings.Trim(g, "0123456789") != "" {
				return false
			}
		}
	}
	return true
}

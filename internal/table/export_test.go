package table

import "strings"

// AliasLanguages returns the first name of each field in each language of the
// data.
func AliasLanguages() map[string]map[string]string {
	all := map[string]map[string]string{}
	for line := range strings.Lines(aliasData) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSpace(line), "  ")
		all[fields[0]] = map[string]string{}
		for _, part := range fields[1:] {
			field, list, _ := strings.Cut(part, "=")
			all[fields[0]][field], _, _ = strings.Cut(list, ",")
		}
	}
	return all
}

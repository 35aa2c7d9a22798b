package table

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

//go:embed aliases.txt
var aliasData string

// names are those columns are known to go by, normalised.
type names struct {
	of    map[string]Field
	vague map[string]bool // that may mean something else
}

// aliases are the names in all languages. English goes first; of the others, a
// name that is that of two fields is that of none.
var aliases = sync.OnceValue(func() names {
	n := names{make(map[string]Field, 1500), map[string]bool{}}
	twice := map[string]bool{}
	for line := range strings.Lines(aliasData) {
		fields := strings.Split(strings.TrimSpace(line), "  ")
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, part := range fields[1:] {
			field, list, _ := strings.Cut(part, "=")
			f := Field(slices.Index(fieldNames[:], field))
			for alias := range strings.SplitSeq(list, ",") {
				name := normalise(alias)
				other, known := n.of[name]
				twice[name] = twice[name] || known && other != f
				n.of[name] = f
				n.vague[name] = isShort(name)
			}
		}
	}
	for name, is := range twice {
		if is {
			delete(n.of, name)
		}
	}
	for name, f := range english {
		n.of[name], n.vague[name] = f, vagueNames[name]
	}
	return n
})

// isShort reports whether a name is a word of one or two letters, such as "de"
// or "do". Where a letter is a word, two are enough.
func isShort(name string) bool {
	return len(name) < 6 && utf8.RuneCountInString(name) < 3
}

package markers

import (
	"strings"
	"unicode"
)

// Tally is how many items of a kind there are, and how many words they say.
type Tally struct{ N, Words int }

// Add takes in an item by what it says.
func (t *Tally) Add(text string) {
	t.N++
	t.Words += words(text)
}

// Outdoes reports whether the items hold the descriptions rather than others
// do: unless these have more than twice as many words, or, where nothing has
// any, are more than twice as many.
func (t Tally) Outdoes(others Tally) bool {
	if t.Words+others.Words > 0 {
		return t.N > 0 && others.Words <= 2*t.Words
	}
	return t.N > 0 && others.N <= 2*t.N
}

// words counts what looks like words of a text rather than the name of a
// recording: "Audio 1_01.L" has one. Scripts without blanks count two
// characters as one.
func words(s string) (n int) {
	for word := range strings.FieldsSeq(s) {
		word = strings.TrimFunc(word, unicode.IsPunct)
		dense := 0
		plain := word != ""
		for _, r := range word {
			if r >= '\u0E00' && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
				dense++
			}
			plain = plain && (unicode.IsLetter(r) || unicode.IsMark(r) || r == '\'' || r == '’' || r == '-')
		}
		switch {
		case dense > 0:
			n += (dense + 1) / 2
		case plain:
			n++
		}
	}
	return n
}

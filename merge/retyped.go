package merge

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// isRetyped reports whether edited is what a spreadsheet program makes of a
// text that looks like a number, a date, a time or a truth value: 123 of
// "0123", 100000 of "1e5", 2026-01-02 of "1/2", TRUE of "true".
func isRetyped(base, edited string) bool {
	base, edited = strings.TrimSpace(base), strings.TrimSpace(edited)
	if base == "" || edited == "" || len(base) > 40 || len(edited) > 40 || !hasDigit(base) && !isTruth(base) {
		return false
	}
	return sameNumber(base, edited) || sameDate(base, edited) || sameTruth(base, edited)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// sameNumber compares numbers to the digits that the second one has.
func sameNumber(base, edited string) bool {
	a, ok1 := number(base)
	b, ok2 := number(edited)
	if !ok1 || !ok2 {
		return false
	}
	if a == b {
		return true
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(edited), "e")
	digits := 0
	for _, r := range strings.TrimLeft(mantissa, "-+0.,") {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	return digits >= 3 && strconv.FormatFloat(a, 'e', digits-1, 64) == strconv.FormatFloat(b, 'e', digits-1, 64)
}

// number reads what a cell takes for a number.
func number(s string) (float64, bool) {
	s, percent := strings.CutSuffix(s, "%")
	for i, r := range s {
		if (r < '0' || r > '9') && !strings.ContainsRune(".,+-eE", r) || i == 0 && (r == 'e' || r == 'E') {
			return 0, false
		}
	}
	if strings.Count(s, ",") == 1 && !strings.Contains(s, ".") && !isGrouped(s) {
		s = strings.Replace(s, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if percent {
		v /= 100
	}
	return v, err == nil
}

// isGrouped reports whether a comma stands before three digits.
func isGrouped(s string) bool {
	_, rest, _ := strings.Cut(s, ",")
	return len(rest) == 3
}

// sameDate compares the numbers of what looks like a day, or a time of it: the
// program adds the year or the seconds, exchanges day and month, and may name
// the month.
func sameDate(base, edited string) bool {
	parts, ok := dateParts(base)
	if !ok || sameNumber(base, edited) {
		return false
	}
	shown, ok := dateParts(edited)
	if !ok || len(shown) < len(parts) {
		return false
	}
	for _, p := range parts {
		i := slices.IndexFunc(shown, func(q int) bool { return p == q || p+2000 == q || p+1900 == q })
		if i < 0 {
			return false
		}
		shown = slices.Delete(shown, i, i+1)
	}
	return !slices.ContainsFunc(shown, func(left int) bool { return left != 0 && left < 1900 })
}

// months are the beginnings of their names in the languages of programs.
var months = [...][]string{
	{"jan", "ene", "gen", "janv"}, {"feb", "fév", "fev"}, {"mar", "mär", "mrz"}, {"apr", "avr", "abr"}, {"may", "mai", "mag", "mayo"}, {"jun", "juin", "giu"},
	{"jul", "juil", "lug"}, {"aug", "août", "ago"}, {"sep", "set", "sept"}, {"oct", "okt", "ott", "out"}, {"nov"}, {"dec", "dez", "déc", "dic"},
}

// dateParts returns the two or more numbers of a date or time. A month may be
// a name.
func dateParts(s string) ([]int, bool) {
	var parts []int
	marks := 0
	for _, word := range strings.FieldsFunc(s, func(r rune) bool {
		mark := strings.ContainsRune("/-.: ", r)
		if mark {
			marks++
		}
		return mark
	}) {
		n, err := strconv.Atoi(word)
		switch {
		case err == nil && n >= 0 && n < 10000:
			parts = append(parts, n)
		case strings.EqualFold(word, "AM"), strings.EqualFold(word, "PM"):
		default:
			month := monthOf(word)
			if month == 0 {
				return nil, false
			}
			parts = append(parts, month)
		}
	}
	return parts, len(parts) >= 2 && len(parts) <= 6 && marks >= 1
}

func monthOf(word string) int {
	word = strings.ToLower(word)
	for i, names := range months {
		for _, name := range names {
			if word == name || len(word) > len(name) && strings.HasPrefix(word, name) && len(word) < 11 {
				return i + 1
			}
		}
	}
	return 0
}

var truths = [...][]string{
	{"true", "wahr", "vrai", "verdadero", "verdadeiro", "vero", "waar", "истина", "prawda", "真"},
	{"false", "falsch", "faux", "falso", "onwaar", "ложь", "fałsz", "偽"},
}

func isTruth(s string) bool { return truthOf(s) >= 0 }

func truthOf(s string) int {
	s = strings.ToLower(s)
	for i, words := range truths {
		if slices.Contains(words, s) {
			return i
		}
	}
	return -1
}

// sameTruth compares truth values, which programs write in their language and
// in capitals, or as a number.
func sameTruth(base, edited string) bool {
	value := truthOf(base)
	if value < 0 {
		return false
	}
	return truthOf(edited) == value && edited == strings.ToUpper(edited) || edited == strconv.Itoa(1-value)
}

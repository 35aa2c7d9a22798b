package table

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

// Optional are the columns behind all others that only a script has which
// fills them.
var Optional = [...]Field{Speaker, Extended}

// Used returns the optional columns that some segment fills.
func Used(segments []script.Segment) []Field {
	var used []Field
	for _, column := range Optional {
		f := texts[column]
		for i := range segments {
			if f.Value(&segments[i]) != "" {
				used = append(used, column)
				break
			}
		}
	}
	return used
}

// Title returns the name of an optional column.
func (f Field) Title() string {
	name := fieldNames[f]
	return strings.ToUpper(name[:1]) + name[1:]
}

// Text returns the cell of seg in the column of a text.
func (f Field) Text(seg *script.Segment) string { return texts[f].Value(seg) }

// Header returns the names of a script's columns, without the optional ones.
// Where speech is counted in characters, so are its columns.
func Header(u qc.Unit) []string {
	count, rate := "Words", "WPM"
	if u == qc.CPS {
		count, rate = "Characters", "CPS"
	}
	return []string{"ID", "Start", "End", "Duration (s)", "Description", count, rate, "Flags", "Delivery cue", "Status", "Reviewer note", "Language"}
}

// CountText returns the count of m with its unit, for a row that is counted
// otherwise than its script.
func CountText(m qc.Measure) string {
	if m.Unit == qc.CPS {
		return strconv.Itoa(m.Count) + " characters"
	}
	return strconv.Itoa(m.Count) + " words"
}

// AppendRate appends the rate of m to dst: whole words, or tenths of
// characters, and more digits where the rate has them.
func AppendRate(dst []byte, m qc.Measure) []byte {
	digits := -1
	if m.Unit == qc.CPS && m.Rate == math.Round(m.Rate*10)/10 {
		digits = 1
	}
	return strconv.AppendFloat(dst, m.Rate, 'f', digits, 64)
}

// RateText returns the rate of m with its unit: "150 WPM", "5.2 CPS".
func RateText(m qc.Measure) string {
	if m.Unit == qc.CPS {
		return string(AppendRate(nil, m)) + " CPS"
	}
	return string(AppendRate(nil, m)) + " WPM"
}

// Units counts the UTF-16 units of s, which must be valid UTF-8.
func Units(s string) int {
	n := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 0xF0:
			n += 2
		case c < utf8.RuneSelf || c >= 0xC0:
			n++
		}
	}
	return n
}

// Guarded reports whether a spreadsheet program might run s as a formula, or
// might be thought to have been guarded against that: it begins with = + - @,
// a tab or CR, or with apostrophes and then one of these. Such a text gets one
// apostrophe more.
func Guarded(s string) bool {
	i := 0
	for i < len(s) && s[i] == '\'' {
		i++
	}
	if i == len(s) {
		return false
	}
	switch s[i] {
	case '=', '+', '-', '@', '\t', '\r':
		return true
	}
	return false
}

// Unguard undoes the guard: it takes the first apostrophe off a text that has
// one by [Guarded].
func Unguard(s string) string {
	if s != "" && s[0] == '\'' && Guarded(s) {
		return s[1:]
	}
	return s
}

// splits are where programs cut a line into cells, whatever the delimiter of
// the file is: which one they take goes by the country.
const splits = ",;\t"

// GuardWithin returns s with an apostrophe behind each comma, semicolon or tab
// behind which there would be a formula if a program cut s there.
func GuardWithin(s string) string {
	if !splitsIntoFormula(s) {
		return s
	}
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if strings.IndexByte(splits, s[i]) >= 0 && isFormula(s[i+1:]) {
			b.WriteByte('\'')
		}
	}
	return b.String()
}

// UnguardWithin undoes [GuardWithin].
func UnguardWithin(s string) string {
	if !splitsIntoFormula(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		b.WriteByte(s[i])
		if strings.IndexByte(splits, s[i]) >= 0 && isFormula(s[i+1:]) && s[i+1] == '\'' {
			i++
		}
	}
	return b.String()
}

func splitsIntoFormula(s string) bool {
	for i := range len(splits) {
		for rest := s; ; {
			at := strings.IndexByte(rest, splits[i])
			if at < 0 {
				break
			}
			if rest = rest[at+1:]; isFormula(rest) {
				return true
			}
		}
	}
	return false
}

// isFormula reports whether s begins like a formula, perhaps behind quotes and
// apostrophes.
func isFormula(s string) bool {
	i := 0
	for i < len(s) && (s[i] == '\'' || s[i] == '"') {
		i++
	}
	return i < len(s) && (s[i] == '=' || s[i] == '+' || s[i] == '-' || s[i] == '@')
}

// FlagTexts remembers the words of flags: a script has few kinds of them.
type FlagTexts map[qc.Set]string

// Of returns the words.
func (t FlagTexts) Of(f qc.Set) string {
	if f == 0 {
		return ""
	}
	text, ok := t[f]
	if !ok {
		text = f.String()
		t[f] = text
	}
	return text
}

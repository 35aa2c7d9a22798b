package qc

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/script"
)

// text holds what concerns the text of a segment alone.
func (c *checker) text(i int) {
	text := c.Segments[i].Text
	if odd := unspeakable(text); len(odd) > 0 {
		c.find(i, Unspeakable, 0, 0, Fix{}, "no voice can read %s", strings.Join(odd, ", "))
	}
	if !clean.BalancedBidi(text) {
		c.find(i, Bidi, 0, 0, Fix{}, "a character that turns the direction of writing stands alone")
	}
	if word := shouted(text); word != "" {
		c.find(i, Shouting, 0, 0, Fix{}, "%q is in capitals", script.Shorten(word))
	}
	if address := address(text); address != "" {
		c.find(i, URL, 0, 0, Fix{}, "%q is an address", script.Shorten(address))
	}
	c.letters(i)
}

// letters holds the letters against the language.
func (c *checker) letters(i int) {
	language := c.language(i)
	if language == "" {
		return
	}
	own, foreign, which := lettersOf(c.Segments[i].Text, scriptsOf(language))
	if all := own + foreign; all >= minLetters && 2*foreign > all {
		c.find(i, WrongLanguage, float64(foreign)/float64(all), 0.5, Fix{}, "the language is %s, and %d of %d letters are %s", language, foreign, all, which)
	}
}

// minLetters is how many letters a text has at least whose language is judged:
// fewer may be a name.
const minLetters = 4

// lettersOf counts the letters of s that are of the scripts and those that are
// not, and tells the script of the first of those. Without scripts it counts
// nothing.
func lettersOf(s string, scripts []string) (own, foreign int, which string) {
	if len(scripts) == 0 {
		return 0, 0, ""
	}
	last, isOwn := "", false
	for _, r := range s {
		if r < utf8.RuneSelf && class[r] != sound || !unicode.IsLetter(r) {
			continue
		}
		if name := scriptOf(r, last); name != last {
			last, isOwn = name, contains(scripts, name)
		}
		switch {
		case last == "":
		case isOwn:
			own++
		default:
			if foreign == 0 {
				which = last
			}
			foreign++
		}
	}
	return own, foreign, which
}

func contains(all []string, name string) bool {
	for _, s := range all {
		if s == name {
			return true
		}
	}
	return false
}

// scriptOf returns the script of a letter, or "" for one that many scripts use.
// hint is tried first.
func scriptOf(r rune, hint string) string {
	if r < utf8.RuneSelf {
		return "Latin"
	}
	if hint != "" && unicode.Is(unicode.Scripts[hint], r) {
		return hint
	}
	for _, name := range letterScripts {
		if unicode.Is(unicode.Scripts[name], r) {
			return name
		}
	}
	return ""
}

// unspeakable lists the kinds of characters in s that no voice can read.
func unspeakable(s string) []string {
	var all []string
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < ' ' && class[c] != blank || c == 0x7F {
				all = appendOnce(all, fmt.Sprintf("%U", rune(c)))
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if isUnspeakable(r, size) {
			all = appendOnce(all, showRune(r))
		}
		i += size
	}
	return all
}

const mostShown = 5 // characters in a message

func appendOnce(all []string, s string) []string {
	if contains(all, s) || len(all) > mostShown {
		return all
	}
	if len(all) == mostShown {
		s = "…"
	}
	return append(all, s)
}

func showRune(r rune) string {
	if unicode.IsGraphic(r) && r != utf8.RuneError {
		return fmt.Sprintf("%c (%U)", r, r)
	}
	return fmt.Sprintf("%U", r)
}

// spoken are the symbols that voices do read, or pass over without harm.
const spoken = "¢£¤¥¨¬¯°±´¸×÷©®™℃℉№℮−≈≠≤≥∞€₩₹₽"

// formats are characters without width that writing needs.
const formats = "\u00AD\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\uFEFF"

func isUnspeakable(r rune, size int) bool {
	switch {
	case r == utf8.RuneError && size == 1:
		return true
	case r < 0x300:
		return r < 0xA0 && r != 0x85 || unicode.IsSymbol(r) && !strings.ContainsRune(spoken, r) && !isAccent(r)
	case unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.Z):
		return 0xFE00 <= r && r <= 0xFE0F && r >= 0xFE0F // variation selectors stand with what is told already
	case unicode.Is(unicode.Cf, r):
		return !strings.ContainsRune(formats, r)
	case unicode.In(r, unicode.Sc, unicode.Sk):
		return 0x1F3FB <= r && r <= 0x1F3FF
	}
	return !strings.ContainsRune(spoken, r)
}

// isAccent reports whether r is an accent that stands alone, as phonetic
// writing has them.
func isAccent(r rune) bool { return unicode.Is(unicode.Sk, r) }

// shouted returns the first words of s in capitals: one of four letters or
// more, or two in a row of two letters or more. Numbers of Roman digits are
// none.
func shouted(s string) string {
	if !hasCapitals(s) {
		return ""
	}
	before := ""
	for token := range strings.FieldsSeq(s) {
		word := strings.TrimFunc(token, func(r rune) bool { return !isSound(r) })
		n := capitals(word)
		switch {
		case n >= 4 && strings.Trim(word, "IVXLCDM") != "":
			return word
		case n >= 2 && before != "":
			return before + " " + word
		case n >= 2 && word == strings.TrimRight(token, `"'”’»)`):
			before = word
		default:
			before = ""
		}
	}
	return ""
}

// hasCapitals reports whether two capitals may stand beside each other in s.
func hasCapitals(s string) bool {
	last := false
	for i := range len(s) {
		upper := 'A' <= s[i] && s[i] <= 'Z' || s[i] >= utf8.RuneSelf
		if upper && last {
			return true
		}
		last = upper
	}
	return false
}

// capitals counts the letters of a word that has only capitals; others have 0.
func capitals(word string) int {
	n := 0
	for _, r := range word {
		switch {
		case unicode.IsUpper(r):
			n++
		case unicode.IsLetter(r):
			return 0
		}
	}
	return n
}

// domains are the endings by which an address is known that has neither
// "www." nor "://" in front.
const domains = " com org net edu gov info app dev tv io eu uk de fr es jp kr cn ru br ca au nl ch pl se int mil "

// address returns the first address of the web or of mail in s.
func address(s string) string {
	if !strings.Contains(s, ".") && !strings.Contains(s, "://") {
		return ""
	}
	for token := range strings.FieldsSeq(s) {
		word := strings.Trim(token, `.,;:!?"'()[]<>«»“”„‘’…`)
		if isAddress(word) {
			return word
		}
	}
	return ""
}

func isAddress(word string) bool {
	lower := strings.ToLower(word)
	if scheme, rest, ok := strings.Cut(lower, "://"); ok {
		return scheme != "" && rest != ""
	}
	if strings.HasPrefix(lower, "www.") && len(lower) > len("www.") {
		return true
	}
	if _, host, ok := strings.Cut(lower, "@"); ok {
		lower = host
	}
	host, _, _ := strings.Cut(lower, "/")
	i := strings.LastIndexByte(host, '.')
	if i < 1 || !isHost(host) {
		return false
	}
	return strings.Contains(domains, " "+host[i+1:]+" ")
}

// isHost reports whether s consists of letters, digits, hyphens and single
// points.
func isHost(s string) bool {
	if strings.Contains(s, "..") {
		return false
	}
	return !strings.ContainsFunc(s, func(r rune) bool { return r != '.' && r != '-' && !isSound(r) })
}

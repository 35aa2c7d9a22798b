package qc

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"github.com/vsconvert/vsconvert/script"
)

// Unit is what a speech rate counts.
type Unit uint8

const (
	WPM Unit = iota // words per minute
	CPS             // characters per second
)

// String returns "WPM" or "CPS".
func (u Unit) String() string {
	if u == CPS {
		return "CPS"
	}
	return "WPM"
}

// writing is how a language shows its length in text.
type writing uint8

const (
	unknown   writing = iota
	words             // blanks between words
	syllables         // a character is a syllable or more
	letters           // a character is a sound, words are not set apart
)

var writings = map[string]writing{
	"ja": syllables, "zh": syllables, "ko": syllables, "yue": syllables, "cmn": syllables, "jpn": syllables,
	"kor": syllables, "zho": syllables, "chi": syllables,
	"th": letters, "tha": letters, "lo": letters, "km": letters, "my": letters,
}

// writingOf goes by the language, or by the text when that is "".
func writingOf(language, text string) writing {
	if language != "" {
		primary := language
		if i := strings.IndexAny(language, "-_"); i >= 0 {
			primary = language[:i]
		}
		if w, ok := writings[primary]; ok {
			return w
		}
		if w, ok := writings[strings.ToLower(primary)]; ok {
			return w
		}
		return words
	}
	return writingOfText(text)
}

func writingOfText(text string) writing {
	if !hasHigh(text) {
		return words
	}
	other, syllable, letter := 0, 0, 0
	for i := 0; i < len(text); {
		if text[i] < utf8.RuneSelf {
			other++
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case r < 0x0E00:
			other++
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			syllable++
		case unicode.In(r, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			letter++
		}
	}
	switch {
	case 2*syllable > other && syllable >= letter:
		return syllables
	case 2*letter > other:
		return letters
	}
	return words
}

// hasHigh reports whether text has a character from U+0800 on, below which
// everything is written in words: a byte of E0 or above begins each of them.
func hasHigh(text string) bool {
	for ; len(text) >= 8; text = text[8:] {
		if x := load8(text); x&(x<<1)&(x<<2)&highs != 0 {
			return true
		}
	}
	for i := range len(text) {
		if text[i] >= 0xE0 {
			return true
		}
	}
	return false
}

// UnitOf returns the unit in which the speech rate of a language is judged.
// An empty language goes by the text.
func UnitOf(language, text string) Unit {
	if writingOf(language, text) > words {
		return CPS
	}
	return WPM
}

// ScriptUnit returns the unit in which a script is judged as a whole: that of
// its language or, where it states none, of its first segment that holds a
// word. Every format that names a column after the unit goes by it.
func ScriptUnit(s *script.Script) Unit {
	if writingOfScript(s) > words {
		return CPS
	}
	return WPM
}

func writingOfScript(s *script.Script) writing {
	if s.Language != "" {
		return writingOf(s.Language, "")
	}
	for i := range s.Segments {
		if seg := &s.Segments[i]; Words(seg.Text) > 0 {
			return writingOf(seg.Language, seg.Text)
		}
	}
	return words
}

// Words counts the words of s: runs between blanks that hold a letter or a
// digit. Blanks are what Unicode calls white space, line breaks among them.
func Words(s string) int {
	n, counted := 0, uint8(0) // counted: the word at hand is
	for i := 0; i < len(s); {
		if i+8 <= len(s) {
			if more, open, ok := wordsOf8(s[i:i+8], counted); ok {
				n, counted = n+more, open
				i += 8
				continue
			}
		}
		c := s[i]
		if c < utf8.RuneSelf {
			i++
			begins := class[c] & sound &^ counted
			n += int(begins)
			counted = (counted | begins) &^ (class[c] >> 1)
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if unicode.IsSpace(r) {
			counted = 0
		} else if counted == 0 && (unicode.IsLetter(r) || unicode.IsNumber(r)) {
			n, counted = n+1, 1
		}
	}
	return n
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// wordsOf8 counts the words that begin in eight bytes at once. inside is 1
// when a counted word goes on into them, and open when one goes on behind
// them. It is not ok with bytes that are no ASCII, and with words that begin
// with neither letter nor digit.
func wordsOf8(s string, inside uint8) (n int, open uint8, ok bool) {
	x := load8(s)
	if x&highs != 0 {
		return 0, 0, false
	}
	letters := within(x|' '*ones, 'a', 'z') | within(x, '0', '9')
	filled := (within(x, '\t', '\r') | within(x, ' ', ' ')) ^ highs
	begins := filled &^ (filled<<8 | uint64(inside)<<7)
	return bits.OnesCount64(begins), uint8(filled >> 63), begins&^letters == 0
}

func load8(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// within has the high bit of each byte of x, all of which are ASCII, that lies
// from lo to hi.
func within(x uint64, lo, hi uint64) uint64 {
	return (x + (0x80-lo)*ones) &^ (x + (0x7F-hi)*ones) & highs
}

// Characters counts the characters of s, as a reader sees them, that hold a
// letter or a digit: Unicode's grapheme clusters, so that a text counts alike
// whether its accents, voicing marks and syllables are composed or not.
func Characters(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf && (i+1 == len(s) || s[i+1] < utf8.RuneSelf) {
			n += int(class[c] & sound)
			i++
			continue
		}
		clusters := graphemes.FromString(s[i:])
		if !clusters.Next() {
			break
		}
		cluster := clusters.Value()
		if strings.ContainsFunc(cluster, isSound) {
			n++
		}
		i += len(cluster)
	}
	return n
}

func isSound(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

const (
	sound = 1
	blank = 2
)

// class sorts the ASCII characters.
var class = func() (t [utf8.RuneSelf]uint8) {
	for c := range t {
		switch {
		case c == ' ' || '\t' <= c && c <= '\r':
			t[c] = blank
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
			t[c] = sound
		}
	}
	return t
}()

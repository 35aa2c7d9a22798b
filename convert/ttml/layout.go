package ttml

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/width"

	"github.com/vsconvert/vsconvert/script"
)

// The layout of the profiles that players show: text of 1/15 of the picture's
// height in lines of 135 %, at the bottom of a region that reaches as high as
// the longest text needs. Lower lines would have a background, which reaches as
// high as the font does, cover the descenders of the line above. Widths are those of a picture of 16:9.
const (
	lineHeight  = 135.0 / 15    // percent of the picture's height
	smallScale  = 0.6           // of small text
	margin      = 5             // percent beside, below and above the widest region
	emsAcross   = 16.0 / 9 * 15 // ems in the width of the picture
	narrowLines = 6             // the most in the region of 80 % that is customary
	tallest     = 100 - 2*margin
)

// screen is what the texts of a script need of the picture.
type screen struct {
	width  int   // of the region, in percent
	height int   // of the region, in percent
	small  []int // indexes of the segments whose text is small to fit, in order
	over   []int // likewise of those that do not fit even so
	rtl    bool  // there is text from right to left
}

// survey works out the region for segments. Text that needs more lines than
// the picture has is to be small.
func survey(segments []script.Segment, rightToLeft func(*script.Segment) bool) screen {
	s := screen{width: 80}
	most := 2.0 // lines
	for i := range segments {
		seg := &segments[i]
		s.rtl = s.rtl || rightToLeft(seg)
		if n := countLines(seg.Text, emsAcross*0.8); n <= most {
			continue
		} else if n <= narrowLines {
			most = n
			continue
		}
		s.width = tallest
		n := countLines(seg.Text, emsAcross*tallest/100)
		if n*lineHeight > tallest {
			s.small = append(s.small, i)
			n = smallScale * countLines(seg.Text, emsAcross*tallest/100/smallScale)
		}
		if n*lineHeight > tallest {
			s.over = append(s.over, i)
		}
		most = max(most, n)
	}
	s.height = min(int(most*lineHeight)+1, tallest)
	return s
}

func (s *screen) isSmall(i int) bool { _, ok := slices.BinarySearch(s.small, i); return ok }

// countLines returns about how many lines of so many ems a text takes, broken
// at blanks and, as they have none, between the characters of East Asia.
func countLines(text string, ems float64) float64 {
	lines := 1.0
	var line, word float64 // up to the last blank, and behind it
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		i += size
		if r == '\n' || r == '\r' && !strings.HasPrefix(text[i:], "\n") {
			lines++
			line, word = 0, 0
			continue
		}
		w := ems1(r)
		breaks := r == ' ' || w == 1
		if line+word+w > ems && r != ' ' {
			if line == 0 { // a word longer than a line is broken in it
				word = 0
			}
			lines++
			line = 0
		}
		word += w
		if breaks {
			line, word = line+word, 0
		}
	}
	return lines
}

// ems1 is about how wide a character is in the fonts that stand in for
// proportionalSansSerif.
func ems1(r rune) float64 {
	switch {
	case r < utf8.RuneSelf:
		return float64(asciiWidths[r]) / 100
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 1
	}
	return 0.62
}

// asciiWidths are hundredths of an em.
var asciiWidths = func() (t [utf8.RuneSelf]uint8) {
	for c := range t {
		switch {
		case strings.ContainsRune(" !'(),.:;I[]ijl|tfr`", rune(c)):
			t[c] = 34
		case strings.ContainsRune("%@MWmw", rune(c)):
			t[c] = 92
		case 'A' <= c && c <= 'Z':
			t[c] = 70
		default:
			t[c] = 58
		}
	}
	return t
}()

// isRightToLeft reports whether a paragraph runs from right to left: as its
// first strong character does, or when it has none as its language does.
func isRightToLeft(text, language string) bool {
	for i, r := range text {
		if r < utf8.RuneSelf {
			if 'a' <= r|0x20 && r|0x20 <= 'z' {
				return false
			}
			continue
		}
		p, _ := bidi.LookupString(text[i:])
		switch p.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return isRightToLeftLanguage(language)
}

// isRightToLeftLanguage goes by the script that a language tag states, or
// else by the one that the language is written in.
func isRightToLeftLanguage(tag string) bool {
	parts := strings.Split(tag, "-")
	for _, part := range parts[1:] {
		if len(part) == 4 && !isDigit(part[0]) {
			return slices.Contains([]string{"arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg"}, strings.ToLower(part))
		}
	}
	return slices.Contains([]string{"ar", "he", "iw", "fa", "ur", "yi", "ps", "sd", "ug", "dv", "ckb", "arc", "syr", "nqo"}, strings.ToLower(parts[0]))
}

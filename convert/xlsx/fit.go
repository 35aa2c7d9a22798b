package xlsx

import (
	"unicode"
	"unicode/utf8"
)

// Row heights are computed because neither LibreOffice nor a printed page
// grows rows by itself. Widths are those of Arial; what stands in for it where
// it is not installed makes columns wider as well, and other scripts are taken
// wide.
const (
	fontName = "Arial"
	fontSize = 10

	lineHeight = 13.75 // points
	tallHeight = 16.5  // points, for scripts whose fonts need more
	rowPadding = 3     // points
	maxHeight  = 409   // points

	columnUnit = 5.25 // points of one unit of column width
	cellMargin = 6    // points that a cell keeps free
	slack      = 0.93 // part of the width that is counted on
)

// capacity returns how much text fits on a line of a column, in thousandths
// of the font's size.
func capacity(columnWidth float64) int {
	return int((columnWidth*columnUnit - cellMargin) * slack / fontSize * 1000)
}

// height returns the points a text needs in a column of the given capacity.
func height(text string, capacity int) float64 {
	n, tall := countLines(text, capacity)
	if tall {
		return float64(n) * tallHeight
	}
	return float64(n) * lineHeight
}

// countLines wraps text as spreadsheet programs do: at blanks and behind
// hyphens, between ideographs, and anywhere in a word longer than a line.
func countLines(text string, capacity int) (n int, tall bool) {
	n = 1
	line, word := 0, 0 // width up to the last chance to break, and since
	for i := 0; i < len(text); {
		c := text[i]
		w, breakBefore, breakAfter := 0, false, false
		if c < utf8.RuneSelf {
			i++
			if c == '\n' {
				n, line, word = n+1, 0, 0
				continue
			}
			w, breakAfter = int(arial[c]), c == ' ' || c == '-' || c == '\t'
			if c == ' ' {
				line, word = line+word+w, 0
				continue
			}
		} else {
			r, size := utf8.DecodeRuneInString(text[i:])
			i += size
			var t bool
			w, breakBefore, t = advance(r)
			tall, breakAfter = tall || t, breakBefore
		}
		if breakBefore {
			line, word = line+word, 0
		}
		word += w
		if line+word > capacity {
			if line > 0 {
				n, line = n+1, 0
			}
			if word > capacity {
				n, word = n+1, w
			}
		}
		if breakAfter {
			line, word = line+word, 0
		}
	}
	return n, tall
}

// advance returns the width of a character beyond ASCII, whether a line may
// break beside it, and whether its line is taller.
func advance(r rune) (width int, ideograph, tall bool) {
	switch {
	case r < 0x0300:
		return 600, false, false
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0, false, r >= 0x0E00
	case r < 0x0590:
		return 680, false, false
	case r < 0x0600:
		return 600, false, true
	case r < 0x0780, 0xFB50 <= r && r <= 0xFDFF, 0xFE70 <= r && r <= 0xFEFC:
		return 500, false, true
	case r < 0x1100:
		return 720, 0x0E00 <= r && r < 0x1000, true
	case 0x1100 <= r && r < 0x1200, 0x2E80 <= r && r < 0xA4D0, 0xAC00 <= r && r < 0xD7B0, 0xF900 <= r && r < 0xFB00, 0xFE30 <= r && r < 0xFE70, 0xFF00 <= r && r < 0xFFE7, r >= 0x20000:
		return 1030, true, true
	case r >= 0x1F000:
		return 1300, true, true
	case 0x2000 <= r && r < 0x2070:
		return 600, false, false
	}
	return 1000, false, true
}

// arial is the width of the ASCII characters.
var arial = [utf8.RuneSelf]int16{
	'\t': 556, ' ': 278, '!': 278, '"': 355, '#': 556, '$': 556, '%': 889, '&': 667, '\'': 191, '(': 333, ')': 333, '*': 389, '+': 584, ',': 278, '-': 333, '.': 278, '/': 278,
	'0': 556, '1': 556, '2': 556, '3': 556, '4': 556, '5': 556, '6': 556, '7': 556, '8': 556, '9': 556, ':': 278, ';': 278, '<': 584, '=': 584, '>': 584, '?': 556, '@': 1015,
	'A': 667, 'B': 667, 'C': 722, 'D': 722, 'E': 667, 'F': 611, 'G': 778, 'H': 722, 'I': 278, 'J': 500, 'K': 667, 'L': 556, 'M': 833,
	'N': 722, 'O': 778, 'P': 667, 'Q': 778, 'R': 722, 'S': 667, 'T': 611, 'U': 722, 'V': 667, 'W': 944, 'X': 667, 'Y': 667, 'Z': 611,
	'[': 278, '\\': 278, ']': 278, '^': 469, '_': 556, '`': 333,
	'a': 556, 'b': 556, 'c': 500, 'd': 556, 'e': 556, 'f': 278, 'g': 556, 'h': 556, 'i': 222, 'j': 222, 'k': 500, 'l': 222, 'm': 833,
	'n': 556, 'o': 556, 'p': 556, 'q': 556, 'r': 333, 's': 500, 't': 278, 'u': 556, 'v': 500, 'w': 722, 'x': 500, 'y': 500, 'z': 500,
	'{': 334, '|': 260, '}': 334, '~': 584,
}

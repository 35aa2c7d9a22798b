// Package charset turns the bytes of a text file into UTF-8.
package charset

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Encoding is what a text was found to be encoded in.
type Encoding uint8

const (
	UTF8    Encoding = iota // with or without a byte order mark
	UTF16LE                 // by its byte order mark
	UTF16BE                 // by its byte order mark
	Unknown                 // no byte order mark and not UTF-8
)

// String returns the encoding's name.
func (e Encoding) String() string {
	return [...]string{"UTF-8", "UTF-16LE", "UTF-16BE", "unknown"}[e]
}

// Decode strips a byte order mark and transcodes UTF-16. Text that is neither
// UTF-16 nor valid UTF-8 is returned as it is, as Unknown. Lone surrogates and
// an odd last byte of UTF-16 become U+FFFD, and ok is false.
func Decode(src string) (text string, e Encoding, ok bool) {
	switch {
	case strings.HasPrefix(src, "\xEF\xBB\xBF"):
		src = src[3:]
	case strings.HasPrefix(src, "\xFF\xFE"):
		text, ok = fromUTF16(src[2:], 0, 1)
		return text, UTF16LE, ok
	case strings.HasPrefix(src, "\xFE\xFF"):
		text, ok = fromUTF16(src[2:], 1, 0)
		return text, UTF16BE, ok
	}
	if !utf8.ValidString(src) {
		return src, Unknown, false
	}
	return src, UTF8, true
}

func fromUTF16(src string, lo, hi int) (string, bool) {
	var b strings.Builder
	b.Grow(len(src)/2 + len(src)/8)
	ok := len(src)%2 == 0
	unit := func(i int) rune { return rune(src[i+lo]) | rune(src[i+hi])<<8 }
	for i := 0; i+1 < len(src); i += 2 {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			pair := utf8.RuneError
			if i+3 < len(src) {
				pair = utf16.DecodeRune(r, unit(i+2))
			}
			if pair == utf8.RuneError {
				ok = false
			} else {
				i += 2
			}
			r = pair
		}
		b.WriteRune(r)
	}
	if n := len(src); n%2 != 0 && (n < 3 || !isHigh(unit(n-3))) { // one U+FFFD stands for a cut pair
		b.WriteRune(utf8.RuneError)
	}
	return b.String(), ok
}

func isHigh(r rune) bool { return 0xD800 <= r && r < 0xDC00 }

// FromCP1252 reads src as Windows code page 1252, which has a character for
// every byte that Latin-1 text uses. Its five unassigned bytes become U+FFFD.
func FromCP1252(src string) string {
	var b strings.Builder
	b.Grow(len(src) + len(src)/8)
	for i := range len(src) {
		b.WriteRune(charmap.Windows1252.DecodeByte(src[i]))
	}
	return b.String()
}

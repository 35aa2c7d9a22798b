package ttml

import (
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/clean"
)

// Classes of bytes in text.
const (
	special  = 1 << iota // & < > and what else XML text cannot hold as it is
	control              // C0 controls but tab and line feed
	blank                // space, tab, line feed, carriage return
	lineFeed             // line feed
	quoted               // " in attributes
	nonASCII             // part of a longer character
	textOdd              // of a text: white space handling would alter it
)

var classes = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c == '\t' || c == ' ':
			t[c] = blank
		case c == '\n':
			t[c] = blank | lineFeed
		case c == '\r':
			t[c] = blank | control
		case c < ' ':
			t[c] = control
		case c == '&' || c == '<' || c == '>':
			t[c] = special
		case c == '"':
			t[c] = quoted
		case c >= utf8.RuneSelf:
			t[c] = nonASCII
		}
	}
	return t
}()

// legal returns s with nothing that XML 1.0 or a description cannot hold:
// every CRLF, CR, VT and FF is a line feed, other C0 controls, U+FFFE and
// U+FFFF are dropped, bytes that are no UTF-8 are U+FFFD. found are the
// classes of its bytes, with textOdd when it [collapses].
func legal(s string) (text string, found uint8, change clean.Change) {
	found = survey(s)
	if found&control == 0 && (found&nonASCII == 0 || utf8.ValidString(s) && !strings.Contains(s, "\uFFFE") && !strings.Contains(s, "\uFFFF")) {
		return s, found, 0
	}
	s, change = relegalise(s)
	return s, survey(s), change
}

// survey returns the classes of the bytes of s, with textOdd when reading it
// with xml:space="default" would alter it, line breaks being elements: blanks
// at the edges of lines, more than one in a row, tabs.
func survey(s string) (found uint8) {
	last := byte('\n')
	for i := range len(s) {
		c := s[i]
		class := classes[c]
		if class == 0 {
			last = c
			continue
		}
		found |= class
		if class&blank != 0 && (c == '\t' || c == ' ' && (last == ' ' || last == '\n') || c == '\n' && last == ' ') {
			found |= textOdd
		}
		last = c
	}
	if last == ' ' {
		found |= textOdd
	}
	return found
}

func relegalise(s string) (string, clean.Change) {
	var b strings.Builder
	b.Grow(len(s))
	var change clean.Change
	if !utf8.ValidString(s) {
		s, change = strings.ToValidUTF8(s, "\uFFFD"), clean.Encoding
	}
	for i, r := range s {
		switch {
		case r == '\n' && i > 0 && s[i-1] == '\r':
			// The CR has become the line break.
		case r == '\r' || r == '\v' || r == '\f':
			change |= clean.LineBreaks
			b.WriteByte('\n')
		case !isXMLChar(r):
			change |= clean.Controls
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), change
}

// collapses reports whether reading s with xml:space="default" would alter it.
func collapses(s string) bool { return survey(s)&textOdd != 0 }

const lineBreak = "<br/>"

// appendText appends legal text, with the classes found in it, as the content
// of a span.
func appendText(dst []byte, s string, found uint8) []byte {
	if found&(special|lineFeed) == 0 {
		return append(dst, s...)
	}
	from := 0
	for i := range len(s) {
		if c := s[i]; classes[c]&special != 0 || c == '\n' {
			dst = append(append(dst, s[from:i]...), escapes(c)...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}

func escapes(c byte) string {
	switch c {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&quot;"
	case '\n':
		return lineBreak
	}
	return ""
}

// appendAttr appends ` name="value"`, so that a reader gets value back with
// its tabs and line feeds.
func appendAttr(dst []byte, name, value string) []byte {
	dst = append(append(append(dst, ' '), name...), `="`...)
	return append(appendValue(dst, value, true), '"')
}

// appendValue appends legal text as it stands in a metadata element or, with
// attribute set, in an attribute.
func appendValue(dst []byte, s string, attribute bool) []byte {
	from := 0
	for i := range len(s) {
		c := s[i]
		var escape string
		switch {
		case c == '\n' && attribute:
			escape = "&#10;"
		case c == '\t' && attribute:
			escape = "&#9;"
		case classes[c]&special != 0 || c == '"' && attribute:
			escape = escapes(c)
		default:
			continue
		}
		dst = append(append(dst, s[from:i]...), escape...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}

package xmltoken

import (
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/clean"
)

// Classes of bytes in text, as bits.
const (
	Special  = 1 << iota // & < > and what else XML text cannot hold as it is
	Control              // C0 controls but tab and line feed
	Blank                // space, tab, line feed, carriage return
	LineFeed             // line feed
	Quoted               // " in attributes
	NonASCII             // part of a longer character
	Odd                  // of a text: white space handling would alter it
)

// Classes are the classes of each byte; 0 is plain text.
var Classes = func() (t [256]uint8) {
	for c := range t {
		switch {
		case c == '\t' || c == ' ':
			t[c] = Blank
		case c == '\n':
			t[c] = Blank | LineFeed
		case c == '\r':
			t[c] = Blank | Control
		case c < ' ':
			t[c] = Control
		case c == '&' || c == '<' || c == '>':
			t[c] = Special
		case c == '"':
			t[c] = Quoted
		case c >= utf8.RuneSelf:
			t[c] = NonASCII
		}
	}
	return t
}()

// Legal returns s with nothing that XML 1.0 or a description cannot hold:
// every CRLF, CR, VT and FF is a line feed, other C0 controls, U+FFFE and
// U+FFFF are dropped, bytes that are no UTF-8 are U+FFFD. found are the
// classes of its bytes, with [Odd] when it [Collapses].
func Legal(s string) (text string, found uint8, change clean.Change) {
	found = survey(s)
	if found&Control == 0 && (found&NonASCII == 0 || utf8.ValidString(s) && !strings.Contains(s, "\uFFFE") && !strings.Contains(s, "\uFFFF")) {
		return s, found, 0
	}
	s, change = relegalise(s)
	return s, survey(s), change
}

// survey returns the classes of the bytes of s, with [Odd] when reading it
// with xml:space="default" would alter it, line breaks being elements: blanks
// at the edges of lines, more than one in a row, tabs.
func survey(s string) (found uint8) {
	last := byte('\n')
	for i := range len(s) {
		c := s[i]
		class := Classes[c]
		if class == 0 {
			last = c
			continue
		}
		found |= class
		if class&Blank != 0 && (c == '\t' || c == ' ' && (last == ' ' || last == '\n') || c == '\n' && last == ' ') {
			found |= Odd
		}
		last = c
	}
	if last == ' ' {
		found |= Odd
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
		case !IsChar(r):
			change |= clean.Controls
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), change
}

// Collapses reports whether reading s with xml:space="default" would alter it.
func Collapses(s string) bool { return survey(s)&Odd != 0 }

const lineBreak = "<br/>"

// AppendText appends legal text, with the Classes found in it, as the content
// of a span.
func AppendText(dst []byte, s string, found uint8) []byte {
	if found&(Special|LineFeed) == 0 {
		return appendPlain(dst, s)
	}
	from := 0
	for i := range len(s) {
		if c := s[i]; Classes[c]&Special != 0 || c == '\n' {
			dst = append(appendPlain(dst, s[from:i]), escapes(c)...)
			from = i + 1
		}
	}
	return appendPlain(dst, s[from:])
}

// appendPlain appends s with its C1 controls as references: XML may hold them
// as they are, and a terminal obeys them. They all begin with the byte C2.
func appendPlain(dst []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	for {
		i := strings.IndexByte(s, 0xC2)
		if i < 0 || i+1 == len(s) {
			return append(dst, s...)
		}
		dst = append(dst, s[:i]...)
		if c := s[i+1]; c < 0xA0 {
			dst = append(dst, '&', '#', 'x', hex[c>>4], hex[c&15], ';')
		} else {
			dst = append(dst, 0xC2, c)
		}
		s = s[i+2:]
	}
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

// AppendAttr appends ` name="value"`, so that a reader gets value back with
// its tabs and line feeds.
func AppendAttr(dst []byte, name, value string) []byte {
	dst = append(append(append(dst, ' '), name...), `="`...)
	return append(AppendValue(dst, value, true), '"')
}

// AppendValue appends legal text as it stands in a metadata element or, with
// attribute set, in an attribute.
func AppendValue(dst []byte, s string, attribute bool) []byte {
	from := 0
	for i := range len(s) {
		c := s[i]
		var escape string
		switch {
		case c == '\n' && attribute:
			escape = "&#10;"
		case c == '\t' && attribute:
			escape = "&#9;"
		case Classes[c]&Special != 0 || c == '"' && attribute:
			escape = escapes(c)
		default:
			continue
		}
		dst = append(appendPlain(dst, s[from:i]), escape...)
		from = i + 1
	}
	return appendPlain(dst, s[from:])
}

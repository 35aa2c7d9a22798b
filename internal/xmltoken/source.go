package xmltoken

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/script"
)

// Source is a document brought to UTF-8.
type Source struct {
	Text     string           // the document, without byte order mark
	Encoding charset.Encoding // as it was; Unknown for Latin-1 and Windows-1252
	Declared string           // the encoding that the XML declaration names, as it stands, or ""
	BOM      bool             // it began with a byte order mark
	Same     bool             // Text is byte for byte what stood behind the byte order mark
	Assumed  error            // what had to be assumed about the encoding, or nil
}

// Decode brings a document to UTF-8: from UTF-16, with a byte order mark or
// without, and from Latin-1 or Windows-1252 where it is declared as one. The
// error is [script.ErrEncoding] or [script.ErrEmpty] at a place in
// Source.Text, which holds what could be read.
func Decode(raw string) (Source, *Error) {
	text, enc, valid := charset.Decode(markUTF16(raw))
	s := Source{Text: text, Encoding: enc, BOM: hasBOM(raw), Declared: declaredEncoding(text)}
	if enc == charset.UTF16LE || enc == charset.UTF16BE {
		if !valid {
			at := max(strings.IndexRune(text, utf8.RuneError), 0)
			return s, &Error{at, fmt.Errorf("%w: %s with half a character", script.ErrEncoding, enc)}
		}
		return s, s.empty()
	}
	s.Same = true
	label := strings.ToLower(s.Declared)
	switch {
	case isLatin1(label) && (!valid || !isASCII(text)):
		if valid {
			s.Assumed = fmt.Errorf("%w: read as %s, as declared, but it could be UTF-8", script.ErrAssumed, label)
		}
		s.Text, s.Same, s.Encoding = charset.FromCP1252(text), false, charset.Unknown
	case !valid:
		want := "UTF-8"
		if label != "" && label != "utf-8" {
			want = "UTF-8, UTF-16, ISO-8859-1 or windows-1252, not " + script.Shorten(label)
		}
		return s, &Error{firstInvalid(text), fmt.Errorf("%w: want %s", script.ErrEncoding, want)}
	case label != "" && label != "utf-8" && label != "us-ascii" && !isASCII(text):
		s.Assumed = fmt.Errorf("%w: read as UTF-8, but declared as %s", script.ErrAssumed, script.Shorten(label))
	}
	return s, s.empty()
}

// markUTF16 puts the byte order mark on a document in UTF-16 that has none.
func markUTF16(raw string) string {
	switch {
	case strings.HasPrefix(raw, "<\x00"):
		return "\xFF\xFE" + raw
	case strings.HasPrefix(raw, "\x00<"):
		return "\xFE\xFF" + raw
	}
	return raw
}

func hasBOM(raw string) bool {
	return strings.HasPrefix(raw, "\xEF\xBB\xBF") || strings.HasPrefix(raw, "\xFF\xFE") || strings.HasPrefix(raw, "\xFE\xFF")
}

// empty reports a document without anything in it.
func (s *Source) empty() *Error {
	if strings.Trim(s.Text[:min(len(s.Text), 4096)], " \t\r\n") == "" && strings.TrimSpace(s.Text) == "" {
		return &Error{0, script.ErrEmpty}
	}
	return nil
}

func isLatin1(label string) bool {
	switch label {
	case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1", "windows-1252", "cp1252", "cp-1252", "x-cp1252":
		return true
	}
	return false
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func firstInvalid(s string) int {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(s)
}

// declaredEncoding returns the encoding that the XML declaration names, or "".
func declaredEncoding(text string) string {
	if !strings.HasPrefix(text, "<?xml") {
		return ""
	}
	declaration, _, ok := strings.Cut(text[:min(len(text), 500)], "?>")
	if !ok {
		return ""
	}
	_, rest, ok := strings.Cut(declaration, "encoding")
	rest = strings.TrimLeft(rest, " \t\r\n=")
	if !ok || rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return ""
	}
	label, _, _ := strings.Cut(rest[1:], rest[:1])
	return label
}

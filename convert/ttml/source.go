package ttml

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/lines"
	"github.com/vsconvert/vsconvert/script"
)

// source transcodes the document to UTF-8 and sets the scanner on it.
func (r *reader) source(raw string) error {
	switch { // UTF-16 without a byte order mark
	case strings.HasPrefix(raw, "<\x00"):
		raw = "\xFF\xFE" + raw
	case strings.HasPrefix(raw, "\x00<"):
		raw = "\xFE\xFF" + raw
	}
	text, enc, valid := charset.Decode(raw)
	r.use(text)
	if enc == charset.UTF16LE || enc == charset.UTF16BE {
		if !valid {
			return r.rep.Fail(r.loc.Pos(max(strings.IndexRune(text, utf8.RuneError), 0)), fmt.Errorf("%w: %s with half a character", script.ErrEncoding, enc))
		}
		return r.blank(text)
	}
	label := strings.ToLower(declaredEncoding(text))
	switch {
	case isLatin1(label) && (!valid || !isASCII(text)):
		if valid {
			if err := r.rep.Warn(script.Pos{Line: 1, Column: 1}, "", fmt.Errorf("%w: read as %s, as declared, but it could be UTF-8", script.ErrAssumed, label)); err != nil {
				return err
			}
		}
		text = charset.FromCP1252(text)
		r.use(text)
	case !valid:
		want := "UTF-8"
		if label != "" && label != "utf-8" {
			want = "UTF-8, UTF-16, ISO-8859-1 or windows-1252, not " + script.Shorten(label)
		}
		return r.rep.Fail(r.loc.Pos(firstInvalid(text)), fmt.Errorf("%w: want %s", script.ErrEncoding, want))
	case label != "" && label != "utf-8" && label != "us-ascii" && !isASCII(text):
		if err := r.rep.Warn(script.Pos{Line: 1, Column: 1}, "", fmt.Errorf("%w: read as UTF-8, but declared as %s", script.ErrAssumed, script.Shorten(label))); err != nil {
			return err
		}
	}
	return r.blank(text)
}

// use sets scanner and locator on text.
func (r *reader) use(text string) {
	r.sc.src, r.loc = text, lines.NewLocator(text)
}

// blank reports a document without anything in it.
func (r *reader) blank(text string) error {
	if strings.Trim(text[:min(len(text), 4096)], " \t\r\n") == "" && strings.TrimSpace(text) == "" {
		return r.rep.Fail(script.Pos{}, script.ErrEmpty)
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

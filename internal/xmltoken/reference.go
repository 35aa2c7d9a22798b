package xmltoken

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/script"
)

const maxReference = 32 // bytes of &...;

// checkReferences fails on a reference that XML alone does not define.
func (s *Scanner) checkReferences(raw string, at int) bool {
	for i := 0; ; {
		j := strings.IndexByte(raw[i:], '&')
		if j < 0 {
			return true
		}
		i += j
		if _, size := Reference(raw[i:]); size == 0 {
			shown := raw[i:min(i+maxReference, len(raw))]
			if end := strings.IndexByte(shown, ';'); end > 0 && nameLen(shown[1:]) == end-1 {
				return s.failf(at+i, "entity %s is not declared: want a character, &amp; or &#38;", script.Shorten(shown[:end+1]))
			}
			if strings.HasPrefix(shown, "&#") {
				end := strings.IndexFunc(shown[2:], func(r rune) bool { return !IsNameChar(r) }) + 2
				if end < 2 || shown[end] != ';' {
					return s.failf(at+i, "character reference without an end: want ;")
				}
				return s.failf(at+i, "character reference %s: want the number of a character that XML allows", shown[:end+1])
			}
			return s.failf(at+i, `"&" begins no reference: want &amp;`)
		}
		i++
	}
}

// Reference resolves the reference that s begins with, such as "&amp;" or
// "&#38;"; size is its length, or 0 when there is none.
func Reference(s string) (r rune, size int) {
	end := strings.IndexByte(s[:min(len(s), maxReference)], ';')
	if end < 2 {
		return 0, 0
	}
	switch body := s[1:end]; body {
	case "amp":
		r = '&'
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "quot":
		r = '"'
	case "apos":
		r = '\''
	default:
		if r = numeric(body); r < 0 {
			return 0, 0
		}
	}
	return r, end + 1
}

func numeric(body string) rune {
	digits, ok := strings.CutPrefix(body, "#")
	base := 10
	if ok && strings.HasPrefix(digits, "x") {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 31)
	if !ok || err != nil || !IsChar(rune(n)) || n > utf8.MaxRune {
		return -1
	}
	return rune(n)
}

// resolveReferences returns checked text with its references resolved and its
// line ends as line feeds. In an attribute white space becomes blanks.
func resolveReferences(raw string, attribute bool) string {
	return string(appendResolved(make([]byte, 0, len(raw)), raw, attribute))
}

func appendResolved(dst []byte, raw string, attribute bool) []byte {
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c == '&':
			r, size := Reference(raw[i:])
			dst = utf8.AppendRune(dst, r)
			i += size - 1
			continue
		case c == '\r':
			if i+1 < len(raw) && raw[i+1] == '\n' {
				continue
			}
			c = '\n'
		}
		if attribute && (c == '\n' || c == '\t') {
			c = ' '
		}
		dst = append(dst, c)
	}
	return dst
}

// PlainText returns the character data of a Text token: references resolved,
// line ends as line feeds.
func (t *Token) PlainText() string {
	switch {
	case t.CDATA && t.Class&Control != 0:
		return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(t.Raw)
	case t.CDATA || t.Class&(Special|Control) == 0:
		return t.Raw
	}
	return resolveReferences(t.Raw, false)
}

// IsBlank reports whether a Text token is white space only, as it stands.
func (t *Token) IsBlank() bool {
	return t.Class&^(Blank|LineFeed|Control|Odd) == 0 && (t.Raw == "" || Classes[t.Raw[0]]&Blank != 0) && strings.Trim(t.Raw, " \t\r\n") == ""
}

// IsInvisible reports whether a Text token shows nothing: white space, a
// no-break space.
func (t *Token) IsInvisible() bool {
	return t.Raw == "" || Classes[t.Raw[0]] != 0 && IsInvisible(t.PlainText())
}

// IsInvisible reports whether text shows nothing.
func IsInvisible(text string) bool {
	return (text == "" || Classes[text[0]] != 0) && strings.TrimSpace(text) == ""
}

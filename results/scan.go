package results

import (
	"errors"
	"math/bits"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is how deep values may nest. Answers need five levels.
const maxDepth = 1000

// What a scanner can meet. The reader turns them into errors with a position.
var (
	errSyntax = errors.New("malformed JSON")
	errDepth  = errors.New("nested too deep")
)

// scanner reads one JSON text (RFC 8259) front to back by offsets into one
// string, without copying. It does not say what is wrong with malformed text:
// explain does, off the hot path.
type scanner struct {
	src   string
	pos   int
	depth int
}

// value is one scanned JSON value.
type value struct {
	kind    byte   // '"', '0', 'n', 't', 'f', '{' or '['; 0 is no value
	escaped bool   // a string with escapes in it
	at      int    // offset of its first byte
	raw     string // as it stands in the text, for a string without the quotes
}

// present reports whether v is a value other than null.
func (v value) present() bool { return v.kind != 0 && v.kind != 'n' }

// peek skips white space and returns the byte after it, or 0 at the end.
func (s *scanner) peek() byte {
	for s.pos < len(s.src) {
		switch c := s.src[s.pos]; c {
		case ' ', '\n', '\r', '\t':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// open enters an object or array, whose opening bracket peek has found.
func (s *scanner) open() error {
	s.pos++
	s.depth++
	if s.depth > maxDepth {
		return errDepth
	}
	return nil
}

// more moves to the next member or element, over the comma unless it is the
// first. At the closing bracket it leaves the object or array.
func (s *scanner) more(closing byte, first bool) (bool, error) {
	c := s.peek()
	if c == closing {
		s.pos++
		s.depth--
		return false, nil
	}
	if first {
		return true, nil
	}
	if c != ',' {
		return false, errSyntax
	}
	s.pos++
	return true, nil
}

// key reads a member's name and the colon behind it.
func (s *scanner) key() (string, error) {
	if s.peek() != '"' {
		return "", errSyntax
	}
	name, err := s.str()
	if err != nil {
		return "", err
	}
	if s.peek() != ':' {
		return "", errSyntax
	}
	s.pos++
	if !name.escaped {
		return name.raw, nil
	}
	var b strings.Builder
	unescape(&b, name.raw)
	return b.String(), nil
}

// value reads any value. Objects and arrays are passed over.
func (s *scanner) value() (value, error) {
	switch c := s.peek(); c {
	case '"':
		return s.str()
	case '{', '[':
		v := value{kind: c, at: s.pos}
		err := s.skip(c)
		v.raw = s.src[v.at:s.pos]
		return v, err
	case 't':
		return s.literal("true")
	case 'f':
		return s.literal("false")
	case 'n':
		return s.literal("null")
	default:
		return s.number()
	}
}

func (s *scanner) skip(opening byte) error {
	if err := s.open(); err != nil {
		return err
	}
	closing := opening + 2 // ']' and '}' are two behind '[' and '{'
	for first := true; ; first = false {
		if ok, err := s.more(closing, first); !ok {
			return err
		}
		if opening == '{' {
			if _, err := s.key(); err != nil {
				return err
			}
		}
		if _, err := s.value(); err != nil {
			return err
		}
	}
}

func (s *scanner) literal(word string) (value, error) {
	if !strings.HasPrefix(s.src[s.pos:], word) {
		return value{}, errSyntax
	}
	v := value{kind: word[0], at: s.pos, raw: word}
	s.pos += len(word)
	return v, nil
}

// number reads a number by JSON's grammar: no plus sign, no leading zeros,
// digits on both sides of the point.
func (s *scanner) number() (value, error) {
	src, i := s.src, s.pos
	if i < len(src) && src[i] == '-' {
		i++
	}
	whole := digitsEnd(src, i)
	ok := whole > i && (whole == i+1 || src[i] != '0')
	i = whole
	if i < len(src) && src[i] == '.' {
		end := digitsEnd(src, i+1)
		ok = ok && end > i+1
		i = end
	}
	if i < len(src) && (src[i] == 'e' || src[i] == 'E') {
		i++
		if i < len(src) && (src[i] == '+' || src[i] == '-') {
			i++
		}
		end := digitsEnd(src, i)
		ok = ok && end > i
		i = end
	}
	if !ok {
		return value{}, errSyntax
	}
	v := value{kind: '0', at: s.pos, raw: src[s.pos:i]}
	s.pos = i
	return v, nil
}

func digitsEnd(src string, i int) int {
	for i < len(src) && '0' <= src[i] && src[i] <= '9' {
		i++
	}
	return i
}

// str reads a string, whose opening quote peek has found.
func (s *scanner) str() (value, error) {
	v := value{kind: '"', at: s.pos}
	for i := plainEnd(s.src, s.pos+1); i < len(s.src); {
		if s.src[i] == '"' {
			v.raw = s.src[s.pos+1 : i]
			s.pos = i + 1
			return v, nil
		}
		n := escapeLen(s.src[i:])
		if n == 0 {
			break
		}
		v.escaped = true
		i = plainEnd(s.src, i+n)
	}
	return v, errSyntax
}

// plainEnd returns the offset of the first byte of src[i:] that ends a string
// or is special in it, a quote, backslash or control character, or len(src).
// It looks at eight bytes at a time: each of the three tests sets the high bit
// of the first byte that passes it, and maybe of bytes after that.
func plainEnd(src string, i int) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(src); i += 8 {
		w := word(src[i : i+8])
		quote, backslash := w^'"'*ones, w^'\\'*ones
		found := ((w-' '*ones)&^w | (quote-ones)&^quote | (backslash-ones)&^backslash) & high
		if found != 0 {
			return i + bits.TrailingZeros64(found)/8
		}
	}
	for ; i < len(src); i++ {
		if c := src[i]; c < ' ' || c == '"' || c == '\\' {
			break
		}
	}
	return i
}

// word returns eight bytes as a little-endian number; the compiler makes one
// load of it.
func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// escapeLen returns the length of the escape that s begins with, or 0 when it
// is none.
func escapeLen(s string) int {
	if len(s) < 2 || s[0] != '\\' {
		return 0
	}
	switch s[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if _, ok := hex4(s); ok {
			return 6
		}
	}
	return 0
}

// hex4 returns the code unit of an escape of four hex digits that s begins with.
func hex4(s string) (rune, bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	var r rune
	for i := 2; i < 6; i++ {
		c := s[i]
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, false
		}
		r = r<<4 | rune(c)
	}
	return r, true
}

// unescape appends to b what the scanned string raw stands for. Surrogates
// without a partner become U+FFFD each; their number is returned.
func unescape(b *strings.Builder, raw string) (lone int) {
	for {
		i := strings.IndexByte(raw, '\\')
		if i < 0 {
			b.WriteString(raw)
			return lone
		}
		b.WriteString(raw[:i])
		raw = raw[i:]
		if raw[1] != 'u' {
			b.WriteByte(unescaped(raw[1]))
			raw = raw[2:]
			continue
		}
		r, n := escapedRune(raw)
		if r < 0 {
			lone++
			r = utf8.RuneError
		}
		b.WriteRune(r)
		raw = raw[n:]
	}
}

func unescaped(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	}
	return c
}

// escapedRune returns the character of the \u escape, or pair of them, that s
// begins with, and its length. A lone surrogate is -1.
func escapedRune(s string) (r rune, n int) {
	r, _ = hex4(s)
	if !utf16.IsSurrogate(r) {
		return r, 6
	}
	low, ok := hex4(s[6:])
	if pair := utf16.DecodeRune(r, low); ok && pair != utf8.RuneError {
		return pair, 12
	}
	return -1, 6
}

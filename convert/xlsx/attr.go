package xlsx

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// attr returns the value of an attribute of the element just begun, "" when it
// has none. A name without prefix finds attributes with any.
func (x *xmlReader) attr(name string) string {
	raw := attributeOf(x.tag, name)
	if bytes.IndexByte(raw, '&') < 0 {
		return string(raw)
	}
	value, err := decodeEntities(nil, raw)
	if err != nil {
		return ""
	}
	return string(value)
}

// relation returns the r:id of a sheet, which may have another id beside it.
func (x *xmlReader) relation() string {
	for tag := x.tag; ; {
		i := bytes.Index(tag, []byte(":id"))
		if i < 0 {
			return ""
		}
		if rest := bytes.TrimLeft(tag[i+3:], " \t\r\n"); len(rest) > 0 && rest[0] == '=' {
			return string(attributeOf(append([]byte("id"), rest...), "id"))
		}
		tag = tag[i+3:]
	}
}

// attributeOf finds an attribute by its local name; one without prefix goes
// first.
func attributeOf(tag []byte, name string) []byte {
	var prefixed []byte
	for {
		eq := bytes.IndexByte(tag, '=')
		if eq < 0 {
			return prefixed
		}
		full := bytes.TrimSpace(tag[:eq])
		tag = bytes.TrimLeft(tag[eq+1:], " \t\r\n")
		if len(tag) == 0 || tag[0] != '"' && tag[0] != '\'' {
			return prefixed
		}
		end := bytes.IndexByte(tag[1:], tag[0])
		if end < 0 {
			return prefixed
		}
		value := tag[1 : 1+end]
		tag = tag[end+2:]
		if string(full) == name {
			return value
		}
		if prefixed == nil && string(local(full)) == name {
			prefixed = value
		}
	}
}

func local(name []byte) []byte {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		return name[i+1:]
	}
	return name
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// decodeEntities appends raw with its entities resolved.
func decodeEntities(dst, raw []byte) ([]byte, error) {
	for {
		i := bytes.IndexByte(raw, '&')
		if i < 0 {
			return append(dst, raw...), nil
		}
		dst = append(dst, raw[:i]...)
		raw = raw[i+1:]
		end := bytes.IndexByte(raw[:min(len(raw), 12)], ';')
		if end < 0 {
			return dst, fmt.Errorf("%w: & without an entity", errXML)
		}
		r, ok := entity(string(raw[:end]))
		if !ok {
			return dst, fmt.Errorf("%w: unknown entity %q", errXML, raw[:end])
		}
		dst = utf8.AppendRune(dst, r)
		raw = raw[end+1:]
	}
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n > 0 && n <= utf8.MaxRune && utf8.ValidRune(rune(n))
}

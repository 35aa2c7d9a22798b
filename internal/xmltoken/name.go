package xmltoken

import "unicode/utf8"

// IsNCName reports whether s is a name without a colon, as xml:id wants it.
func IsNCName(s string) bool {
	for i, r := range s {
		if !IsNameChar(r) || i == 0 && !IsNameStart(r) {
			return false
		}
	}
	return s != "" && utf8.ValidString(s)
}

// IsNameStart reports whether a name may begin with r: XML 1.0, fifth edition,
// without the colon.
func IsNameStart(r rune) bool {
	switch {
	case r < 0x80:
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_'
	case r < 0x300:
		return r >= 0xC0 && r != 0xD7 && r != 0xF7
	}
	return 0x370 <= r && r <= 0x1FFF && r != 0x37E ||
		r == 0x200C || r == 0x200D || 0x2070 <= r && r <= 0x218F ||
		0x2C00 <= r && r <= 0x2FEF || 0x3001 <= r && r <= 0xD7FF ||
		0xF900 <= r && r <= 0xFDCF || 0xFDF0 <= r && r <= 0xFFFD || 0x10000 <= r && r <= 0xEFFFF
}

// IsNameChar reports whether r may stand in a name.
func IsNameChar(r rune) bool {
	return IsNameStart(r) || '0' <= r && r <= '9' || r == '-' || r == '.' || r == 0xB7 ||
		0x300 <= r && r <= 0x36F || r == 0x203F || r == 0x2040
}

// IsChar reports whether XML 1.0 allows r, escaped or not.
func IsChar(r rune) bool {
	return r >= ' ' && r != 0xFFFE && r != 0xFFFF && (r < 0xD800 || r > 0xDFFF) && r <= utf8.MaxRune ||
		r == '\t' || r == '\n' || r == '\r'
}

package script

import "strings"

// IsLanguage reports whether tag is well-formed by BCP 47 (RFC 5646, section
// 2.1): subtags of one to eight letters and digits joined by hyphens, of which
// the first is a language of two to eight letters, or "x" or "i" with more
// behind it; a single letter opens an extension and is not the last subtag,
// except behind "x". Registries are not consulted.
func IsLanguage(tag string) bool {
	first, rest, more := strings.Cut(tag, "-")
	private := first == "x" || first == "X"
	open := private || first == "i" || first == "I" // something must follow
	if !open && (!isAlnum(first) || strings.ContainsAny(first, "0123456789") || len(first) < 2 || len(first) > 8) {
		return false
	}
	if !more {
		return !open
	}
	for sub := range strings.SplitSeq(rest, "-") {
		if len(sub) < 1 || len(sub) > 8 || !isAlnum(sub) {
			return false
		}
		open = len(sub) == 1 && !private
		private = private || sub == "x" || sub == "X"
	}
	return !open
}

func isAlnum(s string) bool {
	return strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

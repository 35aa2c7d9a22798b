package script

import (
	"strings"
	"unicode/utf8"
)

// irregular are the tags of BCP 47 that its grammar does not make, but which
// it lists.
const irregular = " en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu " +
	"sgn-be-fr sgn-be-nl sgn-ch-de "

// IsLanguage reports whether tag is well-formed by BCP 47 (RFC 5646, section
// 2.1): a language of two to eight letters, then in this order extended
// languages, a script, a region, variants, extensions and private use, as in
// "zh-Hant-TW"; or private use alone, as in "x-draft"; or one of the old tags
// the RFC lists. Letter case does not matter. Whether the parts are registered
// is not looked up.
func IsLanguage(tag string) bool {
	if strings.ContainsFunc(tag, func(r rune) bool { return r <= ' ' || r >= utf8.RuneSelf }) {
		return false // before ToLower, which makes ASCII of some others
	}
	tag = strings.ToLower(tag)
	if tag != "" && strings.Contains(irregular, " "+tag+" ") {
		return true
	}
	parts := strings.Split(tag, "-")
	for _, p := range parts {
		if len(p) < 1 || len(p) > 8 || !isAlnum(p) {
			return false
		}
	}
	language := parts[0]
	switch {
	case language == "x":
		return len(parts) > 1
	case len(language) < 2 || !isAlpha(language):
		return false
	}
	rest := parts[1:]
	if len(language) <= 3 {
		rest = skipSubtags(rest, 3, func(p string) bool { return len(p) == 3 && isAlpha(p) })
	}
	rest = skipSubtags(rest, 1, func(p string) bool { return len(p) == 4 && isAlpha(p) })
	rest = skipSubtags(rest, 1, func(p string) bool { return len(p) == 2 && isAlpha(p) || len(p) == 3 && isDigits(p) })
	rest = skipSubtags(rest, len(rest), func(p string) bool { return len(p) >= 5 || len(p) == 4 && isDigits(p[:1]) })
	return areExtensions(rest)
}

// areExtensions reports whether every single letter in parts opens an
// extension that is not empty, or private use, which goes on to the end.
func areExtensions(parts []string) bool {
	for len(parts) > 0 {
		if len(parts[0]) != 1 || len(parts) == 1 {
			return false
		}
		if parts[0] == "x" {
			return true
		}
		rest := skipSubtags(parts[1:], len(parts), func(p string) bool { return len(p) >= 2 })
		if len(rest) == len(parts)-1 {
			return false
		}
		parts = rest
	}
	return true
}

// skipSubtags returns parts without up to most at the front that are fit.
func skipSubtags(parts []string, most int, fit func(string) bool) []string {
	for ; most > 0 && len(parts) > 0 && fit(parts[0]); most-- {
		parts = parts[1:]
	}
	return parts
}

const letters, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"

// The strings are in lower case.
func isAlpha(s string) bool  { return strings.Trim(s, letters) == "" }
func isDigits(s string) bool { return strings.Trim(s, digits) == "" }
func isAlnum(s string) bool  { return strings.Trim(s, letters+digits) == "" }

package ttml

import (
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"
)

// checkNCName reports whether s is a name without colon, as XML defines it.
func checkNCName(s string) bool {
	for i, r := range s {
		if !checkNameStart(r) && (i == 0 || !checkNameRest(r)) {
			return false
		}
	}
	return s != "" && utf8.ValidString(s)
}

func checkNameStart(r rune) bool {
	switch {
	case r < 0x80:
		return r == '_' || 'a' <= r|0x20 && r|0x20 <= 'z'
	case r <= 0x2FF:
		return r >= 0xC0 && r != 0xD7 && r != 0xF7
	case r <= 0x1FFF:
		return r >= 0x370 && r != 0x37E
	}
	return r == 0x200C || r == 0x200D || 0x2070 <= r && r <= 0x218F || 0x2C00 <= r && r <= 0x2FEF ||
		0x3001 <= r && r <= 0xD7FF || 0xF900 <= r && r <= 0xFDCF || 0xFDF0 <= r && r <= 0xFFFD || 0x10000 <= r && r <= 0xEFFFF
}

func checkNameRest(r rune) bool {
	return r == '-' || r == '.' || '0' <= r && r <= '9' || r == 0xB7 || 0x300 <= r && r <= 0x36F || r == 0x203F || r == 0x2040
}

// checkGrandfathered are the tags of BCP 47 that its grammar does not make.
const checkGrandfathered = " en-gb-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo i-pwn i-tao i-tay i-tsu " +
	"sgn-be-fr sgn-be-nl sgn-ch-de "

// checkLanguageTag reports whether s is a well-formed tag of BCP 47.
func checkLanguageTag(s string) bool {
	s = strings.ToLower(s)
	if strings.Contains(checkGrandfathered, " "+s+" ") {
		return true
	}
	parts := strings.Split(s, "-")
	for _, p := range parts {
		if len(p) < 1 || len(p) > 8 || !checkAll(p, checkAlnum) {
			return false
		}
	}
	if parts[0] == "x" {
		return len(parts) > 1
	}
	if len(parts[0]) < 2 || !checkAll(parts[0], checkAlpha) {
		return false
	}
	return checkSubtags(parts[0], parts[1:])
}

// checkSubtags holds what follows the language against the grammar's order:
// extended languages, script, region, variants, extensions, private use.
func checkSubtags(language string, parts []string) bool {
	take := func(ok func(string) bool, most int) {
		for ; most > 0 && len(parts) > 0 && ok(parts[0]); most-- {
			parts = parts[1:]
		}
	}
	if len(language) <= 3 {
		take(func(p string) bool { return len(p) == 3 && checkAll(p, checkAlpha) }, 3)
	}
	take(func(p string) bool { return len(p) == 4 && checkAll(p, checkAlpha) }, 1)
	take(func(p string) bool {
		return len(p) == 2 && checkAll(p, checkAlpha) || len(p) == 3 && checkAll(p, checkDigit)
	}, 1)
	take(func(p string) bool { return len(p) >= 5 || len(p) == 4 && checkDigit(p[0]) }, len(parts))
	for len(parts) > 0 {
		if len(parts[0]) != 1 {
			return false
		}
		if parts[0] == "x" {
			return len(parts) > 1
		}
		before := len(parts) - 1
		parts = parts[1:]
		take(func(p string) bool { return len(p) >= 2 }, len(parts))
		if len(parts) == before {
			return false
		}
	}
	return true
}

func checkAll(s string, ok func(byte) bool) bool {
	for i := range len(s) {
		if !ok(s[i]) {
			return false
		}
	}
	return true
}

func checkDigit(b byte) bool { return '0' <= b && b <= '9' }
func checkAlpha(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }
func checkAlnum(b byte) bool { return checkDigit(b) || checkAlpha(b) }
func checkHex(b byte) bool   { return checkDigit(b) || 'a' <= b|0x20 && b|0x20 <= 'f' }

// checkPositive reports whether s is a list of count whole numbers above zero.
func checkPositive(s string, count int) bool {
	words := strings.Fields(s)
	if len(words) != count {
		return false
	}
	for _, w := range words {
		if !checkAll(w, checkDigit) || strings.Trim(w, "0") == "" {
			return false
		}
	}
	return true
}

// checkNumber reports whether s is digits with an optional fraction.
func checkNumber(s string) bool {
	whole, frac, point := strings.Cut(s, ".")
	return (whole != "" || point) && checkAll(whole, checkDigit) && (!point || frac != "" && checkAll(frac, checkDigit))
}

func checkSigned(s string) bool {
	return checkNumber(strings.TrimPrefix(strings.TrimPrefix(s, "+"), "-"))
}

// checkLength takes a length apart. Units are "%", "px", "em", "c", "rh" and
// "rw".
func checkLength(s string) (number, unit string, ok bool) {
	end := len(s)
	for end > 0 && !checkDigit(s[end-1]) && s[end-1] != '.' {
		end--
	}
	number, unit = s[:end], s[end:]
	switch unit {
	case "%", "px", "em", "c", "rh", "rw":
		return number, unit, checkSigned(number)
	}
	return number, unit, false
}

// checkLengths reports whether v is between least and most lengths, each in
// one of the units.
func checkLengths(v string, least, most int, units string) bool {
	words := strings.Fields(v)
	if len(words) < least || len(words) > most {
		return false
	}
	for _, w := range words {
		if _, unit, ok := checkLength(w); !ok || !strings.Contains(" "+units+" ", " "+unit+" ") {
			return false
		}
	}
	return true
}

const checkUnits = "% px em c rh rw" // c and rh, rw have rules of their own

// checkRat returns a decimal number exactly. Numbers of absurd length are not
// read.
func checkRat(s string) (*big.Rat, bool) {
	if len(s) > 40 || !checkSigned(s) {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

const checkColors = " transparent black silver gray white maroon red purple fuchsia magenta green lime olive yellow navy blue teal aqua cyan "

// checkColor reports whether v is a colour of TTML.
func checkColor(v string) bool {
	switch {
	case strings.HasPrefix(v, "#"):
		return (len(v) == 7 || len(v) == 9) && checkAll(v[1:], checkHex)
	case strings.HasPrefix(v, "rgb(") && strings.HasSuffix(v, ")"):
		return checkComponents(v[4:len(v)-1], 3)
	case strings.HasPrefix(v, "rgba(") && strings.HasSuffix(v, ")"):
		return checkComponents(v[5:len(v)-1], 4)
	}
	return v != "" && strings.Contains(checkColors, " "+v+" ")
}

func checkComponents(list string, count int) bool {
	parts := strings.Split(list, ",")
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" || len(p) > 3 || !checkAll(p, checkDigit) || len(p) == 3 && p > "255" {
			return false
		}
	}
	return len(parts) == count
}

// checkOneOf reports whether v is one of the blank-separated words.
func checkOneOf(v, words string) bool { return slices.Contains(strings.Fields(words), v) }

// checkEnums are attributes whose value is one of a few words.
var checkEnums = map[string]string{
	"xml:space": "default preserve", "timeContainer": "par seq", "fill": "freeze remove", "calcMode": "discrete linear paced spline",
	"ittp:progressivelyDecodable": "true false", "itts:forcedDisplay": "true false", "itts:fillLineGap": "true false",
	"ebutts:multiRowAlign": "start center end auto", "tta:speak": "none normal fast slow",
}

const checkRoles = "action caption description dialog expletive kinesic lyrics music narration quality sound source suppressed reproduction " +
	"thought title transcription"

// checkAttrValue holds an attribute that may stand on n against its values.
func (c *checker) checkAttrValue(n *checkNode, a checkAttr) {
	if words, ok := checkEnums[a.name]; ok {
		if !checkOneOf(a.value, words) && n.name != "animate" {
			c.onAttr(n, a.name, "attribute-value", checkValue(a.name, a.value, strings.ReplaceAll(words, " ", " or ")))
		}
		return
	}
	switch {
	case strings.HasPrefix(a.name, "tts:"):
		c.checkStyleValue(n, a)
	case a.name == "ebutts:linePadding":
		if !checkLengths(a.value, 1, 1, "c") || strings.HasPrefix(a.value, "-") {
			c.onAttr(n, a.name, "style-value", checkValue(a.name, a.value, "a length in c, as 0.5c"))
		}
	case a.name == "ttm:role":
		for _, role := range strings.Fields(a.value) {
			if !strings.HasPrefix(role, "x-") && !checkOneOf(role, checkRoles) {
				c.onAttr(n, a.name, "attribute-value", checkValue(a.name, role, "a role of TTML or one that begins with x-"))
			}
		}
	case a.name == "ittp:activeArea":
		if !checkLengths(a.value, 4, 4, "%") || strings.Contains(a.value, "-") || !checkArea(a.value) {
			c.onAttr(n, a.name, "attribute-value", checkValue(a.name, a.value, "four percentages from 0% to 100%"))
		}
	case a.name == "ittp:aspectRatio":
		if !checkPositive(a.value, 2) {
			c.onAttr(n, a.name, "attribute-value", checkValue(a.name, a.value, "two whole numbers"))
		}
	case a.name == "type":
		c.checkType(n, a)
	}
}

func checkArea(v string) bool {
	for _, w := range strings.Fields(v) {
		r, ok := checkRat(strings.TrimSuffix(w, "%"))
		if ok && r.Cmp(big.NewRat(100, 1)) > 0 {
			return false
		}
	}
	return true
}

// checkType holds the type of an agent or a name against its words.
func (c *checker) checkType(n *checkNode, a checkAttr) {
	words := map[string]string{"ttm:agent": "person character group organization other", "ttm:name": "full family given alias other"}[n.name]
	if words != "" && !checkOneOf(a.value, words) {
		c.onAttr(n, a.name, "attribute-value", checkValue(n.name+" type", a.value, strings.ReplaceAll(words, " ", " or ")))
	}
}

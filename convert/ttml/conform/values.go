package conform

import (
	"math/big"
	"slices"
	"strings"
)

func all(s string, ok func(byte) bool) bool {
	for i := range len(s) {
		if !ok(s[i]) {
			return false
		}
	}
	return true
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }
func isAlpha(b byte) bool { return 'a' <= b|0x20 && b|0x20 <= 'z' }
func isHex(b byte) bool   { return isDigit(b) || 'a' <= b|0x20 && b|0x20 <= 'f' }

// isPositive reports whether s is a list of count whole numbers above zero.
func isPositive(s string, count int) bool {
	words := strings.Fields(s)
	if len(words) != count {
		return false
	}
	for _, w := range words {
		if !all(w, isDigit) || strings.Trim(w, "0") == "" {
			return false
		}
	}
	return true
}

// isNumber reports whether s is digits with an optional fraction.
func isNumber(s string) bool {
	whole, frac, point := strings.Cut(s, ".")
	return (whole != "" || point) && all(whole, isDigit) && (!point || frac != "" && all(frac, isDigit))
}

func isSigned(s string) bool {
	return isNumber(strings.TrimPrefix(strings.TrimPrefix(s, "+"), "-"))
}

// parseLength takes a length apart. Units are "%", "px", "em", "c", "rh" and
// "rw".
func parseLength(s string) (number, unit string, ok bool) {
	end := len(s)
	for end > 0 && !isDigit(s[end-1]) && s[end-1] != '.' {
		end--
	}
	number, unit = s[:end], s[end:]
	switch unit {
	case "%", "px", "em", "c", "rh", "rw":
		return number, unit, isSigned(number)
	}
	return number, unit, false
}

// isLengths reports whether v is between least and most lengths, each in
// one of the units.
func isLengths(v string, least, most int, units string) bool {
	words := strings.Fields(v)
	if len(words) < least || len(words) > most {
		return false
	}
	for _, w := range words {
		if _, unit, ok := parseLength(w); !ok || !strings.Contains(" "+units+" ", " "+unit+" ") {
			return false
		}
	}
	return true
}

const allUnits = "% px em c rh rw" // c and rh, rw have rules of their own

// parseRat returns a decimal number exactly. Numbers of absurd length are not
// read.
func parseRat(s string) (*big.Rat, bool) {
	if len(s) > 40 || !isSigned(s) {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}

const colorNames = " transparent black silver gray white maroon red purple fuchsia magenta green lime olive yellow navy blue teal aqua cyan "

// isColor reports whether v is a colour of TTML.
func isColor(v string) bool {
	switch {
	case strings.HasPrefix(v, "#"):
		return (len(v) == 7 || len(v) == 9) && all(v[1:], isHex)
	case strings.HasPrefix(v, "rgb(") && strings.HasSuffix(v, ")"):
		return isComponents(v[4:len(v)-1], 3)
	case strings.HasPrefix(v, "rgba(") && strings.HasSuffix(v, ")"):
		return isComponents(v[5:len(v)-1], 4)
	}
	return v != "" && strings.Contains(colorNames, " "+v+" ")
}

func isComponents(list string, count int) bool {
	parts := strings.Split(list, ",")
	for _, p := range parts {
		p = strings.TrimSpace(p)
		if p == "" || len(p) > 3 || !all(p, isDigit) || len(p) == 3 && p > "255" {
			return false
		}
	}
	return len(parts) == count
}

// oneOf reports whether v is one of the blank-separated words.
func oneOf(v, words string) bool { return slices.Contains(strings.Fields(words), v) }

// enums are attributes whose value is one of a few words.
var enums = map[string]string{
	"encoding":  "base16 base32 base32hex base64 base64url",
	"xml:space": "default preserve", "timeContainer": "par seq", "fill": "freeze remove", "calcMode": "discrete linear paced spline",
	"ittp:progressivelyDecodable": "true false", "itts:forcedDisplay": "true false", "itts:fillLineGap": "true false",
	"ebutts:multiRowAlign": "start center end auto", "tta:speak": "none normal fast slow",
}

const roles = "action caption description dialog expletive kinesic lyrics music narration quality sound source suppressed reproduction " +
	"thought title transcription"

// checkAttrValue holds an attribute that may stand on n against its values.
func (c *checker) checkAttrValue(n *node, a attribute) {
	if words, ok := enums[a.name]; ok {
		if !oneOf(a.value, words) {
			c.onAttr(n, a.name, "attribute-value", badValue(a.name, a.value, strings.ReplaceAll(words, " ", " or ")))
		}
		return
	}
	switch {
	case strings.HasPrefix(a.name, "tts:"):
		c.checkStyleValue(n, a)
	case a.name == "tta:gain" || a.name == "tta:pan" || a.name == "tta:pitch":
		c.checkAudioStyle(n, a)
	case a.name == "keyTimes" || a.name == "keySplines" || a.name == "repeatCount":
		c.checkAnimation(n, a)
	case a.name == "ebutts:linePadding":
		if !isLengths(a.value, 1, 1, "c") || strings.HasPrefix(a.value, "-") {
			c.onAttr(n, a.name, "style-value", badValue(a.name, a.value, "a length in c, as 0.5c"))
		}
	case a.name == "ttm:role":
		for _, role := range strings.Fields(a.value) {
			if !strings.HasPrefix(role, "x-") && !oneOf(role, roles) {
				c.onAttr(n, a.name, "attribute-value", badValue(a.name, role, "a role of TTML or one that begins with x-"))
			}
		}
	case a.name == "ittp:activeArea":
		if !isLengths(a.value, 4, 4, "%") || strings.Contains(a.value, "-") || !isArea(a.value) {
			c.onAttr(n, a.name, "attribute-value", badValue(a.name, a.value, "four percentages from 0% to 100%"))
		}
	case a.name == "ittp:aspectRatio":
		if !isPositive(a.value, 2) {
			c.onAttr(n, a.name, "attribute-value", badValue(a.name, a.value, "two whole numbers"))
		}
	case a.name == "type":
		c.checkType(n, a)
	}
}

func isArea(v string) bool {
	for _, w := range strings.Fields(v) {
		r, ok := parseRat(strings.TrimSuffix(w, "%"))
		if ok && r.Cmp(big.NewRat(100, 1)) > 0 {
			return false
		}
	}
	return true
}

// checkType holds the type of an agent or a name against its words.
func (c *checker) checkType(n *node, a attribute) {
	words := map[string]string{"ttm:agent": "person character group organization other", "ttm:name": "full family given alias other"}[n.name]
	if words != "" && !oneOf(a.value, words) {
		c.onAttr(n, a.name, "attribute-value", badValue(n.name+" type", a.value, strings.ReplaceAll(words, " ", " or ")))
	}
}

package ttml

import (
	"fmt"
	"strings"
)

// checkGrammar reports whether a style has a legal value, and else what is
// wanted.
type checkGrammar struct {
	ok   func(v string) bool
	want string
}

func checkWords(words string) checkGrammar {
	return checkGrammar{func(v string) bool { return checkOneOf(v, words) }, strings.ReplaceAll(words, " ", " or ")}
}

var (
	checkColorGrammar  = checkGrammar{checkColor, "a colour: #rrggbb, #rrggbbaa, rgb(), rgba() or a name of TTML"}
	checkLengthGrammar = checkGrammar{func(v string) bool { return checkLengths(v, 1, 1, checkUnits) }, "a length"}
	checkAnyGrammar    = checkGrammar{func(v string) bool { return strings.TrimSpace(v) != "" }, "a value"}
)

// checkGrammars are the values of the tts: attributes in TTML. TTML 1 lets all
// of them be "inherit".
var checkGrammars = map[string]checkGrammar{
	"backgroundColor": checkColorGrammar, "color": checkColorGrammar,
	"direction":    checkWords("ltr rtl"),
	"disparity":    checkLengthGrammar,
	"display":      checkWords("auto none inlineBlock"),
	"displayAlign": checkWords("before center after justify"),
	"extent": {func(v string) bool {
		return checkOneOf(v, "auto contain cover") || checkLengths(v, 2, 2, checkUnits)
	}, "auto or two lengths"},
	"fontFamily": {checkFontFamily, "a list of font families"},
	"fontSize": {func(v string) bool {
		return checkLengths(v, 1, 2, checkUnits)
	}, "a length"},
	"fontStyle":  checkWords("normal italic oblique"),
	"fontWeight": checkWords("normal bold"),
	"lineHeight": {func(v string) bool {
		return v == "normal" || checkLengths(v, 1, 1, checkUnits)
	}, "normal or a length"},
	"luminanceGain": {checkNumber, "a number"},
	"opacity":       {checkSigned, "a number from 0 to 1"},
	"origin": {func(v string) bool {
		return v == "auto" || checkLengths(v, 2, 2, checkUnits)
	}, "auto or two lengths"},
	"overflow":       checkWords("visible hidden"),
	"padding":        {func(v string) bool { return checkLengths(v, 1, 4, checkUnits) }, "one to four lengths"},
	"position":       {checkPosition, "one to four of left, right, top, bottom, center and lengths"},
	"ruby":           checkWords("none container base baseContainer text textContainer delimiter"),
	"rubyAlign":      checkWords("start center end spaceAround spaceBetween withBase"),
	"rubyPosition":   checkWords("before after outside"),
	"rubyReserve":    checkAnyGrammar,
	"shear":          {func(v string) bool { return checkLengths(v, 1, 1, "%") }, "a percentage"},
	"showBackground": checkWords("always whenActive"),
	"textAlign":      checkWords("left center right start end justify"),
	"textCombine":    checkAnyGrammar,
	"textDecoration": {checkDecoration, "none, or of underline, lineThrough, overline and their no- forms"},
	"textEmphasis":   checkAnyGrammar,
	"textOutline":    {checkOutline, "none, or a colour and a length"},
	"textShadow":     checkAnyGrammar,
	"unicodeBidi":    checkWords("normal embed bidiOverride isolate"),
	"visibility":     checkWords("visible hidden"),
	"wrapOption":     checkWords("wrap noWrap"),
	"writingMode":    checkWords("lrtb rltb tbrl tblr lr rl tb"),
	"zIndex":         {func(v string) bool { return v == "auto" || checkInteger(v) }, "auto or a whole number"},
}

// checkGrammarsIMSC are the values that IMSC narrows.
var checkGrammarsIMSC = map[string]checkGrammar{
	"fontSize":  checkLengthGrammar,
	"rubyAlign": checkWords("center spaceAround"),
	"textOutline": {func(v string) bool {
		return checkOutline(v) && strings.Count(" "+v, " ") <= 2
	}, "none, or a colour and one length"},
	"position": {func(v string) bool {
		return checkPosition(v) && !strings.Contains(v, "em") && !strings.Contains(v, "c ") && !strings.HasSuffix(v, "c")
	}, "one to four of left, right, top, bottom, center and lengths in px, %, rw and rh"},
	"rubyReserve":  {checkRubyReserve, "none, or both, before, after or outside and a length"},
	"textCombine":  checkWords("none all"),
	"textEmphasis": {checkEmphasis, "none, auto, or of filled or open, circle, dot or sesame, and a position"},
	"textShadow":   {checkShadows, "none, or one to four shadows: two or three lengths and a colour"},
	"unicodeBidi":  checkWords("normal embed bidiOverride"),
	"display":      checkWords("auto none"),
	"displayAlign": checkWords("before center after"),
}

// checkGrammarsEBU are the values of EBU-TT-D.
var checkGrammarsEBU = map[string]checkGrammar{
	"backgroundColor": {checkHexColor, "#rrggbb or #rrggbbaa"},
	"color":           {checkHexColor, "#rrggbb or #rrggbbaa"},
	"direction":       checkWords("ltr rtl"),
	"displayAlign":    checkWords("before center after"),
	"fontFamily":      {checkFontFamily, "a list of font families"},
	"fontSize":        {func(v string) bool { return checkPercents(v, 1, 1) }, "a percentage"},
	"fontStyle":       checkWords("normal italic"),
	"fontWeight":      checkWords("normal bold"),
	"lineHeight":      {func(v string) bool { return v == "normal" || checkPercents(v, 1, 1) }, "normal or a percentage"},
	"overflow":        checkWords("visible hidden"),
	"padding":         {func(v string) bool { return checkPercents(v, 1, 4) }, "one to four percentages"},
	"showBackground":  checkWords("always whenActive"),
	"textAlign":       checkWords("left center right start end"),
	"textDecoration":  checkWords("none underline"),
	"unicodeBidi":     checkWords("normal embed bidiOverride"),
	"wrapOption":      checkWords("wrap noWrap"),
	"writingMode":     checkWords("lrtb rltb tbrl tblr lr rl tb"),
}

func checkHexColor(v string) bool { return strings.HasPrefix(v, "#") && checkColor(v) }

func checkPercents(v string, least, most int) bool {
	return checkLengths(v, least, most, "%") && !strings.Contains(v, "-")
}

func checkInteger(v string) bool { return checkSigned(v) && !strings.Contains(v, ".") }

func checkFontFamily(v string) bool {
	for _, f := range strings.Split(v, ",") {
		if strings.TrimSpace(f) == "" {
			return false
		}
	}
	return true
}

func checkPosition(v string) bool {
	words := strings.Fields(v)
	for _, w := range words {
		if !checkOneOf(w, "left right top bottom center") && !checkLengths(w, 1, 1, checkUnits) {
			return false
		}
	}
	return len(words) >= 1 && len(words) <= 4
}

func checkDecoration(v string) bool {
	if v == "none" {
		return true
	}
	seen := ""
	for _, w := range strings.Fields(v) {
		line := strings.ToLower(strings.TrimPrefix(w, "no"))
		if !checkOneOf(w, "underline noUnderline lineThrough noLineThrough overline noOverline") || strings.Contains(seen, line) {
			return false
		}
		seen += " " + line
	}
	return seen != ""
}

func checkOutline(v string) bool {
	if v == "none" {
		return true
	}
	color, rest, ok := strings.Cut(strings.TrimSpace(v), " ")
	if ok && checkColor(color) {
		v = rest
	}
	return checkLengths(v, 1, 2, checkUnits)
}

func checkRubyReserve(v string) bool {
	words := strings.Fields(v)
	if v == "none" || len(words) == 0 || len(words) > 2 {
		return v == "none"
	}
	return checkOneOf(words[0], "both before after outside") && (len(words) == 1 || checkLengths(words[1], 1, 1, checkUnits))
}

// checkEmphasis reports whether v has each part of an emphasis at most once.
func checkEmphasis(v string) bool {
	var fill, shape, place, whole int
	for _, w := range strings.Fields(v) {
		switch w {
		case "none", "auto":
			whole++
		case "filled", "open":
			fill++
		case "circle", "dot", "sesame":
			shape++
		case "before", "after", "outside":
			place++
		default:
			return false
		}
	}
	styled := fill + shape
	return max(fill, shape, place, whole) == 1 && (whole == 0 || styled == 0)
}

func checkShadows(v string) bool {
	shadows := checkTopSplit(v)
	for _, s := range shadows {
		words := strings.Fields(s)
		if n := len(words); n > 0 && checkColor(words[n-1]) {
			words = words[:n-1]
		} else if n > 0 && checkColor(words[0]) {
			words = words[1:]
		}
		if !checkLengths(strings.Join(words, " "), 2, 3, checkUnits) {
			return v == "none"
		}
	}
	return len(shadows) <= 4
}

// checkTopSplit splits v at the commas outside of parentheses, without the
// blanks within them.
func checkTopSplit(v string) []string {
	var parts []string
	var part strings.Builder
	depth := 0
	for i := range len(v) {
		switch b := v[i]; {
		case b == '(':
			depth++
		case b == ')':
			depth--
		case b == ' ' && depth > 0:
			continue
		case b == ',' && depth == 0:
			parts = append(parts, part.String())
			part.Reset()
			continue
		}
		part.WriteByte(v[i])
	}
	return append(parts, part.String())
}

// checkStyleValue holds a tts: attribute against its grammar and the units
// that the profile has for it.
func (c *checker) checkStyleValue(n *checkNode, a checkAttr) {
	name := strings.TrimPrefix(a.name, "tts:")
	if n.name == "animate" || n.name == "region" && (name == "extent" || name == "origin") && c.profile != DAPT {
		return
	}
	if g, ok := c.grammar(name); ok && !g.ok(a.value) && (a.value != "inherit" || c.profile == EBUTTD) {
		c.onAttr(n, a.name, "style-value", checkValue(a.name, a.value, g.want))
		return
	}
	if c.profile == IMSC11 || c.profile == IMSC1 {
		c.checkUnits(n, a, name)
	}
}

func (c *checker) grammar(name string) (checkGrammar, bool) {
	switch c.profile {
	case EBUTTD:
		g, ok := checkGrammarsEBU[name]
		return g, ok
	case IMSC11, IMSC1:
		if g, ok := checkGrammarsIMSC[name]; ok {
			return g, true
		}
	}
	g, ok := checkGrammars[name]
	return g, ok
}

// checkUnits applies IMSC's rules on units and signs to the lengths in a
// style.
func (c *checker) checkUnits(n *checkNode, a checkAttr, name string) {
	if name == "fontFamily" {
		if strings.Contains(a.value, ", ") || strings.Contains(a.value, " ,") {
			c.onAttr(n, a.name, "font-family-space", checkValue(a.name, a.value, "no blank beside a comma"))
		}
		return
	}
	said := false
	for _, w := range strings.FieldsFunc(a.value, func(r rune) bool { return r == ' ' || r == ',' }) {
		number, unit, ok := checkLength(w)
		if !ok {
			continue
		}
		switch {
		case unit == "c":
			c.onAttr(n, a.name, "length-cell", checkValue(a.name, a.value, "no lengths in c"))
		case unit == "px" && !c.root.has("tts:extent"):
			if said { // one is enough for both sides
				continue
			}
			said = true
			c.onAttr(n, a.name, "length-px", checkMissing("tts:extent on tt, for %s in pixels", a.name))
		case (unit == "rh" || unit == "rw") && c.profile == IMSC1:
			c.onAttr(n, a.name, "style-value", checkValue(a.name, a.value, "a unit of TTML 1"))
		}
		if strings.HasPrefix(number, "-") && name != "disparity" && name != "textShadow" && name != "shear" {
			c.onAttr(n, a.name, "length-negative", checkValue(a.name, a.value, "lengths of zero and more"))
		}
	}
}

// checkStyles resolves what references to styles give an element.
type checkStyles struct {
	initials map[string]string // from initial elements
}

// resolve returns the value of a style on n itself: its attribute, else a
// nested style, else the referenced ones, later ones first.
func (c *checker) resolve(n *checkNode, name string) (string, bool) {
	budget := 64
	return c.resolveWithin(n, name, &budget)
}

func (c *checker) resolveWithin(n *checkNode, name string, budget *int) (string, bool) {
	if *budget--; *budget < 0 {
		return "", false
	}
	if v, ok := n.attr(name); ok {
		return v, true
	}
	if n.name == "region" {
		for i := len(n.kids) - 1; i >= 0; i-- {
			if n.kids[i].name == "style" {
				if v, ok := c.resolveWithin(n.kids[i], name, budget); ok {
					return v, true
				}
			}
		}
	}
	refs, _ := n.attr("style")
	ids := strings.Fields(refs)
	for i := len(ids) - 1; i >= 0; i-- {
		if s := c.ids[ids[i]]; s != nil && s.name == "style" {
			if v, ok := c.resolveWithin(s, name, budget); ok {
				return v, true
			}
		}
	}
	return "", false
}

// initial returns what an initial element says of a style.
func (c *checker) initial(name string) (string, bool) {
	if c.styles.initials == nil {
		c.styles.initials = make(map[string]string)
		c.root.child("head").child("styling").each(func(n *checkNode) {
			if n.name == "initial" {
				for _, a := range n.attrs {
					c.styles.initials[a.name] = a.value
				}
			}
		})
	}
	v, ok := c.styles.initials[name]
	return v, ok
}

// checkStyleLoops reports styles that reach themselves by references. It
// visits each style once.
func (c *checker) checkStyleLoops() {
	const onPath, done = 1, 2
	state := make(map[*checkNode]int)
	var visit func(n *checkNode, depth int)
	visit = func(n *checkNode, depth int) {
		if state[n] != 0 || depth > 10000 {
			return
		}
		state[n] = onPath
		refs, _ := n.attr("style")
		at := c.attrOffset(n, "style")
		for _, id := range strings.Fields(refs) {
			s := c.ids[id]
			if s == nil || s.name != "style" {
				continue
			}
			if state[s] == onPath {
				c.report(at, "style-loop", fmt.Errorf("style %q leads back to itself", id))
			}
			visit(s, depth+1)
		}
		state[n] = done
	}
	c.root.child("head").child("styling").each(func(n *checkNode) {
		if n.name == "style" {
			visit(n, 0)
		}
	})
}

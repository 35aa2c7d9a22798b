package conform

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/vsconvert/vsconvert/convert/ttml"
)

// grammar reports whether a style has a legal value, and else what is
// wanted.
type grammar struct {
	ok   func(v string) bool
	want string
}

func oneOfWords(words string) grammar {
	return grammar{func(v string) bool { return oneOf(v, words) }, strings.ReplaceAll(words, " ", " or ")}
}

var (
	colorValue  = grammar{isColor, "a colour: #rrggbb, #rrggbbaa, rgb(), rgba() or a name of TTML"}
	lengthValue = grammar{func(v string) bool { return isLengths(v, 1, 1, allUnits) }, "a length"}
	anyValue    = grammar{func(v string) bool { return strings.TrimSpace(v) != "" }, "a value"}
)

// grammars2 are the values of the tts: attributes in TTML. TTML 1 lets all
// of them be "inherit".
var grammars2 = map[string]grammar{
	"backgroundColor": colorValue, "color": colorValue,
	"direction":    oneOfWords("ltr rtl"),
	"disparity":    lengthValue,
	"display":      oneOfWords("auto none inlineBlock"),
	"displayAlign": oneOfWords("before center after justify"),
	"extent": {func(v string) bool {
		return oneOf(v, "auto contain cover") || isLengths(v, 2, 2, allUnits)
	}, "auto or two lengths"},
	"fontFamily": {isFontFamily, "a list of font families"},
	"fontSize": {func(v string) bool {
		return isLengths(v, 1, 2, allUnits)
	}, "a length"},
	"fontStyle":  oneOfWords("normal italic oblique"),
	"fontWeight": oneOfWords("normal bold"),
	"lineHeight": {func(v string) bool {
		return v == "normal" || isLengths(v, 1, 1, allUnits)
	}, "normal or a length"},
	"luminanceGain": {isNumber, "a number"},
	"opacity":       {isSigned, "a number from 0 to 1"},
	"origin": {func(v string) bool {
		return v == "auto" || isLengths(v, 2, 2, allUnits)
	}, "auto or two lengths"},
	"overflow":       oneOfWords("visible hidden"),
	"padding":        {func(v string) bool { return isLengths(v, 1, 4, allUnits) }, "one to four lengths"},
	"position":       {isPosition, "one to four of left, right, top, bottom, center and lengths"},
	"ruby":           oneOfWords("none container base baseContainer text textContainer delimiter"),
	"rubyAlign":      oneOfWords("start center end spaceAround spaceBetween withBase"),
	"rubyPosition":   oneOfWords("before after outside"),
	"rubyReserve":    anyValue,
	"shear":          {func(v string) bool { return isLengths(v, 1, 1, "%") }, "a percentage"},
	"showBackground": oneOfWords("always whenActive"),
	"textAlign":      oneOfWords("left center right start end justify"),
	"textCombine":    anyValue,
	"textDecoration": {isDecoration, "none, or of underline, lineThrough, overline and their no- forms"},
	"textEmphasis":   anyValue,
	"textOutline":    {isOutline, "none, or a colour and a length"},
	"textShadow":     anyValue,
	"unicodeBidi":    oneOfWords("normal embed bidiOverride isolate"),
	"visibility":     oneOfWords("visible hidden"),
	"wrapOption":     oneOfWords("wrap noWrap"),
	"writingMode":    oneOfWords("lrtb rltb tbrl tblr lr rl tb"),
	"zIndex":         {func(v string) bool { return v == "auto" || isInteger(v) }, "auto or a whole number"},
}

// grammarsIMSC are the values that IMSC narrows.
var grammarsIMSC = map[string]grammar{
	"fontSize":  lengthValue,
	"rubyAlign": oneOfWords("center spaceAround"),
	"textOutline": {func(v string) bool {
		return isOutline(v) && strings.Count(" "+v, " ") <= 2 && !isThick(v)
	}, "none, or a colour and one length of at most 10% of the font size"},
	"position": {func(v string) bool {
		return isPosition(v) && !strings.Contains(v, "em") && !strings.Contains(v, "c ") && !strings.HasSuffix(v, "c")
	}, "one to four of left, right, top, bottom, center and lengths in px, %, rw and rh"},
	"rubyReserve":  {isRubyReserve, "none, or both, before, after or outside and a length"},
	"textCombine":  oneOfWords("none all"),
	"textEmphasis": {isEmphasis, "none, auto, or of filled or open, circle, dot or sesame, and a position"},
	"textShadow":   {isShadows, "none, or one to four shadows: two or three lengths and a colour"},
	"unicodeBidi":  oneOfWords("normal embed bidiOverride"),
	"display":      oneOfWords("auto none"),
	"textAlign":    oneOfWords("left center right start end"),
	"displayAlign": oneOfWords("before center after"),
}

// grammarsEBU are the values of EBU-TT-D.
var grammarsEBU = map[string]grammar{
	"backgroundColor": {isHexColor, "#rrggbb or #rrggbbaa"},
	"color":           {isHexColor, "#rrggbb or #rrggbbaa"},
	"direction":       oneOfWords("ltr rtl"),
	"displayAlign":    oneOfWords("before center after"),
	"fontFamily":      {isFontFamily, "a list of font families"},
	"fontSize":        {func(v string) bool { return isPercents(v, 1, 1) }, "a percentage"},
	"fontStyle":       oneOfWords("normal italic"),
	"fontWeight":      oneOfWords("normal bold"),
	"lineHeight":      {func(v string) bool { return v == "normal" || isPercents(v, 1, 1) }, "normal or a percentage"},
	"overflow":        oneOfWords("visible hidden"),
	"padding":         {func(v string) bool { return isPercents(v, 1, 4) }, "one to four percentages"},
	"showBackground":  oneOfWords("always whenActive"),
	"textAlign":       oneOfWords("left center right start end"),
	"textDecoration":  oneOfWords("none underline"),
	"unicodeBidi":     oneOfWords("normal embed bidiOverride"),
	"wrapOption":      oneOfWords("wrap noWrap"),
	"writingMode":     oneOfWords("lrtb rltb tbrl tblr lr rl tb"),
}

func isHexColor(v string) bool { return strings.HasPrefix(v, "#") && isColor(v) }

func isPercents(v string, least, most int) bool {
	return isLengths(v, least, most, "%") && !strings.Contains(v, "-")
}

func isInteger(v string) bool { return isSigned(v) && !strings.Contains(v, ".") }

func isFontFamily(v string) bool {
	for _, f := range strings.Split(v, ",") {
		if strings.TrimSpace(f) == "" {
			return false
		}
	}
	return true
}

func isPosition(v string) bool {
	words := strings.Fields(v)
	for _, w := range words {
		if !oneOf(w, "left right top bottom center") && !isLengths(w, 1, 1, allUnits) {
			return false
		}
	}
	return len(words) >= 1 && len(words) <= 4
}

func isDecoration(v string) bool {
	if v == "none" {
		return true
	}
	seen := ""
	for _, w := range strings.Fields(v) {
		line := strings.ToLower(strings.TrimPrefix(w, "no"))
		if !oneOf(w, "underline noUnderline lineThrough noLineThrough overline noOverline") || strings.Contains(seen, line) {
			return false
		}
		seen += " " + line
	}
	return seen != ""
}

func isOutline(v string) bool {
	if v == "none" {
		return true
	}
	color, rest, ok := strings.Cut(strings.TrimSpace(v), " ")
	if ok && isColor(color) {
		v = rest
	}
	return isLengths(v, 1, 2, allUnits)
}

// isThick reports whether an outline is more than a tenth of the font size.
func isThick(v string) bool {
	words := strings.Fields(v)
	number, unit, ok := parseLength(words[len(words)-1])
	n, known := parseRat(number)
	if !ok || !known {
		return false
	}
	return unit == "%" && n.Cmp(big.NewRat(10, 1)) > 0 || unit == "em" && n.Cmp(big.NewRat(1, 10)) > 0
}

func isRubyReserve(v string) bool {
	words := strings.Fields(v)
	if v == "none" || len(words) == 0 || len(words) > 2 {
		return v == "none"
	}
	return oneOf(words[0], "both before after outside") && (len(words) == 1 || isLengths(words[1], 1, 1, allUnits))
}

// isEmphasis reports whether v has each part of an emphasis at most once.
func isEmphasis(v string) bool {
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

func isShadows(v string) bool {
	shadows := splitTop(v)
	for _, s := range shadows {
		words := strings.Fields(s)
		if n := len(words); n > 0 && isColor(words[n-1]) {
			words = words[:n-1]
		} else if n > 0 && isColor(words[0]) {
			words = words[1:]
		}
		if !isLengths(strings.Join(words, " "), 2, 3, allUnits) {
			return v == "none"
		}
	}
	return len(shadows) <= 4
}

// splitTop splits v at the commas outside of parentheses, without the
// blanks within them.
func splitTop(v string) []string {
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
func (c *checker) checkStyleValue(n *node, a attribute) {
	name := strings.TrimPrefix(a.name, "tts:")
	if n.name == "animate" || n.name == "region" && (name == "extent" || name == "origin") && c.profile != ttml.DAPT {
		return
	}
	if g, ok := c.grammar(name); ok && !g.ok(a.value) && (a.value != "inherit" || c.profile == ttml.EBUTTD) {
		c.onAttr(n, a.name, "style-value", badValue(a.name, a.value, g.want))
		return
	}
	if c.profile == ttml.IMSC11 || c.profile == ttml.IMSC1 {
		c.checkUnits(n, a, name)
	}
}

func (c *checker) grammar(name string) (grammar, bool) {
	switch c.profile {
	case ttml.EBUTTD:
		g, ok := grammarsEBU[name]
		return g, ok
	case ttml.IMSC11, ttml.IMSC1:
		if g, ok := grammarsIMSC[name]; ok {
			return g, true
		}
	}
	g, ok := grammars2[name]
	return g, ok
}

// allUnits applies IMSC's rules on units and signs to the lengths in a
// style.
func (c *checker) checkUnits(n *node, a attribute, name string) {
	if name == "fontFamily" {
		if strings.Contains(a.value, ", ") || strings.Contains(a.value, " ,") {
			c.onAttr(n, a.name, "font-family-space", badValue(a.name, a.value, "no blank beside a comma"))
		}
		return
	}
	said := false
	for _, w := range strings.FieldsFunc(a.value, func(r rune) bool { return r == ' ' || r == ',' }) {
		number, unit, ok := parseLength(w)
		if !ok {
			continue
		}
		switch {
		case unit == "c":
			c.onAttr(n, a.name, "length-cell", badValue(a.name, a.value, "no lengths in c"))
		case unit == "px" && !c.root.has("tts:extent"):
			if said { // one is enough for both sides
				continue
			}
			said = true
			c.onAttr(n, a.name, "length-px", missing("tts:extent on tt, for %s in pixels", a.name))
		case (unit == "rh" || unit == "rw") && c.profile == ttml.IMSC1:
			c.onAttr(n, a.name, "style-value", badValue(a.name, a.value, "a unit of TTML 1"))
		}
		if strings.HasPrefix(number, "-") && name != "disparity" && name != "textShadow" && name != "shear" {
			c.onAttr(n, a.name, "length-negative", badValue(a.name, a.value, "lengths of zero and more"))
		}
	}
}

// stylesOf resolves what references to styles give an element.
type stylesOf struct {
	initials map[string]string // from initial elements
}

// resolve returns the value of a style on n itself: its attribute, else a
// nested style, else the referenced ones, later ones first.
func (c *checker) resolve(n *node, name string) (string, bool) {
	budget := 64
	return c.resolveWithin(n, name, &budget)
}

func (c *checker) resolveWithin(n *node, name string, budget *int) (string, bool) {
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
		c.root.child("head").child("styling").each(func(n *node) {
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
	state := make(map[*node]int)
	var visit func(n *node, depth int)
	visit = func(n *node, depth int) {
		if state[n] != 0 || depth > 10000 {
			return
		}
		state[n] = onPath
		refs, _ := n.attr("style")
		at := attrOffset(n, "style")
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
	c.root.child("head").child("styling").each(func(n *node) {
		if n.name == "style" {
			visit(n, 0)
		}
	})
}

package ttml

import (
	"fmt"
	"strings"
	"sync"
)

// checkFlavour is the vocabulary a document is held against: what elements
// hold, in which order, and which attributes they have.
//
// Content models are lists of slots: "a|b*" any number, "a?" at most one of
// the names. "M" stands for metadata and "A" for animation. A leading "text"
// allows character data; "any" allows anything.
type checkFlavour struct {
	models     map[string]string
	meta, anim string
	attrs      map[string]string // names, with groups in capitals
	styles     string            // the names of the tts: attributes
	prohibited string            // attributes that exist in TTML but not here
}

func checkFlavourOf(p Profile) *checkCompiled {
	switch p {
	case IMSC11:
		return checkIMSC11Flavour()
	case IMSC1:
		return checkIMSC1Flavour()
	case EBUTTD:
		return checkEBUFlavour()
	default:
		return checkDAPTFlavour()
	}
}

const (
	checkStyles1 = "backgroundColor color direction display displayAlign extent fontFamily fontSize fontStyle fontWeight lineHeight opacity " +
		"origin overflow padding showBackground textAlign textDecoration textOutline unicodeBidi visibility wrapOption writingMode zIndex"
	checkStyles11 = checkStyles1 + " disparity luminanceGain position ruby rubyAlign rubyPosition rubyReserve shear textCombine textEmphasis textShadow"
	checkStyles2  = checkStyles11 + " backgroundClip backgroundExtent backgroundImage backgroundOrigin backgroundPosition backgroundRepeat " +
		"border bpd fontKerning fontSelectionStrategy fontShear fontVariant ipd letterSpacing lineShear rubyOffset rubyOverflow rubyOverhang " +
		"rubyOverhangClass textOrientation"
	checkParams1 = "cellResolution frameRate frameRateMultiplier profile tickRate timeBase"
	checkParams2 = checkParams1 + " contentProfiles displayAspectRatio"
	// checkParamsAll are those a profile may prohibit.
	checkParamsAll = checkParams2 + " clockMode dropMode markerMode pixelAspectRatio subFrameRate contentProfileCombination processorProfiles " +
		"processorProfileCombination inferProcessorProfileMethod inferProcessorProfileSource permitFeatureNarrowing permitFeatureWidening " +
		"validation validationAction version"
	// checkElementsAll are the elements of TTML that a profile may prohibit.
	checkElementsAll = " audio image data chunk source font resources animate animation set initial smpte:image "
)

var checkModels2 = map[string]string{
	"tt": "head? body?", "head": "M* ttp:profile* resources? styling? layout? animation?",
	"metadata": "any", "ttp:profile": "any",
	"resources": "M* data|audio|image|font*", "styling": "M* initial* style*", "style": "M*", "initial": "M*",
	"layout": "M* region*", "region": "M* A* style*", "animation": "M* A*",
	"body": "M* A* div|audio|image*", "div": "M* A* div|p|audio|image*",
	"p": "text M* A* span|br|audio|image*", "span": "text M* A* span|br|audio|image*", "br": "M* A*",
	"set": "M*", "animate": "M*", "audio": "M* source*", "image": "M* source*", "font": "M* source*",
	"source": "M* data?", "data": "text M* chunk* source*", "chunk": "text",
	"ttm:agent": "ttm:name* ttm:actor?", "ttm:actor": "", "ttm:name": "text", "ttm:title": "text",
	"ttm:desc": "text", "ttm:copyright": "text", "ttm:item": "text ttm:item*", "ittm:altText": "text",
}

var checkModelsIMSC11 = checkOverlay(checkModels2, map[string]string{
	"head": "M* ttp:profile* styling? layout?", "body": "M* A* div*", "div": "M* A* div|p*",
	"p": "text M* A* span|br*", "span": "text M* A* span|br*", "resources": "any", "animation": "any",
	"audio": "any", "image": "any", "animate": "any",
})

var checkModelsIMSC1 = checkOverlay(checkModelsIMSC11, map[string]string{"styling": "M* style*", "style": "", "initial": "any", "ttm:item": "any"})

var checkModelsDAPT = checkOverlay(checkModels2, map[string]string{"head": "M* ttp:profile* resources? styling? layout?", "animation": "any"})

var checkModelsEBU = checkOverlay(checkModels2, map[string]string{
	"tt": "head? body?", "head": "ttm:copyright? metadata? styling? layout?", "styling": "metadata? style*", "style": "",
	"layout": "metadata? region*", "region": "metadata?", "body": "metadata? div*", "div": "metadata? p*",
	"p": "text metadata? span|br*", "span": "text metadata? br*", "br": "metadata?",
	"resources": "any", "animation": "any", "audio": "any", "image": "any", "animate": "any", "set": "any", "initial": "any",
})

func checkOverlay(base, over map[string]string) map[string]string {
	merged := make(map[string]string, len(base)+len(over))
	for _, m := range []map[string]string{base, over} {
		for k, v := range m {
			merged[k] = v
		}
	}
	return merged
}

// Attributes. CORE TIMED STYLED and META are groups; a name that ends in * is
// a prefix.
var checkAttrs2 = map[string]string{
	"tt":   "CORE PARAMS tts:extent ittp:* daptm:langSrc daptm:represents daptm:scriptRepresents daptm:scriptType",
	"head": "CORE", "metadata": "CORE ttm:agent ttm:role", "resources": "CORE", "styling": "CORE", "layout": "CORE", "animation": "CORE",
	"style": "CORE STYLED ttm:agent", "initial": "CORE STYLED", "region": "CORE STYLED TIMED timeContainer ttm:role",
	"body": "CORE STYLED TIMED timeContainer region META", "div": "CORE STYLED TIMED timeContainer region META daptm:onScreen",
	"p": "CORE STYLED TIMED timeContainer region META", "span": "CORE STYLED TIMED timeContainer region META xlink:*",
	"br": "CORE STYLED META", "set": "CORE STYLED TIMED fill repeatCount",
	"animate": "CORE STYLED TIMED fill repeatCount calcMode keySplines keyTimes",
	"audio":   "CORE STYLED TIMED timeContainer META clipBegin clipEnd src type format",
	"image":   "CORE STYLED TIMED timeContainer META region src type format",
	"data":    "CORE encoding format length src type", "chunk": "CORE encoding length", "source": "CORE format src type",
	"font":      "CORE family range src style type weight format",
	"ttm:agent": "CORE type", "ttm:actor": "CORE agent", "ttm:name": "CORE type", "ttm:title": "CORE", "ttm:desc": "CORE daptm:descType",
	"ttm:copyright": "CORE", "ttm:item": "CORE name", "ittm:altText": "CORE",
}

var checkAttrsEBU = map[string]string{
	"tt": "xml:space xml:lang ttp:timeBase ttp:cellResolution ittp:*", "head": "", "metadata": "", "styling": "", "layout": "",
	"style": "xml:id tts:direction tts:fontFamily tts:fontSize tts:lineHeight tts:textAlign tts:color tts:backgroundColor tts:fontStyle " +
		"tts:fontWeight tts:textDecoration tts:unicodeBidi tts:wrapOption ebutts:multiRowAlign ebutts:linePadding itts:fillLineGap",
	"region": "xml:id tts:origin tts:extent style tts:displayAlign tts:padding tts:writingMode tts:showBackground tts:overflow",
	"body":   "style ttm:agent ttm:role", "div": "xml:id region style ttm:agent ttm:role xml:lang",
	"p":    "xml:id xml:space xml:lang region style begin end ttm:agent ttm:role",
	"span": "xml:id xml:space xml:lang style begin end ttm:agent ttm:role", "br": "ttm:role",
	"ttm:agent": "CORE type", "ttm:actor": "CORE agent", "ttm:name": "CORE type", "ttm:title": "CORE", "ttm:desc": "CORE",
	"ttm:copyright": "CORE", "ttm:item": "CORE name",
}

// checkCompiled is a flavour ready for use.
type checkCompiled struct {
	models     map[string]checkModel
	attrs      map[string]checkNames
	known      checkNames // every attribute of TTML, to tell prohibited and misplaced ones from unknown ones
	prohibited checkNames
	strict     bool // unknown attributes are errors
}

type checkModel struct {
	any, text bool
	slots     []checkSlot
}

type checkSlot struct {
	names string // " a b "
	one   bool
}

func (s checkSlot) has(name string) bool { return strings.Contains(s.names, " "+name+" ") }

type checkNames struct {
	names    map[string]bool
	prefixes []string
}

func (n checkNames) has(name string) bool {
	if n.names[name] {
		return true
	}
	for _, p := range n.prefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

const (
	checkTTMNames = "ttm:agent|ttm:copyright|ttm:desc|ttm:item|ttm:title"
	checkMeta2    = "metadata|" + checkTTMNames
	checkKnown    = "xml:* begin end dur timeContainer region style animate condition ttp:* tts:* tta:* itts:* ittp:* ebutts:* ttm:* daptm:* " +
		"xlink:* smpte:* tt:* clipBegin clipEnd fill repeatCount calcMode keySplines keyTimes"
)

var checkIMSC11Flavour = sync.OnceValue(func() *checkCompiled {
	f := checkFlavour{models: checkModelsIMSC11, meta: checkMeta2, anim: "set", attrs: checkAttrs2, styles: checkStyles11}
	f.prohibited = "condition animate tta:* xlink:* smpte:* " + checkDiff("ttp:", checkParamsAll, checkParams2) + checkDiff("tts:", checkStyles2, checkStyles11)
	return f.compile(checkParams2)
})

var checkIMSC1Flavour = sync.OnceValue(func() *checkCompiled {
	f := checkFlavour{models: checkModelsIMSC1, meta: "metadata|ttm:agent|ttm:copyright|ttm:desc|ttm:title", anim: "set", attrs: checkAttrs2, styles: checkStyles1}
	f.prohibited = "condition animate tta:* smpte:* " + checkDiff("ttp:", checkParamsAll, checkParams1) + checkDiff("tts:", checkStyles2, checkStyles1)
	return f.compile(checkParams1)
})

var checkDAPTFlavour = sync.OnceValue(func() *checkCompiled {
	f := checkFlavour{models: checkModelsDAPT, meta: checkMeta2, anim: "set|animate", attrs: checkAttrs2, styles: checkStyles2}
	f.prohibited = "animate ttp:clockMode ttp:dropMode ttp:markerMode ttp:subFrameRate"
	return f.compile(checkParamsAll)
})

var checkEBUFlavour = sync.OnceValue(func() *checkCompiled {
	f := checkFlavour{models: checkModelsEBU, meta: checkMeta2, attrs: checkAttrsEBU}
	c := f.compile("")
	c.strict = true
	return c
})

// checkDiff returns the names of all that are not among some, prefixed.
func checkDiff(prefix, all, some string) string {
	var b strings.Builder
	for _, name := range strings.Fields(all) {
		if !strings.Contains(" "+some+" ", " "+name+" ") {
			b.WriteString(prefix + name + " ")
		}
	}
	return b.String()
}

func (f checkFlavour) compile(params string) *checkCompiled {
	c := &checkCompiled{models: make(map[string]checkModel), attrs: make(map[string]checkNames)}
	for name, model := range f.models {
		c.models[name] = f.model(model)
	}
	groups := strings.NewReplacer(
		"CORE", "xml:id xml:lang xml:space xml:base condition",
		"TIMED", "begin end dur",
		"STYLED", "style animate tta:* itts:* ebutts:* "+checkDiff("tts:", f.styles, ""),
		"META", "ttm:agent ttm:role daptm:represents daptm:langSrc",
		"PARAMS", checkDiff("ttp:", params, ""),
	)
	for name, attrs := range f.attrs {
		c.attrs[name] = checkNameSet(groups.Replace(attrs))
	}
	c.known = checkNameSet(checkKnown)
	c.prohibited = checkNameSet(f.prohibited)
	return c
}

func (f checkFlavour) model(spec string) checkModel {
	var m checkModel
	for _, word := range strings.Fields(spec) {
		switch word {
		case "any":
			m.any = true
		case "text":
			m.text = true
		default:
			names, one := strings.TrimSuffix(word[:len(word)-1], "|"), strings.HasSuffix(word, "?")
			switch names {
			case "M":
				names = f.meta
			case "A":
				names = f.anim
			}
			m.slots = append(m.slots, checkSlot{names: " " + strings.ReplaceAll(names, "|", " ") + " ", one: one})
		}
	}
	return m
}

func checkNameSet(list string) checkNames {
	n := checkNames{names: make(map[string]bool)}
	for _, word := range strings.Fields(list) {
		if prefix, ok := strings.CutSuffix(word, "*"); ok {
			n.prefixes = append(n.prefixes, prefix)
			continue
		}
		n.names[word] = true
	}
	return n
}

// checkTree holds n and all below it against the content models and attribute
// lists.
func (c *checker) checkTree(n *checkNode, f *checkCompiled) {
	c.checkAttributes(n, f)
	m, known := f.models[n.name]
	if !known || m.any {
		c.checkLoose(n, f)
		return
	}
	if n.text >= 0 && !m.text {
		c.report(n.text, "character-data", fmt.Errorf("text directly in %s", n.name))
	}
	slot, used := 0, false
	for _, k := range n.kids {
		at := m.find(k.name)
		switch {
		case at < 0:
			c.checkMisplaced(k)
			continue
		case at < slot:
			c.onNode(k, "element-order", fmt.Errorf("%s stands too late in %s", k.name, n.name))
		case at == slot && used && m.slots[at].one:
			c.onNode(k, "element-count", fmt.Errorf("a second %s in %s", k.name, n.name))
		default:
			slot, used = at, true
		}
		c.checkTree(k, f)
	}
}

func (m checkModel) find(name string) int {
	for i, s := range m.slots {
		if s.has(name) {
			return i
		}
	}
	return -1
}

// checkLoose goes on below an element whose own content is free.
func (c *checker) checkLoose(n *checkNode, f *checkCompiled) {
	if n.name == "ttp:profile" || strings.HasPrefix(n.name, "ebuttm:") {
		return
	}
	for _, k := range n.kids {
		switch {
		case n.name == "metadata" && (checkBodyPart(k.name) || k.name == "smpte:image"):
			c.checkMisplaced(k)
		default:
			c.checkTree(k, f)
		}
	}
}

func checkBodyPart(name string) bool {
	return strings.Contains(" tt head styling style layout region body div p span br set animate audio image resources ", " "+name+" ")
}

// checkMisplaced reports an element that its parent cannot hold.
func (c *checker) checkMisplaced(k *checkNode) {
	parent := k.parent.name
	switch {
	case c.profile == EBUTTD && k.name == "div" && parent == "div":
		c.onNode(k, "div-nested", fmt.Errorf("div within div"))
	case c.profile == EBUTTD && k.name == "span" && parent == "span":
		c.onNode(k, "span-nested", fmt.Errorf("span within span"))
	case strings.Contains(checkElementsAll, " "+k.name+" ") && c.prohibits(k.name):
		c.onNode(k, "element-prohibited", fmt.Errorf("%s is not part of %v", k.name, c.profile))
	default:
		c.onNode(k, "element", fmt.Errorf("%s is not allowed in %s", k.name, parent))
	}
}

// prohibits reports whether the profile has no place at all for an element.
func (c *checker) prohibits(name string) bool {
	switch c.profile {
	case IMSC11:
		return name != "set" && name != "initial"
	case IMSC1:
		return name != "set"
	case DAPT:
		return name == "animation"
	}
	return true
}

func (c *checker) checkAttributes(n *checkNode, f *checkCompiled) {
	allowed, defined := f.attrs[n.name]
	if !defined {
		return
	}
	for _, a := range n.attrs {
		switch {
		case f.prohibited.has(a.name):
			c.onAttr(n, a.name, "attribute-prohibited", fmt.Errorf("%s is not part of %v", a.name, c.profile))
		case allowed.has(a.name):
			c.checkAttrValue(n, a)
		case f.strict:
			c.onAttr(n, a.name, checkEBURule(n.name, a.name), fmt.Errorf("%s is not allowed on %s", a.name, n.name))
		case f.known.has(a.name):
			c.onAttr(n, a.name, "attribute", fmt.Errorf("%s is not allowed on %s", a.name, n.name))
		default:
			c.onAttr(n, a.name, "attribute-unknown", fmt.Errorf("TTML has no attribute %s", a.name))
		}
	}
}

// checkEBURule names the rule that a misplaced attribute breaks.
func checkEBURule(element, attr string) string {
	switch {
	case strings.HasPrefix(attr, "tts:") && checkContent(element):
		return "style-inline"
	case (element == "body" || element == "div") && (attr == "begin" || attr == "end" || attr == "dur" || attr == "timeContainer"):
		return "time-on-container"
	}
	return "attribute"
}

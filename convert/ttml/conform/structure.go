package conform

import (
	"fmt"
	"strings"
	"sync"

	"github.com/vsconvert/vsconvert/convert/ttml"
)

// flavour is the vocabulary a document is held against: what elements
// hold, in which order, and which attributes they have.
//
// Content models are lists of slots: "a|b*" any number, "a?" at most one of
// the names. "M" stands for metadata and "A" for animation. A leading "text"
// allows character data; "any" allows anything.
type flavour struct {
	models     map[string]string
	meta, anim string
	attrs      map[string]string // names, with groups in capitals
	styles     string            // the names of the tts: attributes
	prohibited string            // attributes that exist in TTML but not here
}

func vocabularyOf(p ttml.Profile) *vocabulary {
	switch p {
	case ttml.IMSC11:
		return imsc11Vocabulary()
	case ttml.IMSC1:
		return imsc1Vocabulary()
	case ttml.EBUTTD:
		return ebuVocabulary()
	default:
		return daptVocabulary()
	}
}

const (
	styles1 = "backgroundColor color direction display displayAlign extent fontFamily fontSize fontStyle fontWeight lineHeight opacity " +
		"origin overflow padding showBackground textAlign textDecoration textOutline unicodeBidi visibility wrapOption writingMode zIndex"
	styles11 = styles1 + " disparity luminanceGain position ruby rubyAlign rubyPosition rubyReserve shear textCombine textEmphasis textShadow"
	styles2  = styles11 + " backgroundClip backgroundExtent backgroundImage backgroundOrigin backgroundPosition backgroundRepeat " +
		"border bpd fontKerning fontSelectionStrategy fontShear fontVariant ipd letterSpacing lineShear rubyOffset rubyOverflow rubyOverhang " +
		"rubyOverhangClass textOrientation"
	params1 = "cellResolution frameRate frameRateMultiplier profile tickRate timeBase"
	params2 = params1 + " contentProfiles displayAspectRatio"
	// paramsAll are those a profile may prohibit.
	paramsAll = params2 + " clockMode dropMode markerMode pixelAspectRatio subFrameRate contentProfileCombination processorProfiles " +
		"processorProfileCombination inferProcessorProfileMethod inferProcessorProfileSource permitFeatureNarrowing permitFeatureWidening " +
		"validation validationAction version"
	// prohibitable are the elements of TTML that a profile may prohibit.
	prohibitable = " audio image data chunk source font resources animate animation set initial smpte:image "
)

var models2 = map[string]string{
	"tt": "head? body?", "head": "M* ttp:profile* resources? styling? layout? animation?",
	"metadata": "any", "ttp:profile": "any",
	"resources": "M* data|audio|image|font*", "styling": "M* initial* style*", "style": "M*", "initial": "M*",
	"layout": "M* region*", "region": "M* A* style*", "animation": "M* A*",
	"body": "M* A* div|audio|image*", "div": "M* A* div|p|audio|image*",
	"p": "text M* A* span|br|audio|image*", "span": "text M* A* span|br|audio|image*", "br": "M* A*",
	"set": "M*", "animate": "M*", "audio": "M* A* source*", "image": "M* source*", "font": "M* source*",
	"source": "M* data?", "data": "text M* chunk* source*", "chunk": "text",
	"ttm:agent": "ttm:name* ttm:actor?", "ttm:actor": "", "ttm:name": "text", "ttm:title": "text",
	"ttm:desc": "text", "ttm:copyright": "text", "ttm:item": "text ttm:item*", "ittm:altText": "text",
}

var modelsIMSC11 = overlay(models2, map[string]string{
	"head": "M* ttp:profile* styling? layout?", "body": "M* A* div*", "div": "M* A* div|p*",
	"p": "text M* A* span|br*", "span": "text M* A* span|br*", "resources": "any", "animation": "any",
	"audio": "any", "image": "any", "animate": "any",
})

var modelsIMSC1 = overlay(modelsIMSC11, map[string]string{"styling": "M* style*", "style": "", "initial": "any", "ttm:item": "any"})

var modelsDAPT = overlay(models2, map[string]string{"head": "M* ttp:profile* resources? styling? layout?", "animation": "any"})

var modelsEBU = overlay(models2, map[string]string{
	"tt": "head? body?", "head": "ttm:copyright? metadata? styling? layout?", "styling": "metadata? style*", "style": "metadata?",
	"layout": "metadata? region*", "region": "metadata?", "body": "metadata? div*", "div": "metadata? p*",
	"p": "text metadata? span|br*", "span": "text metadata? br*", "br": "metadata?",
	"resources": "any", "animation": "any", "audio": "any", "image": "any", "animate": "any", "set": "any", "initial": "any",
})

func overlay(base, over map[string]string) map[string]string {
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
var attrs2 = map[string]string{
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

var attrsEBU = map[string]string{
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

// vocabulary is a flavour ready for use.
type vocabulary struct {
	models     map[string]contentModel
	attrs      map[string]nameSet
	known      nameSet // every attribute of TTML, to tell prohibited and misplaced ones from unknown ones
	prohibited nameSet
	strict     bool // unknown attributes are errors
}

type contentModel struct {
	any, text bool
	mixed     bool // text is what the last slot holds, too
	slots     []modelSlot
}

type modelSlot struct {
	names string // " a b "
	one   bool
}

func (s modelSlot) has(name string) bool { return strings.Contains(s.names, " "+name+" ") }

type nameSet struct {
	names    map[string]bool
	prefixes []string
}

func (n nameSet) has(name string) bool {
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
	ttmNames   = "ttm:agent|ttm:copyright|ttm:desc|ttm:item|ttm:title"
	meta2      = "metadata|" + ttmNames
	knownAttrs = "xml:* begin end dur timeContainer region style animate condition ttp:* tts:* tta:* itts:* ittp:* ebutts:* ttm:* daptm:* " +
		"xlink:* smpte:* tt:* clipBegin clipEnd fill repeatCount calcMode keySplines keyTimes"
)

var imsc11Vocabulary = sync.OnceValue(func() *vocabulary {
	f := flavour{models: modelsIMSC11, meta: meta2, anim: "set", attrs: attrs2, styles: styles11}
	f.prohibited = "condition animate tta:* xlink:* smpte:* " + without("ttp:", paramsAll, params2) + without("tts:", styles2, styles11)
	return f.compile(params2)
})

var imsc1Vocabulary = sync.OnceValue(func() *vocabulary {
	f := flavour{models: modelsIMSC1, meta: "metadata|ttm:agent|ttm:copyright|ttm:desc|ttm:title", anim: "set", attrs: attrs2, styles: styles1}
	f.prohibited = "condition animate tta:* smpte:* " + without("ttp:", paramsAll, params1) + without("tts:", styles2, styles1)
	return f.compile(params1)
})

var daptVocabulary = sync.OnceValue(func() *vocabulary {
	f := flavour{models: modelsDAPT, meta: meta2, anim: "set|animate", attrs: attrs2, styles: styles2}
	f.prohibited = "animate ttp:clockMode ttp:dropMode ttp:markerMode ttp:subFrameRate"
	return f.compile(paramsAll)
})

var ebuVocabulary = sync.OnceValue(func() *vocabulary {
	f := flavour{models: modelsEBU, meta: meta2, attrs: attrsEBU}
	c := f.compile("")
	c.strict = true
	return c
})

// without returns the names of all that are not among some, prefixed.
func without(prefix, all, some string) string {
	var b strings.Builder
	for _, name := range strings.Fields(all) {
		if !strings.Contains(" "+some+" ", " "+name+" ") {
			b.WriteString(prefix + name + " ")
		}
	}
	return b.String()
}

func (f flavour) compile(params string) *vocabulary {
	c := &vocabulary{models: make(map[string]contentModel), attrs: make(map[string]nameSet)}
	for name, model := range f.models {
		c.models[name] = f.model(model)
	}
	groups := strings.NewReplacer(
		"CORE", "xml:id xml:lang xml:space xml:base condition",
		"TIMED", "begin end dur",
		"STYLED", "style animate tta:* itts:* ebutts:* "+without("tts:", f.styles, ""),
		"META", "ttm:agent ttm:role daptm:represents daptm:langSrc",
		"PARAMS", without("ttp:", params, ""),
	)
	for name, attrs := range f.attrs {
		c.attrs[name] = parseNames(groups.Replace(attrs))
	}
	c.known = parseNames(knownAttrs)
	c.prohibited = parseNames(f.prohibited)
	return c
}

func (f flavour) model(spec string) contentModel {
	var m contentModel
	for _, word := range strings.Fields(spec) {
		switch word {
		case "any":
			m.any = true
		case "text":
			m.text = true
			m.mixed = f.anim != "" && strings.Contains(spec, "span|")
		default:
			names, one := strings.TrimSuffix(word[:len(word)-1], "|"), strings.HasSuffix(word, "?")
			switch names {
			case "M":
				names = f.meta
			case "A":
				names = f.anim
			}
			m.slots = append(m.slots, modelSlot{names: " " + strings.ReplaceAll(names, "|", " ") + " ", one: one})
		}
	}
	return m
}

func parseNames(list string) nameSet {
	n := nameSet{names: make(map[string]bool)}
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
func (c *checker) checkTree(n *node, f *vocabulary) {
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
		case at < slot || m.late(at) && n.text >= 0 && n.text < k.offset:
			c.onNode(k, "element-order", fmt.Errorf("%s stands too late in %s", k.name, n.name))
		case at == slot && used && m.slots[at].one:
			c.onNode(k, "element-count", fmt.Errorf("a second %s in %s", k.name, n.name))
		default:
			slot, used = at, true
		}
		c.checkTree(k, f)
	}
}

// late reports whether an element of the slot at stands too late behind text:
// metadata and animation come before all that is shown.
func (m contentModel) late(at int) bool { return m.mixed && at < len(m.slots)-1 }

func (m contentModel) find(name string) int {
	for i, s := range m.slots {
		if s.has(name) {
			return i
		}
	}
	return -1
}

// checkLoose goes on below an element whose own content is free.
func (c *checker) checkLoose(n *node, f *vocabulary) {
	if n.name == "ttp:profile" || strings.HasPrefix(n.name, "ebuttm:") {
		return
	}
	for _, k := range n.kids {
		switch {
		case n.name == "metadata" && (isBodyPart(k.name) || k.name == "smpte:image"):
			c.checkMisplaced(k)
		default:
			c.checkTree(k, f)
		}
	}
}

func isBodyPart(name string) bool {
	return strings.Contains(" tt head styling style layout region body div p span br set animate audio image resources ", " "+name+" ")
}

// checkMisplaced reports an element that its parent cannot hold.
func (c *checker) checkMisplaced(k *node) {
	parent := k.parent.name
	switch {
	case c.profile == ttml.EBUTTD && k.name == "div" && parent == "div":
		c.onNode(k, "div-nested", fmt.Errorf("div within div"))
	case c.profile == ttml.EBUTTD && k.name == "span" && parent == "span":
		c.onNode(k, "span-nested", fmt.Errorf("span within span"))
	case k.name == "ittm:altText" && (c.profile == ttml.IMSC11 || c.profile == ttml.IMSC1):
		c.onNode(k, "alt-text", fmt.Errorf("ittm:altText in %s, not in metadata", parent))
	case strings.Contains(prohibitable, " "+k.name+" ") && c.prohibits(k.name):
		c.onNode(k, "element-prohibited", fmt.Errorf("%s is not part of %v", k.name, c.profile))
	default:
		c.onNode(k, "element", fmt.Errorf("%s is not allowed in %s", k.name, parent))
	}
}

// prohibits reports whether the profile has no place at all for an element.
func (c *checker) prohibits(name string) bool {
	switch c.profile {
	case ttml.IMSC11:
		return name != "set" && name != "initial"
	case ttml.IMSC1:
		return name != "set"
	case ttml.DAPT:
		return name == "animation"
	}
	return true
}

func (c *checker) checkAttributes(n *node, f *vocabulary) {
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
			c.onAttr(n, a.name, ruleOfEBU(n.name, a.name), fmt.Errorf("%s is not allowed on %s", a.name, n.name))
		case f.known.has(a.name):
			c.onAttr(n, a.name, "attribute", fmt.Errorf("%s is not allowed on %s", a.name, n.name))
		default:
			c.onAttr(n, a.name, "attribute-unknown", fmt.Errorf("TTML has no attribute %s", a.name))
		}
	}
}

// ruleOfEBU names the rule that a misplaced attribute breaks.
func ruleOfEBU(element, attr string) string {
	switch {
	case strings.HasPrefix(attr, "tts:") && isContent(element):
		return "style-inline"
	case (element == "body" || element == "div") && (attr == "begin" || attr == "end" || attr == "dur" || attr == "timeContainer"):
		return "time-on-container"
	}
	return "attribute"
}

package ttml

import (
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// checkIDs collects the xml:id values and reports malformed and double ones.
func (c *checker) checkIDs(root *checkNode) {
	c.ids = make(map[string]*checkNode)
	root.each(func(n *checkNode) {
		id, ok := n.attr("xml:id")
		if !ok {
			return
		}
		id = strings.Trim(id, " ")
		if !isNCName(id) {
			c.onAttr(n, "xml:id", "id-syntax", checkValue("xml:id", id, "a name that begins with a letter or underscore"))
			return
		}
		if c.ids[id] != nil {
			c.onAttr(n, "xml:id", "id-duplicate", &script.ValueError{Kind: script.ErrDuplicateID, Field: "xml:id", Value: id, Want: "an id of its own"})
			return
		}
		c.ids[id] = n
	})
}

// checkRefs reports references that lead nowhere or to something else.
func (c *checker) checkRefs(root *checkNode) {
	root.each(func(n *checkNode) {
		for _, a := range n.attrs {
			switch {
			case a.name == "style" && n.name != "font":
				for _, id := range strings.Fields(a.value) {
					if !c.refers(id, "style") || c.ids[id].parent.name != "styling" {
						c.onAttr(n, "style", "style-ref", checkValue("style", id, "the xml:id of a style in styling"))
					}
				}
			case a.name == "region" && !c.refers(a.value, "region"):
				c.onAttr(n, "region", "region-ref", checkValue("region", a.value, "the xml:id of a region"))
			case a.name == "ttm:agent":
				for _, id := range strings.Fields(a.value) {
					if !c.refers(id, "ttm:agent") {
						c.onAttr(n, "ttm:agent", "agent-ref", checkValue("ttm:agent", id, "the xml:id of a ttm:agent"))
					}
				}
			}
		}
	})
}

func (c *checker) refers(id, name string) bool {
	n := c.ids[strings.TrimSpace(id)]
	return n != nil && n.name == name && n.parent != nil
}

// checkLanguages checks xml:lang on tt and everywhere else.
func (c *checker) checkLanguages() {
	lang, ok := c.root.attr("xml:lang")
	switch {
	case !ok:
		c.onNode(c.root, "lang-missing", checkMissing("xml:lang on tt"))
	case lang == "" && c.profile == DAPT:
		c.onAttr(c.root, "xml:lang", "lang-empty", checkValue("xml:lang", lang, "the language of the script"))
	case lang == "":
		c.onAttr(c.root, "xml:lang", "lang-unstated", checkValue("xml:lang", lang, "the language of the text"))
	}
	c.root.each(func(n *checkNode) {
		if lang, ok := n.attr("xml:lang"); ok && lang != "" && !script.IsLanguage(lang) {
			c.onAttr(n, "xml:lang", "lang-syntax", checkValue("xml:lang", lang, "a language tag such as en-GB"))
		}
	})
}

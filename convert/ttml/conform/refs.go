package conform

import (
	"strings"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// checkIDs collects the xml:id values and reports malformed and double ones.
func (c *checker) checkIDs(root *node) {
	c.ids = make(map[string]*node)
	root.each(func(n *node) {
		id, ok := n.attr("xml:id")
		if !ok {
			return
		}
		id = strings.Trim(id, " ")
		if !xmltoken.IsNCName(id) {
			c.onAttr(n, "xml:id", "id-syntax", badValue("xml:id", id, "a name that begins with a letter or underscore"))
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
func (c *checker) checkRefs(root *node) {
	root.each(func(n *node) {
		for _, a := range n.attrs {
			switch {
			case a.name == "style" && n.name != "font":
				for _, id := range strings.Fields(a.value) {
					if !c.refers(id, "style") || c.ids[id].parent.name != "styling" {
						c.onAttr(n, "style", "style-ref", badValue("style", id, "the xml:id of a style in styling"))
					}
				}
			case a.name == "region" && !c.refers(a.value, "region"):
				c.onAttr(n, "region", "region-ref", badValue("region", a.value, "the xml:id of a region"))
			case a.name == "ttm:agent":
				for _, id := range strings.Fields(a.value) {
					if !c.refers(id, "ttm:agent") {
						c.onAttr(n, "ttm:agent", "agent-ref", badValue("ttm:agent", id, "the xml:id of a ttm:agent"))
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
		c.onNode(c.root, "lang-missing", missing("xml:lang on tt"))
	case lang == "" && c.profile == ttml.DAPT:
		c.onAttr(c.root, "xml:lang", "lang-empty", badValue("xml:lang", lang, "the language of the script"))
	case lang == "":
		c.onAttr(c.root, "xml:lang", "lang-unstated", badValue("xml:lang", lang, "the language of the text"))
	}
	c.root.each(func(n *node) {
		if lang, ok := n.attr("xml:lang"); ok && lang != "" && !script.IsLanguage(lang) {
			c.onAttr(n, "xml:lang", "lang-syntax", badValue("xml:lang", lang, "a language tag such as en-GB"))
		}
	})
}

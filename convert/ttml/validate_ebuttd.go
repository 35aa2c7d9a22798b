package ttml

import (
	"errors"
	"slices"
	"strings"
)

// checkEBUTTD applies what only EBU-TT-D demands.
func (c *checker) checkEBUTTD() {
	c.checkEBUHead()
	c.checkStandard()
	for _, r := range c.regions {
		c.checkEBURegion(r)
	}
	body := c.root.child("body")
	if body != nil && body.child("div") == nil {
		c.onNode(body, "div-empty", checkMissing("div in body"))
	}
	body.each(func(n *checkNode) {
		switch n.name {
		case "div":
			if n.child("p") == nil && n.child("div") == nil {
				c.onNode(n, "div-empty", checkMissing("p in div"))
			}
		case "p":
			c.checkEBUText(n)
		}
	})
}

// checkEBUHead checks that head holds what a document cannot do without.
func (c *checker) checkEBUHead() {
	head := c.root.child("head")
	if head == nil {
		c.onNode(c.root, "head-missing", checkMissing("head"))
		return
	}
	styling, layout := head.child("styling"), head.child("layout")
	switch {
	case styling == nil:
		c.onNode(head, "head-missing", checkMissing("styling in head"))
	case styling.child("style") == nil:
		c.onNode(styling, "style-missing", checkMissing("style in styling"))
	}
	switch {
	case layout == nil:
		c.onNode(head, "head-missing", checkMissing("layout in head"))
	case len(c.regions) == 0:
		c.onNode(layout, "region-missing", checkMissing("region in layout"))
	}
	styling.each(func(n *checkNode) {
		if n.name == "style" && !n.has("xml:id") {
			c.onNode(n, "style-id", checkMissing("xml:id of style"))
		}
	})
}

func (c *checker) checkStandard() {
	for _, n := range c.standards() {
		if v := strings.TrimSpace(n.data); v == designEBUTTD || v == designEBUTTD18 {
			return
		}
	}
	at := c.root
	if head := c.root.child("head"); head != nil {
		at = head
	}
	c.onNode(at, "conforms-to-standard", checkMissing("ebuttm:conformsToStandard %s", designEBUTTD))
}

func (c *checker) checkEBURegion(r *checkRegion) {
	if !r.node.has("xml:id") {
		c.onNode(r.node, "region-id", checkMissing("xml:id of region"))
	}
	good := true
	for _, s := range [...][2]string{{"tts:origin", "region-origin"}, {"tts:extent", "region-extent"}} {
		v, ok := r.node.attr(s[0])
		switch {
		case !ok:
			c.onNode(r.node, s[1], checkMissing("%s of the region", s[0]))
		case !checkPercents(v, 2, 2):
			c.onAttr(r.node, s[0], s[1], checkValue(s[0], v, "two percentages"))
		default:
			continue
		}
		good = false
	}
	if good {
		extent, _ := r.node.attr("tts:extent")
		f := strings.Fields(extent)
		c.place(r, f[0], f[1])
	}
}

// checkEBUText checks a p.
func (c *checker) checkEBUText(p *checkNode) {
	if !p.has("xml:id") {
		c.onNode(p, "p-id", checkMissing("xml:id of p"))
	}
	if !p.has("begin") && !p.has("end") {
		return
	}
	i := slices.IndexFunc(p.kids, func(k *checkNode) bool { return k.has("begin") || k.has("end") })
	if i >= 0 {
		c.onNode(p.kids[i], "time-both", errors.New("times on a span within a p that has times"))
	}
}

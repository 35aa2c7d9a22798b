package conform

import (
	"errors"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/vocab"
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
		c.onNode(body, "div-empty", missing("div in body"))
	}
	body.each(func(n *node) {
		switch n.name {
		case "div":
			if n.child("p") == nil && n.child("div") == nil {
				c.onNode(n, "div-empty", missing("p in div"))
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
		c.onNode(c.root, "head-missing", missing("head"))
		return
	}
	styling, layout := head.child("styling"), head.child("layout")
	switch {
	case styling == nil:
		c.onNode(head, "head-missing", missing("styling in head"))
	case styling.child("style") == nil:
		c.onNode(styling, "style-missing", missing("style in styling"))
	}
	switch {
	case layout == nil:
		c.onNode(head, "head-missing", missing("layout in head"))
	case len(c.regions) == 0:
		c.onNode(layout, "region-missing", missing("region in layout"))
	}
	styling.each(func(n *node) {
		if n.name == "style" && !n.has("xml:id") {
			c.onNode(n, "style-id", missing("xml:id of style"))
		}
	})
}

func (c *checker) checkStandard() {
	for _, n := range c.standards() {
		if v := strings.TrimSpace(n.data); v == vocab.DesignEBUTTD || v == vocab.DesignEBUTTD18 {
			return
		}
	}
	at := c.root
	if head := c.root.child("head"); head != nil {
		at = head
	}
	c.onNode(at, "conforms-to-standard", missing("ebuttm:conformsToStandard %s", vocab.DesignEBUTTD))
}

func (c *checker) checkEBURegion(r *region) {
	if !r.node.has("xml:id") {
		c.onNode(r.node, "region-id", missing("xml:id of region"))
	}
	good := true
	for _, s := range [...][2]string{{"tts:origin", "region-origin"}, {"tts:extent", "region-extent"}} {
		v, ok := r.node.attr(s[0])
		switch {
		case !ok:
			c.onNode(r.node, s[1], missing("%s of the region", s[0]))
		case !isPercents(v, 2, 2):
			c.onAttr(r.node, s[0], s[1], badValue(s[0], v, "two percentages"))
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
func (c *checker) checkEBUText(p *node) {
	if !p.has("xml:id") {
		c.onNode(p, "p-id", missing("xml:id of p"))
	}
	if !p.has("begin") && !p.has("end") {
		return
	}
	i := slices.IndexFunc(p.kids, func(k *node) bool { return k.has("begin") || k.has("end") })
	if i >= 0 {
		c.onNode(p.kids[i], "time-both", errors.New("times on a span within a p that has times"))
	}
}

package conform

import (
	"errors"
	"fmt"
	"strings"
)

// checkProgressive applies what a document promises that says it can be
// decoded progressively. The order of the p is checked along the timeline.
func (c *checker) checkProgressive() {
	if !c.isProgressive() {
		return
	}
	const rule = "progressively-decodable"
	c.root.child("head").each(func(n *node) {
		for _, a := range n.attrs {
			if oneOf(a.name, "begin end dur timeContainer") {
				c.onAttr(n, a.name, rule, fmt.Errorf("%s in head", a.name))
			}
		}
	})
	c.root.child("body").each(func(n *node) {
		for _, a := range n.attrs {
			if oneOf(a.name, "begin end dur timeContainer") && n.name != "p" && n.within("p") {
				c.onAttr(n, a.name, rule, fmt.Errorf("%s within a p", a.name))
			}
		}
	})
	c.root.each(func(n *node) {
		for _, a := range n.attrs {
			if a.name != "style" && a.name != "region" {
				continue
			}
			for id := range strings.FieldsSeq(a.value) {
				if target := c.ids[id]; target != nil && target.offset > n.offset {
					c.onAttr(n, a.name, rule, fmt.Errorf("%s %q stands behind what refers to it", a.name, id))
				}
			}
		}
	})
}

func (c *checker) isProgressive() bool {
	v, _ := c.root.attr("ittp:progressivelyDecodable")
	return v == "true"
}

// within reports whether an element of that name is around n.
func (n *node) within(name string) bool {
	for n = n.parent; n != nil; n = n.parent {
		if n.name == name {
			return true
		}
	}
	return false
}

// inOrder reports a p that begins before one that stands before it.
func (c *checker) inOrder(p *node, in interval) {
	if !in.known || !c.isProgressive() {
		return
	}
	if c.latest.known() && in.begin.compare(c.latest) < 0 {
		c.onNode(p, "progressively-decodable", errors.New("p begins before one that stands before it"))
		return
	}
	c.latest = in.begin
}

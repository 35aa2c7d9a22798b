package conform

import "fmt"

// rubyParents are the parts of ruby that another may stand in; "" is text
// without ruby.
var rubyParents = map[string]string{
	"base": "container baseContainer", "text": "container textContainer", "delimiter": "container textContainer",
	"baseContainer": "container", "textContainer": "container",
}

// checkRuby reports parts of ruby that stand loose, or within the wrong part.
func (c *checker) checkRuby() {
	c.root.child("body").each(func(n *node) {
		ruby, _ := c.resolve(n, "tts:ruby")
		around, _ := c.resolve(n.parent, "tts:ruby")
		switch {
		case ruby == "" || ruby == "none":
			if around == "container" || around == "baseContainer" || around == "textContainer" {
				if n.name == "span" || n.name == "br" {
					c.onNode(n, "ruby-nesting", fmt.Errorf("%s without a part of ruby in a ruby %s", n.name, around))
				}
			}
		case ruby == "container":
			c.checkRubyContainer(n, around)
		case rubyParents[ruby] != "" && !oneOf(around, rubyParents[ruby]):
			c.onNode(n, "ruby-nesting", fmt.Errorf("ruby %s outside of a ruby container", ruby))
		}
	})
}

func (c *checker) checkRubyContainer(n *node, around string) {
	if around != "" && around != "none" {
		c.onNode(n, "ruby-nesting", fmt.Errorf("ruby container within a ruby %s", around))
		return
	}
	if n.text >= 0 {
		c.report(n.text, "ruby-nesting", fmt.Errorf("text directly in a ruby container"))
	}
	for _, k := range n.kids {
		if ruby, _ := c.resolve(k, "tts:ruby"); ruby == "base" || ruby == "baseContainer" {
			return
		}
	}
	c.onNode(n, "ruby-nesting", missing("base of the ruby container"))
}

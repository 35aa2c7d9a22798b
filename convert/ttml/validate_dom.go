package ttml

import "strings"

const (
	checkSMPTE = "http://www.smpte-ra.org/schemas/2052-1/2010/smpte-tt"
	checkXLink = "http://www.w3.org/1999/xlink"
)

// checkNode is an element of the document. Names carry the prefixes that the
// specifications use, whatever the document calls them: "p", "ttm:agent".
type checkNode struct {
	name   string
	parent *checkNode
	kids   []*checkNode // without those of foreign namespaces
	attrs  []checkAttr  // likewise
	offset int          // of its "<"
	tagEnd int          // behind its start tag
	text   int          // offset of its first own text that is not blank, or -1
	data   string       // that text, in the few elements where it matters
}

type checkAttr struct {
	name, value string
	index       int // among all attributes of the tag
}

// attr returns the value of an attribute.
func (n *checkNode) attr(name string) (string, bool) {
	for i := range n.attrs {
		if n.attrs[i].name == name {
			return n.attrs[i].value, true
		}
	}
	return "", false
}

func (n *checkNode) has(name string) bool { _, ok := n.attr(name); return ok }

// inherited returns the attribute of the nearest of n and its ancestors.
func (n *checkNode) inherited(name string) (string, bool) {
	for ; n != nil; n = n.parent {
		if v, ok := n.attr(name); ok {
			return v, true
		}
	}
	return "", false
}

// child returns the first child of that name, or nil.
func (n *checkNode) child(name string) *checkNode {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// each calls f for n and everything below it, in document order.
func (n *checkNode) each(f func(*checkNode)) {
	if n == nil {
		return
	}
	f(n)
	for _, k := range n.kids {
		k.each(f)
	}
}

// hasText reports whether n or a content element below it holds text.
func (n *checkNode) hasText() bool {
	if n.text >= 0 {
		return true
	}
	for _, k := range n.kids {
		if checkContent(k.name) && k.hasText() {
			return true
		}
	}
	return false
}

func checkContent(name string) bool {
	switch name {
	case "body", "div", "p", "span":
		return true
	}
	return false
}

// attrOffset returns where in the document an attribute of n begins. The
// attributes of one tag are looked up together.
func (c *checker) attrOffset(n *checkNode, name string) int {
	if c.tag.node != n {
		c.tag = checkTag{n, make(map[string]int, len(n.attrs))}
		begins := checkAttrBegins(c.src[n.offset:n.tagEnd])
		for _, a := range n.attrs {
			if a.index < len(begins) {
				c.tag.attrs[a.name] = begins[a.index]
			}
		}
	}
	return n.offset + c.tag.attrs[name]
}

// checkTag holds where the attributes of a node begin, from its "<".
type checkTag struct {
	node  *checkNode
	attrs map[string]int
}

// checkAttrBegins returns the offsets of the attributes in a start tag, which
// is well-formed.
func checkAttrBegins(tag string) []int {
	const blanks = " \t\r\n"
	var begins []int
	i := strings.IndexAny(tag, blanks+"/>")
	for i >= 0 && i < len(tag) {
		i = len(tag) - len(strings.TrimLeft(tag[i:], blanks))
		begin := i
		eq := strings.IndexByte(tag[i:], '=')
		if eq < 0 {
			break
		}
		i += eq + 1
		i = len(tag) - len(strings.TrimLeft(tag[i:], blanks))
		if i >= len(tag) {
			break
		}
		closing := strings.IndexByte(tag[i+1:], tag[i])
		if closing < 0 {
			break
		}
		begins = append(begins, begin)
		i += closing + 2
	}
	return begins
}

// checkPrefix returns the usual prefix of a namespace with its colon, or false
// for one that is foreign to the profile.
func checkPrefix(uri string, profile Profile) (string, bool) {
	switch uri {
	case nsTT:
		return "", true
	case nsXML:
		return "xml:", true
	case nsTTP:
		return "ttp:", true
	case nsTTS:
		return "tts:", true
	case nsTTM:
		return "ttm:", true
	case nsTTA:
		return "tta:", true
	case nsITTS:
		return "itts:", true
	case nsITTP:
		return "ittp:", true
	case nsITTM:
		return "ittm:", true
	case nsEBUTTM:
		return "ebuttm:", true
	case nsEBUTTS:
		return "ebutts:", true
	case nsDAPTM:
		return "daptm:", profile == DAPT
	case checkSMPTE:
		return "smpte:", profile == IMSC11 || profile == IMSC1
	case checkXLink:
		return "xlink:", profile == IMSC11
	}
	return "", false
}

// checkNormal makes the white space of an attribute value blanks.
func checkNormal(v string) string {
	if !strings.ContainsAny(v, "\t\r\n") {
		return v
	}
	return strings.NewReplacer("\r\n", " ", "\t", " ", "\r", " ", "\n", " ").Replace(v)
}

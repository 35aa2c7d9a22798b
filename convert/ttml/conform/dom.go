package conform

import (
	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
)

// node is an element of the document. Names carry the prefixes that the
// specifications use, whatever the document calls them: "p", "ttm:agent".
type node struct {
	name   string
	parent *node
	kids   []*node     // without those of foreign namespaces
	attrs  []attribute // likewise
	offset int         // of its "<"
	text   int         // offset of its first own text that is not blank, or -1
	data   string      // that text, in the few elements where it matters

	misencoded bool // its text is not in its encoding, which is reported
}

type attribute struct {
	name, value string
	at          int // offset of its name
}

// attr returns the value of an attribute.
func (n *node) attr(name string) (string, bool) {
	for i := range n.attrs {
		if n.attrs[i].name == name {
			return n.attrs[i].value, true
		}
	}
	return "", false
}

func (n *node) has(name string) bool { _, ok := n.attr(name); return ok }

// inherited returns the attribute of the nearest of n and its ancestors.
func (n *node) inherited(name string) (string, bool) {
	for ; n != nil; n = n.parent {
		if v, ok := n.attr(name); ok {
			return v, true
		}
	}
	return "", false
}

// child returns the first child of that name, or nil.
func (n *node) child(name string) *node {
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
func (n *node) each(f func(*node)) {
	if n == nil {
		return
	}
	f(n)
	for _, k := range n.kids {
		k.each(f)
	}
}

// hasText reports whether n or a content element below it holds text.
func (n *node) hasText() bool {
	if n.text >= 0 {
		return true
	}
	for _, k := range n.kids {
		if isContent(k.name) && k.hasText() {
			return true
		}
	}
	return false
}

func isContent(name string) bool {
	switch name {
	case "body", "div", "p", "span":
		return true
	}
	return false
}

// attrOffset returns where in the document an attribute of n begins, or n
// itself when it has none of that name.
func attrOffset(n *node, name string) int {
	for i := range n.attrs {
		if n.attrs[i].name == name {
			return n.attrs[i].at
		}
	}
	return n.offset
}

// prefixOf returns the usual prefix of a namespace with its colon, or false
// for one that is foreign to the profile.
func prefixOf(uri string, profile ttml.Profile) (string, bool) {
	switch uri {
	case xmltoken.NSTT:
		return "", true
	case xmltoken.NSXML:
		return "xml:", true
	case xmltoken.NSTTP:
		return "ttp:", true
	case xmltoken.NSTTS:
		return "tts:", true
	case xmltoken.NSTTM:
		return "ttm:", true
	case xmltoken.NSTTA:
		return "tta:", true
	case xmltoken.NSITTS:
		return "itts:", true
	case xmltoken.NSITTP:
		return "ittp:", true
	case xmltoken.NSITTM:
		return "ittm:", true
	case xmltoken.NSEBUTTM:
		return "ebuttm:", true
	case xmltoken.NSEBUTTS:
		return "ebutts:", true
	case xmltoken.NSDAPTM:
		return "daptm:", profile == ttml.DAPT
	case xmltoken.NSSMPTE:
		return "smpte:", profile == ttml.IMSC11 || profile == ttml.IMSC1
	case xmltoken.NSXLink:
		return "xlink:", profile == ttml.IMSC11
	}
	return "", false
}

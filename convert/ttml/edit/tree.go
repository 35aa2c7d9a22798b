package edit

import (
	"slices"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
)

// node is an element or a run of text of a document, by its places in it.
type node struct {
	xmltoken.Token // Start or Text; Attrs are its own

	parent *node
	kids   []*node
	inner  int // of an element: offset of its end tag, or of its only one
	outer  int // offset behind it
}

// parse returns the root element.
func parse(src string) (*node, *xmltoken.Error) {
	s := xmltoken.Scanner{Src: src, Lenient: func(int, error) error { return nil }}
	var root, top *node
	for s.Next() {
		switch s.Tok.Kind {
		case xmltoken.End:
			top.inner, top.outer = s.Tok.At, s.Tok.End
			top = top.parent
			continue
		case xmltoken.Start, xmltoken.Text:
		}
		n := &node{Token: s.Tok, parent: top}
		n.Attrs = slices.Clone(s.Tok.Attrs)
		if top != nil {
			top.kids = append(top.kids, n)
		}
		if n.Kind == xmltoken.Start {
			top = n
		}
		if root == nil {
			root = n
		}
	}
	return root, s.Err
}

// is reports whether n is the element of TTML called local.
func (n *node) is(local string) bool {
	return n.Kind == xmltoken.Start && n.Name.Local == local &&
		(n.Name.Space == xmltoken.SpaceTT || n.Name.Space == xmltoken.NoSpace)
}

// isMeta reports whether n is the element of TTML's metadata called local.
func (n *node) isMeta(local string) bool {
	return n.Kind == xmltoken.Start && n.Name.Space == xmltoken.SpaceTTM && n.Name.Local == local
}

// attr returns an attribute, or nil.
func (n *node) attr(space xmltoken.Space, local string) *xmltoken.Attr {
	for i := range n.Attrs {
		if a := &n.Attrs[i]; a.Space == space && a.Local == local {
			return a
		}
	}
	return nil
}

// value returns the value of an attribute, or "".
func (n *node) value(space xmltoken.Space, local string) string {
	if a := n.attr(space, local); a != nil {
		return a.Value()
	}
	return ""
}

// child returns the first element of TTML called local in n, or nil.
func (n *node) child(local string) *node {
	for _, kid := range n.kids {
		if kid.is(local) {
			return kid
		}
	}
	return nil
}

// walk calls visit for n and all in it, in the document's order, as long as
// visit says to go into what it was given.
func (n *node) walk(visit func(*node) bool) {
	if !visit(n) {
		return
	}
	for _, kid := range n.kids {
		kid.walk(visit)
	}
}

// within reports whether n is top or stands in it.
func (n *node) within(top *node) bool {
	for ; n != nil; n = n.parent {
		if n == top {
			return true
		}
	}
	return false
}

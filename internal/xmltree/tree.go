// Package xmltree is a TTML document as a tree of elements and runs of text, by
// their places in it.
package xmltree

import (
	"slices"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
)

// Node is an element or a run of text of a document, by its places in it.
type Node struct {
	xmltoken.Token // Start or Text; Attrs are its own

	Parent *Node
	Kids   []*Node
	Inner  int // of an element: offset of its end tag, or of its only one
	Outer  int // offset behind it
}

// Parse returns the root element of a document in UTF-8, nil where there is
// none, and what is wrong with it.
func Parse(src string) (*Node, *xmltoken.Error) {
	s := xmltoken.Scanner{Src: src, Lenient: func(int, error) error { return nil }}
	var root, top *Node
	for s.Next() {
		switch s.Tok.Kind {
		case xmltoken.End:
			top.Inner, top.Outer = s.Tok.At, s.Tok.End
			top = top.Parent
			continue
		case xmltoken.Start, xmltoken.Text:
		}
		n := &Node{Token: s.Tok, Parent: top}
		n.Attrs = slices.Clone(s.Tok.Attrs)
		if top != nil {
			top.Kids = append(top.Kids, n)
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

// Is reports whether n is the element of TTML called local.
func (n *Node) Is(local string) bool {
	return n.Kind == xmltoken.Start && n.Name.Local == local &&
		(n.Name.Space == xmltoken.SpaceTT || n.Name.Space == xmltoken.NoSpace)
}

// IsMeta reports whether n is the element of TTML's metadata called local.
func (n *Node) IsMeta(local string) bool {
	return n.Kind == xmltoken.Start && n.Name.Space == xmltoken.SpaceTTM && n.Name.Local == local
}

// Attr returns an attribute, or nil.
func (n *Node) Attr(space xmltoken.Space, local string) *xmltoken.Attr {
	for i := range n.Attrs {
		if a := &n.Attrs[i]; a.Space == space && a.Local == local {
			return a
		}
	}
	return nil
}

// Value returns the value of an attribute, or "".
func (n *Node) Value(space xmltoken.Space, local string) string {
	if a := n.Attr(space, local); a != nil {
		return a.Value()
	}
	return ""
}

// Child returns the first element of TTML called local in n, or nil.
func (n *Node) Child(local string) *Node {
	for _, kid := range n.Kids {
		if kid.Is(local) {
			return kid
		}
	}
	return nil
}

// Walk calls visit for n and all in it, in the document's order, as long as
// visit says to go into what it was given.
func (n *Node) Walk(visit func(*Node) bool) {
	if !visit(n) {
		return
	}
	for _, kid := range n.Kids {
		kid.Walk(visit)
	}
}

// Within reports whether n is top or stands in it.
func (n *Node) Within(top *Node) bool {
	for ; n != nil; n = n.Parent {
		if n == top {
			return true
		}
	}
	return false
}

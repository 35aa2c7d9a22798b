package edit

import (
	"cmp"
	"slices"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
)

// splice replaces a part of the document.
type splice struct {
	from, to int
	text     string
}

// splices are changes of a document, by places in it as it was.
type splices struct {
	src string
	all []splice
}

func (s *splices) replace(from, to int, text string) {
	s.all = append(s.all, splice{from, to, text})
}

func (s *splices) insert(at int, text string) { s.replace(at, at, text) }

// apply returns the changed document. What is inserted at one place stands in
// the order it was inserted in; what lies within a part that is replaced goes
// with it.
func (s *splices) apply() string {
	slices.SortStableFunc(s.all, func(a, b splice) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	var out []byte
	done := 0
	for _, one := range s.all {
		if one.from < done {
			continue
		}
		out = append(out, s.src[done:one.from]...)
		out = append(out, one.text...)
		done = one.to
	}
	return string(append(out, s.src[done:]...))
}

// setAttr gives an attribute of n, which stands there or is added as name,
// another value.
func (s *splices) setAttr(n *xmltree.Node, space xmltoken.Space, name, local, value string) {
	if a := n.Attr(space, local); a != nil {
		s.replace(a.ValueAt, a.ValueAt+len(a.Raw), attribute(value))
		return
	}
	s.insert(s.tagEnd(n), " "+name+`="`+attribute(value)+`"`)
}

// cut takes an attribute out, with the blanks before it.
func (s *splices) cut(n *xmltree.Node, a *xmltoken.Attr) {
	from := a.At
	for from > n.At && isBlank(s.src[from-1]) {
		from--
	}
	s.replace(from, a.ValueAt+len(a.Raw)+1, "")
}

// tagEnd returns where an attribute is added to n.
func (s *splices) tagEnd(n *xmltree.Node) int {
	end := n.End - 1
	if n.Empty {
		end--
	}
	for isBlank(s.src[end-1]) {
		end--
	}
	return end
}

// remove takes an element out, and the line it stands on when it is alone
// there.
func (s *splices) remove(n *xmltree.Node) {
	from := n.At
	for from > 0 && isBlank(s.src[from-1]) && s.src[from-1] != '\n' {
		from--
	}
	if from > 0 && s.src[from-1] == '\n' {
		from--
		if from > 0 && s.src[from-1] == '\r' {
			from--
		}
	} else {
		from = n.At
	}
	s.replace(from, n.Outer, "")
}

// setContent replaces all that an element holds.
func (s *splices) setContent(n *xmltree.Node, content string) {
	if !n.Empty {
		s.replace(n.End, n.Inner, content)
		return
	}
	end := s.tagEnd(n)
	s.replace(end, n.Outer, ">"+content+"</"+n.Name.String()+">")
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// attribute escapes a value for an attribute in either quotes.
func attribute(value string) string {
	legal, _, _ := xmltoken.Legal(value)
	var out []byte
	for _, c := range xmltoken.AppendValue(nil, legal, true) {
		if c == '\'' {
			out = append(out, "&apos;"...)
			continue
		}
		out = append(out, c)
	}
	return string(out)
}

// content escapes a text for an element.
func content(text string) string {
	legal, _, _ := xmltoken.Legal(text)
	return string(xmltoken.AppendValue(nil, legal, false))
}

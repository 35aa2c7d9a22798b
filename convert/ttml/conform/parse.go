package conform

import (
	"errors"
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// parser builds the tree of a document.
type parser struct {
	c        *checker
	s        xmltoken.Scanner
	open     []*node              // nil for foreign content
	names    map[[2]string]string // names with the usual prefix, by namespace and local name
	elements int
}

// parse reads c.src into c.root. It reports false when a problem that was
// found makes the rest meaningless.
func (c *checker) parse() (bool, error) {
	p := &parser{c: c, names: make(map[[2]string]string)}
	p.s = xmltoken.Scanner{Src: c.src, Doctype: p.doctype}
	for p.s.Next() {
		switch t := &p.s.Tok; t.Kind {
		case xmltoken.Text:
			p.chars(t)
		case xmltoken.Start:
			if goOn, err := p.start(t); err != nil || !goOn {
				return false, err
			}
		case xmltoken.End:
			p.open = p.open[:len(p.open)-1]
		}
	}
	if p.s.Err != nil {
		return false, c.fail(p.s.Err)
	}
	return true, nil
}

// fail returns what makes the document unreadable as an error with its place.
func (c *checker) fail(e *xmltoken.Error) error {
	var pos script.Pos
	if !errors.Is(e.Err, script.ErrEmpty) {
		pos = source.NewLocator(c.src).Pos(e.At)
	}
	return &script.ParseError{Format: "ttml", Pos: pos, Err: e.Err}
}

// doctype reports a document type that declares entities. A bare one does no
// harm.
func (p *parser) doctype(at, end int) error {
	if !xmltoken.HasEntities(p.c.src[at:end]) {
		return nil
	}
	rule := "entities"
	if p.c.profile == ttml.DAPT {
		rule = "doctype"
	}
	p.c.report(at, rule, errors.New("document type with entity declarations"))
	return nil
}

func (p *parser) chars(t *xmltoken.Token) {
	n := p.open[len(p.open)-1]
	if n == nil || t.IsBlank() {
		return
	}
	text := t.PlainText()
	if strings.Trim(text, " \t\r\n") == "" {
		return
	}
	if n.text < 0 {
		n.text = t.RawAt + len(t.Raw) - len(strings.TrimLeft(t.Raw, " \t\r\n"))
	}
	if p.c.profile == ttml.DAPT {
		p.c.checkEncoded(n, text, n.text)
	}
	if keepsData(n.name) && len(n.data)+len(text) < 4096 {
		n.data += text
	}
}

// keepsData reports whether the rules look at the text of an element.
func keepsData(name string) bool {
	return name == "daptm:daptOriginTimecode" || name == "ebuttm:conformsToStandard" || name == "ttm:name"
}

func (p *parser) start(t *xmltoken.Token) (bool, error) {
	p.elements++
	switch {
	case p.elements > maxElements:
		return false, p.c.fail(&xmltoken.Error{At: t.At, Err: fmt.Errorf("%w: more than %d elements", script.ErrTooLarge, maxElements)})
	case p.c.root == nil && t.Name.URI != xmltoken.NSTT:
		p.c.report(t.At, "root", badValue("namespace of the root element", t.Name.URI, xmltoken.NSTT+"; the rest is not checked"))
		return false, nil
	}
	p.open = append(p.open, p.node(t))
	return true, nil
}

// node adds an element to the one that is open. It returns nil for an element
// that is foreign, or within a foreign one.
func (p *parser) node(t *xmltoken.Token) *node {
	var parent *node
	if len(p.open) > 0 {
		if parent = p.open[len(p.open)-1]; parent == nil {
			return nil
		}
	}
	name, known := p.name(&t.Name)
	if !known {
		return nil
	}
	n := &node{name: name, parent: parent, attrs: p.attrs(t.Attrs), offset: t.At, text: -1}
	if parent == nil {
		p.c.root = n
	} else {
		parent.kids = append(parent.kids, n)
	}
	return n
}

// name returns a name with the usual prefix of its namespace, or false for one
// that is foreign to the profile.
func (p *parser) name(n *xmltoken.Name) (string, bool) {
	prefix, known := prefixOf(n.URI, p.c.profile)
	if !known || prefix == "" {
		return n.Local, known
	}
	key := [2]string{n.URI, n.Local}
	full, ok := p.names[key]
	if !ok {
		full = prefix + n.Local
		p.names[key] = full
	}
	return full, true
}

// attrs returns the attributes of a tag without foreign ones.
func (p *parser) attrs(all []xmltoken.Attr) []attribute {
	kept := make([]attribute, 0, len(all))
	for i := range all {
		a := &all[i]
		if a.Space == xmltoken.SpaceXMLNS {
			continue
		}
		name := a.Local
		if a.URI != "" {
			known := false
			if name, known = p.name(&a.Name); !known {
				continue
			}
			if a.Space == xmltoken.SpaceTT {
				name = "tt:" + name
			}
		}
		kept = append(kept, attribute{name, a.Value(), a.At})
	}
	return kept
}

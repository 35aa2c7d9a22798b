package ttml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/lines"
	"github.com/vsconvert/vsconvert/script"
)

// checkParser builds the tree. It resolves namespaces itself, to tell an
// undeclared prefix from a namespace of that name.
type checkParser struct {
	c        *checker
	dec      *xml.Decoder
	open     []checkOpen
	bound    map[string][]string // namespaces of a prefix, innermost last
	undo     []string            // prefixes in the order they were bound
	names    map[xml.Name]string // resolved names
	seen     []xml.Name          // attributes of the tag, kept for its memory
	elements int
}

type checkOpen struct {
	raw   xml.Name
	node  *checkNode // nil in foreign content
	bound int        // len(undo) outside of it
}

// parse reads c.src into c.root. It reports false when a problem that was
// found makes the rest meaningless.
func (c *checker) parse() (bool, error) {
	p := &checkParser{c: c, dec: xml.NewDecoder(strings.NewReader(c.src)), names: make(map[xml.Name]string)}
	p.dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	p.bound = map[string][]string{"": {""}, "xml": {nsXML}}
	for {
		at := int(p.dec.InputOffset())
		tok, err := p.dec.RawToken()
		if err == io.EOF {
			break
		}
		if err != nil {
			return false, p.fail(int(p.dec.InputOffset()), checkXMLMessage(err))
		}
		goOn, err := p.token(tok, at)
		if err != nil || !goOn {
			return false, err
		}
	}
	switch {
	case len(p.open) > 0:
		return false, p.fail(len(c.src), "the document ends before </"+checkRaw(p.open[len(p.open)-1].raw)+">")
	case c.root == nil:
		return false, p.fail(len(c.src), "no root element")
	}
	return true, nil
}

func checkXMLMessage(err error) string {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return syntax.Msg
	}
	return strings.TrimPrefix(err.Error(), "xml: ")
}

func (p *checkParser) fail(at int, msg string) error {
	return &script.ParseError{Format: "ttml", Pos: lines.NewLocator(p.c.src).Pos(at), Err: fmt.Errorf("%w: %s", script.ErrSyntax, msg)}
}

func (p *checkParser) token(tok xml.Token, at int) (bool, error) {
	switch t := tok.(type) {
	case xml.Directive:
		p.c.report(at, "doctype", errors.New("document type declaration: the rest is not checked"))
		return false, nil
	case xml.ProcInst:
		if strings.EqualFold(t.Target, "xml") && at != 0 {
			return false, p.fail(at, "an XML declaration that is not the first thing in the document")
		}
	case xml.CharData:
		return true, p.chars(t, at)
	case xml.StartElement:
		return p.start(t, at)
	case xml.EndElement:
		return true, p.end(t, at)
	}
	return true, nil
}

func (p *checkParser) chars(t xml.CharData, at int) error {
	blank := 0
	for blank < len(t) && (t[blank] == ' ' || t[blank] == '\t' || t[blank] == '\n' || t[blank] == '\r') {
		blank++
	}
	if blank == len(t) {
		return nil
	}
	if len(p.open) == 0 {
		return p.fail(at, "text outside of the root element")
	}
	n := p.open[len(p.open)-1].node
	if n == nil {
		return nil
	}
	if n.text < 0 {
		n.text = min(at+blank, len(p.c.src))
	}
	if checkKeepsData(n.name) && len(n.data)+len(t) < 4096 {
		n.data += string(t)
	}
	return nil
}

// checkKeepsData reports whether the rules look at the text of an element.
func checkKeepsData(name string) bool {
	return name == "daptm:daptOriginTimecode" || name == "ebuttm:conformsToStandard"
}

func (p *checkParser) start(t xml.StartElement, at int) (bool, error) {
	p.elements++
	switch {
	case p.c.root != nil && len(p.open) == 0:
		return false, p.fail(at, "a second root element")
	case len(p.open) >= checkMaxDepth:
		return false, p.tooLarge(at, "elements nested more than %d deep", checkMaxDepth)
	case p.elements > checkMaxElements:
		return false, p.tooLarge(at, "more than %d elements", checkMaxElements)
	}
	bound := len(p.undo)
	p.bind(t.Attr)
	open := checkOpen{raw: t.Name, bound: bound}
	uri, ok := p.lookup(t.Name.Space)
	if !ok || strings.Contains(t.Name.Local, ":") {
		return false, p.fail(at, "the prefix of <"+checkRaw(t.Name)+"> is not declared")
	}
	attrs, err := p.attrs(t.Attr, at)
	if err != nil {
		return false, err
	}
	if p.c.root == nil && uri != nsTT {
		p.c.report(at, "root", checkValue("namespace of the root element", uri, nsTT+"; the rest is not checked"))
		return false, nil
	}
	open.node = p.node(xml.Name{Space: uri, Local: t.Name.Local}, attrs, at)
	p.open = append(p.open, open)
	return true, nil
}

func (p *checkParser) tooLarge(at int, format string, args ...any) error {
	return &script.ParseError{Format: "ttml", Pos: lines.NewLocator(p.c.src).Pos(at), Err: fmt.Errorf("%w: "+format, append([]any{script.ErrTooLarge}, args...)...)}
}

// node adds an element to the one that is open. It returns nil for an element
// that is foreign, or within a foreign one.
func (p *checkParser) node(name xml.Name, attrs []checkAttr, at int) *checkNode {
	var parent *checkNode
	if len(p.open) > 0 {
		if parent = p.open[len(p.open)-1].node; parent == nil {
			return nil
		}
	}
	prefix, known := checkPrefix(name.Space, p.c.profile)
	if !known {
		return nil
	}
	n := &checkNode{name: p.intern(name, prefix), parent: parent, attrs: attrs, offset: at, tagEnd: int(p.dec.InputOffset()), text: -1}
	if parent == nil {
		p.c.root = n
	} else {
		parent.kids = append(parent.kids, n)
	}
	return n
}

func (p *checkParser) intern(name xml.Name, prefix string) string {
	full, ok := p.names[name]
	if !ok {
		full = prefix + name.Local
		p.names[name] = full
	}
	return full
}

func (p *checkParser) bind(attrs []xml.Attr) {
	for _, a := range attrs {
		switch {
		case a.Name.Space == "xmlns":
			p.bound[a.Name.Local] = append(p.bound[a.Name.Local], a.Value)
			p.undo = append(p.undo, a.Name.Local)
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			p.bound[""] = append(p.bound[""], a.Value)
			p.undo = append(p.undo, "")
		}
	}
}

func (p *checkParser) unbind(to int) {
	for _, prefix := range p.undo[to:] {
		p.bound[prefix] = p.bound[prefix][:len(p.bound[prefix])-1]
	}
	p.undo = p.undo[:to]
}

func (p *checkParser) lookup(prefix string) (string, bool) {
	uris := p.bound[prefix]
	if len(uris) == 0 {
		return "", false
	}
	return uris[len(uris)-1], true
}

// attrs resolves the attributes of a tag and drops foreign ones.
func (p *checkParser) attrs(raw []xml.Attr, at int) ([]checkAttr, error) {
	var attrs []checkAttr
	var many map[xml.Name]bool
	if len(raw) > 16 {
		many = make(map[xml.Name]bool, len(raw))
	}
	p.seen = p.seen[:0]
	for i, a := range raw {
		if a.Name.Space != "xmlns" && a.Name.Space != "" {
			uri, ok := p.lookup(a.Name.Space)
			if !ok || strings.Contains(a.Name.Local, ":") {
				return nil, p.fail(at, "the prefix of the attribute "+checkRaw(a.Name)+" is not declared")
			}
			a.Name.Space = uri
		}
		if many[a.Name] || many == nil && slices.Contains(p.seen, a.Name) {
			return nil, p.fail(at, "the attribute "+checkRaw(raw[i].Name)+" stands twice")
		}
		if p.seen = append(p.seen, a.Name); many != nil {
			many[a.Name] = true
		}
		if name, ok := p.attrName(a.Name); ok {
			attrs = append(attrs, checkAttr{name, checkNormal(a.Value), i})
		}
	}
	return attrs, nil
}

// attrName returns the name of an attribute, and false for one to ignore.
func (p *checkParser) attrName(name xml.Name) (string, bool) {
	if name.Space == "" {
		return name.Local, name.Local != "xmlns"
	}
	prefix, known := checkPrefix(name.Space, p.c.profile)
	if !known {
		return "", false
	}
	if prefix == "" {
		return "tt:" + name.Local, true
	}
	return p.intern(name, prefix), true
}

func (p *checkParser) end(t xml.EndElement, at int) error {
	if len(p.open) == 0 {
		return p.fail(at, "unexpected </"+checkRaw(t.Name)+">")
	}
	top := p.open[len(p.open)-1]
	if top.raw != t.Name {
		return p.fail(at, "</"+checkRaw(t.Name)+"> where </"+checkRaw(top.raw)+"> is expected")
	}
	p.open = p.open[:len(p.open)-1]
	p.unbind(top.bound)
	return nil
}

func checkRaw(name xml.Name) string {
	if name.Space == "" {
		return name.Local
	}
	return name.Space + ":" + name.Local
}

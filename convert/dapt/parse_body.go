package dapt

import (
	"strings"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
)

// common reads the attributes that every object has.
func (p *parser) common(n *xmltree.Node, c *Common) error {
	a := attributes{n: n}
	if err := p.interval(&a, &c.Interval); err != nil {
		return err
	}
	c.attributes(&a)
	c.Attrs = a.rest()
	return nil
}

func (c *Common) attributes(a *attributes) {
	c.ID = a.value(xmltoken.SpaceXML, "id")
	c.Language = a.stated(xmltoken.SpaceXML, "lang")
	c.LanguageSource = a.stated(xmltoken.SpaceDAPTM, "langSrc")
	c.Represents = a.stated(xmltoken.SpaceDAPTM, "represents")
	c.Characters = a.list(xmltoken.SpaceTTM, "agent")
	c.Styles = a.list(xmltoken.NoSpace, "style")
	c.Speak, c.Pitch = a.value(xmltoken.SpaceTTA, "speak"), a.value(xmltoken.SpaceTTA, "pitch")
	c.Gain, c.Pan = a.value(xmltoken.SpaceTTA, "gain"), a.value(xmltoken.SpaceTTA, "pan")
}

// child reads what may stand in any object: a mixing instruction, a
// description, or something without a name here.
func (p *parser) child(n *xmltree.Node, c *Common) error {
	switch {
	case n.Kind != xmltoken.Start:
	case n.Is("animate"):
		m, err := p.mixing(n)
		c.Mixing = append(c.Mixing, m)
		return err
	case n.IsMeta("desc") && textOnly(n):
		c.Descriptions = append(c.Descriptions, description(n, false))
	case n.Is("metadata") && onlyDescriptions(n):
		for _, kid := range n.Kids {
			if kid.Kind == xmltoken.Start {
				c.Descriptions = append(c.Descriptions, description(kid, true))
			}
		}
	default:
		c.add(n)
	}
	return nil
}

func onlyDescriptions(metadata *xmltree.Node) bool {
	found := false
	for _, kid := range metadata.Kids {
		if kid.Kind == xmltoken.Start {
			found = true
			if !kid.IsMeta("desc") || !textOnly(kid) {
				return false
			}
		}
	}
	return found && len((&attributes{n: metadata}).rest()) == 0
}

func description(n *xmltree.Node, inMetadata bool) Description {
	a := attributes{n: n}
	d := Description{Type: a.value(xmltoken.SpaceDAPTM, "descType"), Language: a.stated(xmltoken.SpaceXML, "lang"), InMetadata: inMetadata}
	d.Text, d.Attrs = xmltree.Text(n), a.rest()
	return d
}

func (p *parser) mixing(n *xmltree.Node) (Mixing, error) {
	a := attributes{n: n}
	var m Mixing
	err := p.interval(&a, &m.Interval)
	m.Gain, m.Pan = a.value(xmltoken.SpaceTTA, "gain"), a.value(xmltoken.SpaceTTA, "pan")
	m.Fill = a.value(xmltoken.NoSpace, "fill")
	m.Attrs = a.rest()
	for _, kid := range n.Kids {
		m.add(kid)
	}
	return m, err
}

// isEvent reports whether a div is a script event: it has an xml:id, and no
// div in it.
func isEvent(n *xmltree.Node) bool {
	return n.Is("div") && n.Value(xmltoken.SpaceXML, "id") != "" && n.Child("div") == nil
}

func (p *parser) group(n *xmltree.Node) (*Group, error) {
	g := &Group{}
	if err := p.common(n, &g.Common); err != nil {
		return nil, err
	}
	for _, kid := range n.Kids {
		var b Block
		var err error
		switch {
		case isEvent(kid):
			b.Event, err = p.event(kid)
		case kid.Is("div"):
			b.Group, err = p.group(kid)
		case kid.Is("p"): // belongs to no script event
			b.Element = element(kid)
		default:
			if err := p.child(kid, &g.Common); err != nil {
				return nil, err
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		g.Blocks = append(g.Blocks, b)
	}
	return g, nil
}

func (p *parser) event(n *xmltree.Node) (*Event, error) {
	e := &Event{}
	if err := p.common(n, &e.Common); err != nil {
		return nil, err
	}
	e.OnScreen = e.take(xmltoken.NSDAPTM, "onScreen")
	for _, kid := range n.Kids {
		if !kid.Is("p") {
			if err := p.child(kid, &e.Common); err != nil {
				return nil, err
			}
			continue
		}
		t := Text{}
		if err := p.text(kid, &t); err != nil {
			return nil, err
		}
		e.Texts = append(e.Texts, t)
	}
	return e, nil
}

// take takes an attribute out of those that have no field.
func (o *Other) take(space, local string) string {
	for i, a := range o.Attrs {
		if a.Space == space && a.Local == local && a.Value != "" {
			o.Attrs = append(o.Attrs[:i], o.Attrs[i+1:]...)
			if len(o.Attrs) == 0 {
				o.Attrs = nil
			}
			return a.Value
		}
	}
	return ""
}

func (p *parser) text(n *xmltree.Node, t *Text) error {
	if err := p.common(n, &t.Common); err != nil {
		return err
	}
	for _, kid := range n.Kids {
		if err := p.inline(kid, t); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) inline(n *xmltree.Node, t *Text) error {
	var part Inline
	var err error
	switch {
	case n.Kind == xmltoken.Text:
		t.write(n.PlainText())
		return nil
	case n.Is("br"):
		a := attributes{n: n}
		part.Break = &Other{Attrs: a.rest()}
		for _, kid := range n.Kids {
			part.Break.add(kid)
		}
	case n.Is("span"):
		part.Span = &Text{}
		err = p.text(n, part.Span)
	case n.Is("audio"):
		part.Recording, err = p.recording(n)
	case isDescriptive(n) || n.Is("metadata") || n.Is("animate") || n.Is("set") || n.Is("region"):
		return p.child(n, &t.Common)
	default:
		part.Element = element(n)
	}
	t.Content = append(t.Content, part)
	return err
}

// write appends to the run of text that the content ends in.
func (t *Text) write(text string) {
	last := len(t.Content) - 1
	switch {
	case text == "":
	case last >= 0 && t.Content[last].Text != "":
		t.Content[last].Text += text
	default:
		t.Content = append(t.Content, Inline{Text: text})
	}
}

func (p *parser) recording(n *xmltree.Node) (*Recording, error) {
	r := &Recording{}
	a := attributes{n: n}
	if err := p.interval(&a, &r.Interval); err != nil {
		return nil, err
	}
	if err := p.time(&a, "clipBegin", &r.ClipBegin); err != nil {
		return nil, err
	}
	if err := p.time(&a, "clipEnd", &r.ClipEnd); err != nil {
		return nil, err
	}
	r.attributes(&a)
	if src := a.value(xmltoken.NoSpace, "src"); src != "" {
		r.Linked = true
		r.Sources = []Source{{Address: src, Type: a.value(xmltoken.NoSpace, "type"), Format: a.value(xmltoken.NoSpace, "format")}}
	}
	r.Attrs = a.rest()
	for _, kid := range n.Kids {
		if !kid.Is("source") || r.Linked {
			if err := p.child(kid, &r.Common); err != nil {
				return nil, err
			}
			continue
		}
		s, err := p.source(kid)
		if err != nil {
			return nil, err
		}
		r.Sources = append(r.Sources, s)
	}
	p.audio = append(p.audio, placed{r, n.At})
	return r, nil
}

func (p *parser) source(n *xmltree.Node) (Source, error) {
	a := attributes{n: n}
	s := Source{Address: a.value(xmltoken.NoSpace, "src"), Type: a.value(xmltoken.NoSpace, "type"), Format: a.value(xmltoken.NoSpace, "format")}
	s.Attrs = a.rest()
	for _, kid := range n.Kids {
		if !kid.Is("data") || s.Data != nil {
			s.add(kid)
			continue
		}
		var err error
		if s.Data, err = p.data(kid); err != nil {
			return s, err
		}
	}
	return s, nil
}

// data reads an embedded resource: text, whole or in chunks.
func (p *parser) data(n *xmltree.Node) (*Data, error) {
	a := attributes{n: n}
	d := &Data{
		ID: a.value(xmltoken.SpaceXML, "id"), Address: a.value(xmltoken.NoSpace, "src"), Type: a.value(xmltoken.NoSpace, "type"),
		Format: a.value(xmltoken.NoSpace, "format"), Encoding: a.value(xmltoken.NoSpace, "encoding"),
	}
	d.Attrs = a.rest()
	var whole strings.Builder
	for _, kid := range n.Kids {
		switch {
		case kid.Is("chunk"):
			part, err := decodeData(d.Encoding, textIn(kid))
			if err != nil {
				return nil, p.fail(kid.At, err)
			}
			d.Bytes = append(d.Bytes, part...)
			d.Chunks = append(d.Chunks, len(part))
		case kid.Kind == xmltoken.Text:
			whole.WriteString(kid.PlainText())
		default:
			d.add(kid)
		}
	}
	if d.Chunks != nil {
		return d, nil
	}
	var err error
	if d.Bytes, err = decodeData(d.Encoding, whole.String()); err != nil {
		return nil, p.fail(n.At, err)
	}
	return d, nil
}

func textIn(n *xmltree.Node) string {
	var b strings.Builder
	for _, kid := range n.Kids {
		if kid.Kind == xmltoken.Text {
			b.WriteString(kid.PlainText())
		}
	}
	return b.String()
}

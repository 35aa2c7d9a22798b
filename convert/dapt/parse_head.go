package dapt

import (
	"slices"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
)

func (p *parser) head(head *xmltree.Node) error {
	a := attributes{n: head}
	p.doc.Head.Attrs = a.rest()
	for _, kid := range head.Kids {
		var err error
		switch {
		case kid.Kind != xmltoken.Start:
		case kid.Is("metadata") && len((&attributes{n: kid}).rest()) == 0 && (p.doc.Head.Elements == nil && !p.hasMetadata || hasNamed(kid)):
			p.hasMetadata = true
			p.metadata(kid)
		case isDescriptive(kid):
			p.metadatum(kid)
		case kid.Is("resources"):
			err = p.resources(kid)
		case kid.Is("styling"):
			err = p.styling(kid)
		default:
			p.doc.Head.add(kid)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// isDescriptive reports whether n is an element of the metadata namespace.
func isDescriptive(n *xmltree.Node) bool {
	return n.Kind == xmltoken.Start && n.Name.Space == xmltoken.SpaceTTM
}

// hasNamed reports whether a metadata element holds something with a field.
func hasNamed(n *xmltree.Node) bool {
	return slices.ContainsFunc(n.Kids, func(kid *xmltree.Node) bool {
		return kid.IsMeta("title") || kid.IsMeta("copyright") || kid.IsMeta("agent") ||
			kid.Name.Local == "daptOriginTimecode" || kid.Name.Local == "sourceMediaIdentifier"
	})
}

func (p *parser) metadata(n *xmltree.Node) {
	for _, kid := range n.Kids {
		if kid.Kind == xmltoken.Start {
			p.metadatum(kid)
		}
	}
}

func (p *parser) metadatum(n *xmltree.Node) {
	d := &p.doc
	simple := len((&attributes{n: n}).rest()) == 0 && textOnly(n)
	text := xmltree.Text(n)
	switch {
	case n.IsMeta("title") && isUnset(&d.Title) && textOnly(n) && text != "":
		d.Title = words(n)
	case n.IsMeta("copyright") && isUnset(&d.Copyright) && textOnly(n) && text != "":
		d.Copyright = words(n)
	case n.IsMeta("agent"):
		d.Agents = append(d.Agents, agent(n))
	case simple && d.OriginTimecode == "" && n.Name.Space == xmltoken.SpaceDAPTM && n.Name.Local == "daptOriginTimecode" && text != "":
		d.OriginTimecode = text
	case simple && d.MediaID == "" && n.Name.Space == xmltoken.SpaceEBUTTM && n.Name.Local == "sourceMediaIdentifier" && text != "":
		d.MediaID = text
	default:
		d.Metadata = append(d.Metadata, *element(n))
	}
}

func isUnset(w *Words) bool { return w.Text == "" && w.Attrs == nil }

// textOnly reports whether an element holds nothing but text.
func textOnly(n *xmltree.Node) bool {
	for _, kid := range n.Kids {
		if kid.Kind == xmltoken.Start {
			return false
		}
	}
	return true
}

func words(n *xmltree.Node) Words {
	a := attributes{n: n}
	return Words{xmltree.Text(n), Other{Attrs: a.rest()}}
}

func agent(n *xmltree.Node) Agent {
	a := attributes{n: n}
	out := Agent{ID: a.value(xmltoken.SpaceXML, "id"), Type: a.value(xmltoken.NoSpace, "type")}
	out.Attrs = a.rest()
	for _, kid := range n.Kids {
		of := attributes{n: kid}
		switch {
		case kid.IsMeta("name") && textOnly(kid):
			name := AgentName{Type: of.value(xmltoken.NoSpace, "type"), Words: words(kid)}
			name.Attrs = of.rest()
			out.Names = append(out.Names, name)
		case kid.IsMeta("actor") && out.Actor == "" && len(kid.Kids) == 0 && of.value(xmltoken.NoSpace, "agent") != "" && len(of.rest()) == 0:
			out.Actor = of.value(xmltoken.NoSpace, "agent")
		default:
			out.add(kid)
		}
	}
	return out
}

func (p *parser) styling(n *xmltree.Node) error {
	a := attributes{n: n}
	p.doc.Styling.Attrs = append(p.doc.Styling.Attrs, a.rest()...)
	for _, kid := range n.Kids {
		if !kid.Is("style") {
			p.doc.Styling.add(kid)
			continue
		}
		var s Style
		if err := p.common(kid, &s.Common); err != nil {
			return err
		}
		for _, inner := range kid.Kids {
			s.add(inner)
		}
		p.doc.Styles = append(p.doc.Styles, s)
	}
	return nil
}

func (p *parser) resources(n *xmltree.Node) error {
	for _, kid := range n.Kids {
		var r Resource
		var err error
		switch {
		case kid.Kind != xmltoken.Start:
			continue
		case kid.Is("data"):
			r.Data, err = p.data(kid)
		case kid.Is("audio"):
			r.Audio, err = p.recording(kid)
		default:
			r.Element = element(kid)
		}
		if err != nil {
			return err
		}
		p.doc.Resources = append(p.doc.Resources, r)
	}
	return nil
}

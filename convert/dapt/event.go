package dapt

import (
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
	"github.com/vsconvert/vsconvert/script"
)

// block reads a body or div that is no script event. Text outside of script
// events belongs to none.
func (p *parser) block(n *xmltree.Node, base *big.Rat) error {
	_, from, err := p.interval(n, base)
	if err != nil {
		return err
	}
	for _, kid := range n.Kids {
		if !kid.Is("div") {
			continue
		}
		if kid.Attr(xmltoken.SpaceXML, "id") != nil && kid.Child("div") == nil {
			err = p.event(kid, from)
		} else {
			err = p.block(kid, from)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) event(n *xmltree.Node, base *big.Rat) error {
	iv, from, err := p.interval(n, base)
	if err != nil {
		return err
	}
	e := Event{
		Interval: iv, ID: n.Value(xmltoken.SpaceXML, "id"), OnScreen: n.Value(xmltoken.SpaceDAPTM, "onScreen"),
		Characters: strings.Fields(n.Value(xmltoken.SpaceTTM, "agent")),
	}
	if represents := inherited(n, xmltoken.SpaceDAPTM, "represents"); represents != nil {
		e.Represents = strings.Fields(*represents)
	}
	e.Descriptions = descriptions(n, nil)
	if e.Mixing, err = p.mixing(n, from); err != nil {
		return err
	}
	for _, kid := range n.Kids {
		if !kid.Is("p") {
			continue
		}
		t, err := p.text(kid, from)
		if err != nil {
			return err
		}
		e.Texts = append(e.Texts, t)
	}
	p.doc.Events = append(p.doc.Events, e)
	return nil
}

// descriptions appends those of an event, in metadata elements or not.
func descriptions(n *xmltree.Node, all []Description) []Description {
	for _, kid := range n.Kids {
		switch {
		case kid.IsMeta("desc"):
			all = append(all, Description{Type: kid.Value(xmltoken.SpaceDAPTM, "descType"), Language: language(kid), Text: textOf(kid)})
		case kid.Is("metadata"):
			all = descriptions(kid, all)
		}
	}
	return all
}

func (p *parser) text(n *xmltree.Node, base *big.Rat) (Text, error) {
	iv, from, err := p.interval(n, base)
	t := Text{
		Interval: iv, ID: n.Value(xmltoken.SpaceXML, "id"), Language: language(n), Content: textOf(n),
		LanguageSource: inherited(n, xmltoken.SpaceDAPTM, "langSrc"), Characters: strings.Fields(n.Value(xmltoken.SpaceTTM, "agent")),
	}
	if err != nil {
		return t, err
	}
	if t.Mixing, err = p.mixing(n, from); err != nil {
		return t, err
	}
	return t, p.inline(n, from, &t)
}

// inline reads recordings and speech within a p.
func (p *parser) inline(n *xmltree.Node, from *big.Rat, t *Text) error {
	if rate := p.styled(n, "speak"); rate != "" && rate != "none" {
		t.Speech = append(t.Speech, Speech{Rate: rate, Pitch: p.styled(n, "pitch"), Text: textOf(n)})
	}
	for _, kid := range n.Kids {
		switch {
		case kid.Is("span"):
			_, begin, err := p.interval(kid, from)
			if err != nil {
				return err
			}
			if err := p.inline(kid, begin, t); err != nil {
				return err
			}
		case kid.Is("audio"):
			r, err := p.recording(kid, from)
			if err != nil {
				return err
			}
			t.Recordings = append(t.Recordings, r)
		}
	}
	return nil
}

// styled returns a property of TTML's audio styles of n itself: written there,
// or in the last of the styles it refers to that has it.
func (p *parser) styled(n *xmltree.Node, local string) string {
	if a := n.Attr(xmltoken.SpaceTTA, local); a != nil {
		return a.Value()
	}
	value := ""
	for id := range strings.FieldsSeq(n.Value(xmltoken.NoSpace, "style")) {
		if style := p.styles[id]; style != nil {
			if a := style.Attr(xmltoken.SpaceTTA, local); a != nil {
				value = a.Value()
			}
		}
	}
	return value
}

// mixing reads the mixing instructions of an element: its own, and those of
// animate elements in it.
func (p *parser) mixing(n *xmltree.Node, from *big.Rat) ([]Mixing, error) {
	var all []Mixing
	if gain, pan := p.styled(n, "gain"), p.styled(n, "pan"); gain != "" || pan != "" {
		all = append(all, Mixing{Gain: gain, Pan: pan})
	}
	for _, kid := range n.Kids {
		if !kid.Is("animate") {
			continue
		}
		iv, _, err := p.interval(kid, from)
		if err != nil {
			return nil, err
		}
		all = append(all, Mixing{
			Interval: iv, Animated: true, Fill: kid.Value(xmltoken.NoSpace, "fill"),
			Gain: kid.Value(xmltoken.SpaceTTA, "gain"), Pan: kid.Value(xmltoken.SpaceTTA, "pan"),
		})
	}
	return all, nil
}

func (p *parser) recording(n *xmltree.Node, base *big.Rat) (r Recording, err error) {
	var from *big.Rat
	if r.Interval, from, err = p.interval(n, base); err != nil {
		return r, err
	}
	if err := p.time(n, "clipBegin", &r.ClipBegin); err != nil {
		return r, err
	}
	if err := p.time(n, "clipEnd", &r.ClipEnd); err != nil {
		return r, err
	}
	if r.Mixing, err = p.mixing(n, from); err != nil {
		return r, err
	}
	if n.Attr(xmltoken.NoSpace, "src") != nil {
		r.Sources, err = p.source(n, r.Sources, 0)
		return r, err
	}
	for _, kid := range n.Kids {
		if kid.Is("source") {
			if r.Sources, err = p.source(kid, r.Sources, 0); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

const maxReferences = 8 // from a source to a resource to its data

// source appends what an element with src, or with data in it, refers to.
func (p *parser) source(n *xmltree.Node, all []Source, depth int) ([]Source, error) {
	src, kind := n.Value(xmltoken.NoSpace, "src"), n.Value(xmltoken.NoSpace, "type")
	id, isFragment := strings.CutPrefix(src, "#")
	switch {
	case depth > maxReferences:
		return nil, p.fail(n.At, &script.ValueError{Kind: script.ErrValue, Field: "src", Value: src, Want: "no circle of references"})
	case isFragment && p.resources[id] == nil:
		return nil, p.fail(n.Attr(xmltoken.NoSpace, "src").ValueAt,
			&script.ValueError{Kind: script.ErrMissing, Field: "src", Value: src, Want: "a data or audio element of the head's resources"})
	case isFragment:
		return p.source(p.resources[id], all, depth+1)
	case src != "":
		return append(all, Source{Address: src, Type: kind, Format: n.Value(xmltoken.NoSpace, "format")}), nil
	case n.Is("data"):
		return p.data(n, all)
	}
	for _, kid := range n.Kids {
		if kid.Is("data") || kid.Is("source") {
			var err error
			if all, err = p.source(kid, all, depth+1); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// data appends an embedded resource: text in base 64, whole or in chunks.
func (p *parser) data(n *xmltree.Node, all []Source) ([]Source, error) {
	var text strings.Builder
	n.Walk(func(kid *xmltree.Node) bool {
		if kid.Kind == xmltoken.Text {
			text.WriteString(kid.PlainText())
		}
		return true
	})
	compact := strings.Join(strings.Fields(text.String()), "")
	data, err := base64.StdEncoding.DecodeString(compact)
	if err != nil {
		return nil, p.fail(n.At, fmt.Errorf("%w: data that is no base 64: %w", script.ErrSyntax, err))
	}
	return append(all, Source{Type: n.Value(xmltoken.NoSpace, "type"), Format: n.Value(xmltoken.NoSpace, "format"), Embedded: true, Data: data}), nil
}

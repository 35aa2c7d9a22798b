package dapt

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/ttmltime"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
	"github.com/vsconvert/vsconvert/script"
)

const format = "dapt"

// MaxBytes is the size of the largest document that is read.
const MaxBytes = 1 << 30

// Parse reads a document. A document that is not DAPT's is an error of kind
// [script.ErrValue]; errors are [*script.ParseError]. Whether it keeps all of
// the specification's rules is for package conform to say.
func Parse(r io.Reader) (*Document, error) {
	raw, err := source.Read(r, MaxBytes)
	if err != nil {
		return nil, report.Source(format, err)
	}
	src, bad := xmltoken.Decode(raw)
	p := &parser{locate: source.NewLocator(src.Text)}
	if bad != nil {
		return nil, p.fail(bad.At, bad.Err)
	}
	root, bad := xmltree.Parse(src.Text)
	if bad != nil {
		return nil, p.fail(bad.At, bad.Err)
	}
	if err := p.document(root); err != nil {
		return nil, err
	}
	return &p.doc, nil
}

type parser struct {
	doc       Document
	clock     ttmltime.Clock
	locate    *source.Locator
	resources map[string]*xmltree.Node // data and audio of the head, by id
	styles    map[string]*xmltree.Node
}

func (p *parser) fail(at int, err error) error {
	return &script.ParseError{Format: format, Pos: p.locate.Pos(at), Err: err}
}

func (p *parser) document(root *xmltree.Node) error {
	d := &p.doc
	d.ContentProfiles = strings.Fields(root.Value(xmltoken.SpaceTTP, "contentProfiles"))
	if !root.Is("tt") || !isDAPT(d.ContentProfiles) {
		return p.fail(root.At, &script.ValueError{Kind: script.ErrValue, Field: "ttp:contentProfiles", Value: strings.Join(d.ContentProfiles, " "),
			Want: "the designator of DAPT"})
	}
	d.ProcessorProfiles = strings.Fields(root.Value(xmltoken.SpaceTTP, "processorProfiles"))
	d.ScriptType = root.Value(xmltoken.SpaceDAPTM, "scriptType")
	d.Represents = strings.Fields(root.Value(xmltoken.SpaceDAPTM, "scriptRepresents"))
	d.Language = root.Value(xmltoken.SpaceXML, "lang")
	d.LanguageSource = stated(root, xmltoken.SpaceDAPTM, "langSrc")
	d.FrameRate = root.Value(xmltoken.SpaceTTP, "frameRate")
	d.FrameRateMultiplier = root.Value(xmltoken.SpaceTTP, "frameRateMultiplier")
	d.TickRate = root.Value(xmltoken.SpaceTTP, "tickRate")
	p.clock = ttmltime.ClockOf(root)
	if head := root.Child("head"); head != nil {
		p.head(head)
	}
	if body := root.Child("body"); body != nil {
		return p.block(body, new(big.Rat))
	}
	return nil
}

func isDAPT(designators []string) bool {
	for _, one := range designators {
		if strings.HasPrefix(one, "http://www.w3.org/ns/ttml/profile/dapt") {
			return true
		}
	}
	return false
}

// stated returns the value of an attribute, or nil.
func stated(n *xmltree.Node, space xmltoken.Space, local string) *string {
	a := n.Attr(space, local)
	if a == nil {
		return nil
	}
	value := a.Value()
	return &value
}

// inherited returns the nearest value of an attribute, of n or what it stands
// in, or nil.
func inherited(n *xmltree.Node, space xmltoken.Space, local string) *string {
	for ; n != nil; n = n.Parent {
		if value := stated(n, space, local); value != nil {
			return value
		}
	}
	return nil
}

func language(n *xmltree.Node) string {
	if value := inherited(n, xmltoken.SpaceXML, "lang"); value != nil {
		return *value
	}
	return ""
}

func (p *parser) head(head *xmltree.Node) {
	p.resources, p.styles = map[string]*xmltree.Node{}, map[string]*xmltree.Node{}
	head.Walk(func(n *xmltree.Node) bool {
		id := n.Value(xmltoken.SpaceXML, "id")
		switch {
		case n.IsMeta("title") && p.doc.Title == "":
			p.doc.Title = textOf(n)
		case n.IsMeta("copyright") && p.doc.Copyright == "":
			p.doc.Copyright = textOf(n)
		case n.IsMeta("agent"):
			p.agent(n, id)
		case n.Name.Space == xmltoken.SpaceDAPTM && n.Name.Local == "daptOriginTimecode":
			p.doc.OriginTimecode = textOf(n)
		case n.Name.Space == xmltoken.SpaceEBUTTM && n.Name.Local == "sourceMediaIdentifier":
			p.doc.MediaID = textOf(n)
		case n.Is("style") && id != "":
			p.styles[id] = n
		case (n.Is("data") || n.Is("audio")) && id != "":
			p.resources[id] = n
		}
		return n.Kind == xmltoken.Start
	})
}

func (p *parser) agent(n *xmltree.Node, id string) {
	kind := n.Value(xmltoken.NoSpace, "type")
	names := map[string]string{}
	actor := ""
	for _, kid := range n.Kids {
		switch {
		case kid.IsMeta("name"):
			names[kid.Value(xmltoken.NoSpace, "type")] = textOf(kid)
		case kid.IsMeta("actor"):
			actor = kid.Value(xmltoken.NoSpace, "agent")
		}
	}
	if kind == "character" {
		p.doc.Characters = append(p.doc.Characters, Character{ID: id, Name: names["alias"], Talent: actor})
		return
	}
	p.doc.Talents = append(p.doc.Talents, Talent{ID: id, Type: kind, FullName: names["full"]})
}

// textOf returns the text of an element with its white space collapsed.
func textOf(n *xmltree.Node) string { return xmltree.Text(n) }

// interval reads the times of n, which stands in something that begins at base.
func (p *parser) interval(n *xmltree.Node, base *big.Rat) (Interval, *big.Rat, error) {
	var iv Interval
	from := new(big.Rat).Set(base)
	for _, one := range []struct {
		name string
		to   *Time
	}{{"begin", &iv.Begin}, {"end", &iv.End}, {"dur", &iv.Dur}} {
		if err := p.time(n, one.name, one.to); err != nil {
			return iv, from, err
		}
	}
	if iv.Begin.IsSet() {
		from.Add(from, iv.Begin.Seconds)
	}
	iv.From = duration(from)
	return iv, from, nil
}

var errTime = errors.New("no time of DAPT")

func (p *parser) time(n *xmltree.Node, name string, to *Time) error {
	a := n.Attr(xmltoken.NoSpace, name)
	if a == nil {
		return nil
	}
	value, _, ok := p.clock.Parse(a.Value())
	if !ok {
		return p.fail(a.ValueAt, fmt.Errorf("%w: %w", &script.ValueError{Kind: script.ErrTime, Field: name, Value: a.Value(), Want: `"00:01:02.345" or "62.345s"`}, errTime))
	}
	*to = Time{Raw: a.Value(), Seconds: value}
	return nil
}

// duration returns seconds to the nearest nanosecond, and the longest Duration
// for what is beyond it.
func duration(seconds *big.Rat) time.Duration {
	ns := ttmltime.Round(new(big.Rat).Mul(seconds, big.NewRat(int64(time.Second), 1)))
	if !ns.IsInt64() {
		return 1<<63 - 1
	}
	return time.Duration(ns.Int64())
}

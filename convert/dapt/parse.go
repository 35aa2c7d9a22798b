package dapt

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

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
// [script.ErrValue], a reference from a recording that leads nowhere one of
// kind [script.ErrMissing]; errors are [*script.ParseError]. Whether it keeps
// all of the specification's rules is for package conform to say.
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
	doc    Document
	clock  ttmltime.Clock
	locate *source.Locator
	audio  []placed

	hasMetadata bool // of the head: the first is read, and is where fields are written
}

// placed is a recording and where it stands.
type placed struct {
	*Recording
	at int
}

func (p *parser) fail(at int, err error) error {
	return &script.ParseError{Format: format, Pos: p.locate.Pos(at), Err: err}
}

func (p *parser) document(root *xmltree.Node) error {
	d := &p.doc
	a := attributes{n: root}
	d.ContentProfiles = a.list(xmltoken.SpaceTTP, "contentProfiles")
	if !root.Is("tt") || !isDAPT(d.ContentProfiles) {
		return p.fail(root.At, &script.ValueError{Kind: script.ErrValue, Field: "ttp:contentProfiles", Value: strings.Join(d.ContentProfiles, " "),
			Want: "the designator of DAPT"})
	}
	p.namespaces(root)
	d.ProcessorProfiles = a.list(xmltoken.SpaceTTP, "processorProfiles")
	d.ScriptType = a.value(xmltoken.SpaceDAPTM, "scriptType")
	d.Represents = a.list(xmltoken.SpaceDAPTM, "scriptRepresents")
	d.Language = a.stated(xmltoken.SpaceXML, "lang")
	d.LanguageSource = a.stated(xmltoken.SpaceDAPTM, "langSrc")
	d.FrameRate = a.value(xmltoken.SpaceTTP, "frameRate")
	d.FrameRateMultiplier = a.value(xmltoken.SpaceTTP, "frameRateMultiplier")
	d.SubFrameRate = a.value(xmltoken.SpaceTTP, "subFrameRate")
	d.TickRate = a.value(xmltoken.SpaceTTP, "tickRate")
	d.Root.Attrs = a.rest()
	p.clock = d.clock()
	for _, kid := range root.Kids {
		if err := p.top(kid); err != nil {
			return err
		}
	}
	return p.references()
}

// top reads a child of tt.
func (p *parser) top(n *xmltree.Node) error {
	switch {
	case n.Kind != xmltoken.Start:
	case n.Is("head"):
		return p.head(n)
	case n.Is("body") && p.doc.Body == nil:
		var err error
		p.doc.Body, err = p.group(n)
		return err
	default:
		p.doc.Root.add(n)
	}
	return nil
}

// references checks that those of recordings lead somewhere.
func (p *parser) references() error {
	scope := Scope{resources: p.doc.resources()}
	for _, r := range p.audio {
		if _, err := scope.Sources(r.Recording); err != nil {
			return p.fail(r.at, err)
		}
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

const nsXML = xmltoken.NSXML

// known are the prefixes of the namespaces that have a name here.
var known = map[string]string{
	xmltoken.NSTT: "", xmltoken.NSTTP: "ttp", xmltoken.NSTTS: "tts", xmltoken.NSTTM: "ttm", xmltoken.NSTTA: "tta",
	xmltoken.NSDAPTM: "daptm", xmltoken.NSEBUTTM: "ebuttm", nsXML: "xml", "": "",
}

var spaces = map[xmltoken.Space]string{
	xmltoken.SpaceTT: xmltoken.NSTT, xmltoken.SpaceTTP: xmltoken.NSTTP, xmltoken.SpaceTTS: xmltoken.NSTTS, xmltoken.SpaceTTM: xmltoken.NSTTM,
	xmltoken.SpaceTTA: xmltoken.NSTTA, xmltoken.SpaceDAPTM: xmltoken.NSDAPTM, xmltoken.SpaceEBUTTM: xmltoken.NSEBUTTM,
	xmltoken.SpaceVS: xmltoken.NSVS, xmltoken.SpaceXML: nsXML,
}

// uri returns the namespace of a name; all generations of TTML's are one.
func uri(name xmltoken.Name) string {
	if ns, ok := spaces[name.Space]; ok {
		return ns
	}
	return name.URI
}

// namespaces lists those of others, under the first prefix each has.
func (p *parser) namespaces(root *xmltree.Node) {
	taken, seen := map[string]bool{}, map[string]bool{}
	for _, prefix := range known {
		taken[prefix] = true
	}
	add := func(space xmltoken.Space, name xmltoken.Name) {
		prefix, uri := name.Prefix, name.URI
		if space == xmltoken.SpaceVS {
			uri = xmltoken.NSVS
		} else if space != xmltoken.Foreign {
			return
		}
		if seen[uri] {
			return
		}
		if prefix == "" || strings.HasPrefix(strings.ToLower(prefix), "xml") {
			prefix = "ns"
		}
		base := prefix
		for n := 1; taken[prefix]; n++ {
			prefix = base + strconv.Itoa(n)
		}
		seen[uri], taken[prefix] = true, true
		p.doc.Namespaces = append(p.doc.Namespaces, Namespace{prefix, uri})
	}
	root.Walk(func(n *xmltree.Node) bool {
		for i := range n.Attrs {
			if a := &n.Attrs[i]; a.Space == xmltoken.SpaceXMLNS {
				name := declared(a)
				add(xmltoken.SpaceOf(name.URI), name)
			}
		}
		add(n.Name.Space, n.Name)
		for i := range n.Attrs {
			add(n.Attrs[i].Space, n.Attrs[i].Name)
		}
		return true
	})
}

// declared returns what a declaration binds: a prefix to a namespace.
func declared(a *xmltoken.Attr) xmltoken.Name {
	name := xmltoken.Name{URI: a.Value()}
	if a.Prefix != "" {
		name.Prefix = a.Local
	}
	return name
}

// attributes takes those of an element that have a field, and leaves the rest.
type attributes struct {
	n *xmltree.Node

	taken [xmltoken.MaxAttributes/64 + 1]uint64 // by their places
}

func (a *attributes) stated(space xmltoken.Space, local string) *string {
	var first *string
	for i := range a.n.Attrs {
		if at := &a.n.Attrs[i]; at.Space == space && at.Local == local {
			a.taken[i/64] |= 1 << (i % 64)
			if first == nil { // others are of another generation of TTML
				value := at.Value()
				first = &value
			}
		}
	}
	return first
}

func (a *attributes) value(space xmltoken.Space, local string) string {
	if v := a.stated(space, local); v != nil {
		return *v
	}
	return ""
}

func (a *attributes) list(space xmltoken.Space, local string) []string {
	if v := a.value(space, local); v != "" {
		return strings.Fields(v)
	}
	return nil
}

// rest returns the attributes that were not asked for.
func (a *attributes) rest() []Attr {
	var all []Attr
	for i := range a.n.Attrs {
		at := &a.n.Attrs[i]
		if a.taken[i/64]>>(i%64)&1 == 1 || at.Space == xmltoken.SpaceXMLNS {
			continue
		}
		space := uri(at.Name)
		if !slices.ContainsFunc(all, func(b Attr) bool { return b.Space == space && b.Local == at.Local }) {
			all = append(all, Attr{space, at.Local, at.Value()})
		}
	}
	return all
}

// element returns an element as it stands.
func element(n *xmltree.Node) *Element {
	a := attributes{n: n}
	e := &Element{Space: uri(n.Name), Local: n.Name.Local, Attrs: a.rest()}
	for _, kid := range n.Kids {
		if kid.Kind != xmltoken.Text {
			e.Content = append(e.Content, Node{Element: element(kid)})
			continue
		}
		text := kid.PlainText()
		if last := len(e.Content) - 1; last >= 0 && e.Content[last].Element == nil {
			e.Content[last].Text += text
		} else if text != "" {
			e.Content = append(e.Content, Node{Text: text})
		}
	}
	return e
}

func (o *Other) add(n *xmltree.Node) {
	if n.Kind == xmltoken.Start {
		o.Elements = append(o.Elements, *element(n))
	}
}

func (p *parser) interval(a *attributes, iv *Interval) error {
	return errors.Join(p.time(a, "begin", &iv.Begin), p.time(a, "end", &iv.End), p.time(a, "dur", &iv.Dur))
}

var errTime = errors.New("no time of DAPT")

func (p *parser) time(a *attributes, name string, to *Time) error {
	v := a.stated(xmltoken.NoSpace, name)
	if v == nil {
		return nil
	}
	value, _, ok := p.clock.Parse(*v)
	if !ok {
		at := a.n.Attr(xmltoken.NoSpace, name).ValueAt
		return p.fail(at, fmt.Errorf("%w: %w", &script.ValueError{Kind: script.ErrTime, Field: name, Value: *v, Want: `"00:01:02.345" or "62.345s"`}, errTime))
	}
	*to = Time{Raw: *v, Seconds: value}
	return nil
}

package edit

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
	"github.com/vsconvert/vsconvert/script"
)

// WriteDAPT writes a DAPT document as Write does, but for what DAPT does not
// take: vocabulary of others outside of metadata, and designators of content
// profiles that are neither DAPT's nor IMSC's. What goes is warned about by
// kind, with a count and the first place.
func (d *Document) WriteDAPT(w io.Writer, s *script.Script, root Root, warn func(script.Warning) error) error {
	var b strings.Builder
	if err := d.Write(&b, s, root, warn); err != nil {
		return err
	}
	out := b.String()
	src, _ := xmltoken.Decode(out)
	p := pruner{splices: splices{src: src.Text}, first: map[string]int{}, count: map[string]int{}}
	top, _ := xmltree.Parse(src.Text)
	p.element(top, false)
	p.profiles(top)
	if len(p.all) > 0 {
		out = p.apply() // DAPT is in UTF-8
	}
	if err := p.tell(warn); err != nil {
		return err
	}
	_, err := io.WriteString(w, out)
	return err
}

// IsDAPT reports whether the document says that it is one of DAPT's.
func (d *Document) IsDAPT() bool {
	root, _ := xmltree.Parse(d.src.Text)
	return root != nil && slices.ContainsFunc(strings.Fields(root.Value(xmltoken.SpaceTTP, "contentProfiles")), isDAPT)
}

func isDAPT(designator string) bool {
	return strings.HasPrefix(designator, "http://www.w3.org/ns/ttml/profile/dapt")
}

type pruner struct {
	splices
	kinds []string // in the order they were met
	first map[string]int
	count map[string]int
}

// note counts something that goes.
func (p *pruner) note(kind string, at int) {
	if p.count[kind]++; p.count[kind] == 1 {
		p.first[kind] = at
		p.kinds = append(p.kinds, kind)
	}
}

// element takes others' vocabulary out of an element, which may be one.
func (p *pruner) element(n *xmltree.Node, inMetadata bool) {
	if n == nil || n.Kind != xmltoken.Start || inMetadata {
		return
	}
	if isForeign(n.Name) {
		p.note("element "+n.Name.String(), n.At)
		p.remove(n)
		return
	}
	for i := range n.Attrs {
		if a := &n.Attrs[i]; isForeign(a.Name) {
			p.note("attribute "+a.Name.String(), a.At)
			p.cut(n, a)
		}
	}
	for _, kid := range n.Kids {
		p.element(kid, kid.Is("metadata"))
	}
}

func isForeign(name xmltoken.Name) bool {
	switch name.Space {
	case xmltoken.SpaceVS, xmltoken.SpaceEBUTTM:
		return true
	case xmltoken.Foreign:
		return !slices.Contains([]string{xmltoken.NSITTS, xmltoken.NSITTP, xmltoken.NSITTM}, name.URI)
	}
	return false
}

// profiles drops designators of content profiles that cannot be vouched for.
func (p *pruner) profiles(root *xmltree.Node) {
	a := root.Attr(xmltoken.SpaceTTP, "contentProfiles")
	if a == nil {
		return
	}
	var kept []string
	for _, one := range strings.Fields(a.Value()) {
		if isDAPT(one) || one == vocab.DesignIMSC11 || one == vocab.DesignIMSC1 {
			kept = append(kept, one)
			continue
		}
		p.note("content profile "+script.Shorten(one), a.ValueAt)
	}
	if text := strings.Join(kept, " "); len(kept) != len(strings.Fields(a.Value())) {
		p.replace(a.ValueAt, a.ValueAt+len(a.Raw), attribute(text))
	}
}

func (p *pruner) tell(warn func(script.Warning) error) error {
	if warn == nil {
		return nil
	}
	loc := source.NewLocator(p.src)
	for _, kind := range p.kinds {
		times := ""
		if n := p.count[kind]; n > 1 {
			times = fmt.Sprintf(", %d times", n)
		}
		w := script.Warning{Format: "dapt", Pos: loc.Pos(p.first[kind]), Err: fmt.Errorf("%w: %s%s: DAPT has no place for it", script.ErrDropped, kind, times)}
		if err := warn(w); err != nil {
			return err
		}
	}
	return nil
}

package edit

import (
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
	"github.com/vsconvert/vsconvert/script"
)

// Sound is what the texts of a DAPT document are given to be heard: recordings,
// and a mixing animation that lowers the programme while they play. The zero
// value changes nothing.
type Sound struct {
	// Recordings are by the ids of segments. A text that has one loses it to
	// another, with a warning. With any the script becomes asRecorded.
	Recordings map[string]Recording

	// Duck is the gain of the programme under each text, such as 0.39; nil
	// leaves it as it is. A text, or the event around it, with mixing
	// instructions of its own keeps those, with a warning.
	Duck *big.Rat

	// Fade is how long lowering and raising take, each; less for texts that are
	// shorter than two of them, with a warning.
	Fade time.Duration
}

// Recording is the recording of a text: an address, or data.
type Recording struct {
	Address string // a URL, relative to the document
	Type    string // media type, such as "audio/wav"
	Data    []byte // to be embedded in place of an address
}

// IsZero reports whether there is nothing to give.
func (s *Sound) IsZero() bool { return s.Recordings == nil && s.Duck == nil }

// Write writes a DAPT document, which stays byte for byte but for what the
// texts are given. It is in UTF-8.
func (s *Sound) Write(w io.Writer, doc string, warn func(script.Warning) error) error {
	src, bad := xmltoken.Decode(doc)
	if bad != nil {
		return &script.ParseError{Format: format, Err: bad.Err}
	}
	found, places, err := ttml.Decoder{Language: ttml.EveryLanguage, EmptyEvents: true}.DecodePlaces(strings.NewReader(src.Text))
	if err != nil {
		return err
	}
	root, _ := xmltree.Parse(src.Text)
	b := &binder{Sound: s, splices: splices{src: src.Text}, times: newTimeline(root, 0), loc: source.NewLocator(src.Text), rep: report.Reporter{Format: "dapt", To: warn}}
	at := map[int]*xmltree.Node{}
	root.Walk(func(n *xmltree.Node) bool { at[n.At] = n; return true })
	if s.Duck != nil {
		b.declare(root)
	}
	for i := range found.Segments {
		if n := at[places[i]]; n.Is("p") {
			b.text(n, &found.Segments[i])
		}
	}
	if s.Recordings != nil {
		b.asRecorded(root)
	}
	if err := b.rep.Err(); err != nil {
		return err
	}
	_, err = io.WriteString(w, b.apply())
	return err
}

// binder gives texts their sounds.
type binder struct {
	*Sound
	splices
	tta   string // prefix of audio styles
	times *timeline
	loc   *source.Locator
	rep   report.Reporter
}

// declare finds or declares the prefix of audio styles.
func (b *binder) declare(root *xmltree.Node) {
	b.tta = "tta"
	for i := range root.Attrs {
		switch a := &root.Attrs[i]; {
		case a.Space != xmltoken.SpaceXMLNS || a.Prefix == "":
		case a.Value() == xmltoken.NSTTA:
			b.tta = a.Local
			return
		case a.Local == b.tta:
			b.tta += "2"
		}
	}
	b.insert(b.tagEnd(root), " xmlns:"+b.tta+`="`+xmltoken.NSTTA+`"`)
}

func (b *binder) warn(n *xmltree.Node, id string, err error) {
	_ = b.rep.Warn(b.loc.Pos(n.At), id, err)
}

func (b *binder) asRecorded(root *xmltree.Node) {
	b.setAttr(root, xmltoken.SpaceDAPTM, "daptm:scriptType", "scriptType", "asRecorded")
}

func (b *binder) text(p *xmltree.Node, seg *script.Segment) {
	added := ""
	if b.Duck != nil {
		added = b.duck(p, seg)
	}
	if r, ok := b.Recordings[seg.ID]; ok && !has(p, r) {
		b.removeRecordings(p, seg.ID)
		added += audio(p, r)
	}
	switch {
	case added == "":
	case p.Empty:
		b.setContent(p, added)
	default:
		b.insert(lead(p), added)
	}
}

// lead returns where in p metadata and animation end.
func lead(p *xmltree.Node) int {
	end := p.End
	for _, kid := range p.Kids {
		if kid.Kind == xmltoken.Text {
			if !kid.IsBlank() {
				break
			}
			continue
		}
		if kid.Name.Space != xmltoken.SpaceTTM && !kid.Is("metadata") && !kid.Is("animate") && !kid.Is("set") {
			break
		}
		end = kid.Outer
	}
	return end
}

// has reports whether a recording is there already.
func has(p *xmltree.Node, r Recording) (found bool) {
	p.Walk(func(n *xmltree.Node) bool {
		found = found || r.Data == nil && n.Is("audio") && n.Value(xmltoken.NoSpace, "src") == r.Address
		return true
	})
	return found
}

func (b *binder) removeRecordings(p *xmltree.Node, id string) {
	p.Walk(func(n *xmltree.Node) bool {
		if n.Is("audio") {
			b.warn(n, id, fmt.Errorf("%w: recording %q: another takes its place", script.ErrDropped, script.Shorten(n.Value(xmltoken.NoSpace, "src"))))
			b.replace(n.At, n.Outer, "")
		}
		return !n.Is("audio")
	})
}

func audio(p *xmltree.Node, r Recording) string {
	name := element(p, "audio")
	if r.Data == nil {
		return "<" + name + ` src="` + attribute(r.Address) + `" type="` + attribute(r.Type) + `"/>`
	}
	outer, data := element(p, "source"), element(p, "data")
	return "<" + name + "><" + outer + "><" + data + ` type="` + attribute(r.Type) + `">` + base64.StdEncoding.EncodeToString(r.Data) +
		"</" + data + "></" + outer + "></" + name + ">"
}

// duck returns the animation that lowers the programme under a text.
func (b *binder) duck(p *xmltree.Node, seg *script.Segment) string {
	if mixed(p) || isEvent(p.Parent) && mixed(p.Parent) {
		b.warn(p, seg.ID, fmt.Errorf("%w: its own mixing instructions stay", script.ErrAssumed))
		return ""
	}
	length := new(big.Rat).Sub(b.times.seconds(seg.End), b.times.begin(p))
	fade := b.times.seconds(b.Fade)
	if half := new(big.Rat).Mul(length, big.NewRat(1, 2)); fade.Cmp(half) > 0 {
		b.warn(p, seg.ID, fmt.Errorf("%w: it is too short for two fades of %v: they are half of it", script.ErrAssumed, b.Fade))
		fade = half
	}
	if length.Sign() <= 0 {
		return ""
	}
	level := strings.TrimRight(strings.TrimRight(b.Duck.FloatString(4), "0"), ".")
	zero := new(big.Rat)
	return b.animate(p, zero, fade, "1;"+level, "freeze") + b.animate(p, new(big.Rat).Sub(length, fade), length, level+";1", "")
}

// mixed reports whether an element has mixing instructions of its own.
func mixed(n *xmltree.Node) bool {
	if n.Attr(xmltoken.SpaceTTA, "gain") != nil {
		return true
	}
	for _, kid := range n.Kids {
		if kid.Is("animate") && kid.Attr(xmltoken.SpaceTTA, "gain") != nil {
			return true
		}
	}
	return false
}

func (b *binder) animate(p *xmltree.Node, from, to *big.Rat, gain, fill string) string {
	if fill != "" {
		fill = ` fill="` + fill + `"`
	}
	return "<" + element(p, "animate") + ` begin="` + b.times.Format(from, b.times.usual) + `" end="` + b.times.Format(to, b.times.usual) + `" ` +
		b.tta + `:gain="` + gain + `"` + fill + "/>"
}

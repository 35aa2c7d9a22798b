package edit

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
	"github.com/vsconvert/vsconvert/script"
)

const format = "ttml"

// Document is a TTML document and the script it holds.
type Document struct {
	raw     string // as it was read
	src     xmltoken.Source
	decoder ttml.Decoder
	script  *script.Script
	places  []int // offsets of the p, or else the div, of each segment
}

// Read reads a document. The decoder says how, and takes the warnings.
func Read(r io.Reader, d ttml.Decoder) (*Document, error) {
	if d.Language == "" { // none is lost, and all move together
		d.Language = ttml.EveryLanguage
	}
	raw, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(format, err)
	}
	doc := &Document{raw: raw, decoder: d}
	doc.src, _ = xmltoken.Decode(raw) // what is wrong with it the decoder tells
	doc.script, doc.places, err = d.DecodePlaces(strings.NewReader(raw))
	return doc, err
}

// Decoder reads scripts that keep their documents, for writing them in place.
type Decoder struct{ ttml.Decoder }

// Decode reads a script as [ttml.Decoder.Decode] does; its Document is a
// [*Document].
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	doc, err := Read(r, d.Decoder)
	if err != nil {
		return nil, err
	}
	s := doc.Script()
	s.Document = doc
	return s, nil
}

// WriteScript is [Document.Write] without changes of the root.
func (d *Document) WriteScript(w io.Writer, s *script.Script, warn func(script.Warning) error) error {
	return d.Write(w, s, Root{}, warn)
}

// Root is what is set for the document as a whole; what is unset stays.
type Root struct {
	ScriptType ttml.ScriptType // daptm:scriptType
	Represents string          // daptm:scriptRepresents
	LangSrc    string          // daptm:langSrc
}

// Script returns a copy of the script that the document holds.
func (d *Document) Script() *script.Script {
	s := *d.script
	s.Segments = slices.Clone(s.Segments)
	return &s
}

// Write writes the document with what s has changed of its script. Segments
// of s are those of the document by their ids, or else by place, text and
// order; segments that are new are added in the manner of those around them,
// and what s lacks is taken out. What the document cannot say is warned about.
func (d *Document) Write(w io.Writer, s *script.Script, root Root, warn func(script.Warning) error) error {
	out := d.raw
	if !d.holds(s) || root != (Root{}) {
		e := d.edit(s)
		e.setRoot(root)
		if len(e.all) > 0 {
			out = d.encode(e.apply())
		}
		if err := d.verify(out, s, e, warn); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, out)
	return err
}

// holds reports whether s is the document's script, unchanged.
func (d *Document) holds(s *script.Script) bool {
	return s.Title == d.script.Title && s.Language == d.script.Language && s.Type == d.script.Type &&
		slices.Equal(s.Segments, d.script.Segments)
}

// editor collects the changes of a document.
type editor struct {
	splices
	doc   *Document
	root  *xmltree.Node
	body  *xmltree.Node
	at    map[int]*xmltree.Node // elements by their offsets
	times *timeline
	ids   map[string]bool  // xml:id in use
	fails map[string]error // times that could not be moved, by segment id
	want  *script.Script
}

func (d *Document) edit(s *script.Script) *editor {
	e := &editor{splices: splices{src: d.src.Text}, doc: d, at: map[int]*xmltree.Node{}, ids: map[string]bool{}, fails: map[string]error{}, want: s}
	e.root, _ = xmltree.Parse(d.src.Text)
	e.root.Walk(func(n *xmltree.Node) bool {
		if n.Kind == xmltoken.Start {
			e.at[n.At] = n
			if id := n.Value(xmltoken.SpaceXML, "id"); id != "" {
				e.ids[id] = true
			}
		}
		return true
	})
	e.body = e.root.Child("body")
	e.head()
	of := align(d.script.Segments, s.Segments)
	e.changeTimes(of)
	kept := make([]bool, len(d.script.Segments))
	for j, i := range of {
		if i >= 0 {
			kept[i] = true
			e.change(e.at[d.places[i]], &d.script.Segments[i], &s.Segments[j])
		}
	}
	e.removeAll(kept)
	e.addAll(of)
	return e
}

// change changes all of a segment but its times.
func (e *editor) change(n *xmltree.Node, old, want *script.Segment) {
	if n.Is("p") {
		e.changeText(n, old, want)
		e.changeLanguage(n, old, want)
	} else if want.Text != "" { // an event that had no text yet
		e.setContent(n, e.src[n.End:max(n.End, n.Inner)]+e.paragraph(n, want))
	}
	e.changeNotes(n, old, want)
}

func (e *editor) changeText(p *xmltree.Node, old, want *script.Segment) {
	if old.Text == want.Text {
		return
	}
	chars := xmltree.Gather(p)
	if textOf(chars) != old.Text { // some of it is never shown, or by others' styles
		e.setContent(p, e.leading(p)+e.inline(p, nil, want.Text))
		return
	}
	e.setText(p, chars, want.Text)
}

// leading returns what stands in p before its text.
func (e *editor) leading(p *xmltree.Node) string {
	end := p.End
	for _, kid := range p.Kids {
		if kid.Kind == xmltoken.Text && kid.IsBlank() {
			continue
		}
		if kid.Kind == xmltoken.Text || kid.Is("span") || kid.Is("br") {
			break
		}
		end = kid.Outer
	}
	if p.Empty {
		return ""
	}
	return e.src[p.End:end]
}

func textOf(chars []xmltree.Char) string {
	var b strings.Builder
	for i := range chars {
		b.WriteRune(chars[i].Rune)
	}
	return b.String()
}

func (e *editor) changeLanguage(p *xmltree.Node, old, want *script.Segment) {
	was, is := old.Language, want.Language
	if was == is {
		return
	}
	if is == "" {
		is = e.want.Language
	}
	e.setAttr(p, xmltoken.SpaceXML, "xml:lang", "lang", is)
}

// changeTimes moves what has other times. Every segment is known to the
// timeline, since elements hold several.
func (e *editor) changeTimes(of []int) {
	var origin time.Duration
	if e.root.Value(xmltoken.SpaceTTP, "timeBase") == "smpte" && !e.doc.decoder.Start.IsZero() {
		origin = e.doc.decoder.Start.Duration()
	}
	e.times = newTimeline(e.root, origin)
	type move struct {
		n    *xmltree.Node
		want *script.Segment
	}
	var moves []move
	for j, i := range of {
		if i < 0 {
			continue
		}
		old, want, n := &e.doc.script.Segments[i], &e.want.Segments[j], e.at[e.doc.places[i]]
		to := target{start: e.times.seconds(want.Start), shift: e.times.seconds(want.Start - old.Start)}
		to.shift.Sub(to.shift, e.times.seconds(0))
		to.end = e.times.seconds(want.End)
		e.times.group(n, to)
		if want.Start != old.Start || want.End != old.End {
			moves = append(moves, move{n, want})
		}
	}
	for _, m := range moves {
		if err := e.times.move(m.n, xmltree.Gather(m.n)); err != nil {
			e.fails[m.want.ID] = err
		}
	}
	e.times.write(&e.splices)
}

// encode returns the changed text in the bytes of the document.
func (d *Document) encode(text string) string {
	mark := ""
	if d.src.BOM {
		mark = "\xEF\xBB\xBF"
	}
	if d.src.Same {
		return mark + text
	}
	return encodeAs(text, &d.src)
}

// verify reads the changed document again and tells what it does not say.
func (d *Document) verify(out string, want *script.Script, e *editor, warn func(script.Warning) error) error {
	quiet := d.decoder
	quiet.Warn = nil
	got, err := quiet.Decode(strings.NewReader(out))
	if err != nil {
		return fmt.Errorf("ttml: the document cannot be changed in place: %w", err)
	}
	sorted := order.ByStart(want)
	if len(got.Segments) != len(sorted) {
		return &script.ParseError{Format: format, Err: fmt.Errorf("%w: the document cannot be changed in place: it would hold %d segments instead of %d", script.ErrValue, len(got.Segments), len(sorted))}
	}
	if warn == nil {
		return nil
	}
	rep := report.Reporter{Format: format, To: warn}
	tell := func(id, what, want, got string) {
		if want != got {
			_ = rep.Warn(script.Pos{}, id, fmt.Errorf("%w: %s %q: the document says %q", script.ErrDropped, what, script.Shorten(want), script.Shorten(got)))
		}
	}
	tell("", "title", want.Title, got.Title)
	tell("", "language", want.Language, got.Language)
	tell("", "type", want.Type.String(), got.Type.String())
	of := align(sorted, got.Segments)
	for j, i := range of {
		if i < 0 {
			return &script.ParseError{Format: format, Err: fmt.Errorf("%w: the document cannot be changed in place: segment %q is lost", script.ErrValue, got.Segments[j].ID)}
		}
		a, b := &sorted[i], &got.Segments[j]
		e.tellTimes(a, b, tell)
		tellTexts(a, b, want, got, tell)
	}
	return rep.Err()
}

func tellTexts(a, b *script.Segment, want, got *script.Script, tell func(id, what, want, got string)) {
	for _, f := range script.TextFields() {
		switch f.Name {
		case script.FieldID:
		case script.FieldLanguage:
			tell(a.ID, "language", languageOf(a, want), languageOf(b, got))
		default:
			tell(a.ID, string(f.Name), f.Value(a), f.Value(b))
		}
	}
}

func languageOf(seg *script.Segment, s *script.Script) string {
	if seg.Language == "" {
		return s.Language
	}
	return seg.Language
}

func (e *editor) tellTimes(want, got *script.Segment, tell func(id, what, want, got string)) {
	if want.Start == got.Start && want.End == got.End {
		return
	}
	why := ""
	if err := e.fails[want.ID]; err != nil {
		why = " (" + strings.TrimSuffix(err.Error(), ".") + ")"
	}
	tell(want.ID, "times"+why, fmt.Sprint(want.Start, " to ", want.End), fmt.Sprint(got.Start, " to ", got.End))
}

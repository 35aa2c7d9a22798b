package dapt

import (
	"fmt"
	"io"
	"strings"

	"github.com/vsconvert/vsconvert/internal/ttmltime"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// Encode writes a document, indented by elements, in UTF-8. Times stand as they
// were read unless their Seconds were changed. What XML cannot hold, a time
// that no decimal number of seconds, frames or ticks says exactly, and chunks
// that do not add up are errors of kind [script.ErrText], [script.ErrTime] and
// [script.ErrValue]. Whether the document keeps the specification's rules is
// for package conform to say.
func Encode(w io.Writer, d *Document) error {
	e := &encoder{doc: d, clock: d.clock(), prefixes: map[string]string{}, used: map[string]bool{xmltoken.NSTT: true}, text: -1}
	e.namespaces()
	e.root()
	if e.err != nil {
		return e.err
	}
	_, err := io.WriteString(w, e.whole())
	return err
}

// encoder writes elements; the first error stays.
type encoder struct {
	doc        *Document
	clock      ttmltime.Clock
	prefixes   map[string]string // by namespace
	used       map[string]bool   // namespaces
	namesAtTop []string          // of others, in their order
	rootAttrs  string
	b          strings.Builder
	open       []string
	text       int  // depth of the element whose white space counts, or -1
	hasKids    bool // the element that was written last has others in it
	err        error
}

func (e *encoder) fail(err error) {
	if e.err == nil && err != nil {
		e.err = fmt.Errorf("%s: %w", format, err)
	}
}

// namespaces takes the prefixes that are known, then those of the document.
func (e *encoder) namespaces() {
	for uri, prefix := range known {
		e.prefixes[uri] = prefix
	}
	for _, ns := range e.doc.Namespaces {
		if _, taken := e.prefixes[ns.URI]; taken {
			continue
		}
		if !xmltoken.IsNCName(ns.Prefix) || e.isTaken(ns.Prefix) {
			e.fail(&script.ValueError{Kind: script.ErrValue, Field: "prefix", Value: ns.Prefix, Want: "a name that no other namespace has"})
		}
		e.bind(ns.Prefix, ns.URI)
	}
}

func (e *encoder) isTaken(prefix string) bool {
	for _, other := range e.prefixes {
		if other == prefix {
			return true
		}
	}
	return false
}

func (e *encoder) bind(prefix, uri string) {
	e.prefixes[uri], e.used[uri] = prefix, true
	e.namesAtTop = append(e.namesAtTop, uri)
}

// prefix returns the prefix of a namespace, which it declares.
func (e *encoder) prefix(uri string) string {
	e.used[uri] = true
	if p, ok := e.prefixes[uri]; ok {
		return p
	}
	p := "ns"
	for n := 1; e.isTaken(p); n++ {
		p = fmt.Sprint("ns", n)
	}
	e.bind(p, uri)
	return p
}

func (e *encoder) name(uri, local string) string {
	if !xmltoken.IsNCName(local) {
		e.fail(&script.ValueError{Kind: script.ErrValue, Field: "name", Value: local, Want: "a name of XML"})
	}
	if p := e.prefix(uri); p != "" {
		return p + ":" + local
	}
	return local
}

// whole returns the document with the namespaces that it turned out to use.
func (e *encoder) whole() string {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<tt xmlns=\"" + xmltoken.NSTT + `"`)
	for _, uri := range [...]string{xmltoken.NSTTP, xmltoken.NSTTS, xmltoken.NSTTM, xmltoken.NSTTA, xmltoken.NSDAPTM, xmltoken.NSEBUTTM} {
		if e.used[uri] {
			b.WriteString(" xmlns:" + known[uri] + `="` + uri + `"`)
		}
	}
	for _, uri := range e.namesAtTop {
		b.WriteString(" xmlns:" + e.prefixes[uri] + `="` + e.escape(uri, true) + `"`)
	}
	b.WriteString(e.rootAttrs)
	b.WriteString(e.b.String())
	b.WriteString("\n")
	return b.String()
}

// escape returns text as it stands in XML, such that a reader gets it back
// character for character.
func (e *encoder) escape(s string, inAttribute bool) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"' && inAttribute:
			b.WriteString("&quot;")
		case r == '\r' || inAttribute && (r == '\n' || r == '\t'):
			fmt.Fprintf(&b, "&#%d;", r)
		case !xmltoken.IsChar(r):
			e.fail(&script.ValueError{Kind: script.ErrText, Field: "text", Value: s, Want: "no characters that XML cannot hold"})
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// attr is an attribute to be written; nil is none.
type attr struct {
	space, local string
	value        *string
}

// stated is an attribute that "" leaves out.
func stated(space, local, value string) attr {
	if value == "" {
		return attr{}
	}
	return attr{space, local, &value}
}

func list(space, local string, values []string) attr {
	return stated(space, local, strings.Join(values, " "))
}

func (e *encoder) attrs(all []attr, rest []Attr) string {
	var b strings.Builder
	write := func(space, local, value string) {
		b.WriteString(" " + e.name(space, local) + `="` + e.escape(value, true) + `"`)
	}
	for _, a := range all {
		if a.value != nil {
			write(a.space, a.local, *a.value)
		}
	}
	for _, a := range rest {
		if a.Space == "" || e.prefix(a.Space) != "" {
			write(a.Space, a.Local, a.Value)
			continue
		}
		e.fail(&script.ValueError{Kind: script.ErrValue, Field: "attribute", Value: a.Local, Want: "no namespace, or another than TTML's own"})
	}
	return b.String()
}

// start opens an element on a line of its own, unless white space counts.
func (e *encoder) start(name, attrs string) {
	e.line()
	e.b.WriteString("<" + name + attrs + ">")
	e.open = append(e.open, name)
	e.hasKids = false
}

func (e *encoder) line() {
	if e.text < 0 {
		e.b.WriteString("\n" + strings.Repeat("  ", len(e.open)))
	}
}

func (e *encoder) end() {
	last := len(e.open) - 1
	name := e.open[last]
	e.open = e.open[:last]
	if e.hasKids {
		e.line()
	}
	e.hasKids = true
	if e.text == last {
		e.text = -1
	}
	e.b.WriteString("</" + name + ">")
}

// verbatim makes the white space in the element that is open count.
func (e *encoder) verbatim() {
	if e.text < 0 {
		e.text = len(e.open) - 1
	}
}

// leaf writes an element of text.
func (e *encoder) leaf(name, attrs, text string) {
	e.line()
	e.b.WriteString("<" + name + attrs)
	if text == "" {
		e.b.WriteString("/>")
	} else {
		e.b.WriteString(">" + e.escape(text, false) + "</" + name + ">")
	}
	e.hasKids = true
}

// element writes an element as it was read.
func (e *encoder) element(x *Element) { e.elementIn(x, xmltoken.NSTT) }

// elementIn writes an element where around is what names without a prefix are
// in.
func (e *encoder) elementIn(x *Element, around string) {
	attrs, name, inner := e.attrs(nil, x.Attrs), "", around
	switch x.Space {
	case "", xmltoken.NSTT:
		name, inner = e.name("", x.Local), x.Space
		if x.Space != around {
			attrs += ` xmlns="` + x.Space + `"`
		}
	default:
		name = e.name(x.Space, x.Local)
	}
	e.start(name, attrs)
	e.verbatim()
	for _, n := range x.Content {
		if n.Element != nil {
			e.elementIn(n.Element, inner)
			continue
		}
		e.b.WriteString(e.escape(n.Text, false))
	}
	e.end()
}

func (e *encoder) elements(all []Element) {
	for i := range all {
		e.element(&all[i])
	}
}

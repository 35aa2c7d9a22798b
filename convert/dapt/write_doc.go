package dapt

import (
	"slices"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
)

const (
	nsTTP    = xmltoken.NSTTP
	nsTTM    = xmltoken.NSTTM
	nsTTA    = xmltoken.NSTTA
	nsDAPTM  = xmltoken.NSDAPTM
	nsEBUTTM = xmltoken.NSEBUTTM
)

func (e *encoder) root() {
	d := e.doc
	e.rootAttrs = e.attrs([]attr{
		list(nsTTP, "contentProfiles", d.ContentProfiles), list(nsTTP, "processorProfiles", d.ProcessorProfiles),
		stated(nsTTP, "frameRate", d.FrameRate), stated(nsTTP, "frameRateMultiplier", d.FrameRateMultiplier),
		stated(nsTTP, "subFrameRate", d.SubFrameRate), stated(nsTTP, "tickRate", d.TickRate),
		{nsXML, "lang", d.Language}, {nsDAPTM, "langSrc", d.LanguageSource},
		list(nsDAPTM, "scriptRepresents", d.Represents), stated(nsDAPTM, "scriptType", d.ScriptType),
	}, d.Root.Attrs) + ">"
	e.open, e.hasKids = []string{"tt"}, true
	e.head()
	e.elements(d.Root.Elements)
	if d.Body != nil {
		e.group("body", d.Body)
	}
	e.end()
}

func (e *encoder) head() {
	d := e.doc
	e.start("head", e.attrs(nil, d.Head.Attrs))
	e.metadata()
	isLate := func(x Element) bool {
		return x.Space == xmltoken.NSTT && (x.Local == "layout" || x.Local == "animation")
	}
	late := slices.IndexFunc(d.Head.Elements, isLate)
	if late < 0 {
		late = len(d.Head.Elements)
	}
	e.elements(d.Head.Elements[:late])
	e.resources()
	e.styling()
	e.elements(d.Head.Elements[late:])
	e.end()
}

func (e *encoder) words(space, local string, attrs []attr, w *Words) {
	e.leaf(e.name(space, local), e.attrs(attrs, w.Attrs), w.Text)
}

func (e *encoder) metadata() {
	d := e.doc
	title, copyright := !isUnset(&d.Title), !isUnset(&d.Copyright)
	if !title && !copyright && d.OriginTimecode == "" && d.MediaID == "" && d.Agents == nil && d.Metadata == nil {
		return
	}
	e.start("metadata", "")
	if title {
		e.words(nsTTM, "title", nil, &d.Title)
	}
	if copyright {
		e.words(nsTTM, "copyright", nil, &d.Copyright)
	}
	for i := range d.Agents {
		e.agent(&d.Agents[i])
	}
	if d.OriginTimecode != "" {
		e.leaf(e.name(nsDAPTM, "daptOriginTimecode"), "", d.OriginTimecode)
	}
	if d.MediaID != "" {
		e.leaf(e.name(nsEBUTTM, "sourceMediaIdentifier"), "", d.MediaID)
	}
	e.elements(d.Metadata)
	e.end()
}

func (e *encoder) agent(a *Agent) {
	e.start(e.name(nsTTM, "agent"), e.attrs([]attr{stated("", "type", a.Type), stated(nsXML, "id", a.ID)}, a.Attrs))
	for i := range a.Names {
		e.words(nsTTM, "name", []attr{stated("", "type", a.Names[i].Type)}, &a.Names[i].Words)
	}
	if a.Actor != "" {
		e.leaf(e.name(nsTTM, "actor"), e.attrs([]attr{stated("", "agent", a.Actor)}, nil), "")
	}
	e.elements(a.Elements)
	e.end()
}

func (e *encoder) resources() {
	if e.doc.Resources == nil {
		return
	}
	e.start("resources", "")
	for i := range e.doc.Resources {
		switch r := &e.doc.Resources[i]; {
		case r.Data != nil:
			e.data(r.Data)
		case r.Audio != nil:
			e.recording(r.Audio)
		default:
			e.element(r.Element)
		}
	}
	e.end()
}

func (e *encoder) styling() {
	d := e.doc
	if d.Styles == nil && d.Styling.Elements == nil && d.Styling.Attrs == nil {
		return
	}
	e.start("styling", e.attrs(nil, d.Styling.Attrs))
	e.elements(d.Styling.Elements)
	for i := range d.Styles {
		s := &d.Styles[i]
		e.start("style", e.common(&s.Common, nil))
		e.elements(s.Elements)
		e.end()
	}
	e.end()
}

func (e *encoder) time(local string, t Time) attr {
	if !t.IsSet() {
		return attr{}
	}
	text, err := e.doc.text(t, e.clock)
	e.fail(err)
	return stated("", local, text)
}

func (e *encoder) times(iv *Interval) []attr {
	return []attr{e.time("begin", iv.Begin), e.time("end", iv.End), e.time("dur", iv.Dur)}
}

// common returns the attributes of an object, more among them.
func (e *encoder) common(c *Common, more []attr) string {
	all := append([]attr{stated(nsXML, "id", c.ID)}, e.times(&c.Interval)...)
	all = append(all, attr{nsXML, "lang", c.Language}, attr{nsDAPTM, "langSrc", c.LanguageSource}, attr{nsDAPTM, "represents", c.Represents})
	all = append(all, more...)
	all = append(all, list(nsTTM, "agent", c.Characters), list("", "style", c.Styles),
		stated(nsTTA, "speak", c.Speak), stated(nsTTA, "pitch", c.Pitch), stated(nsTTA, "gain", c.Gain), stated(nsTTA, "pan", c.Pan))
	return e.attrs(all, c.Attrs)
}

// head writes what stands in an object before its content, in the order of
// TTML's content models: metadata, animation, layout.
func (e *encoder) children(c *Common) {
	for i := 0; i < len(c.Descriptions); i++ {
		if !c.Descriptions[i].InMetadata {
			e.description(&c.Descriptions[i])
			continue
		}
		e.start("metadata", "")
		for ; i < len(c.Descriptions) && c.Descriptions[i].InMetadata; i++ {
			e.description(&c.Descriptions[i])
		}
		i--
		e.end()
	}
	late := slices.IndexFunc(c.Elements, func(x Element) bool { return x.Space == xmltoken.NSTT && (x.Local == "region" || x.Local == "image") })
	if late < 0 {
		late = len(c.Elements)
	}
	e.elements(c.Elements[:late])
	for i := range c.Mixing {
		m := &c.Mixing[i]
		attrs := append(e.times(&m.Interval), stated("", "fill", m.Fill), stated(nsTTA, "gain", m.Gain), stated(nsTTA, "pan", m.Pan))
		e.start("animate", e.attrs(attrs, m.Attrs))
		e.elements(m.Elements)
		e.end()
	}
	e.elements(c.Elements[late:])
}

func (e *encoder) description(d *Description) {
	e.words(nsTTM, "desc", []attr{stated(nsDAPTM, "descType", d.Type), {nsXML, "lang", d.Language}}, &d.Words)
}

func (e *encoder) group(name string, g *Group) {
	e.start(name, e.common(&g.Common, nil))
	e.children(&g.Common)
	for i := range g.Blocks {
		switch b := &g.Blocks[i]; {
		case b.Event != nil:
			e.event(b.Event)
		case b.Group != nil:
			e.group("div", b.Group)
		default:
			e.element(b.Element)
		}
	}
	e.end()
}

func (e *encoder) event(ev *Event) {
	e.start("div", e.common(&ev.Common, []attr{stated(nsDAPTM, "onScreen", ev.OnScreen)}))
	e.children(&ev.Common)
	for i := range ev.Texts {
		e.textElement("p", &ev.Texts[i])
	}
	e.end()
}

// textElement writes a p or span, in which white space counts.
func (e *encoder) textElement(name string, t *Text) {
	e.start(name, e.common(&t.Common, nil))
	e.verbatim()
	e.children(&t.Common)
	for i := range t.Content {
		switch part := &t.Content[i]; {
		case part.Break != nil:
			e.start("br", e.attrs(nil, part.Break.Attrs))
			e.elements(part.Break.Elements)
			e.end()
		case part.Span != nil:
			e.textElement("span", part.Span)
		case part.Recording != nil:
			e.recording(part.Recording)
		case part.Element != nil:
			e.element(part.Element)
		default:
			e.b.WriteString(e.escape(part.Text, false))
		}
	}
	e.end()
}

func (e *encoder) recording(r *Recording) {
	more := []attr{e.time("clipBegin", r.ClipBegin), e.time("clipEnd", r.ClipEnd)}
	linked := r.Linked && len(r.Sources) == 1 && r.Sources[0].Data == nil
	if linked {
		more = append(more, sourceAttrs(&r.Sources[0])...)
	}
	e.start("audio", e.common(&r.Common, more))
	e.children(&r.Common)
	for i := range r.Sources {
		if s := &r.Sources[i]; !linked {
			e.start("source", e.attrs(sourceAttrs(s), s.Attrs))
			e.elements(s.Elements)
			if s.Data != nil {
				e.data(s.Data)
			}
			e.end()
		}
	}
	e.end()
}

func sourceAttrs(s *Source) []attr {
	return []attr{stated("", "src", s.Address), stated("", "type", s.Type), stated("", "format", s.Format)}
}

func (e *encoder) data(d *Data) {
	e.start("data", e.attrs([]attr{
		stated(nsXML, "id", d.ID), stated("", "src", d.Address), stated("", "type", d.Type), stated("", "format", d.Format), stated("", "encoding", d.Encoding),
	}, d.Attrs))
	e.elements(d.Elements)
	switch {
	case d.Chunks != nil:
		parts, err := d.parts()
		e.fail(err)
		for _, part := range parts {
			text, err := encodeData(d.Encoding, part)
			e.fail(err)
			e.leaf("chunk", "", text)
		}
	default:
		text, err := encodeData(d.Encoding, d.Bytes)
		e.fail(err)
		if text != "" {
			e.verbatim()
		}
		e.b.WriteString(text)
	}
	e.end()
}

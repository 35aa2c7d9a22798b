package fcpxml

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// timeline is a sequence and what it shows.
type timeline struct {
	title string
	start ratio // time of its first frame
	frame ratio // length of a frame, 0 when unknown
	rate  timecode.Rate
	items []item
}

// item is a marker or caption; its times are filled in when the origin is
// known.
type item struct {
	markers.Mark
	from, length ratio // on the timeline
	caption      bool
	lang         string // of a caption
}

// count counts things that are left out, and keeps where the first is.
type count struct{ n, at int }

func (c *count) add(at int) {
	if c.n++; c.n == 1 {
		c.at = at
	}
}

// node is an element that is open.
type node struct {
	name     string
	base     ratio // timeline time of the element's own time 0
	from, to ratio // what of the element's own time is seen; to is 0 when unknown
	next     ratio // in a spine, where an element without offset stands
	children int
	retimed  bool
	skip     *count // set where items are left out
}

type parser struct {
	in      *markers.Input
	x       *markers.XML
	items   Items
	stack   []node
	formats map[string]ratio // frame durations
	lines   []timeline       // the first is for clips outside of timelines
	title   string           // of the project or event
	current int              // index of the timeline that is open
	open    *item            // the caption that is open
	text    strings.Builder  // its text
	note    strings.Builder  // and note

	inner, disabled, inactive count
}

func newParser(in *markers.Input, items Items) *parser {
	return &parser{in: in, x: in.XML("fcpxml"), items: items, formats: map[string]ratio{}, lines: make([]timeline, 1)}
}

func (p *parser) walk() error {
	for {
		t, err := p.x.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			err = p.start(t)
		case xml.CharData:
			p.chars(string(t))
		case xml.EndElement:
			p.end()
		}
		if err != nil {
			return err
		}
	}
}

func (p *parser) start(t xml.StartElement) error {
	parent := &node{}
	if len(p.stack) > 0 {
		parent = &p.stack[len(p.stack)-1]
	}
	n := node{name: t.Name.Local, base: parent.base, skip: parent.skip}
	if parent.children++; parent.name == "audition" && parent.children > 1 && n.skip == nil {
		n.skip = &p.inactive
	}
	var err error
	switch n.name {
	case "format":
		err = p.format(t)
	case "media":
		n.skip = &p.inner
	case "event", "project":
		p.title = markers.Attr(t, "name")
	case "sequence":
		err = p.sequence(t, &n)
	case "marker", "chapter-marker":
		err = p.marker(t, parent)
	case "timeMap":
		parent.retimed = true
	case "spine":
		err = p.spine(t, parent, &n)
	case "gap", "clip", "asset-clip", "ref-clip", "sync-clip", "mc-clip", "audio", "video", "title", "caption":
		err = p.clip(t, parent, &n)
	case "text":
		if p.open != nil && p.text.Len() > 0 {
			p.text.WriteByte('\n')
		}
	}
	p.stack = append(p.stack, n)
	return err
}

// time reads a time attribute; def is for one that is not there.
func (p *parser) time(t xml.StartElement, name string, def ratio) (ratio, error) {
	s := markers.Attr(t, name)
	if s == "" {
		return def, nil
	}
	r, ok := parseRatio(s)
	if !ok {
		return zero, p.in.Fail(p.x.At, &script.ValueError{Kind: script.ErrTime, Field: t.Name.Local + " " + name, Value: s, Want: `seconds as "5s" or "1001/24000s"`})
	}
	return r, nil
}

func (p *parser) format(t xml.StartElement) error {
	frame, err := p.time(t, "frameDuration", zero)
	p.formats[markers.Attr(t, "id")] = frame
	return err
}

func (p *parser) sequence(t xml.StartElement, n *node) error {
	if n.skip != nil {
		return nil
	}
	start, err := p.time(t, "tcStart", zero)
	if err != nil {
		return err
	}
	line := timeline{title: p.title, start: start}
	if frame, ok := p.formats[markers.Attr(t, "format")]; ok && frame.n > 0 {
		line.frame = frame
		// A rate that is none of the common ones stays unset: times do not need it.
		line.rate, _ = timecode.ParseRate(fmt.Sprintf("%d/%d%s", frame.d, frame.n, markers.Attr(t, "tcFormat")))
	}
	p.lines = append(p.lines, line)
	p.current = len(p.lines) - 1
	n.base, n.next = zero, start
	return nil
}

// spine is a storyline: the one of the timeline, or one that is connected to a
// clip at an offset.
func (p *parser) spine(t xml.StartElement, parent, n *node) error {
	offset, err := p.time(t, "offset", zero)
	if err != nil {
		return err
	}
	if parent.name == "sequence" {
		n.next = parent.next
	}
	return p.sum(&n.base, parent.base, offset)
}

func (p *parser) sum(to *ratio, a, b ratio) error {
	sum, ok := a.add(b)
	if !ok {
		return p.in.Fail(p.x.At, script.ErrTimeRange)
	}
	*to = sum
	return nil
}

// clip is an element that stands somewhere on its parent and has a time of
// its own.
func (p *parser) clip(t xml.StartElement, parent, n *node) error {
	offset, err1 := p.time(t, "offset", parent.next)
	start, err2 := p.time(t, "start", zero)
	length, err3 := p.time(t, "duration", zero)
	if err := cmp.Or(err1, err2, err3); err != nil {
		return err
	}
	var at ratio
	if err := p.sum(&at, parent.base, offset); err != nil {
		return err
	}
	if err := p.sum(&n.base, at, ratio{-start.n, start.d}); err != nil {
		return err
	}
	n.from = start
	if err := p.sum(&n.to, start, length); err != nil {
		return err
	}
	if parent.name == "spine" {
		if err := p.sum(&parent.next, offset, length); err != nil {
			return err
		}
	}
	if n.name != "caption" {
		return nil
	}
	if p.open != nil {
		return p.in.Fail(p.x.At, fmt.Errorf("%w: a caption inside a caption", script.ErrSyntax))
	}
	p.caption(t, n, at, length)
	return nil
}

func (p *parser) caption(t xml.StartElement, n *node, at, length ratio) {
	switch {
	case p.items == Markers:
	case n.skip != nil:
		n.skip.add(p.x.At)
	case markers.Attr(t, "enabled") == "0":
		p.disabled.add(p.x.At)
	default:
		p.open = &item{Mark: markers.Mark{Offset: p.x.At, Name: markers.Attr(t, "name")}, from: at, length: length, caption: true, lang: language(markers.Attr(t, "role"))}
		p.text.Reset()
		p.note.Reset()
	}
}

// language returns the language in the role of a caption, which ends in
// "?captionFormat=ITT.en".
func language(role string) string {
	_, format, _ := strings.Cut(role, "captionFormat=")
	_, lang, _ := strings.Cut(format, ".")
	return lang
}

func (p *parser) marker(t xml.StartElement, parent *node) error {
	if p.items == Captions {
		return nil
	}
	if parent.skip != nil {
		parent.skip.add(p.x.At)
		return nil
	}
	if markers.Attr(t, "start") == "" {
		return p.in.Fail(p.x.At, fmt.Errorf("%w: %s without start", script.ErrMissing, t.Name.Local))
	}
	start, err := p.time(t, "start", zero)
	if err != nil {
		return err
	}
	it := item{Mark: markers.Mark{Offset: p.x.At, Name: markers.Attr(t, "value"), Text: markers.Attr(t, "note")}}
	if it.length, err = p.time(t, "duration", zero); err != nil {
		return err
	}
	if err := p.sum(&it.from, parent.base, start); err != nil {
		return err
	}
	if err := p.doubt(parent, start, it.Name); err != nil {
		return err
	}
	line := &p.lines[p.current]
	line.items = append(line.items, it)
	return nil
}

// doubt warns of a marker whose place on the timeline is not certain.
func (p *parser) doubt(parent *node, start ratio, name string) error {
	if parent.retimed {
		return p.in.Warn(p.x.At, name, fmt.Errorf("%w: the clip is retimed: the marker is placed as if it were not", script.ErrAssumed))
	}
	before, ok1 := start.sub(parent.from)
	after, ok2 := start.sub(parent.to)
	if parent.to.n > 0 && (ok1 && before.n < 0 || ok2 && after.n > 0) {
		return p.in.Warn(p.x.At, name, fmt.Errorf("%w: the marker is outside of what is seen of its clip, and is read all the same", script.ErrAssumed))
	}
	return nil
}

func (p *parser) chars(s string) {
	if p.open == nil || len(p.stack) == 0 {
		return
	}
	switch p.stack[len(p.stack)-1].name {
	case "text-style":
		if len(p.stack) > 1 && p.stack[len(p.stack)-2].name == "text" {
			p.text.WriteString(s)
		}
	case "text":
		// Between styles there is only the indentation of the file.
		if strings.TrimSpace(s) != "" {
			p.text.WriteString(s)
		}
	case "note":
		p.note.WriteString(s)
	}
}

func (p *parser) end() {
	n := &p.stack[len(p.stack)-1]
	if n.name == "caption" && p.open != nil {
		p.open.Text, p.open.Note = p.text.String(), strings.TrimSpace(p.note.String())
		line := &p.lines[p.current]
		line.items = append(line.items, *p.open)
		p.open = nil
	}
	if n.name == "sequence" && n.skip == nil {
		p.current = 0
	}
	p.stack = p.stack[:len(p.stack)-1]
}

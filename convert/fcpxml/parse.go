package fcpxml

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
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
	tick         ratio  // longest frame about: a marker no longer than it is a point
	role         string // of a caption
	lang         string // of a caption, as its role says it
	channel      string // of a caption, which the role may name in its place
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
	pace     pace
	seen     window
	at       ratio // timeline time of the element's start
	start    ratio // its own time there
	next     ratio // in a spine, where an element without offset stands
	offset   ratio // of an audition, which is that of what it holds
	placed   bool  // offset is set
	children int
	skip     *count // set where items are left out
}

// pace is how an element counts time.
type pace struct {
	base  ratio // timeline time of the element's own time 0
	scale ratio // how long its second lasts on the timeline
	frame ratio // length of its frame in its own time, 0 when unknown
	tick  ratio // of a frame of its media
}

// window is the part of the timeline that an element is seen in.
type window struct {
	from, to ratio
	known    bool
}

type parser struct {
	in      *markers.Input
	x       *markers.XML
	items   Items
	stack   []node
	formats map[string]ratio // frame durations, of formats and assets
	lines   []timeline       // the first is for clips outside of timelines
	title   string           // of the project or event
	current int              // index of the timeline that is open
	open    *item            // the caption that is open
	text    strings.Builder  // its text
	note    strings.Builder  // and note

	inner, disabled, inactive, hidden count
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
	parent := &node{pace: pace{scale: one}}
	if len(p.stack) > 0 {
		parent = &p.stack[len(p.stack)-1]
	}
	n := node{name: t.Name.Local, pace: parent.pace, seen: parent.seen, skip: parent.skip}
	if parent.children++; parent.name == "audition" && parent.children > 1 && n.skip == nil {
		n.skip = &p.inactive
	}
	err := p.element(t, parent, &n)
	p.stack = append(p.stack, n)
	return err
}

func (p *parser) element(t xml.StartElement, parent, n *node) error {
	switch n.name {
	case "format", "asset":
		return p.format(t)
	case "media":
		n.skip = &p.inner
	case "event", "project":
		p.title = markers.Attr(t, "name")
	case "sequence":
		return p.sequence(t, n)
	case "marker", "chapter-marker":
		return p.marker(t, parent)
	case "conform-rate":
		return p.conform(t, parent)
	case "audition":
		return p.audition(t, parent, n)
	case "spine":
		return p.spine(t, parent, n)
	case "gap", "clip", "asset-clip", "ref-clip", "sync-clip", "mc-clip", "audio", "video", "title", "caption", "transition":
		return p.clip(t, parent, n)
	case "text":
		if p.open != nil && p.text.Len() > 0 {
			p.text.WriteByte('\n')
		}
	}
	return nil
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
	frame, err := p.time(t, "frameDuration", p.formats[markers.Attr(t, "format")])
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
		rate, _ := timecode.ParseRate(fmt.Sprintf("%d/%d%s", frame.d, frame.n, markers.Attr(t, "tcFormat")))
		line.rate = rate.Counted(rate.DropFrame())
	}
	p.lines = append(p.lines, line)
	p.current = len(p.lines) - 1
	n.pace, n.seen = pace{scale: one, frame: line.frame, tick: line.frame}, window{}
	n.next = start
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
	if markers.Attr(t, "lane") != "" {
		n.seen = window{}
	}
	return p.put(&n.pace.base, parent.pace, offset)
}

// audition stands where its clips do: their offset is its own.
func (p *parser) audition(t xml.StartElement, parent, n *node) (err error) {
	n.offset, err = p.time(t, "offset", parent.next)
	n.placed, n.next = markers.Attr(t, "offset") != "", n.offset
	if markers.Attr(t, "lane") != "" {
		n.seen = window{}
	}
	return err
}

// put sets where an own time of an element is on the timeline.
func (p *parser) put(to *ratio, c pace, own ratio) error {
	scaled, ok := own.times(c.scale)
	if !ok {
		return p.in.Fail(p.x.At, script.ErrTimeRange)
	}
	return p.sum(to, c.base, scaled)
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
	if parent.name == "audition" && parent.placed {
		offset = parent.offset
	}
	n.start = start
	var end ratio
	if err := cmp.Or(p.sum(&end, offset, length), p.put(&n.at, parent.pace, offset), p.rebase(n)); err != nil {
		return err
	}
	if err := p.show(t, parent, n, end); err != nil {
		return err
	}
	p.advance(parent, n, end)
	if tick := cmp.Or(p.formats[markers.Attr(t, "format")], p.formats[markers.Attr(t, "ref")]); tick.n > 0 {
		n.pace.tick = tick
	}
	if n.name != "caption" {
		return nil
	}
	if p.open != nil {
		return p.in.Fail(p.x.At, fmt.Errorf("%w: a caption inside a caption", script.ErrSyntax))
	}
	long, ok := length.times(parent.pace.scale)
	if !ok {
		return p.in.Fail(p.x.At, script.ErrTimeRange)
	}
	p.caption(t, n, long)
	return nil
}

// rebase finds the timeline time of the element's own time 0.
func (p *parser) rebase(n *node) error {
	before, ok := n.start.times(n.pace.scale)
	if !ok {
		return p.in.Fail(p.x.At, script.ErrTimeRange)
	}
	return p.sum(&n.pace.base, n.at, ratio{-before.n, before.d})
}

// show finds what is seen of a clip that lasts until end, in its parent's
// time: all of it when it is connected, and else what its container shows.
func (p *parser) show(t xml.StartElement, parent, n *node, end ratio) error {
	if markers.Attr(t, "lane") != "" {
		n.seen = window{}
	}
	if markers.Attr(t, "duration") == "" {
		return nil
	}
	var to ratio
	if err := p.put(&to, parent.pace, end); err != nil {
		return err
	}
	from := n.at
	if n.seen.known {
		if n.seen.from.after(from) {
			from = n.seen.from
		}
		if to.after(n.seen.to) {
			to = n.seen.to
		}
	}
	n.seen = window{from: from, to: to, known: true}
	return nil
}

// advance moves on to where the next clip of a storyline stands. Transitions
// lie over clips.
func (p *parser) advance(parent, n *node, end ratio) {
	switch {
	case n.name == "transition":
	case parent.name == "spine":
		parent.next = end
	case parent.name == "audition" && parent.children == 1 && len(p.stack) > 1:
		if above := &p.stack[len(p.stack)-2]; above.name == "spine" {
			above.next = end
		}
	}
}

// conform scales the time of media to that of the timeline it is conformed to:
// frame by frame.
func (p *parser) conform(t xml.StartElement, n *node) error {
	media, ok := frameOf(markers.Attr(t, "srcFrameRate"))
	if !ok {
		media = n.pace.tick
	}
	if markers.Attr(t, "scaleEnabled") == "0" || media.n <= 0 || n.pace.frame.n <= 0 || n.skip != nil {
		if media.n > 0 {
			n.pace.tick = media
		}
		return nil
	}
	slower, ok1 := n.pace.frame.times(ratio{media.d, media.n})
	scale, ok2 := n.pace.scale.times(slower)
	if !ok1 || !ok2 {
		return p.in.Fail(p.x.At, script.ErrTimeRange)
	}
	n.pace.scale, n.pace.frame, n.pace.tick = scale, media, media
	return p.rebase(n)
}

// frameOf returns the length of a frame at a rate such as "23.98" or "90".
func frameOf(rate string) (ratio, bool) {
	if r, err := timecode.ParseRate(rate); err == nil {
		num, den := r.Fraction()
		return newRatio(den, num), true
	}
	n, err := strconv.ParseInt(rate, 10, 32)
	return ratio{1, n}, err == nil && n > 0
}

func (p *parser) caption(t xml.StartElement, n *node, length ratio) {
	switch {
	case p.items == Markers:
	case n.skip != nil:
		n.skip.add(p.x.At)
	case markers.Attr(t, "enabled") == "0":
		p.disabled.add(p.x.At)
	default:
		role := markers.Attr(t, "role")
		p.open = &item{Mark: markers.Mark{Offset: p.x.At, Name: markers.Attr(t, "name")}, from: n.at, length: length, caption: true, role: role}
		p.open.lang, p.open.channel = language(role)
		p.text.Reset()
		p.note.Reset()
	}
}

// language returns the language in the role of a caption, which ends in
// "?captionFormat=ITT.en". What is none, as in "CEA608.CC1", is a channel.
func language(role string) (lang, channel string) {
	_, format, _ := strings.Cut(role, "captionFormat=")
	_, name, _ := strings.Cut(format, ".")
	name, _, _ = strings.Cut(name, "&")
	lang = strings.ReplaceAll(name, "_", "-")
	if primary, _, _ := strings.Cut(lang, "-"); len(primary) > 3 || !script.IsLanguage(lang) {
		return "", name
	}
	return lang, ""
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
	it := item{Mark: markers.Mark{Offset: p.x.At, Name: markers.Attr(t, "value"), Text: markers.Attr(t, "note")}, tick: parent.pace.tick}
	length, err := p.time(t, "duration", zero)
	if err != nil {
		return err
	}
	if err := p.stands(parent, start, &it); err != nil {
		return err
	}
	var ok bool
	if it.length, ok = length.times(parent.pace.scale); !ok {
		return p.in.Fail(p.x.At, script.ErrTimeRange)
	}
	if it.tick, ok = it.tick.times(parent.pace.scale); !ok {
		it.tick = zero
	}
	if parent.seen.hides(it.from) {
		p.hidden.add(p.x.At)
		return nil
	}
	line := &p.lines[p.current]
	line.items = append(line.items, it)
	return nil
}

// stands finds where a marker is on the timeline. On a transition it counts
// from its beginning, or, as some programs have it, like the transition
// itself.
func (p *parser) stands(parent *node, start ratio, it *item) error {
	if err := p.put(&it.from, parent.pace, start); err != nil {
		return err
	}
	if parent.name != "transition" || !parent.seen.hides(it.from) || len(p.stack) < 2 {
		return nil
	}
	var other ratio
	if err := p.put(&other, p.stack[len(p.stack)-2].pace, start); err != nil {
		return err
	}
	if !parent.seen.hides(other) {
		it.from = other
	}
	return nil
}

// hides reports whether a time is known to be out of sight.
func (w window) hides(t ratio) bool {
	return w.known && (w.from.after(t) || !w.to.after(t))
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

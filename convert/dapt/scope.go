package dapt

import (
	"iter"
	"math/big"
	"slices"
	"strings"
	"time"
)

// Scope is what holds for an object because it or something around it says so.
type Scope struct {
	Language       string
	LanguageSource *string // nil where it is stated nowhere
	Represents     string
	Speak, Pitch   string   // "" is none
	Gain, Pan      string   // of the object itself: they are not inherited
	Begin          *big.Rat // seconds from the start of the programme
	End            *big.Rat // nil where it is indefinite

	preserve  bool
	styles    map[string]*Style
	resources map[string][]Source
}

// Scope returns what holds for the document as a whole.
func (d *Document) Scope() Scope {
	s := Scope{LanguageSource: d.LanguageSource, Begin: new(big.Rat), styles: map[string]*Style{}, resources: d.resources()}
	if d.Language != nil {
		s.Language = *d.Language
	}
	for i := range d.Styles {
		s.styles[d.Styles[i].ID] = &d.Styles[i]
	}
	s.space(d.Root.Attrs)
	return s
}

// From returns the begin to the nearest nanosecond.
func (s Scope) From() time.Duration { return duration(s.Begin) }

// To returns the end to the nearest nanosecond; ok is false where it is
// indefinite.
func (s Scope) To() (to time.Duration, ok bool) {
	if s.End == nil {
		return 0, false
	}
	return duration(s.End), true
}

// In returns what holds for an object that stands directly in what s is the
// scope of.
func (s Scope) In(c *Common) Scope {
	if c.Language != nil {
		s.Language = *c.Language
	}
	if c.LanguageSource != nil {
		s.LanguageSource = c.LanguageSource
	}
	if c.Represents != nil {
		s.Represents = *c.Represents
	}
	s.space(c.Attrs)
	s.interval(&c.Interval)
	s.Speak, s.Pitch = s.styled(c, speak, s.Speak), s.styled(c, pitch, s.Pitch)
	s.Gain, s.Pan = s.styled(c, gain, ""), s.styled(c, pan, "")
	return s
}

func (s *Scope) interval(iv *Interval) {
	begin, end := s.Begin, s.End
	if iv.Begin.IsSet() {
		begin = new(big.Rat).Add(begin, iv.Begin.Seconds)
	}
	if iv.End.IsSet() {
		end = sooner(end, new(big.Rat).Add(s.Begin, iv.End.Seconds))
	}
	if iv.Dur.IsSet() {
		end = sooner(end, new(big.Rat).Add(begin, iv.Dur.Seconds))
	}
	s.Begin, s.End = begin, end
}

// sooner returns the lesser; nil is never.
func sooner(a, b *big.Rat) *big.Rat {
	if a == nil || b.Cmp(a) < 0 {
		return b
	}
	return a
}

func (s *Scope) space(attrs []Attr) {
	for i := range attrs {
		if a := &attrs[i]; a.Space == nsXML && a.Local == "space" {
			s.preserve = a.Value == "preserve"
		}
	}
}

func speak(c *Common) string { return c.Speak }
func pitch(c *Common) string { return c.Pitch }
func gain(c *Common) string  { return c.Gain }
func pan(c *Common) string   { return c.Pan }

// styled returns a property of an object: stated on it, or in the last of its
// styles that has it, or what is inherited.
func (s *Scope) styled(c *Common, property func(*Common) string, inherited string) string {
	if v := property(c); v != "" {
		return v
	}
	if v := s.referred(c, property, 0); v != "" {
		return v
	}
	return inherited
}

const maxChain = 8 // of styles that refer to each other

func (s *Scope) referred(c *Common, property func(*Common) string, depth int) string {
	for _, id := range slices.Backward(c.Styles) {
		style := s.styles[id]
		if style == nil || depth > maxChain {
			continue
		}
		if v := property(&style.Common); v != "" {
			return v
		}
		if v := s.referred(&style.Common, property, depth+1); v != "" {
			return v
		}
	}
	return ""
}

// Events returns the script events in the order of the document, each with its
// scope.
func (d *Document) Events() iter.Seq2[*Event, Scope] {
	return func(yield func(*Event, Scope) bool) {
		if d.Body != nil {
			d.Body.events(d.Scope(), yield)
		}
	}
}

func (g *Group) events(around Scope, yield func(*Event, Scope) bool) bool {
	s := around.In(&g.Common)
	for i := range g.Blocks {
		switch b := &g.Blocks[i]; {
		case b.Event != nil:
			if !yield(b.Event, s.In(&b.Event.Common)) {
				return false
			}
		case b.Group != nil:
			if !b.Group.events(s, yield) {
				return false
			}
		}
	}
	return true
}

// Recordings returns the recordings in a text whose scope is s, each with its
// own.
func (t *Text) Recordings(s Scope) iter.Seq2[*Recording, Scope] {
	return func(yield func(*Recording, Scope) bool) { t.recordings(s, yield) }
}

func (t *Text) recordings(s Scope, yield func(*Recording, Scope) bool) bool {
	for i := range t.Content {
		switch part := &t.Content[i]; {
		case part.Recording != nil:
			if !yield(part.Recording, s.In(&part.Recording.Common)) {
				return false
			}
		case part.Span != nil:
			if !part.Span.recordings(s.In(&part.Span.Common), yield) {
				return false
			}
		}
	}
	return true
}

// Speech is synthesised audio of a text or a part of it.
type Speech struct {
	Rate  string // normal, fast or slow
	Pitch string // as it stands
	Text  string
}

// Speech returns the synthesised audio of a text whose scope is s, a part for
// each change of rate or pitch.
func (t *Text) Speech(s Scope) []Speech {
	var all []Speech
	t.runs(s, func(text string, at Scope) {
		if at.Speak == "" || at.Speak == "none" {
			return
		}
		if n := len(all); n > 0 && all[n-1].Rate == at.Speak && all[n-1].Pitch == at.Pitch {
			all[n-1].Text += text
			return
		}
		all = append(all, Speech{at.Speak, at.Pitch, text})
	})
	for i := range all {
		all[i].Text = collapse(all[i].Text)
	}
	return slices.DeleteFunc(all, func(one Speech) bool { return one.Text == "" })
}

// Plain returns what a text whose scope is s says: a line a br, white space
// collapsed unless xml:space says not to.
func (t *Text) Plain(s Scope) string {
	var b strings.Builder
	preserve := false
	t.runs(s, func(text string, at Scope) {
		b.WriteString(text)
		preserve = preserve || at.preserve
	})
	if preserve {
		return b.String()
	}
	return collapse(b.String())
}

// lineBreak stands for a br until white space is collapsed.
const lineBreak = "\x00"

func (t *Text) runs(s Scope, visit func(string, Scope)) {
	for i := range t.Content {
		switch part := &t.Content[i]; {
		case part.Break != nil && s.preserve:
			visit("\n", s)
		case part.Break != nil:
			visit(lineBreak, s)
		case part.Span != nil:
			part.Span.runs(s.In(&part.Span.Common), visit)
		default:
			visit(part.Text, s)
		}
	}
}

func collapse(text string) string {
	lines := strings.Split(text, lineBreak)
	for i := range lines {
		lines[i] = strings.Join(strings.FieldsFunc(lines[i], func(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }), " ")
	}
	return strings.Join(lines, "\n")
}

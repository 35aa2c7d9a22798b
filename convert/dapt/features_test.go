package dapt_test

import (
	"regexp"
	"strings"

	"github.com/vsconvert/vsconvert/convert/dapt"
)

// feature is something that DAPT has, alone in a document.
type feature struct {
	name, designator string
	place            string // where the fragment stands: tt, body, div and p for attributes; top, metadata, head, blocks, event and text for content
	fragment         string
	got              func(*dapt.Document) any // what the model says of it
	want             any
}

const designDAPT = "http://www.w3.org/ns/ttml/profile/dapt1.0/content"

var rootAttrs = []string{
	`ttp:contentProfiles="` + designDAPT + `"`, `xml:lang="en"`, `daptm:langSrc="en"`, `daptm:scriptType="originalTranscript"`,
	`daptm:scriptRepresents="visual audio.dialogue"`, `ttp:frameRate="25"`, `ttp:tickRate="10000000"`,
}

var eventAttrs = []string{`xml:id="e1"`, `begin="1s"`, `end="5s"`, `daptm:represents="visual"`}

var nameOfAttr = regexp.MustCompile(`([\w:]+)=`)

// with returns attributes with those of usual that are not among them.
func with(usual []string, attrs string) string {
	out := attrs
	for _, one := range usual {
		if name := nameOfAttr.FindString(one); !strings.Contains(" "+attrs, " "+name) {
			out += " " + one
		}
	}
	return strings.TrimSpace(out)
}

// document returns the document of one feature, and of an event of another.
func (f feature) document() string {
	part := func(place, usual string) string {
		if f.place == place {
			return f.fragment
		}
		return usual
	}
	return `<?xml version="1.0" encoding="UTF-8"?>
<!-- ` + f.name + ` -->
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"
    xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:tta="http://www.w3.org/ns/ttml#audio" xmlns:ebuttm="urn:ebu:tt:metadata"
    xmlns:daptm="http://www.w3.org/ns/ttml/profile/dapt#metadata" xmlns:x="urn:example:house"
    ` + with(rootAttrs, part("tt", "")) + `>
  <head>` + part("top", `
    <metadata>`+part("metadata", "<ttm:title>Harbour</ttm:title>")+`</metadata>`+part("head", "")) + `
  </head>
  <body` + part("body", "") + `>` + part("blocks", "") + `
    <div ` + with(eventAttrs, part("div", "")) + `>` + part("event", "") + `
      <p ` + with([]string{`xml:lang="en"`}, part("p", "")) + `>` + part("text", "Words") + `</p>
    </div>
    <div xml:id="other" begin="10s" end="12s" daptm:represents="visual">
      <p xml:lang="en">Others</p>
    </div>
  </body>
</tt>
`
}

// ev returns the first event, tx its first text.
func ev(d *dapt.Document) *dapt.Event {
	for e := range d.Events() {
		return e
	}
	return nil
}

func tx(d *dapt.Document) *dapt.Text { return &ev(d).Texts[0] }

// within returns what holds for the first text.
func within(d *dapt.Document) dapt.Scope {
	for e, s := range d.Events() {
		return s.In(&e.Texts[0].Common)
	}
	return d.Scope()
}

func plain(d *dapt.Document) any { return tx(d).Plain(within(d)) }

// spoken returns rate, pitch and text of the synthesised audio.
func spoken(d *dapt.Document) any {
	var all []string
	for _, s := range tx(d).Speech(within(d)) {
		all = append(all, strings.TrimSpace(s.Rate+" "+s.Pitch)+": "+s.Text)
	}
	return strings.Join(all, "; ")
}

// sounds returns type and place or bytes of the sources of all recordings.
func sounds(d *dapt.Document) any {
	var all []string
	for r, s := range tx(d).Recordings(within(d)) {
		sources, err := s.Sources(r)
		if err != nil {
			return err
		}
		for _, one := range sources {
			what := one.Address
			if one.Data != nil {
				what = string(one.Data.Bytes)
			}
			all = append(all, one.Type+" "+what)
		}
	}
	return strings.Join(all, "; ")
}

func recording(d *dapt.Document) *dapt.Recording {
	for r := range tx(d).Recordings(within(d)) {
		return r
	}
	return nil
}

// mixed returns the animated mixing instructions of an object.
func mixed(c *dapt.Common) any {
	var all []string
	for _, m := range c.Mixing {
		one := m.Begin.Raw + "-" + m.End.Raw + m.Dur.Raw + " gain " + m.Gain + " pan " + m.Pan + " " + m.Fill
		for _, a := range m.Attrs {
			one += " " + a.Local + "=" + a.Value
		}
		all = append(all, strings.TrimSpace(one))
	}
	return strings.Join(all, ", ")
}

func times(iv dapt.Interval) string { return iv.Begin.Raw + " " + iv.End.Raw + " " + iv.Dur.Raw }

// elements returns the local names of elements in order, those in them in
// brackets.
func elements(all []dapt.Element) any {
	var names []string
	for _, e := range all {
		name := e.Local
		var inner []dapt.Element
		for _, n := range e.Content {
			if n.Element != nil {
				inner = append(inner, *n.Element)
			} else if text := strings.TrimSpace(n.Text); text != "" {
				name += ":" + text
			}
		}
		if inner != nil {
			name += "(" + elements(inner).(string) + ")"
		}
		names = append(names, name)
	}
	return strings.Join(names, " ")
}

// attrs returns attributes without fields as local=value.
func attrs(o dapt.Other) any {
	var all []string
	for _, a := range o.Attrs {
		all = append(all, a.Local+"="+a.Value)
	}
	return strings.Join(all, " ")
}

func agents(d *dapt.Document) any {
	var all []string
	for _, a := range d.Agents {
		one := a.ID + " " + a.Type
		for _, n := range a.Names {
			one += " " + n.Type + ":" + n.Text
		}
		if a.Actor != "" {
			one += " by " + a.Actor
		}
		all = append(all, one)
	}
	return strings.Join(all, "; ")
}

func described(d *dapt.Document) any {
	var all []string
	for _, one := range ev(d).Descriptions {
		text := one.Type + ":" + one.Text
		if one.Language != nil {
			text += " (" + *one.Language + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, "; ")
}

// texts returns language, source and content of the texts of the first event.
func texts(d *dapt.Document) any {
	var all []string
	for e, s := range d.Events() {
		for i := range e.Texts {
			at := s.In(&e.Texts[i].Common)
			source := "none"
			if at.LanguageSource != nil {
				source = *at.LanguageSource
			}
			all = append(all, at.Language+"<"+source+" "+e.Texts[i].Plain(at))
		}
		break
	}
	return strings.Join(all, "; ")
}

// spans returns the times of the spans directly in the first text.
func spans(d *dapt.Document) any {
	var all []string
	for _, part := range tx(d).Content {
		if part.Span != nil {
			all = append(all, times(part.Span.Interval))
		}
	}
	return strings.Join(all, "; ")
}

func or(s *string) any {
	if s == nil {
		return nil
	}
	return *s
}

package ttml

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

func isDAPT(profiles string) bool {
	return strings.Contains(profiles, "http://www.w3.org/ns/ttml/profile/dapt")
}

// head reads head and, as they nest alike, metadata and styling in it.
func (r *reader) head() bool {
	for r.sc.Next() {
		tok := &r.sc.Tok
		ok := true
		switch {
		case tok.Kind == xmltoken.End:
			return true
		case tok.Kind == xmltoken.Text:
		case r.is(tok, "metadata") || r.is(tok, "styling"):
			ok = r.head()
		case r.is(tok, "style"):
			ok = r.style()
		case tok.Name.Space == xmltoken.SpaceTTM && tok.Name.Local == "title":
			ok = r.title()
		case tok.Name.Space == xmltoken.SpaceTTM && tok.Name.Local == "agent":
			ok = r.agent()
		case tok.Name.Space == xmltoken.SpaceEBUTTM:
			ok = r.ebu(tok)
		case tok.Name.Space == xmltoken.SpaceDAPTM && tok.Name.Local == "daptOriginTimecode":
			ok = r.origin(tok.At)
		case tok.Name.Space == xmltoken.SpaceVS:
			ok = r.private(tok)
		default:
			ok = r.skip()
		}
		if !ok {
			return false
		}
	}
	return false
}

func (r *reader) title() bool {
	title, ok := r.content()
	if r.script.Title == "" { // the first
		r.script.Title = title
	}
	return ok
}

// agent reads who speaks: an alias before other names.
func (r *reader) agent() bool {
	var id, name string
	for i := range r.sc.Tok.Attrs {
		if a := &r.sc.Tok.Attrs[i]; a.Space == xmltoken.SpaceXML && a.Local == "id" {
			id = a.Value()
		}
	}
	for r.sc.Next() {
		tok := &r.sc.Tok
		ok := true
		switch {
		case tok.Kind == xmltoken.End:
			if id != "" && name != "" {
				if r.agents == nil {
					r.agents = make(map[string]string)
				}
				r.agents[id] = name
			}
			return true
		case tok.Kind == xmltoken.Text:
		case tok.Name.Space == xmltoken.SpaceTTM && tok.Name.Local == "name":
			alias := false
			for i := range tok.Attrs {
				alias = alias || tok.Attrs[i].Local == "type" && tok.Attrs[i].Value() == "alias"
			}
			var value string
			if value, ok = r.content(); name == "" || alias {
				name = value
			}
		default:
			ok = r.skip()
		}
		if !ok {
			return false
		}
	}
	return false
}

// ebu reads an element of EBU metadata.
func (r *reader) ebu(tok *xmltoken.Token) bool {
	at := tok.At
	switch tok.Name.Local {
	case "documentMetadata":
		return r.head()
	case "sourceMediaIdentifier":
		id, ok := r.content()
		if r.script.Source.MediaID == "" {
			r.script.Source.MediaID = id
		}
		return ok
	case "documentStartOfProgramme":
		start, ok := r.content()
		if !ok || !r.params.smpte || !r.Start.IsZero() {
			return ok
		}
		return r.warn(at, "", fmt.Errorf("%w: documentStartOfProgramme %q: times are kept as they are", script.ErrAssumed, script.Shorten(start)))
	}
	return r.skip()
}

func (r *reader) origin(at int) bool {
	value, ok := r.content()
	return ok && r.warn(at, "", fmt.Errorf("%w: daptOriginTimecode %q", script.ErrDropped, script.Shorten(value)))
}

// style remembers styles that make ruby text.
func (r *reader) style() bool {
	var id, ruby string
	for i := range r.sc.Tok.Attrs {
		a := &r.sc.Tok.Attrs[i]
		switch {
		case a.Space == xmltoken.SpaceXML && a.Local == "id":
			id = a.Value()
		case a.Space == xmltoken.SpaceTTS && a.Local == "ruby":
			ruby = a.Value()
		}
	}
	if ruby != "" {
		if r.ruby == nil {
			r.ruby = make(map[string]string)
		}
		r.ruby[id] = ruby
	}
	return r.skip()
}

// private reads an element of our own namespace.
func (r *reader) private(tok *xmltoken.Token) bool {
	var ref string
	var ex extra
	for i := range tok.Attrs {
		a := &tok.Attrs[i]
		if a.Space != xmltoken.NoSpace {
			continue
		}
		switch a.Local {
		case "title":
			r.script.Title = a.Value()
		case "jobId":
			r.script.Source.JobID = a.Value()
		case "mediaId":
			r.script.Source.MediaID = a.Value()
		case "type":
			adType, err := script.ParseType(a.Value())
			if err != nil && !r.warn(a.ValueAt, "", fmt.Errorf("%w: %w", script.ErrDropped, err)) {
				return false
			}
			r.script.Type = adType
		case "ref":
			ref = a.Value()
		case "note":
			ex.note = a.Value()
		case "status":
			ex.status = a.Value()
		case "cue":
			ex.cue = a.Value()
		case "extended":
			ex.extended = a.Raw == "true"
		}
	}
	if tok.Name.Local == "segment" && ref != "" {
		if r.extras == nil {
			r.extras = make(map[string]extra)
		}
		r.extras[ref] = ex
	}
	return r.skip()
}

// content reads the text of a metadata element up to its end: as it is where
// xml:space says so, else with single blanks.
func (r *reader) content() (string, bool) {
	f := rootFrame()
	for i := range r.sc.Tok.Attrs {
		if a := &r.sc.Tok.Attrs[i]; a.Space == xmltoken.SpaceXML {
			r.common(a, &f)
		}
	}
	var p paragraph
	p.reset()
	for r.sc.Next() {
		switch tok := &r.sc.Tok; tok.Kind {
		case xmltoken.End:
			return p.text(&r.arena), true
		case xmltoken.Text:
			p.add(tok, &f, true)
		default:
			if !r.skip() {
				return "", false
			}
		}
	}
	return "", false
}

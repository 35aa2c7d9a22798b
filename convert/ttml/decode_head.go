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
			ok = r.textInMetadata(tok)
		case r.is(tok, "metadata") || r.is(tok, "styling") || r.is(tok, "layout"):
			ok = r.head()
		case r.is(tok, "region"):
			ok = r.stylings(tok.Attrs, ownID(tok)) && r.head()
		case r.is(tok, "initial"):
			ok = r.stylings(tok.Attrs, "") && r.skip()
		case tok.Name.Space == xmltoken.SpaceTTP:
			ok = r.skip()
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
			ok = r.prune(tok)
		}
		if !ok {
			return false
		}
	}
	return false
}

// ownID returns the xml:id of the element that tok starts, or "".
func ownID(tok *xmltoken.Token) string {
	for i := range tok.Attrs {
		if a := &tok.Attrs[i]; a.Space == xmltoken.SpaceXML && a.Local == "id" {
			return a.Value()
		}
	}
	return ""
}

func (r *reader) title() bool {
	at := r.sc.Tok.At
	title, ok := r.content()
	switch {
	case !ok || title == r.script.Title:
		return ok
	case r.script.Title != "": // the first is the script's
		return r.drop("title", at, "ttm:title", title)
	}
	r.script.Title = title
	return true
}

// ebu reads an element of EBU metadata.
func (r *reader) ebu(tok *xmltoken.Token) bool {
	at := tok.At
	switch tok.Name.Local {
	case "documentMetadata":
		return r.head()
	case "sourceMediaIdentifier":
		id, ok := r.content()
		if ok && r.script.Source.MediaID != "" && r.script.Source.MediaID != id {
			return r.drop("sourceMediaIdentifier", at, "ebuttm:sourceMediaIdentifier", id)
		}
		r.script.Source.MediaID = id
		return ok
	case "conformsToStandard": // is of the document
		return r.skip()
	case "documentStartOfProgramme":
		start, ok := r.content()
		switch {
		case !ok || !r.Start.IsZero():
			return ok
		case !r.params.smpte:
			return r.drop("documentStartOfProgramme", at, "documentStartOfProgramme", start)
		}
		return r.warn(at, "", fmt.Errorf("%w: documentStartOfProgramme %q: times are kept as they are", script.ErrAssumed, script.Shorten(start)))
	}
	return r.metadatum()
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
	if !r.stylings(r.sc.Tok.Attrs, id) {
		return false
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
			ex.note.first = a.Value()
		case "status":
			ex.status.first = a.Value()
		case "cue":
			ex.cue.first = a.Value()
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

package ttml

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

func isDAPT(profiles string) bool {
	return strings.Contains(profiles, "http://www.w3.org/ns/ttml/profile/dapt")
}

// head reads head and, as they nest alike, metadata and styling in it.
func (r *reader) head() bool {
	for r.sc.next() {
		tok := &r.sc.tok
		ok := true
		switch {
		case tok.kind == endToken:
			return true
		case tok.kind == textToken:
		case r.is(tok, "metadata") || r.is(tok, "styling"):
			ok = r.head()
		case r.is(tok, "style"):
			ok = r.style()
		case tok.name.space == spaceTTM && tok.name.local == "title":
			ok = r.title()
		case tok.name.space == spaceEBUTTM:
			ok = r.ebu(tok)
		case tok.name.space == spaceDAPTM && tok.name.local == "daptOriginTimecode":
			ok = r.origin(tok.at)
		case tok.name.space == spaceVS:
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

// ebu reads an element of EBU metadata.
func (r *reader) ebu(tok *token) bool {
	at := tok.at
	switch tok.name.local {
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
	for i := range r.sc.tok.attrs {
		a := &r.sc.tok.attrs[i]
		switch {
		case a.space == spaceXML && a.local == "id":
			id = a.value()
		case a.space == spaceTTS && a.local == "ruby":
			ruby = a.value()
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
func (r *reader) private(tok *token) bool {
	var ref string
	var ex extra
	for i := range tok.attrs {
		a := &tok.attrs[i]
		if a.space != noSpace {
			continue
		}
		switch a.local {
		case "title":
			r.script.Title = a.value()
		case "jobId":
			r.script.Source.JobID = a.value()
		case "mediaId":
			r.script.Source.MediaID = a.value()
		case "type":
			adType, err := script.ParseType(a.value())
			if err != nil && !r.warn(a.valueAt, "", fmt.Errorf("%w: %w", script.ErrDropped, err)) {
				return false
			}
			r.script.Type = adType
		case "ref":
			ref = a.value()
		case "note":
			ex.note = a.value()
		case "status":
			ex.status = a.value()
		case "cue":
			ex.cue = a.value()
		}
	}
	if tok.name.local == "segment" && ref != "" {
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
	for i := range r.sc.tok.attrs {
		if a := &r.sc.tok.attrs[i]; a.space == spaceXML {
			r.common(a, &f)
		}
	}
	var p paragraph
	p.reset()
	for r.sc.next() {
		switch tok := &r.sc.tok; tok.kind {
		case endToken:
			return p.text(&r.arena), true
		case textToken:
			p.add(tok, &f, true)
		default:
			if !r.skip() {
				return "", false
			}
		}
	}
	return "", false
}

package ttml

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// place reads the attributes that place an element within parent: times, white
// space, language.
func (r *reader) place(parent *frame) (f frame, id string, ok bool) {
	var t timing
	preserve, lang, speaker := parent.preserve, parent.lang, parent.speaker
	for i := range r.sc.Tok.Attrs {
		a := &r.sc.Tok.Attrs[i]
		switch a.Space {
		case xmltoken.NoSpace:
			if !r.time(a, &t) {
				return f, "", false
			}
		case xmltoken.SpaceXML:
			switch a.Local {
			case "id":
				id = a.Value()
			case "space":
				preserve = a.Raw == "preserve"
			case "lang":
				lang = a.Value()
			}
		case xmltoken.SpaceDAPTM, xmltoken.SpaceTTA, xmltoken.SpaceTTM:
			if name := r.speaker(a); name != "" {
				speaker = name
			} else if !r.unkept(a) {
				return f, "", false
			}
		case xmltoken.SpaceTTS, xmltoken.SpaceEBUTTM, xmltoken.Foreign:
			if !r.other(a) {
				return f, "", false
			}
		}
	}
	f = parent.child(&t)
	f.preserve, f.lang, f.speaker = preserve, lang, speaker
	return f, id, true
}

// time takes in an attribute if it is about time.
func (r *reader) time(a *xmltoken.Attr, t *timing) bool {
	var m *moment
	var has *bool
	switch a.Local {
	case "begin":
		m, has = &t.begin, &t.hasBegin
	case "end":
		m, has = &t.end, &t.hasEnd
	case "dur":
		m, has = &t.dur, &t.hasDur
	case "timeContainer":
		switch value := a.Value(); value {
		case "seq":
			t.seq = true
		case "par":
		default:
			return r.sc.Fail(a.ValueAt, badParam("timeContainer", value, "par or seq"))
		}
		return true
	default:
		return true
	}
	value, err := r.params.parseTime(a.Value())
	if err != nil {
		return r.sc.Fail(a.ValueAt, err)
	}
	if loss := r.params.loss; loss != nil {
		r.params.loss = nil
		if !r.lose(loss.Error(), a.ValueAt, func() error { return loss }) {
			return false
		}
	}
	*m, *has = value, true
	return true
}

// block reads a body or div within parent.
func (r *reader) block(parent *frame, isBody bool) bool {
	at := r.sc.Tok.At
	f, id, ok := r.place(parent)
	if !ok {
		return false
	}
	isEvent := r.dapt && !isBody && id != ""
	ev := event{at: at, first: len(r.script.Segments), opens: len(r.opens), counted: r.counted}
	if isEvent {
		ev.id = vocab.ReadID(id)
		r.inEvent, r.event = true, ev.id
	}
	for r.sc.Next() {
		tok := &r.sc.Tok
		switch {
		case tok.Kind == xmltoken.End:
			parent.done(&f)
			r.inEvent = false
			return !isEvent || r.endEvent(&ev, &f)
		case tok.Kind == xmltoken.Text:
			ok = r.stray(tok)
		case r.is(tok, "div"):
			isEvent, r.inEvent = false, false
			ok = r.block(&f, false)
		case r.is(tok, "p"):
			ok = r.p(&f)
		case isEvent && (tok.Name.Space == xmltoken.SpaceTTM && tok.Name.Local == "desc" || r.is(tok, "metadata")):
			ok = r.describe(&ev.extra)
		default:
			ok = r.media(&f)
		}
		if !ok {
			return false
		}
	}
	return false
}

// media passes over what is no text. Elements that play take part in the
// timing of f.
func (r *reader) media(f *frame) bool {
	tok := &r.sc.Tok
	switch {
	case tok.Name.Space == xmltoken.SpaceTTM:
		return r.metadatum()
	case !r.isTT(tok):
		return r.foreign()
	}
	switch tok.Name.Local {
	case "set", "audio", "image", "animate":
		c, _, ok := r.place(f)
		if !ok {
			return false
		}
		if !c.explicit && !f.seq {
			c.implicit = indefinite
		}
		f.done(&c)
	}
	return r.prune(&r.sc.Tok)
}

// p reads a p within parent, which makes a segment of it.
func (r *reader) p(parent *frame) bool {
	at := r.sc.Tok.At
	f, id, ok := r.place(parent)
	if !ok {
		return false
	}
	r.counted++
	r.par.reset()
	var ex extra
	if !r.inline(&f, f.active(), &ex) {
		return false
	}
	parent.done(&f)
	if known, ok := r.extras[id]; ok && id != "" {
		ex = known
	}
	return r.segment(at, id, &f, ex)
}

// inline reads the content of a p or span in f. shown says whether text
// directly in it is.
func (r *reader) inline(f *frame, shown bool, ex *extra) bool {
	for r.sc.Next() {
		tok := &r.sc.Tok
		ok := true
		switch {
		case tok.Kind == xmltoken.End:
			return true
		case tok.Kind == xmltoken.Text:
			if !tok.IsBlank() || f.preserve && tok.Raw != "" {
				f.instant()
			}
			r.par.add(tok, f, shown)
		case r.is(tok, "span"):
			ok = r.span(f, ex)
		case r.is(tok, "br"):
			f.instant()
			if f.begin.before(f.limit) || f.undone {
				r.par.lineBreak()
			}
			ok = r.skip()
		case tok.Name.Space == xmltoken.SpaceTTM && tok.Name.Local == "desc" || r.is(tok, "metadata"):
			ok = r.describe(ex)
		default:
			ok = r.media(f)
		}
		if !ok {
			return false
		}
	}
	return false
}

// span reads a span within parent.
func (r *reader) span(parent *frame, ex *extra) bool {
	at := r.sc.Tok.At
	if ruby := r.rubyOf(r.sc.Tok.Attrs); ruby == "text" || ruby == "textContainer" || ruby == "delimiter" {
		return r.drop("ruby", at, "ruby text", "") && r.skip()
	}
	f, _, ok := r.place(parent)
	if !ok {
		return false
	}
	if f.speaker != parent.speaker && !r.drop("speaker of a part", at, "speaker of a part of the text", f.speaker) {
		return false
	}
	shown := f.active()
	if !f.explicit && (parent.seq || f.seq) && r.sc.TextOnly() {
		// Such a span counts as text of its parent.
		f.seq = parent.seq
		shown = f.active()
	} else if f.explicit && f.seq && r.sc.TextOnly() {
		f.seq = false
		shown = f.active()
	}
	if !r.inline(&f, shown, ex) {
		return false
	}
	parent.done(&f)
	return true
}

// rubyOf returns what part of ruby a span is, itself or by its styles.
func (r *reader) rubyOf(attrs []xmltoken.Attr) string {
	for i := range attrs {
		a := &attrs[i]
		switch {
		case a.Space == xmltoken.SpaceTTS && a.Local == "ruby":
			return a.Value()
		case len(r.ruby) > 0 && a.Space == xmltoken.NoSpace && a.Local == "style":
			for id := range strings.FieldsSeq(a.Value()) {
				if ruby := r.ruby[id]; ruby != "" {
					return ruby
				}
			}
		}
	}
	return ""
}

// segment adds the segment of a p.
func (r *reader) segment(at int, xmlID string, f *frame, ex extra) bool {
	id := r.event
	switch {
	case r.inEvent:
	case xmlID != "":
		id = vocab.ReadID(xmlID)
	default:
		id = strconv.Itoa(r.counted)
	}
	p := &r.par
	begin, end := p.begin, p.end
	if !p.shown {
		switch {
		case p.isBroken:
			begin, end = p.broken.begin, p.broken.limit
		case p.lost:
			return r.warn(at, id, fmt.Errorf("%w: its text is never shown", script.ErrDropped))
		default:
			return true
		}
	}
	start, ok := r.clock(begin)
	stop, ok2 := r.clock(end)
	open := end.isIndefinite()
	if !ok || !ok2 && !open {
		return r.sc.Fail(at, fmt.Errorf("%w: want less than 2562047 hours", script.ErrTimeRange))
	}
	if p.lost && !r.warn(at, id, fmt.Errorf("%w: part of its text is never shown", script.ErrDropped)) {
		return false
	}
	if p.uneven && !r.lose("times within", at, func() error { return fmt.Errorf("%w: %w", script.ErrDropped, errTimesWithin) }) {
		return false
	}
	if r.dapt && !r.inEvent && !r.lose("outside", at, func() error { return errOutside }) {
		return false
	}
	named := id
	if !r.inEvent && xmlID == "" {
		named = "" // the ordinal is for warnings
	}
	seg := script.Segment{ID: named, Start: start, End: stop, Text: p.text(&r.arena), Note: ex.note.String(), Status: ex.status.String(), Cue: ex.cue.String(),
		Speaker: f.speaker, Extended: ex.extended}
	lang, other := p.language(f)
	if other != "" && !r.warn(at, id, fmt.Errorf("%w: language %q of a part of the text", script.ErrDropped, script.Shorten(other))) {
		return false
	}
	seg.Language = r.languageOf(lang)
	if !open {
		if err := script.CheckOrder(start, stop); err != nil && !r.warn(at, id, err) {
			return false
		}
	}
	r.add(seg, id, at, open)
	return true
}

// languageOf returns what a segment says of its language: nothing when it is
// the script's.
func (r *reader) languageOf(lang string) string {
	switch {
	case lang == r.script.Language:
		return ""
	case lang != "":
		if lang == undetermined && r.script.Language == "" {
			return ""
		}
		return lang
	}
	return undetermined // xml:lang="" takes the script's back
}

// add appends a segment, which warnings call id; open says that its end is not
// stated.
func (r *reader) add(seg script.Segment, id string, at int, open bool) {
	if open {
		seg.End = seg.Start
		r.opens = append(r.opens, openEnd{len(r.script.Segments), id, at})
	}
	r.script.Segments = append(r.script.Segments, seg)
	r.places = append(r.places, at)
}

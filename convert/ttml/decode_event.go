package ttml

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// event is a DAPT script event: a div with an id.
type event struct {
	extra
	id      string
	at      int
	opens   int // segments without an end before it
	first   int // index of its first segment
	counted int // p elements before it
}

// describe reads a ttm:desc, or a metadata element that holds some, into ex.
func (r *reader) describe(ex *extra) bool {
	if r.is(&r.sc.Tok, "metadata") {
		for r.sc.Next() {
			ok := true
			switch tok := &r.sc.Tok; {
			case tok.Kind == xmltoken.End:
				return true
			case tok.Kind == xmltoken.Text:
				ok = r.textInMetadata(tok)
			case tok.Name.Space == xmltoken.SpaceTTM && tok.Name.Local == "desc":
				ok = r.describe(ex)
			default:
				ok = r.metadatum()
			}
			if !ok {
				return false
			}
		}
		return false
	}
	descType := ""
	for i := range r.sc.Tok.Attrs {
		a := &r.sc.Tok.Attrs[i]
		ok := true
		switch {
		case a.Space == xmltoken.SpaceDAPTM && a.Local == "descType":
			descType = a.Value()
			ok = r.descType(a.At, descType)
		case a.Space == xmltoken.SpaceXML && a.Local == "lang":
			ok = r.drop("language of description", a.At, "language of a description", a.Value())
		}
		if !ok {
			return false
		}
	}
	value, ok := r.content()
	ex.add(descType, value)
	return ok
}

// descType tells of a type of descriptions that is not ours.
func (r *reader) descType(at int, descType string) bool {
	switch descType {
	case "", descStatus, descCue, descExtended:
		return true
	}
	return r.lose("descType", at, func() error {
		return fmt.Errorf("%w: the description's type %q stands before it in the note", script.ErrText, script.Shorten(descType))
	})
}

// add takes in a description of one type. The model has no place for types
// other than ours: they stand before the text in the note.
func (ex *extra) add(descType, value string) {
	field := &ex.note
	switch descType {
	case "":
	case descStatus:
		field = &ex.status
	case descCue:
		field = &ex.cue
	case descExtended:
		ex.extended = true
		return
	default:
		value = descType + ": " + value
	}
	field.add(value)
}

// endEvent gives the segments of an event what the event says of them.
func (r *reader) endEvent(ev *event, f *frame) bool {
	r.nameTexts(ev)
	if !r.choose(ev) {
		return false
	}
	note, status, cue := ev.note.String(), ev.status.String(), ev.cue.String()
	segments := r.script.Segments[ev.first:]
	for i := range segments {
		seg := &segments[i]
		if err := r.memory.Take(len(note) + len(status) + len(cue)); err != nil {
			return r.sc.Fail(ev.at, err)
		}
		seg.Note = joinLines(note, seg.Note)
		seg.Status = joinLines(status, seg.Status)
		seg.Cue = joinLines(cue, seg.Cue)
		seg.Extended = ev.extended || seg.Extended
	}
	if len(segments) > 1 && !r.lose("several", ev.at, func() error { return errSeveral }) {
		return false
	}
	if len(segments) > 0 || r.counted > ev.counted {
		return r.eventTimes(ev, f)
	}
	return r.emptyEvent(ev, f)
}

// nameTexts gives the texts of an event ids: its own to the one in the
// language of the script, or else the first, whichever are chosen.
func (r *reader) nameTexts(ev *event) {
	segments := r.script.Segments[ev.first:]
	if len(segments) < 2 {
		return
	}
	main := max(0, slices.IndexFunc(segments, func(seg script.Segment) bool { return r.isIn(&seg, r.script.Language) }))
	for i := range segments {
		if i != main {
			segments[i].ID = strings.TrimRight(fmt.Sprintf("%s-%d-%s", ev.id, i+1, segments[i].Language), "-")
		}
	}
}

// eventTimes gives the texts of an event the times that it states, and tells
// when they had others.
func (r *reader) eventTimes(ev *event, f *frame) bool {
	start, ok := r.clock(f.begin)
	end, ok2 := r.clock(f.limit)
	if !f.begin.before(f.limit) || !ok {
		return true
	}
	for i := range r.script.Segments[ev.first:] {
		seg := &r.script.Segments[ev.first+i]
		was := *seg
		if f.begun {
			seg.Start = start
		}
		if f.explicit && ok2 {
			seg.End = end
		}
		if seg.Start == was.Start && seg.End == was.End {
			continue
		}
		if !r.lose("times within", ev.at, func() error {
			return fmt.Errorf("%w: times of a text within its event, %s to %s: those of the event are taken", script.ErrDropped, was.Start, was.End)
		}) {
			return false
		}
	}
	return true
}

// warnEvent reports err for an event that has ended. Events have a locator of
// their own: going back in the document costs a pass over it.
func (r *reader) warnEvent(ev *event, err error) bool {
	if r.rep.To == nil {
		return true
	}
	if r.eventLoc == nil {
		r.eventLoc = source.NewLocator(r.sc.Src)
	}
	if err := r.rep.Warn(r.eventLoc.Pos(ev.at), ev.id, err); err != nil {
		return r.sc.Fail(ev.at, err)
	}
	return true
}

func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// emptyEvent keeps an event without text, when asked for.
func (r *reader) emptyEvent(ev *event, f *frame) bool {
	if !r.EmptyEvents {
		return r.warnEvent(ev, fmt.Errorf("%w: event without text %w", script.ErrNoText, script.ErrDropped))
	}
	start, ok := r.clock(f.begin)
	stop, ok2 := r.clock(f.limit)
	if !ok || !ok2 && !f.limit.isIndefinite() {
		return r.sc.Fail(ev.at, fmt.Errorf("%w: want less than 2562047 hours", script.ErrTimeRange))
	}
	r.add(script.Segment{ID: ev.id, Start: start, End: stop, Note: ev.note.String(), Status: ev.status.String(), Cue: ev.cue.String(),
		Speaker: f.speaker, Extended: ev.extended}, ev.id, ev.at, f.limit.isIndefinite())
	return r.warnEvent(ev, script.ErrNoText)
}

// choose keeps of an event's texts in several languages those asked for, or
// those in the language of the script.
func (r *reader) choose(ev *event) bool {
	segments := r.script.Segments[ev.first:]
	if r.Language == EveryLanguage || len(segments) < 2 || r.Language == "" && !severalLanguages(segments) {
		return true
	}
	language := cmp.Or(r.Language, r.script.Language)
	wanted := func(seg script.Segment) bool { return r.isIn(&seg, language) }
	if !slices.ContainsFunc(segments, wanted) {
		return r.warnEvent(ev, fmt.Errorf("%w: no text in language %q: every one is kept", script.ErrAssumed, language))
	}
	for i := range segments {
		if !wanted(segments[i]) && r.Language == "" && !r.drop("text in another language", ev.at, "text in language", segments[i].Language) {
			return false
		}
	}
	r.keep(ev, wanted)
	return true
}

// isIn reports whether a segment is in a language.
func (r *reader) isIn(seg *script.Segment, language string) bool {
	return matches(cmp.Or(seg.Language, r.script.Language), language)
}

func severalLanguages(segments []script.Segment) bool {
	return slices.ContainsFunc(segments, func(seg script.Segment) bool { return seg.Language != segments[0].Language })
}

// keep keeps the segments of an event that are wanted.
func (r *reader) keep(ev *event, wanted func(script.Segment) bool) {
	segments := r.script.Segments
	n, opens := ev.first, r.opens[ev.opens:]
	r.opens = r.opens[:ev.opens]
	for i := ev.first; i < len(segments); i++ {
		open := len(opens) > 0 && opens[0].index == i
		if wanted(segments[i]) {
			segments[n], r.places[n] = segments[i], r.places[i]
			if open {
				r.opens = append(r.opens, openEnd{n, opens[0].id, opens[0].at})
			}
			n++
		}
		if open {
			opens = opens[1:]
		}
	}
	clear(segments[n:])
	r.script.Segments, r.places = segments[:n], r.places[:n]
}

// matches reports whether tag is in the range want: "en" finds "en-GB".
func matches(tag, want string) bool {
	return len(tag) >= len(want) && strings.EqualFold(tag[:len(want)], want) && (len(tag) == len(want) || tag[len(want)] == '-')
}

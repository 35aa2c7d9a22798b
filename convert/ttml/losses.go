package ttml

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// Loss is what a warning of reading wraps when it is about something of the
// document that a script has no place for: all of one kind are one Loss. Who
// edits the document in place loses none of it.
type Loss struct {
	Err   error        // what the first of its kind is; it wraps [script.ErrDropped], [script.ErrAssumed] or [script.ErrText]
	Count int          // how many there are
	Next  []script.Pos // where those behind the first are, three at most
}

// Error returns such as `dropped: ttm:agent "c1", and 5 more, at 4:7, 5:7, 6:7 ...`.
func (l *Loss) Error() string {
	if l.Count == 1 {
		return l.Err.Error()
	}
	places := make([]string, len(l.Next))
	for i, pos := range l.Next {
		places[i] = pos.String()
	}
	more := strings.Join(places, ", ")
	if l.Count-1 > len(l.Next) {
		more += " ..."
	}
	return fmt.Sprintf("%v, and %d more, at %s", l.Err, l.Count-1, more)
}

// Unwrap returns Err.
func (l *Loss) Unwrap() error { return l.Err }

const (
	shownPlaces = 3
	maxKinds    = 100 // what a document has beyond them is one kind
)

// tally counts the losses of one kind.
type tally struct {
	at    int // offset of the first
	err   error
	count int
	next  []int // offsets of those behind
}

// lose counts something that a script has no place for. what says what the
// first of its kind is. It returns false when the reader is to stop.
func (r *reader) lose(kind string, at int, what func() error) bool {
	if r.rep.To == nil {
		return true
	}
	t := r.losses[kind]
	if t == nil && len(r.losses) >= maxKinds {
		kind = "others"
		t = r.losses[kind]
	}
	if t == nil {
		if r.losses == nil {
			r.losses = make(map[string]*tally)
		}
		r.losses[kind] = &tally{at: at, err: what(), count: 1}
		return true
	}
	t.count++
	if len(t.next) < shownPlaces {
		t.next = append(t.next, at)
	}
	return true
}

// drop is lose for what is dropped with a value.
func (r *reader) drop(kind string, at int, what, value string) bool {
	return r.lose(kind, at, func() error {
		if value == "" {
			return fmt.Errorf("%w: %s", script.ErrDropped, script.Shorten(what))
		}
		return fmt.Errorf("%w: %s %q", script.ErrDropped, script.Shorten(what), script.Shorten(value))
	})
}

// tellLosses reports the losses, in the order of the first of each kind.
func (r *reader) tellLosses() error {
	tallies := make([]*tally, 0, len(r.losses))
	for _, t := range r.losses {
		tallies = append(tallies, t)
	}
	slices.SortFunc(tallies, func(a, b *tally) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.err.Error(), b.err.Error()))
	})
	loc := source.NewLocator(r.sc.Src)
	for _, t := range tallies {
		loss := &Loss{Err: t.err, Count: t.count}
		for _, at := range t.next {
			loss.Next = append(loss.Next, loc.Pos(at))
		}
		if err := r.rep.Warn(loc.Pos(t.at), "", loss); err != nil {
			return err
		}
	}
	return nil
}

// What is told of in few words.
var (
	errTimesWithin = errors.New("times within the text: it is one segment from its first word to its last")
	errOutside     = fmt.Errorf("%w: text outside of script events is a segment", script.ErrAssumed)
	errSeveral     = fmt.Errorf("%w: an event with several texts: each is a segment", script.ErrAssumed)
)

// usual are the values that writing gives to what the model has no place for,
// or that say no more than leaving the attribute out.
var usual = map[string]string{
	"scriptType": "preRecording", "scriptRepresents": "visual", "represents": "visual", "langSrc": "zxx", "onScreen": "ON", "speak": "none",
}

// unkept tells of an attribute that says something of a script that the model
// has no place for: what it represents, who speaks, how.
func (r *reader) unkept(a *xmltoken.Attr) bool {
	what := a.Local
	switch {
	case a.Space == xmltoken.SpaceTTM && what != "agent" && what != "role":
		return true
	case a.Space == xmltoken.SpaceTTA && r.sc.Tok.Name.Local == "animate": // which is told of itself
		return true
	case what == "scriptRepresents": // tells it of all events
		what = "represents"
	}
	value := a.Value()
	if value == "" || value == usual[a.Local] {
		return true
	}
	return r.drop(what, a.At, a.Name.String(), value)
}

// other tells of an attribute that is of no vocabulary the model has places
// for: styling, and what is foreign to TTML.
func (r *reader) other(a *xmltoken.Attr) bool {
	switch {
	case r.sc.Tok.Name.Local == "set" || r.sc.Tok.Name.Local == "animate": // which are told of themselves
		return true
	case a.Space == xmltoken.SpaceTTS:
		return r.styling(a, "")
	case a.Space != xmltoken.Foreign && a.Space != xmltoken.SpaceEBUTTM:
		return true
	}
	switch a.URI {
	case xmltoken.NSITTS, xmltoken.NSITTP, xmltoken.NSEBUTTS:
		return r.styling(a, "")
	}
	return r.drop("attribute of "+a.URI, a.At, "attribute "+a.Name.String(), a.Value())
}

// ourStyles are the attributes of the styles and the region that writing
// gives; "" is any value.
var ourStyles = map[string]map[string]string{
	"paragraph": {"fontFamily": "proportionalSansSerif", "fontSize": "100%", "lineHeight": "", "textAlign": "center"},
	"text":      {"color": "#ffffff", "backgroundColor": "#000000"},
	"rtl":       {"direction": "rtl", "unicodeBidi": "embed"},
	"small":     {"fontSize": "60%", "lineHeight": ""},
	"region":    {"origin": "", "extent": "", "displayAlign": "after", "overflow": "visible", "showBackground": "whenActive"},
}

// styling tells of an attribute that says how text looks, of the style or
// region called id if that is not "".
func (r *reader) styling(a *xmltoken.Attr, id string) bool {
	if r.rep.To == nil || a.Local == "ruby" { // ruby text is told of itself
		return true
	}
	value := a.Value()
	if isHidden(a.Local, value) {
		return r.lose("hidden", a.At, func() error {
			return fmt.Errorf("%w: text that is not shown, as %s is %q, is read as spoken", script.ErrAssumed, a.Name.String(), script.Shorten(value))
		})
	}
	if ours, ok := ourStyles[id][a.Local]; ok && (ours == "" || ours == value) {
		return true
	}
	return r.drop("styling", a.At, "styling "+a.Name.String(), value)
}

// isHidden reports whether a style keeps text from being seen.
func isHidden(style, value string) bool {
	value = strings.TrimSpace(value)
	switch style {
	case "display":
		return value == "none"
	case "visibility":
		return value == "hidden"
	case "opacity":
		return value != "" && strings.Trim(value, "0.") == ""
	case "color":
		return value == "transparent" || len(value) == 9 && value[0] == '#' && value[7:] == "00" ||
			strings.HasPrefix(value, "rgba(") && strings.HasSuffix(strings.ReplaceAll(value, " ", ""), ",0)")
	}
	return false
}

// stylings tells of the attributes of a style, region or initial, and of
// speech that it asks for.
func (r *reader) stylings(attrs []xmltoken.Attr, id string) bool {
	for i := range attrs {
		a := &attrs[i]
		ok := true
		switch a.Space {
		case xmltoken.SpaceTTS:
			ok = r.styling(a, id)
		case xmltoken.SpaceTTA:
			ok = r.unkept(a)
		default:
			ok = r.other(a)
		}
		if !ok {
			return false
		}
	}
	return true
}

// metadatum tells of an element of metadata that the model has no place for,
// and passes over it.
func (r *reader) metadatum() bool {
	tok := &r.sc.Tok
	kind := tok.Name.Local
	if tok.Name.Space != xmltoken.SpaceTTM {
		kind = "metadata of " + tok.Name.URI
	}
	var value string
	for i := range tok.Attrs {
		if a := &tok.Attrs[i]; a.Space == xmltoken.SpaceXML && a.Local == "id" {
			value = a.Value()
		}
	}
	return r.drop(kind, tok.At, "element "+tok.Name.String(), value) && r.skip()
}

// textInMetadata tells of text that stands in metadata or elsewhere in head,
// but in none of its elements.
func (r *reader) textInMetadata(tok *xmltoken.Token) bool {
	return tok.IsBlank() || r.drop("text in metadata", tok.At, "text in metadata", tok.PlainText())
}

// metadata tells of what is in a metadata element that nothing is taken from.
func (r *reader) metadata() bool {
	for r.sc.Next() {
		switch tok := &r.sc.Tok; tok.Kind {
		case xmltoken.End:
			return true
		case xmltoken.Text:
			if !r.textInMetadata(tok) {
				return false
			}
		default:
			if !r.metadatum() {
				return false
			}
		}
	}
	return false
}

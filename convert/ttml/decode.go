package ttml

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/lines"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads TTML of every profile and generation. Its zero value works.
type Decoder struct {
	// Strict makes an error of everything that would be a warning.
	Strict bool

	// MaxBytes is the size of the largest input taken; 1 GiB by default.
	MaxBytes int64

	// Language chooses among the texts of one DAPT event in several
	// languages, by BCP 47 tag: "en" finds "en-GB". By default every text is a
	// segment.
	Language string

	// MediaDuration is how long the programme lasts. It ends a last
	// description whose end is not stated.
	MediaDuration time.Duration

	// Start is the timecode of the first frame. It is taken off the times of
	// documents that count in SMPTE timecode.
	Start timecode.Timecode

	// EmptyEvents keeps DAPT events that have no text yet.
	EmptyEvents bool

	// Warn is told of everything that was dropped, changed or assumed. Nil
	// drops the warnings.
	Warn func(script.Warning)
}

// Decode reads a TTML document from r.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads a TTML document from r. Each p that is ever shown is a segment,
// from when its first text is shown to when its last one vanishes. Errors
// about the document are [*script.ParseError].
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	raw, err := lines.Read(r, d.MaxBytes)
	if err != nil {
		return nil, &script.ParseError{Format: format, Err: err}
	}
	rd := &reader{Decoder: d, rep: report.Reporter{Format: format, Strict: d.Strict, To: d.Warn}, params: defaultParams()}
	if err := rd.source(raw); err != nil {
		return nil, err
	}
	rd.sc.lenient = rd.warnAt
	rd.script.Segments = make([]script.Segment, 0, min(strings.Count(rd.sc.src, "begin="), len(rd.sc.src)/64))
	if !rd.document() {
		return nil, rd.failure()
	}
	if err := rd.finish(); err != nil {
		return nil, err
	}
	return &rd.script, nil
}

// reader reads one document. Its methods for elements begin behind the start
// tag, read up to the end tag, and return false when sc.err is set.
type reader struct {
	Decoder
	rep      report.Reporter
	sc       scanner
	loc      *lines.Locator
	eventLoc *lines.Locator
	script   script.Script
	params   params
	dapt     bool
	bare     bool // elements are in no namespace

	ruby    map[string]string // tts:ruby of styles, by id
	extras  map[string]extra  // of our own namespace, by xml:id
	par     paragraph
	arena   arena
	opens   []openEnd
	inEvent bool   // in a DAPT event
	event   string // its id
	counted int    // p elements met, for ordinals
	told    map[string]bool
}

// extra is what a document says of a segment in our own namespace.
type extra struct{ note, status, cue string }

// openEnd is a segment whose end is not stated.
type openEnd struct {
	index int // in script.Segments
	at    int // offset of its p
}

func (r *reader) failure() error {
	return r.rep.Fail(r.loc.Pos(r.sc.err.at), r.sc.err.err)
}

// warnAt reports err at an offset. It returns an error in strict mode.
func (r *reader) warnAt(at int, err error) error { return r.warnOf(at, "", err) }

func (r *reader) warnOf(at int, id string, err error) error {
	if r.rep.To == nil && !r.rep.Strict {
		return nil
	}
	if r.rep.Strict {
		return err
	}
	return r.rep.Warn(r.loc.Pos(at), id, err)
}

// warn reports err at an offset; false stops the reader, in strict mode.
func (r *reader) warn(at int, id string, err error) bool {
	if err := r.warnOf(at, id, err); err != nil {
		return r.sc.fail(at, err)
	}
	return true
}

// tell is warn for what a document tends to repeat: it reports the first.
func (r *reader) tell(at int, what string, err error) bool {
	if r.told[what] {
		return true
	}
	if r.told == nil {
		r.told = make(map[string]bool)
	}
	if len(r.told) < 1000 {
		r.told[what] = true
	}
	return r.warn(at, "", err)
}

// document reads from the root element to the end.
func (r *reader) document() bool {
	if !r.sc.next() {
		return false
	}
	root := r.sc.tok
	switch {
	case root.name.local != "tt":
		return r.sc.fail(root.at, &script.ValueError{Kind: script.ErrSyntax, Field: "root element", Value: root.name.String(), Want: "tt"})
	case root.name.space == noSpace:
		r.bare = true
		if !r.warn(root.at, "", fmt.Errorf("%w: tt is in no namespace: taken as %s", script.ErrAssumed, nsTT)) {
			return false
		}
	case root.name.space != spaceTT:
		return r.sc.fail(root.at, &script.ValueError{Kind: script.ErrValue, Field: "namespace of tt", Value: root.name.uri, Want: nsTT})
	}
	top := rootFrame()
	if !r.rootAttributes(&top) {
		return false
	}
	for r.sc.next() {
		switch tok := &r.sc.tok; {
		case tok.kind == endToken:
			return !r.sc.next() && r.sc.err == nil
		case tok.kind == textToken:
			if !r.stray(tok) {
				return false
			}
		case r.is(tok, "head"):
			if !r.head() {
				return false
			}
		case r.is(tok, "body"):
			if !r.block(&top, true) {
				return false
			}
		default:
			if !r.prune(tok) {
				return false
			}
		}
	}
	return false
}

// is reports whether tok is the TTML element called local.
func (r *reader) is(tok *token, local string) bool {
	return tok.name.local == local && (tok.name.space == spaceTT || r.bare && tok.name.space == noSpace)
}

// isTT reports whether tok is any element of TTML's.
func (r *reader) isTT(tok *token) bool {
	return tok.name.space == spaceTT || r.bare && tok.name.space == noSpace
}

// rootAttributes takes in the attributes of tt.
func (r *reader) rootAttributes(top *frame) bool {
	for i := range r.sc.tok.attrs {
		a := &r.sc.tok.attrs[i]
		switch a.space {
		case spaceXML:
			r.common(a, top)
		case spaceTTP:
			if a.local == "contentProfiles" || a.local == "profile" {
				r.dapt = r.dapt || isDAPT(a.value())
				continue
			}
			loss, err := r.params.set(a.local, a.value())
			if err != nil {
				return r.sc.fail(a.valueAt, err)
			}
			if loss != nil && !r.warn(a.valueAt, "", loss) {
				return false
			}
		case spaceDAPTM:
			r.dapt = true
			if !r.unkept(a) {
				return false
			}
		}
	}
	r.script.Language = top.lang
	if top.lang == undetermined {
		r.script.Language = ""
	}
	return true
}

// common takes in xml:space and xml:lang.
func (r *reader) common(a *attribute, f *frame) {
	switch a.local {
	case "space":
		f.preserve = a.raw == "preserve"
	case "lang":
		f.lang = a.value()
	}
}

// stray reports text that stands where none may.
func (r *reader) stray(tok *token) bool {
	if tok.isBlank() {
		return true
	}
	return r.warn(tok.at, "", fmt.Errorf("%w: text outside of p: %q", script.ErrDropped, script.Shorten(tok.plainText())))
}

// prune passes over the element that tok starts.
func (r *reader) prune(tok *token) bool {
	if r.isTT(tok) && unheard(tok.name.local) &&
		!r.tell(tok.at, tok.name.local, fmt.Errorf("%w: element %s", script.ErrDropped, tok.name)) {
		return false
	}
	return r.skip()
}

// unheard reports whether leaving out a TTML element loses content.
func unheard(local string) bool {
	switch local {
	case "metadata", "set", "style":
		return false
	}
	return true
}

// foreign passes over an element of another vocabulary and tells of text in
// it.
func (r *reader) foreign() bool {
	element := r.sc.tok.name
	for depth := 1; r.sc.next(); {
		switch tok := &r.sc.tok; tok.kind {
		case startToken:
			depth++
		case endToken:
			if depth--; depth == 0 {
				return true
			}
		case textToken:
			if !tok.isBlank() && !r.tell(tok.at, element.String(), fmt.Errorf("%w: text in element %s: %q", script.ErrDropped, element, script.Shorten(tok.plainText()))) {
				return false
			}
		}
	}
	return false
}

// usual are the values that writing gives to what the model has no place for,
// or that say no more than leaving the attribute out.
var usual = map[string]string{
	"scriptType": scriptTypes[0], "scriptRepresents": "visual", "represents": "visual", "langSrc": "zxx", "onScreen": "ON", "speak": "none",
}

// unkept tells of an attribute that says something of a script that the model
// has no place for: what it represents, who speaks, how.
func (r *reader) unkept(a *attribute) bool {
	what := a.local
	switch {
	case a.space == spaceTTM && what != "agent" && what != "role":
		return true
	case a.space == spaceTTA && r.sc.tok.name.local == "animate": // which is told of itself
		return true
	case what == "scriptRepresents": // tells it of all events
		what = "represents"
	}
	value := a.value()
	if value == "" || value == usual[a.local] || r.told[what] {
		return true
	}
	return r.tell(a.at, what, fmt.Errorf("%w: %s %q", script.ErrDropped, a.name, script.Shorten(value)))
}

// skip passes over the rest of an element.
func (r *reader) skip() bool {
	for depth := 1; r.sc.next(); {
		switch r.sc.tok.kind {
		case startToken:
			depth++
		case endToken:
			if depth--; depth == 0 {
				return true
			}
		}
	}
	return false
}

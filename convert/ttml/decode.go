package ttml

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads TTML of every profile and generation. Its zero value works.
type Decoder struct {
	// Unsorted leaves segments in the order of the file. By default they are
	// sorted by start.
	Unsorted bool

	// MaxBytes is the size of the largest input taken; 1 GiB by default.
	MaxBytes int64

	// Language chooses among the texts of one DAPT event in several
	// languages, by BCP 47 tag: "en" finds "en-GB". By default the text in the
	// language of the script is taken, or every one where none is; with
	// [EveryLanguage] each is a segment.
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
	Warn func(script.Warning) error
}

// EveryLanguage as [Decoder.Language] takes all texts of an event.
const EveryLanguage = "*"

// Decode reads a TTML document from r.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads a TTML document from r. Each p that is ever shown is a segment,
// from when its first text is shown to when its last one vanishes; in a script
// event of DAPT, which states its times, from its begin to its end. Errors
// about the document are [*script.ParseError].
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	rd, err := d.read(r)
	if err != nil {
		return nil, err
	}
	return &rd.script, nil
}

// DecodePlaces reads a document as Decode does, and tells where each segment
// stands: the offset of its p, or of its div where it has none, in the document
// as UTF-8 without byte order mark.
func (d Decoder) DecodePlaces(r io.Reader) (*script.Script, []int, error) {
	rd, err := d.read(r)
	if err != nil {
		return nil, nil, err
	}
	return &rd.script, rd.places, nil
}

func (d Decoder) read(r io.Reader) (*reader, error) {
	raw, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(format, err)
	}
	rd := &reader{Decoder: d, rep: report.Reporter{Format: format, To: d.Warn}, params: defaultParams()}
	if err := rd.source(raw); err != nil {
		return nil, err
	}
	rd.sc.Lenient = rd.warnAt
	rd.script.Segments = make([]script.Segment, 0, min(strings.Count(rd.sc.Src, "begin="), len(rd.sc.Src)/64))
	if !rd.document() {
		return nil, rd.failure()
	}
	if err := rd.finish(); err != nil {
		return nil, err
	}
	return rd, nil
}

// source brings the document to UTF-8 and sets the scanner on it.
func (r *reader) source(raw string) error {
	src, bad := xmltoken.Decode(raw)
	r.sc.Src, r.loc, r.memory = src.Text, source.NewLocator(src.Text), source.NewBudget(len(src.Text))
	switch {
	case bad != nil && errors.Is(bad.Err, script.ErrEmpty):
		return r.rep.Fail(script.Pos{}, bad.Err)
	case bad != nil:
		return r.rep.Fail(r.loc.Pos(bad.At), bad.Err)
	case src.Assumed != nil:
		return r.rep.Warn(script.Pos{Line: 1, Column: 1}, "", src.Assumed)
	}
	return nil
}

// reader reads one document. Its methods for elements begin behind the start
// tag, read up to the end tag, and return false when sc.err is set.
type reader struct {
	Decoder
	rep      report.Reporter
	sc       xmltoken.Scanner
	loc      *source.Locator
	memory   *source.Budget // of texts that several segments get
	eventLoc *source.Locator
	script   script.Script
	params   params
	dapt     bool
	bare     bool // elements are in no namespace

	ruby    map[string]string // tts:ruby of styles, by id
	extras  map[string]extra  // of our own namespace, by xml:id
	agents  map[string]*agent // by xml:id
	par     paragraph
	arena   arena
	opens   []openEnd
	inEvent bool              // in a DAPT event
	event   string            // its id
	counted int               // p elements met, for ordinals
	places  []int             // offsets of the elements of the segments
	losses  map[string]*tally // by kind
}

// extra is what a document says of a segment in our own namespace.
type extra struct {
	note, status, cue gathered
	extended          bool
}

// gathered is a text of which more may come. It takes time in proportion to
// its length, in however many pieces it comes.
type gathered struct {
	first string
	all   []byte // when there are more pieces than one
}

// add adds lines.
func (g *gathered) add(text string) {
	switch {
	case g.all == nil && g.first == "":
		g.first = text
		return
	case g.all == nil:
		g.all = append(g.all, g.first...)
	}
	g.all = append(append(g.all, '\n'), text...)
}

// String returns the lines.
func (g *gathered) String() string {
	if g.all == nil {
		return g.first
	}
	return string(g.all)
}

// openEnd is a segment whose end is not stated.
type openEnd struct {
	index int    // in script.Segments
	id    string // in warnings
	at    int    // offset of its p
}

func (r *reader) failure() error {
	return r.rep.Fail(r.loc.Pos(r.sc.Err.At), r.sc.Err.Err)
}

// warnAt reports err at an offset.
func (r *reader) warnAt(at int, err error) error { return r.warnOf(at, "", err) }

func (r *reader) warnOf(at int, id string, err error) error {
	if r.rep.To == nil {
		return nil
	}
	return r.rep.Warn(r.loc.Pos(at), id, err)
}

// warn reports err at an offset; false stops the reader.
func (r *reader) warn(at int, id string, err error) bool {
	if err := r.warnOf(at, id, err); err != nil {
		return r.sc.Fail(at, err)
	}
	return true
}

// document reads from the root element to the end.
func (r *reader) document() bool {
	if !r.sc.Next() {
		return false
	}
	root := r.sc.Tok
	switch {
	case root.Name.Local != "tt":
		return r.sc.Fail(root.At, &script.ValueError{Kind: script.ErrSyntax, Field: "root element", Value: root.Name.String(), Want: "tt"})
	case root.Name.Space == xmltoken.NoSpace:
		r.bare = true
		if !r.warn(root.At, "", fmt.Errorf("%w: tt is in no namespace: taken as %s", script.ErrAssumed, xmltoken.NSTT)) {
			return false
		}
	case root.Name.Space != xmltoken.SpaceTT:
		return r.sc.Fail(root.At, &script.ValueError{Kind: script.ErrValue, Field: "namespace of tt", Value: root.Name.URI, Want: xmltoken.NSTT})
	}
	top := rootFrame()
	if !r.rootAttributes(&top) {
		return false
	}
	for r.sc.Next() {
		switch tok := &r.sc.Tok; {
		case tok.Kind == xmltoken.End:
			return !r.sc.Next() && r.sc.Err == nil
		case tok.Kind == xmltoken.Text:
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
func (r *reader) is(tok *xmltoken.Token, local string) bool {
	return tok.Name.Local == local && (tok.Name.Space == xmltoken.SpaceTT || r.bare && tok.Name.Space == xmltoken.NoSpace)
}

// isTT reports whether tok is any element of TTML's.
func (r *reader) isTT(tok *xmltoken.Token) bool {
	return tok.Name.Space == xmltoken.SpaceTT || r.bare && tok.Name.Space == xmltoken.NoSpace
}

// rootAttributes takes in the attributes of tt.
func (r *reader) rootAttributes(top *frame) bool {
	for i := range r.sc.Tok.Attrs {
		a := &r.sc.Tok.Attrs[i]
		switch a.Space {
		case xmltoken.SpaceXML:
			r.common(a, top)
		case xmltoken.SpaceTTP:
			if a.Local == "contentProfiles" || a.Local == "profile" {
				r.dapt = r.dapt || isDAPT(a.Value())
				continue
			}
			loss, err := r.params.set(a.Local, a.Value())
			if err != nil {
				return r.sc.Fail(a.ValueAt, err)
			}
			if loss != nil && !r.warn(a.ValueAt, "", loss) {
				return false
			}
		case xmltoken.SpaceDAPTM:
			r.dapt = true
			if !r.unkept(a) {
				return false
			}
		default:
			if !r.other(a) {
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
func (r *reader) common(a *xmltoken.Attr, f *frame) {
	switch a.Local {
	case "space":
		f.preserve = a.Raw == "preserve"
	case "lang":
		f.lang = a.Value()
	}
}

// stray reports text that stands where none may.
func (r *reader) stray(tok *xmltoken.Token) bool {
	if tok.IsBlank() {
		return true
	}
	return r.warn(tok.At, "", fmt.Errorf("%w: text outside of p: %q", script.ErrDropped, script.Shorten(tok.PlainText())))
}

// prune passes over the element that tok starts.
func (r *reader) prune(tok *xmltoken.Token) bool {
	switch local := tok.Name.Local; {
	case !r.isTT(tok):
		return r.metadatum()
	case local == "metadata":
		return r.metadata()
	case local == "set":
		return r.drop("styling", tok.At, "element "+tok.Name.String(), "") && r.skip()
	default:
		return r.drop("element "+local, tok.At, "element "+tok.Name.String(), "") && r.skip()
	}
}

// foreign passes over an element of another vocabulary and tells of it, and of
// text in it.
func (r *reader) foreign() bool {
	element := r.sc.Tok.Name
	at := r.sc.Tok.At
	text := false
	for depth := 1; r.sc.Next(); {
		switch tok := &r.sc.Tok; tok.Kind {
		case xmltoken.Start:
			depth++
		case xmltoken.End:
			if depth--; depth == 0 {
				return text || r.drop("elements of "+element.URI, at, "element "+element.String(), "")
			}
		case xmltoken.Text:
			if tok.IsBlank() {
				continue
			}
			text = true
			if !r.drop("text of "+element.URI, tok.At, "text in element "+element.String(), tok.PlainText()) {
				return false
			}
		}
	}
	return false
}

// skip passes over the rest of an element.
func (r *reader) skip() bool {
	for depth := 1; r.sc.Next(); {
		switch r.sc.Tok.Kind {
		case xmltoken.Start:
			depth++
		case xmltoken.End:
			if depth--; depth == 0 {
				return true
			}
		}
	}
	return false
}

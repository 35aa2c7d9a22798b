package ttml

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/script"
)

// What the scanner takes at most, so that no input costs time or memory out
// of proportion.
const (
	maxDepth      = 200 // elements within one another
	maxAttributes = 250 // of one element
	maxBindings   = 250 // namespace declarations in force at one place
)

type tokenKind uint8

const (
	noToken tokenKind = iota
	startToken
	endToken // also for an empty element, right after its start
	textToken
)

// name is the name of an element or attribute.
type name struct {
	space  space
	uri    string // the namespace as it stands, for what space does not tell apart
	prefix string
	local  string
}

// String returns the name as it stands in the document.
func (n name) String() string {
	if n.prefix == "" {
		return n.local
	}
	return n.prefix + ":" + n.local
}

type attribute struct {
	name
	raw     string // the value before references are resolved
	at      int    // offset of the name
	valueAt int
	simple  bool // raw is the value
}

// token is what the scanner stands on. Its slices are good until the next.
type token struct {
	kind  tokenKind
	name  name
	attrs []attribute
	at    int    // offset of the first byte
	raw   string // of text, before references are resolved
	text  uint8  // classes of the bytes of text; textOdd
	cdata bool   // raw is from a CDATA section
}

type openElement struct {
	raw      string // prefix and local name
	name     name
	bindings int // in force around the element
}

type binding struct {
	prefix, uri string
	space       space
}

// scanner reads the tokens of an XML document. It checks well-formedness,
// resolves namespaces, passes over comments and processing instructions, and
// refuses document types: nothing in it is ever expanded.
type scanner struct {
	src      string
	pos      int
	tok      token
	open     []openElement
	bindings []binding
	strange  []string // prefixes met that are not declared
	empty    bool     // an end token for the last start is due
	rooted   bool     // the root element was met
	lenient  func(at int, err error) error
	err      *scanError
}

type scanError struct {
	at  int
	err error
}

func (s *scanner) fail(at int, err error) bool {
	if s.err == nil {
		s.err = &scanError{at, err}
	}
	s.tok.kind = noToken
	return false
}

func (s *scanner) failf(at int, what string, args ...any) bool {
	return s.fail(at, fmt.Errorf("%w: "+what, append([]any{script.ErrSyntax}, args...)...))
}

// next moves to the next token. It returns false at the end of the document,
// or when err is set.
func (s *scanner) next() bool {
	if s.empty {
		s.empty = false
		return s.close(s.tok.at)
	}
	for s.err == nil && s.pos < len(s.src) {
		if s.src[s.pos] != '<' {
			if more, ok := s.characters(); !more {
				return ok
			}
			continue
		}
		switch rest := s.src[s.pos:]; {
		case strings.HasPrefix(rest, "</"):
			return s.endTag()
		case strings.HasPrefix(rest, "<?"):
			s.instruction()
		case strings.HasPrefix(rest, "<!--"):
			s.comment()
		case strings.HasPrefix(rest, "<![CDATA["):
			return s.cdata()
		case strings.HasPrefix(rest, "<!"):
			return s.declaration()
		default:
			return s.startTag()
		}
	}
	if s.err == nil && len(s.open) > 0 {
		return s.failf(len(s.src), "the document ends within <%s>", s.open[len(s.open)-1].raw)
	}
	if s.err == nil && !s.rooted {
		return s.failf(len(s.src), "no element")
	}
	s.tok.kind = noToken
	return false
}

// characters reads text up to the next markup. more says to go on behind
// text that is none of the document's.
func (s *scanner) characters() (more, ok bool) {
	at := s.pos
	end := strings.IndexByte(s.src[at:], '<')
	if end < 0 {
		end = len(s.src)
	} else {
		end += at
	}
	raw := s.src[at:end]
	s.pos = end
	found, bad := classify(raw)
	if bad >= 0 {
		return false, s.failf(at+bad, "character %q", firstRune(raw[bad:]))
	}
	if found&special != 0 {
		if i := strings.Index(raw, "]]>"); i >= 0 {
			return false, s.failf(at+i, `"]]>" in text`)
		}
		if !s.checkReferences(raw, at) {
			return false, false
		}
	}
	if len(s.open) == 0 {
		if i := strings.IndexFunc(raw, notBlank); i >= 0 {
			return false, s.failf(at+i, "text outside the root element: %q", script.Shorten(strings.TrimSpace(raw)))
		}
		return true, true
	}
	s.tok = token{kind: textToken, at: at, raw: raw, text: found, attrs: s.tok.attrs[:0]}
	return false, true
}

func notBlank(r rune) bool { return r > ' ' || classes[byte(r)]&blank == 0 }

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// classify returns the classes of the bytes of s, with textOdd, and the offset
// of a character XML does not allow, or -1.
func classify(s string) (found uint8, bad int) {
	last := uint8(blank)
	for i := range len(s) {
		class := classes[s[i]]
		if class == 0 {
			last = 0
			continue
		}
		found |= class
		if class&(control|nonASCII) != 0 && !isLegalAt(s, i) {
			return found, i
		}
		if class&blank != 0 && (last&blank != 0 || s[i] != ' ') {
			found |= textOdd
		}
		last = class
	}
	if last&blank != 0 {
		found |= textOdd
	}
	return found, -1
}

// isLegalAt reports whether the byte at i, a control or part of a longer
// character, is allowed.
func isLegalAt(s string, i int) bool {
	c := s[i]
	if c < ' ' {
		return c == '\r'
	}
	return c != 0xEF || !strings.HasPrefix(s[i:], "\uFFFE") && !strings.HasPrefix(s[i:], "\uFFFF")
}

func (s *scanner) instruction() {
	at := s.pos
	body, _, ok := strings.Cut(s.src[at+2:], "?>")
	if !ok {
		s.failf(at, "processing instruction without ?>")
		return
	}
	target := body[:nameLen(body)]
	switch {
	case target == "":
		s.failf(at, "processing instruction without a name")
	case strings.EqualFold(target, "xml") && at > 0:
		s.allow(at, fmt.Errorf("%w: the XML declaration is not at the start", script.ErrSyntax))
	}
	s.checkCharacters(body, at+2)
	s.pos = at + 2 + len(body) + 2
}

// allow reports something that is wrong but does no harm.
func (s *scanner) allow(at int, err error) {
	if s.lenient == nil {
		s.fail(at, err)
	} else if err := s.lenient(at, err); err != nil {
		s.fail(at, err)
	}
}

func (s *scanner) checkCharacters(text string, at int) {
	if _, bad := classify(text); bad >= 0 {
		s.failf(at+bad, "character %q", firstRune(text[bad:]))
	}
}

func (s *scanner) comment() {
	at := s.pos
	end := strings.Index(s.src[at+4:], "--")
	switch {
	case end < 0:
		s.failf(at, "comment without -->")
		return
	case !strings.HasPrefix(s.src[at+4+end:], "-->"):
		s.failf(at+4+end, `"--" in a comment`)
		return
	}
	s.checkCharacters(s.src[at+4:at+4+end], at+4)
	s.pos = at + 4 + end + 3
}

func (s *scanner) cdata() bool {
	at := s.pos
	from := at + len("<![CDATA[")
	end := strings.Index(s.src[from:], "]]>")
	if end < 0 {
		return s.failf(at, "CDATA section without ]]>")
	}
	if len(s.open) == 0 {
		return s.failf(at, "CDATA section outside the root element")
	}
	raw := s.src[from : from+end]
	found, bad := classify(raw)
	if bad >= 0 {
		return s.failf(from+bad, "character %q", firstRune(raw[bad:]))
	}
	s.pos = from + end + 3
	s.tok = token{kind: textToken, at: at, raw: raw, text: found &^ special, cdata: true, attrs: s.tok.attrs[:0]}
	return true
}

// declaration refuses what begins with "<!" and is neither comment nor CDATA.
func (s *scanner) declaration() bool {
	rest := s.src[s.pos:]
	if !strings.HasPrefix(rest, "<!DOCTYPE") {
		return s.failf(s.pos, "markup %q", script.Shorten(rest[:min(len(rest), 12)]))
	}
	what := "a document type (DOCTYPE) is refused"
	if strings.Contains(rest[:min(len(rest), 64<<10)], "<!ENTITY") {
		what = "a document type (DOCTYPE) with entity declarations is refused"
	}
	return s.fail(s.pos, fmt.Errorf("%w: %s", script.ErrSyntax, what))
}

// endTag reads </name>.
func (s *scanner) endTag() bool {
	at := s.pos
	rest := s.src[at+2:]
	n := nameLen(rest)
	raw := rest[:n]
	for n < len(rest) && classes[rest[n]]&blank != 0 {
		n++
	}
	if n == len(rest) || rest[n] != '>' {
		return s.failf(at, "end tag %q without >", script.Shorten("</"+raw))
	}
	if len(s.open) == 0 {
		return s.failf(at, "end tag </%s> without a start", script.Shorten(raw))
	}
	if top := s.open[len(s.open)-1].raw; top != raw {
		return s.failf(at, "end tag </%s>: want </%s>", script.Shorten(raw), script.Shorten(top))
	}
	s.pos = at + 2 + n + 1
	return s.close(at)
}

// close ends the innermost element.
func (s *scanner) close(at int) bool {
	top := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	s.bindings = s.bindings[:top.bindings]
	s.tok = token{kind: endToken, at: at, name: top.name, attrs: s.tok.attrs[:0]}
	return true
}

// textOnly reports whether the element whose start the scanner stands on holds
// no other elements. It looks ahead and does not move.
func (s *scanner) textOnly() bool {
	rest := s.src[s.pos:]
	for !s.empty {
		i := strings.IndexByte(rest, '<')
		if i < 0 {
			return false
		}
		rest = rest[i:]
		var end string
		switch {
		case strings.HasPrefix(rest, "</"):
			return true
		case strings.HasPrefix(rest, "<!--"):
			end = "-->"
		case strings.HasPrefix(rest, "<![CDATA["):
			end = "]]>"
		case strings.HasPrefix(rest, "<?"):
			end = "?>"
		default:
			return false
		}
		_, after, ok := strings.Cut(rest, end)
		if !ok {
			return false
		}
		rest = after
	}
	return true
}

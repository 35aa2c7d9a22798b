package xmltoken

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/script"
)

// What a Scanner takes at most, so that no input costs time or memory out of
// proportion.
const (
	MaxDepth      = 200 // elements within one another
	MaxAttributes = 250 // of one element
	maxBindings   = 250 // namespace declarations in force at one place
)

// Kind is what a token is.
type Kind uint8

const (
	None  Kind = iota
	Start      // a start tag, or the tag of an empty element
	End        // an end tag; also for an empty element, right after its start
	Text       // character data up to the next markup, or one CDATA section
)

// Name is the name of an element or attribute.
type Name struct {
	Space  Space
	URI    string // the namespace as it stands, for what Space does not tell apart
	Prefix string
	Local  string
}

// String returns the name as it stands in the document.
func (n Name) String() string {
	if n.Prefix == "" {
		return n.Local
	}
	return n.Prefix + ":" + n.Local
}

// Attr is an attribute. Declarations of namespaces are attributes, too, in
// [SpaceXMLNS]. The whole of it in the document is Src[At:ValueAt+len(Raw)+1].
type Attr struct {
	Name
	Raw     string // the value as it stands, references unresolved; see Value
	At      int    // offset of the name
	ValueAt int    // offset of Raw, behind the quote
	simple  bool   // Raw is the value
}

// Token is what the scanner stands on. Its slices are good until the next.
//
// The token in the document is Src[At:End]. Both tokens of an empty element
// have the place of its one tag.
type Token struct {
	Kind  Kind
	Empty bool   // of Start and End: the element is a single tag, <a/>
	CDATA bool   // of Text: Raw is from a CDATA section, where & and < are themselves
	Class uint8  // of Text: the classes of the bytes of Raw, with Odd
	Name  Name   // of Start and End
	Attrs []Attr // of Start, in their order
	At    int    // offset of the first byte
	End   int    // offset behind the last one
	Raw   string // of Text: as it stands, references unresolved; see PlainText
	RawAt int    // of Text: offset of Raw
}

type openElement struct {
	raw      string // prefix and local name
	name     Name
	bindings int // in force around the element
}

type binding struct {
	prefix, uri string
	space       Space
}

// Scanner reads the tokens of a document, which [Decode] has brought to UTF-8.
// It checks well-formedness, resolves namespaces, passes over comments and
// processing instructions, and refuses document types unless told otherwise:
// nothing in them is ever expanded.
type Scanner struct {
	Src string // the document, which all offsets are in
	Tok Token  // the token that Next moved to

	// Lenient is asked about what is wrong but does no harm: a prefix that is
	// not declared, a late XML declaration. Nil makes an error of it, and so
	// does an error that it returns.
	Lenient func(at int, err error) error

	// Doctype is told of a document type declaration, Src[at:end], which is
	// passed over then. Nil makes an error of it, and so does an error that it
	// returns.
	Doctype func(at, end int) error

	// Err is why Next returned false before the end of the document.
	Err *Error

	pos      int
	open     []openElement
	bindings []binding
	strange  []string // prefixes met that are not declared
	empty    bool     // an end token for the last start is due
	rooted   bool     // the root element was met
}

// Error says what is wrong with a document, and where.
type Error struct {
	At  int // offset
	Err error
}

// Fail stops the scanner with an error, unless there is one, and returns false.
func (s *Scanner) Fail(at int, err error) bool {
	if s.Err == nil {
		s.Err = &Error{at, err}
	}
	s.Tok.Kind = None
	return false
}

func (s *Scanner) failf(at int, what string, args ...any) bool {
	return s.Fail(at, fmt.Errorf("%w: "+what, append([]any{script.ErrSyntax}, args...)...))
}

// Depth returns how many elements are open: after Start it counts that
// element, after End no more.
func (s *Scanner) Depth() int { return len(s.open) }

// Next moves to the next token. It returns false at the end of the document,
// or when Err is set.
func (s *Scanner) Next() bool {
	if s.empty {
		s.empty = false
		return s.close(s.Tok.At, true)
	}
	for s.Err == nil && s.pos < len(s.Src) {
		if s.Src[s.pos] != '<' {
			if more, ok := s.characters(); !more {
				return ok
			}
			continue
		}
		switch rest := s.Src[s.pos:]; {
		case strings.HasPrefix(rest, "</"):
			return s.endTag()
		case strings.HasPrefix(rest, "<?"):
			s.instruction()
		case strings.HasPrefix(rest, "<!--"):
			s.comment()
		case strings.HasPrefix(rest, "<![CDATA["):
			return s.cdata()
		case strings.HasPrefix(rest, "<!"):
			s.declaration()
		default:
			return s.startTag()
		}
	}
	if s.Err == nil && len(s.open) > 0 {
		return s.failf(len(s.Src), "the document ends within <%s>", s.open[len(s.open)-1].raw)
	}
	if s.Err == nil && !s.rooted {
		return s.failf(len(s.Src), "no element")
	}
	s.Tok.Kind = None
	return false
}

// characters reads text up to the next markup. more says to go on behind
// text that is none of the document's.
func (s *Scanner) characters() (more, ok bool) {
	at := s.pos
	end := strings.IndexByte(s.Src[at:], '<')
	if end < 0 {
		end = len(s.Src)
	} else {
		end += at
	}
	raw := s.Src[at:end]
	s.pos = end
	found, bad := classify(raw)
	if bad >= 0 {
		return false, s.failf(at+bad, "character %q", firstRune(raw[bad:]))
	}
	if found&Special != 0 {
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
	s.Tok = Token{Kind: Text, At: at, End: end, Raw: raw, RawAt: at, Class: found, Attrs: s.Tok.Attrs[:0]}
	return false, true
}

func notBlank(r rune) bool { return r > ' ' || Classes[byte(r)]&Blank == 0 }

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// classify returns the Classes of the bytes of s, with Odd, and the offset
// of a character XML does not allow, or -1.
func classify(s string) (found uint8, bad int) {
	last := uint8(Blank)
	for i := range len(s) {
		class := Classes[s[i]]
		if class == 0 {
			last = 0
			continue
		}
		found |= class
		if class&(Control|NonASCII) != 0 && !isLegalAt(s, i) {
			return found, i
		}
		if class&Blank != 0 && (last&Blank != 0 || s[i] != ' ') {
			found |= Odd
		}
		last = class
	}
	if last&Blank != 0 {
		found |= Odd
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

func (s *Scanner) instruction() {
	at := s.pos
	body, _, ok := strings.Cut(s.Src[at+2:], "?>")
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
	case target == "xml" && !isXML1(body):
		s.allow(at, fmt.Errorf("%w: a version of XML other than 1.0", script.ErrSyntax))
	}
	s.checkCharacters(body, at+2)
	s.pos = at + 2 + len(body) + 2
}

// isXML1 reports whether an XML declaration states version 1.0, or none.
func isXML1(declaration string) bool {
	_, version, stated := strings.Cut(declaration, "version")
	version = strings.TrimLeft(version, " \t\r\n=\"'")
	return !stated || strings.HasPrefix(version, "1.0")
}

// allow reports something that is wrong but does no harm.
func (s *Scanner) allow(at int, err error) {
	if s.Lenient == nil {
		s.Fail(at, err)
	} else if err := s.Lenient(at, err); err != nil {
		s.Fail(at, err)
	}
}

func (s *Scanner) checkCharacters(text string, at int) {
	if _, bad := classify(text); bad >= 0 {
		s.failf(at+bad, "character %q", firstRune(text[bad:]))
	}
}

func (s *Scanner) comment() {
	at := s.pos
	end := strings.Index(s.Src[at+4:], "--")
	switch {
	case end < 0:
		s.failf(at, "comment without -->")
		return
	case !strings.HasPrefix(s.Src[at+4+end:], "-->"):
		s.failf(at+4+end, `"--" in a comment`)
		return
	}
	s.checkCharacters(s.Src[at+4:at+4+end], at+4)
	s.pos = at + 4 + end + 3
}

func (s *Scanner) cdata() bool {
	at := s.pos
	from := at + len("<![CDATA[")
	end := strings.Index(s.Src[from:], "]]>")
	if end < 0 {
		return s.failf(at, "CDATA section without ]]>")
	}
	if len(s.open) == 0 {
		return s.failf(at, "CDATA section outside the root element")
	}
	raw := s.Src[from : from+end]
	found, bad := classify(raw)
	if bad >= 0 {
		return s.failf(from+bad, "character %q", firstRune(raw[bad:]))
	}
	s.pos = from + end + 3
	s.Tok = Token{Kind: Text, At: at, End: s.pos, Raw: raw, RawAt: from, Class: found &^ Special, CDATA: true, Attrs: s.Tok.Attrs[:0]}
	return true
}

// declaration reads a document type, and refuses whatever else begins with
// "<!" and is neither comment nor CDATA.
func (s *Scanner) declaration() {
	at := s.pos
	rest := s.Src[at:]
	end := at + doctypeLen(rest)
	switch {
	case !strings.HasPrefix(rest, "<!DOCTYPE"):
		s.failf(at, "markup %q", script.Shorten(rest[:min(len(rest), 12)]))
	case s.Doctype == nil && HasEntities(rest[:min(len(rest), 64<<10)]):
		s.failf(at, "a document type (DOCTYPE) with entity declarations is refused")
	case s.Doctype == nil:
		s.failf(at, "a document type (DOCTYPE) is refused")
	case end == at:
		s.failf(at, "document type without >")
	case s.rooted:
		s.failf(at, "a document type behind the root element's start")
	default:
		s.pos = end
		if err := s.Doctype(at, end); err != nil {
			s.Fail(at, err)
		}
	}
}

// HasEntities reports whether a document type declares entities itself.
func HasEntities(doctype string) bool { return strings.Contains(doctype, "<!ENTITY") }

// doctypeLen returns the length of the document type declaration that s begins
// with, or 0 when it does not end.
func doctypeLen(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		skip := ""
		switch {
		case strings.HasPrefix(s[i:], "<!--"):
			skip = "-->"
		case strings.HasPrefix(s[i:], "<?"):
			skip = "?>"
		case s[i] == '"' || s[i] == '\'':
			skip = s[i : i+1]
		case s[i] == '<' || s[i] == '[':
			depth++
		case s[i] == '>' || s[i] == ']':
			depth--
		}
		if depth == 0 {
			return i + 1
		}
		if skip != "" {
			end := strings.Index(s[i+1:], skip)
			if end < 0 {
				return 0
			}
			i += end + len(skip)
		}
	}
	return 0
}

// endTag reads </name>.
func (s *Scanner) endTag() bool {
	at := s.pos
	rest := s.Src[at+2:]
	n := nameLen(rest)
	raw := rest[:n]
	for n < len(rest) && Classes[rest[n]]&Blank != 0 {
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
	return s.close(at, false)
}

// close ends the innermost element.
func (s *Scanner) close(at int, empty bool) bool {
	top := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	s.bindings = s.bindings[:top.bindings]
	s.Tok = Token{Kind: End, Empty: empty, At: at, End: s.pos, Name: top.name, Attrs: s.Tok.Attrs[:0]}
	return true
}

// TextOnly reports whether the element whose start the scanner stands on holds
// no other elements. It looks ahead and does not move.
func (s *Scanner) TextOnly() bool {
	rest := s.Src[s.pos:]
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

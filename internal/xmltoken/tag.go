package xmltoken

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/script"
)

// startTag reads <name attributes> or <name attributes/>.
func (s *Scanner) startTag() bool {
	at := s.pos
	rest := s.Src[at+1:]
	n := nameLen(rest)
	raw := rest[:n]
	switch {
	case n == 0:
		return s.failf(at, "%q begins no element", script.Shorten(s.Src[at:min(at+10, len(s.Src))]))
	case len(s.open) == 0 && s.rooted:
		return s.failf(at, "a second root element <%s>", script.Shorten(raw))
	case len(s.open) == MaxDepth:
		return s.Fail(at, fmt.Errorf("%w: elements more than %d deep", script.ErrTooLarge, MaxDepth))
	}
	s.rooted = true
	s.pos = at + 1 + n
	s.Tok = Token{Kind: Start, At: at, Attrs: s.Tok.Attrs[:0]}
	bindings := len(s.bindings)
	if !s.attributes() {
		return false
	}
	elem, ok := s.resolve(raw, at, true)
	if !ok || !s.resolveAttributes() {
		return false
	}
	s.Tok.Name, s.Tok.Empty, s.Tok.End = elem, s.empty, s.pos
	s.open = append(s.open, openElement{raw, elem, bindings})
	return true
}

// attributes reads up to the end of a start tag. Names stay as they stand.
func (s *Scanner) attributes() bool {
	for {
		from := s.pos
		for s.pos < len(s.Src) && Classes[s.Src[s.pos]]&Blank != 0 {
			s.pos++
		}
		if s.pos == len(s.Src) {
			return s.failf(s.Tok.At, "tag without >")
		}
		switch c := s.Src[s.pos]; {
		case c == '>':
			s.pos++
			return true
		case c == '/':
			if !strings.HasPrefix(s.Src[s.pos:], "/>") {
				return s.failf(s.pos, `"/" in a tag`)
			}
			s.pos += 2
			s.empty = true
			return true
		case s.pos == from:
			return s.failf(s.pos, "no blank before an attribute")
		case len(s.Tok.Attrs) == MaxAttributes:
			return s.Fail(s.pos, fmt.Errorf("%w: more than %d attributes", script.ErrTooLarge, MaxAttributes))
		}
		if !s.attribute() {
			return false
		}
	}
}

func (s *Scanner) attribute() bool {
	at := s.pos
	rest := s.Src[at:]
	n := nameLen(rest)
	raw := rest[:n]
	i := skipBlank(rest, n)
	if n == 0 || i == len(rest) || rest[i] != '=' {
		return s.failf(at, "attribute %q without a value", script.Shorten(rest[:min(max(n, 1), len(rest))]))
	}
	i = skipBlank(rest, i+1)
	if i == len(rest) || rest[i] != '"' && rest[i] != '\'' {
		return s.failf(at+i, "attribute %s: value without quotes", script.Shorten(raw))
	}
	from := i + 1
	end := strings.IndexByte(rest[from:], rest[i])
	if end < 0 {
		return s.failf(at, "attribute %s: value without an end", script.Shorten(raw))
	}
	value := rest[from : from+end]
	simple, ok := s.checkValue(value, at+from)
	if !ok {
		return false
	}
	s.pos = at + from + end + 1
	s.Tok.Attrs = append(s.Tok.Attrs, Attr{Name: Name{Local: raw}, Raw: value, At: at, ValueAt: at + from, simple: simple})
	return s.declare(&s.Tok.Attrs[len(s.Tok.Attrs)-1])
}

func skipBlank(s string, i int) int {
	for i < len(s) && Classes[s[i]]&Blank != 0 {
		i++
	}
	return i
}

// checkValue checks an attribute's value; simple says that it holds neither
// references nor white space other than blanks.
func (s *Scanner) checkValue(value string, at int) (simple, ok bool) {
	var found uint8
	for i := range len(value) {
		found |= Classes[value[i]]
		if c := value[i]; c == '\n' || c == '\t' {
			found |= Odd
		}
	}
	if found&(Control|NonASCII|Special) == 0 {
		return found&Odd == 0, true
	}
	if _, bad := classify(value); bad >= 0 {
		return false, s.failf(at+bad, "character %q", firstRune(value[bad:]))
	}
	if i := strings.IndexByte(value, '<'); i >= 0 {
		return false, s.failf(at+i, `"<" in an attribute`)
	}
	if !s.checkReferences(value, at) {
		return false, false
	}
	return found&(Control|Odd) == 0 && strings.IndexByte(value, '&') < 0, true
}

// Value returns the attribute's value: references resolved, white space as
// blanks.
func (a *Attr) Value() string {
	if a.simple {
		return a.Raw
	}
	return resolveReferences(a.Raw, true)
}

// declare takes note of a namespace declaration.
func (s *Scanner) declare(a *Attr) bool {
	raw := a.Local
	prefix, ok := "", raw == "xmlns"
	if !ok {
		prefix, ok = strings.CutPrefix(raw, "xmlns:")
	}
	if !ok {
		return true
	}
	uri := a.Value()
	switch {
	case raw != "xmlns" && (prefix == "" || strings.Contains(prefix, ":")):
		return s.failf(a.At, "name %q", script.Shorten(raw))
	case prefix != "" && uri == "":
		return s.failf(a.At, "prefix %s has no namespace", script.Shorten(prefix))
	case prefix == "xmlns" || uri == NSXMLNS || (prefix == "xml") != (uri == NSXML):
		return s.failf(a.At, "namespace declaration %s=%q", script.Shorten(raw), script.Shorten(uri))
	case len(s.bindings) == maxBindings:
		return s.Fail(a.At, fmt.Errorf("%w: more than %d namespaces", script.ErrTooLarge, maxBindings))
	}
	s.bindings = append(s.bindings, binding{prefix, uri, SpaceOf(uri)})
	return true
}

// resolveAttributes gives every attribute its namespace and refuses doubles.
func (s *Scanner) resolveAttributes() bool {
	attrs := s.Tok.Attrs
	for i := range attrs {
		resolved, ok := s.resolve(attrs[i].Local, attrs[i].At, false)
		if !ok {
			return false
		}
		attrs[i].Name = resolved
		for j := range i {
			if other := &attrs[j].Name; other.Local == resolved.Local && other.Space == resolved.Space && other.URI == resolved.URI {
				return s.failf(attrs[i].At, "attribute %s twice", script.Shorten(resolved.String()))
			}
		}
	}
	return true
}

// resolve splits a name and finds its namespace.
func (s *Scanner) resolve(raw string, at int, element bool) (Name, bool) {
	i := strings.IndexByte(raw, ':')
	if i < 0 {
		if raw == "xmlns" && !element {
			return Name{Space: SpaceXMLNS, URI: NSXMLNS, Local: raw}, true
		}
		if !element {
			return Name{Local: raw}, true
		}
		b := s.binding("")
		return Name{b.space, b.uri, "", raw}, true
	}
	prefix, local := raw[:i], raw[i+1:]
	if prefix == "" || local == "" || strings.IndexByte(local, ':') >= 0 || !startsName(local) {
		return Name{}, s.failf(at, "name %q", script.Shorten(raw))
	}
	switch prefix {
	case "xml":
		return Name{SpaceXML, NSXML, prefix, local}, true
	case "xmlns":
		if element {
			return Name{}, s.failf(at, "name %q", script.Shorten(raw))
		}
		return Name{SpaceXMLNS, NSXMLNS, prefix, local}, true
	}
	b := s.binding(prefix)
	if b.uri == "" {
		b = conventional(prefix)
		if !s.undeclared(at, prefix) {
			return Name{}, false
		}
	}
	return Name{b.space, b.uri, prefix, local}, true
}

// binding returns what prefix stands for; its uri is "" for nothing.
func (s *Scanner) binding(prefix string) binding {
	for i := len(s.bindings) - 1; i >= 0; i-- {
		if s.bindings[i].prefix == prefix {
			return s.bindings[i]
		}
	}
	return binding{}
}

// undeclared reports a prefix that is not declared, the first time it is met.
func (s *Scanner) undeclared(at int, prefix string) bool {
	if slices.Contains(s.strange, prefix) {
		return true
	}
	if len(s.strange) < maxBindings {
		s.strange = append(s.strange, prefix)
	}
	s.allow(at, fmt.Errorf("%w: prefix %s is not declared", script.ErrSyntax, script.Shorten(prefix)))
	return s.Err == nil
}

// nameLen returns the length of the name s begins with.
func nameLen(s string) int {
	i := 0
	for i < len(s) {
		c := s[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == ':' || c == '_' {
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
		}
		if !IsNameStart(r) && (i == 0 || !IsNameChar(r)) {
			break
		}
		i += size
	}
	return i
}

func startsName(s string) bool { return IsNameStart(firstRune(s)) }

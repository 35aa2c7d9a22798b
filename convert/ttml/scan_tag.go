package ttml

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/script"
)

// startTag reads <name attributes> or <name attributes/>.
func (s *scanner) startTag() bool {
	at := s.pos
	rest := s.src[at+1:]
	n := nameLen(rest)
	raw := rest[:n]
	switch {
	case n == 0:
		return s.failf(at, "%q begins no element", script.Shorten(s.src[at:min(at+10, len(s.src))]))
	case len(s.open) == 0 && s.rooted:
		return s.failf(at, "a second root element <%s>", script.Shorten(raw))
	case len(s.open) == maxDepth:
		return s.fail(at, fmt.Errorf("%w: elements more than %d deep", script.ErrTooLarge, maxDepth))
	}
	s.rooted = true
	s.pos = at + 1 + n
	s.tok = token{kind: startToken, at: at, attrs: s.tok.attrs[:0]}
	bindings := len(s.bindings)
	if !s.attributes() {
		return false
	}
	elem, ok := s.resolve(raw, at, true)
	if !ok || !s.resolveAttributes() {
		return false
	}
	s.tok.name = elem
	s.open = append(s.open, openElement{raw, elem, bindings})
	return true
}

// attributes reads up to the end of a start tag. Names stay as they stand.
func (s *scanner) attributes() bool {
	for {
		from := s.pos
		for s.pos < len(s.src) && classes[s.src[s.pos]]&blank != 0 {
			s.pos++
		}
		if s.pos == len(s.src) {
			return s.failf(s.tok.at, "tag without >")
		}
		switch c := s.src[s.pos]; {
		case c == '>':
			s.pos++
			return true
		case c == '/':
			if !strings.HasPrefix(s.src[s.pos:], "/>") {
				return s.failf(s.pos, `"/" in a tag`)
			}
			s.pos += 2
			s.empty = true
			return true
		case s.pos == from:
			return s.failf(s.pos, "no blank before an attribute")
		case len(s.tok.attrs) == maxAttributes:
			return s.fail(s.pos, fmt.Errorf("%w: more than %d attributes", script.ErrTooLarge, maxAttributes))
		}
		if !s.attribute() {
			return false
		}
	}
}

func (s *scanner) attribute() bool {
	at := s.pos
	rest := s.src[at:]
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
	s.tok.attrs = append(s.tok.attrs, attribute{name: name{local: raw}, raw: value, at: at, valueAt: at + from, simple: simple})
	return s.declare(&s.tok.attrs[len(s.tok.attrs)-1])
}

func skipBlank(s string, i int) int {
	for i < len(s) && classes[s[i]]&blank != 0 {
		i++
	}
	return i
}

// checkValue checks an attribute's value; simple says that it holds neither
// references nor white space other than blanks.
func (s *scanner) checkValue(value string, at int) (simple, ok bool) {
	var found uint8
	for i := range len(value) {
		found |= classes[value[i]]
		if c := value[i]; c == '\n' || c == '\t' {
			found |= textOdd
		}
	}
	if found&(control|nonASCII|special) == 0 {
		return found&textOdd == 0, true
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
	return found&(control|textOdd) == 0 && strings.IndexByte(value, '&') < 0, true
}

// value returns the attribute's value: references resolved, white space as
// blanks.
func (a *attribute) value() string {
	if a.simple {
		return a.raw
	}
	return resolveReferences(a.raw, true)
}

// declare takes note of a namespace declaration.
func (s *scanner) declare(a *attribute) bool {
	raw := a.local
	prefix, ok := "", raw == "xmlns"
	if !ok {
		prefix, ok = strings.CutPrefix(raw, "xmlns:")
	}
	if !ok {
		return true
	}
	uri := a.value()
	switch {
	case raw != "xmlns" && (prefix == "" || strings.Contains(prefix, ":")):
		return s.failf(a.at, "name %q", script.Shorten(raw))
	case prefix != "" && uri == "":
		return s.failf(a.at, "prefix %s has no namespace", script.Shorten(prefix))
	case prefix == "xmlns" || uri == nsXMLNS || (prefix == "xml") != (uri == nsXML):
		return s.failf(a.at, "namespace declaration %s=%q", script.Shorten(raw), script.Shorten(uri))
	case len(s.bindings) == maxBindings:
		return s.fail(a.at, fmt.Errorf("%w: more than %d namespaces", script.ErrTooLarge, maxBindings))
	}
	s.bindings = append(s.bindings, binding{prefix, uri, spaceOf(uri)})
	return true
}

// resolveAttributes gives every attribute its namespace and refuses doubles.
func (s *scanner) resolveAttributes() bool {
	attrs := s.tok.attrs
	for i := range attrs {
		resolved, ok := s.resolve(attrs[i].local, attrs[i].at, false)
		if !ok {
			return false
		}
		attrs[i].name = resolved
		for j := range i {
			if other := &attrs[j].name; other.local == resolved.local && other.space == resolved.space && other.uri == resolved.uri {
				return s.failf(attrs[i].at, "attribute %s twice", script.Shorten(resolved.String()))
			}
		}
	}
	return true
}

// resolve splits a name and finds its namespace.
func (s *scanner) resolve(raw string, at int, element bool) (name, bool) {
	i := strings.IndexByte(raw, ':')
	if i < 0 {
		if raw == "xmlns" && !element {
			return name{space: spaceXMLNS, uri: nsXMLNS, local: raw}, true
		}
		if !element {
			return name{local: raw}, true
		}
		b := s.binding("")
		return name{b.space, b.uri, "", raw}, true
	}
	prefix, local := raw[:i], raw[i+1:]
	if prefix == "" || local == "" || strings.IndexByte(local, ':') >= 0 || !startsName(local) {
		return name{}, s.failf(at, "name %q", script.Shorten(raw))
	}
	switch prefix {
	case "xml":
		return name{spaceXML, nsXML, prefix, local}, true
	case "xmlns":
		if element {
			return name{}, s.failf(at, "name %q", script.Shorten(raw))
		}
		return name{spaceXMLNS, nsXMLNS, prefix, local}, true
	}
	b := s.binding(prefix)
	if b.uri == "" {
		b = conventional(prefix)
		if !s.undeclared(at, prefix) {
			return name{}, false
		}
	}
	return name{b.space, b.uri, prefix, local}, true
}

// binding returns what prefix stands for; its uri is "" for nothing.
func (s *scanner) binding(prefix string) binding {
	for i := len(s.bindings) - 1; i >= 0; i-- {
		if s.bindings[i].prefix == prefix {
			return s.bindings[i]
		}
	}
	return binding{}
}

// undeclared reports a prefix that is not declared, the first time it is met.
func (s *scanner) undeclared(at int, prefix string) bool {
	if slices.Contains(s.strange, prefix) {
		return true
	}
	if len(s.strange) < maxBindings {
		s.strange = append(s.strange, prefix)
	}
	s.allow(at, fmt.Errorf("%w: prefix %s is not declared", script.ErrSyntax, script.Shorten(prefix)))
	return s.err == nil
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
		if !isNameStart(r) && (i == 0 || !isNameChar(r)) {
			break
		}
		i += size
	}
	return i
}

func startsName(s string) bool { return isNameStart(firstRune(s)) }

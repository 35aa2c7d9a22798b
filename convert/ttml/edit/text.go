package edit

import (
	"strings"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
)

// char is a character of a segment's text, and where the document says it.
type char struct {
	r        rune
	node     *node // a run of text, or a br
	from, to int
}

// gather returns the characters of a p as the reader puts them together:
// white space collapsed where it is not to be kept.
func gather(p *node, src string) []char {
	g := gatherer{src: src, edge: true}
	g.element(p, preserves(p))
	return g.chars
}

// preserves reports whether white space in n is kept.
func preserves(n *node) bool {
	for ; n != nil; n = n.parent {
		if a := n.attr(xmltoken.SpaceXML, "space"); a != nil {
			return a.Raw == "preserve"
		}
	}
	return false
}

type gatherer struct {
	src   string
	chars []char
	blank *char // due before the next character
	edge  bool  // at the start of a line
}

func (g *gatherer) element(n *node, preserve bool) {
	for _, kid := range n.kids {
		switch {
		case kid.Kind == xmltoken.Text:
			g.text(kid, preserve)
		case kid.is("br"):
			g.chars = append(g.chars, char{'\n', kid, kid.At, kid.outer})
			g.blank, g.edge = nil, true
		case kid.is("span") && !isRubyText(kid):
			inner := preserve
			if a := kid.attr(xmltoken.SpaceXML, "space"); a != nil {
				inner = a.Raw == "preserve"
			}
			g.element(kid, inner)
		}
	}
}

func isRubyText(n *node) bool {
	switch n.value(xmltoken.SpaceTTS, "ruby") {
	case "text", "textContainer", "delimiter":
		return true
	}
	return false
}

func (g *gatherer) text(n *node, preserve bool) {
	for i := 0; i < len(n.Raw); {
		r, size := runeOf(n.Raw[i:], n.CDATA)
		c := char{r, n, n.RawAt + i, n.RawAt + i + size}
		i += size
		switch {
		case r > ' ' || !isBlank(byte(r)):
			g.add(c)
		case preserve:
			g.add(c)
			g.edge = r == '\n'
		default:
			g.due(c)
		}
	}
}

// due notes white space, of which a single blank becomes.
func (g *gatherer) due(c char) {
	if g.blank != nil && g.blank.node == c.node && g.blank.to == c.from {
		g.blank.to = c.to
		return
	}
	c.r = ' '
	g.blank = &c
}

func (g *gatherer) add(c char) {
	if g.blank != nil && !g.edge {
		g.chars = append(g.chars, *g.blank)
	}
	g.blank, g.edge = nil, false
	g.chars = append(g.chars, c)
}

// runeOf returns the character that s begins with, and its length there: a
// reference, a line end, or a character as it is.
func runeOf(s string, cdata bool) (rune, int) {
	if s[0] == '&' && !cdata {
		if r, size := xmltoken.Reference(s); size > 0 {
			return r, size
		}
	}
	if strings.HasPrefix(s, "\r\n") {
		return '\n', 2
	}
	for _, r := range s {
		if r == '\r' {
			return '\n', 1
		}
		return r, max(1, len(string(r)))
	}
	return 0, 1
}

// setText changes the text that the characters of p make to want, and only
// there where the two differ.
func (s *splices) setText(p *node, chars []char, want string) {
	old := make([]rune, len(chars))
	for i := range chars {
		old[i] = chars[i].r
	}
	for _, h := range diff(old, []rune(want)) {
		s.hunk(p, chars, h)
	}
}

// hunk puts h.text in the place of the characters from h.from to h.to.
func (s *splices) hunk(p *node, chars []char, h hunk) {
	if h.from == h.to {
		s.addText(p, chars, h)
		return
	}
	placed := false
	for i := h.from; i < h.to; {
		n := chars[i].node
		j := i + 1
		for j < h.to && chars[j].node == n && chars[j].from == chars[j-1].to {
			j++
		}
		text := ""
		if !placed && (n.Kind == xmltoken.Text || j == h.to) {
			text, placed = s.inline(p, n, h.text), true
		}
		s.replace(chars[i].from, chars[j-1].to, text)
		i = j
	}
}

// addText inserts h.text behind the character before it, or before the one
// behind it.
func (s *splices) addText(p *node, chars []char, h hunk) {
	switch {
	case h.from > 0 && chars[h.from-1].node.Kind == xmltoken.Text:
		c := chars[h.from-1]
		s.insert(c.to, s.inline(p, c.node, h.text))
	case h.from < len(chars):
		c := chars[h.from]
		s.insert(c.from, s.inline(p, c.node, h.text))
	case h.from > 0:
		s.insert(chars[h.from-1].to, s.inline(p, chars[h.from-1].node, h.text))
	case !p.Empty:
		s.insert(p.inner, s.inline(p, nil, h.text))
	default:
		s.setContent(p, s.inline(p, nil, h.text))
	}
}

// inline returns text as it stands in the run of text n of p.
func (s *splices) inline(p, n *node, text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if n == nil || !n.CDATA {
			lines[i] = content(line)
			continue
		}
		lines[i] = strings.ReplaceAll(line, "]]>", "]]]]><![CDATA[>")
	}
	br := "<" + element(p, "br") + "/>"
	if n != nil && n.CDATA {
		br = "]]>" + br + "<![CDATA["
	}
	return strings.Join(lines, br)
}

// element returns the name of another element in the namespace of n.
func element(n *node, local string) string {
	if n.Name.Prefix == "" {
		return local
	}
	return n.Name.Prefix + ":" + local
}

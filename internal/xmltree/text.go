package xmltree

import (
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
)

// Text returns what an element says: the text in it and in spans, a line a
// br, white space collapsed where it is not to be kept, ruby text left out.
func Text(n *Node) string {
	var b strings.Builder
	for _, c := range Gather(n) {
		b.WriteRune(c.Rune)
	}
	return b.String()
}

// Char is a character of a text, and where the document says it.
type Char struct {
	Rune     rune
	Node     *Node // a run of text, or a br
	From, To int
}

// Gather returns the characters of an element as the reader of TTML puts them
// together.
func Gather(n *Node) []Char {
	g := gatherer{edge: true}
	g.element(n, preserves(n))
	return g.chars
}

// preserves reports whether white space in n is kept.
func preserves(n *Node) bool {
	for ; n != nil; n = n.Parent {
		if a := n.Attr(xmltoken.SpaceXML, "space"); a != nil {
			return a.Raw == "preserve"
		}
	}
	return false
}

type gatherer struct {
	chars []Char
	blank *Char // due before the next character
	edge  bool  // at the start of a line
}

func (g *gatherer) element(n *Node, preserve bool) {
	for _, kid := range n.Kids {
		switch {
		case kid.Kind == xmltoken.Text:
			g.text(kid, preserve)
		case kid.Is("br"):
			g.chars = append(g.chars, Char{'\n', kid, kid.At, kid.Outer})
			g.blank, g.edge = nil, true
		case kid.Is("span") && !isRubyText(kid):
			inner := preserve
			if a := kid.Attr(xmltoken.SpaceXML, "space"); a != nil {
				inner = a.Raw == "preserve"
			}
			g.element(kid, inner)
		}
	}
}

func isRubyText(n *Node) bool {
	switch n.Value(xmltoken.SpaceTTS, "ruby") {
	case "text", "textContainer", "delimiter":
		return true
	}
	return false
}

func (g *gatherer) text(n *Node, preserve bool) {
	for i := 0; i < len(n.Raw); {
		r, size := runeOf(n.Raw[i:], n.CDATA)
		c := Char{r, n, n.RawAt + i, n.RawAt + i + size}
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
func (g *gatherer) due(c Char) {
	if g.blank != nil && g.blank.Node == c.Node && g.blank.To == c.From {
		g.blank.To = c.To
		return
	}
	c.Rune = ' '
	g.blank = &c
}

func (g *gatherer) add(c Char) {
	if g.blank != nil && !g.edge {
		g.chars = append(g.chars, *g.blank)
	}
	g.blank, g.edge = nil, false
	g.chars = append(g.chars, c)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

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
	r, size := utf8.DecodeRuneInString(s)
	if r == '\r' {
		return '\n', 1
	}
	return r, size
}

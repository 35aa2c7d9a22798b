package edit

import (
	"strings"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
)

// setText changes the text that the characters of p make to want, and only
// there where the two differ.
func (s *splices) setText(p *xmltree.Node, chars []xmltree.Char, want string) {
	old := make([]rune, len(chars))
	for i := range chars {
		old[i] = chars[i].Rune
	}
	for _, h := range diff(old, []rune(want)) {
		s.hunk(p, chars, h)
	}
}

// hunk puts h.text in the place of the characters from h.from to h.to.
func (s *splices) hunk(p *xmltree.Node, chars []xmltree.Char, h hunk) {
	if h.from == h.to {
		s.addText(p, chars, h)
		return
	}
	placed := false
	for i := h.from; i < h.to; {
		n := chars[i].Node
		j := i + 1
		for j < h.to && chars[j].Node == n && chars[j].From == chars[j-1].To {
			j++
		}
		text := ""
		if !placed && (n.Kind == xmltoken.Text || j == h.to) {
			text, placed = s.inline(p, n, h.text), true
		}
		s.replace(chars[i].From, chars[j-1].To, text)
		i = j
	}
}

// addText inserts h.text behind the character before it, or before the one
// behind it.
func (s *splices) addText(p *xmltree.Node, chars []xmltree.Char, h hunk) {
	switch {
	case h.from > 0 && chars[h.from-1].Node.Kind == xmltoken.Text:
		c := chars[h.from-1]
		s.insert(c.To, s.inline(p, c.Node, h.text))
	case h.from < len(chars):
		c := chars[h.from]
		s.insert(c.From, s.inline(p, c.Node, h.text))
	case h.from > 0:
		s.insert(chars[h.from-1].To, s.inline(p, chars[h.from-1].Node, h.text))
	case !p.Empty:
		s.insert(p.Inner, s.inline(p, nil, h.text))
	default:
		s.setContent(p, s.inline(p, nil, h.text))
	}
}

// inline returns text as it stands in the run of text n of p.
func (s *splices) inline(p, n *xmltree.Node, text string) string {
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
func element(n *xmltree.Node, local string) string {
	if n.Name.Prefix == "" {
		return local
	}
	return n.Name.Prefix + ":" + local
}

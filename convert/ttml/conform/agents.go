package conform

import (
	"errors"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// checkTalents checks how characters and talents stand to each other.
func (c *checker) checkTalents() {
	talents := map[string]*node{}
	c.root.each(func(n *node) {
		switch n.name {
		case "ttm:name":
			c.checkTalentName(n, talents)
		case "ttm:actor":
			id, _ := n.attr("agent")
			if actor := c.ids[id]; actor != nil && actor.name == "ttm:agent" && actor.offset > n.offset {
				c.onAttr(n, "agent", "agent-order", badValue("agent", id, "a person that stands before the character"))
			}
		case "div", "p", "span":
			c.checkCharacterStyles(n)
		}
	})
}

// checkTalentName reports the second person of a name.
func (c *checker) checkTalentName(n *node, talents map[string]*node) {
	kind, _ := n.attr("type")
	person, _ := n.parent.attr("type")
	name := strings.Join(strings.Fields(n.data), " ")
	if kind != "full" || person != "person" || name == "" {
		return
	}
	if first := talents[name]; first != nil && first != n.parent {
		c.onNode(n, "talent-single", badValue("ttm:name", name, "one ttm:agent, which each of the characters refers to"))
		return
	}
	talents[name] = n.parent
}

// checkCharacterStyles reports styles of characters that an event or text does
// not have.
func (c *checker) checkCharacterStyles(n *node) {
	styles, ok := n.attr("style")
	if !ok {
		return
	}
	var here []string
	for at := n; at != nil; at = at.parent {
		agents, _ := at.attr("ttm:agent")
		here = append(here, strings.Fields(agents)...)
	}
	for id := range strings.FieldsSeq(styles) {
		style := c.ids[id]
		if style == nil || style.name != "style" {
			continue
		}
		of, _ := style.attr("ttm:agent")
		agents := strings.Fields(of)
		if len(agents) > 0 && !slices.ContainsFunc(agents, func(a string) bool { return slices.Contains(here, a) }) {
			c.onAttr(n, "style", "character-style", badValue("style", id, "a style of a character of the event"))
		}
	}
}

// isTranslation reports whether a text is one: its language source is a
// language, and not its own.
func isTranslation(p *node) bool {
	source, _ := p.inherited("daptm:langSrc")
	lang, _ := p.inherited("xml:lang")
	return source != "" && source != "zxx" && !strings.EqualFold(source, lang)
}

// checkTranslations holds the texts of a script event against the script type.
func (c *checker) checkTranslations(event *node) {
	kind, _ := c.root.attr("daptm:scriptType")
	var texts, translated []*node
	for _, p := range event.kids {
		if p.name != "p" || !p.hasText() {
			continue
		}
		texts = append(texts, p)
		if isTranslation(p) {
			translated = append(translated, p)
		}
	}
	switch {
	case kind == "originalTranscript" && translated != nil && c.first("original-translated"):
		source, _ := translated[0].inherited("daptm:langSrc")
		c.onNode(translated[0], "original-translated", badValue("daptm:langSrc", source, "the text's own language, in an originalTranscript"))
	case kind == "translatedTranscript" && texts != nil && translated == nil && c.first("translation-missing"):
		c.onNode(event, "translation-missing", errors.New("an event without a translation in a translatedTranscript"))
	}
}

// alphabets are the characters of the encodings of data.
var alphabets = map[string]func(rune) bool{
	"":          isBase64,
	"base64":    isBase64,
	"base64url": func(r rune) bool { return isAlphanumeric(r) || r == '-' || r == '_' || r == '=' },
	"base32":    func(r rune) bool { return 'A' <= r && r <= 'Z' || '2' <= r && r <= '7' || r == '=' },
	"base32hex": func(r rune) bool { return '0' <= r && r <= '9' || 'A' <= r && r <= 'V' || r == '=' },
	"base16":    func(r rune) bool { return '0' <= r && r <= '9' || 'A' <= r && r <= 'F' || 'a' <= r && r <= 'f' },
}

func isBase64(r rune) bool { return isAlphanumeric(r) || r == '+' || r == '/' || r == '=' }

func isAlphanumeric(r rune) bool {
	return '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z'
}

// checkEncoded reports the first run of text in a data or chunk that is not in
// its encoding.
func (c *checker) checkEncoded(n *node, text string, at int) {
	if n.misencoded || n.name != "data" && n.name != "chunk" {
		return
	}
	encoding, _ := n.attr("encoding")
	if encoding == "" && n.name == "chunk" {
		encoding, _ = n.parent.attr("encoding")
	}
	isLegal := alphabets[encoding]
	if isLegal == nil {
		return // which is told of the attribute
	}
	for i, r := range text {
		if r > ' ' && !isLegal(r) {
			n.misencoded = true
			c.add(finding{offset: at, rule: "data-content", element: n.name, err: badValue("content", script.Shorten(text[i:]), "text in the encoding of the "+n.name)})
			return
		}
	}
}

package srt

import (
	"fmt"
	"html"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// resolve drops formatting tags and override codes, makes line breaks of <br>
// and of \N, which files converted from ASS are full of, and decodes character references when asked to.
func (p *parser) resolve(at int, id, text string) string {
	marked := p.angles && strings.IndexByte(text, '<') >= 0 || strings.IndexByte(text, '{') >= 0 || strings.Contains(text, lineBreak)
	decoded := p.entities && strings.IndexByte(text, '&') >= 0
	if !marked && !decoded {
		return text
	}
	before := text
	if marked {
		text = p.stripMarkup(at, id, text)
	}
	if decoded {
		text = html.UnescapeString(text)
	}
	if text != before {
		text = joinLines(text)
	}
	return text
}

// stripMarkup returns text without tags and override codes, and with line
// breaks for <br>.
func (p *parser) stripMarkup(at int, id, text string) string {
	var b strings.Builder
	from := 0
	for i := 0; i < len(text); {
		n, with := markup(text[i:])
		if n == 0 {
			i++
			continue
		}
		if text[i] == '\\' {
			p.note(at, id, lineBreak, errLineBreak)
		}
		if with == "" {
			p.dropMarkup(at, id, text[i:i+n])
		}
		b.WriteString(text[from:i])
		b.WriteString(with)
		i += n
		from = i
	}
	if from == 0 {
		return text
	}
	b.WriteString(text[from:])
	return b.String()
}

// markup returns the length of the tag or override code s begins with, 0 if
// there is none, and what stands for it.
func markup(s string) (n int, with string) {
	switch s[0] {
	case '<':
		return tag(s)
	case '{':
		return override(s), ""
	case '\\':
		if strings.HasPrefix(s, lineBreak) {
			return len(lineBreak), "\n"
		}
	}
	return 0, ""
}

// lineBreak is how ASS writes a line break. Players of SubRip that make ASS of
// it break the line there.
const lineBreak = `\N`

var errLineBreak = fmt.Errorf(`%w: \N is a line break`, script.ErrAssumed)

// override returns the length of {\an8}, {\pos(1,2)}, {y:i} and the like.
func override(s string) int {
	if !strings.HasPrefix(s, `{\`) && !strings.HasPrefix(s, "{y:") && !strings.HasPrefix(s, "{Y:") {
		return 0
	}
	end := strings.IndexAny(s[1:], "{}\n") + 1
	if end == 0 || s[end] != '}' {
		return 0
	}
	return end + 1
}

// tag returns the length of the tag s begins with. Only the tags that occur in
// SubRip, and those of WebVTT, are tags.
func tag(s string) (n int, with string) {
	i := 1
	if i < len(s) && s[i] == '/' {
		i++
	}
	name := i
	for i < len(s) && ('a' <= s[i]|0x20 && s[i]|0x20 <= 'z') {
		i++
	}
	if i == len(s) || i-name > len("strong") || strings.IndexByte(" \t./>", s[i]) < 0 {
		return 0, ""
	}
	end := strings.IndexAny(s[i:], "<>\n")
	if end < 0 || s[i+end] != '>' {
		return 0, ""
	}
	switch strings.ToLower(s[name:i]) {
	case "br":
		return i + end + 1, "\n"
	case "b", "i", "u", "s", "font", "em", "strong", "strike", "span", "c", "v", "lang", "ruby", "rt":
		return i + end + 1, ""
	}
	return 0, ""
}

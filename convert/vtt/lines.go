package vtt

import (
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/script"
)

// line is a line of the input, without its line break. With one word more it
// would be passed in memory rather than in registers.
type line struct {
	text   string
	number int  // from 1
	arrow  bool // it holds "-->"
}

// pos returns where the byte at offset is. l may be several lines.
func (l line) pos(offset int) script.Pos {
	before := l.text[:offset]
	start := strings.LastIndexByte(before, '\n') + 1
	return script.Pos{
		Line:   l.number + strings.Count(before, "\n"),
		Column: 1 + utf8.RuneCountInString(before[start:]),
	}
}

// peek returns the line at p.pos and stays before it.
func (p *parser) peek() line {
	length := p.lineLength()
	return line{text: p.src[p.pos : p.pos+length], number: p.line, arrow: p.hasArrow(length)}
}

// lineLength returns the length of the line at p.pos, without its break.
func (p *parser) lineLength() int {
	rest := p.src[p.pos:]
	if end := strings.IndexByte(rest, '\n'); end >= 0 {
		return end
	}
	return len(rest)
}

// take moves behind l, which peek returned.
func (p *parser) take(l line) { p.advance(len(l.text)) }

// advance moves behind the line at p.pos, which has that length.
func (p *parser) advance(length int) {
	p.pos, p.line = min(p.pos+length+1, len(p.src)), p.line+1
}

func (p *parser) skipBlank() {
	for p.pos < len(p.src) && p.src[p.pos] == '\n' {
		p.pos++
		p.line++
	}
}

// hasArrow reports whether the line of the given length at p.pos holds "-->".
// As p.pos never decreases, that costs one pass over the input in all.
func (p *parser) hasArrow(length int) bool {
	if p.arrow < p.pos {
		p.arrow = len(p.src)
		if i := strings.Index(p.src[p.pos:], "-->"); i >= 0 {
			p.arrow = p.pos + i
		}
	}
	return p.arrow < p.pos+length
}

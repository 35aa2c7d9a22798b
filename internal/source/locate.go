package source

import (
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/script"
)

// Locator finds lines and columns. Lines end in LF, CR or CRLF; columns count
// characters. Offsets may come in any order: each costs at most [step] bytes
// once the text up to it was passed over.
type Locator struct {
	src   string
	here  place   // the one last asked for
	known []place // one at about every step bytes, from the start on
}

// place is a byte with its position, counted from 1.
type place struct{ offset, line, column int }

// step is how many bytes lie between places that are remembered.
const step = 1024

// NewLocator returns a Locator for src.
func NewLocator(src string) *Locator {
	start := place{line: 1, column: 1}
	return &Locator{src: src, here: start, known: []place{start}}
}

// Pos returns the line and column of the byte at offset. An offset beyond the
// text is its end.
func (l *Locator) Pos(offset int) script.Pos {
	offset = min(max(offset, 0), len(l.src))
	l.learn(offset)
	if offset < l.here.offset || offset-l.here.offset > step {
		i := min(offset/step, len(l.known)-1)
		if l.known[i].offset > offset {
			i--
		}
		l.here = l.known[i]
	}
	l.here = l.here.to(l.src, offset)
	return script.Pos{Line: l.here.line, Column: l.here.column}
}

// learn remembers the places up to offset.
func (l *Locator) learn(offset int) {
	for next := len(l.known) * step; next <= offset; next += step {
		// A place lies neither within a character nor between CR and LF.
		at := next
		for at < len(l.src) && at < next+utf8.UTFMax && !utf8.RuneStart(l.src[at]) {
			at++
		}
		if at < len(l.src) && l.src[at] == '\n' && l.src[at-1] == '\r' {
			at++
		}
		l.known = append(l.known, l.known[len(l.known)-1].to(l.src, at))
	}
}

// to returns the place of a later offset.
func (p place) to(src string, offset int) place {
	for {
		end := p.offset + lineEnd(src[p.offset:], offset-p.offset)
		if end > offset {
			break
		}
		p = place{offset: end, line: p.line + 1, column: 1}
	}
	p.column += utf8.RuneCountInString(src[p.offset:offset])
	p.offset = offset
	return p
}

// lineEnd returns the offset behind the first line break of src that begins
// before limit, or one beyond the limit when none does.
func lineEnd(src string, limit int) int {
	i := strings.IndexByte(src[:limit], '\n')
	if i < 0 {
		i = limit
	}
	if cr := strings.IndexByte(src[:i], '\r'); cr >= 0 {
		i = cr
	}
	switch {
	case i == limit:
		return limit + 1
	case src[i] == '\r' && i+1 < len(src) && src[i+1] == '\n':
		return i + 2
	}
	return i + 1
}

package ttml

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
)

// paragraph gathers the text of one p and when it is shown.
type paragraph struct {
	single string // the only text up to now, when it is right as it stands
	buf    []byte // all of it, once it is more than that
	built  bool   // buf is in use
	space  bool   // a blank is due before the next character
	edge   bool   // at the start of a line

	begin, end moment // hull of the text that is shown
	shown      bool   // there is such text
	uneven     bool   // not all of it is shown from begin to end
	lost       bool   // there is text that is never shown
	broken     frame  // what held text whose own interval is empty or reversed
	isBroken   bool

	lang, second string // the languages of the text that is kept, in order
	spoken       bool   // there is one
}

func (p *paragraph) reset() {
	*p = paragraph{buf: p.buf[:0], edge: true}
}

// add takes in the text token t, which stands in f. active says whether it is
// ever shown.
func (p *paragraph) add(t *xmltoken.Token, f *frame, active bool) {
	if t.IsBlank() {
		if !f.preserve {
			p.space = true
			return
		}
	} else if !t.IsInvisible() && !p.admit(f, active) {
		return
	}
	if p.single == "" && !p.built && !p.space && t.Class&(xmltoken.Special|xmltoken.Control|xmltoken.Odd) == 0 && !f.preserve {
		p.single = t.Raw
		return
	}
	p.build()
	if f.preserve {
		p.keep(t)
	} else {
		p.collapse(t)
	}
}

// admit notes when text of f is shown and reports whether it is to be kept.
func (p *paragraph) admit(f *frame, active bool) bool {
	switch {
	case active && !p.shown:
		p.shown = true
		p.begin, p.end = f.begin, f.limit
		if p.isBroken { // drop what was kept for want of better
			p.isBroken, p.lost = false, true
			p.single, p.built, p.buf, p.space, p.edge = "", false, p.buf[:0], false, true
			p.spoken, p.second = false, ""
		}
	case active:
		p.uneven = p.uneven || !p.begin.equal(f.begin) || !p.end.equal(f.limit)
		p.begin, p.end = earlier(p.begin, f.begin), later(p.end, f.limit)
	case f.undone && !f.seq && !p.shown && !f.begin.isIndefinite():
		if !p.isBroken {
			p.broken, p.isBroken = *f, true
		}
	default:
		p.lost = true
		return false
	}
	switch {
	case !p.spoken:
		p.lang, p.spoken = f.lang, true
	case p.second == "" && p.lang != f.lang:
		p.second = cmp.Or(f.lang, undetermined)
	}
	return true
}

// language returns the language of the text: the one that all of it is in,
// else that of the p, whose frame is f, and the first other.
func (p *paragraph) language(f *frame) (lang, other string) {
	switch {
	case p.second == "":
		return p.lang, ""
	case p.lang == f.lang:
		return f.lang, p.second
	}
	return f.lang, cmp.Or(p.lang, undetermined)
}

// build moves the single text to the buffer.
func (p *paragraph) build() {
	if p.built {
		return
	}
	p.built = true
	if p.single != "" {
		p.buf = append(p.buf, p.single...)
		p.edge = false
	}
}

// collapse adds text with its white space as single blanks.
func (p *paragraph) collapse(t *xmltoken.Token) {
	raw := t.Raw
	decode := t.Class&xmltoken.Special != 0 && !t.CDATA
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		r, size := rune(c), 1
		if c == '&' && decode {
			r, size = xmltoken.Reference(raw[i:])
			i += size - 1
		}
		switch {
		case r < utf8.RuneSelf && xmltoken.Classes[byte(r)]&xmltoken.Blank != 0: // also when it was referenced
			p.space = true
		case size > 1:
			p.flush()
			p.buf = utf8.AppendRune(p.buf, r)
		default:
			p.flush()
			p.buf = append(p.buf, c)
		}
	}
}

// flush writes the blank that is due, but not at the start of a line.
func (p *paragraph) flush() {
	if p.space && !p.edge {
		p.buf = append(p.buf, ' ')
	}
	p.space, p.edge = false, false
}

// keep adds text with its white space as it is.
func (p *paragraph) keep(t *xmltoken.Token) {
	text := t.PlainText()
	if strings.IndexByte(text, '\r') >= 0 { // was referenced
		text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	}
	if text == "" {
		return
	}
	p.flush()
	p.buf = append(p.buf, text...)
	p.edge = text[len(text)-1] == '\n'
}

// lineBreak adds a br.
func (p *paragraph) lineBreak() {
	p.build()
	p.space, p.edge = false, true
	p.buf = append(p.buf, '\n')
}

// text returns what was gathered.
func (p *paragraph) text(a *arena) string {
	if !p.built {
		return p.single
	}
	return a.copy(p.buf)
}

// arena keeps many small strings in few allocations.
type arena struct{ chunk strings.Builder }

const arenaChunk = 64 << 10

func (a *arena) copy(b []byte) string {
	if len(b) > arenaChunk/8 {
		return string(b)
	}
	if a.chunk.Cap()-a.chunk.Len() < len(b) {
		a.chunk = strings.Builder{}
		a.chunk.Grow(arenaChunk)
	}
	from := a.chunk.Len()
	a.chunk.Write(b)
	return a.chunk.String()[from:]
}

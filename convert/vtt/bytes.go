package vtt

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

// normalise turns the bytes of a file into what the algorithm works on: no
// byte order mark, UTF-8, LF line ends, no NUL. What is not WebVTT is refused
// before it is copied.
func (p *parser) normalise(src string) error {
	text, enc, ok := charset.Decode(src)
	if !hasSignature(text) {
		return p.refuse(text)
	}
	if !ok {
		if err := p.badEncoding(text, enc); err != nil {
			return err
		}
		text = replaceInvalid(text)
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		if !p.quiet {
			err := nulError(strings.Count(text, "\x00"))
			if err := p.report.Warn(source.NewLocator(text).Pos(i), "", err); err != nil {
				return err
			}
		}
		text = strings.ReplaceAll(text, "\x00", "\uFFFD")
	}
	p.src, p.line, p.arrow = unixLines(text), 1, -1
	return nil
}

// badEncoding warns of what replaceInvalid is going to do to text, or of what
// has become of broken UTF-16.
func (p *parser) badEncoding(text string, enc charset.Encoding) error {
	if p.quiet {
		return nil
	}
	if enc != charset.Unknown {
		return p.report.Warn(script.Pos{}, "", fmt.Errorf("%w: broken %s replaced by U+FFFD", script.ErrEncoding, enc))
	}
	first, count := countInvalid(text)
	return p.report.Warn(source.NewLocator(text).Pos(first), "", invalidError(count))
}

func invalidError(count int) error {
	return fmt.Errorf("%w: invalid UTF-8 replaced by U+FFFD%s", script.ErrEncoding, times(count))
}

func nulError(count int) error {
	return fmt.Errorf("%w: NUL replaced by U+FFFD%s", script.ErrEncoding, times(count))
}

// countInvalid returns how often replaceInvalid replaces something in text, and
// where first.
func countInvalid(text string) (first, count int) {
	first = -1
	for i := 0; i < len(text); {
		bad := invalid(text[i:])
		if bad > 0 {
			if first < 0 {
				first = i
			}
			count++
			i += bad
			continue
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return first, count
}

func times(n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(" (%d times)", n)
}

// invalid returns how many bytes at the start of s the WHATWG decoder replaces
// by one U+FFFD: as many as could begin a character, at least one; or 0 when s
// begins with a character.
func invalid(s string) int {
	if r, size := utf8.DecodeRuneInString(s); r != utf8.RuneError || size != 1 {
		return 0
	}
	n := 1
	for n < len(s) && n < utf8.UTFMax && !utf8.FullRuneInString(s[:n+1]) {
		n++
	}
	return n
}

// replaceInvalid returns s as the WHATWG UTF-8 decoder reads it.
func replaceInvalid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	from := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		bad := invalid(s[i:])
		if bad == 0 {
			_, size := utf8.DecodeRuneInString(s[i:])
			i += size
			continue
		}
		b.WriteString(s[from:i])
		b.WriteRune(utf8.RuneError)
		i += bad
		from = i
	}
	b.WriteString(s[from:])
	return b.String()
}

// unixLines returns s with CRLF and CR replaced by LF.
func unixLines(s string) string {
	cr := strings.IndexByte(s, '\r')
	if cr < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for cr >= 0 {
		b.WriteString(s[:cr])
		b.WriteByte('\n')
		s = s[cr+1:]
		if s != "" && s[0] == '\n' {
			s = s[1:]
		}
		cr = strings.IndexByte(s, '\r')
	}
	b.WriteString(s)
	return b.String()
}

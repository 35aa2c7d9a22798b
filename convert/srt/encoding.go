package srt

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

// text turns an input into UTF-8 without byte order mark, NUL and CR. What has
// no arrow is refused before it is copied.
func (p *parser) text(src, encoding string) (string, error) {
	if encoding == "" && isBinary(src) {
		p.src, p.loc = src, source.NewLocator(src)
		return "", p.noTiming()
	}
	text, err := p.decode(src, encoding)
	if err != nil {
		return "", err
	}
	text = unifyLineEnds(text)
	p.loc = source.NewLocator(text)
	if i := strings.IndexByte(text, 0); i >= 0 {
		if err := p.warn(i, "", nulError(strings.Count(text, "\x00"))); err != nil {
			return "", err
		}
		text = strings.ReplaceAll(text, "\x00", "\uFFFD")
	}
	return text, nil
}

func nulError(count int) error {
	return fmt.Errorf("%w: %d NUL read as U+FFFD", script.ErrText, count)
}

// isBinary reports whether src is no text that could hold a cue.
func isBinary(src string) bool {
	utf16 := strings.HasPrefix(src, "\xFF\xFE") || strings.HasPrefix(src, "\xFE\xFF")
	return !utf16 && strings.IndexByte(src, '>') < 0 && (strings.IndexByte(src, 0) >= 0 || !utf8.ValidString(src))
}

func (p *parser) decode(src, encoding string) (string, error) {
	text, found, ok := charset.Decode(src)
	marked := found == charset.UTF16LE || found == charset.UTF16BE || strings.HasPrefix(src, "\uFEFF")
	switch {
	case encoding != "" && !marked:
		return p.decodeAs(src, encoding)
	case found == charset.Unknown && (marked || mostlyUTF8(text)):
		return strings.ToValidUTF8(text, "\uFFFD"), p.warnEncoding(text, "UTF-8")
	case found == charset.Unknown:
		if err := p.warnBytes(text, errCP1252); err != nil {
			return "", err
		}
		return charset.FromCP1252(text), nil
	case !ok:
		return text, p.warnEncoding(text, found.String())
	}
	return text, nil
}

// decodeAs reads src in a named encoding.
func (p *parser) decodeAs(src, name string) (string, error) {
	enc, err := htmlindex.Get(name)
	if err != nil {
		err := &script.ValueError{Kind: script.ErrValue, Field: "encoding", Value: name, Want: "a name such as utf-8, windows-1252 or utf-16le"}
		return "", p.report.Fail(script.Pos{}, err)
	}
	text, err := enc.NewDecoder().String(src)
	if err != nil {
		return "", p.report.Fail(script.Pos{}, fmt.Errorf("%w: %w", script.ErrEncoding, err))
	}
	text = strings.ToValidUTF8(strings.TrimPrefix(text, "\uFEFF"), "\uFFFD")
	if strings.Contains(text, "\uFFFD") && !strings.Contains(src, "\uFFFD") {
		return text, p.warnEncoding(text, name)
	}
	return text, nil
}

var errCP1252 = fmt.Errorf("%w: the input is no UTF-8; read as windows-1252", script.ErrAssumed)

func bytesError(name string) error {
	return fmt.Errorf("%w: bytes that are no %s read as U+FFFD", script.ErrEncoding, name)
}

func (p *parser) warnEncoding(text, name string) error {
	return p.warnBytes(text, bytesError(name))
}

// warnBytes reports err at the first thing in text that is no character.
func (p *parser) warnBytes(text string, err error) error {
	text = unifyLineEnds(text) // by which lines are counted
	p.loc = source.NewLocator(text)
	return p.warn(badAt(text), "", err)
}

// badAt returns where the first byte of text stands that is no character, or
// else the first that was replaced.
func badAt(text string) int {
	for i, r := range text {
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			return i
		}
	}
	return strings.IndexRune(text, utf8.RuneError)
}

// mostlyUTF8 tells damaged UTF-8 from text in another encoding, where
// sequences of UTF-8 occur by chance only.
func mostlyUTF8(s string) bool {
	good, bad := 0, 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			i++
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		if size == 1 {
			bad++
		} else {
			good++
		}
		i += size
	}
	return good >= bad
}

// unifyLineEnds makes LF of CRLF, CR and CR CR LF.
func unifyLineEnds(s string) string {
	i := strings.IndexByte(s, '\r')
	if i < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i >= 0 {
		b.WriteString(s[:i])
		b.WriteByte('\n')
		s = s[i+1:]
		switch {
		case strings.HasPrefix(s, "\n"):
			s = s[1:]
		case strings.HasPrefix(s, "\r\n"):
			s = s[2:]
		}
		i = strings.IndexByte(s, '\r')
	}
	b.WriteString(s)
	return b.String()
}

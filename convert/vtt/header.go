package vtt

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

const signature = "WEBVTT"

// header reads the signature line and the header lines below it. The language
// and the title are kept: "Language: en", "Title: x", or a title behind the
// signature.
func (p *parser) header() error {
	first := p.peek()
	p.take(first)
	p.script.Title = strings.TrimLeft(strings.Trim(first.text[len(signature):], blank), "-–— \t")
	if p.script.Title == "FILE" { // early drafts called the signature so
		p.script.Title = ""
	}
	for p.pos < len(p.src) {
		l := p.peek()
		if l.arrow {
			return p.warn(l, 0, "", fmt.Errorf("%w: no blank line between header and cues", script.ErrSyntax))
		}
		p.take(l)
		if l.text == "" {
			return nil
		}
		if err := p.headerLine(l); err != nil {
			return err
		}
	}
	return nil
}

func (p *parser) headerLine(l line) error {
	name, value, _ := strings.Cut(l.text, ":")
	value = strings.Trim(value, blank)
	s := p.script
	switch name = strings.ToLower(strings.Trim(name, blank)); {
	case value == "":
	case (name == "language" || name == "lang") && (s.Language == "" || s.Language == value):
		s.Language = value
		return nil
	case name == "title" && (s.Title == "" || s.Title == value):
		s.Title = value
		return nil
	case name == "kind" && strings.EqualFold(value, "descriptions"):
		return nil
	case name == "x-timestamp-map=mpegts", name == "x-timestamp-map=local":
		return p.warn(l, 0, "", fmt.Errorf("%w: %s; times are kept as written", script.ErrDropped, script.Shorten(l.text)))
	}
	return p.warn(l, 0, "", fmt.Errorf("%w: header line %q", script.ErrDropped, script.Shorten(l.text)))
}

// hasSignature reports whether text, whatever its line ends, is WebVTT.
func hasSignature(text string) bool {
	rest, ok := strings.CutPrefix(text, signature)
	return ok && (rest == "" || strings.IndexByte(" \t\r\n", rest[0]) >= 0)
}

// refuse says why text is not WebVTT.
func (p *parser) refuse(text string) error {
	const enough = 4096
	visible := strings.TrimLeft(text, blank+"\uFEFF")
	if visible == "" {
		return p.report.Fail(script.Pos{}, script.ErrEmpty)
	}
	text = unixLines(replaceInvalid(text[:len(text)-len(visible)+min(len(visible), enough)]))
	first, _, _ := strings.Cut(text, "\n")
	text = strings.TrimLeft(text, blank+"\uFEFF")
	at, want := script.Pos{Line: 1, Column: 1}, `"WEBVTT" on the first line`
	switch {
	case strings.HasPrefix(first, signature):
		at.Column += len(signature)
		want = `a blank or the end of the line behind "WEBVTT"`
	case strings.HasPrefix(text, signature):
		want += ", with nothing before it"
	case len(text) >= len(signature) && strings.EqualFold(text[:len(signature)], signature):
		want += ", in capitals"
	case '0' <= text[0] && text[0] <= '9' && strings.Contains(text, "-->"):
		want += "; this may be SRT"
	case strings.Contains(first, "W\x00E\x00B"):
		want += "; this may be UTF-16 without a byte order mark"
	}
	return p.report.Fail(at, &script.ValueError{Kind: script.ErrSyntax, Value: first, Want: want})
}

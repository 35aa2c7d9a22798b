// Package secret keeps signed addresses and API keys out of messages.
package secret

import (
	"errors"
	"slices"
	"strings"
	"unicode"

	"github.com/vsconvert/vsconvert/script"
)

// marks begin what must not be shown, to the end of the word. Matching ignores
// letter case. The first are those of addresses.
var marks = [...]string{
	"://", `:\/\/`, "%3a%2f%2f",
	"vsk_", "signature=", "credential=", "token=", "sig=", "signature%3d", "credential%3d", "token%3d", "sig%3d",
}

// addresses is how many marks are those of addresses.
const addresses = 3

func isAddress(mark string) bool { return slices.Contains(marks[:addresses], mark) }

// Cut returns s with URLs cut down to their host, and without API keys and the
// signed parts of URLs, wherever they stand in it.
func Cut(s string) string {
	mark, end := next(s, 0)
	if mark == "" {
		return s
	}
	var b strings.Builder
	from := 0
	for mark != "" {
		b.WriteString(s[from:end])
		word := s[end:]
		if i := strings.IndexFunc(word, endsWord); i >= 0 {
			word = word[:i]
		}
		b.WriteString(cutWord(word, mark))
		from = end + len(word)
		mark, end = next(s, from)
	}
	b.WriteString(s[from:])
	return b.String()
}

// Signs reports whether s has the signed part of a URL in it.
func Signs(s string) bool {
	for mark, end := next(s, 0); mark != ""; mark, end = next(s, end) {
		if !isAddress(mark) && mark != "vsk_" {
			return true
		}
	}
	return false
}

// next returns the first mark in s[from:] and the offset behind it, or "" when
// there is none.
func next(s string, from int) (mark string, end int) {
	for i := from; i < len(s); i++ {
		switch s[i] {
		case '/', '_', '=', 'f', 'F', 'd', 'D':
		default:
			continue
		}
		for _, m := range marks {
			if at := i + 1 - len(m); at >= from && strings.EqualFold(s[at:i+1], m) {
				return m, i + 1
			}
		}
	}
	return "", len(s)
}

func endsWord(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"'<>`+"`", r) }

func cutWord(word, mark string) string {
	if word == "" {
		return ""
	}
	if !isAddress(mark) {
		return "…"
	}
	i := strings.IndexAny(word, `/\?#@%`)
	switch {
	case i < 0:
		return word
	case word[i] == '@', len(word) > i+2 && word[i:i+3] == "%40": // what stands before it is a password
		return "…"
	}
	return word[:i] + "/…"
}

// redacted stands for an error whose message holds a secret. It keeps what
// the error is, and lets nobody unwrap to the message.
type redacted struct {
	text string
	is   error
}

func (e *redacted) Error() string        { return e.text }
func (e *redacted) Is(target error) bool { return errors.Is(e.is, target) }

// Scrub returns err without secrets in its message.
func Scrub(err error) error { return ScrubBy(err, Cut) }

// ScrubBy returns err without what cut takes out of its message. Of an error
// that is changed, only what it is stays to be found with [errors.Is], and the
// place that a [script.ParseError] names.
func ScrubBy(err error, cut func(string) string) error {
	text := err.Error()
	safe := cut(text)
	if safe == text {
		return err
	}
	if pe, ok := err.(*script.ParseError); ok {
		pos := pe.Pos
		pos.Path = cut(pos.Path)
		return &script.ParseError{Format: pe.Format, Pos: pos, Err: ScrubBy(pe.Err, cut)}
	}
	return &redacted{text: safe, is: err}
}

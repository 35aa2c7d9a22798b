package results

import (
	"errors"
	"strings"
	"unicode"

	"github.com/vsconvert/vsconvert/script"
)

// secretMarks begin what must not be shown, to the end of the word. Matching
// ignores letter case.
var secretMarks = [...]string{"://", `:\/\/`, "vsk_", "signature=", "credential=", "token=", "sig="}

// redact cuts URLs down to their host, and drops API keys and the signed parts
// of URLs, wherever they stand in s.
func redact(s string) string {
	mark, end := nextSecret(s, 0)
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
		b.WriteString(redactedWord(word, mark))
		from = end + len(word)
		mark, end = nextSecret(s, from)
	}
	b.WriteString(s[from:])
	return b.String()
}

// show prepares a value of the input for a message.
func show(s string) string { return redact(script.Shorten(s)) }

// nextSecret returns the first mark in s[from:] and the offset behind it, or
// "" when there is none.
func nextSecret(s string, from int) (mark string, end int) {
	for i := from; i < len(s); i++ {
		switch s[i] {
		case '/', '_', '=':
		default:
			continue
		}
		for _, m := range secretMarks {
			if at := i + 1 - len(m); at >= from && strings.EqualFold(s[at:i+1], m) {
				return m, i + 1
			}
		}
	}
	return "", len(s)
}

func endsWord(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"'<>`+"`", r) }

func redactedWord(word, mark string) string {
	if word == "" {
		return ""
	}
	if mark[0] != ':' {
		return "…"
	}
	i := strings.IndexAny(word, `/\?#@`)
	switch {
	case i < 0:
		return word
	case word[i] == '@': // what stands before it is a password
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

// scrub returns err without secrets in its message.
func scrub(err error) error {
	text := err.Error()
	safe := redact(text)
	if safe == text {
		return err
	}
	if pe, ok := err.(*script.ParseError); ok {
		pos := pe.Pos
		pos.Path = redact(pos.Path)
		return &script.ParseError{Format: pe.Format, Pos: pos, Err: scrub(pe.Err)}
	}
	return &redacted{text: safe, is: err}
}

package results

import (
	"github.com/vsconvert/vsconvert/internal/secret"
	"github.com/vsconvert/vsconvert/script"
)

// redact cuts secrets out of s.
func redact(s string) string { return secret.Cut(s) }

// show prepares a value of the input for a message.
func show(s string) string { return redact(script.Shorten(s)) }

// scrub returns err without secrets in its message.
func scrub(err error) error { return secret.Scrub(err) }

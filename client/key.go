package client

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"github.com/vsconvert/vsconvert/internal/secret"
)

const minKey = 8

// Check returns what keeps a job from being asked for, without asking: an error
// that wraps [ErrBaseURL], [ErrKey] or [ErrJobID].
func (c *Client) Check(jobID string) error {
	if _, err := c.base(); err != nil {
		return err
	}
	switch {
	case c.Key == "":
		return fmt.Errorf("%w: it is empty", ErrKey)
	case len(c.Key) < minKey:
		return fmt.Errorf("%w: it has fewer than %d characters", ErrKey, minKey)
	case strings.ContainsFunc(c.Key, func(r rune) bool { return r <= ' ' || r > '~' }):
		return fmt.Errorf("%w: it has characters other than visible ASCII", ErrKey)
	case jobID == "":
		return fmt.Errorf("%w: it is empty", ErrJobID)
	case strings.Contains(jobID, c.Key):
		return fmt.Errorf("%w: it is the API key", ErrJobID)
	}
	return nil
}

// keyPattern matches the key as it stands and as JSON may write it.
func (c *Client) keyPattern() *regexp.Regexp {
	var b strings.Builder
	for _, r := range []byte(c.Key) {
		escape := ""
		if strings.IndexByte(`"\/`, r) >= 0 {
			escape = `\\?`
		}
		fmt.Fprintf(&b, `(?:%s%s|\\u00(?i:%02x))`, escape, regexp.QuoteMeta(string(rune(r))), r)
	}
	return regexp.MustCompile(b.String())
}

// cutKey returns a body without the key, and whether that was in it.
func (c *Client) cutKey(body []byte) ([]byte, bool) {
	if !bytes.Contains(body, []byte(c.Key)) && !bytes.ContainsRune(body, '\\') {
		return body, false
	}
	pattern := c.keyPattern()
	if !pattern.Match(body) {
		return body, false
	}
	return pattern.ReplaceAllLiteral(body, []byte("…")), true
}

// scrub returns err without the key and without addresses.
func (c *Client) scrub(err error) error {
	if err == nil {
		return nil
	}
	return secret.ScrubBy(err, c.cut)
}

func (c *Client) cut(s string) string {
	if c.Key != "" {
		s = strings.ReplaceAll(s, c.Key, "…")
	}
	return secret.Cut(s)
}

package client

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/vsconvert/vsconvert/internal/secret"
)

// Redact returns the body of an answer, such as [Client.Body] is given, with
// the signed addresses in it cut down to their hosts: the values of members
// that are called so, and others that have a signature. All else stays byte for
// byte. What is no JSON is an error.
func Redact(body []byte) ([]byte, error) {
	r := redactor{body: body, from: len(body) - len(bytes.TrimPrefix(body, []byte("\uFEFF")))}
	r.out = append(r.out, body[:r.from]...)
	r.offset = r.from
	r.Decoder = jsontext.NewDecoder(bytes.NewReader(body[r.from:]), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for {
		err := r.next()
		if errors.Is(err, io.EOF) {
			return append(r.out, body[r.from:]...), nil
		}
		if err != nil {
			return nil, secret.Scrub(err)
		}
	}
}

// redactor copies a JSON text but for its addresses.
type redactor struct {
	*jsontext.Decoder
	body   []byte
	offset int    // of the decoder's input in body
	from   int    // what is before is copied
	name   string // of the member at hand
	out    []byte
}

// next goes over one token.
func (r *redactor) next() error {
	if r.PeekKind() != '"' {
		_, err := r.ReadToken()
		return err
	}
	kind, n := r.StackIndex(r.StackDepth())
	raw, err := r.ReadValue()
	if err != nil {
		return err
	}
	unquoted, _ := jsontext.AppendUnquote(nil, raw) // bytes that are no UTF-8 stay as they are in what is not cut
	text := string(unquoted)
	if kind == '{' && n%2 == 0 {
		r.name = text
		return nil
	}
	if safe := cutAddresses(text, r.name); safe != text {
		end := r.offset + int(r.InputOffset())
		r.out = append(r.out, r.body[r.from:end-len(raw)]...)
		r.out, err = jsontext.AppendQuote(r.out, safe)
		r.from = end
		return err
	}
	return nil
}

var addresses = regexp.MustCompile("[^\\s\"'<>`]*:(?:\\\\?/){2}[^\\s\"'<>`]*")

// cutAddresses cuts the signed addresses in the member called name.
func cutAddresses(text, name string) string {
	if strings.HasSuffix(strings.TrimRight(strings.ToLower(name), "s"), "url") {
		return secret.Cut(text)
	}
	return addresses.ReplaceAllStringFunc(text, func(word string) string {
		if secret.Signs(word) {
			return secret.Cut(word)
		}
		return word
	})
}

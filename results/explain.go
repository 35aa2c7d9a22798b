package results

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/vsconvert/vsconvert/script"
)

// explain says what is wrong with a JSON text, where, and within what: a
// stricter reader goes through it again.
func explain(src string) (offset int, path string, err error) {
	d := jsontext.NewDecoder(bytes.NewBufferString(src), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	err = d.SkipValue()
	if err == nil {
		if _, err = d.ReadToken(); err == nil {
			return int(d.InputOffset()) - 1, "", fmt.Errorf("%w: more than one JSON value", script.ErrSyntax)
		}
	}
	bad, ok := errors.AsType[*jsontext.SyntacticError](err)
	if !ok {
		return len(src), "", fmt.Errorf("%w: the JSON ends early", script.ErrSyntax)
	}
	offset, path = int(bad.ByteOffset), pointerPath(bad.JSONPointer)
	if errors.Is(bad.Err, io.ErrUnexpectedEOF) {
		return len(src), path, fmt.Errorf("%w: the JSON ends early; the answer may be cut off", script.ErrSyntax)
	}
	return offset, path, fmt.Errorf("%w: %s", script.ErrSyntax, redact(bad.Err.Error()))
}

// pointerPath turns "/output/segments/3" into "output.segments[3]".
func pointerPath(p jsontext.Pointer) string {
	path := ""
	for token := range p.Tokens() {
		path = join(path, token)
	}
	return show(path)
}

// join appends a member's name, or an element's index, to a path.
func join(path, token string) string {
	switch {
	case token != "" && digitsEnd(token, 0) == len(token):
		return path + "[" + token + "]"
	case path == "":
		return token
	}
	return path + "." + token
}

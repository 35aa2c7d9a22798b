package convert

import (
	"bytes"
	"io"

	"github.com/vsconvert/vsconvert/script"
)

// Decode reads a script in format f. Errors are those of the format's package;
// for the API's answers they are those of package results. A nil o means the
// zero Options.
func Decode(r io.Reader, f Format, o *Options) (*script.Script, error) {
	if f.decode == nil {
		return nil, &script.ValueError{Kind: script.ErrValue, Field: "format", Value: f.Name, Want: "a format of the table"}
	}
	return f.decode(orZero(o)).Decode(r)
}

// Encode writes s in format f, which must not be read-only. Writers warn of
// what s holds and f does not. A nil o means the zero Options.
func Encode(w io.Writer, s *script.Script, f Format, o *Options) error {
	if f.encode == nil {
		return &script.ValueError{Kind: script.ErrValue, Field: "format", Value: f.Name, Want: "a format that can be written"}
	}
	return f.encode(orZero(o)).Encode(w, s)
}

// Convert reads r in one format and writes w in another.
func Convert(w io.Writer, to Format, r io.Reader, from Format, o *Options) error {
	s, err := Decode(r, from, o)
	if err != nil {
		return err
	}
	return Encode(w, s, to, o)
}

// RoundTrip returns s as format f gives it back: what is left of it once it
// was written and read again. Warnings are dropped.
func RoundTrip(s *script.Script, f Format, o *Options) (*script.Script, error) {
	if f.encode == nil {
		return s, nil // only read, so it is what s came from
	}
	quiet := *orZero(o)
	quiet.Warn, quiet.Job = nil, nil
	var b bytes.Buffer
	if err := f.encode(&quiet).Encode(&b, s); err != nil {
		return nil, err
	}
	return f.decode(&quiet).Decode(&b)
}

func orZero(o *Options) *Options {
	if o == nil {
		return &Options{}
	}
	return o
}

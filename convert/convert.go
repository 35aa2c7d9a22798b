package convert

import (
	"bytes"
	"io"

	"github.com/vsconvert/vsconvert/internal/expand"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
)

// Decode reads a script in format f, which may be compressed as a whole with
// gzip or zstd. It expands to at most 8 MiB and 40 times its size; more is an
// error that wraps [script.ErrTooLarge]. Other errors are those of the format's
// package; for the API's answers they are those of package results. A nil o
// means the zero Options.
func Decode(r io.Reader, f Format, o *Options) (*script.Script, error) {
	if f.NewDecoder == nil {
		return nil, &script.ValueError{Kind: script.ErrValue, Field: "format", Value: f.Name, Want: "a format that can be read"}
	}
	r, err := expand.Reader(r)
	if err != nil {
		return nil, report.Source(f.Name, err)
	}
	return f.NewDecoder(orZero(o)).Decode(r)
}

// Encode writes s in format f, which must not be read-only. Writers warn of
// what s holds and f does not. A nil o means the zero Options.
func Encode(w io.Writer, s *script.Script, f Format, o *Options) error {
	if f.NewEncoder == nil {
		return &script.ValueError{Kind: script.ErrValue, Field: "format", Value: f.Name, Want: "a format that can be written"}
	}
	return f.NewEncoder(orZero(o)).Encode(w, s)
}

// Convert reads r in one format and writes w in another. Segments without an
// id are numbered.
func Convert(w io.Writer, to Format, r io.Reader, from Format, o *Options) error {
	s, err := Decode(r, from, o)
	if err != nil {
		return err
	}
	s.NumberIDs()
	return Encode(w, s, to, o)
}

// RoundTrip returns s as format f gives it back: what is left of it once it
// was written and read again. Of the options those count that say what a file
// means, such as a rate; not those that say where in somebody's file a script
// stands, such as the sheet, the columns or the encoding. Warnings are dropped.
func RoundTrip(s *script.Script, f Format, o *Options) (*script.Script, error) {
	if f.NewEncoder == nil || f.NewDecoder == nil {
		return s, nil // only read, so it is what s came from
	}
	quiet := ownFile(*orZero(o))
	var b bytes.Buffer
	if err := f.NewEncoder(&quiet).Encode(&b, s); err != nil {
		return nil, err
	}
	return f.NewDecoder(&quiet).Decode(&b)
}

// ownFile returns options to read what was just written with them.
func ownFile(o Options) Options {
	o.Warn, o.Job, o.MaxBytes = func(script.Warning) error { return nil }, nil, 0
	o.Counted, o.FromCSV.Counted, o.FromXLSX.Counted, o.FromSTL.Counted = nil, nil, nil, nil
	o.XLSX.Template, o.XLSX.Dialogue, o.XLSX.With, o.CSV.Dialogue, o.CSV.With = nil, nil, nil, nil, nil
	o.FromSRT.Encoding, o.FromSRT.MaxBytes = "", 0
	o.FromXLSX.Sheet, o.FromXLSX.Language, o.FromCSV.Language = "", "", ""
	o.FromXLSX.Columns, o.FromXLSX.Present, o.FromXLSX.Written, o.FromXLSX.MaxBytes = nil, nil, nil, 0
	o.FromCSV.Comma, o.FromCSV.Columns, o.FromCSV.Present, o.FromCSV.Written, o.FromCSV.MaxBytes = 0, nil, nil, nil, 0
	o.FromProTools.Track = ""
	o.FromHTML.Written, o.FromHTML.By, o.FromHTML.MaxBytes = nil, nil, 0
	return o
}

func orZero(o *Options) *Options {
	if o == nil {
		return &Options{}
	}
	return o
}

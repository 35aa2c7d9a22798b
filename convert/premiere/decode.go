package premiere

import (
	"io"
	"strings"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads xmeml and the marker lists that Premiere exports as CSV. The
// zero value works.
type Decoder struct {
	// Rate of the sequence. The default for xmeml is what the file states. A
	// CSV does not: there it is that of Start, else the slowest that fits, with
	// a warning.
	Rate timecode.Rate
	// Start is the timecode of the programme's first frame. The default for
	// xmeml is the start of the sequence, for CSV 00:00:00:00.
	Start    timecode.Timecode
	MaxBytes int64                      // default 1 GiB
	Warn     func(script.Warning) error // is told what was dropped, changed or assumed; default: nobody
	// Counted is told the rate at which labels are read, with the way in which
	// they are counted. Nil is not told.
	Counted func(timecode.Rate)
}

// Decode reads markers with default options.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads markers. Errors are [*script.ParseError] values.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	in, err := markers.Open(r, markers.Options{Format: format, Rate: d.Rate, Start: d.Start, MaxBytes: d.MaxBytes, Warn: d.Warn, Counted: d.Counted})
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(strings.TrimSpace(in.Src), "<") {
		return decodeXML(in)
	}
	return decodeCSV(in)
}

package avid

import (
	"fmt"
	"io"
	"strconv"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Keeps is what the format holds beside texts and times.
const Keeps script.Fields = 0

// Encoder writes marker lists. The zero value works.
type Encoder struct {
	Rate  timecode.Rate              // of the sequence; default: that of Start, else 25 with a warning
	Start timecode.Timecode          // of the programme's first frame; default 00:00:00:00
	User  string                     // who made the markers; default "Describer"
	Track string                     // V1, A1, TC1 and so on; default "V1"
	Color string                     // red, green, blue, cyan, magenta, yellow, black or white, and more in newer versions; default "blue"
	CRLF  bool                       // lines end in CRLF instead of LF
	Warn  func(script.Warning) error // is told what was dropped, changed or assumed; default: nobody
}

// Encode writes the script to w with default options.
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// Encode writes the script to w.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	out, err := markers.NewOutput(format, e.Rate, e.Start, e.Warn)
	if err != nil {
		return err
	}
	row, err := e.columns(out)
	if err != nil {
		return err
	}
	entries := out.Entries(s, Keeps)
	out.Wraps(entries)
	out.OneFrame(entries, "Media Composer")
	lengthen(out, s, entries)
	buf := make([]byte, 0, markers.Size(entries, 64))
	for i := range entries {
		buf = row.append(buf, out, &entries[i])
	}
	return out.Write(w, buf)
}

// lengthen tells of segments without length, which last one frame. Those that
// are meant, in scripts of extended descriptions, are no news.
func lengthen(out *markers.Output, s *script.Script, entries []markers.Entry) {
	for i := range entries {
		if e := &entries[i]; e.Out == e.In && !e.Point && s.Type != script.Extended {
			out.Warn(e.ID, fmt.Errorf("%w: the marker is made one frame long, as points are in Media Composer", script.ErrZeroLength))
		}
	}
}

// columns are those that all rows share.
type columns struct {
	user, track, color, end string
}

func (e Encoder) columns(out *markers.Output) (c columns, err error) {
	if c.user, err = out.Word("user", e.User, "Describer"); err != nil {
		return c, err
	}
	if c.track, err = out.Word("track", e.Track, "V1"); err != nil {
		return c, err
	}
	if c.color, err = out.Word("color", e.Color, "blue"); err != nil {
		return c, err
	}
	c.end = "\n"
	if e.CRLF {
		c.end = "\r\n"
	}
	return c, nil
}

func (c *columns) append(dst []byte, out *markers.Output, m *markers.Entry) []byte {
	dst = append(append(dst, c.user...), '\t')
	dst = append(out.Label(dst, m.In), '\t')
	dst = append(append(dst, c.track...), '\t')
	dst = append(append(dst, c.color...), '\t')
	dst = append(append(dst, m.Text...), '\t')
	dst = strconv.AppendInt(dst, max(m.Out-m.In, 1), 10)
	return append(dst, c.end...)
}

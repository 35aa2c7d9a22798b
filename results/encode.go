package results

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
)

// Encoder writes scripts as JSON in the shape of the API's output:
//
//	{"segments": [{"id": "1", "start_time": 0.5, "end_time": 3.1, "description": "..."}]}
//
// with members for all else a script holds, where it is set: title, language,
// ad_type, job_id, media_id, and for a segment note, status, cue, language,
// speaker, and extended, which is true.
// Times are exact decimal seconds. Reading it gives back the same script,
// except that a time below zero becomes 0, a missing id the segment's ordinal,
// and bytes that are no UTF-8 become U+FFFD; all but the id with a warning.
type Encoder struct {
	// Indent puts every member on a line of its own, indented by two blanks a
	// level. Default false: a line for each segment.
	Indent bool

	// Warn is told of what was changed, and of segments that other formats
	// cannot hold. Nil drops the warnings.
	Warn func(script.Warning) error
}

// Keeps is what segments JSON holds beside texts and times.
const Keeps = script.AllFields &^ script.OtherColumns

// Encode writes s with the zero [Encoder].
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// Encode writes s, sorted by start. It returns the errors of w and of
// Warn only.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	out := &writer{
		indent: e.Indent,
		report: report.Reporter{Format: jsonFormat, To: e.Warn},
	}
	out.head(s)
	for i, seg := range order.ByStart(s) {
		if len(out.buf) > flushAt {
			if _, err := w.Write(out.buf); err != nil {
				return err
			}
			out.buf = out.buf[:0]
		}
		out.report.Number = i + 1
		out.segment(i, &seg)
		if err := out.report.Err(); err != nil {
			return err
		}
	}
	out.foot()
	if err := loss.OfColumns(s); err != nil {
		out.report.Number, out.id = 0, ""
		out.warn(err)
	}
	if err := out.report.Err(); err != nil {
		return err
	}
	_, err := w.Write(out.buf)
	return err
}

const flushAt = 256 << 10

// writer appends JSON to a buffer.
type writer struct {
	buf    []byte
	indent bool
	wrote  bool // the object at hand has a member
	level  int
	id     string // of the segment at hand
	report report.Reporter
}

func (w *writer) head(s *script.Script) {
	w.open('{')
	w.string("title", s.Title)
	w.string("language", s.Language)
	w.adType(s.Type)
	w.string("job_id", s.Source.JobID)
	w.string("media_id", s.Source.MediaID)
	w.key("segments")
	w.open('[')
	if len(s.Segments) == 0 {
		w.warn(script.ErrNoSegments)
	}
}

func (w *writer) foot() {
	w.level--
	if !w.indent && w.wrote {
		w.buf = append(w.buf, '\n')
	}
	w.close(']')
	w.level--
	w.close('}')
	w.buf = append(w.buf, '\n')
}

func (w *writer) open(c byte) {
	w.buf = append(w.buf, c)
	w.level++
	w.wrote = false
}

func (w *writer) close(c byte) {
	if w.indent && w.wrote {
		w.line()
	}
	w.buf = append(w.buf, c)
	w.wrote = true
}

func (w *writer) line() {
	w.buf = append(w.buf, '\n')
	for range w.level {
		w.buf = append(w.buf, ' ', ' ')
	}
}

func (w *writer) adType(t script.Type) {
	if _, err := script.ParseType(t.String()); err != nil {
		w.warn(fmt.Errorf("%w: %w", script.ErrDropped, err))
		return
	}
	w.string("ad_type", t.String())
}

func (w *writer) segment(i int, seg *script.Segment) {
	w.id = seg.ID
	if w.wrote {
		w.buf = append(w.buf, ',')
	}
	if w.indent {
		w.line()
	} else {
		w.buf = append(w.buf, '\n')
	}
	w.open('{')
	w.key("id")
	if seg.ID == "" {
		w.buf = append(strconv.AppendInt(append(w.buf, '"'), int64(i)+1, 10), '"')
	} else {
		w.quote("id", seg.ID)
	}
	w.time("start_time", seg.Start)
	w.time("end_time", seg.End)
	w.key("description")
	w.quote("description", seg.Text)
	w.extras(seg)
	w.level--
	w.close('}')
	w.remarks(seg)
}

// extras writes the members that the API does not have.
func (w *writer) extras(seg *script.Segment) {
	for i := fieldExtra; i < fields; i++ {
		f := extraFields[i-fieldExtra]
		switch {
		case !f.Flag:
			w.string(fieldNames[i], f.Value(seg))
		case f.Value(seg) != "":
			w.key(fieldNames[i])
			w.buf = append(w.buf, "true"...)
		}
	}
}

func (w *writer) key(name string) {
	if w.wrote {
		w.buf = append(w.buf, ',')
	}
	w.wrote = true
	if w.indent {
		w.line()
	}
	w.buf = append(append(append(w.buf, '"'), name...), '"', ':')
	if w.indent {
		w.buf = append(w.buf, ' ')
	}
}

func (w *writer) time(name string, t time.Duration) {
	w.key(name)
	if t < 0 {
		w.warn(fmt.Errorf("%w: %s %s moved to 0", script.ErrNegativeTime, name, t))
		t = 0
	}
	w.buf = clock.AppendSeconds(w.buf, t)
}

// string writes a member that is left out when it is empty.
func (w *writer) string(name, s string) {
	if s != "" {
		w.key(name)
		w.quote(name, s)
	}
}

// quote writes a string. What JSON cannot hold is escaped, and C1 controls.
func (w *writer) quote(name, s string) {
	if !utf8.ValidString(s) {
		w.warn(fmt.Errorf("%w: %s: bytes that are no UTF-8 replaced by U+FFFD", script.ErrText, name))
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	w.buf = append(w.buf, '"')
	for {
		i := plainEnd(s, 0)
		w.buf = appendVisible(w.buf, s[:i])
		if i == len(s) {
			break
		}
		w.buf = appendEscape(w.buf, s[i])
		s = s[i+1:]
	}
	w.buf = append(w.buf, '"')
}

// appendVisible appends s with its C1 controls escaped, which JSON may hold as
// they are and a terminal obeys: U+009B begins an escape sequence. They all
// begin with the byte C2.
func appendVisible(dst []byte, s string) []byte {
	for {
		i := strings.IndexByte(s, 0xC2)
		if i < 0 {
			return append(dst, s...)
		}
		dst = append(dst, s[:i]...)
		if c := s[i+1]; c < 0xA0 {
			dst = appendEscape(dst, c)
		} else {
			dst = append(dst, 0xC2, c)
		}
		s = s[i+2:]
	}
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	case '"', '\\':
		return append(dst, '\\', c)
	}
	const hex = "0123456789abcdef"
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}

func (w *writer) remarks(seg *script.Segment) {
	if err := script.CheckOrder(seg.Start, seg.End); err != nil {
		w.warn(err)
	}
	if strings.TrimSpace(seg.Text) == "" {
		w.warn(script.ErrNoText)
	}
}

// warn reports err of the segment at hand. Encode looks for what it was answered.
func (w *writer) warn(err error) { _ = w.report.Warn(script.Pos{}, w.id, err) }

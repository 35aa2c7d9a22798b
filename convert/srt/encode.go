package srt

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
)

// Keeps is what SubRip holds beside texts and times.
const Keeps = script.LineBreaks

// Encoder writes SubRip. The zero value is ready for use.
type Encoder struct {
	// BOM begins the file with a byte order mark. Some television sets and
	// older programs for Windows want one; others, among them YouTube, fail on
	// it.
	BOM bool

	// CRLF ends lines in CR LF, for hardware players. The default is LF.
	CRLF bool

	// Warn is told what had to be changed or left out. It may be nil.
	Warn func(script.Warning) error
}

// Encode writes s as SubRip with the default options.
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// Encode writes the segments of s in the order of their starts. Segments
// without a text are left out, with a warning. A script without segments makes
// an empty file.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	out := e.NewWriter(w)
	if err := out.WriteHeader(s); err != nil {
		return err
	}
	segments := order.ByStart(s)
	for i := range segments {
		if err := out.WriteSegment(&segments[i]); err != nil {
			return err
		}
	}
	return out.Close()
}

// NewWriter returns a Writer that writes to w with e's options.
func (e Encoder) NewWriter(w io.Writer) *Writer {
	out := &Writer{
		w: w, crlf: e.CRLF, report: report.Reporter{Format: format, To: e.Warn},
		lost: loss.Counter{Keeps: Keeps},
		buf:  make([]byte, 0, firstBuffer),
	}
	if e.BOM {
		out.buf = append(out.buf, "\uFEFF"...)
	}
	return out
}

// A buffer grows from that of a short script to that of any.
const firstBuffer, bufferSize = 8 << 10, 64 << 10

// Writer writes segments one at a time. It holds one back, since a segment
// without length lasts until the next at most.
type Writer struct {
	w      io.Writer
	crlf   bool
	report report.Reporter

	buf    []byte
	number int64 // of the cue written last
	given  int   // segments
	lost   loss.Counter
	held   held
	err    error
}

var errClosed = errors.New("srt: write after close")

// held is a segment whose text is ready to be written.
type held struct {
	set        bool
	given      int // from 1
	id, text   string
	start, end time.Duration
}

// WriteHeader takes what a script has beside its segments, of which SubRip has
// a place for nothing: Close warns of it. It may be left out.
func (w *Writer) WriteHeader(s *script.Script) error {
	w.lost.Script(s)
	return w.err
}

// WriteSegment adds a segment. Segments are to come in the order of their
// starts; one that does not is written in its place, with a warning. After an
// error of the underlying writer or of Warn, all calls return it; after Close it
// is an error.
func (w *Writer) WriteSegment(s *script.Segment) error {
	if w.err != nil {
		return w.err
	}
	w.given++
	w.report.Number = w.given
	text, changed := safeText(s.Text)
	if changed != 0 && w.heard() {
		w.warn(s.ID, fmt.Errorf("%w: %s", script.ErrText, changed))
	}
	if text == "" {
		w.warn(s.ID, fmt.Errorf("%w: left out", script.ErrNoText))
		return w.err
	}
	if w.held.set && s.Start < w.held.start && w.heard() {
		w.warn(s.ID, fmt.Errorf("%w: start %s is before that of the segment before it", script.ErrValue, s.Start))
	}
	if w.heard() {
		w.lost.Segment(s)
	}
	w.release(s.Start)
	w.held = held{set: true, given: w.given, id: s.ID, text: text, start: s.Start, end: s.End}
	return w.err
}

// Close writes what is held back. It does not close the underlying writer.
func (w *Writer) Close() error {
	if errors.Is(w.err, errClosed) {
		return nil
	}
	if w.err != nil {
		return w.err
	}
	w.release(w.held.start - 1)
	w.held, w.report.Number = held{}, 0
	if err := w.lost.Err(); err != nil {
		w.warn("", err)
	}
	if w.flush(); w.err != nil {
		return w.err
	}
	w.err = errClosed
	return nil
}

// release writes the segment held back. The next one starts at next, or is
// unknown if that is before the start.
func (w *Writer) release(next time.Duration) {
	if !w.held.set {
		return
	}
	h := &w.held
	w.report.Number = h.given
	from, to, err := clock.Span(h.start, h.end, next, time.Millisecond)
	if err != nil {
		w.warn(h.id, err)
	}
	if to > longest && w.heard() {
		w.warn(h.id, fmt.Errorf("%w: some players misread times of 100 hours and more", script.ErrTimeRange))
	}
	w.number++
	w.buf = w.appendCue(w.buf, from, to)
	if len(w.buf) >= bufferSize-4096 {
		w.flush()
	}
}

// longest is the last millisecond of two-digit hours.
const longest = 100*60*60*1000 - 1

func (w *Writer) appendCue(dst []byte, from, to int64) []byte {
	eol := "\n"
	if w.crlf {
		eol = "\r\n"
	}
	dst = strconv.AppendInt(dst, w.number, 10)
	dst = append(dst, eol...)
	dst = clock.AppendMillis(dst, from, ',')
	dst = append(dst, " --> "...)
	dst = clock.AppendMillis(dst, to, ',')
	dst = append(dst, eol...)
	if w.crlf {
		dst = appendCRLF(dst, w.held.text)
	} else {
		dst = append(dst, w.held.text...)
	}
	dst = append(dst, eol...)
	return append(dst, eol...)
}

func appendCRLF(dst []byte, text string) []byte {
	for i := range len(text) {
		if text[i] == '\n' {
			dst = append(dst, '\r')
		}
		dst = append(dst, text[i])
	}
	return dst
}

func (w *Writer) flush() {
	if w.err == nil && len(w.buf) > 0 {
		_, w.err = w.w.Write(w.buf)
	}
	w.buf = w.buf[:0]
}

// heard reports whether a warning is worth making.
func (w *Writer) heard() bool { return w.report.To != nil }

func (w *Writer) warn(id string, err error) {
	if err := w.report.Warn(script.Pos{}, id, err); err != nil && w.err == nil {
		w.err = err
	}
}

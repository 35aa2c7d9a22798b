package vtt

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
)

// Keeps is what WebVTT holds beside texts and times. With [Encoder.Header] it
// holds title and language too, with [Encoder.Notes] notes, with
// [Encoder.Plain] no speakers.
const Keeps = script.IDs | script.LineBreaks | script.Speakers

// Encoder writes WebVTT. The zero value writes what every client reads.
type Encoder struct {
	// Header adds header lines: "Kind: descriptions", and the script's
	// language and title where it has them. No player uses them and some
	// refuse a file that has them. Default false.
	Header bool

	// Settings stand behind the times of every cue, such as "line:0" to keep
	// clear of captions. Legal are the settings of WebVTT but "region",
	// separated by one blank; others are a [*script.ValueError]. Default none.
	Settings string

	// Notes writes the note of a segment as a comment above its cue, which
	// players pass over and [Decoder] reads as its note. Default false.
	Notes bool

	// NoIDs leaves the ids out. Default false.
	NoIDs bool

	// Plain writes "‹" for "<" and "›" for ">", for players that put the
	// decoded text into a page as HTML, and no speakers. Each change is a
	// warning. Default false: both are escaped, and read back as they were,
	// and the speaker of a cue is its voice, <v Mary>.
	Plain bool

	// Warn is told of all that had to change. Nil drops the warnings.
	Warn func(script.Warning) error
}

// Encode writes s with the zero [Encoder].
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// Encode writes the segments of s sorted by start. Times are rounded to the
// nearest millisecond, halves up. A segment that starts before 0 starts at 0;
// one that does not end after its start lasts a second, or until the next one
// starts. Segments without text are left out. All this is told to Warn.
//
// Without segments the file is "WEBVTT" and a line break.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	enc := e.NewWriter(w)
	if err := enc.WriteHeader(s); err != nil {
		return err
	}
	segments := order.ByStart(s)
	for i := range segments {
		next := time.Duration(-1)
		if i+1 < len(segments) {
			next = segments[i+1].Start
		}
		if err := enc.cue(&segments[i], next); err != nil {
			return err
		}
	}
	return enc.Close()
}

// NewWriter returns a Writer that writes segments to w one at a time.
func (e Encoder) NewWriter(w io.Writer) *Writer {
	return &Writer{enc: e, w: w, report: report.Reporter{Format: format, To: e.Warn}, lost: loss.Counter{Keeps: e.keeps()}}
}

func (e Encoder) keeps() script.Fields {
	keeps := Keeps // NoIDs drops ids because it was asked to
	if e.Header {
		keeps |= script.Title | script.Language
	}
	if e.Notes {
		keeps |= script.Notes
	}
	if e.Plain {
		keeps &^= script.Speakers
	}
	return keeps
}

// Writer writes a file segment by segment, in the order they are given. It
// holds one segment back, because the start of the next one limits how far an
// end may be moved.
type Writer struct {
	enc    Encoder
	w      io.Writer
	buf    []byte
	err    error // of an earlier call
	begun  bool  // the header is written
	held   bool
	last   script.Segment // held back
	latest int64          // ms, start of the cue written last
	ends   int64          // ms, latest end so far
	lost   loss.Counter
	report report.Reporter // its number is that of the cue at hand
}

// The buffer grows from that of a short script to that of any.
const firstBuffer, flushAt = 8 << 10, 32 << 10

var errClosed = errors.New("vtt: write after close")

// WriteHeader writes the first lines for s, of which it looks at Title and
// Language only. It may be left out, and has no effect once a segment has been
// written.
func (w *Writer) WriteHeader(s *script.Script) error {
	if w.err != nil || w.begun {
		return w.err
	}
	w.begun = true
	w.buf = make([]byte, 0, firstBuffer)
	if w.err = checkSettings(w.enc.Settings); w.err != nil {
		return w.err
	}
	w.buf = append(w.buf, "WEBVTT\n"...)
	w.lost.Script(s)
	if !w.enc.Header {
		return nil
	}
	w.buf = append(w.buf, "Kind: descriptions\n"...)
	w.headerLine("Language", s.Language)
	w.headerLine("Title", s.Title)
	return w.err
}

func (w *Writer) headerLine(name, value string) {
	line, changed := clean.Line(value)
	if strings.Contains(line, "-->") {
		line, changed = strings.ReplaceAll(line, "-->", "→"), true
	}
	if changed {
		w.warn("", &script.ValueError{Kind: script.ErrText, Field: strings.ToLower(name), Value: value, Want: "one line without \"-->\""})
	}
	if line != "" {
		w.buf = append(append(append(append(w.buf, name...), ": "...), line...), '\n')
	}
}

// WriteSegment writes the segment before s and keeps a copy of s. Segments
// should come sorted by start; what does not is a warning.
func (w *Writer) WriteSegment(s *script.Segment) error {
	if err := w.begin(); err != nil {
		return err
	}
	if w.held {
		w.err = w.cue(&w.last, s.Start)
	}
	w.last, w.held = *s, true
	return w.err
}

func (w *Writer) begin() error {
	if w.begun {
		return w.err
	}
	return w.WriteHeader(new(script.Script))
}

// Close writes what is held back. It does not close the underlying writer.
func (w *Writer) Close() error {
	if errors.Is(w.err, errClosed) {
		return nil
	}
	if err := w.begin(); err != nil {
		return err
	}
	if w.held {
		if w.err = w.cue(&w.last, -1); w.err != nil {
			return w.err
		}
	}
	w.report.Number = 0
	if err := w.lost.Err(); err != nil {
		w.warn("", err)
	}
	if w.flush(); w.err != nil {
		return w.err
	}
	w.err = errClosed
	return nil
}

func (w *Writer) flush() {
	if len(w.buf) > 0 && w.err == nil {
		_, w.err = w.w.Write(w.buf)
	}
	w.buf = w.buf[:0]
}

// cue writes one segment. next is when the one behind it starts, or below 0.
func (w *Writer) cue(s *script.Segment, next time.Duration) error {
	if w.err != nil {
		return w.err
	}
	w.report.Number++
	text := w.text(s)
	if text == "" {
		w.warn(s.ID, fmt.Errorf("%w: left out", script.ErrNoText))
		return w.err
	}
	w.lost.Segment(s)
	from, to, err := clock.Span(s.Start, s.End, next, time.Millisecond)
	if err != nil {
		w.warn(s.ID, err)
	}
	w.checkTimes(s, from, to)
	if w.enc.Notes && s.Note != "" {
		w.note(s)
	}
	w.buf = append(w.buf, '\n')
	if !w.enc.NoIDs {
		w.id(s.ID)
	}
	w.buf = clock.AppendMillis(w.buf, from, '.')
	w.buf = append(w.buf, " --> "...)
	w.buf = clock.AppendMillis(w.buf, to, '.')
	if w.enc.Settings != "" {
		w.buf = append(append(w.buf, ' '), w.enc.Settings...)
	}
	w.buf = append(w.buf, '\n')
	if s.Speaker != "" && !w.enc.Plain {
		w.voice(s)
	}
	w.buf = appendEscaped(w.buf, text)
	w.buf = append(w.buf, '\n')
	if len(w.buf) >= flushAt {
		w.flush()
	}
	return w.err
}

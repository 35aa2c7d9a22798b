package ttml

import (
	"cmp"
	"fmt"
	"github.com/vsconvert/vsconvert/internal/loss"
	"io"

	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Keeps is what TTML holds beside texts and times, in each of the profiles.
const Keeps = script.AllFields &^ script.OtherColumns

// Encoder writes scripts as TTML. Its zero value writes IMSC 1.1.
type Encoder struct {
	// Profile is what the document conforms to; [IMSC11] by default.
	Profile Profile

	// Language, a BCP 47 tag, is written as the document's language in place
	// of the script's. When neither is set the document says "und", with a
	// warning, because every profile wants a language.
	Language string

	// ScriptType is DAPT's: "preRecording", the default, is text ready to be
	// voiced; "originalTranscript" is a draft, "asRecorded" what was voiced,
	// "translatedTranscript" a translation. Other profiles have none.
	ScriptType ScriptType

	// Represents is what of the programme the descriptions stand for, in
	// DAPT's words, separated by blanks: "visual", the default, or such as
	// "visual.nonText visual.text". Each event stands for the first. Other
	// profiles have no such word.
	Represents string

	// SourceLanguage is DAPT's langSrc: the language that the texts translate,
	// by BCP 47 tag; "zxx", the default, as descriptions have none. Other
	// profiles have no such word.
	SourceLanguage string

	// Speak asks for synthesised speech of every text, at that rate: "normal",
	// "fast" or "slow". "", the default, asks for none, as TTML does, whose
	// players then speak nothing. DAPT only.
	Speak string

	// Pitch is that of synthesised speech, as TTML has it: "10%", "120hz" or
	// "-2st". It needs Speak.
	Pitch string

	// Start is the timecode of the first frame. DAPT documents record it as
	// their daptOriginTimecode; times stay counted from the first frame.
	Start timecode.Timecode

	// Time is the form of times; [Clock] by default.
	Time TimeForm

	// Rate is the frame rate that times in [Frames] are counted at, and that
	// the document then states. Other times need none.
	Rate timecode.Rate

	// Top puts the text at the top of the picture instead of the bottom. DAPT
	// documents say nothing of layout.
	Top bool

	// Color and Background are those of the text, as #rrggbb or #rrggbbaa;
	// white on black by default. DAPT documents say nothing of colours.
	Color, Background string

	// Warn is told of everything the profile cannot hold as it is. Nil drops
	// the warnings.
	Warn func(script.Warning) error
}

// Encode writes s to w as IMSC 1.1.
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// Encode writes s to w, sorted by start. Times are rounded to the millisecond
// or frame, halves up. s is not altered. Errors are those of w, or a [*script.ValueError]
// about an option.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	laidOut := e.Profile != DAPT
	if e.Profile == DAPTIMSC {
		e.Profile = DAPT
	}
	if err := e.complete(); err != nil {
		return err
	}
	if err := e.checkTranslation(s); err != nil {
		return err
	}
	segments := order.ByStart(s)
	wr := &writer{
		Encoder:  e,
		laidOut:  laidOut,
		out:      w,
		script:   s,
		segments: segments,
		ids:      vocab.IDWriter{Segments: segments},
		rep:      report.Reporter{Format: format, To: e.Warn},
		buf:      make([]byte, 0, min(64<<10, 4096+256*len(segments))),
	}
	wr.title = wr.legalValue("", s.Title)
	wr.jobID, wr.mediaID = wr.legalValue("", s.Source.JobID), wr.legalValue("", s.Source.MediaID)
	wr.head()
	if err := loss.OfColumns(s); err != nil {
		_ = wr.rep.Warn(script.Pos{}, "", err) // the reporter remembers what it was answered
	}
	for i := range segments {
		wr.rep.Number = i + 1
		wr.segment(i)
		if err := wr.rep.Err(); err != nil {
			return err
		}
		if err := wr.flush(flushAt); err != nil {
			return err
		}
	}
	wr.tail()
	if err := wr.rep.Err(); err != nil {
		return err
	}
	return wr.flush(0)
}

// format is the name in errors and warnings.
const format = "ttml"

// flushAt is how many bytes are gathered before they are written.
const flushAt = 48 << 10

type writer struct {
	Encoder
	out                   io.Writer
	laidOut               bool // regions and styles are written
	script                *script.Script
	segments              []script.Segment
	ids                   vocab.IDWriter
	rep                   report.Reporter
	buf                   []byte
	language              string         // the document's
	title, jobID, mediaID string         // the script's, legal
	opened                bool           // body and div are open
	screen                screen         // what the texts need of the picture
	speakers              map[string]int // numbers of agents, from 1
}

func (w *writer) put(parts ...string) {
	for _, s := range parts {
		w.buf = append(w.buf, s...)
	}
}

func (w *writer) warn(id string, err error) { _ = w.rep.Warn(script.Pos{}, id, err) }

// flush writes what was gathered when it is more than most bytes.
func (w *writer) flush(most int) error {
	if len(w.buf) <= most {
		return nil
	}
	_, err := w.out.Write(w.buf)
	w.buf = w.buf[:0]
	return err
}

// segment writes the segment at index i.
func (w *writer) segment(i int) {
	seg := &w.segments[i]
	text, found, change := xmltoken.Legal(seg.Text)
	if change != 0 {
		w.warn(seg.ID, fmt.Errorf("%w: %s", script.ErrText, change))
	}
	empty := xmltoken.IsInvisible(text)
	if empty && w.Profile != DAPT {
		w.ids.Skip()
		w.warn(seg.ID, fmt.Errorf("%w: segment %w", script.ErrNoText, script.ErrDropped))
		return
	}
	if !w.opened {
		w.open()
	}
	if w.Profile == DAPT {
		w.event(i, text, found, empty)
		return
	}
	w.put("      <p xml:id=\"")
	w.buf = w.ids.Append(w.buf)
	w.put(`"`)
	w.times(i)
	if lang := w.languageOf(seg); lang != w.language {
		w.put(` xml:lang="`, lang, `"`)
	}
	w.agent(seg)
	w.pStyle(i)
	w.put(">")
	w.text(text, found, ` style="`+vocab.SpanID+`"`)
	w.put("</p>\n")
}

// pStyle writes what sets the text at index i apart from others.
func (w *writer) pStyle(i int) {
	rtl, small := w.screen.rtl && w.isRightToLeft(&w.segments[i]), w.screen.isSmall(i)
	switch {
	case rtl && small:
		w.put(` style="`, vocab.RTLID, " ", vocab.SmallID, `"`)
	case rtl:
		w.put(` style="`, vocab.RTLID, `"`)
	case small:
		w.put(` style="`, vocab.SmallID, `"`)
	}
}

func (w *writer) isRightToLeft(seg *script.Segment) bool {
	return isRightToLeft(seg.Text, cmp.Or(seg.Language, w.language))
}

// languageOf returns the language of a segment, which is the document's unless
// it says another.
func (w *writer) languageOf(seg *script.Segment) string {
	if seg.Language == "" || seg.Language == w.language {
		return w.language
	}
	return cmp.Or(w.languageTag(seg.Language, seg.ID), w.language)
}

// text writes a span with legal text in it, found being its classes.
func (w *writer) text(text string, found uint8, attributes string) {
	w.put("<span", attributes)
	if found&xmltoken.Odd != 0 {
		w.put(` xml:space="preserve"`)
	}
	w.put(">")
	w.buf = xmltoken.AppendText(w.buf, text, found)
	w.put("</span>")
}

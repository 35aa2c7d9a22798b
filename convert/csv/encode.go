package csv

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/fingerprint"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// TimeForm is how times are written.
type TimeForm uint8

const (
	// Auto is Frames where a rate is known, else Clock, or Colon in a table with
	// fingerprints.
	Auto TimeForm = iota
	// Clock is HH:MM:SS.mmm, rounded to the nearest millisecond, halves up.
	Clock
	// Colon is HH:MM:SS:mmm, which spreadsheet programs leave alone. Above 100
	// frames a second it would read as a timecode, and is an error.
	Colon
	// Frames is HH:MM:SS:FF, or HH:MM:SS;FF in drop-frame, of the nearest
	// frame, halves up. It needs a rate.
	Frames
)

// Preset is a kind of cue sheet.
type Preset string

// Cue sheets of [Encoder]. Without one a table has the script's columns.
const (
	ADR    Preset = "adr"    // of Pro Tools and its like, by cue number
	Nuendo Preset = "nuendo" // of Nuendo's ADR taker
	Easel  Preset = "easel"  // a script of ACTF EASEL
)

// What tables hold beside texts and times.
const (
	Keeps       = script.AllFields &^ (script.Title | script.AdType | script.Origin)
	ADRKeeps    = script.IDs | script.Notes | script.Speakers
	NuendoKeeps = script.Speakers
	EaselKeeps  = script.ExtendedSegments | script.Languages | script.Language
)

func (e Encoder) keeps() script.Fields {
	switch e.Preset {
	case ADR:
		return ADRKeeps
	case Nuendo:
		return NuendoKeeps
	case Easel:
		return EaselKeeps
	}
	return Keeps
}

// Encoder writes scripts. Its zero value writes CSV with a byte order mark.
type Encoder struct {
	// Comma is the delimiter: ',' (the default), ';', '\t', '|' or any other
	// character but a quote, line break or byte order mark.
	Comma rune

	// NoBOM leaves out the byte order mark, without which Excel reads
	// non-ASCII text wrongly.
	NoBOM bool

	// Raw leaves texts that begin like a formula as they are; see the package
	// comment.
	Raw bool

	// Time is the form of times.
	Time TimeForm

	// Fingerprint adds a column at the end that remembers what was written, for
	// the way back: see package merge. Unless Time says otherwise times are then
	// in the form Colon, which no spreadsheet program retypes. Cue sheets have
	// no such column.
	Fingerprint bool

	// Preset is "" for the script columns, ADR or Nuendo for a cue sheet, Easel
	// for a script of ACTF EASEL. Cue sheets have timecodes, whatever Time says,
	// and texts on one line. EASEL's times count from the first frame, whatever
	// Rate and Start say, in the form Colon; it has no ends.
	Preset Preset

	// Rate is the frame rate of timecodes. Unset, it is that of Start.
	Rate timecode.Rate

	// Start is the timecode of the programme's first frame, added to every
	// time; the default is 00:00:00:00.
	Start timecode.Timecode

	// Dialogue is set between the descriptions, in time order. Instead of an id
	// its rows have a mark by which readers pass them over, "Dialogue 3f9c",
	// whose digits sum up the text. Cue sheets leave it out.
	Dialogue []script.Segment

	// With are the same script in other languages, each in a column of its own
	// behind the texts, with its speech rate, beside the segments of the same id,
	// else of the same time; a last column remembers the ids and times. Each
	// needs a Language, and not that of another. Cue sheets leave them out.
	With []*script.Script

	// Limits are what the Flags column checks; zero fields mean defaults.
	Limits Limits

	// Warn is told what was changed or dropped. Nil drops warnings.
	Warn func(script.Warning) error
}

// Limits are what the Flags column goes by: speech rates in words per minute or
// characters per second, and lengths. Zero fields mean the defaults.
type Limits = qc.Limits

// Band holds the limits of a speech rate.
type Band = qc.Band

// Encode writes s with the zero [Encoder].
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

const bom = "\uFEFF"

// chunk is how much is collected before it is written.
const chunk = 1 << 16

// Encode writes s as a table, sorted by start. Times and texts that the table
// cannot hold are made to fit and reported; s is not modified.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	enc, err := e.prepare(s)
	if err != nil {
		return err
	}
	buf := make([]byte, 0, chunk+chunk/4)
	if !e.NoBOM && e.Preset != Easel { // where the first bytes are a time
		buf = append(buf, bom...)
	}
	buf = enc.header(buf)
	segments := order.ByStart(s)
	if len(enc.Dialogue)+len(enc.With) > 0 {
		if buf, err = enc.woven(buf, segments); err != nil {
			return err
		}
		segments = nil
	}
	for i := range segments {
		next := time.Duration(-1)
		if i+1 < len(segments) {
			next = segments[i+1].Start
		}
		enc.report.Number = i + 1
		if buf, err = enc.row(buf, &segments[i], next); err != nil {
			return err
		}
		if len(buf) >= chunk {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	if err := loss.Of(s, e.keeps()); err != nil {
		enc.report.Number = 0
		if err := enc.report.Warn(script.Pos{}, "", err); err != nil {
			return err
		}
	}
	_, err = w.Write(buf)
	return err
}

// encoder is the state of one Encode.
type encoder struct {
	Encoder
	comma    string
	special  [256]bool // bytes that make a field need quotes
	numeric  bool      // the delimiter occurs in numbers and times
	report   report.Reporter
	clock    table.Clock
	language string
	flags    table.FlagTexts
	unit     qc.Unit
	meter    *qc.Meter
	optional []table.Field // columns behind the others
	ordinal  int
	ids      string // of all segments, for the header of fingerprints
	with     []translation
	columns  *script.Columns
	others   []int // which of these are written
}

func (e Encoder) prepare(s *script.Script) (*encoder, error) {
	enc := &encoder{Encoder: e, language: s.Language, flags: table.FlagTexts{}, report: report.Reporter{Format: "csv", To: e.Warn}}
	if e.Comma == 0 {
		enc.Comma = ','
	}
	if !validComma(enc.Comma) {
		return nil, &script.ValueError{Kind: script.ErrValue, Field: "delimiter", Value: string(e.Comma), Want: "a character other than quote and line break"}
	}
	enc.comma = string(enc.Comma)
	enc.numeric = strings.Contains(".:;-0123456789", enc.comma)
	for _, c := range []byte("\"\r\n" + enc.comma) {
		enc.special[c] = true
	}
	enc.meter = qc.NewMeter(s, e.Limits)
	enc.unit = qc.ScriptUnit(s)
	if enc.Fingerprint = e.Fingerprint && e.Preset == ""; enc.Fingerprint {
		enc.ids = fingerprint.OfSegments(order.ByStart(s))
	}
	enc.optional = table.Used(s.Segments)
	if e.Preset == "" && s.Columns != nil {
		enc.columns, enc.others = s.Columns, table.Others(s.Columns, e.With)
	}
	if err := enc.setBeside(s); err != nil {
		return nil, err
	}
	return enc, enc.setClock()
}

func (enc *encoder) setClock() error {
	var err error
	if enc.clock, err = table.NewClock(enc.Rate, enc.Start); err != nil {
		return err
	}
	if err := report.Enum("times", enc.Time, Frames, "Auto, Clock, Colon or Frames"); err != nil {
		return err
	}
	rate, form := enc.clock.Rate, enc.Time
	switch enc.Preset {
	case "":
	case Easel:
		enc.easelClock()
		return nil
	case ADR, Nuendo:
		form = Frames
	default:
		return &script.ValueError{Kind: script.ErrValue, Field: "preset", Value: string(enc.Preset), Want: "adr, nuendo or easel"}
	}
	if form == Auto && rate.IsZero() && enc.Fingerprint {
		form = Colon
	}
	switch {
	case form == Frames && rate.IsZero():
		return fmt.Errorf("%w: a frame rate for timecodes", script.ErrMissing)
	case form == Colon && rate.Nominal() > 100:
		return &script.ValueError{Kind: script.ErrValue, Field: "times", Value: "HH:MM:SS:mmm", Want: "another form at " + rate.String() + ", where frames have three digits, too"}
	case form == Clock, form == Colon:
		enc.clock.Rate = timecode.Rate{}
	}
	if form == Colon {
		enc.clock.Mark = ':'
	}
	return nil
}

func validComma(r rune) bool {
	return r > 0 && r != '"' && r != '\r' && r != '\n' && r != 0xFFFD && r != 0xFEFF && r <= 0x10FFFF
}

// row appends one segment. next is the start of the segment behind it, or -1.
func (enc *encoder) row(dst []byte, seg *script.Segment, next time.Duration) ([]byte, error) {
	s, err := enc.ready(seg)
	switch {
	case err != nil:
		return dst, err
	case enc.Preset == Easel:
		return enc.easelRow(dst, &s, next)
	case enc.Preset != "":
		return enc.cue(dst, &s, next)
	}
	return enc.scriptRow(dst, &s, nil), nil
}

// ready returns a segment that cells can hold.
func (enc *encoder) ready(seg *script.Segment) (script.Segment, error) {
	s, err := table.Clean(seg, &enc.report)
	if err != nil {
		return s, err
	}
	enc.ordinal++
	if enc.clock.Wraps(max(s.Start, s.End)) {
		err := fmt.Errorf("%w: past 24 hours the timecode begins anew", script.ErrTimeRange)
		if err := enc.report.Warn(script.Pos{}, s.ID, err); err != nil {
			return s, err
		}
	}
	if enc.Preset == "" && (len(s.Text) > cellLimit || len(s.Note) > cellLimit) {
		if err := enc.warnLong(&s); err != nil {
			return s, err
		}
	}
	return s, table.CheckID(&s, &enc.report)
}

// cellLimit is how much of a cell spreadsheet programs keep, in UTF-16 units.
const cellLimit = 32767

func (enc *encoder) header(dst []byte) []byte {
	names := table.Header(enc.unit)
	switch enc.Preset {
	case ADR:
		names = []string{"Cue Number", "Character", "Start Timecode", "End Timecode", "Line", "Notes"}
	case Easel:
		return dst
	case Nuendo:
		return append(dst, strings.ReplaceAll(`"Character","Timecode In","Timecode Out","Dialogue"`+"\r\n", ",", enc.comma)...)
	}
	for i, name := range names {
		if i > 0 {
			dst = append(dst, enc.comma...)
		}
		dst = enc.field(dst, name)
		if i == textColumn {
			dst = enc.withHeader(dst)
		}
	}
	if enc.Preset == "" {
		for _, column := range enc.optional {
			dst = enc.field(append(dst, enc.comma...), column.Title())
		}
		for _, i := range enc.others {
			dst = enc.field(append(dst, enc.comma...), enc.columns.Names[i])
		}
	}
	if enc.Fingerprint {
		dst = enc.field(append(dst, enc.comma...), table.PrintHeader+enc.ids)
	}
	for _, t := range enc.with {
		dst = enc.field(append(dst, enc.comma...), table.PrintIn(t.Language)+t.ids)
	}
	return append(dst, "\r\n"...)
}

func (enc *encoder) scriptRow(dst []byte, s *script.Segment, with []*script.Segment) []byte {
	language := s.Language
	if language == "" {
		language = enc.language
	}
	m := enc.meter.Next(s)
	dst = append(enc.field(dst, s.ID), enc.comma...)
	dst = append(enc.time(dst, s.Start), enc.comma...)
	dst = append(enc.time(dst, s.End), enc.comma...)
	dst = append(enc.seconds(dst, m.Length.Round(time.Millisecond)), enc.comma...)
	dst = append(enc.withCells(enc.field(dst, s.Text), s, with), enc.comma...)
	dst = append(enc.count(dst, m), enc.comma...)
	dst = append(enc.rate(dst, m), enc.comma...)
	dst = enc.field(dst, enc.flags.Of(m.Flags))
	for _, value := range [...]string{s.Cue, s.Status, s.Note, language} {
		dst = enc.field(append(dst, enc.comma...), value)
	}
	for _, column := range enc.optional {
		dst = enc.field(append(dst, enc.comma...), column.Text(s))
	}
	for _, i := range enc.others {
		dst = enc.otherCell(append(dst, enc.comma...), s, i)
	}
	if enc.Fingerprint {
		dst = enc.field(append(dst, enc.comma...), string(fingerprint.Append(nil, s, enc.language)))
	}
	dst = enc.withPrints(dst, with)
	return append(dst, "\r\n"...)
}

func (enc *encoder) count(dst []byte, m qc.Measure) []byte {
	if m.Unit == enc.unit {
		from := len(dst)
		return enc.bare(strconv.AppendInt(dst, int64(m.Count), 10), from)
	}
	return enc.field(dst, table.CountText(m))
}

func (enc *encoder) rate(dst []byte, m qc.Measure) []byte {
	from := len(dst)
	switch {
	case m.Rate == 0:
		return dst
	case m.Unit != enc.unit:
		return enc.field(dst, table.RateText(m))
	}
	return enc.bare(table.AppendRate(dst, m), from)
}

func (enc *encoder) time(dst []byte, d time.Duration) []byte {
	from := len(dst)
	return enc.bare(enc.clock.Append(dst, d), from)
}

func (enc *encoder) seconds(dst []byte, d time.Duration) []byte {
	from := len(dst)
	return enc.bare(clock.AppendSeconds(dst, d), from)
}

// bare quotes the number or time that was appended since from, in the odd case
// that the delimiter is one of its characters.
func (enc *encoder) bare(dst []byte, from int) []byte {
	if !enc.numeric || !bytes.Contains(dst[from:], []byte(enc.comma)) {
		return dst
	}
	value := string(dst[from:])
	return append(append(append(dst[:from], '"'), value...), '"')
}

func (enc *encoder) needsQuotes(s string) bool {
	if s == "" {
		return false
	}
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		return true
	}
	if len(s) < 32 {
		for i := range len(s) {
			if enc.special[s[i]] {
				return true
			}
		}
		return false
	}
	return strings.Contains(s, enc.comma) || strings.IndexByte(s, '"') >= 0 || strings.IndexByte(s, '\n') >= 0 || strings.IndexByte(s, '\r') >= 0
}

// field appends s, guarded against formulas and quoted where it must be.
func (enc *encoder) field(dst []byte, s string) []byte {
	return enc.appendField(dst, s, false)
}

func (enc *encoder) appendField(dst []byte, s string, quote bool) []byte {
	guard := !enc.Raw && table.Guarded(s)
	if !enc.Raw {
		s = table.GuardWithin(s)
	}
	if !quote && !enc.needsQuotes(s) {
		if guard {
			dst = append(dst, '\'')
		}
		return append(dst, s...)
	}
	dst = append(dst, '"')
	if guard {
		dst = append(dst, '\'')
	}
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			return append(append(dst, s...), '"')
		}
		dst = append(append(dst, s[:i+1]...), '"')
		s = s[i+1:]
	}
}

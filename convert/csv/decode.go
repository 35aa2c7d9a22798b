package csv

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Decoder reads tables. Its zero value reads what [Encoder] writes and most of
// what others do: the delimiter is found out, also from a line "sep=;"; text
// may be UTF-8 or UTF-16 with or without byte order mark, or Windows-1252; the
// header stands anywhere in the first 64 rows, its columns in any order and
// under any of their usual names. A table without header is read by what its
// columns hold.
//
// Times may be HH:MM:SS.mmm with any number of decimals or a decimal comma,
// MM:SS, HH:MM:SS:mmm, seconds, H:MM:SS AM or PM and, with a rate, HH:MM:SS:FF.
// The end may be given as a duration.
type Decoder struct {
	// Comma is the delimiter; 0 finds it out.
	Comma rune

	// Preset is Easel for a table whose columns are those of EASEL by their
	// places; Columns, the rows of a header, Rate and Start are then not looked
	// at. All other tables need none.
	Preset Preset

	// Columns maps fields (id, start, end, duration, text, cue, status, note,
	// language, speaker, extended) to the header of the column that holds them, or "#3" for the
	// third, where the usual names do not do.
	Columns map[string]string

	// HeaderFirst and HeaderLast are the rows of the header, from 1, where it has
	// more than the two that are found, or names nobody knows. 0 finds it.
	HeaderFirst, HeaderLast int

	// SkipRows is how many rows at the top are not read.
	SkipRows int

	// Rate is the frame rate of timecodes. Unset, it is that of Start. Where it
	// leaves open whether labels are dropped, a ";" in a timecode of the table
	// says so; see [timecode.Rate.Open].
	Rate timecode.Rate

	// Start is the timecode of the programme's first frame, subtracted from
	// every clock time and timecode; the default is 00:00:00:00.
	Start timecode.Timecode

	// Counted is told the rate at which timecodes are read, with the way in which
	// they are counted, before rows are; zero if there is none. Nil is not told.
	Counted func(timecode.Rate)

	// Raw leaves the apostrophe before texts that begin like a formula.
	Raw bool

	// Language reads the texts in that language from a table that has them in
	// several, see [Encoder.With]: with the ids and times that they had, and
	// nothing else. A language that such a table lacks is an error; a table of
	// one language is read as it is.
	Language string

	// Unsorted leaves segments in the order of the file. By default they are
	// sorted by start.
	Unsorted bool

	// MaxBytes limits the input; below 1 means 1 GiB.
	MaxBytes int64

	// Present is told which fields of a segment there are columns for: of id,
	// start, end, text, cue, status, note, language, speaker and extended. Nil
	// is not told, and a table with rows and without a column for texts is an
	// error.
	Present func(fields []script.Field)

	// Written is told what the table remembers of the script it was written
	// from, see [Encoder.Fingerprint]. Nil is not told.
	Written func(script.Written)

	// Warn is told what was dropped, changed or guessed. Nil drops warnings.
	Warn func(script.Warning) error
}

// Decode reads a table with the zero [Decoder].
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads a table. Segments are sorted by start. Bad cells are errors
// with their line, column, header and value; up to twenty are listed.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	rep := &report.Reporter{Format: "csv", To: d.Warn}
	src, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(rep.Format, err)
	}
	src, err = charset.Transcode(src, rep)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(src) == "" {
		return nil, rep.Fail(script.Pos{}, script.ErrEmpty)
	}
	dec := &decoder{Decoder: d, report: rep, src: src, locate: source.NewLocator(src)}
	return dec.script()
}

type decoder struct {
	Decoder
	report *report.Reporter
	src    string
	locate *source.Locator
}

func (d *decoder) script() (*script.Script, error) {
	times, err := table.NewTimes(d.Rate, d.Start)
	if err != nil {
		return nil, err
	}
	from, comma := d.separator()
	if d.Preset == Easel {
		return d.easel(from, comma)
	}
	layout, comma, err := d.layout(from, comma)
	if err != nil {
		return nil, err
	}
	if d.Present != nil {
		d.Present(layout.Present())
	}
	if times, err = layout.Believe(d.head(from, comma), times, d.report); err != nil {
		return nil, err
	}
	if err := d.count(from, comma, layout, &times); err != nil {
		return nil, err
	}
	rd := &table.Reader{Layout: layout, Times: times, Report: d.report, Memory: source.NewBudget(len(d.src)), Partial: d.Present != nil, Unsorted: d.Unsorted}
	if err := d.rows(from, comma, layout.Header, rd); err != nil {
		return nil, err
	}
	s, err := rd.Script()
	if err != nil {
		return nil, err
	}
	if err := layout.CheckLanguage(d.Language, s.Language); err != nil {
		return nil, d.report.Fail(script.Pos{}, err)
	}
	if d.Written != nil {
		d.Written(rd.Written())
	}
	return s, nil
}

// count settles how labels are counted: where the rate leaves it open, the table
// says it.
func (d *decoder) count(from int, comma string, l *table.Layout, times *table.Times) error {
	if times.Rate.Open() && strings.ContainsAny(d.src, ";；") {
		sc := scanner{src: d.src, at: from, comma: comma}
		for n := 0; sc.next(); n++ {
			if n > l.Header {
				times.Learn(l, sc.fields)
			}
		}
	}
	err := times.Settle(d.report)
	if err == nil && d.Counted != nil {
		d.Counted(times.Rate)
	}
	return err
}

// rows feeds what stands below the header to rd.
func (d *decoder) rows(from int, comma string, header int, rd *table.Reader) error {
	sc := scanner{src: d.src, at: from, comma: comma}
	at := func(column int) script.Pos { return d.locate.Pos(sc.offset(column)) }
	for n := 0; sc.next(); n++ {
		if n <= header {
			continue
		}
		if !d.Raw {
			for i, value := range sc.fields {
				sc.fields[i] = cellText(value)
			}
		}
		if err := rd.Row(sc.fields, at); err != nil {
			return err
		}
	}
	if sc.open >= 0 {
		return d.report.Fail(d.locate.Pos(sc.open), fmt.Errorf("%w: quote without end", script.ErrSyntax))
	}
	return rd.WarnBeyond(script.Pos{}, sc.beyond)
}

// cellText undoes what keeps spreadsheet programs from guessing: the guard, and
// a formula that is nothing but a text, ="001".
func cellText(s string) string {
	if s == "" || s[0] != '\'' && s[0] != '=' {
		return table.UnguardWithin(s)
	}
	inner, ok := strings.CutPrefix(s, `="`)
	if ok && strings.IndexByte(inner, '"') == len(inner)-1 && inner != "" {
		return inner[:len(inner)-1]
	}
	return table.UnguardWithin(table.Unguard(s))
}

// separator returns where the table begins, and the delimiter when it is set
// or the first line says it.
func (d *decoder) separator() (from int, comma string) {
	if d.Comma != 0 {
		comma = string(d.Comma)
	}
	line := d.src
	if i := strings.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	if len(line) < 5 || !strings.EqualFold(strings.TrimLeft(line, `"`)[:min(4, len(strings.TrimLeft(line, `"`)))], "sep=") {
		return 0, comma
	}
	value := strings.TrimLeft(line, `"`)[4:]
	if value == "" {
		return 0, comma
	}
	_, size := utf8.DecodeRuneInString(value)
	if rest := strings.Trim(value[size:], `",;`); rest != "" || !validComma([]rune(value)[0]) {
		return 0, comma
	}
	if comma == "" {
		comma = value[:size]
	}
	return len(line), comma
}

// layout finds the header, trying the usual delimiters when none is known.
func (d *decoder) layout(from int, comma string) (*table.Layout, string, error) {
	if comma != "" {
		l, err := table.FindLayout(d.head(from, comma), d.where())
		return l, comma, d.noLayout(err)
	}
	var best *table.Layout
	var first error
	for _, candidate := range [...]string{",", ";", "\t", "|"} {
		l, err := table.FindLayout(d.head(from, candidate), d.where())
		switch {
		case errors.Is(err, script.ErrValue):
			return nil, "", err
		case err != nil:
			if first == nil || len(err.Error()) > len(first.Error()) {
				first = err
			}
		case best == nil || best.Guessed && !l.Guessed || best.Guessed == l.Guessed && l.Score() > best.Score():
			best, comma = l, candidate
		}
	}
	if best == nil {
		return nil, "", d.noLayout(first)
	}
	if best.Guessed {
		err := d.report.Warn(script.Pos{}, "", fmt.Errorf("%w: no known header: columns told by what they hold", script.ErrAssumed))
		return best, comma, err
	}
	return best, comma, nil
}

func (d *decoder) where() table.Where {
	return table.Where{Columns: d.Columns, First: d.HeaderFirst, Last: d.HeaderLast, Skip: d.SkipRows, Language: d.Language}
}

func (d *decoder) noLayout(err error) error {
	if err == nil || errors.Is(err, script.ErrValue) {
		return err
	}
	return d.report.Fail(script.Pos{}, err)
}

func (d *decoder) head(from int, comma string) [][]string {
	sc := scanner{src: d.src, at: from, comma: comma, limit: from + 1<<20}
	var head [][]string
	for len(head) < table.HeadRows && sc.next() {
		row := append([]string(nil), sc.fields...)
		for i := range row {
			if !d.Raw { // names of columns are guarded as cells are
				row[i] = cellText(row[i])
			}
		}
		head = append(head, row)
	}
	return head
}

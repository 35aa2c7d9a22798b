package astisub

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"time"

	asti "github.com/asticode/go-astisub"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/order"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// STLEncoder writes EBU STL for open subtitling. The zero value writes 25
// frames a second, and says so.
type STLEncoder struct {
	// Rate is 25, 29.97 or 30 frames a second. Unset, it is that of Start, or 25.
	Rate timecode.Rate

	// Start is the timecode of the programme's first frame, added to every
	// time; the default is 00:00:00:00.
	Start timecode.Timecode

	// Created is the date in the header. The zero value is 1 January 1970, so
	// that a script is always the same file.
	Created time.Time

	// Warn is told what had to be changed or left out. It may be nil.
	Warn func(script.Warning) error
}

// Encode writes the segments of s in the order of their starts. Segments
// without a text are left out, with a warning.
func (e STLEncoder) Encode(w io.Writer, s *script.Script) error {
	rep := &report.Reporter{Format: stl, To: e.Warn}
	out, err := e.writer(rep)
	if err != nil {
		return err
	}
	segments := order.ByStart(s)
	for i := range segments {
		rep.Number = i + 1
		next := time.Duration(-1)
		if i+1 < len(segments) {
			next = segments[i+1].Start
		}
		if out.segment(&segments[i], next); rep.Err() != nil {
			return rep.Err()
		}
	}
	rep.Number = 0
	title, code, err := e.header(s, rep)
	if err != nil {
		return err
	}
	file, err := out.file(title, code, e.Created)
	if err != nil {
		return err
	}
	_, err = w.Write(file)
	return err
}

func (e STLEncoder) writer(rep *report.Reporter) (*stlWriter, error) {
	rate, err := table.CheckStart(e.Rate, e.Start)
	if err != nil {
		return nil, err
	}
	if rate.IsZero() {
		if err := rep.Warn(script.Pos{}, "", fmt.Errorf("%w: 25 fps: %w", script.ErrAssumed, timecode.ErrNoRate)); err != nil {
			return nil, err
		}
		rate = timecode.Rate25
	}
	if !STLRate(rate) {
		odd := *errRate
		odd.Value = rate.String()
		return nil, &odd
	}
	return &stlWriter{rate: rate, first: e.Start.Frames(), report: rep}, nil
}

// header returns what the header says, and warns of what it cannot.
func (e STLEncoder) header(s *script.Script, rep *report.Reporter) (title, code string, err error) {
	title, whole := titleBytes(s.Title)
	code, said := languageCode(s.Language)
	var errs []error
	if !whole {
		errs = append(errs, fmt.Errorf("%w: title: 32 characters of code page 850", script.ErrText))
	}
	keeps := STLKeeps
	switch {
	case said == "":
		keeps &^= script.Language
	case said != s.Language:
		errs = append(errs, fmt.Errorf("%w: language %q becomes %q", script.ErrText, script.Shorten(s.Language), said))
	}
	if err := loss.Of(s, keeps); err != nil {
		errs = append(errs, err)
	}
	for _, err := range errs {
		if err := rep.Warn(script.Pos{}, "", err); err != nil {
			return "", "", err
		}
	}
	return title, code, nil
}

// stlWriter collects blocks.
type stlWriter struct {
	rate   timecode.Rate
	first  int64 // frame of the programme's start
	report *report.Reporter

	blocks    []block
	subtitles int
}

// block is a block of text and timing, as far as it is not like all others.
type block struct {
	number    int // of the subtitle, from 1
	extension byte
	in, out   int64 // frames
	rows      int   // of the whole subtitle
	text      []byte
}

func (w *stlWriter) segment(seg *script.Segment, next time.Duration) {
	warn := func(err error) {
		if err != nil {
			_ = w.report.Warn(script.Pos{}, seg.ID, err) // which report.Err returns
		}
	}
	text, cleaned := clean.Text(seg.Text)
	if cleaned != 0 {
		warn(fmt.Errorf("%w: %s", script.ErrText, cleaned))
	}
	if text == "" {
		warn(fmt.Errorf("%w: left out", script.ErrNoText))
		return
	}
	rows, err := stlRows(text)
	warn(err)
	in, out, err := clock.FrameSpan(seg.Start, seg.End, next, w.rate)
	warn(err)
	if out+w.first >= w.rate.FramesPerDay() {
		warn(fmt.Errorf("%w: past 24 hours the timecode begins anew", script.ErrTimeRange))
	}
	texts := pack(rows)
	if len(texts) > mostBlocks {
		warn(fmt.Errorf("%w: cut after %d blocks", script.ErrTooLarge, mostBlocks))
		texts = texts[:mostBlocks]
	}
	w.subtitles++
	for i, text := range texts {
		extension := byte(i)
		if i == len(texts)-1 {
			extension = lastBlock
		}
		w.blocks = append(w.blocks, block{w.subtitles, extension, in + w.first, out + w.first, len(rows), text})
	}
}

// stlRows returns a clean text as rows of the table's bytes.
func stlRows(text string) (rows [][]byte, err error) {
	changed, cut := 0, false
	for line := range strings.SplitSeq(text, "\n") {
		latin, n := toLatin(line)
		some, broken := rowsOf(latin)
		rows, changed, cut = append(rows, some...), changed+n, cut || broken
	}
	var parts []string
	if changed > 0 {
		parts = append(parts, fmt.Sprintf("%d characters that the Latin table does not have became ? or look-alikes", changed))
	}
	if cut {
		parts = append(parts, fmt.Sprintf("words of more than %d characters broken", mostColumns))
	}
	if parts != nil {
		err = fmt.Errorf("%w: %s", script.ErrText, strings.Join(parts, ", "))
	}
	return rows, err
}

// pack puts as many rows into a block as it holds.
func pack(rows [][]byte) (texts [][]byte) {
	var text []byte
	for i, row := range rows {
		if i < len(rows)-1 {
			row = append(row[:len(row):len(row)], rowEnd)
		}
		if len(text)+len(row) > textSize {
			texts, text = append(texts, text), nil
		}
		text = append(text, row...)
	}
	return append(texts, text)
}

// most is how many subtitles and blocks the header can count.
const (
	mostSubtitles = 0xFFFF
	mostInFile    = 99999
)

// file has the library write all blocks, and completes what it does not know:
// numbers, labels and the language.
func (w *stlWriter) file(title, language string, created time.Time) ([]byte, error) {
	if w.subtitles > mostSubtitles || len(w.blocks) > mostInFile {
		return nil, fmt.Errorf("%w: stl holds %d subtitles in %d blocks, and these are %d in %d", script.ErrTooLarge, mostSubtitles, mostInFile, w.subtitles, len(w.blocks))
	}
	sub := asti.NewSubtitles()
	if created.IsZero() {
		created = time.Unix(0, 0).UTC()
	}
	sub.Metadata = &asti.Metadata{Title: title, Framerate: w.rate.Nominal(), STLDisplayStandardCode: "0", STLCreationDate: &created, STLRevisionDate: &created, STLRevisionNumber: 0}
	for i := range w.blocks {
		sub.Items = append(sub.Items, w.blocks[i].item())
	}
	if len(w.blocks) == 0 {
		sub.Items = append(sub.Items, &asti.Item{}) // nothing is written of none
	}
	var b bytes.Buffer
	if err := guarded(func() error { return sub.WriteToSTL(&b) }); err != nil {
		return nil, err
	}
	file := b.Bytes()
	if len(file) != headerSize+blockSize*len(sub.Items) {
		return nil, fmt.Errorf("%w: the library wrote %d bytes", script.ErrSyntax, len(file))
	}
	return w.complete(file[:headerSize+blockSize*len(w.blocks)], language), nil
}

// item is a block in the library's terms. It knows half of the table, so bytes
// are given as characters whose low bytes they are.
func (b *block) item() *asti.Item {
	runes := make([]rune, len(b.text))
	for i, c := range b.text {
		runes[i] = 0xE000 + rune(c)
	}
	style := &asti.StyleAttributes{
		STLJustification: pointer(asti.JustificationCentered),
		STLPosition:      &asti.STLPosition{VerticalPosition: max(1, 23-b.rows)},
	}
	return &asti.Item{InlineStyle: style, Lines: []asti.Line{{Items: []asti.LineItem{{Text: string(runes)}}}}}
}

func (w *stlWriter) complete(file []byte, language string) []byte {
	copy(file[14:], language)
	copy(file[238:], fmt.Sprintf("%05d%05d001", len(w.blocks), w.subtitles))
	copy(file[256:], w.digits(w.first))
	if len(w.blocks) > 0 {
		copy(file[264:], w.digits(w.blocks[0].in))
	}
	for i := range w.blocks {
		b, tti := &w.blocks[i], file[headerSize+i*blockSize:]
		binary.LittleEndian.PutUint16(tti[1:], uint16(b.number))
		tti[3] = b.extension
		copy(tti[5:], w.label(b.in))
		copy(tti[9:], w.label(b.out))
	}
	return file
}

// label returns a frame's label as four bytes.
func (w *stlWriter) label(frame int64) []byte {
	l, _ := timecode.ParseLabel(timecode.FromFrames(frame, w.rate).String()) // which a timecode's own text is
	return []byte{l.Hour, l.Minute, l.Second, byte(l.Frame)}
}

// digits returns it as the header has it: HHMMSSFF.
func (w *stlWriter) digits(frame int64) string {
	l := w.label(frame)
	return fmt.Sprintf("%02d%02d%02d%02d", l[0], l[1], l[2], l[3])
}

package astisub

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	asti "github.com/asticode/go-astisub"
	"golang.org/x/text/unicode/norm"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// STLDecoder reads EBU STL. Its zero value works.
type STLDecoder struct {
	// Rate is how the labels count: 25 in files of 25 frames a second, 30 or
	// 29.97 in those of 30. Unset, it is what the file says.
	Rate timecode.Rate

	// Start is the timecode of the programme's first frame. Unset, it is what
	// the file says.
	Start timecode.Timecode

	// Counted is told the rate at which labels are read. Nil is not told.
	Counted func(timecode.Rate)

	// Unsorted leaves segments in the order of the file. By default they are
	// sorted by start.
	Unsorted bool

	// MaxBytes limits the input; below 1 means 1 GiB.
	MaxBytes int64

	// Warn is told what was dropped, changed or guessed. Nil drops warnings.
	Warn func(script.Warning) error
}

// Decode reads a file. What breaks the standard is an error with the number of
// its block, from 1.
func (d STLDecoder) Decode(r io.Reader) (*script.Script, error) {
	rep := &report.Reporter{Format: stl, To: d.Warn}
	src, err := source.Read(r, d.MaxBytes)
	switch {
	case err != nil:
		return nil, report.Source(stl, err)
	case strings.TrimSpace(src) == "":
		return nil, rep.Fail(script.Pos{}, script.ErrEmpty)
	case len(src) < headerSize:
		return nil, rep.Fail(script.Pos{}, fmt.Errorf("%w: %d bytes: want a header of %d", script.ErrSyntax, len(src), headerSize))
	}
	p := &stlReader{report: rep, memory: source.NewBudget(len(src)), header: src[:headerSize], s: &script.Script{}}
	if err := p.begin(d); err != nil {
		return nil, err
	}
	if err := p.read(src[headerSize:]); err != nil {
		return nil, err
	}
	if !d.Unsorted {
		p.s.Sort()
	}
	return p.s, nil
}

type stlReader struct {
	report *report.Reporter
	memory *source.Budget
	s      *script.Script
	header string
	rate   timecode.Rate
	first  int64 // frame of the programme's start

	at     int        // number of the block at hand
	parts  []stlPart  // of subtitles not yet handed to the library
	groups []stlGroup // these subtitles
	user   int        // blocks of user data
	open   bool       // the last subtitle goes on
}

// stlGroup is a subtitle: some parts, one after the other.
type stlGroup struct {
	number, at, parts int
	start, end        time.Duration
	comment           bool
}

// stlPart is the text of a block.
type stlPart struct {
	text   [textSize]byte
	join   string // between this and the next part
	begins bool   // with a blank
}

func (p *stlReader) fail(field, value, want string) error {
	return p.report.Fail(script.Pos{Path: "header"}, &script.ValueError{Kind: script.ErrValue, Field: field, Value: value, Want: want})
}

// begin reads the header.
func (p *stlReader) begin(d STLDecoder) error {
	format := p.header[3:11]
	nominal, ok := stlRates[format]
	if !ok {
		return p.fail("disk format", format, "STL25.01 or STL30.01")
	}
	if code := p.header[12:14]; code != "00" {
		return p.fail("character code table", code, "00: only Latin is read")
	}
	rate, err := table.CheckStart(d.Rate, d.Start)
	if err != nil {
		return err
	}
	switch {
	case rate.IsZero() && nominal == 30:
		rate = timecode.Rate30
	case rate.IsZero():
		rate = timecode.Rate25
	case rate.Nominal() != nominal || !STLRate(rate):
		return p.fail("disk format", format, "one that counts "+rate.String()+" frames a second")
	}
	p.rate, p.first = rate, d.Start.Frames()
	if d.Counted != nil {
		d.Counted(rate)
	}
	p.s.Title = headerText(p.header[16:48], p.header[:3])
	p.s.Language = languageOf(p.header[14:16])
	if d.Start.IsZero() {
		return p.programme(p.header[256:264])
	}
	return nil
}

// programme takes the start of the programme from the header.
func (p *stlReader) programme(digits string) error {
	if strings.Trim(digits, " \x00") == "" {
		return nil
	}
	var label [4]byte
	for i := range label {
		n, err := strconv.ParseUint(digits[2*i:2*i+2], 10, 8)
		if err != nil {
			return p.fail("start of the programme", digits, "HHMMSSFF")
		}
		label[i] = byte(n)
	}
	frame, err := p.frame(string(label[:]))
	p.first = frame
	return err
}

// frame returns the number of the frame that four bytes are the label of.
func (p *stlReader) frame(b string) (int64, error) {
	l := timecode.Label{Hour: b[0], Minute: b[1], Second: b[2], Frame: uint16(b[3])}
	t, _, err := l.Near(p.rate)
	if err != nil {
		return 0, p.report.Fail(p.pos(), errors.Join(script.ErrTime, err))
	}
	return t.Frames(), nil
}

func (p *stlReader) pos() script.Pos {
	if p.at == 0 {
		return script.Pos{Path: "header"}
	}
	return script.Pos{Path: "block " + strconv.Itoa(p.at)}
}

func (p *stlReader) read(src string) error {
	for ; len(src) >= blockSize; src = src[blockSize:] {
		p.at++
		if err := p.block(src[:blockSize]); err != nil {
			return err
		}
	}
	if err := p.flush(); err != nil {
		return err
	}
	var errs []error
	if src != "" {
		errs = append(errs, fmt.Errorf("%w: %d bytes behind the last whole block", script.ErrDropped, len(src)))
	}
	if p.user > 0 {
		errs = append(errs, fmt.Errorf("%w: %d blocks of user data", script.ErrDropped, p.user))
	}
	if len(p.s.Segments) == 0 {
		errs = append(errs, script.ErrNoSegments)
	}
	for _, err := range errs {
		if err := p.report.Warn(script.Pos{}, "", err); err != nil {
			return err
		}
	}
	return nil
}

// block takes one block: it begins a subtitle, or goes on with one.
func (p *stlReader) block(b string) error {
	if b[3] == userData {
		p.user++
		return nil
	}
	number := int(binary.LittleEndian.Uint16([]byte(b[1:3])))
	if n := len(p.groups); n > 0 && p.open && p.groups[n-1].number == number && p.groups[n-1].parts < mostBlocks {
		p.groups[n-1].parts++
	} else if err := p.beginGroup(b, number); err != nil {
		return err
	}
	p.open = b[3] != lastBlock
	part, err := p.part(b)
	if err != nil {
		return err
	}
	if p.parts = append(p.parts, part); len(p.parts) >= batch && !p.open {
		return p.flush()
	}
	return nil
}

func (p *stlReader) beginGroup(b string, number int) error {
	if err := p.memory.Take(600); err != nil {
		return p.report.Fail(p.pos(), err)
	}
	in, err := p.frame(b[5:9])
	if err != nil {
		return err
	}
	out, err := p.frame(b[9:13])
	if err != nil {
		return err
	}
	day := p.rate.FramesPerDay()
	if in < p.first && p.first-in > day/2 { // past midnight
		in += day
	}
	if out < in && in-out > day/2 {
		out += day
	}
	p.groups = append(p.groups, stlGroup{number, p.at, 1, p.rate.Duration(in - p.first), p.rate.Duration(out - p.first), b[15] == 1})
	if b[4] != 0 {
		return p.report.Warn(p.pos(), strconv.Itoa(number), fmt.Errorf("%w: that the text adds to the one before (cumulative)", script.ErrDropped))
	}
	return nil
}

// part returns the text of a block in bytes that the library reads well.
func (p *stlReader) part(b string) (part stlPart, err error) {
	raw := b[textAt:]
	if i := strings.IndexByte(raw, unused); i >= 0 {
		raw = raw[:i]
	}
	open := p.header[11] == '0' // no teletext, where controls stand at the edges of rows
	styles, unknown := 0, 0
	text := part.text[:0]
	for i := range len(raw) {
		c := raw[i]
		switch {
		case c == rowEnd && open && i > 0 && raw[i-1] == ' ':
			c = 0x7F // which the library passes over
		case c == rowEnd:
		case c < ' ':
			c = ' '
		case 0x80 <= c && c <= 0x85:
			c, styles = 0x7F, styles+1
		case latin[c] == 0:
			c, unknown = 0x7F, unknown+1
		}
		text = append(text, c)
	}
	for len(text) < textSize {
		text = append(text, unused)
	}
	part.begins = strings.HasPrefix(raw, " ")
	trimmed := raw
	for strings.HasSuffix(trimmed, "\x8A") { // strings.TrimRight would take any byte that is not UTF-8
		trimmed = trimmed[:len(trimmed)-1]
	}
	switch {
	case strings.HasSuffix(trimmed, " "):
		part.join = " "
	case trimmed != raw:
		part.join = "\n"
	}
	return part, p.warnPart(styles, unknown)
}

func (p *stlReader) warnPart(styles, unknown int) error {
	id := strconv.Itoa(p.groups[len(p.groups)-1].number)
	if unknown > 0 {
		if err := p.report.Warn(p.pos(), id, fmt.Errorf("%w: %d bytes that no character stands for", script.ErrDropped, unknown)); err != nil {
			return err
		}
	}
	if styles > 0 {
		return p.report.Warn(p.pos(), id, fmt.Errorf("%w: italics, underline or boxes", script.ErrDropped))
	}
	return nil
}

// flush hands the texts to the library, in a file of their own.
func (p *stlReader) flush() error {
	texts, err := p.hand()
	if err != nil {
		return err
	}
	at := 0
	for _, g := range p.groups {
		if err := p.segment(g, join(p.parts[at:at+g.parts], texts[at:at+g.parts])); err != nil {
			return err
		}
		at += g.parts
	}
	p.groups, p.parts = p.groups[:0], p.parts[:0]
	return nil
}

// join puts the texts of the blocks of a subtitle together.
func join(parts []stlPart, texts []string) string {
	var b strings.Builder
	for i, text := range texts {
		b.WriteString(text)
		if i == len(texts)-1 {
			break
		}
		b.WriteString(parts[i].join)
		if parts[i+1].begins && parts[i].join != "\n" {
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(b.String())
}

// inHand is how many blocks the library has at once: of one that is all rows it
// makes a hundred kilobytes.
const inHand = 16

func (p *stlReader) hand() (texts []string, err error) {
	for at := 0; at < len(p.parts); at += inHand {
		some, err := p.handSome(p.parts[at:min(at+inHand, len(p.parts))])
		if err != nil {
			return nil, p.report.Fail(p.pos(), err)
		}
		texts = append(texts, some...)
	}
	return texts, nil
}

func (p *stlReader) handSome(parts []stlPart) (texts []string, err error) {
	file := bytes.Repeat([]byte{' '}, headerSize)
	copy(file, "850STL25.01000") // a plain header: nothing in it to fail on
	for i := range parts {
		head := [textAt]byte{3: lastBlock}
		file = append(append(file, head[:]...), parts[i].text[:]...)
	}
	var sub *asti.Subtitles
	err = guarded(func() (err error) {
		sub, err = asti.ReadFromSTL(bytes.NewReader(file), asti.STLOptions{})
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case len(sub.Items) != len(parts):
		return nil, fmt.Errorf("%w: %d of %d blocks were read", script.ErrSyntax, len(sub.Items), len(parts))
	}
	for _, item := range sub.Items {
		texts = append(texts, norm.NFC.String(segmentOf(item).Text))
	}
	return texts, nil
}

// segment adds a subtitle. A comment that is not for transmission becomes the
// note of the subtitle before it that has its number or its time.
func (p *stlReader) segment(g stlGroup, text string) error {
	pos, id := script.Pos{Path: "block " + strconv.Itoa(g.at)}, strconv.Itoa(g.number)
	if g.comment {
		if n := len(p.s.Segments); n > 0 && p.s.Segments[n-1].Start == g.start {
			seg := &p.s.Segments[n-1]
			seg.Note = strings.TrimPrefix(seg.Note+"\n"+text, "\n")
			return nil
		}
		return p.report.Warn(pos, id, fmt.Errorf("%w: comment %q", script.ErrDropped, script.Shorten(text)))
	}
	seg := script.Segment{Start: g.start, End: g.end, Text: text}
	p.report.Number = len(p.s.Segments) + 1
	errs := []error{script.CheckOrder(seg.Start, seg.End)}
	if seg.Start < 0 {
		errs = append(errs, script.ErrNegativeTime)
	}
	if text == "" {
		errs = append(errs, script.ErrNoText)
	}
	for _, err := range errs {
		if err == nil {
			continue
		}
		if err := p.report.Warn(pos, id, err); err != nil {
			return err
		}
	}
	p.report.Number = 0
	p.s.Segments = append(p.s.Segments, seg)
	return nil
}

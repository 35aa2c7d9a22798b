package resolve

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Keeps is what the format holds beside texts and times; ids too where markers
// are called by them.
const Keeps = script.Title

// Encoder writes timeline markers. The zero value works.
type Encoder struct {
	Rate  timecode.Rate     // of the timeline; default: that of Start, else 25 with a warning
	Start timecode.Timecode // of the programme's first frame; default 00:00:00:00, though timelines mostly start at 01:00:00:00
	// Color is one of Resolve's: Blue, Cyan, Green, Yellow, Red, Pink, Purple,
	// Fuchsia, Rose, Lavender, Sky, Mint, Lemon, Sand, Cocoa or Cream. The
	// default is Blue.
	Color string
	// Name is what markers are called: "text" (cut at a word, with the whole in
	// its notes), "id" ("AD 7", by which the segment is known again) or "number". The
	// default is "text", which is what the timeline shows. Ids are kept with "id" only.
	Name  string
	Title string                     // default: the script's title, else "AD markers"
	CRLF  bool                       // lines end in CRLF instead of LF
	Warn  func(script.Warning) error // is told what was dropped, changed or assumed; default: nobody
}

var colors = [...]string{"Blue", "Cyan", "Green", "Yellow", "Red", "Pink", "Purple", "Fuchsia",
	"Rose", "Lavender", "Sky", "Mint", "Lemon", "Sand", "Cocoa", "Cream"}

// Encode writes the script to w with default options.
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// Encode writes the script to w.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	out, err := markers.NewOutput(format, e.Rate, e.Start, e.Warn)
	if err != nil {
		return err
	}
	color, err := e.color(out)
	if err != nil {
		return err
	}
	title, err := out.Word("title", e.Title, out.Title(s))
	if err != nil {
		return err
	}
	if err := out.Names(e.Name, "text"); err != nil {
		return err
	}
	entries := out.Entries(s, Keeps|script.IDs)
	out.Wraps(entries)
	out.OneFrame(entries, "Resolve")
	limits(out, entries)
	if e.Start.IsZero() {
		out.Warn("", fmt.Errorf("%w: the timeline starts at 00:00:00:00: %w: in Resolve they start at 01:00:00:00 unless that was changed", script.ErrAssumed, timecode.ErrNoStart))
	}
	p := printer{out: out, color: color, end: "\n", byText: e.Name == "" || e.Name == "text", buf: make([]byte, 0, markers.Size(entries, 180))}
	if e.CRLF {
		p.end = "\r\n"
	}
	p.head(title)
	last := int64(-1)
	for i := range entries {
		last = apart(out, &entries[i], last)
		p.marker(i+1, &entries[i])
	}
	return out.Write(w, p.buf)
}

func (e Encoder) color(out *markers.Output) (string, error) {
	if e.Color == "" {
		return colors[0], nil
	}
	name := e.Color
	if prefix := "ResolveColor"; len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
		name = name[len(prefix):]
	}
	for _, c := range colors {
		if strings.EqualFold(c, name) {
			return c, nil
		}
	}
	return "", out.Fail(&script.ValueError{Kind: script.ErrValue, Field: "color", Value: e.Color, Want: strings.Join(colors[:], ", ")})
}

// limits warns of lists beyond what EDL was made for.
func limits(out *markers.Output, entries []markers.Entry) {
	if out.Rate.Nominal() > 60 {
		out.Warn("", fmt.Errorf("%w: %s fps: most readers of lists refuse more than 60", script.ErrValue, out.Rate))
	}
	if len(entries) > 999 {
		out.Warn(entries[999].ID, fmt.Errorf("%w: event 1000: CMX 3600 numbers events up to 999, and some readers stop there", script.ErrValue))
	}
}

// apart moves a marker behind the frame of the one before it.
func apart(out *markers.Output, m *markers.Entry, last int64) int64 {
	if m.In > last {
		return m.In
	}
	m.In = last + 1
	m.Out = max(m.Out, m.In)
	out.Warn(m.ID, fmt.Errorf("%w: moved to frame %d: Resolve keeps one marker a frame", script.ErrOverlap, m.In))
	return m.In
}

// printer appends a list to its buffer.
type printer struct {
	out        *markers.Output
	buf        []byte
	color, end string
	byText     bool
}

func (p *printer) add(s string) { p.buf = append(p.buf, s...) }

func (p *printer) head(title string) {
	mode := edl.NonDropFrame
	if p.out.Rate.DropFrame() {
		mode = edl.DropFrame
	}
	p.add("TITLE: " + title + p.end + "FCM: " + mode + p.end + p.end)
}

func (p *printer) marker(n int, m *markers.Entry) {
	for width := 100; n < width && width > 1; width /= 10 {
		p.add("0")
	}
	p.buf = strconv.AppendInt(p.buf, int64(n), 10)
	p.add("  001      V     C        ")
	for range 2 {
		p.buf = append(p.out.Label(p.buf, m.In), ' ')
		p.buf = append(p.out.Label(p.buf, m.In+1), ' ')
	}
	p.add(" " + p.end)
	note, name := p.safe(m.ID, m.Text, script.ErrText), ""
	if p.byText && note != "" {
		name = markers.CutName(note)
	} else {
		name = p.bars(m.ID, m.Name, script.ErrID)
	}
	p.add(note)
	p.add(" |C:ResolveColor")
	p.add(p.color)
	p.add(" |M:")
	p.add(name)
	p.add(" |D:")
	p.buf = strconv.AppendInt(p.buf, max(m.Out-m.In, 1), 10)
	p.add(p.end + p.end)
}

// safe returns a text that Resolve does not take for anything else.
func (p *printer) safe(id, text string, kind error) string {
	text = p.bars(id, text, kind)
	if text != "" && '0' <= text[0] && text[0] <= '9' {
		p.out.Warn(id, fmt.Errorf(`%w: "- " put before it: Resolve takes a line that begins with a digit for an event`, kind))
		text = "- " + text
	}
	return text
}

func (p *printer) bars(id, text string, kind error) string {
	if strings.IndexByte(text, '|') < 0 {
		return text
	}
	p.out.Warn(id, fmt.Errorf(`%w: "|" ends a field: written as "/"`, kind))
	return strings.ReplaceAll(text, "|", "/")
}

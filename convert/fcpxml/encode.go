package fcpxml

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Keeps is what the format holds beside texts and times; ids too where markers
// are called by them, and captions hold a language.
const Keeps = script.LineBreaks | script.Title

// Encoder writes FCPXML. The zero value works.
type Encoder struct {
	Rate  timecode.Rate     // of the timeline; default: that of Start, else 25 with a warning
	Start timecode.Timecode // of the programme's first frame; default 00:00:00:00
	Items Items             // default: markers
	// Name is what markers and captions are called: "text" (cut at a word, with the whole in
	// the note), "id" ("AD 7", by which the segment is known again) or "number". The
	// default is "text" for markers, which is what the timeline shows, and "id" for
	// captions. Ids are kept with "id" only.
	Name  string
	Title string // name of the project; default: the script's title, else "AD markers"
	// Language of captions, as BCP 47. The default is the script's, else "en"
	// with a warning.
	Language string
	Warn     func(script.Warning) error // is told what was dropped, changed or assumed; default: nobody
}

// Encode writes the script to w with default options.
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// Encode writes the script to w.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	if err := report.Enum("items", e.Items, Captions, "Auto, Markers or Captions"); err != nil {
		return err
	}
	out, err := markers.NewOutput(format, e.Rate, e.Start, e.Warn)
	if err != nil {
		return err
	}
	title, err := out.Word("title", e.Title, out.Title(s))
	if err != nil {
		return err
	}
	keeps, otherwise := Keeps|script.IDs, "text"
	if e.Items == Captions {
		keeps |= script.Language
		otherwise = "id"
	}
	if err := out.Names(e.Name, otherwise); err != nil {
		return err
	}
	entries := out.Entries(s, keeps)
	p := printer{out: out, title: title, length: length(entries)}
	p.num, p.den = out.Rate.Fraction()
	p.buf = make([]byte, 0, markers.Size(entries, 450))
	p.head()
	if e.Items == Captions {
		role := e.role(out, s)
		for i := range entries {
			if e := &entries[i]; e.Out == e.In && !e.Point && s.Type != script.Extended {
				out.Warn(entries[i].ID, fmt.Errorf("%w: the caption is made one frame long", script.ErrZeroLength))
			}
			p.caption(&entries[i], role, i+1)
		}
	} else {
		out.OneFrame(entries, "Final Cut Pro")
		for i := range entries {
			p.marker(&entries[i])
		}
	}
	p.add(tail)
	return out.Write(w, p.buf)
}

// length is the number of frames that hold all entries.
func length(entries []markers.Entry) int64 {
	n := int64(1)
	for i := range entries {
		n = max(n, entries[i].Out, entries[i].In+1)
	}
	return n
}

// role names the captions' format and language.
func (e Encoder) role(out *markers.Output, s *script.Script) string {
	lang := e.Language
	if lang == "" {
		lang = s.Language
	}
	switch {
	case lang == "":
		lang = "en"
		out.Warn("", fmt.Errorf("%w: captions are in English (en), because the script does not say", script.ErrAssumed))
	case strings.ContainsFunc(lang, notInTag):
		out.Warn("", fmt.Errorf("%w: captions are in English (en), though the script says %q", script.ErrAssumed, script.Shorten(lang)))
		lang = "en"
	}
	return captionRole + lang
}

// captionRole is how Final Cut Pro marks captions, before their language.
const captionRole = "iTT?captionFormat=ITT."

func notInTag(r rune) bool {
	return r != '-' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z')
}

// printer appends a document to its buffer.
type printer struct {
	out      *markers.Output
	buf      []byte
	title    string
	length   int64
	num, den int64 // of the rate
}

const tail = `            </gap>
          </spine>
        </sequence>
      </project>
    </event>
  </library>
</fcpxml>
`

func (p *printer) add(s string) { p.buf = append(p.buf, s...) }

func (p *printer) text(s string) { p.buf = markers.AppendXML(p.buf, s) }

// time appends the time of frame n in seconds.
func (p *printer) time(n int64) {
	if n == 0 {
		p.add("0s")
		return
	}
	p.buf = strconv.AppendInt(p.buf, n*p.den, 10)
	p.buf = append(p.buf, '/')
	p.buf = strconv.AppendInt(p.buf, p.num, 10)
	p.buf = append(p.buf, 's')
}

func (p *printer) head() {
	mode := "NDF"
	if p.out.Rate.DropFrame() {
		mode = "DF"
	}
	p.add(`<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.8">
  <resources>
    <format id="r1" frameDuration="`)
	p.time(1)
	p.add("\" width=\"1920\" height=\"1080\"/>\n  </resources>\n  <library>\n    <event name=\"")
	p.text(p.title)
	p.add("\">\n      <project name=\"")
	p.text(p.title)
	p.add("\">\n        <sequence format=\"r1\" duration=\"")
	p.time(p.length)
	p.add(`" tcStart="`)
	p.time(p.out.Start.Frames())
	p.add(`" tcFormat="` + mode + "\">\n          <spine>\n            <gap name=\"Gap\" offset=\"")
	p.time(p.out.Start.Frames())
	p.add(`" start="0s" duration="`)
	p.time(p.length)
	p.add("\">\n")
}

func (p *printer) marker(m *markers.Entry) {
	p.add(`              <marker start="`)
	p.time(m.In)
	p.add(`" duration="`)
	p.time(max(m.Out-m.In, 1))
	p.add(`" value="`)
	p.text(m.Name)
	p.add(`" note="`)
	p.text(m.Text)
	p.add("\"/>\n")
}

func (p *printer) caption(m *markers.Entry, role string, n int) {
	style := strconv.Itoa(n)
	p.add(`              <caption lane="1" offset="`)
	p.time(m.In)
	p.add(`" name="`)
	p.text(m.Name)
	p.add(`" duration="`)
	p.time(max(m.Out-m.In, 1))
	p.add(`" role="` + role + `"><text placement="bottom"><text-style ref="ts` + style + `">`)
	p.text(m.Text)
	p.add(`</text-style></text><text-style-def id="ts` + style +
		`"><text-style font=".AppleSystemUIFont" fontSize="13" fontFace="Regular" fontColor="1 1 1 1" backgroundColor="0 0 0 1"/></text-style-def></caption>` + "\n")
}

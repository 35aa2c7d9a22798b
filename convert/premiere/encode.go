package premiere

import (
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Keeps is what the format holds beside texts and times.
const Keeps = script.IDs | script.LineBreaks | script.Title

// Encoder writes xmeml with sequence markers. The zero value works.
type Encoder struct {
	Rate  timecode.Rate     // of the sequence; default: that of Start, else 25 with a warning
	Start timecode.Timecode // of the programme's first frame; default 00:00:00:00
	Title string            // name of the sequence; default: the script's title, else "AD markers"
	// Name is what markers are called: "text" (cut at a word, with the whole in
	// the comment), "id" ("AD 7", by which the segment is known again) or "number". The
	// default is "id". Ids are kept with "id" only.
	Name string
	// OnClip puts the markers on a colour matte of the sequence's length as
	// well, where some look for them.
	OnClip bool
	Color  string                     // green, red, purple, orange, yellow, white, blue or cyan; default: Premiere's own, which is green
	Warn   func(script.Warning) error // is told what was dropped, changed or assumed; default: nobody
}

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
	if err := out.Names(e.Name, "id"); err != nil {
		return err
	}
	entries := out.Entries(s, Keeps)
	size := markers.Size(entries, 200)
	if e.OnClip {
		size *= 2
	}
	buf := appendHead(make([]byte, 0, size), out, title, length(entries))
	buf = appendMedia(buf, out, func(dst []byte) []byte {
		if e.OnClip {
			return appendMatte(dst, out, title, entries, color)
		}
		return dst
	})
	for i := range entries {
		buf = appendMarker(buf, &entries[i], color)
	}
	buf = append(buf, "  </sequence>\n</xmeml>\n"...)
	return out.Write(w, buf)
}

// length is the number of frames that hold all entries: a sequence is at
// least one frame long.
func length(entries []markers.Entry) int64 {
	n := int64(1)
	for i := range entries {
		n = max(n, entries[i].Out, entries[i].In+1)
	}
	return n
}

// color returns the number by which Premiere knows a colour, 0xAABBGGRR in
// decimal, or "" for the default.
func (e Encoder) color(out *markers.Output) (string, error) {
	switch strings.ToLower(e.Color) {
	case "", "green":
		return "", nil
	case "red":
		return "4281740498", nil
	case "purple":
		return "4289825711", nil
	case "orange":
		return "4280578025", nil
	case "yellow":
		return "4281049552", nil
	case "white":
		return "4294967295", nil
	case "blue":
		return "4294741314", nil
	case "cyan":
		return "4292277273", nil
	}
	return "", out.Fail(&script.ValueError{Kind: script.ErrValue, Field: "color", Value: e.Color,
		Want: "green, red, purple, orange, yellow, white, blue or cyan"})
}

func appendHead(dst []byte, out *markers.Output, title string, length int64) []byte {
	mode := "NDF"
	if out.Rate.DropFrame() {
		mode = "DF"
	}
	dst = append(dst, `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="5">
  <sequence id="sequence-1">
    <name>`...)
	dst = markers.AppendXML(dst, title)
	dst = append(dst, "</name>\n    <duration>"...)
	dst = strconv.AppendInt(dst, length, 10)
	dst = append(dst, "</duration>\n    "...)
	dst = appendRate(dst, out.Rate)
	dst = append(dst, "\n    <timecode>\n      "...)
	dst = appendRate(dst, out.Rate)
	dst = append(dst, "\n      <string>"...)
	dst = out.Label(dst, 0)
	dst = append(dst, "</string>\n      <frame>"...)
	dst = strconv.AppendInt(dst, out.Start.Frames(), 10)
	dst = append(dst, "</frame>\n      <displayformat>"...)
	dst = append(dst, mode...)
	return append(dst, "</displayformat>\n    </timecode>\n"...)
}

// appendMedia describes the picture, so that no program takes its pixels for
// narrow ones, and its one track.
func appendMedia(dst []byte, out *markers.Output, track func([]byte) []byte) []byte {
	dst = append(dst, "    <media><video>\n      <format><samplecharacteristics>\n        "...)
	dst = appendRate(dst, out.Rate)
	dst = append(dst, "\n        <width>1920</width><height>1080</height><anamorphic>FALSE</anamorphic>"+
		"<pixelaspectratio>square</pixelaspectratio><fielddominance>none</fielddominance>\n"+
		"      </samplecharacteristics></format>\n      <track>"...)
	return append(track(dst), "</track>\n    </video></media>\n"...)
}

// appendMatte adds a colour matte that bears the markers.
func appendMatte(dst []byte, out *markers.Output, title string, entries []markers.Entry, color string) []byte {
	n := length(entries)
	dst = append(dst, "\n    <generatoritem id=\"generatoritem-1\">\n      <name>"...)
	dst = markers.AppendXML(dst, title)
	dst = append(dst, "</name>\n      "...)
	for _, end := range [...]string{"duration", "end", "out"} {
		dst = append(append(append(dst, '<'), end...), '>')
		dst = strconv.AppendInt(dst, n, 10)
		dst = append(append(append(dst, "</"...), end...), '>')
	}
	dst = append(dst, "<start>0</start><in>0</in>\n      "...)
	dst = appendRate(dst, out.Rate)
	dst = append(dst, "\n      <enabled>TRUE</enabled><anamorphic>FALSE</anamorphic><alphatype>black</alphatype>\n"+
		"      <effect><name>Color</name><effectid>Color</effectid><effectcategory>Matte</effectcategory>"+
		"<effecttype>generator</effecttype><mediatype>video</mediatype></effect>\n"...)
	for i := range entries {
		dst = appendMarker(dst, &entries[i], color)
	}
	return append(dst, "    </generatoritem>\n      "...)
}

func appendRate(dst []byte, r timecode.Rate) []byte {
	dst = append(dst, "<rate><timebase>"...)
	dst = strconv.AppendInt(dst, int64(r.Nominal()), 10)
	dst = append(dst, "</timebase><ntsc>"...)
	if _, den := r.Fraction(); den == 1 {
		return append(dst, "FALSE</ntsc></rate>"...)
	}
	return append(dst, "TRUE</ntsc></rate>"...)
}

func appendMarker(dst []byte, m *markers.Entry, color string) []byte {
	dst = append(dst, "    <marker>\n      <name>"...)
	dst = markers.AppendXML(dst, m.Name)
	dst = append(dst, "</name>\n      <comment>"...)
	dst = markers.AppendXML(dst, m.Text)
	dst = append(dst, "</comment>\n      <in>"...)
	dst = strconv.AppendInt(dst, m.In, 10)
	dst = append(dst, "</in>\n      <out>"...)
	if m.Out > m.In {
		dst = strconv.AppendInt(dst, m.Out, 10)
	} else {
		dst = append(dst, "-1"...)
	}
	dst = append(dst, "</out>\n"...)
	if color != "" {
		dst = append(append(append(dst, "      <pproColor>"...), color...), "</pproColor>\n"...)
	}
	return append(dst, "    </marker>\n"...)
}

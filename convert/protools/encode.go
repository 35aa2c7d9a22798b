package protools

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Keeps is what the format holds beside texts and times; ids too where markers
// are called by them. Clips alone hold the title only.
const Keeps = script.LineBreaks | script.Title

// Encoder writes Session Info text. The zero value works.
type Encoder struct {
	Rate  timecode.Rate     // of the session; default: that of Start, else 25 with a warning
	Start timecode.Timecode // of the programme's first frame and the session; default 00:00:00:00
	Items Items             // default: markers and clips
	Title string            // name of the session; default: the script's title, else "AD markers"
	Track string            // name of the track that has the clips; default "AD"
	// Name is what markers are called: "text" (cut at a word, with the whole in
	// the comment), "id" ("AD 7", by which the segment is known again) or "number". The
	// default is "text", which is what the ruler shows. Ids are kept with "id" only.
	Name string
	CRLF bool                       // lines end in CRLF instead of LF
	Warn func(script.Warning) error // is told what was dropped, changed or assumed; default: nobody
}

// Encode writes the script to w with default options.
func Encode(w io.Writer, s *script.Script) error { return Encoder{}.Encode(w, s) }

// sampleRate is what the time references of markers count.
const sampleRate = 48000

// Encode writes the script to w.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	if err := report.Enum("items", e.Items, Clips, "Auto, Markers or Clips"); err != nil {
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
	track, err := out.Word("track", e.Track, "AD")
	if err != nil {
		return err
	}
	if err := out.Names(e.Name, "text"); err != nil {
		return err
	}
	keeps := Keeps | script.IDs
	if e.Items == Clips {
		keeps = script.Title
	}
	entries := out.Entries(s, keeps)
	out.Wraps(entries)
	p := printer{out: out, buf: make([]byte, 0, 2*markers.Size(entries, 150))}
	p.head(title, e.count(entries))
	if e.Items != Markers {
		p.clips(track, entries, e.Items == Clips)
	}
	if e.Items != Clips {
		p.markers(entries)
	}
	if e.CRLF {
		p.buf = bytes.ReplaceAll(p.buf, []byte("\n"), []byte("\r\n"))
	}
	return out.Write(w, p.buf)
}

// count returns how many clips there will be: points have one only where
// clips are all there is.
func (e Encoder) count(entries []markers.Entry) int {
	n := 0
	for i := range entries {
		if e.Items == Clips || e.Items != Markers && entries[i].Out > entries[i].In {
			n++
		}
	}
	return n
}

// printer appends a text to its buffer.
type printer struct {
	out *markers.Output
	buf []byte
}

func (p *printer) add(s string) { p.buf = append(p.buf, s...) }

// pad appends s and fills the column up to width characters.
func (p *printer) pad(s string, width int) {
	p.add(s)
	for n := utf8.RuneCountInString(s); n < width; n++ {
		p.buf = append(p.buf, ' ')
	}
}

func (p *printer) head(title string, clips int) {
	rate := p.out.Rate.NonDrop().String()
	if p.out.Rate.DropFrame() {
		rate += " Drop"
	}
	tracks := min(clips, 1)
	p.add(keySession + "\t" + title + "\n" + keySampleRate + "\t" + strconv.Itoa(sampleRate) + ".000000\nBIT DEPTH:\t24-bit\n" + keyStart + "\t")
	p.buf = p.out.Label(p.buf, 0)
	p.add("\n" + keyFormat + "\t" + rate + " Frame\n# OF AUDIO TRACKS:\t" + strconv.Itoa(tracks) +
		"\n# OF AUDIO CLIPS:\t" + strconv.Itoa(clips) + "\n# OF AUDIO FILES:\t0\n\n\n")
}

// clips lists the segments on one track. Only in clips alone is a point made
// one frame long: otherwise its marker holds it.
func (p *printer) clips(track string, entries []markers.Entry, alone bool) {
	p.add(trackListing + "\n" + keyTrack + "\t" + track + "\nCOMMENTS:\t\nUSER DELAY:\t0 Samples\nSTATE: \nPLUG-INS: \n" +
		"CHANNEL \tEVENT   \tCLIP NAME                     \tSTART TIME    \tEND TIME      \tDURATION      \tSTATE\n")
	number := 0
	for i := range entries {
		e := &entries[i]
		end := e.Out
		if end == e.In {
			if !alone {
				continue
			}
			end++
			p.out.Warn(e.ID, fmt.Errorf("%w: the clip is made one frame long", script.ErrZeroLength))
		}
		number++
		name, _ := clean.Line(e.Text)
		if alone && isFade(name) {
			p.out.Warn(e.ID, fmt.Errorf("%w: %q is what Pro Tools calls a fade: the clip will be taken for one", script.ErrText, name))
		}
		p.add("1       \t")
		p.pad(strconv.Itoa(number), 8)
		p.buf = append(p.buf, '\t')
		p.pad(name, 30)
		for _, n := range [...]int64{e.In, end} {
			p.add("\t   ")
			p.buf = p.out.Label(p.buf, n)
		}
		p.add("\t   ")
		p.buf = timecode.FromFrames(end-e.In, p.out.Rate).Append(p.buf)
		p.add("\tUnmuted\n")
	}
	p.add("\n\n")
}

func (p *printer) markers(entries []markers.Entry) {
	p.add(markersListing + "\n#   \tLOCATION     \tTIME REFERENCE    \tUNITS    \tNAME                             \tCOMMENTS\n")
	num, den := p.out.Rate.Fraction()
	for i := range entries {
		e := &entries[i]
		p.pad(strconv.Itoa(i+1), 4)
		p.buf = append(p.buf, '\t')
		p.buf = p.out.Label(p.buf, e.In)
		p.add("  \t")
		p.pad(strconv.FormatInt((2*e.In*den*sampleRate+num)/(2*num), 10), 18)
		p.add("\tSamples  \t")
		p.pad(e.Name, 33)
		p.buf = append(p.buf, '\t')
		p.comment(e.Text)
		p.buf = append(p.buf, '\n')
	}
}

// comment writes further lines as Pro Tools does: behind empty columns.
func (p *printer) comment(text string) {
	for i := range len(text) {
		p.buf = append(p.buf, text[i])
		if text[i] == '\n' {
			p.add("    \t             \t                  \t           \t                                 \t")
		}
	}
}

package protools

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// value is the value of a line of the head, and where it stands.
type value struct {
	text string
	at   int
}

// item is a marker or clip before its times are known.
type item struct {
	offset      int
	from, until moment
	ends        bool  // until is set
	first       bool  // of its track or list
	fade        bool  // a clip that seems to be none
	track       int32 // index of the clip's
	name, text  string
	state       string // of a clip
}

// maxColumns is more than any version has.
const maxColumns = 16

type section uint8

const (
	head section = iota
	tracks
	markerList
	other
)

type parser struct {
	in    *markers.Input
	track string // whose clips are read, "" for those that hold descriptions
	want  Items

	name       string // of the session
	start      value
	rate       value
	sampleRate uint64 // in nanohertz

	at      section
	names   []string // of the tracks
	fresh   bool     // the last one has no clips yet
	behind  int      // columns of the clip list behind the name
	columns int      // of the marker list
	width   int      // of its column for names
	began   int      // where a row began that is not complete, or -1

	clips, markers []item
	timeless       int   // clips whose times are none
	firstTimeless  error // of the first
}

func newParser(in *markers.Input, track string, want Items) *parser {
	return &parser{in: in, track: track, want: want, sampleRate: sampleRate * 1e9, began: -1}
}

func (p *parser) parse() error {
	for at := 0; at < len(p.in.Src); {
		line, next := p.in.Line(at)
		if err := p.next(line, at); err != nil {
			return err
		}
		at = next
	}
	return p.flush(len(p.in.Src))
}

func (p *parser) next(line string, at int) error {
	if s, ok := heading(line); ok {
		err := p.flush(at)
		p.at, p.behind, p.columns = s, 0, 0
		return err
	}
	switch p.at {
	case head:
		return p.headLine(line, at)
	case tracks:
		return p.trackLine(line, at)
	case markerList:
		return p.markerLine(line, at)
	}
	return nil
}

// heading recognises the titles of lists: letters with single blanks between.
func heading(line string) (section, bool) {
	line = strings.TrimSpace(line)
	switch line {
	case trackListing:
		return tracks, true
	case markersListing:
		return markerList, true
	}
	for _, end := range [...]string{"  I N  S E S S I O N", "  L I S T I N G"} {
		if strings.HasSuffix(line, end) && strings.ToUpper(line) == line && !strings.Contains(line, "\t") {
			return other, true
		}
	}
	return head, false
}

func (p *parser) headLine(line string, at int) error {
	key, text, _ := strings.Cut(line, "\t")
	v := value{text: strings.TrimSpace(text), at: at + min(len(key)+1, len(line))}
	switch strings.TrimSpace(key) {
	case keySession:
		p.name = v.text
	case keyStart:
		p.start = v
	case keyFormat:
		p.rate = v
	case keySampleRate:
		hertz, err := clock.ParseSeconds(v.text)
		if err != nil || hertz <= 0 {
			return p.in.Fail(v.at, &script.ValueError{Kind: script.ErrValue, Field: "sample rate", Value: v.text, Want: "samples a second"})
		}
		p.sampleRate = uint64(hertz)
	default:
		if strings.TrimSpace(line) != "" && at == 0 {
			return p.in.Fail(at, fmt.Errorf("%w: want %s first", script.ErrSyntax, keySession))
		}
	}
	return nil
}

// session returns what the head states of frame rate and start, or zero
// values.
func (p *parser) session() (rate timecode.Rate, start timecode.Timecode, err error) {
	if p.rate.text != "" {
		name := strings.TrimSpace(strings.TrimSuffix(p.rate.text, "Frame"))
		if base, drop := strings.CutSuffix(name, "Drop"); drop {
			name = strings.TrimSpace(base) + "df"
		}
		rate, err = timecode.ParseRate(name)
		if err != nil && p.in.Rate(rate).IsZero() {
			return rate, start, p.in.Fail(p.rate.at, fmt.Errorf("%w: %w", script.ErrValue, err))
		}
	}
	at := p.in.Rate(rate)
	if p.start.text == "" || at.IsZero() {
		return rate, start, nil
	}
	text := p.start.text
	text, _ = cutSubframes(text)
	label, err := timecode.ParseLabel(text)
	if err == nil {
		start, err = label.Timecode(at)
	}
	if err != nil {
		return rate, start, p.in.Fail(p.start.at, clock.TimeError(err))
	}
	return rate, start, nil
}

// grow makes room for all items that the text may have from an offset on, at
// once: doubling leaves half of the memory behind.
func (p *parser) grow(items []item, from int) []item {
	const shortest = 12 // bytes of a row
	if cap(items) > 0 {
		return items
	}
	rest := p.in.Src[from:]
	return make([]item, 0, min(strings.Count(rest, "\n"), len(rest)/shortest)+1)
}

// flush ends the row that is open.
func (p *parser) flush(end int) error {
	began := p.began
	p.began = -1
	switch {
	case began < 0:
		return nil
	case p.at == markerList:
		return p.marker(began, strings.TrimRight(p.in.Src[began:end], "\r\n"))
	}
	return p.in.Fail(began, fmt.Errorf("%w: a clip without times", script.ErrMissing))
}

package protools

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/edl"
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
	ends        bool // until is set
	name, text  string
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
	track string // whose clips are read, "" for all
	want  Items

	name       string // of the session
	start      value
	rate       value
	sampleRate uint64 // in nanohertz

	at      section
	current string // track
	behind  int    // columns of the clip list behind the name
	columns int    // of the marker list
	width   int    // of its column for names
	began   int    // where a row began that is not complete, or -1

	clips, markers []item
	tracks, states *markers.Differ
	fades, fadeAt  int
}

func newParser(in *markers.Input, track string, want Items) *parser {
	return &parser{in: in, track: track, want: want, sampleRate: sampleRate * 1e9, began: -1,
		tracks: markers.NewDiffer("tracks"), states: markers.NewDiffer("states")}
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
	if strings.Count(text, ":")+strings.Count(text, ";") == 3 {
		text, _, _ = strings.Cut(text, ".") // subframes
	}
	label, err := edl.ParseLabel(text)
	if err == nil {
		start, err = label.Timecode(at)
	}
	if err != nil {
		return rate, start, p.in.Fail(p.start.at, err)
	}
	return rate, start, nil
}

// trackLine reads a line of the track list. The name of a clip may have line
// breaks, which break its row: it ends where its times are.
func (p *parser) trackLine(line string, at int) error {
	switch {
	case strings.HasPrefix(line, keyTrack):
		p.current = strings.TrimSpace(line[len(keyTrack):])
		p.behind = 0
		return p.flush(at)
	case strings.HasPrefix(line, "CHANNEL ") && strings.Contains(line, "EVENT"):
		p.behind = strings.Count(line, "\t") - 2
		if p.behind < 3 || p.behind > maxColumns {
			return p.in.Fail(at, fmt.Errorf("%w: %d columns of clips: want 7 or 8", script.ErrSyntax, p.behind+3))
		}
		return p.flush(at)
	case p.behind < 3:
		return nil // comments, delay, state and plug-ins of the track
	}
	need := p.behind
	if p.began < 0 {
		if strings.TrimSpace(line) == "" {
			return nil
		}
		need += 2
	}
	if p.began < 0 {
		p.began = at
	}
	if strings.Count(line, "\t") < need {
		return nil
	}
	began := p.began
	p.began = -1
	return p.clip(began, at+len(line))
}

// clip reads the row between two offsets.
func (p *parser) clip(began, end int) error {
	row := p.in.Src[began:end]
	channel, rest, _ := strings.Cut(row, "\t")
	event, rest, _ := strings.Cut(rest, "\t")
	if !isNumber(channel) || !isNumber(event) {
		return p.in.Fail(began, fmt.Errorf("%w: want channel and event, then clip name, start, end, duration and state, with tabs between", script.ErrSyntax))
	}
	cols := make([]column, p.behind)
	for i := p.behind - 1; i >= 0; i-- {
		cut := strings.LastIndexByte(rest, '\t')
		if cut < 0 {
			return p.in.Fail(began, fmt.Errorf("%w: a clip without times", script.ErrMissing))
		}
		cols[i] = column{text: rest[cut+1:], at: end - (len(rest) - cut - 1)}
		end -= len(rest) - cut
		rest = rest[:cut]
	}
	name := strings.TrimSpace(rest)
	switch {
	case strings.TrimSpace(channel) != "1" || p.want == Markers || p.track != "" && p.track != p.current:
		return nil
	case isFade(name):
		if p.fades++; p.fades == 1 {
			p.fadeAt = began
		}
		return nil
	}
	it := item{offset: began, text: name, ends: true}
	var err error
	if it.from, err = p.need(cols[0].text, cols[0].at); err != nil {
		return err
	}
	if it.until, err = p.need(cols[1].text, cols[1].at); err != nil {
		return err
	}
	p.tracks.See(p.current, began)
	p.states.See(strings.TrimSpace(cols[len(cols)-1].text), began)
	p.clips = append(p.clips, it)
	return nil
}

type column struct {
	text string
	at   int
}

func isFade(name string) bool {
	return name == "(fade in)" || name == "(fade out)" || name == "(cross fade)"
}

func isNumber(s string) bool {
	s = strings.TrimSpace(s)
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// markerLine reads a line of the marker list. Names and comments may have line
// breaks: what does not begin a row goes on with the one above.
func (p *parser) markerLine(line string, at int) error {
	first, _, _ := strings.Cut(line, "\t")
	switch {
	case strings.TrimSpace(first) == "#" && strings.Contains(line, "LOCATION"):
		cols := strings.Split(line, "\t")
		p.columns = len(cols)
		if p.columns >= 6 && p.columns <= maxColumns {
			p.width = min(utf8.RuneCountInString(cols[4]), 256)
			return p.flush(at)
		}
		return p.in.Fail(at, fmt.Errorf("%w: %d columns of markers: want 6 or 8", script.ErrSyntax, p.columns))
	case p.columns == 0:
		if strings.TrimSpace(line) == "" {
			return nil
		}
		return p.in.Fail(at, fmt.Errorf("%w: markers without a line that names their columns", script.ErrSyntax))
	case isNumber(first) && beginsMarker(line):
		err := p.flush(at)
		p.began = at
		return err
	case p.began < 0 && strings.TrimSpace(line) != "":
		return p.in.Fail(at, fmt.Errorf("%w: want number, location, time reference, units, name and comments, with tabs between", script.ErrSyntax))
	}
	return nil
}

// beginsMarker tells the first line of a row from a further line of a comment
// that begins with a number.
func beginsMarker(line string) bool {
	cols := strings.SplitN(line, "\t", 5)
	if len(cols) < 5 || strings.TrimSpace(cols[1]) == "" || strings.TrimSpace(cols[2]) == "" {
		return false
	}
	units := strings.TrimSpace(cols[3])
	return units == "Samples" || units == "Ticks"
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

// marker reads a row, which may have several lines.
func (p *parser) marker(began int, row string) error {
	if p.want == Clips {
		return nil
	}
	cols := strings.SplitN(row, "\t", 5)
	at := began + len(cols[0]) + 1
	it := item{offset: began}
	var ok bool
	var err error
	if it.from, ok, err = p.moment(cols[1], at); err != nil {
		return err
	}
	if !ok {
		if it.from, err = p.reference(cols, at); err != nil {
			return err
		}
	}
	it.name, it.text = p.texts(cols[4])
	p.markers = append(p.markers, it)
	return nil
}

// reference takes the time of a marker from its time reference, when its
// location is in bars or feet.
func (p *parser) reference(cols []string, at int) (moment, error) {
	ref := strings.TrimSpace(cols[2])
	if strings.TrimSpace(cols[3]) == "Samples" && isNumber(ref) {
		if since, ok := p.sinceStart(ref); ok {
			return moment{offset: at, since: since}, nil
		}
	}
	return moment{}, p.in.Fail(at, &script.ValueError{Kind: script.ErrTime, Value: strings.TrimSpace(cols[1]), Want: wantTime})
}

// texts splits the end of a row into name and comment. Tabs in the two stand
// as they are; the name is filled up to the width of its column, which tells
// where it ends.
func (p *parser) texts(s string) (name, comment string) {
	s = p.unfold(s)
	between := p.columns - 6 // columns for tracks
	spare := strings.Count(s, "\t") - between - 1
	end := strings.IndexByte(s, '\t')
	if end < 0 {
		return strings.TrimSpace(s), ""
	}
	for ; spare > 0 && utf8.RuneCountInString(s[:end]) < p.width; spare-- {
		end += 1 + strings.IndexByte(s[end+1:], '\t')
	}
	name, comment = s[:end], s[end+1:]
	for range between {
		_, comment, _ = strings.Cut(comment, "\t")
	}
	return strings.TrimSpace(name), comment
}

// unfold takes the empty columns off the further lines of a comment.
func (p *parser) unfold(s string) string {
	if strings.Contains(s, "\r") {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	}
	if !strings.Contains(s, "\n") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	first := true
	for line := range strings.SplitSeq(s, "\n") {
		if !first {
			b.WriteByte('\n')
			rest := line
			for range p.columns - 1 {
				col, after, found := strings.Cut(rest, "\t")
				if !found || strings.TrimSpace(col) != "" {
					rest = line
					break
				}
				rest = after
			}
			line = rest
		}
		first = false
		b.WriteString(line)
	}
	return b.String()
}

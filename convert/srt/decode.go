package srt

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

const format = "srt"

// Decoder reads SubRip. The zero value is ready for use.
type Decoder struct {
	// MaxBytes is the most bytes an input may have. Below 1 it is 1 GiB.
	MaxBytes int64

	// DecodeEntities replaces HTML character references such as &amp; by
	// their characters. Players show them as they are, and so does the
	// default; go-astisub and some converters write them.
	DecodeEntities bool

	// Encoding names the character encoding as in HTML: "windows-1252",
	// "utf-16le", "shift_jis". The default "" takes UTF-8 and UTF-16 by byte
	// order mark, then UTF-8, else, with a warning, Windows code page 1252.
	// A byte order mark always wins.
	Encoding string

	// Unsorted leaves segments in the order of the file. By default they are
	// sorted by start.
	Unsorted bool

	// Warn is told what was dropped or guessed. What may stand in every cue,
	// formatting and coordinates, is told once a kind, at the end, with the
	// first segment and the number of others. It may be nil.
	Warn func(script.Warning) error
}

// Decode reads a SubRip file with the default options.
func Decode(r io.Reader) (*script.Script, error) { return Decoder{}.Decode(r) }

// Decode reads a SubRip file. Segments are sorted by start. Errors of the
// format are [*script.ParseError]. An empty file, which SubRip without cues
// is, has no segments, with a warning.
func (d Decoder) Decode(r io.Reader) (*script.Script, error) {
	p := d.parser()
	src, err := source.Read(r, d.MaxBytes)
	if err != nil {
		return nil, report.Source(format, err)
	}
	if src, err = p.text(src, d.Encoding); err != nil {
		return nil, err
	}
	if err := p.parse(src); err != nil {
		return nil, err
	}
	s := &script.Script{Segments: p.segments}
	if !d.Unsorted {
		s.Sort()
	}
	return s, nil
}

func (d Decoder) parser() *parser {
	return &parser{report: report.Reporter{Format: format, To: d.Warn}, entities: d.DecodeEntities}
}

// cue is a cue under construction: a timing line and what surrounds it.
type cue struct {
	timing
	at      int    // where its timing line begins
	textAt  int    // where the line after that begins
	index   string // the line above that names the cue, "" if there is none
	indexAt int    // where that begins
}

type parser struct {
	report   report.Reporter
	entities bool

	src      string // with LF line ends: all of the input, or a piece
	loc      *source.Locator
	lines    int // before src
	before   int // segments of earlier pieces
	segments []script.Segment
	numbered bool // the first cue has an index line
	counted  []tally
	kinds    map[string]int // index in counted
	webvtt   bool           // there is a WEBVTT header
	angles   bool           // a ">" stands between the timing line found last and the one before
}

func (p *parser) parse(src string) error {
	p.src, p.loc = src, source.NewLocator(src)
	if strings.TrimSpace(src) == "" {
		return p.report.Warn(script.Pos{}, "", script.ErrNoSegments)
	}
	var c, next cue
	found := p.nextTiming(0, &next)
	if !found {
		return p.noTiming()
	}
	p.segments = make([]script.Segment, 0, p.estimate())
	if err := p.head(&next); err != nil {
		return err
	}
	for found {
		c = next
		found = p.nextTiming(c.textAt, &next)
		var err error
		if found {
			body := p.splitIndex(&c, &next, p.src[c.textAt:next.at])
			err = p.add(&c, body)
		} else {
			err = p.lastCue(&c)
		}
		if err != nil {
			return err
		}
	}
	return p.end()
}

// end tells what is known once the last cue was read.
func (p *parser) end() error {
	if err := p.totals(); err != nil {
		return err
	}
	if p.count() == 0 {
		return p.report.Fail(p.place(len(p.src)), fmt.Errorf("%w: the input ends within the first cue", script.ErrNoSegments))
	}
	return nil
}

// count returns how many segments were read.
func (p *parser) count() int { return p.before + len(p.segments) }

// place returns the line and column of an offset in src.
func (p *parser) place(offset int) script.Pos {
	pos := p.loc.Pos(offset)
	pos.Line += p.lines
	return pos
}

// minCueLen is a safe guess of how few bytes a cue takes in a real file.
const minCueLen = canonicalLen + 4

func (p *parser) estimate() int {
	return min(strings.Count(p.src, "-->"), len(p.src)/minCueLen) + 1
}

// noTiming says why an input is not SubRip.
func (p *parser) noTiming() error {
	if at, line := firstTime(p.src); at >= 0 {
		return p.report.Fail(p.place(at), badTiming(line, ""))
	}
	err := fmt.Errorf("%w: no line with two times such as 00:00:01,000 --> 00:00:02,000", script.ErrSyntax)
	head := strings.ToValidUTF8(p.src[:min(len(p.src), 1000)], "\uFFFD")
	if strings.ContainsAny(head, "\x00\uFFFD") {
		err = fmt.Errorf("%w; the text may be in another encoding", err)
	}
	return p.report.Fail(p.place(skipSpace(p.src)), err)
}

// nextTiming makes c of the next timing line that begins at or after from,
// which is the beginning of a line. Every timing line has a ">".
func (p *parser) nextTiming(from int, c *cue) (found bool) {
	p.angles = false
	for at := from; ; p.angles = true {
		i := strings.IndexByte(p.src[at:], '>')
		if i < 0 {
			return false
		}
		i += at
		if p.canonicalCue(from, i, c) {
			return true
		}
		begin := from + strings.LastIndexByte(p.src[from:i], '\n') + 1
		end, after := p.lineEnd(i)
		if t, ok := parseTiming(p.src[begin:end]); ok {
			*c = cue{timing: t, at: begin, textAt: after}
			return true
		}
		at, from = after, after
	}
}

// canonicalCue is the quick way to a timing line in the form everybody writes.
// Its ">" is at i, and it begins at or after from.
func (p *parser) canonicalCue(from, i int, c *cue) (ok bool) {
	const arrow = len("00:00:01,000 --")
	begin, end := i-arrow, i-arrow+canonicalLen
	if begin < from || begin > from && p.src[begin-1] != '\n' || end >= len(p.src) || p.src[end] != '\n' {
		return false
	}
	*c = cue{at: begin, textAt: end + 1}
	c.timing, ok = canonicalTiming(p.src[begin:end])
	return ok
}

// lineEnd returns where the line around at ends, and where the next begins.
func (p *parser) lineEnd(at int) (end, next int) {
	i := strings.IndexByte(p.src[at:], '\n')
	if i < 0 {
		return len(p.src), len(p.src)
	}
	return at + i, at + i + 1
}

// head deals with what stands before the first timing line.
func (p *parser) head(first *cue) error {
	above := p.src[:first.at]
	rest, line := cutLastLine(above)
	p.numbered = !isBlank(line) // in words, it may be
	isIndex := digitAt(line, skipBlanks(line, 0))
	if isBlank(line) {
		rest, line = cutLastText(above)
		isIndex = isNumber(line)
	}
	if isIndex {
		first.index, first.indexAt, p.numbered = line, len(rest), true
		above = rest
	}
	at := skipSpace(above)
	if strings.HasPrefix(above[at:], "WEBVTT") {
		p.webvtt = true
		err := p.warn(at, "", fmt.Errorf("%w: the input is SubRip in spite of its WEBVTT header", script.ErrAssumed))
		if err != nil {
			return err
		}
		_, at = p.lineEnd(at)
		at += skipSpace(above[at:])
	}
	if at == len(above) {
		return nil
	}
	if bad, line := firstTime(above); bad >= 0 {
		if err := p.warn(bad, "", badTiming(line, "; dropped")); err != nil {
			return err
		}
	}
	return p.warn(at, "", dropped("%q before the first cue", strings.TrimSpace(above[at:])))
}

// add makes a segment of a cue and its text.
func (p *parser) add(c *cue, body string) error {
	id, err := p.identify(c)
	if err != nil {
		return err
	}
	if err := p.checkTiming(c, id); err != nil {
		return err
	}
	text, err := p.textOf(c, id, body)
	if err != nil {
		return err
	}
	named := id
	if isBlank(c.index) {
		named = "" // the ordinal is for warnings
	}
	p.segments = append(p.segments, script.Segment{ID: named, Start: c.start.at, End: c.end.at, Text: text})
	return nil
}

// identify returns the id of a cue: its number, else its ordinal.
func (p *parser) identify(c *cue) (string, error) {
	id := trimBlanks(c.index)
	_, width := scanDigits(id)
	if width > 0 && width == len(id) {
		return id, nil
	}
	words := id
	if id = id[:width]; id == "" {
		id = strconv.Itoa(p.count() + 1)
	}
	if words == "" {
		return id, nil
	}
	return id, p.warn(c.indexAt, id, fmt.Errorf("%w: %q stands for the number of a cue", script.ErrAssumed, script.Shorten(words)))
}

// quiet reports whether warnings need not be made at all.
func (p *parser) quiet() bool { return p.report.To == nil }

func (p *parser) warn(offset int, id string, err error) error {
	if p.quiet() {
		return nil
	}
	return p.report.Warn(p.place(offset), id, err)
}

// checkTiming reports what is unusual about a cue's times.
func (p *parser) checkTiming(c *cue, id string) error {
	odd := c.start.odd | c.end.odd
	if odd == 0 && c.rest == "" && c.start.at >= 0 && c.end.at > c.start.at || p.quiet() {
		return nil
	}
	end, _ := p.lineEnd(c.at)
	line := script.Shorten(strings.TrimSpace(p.src[c.at:end]))
	var errs []error
	for _, o := range oddities {
		if odd&o.bit != 0 {
			errs = append(errs, fmt.Errorf("%w: %s in %q", o.kind, o.what, line))
		}
	}
	if c.start.at < 0 || c.end.at < 0 {
		errs = append(errs, fmt.Errorf("%w in %q: kept", script.ErrNegativeTime, line))
	}
	if err := script.CheckOrder(c.start.at, c.end.at); err != nil {
		errs = append(errs, fmt.Errorf("%w in %q: kept", err, line))
	}
	for _, err := range errs {
		if err := p.warn(c.at, id, err); err != nil {
			return err
		}
	}
	return p.checkRest(c, id)
}

// checkRest reports what follows the times: coordinates of the picture, or
// anything else.
func (p *parser) checkRest(c *cue, id string) error {
	if c.rest == "" {
		return nil
	}
	const words = "%q after the times"
	if isPlacement(c.rest) {
		p.drop(c.at, id, "placement", words, c.rest)
		return nil
	}
	return p.warn(c.at, id, dropped(words, c.rest))
}

// isPlacement reports whether s is coordinates or cue settings of WebVTT only.
func isPlacement(s string) bool {
	for field := range strings.FieldsSeq(s) {
		switch name, _, ok := strings.Cut(field, ":"); name {
		case "X1", "X2", "Y1", "Y2", "align", "line", "position", "region", "size", "vertical":
			if !ok {
				return false
			}
		default:
			return false
		}
	}
	return true
}

var oddities = [...]struct {
	bit  oddity
	kind error
	what string
}{
	{colonFraction, script.ErrAssumed, "digits after a third colon are a fraction of a second"},
	{shortFraction, script.ErrAssumed, "fewer than three digits are a decimal fraction"},
	{longFraction, script.ErrDropped, "digits below the millisecond"},
	{overflowing, script.ErrAssumed, "minutes or seconds above 59 carry over"},
	{outOfRange, script.ErrTimeRange, "cut to the longest time"},
}

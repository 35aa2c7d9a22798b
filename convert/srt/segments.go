package srt

import (
	"errors"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

// Segments returns the segments of a file as they are read, in the order of the
// file, and holds some 128 KiB of it at a time. An error ends them. Breaking off
// the loop stops reading.
//
// Segments, errors and warnings are those of [Decoder.Decode] with Unsorted.
// The warnings that count something (NUL, bytes that are no UTF-8, formatting,
// coordinates) come at the end. MaxBytes below 1 means no limit. A file in
// another encoding than UTF-8, or whose lines end in CR, is held as a whole, from
// the first byte on that says so; once other characters than ASCII were UTF-8,
// bytes that are not are read as U+FFFD however many there are. The texts of
// neighbouring segments are parts of one string: clone those that are kept for
// long.
func (d Decoder) Segments(r io.Reader) iter.Seq2[script.Segment, error] {
	return func(yield func(script.Segment, error) bool) {
		s := &pieces{parser: d.parser(), in: source.NewWindows(r, d.MaxBytes), encoding: d.Encoding, yield: yield}
		if err := s.run(); err != nil && !errors.Is(err, errBreak) {
			yield(script.Segment{}, err)
		}
	}
}

// errBreak is that nobody wants more segments.
var errBreak = errors.New("srt: no more is wanted")

// pieces is a run over a file piece by piece. A piece ends behind a line. What
// is not read of it when it ends, a cue whose end is not known, begins the next.
type pieces struct {
	*parser
	in       *source.Windows
	encoding string
	yield    func(script.Segment, error) bool

	last  bool // the piece at hand is the last
	ascii bool // all characters were ASCII
	utf8  bool // a byte order mark says so
	bytes late
	nul   late
}

// late is what is told at the end.
type late struct {
	first script.Pos
	count int
	err   error
}

func (s *pieces) run() error {
	first, err := s.begin()
	if err != nil || first == nil {
		return err
	}
	for c := *first; ; {
		err := s.cues(&c)
		if !s.handOn() {
			return errBreak
		}
		if err != nil {
			return err
		}
		if s.last {
			return s.finish()
		}
		if err := s.more(&c); err != nil {
			return err
		}
	}
}

// begin reads up to the first timing line. It returns nil when that was all.
func (s *pieces) begin() (first *cue, err error) {
	src := ""
	first = new(cue)
	for !s.last {
		var piece string
		if piece, s.last, err = s.in.Next(least(src), source.LastLine); err != nil {
			return nil, report.Source(format, err)
		}
		src += piece
		text, marked := strings.CutPrefix(src, "\uFEFF")
		if s.last || s.encoding != "" && !marked || !utf8.ValidString(src) {
			return nil, s.whole(src)
		}
		s.utf8, s.ascii = marked, true
		s.take(text)
		if s.nextTiming(0, first) {
			return first, s.head(first)
		}
		s.nul = late{}
	}
	return nil, nil
}

// least returns how much is to be read behind rest, which is looked through
// again: nothing may wait for more than its end, and a long text must not be
// looked through for every line of it.
func least(rest string) int {
	if len(rest) < 64<<10 {
		return 0
	}
	return len(rest)
}

// whole reads all at once what cannot be read piece by piece, or needs not.
func (s *pieces) whole(src string) error {
	all, err := s.in.All()
	if err != nil {
		return report.Source(format, err)
	}
	if src, err = s.text(src+all, s.encoding); err != nil {
		return err
	}
	err = s.parse(src)
	if !s.handOn() {
		return errBreak
	}
	return err
}

// cues reads the cues of the piece at hand, from c on. The last one, whose end
// is not known, stays in c unless there is nothing more.
func (s *pieces) cues(c *cue) error {
	var next cue
	for s.nextTiming(c.textAt, &next) {
		body := s.splitIndex(c, &next, s.src[c.textAt:next.at])
		if err := s.add(c, body); err != nil {
			return err
		}
		*c = next
	}
	if s.last {
		return s.lastCue(c)
	}
	return nil
}

// more makes the cue that is not read, and what comes behind it, the text at
// hand.
func (s *pieces) more(c *cue) error {
	from := c.at
	if c.index != "" {
		from = c.indexAt
	}
	rest := s.src[from:]
	piece, last, err := s.in.Next(least(rest), source.LastLine)
	if err != nil {
		return report.Source(format, err)
	}
	s.lines += strings.Count(s.src[:from], "\n")
	s.last = last
	lines := strings.Count(rest, "\n")
	s.lines += lines
	piece, err = s.decodePiece(piece)
	if err != nil {
		return err
	}
	s.take(piece)
	s.lines -= lines
	s.src = rest + s.src
	s.loc = source.NewLocator(s.src)
	c.at, c.textAt, c.indexAt = c.at-from, c.textAt-from, c.indexAt-from
	return nil
}

// decodePiece returns a piece behind the first as UTF-8.
func (s *pieces) decodePiece(piece string) (string, error) {
	if utf8.ValidString(piece) {
		return piece, nil
	}
	if s.ascii && !s.utf8 { // what the rest is decides
		rest, err := s.in.All()
		if err != nil {
			return "", report.Source(format, err)
		}
		s.last = true
		if piece += rest; !mostlyUTF8(piece) {
			s.tellLater(piece, errCP1252)
			return charset.FromCP1252(piece), nil
		}
	}
	s.ascii = false
	s.tellLater(piece, bytesError("UTF-8"))
	return strings.ToValidUTF8(piece, "\uFFFD"), nil
}

func (s *pieces) tellLater(piece string, err error) {
	if s.bytes.err == nil {
		piece = unifyLineEnds(piece)
		s.bytes = late{first: s.placeIn(piece, badAt(piece)), err: err}
	}
}

// placeIn returns the line and column of an offset in a piece at hand.
func (s *pieces) placeIn(piece string, offset int) script.Pos {
	pos := source.NewLocator(piece).Pos(offset)
	pos.Line += s.lines
	return pos
}

// take makes a piece the text at hand. See text.
func (s *pieces) take(text string) {
	s.ascii = s.ascii && isASCII(text)
	text = unifyLineEnds(text)
	if i := strings.IndexByte(text, 0); i >= 0 {
		if s.nul.count == 0 {
			s.nul.first = s.placeIn(text, i)
		}
		s.nul.count += strings.Count(text, "\x00")
		text = strings.ReplaceAll(text, "\x00", "\uFFFD")
	}
	s.src, s.loc = text, source.NewLocator(text)
}

func isASCII(text string) bool {
	var all byte
	for i := range len(text) {
		all |= text[i]
	}
	return all < utf8.RuneSelf
}

// handOn hands on the segments of the piece at hand.
func (s *pieces) handOn() bool {
	for i := range s.segments {
		if !s.yield(s.segments[i], nil) {
			return false
		}
	}
	s.before, s.segments = s.count(), s.segments[:0]
	return true
}

// finish tells what is known at the end.
func (s *pieces) finish() error {
	if s.bytes.err != nil {
		if err := s.report.Warn(s.bytes.first, "", s.bytes.err); err != nil {
			return err
		}
	}
	if s.nul.count > 0 {
		if err := s.report.Warn(s.nul.first, "", nulError(s.nul.count)); err != nil {
			return err
		}
	}
	return s.end()
}

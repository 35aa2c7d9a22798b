package vtt

import (
	"errors"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
)

// Segments returns the segments of a file as they are read, in the order of the
// file, and holds some 128 KiB of it at a time. An error ends them. Breaking off
// the loop stops reading.
//
// Segments, errors and warnings are those of [Decoder.Decode] with Unsorted.
// The warnings that count something (bytes that are no UTF-8, NUL, settings,
// markup) come at the end. MaxBytes below 1 means no limit. A file in UTF-16, or
// whose lines end in CR, is held as a whole. The texts of neighbouring segments
// are parts of one string: clone those that are kept for long.
func (d Decoder) Segments(r io.Reader) iter.Seq2[script.Segment, error] {
	return func(yield func(script.Segment, error) bool) {
		p := d.parser()
		p.inFile = true
		s := &pieces{parser: p, in: source.NewWindows(r, d.MaxBytes), head: d.Head, yield: yield}
		if err := s.run(); err != nil && !errors.Is(err, errBreak) {
			yield(script.Segment{}, err)
		}
	}
}

// errBreak is that nobody wants more segments.
var errBreak = errors.New("vtt: no more is wanted")

// pieces is a run over a file piece by piece. A piece ends behind a blank line,
// where no block is open.
type pieces struct {
	*parser
	in    *source.Windows
	head  func(*script.Script)
	yield func(script.Segment, error) bool

	invalid, nul late
}

// late is what is counted in all pieces and told at the end.
type late struct {
	first script.Pos
	count int
}

func (l *late) add(pos script.Pos, count int) {
	if l.count == 0 {
		l.first = pos
	}
	l.count += count
}

func (s *pieces) run() error {
	piece, last, err := s.in.Next(0, source.LastBlank)
	if err != nil {
		return report.Source(format, err)
	}
	if err := s.begin(piece, &last); err != nil {
		return err
	}
	for {
		err := s.blocks()
		if !s.handOn() {
			return errBreak
		}
		if err != nil {
			return err
		}
		if last {
			return s.finish()
		}
		if piece, last, err = s.in.Next(0, source.LastBlank); err != nil {
			return report.Source(format, err)
		}
		s.take(piece)
	}
}

// begin takes the first piece, and all of what cannot be read piece by piece.
func (s *pieces) begin(piece string, last *bool) error {
	rest, marked := strings.CutPrefix(piece, "\xEF\xBB\xBF")
	s.line = 1
	if hasSignature(rest) && (marked || !isUTF16(piece)) {
		s.take(rest)
	} else {
		all, err := s.in.All()
		if err != nil {
			return report.Source(format, err)
		}
		*last = true
		if err := s.normalise(piece + all); err != nil {
			return err
		}
	}
	if err := s.header(); err != nil {
		return err
	}
	if s.head != nil {
		s.head(&script.Script{Title: s.script.Title, Language: s.script.Language})
	}
	s.preallocate()
	return nil
}

func isUTF16(text string) bool {
	return strings.HasPrefix(text, "\xFF\xFE") || strings.HasPrefix(text, "\xFE\xFF")
}

// take makes a piece the text at hand. See normalise.
func (s *pieces) take(text string) {
	place := func(offset int) script.Pos {
		pos := source.NewLocator(text).Pos(offset)
		pos.Line += s.line - 1
		return pos
	}
	if !utf8.ValidString(text) {
		first, count := countInvalid(text)
		s.invalid.add(place(first), count)
		text = replaceInvalid(text)
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		s.nul.add(place(i), strings.Count(text, "\x00"))
		text = strings.ReplaceAll(text, "\x00", "\uFFFD")
	}
	s.src, s.pos, s.arrow = unixLines(text), 0, -1
}

// handOn hands on the segments of the piece at hand.
func (s *pieces) handOn() bool {
	all := s.script.Segments
	for i := range all {
		if !s.yield(all[i], nil) {
			return false
		}
	}
	if n := len(all); n > 0 {
		s.before, s.latest = s.before+n, all[n-1].Start
		s.script.Segments = all[:0]
	}
	return true
}

// finish tells what is known at the end.
func (s *pieces) finish() error {
	if s.invalid.count > 0 {
		if err := s.report.Warn(s.invalid.first, "", invalidError(s.invalid.count)); err != nil {
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

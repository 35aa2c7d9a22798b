package batch

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
)

// MaxRecord is how many bytes a record of a stream may have.
const MaxRecord = 256 << 20

// ErrTooLong is a record of more than MaxRecord bytes.
var ErrTooLong = errors.New("longer than 256 MiB")

// Record is one JSON value of a stream.
type Record struct {
	Line int    // where it begins, counted from 1
	Data []byte // nil where Err says why
	Err  error
}

// Records yields the values of a stream: one on each line that is not blank, or
// those of one array. An error of reading ends it.
func Records(r io.Reader) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		s := &stream{r: bufio.NewReaderSize(r, 1<<16), line: 1}
		first, err := s.skipBlanks()
		switch {
		case errors.Is(err, io.EOF):
		case err != nil:
			yield(Record{Line: s.line, Err: err})
		case first == '[':
			s.array(yield)
		default:
			s.lines(yield)
		}
	}
}

type stream struct {
	r    *bufio.Reader
	line int
}

// skipBlanks returns the next character that is none, unread.
func (s *stream) skipBlanks() (byte, error) {
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return 0, err
		}
		switch c {
		case '\n':
			s.line++
		case ' ', '\t', '\r', 0xEF, 0xBB, 0xBF: // the last three are a byte order mark
		default:
			return c, s.r.UnreadByte()
		}
	}
}

// lines yields the lines that are not blank.
func (s *stream) lines(yield func(Record) bool) {
	for {
		data, long, err := s.readLine()
		text := bytes.TrimSpace(data)
		record := Record{Line: s.line, Data: text}
		if long {
			record = Record{Line: s.line, Err: ErrTooLong}
		}
		if (len(text) > 0 || long) && !yield(record) {
			return
		}
		s.line++
		if err != nil {
			if !errors.Is(err, io.EOF) {
				yield(Record{Line: s.line, Err: err})
			}
			return
		}
	}
}

// readLine reads a line, of which it keeps nothing when it is too long.
func (s *stream) readLine() (data []byte, long bool, err error) {
	for {
		part, err := s.r.ReadSlice('\n')
		if long = long || len(data)+len(part) > MaxRecord; long {
			data = nil
		} else {
			data = append(data, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return data, long, err
		}
	}
}

// array yields the values of an array.
func (s *stream) array(yield func(Record) bool) {
	if _, err := s.r.ReadByte(); err != nil {
		return
	}
	for n := 0; ; n++ {
		c, err := s.skipBlanks()
		switch {
		case err != nil:
			yield(Record{Line: s.line, Err: unended(err)})
			return
		case c == ']':
			return
		case c == ',' && n > 0:
			_, _ = s.r.ReadByte()
			if _, err := s.skipBlanks(); err != nil {
				yield(Record{Line: s.line, Err: unended(err)})
				return
			}
		case n > 0:
			yield(Record{Line: s.line, Err: fmt.Errorf("unexpected %q between the values of a list", c)})
			return
		}
		line := s.line
		data, err := s.value()
		if err != nil {
			yield(Record{Line: line, Err: unended(err)})
			return
		}
		if !yield(Record{Line: line, Data: data}) {
			return
		}
	}
}

func unended(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("the list ends early")
	}
	return err
}

// value reads up to the comma or bracket that ends a value. Whether it is JSON
// its reader finds out.
func (s *stream) value() (data []byte, err error) {
	depth, quoted := 0, false
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return nil, err
		}
		switch {
		case c == '\n':
			s.line++
		case quoted && c == '\\':
			data = append(data, c)
			if c, err = s.r.ReadByte(); err != nil {
				return nil, err
			}
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{', c == '[':
			depth++
		case depth == 0 && (c == ',' || c == ']'):
			return bytes.TrimSpace(data), s.r.UnreadByte()
		case c == '}', c == ']':
			depth--
		}
		if data = append(data, c); len(data) > MaxRecord {
			return nil, ErrTooLong
		}
	}
}

package source

import (
	"bytes"
	"errors"
	"io"
	"unsafe"

	"github.com/vsconvert/vsconvert/script"
)

// Windows reads an input in pieces, so that little of it is held at a time.
type Windows struct {
	Longest int // the most bytes that are held for one piece

	r     io.Reader
	limit int64  // 0 for none
	read  int64  // bytes so far
	rest  []byte // behind the last piece
	err   error  // of r
}

// windowSize is how much is read at a time: what a second core's cache holds,
// and enough that little is done for each piece.
const windowSize = 128 << 10

// NewWindows returns the pieces of r, none longer than [DefaultLimit]. An input
// of more than limit bytes is an error that wraps [script.ErrTooLarge]; a limit
// below 1 is none, as little is held.
func NewWindows(r io.Reader, limit int64) *Windows {
	return &Windows{r: r, limit: max(limit, 0), Longest: DefaultLimit}
}

// Next returns the next piece, of at least so many bytes: all that has come up
// to the last place where cut says that a piece may end, which is an offset, or
// -1 for none. It does not wait for more than that. last is true for the piece
// that ends the input, which may be empty. A longer piece than Longest is an
// error that wraps [script.ErrTooLarge].
func (w *Windows) Next(least int, cut func([]byte) int) (piece string, last bool, err error) {
	if least > w.Longest {
		return "", false, tooLarge(int64(w.Longest))
	}
	buf := make([]byte, 0, max(windowSize, 2*len(w.rest), least+windowSize))
	buf = append(buf, w.rest...)
	for {
		if w.err == nil {
			buf, err = w.fill(buf)
			if err != nil {
				return "", false, err
			}
		}
		if w.err != nil {
			w.rest = nil
			if !errors.Is(w.err, io.EOF) {
				return "", false, w.err
			}
			return text(buf), true, nil
		}
		if end := cut(buf); end >= 0 && end >= least {
			w.rest = buf[end:]
			return text(buf[:end:end]), false, nil
		}
		if len(buf) > w.Longest {
			return "", false, tooLarge(int64(w.Longest))
		}
		if len(buf) == cap(buf) {
			buf = append(make([]byte, 0, 2*cap(buf)), buf...)
		}
	}
}

// fill reads once. A reader that gives nothing again and again is an error, as
// for package bufio.
func (w *Windows) fill(buf []byte) ([]byte, error) {
	n := 0
	for tries := 0; n == 0 && w.err == nil; tries++ {
		if tries == 100 {
			return nil, io.ErrNoProgress
		}
		n, w.err = w.r.Read(buf[len(buf):cap(buf)])
	}
	w.read += int64(n)
	if w.limit > 0 && w.read > w.limit {
		return nil, tooLarge(w.limit)
	}
	return buf[:len(buf)+n], nil
}

// All returns all that is left. Of an input without a limit as much is taken as
// [Read] takes.
func (w *Windows) All() (string, error) {
	rest := w.rest
	w.rest = nil
	if w.err != nil && !errors.Is(w.err, io.EOF) {
		return "", w.err
	}
	if w.err != nil {
		return text(rest), nil
	}
	limit := w.limit
	if limit == 0 {
		limit = DefaultLimit
	}
	left := limit - w.read + int64(len(rest))
	if left < 1 {
		return "", tooLarge(limit)
	}
	all, err := Read(io.MultiReader(bytes.NewReader(rest), w.r), left)
	if errors.Is(err, script.ErrTooLarge) {
		err = tooLarge(limit)
	}
	return all, err
}

// text returns what nothing else is going to write to as a string.
func text(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// LastLine returns where the last line break of b ends, or -1.
func LastLine(b []byte) int {
	if i := bytes.LastIndexByte(b, '\n'); i >= 0 {
		return i + 1
	}
	return -1
}

// LastBlank returns where the last blank line of b that stands behind another
// line ends, or -1. Lines end in LF or CRLF.
func LastBlank(b []byte) int {
	for end := len(b); ; {
		i := bytes.LastIndexByte(b[:end], '\n')
		if i < 0 {
			return -1
		}
		above := i
		if above > 0 && b[above-1] == '\r' {
			above--
		}
		if above > 0 && b[above-1] == '\n' {
			return i + 1
		}
		end = i
	}
}

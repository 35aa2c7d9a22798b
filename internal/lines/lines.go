// Package lines reads a whole input into one string and tells line and column
// of any byte in it.
package lines

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/vsconvert/vsconvert/script"
)

// DefaultLimit is the most bytes Read takes when no limit is given: 1 GiB.
const DefaultLimit = 1 << 30

// Read returns all of r. A limit below 1 means [DefaultLimit]; an input beyond
// it is an error that wraps [script.ErrTooLarge].
func Read(r io.Reader, limit int64) (string, error) {
	if limit < 1 {
		limit = DefaultLimit
	}
	const least = 4096
	expected := size(r)
	if expected > limit {
		return "", tooLarge(limit)
	}
	// One byte more than there is, so that the end shows without growing.
	buf := make([]byte, 0, max(expected+1, least))
	for {
		n, err := r.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if int64(len(buf)) > limit {
			return "", tooLarge(limit)
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return "", err
		}
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, 1)
		}
	}
	// Nothing else refers to buf, so that it can be the string.
	return unsafe.String(unsafe.SliceData(buf), len(buf)), nil
}

func tooLarge(limit int64) error {
	return fmt.Errorf("%w: more than %d bytes", script.ErrTooLarge, limit)
}

// size returns how many bytes r says are left in it, or 0.
func size(r io.Reader) int64 {
	switch r := r.(type) {
	case interface{ Len() int }:
		return int64(r.Len())
	case *os.File:
		info, err := r.Stat()
		if err != nil || !info.Mode().IsRegular() {
			return 0
		}
		at, err := r.Seek(0, io.SeekCurrent)
		if err != nil {
			return 0
		}
		return max(info.Size()-at, 0)
	}
	return 0
}

// Locator finds lines and columns. Lines end in LF, CR or CRLF; columns count
// characters. Offsets that never decrease cost one pass over the text in all.
type Locator struct {
	src  string
	at   int // start of the line last found
	end  int // offset behind its break, or 0 when that is not looked for yet
	line int // its number, from 1
	near int // an offset within it whose column is known
	col  int // that column, from 1
}

// NewLocator returns a Locator for src.
func NewLocator(src string) *Locator { return &Locator{src: src, line: 1, col: 1} }

// Pos returns the line and column of the byte at offset. An offset beyond the
// text is its end.
func (l *Locator) Pos(offset int) script.Pos {
	offset = min(max(offset, 0), len(l.src))
	if offset < l.near {
		*l = Locator{src: l.src, line: 1, col: 1}
	}
	for {
		if l.end == 0 {
			l.end = lineEnd(l.src, l.at)
		}
		if l.end > offset {
			break
		}
		l.at, l.near, l.end, l.col = l.end, l.end, 0, 1
		l.line++
	}
	l.col += utf8.RuneCountInString(l.src[l.near:offset])
	l.near = offset
	return script.Pos{Line: l.line, Column: l.col}
}

// lineEnd returns the offset behind the line break that ends the line which
// begins at from, or one beyond the text when none does.
func lineEnd(src string, from int) int {
	i := strings.IndexAny(src[from:], "\r\n")
	if i < 0 {
		return len(src) + 1
	}
	i += from
	if src[i] == '\r' && i+1 < len(src) && src[i+1] == '\n' {
		return i + 2
	}
	return i + 1
}

// Package source reads a whole input into one string and tells line and column
// of any byte in it.
package source

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"unsafe"

	"github.com/vsconvert/vsconvert/script"
)

// DefaultLimit is the most bytes Read takes when no limit is given: 1 GiB.
const DefaultLimit = 1 << 30

// Read returns all of r. A limit below 1 means [DefaultLimit]; an input beyond
// it is an error that wraps [script.ErrTooLarge]. Other errors are those of r.
func Read(r io.Reader, limit int64) (string, error) {
	if limit < 1 {
		limit = DefaultLimit
	}
	if s, ok := r.(*strings.Reader); ok && int64(s.Len()) <= limit {
		return rest(s), nil
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

// rest returns what is left of r without copying it: r hands the string itself
// to a writer of strings.
func rest(r *strings.Reader) string {
	var k keeper
	_, _ = r.WriteTo(&k) // which keeps and never fails
	return string(k)
}

// keeper keeps the string that is written to it.
type keeper string

func (k *keeper) Write(b []byte) (int, error) {
	*k += keeper(b)
	return len(b), nil
}

func (k *keeper) WriteString(s string) (int, error) {
	*k = keeper(s)
	return len(s), nil
}

func tooLarge(limit int64) error {
	return fmt.Errorf("%w: more than %d bytes", script.ErrTooLarge, limit)
}

// size returns how many bytes are left in r, or 0 for a reader of a kind that
// nobody here vouches for.
func size(r io.Reader) int64 {
	switch r := r.(type) {
	case *strings.Reader:
		return int64(r.Len())
	case *bytes.Reader:
		return int64(r.Len())
	case *bytes.Buffer:
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

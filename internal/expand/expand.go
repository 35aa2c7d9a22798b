// Package expand reads files that are compressed as a whole.
package expand

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/vsconvert/vsconvert/script"
)

// MagicSize is how many of its first bytes tell whether a file is compressed.
const MagicSize = 4

// Compressed reports whether head begins a gzip or zstd file.
func Compressed(head []byte) bool {
	return strings.HasPrefix(string(head), gzipMagic) || strings.HasPrefix(string(head), zstdMagic)
}

const (
	gzipMagic = "\x1F\x8B\x08"
	zstdMagic = "\x28\xB5\x2F\xFD"
)

// TrimName returns name without the extension of a compressed file.
func TrimName(name string) string {
	for _, ext := range []string{".gz", ".gzip", ".zst", ".zstd"} {
		if i := len(name) - len(ext); i > 0 && strings.EqualFold(name[i:], ext) {
			return name[:i]
		}
	}
	return name
}

// What a file may expand to: texts are rarely compressed to less than a
// twentieth.
const (
	limitBase   = 8 << 20
	limitFactor = 40
	maxWindow   = 32 << 20 // bytes that zstd may look back
)

// Reader returns what r holds, or what that expands to as [NewReader] does. An
// r that is not compressed and can be looked into without reading stays r.
func Reader(r io.Reader) (io.Reader, error) {
	head, whole, err := begin(r)
	if err != nil || !Compressed(head) {
		return whole, err
	}
	return NewReader(whole)
}

// begin returns how r begins, and a reader of the whole of it.
func begin(r io.Reader) (head []byte, whole io.Reader, err error) {
	if b, ok := r.(*bytes.Buffer); ok {
		return b.Bytes()[:min(b.Len(), MagicSize)], r, nil
	}
	head = make([]byte, MagicSize)
	if at, ok := r.(io.ReaderAt); ok {
		if n, ok := lookAt(at, head); ok {
			return head[:n], r, nil
		}
	}
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	return head[:n], &input{r: r, head: head[:n]}, nil
}

// lookAt reads what comes next of a file, where that can be told.
func lookAt(r io.ReaderAt, head []byte) (n int, ok bool) {
	s, ok := r.(io.Seeker)
	if !ok {
		return 0, false
	}
	at, err := s.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, false // a pipe
	}
	n, err = r.ReadAt(head, at)
	return n, err == nil || errors.Is(err, io.EOF)
}

// Head returns how what head begins goes on expanded, up to size bytes, or head
// where it is not compressed or makes no sense. A zstd file that is cut off may
// make none.
func Head(head []byte, size int) []byte {
	if !Compressed(head) {
		return head
	}
	r, err := NewReader(bytes.NewReader(head))
	if err != nil {
		return head
	}
	text := make([]byte, size)
	n, _ := io.ReadFull(r, text) // which mostly ends within the file
	if n == 0 {
		return head
	}
	return text[:n]
}

// NewReader returns a reader of what r, which is compressed, expands to. It
// reads at most 8 MiB and 40 times the bytes it has taken of r; its errors
// wrap [script.ErrTooLarge] or [script.ErrSyntax], or are those of r. What was
// compressed twice is an error.
func NewReader(r io.Reader) (io.Reader, error) {
	head, whole, err := begin(r)
	if err != nil {
		return nil, err
	}
	m := &metered{name: "gzip", in: &input{r: whole}}
	if strings.HasPrefix(string(head), zstdMagic) {
		m.name = "zstd"
		m.out, err = zstd.NewReader(m.in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
	} else {
		m.out, err = gzip.NewReader(m.in)
	}
	if err != nil {
		return nil, m.explain(err)
	}
	inner, all, err := begin(m)
	if err == nil && Compressed(inner) {
		err = fmt.Errorf("%w: %s: compressed twice", script.ErrSyntax, m.name)
	}
	return all, err
}

// input counts what is read of a file, and keeps its errors apart from those
// of the format.
type input struct {
	r    io.Reader
	head []byte // read already
	n    int64
	err  error
}

func (s *input) Read(p []byte) (int, error) {
	n := copy(p, s.head)
	s.head = s.head[n:]
	var err error
	if n == 0 {
		n, err = s.r.Read(p)
	}
	s.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

// metered ends a file that expands too far.
type metered struct {
	name string
	in   *input
	out  io.Reader
	n    int64
}

func (m *metered) Read(p []byte) (int, error) {
	n, err := m.out.Read(p)
	if m.n += int64(n); m.n > limitBase+limitFactor*m.in.n {
		return n, fmt.Errorf("%w: this %s file expands to more than %d times its size", script.ErrTooLarge, m.name, limitFactor)
	}
	return n, m.explain(err)
}

func (m *metered) explain(err error) error {
	switch {
	case err == nil, errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF):
		return err
	case m.in.err != nil:
		return m.in.err
	case errors.Is(err, zstd.ErrWindowSizeExceeded), errors.Is(err, zstd.ErrDecoderSizeExceeded):
		return fmt.Errorf("%w: this zstd file needs more than %d MiB to be expanded", script.ErrTooLarge, maxWindow>>20)
	}
	return fmt.Errorf("%w: %s: %w", script.ErrSyntax, m.name, err)
}

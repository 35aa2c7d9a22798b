// Package expand reads files that are compressed as a whole.
package expand

import (
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

// NewReader returns a reader of what r, which is compressed, expands to. It
// reads at most 8 MiB and 40 times the bytes it has taken of r; its errors
// wrap [script.ErrTooLarge] or [script.ErrSyntax], or are those of r.
func NewReader(r io.Reader) (io.Reader, error) {
	in := &source{r: r}
	var head [MagicSize]byte
	n, err := io.ReadFull(r, head[:])
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	in.head = head[:n]
	var out io.Reader
	name := "gzip"
	if strings.HasPrefix(string(in.head), zstdMagic) {
		name = "zstd"
		out, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderLowmem(true))
	} else {
		out, err = gzip.NewReader(in)
	}
	m := &metered{name: name, in: in, out: out}
	return m, m.explain(err)
}

// source counts what is read of a file, and keeps its errors apart from those
// of the format.
type source struct {
	r    io.Reader
	head []byte // read already
	n    int64
	err  error
}

func (s *source) Read(p []byte) (int, error) {
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
	in   *source
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

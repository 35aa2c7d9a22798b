// Package segmentstest holds readers that hand on segments as they are read
// against the same readers reading the whole.
package segmentstest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden" // for -update
	"github.com/vsconvert/vsconvert/script"
)

// Decoder is a reader that can do both.
type Decoder interface {
	script.Decoder
	Segments(r io.Reader) iter.Seq2[script.Segment, error]
}

// Format is what is tested of a format.
type Format struct {
	Extension string // of its files in testdata
	Head      string // what a file begins with
	// New makes a decoder that keeps the order of the file.
	New func(maxBytes int64, warn func(script.Warning) error) Decoder
	// Parted reports whether reading piece by piece may part from reading the
	// whole, of which the warnings are given; nil means never.
	Parted func(src string, warnings []string) bool
}

// reading is all that comes of an input.
type reading struct {
	Segments []script.Segment
	Warnings []string
	Err      string
}

func (g *reading) warn(w script.Warning) error {
	g.Warnings = append(g.Warnings, fmt.Sprint(w.Index, w.SegmentID, w.Pos, w))
	return nil
}

func (f Format) whole(src string) (got reading) {
	s, err := f.New(0, got.warn).Decode(strings.NewReader(src))
	if err != nil {
		got.Err = err.Error()
	} else {
		got.Segments = s.Segments
	}
	return got
}

func (f Format) streamed(r io.Reader) (got reading) {
	for s, err := range f.New(0, got.warn).Segments(r) {
		if err != nil {
			got.Err = err.Error()
			break
		}
		got.Segments = append(got.Segments, s)
	}
	return got
}

// chunks reads a random number of bytes at a time.
type chunks struct {
	r    io.Reader
	size int
}

func (c chunks) Read(p []byte) (int, error) { return c.r.Read(p[:min(len(p), 1+rand.IntN(c.size))]) }

// RequireSame checks that an input gives the same segments, warnings and error
// piece by piece as at once. The order of warnings differs where they count.
func (f Format) RequireSame(t *testing.T, src string) {
	t.Helper()
	want := f.whole(src)
	if f.Parted != nil && f.Parted(src, want.Warnings) {
		return
	}
	for _, r := range []io.Reader{strings.NewReader(src), iotest.OneByteReader(strings.NewReader(src)), chunks{strings.NewReader(src), 80}} {
		got := f.streamed(r)
		if want.Err != "" {
			got.Segments = nil // what was read before the error
		}
		slices.Sort(got.Warnings)
		slices.Sort(want.Warnings)
		require.Equal(t, want, got, "%q", src)
	}
}

// Corpus reads the files of the format in the package's and the project's
// testdata.
func (f Format) Corpus(t *testing.T) {
	for _, glob := range []string{"testdata/*", "testdata/*/*", "testdata/*/*/*", "../../testdata/*/*", "../../testdata/*/*/*"} {
		files, err := filepath.Glob(glob + f.Extension)
		require.NoError(t, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			if len(data) < 100_000 {
				f.RequireSame(t, string(data))
			}
		}
	}
}

// parts are what random inputs are made of.
var parts = []string{
	"WEBVTT\n\n", "1\n", "2\n", "3\n", "12\n", "x\n", "\n", "\n\n", "\r\n", "\r", "\r\r\n", "\x00", "\xFF", "\xE9", "é", "\uFFFD", "\uFEFF",
	"00:00:01,000 --> 00:00:02,000\n", "00:00:03.000 --> 00:00:02.000\n", "00:01.000 --> 00:04.000 line:0\n", "00:00:05,000 --> 00:00:06,000\r\n",
	"00:00:07,000 -> 00:00:08,000\n", "99:00:00", " --> ", "text\n", "<i>text</i>\n", "<v Mary>text\n", "a > b\n", "&amp;", "NOTE a\n", "NOTE\nb\nc\n", "STYLE\n", "more text\n", "Title: x\n",
}

// Random reads random inputs, the same ones each time.
func (f Format) Random(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 800 {
		var b strings.Builder
		if rnd.IntN(4) > 0 {
			b.WriteString("WEBVTT\n\n")
		}
		for range rnd.IntN(30) {
			b.WriteString(parts[rnd.IntN(len(parts))])
		}
		f.RequireSame(t, b.String())
	}
}

// Fuzz reads inputs of a fuzz target.
func (f Format) Fuzz(ff *testing.F) {
	ff.Add("WEBVTT\n\n1\n00:01.000 --> 00:02.000\na\n\nNOTE x\n\n00:03.000 --> 00:02.000\n<i>b\n")
	ff.Add("1\n00:00:01,000 --> 00:00:02,000\na\n\nb > c\n2\n00:00:03,000 --> 00:00:04,000\n")
	ff.Fuzz(func(t *testing.T, src string) {
		if len(src) < 4096 {
			f.RequireSame(t, src)
		}
	})
}

// cueByCue gives one cue a read, and tells how many it gave.
type cueByCue struct {
	head  string
	given int
}

func (c *cueByCue) Read(p []byte) (int, error) {
	head := c.head
	c.head = ""
	c.given++
	return copy(p, fmt.Sprintf("%s00:00:%02d.000 --> 00:00:%02d.500\ntext\n\n", head, c.given, c.given)), nil
}

// ComeAsRead checks that a segment comes when no more than the one behind it
// has been read, and that nothing is read once the caller has enough.
func (f Format) ComeAsRead(t *testing.T) {
	r := cueByCue{head: f.Head}
	n := 0
	for s, err := range f.New(0, nil).Segments(&r) {
		require.NoError(t, err)
		require.Equal(t, "text", s.Text)
		if n++; n == 20 {
			break
		}
		require.LessOrEqual(t, r.given, n+1)
	}
	require.LessOrEqual(t, r.given, n+1)
}

// endless goes on for ever, and fails when it is read after it should not be.
type endless struct {
	text string
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	if e.read++; e.read > 3 {
		return 0, errors.New("read on")
	}
	n := copy(p, e.text)
	e.text = e.text[n:]
	return n, nil
}

// BreakStopsReading checks that the first segment takes one read.
func (f Format) BreakStopsReading(t *testing.T) {
	r := &endless{text: f.Head + strings.Repeat("00:00:01.000 --> 00:00:02.000\ntext\n\n", 20_000)}
	for _, err := range f.New(0, nil).Segments(r) {
		require.NoError(t, err)
		break
	}
	require.Equal(t, 1, r.read)
}

// HoldLittle checks that a cue takes hardly an allocation.
func (f Format) HoldLittle(t *testing.T) {
	var b bytes.Buffer
	b.WriteString(f.Head)
	const cues = 20_000
	for i := range cues {
		fmt.Fprintf(&b, "%d\n00:%02d:%02d.000 --> 00:%02d:%02d.500\nsome text of a cue\n\n", i+1, i/60%60, i%60, i/60%60, i%60)
	}
	n := 0
	allocs := testing.AllocsPerRun(1, func() {
		n = 0
		for _, err := range f.New(0, nil).Segments(bytes.NewReader(b.Bytes())) {
			if err != nil {
				panic(err)
			}
			n++
		}
	})
	require.Equal(t, cues, n)
	require.Less(t, allocs, 0.02*cues)
}

// KeepTheLimit checks that too large an input and a failing one end in the
// errors of reading the whole.
func (f Format) KeepTheLimit(t *testing.T) {
	src := f.Head + "00:00:01.000 --> 00:00:02.000\ntext\n\n"
	d := f.New(int64(len(src))-1, nil)
	_, want := d.Decode(strings.NewReader(src))
	require.ErrorIs(t, want, script.ErrTooLarge)
	var got error
	for _, err := range d.Segments(strings.NewReader(src)) {
		got = err
	}
	require.Equal(t, want, got)
	for _, err := range f.New(0, nil).Segments(iotest.ErrReader(io.ErrClosedPipe)) {
		require.Equal(t, io.ErrClosedPipe, err)
	}
}

// WarningEnds checks that the error of a warning is the last that comes.
func (f Format) WarningEnds(t *testing.T) {
	stop := errors.New("stop")
	d := f.New(0, func(script.Warning) error { return stop })
	var errs []error
	for _, err := range d.Segments(strings.NewReader(f.Head + "00:00:02.000 --> 00:00:01.000\ntext\n\n")) {
		errs = append(errs, err)
	}
	require.Equal(t, []error{stop}, errs)
}

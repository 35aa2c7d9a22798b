package srt

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/script"
)

// reading is all that comes of an input.
type reading struct {
	Segments []script.Segment
	Warnings []string
	Err      string
}

func wholly(src string) (got reading) {
	d := Decoder{Unsorted: true, Warn: got.warn}
	s, err := d.Decode(strings.NewReader(src))
	if err != nil {
		got.Err = err.Error()
	} else {
		got.Segments = s.Segments
	}
	return got
}

func (g *reading) warn(w script.Warning) error {
	g.Warnings = append(g.Warnings, fmt.Sprint(w.Index, w.SegmentID, w.Pos, w))
	return nil
}

func streaming(r io.Reader) (got reading) {
	d := Decoder{Warn: got.warn}
	for s, err := range d.Segments(r) {
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

// requireSame checks that an input gives the same segments, warnings and error
// piece by piece as at once. The order of warnings differs where they count.
func requireSame(t *testing.T, src string) {
	t.Helper()
	want := wholly(src)
	if isMixed(src) && slices.ContainsFunc(want.Warnings, func(w string) bool { return strings.Contains(w, "windows-1252") }) {
		return // which is not known before the end
	}
	for _, r := range []io.Reader{strings.NewReader(src), iotest.OneByteReader(strings.NewReader(src)), chunks{strings.NewReader(src), 80}} {
		got := streaming(r)
		if want.Err != "" {
			got.Segments = nil // what was read before the error
		}
		slices.Sort(got.Warnings)
		slices.Sort(want.Warnings)
		require.Equal(t, want, got, "%q", src)
	}
}

// isMixed reports whether some bytes are UTF-8, beyond ASCII, and some are not.
func isMixed(src string) bool {
	return !utf8.ValidString(src) && utf8.RuneCountInString(src) < len(src)
}

func TestSegmentsAreThoseOfTheWhole(t *testing.T) {
	for _, glob := range []string{"testdata/*.srt", "testdata/*/*.srt", "testdata/*/*/*.srt", "../../testdata/*/*.srt", "../../testdata/*/*/*.srt"} {
		files, err := filepath.Glob(glob)
		require.NoError(t, err)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			if len(data) < 100_000 {
				requireSame(t, string(data))
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

func randomInput(rnd *rand.Rand) string {
	var b strings.Builder
	if rnd.IntN(4) > 0 {
		b.WriteString("")
	}
	for range rnd.IntN(30) {
		b.WriteString(parts[rnd.IntN(len(parts))])
	}
	return b.String()
}

func TestSegmentsOfRandomInputs(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 800 {
		requireSame(t, randomInput(rnd))
	}
}

func FuzzSegments(f *testing.F) {
	f.Add("WEBVTT\n\n1\n00:01.000 --> 00:02.000\na\n\nNOTE x\n\n00:03.000 --> 00:02.000\n<i>b\n")
	f.Add("1\n00:00:01,000 --> 00:00:02,000\na\n\nb > c\n2\n00:00:03,000 --> 00:00:04,000\n")
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) < 4096 {
			requireSame(t, src)
		}
	})
}

// cueByCue gives one cue a read, and tells how many it gave.
type cueByCue struct{ given int }

func (c *cueByCue) Read(p []byte) (int, error) {
	c.given++
	head := ""
	if c.given == 1 {
		head = ""
	}
	return copy(p, fmt.Sprintf("%s00:00:%02d.000 --> 00:00:%02d.500\ntext\n\n", head, c.given, c.given)), nil
}

func TestSegmentsComeAsTheyAreRead(t *testing.T) {
	var r cueByCue
	n := 0
	for s, err := range (Decoder{}).Segments(&r) {
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

func TestBreakStopsReading(t *testing.T) {
	r := &endless{text: strings.Repeat("00:00:01.000 --> 00:00:02.000\ntext\n\n", 20_000)}
	for _, err := range (Decoder{}).Segments(r) {
		require.NoError(t, err)
		break
	}
	require.Equal(t, 1, r.read)
}

func TestSegmentsHoldLittle(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("")
	const cues = 20_000
	for i := range cues {
		fmt.Fprintf(&b, "%d\n00:%02d:%02d.000 --> 00:%02d:%02d.500\nsome text of a cue\n\n", i+1, i/60%60, i%60, i/60%60, i%60)
	}
	n := 0
	allocs := testing.AllocsPerRun(1, func() {
		n = 0
		for _, err := range (Decoder{}).Segments(bytes.NewReader(b.Bytes())) {
			if err != nil {
				panic(err)
			}
			n++
		}
	})
	require.Equal(t, cues, n)
	require.Less(t, allocs, 0.02*cues)
}

func TestSegmentsKeepTheLimit(t *testing.T) {
	src := "00:00:01.000 --> 00:00:02.000\ntext\n\n"
	d := Decoder{MaxBytes: int64(len(src)) - 1}
	_, want := d.Decode(strings.NewReader(src))
	require.ErrorIs(t, want, script.ErrTooLarge)
	var got error
	for _, err := range d.Segments(strings.NewReader(src)) {
		got = err
	}
	require.Equal(t, want, got)
	for _, err := range (Decoder{}).Segments(iotest.ErrReader(io.ErrClosedPipe)) {
		require.Equal(t, io.ErrClosedPipe, err)
	}
}

func TestWarningEndsSegments(t *testing.T) {
	stop := errors.New("stop")
	d := Decoder{Warn: func(script.Warning) error { return stop }}
	var errs []error
	for _, err := range d.Segments(strings.NewReader("00:00:02.000 --> 00:00:01.000\ntext\n\n")) {
		errs = append(errs, err)
	}
	require.Equal(t, []error{stop}, errs)
}

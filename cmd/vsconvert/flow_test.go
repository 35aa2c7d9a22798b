package main

import (
	"bytes"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/script"
)

// ran is all that a run leaves.
type ran struct {
	Code           int
	Stdout, Stderr string
	Files          map[string]string
}

// runFrom runs the program in a directory of its own. Inputs from a size on
// flow.
func runFrom(t *testing.T, size int64, stdin string, args ...string) (r ran) {
	t.Helper()
	out := t.TempDir()
	for i, arg := range args {
		args[i] = strings.ReplaceAll(arg, "OUT", out)
	}
	var stdout, stderr bytes.Buffer
	r.Code = run(args, streams{in: io.MultiReader(strings.NewReader(stdin)), out: &stdout, err: &stderr, flowFrom: size})
	r.Stdout, r.Stderr = stdout.String(), strings.ReplaceAll(stderr.String(), out, "OUT")
	r.Files = map[string]string{}
	for _, name := range []string{"o.srt", "o.vtt", "in.srt", "in.vtt"} {
		if data, err := os.ReadFile(filepath.Join(out, name)); err == nil {
			r.Files[name] = string(data)
		}
	}
	return r
}

// flowArgs are command lines for the file in.
func flowArgs(in, from string) [][]string {
	return [][]string{
		{in, "-f", from, "-o", "OUT/o.srt"},
		{in, "-f", from, "-o", "OUT/o.vtt", "--warnings", "all"},
		{in, "-f", from, "-t", "vtt,srt", "-o", "OUT/", "--warnings", "summary"},
		{in, "-f", from, "-t", "srt", "--strict", "-o", "OUT/"},
		{in, "-f", from, "-t", "srt"},
		{"-f", from, "-t", "vtt", "--title", "T", "--language", "en"},
		{"-", "-f", from, "-t", "srt", "--allow-empty"},
	}
}

func requireFlowsTheSame(t *testing.T, text string, lines ...[]string) {
	t.Helper()
	for _, args := range lines {
		whole := runFrom(t, math.MaxInt64, text, append([]string{}, args...)...)
		flowed := runFrom(t, 1, text, append([]string{}, args...)...)
		require.Equal(t, whole, flowed, "%q of %q", args, text)
	}
}

// What flows is what the whole becomes: in bytes, warnings, errors and exit
// code, of every file of the corpus.
func TestFlowOfCorpus(t *testing.T) {
	for _, from := range []string{"vtt", "srt"} {
		files, err := filepath.Glob("../../convert/" + from + "/testdata/*/*." + from)
		require.NoError(t, err)
		require.NotEmpty(t, files)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			requireFlowsTheSame(t, string(data), []string{file, "-f", from, "-t", "vtt,srt", "-o", "OUT/", "--warnings", "all"})
		}
	}
}

// flowParts are what random inputs are made of.
var flowParts = []string{
	"\n", "\n\n", "1\n", "2\n", "7\n", "id\n", "text\n", "<i>text</i>\n", "<v Mary>said\n", "a & b > c\n", "\x00", "\xFF", "é", "\u202E", "NOTE n\n", "\r\n", "x\n\ny\n",
}

// randomCaptions returns captions, mostly in order.
func randomCaptions(rnd *rand.Rand) string {
	var b strings.Builder
	if rnd.IntN(2) == 0 {
		b.WriteString("WEBVTT" + []string{"", " - T", "\nLanguage: en"}[rnd.IntN(3)] + "\n\n")
	}
	at := 0
	for i := range rnd.IntN(12) {
		if rnd.IntN(3) > 0 {
			fmt.Fprintln(&b, i+1)
		}
		at += rnd.IntN(4)
		if rnd.IntN(20) == 0 {
			at = rnd.IntN(20)
		}
		fmt.Fprintf(&b, "00:00:%02d,000 --> 00:00:%02d,000\n", at, at+rnd.IntN(3))
		if b.String()[0] == 'W' && rnd.IntN(20) > 0 {
			text := strings.ReplaceAll(b.String(), ",000", ".000")
			b.Reset()
			b.WriteString(text)
		}
		for range rnd.IntN(3) {
			b.WriteString(flowParts[rnd.IntN(len(flowParts))])
		}
		b.WriteString("text\n\n")
	}
	return b.String()
}

func TestFlowOfRandomInputs(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	in := filepath.Join(t.TempDir(), "in")
	for range 15 {
		text := randomCaptions(rnd)
		require.NoError(t, os.WriteFile(in, []byte(text), 0o600))
		for _, from := range []string{"vtt", "srt"} {
			requireFlowsTheSame(t, text, flowArgs(in, from)...)
		}
	}
}

// manyCues returns captions of about so many bytes, in order.
func manyCues(size int) string {
	var b strings.Builder
	for i := 0; b.Len() < size; i++ {
		fmt.Fprintf(&b, "%d\n00:%02d:%02d,%03d --> 00:%02d:%02d,%03d\nThe door number %d opens.\n\n", i+1, i/6000%60, i/100%60, i%100*10, i/6000%60, i/100%60, i%100*10+5, i)
	}
	return b.String()
}

// To standard output the first MiB is held back: beyond it the output flows, and
// what cannot be put right any more is an error.
func TestFlowToStandardOutput(t *testing.T) {
	ordered := manyCues(2 << 20)
	whole, flowed := runFrom(t, math.MaxInt64, ordered, "-f", "srt", "-t", "vtt"), runFrom(t, 0, ordered, "-f", "srt", "-t", "vtt")
	require.Equal(t, whole, flowed)

	const early = "9\n00:00:00,000 --> 00:00:00,001\nEarly.\n\n"
	args := []string{"-f", "srt", "-t", "vtt"}
	atOnce := manyCues(1<<20/2) + early + ordered
	require.Equal(t, runFrom(t, math.MaxInt64, atOnce, args...), runFrom(t, 0, atOnce, args...))

	late := runFrom(t, 0, ordered+early, args...)
	require.Equal(t, exitFailed, late.Code)
	require.Contains(t, late.Stderr, "is out of order")
	require.Contains(t, late.Stderr, "hint: -o FILE")
	require.Greater(t, len(late.Stdout), 1<<20)

	// A file can be read again, wherever its segment stands.
	in := filepath.Join(t.TempDir(), "in.srt")
	require.NoError(t, os.WriteFile(in, []byte(ordered+early), 0o600))
	for _, args := range [][]string{{in, "-t", "vtt"}, {in, "-o", "OUT/o.vtt"}} {
		require.Equal(t, runFrom(t, math.MaxInt64, "", append([]string{}, args...)...), runFrom(t, 0, "", args...))
	}
	// So is what was kept of a pipe.
	args = []string{"-f", "srt", "-o", "OUT/o.vtt"}
	large := manyCues(9<<19) + early
	require.Equal(t, runFrom(t, math.MaxInt64, large, append([]string{}, args...)...), runFrom(t, 0, large, args...))
}

func TestIDsThatWereThereBefore(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		var w idWatch
		s := &script.Script{}
		for range rnd.IntN(150) {
			id := strconv.Itoa(len(s.Segments) + 1)
			switch rnd.IntN(8) {
			case 0:
				id = strconv.Itoa(rnd.IntN(200))
			case 1:
				id = ""
			case 2:
				id = fmt.Sprintf("%c%d", 'a'+rnd.IntN(3), rnd.IntN(30))
			case 3:
				id = "0" + id
			}
			w.see(id, len(s.Segments))
			s.Segments = append(s.Segments, script.Segment{ID: id})
		}
		var want []script.Warning
		require.NoError(t, warnOfSameIDs(s, func(w script.Warning) error { want = append(want, w); return nil }))
		require.Equal(t, want, w.same)
	}
}

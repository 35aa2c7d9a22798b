package edl_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func rate(t testing.TB, name string) timecode.Rate {
	t.Helper()
	r, err := timecode.ParseRate(name)
	require.NoError(t, err)
	return r
}

func start(t testing.TB, label string, r timecode.Rate) timecode.Timecode {
	t.Helper()
	tc, err := timecode.Parse(label, r)
	require.NoError(t, err)
	return tc
}

// corpus lists every file of testdata/corpus and how to read it. All of them
// were written for these tests, in the manner of the systems they are named
// after.
var corpus = []struct{ name, rate, start string }{
	{"api", "", ""},
	{"api-wrapped", "", ""},
	{"avid", "24", "01:00:00:00"},
	{"premiere", "", ""},
	{"resolve", "25", "01:00:00:00"},
	{"resolve-markers", "25", "01:00:00:00"},
	{"fcp7", "29.97", ""},
	{"vfx-house", "23.976", "10:00:00:00"},
	{"mixed-ends", "", ""},
	{"utf16", "", ""},
	{"utf8-bom", "", ""},
	{"cp1252", "", ""},
	{"midnight", "25", "23:59:00:00"},
	{"cue-sheet", "", ""},
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "corpus", name+".edl"))
	require.NoError(t, err)
	return data
}

func TestCorpusIsComplete(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "corpus", "*.edl"))
	require.NoError(t, err)
	require.Len(t, files, len(corpus))
}

func TestCorpus(t *testing.T) {
	for _, c := range corpus {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			d := edl.Decoder{Warn: func(w script.Warning) error { fmt.Fprintln(&b, "warning:", w); return nil }}
			if c.rate != "" {
				d.Rate = rate(t, c.rate)
			}
			if c.start != "" {
				d.Start = start(t, c.start, d.Rate)
			}
			dump(&b, d, read(t, c.name))
			d.Locators = true
			fmt.Fprintln(&b, "\nas locators:")
			dump(&b, d, read(t, c.name))
			flavor, ok := edl.Detect(string(read(t, c.name)))
			fmt.Fprintln(&b, "\ndetected:", flavor, ok)
			golden.Equal(t, filepath.Join("testdata", "corpus", c.name+".golden"), b.Bytes())
		})
	}
}

func dump(b *bytes.Buffer, d edl.Decoder, data []byte) {
	s, err := d.Decode(bytes.NewReader(data))
	if err != nil {
		fmt.Fprintln(b, "error:", err)
		return
	}
	fmt.Fprintf(b, "title: %q\n", s.Title)
	for _, seg := range s.Segments {
		fmt.Fprintf(b, "%s: %s - %s: %q", seg.ID, seg.Start, seg.End, seg.Text)
		if seg.Note != "" {
			fmt.Fprintf(b, " note %q", seg.Note)
		}
		fmt.Fprintln(b)
	}
}

// Lists of every style are written again with all their lines and read back
// as the same.
func TestCorpusSyntaxRoundTrip(t *testing.T) {
	for _, c := range corpus {
		list, err := edl.Parse(bytes.NewReader(read(t, c.name)))
		require.NoError(t, err, c.name)
		text := list.String()
		golden.Equal(t, filepath.Join("testdata", "rewritten", c.name+".edl"), []byte(text))
		again, err := edl.ParseList(text)
		require.NoError(t, err, c.name)
		requireSame(t, list, again)
		require.Equal(t, text, again.String(), c.name)
	}
}

func requireSame(t testing.TB, want, got *edl.List) {
	t.Helper()
	diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(edl.Event{}, "Line"))
	require.Empty(t, diff)
}

// No word of a list's comments is lost when it is read and written.
func TestRewrittenCorpusKeepsEveryComment(t *testing.T) {
	for _, c := range corpus {
		list, err := edl.Parse(bytes.NewReader(read(t, c.name)))
		require.NoError(t, err)
		text := list.String()
		for _, e := range list.Events {
			for _, line := range e.Comments {
				require.Contains(t, text, line)
			}
		}
		require.GreaterOrEqual(t, len(strings.Fields(text)), len(list.Events)*7)
	}
}

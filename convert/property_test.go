package convert_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// pieces are what random texts are made of: words, and what some format takes
// for something else.
var pieces = []string{
	"door", "She sits.", "海", "سفينة", "é", "-->", "<b>", "</i>", "&amp;", "&", "\"", "'", ";", ",", "\t", " ", "  ", "\n", "\n\n", "=1", "-", "@", "1", "00:00:01,000",
	"* LOC:", "|C:", "NOTE", "WEBVTT", "{\\an8}", "]]>", "\\N", "\u2028", "\u202E", "\u009B", "\x1B[31m", "\x00", "\uFEFF", "_x000A_", "%20", "#",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(8) {
		b.WriteString(pieces[r.IntN(len(pieces))])
		if r.IntN(2) == 0 {
			b.WriteByte(' ')
		}
	}
	return b.String()
}

func randomScript(r *rand.Rand) *script.Script {
	s := &script.Script{}
	at := time.Duration(r.Int64N(1e10))
	for i := range 1 + r.IntN(6) {
		end := at + time.Duration(1e9+r.Int64N(4e9))
		s.Segments = append(s.Segments, script.Segment{ID: fmt.Sprint(i + 1), Start: at, End: end, Text: randomText(r), Note: randomText(r)})
		at = end + time.Duration(r.Int64N(2e9))
	}
	return s
}

// randomOptions has any rate, and half the time a start at one hour.
func randomOptions(r *rand.Rand, f convert.Format) convert.Options {
	rates := timecode.Rates()
	o := convert.Options{Rate: rates[r.IntN(len(rates))]}
	if f.Name == "stl" { // which has labels at three
		o.Rate = []timecode.Rate{timecode.Rate25, timecode.Rate2997DF, timecode.Rate30}[r.IntN(3)]
	}
	if r.IntN(2) == 0 {
		o.Start = timecode.FromFrames(3600*int64(o.Rate.Nominal()), o.Rate)
	}
	return o
}

// grain is how far from itself a time of a format may come back.
func grain(f convert.Format, o *convert.Options) time.Duration {
	switch {
	case f.Unit == convert.Frame || !o.Start.IsZero():
		return o.Rate.Duration(1)
	case f.Unit == convert.Centisecond:
		return 10 * time.Millisecond
	}
	return time.Millisecond
}

// What a format cannot hold is warned of, and everything else comes back:
// every segment, its text and its times within the grain.
func TestRandomScriptsComeBack(t *testing.T) {
	for _, f := range convert.Formats() {
		if !bothWays(f) {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			for range 60 {
				checkComesBack(t, f, randomScript(r), randomOptions(r, f))
			}
		})
	}
}

func checkComesBack(t *testing.T, f convert.Format, s *script.Script, o convert.Options) {
	of := map[string]bool{}
	o.Warn = func(w script.Warning) error {
		of[w.SegmentID] = true
		return nil
	}
	var b bytes.Buffer
	require.NoError(t, convert.Encode(&b, s, f, &o))
	got, err := convert.Decode(bytes.NewReader(b.Bytes()), f, &o)
	require.NoError(t, err, "%q", b.String())
	if len(got.Segments) != len(s.Segments) {
		require.NotEmpty(t, of, "a segment is lost without a word: %q", b.String())
		return
	}
	for i := range s.Segments {
		was, is := &s.Segments[i], &got.Segments[i]
		if of[was.ID] {
			continue
		}
		require.Equal(t, plainWords(was.Text), plainWords(is.Text), "%q", b.String())
		require.LessOrEqual(t, (was.Start - is.Start).Abs(), grain(f, &o), "%q", b.String())
		require.LessOrEqual(t, (was.End - is.End).Abs(), grain(f, &o), "%q", b.String())
	}
}

// plainWords drops what formats without line breaks, or with words alone, may
// change without saying so.
func plainWords(s string) string { return strings.Join(strings.Fields(s), " ") }

// However a file of a format is damaged, reading it takes memory in proportion
// to its size.
func TestMutatedFilesStayInProportion(t *testing.T) {
	for _, f := range convert.Formats() {
		if !bothWays(f) {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(3, 4))
			var b bytes.Buffer
			o := convert.Options{Rate: timecode.Rate25}
			require.NoError(t, convert.Encode(&b, scene(r, 12), f, &o))
			for range 30 {
				checkProportion(t, f, mutate(r, b.Bytes()))
			}
		})
	}
}

func checkProportion(t *testing.T, f convert.Format, file []byte) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _ = convert.Decode(bytes.NewReader(file), f, &convert.Options{Rate: timecode.Rate25})
	runtime.ReadMemStats(&after)
	require.LessOrEqual(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<20+40*len(file)), "%.200q", file)
}

// mutate damages a file in a few places: bytes turned, parts doubled many
// times over, cut out, or moved.
func mutate(r *rand.Rand, file []byte) []byte {
	out := bytes.Clone(file)
	for range 1 + r.IntN(4) {
		from := r.IntN(len(out))
		part := bytes.Clone(out[from:min(len(out), from+1+r.IntN(60))])
		switch r.IntN(4) {
		case 0:
			out[from] ^= byte(1 + r.IntN(255))
		case 1:
			out = append(out[:from:from], append(bytes.Repeat(part, 1+r.IntN(2000)), out[from:]...)...)
		case 2:
			if out = append(out[:from:from], out[from+len(part):]...); len(out) == 0 {
				out = part
			}
		case 3:
			to := r.IntN(len(out))
			out = append(out[:to:to], append(part, out[to:]...)...)
		}
	}
	return out
}

// A copy that nobody touched changes nothing.
func TestUntouchedCopiesMergeAsNothing(t *testing.T) {
	for _, f := range convert.Formats() {
		if !bothWays(f) {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(5, 6))
			for range 8 {
				s, o := scene(r, 1+r.IntN(30)), randomOptions(r, f)
				back, err := convert.RoundTrip(s, f, &o)
				require.NoError(t, err)
				merged, changes, err := merge.Merge(s, back, merge.Options{
					Baseline: back, Spreadsheet: strings.Contains(f.Title, "CSV") || f.Name == "xlsx", AllowDelete: true,
				})
				require.NoError(t, err)
				require.Empty(t, changes)
				require.Equal(t, s, merged)
			}
		})
	}
}

// Package markertest holds the tests that every marker list has to pass.
package markertest

import (
	"bytes"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Codec is a format under test.
type Codec struct {
	Encode func(testing.TB, timecode.Rate, timecode.Timecode, *script.Script) ([]byte, []script.Warning)
	Decode func(testing.TB, timecode.Rate, timecode.Timecode, []byte) (*script.Script, []script.Warning)

	OneLine bool                // texts have one line
	NoIDs   bool                // ids are lost
	Title   bool                // the title is kept
	States  bool                // the list states rate and start
	Text    func(string) string // what else happens to texts; may be nil
	ID      func(string) string // what happens to ids; may be nil

	encoder func(timecode.Rate, timecode.Timecode, warn) Encoder
	decoder func(timecode.Rate, timecode.Timecode, warn) Decoder
}

// Encoder and Decoder are what the packages of all formats have.
type (
	Encoder interface {
		Encode(io.Writer, *script.Script) error
	}
	Decoder interface {
		Decode(io.Reader) (*script.Script, error)
	}
	warn = func(script.Warning) error
)

// With returns c with functions that run a format's encoder and decoder.
func (c Codec) With(encoder func(timecode.Rate, timecode.Timecode, warn) Encoder, decoder func(timecode.Rate, timecode.Timecode, warn) Decoder) Codec {
	c.Encode = func(t testing.TB, rate timecode.Rate, start timecode.Timecode, s *script.Script) ([]byte, []script.Warning) {
		t.Helper()
		var b bytes.Buffer
		var w Warnings
		require.NoError(t, encoder(rate, start, w.Add).Encode(&b, s))
		return b.Bytes(), w.All
	}
	c.Decode = func(t testing.TB, rate timecode.Rate, start timecode.Timecode, data []byte) (*script.Script, []script.Warning) {
		t.Helper()
		var w Warnings
		s, err := decoder(rate, start, w.Add).Decode(bytes.NewReader(data))
		require.NoError(t, err)
		s.NumberIDs()
		return s, w.All
	}
	c.encoder, c.decoder = encoder, decoder
	return c
}

// Read reads text and returns the warnings, one a line.
func Read(t testing.TB, decoder func(warn) Decoder, text string) (*script.Script, string) {
	t.Helper()
	var w Warnings
	s, err := decoder(w.Add).Decode(strings.NewReader(text))
	require.NoError(t, err)
	s.NumberIDs()
	return s, w.String()
}

// Rates are those that golden files are made at.
func Rates() []timecode.Rate {
	return []timecode.Rate{timecode.Rate23976, timecode.Rate25, timecode.Rate2997DF, timecode.Rate5994DF}
}

// Hour returns 01:00:00:00 at a rate.
func Hour(t testing.TB, r timecode.Rate) timecode.Timecode {
	t.Helper()
	tc, err := timecode.FromLabel(1, 0, 0, 0, r)
	require.NoError(t, err)
	return tc
}

// Script is what golden files hold.
func Script() *script.Script {
	ms := time.Millisecond
	return &script.Script{
		Title: "Night & Day",
		Segments: []script.Segment{
			{ID: "1", Start: 3125 * ms, End: 5500 * ms, Text: "A woman walks to the window."},
			{ID: "seg-002", Start: 12 * time.Second, End: 15040 * ms, Text: "She opens it.\nRain & wind: \"cold\" <3."},
			{ID: "3", Start: 59960 * ms, End: 62 * time.Second, Text: "Zwölf Männer — 12 — gehen | schweigend."},
			{ID: "4", Start: 62 * time.Second, End: 64 * time.Second, Text: "7 birds."},
			{ID: "5", Start: 600 * time.Second, End: 601500 * ms, Text: "* FROM CLIP NAME: no name"},
			{ID: "last", Start: 2*time.Hour - 2*time.Second, End: 2*time.Hour - 20*ms, Text: "Abspann. 終わり"},
		},
	}
}

// Golden compares what is written at four rates, with and without a start of
// an hour, with files, and reads it back.
func Golden(t *testing.T, c Codec, ext string) {
	for _, rate := range Rates() {
		for name, start := range map[string]timecode.Timecode{"": {}, "-01h": Hour(t, rate)} {
			file := rate.String() + name + ext
			t.Run(file, func(t *testing.T) {
				data, _ := c.Encode(t, rate, start, Script())
				golden.Equal(t, filepath.Join("testdata", "golden", file), data)
				c.same(t, rate, start, Script(), data)
			})
		}
	}
}

// RoundTrip writes and reads scripts at every rate, with three starts.
func RoundTrip(t *testing.T, c Codec) {
	for _, rate := range timecode.Rates() {
		starts := []timecode.Timecode{{}, Hour(t, rate), timecode.FromFrames(rate.FramesPerDay()-90*int64(rate.Nominal()), rate)}
		for i, start := range starts {
			t.Run(rate.String()+"-"+strconv.Itoa(i), func(t *testing.T) {
				for _, s := range []*script.Script{Script(), dense(rate)} {
					data, _ := c.Encode(t, rate, start, s)
					c.same(t, rate, start, s, data)
				}
			})
		}
	}
}

// dense has segments of one to a few frames around the minutes where labels
// are dropped, next to each other.
func dense(rate timecode.Rate) *script.Script {
	s := &script.Script{Title: "dense"}
	n := int64(0)
	for _, minute := range []int64{0, 1, 2, 10, 60} {
		n = max(n+5, minute*60*int64(rate.Nominal())-20)
		for i := range int64(25) {
			// Lengths of one frame are points to some systems.
			next := n + 2 + i%3
			s.Segments = append(s.Segments, script.Segment{ID: strconv.Itoa(len(s.Segments) + 1), Start: rate.Duration(n), End: rate.Duration(next), Text: "Frame " + strconv.FormatInt(n, 10) + "."})
			n = next
		}
	}
	return s
}

func (c Codec) same(t *testing.T, rate timecode.Rate, start timecode.Timecode, s *script.Script, data []byte) {
	t.Helper()
	got, warnings := c.Decode(t, rate, start, data)
	require.Empty(t, warnings)
	if diff := cmp.Diff(c.expect(rate, s), got); diff != "" {
		t.Fatalf("read back (-want +got):\n%s", diff)
	}
	if c.States {
		got, warnings = c.Decode(t, timecode.Rate{}, timecode.Timecode{}, data)
		require.Empty(t, warnings)
		if diff := cmp.Diff(c.expect(rate, s), got); diff != "" {
			t.Fatalf("read back without being told rate and start (-want +got):\n%s", diff)
		}
	}
}

// expect returns s as it comes back: on frames, and without what is lost.
func (c Codec) expect(rate timecode.Rate, s *script.Script) *script.Script {
	want := &script.Script{Segments: make([]script.Segment, len(s.Segments))}
	if c.Title {
		want.Title = s.Title
	}
	for i, seg := range s.Segments {
		seg.Start, seg.End = rate.Duration(rate.Frames(seg.Start)), rate.Duration(rate.Frames(seg.End))
		if c.NoIDs {
			seg.ID = strconv.Itoa(i + 1)
		}
		seg.Text = c.text(seg.Text)
		want.Segments[i] = seg
	}
	return want
}

func (c Codec) text(s string) string {
	if c.OneLine {
		s, _ = clean.Line(s)
	} else {
		s, _ = clean.Text(s)
	}
	if c.Text != nil {
		s = c.Text(s)
	}
	return s
}

// Hostile writes every hostile text between two plain ones and reads it back:
// it comes back clean, a change is warned of, and the neighbours are whole.
func Hostile(t *testing.T, c Codec) {
	rate := timecode.Rate25
	for _, h := range hostile.Texts() {
		t.Run(h.Name, func(t *testing.T) {
			s := &script.Script{Segments: []script.Segment{
				{ID: "1", Start: time.Second, End: 2 * time.Second, Text: "before"},
				{ID: "2", Start: 3 * time.Second, End: 4 * time.Second, Text: h.Text},
				{ID: "3", Start: 5 * time.Second, End: 6 * time.Second, Text: "after"},
			}}
			data, warnings := c.Encode(t, rate, Hour(t, rate), s)
			got, _ := c.Decode(t, rate, Hour(t, rate), data)
			want := c.expect(rate, s)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("read back (-want +got):\n%s\nfrom:\n%.2000s", diff, data)
			}
			if want.Segments[1].Text != h.Text {
				require.NotEmpty(t, warnings, "the text was changed to %q without a warning", want.Segments[1].Text)
				require.Equal(t, "2", warnings[0].SegmentID)
			}
		})
	}
	t.Run("ids", func(t *testing.T) { c.ids(t) })
}

// ids puts hostile texts where ids are.
func (c Codec) ids(t *testing.T) {
	for _, h := range hostile.Texts() {
		s := &script.Script{Title: h.Text, Segments: []script.Segment{
			{ID: "1", Start: time.Second, End: 2 * time.Second, Text: "before"},
			{ID: h.Text, Start: 3 * time.Second, End: 4 * time.Second, Text: "x"},
		}}
		data, warnings := c.Encode(t, timecode.Rate25, Hour(t, timecode.Rate25), s)
		got, _ := c.Decode(t, timecode.Rate25, Hour(t, timecode.Rate25), data)
		require.Len(t, got.Segments, 2, h.Name)
		require.Equal(t, "before", got.Segments[0].Text, h.Name)
		require.Equal(t, "x", got.Segments[1].Text, h.Name)
		id, changed := clean.Line(h.Text)
		if c.NoIDs || id == "" || id == "1" {
			continue
		}
		if c.ID != nil {
			id = c.ID(id)
		}
		require.Equal(t, id, got.Segments[1].ID, h.Name)
		if changed {
			require.NotEmpty(t, warnings, h.Name)
		}
	}
}

// Names writes markers that are called by text, id and number: the names are
// in the list, and texts come back whole under every name.
func Names(t *testing.T, encoder func(name string, w func(script.Warning) error) Encoder, c Codec) {
	const long = "She walks through the garden, past the roses, and opens the gate."
	s := &script.Script{Segments: []script.Segment{
		{ID: "a7", Start: time.Second, End: 2 * time.Second, Text: long},
		{ID: "b8", Start: 3 * time.Second, End: 4 * time.Second, Text: "He nods."},
	}}
	for name, want := range map[string][]string{
		"text": {"She walks through the garden, past the…", "He nods."}, "id": {"AD a7", "AD b8"}, "number": {"AD 1", "AD 2"},
	} {
		var b bytes.Buffer
		var w Warnings
		require.NoError(t, encoder(name, w.Add).Encode(&b, s))
		for _, called := range want {
			require.Contains(t, b.String(), called)
		}
		require.Contains(t, b.String(), long)
		require.Equal(t, name != "id", strings.Contains(w.String(), "ids (2 of 2 segments)"), "%s: %s", name, w.String())
		got, _ := c.Decode(t, timecode.Rate25, timecode.Timecode{}, b.Bytes())
		require.Len(t, got.Segments, 2)
		for i, seg := range got.Segments {
			require.Equal(t, s.Segments[i].Text, seg.Text, name)
			require.Empty(t, seg.Note, name)
			if name == "id" {
				require.Equal(t, s.Segments[i].ID, seg.ID)
			} else {
				require.Equal(t, strconv.Itoa(i+1), seg.ID)
			}
		}
	}
	require.ErrorIs(t, encoder("colour", nil).Encode(io.Discard, s), script.ErrValue)
}

// FuzzDecode is a fuzz target: what is read can be written and read again, and
// is the same then.
func FuzzDecode(f *testing.F, c Codec, seeds []string) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) { c.fuzz(t, data) })
}

func (c Codec) fuzz(t *testing.T, data []byte) {
	s, err := c.decoder(timecode.Rate{}, timecode.Timecode{}, nil).Decode(bytes.NewReader(data))
	if err != nil {
		require.ErrorAs(t, err, new(*script.ParseError))
		return
	}
	rate := timecode.Rate60
	for _, seg := range s.Segments {
		if seg.Start < 0 || seg.End > 11*time.Hour || seg.End < seg.Start || seg.End > seg.Start && rate.Frames(seg.End)-rate.Frames(seg.Start) < 2 {
			return
		}
	}
	first, _ := c.Encode(t, rate, timecode.Timecode{}, s)
	again, _ := c.Decode(t, rate, timecode.Timecode{}, first)
	require.Len(t, again.Segments, len(s.Segments))
	second, _ := c.Encode(t, rate, timecode.Timecode{}, again)
	require.Equal(t, string(first), string(second))
}

const benchmarked = 10_000 // segments

// BenchmarkEncode writes a long script.
func BenchmarkEncode(b *testing.B, c Codec) {
	s := Long(benchmarked)
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, c.encoder(timecode.Rate25, timecode.Timecode{}, nil).Encode(io.Discard, s))
	}
}

// BenchmarkDecode reads a long script.
func BenchmarkDecode(b *testing.B, c Codec) {
	data, _ := c.Encode(b, timecode.Rate25, timecode.Timecode{}, Long(benchmarked))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := c.decoder(timecode.Rate{}, timecode.Timecode{}, nil).Decode(bytes.NewReader(data))
		require.NoError(b, err)
	}
}

// Long is a script of n segments for benchmarks.
func Long(n int) *script.Script {
	s := &script.Script{Title: "long", Segments: make([]script.Segment, n)}
	for i := range s.Segments {
		start := time.Duration(i) * 600 * time.Millisecond
		s.Segments[i] = script.Segment{ID: strconv.Itoa(i + 1), Start: start, End: start + 500*time.Millisecond,
			Text: "She walks to the window & opens it, number " + strconv.Itoa(i) + ".\nÜber dem Dach steht der Mond."}
	}
	return s
}

// Warnings collects warnings.
type Warnings struct{ All []script.Warning }

// Add takes one.
func (w *Warnings) Add(warning script.Warning) error {
	w.All = append(w.All, warning)
	return nil
}

// String has one a line.
func (w *Warnings) String() string {
	var b strings.Builder
	for _, warning := range w.All {
		b.WriteString(warning.Error() + "\n")
	}
	return b.String()
}

// Buffer runs an encoder and returns what it wrote.
func Buffer(t testing.TB, encode func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, encode(&b))
	return b.Bytes()
}

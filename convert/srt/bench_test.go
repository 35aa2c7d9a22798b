package srt_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/script"
)

var phrases = []string{
	"Maria pushes the door open and steps into the dark hall. A clock strikes behind her.",
	"She looks up: “Où est-il?” A shadow crosses the wall\nand is gone before she can turn around again.",
	"The café is empty but for Tom & Jerry, who play cards at the window with the red blind.",
	"Rain. A taxi stops, 7 > 5 < 6 on its door. The driver lights a cigarette and waits.",
}

// film is a script of n segments.
func film(n int) *script.Script {
	s := &script.Script{Segments: make([]script.Segment, n)}
	for i := range s.Segments {
		start := time.Duration(i)*4*time.Second + 123*time.Millisecond
		s.Segments[i] = script.Segment{ID: fmt.Sprint(i + 1), Start: start, End: start + 3*time.Second, Text: phrases[i%len(phrases)]}
	}
	return s
}

func filmFile(tb testing.TB, n int) []byte {
	var b bytes.Buffer
	require.NoError(tb, srt.Encode(&b, film(n)))
	return b.Bytes()
}

// Neither reading nor writing allocates for a cue that needs no change.
func TestAllocations(t *testing.T) {
	const n = 10000
	file, s := filmFile(t, n), film(n)
	read := testing.AllocsPerRun(3, func() {
		_, err := srt.Decode(bytes.NewReader(file))
		require.NoError(t, err)
	})
	require.LessOrEqual(t, read, 40.0, "allocations to read %d cues", n)
	write := testing.AllocsPerRun(3, func() { require.NoError(t, srt.Encode(io.Discard, s)) })
	require.LessOrEqual(t, write, 20.0, "allocations to write %d cues", n)
}

// No input takes time out of proportion: if every unit made for a look at
// all the others, these would take minutes, which go test ends. Nothing is
// timed, as machines differ.
func TestLinear(t *testing.T) {
	const (
		units = 50000
		times = "00:00:01,000 --> 00:00:02,000\n"
	)
	for name, unit := range map[string]string{
		"tags": "<b ", "braces": `{\`, "arrows": "-->", "dashes": "- ", "digits": "1", "blank-lines": "\n", "numbers": "\n\n1",
		"less": "<", "less-digit": "< 1", "quotes": "<<1>", "returns": "\r", "timings": "0:00-->0:00\n", "nul": "\x00", "entities": "&amp", "greater": ">",
		"backslashes": `\n`, "latin": "\xE9", "odd-times": "1:2 ->", "odd-timings": "0:01.5->0:02.5\n", "less-blanks": "<  ",
	} {
		t.Run(name, func(t *testing.T) {
			hostile := strings.Repeat(unit, units)
			s, err := srt.Decoder{DecodeEntities: true, Warn: func(script.Warning) error { return nil }}.Decode(strings.NewReader(times + hostile))
			if err == nil {
				require.NoError(t, srt.Encode(io.Discard, s))
			}
			require.NoError(t, srt.Encode(io.Discard, &script.Script{Segments: []script.Segment{seg("", 0, 1, hostile)}}))
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	for _, n := range []int{1000, 100000} {
		file := filmFile(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := srt.Decode(bytes.NewReader(file)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkEncode(b *testing.B) {
	for _, n := range []int{1000, 100000} {
		s, size := film(n), len(filmFile(b, n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				if err := srt.Encode(io.Discard, s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

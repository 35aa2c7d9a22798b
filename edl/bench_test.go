package edl_test

import (
	"bytes"
	"io"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func long(n int) *script.Script {
	s := &script.Script{Title: "long", Segments: make([]script.Segment, n)}
	for i := range n {
		at := time.Duration(i) * 800 * time.Millisecond
		text := "A woman in a red coat crosses the empty square and looks up at the “clock” tower, again."
		if i%10 < 3 {
			text = "A woman in a red coat crosses the empty square\nand looks up at the “clock” tower, again."
		}
		s.Segments[i] = seg(strconv.Itoa(i+1), at, at+700*time.Millisecond, text)
	}
	return s
}

func BenchmarkEncode(b *testing.B) {
	s := long(100000)
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, edl.Encoder{Rate: timecode.Rate2997DF}.Encode(io.Discard, s))
	}
}

func BenchmarkDecode(b *testing.B) {
	data := []byte(encode(b, edl.Encoder{Rate: timecode.Rate25}, long(100000)))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := edl.Decoder{Rate: timecode.Rate25}.Decode(bytes.NewReader(data))
		require.NoError(b, err)
	}
}

// Allocations do not depend on the machine.
func TestAllocations(t *testing.T) {
	s := long(10000)
	for i := range s.Segments {
		s.Segments[i].Text = "One line."
	}
	e := edl.Encoder{Rate: timecode.Rate25}
	require.Less(t, testing.AllocsPerRun(3, func() { _ = e.Encode(io.Discard, s) }), 30.0)
	data := []byte(encode(t, e, s))
	d := edl.Decoder{Rate: timecode.Rate25}
	require.Less(t, testing.AllocsPerRun(3, func() { _, _ = d.Decode(bytes.NewReader(data)) }), 10100.0, "ids")
}

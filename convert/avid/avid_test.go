package avid_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/avid"
	"github.com/vsconvert/vsconvert/internal/markers/markertest"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

var codec = markertest.Codec{
	Encode: func(t *testing.T, rate timecode.Rate, start timecode.Timecode, s *script.Script) ([]byte, []script.Warning) {
		var w markertest.Warnings
		data := markertest.Buffer(t, func(b *bytes.Buffer) error {
			return avid.Encoder{Rate: rate, Start: start, Warn: w.Add}.Encode(b, s)
		})
		return data, w.All
	},
	Decode: func(t *testing.T, rate timecode.Rate, start timecode.Timecode, data []byte) (*script.Script, []script.Warning) {
		var w markertest.Warnings
		s, err := avid.Decoder{Rate: rate, Start: start, Warn: w.Add}.Decode(bytes.NewReader(data))
		require.NoError(t, err)
		return s, w.All
	},
	OneLine: true, NoIDs: true,
}

func TestGolden(t *testing.T)    { markertest.Golden(t, codec, ".txt") }
func TestRoundTrip(t *testing.T) { markertest.RoundTrip(t, codec) }
func TestHostile(t *testing.T)   { markertest.Hostile(t, codec) }

func FuzzDecode(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		markertest.Fuzz(t, codec, func(data []byte) (*script.Script, error) { return avid.Decode(bytes.NewReader(data)) })(data)
	})
}

func BenchmarkEncode10k(b *testing.B) {
	s := markertest.Long(10000)
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, avid.Encoder{Rate: timecode.Rate25}.Encode(io.Discard, s))
	}
}

func BenchmarkDecode10k(b *testing.B) {
	data := markertest.Buffer(b, func(w *bytes.Buffer) error {
		return avid.Encoder{Rate: timecode.Rate25}.Encode(w, markertest.Long(10000))
	})
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		_, err := avid.Decode(bytes.NewReader(data))
		require.NoError(b, err)
	}
}

// decode reads text and returns the warnings, one a line.
func decode(t *testing.T, d avid.Decoder, text string) (*script.Script, string) {
	t.Helper()
	var w markertest.Warnings
	d.Warn = w.Add
	s, err := d.Decode(strings.NewReader(text))
	require.NoError(t, err)
	return s, w.String()
}

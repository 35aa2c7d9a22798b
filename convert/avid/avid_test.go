package avid_test

import (
	"testing"

	"github.com/vsconvert/vsconvert/convert/avid"
	"github.com/vsconvert/vsconvert/internal/markers/markertest"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

var codec = markertest.Codec{
	OneLine: true, NoIDs: true,
}.With(
	func(rate timecode.Rate, start timecode.Timecode, warn func(script.Warning) error) markertest.Encoder {
		return avid.Encoder{Rate: rate, Start: start, Warn: warn}
	},
	func(rate timecode.Rate, start timecode.Timecode, warn func(script.Warning) error) markertest.Decoder {
		return avid.Decoder{Rate: rate, Start: start, Warn: warn}
	},
)

func TestGolden(t *testing.T)    { markertest.Golden(t, codec, ".txt") }
func TestRoundTrip(t *testing.T) { markertest.RoundTrip(t, codec) }
func TestHostile(t *testing.T)   { markertest.Hostile(t, codec) }

func FuzzDecode(f *testing.F)         { markertest.FuzzDecode(f, codec, seeds) }
func BenchmarkEncode10k(b *testing.B) { markertest.BenchmarkEncode(b, codec) }
func BenchmarkDecode10k(b *testing.B) { markertest.BenchmarkDecode(b, codec) }

// decode reads text and returns the warnings, one a line.
func decode(t *testing.T, d avid.Decoder, text string) (*script.Script, string) {
	t.Helper()
	return markertest.Read(t, func(warn func(script.Warning) error) markertest.Decoder { d.Warn = warn; return d }, text)
}

package premiere_test

import (
	"testing"

	"github.com/vsconvert/vsconvert/convert/premiere"
	"github.com/vsconvert/vsconvert/internal/markers/markertest"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

var codec = markertest.Codec{
	Title: true, States: true,
}.With(
	func(rate timecode.Rate, start timecode.Timecode, warn func(script.Warning) error) markertest.Encoder {
		return premiere.Encoder{Rate: rate, Start: start, Warn: warn}
	},
	func(rate timecode.Rate, start timecode.Timecode, warn func(script.Warning) error) markertest.Decoder {
		return premiere.Decoder{Rate: rate, Start: start, Warn: warn}
	},
)

func TestNames(t *testing.T) {
	markertest.Names(t, func(name string, w func(script.Warning) error) markertest.Encoder {
		return premiere.Encoder{Rate: timecode.Rate25, Name: name, Warn: w}
	}, codec)
}

func TestGolden(t *testing.T)    { markertest.Golden(t, codec, ".xml") }
func TestRoundTrip(t *testing.T) { markertest.RoundTrip(t, codec) }
func TestHostile(t *testing.T)   { markertest.Hostile(t, codec) }

func FuzzDecode(f *testing.F)         { markertest.FuzzDecode(f, codec, seeds) }
func BenchmarkEncode10k(b *testing.B) { markertest.BenchmarkEncode(b, codec) }
func BenchmarkDecode10k(b *testing.B) { markertest.BenchmarkDecode(b, codec) }

// decode reads text and returns the warnings, one a line.
func decode(t *testing.T, d premiere.Decoder, text string) (*script.Script, string) {
	t.Helper()
	return markertest.Read(t, func(warn func(script.Warning) error) markertest.Decoder { d.Warn = warn; return d }, text)
}

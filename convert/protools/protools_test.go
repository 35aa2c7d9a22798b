package protools_test

import (
	"testing"

	"github.com/vsconvert/vsconvert/convert/protools"
	"github.com/vsconvert/vsconvert/internal/markers/markertest"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

var codec = markertest.Codec{
	NoIDs: true, Title: true, States: true,
}.With(
	func(rate timecode.Rate, start timecode.Timecode, warn func(script.Warning) error) markertest.Encoder {
		return protools.Encoder{Rate: rate, Start: start, Warn: warn}
	},
	func(rate timecode.Rate, start timecode.Timecode, warn func(script.Warning) error) markertest.Decoder {
		return protools.Decoder{Rate: rate, Start: start, Warn: warn}
	},
)

// named is codec with markers called by their ids.
var named = func() markertest.Codec {
	c := codec
	c.NoIDs = false
	return c.With(
		func(rate timecode.Rate, start timecode.Timecode, warn func(script.Warning) error) markertest.Encoder {
			return protools.Encoder{Rate: rate, Start: start, Name: "id", Warn: warn}
		},
		func(rate timecode.Rate, start timecode.Timecode, warn func(script.Warning) error) markertest.Decoder {
			return protools.Decoder{Rate: rate, Start: start, Warn: warn}
		},
	)
}()

func TestNamedRoundTrip(t *testing.T) { markertest.RoundTrip(t, named) }
func TestNamedHostile(t *testing.T)   { markertest.Hostile(t, named) }
func TestNames(t *testing.T) {
	markertest.Names(t, func(name string, w warn) markertest.Encoder {
		return protools.Encoder{Rate: timecode.Rate25, Name: name, Warn: w}
	}, codec)
}

type warn = func(script.Warning) error

func TestGolden(t *testing.T)    { markertest.Golden(t, codec, ".txt") }
func TestRoundTrip(t *testing.T) { markertest.RoundTrip(t, codec) }
func TestHostile(t *testing.T)   { markertest.Hostile(t, codec) }

func FuzzDecode(f *testing.F)         { markertest.FuzzDecode(f, codec, seeds) }
func BenchmarkEncode10k(b *testing.B) { markertest.BenchmarkEncode(b, codec) }
func BenchmarkDecode10k(b *testing.B) { markertest.BenchmarkDecode(b, codec) }

// decode reads text and returns the warnings, one a line.
func decode(t *testing.T, d protools.Decoder, text string) (*script.Script, string) {
	t.Helper()
	return markertest.Read(t, func(warn func(script.Warning) error) markertest.Decoder { d.Warn = warn; return d }, text)
}

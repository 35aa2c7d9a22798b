package vtt

import (
	"testing"

	"github.com/vsconvert/vsconvert/internal/source/segmentstest"
	"github.com/vsconvert/vsconvert/script"
)

var streaming = segmentstest.Format{
	Extension: ".vtt", Head: "WEBVTT\n\n",
	New: func(maxBytes int64, warn func(script.Warning) error) segmentstest.Decoder {
		return Decoder{Unsorted: true, MaxBytes: maxBytes, Warn: warn}
	},
}

func TestSegmentsAreThoseOfTheWhole(t *testing.T) { streaming.Corpus(t) }

func TestSegmentsOfRandomInputs(t *testing.T) { streaming.Random(t) }

func TestSegmentsComeAsTheyAreRead(t *testing.T) { streaming.ComeAsRead(t) }

func TestBreakStopsReading(t *testing.T) { streaming.BreakStopsReading(t) }

func TestSegmentsHoldLittle(t *testing.T) { streaming.HoldLittle(t) }

func TestSegmentsKeepTheLimit(t *testing.T) { streaming.KeepTheLimit(t) }

func TestWarningEndsSegments(t *testing.T) { streaming.WarningEnds(t) }

func FuzzSegments(f *testing.F) { streaming.Fuzz(f) }

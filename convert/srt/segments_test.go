package srt

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/source/segmentstest"
	"github.com/vsconvert/vsconvert/script"
)

var streaming = segmentstest.Format{
	Extension: ".srt",
	New: func(maxBytes int64, warn func(script.Warning) error) segmentstest.Decoder {
		return Decoder{Unsorted: true, MaxBytes: maxBytes, Warn: warn}
	},
	Parted: isMixed,
}

// isMixed reports whether some bytes are UTF-8, beyond ASCII, some are not, and
// reading the whole took them for Windows-1252: that is not known before the end.
func isMixed(src string, warnings []string) bool {
	mixed := !utf8.ValidString(src) && utf8.RuneCountInString(src) < len(src)
	return mixed && slices.ContainsFunc(warnings, func(w string) bool { return strings.Contains(w, "windows-1252") })
}

func TestSegmentsAreThoseOfTheWhole(t *testing.T) { streaming.Corpus(t) }

func TestSegmentsOfRandomInputs(t *testing.T) { streaming.Random(t) }

func TestSegmentsComeAsTheyAreRead(t *testing.T) { streaming.ComeAsRead(t) }

func TestBreakStopsReading(t *testing.T) { streaming.BreakStopsReading(t) }

func TestSegmentsHoldLittle(t *testing.T) { streaming.HoldLittle(t) }

func TestSegmentsKeepTheLimit(t *testing.T) { streaming.KeepTheLimit(t) }

func TestWarningEndsSegments(t *testing.T) { streaming.WarningEnds(t) }

func FuzzSegments(f *testing.F) { streaming.Fuzz(f) }

package protools_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/protools"
	"github.com/vsconvert/vsconvert/script"
)

// describer is a track of n clips, a second long every ten seconds, from the
// session's start at 01:00:00:00 on.
func describer(n int) string {
	var b strings.Builder
	b.WriteString(trackHead)
	for i := range n {
		at := 10 * i
		fmt.Fprintf(&b, "1       \t%-8d\tShe opens door number %d. \t   01:%02d:%02d:00\t   01:%02d:%02d:00\t   00:00:01:00\tUnmuted\n", i+1, i, at/60, at%60, at/60, at%60+1)
	}
	return b.String() + "\n\n"
}

const title = "1   \t01:00:00:00  \t0                 \tSamples  \tThe title                        \t\n"

// TestOneTitleMarker: a marker that only says what the session is called does
// not stand for the descriptions on a track.
func TestOneTitleMarker(t *testing.T) {
	session := top("01:00:00:00", "25 Frame") + "T R A C K  L I S T I N G\n" + describer(91) + markersHead + title
	got, warnings := decode(t, protools.Decoder{}, session)
	require.Len(t, got.Segments, 91)
	require.Equal(t, 900*s, got.Segments[90].Start)
	require.Equal(t, "protools: 122:1: dropped: 1 markers beside the clips, the first \"The title\": a track or kind of items can be chosen\n", warnings)
	got, warnings = decode(t, protools.Decoder{Items: protools.Markers}, session)
	require.Equal(t, "The title", got.Segments[0].Text)
	require.Len(t, got.Segments, 1)
	require.NotContains(t, warnings, "dropped")
	got, warnings = decode(t, protools.Decoder{Track: "Describer"}, session)
	require.Len(t, got.Segments, 91)
	require.Empty(t, warnings)
}

// TestTracksOfSounds: recordings called by number are no descriptions, however
// many there are; two describers are one script.
func TestTracksOfSounds(t *testing.T) {
	sounds := strings.Replace(trackHead, "Describer", "FX", 1)
	for i := range 40 {
		sounds += fmt.Sprintf("1       \t%-8d\tAudio 1_%02d.L              \t   01:20:%02d:00\t   01:20:%02d:10\t   00:00:00:10\tUnmuted\n", i+1, i, i, i)
	}
	session := top("01:00:00:00", "25 Frame") + "T R A C K  L I S T I N G\n" + sounds + "\n\n" + describer(3) + strings.Replace(describer(2), "Describer", "Second", 1)
	got, warnings := decode(t, protools.Decoder{}, session)
	require.Len(t, got.Segments, 5)
	require.Contains(t, warnings, "assumed: clips of several tracks are one script: Describer (3), Second (2)")
	require.Contains(t, warnings, "dropped: clips of other tracks than Describer (3), Second (2): FX (40)")
	got, _ = decode(t, protools.Decoder{Track: "FX"}, session)
	require.Len(t, got.Segments, 40)
}

// TestFeetAndBars: markers say in samples what they say in feet or bars too.
// 2695168 samples at 48 kHz are 56.149333 s.
func TestFeetAndBars(t *testing.T) {
	inFeet := strings.NewReplacer("   01:00:05:00", "120+00", "   01:00:07:00", "123+00", "   01:00:07:12", "123+08", "   01:00:08:12", "125+00",
		"   01:00:09:00", "9+00", "   01:00:10:00", "10+00", "   01:00:12:00", "12+00").Replace(clipped)
	for name, location := range map[string]string{"feet": "84+03.40", "bars": "13|3"} {
		t.Run(name, func(t *testing.T) {
			list := markersHead + "1   \t" + location + "     \t2695168           \tSamples  \tA                                \tx\n"
			got, warnings := decode(t, protools.Decoder{}, inFeet+list)
			require.Empty(t, cmp.Diff([]script.Segment{{ID: "A", Start: 56149333333, End: 56149333333, Text: "x"}}, got.Segments))
			require.Contains(t, warnings, "dropped: 4 clips whose times are neither timecodes nor times")
		})
	}
	_, err := protools.Decode(strings.NewReader(inFeet))
	require.ErrorIs(t, err, script.ErrTime)
}

// TestThreeDigitsOfSubframes: the decimals of frame 13 of 01:06:01 are a tenth
// of a frame of 40 ms.
func TestThreeDigitsOfSubframes(t *testing.T) {
	session := top("01:00:00:00.000", "25 Frame") + markersHead + "1   \t01:06:01:13.100\t17352192          \tSamples  \tA                                \tx\n"
	got, _ := decode(t, protools.Decoder{}, session)
	require.Equal(t, 6*time.Minute+1524*ms, got.Segments[0].Start)
	require.Equal(t, "x", got.Segments[0].Text)
}

// TestMacRoman: what typography writes on a Mac is no capital of Windows.
func TestMacRoman(t *testing.T) {
	list := "1   \t01:00:05:00  \t240000            \tSamples  \tA                                \t"
	for bytes, want := range map[string]string{
		"She waits\xC9": "She waits…", "He doesn\xD5t move.": "He doesn’t move.", "Paris \xD0 1920": "Paris – 1920",
		"\xD2Go,\xD3 she says.": "“Go,” she says.", "A man \xD1 old \xD1 sits.": "A man — old — sits.",
	} {
		got, warnings := decode(t, protools.Decoder{}, top("01:00:00:00", "25 Frame")+markersHead+list+bytes+"\n")
		require.Equal(t, want, got.Segments[0].Text)
		require.Contains(t, warnings, "assumed to be Mac Roman")
	}
	for bytes, want := range map[string]string{"CAF\xC9": "CAFÉ", "\xC9lise sits.": "Élise sits.", "na\xEFve": "naïve", "don\x92t": "don’t"} {
		got, warnings := decode(t, protools.Decoder{}, top("01:00:00:00", "25 Frame")+markersHead+list+bytes+"\n")
		require.Equal(t, want, got.Segments[0].Text)
		require.Contains(t, warnings, "assumed to be Windows-1252")
	}
}

// TestMemoryOfShortRows: the shortest rows there are cost a bounded multiple
// of their size.
func TestMemoryOfShortRows(t *testing.T) {
	const rows = 20_000
	for name, text := range map[string]string{
		"markers": top("00:00:00:00", "25 Frame") + markersHead + strings.Repeat("1\t0\t0\tSamples\t\n", rows),
		"clips":   top("00:00:00:00", "25 Frame") + "T R A C K  L I S T I N G\n" + trackHead + strings.Repeat("1\t1\tx\t0\t9\t9\t\n", rows),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			got, err := protools.Decode(strings.NewReader(text))
			runtime.ReadMemStats(&after)
			require.NoError(t, err)
			require.Len(t, got.Segments, rows)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(60*len(text)))
		})
	}
}

package ttml_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const ns = `xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"` +
	` xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"`

// doc is a document with attributes on tt and the given body element.
func doc(attributes, body string) string {
	return "<tt " + ns + ` xml:lang="en" ` + attributes + ">" + body + "</tt>"
}

// The rates the cases are worked out at.
const (
	film  = `ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"`
	ntsc  = `ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"`
	smpte = ` ttp:timeBase="smpte"`
)

func TestTimes(t *testing.T) {
	tests := []struct {
		params, time string
		want         string // a Duration
	}{
		// Clock times.
		{"", "00:00:00", "0s"},
		{"", "00:00:01", "1s"},
		{"", "00:00:01.5", "1.5s"},
		{"", "00:00:01.500", "1.5s"},
		{"", "01:02:03.004", "1h2m3.004s"},
		{"", "00:00:01.123456789", "1.123456789s"},
		{"", "00:00:01.1234567885", "1.123456789s"}, // half a nanosecond goes up
		{"", "00:00:01.12345678849", "1.123456788s"},
		{"", "00:00:00." + strings.Repeat("3", 900), "333.333333ms"},
		{"", "100:00:00", "100h0m0s"},
		{"", "000:00:01", "1s"},
		{"", "00:59:59.999", "59m59.999s"},
		{"", "00:00:60", "59s"}, // a leap second is the one before
		{"", "00:00:60.250", "59.25s"},
		// Frames count within the second.
		{`ttp:frameRate="30"`, "00:00:01:15", "1.5s"},
		{`ttp:frameRate="24"`, "00:00:01:12", "1.5s"},
		{`ttp:frameRate="25"`, "01:00:00:24", "1h0m0.96s"},
		{`ttp:frameRate="120"`, "00:00:00:119", "991.666667ms"},
		{ntsc, "00:01:00:00", "1m0s"},
		{ntsc, "00:00:00:01", "33.366667ms"}, // 1001/30000
		{film, "00:00:00:12", "500.5ms"},     // 12*1001/24000
		{`ttp:frameRate="25" ttp:subFrameRate="2"`, "00:00:00:10.1", "420ms"},
		{`ttp:frameRate="25" ttp:subFrameRate="80"`, "00:00:00:00.20", "10ms"},
		// Offsets.
		{"", "1h", "1h0m0s"},
		{"", "1.5h", "1h30m0s"},
		{"", "2m", "2m0s"},
		{"", "0.5m", "30s"},
		{"", "10s", "10s"},
		{"", "10.25s", "10.25s"},
		{"", "0010s", "10s"},
		{"", "1500ms", "1.5s"},
		{"", "0.5ms", "500µs"},
		{"", "0.0000005ms", "1ns"}, // half a nanosecond
		{`ttp:frameRate="25"`, "75f", "3s"},
		{`ttp:frameRate="30"`, "1.5f", "50ms"},
		{film, "24f", "1.001s"},
		{ntsc, "30000f", "16m41s"}, // 1001 s
		{`ttp:tickRate="10000000"`, "10000000t", "1s"},
		{`ttp:tickRate="10000000"`, "15t", "1.5µs"},
		{`ttp:tickRate="90000"`, "1t", "11.111µs"},
		{`ttp:tickRate="3"`, "1t", "333.333333ms"},
		{`ttp:tickRate="3"`, "2t", "666.666667ms"},
		{"", "3t", "3s"}, // one tick a second
		{`ttp:frameRate="25"`, "50t", "2s"},
		{`ttp:frameRate="25" ttp:subFrameRate="2"`, "100t", "2s"},
		{film, "24t", "1.001s"},
		// Multipliers as drafts and authors wrote them.
		{`ttp:frameRate="30" ttp:frameRateMultiplier="1000:1001"`, "30f", "1.001s"},
		{`ttp:frameRate="30" ttp:frameRateMultiplier="1:1"`, "30f", "1s"},
		{`ttp:frameRate="24" ttp:frameRateMultiplier="999 1000"`, "24f", "1.001001001s"},
		// SMPTE labels: whole frames a second.
		{film + smpte, "00:00:10:00", "10.01s"},
		{film + smpte, "00:00:10", "10.01s"},
		{film + smpte, "00:00:10.000", "10.01s"},
		{`ttp:frameRate="25"` + smpte, "10:00:00:12", "10h0m0.48s"},
		{ntsc + smpte, "01:00:00:00", "1h0m3.6s"},
		{ntsc + smpte, "30f", "1.001s"},
		{ntsc + smpte + ` ttp:dropMode="nonDrop"`, "00:01:00:00", "1m0.06s"},
		{ntsc + smpte + ` ttp:dropMode="dropNTSC"`, "00:00:59:29", "1m0.026633333s"}, // frame 1799
		{ntsc + smpte + ` ttp:dropMode="dropNTSC"`, "00:01:00:02", "1m0.06s"},        // frame 1800
		{ntsc + smpte + ` ttp:dropMode="dropNTSC"`, "00:10:00:00", "9m59.9994s"},     // frame 17982
		{ntsc + smpte + ` ttp:dropMode="dropNTSC"`, "01:00:00:00", "59m59.9964s"},    // frame 107892
		{ntsc + smpte + ` ttp:dropMode="dropPAL"`, "00:02:00:04", "2m0.12s"},         // frame 3600
		{ntsc + smpte + ` ttp:dropMode="dropPAL"`, "00:20:00:00", "19m59.9988s"},     // frame 35964
		{ntsc + smpte + ` ttp:dropMode="dropPAL"`, "01:00:00:00", "59m59.9964s"},
		{ntsc + smpte + ` ttp:subFrameRate="2"`, "00:00:00:29.1", "984.316667ms"}, // 29.5*1001/30000
	}
	for _, tt := range tests {
		t.Run(tt.params+"/"+tt.time, func(t *testing.T) {
			s, err := ttml.Decode(strings.NewReader(doc(tt.params, `<body><div><p begin="`+tt.time+`" end="1000h">x</p></div></body>`)))
			require.NoError(t, err)
			require.Len(t, s.Segments, 1)
			require.Equal(t, tt.want, s.Segments[0].Start.String())
		})
	}
}

func TestTimesRefused(t *testing.T) {
	tests := []struct {
		params, time string
		kind         error
	}{
		{"", "", script.ErrTime},
		{"", " 1s", script.ErrTime},
		{"", "1s ", script.ErrTime},
		{"", "1 s", script.ErrTime},
		{"", "1", script.ErrTime},
		{"", "s", script.ErrTime},
		{"", "-1s", script.ErrTime},
		{"", "+1s", script.ErrTime},
		{"", "1,5s", script.ErrTime},
		{"", "1.s", script.ErrTime},
		{"", ".5s", script.ErrTime},
		{"", "1..5s", script.ErrTime},
		{"", "1S", script.ErrTime},
		{"", "1sec", script.ErrTime},
		{"", "1e3s", script.ErrTime},
		{"", "0x1s", script.ErrTime},
		{"", "٣s", script.ErrTime},
		{"", "1min", script.ErrTime},
		{"", "00:00", script.ErrTime},
		{"", "1:00:00", script.ErrTime},
		{"", "00:0:00", script.ErrTime},
		{"", "00:00:1", script.ErrTime},
		{"", "00:60:00", script.ErrTime},
		{"", "00:00:61", script.ErrTime},
		{"", "00:00:01,500", script.ErrTime},
		{"", "00:00:01.", script.ErrTime},
		{"", "00:00:01.5:10", script.ErrTime},
		{"", "00:00:00:30", script.ErrTime},
		{"", "00:00:00:1", script.ErrTime},
		{"", "00:00:00;10", script.ErrTime},
		{"", "00:00:00:10.", script.ErrTime},
		{"", "00:00:00:10.1", script.ErrTime}, // one sub-frame a frame
		{"", "00:00:00:00:00", script.ErrTime},
		{`ttp:frameRate="25"`, "00:00:00:25", script.ErrTime},
		{`ttp:frameRate="25" ttp:subFrameRate="2"`, "00:00:00:10.2", script.ErrTime},
		{"", "wallclock(2026-11-23T12:00:00)", script.ErrTime},
		{"", "3000000h", script.ErrTimeRange},
		{"", "99999999:00:00", script.ErrTimeRange},
		{"", strings.Repeat("9", 999) + "s", script.ErrTimeRange},
		{"", strings.Repeat("9", 5000) + "s", script.ErrTime},
	}
	for _, tt := range tests {
		for _, attribute := range []string{"begin", "end", "dur"} {
			t.Run(attribute+" "+tt.params+"/"+script.Shorten(tt.time), func(t *testing.T) {
				in := doc(tt.params, "<body>\n<div><p "+attribute+`="`+tt.time+`">x</p></div></body>`)
				_, err := ttml.Decode(strings.NewReader(in))
				require.ErrorIs(t, err, tt.kind)
				var pe *script.ParseError
				require.ErrorAs(t, err, &pe)
				require.Equal(t, script.Pos{Line: 2, Column: 11 + len(attribute)}, pe.Pos)
				if tt.time != "" {
					require.ErrorContains(t, err, fmt.Sprintf("%q", script.Shorten(tt.time)))
				}
			})
		}
	}
}

func TestParametersRefused(t *testing.T) {
	for attribute, want := range map[string]string{
		`ttp:timeBase="clock"`:                  `timeBase: unexpected value "clock": want media or smpte: wall clock times have no start here`,
		`ttp:timeBase="tape"`:                   `timeBase: unexpected value "tape": want media or smpte`,
		`ttp:frameRate="0"`:                     `frameRate: unexpected value "0": want a whole number above zero`,
		`ttp:frameRate="+25"`:                   `frameRate: unexpected value "+25": want a whole number above zero`,
		`ttp:frameRate="23.976"`:                `frameRate: unexpected value "23.976": want a whole number above zero`,
		`ttp:tickRate=""`:                       `tickRate: unexpected value "": want a whole number above zero`,
		`ttp:subFrameRate="x"`:                  `subFrameRate: unexpected value "x": want a whole number above zero`,
		`ttp:frameRateMultiplier="1000/1001"`:   `frameRateMultiplier: unexpected value "1000/1001": want two numbers such as "1000 1001"`,
		`ttp:frameRateMultiplier="1 0"`:         `frameRateMultiplier: unexpected value "1 0": want two numbers such as "1000 1001"`,
		`ttp:dropMode="drop"`:                   `dropMode: unexpected value "drop": want nonDrop, dropNTSC or dropPAL`,
		`ttp:frameRate="99999999999999999999"`:  `frameRate: unexpected value "99999999999999999999": want a whole number above zero`,
		`ttp:frameRateMultiplier="1000 1001 1"`: `frameRateMultiplier: unexpected value "1000 1001 1": want two numbers such as "1000 1001"`,
	} {
		t.Run(attribute, func(t *testing.T) {
			_, err := ttml.Decode(strings.NewReader(doc(attribute, "<body/>")))
			require.ErrorIs(t, err, script.ErrValue)
			require.ErrorContains(t, err, want)
		})
	}
}

func TestStartTimecodeIsTakenOff(t *testing.T) {
	start, err := timecode.Parse("10:00:00:00", timecode.Rate25)
	require.NoError(t, err)
	body := `<body><div><p begin="10:00:02:05" end="10:00:04:00">x</p></div></body>`
	in := doc(`ttp:frameRate="25" ttp:timeBase="smpte"`, body)
	s, err := ttml.Decoder{Start: start}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, 2200*time.Millisecond, s.Segments[0].Start)
	require.Equal(t, 4*time.Second, s.Segments[0].End)

	// Media time has no start timecode.
	s, err = ttml.Decoder{Start: start}.Decode(strings.NewReader(doc(`ttp:frameRate="25"`, body)))
	require.NoError(t, err)
	require.Equal(t, 10*time.Hour+2200*time.Millisecond, s.Segments[0].Start)
}

func TestStartOfProgrammeIsToldOf(t *testing.T) {
	head := `<head><metadata xmlns:ebuttm="urn:ebu:tt:metadata"><ebuttm:documentMetadata><ebuttm:documentStartOfProgramme>10:00:00:00</ebuttm:documentStartOfProgramme></ebuttm:documentMetadata></metadata></head>`
	body := `<body><div><p begin="10:00:02:00" end="10:00:04:00">x</p></div></body>`
	segments, warnings := read(t, ttml.Decoder{}, doc(`ttp:frameRate="25" ttp:timeBase="smpte"`, head+body))
	require.Equal(t, []string{"10h0m2s 10h0m4s x"}, segments)
	require.Equal(t, []string{`assumed: documentStartOfProgramme "10:00:00:00": times are kept as they are`}, warnings)
}

func TestTicksWithoutRate(t *testing.T) {
	const ticks = "assumed: neither tickRate nor frameRate: times in ticks are taken at 1 a second"
	segments, warnings := read(t, ttml.Decoder{}, doc("", `<body><div><p begin="1t" end="2t">x</p><p begin="3t" end="4t">y</p></div></body>`))
	require.Equal(t, []string{"1s 2s x", "3s 4s y"}, segments)
	require.Equal(t, []string{ticks + ", and 3 more, at 1:225, 1:244, 1:253"}, warnings)
	// That frames had to be guessed does not change what ticks are.
	segments, warnings = read(t, ttml.Decoder{}, doc("", `<body><div><p begin="30f" end="60f">x</p><p begin="3t" end="4t">y</p></div></body>`))
	require.Equal(t, []string{"1s 2s x", "3s 4s y"}, segments)
	require.Equal(t, []string{"assumed: no frameRate: times in frames are taken at 30 a second, and 1 more, at 1:226", ticks + ", and 1 more, at 1:255"}, warnings)
}

func TestLabelsThatDropFrameLeavesOut(t *testing.T) {
	rates := `ttp:timeBase="smpte" ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001" ttp:dropMode="`
	for _, tt := range []struct {
		mode, label string
		missing     bool
	}{
		{"dropNTSC", "00:01:00:00", true},
		{"dropNTSC", "00:01:00:01", true},
		{"dropNTSC", "00:01:00:02", false},
		{"dropNTSC", "00:02:00", true},
		{"dropNTSC", "01:09:00:01", true},
		{"dropNTSC", "00:10:00:00", false},
		{"dropNTSC", "01:00:00:00", false},
		{"dropNTSC", "00:01:01:00", false},
		{"dropPAL", "00:02:00:03", true},
		{"dropPAL", "00:02:00:04", false},
		{"dropPAL", "00:01:00:00", false},
		{"dropPAL", "00:20:00:00", false},
		{"nonDrop", "00:01:00:00", false},
	} {
		_, warnings := read(t, ttml.Decoder{}, doc(rates+tt.mode+`"`, `<body><div><p begin="`+tt.label+`" end="02:00:00:00">x</p></div></body>`))
		if tt.missing {
			require.Equal(t, []string{`assumed: timecode "` + tt.label + `": drop-frame counting has no such label`}, warnings, tt)
		} else {
			require.Empty(t, warnings, tt)
		}
	}
}

func TestLeapSecondIsToldOf(t *testing.T) {
	segments, warnings := read(t, ttml.Decoder{}, doc("", `<body><div><p begin="00:00:60.5" end="00:01:10">x</p></div></body>`))
	require.Equal(t, []string{"59.5s 1m10s x"}, segments)
	require.Equal(t, []string{`assumed: second 60 of "00:00:60.5" is taken as 59`}, warnings)
}

func TestFramesWithoutRate(t *testing.T) {
	_, warnings := read(t, ttml.Decoder{}, doc("", `<body><div><p begin="30f" end="00:00:02:00">x</p></div></body>`))
	require.Equal(t, []string{"assumed: no frameRate: times in frames are taken at 30 a second, and 1 more, at 1:226"}, warnings)
	_, warnings = read(t, ttml.Decoder{}, doc(`ttp:timeBase="smpte" ttp:frameRate="25" ttp:markerMode="discontinuous"`, `<body><div><p begin="30f" end="00:00:02:00">x</p></div></body>`))
	require.Equal(t, []string{`assumed: markerMode "discontinuous": times are taken as continuous`}, warnings)
}

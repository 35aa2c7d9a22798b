package ttml_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/conform"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func TestTimesInFrames(t *testing.T) {
	tests := []struct {
		profile    ttml.Profile
		rate       timecode.Rate
		start, end time.Duration
		want       []string
	}{
		{ttml.IMSC11, timecode.Rate25, ms(1500), ms(4250), []string{` ttp:frameRate="25"`, `begin="00:00:01:13" end="00:00:04:06"`}},
		{ttml.IMSC1, timecode.Rate24, ms(3_599_960), ms(360_000_000), []string{` ttp:frameRate="24"`, `begin="00:59:59:23" end="100:00:00:00"`}},
		{ttml.IMSC11, timecode.Rate120, ms(0), ms(992), []string{` ttp:frameRate="120"`, `begin="00:00:00:00" end="00:00:00:119"`}},
		{ttml.IMSC11, timecode.Rate2997DF, 1001 * time.Second, 1001*time.Second + ms(500), []string{` ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"`, `begin="30000f" end="30015f"`}},
		{ttml.DAPT, timecode.Rate25, ms(1500), ms(4250), []string{` ttp:frameRate="25"`, `begin="38f" end="106f"`}},
		{ttml.DAPT, timecode.Rate23976, ms(1000), ms(1001), []string{` ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"`, `begin="24f" end="25f"`}},
	}
	for _, tt := range tests {
		t.Run(tt.profile.String()+" "+tt.rate.String(), func(t *testing.T) {
			var b bytes.Buffer
			s := &script.Script{Language: "en", Segments: []script.Segment{{ID: "1", Start: tt.start, End: tt.end, Text: "A boat."}}}
			require.NoError(t, ttml.Encoder{Profile: tt.profile, Time: ttml.Frames, Rate: tt.rate}.Encode(&b, s))
			for _, want := range tt.want {
				require.Contains(t, b.String(), want)
			}
			problems, err := conform.Validate(bytes.NewReader(b.Bytes()), tt.profile)
			require.NoError(t, err)
			require.True(t, conform.Valid(problems), problems)
			again, err := ttml.Decoder{Warn: func(w script.Warning) error { return w.Err }}.Decode(&b)
			require.NoError(t, err)
			require.Equal(t, tt.rate.Duration(tt.rate.Frames(tt.start)), again.Segments[0].Start)
			require.Equal(t, tt.rate.Duration(max(tt.rate.Frames(tt.end), tt.rate.Frames(tt.start)+1)), again.Segments[0].End)
		})
	}
}

func TestTimesInFramesRefused(t *testing.T) {
	start := timecode.FromFrames(90_000, timecode.Rate25)
	for want, e := range map[string]ttml.Encoder{
		"missing value: the frame rate that times are counted at":                            {Time: ttml.Frames},
		`form of times: unexpected value "frames": want clock times: EBU-TT-D has no others`: {Time: ttml.Frames, Rate: timecode.Rate25, Profile: ttml.EBUTTD},
		`form of times: unexpected value "7": want Clock or Frames`:                          {Time: 7},
		`frame rate: unexpected value "24": want 25, as the start timecode has`:              {Time: ttml.Frames, Rate: timecode.Rate24, Start: start, Profile: ttml.DAPT},
	} {
		require.EqualError(t, e.Encode(&bytes.Buffer{}, &script.Script{Language: "en"}), want)
	}
	require.NoError(t, ttml.Encoder{Rate: timecode.Rate24, Start: start, Profile: ttml.DAPT}.Encode(&bytes.Buffer{}, &script.Script{Language: "en"}))
}

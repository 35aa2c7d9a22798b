package timecode_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func TestTextComesBack(t *testing.T) {
	type settings struct {
		Rate  timecode.Rate
		Start timecode.Timecode
	}
	for _, r := range append(timecode.Rates(), timecode.Rate{}) {
		want := settings{Rate: r}
		if !r.IsZero() {
			want.Start = timecode.FromFrames(r.Frames(time.Hour+3*time.Second), r)
		}
		text, err := json.Marshal(want)
		require.NoError(t, err)
		got := settings{Rate: timecode.Rate50, Start: timecode.FromFrames(1, timecode.Rate50)}
		require.NoError(t, json.Unmarshal(text, &got))
		require.Equal(t, want, got, "%s", text)
	}
	text, err := timecode.FromFrames(90, timecode.Rate25).MarshalText()
	require.NoError(t, err)
	require.Equal(t, "00:00:03:15@25", string(text))
	var at timecode.Timecode
	require.ErrorIs(t, at.UnmarshalText([]byte("01:00:00:00")), timecode.ErrSyntax)
	require.ErrorIs(t, at.UnmarshalText([]byte("01:00:00:00@26")), timecode.ErrRate)
	require.ErrorIs(t, at.UnmarshalText([]byte("01:00:00:25@25")), timecode.ErrFrame)
	require.True(t, at.IsZero())
}

func ExampleRate_ConformTo() {
	s := &script.Script{Segments: []script.Segment{{Start: 24 * time.Second, End: 48 * time.Second}}}
	if err := s.Scale(timecode.Rate24.ConformTo(timecode.Rate25)); err != nil { // film shown at 25 frames a second
		fmt.Println(err)
	}
	fmt.Println(s.Segments[0].Start, s.Segments[0].End)
	// Output: 23.04s 46.08s
}

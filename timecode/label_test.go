package timecode_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/timecode"
)

func TestLabels(t *testing.T) {
	for s, want := range map[string]string{
		"01:02:03:04": "01:02:03:04", "01:02:03;04": "01:02:03;04", "01;02;03;04": "01:02:03;04", "1:2:3.4": "01:02:03.04",
		"01:02:03,04": "01:02:03,04", "00:00:01:119": "00:00:01:119", "23:59:59:99": "23:59:59:99",
	} {
		l, err := timecode.ParseLabel(s)
		require.NoError(t, err)
		require.Equal(t, want, l.String())
	}
	require.Equal(t, "00:00:00:00", timecode.Label{}.String())
	for _, r := range timecode.Rates() {
		tc := timecode.FromFrames(123456, r)
		back, err := tc.Label().Timecode(r)
		require.NoError(t, err)
		require.Equal(t, tc, back)
		require.Equal(t, tc.String(), tc.Label().String())
	}
	for _, s := range []string{"", "x", "24:00:00:00", "00:60:00:00", "00:00:00", "00:00:00.000", "00:00:00,500", "0a:00:00:00", "00:00:00:0a"} {
		_, err := timecode.ParseLabel(s)
		require.Error(t, err, "%q", s)
	}
	_, err := timecode.Label{Frame: 25}.Timecode(timecode.Rate25)
	require.ErrorIs(t, err, timecode.ErrFrame)
}

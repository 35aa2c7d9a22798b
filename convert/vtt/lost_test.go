package vtt_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/script"
)

// A file of which every cue was dropped is not a file without cues.
func TestAllTimingLinesMalformed(t *testing.T) {
	for src, want := range map[string]string{
		"WEBVTT\n\n00:05.0000 --> 00:06.000\nC\n":                      `vtt: 3:6: no segments: dropped cue: malformed time "00:05.0000": want HH:MM:SS.mmm or MM:SS.mmm`,
		"WEBVTT\n\n00:05.000 -> 00:06.000\nC\n":                        `vtt: 3:1: no segments: dropped cue: malformed input "00:05.000 -> 00:06.000": want "-->" between the times`,
		"WEBVTT\n\nNOTE a\n\n7\n00:00:05.000 → 00:00:06.000 line:0\nC": `vtt: 6:1: no segments: dropped cue: malformed input "00:00:05.000 → 00:00:06.000 line:0": want "-->" between the times`,
	} {
		_, err := vtt.Decode(strings.NewReader(src))
		require.EqualError(t, err, want)
		var parse *script.ParseError
		require.ErrorAs(t, err, &parse)
	}
	for _, src := range []string{"WEBVTT", "WEBVTT\n\nNOTE 10:30 - 11:00\n", "WEBVTT\n\n10:30 lunch\n", "WEBVTT\n\n12 -> 13\n"} {
		s, err := vtt.Decode(strings.NewReader(src))
		require.NoError(t, err, src)
		require.Empty(t, s.Segments)
	}
}

func TestNearlyATimingLine(t *testing.T) {
	const src = "WEBVTT\n\n00:01.000 -> 00:02.000\nA\n\n00:03.000 --> 00:04.000\nB\n"
	_, err := vtt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(src))
	require.ErrorContains(t, err, `3:1: dropped cue: malformed input "00:01.000 -> 00:02.000": want "-->" between the times`)
	s, err := vtt.Decode(strings.NewReader(src))
	require.NoError(t, err)
	require.Len(t, s.Segments, 1)
}

package csv_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/script"
)

func TestEaselReadsByPlace(t *testing.T) {
	var said []string
	d := csv.Decoder{Preset: csv.Easel, Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }}
	s := decode(t, d, "00:05:000,a.wav,0,m,en,50,50,50,0,100,She sits.\r\n00:08:500\r\n01:00:09:250,,1,,en,,,,,,\"He stands, and goes.\"\r\n")
	require.Equal(t, []script.Segment{
		{Start: 5 * time.Second, End: 6 * time.Second, Text: "She sits.", Language: "en"},
		{Start: 8500 * ms, End: 9500 * ms},
		{Start: 3609250 * ms, End: s.Segments[2].End, Text: "He stands, and goes.", Language: "en", Extended: true},
	}, s.Segments)
	all := strings.Join(said, "\n")
	for _, what := range []string{"dropped: wave file, filled in 1 row", "dropped: gender", "dropped: wave speed", "no end or duration", "csv: 2:1: no text"} {
		require.Contains(t, all, what)
	}
	_, err := d.Decode(strings.NewReader("x,,,,,,,,,,text\n"))
	require.ErrorContains(t, err, `csv: 1:1: start: malformed time "x"`)
}

func TestEaselSaysWhatItLoses(t *testing.T) {
	of := map[string]string{}
	e := csv.Encoder{Preset: csv.Easel, Warn: func(w script.Warning) error { of[w.SegmentID] += w.Err.Error(); return nil }}
	s := &script.Script{Language: "en", Segments: []script.Segment{
		{ID: "a", Start: 1500 * ms, End: 2500 * ms, Text: "She sits."},
		{ID: "b", Start: 3 * time.Second, End: 9 * time.Second, Text: "One\ntwo.", Extended: true, Language: "fr", Note: "x"},
	}}
	out := encode(t, e, s)
	require.Equal(t, "00:00:01:500,,0,,en,,,,,,She sits.\r\n00:00:03:000,,1,,fr,,,,,,One two.\r\n", out)
	require.Empty(t, of["a"])
	require.Contains(t, of["b"], "put on one line")
	require.Contains(t, of["b"], "dropped: the end")
	require.Contains(t, of[""], "ids (2 of 2 segments)")
	require.Contains(t, of[""], "notes")
}

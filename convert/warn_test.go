package convert_test

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

var errEnough = errors.New("enough")

// stop answers the nth warning, from 1, with errEnough.
func stop(n int) (warn func(script.Warning) error, told *int) {
	told = new(int)
	return func(script.Warning) error {
		if *told++; *told >= n {
			return errEnough
		}
		return nil
	}, told
}

// odd is a script that every writer warns of, often.
func odd() *script.Script {
	s := full()
	for i := range 50 {
		start := time.Duration(i) * time.Hour / 2
		s.Segments = append(s.Segments, script.Segment{ID: "\x01 -->", Start: start, End: start - time.Second, Text: "a\x02 \xff\n\n b", Note: "\x03"})
	}
	return s
}

// TestWarnStopsWriters answers warnings with an error: it comes back as it is,
// and nothing is told after it.
func TestWarnStopsWriters(t *testing.T) {
	for _, f := range convert.Formats() {
		for n := 1; n <= 2 && !f.ReadOnly; n++ {
			warn, told := stop(n)
			err := convert.Encode(io.Discard, odd(), f, &convert.Options{Warn: warn})
			require.Equal(t, errEnough, err, f.Name)
			require.Equal(t, n, *told, f.Name)
		}
	}
}

// TestWarnStopsReaders does so with what is read.
func TestWarnStopsReaders(t *testing.T) {
	for name, in := range map[string]string{
		"vtt":      "WEBVTT\n\nNOTE a\n\n00:01.000 --> 00:01.000\n\n00:01.000 --> 00:01.000\n",
		"srt":      "alpha\n\nbeta\n00:00:01,0 --> 00:00:01,0\nx\n",
		"ttml":     `<tt><body><div>x<p begin="1s" end="1s">a</p></div></body></tt>`,
		"edl":      "* by hand\n001  AX V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\n",
		"avid":     "J\t00:00:05:00\tV1\tred\tx\t1\n",
		"csv":      "Start,Text,Other\n1,x,y\n2,,z",
		"json":     `{"segments":[{"id":true,"start_time":1,"end_time":1,"description":""}]}`,
		"results":  `{"status":"done","output":{"format":"vtt","content":"WEBVTT\n\n00:01.000 --> 00:01.000\n"}}`,
		"premiere": "Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type\n1\ta\t00:00:01:00\t00:00:01:00\t\tComment\n",
	} {
		f, ok := convert.Lookup(name)
		require.True(t, ok, name)
		warn, told := stop(1)
		_, err := convert.Decode(bytes.NewReader([]byte(in)), f, &convert.Options{Warn: warn, Rate: timecode.Rate25})
		require.Equal(t, errEnough, err, name)
		require.Equal(t, 1, *told, name)
	}
}

// A warning is an error that can be returned, and says which segment and what
// is lost.
func TestWarningsAreErrors(t *testing.T) {
	f, _ := convert.Lookup("srt")
	var all []script.Warning
	o := &convert.Options{Warn: func(w script.Warning) error { all = append(all, w); return nil }}
	require.NoError(t, convert.Encode(io.Discard, odd(), f, o))
	last := all[len(all)-1]
	require.ErrorIs(t, last, script.ErrDropped)
	require.Equal(t, f.Loses()&^script.Origin, last.Lost)
	require.Equal(t, -1, last.Index)
	require.Positive(t, all[len(all)-2].Index)

	o.Warn = func(w script.Warning) error { return w }
	err := convert.Encode(io.Discard, odd(), f, o)
	var w script.Warning
	require.ErrorAs(t, err, &w)
	require.Equal(t, "srt", w.Format)
}

// The error of a reader comes back as it is, from every format: a deadline is
// not a malformed file. So does that of a writer.
func TestErrorsOfReadersAndWritersComeBack(t *testing.T) {
	for _, f := range convert.Formats() {
		_, err := convert.Decode(iotest.ErrReader(errEnough), f, nil)
		if f.NewDecoder == nil {
			require.ErrorContains(t, err, "want a format that can be read", f.Name)
		} else {
			require.Equal(t, errEnough, err, f.Name)
		}
		if !f.ReadOnly {
			require.Equal(t, errEnough, convert.Encode(brokenWriter{}, full(), f, &convert.Options{Rate: timecode.Rate25}), f.Name)
		}
	}
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errEnough }

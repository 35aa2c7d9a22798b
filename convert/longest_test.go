package convert_test

import (
	"bytes"
	"math"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// huge are files with times beyond, and at, what a time.Duration holds, none of
// them negative. N stands for one of hugeNumbers.
var huge = map[string][]string{
	"vtt":     {"WEBVTT\n\nN:00:01.000 --> N:00:02.000\nA\n\n00:00:01.000 --> N:47:16.854\nB\n\nN:47:16.854 --> N:47:16.854\nB\n"},
	"srt":     {"1\nN:00:01,000 --> N:00:02,000\nA\n\n2\n00:00:01,000 --> 00:N:16,854\nB\n"},
	"csv":     {"id,start,end,text\n1,N,N,A\n", "id,start,end,text\n1,N:47:16.000,N:47:16.854,A\n", "id,start,end,text\n1,0,N:00:00:00,A\n"},
	"ttml":    {ttmlOf(`begin="Ns" end="N.5s"`), ttmlOf(`begin="N:47:16.5" dur="N:47:16.5"`), ttmlOf(`begin="Nt" dur="Nh"`), ttmlOf(`begin="Nf" end="N:00:00:12"`)},
	"edl":     {"TITLE: x\nFCM: NON-DROP FRAME\n\n001  AX       V     C        00:00:05:00 00:00:07:00 N:00:05:00 N:00:07:00\n* COMMENT: A\n"},
	"resolve": {"TITLE: x\nFCM: NON-DROP FRAME\n\n001  001      V     C        00:00:00:00 00:00:00:01 00:00:00:00 00:00:00:01\n A |C:ResolveColorBlue |M:A |D:N\n"},
	"results": {`[{"id":1,"start_time":N,"end_time":N,"text":"A"}]`, `[{"id":1,"start_time":1e300,"end_time":N,"text":"A"}]`},
	"fcpxml":  {fcpxmlOf("N"), fcpxmlOf("N/2400")},
	"protools": {"SESSION NAME:\tx\nSAMPLE RATE:\t48000.000000\nBIT DEPTH:\t24-bit\nSESSION START TIMECODE:\t00:00:00:00\nTIMECODE FORMAT:\t25 Frame\n\n" +
		"M A R K E R S  L I S T I N G\n#   \tLOCATION     \tTIME REFERENCE    \tUNITS    \tNAME                             \tCOMMENTS\n1\tN:00:00\tN\tSamples\tA\t\n"},
	"avid":     {"U\tN:00:00:00\tV1\tred\tA\t1\n", "U\t23:59:59:24\tV1\tred\tA\tN\n"},
	"premiere": {"Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type\nA\tA\tN:00:00:00\tN:00:00:00\tN:00:00:00\tComment\n"},
}

var hugeNumbers = []string{"2562046", "2562047", "9223372035", "9223372036", "9223372037", "9223372036854775807", "9223372036854775808", "18446744073709551616", "99999999999999999999999"}

func ttmlOf(times string) string {
	return `<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" ttp:tickRate="1" xml:lang="en"><body><div><p ` + times + `>A</p></div></body></tt>`
}

func fcpxmlOf(time string) string {
	return `<fcpxml version="1.9"><resources><format id="r1" frameDuration="1/25s"/></resources><library><event><project><sequence format="r1"><spine>` +
		`<gap offset="0s" start="0s" duration="` + time + `s"><marker start="` + time + `s" duration="` + time + `s" value="A"/></gap></spine></sequence></project></event></library></fcpxml>`
}

// overflowed matches a negative time, and a positive one that is beyond what a
// time.Duration holds.
var overflowed = regexp.MustCompile(`-[0-9]+(h|:|\.[0-9]+s|m[0-9])|\b256204(7:47:1[7-9]|7:4[89]|7:5|[89]:)`)

func TestNoTimeOverflows(t *testing.T) {
	written := map[time.Duration]bool{} // by the latest end
	for name, files := range huge {
		f, ok := convert.Lookup(name)
		require.True(t, ok, name)
		for _, file := range files {
			for _, n := range hugeNumbers {
				s := decodeHuge(t, f, strings.ReplaceAll(file, "N", n))
				if s == nil || len(s.Segments) == 0 || written[s.Segments[len(s.Segments)-1].End] {
					continue
				}
				written[s.Segments[len(s.Segments)-1].End] = true
				encodeHuge(t, s)
			}
		}
	}
}

// decodeHuge returns nil for a file that is refused.
func decodeHuge(t *testing.T, f convert.Format, file string) *script.Script {
	o := &convert.Options{Rate: timecode.Rate25, Warn: func(w script.Warning) error {
		require.NotRegexp(t, overflowed, w.Error(), file)
		return nil
	}}
	s, err := convert.Decode(strings.NewReader(file), f, o)
	if err != nil {
		require.NotRegexp(t, overflowed, strings.ReplaceAll(err.Error(), file, ""), file)
		return nil
	}
	for _, seg := range s.Segments {
		require.GreaterOrEqual(t, seg.Start, time.Duration(0), file)
		require.GreaterOrEqual(t, seg.End, time.Duration(0), file)
	}
	return s
}

// encodeHuge judges s, writes it in every format, and reads that again.
func encodeHuge(t *testing.T, s *script.Script) {
	for _, finding := range qc.Check(s, qc.Standard()) {
		require.NotRegexp(t, overflowed, finding.Message)
	}
	for _, f := range convert.Formats() {
		if f.ReadOnly {
			continue
		}
		o := &convert.Options{Rate: timecode.Rate2997, Warn: func(w script.Warning) error {
			require.NotRegexp(t, overflowed, w.Error(), f.Name)
			return nil
		}}
		var b bytes.Buffer
		if err := convert.Encode(&b, s, f, o); err != nil {
			require.NotRegexp(t, overflowed, err.Error(), f.Name)
			continue
		}
		if !f.Binary {
			require.NotRegexp(t, overflowed, b.String(), f.Name)
		}
		if f.NewDecoder == nil {
			continue
		}
		if _, err := convert.Decode(&b, f, o); err != nil {
			require.NotRegexp(t, overflowed, err.Error(), f.Name)
		}
	}
}

func TestTheLongestTimesAreWritten(t *testing.T) {
	const longest = time.Duration(math.MaxInt64)
	for _, d := range []time.Duration{longest, longest - time.Millisecond, longest - time.Second, longest - time.Hour} {
		encodeHuge(t, &script.Script{Segments: []script.Segment{
			{ID: "1", Start: d, End: d, Text: "A"}, {ID: "2", Start: 0, End: d, Text: "B"}, {ID: "3", Start: d - 1, End: d, Text: "C"},
		}})
	}
}

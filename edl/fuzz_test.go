package edl_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func seed(f *testing.F) {
	for _, c := range corpus {
		f.Add(string(read(f, c.name)))
	}
	f.Add("TITLE: x\n* caf\xe9 \x80 \n1 AX V C 0:0:0:0 0:0:0:1 0:0:0:0 0:0:0:1\n* FROM CLIP NAME: \xe9\xa0 \n* \x85 ")
	f.Add("TITLE: caf\xe9\n* caf\xe9 \nFCM: DROP FRAME")
	f.Add("FCM: DROP\x00\nTITLE: a\x1a")
	f.Add("1 K B C 0:0:0:0 0:0:0:0 0:0:0:0 0:0:0:0 * x")
	f.Add("1 5 0:0:0:0\n0:0:0:0 0:0:0:0 0:0:0:0\nTITLE: a\n\rFCM:")
}

// What parses is written and parsed as the same list.
func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, in string) {
		edl.Detect(in)
		l, err := edl.ParseList(in)
		if err != nil {
			return
		}
		text := l.String()
		again, err := edl.ParseList(text)
		require.NoError(t, err, "%q", text)
		if again.CRLF != l.CRLF { // a list of one line
			again.CRLF = l.CRLF
		}
		requireSame(t, l, again)
		require.Equal(t, text, again.String())
	})
}

// What decodes is encoded and decoded as the same script, at the list's rate.
func FuzzDecode(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, in string) {
		for _, locators := range []bool{false, true} {
			d := edl.Decoder{Rate: timecode.Rate30, Locators: locators}
			s, err := d.Decode(strings.NewReader(in))
			if err != nil {
				continue
			}
			for i, seg := range s.Segments {
				require.True(t, utf8.ValidString(seg.Text))
				require.GreaterOrEqual(t, seg.Start, time.Duration(0))
				require.True(t, i == 0 || s.Segments[i-1].Start <= seg.Start)
			}
			var b bytes.Buffer
			moved := false
			e := edl.Encoder{Rate: timecode.Rate30, Locators: locators, Warn: func(w script.Warning) error { moved = moved || isTimeKind(w.Err); return nil }}
			require.NoError(t, e.Encode(&b, s))
			again, err := d.Decode(&b)
			require.NoError(t, err)
			require.Len(t, again.Segments, len(s.Segments))
			for i := range s.Segments {
				want, _ := clean.Line(s.Segments[i].Text)
				require.Equal(t, want, again.Segments[i].Text)
				if !moved {
					require.Equal(t, s.Segments[i].Start, again.Segments[i].Start)
					require.Equal(t, s.Segments[i].End, again.Segments[i].End)
				}
			}
		}
	})
}

func isTimeKind(err error) bool {
	return errors.Is(err, script.ErrOverlap) || errors.Is(err, script.ErrZeroLength) || errors.Is(err, script.ErrReversed) ||
		errors.Is(err, script.ErrTimeRange)
}

// No text leaves its line or changes its neighbours.
func FuzzEncode(f *testing.F) {
	f.Add("a\nb", "note", int64(0), int64(1000), int64(2000))
	f.Add("001 AX V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00", "\u2028", int64(-5), int64(-5), int64(1<<62))
	f.Fuzz(func(t *testing.T, text, note string, a, b, c int64) {
		s := &script.Script{Title: text, Segments: []script.Segment{
			{ID: "1", Start: time.Duration(a), End: time.Duration(b), Text: text, Note: note},
			{ID: "2", Start: time.Duration(b), End: time.Duration(c), Text: note, Note: text},
		}}
		for _, e := range []edl.Encoder{{Rate: timecode.Rate2997DF}, {Rate: timecode.Rate120, Locators: true, CRLF: true}} {
			var out bytes.Buffer
			require.NoError(t, e.Encode(&out, s))
			back, err := edl.Decoder{Rate: e.Rate, Locators: e.Locators}.Decode(&out)
			require.NoError(t, err)
			require.Len(t, back.Segments, 2)
			var want, got []string
			for i := range 2 {
				line, _ := clean.Line(s.Sorted()[i].Text)
				want, got = append(want, line), append(got, back.Segments[i].Text)
			}
			require.ElementsMatch(t, want, got)
		}
	})
}

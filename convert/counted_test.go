package convert_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// What says drop-frame is read so at a rate that leaves it open, in every
// format with labels, and tells how it counts. EBU STL has no way to say it.
func TestDropFrameIsTheListsToSay(t *testing.T) {
	for _, rate := range []timecode.Rate{timecode.Rate2997DF, timecode.Rate5994DF} {
		s := &script.Script{Segments: []script.Segment{
			{ID: "1", Start: rate.Duration(17982 * 3), End: rate.Duration(17982*3 + 60), Text: "She sits."},
			{ID: "2", Start: rate.Duration(107892), End: rate.Duration(107992), Text: "He stands."},
		}}
		for _, hour := range []int{0, 10} {
			start, err := timecode.FromLabel(hour, 0, 0, 0, rate)
			require.NoError(t, err)
			for _, f := range convert.Formats() {
				if f.Unit != convert.Frame && f.Name != "csv" && f.Name != "tsv" && f.Name != "xlsx" || f.Name == "stl" {
					continue
				}
				var b bytes.Buffer
				require.NoError(t, convert.Encode(&b, s, f, &convert.Options{Rate: rate, Start: start, CSV: csv.Encoder{Time: csv.Frames}}))
				told, err := timecode.FromLabel(hour, 0, 0, 0, rate.NonDrop())
				require.NoError(t, err)
				var counted timecode.Rate
				o := &convert.Options{Rate: rate.NonDrop(), Start: told, Counted: func(r timecode.Rate) { counted = r }}
				got, err := convert.Decode(bytes.NewReader(b.Bytes()), f, o)
				require.NoError(t, err, f.Name)
				require.Equal(t, rate, counted, f.Name)
				require.Len(t, got.Segments, 2)
				for i := range got.Segments {
					require.InDelta(t, s.Segments[i].Start, got.Segments[i].Start, float64(time.Microsecond), "%s at %v from %v", f.Name, rate, start)
					require.InDelta(t, s.Segments[i].End, got.Segments[i].End, float64(time.Microsecond), "%s at %v from %v", f.Name, rate, start)
				}
			}
		}
	}
}

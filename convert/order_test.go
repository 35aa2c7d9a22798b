package convert_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// TestUnsortedKeepsTheOrderOfTheFile exchanges the times of a file's two
// segments, as an editor may, and reads it.
func TestUnsortedKeepsTheOrderOfTheFile(t *testing.T) {
	s := &script.Script{Language: "en", Segments: []script.Segment{
		{ID: "a", Start: 11 * time.Second, End: 12 * time.Second, Text: "One."},
		{ID: "b", Start: 13 * time.Second, End: 14 * time.Second, Text: "Two."},
	}}
	exchange := strings.NewReplacer("11", "13", "13", "11", "12", "14", "14", "12")
	for _, name := range []string{"json", "vtt", "srt", "ttml", "dapt", "edl", "csv", "tsv"} {
		f, ok := convert.Lookup(name)
		require.True(t, ok)
		var b bytes.Buffer
		require.NoError(t, convert.Encode(&b, s, f, &convert.Options{Rate: timecode.Rate25}), name)
		file := exchange.Replace(b.String())
		for _, unsorted := range []bool{false, true} {
			got, err := convert.Decode(strings.NewReader(file), f, &convert.Options{Rate: timecode.Rate25, Unsorted: unsorted})
			require.NoError(t, err, file)
			first := got.Segments[0].Text
			require.Equal(t, unsorted, first == "One.", "%s unsorted %v: %s first in\n%s", name, unsorted, first, file)
		}
	}
}

package avid_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/avid"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func ExampleEncoder() {
	s := &script.Script{Title: "Reel 1", Segments: []script.Segment{
		{ID: "1", Start: 5 * time.Second, End: 7 * time.Second, Text: "She sits, slowly."},
	}}
	start, err := timecode.Parse("01:00:00:00", timecode.Rate25)
	if err != nil {
		fmt.Println(err)
		return
	}
	e := avid.Encoder{Rate: timecode.Rate25, Start: start}
	if err := e.Encode(os.Stdout, s); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Describer	01:00:05:00	V1	blue	She sits, slowly.	50
}

func ExampleDecoder() {
	list := "Jane\t00:00:05:00\tV1\tred\tShe sits down.\t48\n"
	d := avid.Decoder{Rate: timecode.Rate24}
	s, err := d.Decode(strings.NewReader(list))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, seg := range s.Segments {
		fmt.Println(seg.Start, seg.End, seg.Text)
	}
	// Output: 5s 7s She sits down.
}

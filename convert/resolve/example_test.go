package resolve_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/resolve"
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
	e := resolve.Encoder{Rate: timecode.Rate25, Start: start}
	var b strings.Builder
	if err := e.Encode(&b, s); err != nil {
		fmt.Println(err)
	}
	fmt.Println(strings.ReplaceAll(strings.TrimSpace(b.String()), "  \n", "\n"))
	// Output:
	// TITLE: Reel 1
	// FCM: NON-DROP FRAME
	//
	// 001  001      V     C        01:00:05:00 01:00:05:01 01:00:05:00 01:00:05:01
	// She sits, slowly. |C:ResolveColorBlue |M:She sits, slowly. |D:50
}

func ExampleDecoder() {
	list := `001  001      V     C        00:00:05:00 00:00:05:01 00:00:05:00 00:00:05:01
She sits down. |C:ResolveColorBlue |M:AD 7 |D:48
`
	d := resolve.Decoder{Rate: timecode.Rate24}
	s, err := d.Decode(strings.NewReader(list))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, seg := range s.Segments {
		fmt.Println(seg.ID, seg.Start, seg.End, seg.Text)
	}
	// Output: 7 5s 7s She sits down.
}

package protools_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/protools"
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
	e := protools.Encoder{Rate: timecode.Rate25, Start: start, Items: protools.Markers}
	var b strings.Builder
	if err := e.Encode(&b, s); err != nil {
		fmt.Println(err)
	}
	_, list, _ := strings.Cut(b.String(), "\n\n\n")
	fmt.Print(list)
	// Output:
	// M A R K E R S  L I S T I N G
	// #   	LOCATION     	TIME REFERENCE    	UNITS    	NAME                             	COMMENTS
	// 1   	01:00:05:00  	240000            	Samples  	She sits, slowly.                	She sits, slowly.
}

func ExampleDecoder() {
	list := `SESSION NAME:	Reel 1
SESSION START TIMECODE:	01:00:00:00
TIMECODE FORMAT:	24 Frame
T R A C K  L I S T I N G
TRACK NAME:	Describer
CHANNEL 	EVENT   	CLIP NAME                     	START TIME    	END TIME      	DURATION      	STATE
1       	1       	She sits down.                	   01:00:05:00	   01:00:07:00	   00:00:02:00	Unmuted
`
	d := protools.Decoder{}
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

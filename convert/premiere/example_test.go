package premiere_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/premiere"
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
	e := premiere.Encoder{Rate: timecode.Rate25, Start: start, Color: "cyan"}
	if err := e.Encode(os.Stdout, s); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <!DOCTYPE xmeml>
	// <xmeml version="5">
	//   <sequence id="sequence-1">
	//     <name>Reel 1</name>
	//     <duration>175</duration>
	//     <rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>
	//     <timecode>
	//       <rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>
	//       <string>01:00:00:00</string>
	//       <frame>90000</frame>
	//       <displayformat>NDF</displayformat>
	//     </timecode>
	//     <media><video>
	//       <format><samplecharacteristics>
	//         <rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>
	//         <width>1920</width><height>1080</height><anamorphic>FALSE</anamorphic><pixelaspectratio>square</pixelaspectratio><fielddominance>none</fielddominance>
	//       </samplecharacteristics></format>
	//       <track></track>
	//     </video></media>
	//     <marker>
	//       <name>AD 1</name>
	//       <comment>She sits, slowly.</comment>
	//       <in>125</in>
	//       <out>175</out>
	//       <pproColor>4292277273</pproColor>
	//     </marker>
	//   </sequence>
	// </xmeml>
}

func ExampleDecoder() {
	list := "Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type\t\n" +
		"AD 7\tShe sits down.\t00:00:05:00\t00:00:07:00\t00:00:02:00\tComment\t\n"
	d := premiere.Decoder{Rate: timecode.Rate24}
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

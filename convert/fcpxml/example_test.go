package fcpxml_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/fcpxml"
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
	e := fcpxml.Encoder{Rate: timecode.Rate25, Start: start}
	if err := e.Encode(os.Stdout, s); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <!DOCTYPE fcpxml>
	// <fcpxml version="1.8">
	//   <resources>
	//     <format id="r1" frameDuration="1/25s" width="1920" height="1080"/>
	//   </resources>
	//   <library>
	//     <event name="Reel 1">
	//       <project name="Reel 1">
	//         <sequence format="r1" duration="175/25s" tcStart="90000/25s" tcFormat="NDF">
	//           <spine>
	//             <gap name="Gap" offset="90000/25s" start="0s" duration="175/25s">
	//               <marker start="125/25s" duration="50/25s" value="She sits, slowly." note="She sits, slowly."/>
	//             </gap>
	//           </spine>
	//         </sequence>
	//       </project>
	//     </event>
	//   </library>
	// </fcpxml>
}

func ExampleDecoder() {
	list := `<fcpxml version="1.11"><library><event><project><sequence tcStart="3600s"><spine>
<gap offset="3600s" start="100s" duration="60s"><marker start="105s" duration="2s" value="AD 7" note="She sits down."/></gap>
</spine></sequence></project></event></library></fcpxml>`
	d := fcpxml.Decoder{}
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

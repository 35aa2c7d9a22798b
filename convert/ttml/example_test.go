package ttml_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/script"
)

func ExampleDecode() {
	const document = `<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en">
  <body><div begin="10s">
    <p xml:id="boat" begin="1.5s" dur="2.75s">A fishing boat<br/>slips out.</p>
  </div></body>
</tt>`
	s, err := ttml.Decode(strings.NewReader(document))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, seg := range s.Segments {
		fmt.Printf("%s %v-%v %q\n", seg.ID, seg.Start, seg.End, seg.Text)
	}
	// Output: boat 11.5s-14.25s "A fishing boat\nslips out."
}

func ExampleDecoder_Decode() {
	const document = `<tt xmlns="http://www.w3.org/ns/ttml" xml:lang="en"><body><div>
  <p begin="1s">No end.</p>
  <p begin="3s" end="5s">Next.</p>
</div></body></tt>`
	d := ttml.Decoder{Warn: func(w script.Warning) error { fmt.Println(w); return nil }}
	if _, err := d.Decode(strings.NewReader(document)); err != nil {
		fmt.Println(err)
	}
	// Output: ttml: 2:3: segment "1": assumed: no end is stated: the next start is taken: it ends at 3s
}

func ExampleEncoder_Encode() {
	s := &script.Script{
		Title:    "Harbour & Sea",
		Language: "en-GB",
		Segments: []script.Segment{{ID: "1", Start: 1500 * time.Millisecond, End: 4250 * time.Millisecond, Text: "A fishing boat\nslips out.", Note: "Check the name."}},
	}
	if err := (ttml.Encoder{Profile: ttml.DAPT}).Encode(os.Stdout, s); err != nil {
		fmt.Println(err)
	}
	// Output:
	// <?xml version="1.0" encoding="UTF-8"?>
	// <tt xmlns="http://www.w3.org/ns/ttml"
	//     xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
	//     xmlns:ttm="http://www.w3.org/ns/ttml#metadata"
	//     xmlns:daptm="http://www.w3.org/ns/ttml/profile/dapt#metadata"
	//     ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content" xml:lang="en-GB"
	//     daptm:langSrc="zxx" daptm:scriptRepresents="visual" daptm:scriptType="preRecording">
	//   <head>
	//     <metadata>
	//       <ttm:title>Harbour &amp; Sea</ttm:title>
	//     </metadata>
	//   </head>
	//   <body>
	//     <div xml:id="ad-1" begin="00:00:01.500" end="00:00:04.250" daptm:represents="visual">
	//       <ttm:desc>Check the name.</ttm:desc>
	//       <p xml:lang="en-GB" daptm:langSrc="zxx"><span>A fishing boat<br/>slips out.</span></p>
	//     </div>
	//   </body>
	// </tt>
}

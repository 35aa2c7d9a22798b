package vtt_test

import (
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/script"
)

func ExampleDecode() {
	s, err := vtt.Decode(strings.NewReader(`WEBVTT

00:03.100 --> 00:05.000
Tom &amp; <i>Jerry</i> wait.
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, seg := range s.Segments {
		fmt.Println(seg.Start, seg.End, seg.Text)
	}
	// Output: 3.1s 5s Tom & Jerry wait.
}

func ExampleDecoder() {
	d := vtt.Decoder{Warn: func(w script.Warning) error { fmt.Println(w); return nil }}
	s, err := d.Decode(strings.NewReader(`WEBVTT

NOTE draft

00:03,100 --> 00:05,000
Rain.

00:05.000 --> 00:07.000
More rain.
`))
	fmt.Println(len(s.Segments), err)
	// Output:
	// vtt: 3:1: dropped: comment "NOTE draft"
	// vtt: 5:6: dropped cue: malformed time "00:03,100": want HH:MM:SS.mmm or MM:SS.mmm
	// 1 <nil>
}

func ExampleEncode() {
	err := vtt.Encode(os.Stdout, &script.Script{Segments: []script.Segment{
		{ID: "1", Start: 3100 * time.Millisecond, End: 5 * time.Second, Text: "7 > 4 & so on"},
	}})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// WEBVTT
	//
	// 1
	// 00:00:03.100 --> 00:00:05.000
	// 7 &gt; 4 &amp; so on
}

func ExampleEncoder_NewWriter() {
	w := vtt.Encoder{Settings: "line:0", NoIDs: true}.NewWriter(os.Stdout)
	for i, text := range []string{"Rain.", "She waits."} {
		start := time.Duration(i) * time.Minute
		if err := w.WriteSegment(&script.Segment{Start: start, End: start + 2*time.Second, Text: text}); err != nil {
			fmt.Println(err)
			return
		}
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// WEBVTT
	//
	// 00:00:00.000 --> 00:00:02.000 line:0
	// Rain.
	//
	// 00:01:00.000 --> 00:01:02.000 line:0
	// She waits.
}

// A file of any size is read in constant memory.
func ExampleDecoder_Segments() {
	file := strings.NewReader("WEBVTT\n\n00:01.000 --> 00:02.000\nA door opens.\n\n00:03.000 --> 00:04.000\nShe waits.\n")
	for segment, err := range (vtt.Decoder{}).Segments(file) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(segment.Start, segment.Text)
	}
	// Output:
	// 1s A door opens.
	// 3s She waits.
}

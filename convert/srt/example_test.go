package srt_test

import (
	"fmt"
	"log"
	"os"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/script"
)

func ExampleDecode() {
	s, err := srt.Decode(strings.NewReader("1\n00:00:01,000 --> 00:00:02,500\nA door opens.\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, seg := range s.Segments {
		fmt.Println(seg.ID, seg.Start, seg.End, seg.Text)
	}
	// Output: 1 1s 2.5s A door opens.
}

func ExampleDecoder() {
	d := srt.Decoder{Warn: func(w script.Warning) error { fmt.Println(w); return nil }}
	s, err := d.Decode(strings.NewReader("0:01,5 -> 0:02,500\n<i>A door opens.</i>\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Segments[0].Start, s.Segments[0].Text)
	// Output:
	// srt: 1:1: segment "1": assumed: fewer than three digits are a decimal fraction in "0:01,5 -> 0:02,500"
	// srt: 2:1: segment "1": dropped: formatting "<i>"
	// 1.5s A door opens.
}

func ExampleEncoder() {
	s := &script.Script{Segments: []script.Segment{
		{ID: "1", Start: time.Second, End: 2500 * time.Millisecond, Text: "Tom & Jerry <3 cheese > cake"},
	}}
	e := srt.Encoder{Warn: func(w script.Warning) error { fmt.Println(w); return nil }}
	if err := e.Encode(os.Stdout, s); err != nil {
		fmt.Println(err)
	}
	// Output:
	// srt: segment "1": text changed: < and > that a player takes for a tag became ‹ and ›
	// 1
	// 00:00:01,000 --> 00:00:02,500
	// Tom & Jerry ‹3 cheese › cake
}

func ExampleEncoder_NewWriter() {
	w := srt.Encoder{}.NewWriter(os.Stdout)
	for i, text := range []string{"A door opens.", "It shuts."} {
		start := time.Duration(i) * 5 * time.Second
		if err := w.WriteSegment(&script.Segment{Start: start, End: start + 2*time.Second, Text: text}); err != nil {
			fmt.Println(err)
			return
		}
	}
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 1
	// 00:00:00,000 --> 00:00:02,000
	// A door opens.
	//
	// 2
	// 00:00:05,000 --> 00:00:07,000
	// It shuts.
}

// A file of any size is read in constant memory.
func ExampleDecoder_Segments() {
	file := strings.NewReader("1\n00:00:01,000 --> 00:00:02,000\nA door opens.\n\n2\n00:00:03,000 --> 00:00:04,000\nShe waits.\n")
	for segment, err := range (srt.Decoder{}).Segments(file) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(segment.Start, segment.Text)
	}
	// Output:
	// 1s A door opens.
	// 3s She waits.
}

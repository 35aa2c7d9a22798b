package csv_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func ExampleDecode() {
	s, err := csv.Decode(strings.NewReader("TC In;TC Out;Narration\n0:00:05,5;0:00:07;She sits.\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Segments[0].Start, s.Segments[0].End, s.Segments[0].Text)
	// Output: 5.5s 7s She sits.
}

func ExampleDecoder_Decode() {
	d := csv.Decoder{Rate: timecode.Rate25, Columns: map[string]string{"start": "Von", "text": "Was"}}
	_, err := d.Decode(strings.NewReader("Von,Was\n00:00:05:12,She sits.\n00:00:07:29,He stands.\n"))
	fmt.Println(err)
	// Output: csv: 3:1: Von: malformed time: frame beyond the rate: frame 29 at 25 fps "00:00:07:29": want HH:MM:SS.mmm, MM:SS.mmm, HH:MM:SS:mmm, H:MM:SS AM, seconds, or HH:MM:SS:FF with a frame rate
}

func ExampleEncoder_Encode() {
	s := &script.Script{Segments: []script.Segment{{ID: "1", Start: 5 * time.Second, End: 7 * time.Second, Text: "She sits, slowly."}}}
	e := csv.Encoder{Preset: csv.Nuendo, Rate: timecode.Rate25, NoBOM: true}
	var b strings.Builder
	if err := e.Encode(&b, s); err != nil {
		fmt.Println(err)
	}
	fmt.Print(strings.ReplaceAll(b.String(), "\r\n", "\n"))
	// Output:
	// "Character","Timecode In","Timecode Out","Dialogue"
	// "Narrator",00:00:05:00,00:00:07:00,"She sits, slowly."
}

package xlsx_test

import (
	"bytes"
	"fmt"
	"time"

	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/script"
)

func ExampleEncode() {
	s := &script.Script{Title: "The Harbour", Language: "en", Segments: []script.Segment{
		{ID: "1", Start: 5 * time.Second, End: 8 * time.Second, Text: "She walks to the pier.", Status: "Draft"},
	}}
	var workbook bytes.Buffer
	if err := xlsx.Encode(&workbook, s); err != nil {
		fmt.Println(err)
		return
	}
	back, err := xlsx.Decode(&workbook)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(back.Title, back.Segments[0].Start, back.Segments[0].Text)
	// Output: The Harbour 5s She walks to the pier.
}

package convert_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
)

func ExampleConvert() {
	answer := `{"job_id":"task_abc123xyz","status":"done","output":{"segments":[
		{"id":"1","start_time":0.5,"end_time":3.1,"description":"A person walks into frame"}]}}`
	from, err := convert.Detect("result.json", []byte(answer))
	if err != nil {
		fmt.Println(err)
		return
	}
	to, _ := convert.Lookup("srt")
	warn := func(w script.Warning) error { fmt.Println(w); return nil }
	if err := convert.Convert(os.Stdout, to, strings.NewReader(answer), from, &convert.Options{Warn: warn}); err != nil {
		fmt.Println(err)
	}
	// Output:
	// 1
	// 00:00:00,500 --> 00:00:03,100
	// A person walks into frame
}

func ExampleFormat_Loses() {
	f, _ := convert.Lookup("premiere")
	fmt.Println(f.Loses())
	// Output: notes, statuses, delivery cues, segment languages, speakers, extended segments, language, type, job and media id, other columns
}

package results_test

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/vsconvert/vsconvert/results"
)

func ExampleDecode() {
	answer := `{
		"job_id": "task_abc123xyz",
		"status": "done",
		"output": {"segments": [
			{"id": "1", "start_time": 0.5, "end_time": 3.1, "description": "A person walks into frame"}
		]}
	}`
	job, err := results.Decode(strings.NewReader(answer))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, seg := range job.Script.Segments {
		fmt.Println(seg.ID, seg.Start, seg.End, seg.Text)
	}
	// Output: 1 500ms 3.1s A person walks into frame
}

func ExampleDecode_notReady() {
	_, err := results.Decode(strings.NewReader(`{"job_id": "task_abc123xyz", "status": "processing"}`))
	if errors.Is(err, results.ErrNotReady) {
		fmt.Println(err)
	}
	// Output: not ready: job "task_abc123xyz" is processing
}

func ExampleEncode() {
	job, err := results.Decode(strings.NewReader("\"WEBVTT\\n\\n00:01.500 --> 00:04.000\\nRain.\""))
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := results.Encode(os.Stdout, job.Script); err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"segments":[
	// {"id":"1","start_time":1.5,"end_time":4,"description":"Rain."}
	// ]}
}

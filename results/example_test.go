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

// Each state a job can be in has an error of its own.
func ExampleDecode_states() {
	for _, answer := range []string{
		`{"job_id": "task_1", "status": "queued"}`,
		`{"job_id": "task_2", "status": "failed", "error": {"code": "NO_VIDEO", "message": "no picture"}}`,
		`{"job_id": "task_3", "status": "paused"}`,
		`{"job_id": "task_4", "status": "done"}`,
		`{"error": "UNAUTHORIZED", "message": "no such key"}`,
	} {
		_, err := results.Decode(strings.NewReader(answer))
		var (
			waiting *results.NotReadyError
			failed  *results.FailedError
			unknown *results.StatusError
			refused *results.APIError
		)
		switch {
		case errors.As(err, &waiting):
			fmt.Println("ask again:", waiting.JobID, waiting.Status)
		case errors.As(err, &failed):
			fmt.Println("failed:", failed.Code, failed.Message)
		case errors.As(err, &unknown):
			fmt.Println("a status nobody knows:", unknown.Status)
		case errors.Is(err, results.ErrNoDescriptions):
			fmt.Println("done, but nothing to describe")
		case errors.As(err, &refused):
			fmt.Println("refused:", refused.Code)
		}
	}
	// Output:
	// ask again: task_1 queued
	// failed: NO_VIDEO no picture
	// a status nobody knows: paused
	// done, but nothing to describe
	// refused: UNAUTHORIZED
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

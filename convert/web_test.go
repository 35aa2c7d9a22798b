package convert_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
)

// A web server sends captions as they are made. Every request has a writer of
// its own; a client that is gone ends it with the error of its connection.
func Example_webHandler() {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/vtt; charset=utf-8")
		captions := vtt.Encoder{}.NewWriter(w)
		for i, text := range []string{"A door opens.", "She waits."} {
			at := time.Duration(i) * 5 * time.Second
			if err := captions.WriteSegment(&script.Segment{Start: at, End: at + 2*time.Second, Text: text}); err != nil {
				return
			}
		}
		_ = captions.Close() // nobody is left to be told
	})
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/captions.vtt", nil))
	fmt.Println(answer.Body)
	// Output:
	// WEBVTT
	//
	// 00:00:00.000 --> 00:00:02.000
	// A door opens.
	//
	// 00:00:05.000 --> 00:00:07.000
	// She waits.
}

// A copy that was edited as SRT, which has neither notes nor nanoseconds, comes
// back onto the script: what SRT has no place for stays.
func ExampleMergeOptions() {
	draft := &script.Script{Segments: []script.Segment{
		{ID: "1", Start: 1500 * time.Millisecond, End: 3 * time.Second, Text: "A boat.", Note: "whose?"},
	}}
	srt, _ := convert.Lookup("srt")
	var file bytes.Buffer
	if err := convert.Encode(&file, draft, srt, nil); err != nil {
		fmt.Println(err)
		return
	}
	copy := strings.Replace(file.String(), "boat", "ship", 1)
	edited, err := convert.Decode(strings.NewReader(copy), srt, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	options, err := convert.MergeOptions(draft, srt, nil, nil) // the baseline: what SRT makes of the draft
	if err != nil {
		fmt.Println(err)
		return
	}
	merged, changes, err := merge.Merge(draft, edited, options)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(merged.Segments[0].Text, merged.Segments[0].Note, len(changes))
	// Output: A ship. whose? 1
}

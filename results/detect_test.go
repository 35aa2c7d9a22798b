package results_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// An answer's content is taken for what a file of it is taken for.
func TestContentIsReadAsAFileOfItWouldBe(t *testing.T) {
	for _, c := range []struct{ said, content, text string }{
		{"srt", "1\n00:00:01.000 --> 00:00:02.000\nA door.\n", "A door."},
		{"", "00:01.5-->00:02\nA door.\n", "A door."},
		{"srt", "[door slams]\n\n1\n00:00:01,000 --> 00:00:02,000\nA door.\n", "A door."},
		{"edl", "TITLE: x\n001 AX V C 00:00:00:00 00:00:01:00 00:00:05:00 00:00:06:00\n* A door, a hall, a stair.\n", "A door, a hall, a stair."},
	} {
		content, err := json.Marshal(c.content)
		require.NoError(t, err)
		answer := fmt.Sprintf(`{"job_id":"j","status":"done","output":{"format":%q,"content":%s}}`, c.said, content)
		job, err := results.Decode(strings.NewReader(answer))
		require.NoError(t, err, c.content)
		require.Equal(t, c.text, job.Script.Segments[0].Text)
	}
}

func TestAFileThatBeginsWithABracket(t *testing.T) {
	_, err := results.Decode(strings.NewReader("[door slams]\n\n1\n00:00:01,000 --> 00:00:02,000\nA door.\n"))
	require.ErrorContains(t, err, "this is srt, want a JSON answer")
}

// U+009B begins an escape sequence on a terminal.
func TestControlsAreEscaped(t *testing.T) {
	s := &script.Script{Segments: []script.Segment{{ID: "\u009b", Text: "é\u0085\u009b31m\u00a0."}}}
	var b strings.Builder
	require.NoError(t, results.Encode(&b, s))
	require.Contains(t, b.String(), `é\u0085\u009b31m`+"\u00a0.")
	job, err := results.Decode(strings.NewReader(b.String()))
	require.NoError(t, err)
	require.Equal(t, s.Segments[0].Text, job.Script.Segments[0].Text)
}

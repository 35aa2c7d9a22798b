package results_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

const corpus = "../testdata/results"

func open(t testing.TB, name string) *os.File {
	t.Helper()
	f, err := os.Open(filepath.Join(corpus, name))
	require.NoError(t, err)
	t.Cleanup(func() { f.Close() })
	return f
}

// decode also returns the warnings, as they are printed.
func decode(t testing.TB, in string) (*results.Job, []string, error) {
	t.Helper()
	var warnings []string
	job, err := results.Decoder{Warn: func(w script.Warning) error { warnings = append(warnings, w.Error()); return nil }}.Decode(strings.NewReader(in))
	return job, warnings, err
}

const (
	jobID   = "task_abc123xyz"
	mediaID = "550e8400-e29b-41d4-a716-446655440000"
)

func segment(id string, start, end time.Duration, text string) script.Segment {
	return script.Segment{ID: id, Start: start * time.Millisecond, End: end * time.Millisecond, Text: text}
}

func TestDocumentedAnswers(t *testing.T) {
	created := time.Date(2025, 9, 30, 8, 0, 0, 0, time.UTC)
	source := script.Source{JobID: jobID, MediaID: mediaID}
	base := results.Job{ID: jobID, MediaID: mediaID, Status: results.Done, CreatedAt: created, UpdatedAt: created.Add(10 * time.Minute)}
	tests := []struct {
		file   string
		format string
		script script.Script
	}{
		{"doneTextJson.json", "json", script.Script{Source: source, Segments: []script.Segment{
			segment("1", 500, 3100, "A person walks into frame"), segment("2", 3200, 5900, "They pick up an object")}}},
		{"doneTextVtt.json", "vtt", script.Script{Source: source, Segments: []script.Segment{
			segment("1", 5000, 7000, "A person walks into frame"), segment("2", 12500, 14500, "They pick up an object")}}},
		{"doneTextEdl.json", "edl", script.Script{Title: "Audio Descriptions", Source: source, Segments: []script.Segment{
			segment("", 5000, 7000, "A person walks into frame")}}},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			job, err := results.Decode(open(t, test.file))
			require.NoError(t, err)
			want := base
			want.Format, want.Script = test.format, &test.script
			require.Empty(t, cmp.Diff(want, *job))
		})
	}
}

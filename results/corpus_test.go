package results_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// TestCorpus says for every answer of the corpus what it is read as.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(corpus, "*.json"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			in, err := os.ReadFile(file)
			require.NoError(t, err)
			var said strings.Builder
			d := results.Decoder{Rate: timecode.Rate25, Warn: func(w script.Warning) error { fmt.Fprintln(&said, "warning:", w); return nil }}
			job, err := d.Decode(strings.NewReader(string(in)))
			if err != nil {
				fmt.Fprintf(&said, "error: %v\n", err)
			}
			require.NotContains(t, strings.ToLower(said.String()), "not-to-be-shown")
			require.NotContains(t, said.String(), "nottobeshown")
			golden.Equal(t, filepath.Join("testdata", "golden", name+".txt"), []byte(said.String()+dump(job)))
		})
	}
}

func dump(job *results.Job) string {
	if job == nil {
		return "no job\n"
	}
	var b strings.Builder
	line := func(name string, v any) {
		if s := fmt.Sprint(v); s != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, s)
		}
	}
	line("job", job.ID)
	line("media", job.MediaID)
	line("status", job.Status)
	for _, at := range [...]time.Time{job.CreatedAt, job.UpdatedAt} {
		if !at.IsZero() {
			line("time", at.Format(time.RFC3339Nano))
		}
	}
	line("video", job.VideoURL)
	line("audio", job.AudioURL)
	line("format", job.Format)
	if job.Script == nil {
		return b.String() + "no script\n"
	}
	dumpScript(&b, job.Script, line)
	return b.String()
}

func dumpScript(b *strings.Builder, s *script.Script, line func(string, any)) {
	line("title", s.Title)
	line("language", s.Language)
	line("type", s.Type)
	line("source", strings.Trim(s.Source.JobID+" "+s.Source.MediaID, " "))
	fmt.Fprintf(b, "%d segments\n", len(s.Segments))
	for _, seg := range s.Segments {
		fmt.Fprintf(b, "%q %v %v %q", seg.ID, seg.Start, seg.End, seg.Text)
		if more := [4]string{seg.Note, seg.Status, seg.Cue, seg.Language}; more != [4]string{} {
			fmt.Fprintf(b, " %q", more)
		}
		b.WriteByte('\n')
	}
}

func readFile(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(b)
}

package results

import (
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// Status is how far a job has come.
type Status string

// The statuses of the API.
const (
	Queued     Status = "queued"
	Processing Status = "processing"
	Done       Status = "done"
	Failed     Status = "failed"
)

// Job is an answer of get_results. Fields the answer does not have are zero.
//
// Printing or logging a Job shows whether there are URLs, not the URLs.
// Encoding it as JSON or reading the fields does.
type Job struct {
	ID        string
	MediaID   string
	Status    Status // "" when the input holds the output only
	CreatedAt time.Time
	UpdatedAt time.Time
	VideoURL  string         // signed; of older answers the result_url
	AudioURL  string         // signed
	Format    string         // what the descriptions came as: "json", "vtt", "srt" or "edl"
	Script    *script.Script // nil without descriptions
}

// String describes the job without its URLs.
func (j Job) String() string {
	var b strings.Builder
	b.WriteString("job")
	if j.ID != "" {
		fmt.Fprintf(&b, " %q", show(j.ID))
	}
	if j.Status != "" {
		fmt.Fprintf(&b, ", status %q", show(string(j.Status)))
	}
	if j.Script != nil {
		fmt.Fprintf(&b, ", %d segments from %s", len(j.Script.Segments), j.Format)
	}
	if j.VideoURL != "" {
		b.WriteString(", with video")
	}
	if j.AudioURL != "" {
		b.WriteString(", with audio")
	}
	return b.String()
}

// GoString is String.
func (j Job) GoString() string { return j.String() }

// LogValue describes the job to [log/slog] without its URLs.
func (j Job) LogValue() slog.Value {
	n := 0
	if j.Script != nil {
		n = len(j.Script.Segments)
	}
	return slog.GroupValue(
		slog.String("id", redact(j.ID)),
		slog.String("media_id", redact(j.MediaID)),
		slog.String("status", redact(string(j.Status))),
		slog.String("format", j.Format),
		slog.Int("segments", n),
		slog.Bool("video", j.VideoURL != ""),
		slog.Bool("audio", j.AudioURL != ""),
	)
}

package results

import (
	"errors"
	"fmt"
	"strings"
)

// Why an answer has no descriptions.
var (
	// ErrNotReady means that the job is queued or being processed; the error
	// is a [*NotReadyError].
	ErrNotReady = errors.New("not ready")

	// ErrNoDescriptions means that the job is done and its answer holds no
	// descriptions, as that of a job that made a video only. An empty list of
	// segments is no error but a script without segments.
	ErrNoDescriptions = errors.New("done without descriptions")
)

// NotReadyError is the answer of a job that is queued or being processed. It
// wraps [ErrNotReady].
type NotReadyError struct {
	Status Status // Queued or Processing
	JobID  string // "" when the answer does not say
}

// Error returns `not ready: job "id" is queued`.
func (e *NotReadyError) Error() string {
	return fmt.Sprintf("%v: %s is %s", ErrNotReady, jobName(e.JobID), e.Status)
}

// Unwrap returns [ErrNotReady].
func (e *NotReadyError) Unwrap() error { return ErrNotReady }

// StatusError is the answer of a job whose status the API does not document.
type StatusError struct {
	Status  Status
	JobID   string // "" when the answer does not say
	Message string // the answer's error and message, if any
}

// Error returns `unknown status "paused" of job "id": want ...`.
func (e *StatusError) Error() string {
	s := fmt.Sprintf("unknown status %q of %s: want %s, %s, %s or %s",
		show(string(e.Status)), jobName(e.JobID), Queued, Processing, Done, Failed)
	return joinParts(s, e.Message)
}

func jobName(id string) string {
	if id == "" {
		return "the job"
	}
	return fmt.Sprintf("job %q", show(id))
}

// FailedError is the answer of a job that failed. Signed URLs in its fields
// are cut.
type FailedError struct {
	Code    string // machine-readable, such as "standard_ad_not_enough_gaps"; unknown ones are kept
	Message string // for people
}

// Error returns "job failed: code: message".
func (e *FailedError) Error() string { return joinParts("job failed", e.Code, e.Message) }

// APIError is the body of an HTTP error. Signed URLs in its fields are cut.
type APIError struct {
	Code         string // machine-readable, such as "upload_not_ready"
	Message      string // for people
	Details      string // as given; JSON text when it is no string
	UploadStatus string // of the media, when that is why
}

// Error returns "code: message: details (upload status)".
func (e *APIError) Error() string {
	s := joinParts("api error", e.Code, e.Message, e.Details)
	if e.UploadStatus != "" {
		s += " (upload status " + e.UploadStatus + ")"
	}
	return s
}

// joinParts joins what is not empty with colons.
func joinParts(parts ...string) string {
	var b strings.Builder
	for _, part := range parts {
		if part == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(": ")
		}
		b.WriteString(part)
	}
	return b.String()
}

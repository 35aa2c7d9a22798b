package results

import (
	"fmt"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/vsconvert/vsconvert/script"
)

// finish decides what the answer is.
func (r *reader) finish(a *answer) (*Job, error) {
	switch {
	case a.isError() && !a.hasOut && a.status.kind != '"': // some servers put the HTTP status number in status
		return nil, r.apiError(a)
	case a.status.present() || a.hasOut:
		return r.envelope(a)
	case a.body.present() || a.hasText():
		return r.bare(a)
	case a.jobID.present():
		return nil, r.fail(a.at, "status", fmt.Errorf("%w: want one of the job's", script.ErrMissing))
	}
	return nil, r.fail(a.at, "", fmt.Errorf("%w: no status, output, segments or error in it: want %s", script.ErrMissing, wantAnswer))
}

// hasText reports whether a has a member that may hold descriptions.
func (a *answer) hasText() bool {
	return a.segments.found || a.items.found || a.contentList.found || a.contentObject != nil ||
		a.content.present() || a.vtt.present() || a.srt.present() || a.edl.present()
}

// isError reports whether a looks like the API's Error schema.
func (a *answer) isError() bool {
	return !a.hasText() &&
		(a.errorText.present() || a.failure != nil || a.code.present() || a.message.present() || a.errorCode.present())
}

// bare reads an output that stands alone.
func (r *reader) bare(a *answer) (*Job, error) {
	job, err := r.identity(a)
	if err != nil {
		return nil, err
	}
	return r.describe(job, a)
}

func (r *reader) envelope(a *answer) (*Job, error) {
	job, err := r.identity(a)
	if err != nil {
		return nil, err
	}
	if !a.status.present() {
		if err := r.warn(a.at, "status", "", fmt.Errorf("%w: missing, taken as %s", script.ErrAssumed, Done)); err != nil {
			return job, err
		}
		return r.describe(job, a)
	}
	switch job.Status {
	case Done:
		return r.describe(job, a)
	case Queued, Processing:
		return job, &NotReadyError{Status: job.Status, JobID: redact(job.ID)}
	case Failed:
		return job, r.failed(a)
	}
	m := members{reader: r}
	e := &StatusError{Status: job.Status, JobID: redact(job.ID), Message: joinParts(m.prose("error", a.errorText), m.prose("message", a.message))}
	return job, e
}

// identity reads all of the job but its descriptions.
func (r *reader) identity(a *answer) (*Job, error) {
	m := members{reader: r, path: a.path}
	job := &Job{
		ID:        m.name("job_id", a.jobID),
		MediaID:   m.name("media_id", a.mediaID),
		Status:    Status(m.prose("status", a.status)),
		CreatedAt: m.instant("created_at", a.created),
		UpdatedAt: m.instant("updated_at", a.updated),
		VideoURL:  m.name("video_signed_url", a.video),
		AudioURL:  m.name("audio_signed_url", a.audio),
	}
	if job.VideoURL == "" {
		job.VideoURL = m.name("result_url", a.resultURL)
	}
	return job, m.err
}

// members reads members that are strings. The first error stays.
type members struct {
	*reader
	path string
	err  error
}

// name reads a string; a number is taken by its digits.
func (m *members) name(key string, v value) string {
	switch v.kind {
	case '"':
		s, odd := m.text(v)
		if odd != nil {
			m.remark(key, v, odd)
		}
		return s
	case '0':
		return v.raw
	case 0, 'n':
		return ""
	}
	m.remark(key, v, fmt.Errorf("%w: %s that is no string", script.ErrDropped, key))
	return ""
}

// prose reads a string that people read; other values are shown as JSON.
func (m *members) prose(key string, v value) string {
	switch v.kind {
	case '{', '[':
		compact := jsontext.Value(v.raw)
		if compact.Compact() == nil {
			return redact(string(compact))
		}
		return redact(v.raw)
	case 't', 'f':
		return v.raw
	}
	return redact(m.name(key, v))
}

func (m *members) instant(key string, v value) time.Time {
	if v.kind != '"' {
		if v.present() {
			m.remark(key, v, &script.ValueError{Kind: script.ErrTime, Value: show(v.raw), Want: wantInstant})
		}
		return time.Time{}
	}
	s, _ := m.reader.text(v)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		m.remark(key, v, &script.ValueError{Kind: script.ErrTime, Value: show(s), Want: wantInstant})
		return time.Time{}
	}
	return t
}

const wantInstant = "a date and time such as 2025-09-30T08:00:00Z"

func (m *members) remark(key string, v value, err error) {
	if m.err == nil {
		m.err = m.warn(v.at, join(m.path, key), "", err)
	}
}

// failed reads why a job failed. Documented are error for the code and message
// for people; the other places are guesses for other generations of answers.
func (r *reader) failed(a *answer) error {
	m := members{reader: r}
	e := &FailedError{Code: m.first(a, "error_code", "code", "error"), Message: m.prose("message", a.message)}
	if a.failure != nil { // a guess: an object with code and message
		m.path = "error"
		if e.Code == "" {
			e.Code = m.first(a.failure, "code", "error_code", "error")
		}
		if e.Message == "" {
			e.Message = m.prose("message", a.failure.message)
		}
	}
	if e.Message == "" && isProse(e.Code) { // a guess: older answers had one string
		e.Code, e.Message = "", e.Code
	}
	if m.err != nil {
		return m.err
	}
	return e
}

// first returns the first of the members that is not empty.
func (m *members) first(a *answer, keys ...string) string {
	for _, key := range keys {
		if s := m.prose(key, *a.slot(key, failure)); s != "" {
			return s
		}
	}
	return ""
}

// isProse reports whether s is a sentence rather than a code.
func isProse(s string) bool { return strings.ContainsAny(strings.TrimSpace(s), " \t\n") }

// apiError reads the API's Error schema: the code is in code when that is
// there, and error is then for people; else it is in error.
func (r *reader) apiError(a *answer) error {
	m := members{reader: r}
	e := &APIError{
		Code:         m.first(a, "code", "error_code"),
		Message:      m.prose("message", a.message),
		Details:      m.prose("details", a.details),
		UploadStatus: m.prose("upload_status", a.uploadStatus),
	}
	text := m.prose("error", a.errorText)
	if a.failure != nil { // a guess: an object with code and message
		m.path = "error"
		text = m.first(a.failure, "code", "error_code")
		if e.Message == "" {
			e.Message = m.prose("message", a.failure.message)
		}
	}
	switch {
	case e.Code == "" && e.Message == "" && isProse(text):
		e.Message = text
	case e.Code == "":
		e.Code = text
	case text != e.Code && text != e.Message:
		e.Message = joinParts(text, e.Message)
	}
	if m.err != nil {
		return m.err
	}
	return e
}

package client

import (
	"errors"
	"fmt"
	"net/http"
)

// Why nothing was asked or downloaded.
var (
	ErrKey      = errors.New("no usable API key")                    // Key is empty or cannot be one
	ErrJobID    = errors.New("no usable job id")                     // the job's id is empty, or is the API key
	ErrBaseURL  = errors.New("no usable base URL")                   // BaseURL is no https address of an API
	ErrRedirect = errors.New("redirect elsewhere refused")           // it would leave the API's host, or TLS
	ErrTimeout  = errors.New("nothing came in time")                 // Client.Timeout has passed
	ErrNoMedia  = errors.New("the job offers none")                  // the answer has no address of that kind
	ErrAddress  = errors.New("no usable address")                    // the address of media is none, or is not https
	ErrLength   = errors.New("wrong length")                         // media shorter or longer than announced
	ErrType     = errors.New("wrong content type")                   // what came is no media
	ErrChanged  = errors.New("the media changed while it was taken") // and what is written cannot be taken back
)

// ErrKeyCut is the warning that an answer repeats the API key, which is not in
// what was made of it.
var ErrKeyCut = errors.New("the answer repeats the API key, which was cut out")

// HTTPError is a response that is no answer about a job: its status is an
// error, or its body is none of the API's.
type HTTPError struct {
	Status int   // such as 404; 200 when only the body is wrong
	Err    error // what the body says, of package results; nil when it says nothing
}

// Error returns "HTTP 404 Not Found: what the body says".
func (e *HTTPError) Error() string { return withStatus(e.Status, e.Err) }

// Unwrap returns Err.
func (e *HTTPError) Unwrap() error { return e.Err }

// MediaError is why media could not be downloaded.
type MediaError struct {
	Kind   Kind
	Status int   // of the last HTTP response that was an error, else 0
	Err    error // nil when Status says all
}

// Error returns "video: what".
func (e *MediaError) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("%v: %s", e.Kind, withStatus(e.Status, e.Err))
	}
	return fmt.Sprintf("%v: %v", e.Kind, e.Err)
}

// Unwrap returns Err.
func (e *MediaError) Unwrap() error { return e.Err }

func withStatus(status int, err error) string {
	s := fmt.Sprintf("HTTP %d", status)
	if text := http.StatusText(status); text != "" {
		s += " " + text
	}
	if err != nil {
		s += ": " + err.Error()
	}
	return s
}

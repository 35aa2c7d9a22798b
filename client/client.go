package client

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// Defaults of the fields of [Client].
const (
	DefaultBaseURL       = "https://api.viddyscribe.com"
	DefaultPollInterval  = 5 * time.Second
	DefaultRetryInterval = time.Second
	DefaultTimeout       = time.Minute
	DefaultRetries       = 5
	DefaultMaxBytes      = 64 << 20
)

// Client asks the API. The zero value works once Key is set. Its methods may be
// called side by side, as long as no field changes.
type Client struct {
	// BaseURL is where the API is, such as [DefaultBaseURL], which it is when
	// empty. It is https, or http to this machine, and may end in a path.
	BaseURL string

	// Key is the API key: 8 or more visible ASCII characters.
	Key string

	// HTTP does the requests, by its Transport and Timeout. Redirects are
	// followed by this package's rules, and cookies are not kept. Nil means
	// [http.DefaultTransport], which heeds the usual proxy variables.
	HTTP *http.Client

	// Decoder reads the answers. Its MaxBytes is [DefaultMaxBytes] when it is
	// unset. Its Warn hears of the answer that is returned, not of those before.
	Decoder results.Decoder

	// PollInterval is the first pause between an answer that is not ready and
	// the next question. Pauses grow by half each up to a minute, or to the
	// first when that is longer, and vary by a fifth. Default
	// [DefaultPollInterval].
	PollInterval time.Duration

	// RetryInterval is the first pause before something is tried again. Pauses
	// double up to half a minute, and vary by a fifth. Default
	// [DefaultRetryInterval].
	RetryInterval time.Duration

	// Retries is how often in a row a request is tried again. Default
	// [DefaultRetries]; below 0, never.
	Retries int

	// Timeout is how long the next byte of an answer or of media may take.
	// Default [DefaultTimeout].
	Timeout time.Duration

	// Notify, if set, is told what goes on. It is called by the goroutine that
	// called the Client, and should return soon.
	Notify func(Event)

	// Body, if set, is given the whole of each answer about a job, as it came
	// but for the key, before the call returns it. [Redact] cuts the signed
	// addresses out of it.
	Body func(jobID string, body []byte)

	// Now and Sleep are the clock. Sleep returns early with the context's error
	// when that ends. Nil means the system's.
	Now   func() time.Time
	Sleep func(ctx context.Context, d time.Duration) error
}

// Event is something that a person who waits may like to know.
type Event struct {
	JobID  string
	Status results.Status // of the job, when an answer told it

	// Pause is how long the Client rests before it asks again; Err is then what
	// went wrong, or nil when the job is not ready.
	Pause time.Duration
	Err   error

	// Kind is what is being downloaded, Done how many bytes of it are written,
	// and Total how many there are, -1 while that is unknown.
	Kind        Kind
	Done, Total int64
}

// Results asks once for the results of a job, and again only when that fails
// for the moment. Its results are those of [results.Decoder.Decode]: a job that
// is not done is an error that comes with the Job.
func (c *Client) Results(ctx context.Context, jobID string) (*results.Job, error) {
	a, err := c.ask(ctx, jobID)
	return c.read(a, err)
}

// Wait asks for the results of a job, at once and then again and again, until
// it is done or has failed, or ctx ends. It then returns what [Client.Results]
// does. When ctx ends before the job, the error wraps the context's and, once
// the API has told so, [results.ErrNotReady]. A status that the API does not
// document ends the wait with a [*results.StatusError].
func (c *Client) Wait(ctx context.Context, jobID string) (*results.Job, error) {
	pauses := c.polling()
	var last answer
	var waiting error
	for {
		a, err := c.ask(ctx, jobID)
		if stop := ctx.Err(); stop != nil && waiting != nil && errors.Is(err, stop) {
			return last.job, endedBy(waiting, stop)
		}
		if !isNotReady(err) {
			return c.read(a, err)
		}
		last, waiting = a, err
		pause := max(pauses.NextBackOff(), min(a.retryAfter, maxRetryAfter))
		c.notify(Event{JobID: jobID, Status: a.job.Status, Pause: pause})
		if stop := c.sleep(ctx, pause); stop != nil {
			return last.job, endedBy(waiting, stop)
		}
	}
}

// isNotReady reports whether err is the answer of a job to be asked for again.
func isNotReady(err error) bool {
	var odd *HTTPError
	return errors.Is(err, results.ErrNotReady) && !errors.As(err, &odd)
}

// read returns what an answer that ends a call says. The Decoder as it is set
// reads it anew: it was silent for the answers before.
func (c *Client) read(a answer, err error) (*results.Job, error) {
	if a.body == nil {
		return a.job, err
	}
	if c.Body != nil {
		c.Body(a.jobID, a.body)
	}
	if c.Decoder.Warn == nil {
		return a.job, err
	}
	if a.keyCut {
		if err := c.Decoder.Warn(script.Warning{Format: "results", Index: -1, Err: ErrKeyCut}); err != nil {
			return a.job, err
		}
	}
	d := c.decoder()
	d.Warn = c.Decoder.Warn
	job, err := d.Decode(bytes.NewReader(a.body))
	if job != nil {
		job.ID = a.job.ID
	}
	return job, c.scrub(err)
}

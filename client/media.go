package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/vsconvert/vsconvert/results"
)

// Kind is a kind of media that a job offers.
type Kind uint8

// What get_results has addresses of.
const (
	NoMedia Kind = iota
	Video        // the result: a video, or what a job for audio made
	Audio        // the track of the descriptions alone
)

// String returns "video" or "audio".
func (k Kind) String() string {
	switch k {
	case Video:
		return "video"
	case Audio:
		return "audio"
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// Address returns the signed address of a job's media, "" when it offers none.
func (k Kind) Address(job *results.Job) string {
	switch k {
	case Video:
		return job.VideoURL
	case Audio:
		return job.AudioURL
	}
	return ""
}

// maxRenewals is how often in a row a job is asked for another address, while
// no media come.
const maxRenewals = 2

// Download writes what a job offers to w. What is cut off is taken up where it
// ended, by Range; where the address has expired, the job, by its ID, is asked
// for another. Media that turn out to be others half-way are written anew when
// w is an [io.Seeker] with a Truncate method, such as an [*os.File]; else they
// are an error. A [*MediaError] says why media cannot be had; the bytes that
// are written then are not all of them. Errors of w are returned as they are.
func (c *Client) Download(ctx context.Context, job *results.Job, kind Kind, w io.Writer) error {
	t := &transfer{client: c, jobID: job.ID, kind: kind, address: kind.Address(job), w: w, total: -1}
	if t.address == "" {
		return &MediaError{Kind: kind, Err: ErrNoMedia}
	}
	for {
		before := t.done
		err := c.persist(ctx, job.ID, func() (time.Duration, error) {
			if t.done > before { // it went on: count from here
				return 0, errProgress
			}
			return t.attempt(ctx)
		})
		switch {
		case err == nil:
			return t.finished()
		case errors.Is(err, errProgress):
		case errors.Is(err, errExpired) && t.renewals < maxRenewals:
			if err := t.renew(ctx); err != nil {
				return err
			}
		default:
			return t.failed(err)
		}
	}
}

// errProgress ends a series of tries that got somewhere.
var errProgress = errors.New("some came")

// errExpired is an address that is no longer valid.
var errExpired = errors.New("the address has expired")

// transfer is one download.
type transfer struct {
	client  *Client
	jobID   string
	kind    Kind
	address string
	fresh   bool // the address has just come
	w       io.Writer

	done, total int64  // bytes written, and in all; total is -1 while unknown
	version     string // entity tag or date of what is being written
	renewals    int    // in a row
	status      int    // of the last response that was an error
}

// attempt asks for what is missing, once.
func (t *transfer) attempt(ctx context.Context) (retryAfter time.Duration, err error) {
	if !t.fresh && isExpired(t.address, t.client.now()) {
		return 0, errExpired
	}
	t.status = 0
	resp, err := t.get(ctx)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	if err := t.accept(resp.Response); err != nil {
		return t.client.retryAfter(resp.Header), err
	}
	return 0, t.copy(resp)
}

func (t *transfer) get(ctx context.Context) (*response, error) {
	local := t.client.local()
	u, err := url.Parse(t.address)
	if err != nil || u.Host == "" || !isSafe(u, local) {
		return nil, fmt.Errorf("%w: want one that begins with https://HOST", ErrAddress)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, t.address, nil)
	if err != nil {
		return nil, ErrAddress
	}
	req.Header.Set("Accept-Encoding", "identity")
	if t.done > 0 {
		req.Header.Set("Range", fmt.Sprintf("bytes=%d-", t.done))
		if t.version != "" {
			req.Header.Set("If-Range", t.version)
		}
	}
	return t.client.do(req, func(to *url.URL) bool { return isSafe(to, local) })
}

// copy writes the body of a response that was accepted.
func (t *transfer) copy(resp *response) error {
	buf := make([]byte, 64<<10)
	for {
		n, err := resp.Body.Read(buf)
		if n > 0 {
			if t.total >= 0 && t.done+int64(n) > t.total {
				return fmt.Errorf("%w: more than %d bytes came", ErrLength, t.total)
			}
			if _, err := t.w.Write(buf[:n]); err != nil {
				return &writeError{err}
			}
			t.done += int64(n)
			t.fresh, t.renewals = false, 0
			t.client.notify(Event{JobID: t.jobID, Status: results.Done, Kind: t.kind, Done: t.done, Total: t.total})
		}
		switch {
		case err == io.EOF && t.total > t.done:
			return t.client.broken(resp.Request.URL, io.ErrUnexpectedEOF)
		case err == io.EOF:
			return nil
		case err != nil:
			return t.client.broken(resp.Request.URL, err)
		}
	}
}

// writeError is an error of the writer.
type writeError struct{ err error }

func (e *writeError) Error() string { return e.err.Error() }

// renew asks the job for another address.
func (t *transfer) renew(ctx context.Context) error {
	t.renewals++
	a, err := t.client.ask(ctx, t.jobID)
	if a.job == nil {
		return &MediaError{Kind: t.kind, Err: fmt.Errorf("asking for a new address: %w", err)}
	}
	if t.address = t.kind.Address(a.job); t.address == "" {
		return &MediaError{Kind: t.kind, Err: ErrNoMedia}
	}
	t.fresh = true
	return nil
}

// finished checks that all has come.
func (t *transfer) finished() error {
	if t.done == 0 {
		return &MediaError{Kind: t.kind, Err: fmt.Errorf("%w: no bytes", ErrLength)}
	}
	return nil
}

// failed returns why the transfer ended without its end.
func (t *transfer) failed(err error) error {
	var w *writeError
	if errors.As(err, &w) {
		return w.err
	}
	var odd *HTTPError
	if errors.As(err, &odd) {
		err = odd.Err // its status is told already
	}
	if err != nil && t.done > 0 && t.total > t.done {
		err = fmt.Errorf("%w: %d of %d bytes came: %w", ErrLength, t.done, t.total, err)
	}
	return &MediaError{Kind: t.kind, Status: t.status, Err: t.client.scrub(err)}
}

package client

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

const (
	resultsPath  = "/enterprise/api/get_results"
	keyHeader    = "X-API-Key"
	userAgent    = "vsconvert"
	maxRedirects = 10
)

// answer is one response about a job.
type answer struct {
	jobID      string
	job        *results.Job
	body       []byte // without the key; nil when there is no job in it
	keyCut     bool   // the key was in it
	retryAfter time.Duration
}

// once asks once.
func (c *Client) once(ctx context.Context, jobID string) (answer, error) {
	if err := c.Check(jobID); err != nil {
		return answer{}, err
	}
	base, err := c.base()
	if err != nil {
		return answer{}, err
	}
	u := base.JoinPath(resultsPath)
	u.RawQuery = url.Values{"job_id": {jobID}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return answer{}, c.scrub(err)
	}
	req.Header.Set(keyHeader, c.Key)
	req.Header.Set("Accept", "application/json")
	resp, err := c.do(req, func(to *url.URL) bool { return origin(to) == origin(base) })
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	return c.take(resp, jobID)
}

// take reads a response about a job.
func (c *Client) take(resp *response, jobID string) (answer, error) {
	a := answer{jobID: jobID, retryAfter: c.retryAfter(resp.Header)}
	if resp.StatusCode/100 == 3 {
		return a, &HTTPError{Status: resp.StatusCode, Err: c.scrub(redirected(resp.Response))}
	}
	body, err := c.readBody(resp.Response)
	if err != nil {
		return a, c.broken(resp.Request.URL, err)
	}
	body, a.keyCut = c.cutKey(body)
	d := c.decoder()
	a.job, err = d.Decode(bytes.NewReader(body))
	if a.job != nil && a.job.ID == "" && a.job.Status == "" { // which a file may hold, and the API does not say
		a.job, err = nil, fmt.Errorf("%w: neither job_id nor status: want an answer of get_results", script.ErrMissing)
	}
	err = c.scrub(err)
	if resp.StatusCode/100 != 2 || a.job == nil {
		a.job = nil
		if resp.StatusCode/100 != 2 && errors.Is(err, script.ErrEmpty) {
			err = nil // the status says all
		}
		return a, &HTTPError{Status: resp.StatusCode, Err: err}
	}
	a.body = body
	if a.job.ID == "" {
		a.job.ID = jobID
	}
	return a, err
}

// decoder returns the Decoder for answers that nobody may see: it is silent.
func (c *Client) decoder() results.Decoder {
	d := c.Decoder
	d.Warn = nil
	if d.MaxBytes < 1 {
		d.MaxBytes = DefaultMaxBytes
	}
	return d
}

// readBody reads the whole of a body, as far as the limit allows.
func (c *Client) readBody(resp *http.Response) ([]byte, error) {
	body := io.Reader(resp.Body)
	switch coding := resp.Header.Get("Content-Encoding"); strings.ToLower(coding) {
	case "", "identity":
	case "gzip": // sent to a Transport that did not ask for it
		unzipped, err := gzip.NewReader(body)
		if err != nil {
			return nil, err
		}
		body = unzipped
	default:
		return nil, &HTTPError{Status: resp.StatusCode, Err: &script.ValueError{Kind: script.ErrEncoding, Field: "content encoding", Value: script.Shorten(coding), Want: "gzip or none"}}
	}
	limit := c.decoder().MaxBytes
	data, err := io.ReadAll(io.LimitReader(body, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = &HTTPError{Status: resp.StatusCode, Err: fmt.Errorf("%w: more than %d bytes", script.ErrTooLarge, limit)}
	}
	if err != nil {
		return nil, err
	}
	if text, encoding, _ := charset.Decode(string(data)); encoding == charset.UTF16LE || encoding == charset.UTF16BE {
		data = []byte(text) // in which the key can be found
	}
	return data, nil
}

// response is an [http.Response] whose body ends when nothing comes for too
// long.
type response struct {
	*http.Response
	cancel context.CancelCauseFunc
}

// do sends a request. Redirects go where may allows; the last response is
// returned where it does not.
func (c *Client) do(req *http.Request, may func(*url.URL) bool) (*response, error) {
	parent := req.Context()
	ctx, cancel := context.WithCancelCause(parent)
	idle := time.AfterFunc(c.timeout(), func() { cancel(ErrTimeout) })
	req.Header.Set("User-Agent", userAgent)
	resp, err := c.doer(may).Do(req.WithContext(ctx))
	if err != nil {
		idle.Stop()
		cause := context.Cause(ctx)
		cancel(nil)
		if errors.Is(cause, ErrTimeout) {
			err = cause
		}
		return nil, c.broken(req.URL, err)
	}
	idle.Stop()
	resp.Body = &timedBody{ReadCloser: resp.Body, ctx: ctx, cancel: cancel, idle: idle, timeout: c.timeout()}
	return &response{Response: resp, cancel: cancel}, nil
}

// doer returns what sends requests, without cookies.
func (c *Client) doer(may func(*url.URL) bool) *http.Client {
	h := &http.Client{CheckRedirect: func(req *http.Request, via []*http.Request) error {
		if len(via) >= maxRedirects || !may(req.URL) {
			return http.ErrUseLastResponse
		}
		req.Header.Del("Referer") // the address before may be signed
		return nil
	}}
	if c.HTTP != nil {
		h.Transport, h.Timeout = c.HTTP.Transport, c.HTTP.Timeout
	}
	return h
}

// timedBody is a body each byte of which may take some time, and no more.
type timedBody struct {
	io.ReadCloser
	ctx     context.Context
	cancel  context.CancelCauseFunc
	idle    *time.Timer
	timeout time.Duration
}

func (b *timedBody) Read(p []byte) (int, error) {
	b.idle.Reset(b.timeout)
	n, err := b.ReadCloser.Read(p)
	b.idle.Stop()
	if err != nil && err != io.EOF && errors.Is(context.Cause(b.ctx), ErrTimeout) {
		err = ErrTimeout
	}
	return n, err
}

func (b *timedBody) Close() error {
	b.idle.Stop()
	b.cancel(nil)
	return b.ReadCloser.Close()
}

// broken returns why a request to u came to nothing, with no more of u than
// its host.
func (c *Client) broken(u *url.URL, err error) error {
	var odd *HTTPError
	if errors.As(err, &odd) {
		return err
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return &brokenError{permanent: isPermanent(err), err: c.scrub(fmt.Errorf("%s: %w", u.Host, err))}
}

// brokenError is a request that no response, or half of one, came to.
type brokenError struct {
	err       error
	permanent bool
}

func (e *brokenError) Error() string { return e.err.Error() }
func (e *brokenError) Unwrap() error { return e.err }

// redirected says where a response leads.
func redirected(resp *http.Response) error {
	to, err := resp.Location()
	if err != nil {
		return fmt.Errorf("%w: it names no address", ErrRedirect)
	}
	return fmt.Errorf("%w: to %s", ErrRedirect, origin(to))
}

// base returns the checked BaseURL.
func (c *Client) base() (*url.URL, error) {
	if c.BaseURL == "" {
		return url.Parse(DefaultBaseURL)
	}
	u, err := url.Parse(c.BaseURL)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: it does not parse", ErrBaseURL)
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("%w: want no user, query or fragment in it", ErrBaseURL)
	case u.Host == "" || !isSafe(u, isLoopback(u)):
		return nil, fmt.Errorf("%w: want https://HOST, or http:// to this machine", ErrBaseURL)
	}
	return u, nil
}

// local reports whether the API is on this machine, where media may be too.
func (c *Client) local() bool {
	u, err := c.base()
	return err == nil && isLoopback(u)
}

// isSafe reports whether nobody between here and u can listen.
func isSafe(u *url.URL, local bool) bool {
	return u.Scheme == "https" || local && u.Scheme == "http" && isLoopback(u)
}

func isLoopback(u *url.URL) bool {
	host := strings.ToLower(u.Hostname())
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// origin returns the scheme, host and port of u.
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

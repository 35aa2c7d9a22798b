package client

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

const (
	maxPoll       = time.Minute
	maxRetry      = 30 * time.Second
	maxRetryAfter = time.Hour // a longer one is not waited for
	variation     = 0.2
)

// ask asks, and again when that fails for the moment.
func (c *Client) ask(ctx context.Context, jobID string) (a answer, err error) {
	err = c.persist(ctx, jobID, func() (time.Duration, error) {
		a, err = c.once(ctx, jobID)
		return a.retryAfter, err
	})
	return a, err
}

// persist does something until it succeeds, cannot succeed, or has been tried
// again as often as allowed.
func (c *Client) persist(ctx context.Context, jobID string, try func() (retryAfter time.Duration, err error)) error {
	pauses := c.retrying()
	for n := 0; ; n++ {
		after, err := try()
		if !isTransient(err) {
			return err
		}
		if stop := ctx.Err(); stop != nil {
			return endedBy(err, stop)
		}
		if n >= c.retries() || after > maxRetryAfter {
			return err
		}
		pause := max(pauses.NextBackOff(), after)
		c.notify(Event{JobID: jobID, Pause: pause, Err: err})
		if stop := c.sleep(ctx, pause); stop != nil {
			return endedBy(err, stop)
		}
	}
}

// endedBy returns what was wrong when the context ended with stop.
func endedBy(err, stop error) error {
	if errors.Is(err, stop) {
		return err
	}
	return fmt.Errorf("%w: %w", err, stop)
}

// isTransient reports whether err may be gone the next time.
func isTransient(err error) bool {
	var odd *HTTPError
	if errors.As(err, &odd) {
		return isTransientStatus(odd.Status)
	}
	var broken *brokenError
	return errors.As(err, &broken) && !broken.permanent
}

func isTransientStatus(status int) bool {
	return status == http.StatusTooManyRequests || status >= 500
}

// isPermanent tells what keeps a connection from being made ever.
func isPermanent(err error) bool {
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var alert tls.AlertError
	var dns *net.DNSError
	return errors.As(err, &cert) || errors.As(err, &record) || errors.As(err, &alert) ||
		errors.Is(err, http.ErrSchemeMismatch) || errors.As(err, &dns) && dns.IsNotFound
}

// retryAfter returns the pause that a response asks for, 0 when it asks for
// none. A date counts from the server's own.
func (c *Client) retryAfter(h http.Header) time.Duration {
	const most = math.MaxInt64 / int64(time.Second)
	s := strings.TrimSpace(h.Get("Retry-After"))
	if n, err := strconv.ParseUint(s, 10, 64); err == nil {
		return time.Duration(min(n, uint64(most))) * time.Second
	}
	until, err := http.ParseTime(s)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		now = c.now()
	}
	return max(0, until.Sub(now))
}

func (c *Client) polling() *backoff.ExponentialBackOff {
	return pauses(c.PollInterval, DefaultPollInterval, maxPoll, 1.5)
}

func (c *Client) retrying() *backoff.ExponentialBackOff {
	return pauses(c.RetryInterval, DefaultRetryInterval, maxRetry, 2)
}

func pauses(first, standard, most time.Duration, growth float64) *backoff.ExponentialBackOff {
	if first <= 0 {
		first = standard
	}
	return &backoff.ExponentialBackOff{InitialInterval: first, RandomizationFactor: variation, Multiplier: growth, MaxInterval: max(first, most)}
}

func (c *Client) retries() int {
	if c.Retries == 0 {
		return DefaultRetries
	}
	return c.Retries
}

func (c *Client) timeout() time.Duration {
	if c.Timeout <= 0 {
		return DefaultTimeout
	}
	return c.Timeout
}

func (c *Client) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

func (c *Client) sleep(ctx context.Context, d time.Duration) error {
	if c.Sleep != nil {
		return c.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

func (c *Client) notify(e Event) {
	if c.Notify != nil {
		c.Notify(e)
	}
}

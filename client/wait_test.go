package client_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/client"
	"github.com/vsconvert/vsconvert/results"
)

func TestWaitPollsUntilDone(t *testing.T) {
	queued, processing := says(200, status("queued")), says(200, status("processing"))
	s := serve(t, queued, queued, processing, says(500, "{}"), processing, says(200, example(t, "doneTextVtt")))
	c, w := ask(s)
	job, err := c.Wait(t.Context(), jobID)
	require.NoError(t, err)
	require.Equal(t, results.Done, job.Status)
	requireWithin(t, seconds(5, 7.5, 11.25, 1, 16.875), w.pauses)
	var seen []results.Status
	for _, e := range w.events {
		seen = append(seen, e.Status)
		require.Equal(t, jobID, e.JobID)
		require.Positive(t, e.Pause)
	}
	require.Equal(t, []results.Status{"queued", "queued", "processing", "", "processing"}, seen)
}

func TestPausesVary(t *testing.T) {
	first := map[time.Duration]bool{}
	for range 20 {
		c, w := ask(serve(t, says(200, status("queued")), says(200, example(t, "doneTextVtt"))))
		_, err := c.Wait(t.Context(), jobID)
		require.NoError(t, err)
		first[w.pauses[0]] = true
	}
	require.Greater(t, len(first), 10)
}

func TestPollInterval(t *testing.T) {
	for first, want := range map[float64][]time.Duration{40: seconds(40, 60, 60), 90: seconds(90, 90, 90)} {
		queued := says(200, status("queued"))
		c, w := ask(serve(t, queued, queued, queued, says(200, example(t, "doneTextVtt"))))
		c.PollInterval = seconds(first)[0]
		_, err := c.Wait(t.Context(), jobID)
		require.NoError(t, err)
		requireWithin(t, want, w.pauses)
	}
}

func TestRetryAfterOfAnAnswer(t *testing.T) {
	c, w := ask(serve(t, with("Retry-After", "100", says(200, status("queued"))), says(200, example(t, "doneTextVtt"))))
	_, err := c.Wait(t.Context(), jobID)
	require.NoError(t, err)
	require.Equal(t, seconds(100), w.pauses)
}

func TestJobThatNeverEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := serve(t, says(200, status("processing")))
	c, w := ask(s)
	w.onRest = func(n int) {
		if n == 1000 {
			cancel()
		}
	}
	job, err := c.Wait(ctx, jobID)
	require.ErrorIs(t, err, results.ErrNotReady)
	require.ErrorIs(t, err, context.Canceled)
	require.EqualError(t, err, `not ready: job "task_abc123xyz" is processing: context canceled`)
	require.Equal(t, results.Processing, job.Status)
	require.Len(t, s.requests(), 1000)
}

// The end of the context while a request is under way is the same.
func TestContextEndsDuringARequest(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	hangs := func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}
	c, _ := ask(serve(t, says(200, status("queued")), hangs))
	job, err := c.Wait(ctx, jobID)
	require.ErrorIs(t, err, results.ErrNotReady)
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, results.Queued, job.Status)
}

func TestClockGoingBackwards(t *testing.T) {
	queued := says(200, status("queued"))
	s := serve(t, queued, with("Retry-After", "3", says(429, "{}")), queued, says(200, example(t, "doneTextVtt")))
	c, w := ask(s)
	w.onRest = func(int) { w.now = w.now.Add(-24 * time.Hour) }
	_, err := c.Wait(t.Context(), jobID)
	require.NoError(t, err)
	requireWithin(t, seconds(5, 3, 7.5), w.pauses)
}

func TestSideBySide(t *testing.T) {
	s := serve(t, says(200, status("queued")), says(200, status("queued")), says(200, example(t, "doneTextVtt")))
	c, _ := ask(s)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			job, err := c.Wait(t.Context(), jobID)
			if err != nil || job.Script == nil {
				t.Error(job, err)
			}
		})
	}
	all.Wait()
}

// The system's clock and storage of connections work too.
func TestZeroValue(t *testing.T) {
	s := serve(t, says(200, status("queued")), says(503, "{}"), says(200, example(t, "doneTextVtt")))
	c := &client.Client{BaseURL: s.URL, Key: key, PollInterval: time.Millisecond, RetryInterval: time.Millisecond}
	defer http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	job, err := c.Wait(t.Context(), jobID)
	require.NoError(t, err)
	require.Len(t, job.Script.Segments, 2)

	ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
	defer cancel()
	_, err = c.Wait(ctx, jobID)
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

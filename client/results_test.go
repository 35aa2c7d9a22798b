package client_test

import (
	"compress/gzip"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/vsconvert/vsconvert/client"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

func TestDocumentedAnswers(t *testing.T) {
	for name, segments := range map[string]int{"doneTextJson": 2, "doneTextVtt": 2, "doneTextEdl": 1, "doneVideoWithText": 1} {
		for _, start := range []func(*testing.T, ...http.HandlerFunc) *server{serve, serveTLS} {
			s := start(t, says(200, example(t, name)))
			c, _ := ask(s)
			job, err := c.Results(t.Context(), jobID)
			require.NoError(t, err)
			require.Equal(t, jobID, job.ID)
			require.Len(t, job.Script.Segments, segments, name)
			require.Len(t, s.requests(), 1)
			require.Contains(t, s.requests()[0], "GET /enterprise/api/get_results?job_id="+jobID+" HTTP/1.1\r\n")
			require.Contains(t, s.requests()[0], "X-Api-Key: "+key+"\r\n")
		}
	}
}

func TestAnswersWithoutDescriptions(t *testing.T) {
	for _, name := range []string{"queued", "processing"} {
		c, w := ask(serve(t, says(200, example(t, name))))
		job, err := c.Results(t.Context(), jobID)
		require.ErrorIs(t, err, results.ErrNotReady)
		require.Equal(t, results.Status(name), job.Status)
		require.Empty(t, w.pauses)
	}
	c, _ := ask(serve(t, says(200, example(t, "failed"))))
	job, err := c.Wait(t.Context(), jobID)
	var failed *results.FailedError
	require.ErrorAs(t, err, &failed)
	require.Equal(t, "standard_ad_not_enough_gaps", failed.Code)
	require.Equal(t, results.Failed, job.Status)

	c, _ = ask(serve(t, says(200, example(t, "video-only"))))
	job, err = c.Wait(t.Context(), jobID)
	require.ErrorIs(t, err, results.ErrNoDescriptions)
	require.NotEmpty(t, job.VideoURL)

	c, _ = ask(serve(t, says(200, status("paused"))))
	_, err = c.Wait(t.Context(), jobID)
	var unknown *results.StatusError
	require.ErrorAs(t, err, &unknown)
}

// Descriptions that make no sense are the descriptions' fault: the answer is
// one.
func TestMalformedDescriptions(t *testing.T) {
	c, _ := ask(serve(t, says(200, `{"job_id":"j","status":"done","output":{"format":"vtt","content":"no vtt"}}`)))
	job, err := c.Results(t.Context(), jobID)
	var parse *script.ParseError
	var odd *client.HTTPError
	require.ErrorAs(t, err, &parse)
	require.False(t, errors.As(err, &odd))
	require.Equal(t, results.Done, job.Status)
}

func TestHTTPErrors(t *testing.T) {
	const body = `{"error":"not_now","message":"Come back later","details":{"why":"x"}}`
	for _, status := range []int{400, 401, 403, 404, 409, 415, 429, 500, 502, 503} {
		s := serve(t, says(status, body))
		c, w := ask(s)
		_, err := c.Wait(t.Context(), jobID)
		var odd *client.HTTPError
		require.ErrorAs(t, err, &odd)
		require.Equal(t, status, odd.Status)
		var api *results.APIError
		require.ErrorAs(t, err, &api)
		require.Equal(t, "not_now", api.Code)
		require.Contains(t, err.Error(), fmt.Sprintf("HTTP %d %s: ", status, http.StatusText(status)))
		require.Contains(t, err.Error(), "Come back later")
		if status == 429 || status >= 500 {
			require.Len(t, s.requests(), 1+client.DefaultRetries)
			requireWithin(t, seconds(1, 2, 4, 8, 16), w.pauses)
		} else {
			require.Len(t, s.requests(), 1)
		}
	}
}

func seconds(all ...float64) []time.Duration {
	var d []time.Duration
	for _, s := range all {
		d = append(d, time.Duration(s*float64(time.Second)))
	}
	return d
}

func TestConflictOfMedia(t *testing.T) {
	c, _ := ask(serve(t, says(409, example(t, "error-conflict"))))
	_, err := c.Results(t.Context(), jobID)
	var api *results.APIError
	require.ErrorAs(t, err, &api)
	require.Equal(t, "upload_not_ready", api.Code)
	require.NotEmpty(t, api.UploadStatus)
}

func TestBodiesThatAreNoAnswer(t *testing.T) {
	for _, body := range []string{"<!DOCTYPE html><html><body>Sign in</body></html>", "", "null", "plain text", `{"a":1}`, `{"error":"not_found"}`,
		"[]", `{"segments":[]}`, `{"output":{"segments":[]}}`, `[{"start_time":1,"end_time":2,"description":"x"}]`, `"WEBVTT"`} {
		for _, status := range []int{200, 404} {
			c, w := ask(serve(t, says(status, body)))
			job, err := c.Results(t.Context(), jobID)
			require.Nil(t, job)
			var odd *client.HTTPError
			require.ErrorAs(t, err, &odd, body)
			require.Equal(t, status, odd.Status)
			require.Empty(t, w.pauses)
		}
	}
	c, _ := ask(serve(t, says(503, "<html>Bad Gateway</html>")))
	c.Retries = -1
	_, err := c.Results(t.Context(), jobID)
	require.ErrorIs(t, err, script.ErrSyntax)
	require.ErrorContains(t, err, "HTTP 503 Service Unavailable: results: 1:1: malformed input: HTML or XML")

	c, _ = ask(serve(t, says(404, "")))
	_, err = c.Results(t.Context(), jobID)
	require.EqualError(t, err, "HTTP 404 Not Found")
	c, _ = ask(serve(t, says(200, "")))
	_, err = c.Results(t.Context(), jobID)
	require.ErrorIs(t, err, script.ErrEmpty)
}

func TestTriedAgain(t *testing.T) {
	done := says(200, example(t, "doneTextVtt"))
	cutOff := with("Content-Length", "900", says(200, `{"job_id":"task_`))
	for name, first := range map[string]http.HandlerFunc{
		"500": says(500, "{}"), "502 page": says(502, "<html>"), "broken": breaks, "cut off": cutOff,
	} {
		s := serve(t, first, first, done)
		c, w := ask(s)
		job, err := c.Wait(t.Context(), jobID)
		require.NoError(t, err, name)
		require.Len(t, job.Script.Segments, 2)
		require.Len(t, s.requests(), 3)
		requireWithin(t, seconds(1, 2), w.pauses)
		for _, e := range w.events {
			require.Error(t, e.Err)
			requireShown(t, e.Err)
		}
	}
}

func TestRetriesCanBeSet(t *testing.T) {
	for retries, want := range map[int]int{-1: 1, 0: 6, 2: 3} {
		s := serve(t, breaks)
		c, w := ask(s)
		c.Retries, c.RetryInterval = retries, 20*time.Second
		_, err := c.Results(t.Context(), jobID)
		require.ErrorContains(t, err, "127.0.0.1")
		var odd *client.HTTPError
		require.False(t, errors.As(err, &odd))
		requireShown(t, err)
		require.GreaterOrEqual(t, len(s.requests()), want) // the transport may ask anew over a fresh connection
		requireWithin(t, seconds(20, 30, 30, 30, 30)[:want-1], w.pauses)
	}
}

func TestRetryAfter(t *testing.T) {
	busy := says(429, `{"error":"rate_limited"}`)
	done := says(200, example(t, "doneTextVtt"))
	const date = "Tue, 30 Sep 2025 08:00:00 GMT"
	for _, test := range []struct {
		after string
		want  float64
	}{{"7", 7}, {" 90 ", 90}, {"Tue, 30 Sep 2025 08:00:42 GMT", 42}, {"3600", 3600}} {
		c, w := ask(serve(t, with("Date", date, with("Retry-After", test.after, busy)), done))
		_, err := c.Results(t.Context(), jobID)
		require.NoError(t, err)
		require.Equal(t, seconds(test.want), w.pauses)
	}
	for _, none := range []string{"0", "-5", "soon", "Tue, 30 Sep 2025 07:00:00 GMT"} { // the usual pause
		c, w := ask(serve(t, with("Date", date, with("Retry-After", none, busy)), done))
		_, err := c.Results(t.Context(), jobID)
		require.NoError(t, err)
		requireWithin(t, seconds(1), w.pauses)
	}
	for _, long := range []string{"86400", "99999999999999999", "Tue, 30 Sep 2031 07:00:00 GMT"} {
		c, w := ask(serve(t, with("Date", date, with("Retry-After", long, busy)), done))
		_, err := c.Results(t.Context(), jobID)
		require.ErrorContains(t, err, "HTTP 429")
		require.Empty(t, w.pauses)
	}
}

// Without a Date, which is rare, a date counts from the own clock.
func TestRetryAfterWithoutDate(t *testing.T) {
	undated := func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil
		with("Retry-After", "Tue, 30 Sep 2025 08:11:30 GMT", says(503, "{}"))(w, r)
	}
	c, w := ask(serve(t, undated, says(200, example(t, "doneTextVtt"))))
	_, err := c.Results(t.Context(), jobID)
	require.NoError(t, err)
	require.Equal(t, seconds(30), w.pauses)
}

func TestGzip(t *testing.T) {
	zipped := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		fmt.Fprint(z, example(t, "doneTextVtt"))
		z.Close()
	}
	c, _ := ask(serve(t, zipped))
	for _, disabled := range []bool{false, true} { // disabled: not asked for, and sent nevertheless
		c.HTTP.Transport.(*http.Transport).DisableCompression = disabled
		job, err := c.Results(t.Context(), jobID)
		require.NoError(t, err)
		require.Len(t, job.Script.Segments, 2)
	}
	c, _ = ask(serve(t, with("Content-Encoding", "br", says(200, "x"))))
	_, err := c.Results(t.Context(), jobID)
	require.ErrorIs(t, err, script.ErrEncoding)
}

func TestSlow(t *testing.T) {
	stop := make(chan struct{})
	hangs := func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-stop:
		}
	}
	stalls := func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, `{"job_id":`)
		w.(http.Flusher).Flush()
		hangs(w, r)
	}
	for _, slow := range []http.HandlerFunc{hangs, stalls} {
		s := serve(t, slow)
		c, w := ask(s)
		c.Timeout, c.Retries = 20*time.Millisecond, 2
		_, err := c.Results(t.Context(), jobID)
		require.ErrorIs(t, err, client.ErrTimeout)
		require.Len(t, w.pauses, 2)
	}
	close(stop)
}

func TestTooLarge(t *testing.T) {
	c, w := ask(serve(t, says(200, strings.Repeat(" ", 2000)+example(t, "doneTextVtt"))))
	c.Decoder.MaxBytes = 1000
	_, err := c.Results(t.Context(), jobID)
	require.ErrorIs(t, err, script.ErrTooLarge)
	require.Empty(t, w.pauses)
}

func TestDecoderIsHeard(t *testing.T) {
	s := serve(t, says(200, `{"status":"queued","created_at":"never"}`), says(200, `{"status":"done","output":{"segments":[{"start_time":1,"end_time":1,"description":"x"}]}}`))
	c, _ := ask(s)
	var said []string
	c.Decoder.Warn = func(w script.Warning) error { said = append(said, w.Error()); return nil }
	var bodies []string
	c.Body = func(id string, body []byte) { bodies = append(bodies, id+string(body[:16])) }
	job, err := c.Wait(t.Context(), "asked for")
	require.NoError(t, err)
	require.Equal(t, "asked for", job.ID)
	require.Len(t, said, 1) // not of the answer before
	require.Contains(t, said[0], "zero length")
	require.Equal(t, []string{`asked for{"status":"done"`}, bodies)
	require.Contains(t, s.requests()[0], "job_id=asked+for ")
}

func TestWhatIsNotAsked(t *testing.T) {
	s := serve(t, says(200, "{}"))
	refused := func(want error, change func(*client.Client), id string) {
		t.Helper()
		c, w := ask(s)
		change(c)
		_, err := c.Wait(t.Context(), id)
		require.ErrorIs(t, err, want)
		requireShown(t, err)
		require.Empty(t, w.pauses)
	}
	for _, bad := range []string{"", "short", "vsk_with space", "vsk_line\nbreak", "vsk_ключ_ключ"} {
		refused(client.ErrKey, func(c *client.Client) { c.Key = bad }, jobID)
	}
	for _, id := range []string{"", key, "x" + key} {
		refused(client.ErrJobID, func(*client.Client) {}, id)
	}
	for _, bad := range []string{"http://api.example.com", "ftp://127.0.0.1", "127.0.0.1", "https://", "https://me:" + key + "@api.example.com", "https://api.example.com?x=1", "://", "http://[::2]:1", "http://127.0.0.1.example.com"} {
		refused(client.ErrBaseURL, func(c *client.Client) { c.BaseURL = bad }, jobID)
	}
	require.Empty(t, s.requests())
}

func TestBaseURLWithPath(t *testing.T) {
	s := serve(t, says(200, example(t, "doneTextVtt")))
	c, _ := ask(s)
	c.BaseURL += "/proxy/"
	_, err := c.Results(t.Context(), jobID)
	require.NoError(t, err)
	require.Contains(t, s.requests()[0], "GET /proxy/enterprise/api/get_results?")
}

// The certificate of a test server is one that nobody trusts.
func TestTLSIsChecked(t *testing.T) {
	s := serveTLS(t, says(200, "{}"))
	c, w := ask(s)
	c.HTTP = &http.Client{Transport: &http.Transport{}}
	_, err := c.Results(t.Context(), jobID)
	var unknown x509.UnknownAuthorityError
	require.ErrorAs(t, err, &unknown)
	require.Empty(t, w.pauses)
	require.Empty(t, s.requests())
}

func TestRedirects(t *testing.T) {
	elsewhere := serve(t, says(200, example(t, "doneTextVtt")))
	here := with("Location", "/moved?job_id=x", says(307, ""))
	s := serve(t, here, says(200, example(t, "doneTextVtt")))
	c, _ := ask(s)
	_, err := c.Results(t.Context(), jobID)
	require.NoError(t, err)
	require.Contains(t, s.requests()[1], "X-Api-Key: "+key) // the same host

	for _, to := range []string{elsewhere.URL + "/x?key=" + key, strings.Replace(s.URL, "http:", "https:", 1), "http://" + key + ".example.com/", ""} {
		for _, status := range []int{301, 302, 303, 307, 308} {
			away := with("Location", to, says(status, "<html>"))
			c, _ = ask(serve(t, away))
			_, err = c.Wait(t.Context(), jobID)
			require.ErrorIs(t, err, client.ErrRedirect, to)
			var odd *client.HTTPError
			require.ErrorAs(t, err, &odd)
			require.Equal(t, status, odd.Status)
			requireShown(t, err)
		}
	}
	require.Empty(t, elsewhere.requests())

	loop := serve(t, with("Location", "/again", says(302, "")))
	c, _ = ask(loop)
	_, err = c.Results(t.Context(), jobID)
	require.ErrorIs(t, err, client.ErrRedirect)
	require.Len(t, loop.requests(), 10)
}

func TestAnswerThatRepeatsTheKey(t *testing.T) {
	escaped := strings.ReplaceAll(key, "vsk_", `\u0076sk\u005F`)
	for _, repeated := range []string{key, escaped} {
		for _, status := range []int{200, 400, 500} {
			c, w := ask(serve(t, says(status, `{"error":"bad `+repeated+`","message":"`+repeated+`","`+repeated+`":1}`)))
			_, err := c.Results(t.Context(), jobID)
			requireShown(t, err)
			requireSecret(t, w.told())
		}
		c, _ := ask(serve(t, says(200, `{"status":"done","job_id":"`+repeated+`","output":{"segments":[{"start_time":1,"end_time":2,"description":"a `+repeated+` b"}]}}`)))
		var body string
		var said []string
		c.Body = func(_ string, b []byte) { body = string(b) }
		c.Decoder.Warn = func(w script.Warning) error { said = append(said, w.Error()); return nil }
		job, err := c.Results(t.Context(), jobID)
		require.NoError(t, err)
		require.Equal(t, "a … b", job.Script.Segments[0].Text)
		requireSecret(t, job.ID, body)
		require.Contains(t, strings.Join(said, "\n"), client.ErrKeyCut.Error())
		c.Decoder.Warn = func(w script.Warning) error { return w }
		job, err = c.Results(t.Context(), jobID)
		require.ErrorIs(t, err, client.ErrKeyCut)
		require.Equal(t, results.Done, job.Status) // who stops has the job all the same
	}
}

func TestUTF16AnswerThatRepeatsTheKey(t *testing.T) {
	var wide strings.Builder
	for _, b := range []byte(`{"status":"done","output":{"segments":[{"start_time":1,"end_time":2,"description":"` + key + `"}]}}`) {
		wide.Write([]byte{b, 0})
	}
	c, _ := ask(serve(t, says(200, "\xff\xfe"+wide.String())))
	job, err := c.Results(t.Context(), jobID)
	require.NoError(t, err)
	require.Equal(t, "…", job.Script.Segments[0].Text)
}

func TestCancelledLeavesNothingBehind(t *testing.T) {
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	c, _ := ask(s)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(10*time.Millisecond, cancel)
	_, err := c.Wait(ctx, jobID)
	require.ErrorIs(t, err, context.Canceled)
	c.HTTP.CloseIdleConnections()
	s.Close()
	goleak.VerifyNone(t, goleak.IgnoreCurrent())
}

package client_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/client"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// film is media of n bytes that differ.
func film(n int) []byte {
	b := make([]byte, n)
	x := uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = byte(x >> 24)
	}
	return b
}

// offers hands out media as a storage does, with Range.
func offers(data []byte, kind, version string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", kind)
		if version != "" {
			w.Header().Set("ETag", version)
		}
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	}
}

// cut breaks the connection when n bytes of an answer are sent.
func cut(n int, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { next(&cutter{w, n}, r) }
}

type cutter struct {
	http.ResponseWriter
	left int
}

func (c *cutter) Write(p []byte) (int, error) {
	if len(p) > c.left {
		_, _ = c.ResponseWriter.Write(p[:c.left])
		c.ResponseWriter.(http.Flusher).Flush()
		panic(http.ErrAbortHandler)
	}
	c.left -= len(p)
	return c.ResponseWriter.Write(p)
}

// offer is a job whose video is on the storage, under an address signed at a
// time and valid for 15 minutes.
func offer(storage *server, signed time.Time) *results.Job {
	return &results.Job{ID: jobID, Status: results.Done, VideoURL: fmt.Sprintf("%s/bucket/result.mp4?X-Goog-Date=%s&X-Goog-Expires=900&X-Goog-Signature=%s",
		storage.URL, signed.Format("20060102T150405Z"), sign)}
}

// onlyWriter hides all but Write.
type onlyWriter struct{ io.Writer }

func requireNoKey(t *testing.T, servers ...*server) {
	t.Helper()
	for _, s := range servers {
		for _, asked := range s.requests() {
			require.NotContains(t, asked, key)
			require.NotContains(t, strings.ToLower(asked), "x-api-key")
			require.NotContains(t, asked, "Referer")
		}
	}
}

func TestDownload(t *testing.T) {
	data := film(1 << 20)
	storage := serve(t, offers(data, "video/mp4", `"1"`))
	api := serve(t, says(500, ""))
	c, w := ask(api)
	var got bytes.Buffer
	require.NoError(t, c.Download(t.Context(), offer(storage, w.Now()), client.Video, &got))
	require.True(t, bytes.Equal(data, got.Bytes()))
	requireNoKey(t, storage)
	require.Empty(t, api.requests())
	last := w.events[len(w.events)-1]
	require.Equal(t, client.Event{JobID: jobID, Status: results.Done, Kind: client.Video, Done: 1 << 20, Total: 1 << 20}, last)
	requireSecret(t, w.told())
}

func TestNoMedia(t *testing.T) {
	c, _ := ask(serve(t, says(500, "")))
	for _, kind := range []client.Kind{client.NoMedia, client.Video, client.Audio} {
		err := c.Download(t.Context(), &results.Job{}, kind, io.Discard)
		require.ErrorIs(t, err, client.ErrNoMedia)
		require.ErrorContains(t, err, kind.String())
	}
}

// expected takes what it is to be, and nothing else.
type expected struct{ left []byte }

func (e *expected) Write(p []byte) (int, error) {
	if !bytes.HasPrefix(e.left, p) {
		return 0, errors.New("other bytes")
	}
	e.left = e.left[len(p):]
	return len(p), nil
}

// TestLargeMedia takes 100 MB in pieces.
func TestLargeMedia(t *testing.T) {
	data := bytes.Repeat(film(1<<20-1), 100) // so that no piece is like its neighbour
	whole := offers(data, "video/mp4", `"1"`)
	storage := serve(t, cut(30<<20, whole), cut(0, whole), breaks, cut(30<<20, whole), says(503, ""), whole)
	c, w := ask(serve(t, says(500, "")))
	got := &expected{left: data}
	require.NoError(t, c.Download(t.Context(), offer(storage, w.Now()), client.Video, got))
	require.Empty(t, got.left)
	asked := storage.requests()
	require.NotContains(t, asked[0], "Range:")
	require.Regexp(t, `Range: bytes=3\d{7}-\r\n`, asked[1])
	require.Contains(t, asked[1], `If-Range: "1"`)
	require.Regexp(t, `Range: bytes=6\d{7}-\r\n`, asked[len(asked)-1])
	requireNoKey(t, storage)
}

// A storage that knows no Range sends all again.
func TestStorageWithoutRange(t *testing.T) {
	data := film(200_000)
	whole := func(w http.ResponseWriter, r *http.Request) {
		r.Header.Del("Range")
		offers(data, "audio/wav", "")(w, r)
	}
	for _, toFile := range []bool{true, false} {
		storage := serve(t, cut(100_000, whole), whole)
		c, w := ask(serve(t, says(500, "")))
		require.True(t, bytes.Equal(data, download(t, c, offer(storage, w.Now()), toFile)))
	}
}

// download returns what a job's video is, written to a file or to a writer that
// cannot go back.
func download(t *testing.T, c *client.Client, job *results.Job, toFile bool) []byte {
	t.Helper()
	if !toFile {
		var got bytes.Buffer
		require.NoError(t, c.Download(t.Context(), job, client.Video, onlyWriter{&got}))
		return got.Bytes()
	}
	name := filepath.Join(t.TempDir(), "film")
	file, err := os.Create(name)
	require.NoError(t, err)
	require.NoError(t, c.Download(t.Context(), job, client.Video, file))
	require.NoError(t, file.Close())
	got, err := os.ReadFile(name)
	require.NoError(t, err)
	return got
}

// Media that were made anew between two pieces are never mixed.
func TestMediaThatChange(t *testing.T) {
	older, newer := film(200_000), bytes.Repeat([]byte("new "), 50_000)
	ignoring := func(w http.ResponseWriter, r *http.Request) { // If-Range
		r.Header.Del("If-Range")
		offers(newer, "video/mp4", `"2"`)(w, r)
	}
	for _, second := range []http.HandlerFunc{offers(newer, "video/mp4", `"2"`), ignoring} {
		storage := serve(t, cut(100_000, offers(older, "video/mp4", `"1"`)), second)
		c, w := ask(serve(t, says(500, "")))
		require.True(t, bytes.Equal(newer, download(t, c, offer(storage, w.Now()), true)))

		storage = serve(t, cut(100_000, offers(older, "video/mp4", `"1"`)), second)
		var got bytes.Buffer
		err := c.Download(t.Context(), offer(storage, w.Now()), client.Video, onlyWriter{&got})
		require.ErrorIs(t, err, client.ErrChanged)
	}
}

func TestWrongLength(t *testing.T) {
	data := film(1000)
	short := func(w http.ResponseWriter, _ *http.Request) { // says 1000, sends 600, to the end of time
		w.Header().Set("Content-Type", "video/mp4")
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write(data[:600])
	}
	empty := func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "video/mp4") }
	other := with("Content-Range", "bytes 0-9/1000", with("Content-Type", "video/mp4", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(206)
		_, _ = w.Write(data[:10])
	}))
	for name, answers := range map[string][]http.HandlerFunc{
		"short": {short}, "empty": {empty}, "part unasked": {other}, "wrong part": {cut(500, offers(data, "video/mp4", "")), other},
	} {
		c, w := ask(serve(t, says(500, "")))
		var got bytes.Buffer
		err := c.Download(t.Context(), offer(serve(t, answers...), w.Now()), client.Video, onlyWriter{&got})
		var media *client.MediaError
		require.ErrorAs(t, err, &media, name)
		require.ErrorIs(t, err, client.ErrLength, name)
		requireShown(t, err)
	}
}

func TestMoreThanAnnounced(t *testing.T) {
	data := film(1000)
	more := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "video/mp4")
		w.Header().Set("Content-Range", "bytes 500-999/1000")
		w.WriteHeader(206)
		_, _ = w.Write(data[:600])
	}
	c, w := ask(serve(t, says(500, "")))
	storage := serve(t, cut(500, offers(data, "video/mp4", "")), more)
	err := c.Download(t.Context(), offer(storage, w.Now()), client.Video, io.Discard)
	require.ErrorIs(t, err, client.ErrLength)
}

// Without a length, the end of the chunks is the end.
func TestLengthUnknown(t *testing.T) {
	data := film(300_000)
	chunked := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "video/webm")
		w.(http.Flusher).Flush()
		_, _ = w.Write(data)
	}
	c, w := ask(serve(t, says(500, "")))
	require.True(t, bytes.Equal(data, download(t, c, offer(serve(t, chunked), w.Now()), false)))
	require.EqualValues(t, -1, w.events[0].Total)
}

func TestContentTypes(t *testing.T) {
	data := append([]byte("\x00\x00\x00\x18ftypmp42"), film(1000)...)
	page := []byte("<!DOCTYPE html><html><body>Sign in</body></html>")
	for _, test := range []struct {
		kind string
		data []byte
		ok   bool
	}{
		{"video/mp4", data, true}, {"audio/x-wav", data, true}, {"VIDEO/QuickTime; codecs=x", data, true},
		{"application/mp4", data, true}, {"application/octet-stream", data, true}, {"", data, true},
		{"text/html; charset=utf-8", page, false}, {"application/json", []byte("{}"), false}, {"application/xml", data, false},
		{"application/octet-stream", page, false}, {"", page, false}, {"image/png", data, false}, {"////", data, false},
	} {
		typed := func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{test.kind}
			w.Header().Set("Content-Length", strconv.Itoa(len(test.data)))
			_, _ = w.Write(test.data)
		}
		c, w := ask(serve(t, says(500, "")))
		var got bytes.Buffer
		err := c.Download(t.Context(), offer(serve(t, typed), w.Now()), client.Video, &got)
		if test.ok {
			require.NoError(t, err, test.kind)
			require.Equal(t, test.data, got.Bytes())
			continue
		}
		require.ErrorIs(t, err, client.ErrType, test.kind)
		require.Zero(t, got.Len())
		require.Empty(t, w.pauses)
	}
	c, w := ask(serve(t, says(500, "")))
	zipped := with("Content-Encoding", "gzip", offers(data, "video/mp4", ""))
	require.ErrorIs(t, c.Download(t.Context(), offer(serve(t, zipped), w.Now()), client.Video, io.Discard), client.ErrType)
}

// answerWith is the answer of a job with its media.
func answerWith(job *results.Job) string {
	return fmt.Sprintf(`{"job_id":%q,"status":"done","video_signed_url":%q}`, job.ID, job.VideoURL)
}

func TestExpiredAddressIsRenewed(t *testing.T) {
	data := film(200_000)
	for name, test := range map[string]struct {
		age     time.Duration
		answers []http.HandlerFunc
	}{
		"by its parameters": {age: 15 * time.Minute, answers: []http.HandlerFunc{offers(data, "video/mp4", `"1"`)}},
		"by 403":            {answers: []http.HandlerFunc{says(403, "<Error>"+sign+"</Error>"), offers(data, "video/mp4", `"1"`)}},
		"by 400":            {answers: []http.HandlerFunc{says(400, "<Code>ExpiredToken</Code>"), offers(data, "video/mp4", `"1"`)}},
		"half-way":          {answers: []http.HandlerFunc{cut(100_000, offers(data, "video/mp4", `"1"`)), says(403, ""), offers(data, "video/mp4", `"1"`)}},
	} {
		storage := serve(t, test.answers...)
		fresh := offer(storage, time.Date(2025, 9, 30, 8, 11, 0, 0, time.UTC))
		fresh.VideoURL += "&fresh=1"
		api := serve(t, says(503, "{}"), says(200, answerWith(fresh)))
		c, w := ask(api)
		var got bytes.Buffer
		require.NoError(t, c.Download(t.Context(), offer(storage, w.Now().Add(-test.age)), client.Video, onlyWriter{&got}), name)
		require.True(t, bytes.Equal(data, got.Bytes()))
		require.Len(t, api.requests(), 2)
		asked := storage.requests()
		require.Contains(t, asked[len(asked)-1], "fresh=1")
		require.Len(t, asked, len(test.answers))
		requireNoKey(t, storage)
		requireSecret(t, w.told())
	}
}

// A clock that is wrong makes even a new address look expired: it is used
// nevertheless, and one that stays forbidden is not asked for for ever.
func TestAddressThatIsNeverGood(t *testing.T) {
	storage := serve(t, says(403, sign))
	old := offer(storage, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	api := serve(t, says(200, answerWith(old)))
	c, _ := ask(api)
	err := c.Download(t.Context(), old, client.Video, io.Discard)
	var media *client.MediaError
	require.ErrorAs(t, err, &media)
	require.Equal(t, 403, media.Status)
	require.EqualError(t, err, "video: HTTP 403 Forbidden: the address has expired")
	require.Len(t, api.requests(), 2)
	require.Len(t, storage.requests(), 2)

	good := serve(t, offers(film(10), "video/mp4", ""))
	old = offer(good, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	c, _ = ask(serve(t, says(200, answerWith(old))))
	require.NoError(t, c.Download(t.Context(), old, client.Video, io.Discard))
}

func TestRenewalThatFails(t *testing.T) {
	storage := serve(t, says(403, ""))
	for answer, want := range map[string]error{`{"error":"gone"}`: nil, `{"status":"done"}`: client.ErrNoMedia} {
		c, w := ask(serve(t, says(200, answer)))
		err := c.Download(t.Context(), offer(storage, w.Now()), client.Video, io.Discard)
		var media *client.MediaError
		require.ErrorAs(t, err, &media)
		if want != nil {
			require.ErrorIs(t, err, want)
		}
		requireShown(t, err)
	}
}

func TestStorageErrors(t *testing.T) {
	for status, tries := range map[int]int{404: 1, 416: 1, 418: 1, 429: 6, 500: 6, 503: 6} {
		storage := serve(t, says(status, sign))
		c, w := ask(serve(t, says(500, "")))
		err := c.Download(t.Context(), offer(storage, w.Now()), client.Video, io.Discard)
		var media *client.MediaError
		require.ErrorAs(t, err, &media)
		require.Equal(t, status, media.Status)
		require.EqualError(t, err, strings.TrimSpace(fmt.Sprintf("video: HTTP %d %s", status, http.StatusText(status))))
		require.Len(t, storage.requests(), tries)
	}
	c, w := ask(serve(t, says(500, "")))
	storage := serve(t, with("Retry-After", "20", says(503, "")), offers(film(10), "video/mp4", ""))
	require.NoError(t, c.Download(t.Context(), offer(storage, w.Now()), client.Video, io.Discard))
	require.Equal(t, seconds(20), w.pauses)
}

func TestMediaRedirects(t *testing.T) {
	data := film(1000)
	elsewhere := serve(t, offers(data, "video/mp4", ""))
	storage := serve(t, with("Location", elsewhere.URL+"/moved", says(302, "")))
	c, w := ask(serve(t, says(500, "")))
	require.Equal(t, data, download(t, c, offer(storage, w.Now()), false))
	requireNoKey(t, storage, elsewhere)
	for _, asked := range elsewhere.requests() {
		require.NotContains(t, asked, sign) // a Referer would tell
	}
	for _, to := range []string{"http://storage.example.com/?X-Goog-Signature=" + sign, "ftp://x/"} { // no TLS
		storage = serve(t, with("Location", to, says(302, "")))
		err := c.Download(t.Context(), offer(storage, w.Now()), client.Video, io.Discard)
		require.ErrorIs(t, err, client.ErrRedirect)
		requireShown(t, err)
	}
}

func TestMediaNeedTLS(t *testing.T) {
	c, _ := ask(serve(t, says(500, "")))
	for _, address := range []string{"http://storage.example.com/x?sig=" + sign, "x", "://", "file:///etc/passwd", "https://"} {
		err := c.Download(t.Context(), &results.Job{ID: jobID, VideoURL: address}, client.Video, io.Discard)
		require.ErrorIs(t, err, client.ErrAddress, address)
		requireShown(t, err)
	}
	local := serve(t, offers(film(10), "video/mp4", "")) // an API elsewhere has no business here
	c.BaseURL = "https://api.example.com"
	err := c.Download(t.Context(), &results.Job{ID: jobID, VideoURL: local.URL}, client.Video, io.Discard)
	require.ErrorIs(t, err, client.ErrAddress)
	require.Empty(t, local.requests())
}

func TestMediaOverTLS(t *testing.T) {
	data := film(1000)
	storage := serveTLS(t, offers(data, "audio/wav", ""))
	c, _ := ask(serve(t, says(500, "")))
	c.HTTP = storage.Client()
	var got bytes.Buffer
	require.NoError(t, c.Download(t.Context(), &results.Job{ID: jobID, AudioURL: storage.URL + "/a.wav?sig=" + sign}, client.Audio, &got))
	require.Equal(t, data, got.Bytes())
	requireNoKey(t, storage)
}

func TestMediaThatStall(t *testing.T) {
	data := film(1000)
	stalls := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "video/mp4")
		w.Header().Set("Content-Length", "1000")
		_, _ = w.Write(data[:500])
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	storage := serve(t, stalls, offers(data, "video/mp4", ""))
	c, w := ask(serve(t, says(500, "")))
	c.Timeout, c.Retries = 300*time.Millisecond, 20
	require.Equal(t, data, download(t, c, offer(storage, w.Now()), false))
	require.NotEmpty(t, w.pauses)
}

var errFull = errors.New("disk full")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWriterFails(t *testing.T) {
	storage := serve(t, offers(film(1000), "video/mp4", ""))
	c, w := ask(serve(t, says(500, "")))
	err := c.Download(t.Context(), offer(storage, w.Now()), client.Video, fullDisk{})
	require.Equal(t, errFull, err)
	require.Len(t, storage.requests(), 1)
}

func TestDownloadIsCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	storage := serve(t, cut(500, offers(film(1000), "video/mp4", "")), says(503, ""))
	c, w := ask(serve(t, says(500, "")))
	w.onRest = func(int) { cancel() }
	err := c.Download(ctx, offer(storage, w.Now()), client.Video, io.Discard)
	require.ErrorIs(t, err, context.Canceled)
	requireShown(t, err)
}

func TestRedact(t *testing.T) {
	const in = "\uFEFF{ \"status\" : \"done\",\n \"video_signed_url\":\"https:\\/\\/storage.example.com\\/a.mp4?X-Goog-Signature=" + sign + "\", \"result_url\":\"https://x.example/a b\"," +
		"\"urls\":[\"https://x.example/p\"], \"n\":1.50, \"output\":{\"content\":\"see https://x.example/page and \\\"https://x.example/q?sig=" + sign + "\\\"\"}, \"\\u0061\":\"\\u0062 \xff\"}\n"
	const want = "\uFEFF{ \"status\" : \"done\",\n \"video_signed_url\":\"https://storage.example.com/…\", \"result_url\":\"https://x.example/… b\"," +
		"\"urls\":[\"https://x.example/…\"], \"n\":1.50, \"output\":{\"content\":\"see https://x.example/page and \\\"https://x.example/…\\\"\"}, \"\\u0061\":\"\\u0062 \xff\"}\n"
	got, err := client.Redact([]byte(in))
	require.NoError(t, err)
	require.Equal(t, want, string(got))
	_, err = client.Redact([]byte("<html>"))
	require.ErrorContains(t, err, "jsontext")
	_, err = client.Redact([]byte(`{"a":`))
	require.Error(t, err)
}

// Answers of the corpus stay what they are.
func TestRedactChangesNothingElse(t *testing.T) {
	files, err := filepath.Glob("../testdata/results/done*.json")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		got, err := client.Redact(data)
		require.NoError(t, err)
		require.NotContains(t, string(got), "X-Goog")
		before, err := results.Decode(bytes.NewReader(data))
		require.NoError(t, err)
		after, err := results.Decode(bytes.NewReader(got))
		require.NoError(t, err)
		require.Equal(t, before.Script, after.Script)
		require.Equal(t, before.VideoURL == "", after.VideoURL == "")
	}
}

func TestErrorsSayWhatTheyAre(t *testing.T) {
	require.EqualError(t, &client.HTTPError{Status: 418}, "HTTP 418 I'm a teapot")
	require.EqualError(t, &client.HTTPError{Status: 999, Err: script.ErrEmpty}, "HTTP 999: empty input")
	require.Equal(t, "Kind(9)", client.Kind(9).String())
}

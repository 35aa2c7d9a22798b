package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/client"
	"github.com/vsconvert/vsconvert/results"
)

const (
	testKey   = "vsk_abc123def456ghi789jkl012mno345pqr678stu901vwx234yz"
	signature = "c0ffee5ec2e7"
)

// testAPI plays the API and the storage of its media. What a job does follows
// from its id.
type testAPI struct {
	*httptest.Server
	storage *httptest.Server

	mu     sync.Mutex
	asked  map[string]int // by job and path
	stored []string       // what the storage was sent
	now    int
	most   int // requests at once
}

func newTestAPI() *testAPI {
	a := &testAPI{asked: map[string]int{}}
	a.storage = httptest.NewServer(http.HandlerFunc(a.media)) // first: answers name it
	a.Server = httptest.NewServer(http.HandlerFunc(a.answer))
	return a
}

func (a *testAPI) Close() {
	a.Server.Close()
	a.storage.Close()
}

// count returns how often id has been asked for, from 1.
func (a *testAPI) count(id string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.asked[id]++
	return a.asked[id]
}

// answer answers get_results.
func (a *testAPI) answer(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	a.now++
	a.most = max(a.most, a.now)
	a.mu.Unlock()
	defer func() {
		a.mu.Lock()
		a.now--
		a.mu.Unlock()
	}()
	if r.URL.Path != "/enterprise/api/get_results" || r.Header.Get("X-API-Key") != testKey {
		http.Error(w, `{"error":"unauthorized","message":"no such key: `+r.Header.Get("X-API-Key")+`"}`, http.StatusUnauthorized)
		return
	}
	id := r.URL.Query().Get("job_id")
	n := a.count(id)
	kind, rest, _ := strings.Cut(id, "-")
	switch kind {
	case "task_slow":
		time.Sleep(20 * time.Millisecond)
	case "task_later":
		if n < 3 {
			kind = "task_queued"
		}
	case "task_busy":
		if n == 1 {
			w.Header().Set("Retry-After", "0")
			http.Error(w, `{"error":"rate_limited"}`, http.StatusTooManyRequests)
			return
		}
	case "task_error":
		status := 0
		fmt.Sscan(rest, &status)
		http.Error(w, fmt.Sprintf(`{"error":"code_%d","message":"See https://x.example/?sig=%s"}`, status, signature), status)
		return
	case "task_page":
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<!DOCTYPE html><html>Sign in")
		return
	case "task_away":
		http.Redirect(w, r, a.storage.URL+"/away", http.StatusFound)
		return
	}
	fmt.Fprint(w, a.body(kind, id, n))
}

const twoSegments = `{"segments":[{"id":"1","start_time":0.5,"end_time":3.1,"description":"A person walks into frame"},{"id":"2","start_time":3.2,"end_time":5.9,"description":"They pick up an object"}]}`

// body is what the API says of a job that is asked for the nth time.
func (a *testAPI) body(kind, id string, n int) string {
	video, audio := a.address(kind+".mp4"), a.address(kind+".wav")
	switch kind {
	case "task_queued":
		return fmt.Sprintf(`{"job_id":%q,"status":"queued"}`, id)
	case "task_failed":
		return fmt.Sprintf(`{"job_id":%q,"status":"failed","error":"standard_ad_not_enough_gaps","message":"Not enough silent gaps"}`, id)
	case "task_video", "task_cut", "task_stall", "task_none", "task_html", "task_short":
		return fmt.Sprintf(`{"job_id":%q,"status":"done","video_signed_url":%q}`, id, video)
	case "task_both":
		return fmt.Sprintf(`{"job_id":%q,"status":"done","video_signed_url":%q,"audio_signed_url":%q,"output":%s}`, id, video, audio, twoSegments)
	case "task_sound":
		return fmt.Sprintf(`{"job_id":%q,"status":"done","video_signed_url":%q,"audio_signed_url":%q,"output":%s}`, id, audio, audio, twoSegments)
	case "task_expired":
		if n == 1 {
			video = a.address("old/" + kind + ".mp4")
		}
		return fmt.Sprintf(`{"job_id":%q,"status":"done","video_signed_url":%q,"output":%s}`, id, video, twoSegments)
	case "task_echo":
		return fmt.Sprintf(`{"job_id":%q,"status":"done","output":{"segments":[{"id":"1","start_time":1,"end_time":2,"description":"key %s"}]}}`, id, testKey)
	case "task_broken":
		return fmt.Sprintf(`{"job_id":%q,"status":"done","output":{"format":"vtt","content":"nothing of the kind"}}`, id)
	case "task_list":
		return `[]`
	case "task_output":
		return `{"output":` + twoSegments + `}`
	case "task_bare":
		return fmt.Sprintf(`{"job_id":%q,"output":%s}`, id, twoSegments)
	case "task_odd":
		return fmt.Sprintf(`{"job_id":%q,"status":"paused"}`, id)
	case "task_nothing":
		return fmt.Sprintf(`{"job_id":%q,"status":"done","output":{"segments":[]}}`, id)
	case "task_other":
		return `{"job_id":"somebody_else","status":"done","output":` + twoSegments + `}`
	case "task_zero":
		return fmt.Sprintf(`{"job_id":%q,"status":"done","output":{"segments":[{"id":"1","start_time":1,"end_time":1,"description":"x"}]}}`, id)
	}
	return fmt.Sprintf(`{"job_id":%q,"status":"done","output":%s}`, id, twoSegments)
}

func (a *testAPI) address(path string) string {
	return a.storage.URL + "/bucket/" + path + "?X-Goog-Signature=" + signature
}

// film is what all media are.
var film = bytes.Repeat([]byte("\x00\x00\x00\x18ftypmp42 film"), 10_000)

// media is the storage.
func (a *testAPI) media(w http.ResponseWriter, r *http.Request) {
	dump, _ := httputil.DumpRequest(r, true)
	a.mu.Lock()
	a.stored = append(a.stored, string(dump))
	a.mu.Unlock()
	n := a.count(r.URL.Path)
	w.Header().Set("Content-Type", "video/mp4")
	switch name := strings.TrimSuffix(filepath.Base(r.URL.Path), filepath.Ext(r.URL.Path)); {
	case strings.Contains(r.URL.Path, "/old/"):
		http.Error(w, "<Error>expired "+signature+"</Error>", http.StatusForbidden)
	case name == "task_none":
		http.Error(w, "gone", http.StatusNotFound)
	case name == "task_html":
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html>")
	case name == "task_short", name == "task_stall", name == "task_cut" && n == 1:
		w.Header().Set("Content-Length", fmt.Sprint(len(film)))
		_, _ = w.Write(film[:len(film)/2])
		w.(http.Flusher).Flush()
		if name == "task_stall" {
			<-r.Context().Done()
		}
		if name == "task_short" && n > 1 {
			return
		}
		panic(http.ErrAbortHandler)
	default:
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(film))
	}
}

// setUp gives a script an API of its own.
func (a *testAPI) setUp(env *testscript.Env) {
	env.Setenv("VIDDYSCRIBE_BASE_URL", a.URL)
	env.Setenv("VIDDYSCRIBE_API_KEY", testKey)
	env.Values[apiValue{}] = a
	env.Defer(a.Close)
}

type apiValue struct{}

// checkSecrets fails if the key or a signature is in what was printed last, in
// any file, or, the key, in what the storage was sent.
func checkSecrets(ts *testscript.TestScript, _ bool, _ []string) {
	a := ts.Value(apiValue{}).(*testAPI)
	a.mu.Lock()
	sent := strings.Join(a.stored, "\n")
	a.mu.Unlock()
	if strings.Contains(sent, testKey) || strings.Contains(strings.ToLower(sent), "api-key") {
		ts.Fatalf("the storage was sent the key")
	}
	for _, name := range []string{"stdout", "stderr"} {
		requireNoSecret(ts, name, ts.ReadFile(name))
	}
	ts.Check(filepath.WalkDir(ts.MkAbs("."), func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && !strings.HasPrefix(d.Name(), "key") {
			requireNoSecret(ts, path, ts.ReadFile(path))
		}
		return err
	}))
}

func requireNoSecret(ts *testscript.TestScript, where, text string) {
	if strings.Contains(text, testKey) || strings.Contains(text, signature) {
		ts.Fatalf("%s shows a secret", where)
	}
}

// checkFilm fails unless files are the media.
func checkFilm(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		if ts.ReadFile(name) != string(film) {
			ts.Fatalf("%s is not the film", name)
		}
	}
}

func TestSafeName(t *testing.T) {
	for id, want := range map[string]string{
		"task_abc-123.x": "task_abc-123.x",
		"../../etc/x":    "%2E.%2F..%2Fetc%2Fx",
		"..":             "%2E%2E",
		".hidden":        "%2Ehidden",
		"a b:c\\d":       "a%20b%3Ac%5Cd",
		"100%":           "100%25",
		"é":              "%C3%A9",
		"con":            "%63on",
		"NUL.txt":        "%4EUL.txt",
		"console":        "console",
		"a\nb":           "a%0Ab",
	} {
		require.Equal(t, want, safeName(id), id)
	}
	one, other := safeName(strings.Repeat("x", 5000)), safeName(strings.Repeat("x", 5001))
	require.Len(t, one, longestName)
	require.NotEqual(t, one, other)
}

func TestMediaExtension(t *testing.T) {
	require.Equal(t, ".mov", mediaExtension("https://x/a/b.MOV?sig=1.wav", client.Video))
	require.Equal(t, ".mp4", mediaExtension("https://x/a/b.exe?x", client.Video))
	require.Equal(t, ".wav", mediaExtension("https://x/a/b", client.Audio))
	require.Equal(t, ".wav", mediaExtension("://", client.Audio))
}

func TestEventText(t *testing.T) {
	for want, e := range map[string]client.Event{
		"queued; asking again":    {Status: results.Queued, Pause: time.Second},
		"trying again":            {Err: &client.HTTPError{Status: 503}, Pause: time.Second},
		"video: 45 % of 200.0 MB": {Kind: client.Video, Done: 90e6, Total: 200e6},
		"audio: 12 kB":            {Kind: client.Audio, Done: 12e3, Total: -1},
		"asked for":               {},
	} {
		require.Equal(t, want, eventText(e))
	}
	now := time.Now()
	l := &boardLine{id: "j", text: "queued; asking again", until: now.Add(12 * time.Second)}
	require.Equal(t, "j: queued; asking again in 12s", l.show(now))
	require.Equal(t, "j: queued; asking again", l.show(now.Add(time.Hour)))
	l = &boardLine{id: "j"}
	l.tell(client.Event{Err: &client.HTTPError{Status: 503}, Pause: time.Hour})
	require.Equal(t, "j: trying again in 1h0m0s: HTTP 503 Service Unavailable", l.show(time.Now()))
}

func TestSizeText(t *testing.T) {
	require.Equal(t, "999 bytes", sizeText(999))
	require.Equal(t, "2 kB", sizeText(1500))
	require.Equal(t, "104.9 MB", sizeText(100<<20))
}

// getAt runs get against an API with a person at standard error, or not.
func getAt(t *testing.T, a *testAPI, terminal bool, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Setenv("VIDDYSCRIBE_BASE_URL", a.URL)
	t.Setenv("VIDDYSCRIBE_API_KEY", testKey)
	t.Setenv("NO_COLOR", "1")
	var o, e bytes.Buffer
	code = run(append([]string{"get"}, args...), streams{in: strings.NewReader(""), out: &o, err: &e, errTerminal: terminal})
	return code, o.String(), e.String()
}

func TestStatusLinesOnTerminal(t *testing.T) {
	a := newTestAPI()
	defer a.Close()
	dir := t.TempDir()
	code, _, stderr := getAt(t, a, true, "task_later-1", "task_failed", "--wait", "--poll-interval=1ms", "-t", "vtt", "-o", dir)
	require.Equal(t, exitJobFailed, code, stderr)
	require.Regexp(t, "task_later-1: done *\n", stderr)
	require.Regexp(t, "task_failed: the job failed *\n", stderr)
	require.True(t, strings.HasSuffix(stderr, "vsconvert: task_failed: job failed: standard_ad_not_enough_gaps: Not enough silent gaps\n"), stderr)
	code, _, stderr = getAt(t, a, false, "task_done", "-t", "vtt", "-o", dir+"/")
	require.Equal(t, exitDone, code)
	require.Empty(t, stderr)
}

func TestAtMostEightAtOnce(t *testing.T) {
	a := newTestAPI()
	defer a.Close()
	args := []string{"-t", "vtt", "-o", t.TempDir()}
	for i := range 40 {
		args = append(args, fmt.Sprintf("task_slow-%d", i))
	}
	code, _, stderr := getAt(t, a, false, args...)
	require.Equal(t, exitDone, code, stderr)
	a.Close() // after which nobody counts
	require.LessOrEqual(t, a.most, atOnce)
	require.Greater(t, a.most, 1)
}

// When the time is over, jobs whose turn has not come are asked for once.
func TestJobsBehindTheTimeAreAskedOnce(t *testing.T) {
	a := newTestAPI()
	defer a.Close()
	args := []string{"--wait=1ns", "-t", "vtt", "-o", t.TempDir(), "task_done", "task_queued"}
	code, _, stderr := getAt(t, a, false, args...)
	require.Equal(t, exitNotReady, code, stderr)
	require.Equal(t, "vsconvert: task_queued: not ready: job \"task_queued\" is queued; the 1ns of --wait are over\nhint: run it again in a while, or with a longer --wait\n", stderr)
}

func TestLateError(t *testing.T) {
	err := &lateError{fmt.Errorf("%w: %w", &client.HTTPError{Status: 503}, context.DeadlineExceeded), time.Minute}
	require.EqualError(t, err, "HTTP 503 Service Unavailable; the 1m0s of --wait are over")
	require.Equal(t, exitNotReady, exitCode(err))
	for what, want := range map[error]string{
		&results.NotReadyError{Status: results.Queued, JobID: "j"}: `not ready: job "j" is queued; the 1m0s of --wait are over`,
		errors.New("host"): "host: no answer; the 1m0s of --wait are over",
	} {
		require.EqualError(t, &lateError{fmt.Errorf("%w: %w", what, context.DeadlineExceeded), time.Minute}, want)
	}
	require.Equal(t, exitFailed, exitCode(&client.MediaError{Err: &client.HTTPError{Status: 500}}))
	require.True(t, errors.Is(err, context.DeadlineExceeded))
}

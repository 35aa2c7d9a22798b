package client_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/vsconvert/vsconvert/client"
	_ "github.com/vsconvert/vsconvert/internal/golden"
)

const (
	key   = "vsk_abc123def456ghi789jkl012mno345pqr678stu901vwx234yz"
	sign  = "c0ffee5ec2e7" // the signature of all addresses
	jobID = "task_abc123xyz"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// server plays answers in turn, the last one again and again, and keeps what it
// was asked.
type server struct {
	*httptest.Server
	mu      sync.Mutex
	asked   []string
	answers []http.HandlerFunc
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	dump, _ := httputil.DumpRequest(r, true)
	s.mu.Lock()
	n := min(len(s.asked), len(s.answers)-1)
	s.asked = append(s.asked, string(dump))
	s.mu.Unlock()
	s.answers[n](w, r)
}

// requests returns what has been asked so far.
func (s *server) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.asked...)
}

func serve(t *testing.T, answers ...http.HandlerFunc) *server {
	s := &server{answers: answers}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func serveTLS(t *testing.T, answers ...http.HandlerFunc) *server {
	s := &server{answers: answers}
	s.Server = httptest.NewUnstartedServer(s)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

// says answers with a status and a JSON body.
func says(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

// with adds a header to an answer.
func with(name, value string, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(name, value)
		next(w, r)
	}
}

// breaks ends the connection.
func breaks(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// example returns an answer out of the corpus.
func example(t testing.TB, name string) string {
	data, err := os.ReadFile(filepath.Join("../testdata/results", name+".json"))
	require.NoError(t, err)
	return string(data)
}

// status is the answer of a job on its way.
func status(s string) string { return fmt.Sprintf(`{"job_id":%q,"status":%q}`, jobID, s) }

// watch is a clock that takes no time, and what was told to a person.
type watch struct {
	mu     sync.Mutex
	now    time.Time
	pauses []time.Duration
	events []client.Event
	onRest func(n int) // called before the nth pause, from 1
}

func (w *watch) Sleep(ctx context.Context, d time.Duration) error {
	w.mu.Lock()
	w.now = w.now.Add(d)
	w.pauses = append(w.pauses, d)
	n := len(w.pauses)
	w.mu.Unlock()
	if w.onRest != nil {
		w.onRest(n)
	}
	return ctx.Err()
}

func (w *watch) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *watch) notify(e client.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.events = append(w.events, e)
}

// told returns all that could have been printed.
func (w *watch) told() string {
	var b strings.Builder
	for _, e := range w.events {
		fmt.Fprintf(&b, "%v %+v\n", e.Err, e)
	}
	return b.String()
}

// ask returns a client of the server, and its clock.
func ask(s *server) (*client.Client, *watch) {
	w := &watch{now: time.Date(2025, 9, 30, 8, 11, 0, 0, time.UTC)}
	return &client.Client{BaseURL: s.URL, Key: key, HTTP: s.Client(), Now: w.Now, Sleep: w.Sleep, Notify: w.notify}, w
}

// requireSecret asserts that texts show neither key nor signature.
func requireSecret(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		require.NotContains(t, text, key)
		require.NotContains(t, text, sign)
	}
}

// requireShown asserts the same of an error and all that it wraps, however it
// is printed.
func requireShown(t *testing.T, err error) {
	t.Helper()
	requireSecret(t, err.Error(), fmt.Sprintf("%+v", err), fmt.Sprintf("%#v", err))
	switch e := err.(type) {
	case interface{ Unwrap() error }:
		if e.Unwrap() != nil {
			requireShown(t, e.Unwrap())
		}
	case interface{ Unwrap() []error }:
		for _, one := range e.Unwrap() {
			requireShown(t, one)
		}
	}
}

// requireWithin asserts that pauses are about what is wanted, give or take a
// fifth.
func requireWithin(t *testing.T, want, got []time.Duration) {
	t.Helper()
	require.Len(t, got, len(want))
	for i := range want {
		require.InDelta(t, float64(want[i]), float64(got[i]), 0.21*float64(want[i]), "%v", got)
	}
}

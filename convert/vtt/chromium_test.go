package vtt_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/interop"
)

// answer is what Chromium makes of a file.
type answer struct {
	Refused bool  `json:"refused,omitempty"`
	Cues    []cue `json:"cues"`
}

type cue struct {
	ID    string `json:"id"`
	Start int64  `json:"start"` // ms
	End   int64  `json:"end"`   // ms
	Text  string `json:"text"`  // textContent of getCueAsHTML()
}

// trackPage loads every file into a track element of its own, ten at a time,
// and posts what each yielded.
const trackPage = `<!DOCTYPE html><meta charset=utf-8><script>
const count = %d, answers = [];
function load(i) {
  return new Promise(done => {
    const video = document.createElement("video"), track = document.createElement("track");
    track.kind = "descriptions";
    track.src = "/file/" + i;
    const finish = refused => {
      const cues = refused ? [] : Array.from(track.track.cues, c => ({
        id: c.id, start: Math.round(c.startTime * 1000), end: Math.round(c.endTime * 1000),
        text: c.getCueAsHTML().textContent}));
      answers[i] = {refused, cues};
      video.remove();
      done();
    };
    track.onload = () => finish(false);
    track.onerror = () => finish(true);
    video.append(track);
    document.body.append(video);
    track.track.mode = "hidden";
  });
}
onload = async () => {
  for (let i = 0; i < count; i += 10)
    await Promise.all(Array.from({length: Math.min(10, count - i)}, (_, k) => load(i + k)));
  await fetch("/answers", {method: "POST", body: JSON.stringify(answers)});
};
</script><body>`

// chromium has one headless Chromium load all files.
func chromium(t *testing.T, files [][]byte) []answer {
	t.Helper()
	browser := interop.Client(t, "chromium", "chromium-browser", "google-chrome")
	got := make(chan []answer, 1)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, trackPage, len(files))
	})
	mux.HandleFunc("GET /file/{n}", func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.PathValue("n"))
		if err != nil || n >= len(files) {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/vtt")
		w.Write(files[n])
	})
	mux.HandleFunc("POST /answers", func(_ http.ResponseWriter, r *http.Request) {
		var answers []answer
		if err := json.NewDecoder(r.Body).Decode(&answers); err != nil {
			t.Error(err)
		}
		got <- answers
	})
	server := httptest.NewServer(mux)
	defer server.Close()

	var stderr strings.Builder
	cmd := exec.Command(browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--user-data-dir="+t.TempDir(), server.URL)
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	defer stop(cmd)
	select {
	case answers := <-got:
		require.Len(t, answers, len(files))
		return answers
	case <-time.After(2 * time.Minute):
		t.Fatalf("no answer from %s:\n%s", browser, stderr.String())
	}
	return nil
}

// stop asks the browser to end, so that it takes its children along.
func stop(cmd *exec.Cmd) {
	if cmd.Process.Signal(os.Interrupt) != nil {
		return
	}
	kill := time.AfterFunc(5*time.Second, func() { cmd.Process.Kill() })
	defer kill.Stop()
	cmd.Wait()
}

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// count is how many answers the tests convert; CI asks for more.
func count(t *testing.T) int {
	t.Helper()
	text := os.Getenv("VSCONVERT_BEAM_ANSWERS")
	if text == "" {
		return 300
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

func TestMain(m *testing.M) {
	beam.Init()
	os.Exit(m.Run())
}

// program builds a command of the module in dir and returns its path.
func program(t *testing.T, dir, pkg string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program")
	cmd := exec.Command("go", "build", "-o", path, pkg)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return path
}

// answer returns an answer of the API; every hundredth is poisoned.
func answer(i int) string {
	switch {
	case i%400 == 99:
		return `{"job_id":"job-` + strconv.Itoa(i) + `","status":"failed","error":"no audio"}`
	case i%400 == 199:
		return `{"job_id":"job-` + strconv.Itoa(i) + `","status":"processing"}`
	case i%100 == 99:
		return `{"job_id": truncated`
	}
	return fmt.Sprintf(`{"job_id":"job-%d","status":"done","output":{"format":"json","language":"de","segments":[`+
		`{"id":"s1","start_time":%d.5,"end_time":%d.25,"text":"Ein Boot läuft aus: %d."},`+
		`{"id":"s2","start_time":%d.5,"end_time":%d.75,"text":"夜が明ける <%d> & \"mehr\""}]}}`, i, i, i+3, i, i+4, i+6, i)
}

func isPoisoned(i int) bool { return i%100 == 99 }

// answers writes n answers, spread over directories.
func answers(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	for i := range n {
		sub := filepath.Join(dir, "batch-"+strconv.Itoa(i%7))
		require.NoError(t, os.MkdirAll(sub, 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(sub, fmt.Sprintf("answer-%d.json", i)), []byte(answer(i)), 0o644))
	}
	return dir
}

// tree returns the files below dir, by their path in it.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		all[name] = string(data)
		return err
	})
	require.NoError(t, err)
	return all
}

// placed returns the outputs below dir that are there under their own names.
func placed(dir string) []string {
	all, _ := filepath.Glob(filepath.Join(dir, "batch-*", "[^.]*"))
	return all
}

// byProgram returns what the program makes of the answers below dir.
func byProgram(t *testing.T, dir string) map[string]string {
	t.Helper()
	vsconvert := program(t, "..", "./cmd/vsconvert")
	out := t.TempDir()
	for i := range 7 {
		inputs, err := filepath.Glob(filepath.Join(dir, "batch-"+strconv.Itoa(i), "*"))
		require.NoError(t, err)
		list := filepath.Join(t.TempDir(), "list")
		require.NoError(t, os.WriteFile(list, []byte(strings.Join(inputs, "\n")), 0o644))
		cmd := exec.Command(vsconvert, "-q", "-t", "vtt,csv,ttml,dapt", "--files-from", list, "-o", filepath.Join(out, "batch-"+strconv.Itoa(i))+"/")
		cmd.Run() // the poisoned ones make it end with 1
	}
	return tree(t, out)
}

// deadLetters returns the file names and lines in a dead-letter file.
func deadLetters(t *testing.T, text string) map[string]Failure {
	t.Helper()
	all := map[string]Failure{}
	in := bufio.NewScanner(strings.NewReader(text))
	for in.Scan() {
		var f Failure
		require.NoError(t, json.Unmarshal(in.Bytes(), &f), in.Text())
		all[fmt.Sprintf("%s:%d", filepath.Base(f.Input), f.Line)] = f
	}
	return all
}

func checkLetters(t *testing.T, text string, n int, name func(int) string) {
	t.Helper()
	letters := deadLetters(t, text)
	codes := map[int]int{0: 1, 1: 4, 2: 3, 3: 1} // by the poison, as answer makes it
	poisoned := 0
	for i := range n {
		if !isPoisoned(i) {
			continue
		}
		poisoned++
		f, ok := letters[name(i)]
		require.True(t, ok, name(i))
		require.NotEmpty(t, f.Error)
		require.Equal(t, codes[(i%400+1)/100%4], f.Code, "%+v", f)
	}
	require.Len(t, letters, poisoned)
}

func TestEmbedded(t *testing.T) {
	n := count(t)
	in, out := answers(t, n), t.TempDir()
	want := byProgram(t, in)
	j := Job{Input: in + "/**.json", Output: out, To: []string{"vtt", "csv", "ttml", "dapt"}}
	require.Equal(t, exitFailed, run(context.Background(), j)) // because of the poisoned ones
	got := tree(t, out)
	checkLetters(t, got["dead-letter.ndjson"], n, func(i int) string { return fmt.Sprintf("answer-%d.json:0", i) })
	delete(got, "dead-letter.ndjson")
	require.NotEmpty(t, want)
	require.Empty(t, cmp.Diff(want, got))
}

func TestNDJSON(t *testing.T) {
	const n = 250
	dir, out := t.TempDir(), t.TempDir()
	var b strings.Builder
	for i := range n {
		b.WriteString(answer(i) + "\n\n")
	}
	in := filepath.Join(dir, "all.ndjson")
	require.NoError(t, os.WriteFile(in, []byte(b.String()), 0o644))
	j := Job{Input: in, Output: out, To: []string{"srt", "xlsx"}, Shards: 3}
	require.Equal(t, exitFailed, run(context.Background(), j))
	got := tree(t, out)
	checkLetters(t, got["dead-letter.ndjson"], n, func(i int) string { return fmt.Sprintf("all.ndjson:%d", 2*i+1) })
	delete(got, "dead-letter.ndjson")
	require.Len(t, got, 3)
	lines := map[string]Line{}
	for name, text := range got {
		in := bufio.NewScanner(strings.NewReader(text))
		in.Buffer(nil, 1<<20)
		for in.Scan() {
			var l Line
			require.NoError(t, json.Unmarshal(in.Bytes(), &l), name)
			lines[fmt.Sprint(l.Line, l.Format)] = l
		}
	}
	require.Len(t, lines, 2*(n-2))
	require.Equal(t, Line{Input: in, Line: 1, JobID: "job-0", Format: "srt",
		Content: "1\n00:00:00,500 --> 00:00:03,250\nEin Boot läuft aus: 0.\n\n2\n00:00:04,500 --> 00:00:06,750\n夜が明ける ‹0› & \"mehr\"\n\n"}, lines["1srt"])
	require.Equal(t, "base64", lines["1xlsx"].Encoding)
}

func TestOutputsThatWouldMeet(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	for _, name := range []string{"a.json", "a.vtt"} {
		text := answer(1)
		if name == "a.vtt" {
			text = "WEBVTT\n\n00:01.000 --> 00:02.000\nx\n"
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	require.Equal(t, exitFailed, run(context.Background(), Job{Input: dir + "/*", Output: out, To: []string{"srt"}}))
	got := tree(t, out)
	require.Contains(t, got["a.srt"], "Ein Boot")
	require.Contains(t, got["dead-letter.ndjson"], "a.vtt")
}

func TestUsage(t *testing.T) {
	ok := Job{Input: "*.json", Output: "out", To: []string{"vtt"}}
	require.NoError(t, ok.check())
	for name, spoil := range map[string]func(*Job){
		"no input":  func(j *Job) { j.Input = " ," },
		"no output": func(j *Job) { j.Output = "" },
		"no format": func(j *Job) { j.To = nil },
		"unknown":   func(j *Job) { j.To = []string{"vtx"} },
		"read only": func(j *Job) { j.To = []string{"results"} },
		"twice":     func(j *Job) { j.To = []string{"vtt", "VTT"} },
		"rate":      func(j *Job) { j.Rate = "26.1" },
		"start":     func(j *Job) { j.Start = "01:00:00:00" },
		"shards":    func(j *Job) { j.Shards = -1 },
		"from":      func(j *Job) { j.From = "x" },
	} {
		j := ok
		spoil(&j)
		require.Error(t, j.check(), name)
		require.Equal(t, exitUsage, run(context.Background(), j), name)
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern string
		yes, no []string
	}{
		{"a/**.json", []string{"a/x.json", "a/b/c/x.json"}, []string{"a/x.vtt", "b/x.json"}},
		{"a/**/x.json", []string{"a/x.json", "a/b/c/x.json"}, []string{"a/bx.json"}},
		{"a/*.json", []string{"a/x.json"}, []string{"a/b/x.json"}},
		{"a/[!x]?.json", []string{"a/yz.json"}, []string{"a/xz.json", "a/y.json"}},
		{"a+b/**", []string{"a+b/c"}, []string{"aab/c"}},
	} {
		for _, name := range c.yes {
			require.Regexp(t, expression(c.pattern), name)
		}
		for _, name := range c.no {
			require.NotRegexp(t, expression(c.pattern), name)
		}
	}
	require.Equal(t, "a/b/", fixedPart("a/b/c*.json"))
	require.Equal(t, "gs://b/x/", fixedPart("gs://b/x/**.json"))
	require.Equal(t, "", fixedPart("*.json"))
}

func TestNames(t *testing.T) {
	require.Equal(t, "S01.E01", baseName("S01.E01"))
	require.Equal(t, "a/S01.E01", baseName("a/S01.E01.json"))
	require.Equal(t, "x", baseName("x.ndjson.gz"))
	require.Equal(t, "d/job-1", lineName("d/all", 7, []byte(`{"job_id":"job-1"}`)))
	require.Equal(t, "d/all-000007", lineName("d/all", 7, []byte(`{"job_id":"../../etc"}`)))
	require.Equal(t, "d/all-000007", lineName("d/all", 7, []byte(`{`)))
	require.Equal(t, "gs://b/x/y.vtt", join("gs://b/x/", "y.vtt"))
}

// server starts Prism in a process of its own and returns its endpoint.
func server(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	require.NoError(t, listener.Close())
	cmd := exec.Command(program(t, ".", "github.com/apache/beam/sdks/v2/go/cmd/prism"),
		"--job_port", strconv.Itoa(port), "--serve_http=false", "--idle_shutdown_timeout=2m", "--log_level=error")
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	endpoint := "localhost:" + strconv.Itoa(port)
	require.Eventually(t, func() bool {
		conn, err := net.Dial("tcp", endpoint)
		if err == nil {
			conn.Close()
		}
		return err == nil
	}, time.Minute, 20*time.Millisecond)
	return endpoint
}

// TestInteropJobServer runs the pipeline as on a cluster: job server, and
// worker in another process, which is killed once in the middle.
func TestInteropJobServer(t *testing.T) {
	if os.Getenv("VSCONVERT_INTEROP") == "" {
		t.Skip("set VSCONVERT_INTEROP=1 to run it; it needs nothing but Go")
	}
	n := count(t)
	in, out := answers(t, n), t.TempDir()
	want := byProgram(t, in)
	pipeline, endpoint := program(t, ".", "."), server(t)
	args := []string{"--runner=universal", "--endpoint=" + endpoint, "--environment_type=LOOPBACK",
		"--input", in + "/**.json", "--output", out, "--to", "vtt,csv,ttml,dapt"}

	killed := exec.Command(pipeline, args...)
	require.NoError(t, killed.Start())
	require.Eventually(t, func() bool { return len(placed(out)) > 10 }, 5*time.Minute, 20*time.Millisecond)
	require.NoError(t, killed.Process.Kill())
	require.Error(t, killed.Wait())
	for name, data := range tree(t, out) { // what is there is whole
		if !strings.HasSuffix(name, ".tmp") {
			require.Equal(t, want[name], data, name)
		}
	}

	said, err := exec.Command(pipeline, args...).CombinedOutput()
	require.Error(t, err) // because of the poisoned ones
	require.Contains(t, string(said), fmt.Sprintf("inputs: %d\n", n))
	got := tree(t, out)
	checkLetters(t, got["dead-letter.ndjson"], n, func(i int) string { return fmt.Sprintf("answer-%d.json:0", i) })
	for name := range got {
		if name == "dead-letter.ndjson" || strings.HasSuffix(name, ".tmp") {
			delete(got, name)
		}
	}
	require.Empty(t, cmp.Diff(want, got))
}

//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/interop"
)

// Planning holds a few bytes of each name, however long it is.
func TestPlanHoldsNoNames(t *testing.T) {
	const names = 200_000
	dir := t.TempDir()
	var list bytes.Buffer
	for i := range names {
		fmt.Fprintf(&list, "/no/such/directory/of/programmes/that/have/long/names/episode-%06d.json\n", i)
	}
	file := filepath.Join(dir, "list")
	require.NoError(t, os.WriteFile(file, list.Bytes(), 0o600))
	f := &flags{}
	f.register(pflag.NewFlagSet("", pflag.ContinueOnError), "convert")
	f.to, f.filesFrom, f.output = []string{"srt"}, file, filepath.Join(dir, "out")+"/"
	a := &archive{converter: &converter{flags: f, streams: streams{in: strings.NewReader("")}}}
	before := held()
	found, err := a.gather(nil)
	require.NoError(t, err)
	require.NoError(t, a.plan(found))
	require.Equal(t, names, a.total)
	require.Less(t, held()-before, int64(64*names))
	runtime.KeepAlive(a)
}

// held returns how much memory is in use.
func held() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// writeAnswers writes n answers, one in ten of them cut off, into directories
// of a thousand.
func writeAnswers(t *testing.T, dir string, n int) {
	t.Helper()
	for i := range n {
		sub := filepath.Join(dir, fmt.Sprintf("%03d", i/1000))
		if i%1000 == 0 {
			require.NoError(t, os.MkdirAll(sub, 0o755))
		}
		text := fmt.Sprintf(`{"job_id":"task_%d","status":"done","output":{"segments":[{"id":"1","start_time":%d,"end_time":%d.5,"description":"Answer %d","note":"n"}`, i, i, i+1, i)
		if i%10 != 3 {
			text += "]}}"
		}
		require.NoError(t, os.WriteFile(filepath.Join(sub, fmt.Sprintf("a%06d.json", i)), []byte(text), 0o600))
	}
}

// tree returns what the files below a directory hold, by name.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[rel] = string(data)
		return err
	})
	require.NoError(t, err)
	return files
}

// archiveSize is how many answers the archive of tests has. CI asks for a
// hundred thousand.
func archiveSize(t *testing.T) int {
	n, err := strconv.Atoi(os.Getenv("VSCONVERT_ARCHIVE"))
	if err != nil {
		return 1200
	}
	return n
}

// failed runs a command, which is to end with a failure, and returns what it
// said.
func failed(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	_ = cmd.Run()
	require.Equal(t, exitFailed, cmd.ProcessState.ExitCode())
	return stderr.String()
}

// Of an archive with one bad answer in ten every reason is shown, all others
// are converted, nothing is left behind, and memory does not grow with it.
func TestArchive(t *testing.T) {
	dir, n := t.TempDir(), archiveSize(t)
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	writeAnswers(t, in, n)
	cmd := program("-r", in, "-t", "srt", "-o", out)
	said := failed(t, cmd)
	for i := 3; i < n; i += 10 {
		require.Contains(t, said, fmt.Sprintf("a%06d.json:1:", i))
	}
	require.Contains(t, said, fmt.Sprintf("srt keeps no notes: %s files, %[1]s segments (first: ", thousands(n-n/10)))
	made := tree(t, out)
	require.Len(t, made, n-n/10)
	for name := range made {
		require.True(t, strings.HasSuffix(name, ".srt"), name)
	}
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		t.Logf("%d answers, peak memory %d MB, %v", n, usage.Maxrss/1024, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
		if os.Getenv("VSCONVERT_ARCHIVE") != "" {
			require.Less(t, usage.Maxrss/1024, int64(96))
		}
	}
}

// What is done does not depend on how many work on it.
func TestWorkersMakeNoDifference(t *testing.T) {
	dir := t.TempDir()
	writeAnswers(t, dir, 60)
	var want string
	for _, workers := range []string{"1", "2", "5"} {
		cmd := program("-r", dir, "-t", "srt,vtt", "--ndjson")
		cmd.Env = append(cmd.Env, "GOMAXPROCS="+workers)
		var stdout, stderr bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		_ = cmd.Run()
		got := stdout.String() + stderr.String()
		require.Equal(t, 2*60, strings.Count(stdout.String(), "\n"), stderr.String())
		if want == "" {
			want = got
		}
		require.Equal(t, want, got, workers)
	}
}

// interrupted starts a run that resumes, ends it by the signal once some
// outputs are there, and returns what it said.
func interrupted(t *testing.T, sig syscall.Signal, manifest string, args ...string) string {
	t.Helper()
	cmd := program(args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	require.NoError(t, cmd.Start())
	waitFor(t, func() bool {
		info, err := os.Stat(manifest)
		return err == nil && info.Size() > 0
	})
	require.NoError(t, cmd.Process.Signal(sig))
	_ = cmd.Wait()
	if cmd.ProcessState.Exited() {
		t.Skip("the run was over before the signal")
	}
	require.Equal(t, sig, signalOf(cmd), stderr.String())
	return stderr.String()
}

// An archive that was interrupted, or killed, and resumed is equal to one that
// was not.
func TestResumedArchive(t *testing.T) {
	dir := t.TempDir()
	in, whole := filepath.Join(dir, "in"), filepath.Join(dir, "whole")
	writeAnswers(t, in, 3000)
	_ = program("-q", "-r", in, "-t", "srt", "-o", whole).Run()
	want := tree(t, whole)
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGKILL} {
		out, manifest := filepath.Join(dir, sig.String()), filepath.Join(dir, "manifest "+sig.String())
		args := []string{"-q", "-r", in, "-t", "srt", "-o", out, "--resume", manifest}
		said := interrupted(t, sig, manifest, args...)
		part := tree(t, out)
		require.Less(t, len(part), len(want))
		if sig != syscall.SIGKILL {
			require.Regexp(t, fmt.Sprintf(`vsconvert: interrupted: %s converted, 0 current`, thousands(len(part))), said)
			require.NotContains(t, strings.Join(keys(part), " "), ".vsconvert-")
		}
		said = failed(t, program(args...))
		require.Regexp(t, `vsconvert: [\d,]+ converted, [1-9][\d,]* current, 300 failed`, lastLine(said))
		require.Equal(t, want, tree(t, out), sig)
	}
}

func lastLine(text string) string {
	text = strings.TrimRight(text, "\n")
	return text[strings.LastIndexByte(text, '\n')+1:]
}

func keys(m map[string]string) (all []string) {
	for k := range m {
		all = append(all, k)
	}
	return all
}

// The first Ctrl-C waits for what is in hand, the second does not.
func TestSecondInterruptEndsAtOnce(t *testing.T) {
	dir := t.TempDir()
	fifo, out := filepath.Join(dir, "fifo.vtt"), filepath.Join(dir, "out")
	require.NoError(t, syscall.Mkfifo(fifo, 0o600))
	cmd := program("-t", "json", "-o", out+"/", fifo, example)
	require.NoError(t, cmd.Start())
	w, err := os.OpenFile(fifo, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer w.Close()
	waitForFile(t, out)
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	ended := make(chan struct{})
	go func() { _ = cmd.Wait(); close(ended) }()
	select {
	case <-ended:
		t.Fatal("the first signal ended it")
	case <-time.After(100 * time.Millisecond):
	}
	for again := true; again; { // two signals are one while nobody has taken the first
		_ = cmd.Process.Signal(syscall.SIGINT)
		select {
		case <-ended:
			again = false
		case <-time.After(time.Second):
		}
	}
	require.Equal(t, syscall.SIGINT, signalOf(cmd))
	for name := range tree(t, dir) {
		require.NotContains(t, name, ".vsconvert-")
	}
}

// small mounts a file system of 64 KB.
func small(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skip("cannot mount: ", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	return dir
}

// A full disk ends a run soon, and leaves whole files alone.
func TestFullDisk(t *testing.T) {
	in, out := t.TempDir(), small(t, "size=64k")
	for i := range 300 {
		require.NoError(t, os.WriteFile(filepath.Join(in, fmt.Sprintf("%03d.json", i)),
			[]byte(`[{"start_time":1,"end_time":2,"description":"`+strings.Repeat("word ", 1000)+`"}]`), 0o600))
	}
	said := failed(t, program("-r", in, "-t", "srt", "-o", out))
	require.Less(t, strings.Count(said, "no space left on device"), 40)
	require.Contains(t, said, "the disk is full: the rest is left")
	require.Regexp(t, `vsconvert: \d+ converted, 0 current, \d+ failed`, said)
	for name, text := range tree(t, out) {
		require.NotContains(t, name, ".vsconvert-")
		require.True(t, strings.HasSuffix(text, "word\n\n"), name)
	}
}

// A directory that cannot be written to fails for each of its files; others are
// converted.
func TestReadOnlyDirectory(t *testing.T) {
	in, out := t.TempDir(), t.TempDir()
	frozen := small(t, "ro")
	require.NoError(t, os.Symlink(frozen, filepath.Join(out, "000")))
	writeAnswers(t, in, 1020)
	said := failed(t, program("-q", "-r", in, "-t", "srt", "-o", out))
	require.Equal(t, 900, strings.Count(said, "read-only file system"))
	require.Len(t, tree(t, filepath.Join(out, "001")), 18)
}

// TestInteropParallel runs the README's pipeline by GNU parallel: it makes what
// one process makes.
func TestInteropParallel(t *testing.T) {
	interop.Client(t, "parallel")
	dir := t.TempDir()
	require.NoError(t, os.Symlink(os.Args[0], filepath.Join(dir, "vsconvert")))
	var answers strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&answers, `{"job_id":"task_%d","status":"done","output":{"segments":[{"id":"1","start_time":%d,"end_time":%d,"description":"Answer %d"}]}}`+"\n", i, i, i+1, i)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "answers.ndjson"), []byte(answers.String()), 0o600))
	run := func(command string) {
		cmd := exec.Command("sh", "-c", command)
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), programEnv+"=1", "PATH="+dir+":"+os.Getenv("PATH"))
		said, err := cmd.CombinedOutput()
		require.NoError(t, err, string(said))
	}
	run("vsconvert -q -f ndjson -t srt --ndjson < answers.ndjson > one")
	for _, pipeline := range snippets(t, "sh") {
		run(pipeline)
	}
	lines := func(name string) []string { // without what tells the part of the stream
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		all := strings.Split(regexp.MustCompile(`"line":\d+,`).ReplaceAllString(string(data), ""), "\n")
		slices.Sort(all)
		return all
	}
	require.Len(t, lines("one"), 20_001)
	require.Equal(t, lines("one"), lines("srt.ndjson"))
}

// Nobody reading what a stream becomes ends the run.
func TestBrokenPipeOfStream(t *testing.T) {
	dir := t.TempDir()
	writeAnswers(t, dir, 50)
	cmd := program("-q", "-r", dir, "-t", "srt", "--ndjson")
	cmd.Stdout = closedPipeFile(t)
	_ = cmd.Run()
	require.Equal(t, syscall.SIGPIPE, signalOf(cmd))
}

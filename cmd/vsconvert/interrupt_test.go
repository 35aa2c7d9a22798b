//go:build linux

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// program returns the command that is the program with arguments.
func program(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), programEnv+"=1")
	return cmd
}

// stuck starts the program so that it waits for its second input for ever,
// with a file begun in dir.
func stuck(t *testing.T, dir string, wrap ...string) *exec.Cmd {
	t.Helper()
	fifo := filepath.Join(t.TempDir(), "fifo.vtt")
	require.NoError(t, syscall.Mkfifo(fifo, 0o600))
	args := append(wrap, os.Args[0], "-q", "-t", "json", "-o", filepath.Join(dir, "made", "out")+"/", fifo)
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), programEnv+"=1")
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	w, err := os.OpenFile(fifo, os.O_WRONLY, 0) // returns when the program has opened it
	require.NoError(t, err)
	t.Cleanup(func() { w.Close() })
	return cmd
}

func signalOf(cmd *exec.Cmd) syscall.Signal {
	return cmd.ProcessState.Sys().(syscall.WaitStatus).Signal()
}

func TestInterruptedRunLeavesNothing(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if signal.Ignored(sig) {
			continue // by what started the tests, such as nohup: it stays ignored
		}
		dir := t.TempDir()
		in := filepath.Join(dir, "in.json")
		writeSegments(t, in, 200_000)
		made := filepath.Join(dir, "made")
		out := filepath.Join(made, "out")
		cmd := program("-q", "-t", "xlsx", "-o", out+"/", in)
		var said bytes.Buffer
		cmd.Stderr = &said
		require.NoError(t, cmd.Start())
		names := waitForFile(t, out)
		require.True(t, strings.HasPrefix(names[0], ".vsconvert-"), names)
		require.NoError(t, cmd.Process.Signal(sig))
		_ = cmd.Wait()
		require.Equal(t, sig, signalOf(cmd))
		require.Empty(t, said.String()) // no stacks
		require.NoDirExists(t, made)
	}
}

// nohup, and shells for what runs in the background, ignore signals before the
// program starts.
func TestIgnoredSignalsStayIgnored(t *testing.T) {
	cmd := stuck(t, t.TempDir(), "sh", "-c", `trap "" HUP INT; exec "$@"`, "sh")
	require.NoError(t, cmd.Process.Signal(syscall.SIGHUP))
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	_ = cmd.Wait()
	require.Equal(t, syscall.SIGTERM, signalOf(cmd))
}

// A loop of a shell goes on unless the program dies by the signal.
func TestShellLoopStopsAtCtrlC(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	fifo := filepath.Join(t.TempDir(), "fifo.vtt")
	require.NoError(t, syscall.Mkfifo(fifo, 0o600))
	terminal, other := openTerminal(t)
	cmd := exec.Command(bash, "-c", `for i in 1 2 3; do "$0" -t srt "$1"; echo again; done`, os.Args[0], fifo)
	cmd.Env = append(os.Environ(), programEnv+"=1")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = other, other, other
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, cmd.Start())
	other.Close()
	w, err := os.OpenFile(fifo, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer w.Close()
	_, err = terminal.WriteString("\x03")
	require.NoError(t, err)
	said, _ := io.ReadAll(terminal) // ends with an error when the other side is closed
	_ = cmd.Wait()
	require.Equal(t, syscall.SIGINT, signalOf(cmd), string(said))
	require.NotContains(t, string(said), "again")
}

// openTerminal returns the two sides of a terminal.
func openTerminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { master.Close() })
	require.NoError(t, unix.IoctlSetPointerInt(int(master.Fd()), unix.TIOCSPTLCK, 0))
	n, err := unix.IoctlGetInt(int(master.Fd()), unix.TIOCGPTN)
	require.NoError(t, err)
	slave, err = os.OpenFile(fmt.Sprint("/dev/pts/", n), os.O_RDWR|syscall.O_NOCTTY, 0)
	require.NoError(t, err)
	return master, slave
}

// What a terminal would act on is visible there, and goes into files as it is.
func TestTerminalIsShownText(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in.vtt")
	require.NoError(t, os.WriteFile(in, []byte("WEBVTT\n\n00:01.000 --> 00:02.000\n\u202Egpj.exe\u202C\n"), 0o600))
	terminal, other := openTerminal(t)
	cmd := program("-t", "srt", in)
	cmd.Stdout = other
	require.NoError(t, cmd.Run())
	other.Close()
	said, _ := io.ReadAll(terminal) // ends with an error when the other side is closed
	require.Contains(t, string(said), "<U+202E>gpj.exe<U+202C>")
	out, err := program("-t", "srt", in).Output()
	require.NoError(t, err)
	require.Contains(t, string(out), "\u202Egpj.exe\u202C")
}

// closedPipeFile returns a pipe that nobody reads.
func closedPipeFile(t *testing.T) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	r.Close()
	t.Cleanup(func() { w.Close() })
	return w
}

// A batch goes on when nobody reads its messages.
func TestBrokenPipeOfMessages(t *testing.T) {
	dir := t.TempDir()
	args := []string{"-t", "vtt", "-o", filepath.Join(dir, "out") + "/"}
	for i := range 20 {
		name := filepath.Join(dir, fmt.Sprint(i, ".json"))
		require.NoError(t, os.WriteFile(name, []byte(strings.Repeat("{", i%2)+`[{"start_time":1,"end_time":2,"description":"a"}]`), 0o600))
		args = append(args, name)
	}
	cmd := program(args...)
	cmd.Stderr = closedPipeFile(t)
	_ = cmd.Run()
	require.Equal(t, exitFailed, cmd.ProcessState.ExitCode())
	made, err := filepath.Glob(filepath.Join(dir, "out", "*.vtt"))
	require.NoError(t, err)
	require.Len(t, made, 10)
}

// Nobody reading standard output ends the program as it ends others.
func TestBrokenPipeOfOutput(t *testing.T) {
	cmd := program("-t", "srt", example)
	cmd.Stdout = closedPipeFile(t)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	_ = cmd.Run()
	require.Equal(t, syscall.SIGPIPE, signalOf(cmd))
	require.Empty(t, stderr.String())
}

// waitForFile waits until a directory has files, and returns their names.
func waitForFile(t *testing.T, dir string) (names []string) {
	t.Helper()
	waitFor(t, func() bool {
		entries, _ := os.ReadDir(dir) // which is not there at first
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return len(names) > 0
	})
	return names
}

func waitFor(t *testing.T, ready func() bool) {
	t.Helper()
	for range 6000 {
		if ready() {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("it did not happen")
}

func writeSegments(t *testing.T, file string, n int) {
	t.Helper()
	var b strings.Builder
	b.WriteString(`{"segments":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"id":"%d","start_time":%d,"end_time":%d,"description":"A person walks into frame"}`, i+1, 2*i, 2*i+1)
	}
	b.WriteString(`]}`)
	require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o600))
}

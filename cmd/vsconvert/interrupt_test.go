package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// programEnv makes the test binary be the program.
const programEnv = "VSCONVERT_TEST_PROGRAM"

func TestInterruptedRunLeavesNothing(t *testing.T) {
	if os.Getenv(programEnv) != "" {
		os.Exit(runProcess(strings.Fields(os.Getenv(programEnv))))
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in.json")
	writeSegments(t, in, 200_000)
	made := filepath.Join(dir, "made")
	out := filepath.Join(made, "out")

	cmd := exec.Command(os.Args[0], "-test.run=^TestInterruptedRunLeavesNothing$")
	cmd.Env = append(os.Environ(), programEnv+"=-q -t xlsx -o "+out+"/ "+in)
	require.NoError(t, cmd.Start())
	names := waitForFile(t, out)
	require.True(t, strings.HasPrefix(names[0], ".vsconvert-"), names)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	_ = cmd.Wait()
	require.Equal(t, syscall.SIGTERM, cmd.ProcessState.Sys().(syscall.WaitStatus).Signal())
	require.NoDirExists(t, made)
}

func waitForFile(t *testing.T, dir string) []string {
	t.Helper()
	for range 3000 {
		entries, _ := os.ReadDir(dir) // which is not there at first
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if len(names) > 0 {
			return names
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("no output appeared")
	return nil
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

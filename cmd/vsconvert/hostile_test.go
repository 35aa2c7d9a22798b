//go:build linux

package main

import (
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/internal/interop"
)

// What converting any file may cost, reading and writing it: reading alone
// takes less. No machine is so slow that what is linear takes a minute.
const (
	mostTime   = time.Minute
	mostMemory = 64 << 20
	timesSize  = 80
)

// makeIn is the environment variable that has the test make its files in that
// directory and nothing else. A process of its own does that: the peak of a
// process counts as that of those it starts.
const makeIn = "VSCONVERT_HOSTILE_FILES"

// TestInteropHostileFiles converts files that were made to cost too much, with
// the program itself, and watches what it takes.
func TestInteropHostileFiles(t *testing.T) {
	if dir := os.Getenv(makeIn); dir != "" {
		for _, f := range hostile.Files() {
			require.NoError(t, os.WriteFile(filepath.Join(dir, f.Name), f.Make(), 0o600))
		}
		return
	}
	goTool := interop.Client(t, "go")
	dir := t.TempDir()
	program := filepath.Join(dir, "vsconvert")
	out, err := exec.Command(goTool, "build", "-o", program, ".").CombinedOutput()
	require.NoError(t, err, "%s", out)
	maker := exec.Command(os.Args[0], "-test.run", t.Name())
	maker.Env = append(os.Environ(), makeIn+"="+dir)
	out, err = maker.CombinedOutput()
	require.NoError(t, err, "%s", out)
	for _, f := range hostile.Files() {
		t.Run(f.Name, func(t *testing.T) { checkCost(t, program, filepath.Join(dir, f.Name)) })
	}
}

func checkCost(t *testing.T, program, file string) {
	info, err := os.Stat(file)
	require.NoError(t, err)
	require.LessOrEqual(t, info.Size(), int64(3<<20), "an input of modest size")
	// The peak of this process counts as that of those it starts.
	inherited := cost(t, math.MaxInt64, program, "--version").memory
	most := max(mostMemory+timesSize*info.Size(), inherited)
	taken := cost(t, most, program, file, "-t", "vtt", "-o", filepath.Join(t.TempDir(), "out.vtt"))
	t.Logf("%d KB: %d ms, %d MB of %d MB", info.Size()>>10, taken.time.Milliseconds(), taken.memory>>20, most>>20)
	if strings.HasSuffix(file, ".ttml") {
		taken = cost(t, most, program, "validate", file)
		t.Logf("validated: %d ms, %d MB", taken.time.Milliseconds(), taken.memory>>20)
	}
}

// usage is what a process took.
type usage struct {
	time   time.Duration
	memory int64 // peak, in bytes
}

// cost runs a program and fails when it takes too much of anything, or ends
// otherwise than it should.
func cost(t *testing.T, most int64, program string, args ...string) usage {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), mostTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	began := time.Now()
	out, err := cmd.CombinedOutput()
	took := usage{time.Since(began), int64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) << 10}
	require.NoError(t, ctx.Err(), "still running after %s", mostTime)
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		require.Positive(t, exit.ExitCode(), "%s", out)
		require.NotContains(t, string(out), "goroutine")
	}
	require.LessOrEqual(t, took.memory, most, "%d MB", took.memory>>20)
	return took
}

//go:build linux && !race

package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// cues writes cues for ever: as many bytes as are read of it.
type cues struct {
	n    int
	rest []byte
	left int64
}

func (c *cues) Read(p []byte) (int, error) {
	if c.left <= 0 {
		return 0, io.EOF
	}
	for len(c.rest) < len(p) {
		at := func(ms int) string {
			return fmt.Sprintf("%02d:%02d:%02d,%03d", ms/3600_000, ms/60_000%60, ms/1000%60, ms%1000)
		}
		c.rest = fmt.Appendf(c.rest, "%d\n%s --> %s\nA woman in a red coat crosses the empty square, for the %d. time.\n\n", c.n+1, at(c.n*15), at(c.n*15+10), c.n)
		c.n++
	}
	n := copy(p, c.rest)
	c.rest = c.rest[:copy(c.rest, c.rest[n:])]
	c.left -= int64(n)
	return n, nil
}

// flowThrough pipes generated cues through the program, and returns how much
// memory that took at most.
func flowThrough(t *testing.T, size int64) (peak int64) {
	t.Helper()
	cmd := program("-f", "srt", "-t", "vtt")
	cmd.Stdin = &cues{left: size}
	var stderr bytes.Buffer
	watch := &memoryWatch{cmd: cmd}
	cmd.Stdout, cmd.Stderr = watch, &stderr
	require.NoError(t, cmd.Run(), stderr.String())
	require.Greater(t, watch.written, size*9/10)
	require.Positive(t, watch.peak)
	return watch.peak
}

// memoryWatch looks at what a program takes in memory, at most until then, for
// each MiB that it writes. What its end tells includes the process it came from.
type memoryWatch struct {
	cmd     *exec.Cmd
	written int64
	peak    int64
}

var peakLine = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

func (w *memoryWatch) Write(p []byte) (int, error) {
	before := w.written >> 20
	if w.written += int64(len(p)); w.written>>20 > before {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.cmd.Process.Pid))
		if m := peakLine.FindSubmatch(status); m != nil {
			kb, _ := strconv.ParseInt(string(m[1]), 10, 64)
			w.peak = max(w.peak, kb<<10)
		}
	}
	return len(p), nil
}

const flowLimit = 96 << 20

func TestFlowTakesConstantMemory(t *testing.T) {
	require.Less(t, flowThrough(t, 64<<20), int64(flowLimit))
}

func TestInteropFlowOfAnySize(t *testing.T) {
	if os.Getenv("VSCONVERT_INTEROP") == "" {
		t.Skip("VSCONVERT_INTEROP=1 pipes 2 GiB")
	}
	require.Less(t, flowThrough(t, 2<<30), int64(flowLimit))
}

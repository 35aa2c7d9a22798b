package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// contender is a command line to be measured.
type contender struct {
	name string
	args []string
	out  string // what it writes, removed before each run
	err  error  // of a run; it is measured no more

	times []time.Duration // wall clock
	cpu   []time.Duration // user and system
	peak  int64           // most memory of a run, bytes
}

// interleave runs all contenders in turn, runs times after a first turn that
// does not count.
func interleave(contenders []*contender, runs int) {
	for turn := range runs + 1 {
		for _, c := range contenders {
			if c.err == nil {
				c.run(turn > 0)
			}
		}
	}
}

func (c *contender) run(counts bool) {
	if c.err = os.RemoveAll(c.out); c.err != nil {
		return
	}
	if filepath.Ext(c.out) == "" {
		if c.err = os.Mkdir(c.out, 0o755); c.err != nil {
			return
		}
	}
	cmd := exec.Command(c.args[0], c.args[1:]...)
	var said bytes.Buffer
	cmd.Stderr = &said
	begin := time.Now()
	err := cmd.Run()
	took := time.Since(begin)
	if err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(said.String()), "\n")
		c.err = fmt.Errorf("%w: %s", err, first)
		return
	}
	if !counts {
		return
	}
	c.times = append(c.times, took)
	c.cpu = append(c.cpu, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.peak = max(c.peak, int64(usage.Maxrss)*rssUnit)
	}
}

// ok reports whether c has been measured.
func (c *contender) ok() bool { return c.err == nil && len(c.times) > 0 }

func (c *contender) median() time.Duration { return median(c.times) }

func median(times []time.Duration) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

// ratio returns how many times as long as c other takes.
func ratio(other, c *contender) float64 {
	return other.median().Seconds() / c.median().Seconds()
}

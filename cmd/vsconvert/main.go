// Command vsconvert turns the answers of the ViddyScribe API into WebVTT, SRT,
// TTML, EDL, marker lists and spreadsheets, and any of those into any other.
//
// Run vsconvert -h for its flags; the README has examples.
package main

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"golang.org/x/term"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
)

func main() {
	// A run allocates little besides what it holds to its end, so collecting
	// often only costs time. GOGC says otherwise if it is set.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	os.Exit(runProcess(os.Args[1:]))
}

// runProcess runs the program as the process that it is. It does not return
// when a signal is to end the process.
func runProcess(args []string) int {
	out := &pipe{file: os.Stdout}
	if brokenPipe != nil && !signal.Ignored(brokenPipe) {
		// Caught, so that writing fails rather than ends the process: it ends a
		// batch when nobody reads its messages, and leaves files behind.
		signal.Notify(make(chan os.Signal, 1), brokenPipe)
		out.silent = true
	}
	terminal := func(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
	interrupts := watchSignals()
	var shown io.Writer = out
	if terminal(os.Stdout) {
		shown = &screen{w: out}
	}
	code := run(args, streams{
		in: os.Stdin, out: shown, err: os.Stderr,
		inTerminal: terminal(os.Stdin), outTerminal: terminal(os.Stdout), errTerminal: terminal(os.Stderr),
		interrupts: interrupts,
		plain:      terminal(os.Stderr) && !showsColours(os.Stderr) || terminal(os.Stdout) && !showsColours(os.Stdout),
	})
	sig := interrupts.stop()
	if sig == nil && out.gone {
		sig = brokenPipe
	}
	if sig != nil {
		outfile.RemoveAll()
		die(sig)
	}
	return code
}

// errPipe is that nobody reads standard output, which is said by dying of it.
var errPipe = errors.New("nobody reads standard output")

// pipe is standard output, whose reader may go away, as head does.
type pipe struct {
	file   *os.File
	silent bool // dies of it
	gone   bool
}

func (p *pipe) Write(b []byte) (int, error) {
	n, err := p.file.Write(b)
	if p.silent && errors.Is(err, syscall.EPIPE) {
		p.gone, err = true, errPipe
	}
	return n, err
}

// Fd returns the descriptor, by which the width of a terminal is found out.
func (p *pipe) Fd() uintptr { return p.file.Fd() }

// Command vsconvert turns the answers of the ViddyScribe API into WebVTT, SRT,
// TTML, EDL, marker lists and spreadsheets, and any of those into any other.
//
// Run vsconvert -h for its flags; the README has examples.
package main

import (
	"os"
	"runtime/debug"

	"golang.org/x/term"
)

func main() {
	// A run allocates little besides what it holds to its end, so collecting
	// often only costs time. GOGC says otherwise if it is set.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	os.Exit(run(os.Args[1:], systemStreams()))
}

func systemStreams() streams {
	terminal := func(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
	return streams{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		inTerminal: terminal(os.Stdin), outTerminal: terminal(os.Stdout), errTerminal: terminal(os.Stderr),
	}
}

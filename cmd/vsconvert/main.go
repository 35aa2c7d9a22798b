// Command vsconvert turns the answers of the ViddyScribe API into WebVTT, SRT,
// TTML, EDL, marker lists and spreadsheets, and any of those into any other.
//
// Run vsconvert -h for its flags; the README has examples.
package main

import (
	"os"

	"golang.org/x/term"
)

func main() {
	os.Exit(run(os.Args[1:], systemStreams()))
}

func systemStreams() streams {
	terminal := func(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
	return streams{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		inTerminal: terminal(os.Stdin), outTerminal: terminal(os.Stdout),
	}
}

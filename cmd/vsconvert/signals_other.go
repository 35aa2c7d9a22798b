//go:build !unix

package main

import "os"

var (
	endingSignals           = []os.Signal{os.Interrupt}
	brokenPipe    os.Signal = nil
)

func isQuit(os.Signal) bool { return false }

func die(os.Signal) { os.Exit(130) }

//go:build !unix

package main

import (
	"errors"
	"os"
	"syscall"
)

var (
	endingSignals           = []os.Signal{os.Interrupt}
	brokenPipe    os.Signal = nil
)

func isQuit(os.Signal) bool { return false }

func die(os.Signal) { os.Exit(130) }

// isNoSpace reports whether a disk is full.
func isNoSpace(err error) bool { return errors.Is(err, syscall.ENOSPC) }

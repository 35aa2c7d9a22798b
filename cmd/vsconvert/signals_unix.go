//go:build unix

package main

import (
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"
)

var (
	endingSignals           = []os.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT}
	brokenPipe    os.Signal = syscall.SIGPIPE
)

func isQuit(sig os.Signal) bool { return sig == syscall.SIGQUIT }

// die ends the process by the signal, as if it had not been caught.
func die(sig os.Signal) {
	n, _ := sig.(syscall.Signal)
	switch n {
	case syscall.SIGQUIT:
		dieByQuit()
	case syscall.SIGPIPE: // Go ends a process for writing to standard output only
		signal.Reset(sig)
		_, _ = os.Stdout.Write([]byte("\n"))
	default:
		signal.Reset(sig)
		_ = syscall.Kill(os.Getpid(), n)
		time.Sleep(time.Second)
	}
	os.Exit(128 + int(n))
}

// isNoSpace reports whether a disk or a quota is full.
func isNoSpace(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

//go:build unix && !linux

package main

// dieByQuit does nothing where a process cannot ask for what a signal does by
// default: the exit code says the same.
func dieByQuit() {}

//go:build !windows

package main

import "os"

// showsColours reports whether a terminal heeds the sequences of colours.
func showsColours(*os.File) bool { return true }

//go:build unix

package outfile

import (
	"os"
	"syscall"
)

// ID tells files apart, whatever they are called.
type ID struct{ device, number uint64 }

// Identify returns which file path names, links followed, if it is a regular
// one that is there.
func Identify(path string) (ID, bool) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return ID{}, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ID{}, false
	}
	return ID{uint64(stat.Dev), uint64(stat.Ino)}, true
}

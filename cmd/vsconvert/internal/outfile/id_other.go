//go:build !unix

package outfile

import (
	"os"
	"path/filepath"
)

// ID tells files apart, whatever they are called.
type ID struct{ path string }

// Identify returns which file path names, links followed, if it is a regular
// one that is there.
func Identify(path string) (ID, bool) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return ID{}, false
	}
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	real, err := filepath.EvalSymlinks(path)
	return ID{real}, err == nil
}

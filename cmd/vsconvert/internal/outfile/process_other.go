//go:build !unix

package outfile

import (
	"io"
	"io/fs"
	"os"
)

// alive reports whether there may be a process of that id.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	p.Release()
	return true
}

// duplicate is for systems whose descriptors have names.
func duplicate(_ int, path string) (io.Writer, error) {
	return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
}

// OpenFile is os.OpenFile.
func OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	return os.OpenFile(name, flag, perm)
}

func rename(from, to string) error { return os.Rename(from, to) }

func owner(fs.FileInfo) (uid, gid int, ok bool) { return 0, 0, false }

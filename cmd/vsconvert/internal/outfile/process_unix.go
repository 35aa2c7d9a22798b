//go:build unix

package outfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// alive reports whether there is a process of that id.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

// duplicate returns a descriptor of this process to write to. It shares its
// place in the file with the original.
func duplicate(n int, path string) (io.Writer, error) {
	dup, err := unix.FcntlInt(uintptr(n), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(dup), path), nil
}

// OpenFile is os.OpenFile for what is most likely a regular file, which nobody
// is told to wait for: that takes five calls of the system less.
func OpenFile(name string, flag int, perm fs.FileMode) (*os.File, error) {
	for {
		fd, err := syscall.Open(name, flag|syscall.O_CLOEXEC, uint32(perm.Perm()))
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return nil, &fs.PathError{Op: "open", Path: name, Err: err}
		default:
			return os.NewFile(uintptr(fd), name), nil
		}
	}
}

// rename is os.Rename without looking first whether to is a directory, of which
// the kernel knows.
func rename(from, to string) error {
	for {
		err := syscall.Rename(from, to)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
		default:
			return nil
		}
	}
}

// owner returns whose a file is.
func owner(info fs.FileInfo) (uid, gid int, ok bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0, false
	}
	return int(stat.Uid), int(stat.Gid), true
}

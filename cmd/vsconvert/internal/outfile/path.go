package outfile

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Stdout names standard output, as in commands.
const Stdout = "-"

// Resolve returns where the file called path is or will be: links are
// followed, also those to what does not exist. Names of the process's own
// descriptors, such as /dev/stdout, stay as they are.
func Resolve(path string) (string, error) {
	for range 40 {
		if _, ok := descriptor(path); ok {
			return path, nil
		}
		info, err := os.Lstat(path)
		if err != nil || info.Mode()&fs.ModeSymlink == 0 {
			return path, nil
		}
		target, err := os.Readlink(path)
		if err != nil {
			return "", err
		}
		if !filepath.IsAbs(target) {
			dir, err := filepath.EvalSymlinks(filepath.Dir(path))
			if err != nil {
				return "", err
			}
			target = filepath.Join(dir, target)
		}
		path = target
	}
	return "", syscall.ELOOP
}

// descriptor returns which of the process's own descriptors path names.
func descriptor(path string) (int, bool) {
	switch path {
	case Stdout:
		return 1, true
	case "/dev/stdin":
		return 0, true
	case "/dev/stdout":
		return 1, true
	case "/dev/stderr":
		return 2, true
	}
	for _, dir := range [...]string{"/dev/fd/", "/proc/self/fd/"} {
		if number, ok := strings.CutPrefix(path, dir); ok {
			n, err := strconv.Atoi(number)
			return n, err == nil && n >= 0
		}
	}
	return 0, false
}

func isDescriptor(path string) bool {
	_, ok := descriptor(path)
	return ok
}

// own returns the process's own descriptor that path names, if it does.
func (s *Set) own(path string) (io.Writer, error) {
	n, ok := descriptor(path)
	if !ok {
		return nil, nil
	}
	if n == 1 {
		return s.stdout(), nil
	}
	return duplicate(n, path)
}

func (s *Set) stdout() io.Writer {
	if s.Stdout != nil {
		return s.Stdout
	}
	return os.Stdout
}

// ownRegular returns the process's own output that the regular file is, if it
// is one: replacing it would lose what else is written there.
func (s *Set) ownRegular(info fs.FileInfo) io.Writer {
	if is(os.Stdout, info) {
		return s.stdout()
	}
	if is(os.Stderr, info) {
		return os.Stderr
	}
	return nil
}

func is(file *os.File, info fs.FileInfo) bool {
	own, err := file.Stat()
	return err == nil && os.SameFile(own, info)
}

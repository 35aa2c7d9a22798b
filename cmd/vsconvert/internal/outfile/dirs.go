package outfile

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// directories are those this process has made.
type directories struct {
	mu   sync.Mutex
	made []string // the innermost first
	done map[string]bool
}

// MakeDir makes the directory called dir and its parents, as far as they are
// missing. RemoveEmptyDirs and RemoveAll remove what it made.
func MakeDir(dir string) error {
	unfinished.mu.RLock()
	defer unfinished.mu.RUnlock()
	d := &unfinished.dirs
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.done[dir] {
		return nil
	}
	var missing []string
	for at := filepath.Clean(dir); ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil || at == filepath.Dir(at) {
			break
		}
		missing = append(missing, at)
	}
	d.made = append(missing, d.made...)
	err := os.MkdirAll(dir, 0o777)
	var path *fs.PathError
	if errors.As(err, &path) && (errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EEXIST)) {
		err = fmt.Errorf("%s: is a file, not a directory", filepath.Clean(path.Path))
	}
	if err == nil {
		if d.done == nil {
			d.done = map[string]bool{}
		}
		d.done[dir] = true
	}
	return err
}

// RemoveEmptyDirs removes the directories that MakeDir made, as far as they
// are empty.
func RemoveEmptyDirs() {
	unfinished.mu.RLock()
	defer unfinished.mu.RUnlock()
	unfinished.dirs.removeEmpty()
}

func (d *directories) removeEmpty() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, dir := range d.made {
		os.Remove(dir)
	}
	d.made, d.done = nil, nil
}

// machine returns a short name of the machine, or of the container, whose
// process ids those in temporary names are.
var machine = sync.OnceValue(func() string {
	h := fnv.New32a()
	host, _ := os.Hostname()
	namespace, _ := os.Readlink("/proc/self/ns/pid")
	h.Write([]byte(host + " " + namespace))
	return fmt.Sprintf("%08x", h.Sum32())
})

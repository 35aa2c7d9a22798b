package outfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// unfinished are the files and directories of this process that are not to
// outlive it.
var unfinished list

// list makes files and directories. Who makes or names one holds the lock for
// reading, so that what exists is on the list whenever all is to go.
type list struct {
	mu sync.RWMutex // held for writing from the moment that all is to go

	names   sync.Map // of temporary files
	count   counter
	dirs    directories
	visited visits
}

const (
	prefix      = ".vsconvert-"
	temporary   = ".tmp"
	secondNamed = ".old"
)

// name returns a name in the directory of path that is nobody else's.
func (l *list) name(path, kind string) string {
	return filepath.Join(filepath.Dir(path), own()+strconv.Itoa(l.count.next())+kind)
}

// own is what this process's temporary names begin with.
var own = sync.OnceValue(func() string { return prefix + machine() + "-" + strconv.Itoa(os.Getpid()) + "-" })

// create creates a file beside path, under a name of its own.
func (l *list) create(path string, perm fs.FileMode) (*os.File, error) {
	l.visit(filepath.Dir(path))
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.createLocked(path, temporary, perm)
}

func (l *list) createLocked(path, kind string, perm fs.FileMode) (*os.File, error) {
	for n := 0; ; n++ {
		name := l.name(path, kind)
		l.names.Store(name, struct{}{})
		file, err := OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
		if err == nil {
			return file, nil
		}
		l.names.Delete(name)
		if !errors.Is(err, fs.ErrExist) || n == 100 {
			return nil, err
		}
	}
}

// secondName returns another name of the file at path, or that of a copy.
func (l *list) secondName(path string) (string, error) {
	name := l.name(path, secondNamed)
	l.names.Store(name, struct{}{})
	if err := os.Link(path, name); err == nil {
		return name, nil
	}
	l.names.Delete(name)
	file, err := l.createLocked(path, secondNamed, 0o600)
	if err != nil {
		return "", err
	}
	if err := errors.Join(copyFile(path, file), file.Close()); err != nil {
		l.removeLocked(file.Name())
		return "", err
	}
	return file.Name(), nil
}

// remove removes a file.
func (l *list) remove(name string) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	l.removeLocked(name)
}

func (l *list) removeLocked(name string) {
	os.Remove(name)
	l.forget(name)
}

// forget takes a file that is gone, or is to stay, off the list.
func (l *list) forget(name string) { l.names.Delete(name) }

// RemoveAll removes every file that is not in its place, and the directories
// that MakeDir made as far as they are empty. After it no file can be made
// before the process ends.
func RemoveAll() {
	unfinished.mu.Lock() // and kept
	for name := range unfinished.names.Range {
		os.Remove(name.(string))
	}
	unfinished.dirs.removeEmpty()
}

// counter numbers names.
type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) next() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n
}

// visits tells how often files were made in which directories.
type visits struct {
	mu   sync.Mutex
	made map[string]int
}

// Leftovers are looked for among that many names of a directory, which costs
// next to nothing, and among all when that many files are made there.
const (
	firstNames = 10_000
	manyFiles  = 100
)

// visit removes what processes that are gone have left in a directory.
func (l *list) visit(dir string) {
	l.visited.mu.Lock()
	defer l.visited.mu.Unlock()
	if l.visited.made == nil {
		l.visited.made = map[string]int{}
	}
	l.visited.made[dir]++
	switch l.visited.made[dir] {
	case 1:
		removeLeftovers(dir, firstNames)
	case manyFiles:
		removeLeftovers(dir, -1)
	}
}

func removeLeftovers(dir string, most int) {
	d, err := os.Open(dir)
	if err != nil {
		return
	}
	defer d.Close()
	names, _ := d.Readdirnames(most)
	for _, name := range names {
		if strings.HasPrefix(name, prefix) && isLeftover(name) {
			os.Remove(filepath.Join(dir, name))
		}
	}
}

// isLeftover reports whether a name is that of a temporary file of a process
// on this machine that is gone.
func isLeftover(name string) bool {
	rest, ok := strings.CutSuffix(name, temporary)
	if !ok {
		if rest, ok = strings.CutSuffix(name, secondNamed); !ok {
			return false
		}
	}
	var host string
	var pid, n int
	parts := strings.Split(strings.TrimPrefix(rest, prefix), "-")
	if len(parts) != 3 {
		return false
	}
	host = parts[0]
	if _, err := fmt.Sscan(parts[1]+" "+parts[2], &pid, &n); err != nil {
		return false
	}
	return host == machine() && pid != os.Getpid() && !alive(pid)
}

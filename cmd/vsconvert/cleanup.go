package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// temporaries are the files and directories to remove when the program is
// interrupted.
var temporaries cleanupList

// cleanupList makes files and directories, and holds its lock meanwhile: what
// exists is on the list, whenever the signal comes.
type cleanupList struct {
	mu    sync.Mutex
	names map[string]struct{}
	dirs  []string // removed only when they are empty
	count int
}

// create creates a file beside path, under a name of its own.
func (l *cleanupList) create(path string, perm fs.FileMode) (*os.File, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for n := 0; ; n++ {
		l.count++
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".vsconvert-%d-%d.tmp", os.Getpid(), l.count))
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, perm)
		if errors.Is(err, fs.ErrExist) && n < 100 {
			continue
		}
		if err != nil {
			return nil, err
		}
		if l.names == nil {
			l.names = map[string]struct{}{}
		}
		l.names[name] = struct{}{}
		return file, nil
	}
}

func (l *cleanupList) remove(name string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.names, name)
}

// mkdirAll makes dir, and its parents made, the innermost first.
func (l *cleanupList) mkdirAll(dir string, made []string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dirs = append(made, l.dirs...)
	return os.MkdirAll(dir, 0o777)
}

// removeAll removes everything on the list. It keeps the lock: after it, no
// file can come to be before the program ends.
func (l *cleanupList) removeAll() {
	l.mu.Lock()
	for name := range l.names {
		os.Remove(name)
	}
	for _, dir := range l.dirs {
		os.Remove(dir)
	}
}

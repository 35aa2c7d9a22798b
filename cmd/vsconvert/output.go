package main

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// outputs is a set of files that come into being together or not at all: each
// is written beside its place under a temporary name and renamed on commit.
type outputs struct {
	noClobber bool
	open      []*pendingFile
}

type pendingFile struct {
	*bufio.Writer
	file *os.File
	name string // as the user calls it
	path string // where it will be; "" when it is written in place, as a device is
}

// outputError is what keeps the file called path from being written.
type outputError struct {
	path string
	err  error
}

func (e *outputError) Error() string { return e.path + ": " + e.err.Error() }
func (e *outputError) Unwrap() error { return e.err }

// unwritable returns err as an error of the output called path. The temporary
// name, which err may tell instead, means nothing to the user.
func unwritable(path string, err error) error {
	var usage *usageError
	var done *outputError
	if err == nil || errors.As(err, &usage) || errors.As(err, &done) {
		return err
	}
	var inner *fs.PathError
	if errors.As(err, &inner) {
		err = inner.Err
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		err = link.Err
	}
	return &outputError{path, err}
}

// create opens the file that path will be.
func (o *outputs) create(path string) (io.Writer, error) { return o.add(path) }

func (o *outputs) add(path string) (*pendingFile, error) {
	p, err := o.openPending(path)
	if err != nil {
		return nil, unwritable(path, err)
	}
	p.name = path
	p.Writer = bufio.NewWriterSize(sink{p}, 1<<16)
	o.open = append(o.open, p)
	return p, nil
}

// sink takes what a pendingFile has gathered.
type sink struct{ *pendingFile }

func (s sink) Write(b []byte) (int, error) {
	n, err := s.file.Write(b)
	return n, unwritable(s.name, err)
}

func (o *outputs) openPending(path string) (*pendingFile, error) {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // a link stays a link, and what it names is replaced
	}
	perm := fs.FileMode(0o666)
	info, err := os.Stat(path)
	switch {
	case err == nil && o.noClobber:
		return nil, existsError(path)
	case err == nil && info.IsDir():
		return nil, syscall.EISDIR
	case err == nil && !info.Mode().IsRegular():
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &pendingFile{file: file}, err
	case err == nil:
		if err := writable(path); err != nil {
			return nil, err
		}
		perm = info.Mode().Perm()
	}
	file, err := temporaries.create(path, perm)
	if err != nil {
		return nil, err
	}
	p := &pendingFile{file: file, path: path}
	if info == nil {
		return p, nil
	}
	if err := file.Chmod(perm); err != nil { // the umask may have narrowed what was there
		p.discard()
		return nil, err
	}
	return p, nil
}

func existsError(path string) error {
	return usagef("leave --no-clobber out to replace it", "%s: %w", path, fs.ErrExist)
}

// writable refuses to replace a file that could not be written to.
func writable(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return file.Close()
}

// commit puts all files in their places. After an error none that was not
// there before is left, and what is not yet replaced stays as it was.
func (o *outputs) commit() error {
	for _, p := range o.open {
		err := p.Flush()
		if closing := p.file.Close(); err == nil {
			err = closing
		}
		if err != nil {
			o.discard()
			return unwritable(p.name, err)
		}
	}
	for _, p := range o.open {
		if err := o.place(p); err != nil {
			o.discard()
			return unwritable(p.name, err)
		}
	}
	return nil
}

func (o *outputs) place(p *pendingFile) error {
	if p.path == "" {
		return nil
	}
	temp := p.file.Name()
	if !o.noClobber {
		err := os.Rename(temp, p.path)
		if err == nil {
			temporaries.remove(temp)
		}
		return err
	}
	err := os.Link(temp, p.path) // unlike a rename, a link replaces nothing
	if errors.Is(err, fs.ErrExist) {
		return existsError(p.path)
	}
	if err != nil {
		err = os.Rename(temp, p.path) // a file system without hard links
	} else {
		err = os.Remove(temp)
	}
	temporaries.remove(temp)
	return err
}

// discard removes what commit has not put in its place.
func (o *outputs) discard() {
	for _, p := range o.open {
		p.discard()
	}
	o.open = nil
}

func (p *pendingFile) discard() {
	p.file.Close()
	if p.path != "" {
		os.Remove(p.file.Name())
		temporaries.remove(p.file.Name())
	}
}

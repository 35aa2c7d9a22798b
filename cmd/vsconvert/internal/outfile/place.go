package outfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// placed is a file that is in its place, and how to take it back.
type placed struct {
	*pending
	backup string // a second name of what was there; "" when nothing was
}

// placeAll renames the files to what they are called, or none of them. A
// signal waits until it is done.
func (s *Set) placeAll() error {
	unfinished.mu.RLock()
	defer unfinished.mu.RUnlock()
	var done []placed
	left := 0
	for _, p := range s.open {
		if p.temp != "" {
			left++
		}
	}
	for _, p := range s.open {
		if p.temp == "" {
			continue
		}
		left--
		one, err := s.place(p, left > 0)
		if err != nil {
			return takeBack(done, unwritable(p.name, err))
		}
		done = append(done, one)
	}
	for _, one := range done {
		if one.backup != "" {
			unfinished.removeLocked(one.backup)
		}
	}
	return nil
}

// takeBack makes places what they were, and adds to err what could not be.
func takeBack(done []placed, err error) error {
	for i := len(done) - 1; i >= 0; i-- {
		one := done[i]
		var undo error
		if one.backup != "" {
			undo = os.Rename(one.backup, one.path)
			unfinished.forget(one.backup)
		} else {
			undo = os.Remove(one.path)
		}
		if undo != nil {
			err = fmt.Errorf("%w; %s is in its place already and stays: %w", err, one.name, undo)
		}
	}
	return err
}

// place renames one file to what it is called. If others follow, what was there
// is kept under a second name.
func (s *Set) place(p *pending, more bool) (placed, error) {
	one := placed{pending: p}
	if s.NoClobber {
		return one, p.placeNew()
	}
	if more && p.old != nil {
		backup, err := unfinished.secondName(p.path)
		if err != nil {
			return one, err
		}
		one.backup = backup
	}
	if err := rename(p.temp, p.path); err != nil {
		if one.backup != "" {
			unfinished.removeLocked(one.backup)
		}
		return one, err
	}
	unfinished.forget(p.temp)
	p.temp = ""
	return one, nil
}

// placeNew gives the file its name if nothing else has it.
func (p *pending) placeNew() error {
	err := os.Link(p.temp, p.path) // unlike a rename, a link replaces nothing
	switch {
	case err == nil:
		unfinished.removeLocked(p.temp)
	case errors.Is(err, fs.ErrExist):
		return err
	default: // a file system without hard links
		if _, err := os.Lstat(p.path); err == nil {
			return fs.ErrExist
		}
		if err := os.Rename(p.temp, p.path); err != nil {
			return err
		}
		unfinished.forget(p.temp)
	}
	p.temp = ""
	return nil
}

// copyFile copies a file where a second name cannot be had.
func copyFile(from string, to *os.File) error {
	file, err := os.Open(from)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(to, file)
	return err
}

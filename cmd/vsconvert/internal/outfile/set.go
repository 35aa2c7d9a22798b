package outfile

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"runtime"
	"sync"
	"syscall"
)

// Sync says which files are on the disk before they take their places.
type Sync int

const (
	SyncReplaced Sync = iota // those that replace another
	SyncAll
	SyncNone
)

// Set is a set of files that come into being together or not at all. Its zero
// value replaces what is there.
type Set struct {
	NoClobber bool      // refuse to replace a file; the error wraps fs.ErrExist
	Sync      Sync      // what is waited for
	Stdout    io.Writer // takes what goes to standard output; nil means os.Stdout

	// Flow has what goes to standard output flow before all is there, once
	// [FlowAfter] bytes are.
	Flow bool

	// Warn takes what could not be kept of a file that is replaced: owner,
	// group, extended attributes. nil drops it.
	Warn func(path string, err error)

	open   []*pending
	flowed bool
}

// FlowAfter is how much is held back in any case, so that a small input that
// fails prints nothing.
const FlowAfter = 1 << 20

// Flowed reports whether something has flowed.
func (s *Set) Flowed() bool { return s.flowed }

// pending is a file until it is in its place.
type pending struct {
	*bufio.Writer
	name   string      // as the user calls it
	path   string      // where it will be
	old    fs.FileInfo // what is there already; nil for nothing
	file   *os.File    // with the temporary name, or the device that is written in place
	temp   string      // "" when it is written in place, as a device is
	stream io.Writer   // the process's own descriptor, which takes held at the end
	held   bytes.Buffer
}

// Error is what keeps the file called Path from being written.
type Error struct {
	Path string
	Err  error
}

// Error returns "path: what".
func (e *Error) Error() string { return e.Path + ": " + e.Err.Error() }

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }

// unwritable returns err as an error of the output called path. The temporary
// name, which err may tell instead, means nothing to the user.
func unwritable(path string, err error) error {
	var done *Error
	if err == nil || errors.As(err, &done) {
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
	return &Error{path, err}
}

// Create opens what the file called path will be. Nothing is there before
// Commit, save what is written to devices.
func (s *Set) Create(path string) (io.Writer, error) {
	p := &pending{name: path}
	if err := s.prepare(p); err != nil {
		return nil, unwritable(path, err)
	}
	s.open = append(s.open, p)
	if p.stream != nil {
		if s.Flow {
			return flow{s, p}, nil
		}
		return &p.held, nil
	}
	p.Writer = writers.Get().(*bufio.Writer)
	p.Reset(sink{p})
	return p, nil
}

// flow takes what flows to a descriptor of the process.
type flow struct {
	set *Set
	*pending
}

func (f flow) Write(b []byte) (int, error) {
	if !f.set.flowed && f.held.Len()+len(b) <= FlowAfter {
		return f.held.Write(b)
	}
	f.set.flowed = true
	if _, err := f.held.WriteTo(f.stream); err != nil {
		return 0, unwritable(f.name, err)
	}
	n, err := f.stream.Write(b)
	return n, unwritable(f.name, err)
}

// writers are buffers of files that are done.
var writers = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 1<<16) }}

// File is a file that is not in its place yet, written without a buffer.
type File interface {
	io.WriteSeeker
	Truncate(size int64) error
}

// CreateFile opens what the file called path will be, for who goes back in it.
func (s *Set) CreateFile(path string) (File, error) {
	p := &pending{name: path}
	err := s.prepare(p)
	if err == nil && p.file == nil {
		err = fs.ErrInvalid // one cannot go back in a stream
	}
	if err != nil {
		return nil, unwritable(path, err)
	}
	p.Writer = bufio.NewWriterSize(sink{p}, 16)
	s.open = append(s.open, p)
	return sink{p}, nil
}

// sink takes what a pending file has gathered. It has none of the methods of
// the file's buffer, which writes to it.
type sink struct{ to *pending }

func (s sink) Write(b []byte) (int, error) {
	n, err := s.to.file.Write(b)
	return n, unwritable(s.to.name, err)
}

// Seek goes to a place in the file.
func (s sink) Seek(offset int64, whence int) (int64, error) {
	n, err := s.to.file.Seek(offset, whence)
	return n, unwritable(s.to.name, err)
}

// Truncate cuts the file.
func (s sink) Truncate(size int64) error { return unwritable(s.to.name, s.to.file.Truncate(size)) }

// prepare finds out what is at the file's place, and opens what is written to
// meanwhile.
func (s *Set) prepare(p *pending) (err error) {
	if err := CheckName(runtime.GOOS, p.name); err != nil {
		return err
	}
	if _, err := os.Lstat(p.name); errors.Is(err, fs.ErrNotExist) && !isDescriptor(p.name) {
		p.path = p.name
		return s.openTemporary(p)
	}
	if p.path, err = Resolve(p.name); err != nil {
		return err
	}
	if p.stream, err = s.own(p.path); p.stream != nil || err != nil {
		return err
	}
	if p.old, err = os.Stat(p.path); err != nil {
		p.old = nil
	}
	switch {
	case p.old == nil:
	case p.old.IsDir():
		return syscall.EISDIR
	case !p.old.Mode().IsRegular():
		p.file, err = os.OpenFile(p.path, os.O_WRONLY, 0)
		return err
	default:
		if p.stream = s.ownRegular(p.old); p.stream != nil {
			return nil
		}
		if s.NoClobber {
			return fs.ErrExist
		}
		if err := writable(p.path); err != nil {
			return err
		}
	}
	return s.openTemporary(p)
}

// openTemporary opens the file under its temporary name, as like what it
// replaces as may be.
func (s *Set) openTemporary(p *pending) (err error) {
	perm := fs.FileMode(0o666)
	if p.old != nil {
		perm = 0o600 // until it is like the other, nobody else reads it
	}
	if p.file, err = unfinished.create(p.path, perm); err != nil {
		return err
	}
	p.temp = p.file.Name()
	if p.old == nil {
		return nil
	}
	warn := func(err error) {
		if s.Warn != nil {
			s.Warn(p.name, err)
		}
	}
	if err := keep(p, warn); err != nil {
		p.discard()
		return err
	}
	return nil
}

// writable refuses to replace a file that could not be written to.
func writable(path string) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return file.Close()
}

// Commit puts all files in their places. After an error all is as it was, or
// the error says what is not.
func (s *Set) Commit() error {
	for _, p := range s.open {
		if err := s.finish(p); err != nil {
			s.Discard()
			return unwritable(p.name, err)
		}
	}
	for _, p := range s.open {
		if p.stream == nil {
			continue
		}
		if _, err := p.held.WriteTo(p.stream); err != nil {
			s.Discard()
			return unwritable(p.name, err)
		}
	}
	err := s.placeAll()
	s.Discard()
	return err
}

// finish has the file complete under its temporary name.
func (s *Set) finish(p *pending) error {
	if p.file == nil {
		return nil
	}
	err := p.Flush()
	if err == nil && p.temp != "" && (s.Sync == SyncAll || s.Sync == SyncReplaced && p.old != nil) {
		err = p.file.Sync()
	}
	err = errors.Join(err, p.file.Close())
	if p.Size() == 1<<16 {
		p.Reset(nil)
		writers.Put(p.Writer)
	}
	return err
}

// Discard removes what Commit has not put in its place.
func (s *Set) Discard() {
	for _, p := range s.open {
		p.discard()
	}
	s.open = nil
}

func (p *pending) discard() {
	if p.file == nil {
		return
	}
	p.file.Close()
	if p.temp != "" {
		unfinished.remove(p.temp)
		p.temp = ""
	}
}

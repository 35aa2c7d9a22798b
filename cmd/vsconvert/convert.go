package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// errStrict is the failure of a run with warnings under --strict.
var errStrict = errors.New("under --strict")

func strictError(warnings int) error {
	if warnings == 1 {
		return fmt.Errorf("1 warning is a failure %w", errStrict)
	}
	return fmt.Errorf("%d warnings are failures %w", warnings, errStrict)
}

// converter makes outputs of inputs, all by the same flags.
type converter struct {
	flags   *flags
	streams streams
	from    convert.Format // zero when it is to be found out
	options convert.Options
}

func newConverter(f *flags, s streams) (*converter, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	from, err := f.source()
	if err != nil {
		return nil, err
	}
	o, err := f.options()
	if err != nil {
		return nil, err
	}
	return &converter{flags: f, streams: s, from: from, options: *o}, nil
}

func convertAll(cmd *cobra.Command, f *flags, s streams, args []string) error {
	c, err := newConverter(f, s)
	if err != nil {
		return err
	}
	names, err := inputs(f, args, s)
	if errors.Is(err, errNoInput) {
		cmd.SetOut(s.err)
		fmt.Fprint(s.err, cmd.UsageString())
		return &errReported{exitUsage}
	}
	if err != nil {
		return err
	}
	jobs, err := plan(f, names, s)
	if err != nil {
		return err
	}
	undo, err := makeDirectory(f.output)
	if err != nil {
		return err
	}
	code := c.runAll(jobs)
	if code != exitDone {
		undo() // removes the directory only when nothing is in it
	}
	if code != exitDone {
		return &errReported{code}
	}
	return nil
}

// makeDirectory makes the directory that output names, if it names one. undo
// removes what was made, as far as it is empty.
func makeDirectory(output string) (undo func(), err error) {
	undo = func() {}
	if output == stdio || !isDirectory(output) {
		return undo, nil
	}
	var made []string
	for dir := filepath.Clean(output); ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		made = append(made, dir)
	}
	undo = func() {
		for _, dir := range made {
			os.Remove(dir)
		}
	}
	temporaries.addDirs(made)
	return undo, os.MkdirAll(output, 0o777)
}

// outcome is how a job ended.
type outcome struct {
	messages
	err error
}

// runAll runs the jobs side by side, shows their messages in order, and
// returns the exit code.
func (c *converter) runAll(jobs []job) int {
	outcomes := make([]chan outcome, len(jobs))
	for i := range outcomes {
		outcomes[i] = make(chan outcome, 1)
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(len(jobs), runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(jobs)); i = next.Add(1) - 1 {
				outcomes[i] <- c.runJob(jobs[i])
			}
		})
	}
	defer workers.Wait()
	p := &printer{w: c.streams.err, quiet: c.flags.quiet}
	var codes []int
	for i := range outcomes {
		o := <-outcomes[i]
		p.warnings(&o.messages)
		if o.err != nil {
			p.line("%s", describe(display(jobs[i].input), o.err))
			p.hint(hintFor(o.err))
		}
		codes = append(codes, exitCode(o.err))
	}
	p.summary()
	return joinCodes(codes)
}

// display returns how messages call a file.
func display(name string) string {
	if name == stdio {
		return "<stdin>"
	}
	return name
}

func (c *converter) runJob(j job) (o outcome) {
	s, err := c.read(j.input, &o.messages)
	if err != nil {
		o.err = err
		return o
	}
	c.flags.apply(s)
	o.err = c.write(s, j, &o.messages)
	return o
}

// read reads the script in the file called name.
func (c *converter) read(name string, m *messages) (*script.Script, error) {
	s, _, err := c.readAs(name, m)
	return s, err
}

// readAs is read, and tells the format it found.
func (c *converter) readAs(name string, m *messages) (*script.Script, convert.Format, error) {
	r, closeInput, err := openInput(name, c.streams.in)
	if err != nil {
		return nil, convert.Format{}, err
	}
	defer closeInput()
	r, from, err := c.detect(r, name)
	if err != nil {
		return nil, from, err
	}
	o := c.options
	o.Warn = func(w script.Warning) { m.warn(display(name), w) }
	o.Job = func(j *results.Job) { m.media(display(name), j, c.flags.urls) }
	s, err := convert.Decode(r, from, &o)
	return s, from, err
}

func openInput(name string, stdin io.Reader) (io.Reader, func() error, error) {
	if name == stdio {
		return stdin, func() error { return nil }, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, nil, usagef("name the files in it, as in "+filepath.Join(name, "*.json"), "is a directory")
	}
	return file, file.Close, nil
}

// detect returns the format of the input, and a reader of the whole of it.
func (c *converter) detect(r io.Reader, name string) (io.Reader, convert.Format, error) {
	if c.from.Name != "" {
		return r, c.from, nil
	}
	var head []byte
	if file, ok := r.(*os.File); ok && isRegular(name) && name != stdio {
		head = make([]byte, convert.HeadSize)
		n, err := file.ReadAt(head, 0)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, convert.Format{}, err
		}
		head = head[:n]
	} else {
		buffered := bufio.NewReaderSize(r, 1<<16)
		head, _ = buffered.Peek(convert.HeadSize) // a read error comes back with the next read
		r = buffered
	}
	f, err := convert.Detect(name, head)
	if err != nil {
		return nil, f, &unknownFormatError{err}
	}
	return r, f, nil
}

// unknownFormatError is an input of no known format.
type unknownFormatError struct{ err error }

func (e *unknownFormatError) Error() string { return "unknown format: " + e.err.Error() }
func (e *unknownFormatError) Unwrap() error { return e.err }

// write writes s to all targets of j, or to none. With them come the files
// that also adds.
func (c *converter) write(s *script.Script, j job, m *messages, also ...func(*outputs) error) error {
	files := &outputs{noClobber: c.flags.noClobber}
	defer files.discard()
	var stdout *bytes.Buffer
	for _, t := range j.targets {
		file := display(j.input)
		var w io.Writer
		if t.path == stdio {
			stdout = &bytes.Buffer{}
			w = stdout
		} else {
			file = t.path
			var err error
			if w, err = files.create(t.path); err != nil {
				return err
			}
		}
		o := c.options
		o.Warn = func(w script.Warning) { m.warn(file, w) }
		if err := convert.Encode(w, s, t.format, &o); err != nil {
			return fmt.Errorf("%s: %w", t.format.Name, err)
		}
	}
	if c.flags.strict && m.total > 0 {
		return strictError(m.total)
	}
	for _, add := range also {
		if err := add(files); err != nil {
			return err
		}
	}
	if stdout != nil {
		if _, err := stdout.WriteTo(c.streams.out); err != nil {
			return err
		}
	}
	return files.commit()
}

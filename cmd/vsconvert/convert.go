package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/expand"
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

func newConverter(f *flags, s streams, command string) (*converter, error) {
	if err := f.take(command); err != nil {
		return nil, err
	}
	c := &converter{flags: f, streams: s, from: f.from, options: f.options}
	c.options.KeepDocument = len(f.inPlace()) > 0
	return c, nil
}

// checkWriting refuses flags that no output has a use for, and values that the
// writer of one refuses. The flags are then at fault, not the input.
func (c *converter) checkWriting(formats []convert.Format) error {
	if err := c.flags.checkOutputs(formats); err != nil {
		return err
	}
	for _, format := range formats {
		if !c.flags.tellsWriter(format.Name) {
			continue
		}
		// Only options can keep a script of nothing from being written.
		o := c.options
		if err := convert.Encode(io.Discard, &script.Script{}, format, &o); err != nil {
			return usagef("", "%s: %w", format.Name, err)
		}
	}
	return nil
}

func convertAll(cmd *cobra.Command, f *flags, s streams, args []string) error {
	c, err := newConverter(f, s, "convert")
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
	if err := c.checkWriting(jobs[0].formats()); err != nil {
		return err
	}
	if f.filesFrom != "" && f.filesFrom != stdio {
		if err := checkPaths(append(slices.Clone(jobs), job{input: f.filesFrom})); err != nil {
			return err
		}
	}
	undo, err := makeDirectory(f.output, len(jobs)*len(jobs[0].targets) > 1)
	defer undo()
	if err != nil {
		return err
	}
	if code := c.runAll(jobs); code != exitDone {
		return &errReported{code}
	}
	return nil
}

// makeDirectory makes the directory that output names, if it names one, as it
// does when several files go there. undo removes what was made, as far as it is
// empty.
func makeDirectory(output string, several bool) (undo func(), err error) {
	if output == "" || output == stdio || !several && !isDirectory(output) {
		return outfile.RemoveEmptyDirs, nil
	}
	return outfile.RemoveEmptyDirs, outfile.MakeDir(output)
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
				outcomes[i] <- c.runJob(jobs[i], len(jobs) == 1)
			}
		})
	}
	defer workers.Wait()
	p := c.newPrinter()
	p.joined = p.joined || len(jobs) > 1 && !p.every
	var codes []int
	for i := range outcomes {
		o := <-outcomes[i]
		p.outcome(display(jobs[i].input), o.err, &o.messages)
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

// runJob runs one job, or says what kept it from being done. alone is whether
// it is the only one, for which all flags must be meant.
func (c *converter) runJob(j job, alone bool) (o outcome) {
	o.messages = c.messages()
	s, format, err := c.read(j.input, &o.messages)
	if err == nil && alone {
		err = c.flags.checkUse([]convert.Format{format}, j.formats())
	}
	if err != nil {
		o.err = err
		return o
	}
	c.flags.apply(s)
	o.err = c.write(s, j, &o.messages)
	return o
}

// read reads the script in the file called name, and tells the format it found.
func (c *converter) read(name string, m *messages) (*script.Script, convert.Format, error) {
	return c.readWith(name, m, func(w script.Warning) error { m.read(display(name), w); return nil })
}

// readWith reads as read does, and gives warnings to warn.
func (c *converter) readWith(name string, m *messages, warn func(script.Warning) error) (*script.Script, convert.Format, error) {
	r, closeInput, err := openInput(name, c.streams.in)
	if err != nil {
		return nil, convert.Format{}, err
	}
	defer closeInput()
	r, from, content, err := c.detect(r, name)
	if err != nil {
		return nil, from, err
	}
	o := c.options
	losses := losses{warn: warn}
	o.Warn = losses.hold
	o.Job = func(j *results.Job) { m.media(display(name), j, c.flags.urls) }
	s, err := convert.Decode(r, from, &o)
	if err == nil && !c.flags.staysInPlace(s) {
		err = losses.tell()
	}
	var parse *script.ParseError
	if errors.As(err, &parse) && c.from.Name == "" && !slices.Equal(content.Extensions, from.Extensions) && content.Name != "" {
		err = &misnamedError{err, content.Name}
	}
	return s, from, err
}

// openInput opens a file or standard input, and expands what is compressed.
func openInput(name string, stdin io.Reader) (io.Reader, func() error, error) {
	if name == stdio {
		r, err := expanded(stdin)
		return r, func() error { return nil }, err
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, nil, usagef("name the files in it, as in "+filepath.Join(name, "*.json"), "is a directory")
	}
	r, err := expanded(file)
	if err != nil {
		file.Close()
	}
	return r, file.Close, err
}

// expanded returns what r holds, or what that expands to. A regular file that
// is not compressed stays the file, whose size tells how much there is.
func expanded(r io.Reader) (io.Reader, error) {
	if file, ok := r.(*os.File); ok {
		var head [expand.MagicSize]byte
		if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
			at, _ := file.Seek(0, io.SeekCurrent)
			n, err := file.ReadAt(head[:], at)
			if err != nil && !errors.Is(err, io.EOF) || !expand.Compressed(head[:n]) {
				return file, nil // a read error comes back with the next read
			}
			return expand.NewReader(file)
		}
	}
	buffered := bufio.NewReaderSize(r, 1<<16)
	if head, _ := buffered.Peek(expand.MagicSize); expand.Compressed(head) {
		return expand.NewReader(buffered)
	}
	return buffered, nil
}

// detect returns a reader of the whole of the input, its format, and what the
// content alone looks like, if that can be told.
func (c *converter) detect(r io.Reader, name string) (whole io.Reader, f, content convert.Format, err error) {
	if c.from.Name != "" {
		return r, c.from, content, nil
	}
	var head []byte
	if file, ok := r.(*os.File); ok && isRegular(name) && name != stdio {
		head = make([]byte, convert.HeadSize)
		n, err := file.ReadAt(head, 0)
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, f, content, err
		}
		head = head[:n]
	} else {
		buffered := bufio.NewReaderSize(r, 1<<16) // r itself if it is one
		head, _ = buffered.Peek(convert.HeadSize) // a read error comes back with the next read
		r = buffered
	}
	f, err = convert.Detect(expand.TrimName(name), head)
	if errors.Is(err, script.ErrValue) {
		err = &unknownFormatError{err}
	}
	if err == nil {
		content, _ = convert.Detect("", head)
	}
	return r, f, content, err
}

// unknownFormatError is an input of no known format.
type unknownFormatError struct{ err error }

func (e *unknownFormatError) Error() string {
	return "unknown format: " + strings.TrimPrefix(e.err.Error(), script.ErrValue.Error()+": ")
}
func (e *unknownFormatError) Unwrap() error { return e.err }

// misnamedError is what is wrong with a file whose content looks like that of
// another format than its name says.
type misnamedError struct {
	error
	format string
}

func (e *misnamedError) Unwrap() error { return e.error }

// outputs returns an empty set of files to be written.
func (c *converter) outputs(m *messages) *outfile.Set {
	return &outfile.Set{
		NoClobber: c.flags.noClobber, Sync: c.flags.sync, Stdout: c.streams.out,
		Warn: func(path string, err error) { m.warn(path, script.Warning{Err: err}) },
	}
}

// write writes s to all targets of j, or to none. With them come the files
// that also adds.
func (c *converter) write(s *script.Script, j job, m *messages, also ...func(*outfile.Set) error) error {
	files := c.outputs(m)
	defer files.Discard()
	for _, t := range j.targets {
		if err := c.writeTo(files, s, t, j.input, m); err != nil {
			return err
		}
	}
	if c.flags.strict && m.warningGroups.told > 0 {
		return strictError(m.warningGroups.told)
	}
	for _, add := range also {
		if err := add(files); err != nil {
			return err
		}
	}
	return files.Commit()
}

func (c *converter) writeTo(files *outfile.Set, s *script.Script, t target, input string, m *messages) error {
	file := t.path
	if file == stdio {
		file = display(input)
	}
	w, err := files.Create(t.path)
	if err != nil {
		return err
	}
	o := c.options
	o.Warn = func(w script.Warning) error { m.written(file, t.format.Name, w, s); return nil }
	if err := convert.Encode(w, s, t.format, &o); err != nil {
		return fmt.Errorf("%s: %w", t.format.Name, err)
	}
	return nil
}

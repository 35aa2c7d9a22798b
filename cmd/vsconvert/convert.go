package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/transcript"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
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
	if err := f.planTiming(); err != nil {
		return nil, err
	}
	if err := f.checkSound(); err != nil {
		return nil, err
	}
	c := &converter{flags: f, streams: s, from: f.from, options: f.options}
	c.options.Rate = f.readingRate()
	c.options.KeepDocument = len(f.inPlace()) > 0
	return c, c.tellBeside()
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
		o := c.flags.forWriting(c.options, format, timecode.Rate{})
		if err := convert.Encode(io.Discard, &script.Script{}, format, &o); err != nil {
			return usagef("", "%s: %w", format.Name, err)
		}
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

// display returns how messages call a file.
func display(name string) string {
	if name == stdio {
		return "<stdin>"
	}
	return name
}

// outputs returns an empty set of files to be written.
func (c *converter) outputs(m *messages) *outfile.Set {
	return &outfile.Set{
		NoClobber: c.flags.noClobber, Sync: c.flags.sync, Stdout: c.streams.out,
		Warn: func(path string, err error) { m.warn(path, script.Warning{Index: -1, Err: err}) },
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
	m.settle()
	if c.flags.strict && m.told > 0 {
		return strictError(m.told)
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
	if err := c.flags.checkBeside(t); err != nil {
		return err
	}
	w, err := files.Create(t.path)
	if err != nil {
		return err
	}
	o := c.flags.forWriting(c.options, t.format, m.counted)
	o.Transcript.Form = transcript.FormOf(t.path)
	o.Warn = func(w script.Warning) error { m.written(file, t.format.Name, w, losersOf(s)); return nil }
	if err := c.withSound(&o, s, t); err != nil {
		return err
	}
	if err := convert.Encode(w, s, t.format, &o); err != nil {
		return fmt.Errorf("%s: %w", t.format.Name, err)
	}
	return nil
}

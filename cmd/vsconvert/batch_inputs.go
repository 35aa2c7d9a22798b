package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/batch"
	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/expand"
)

// input is a file to convert, or what kept it from being found.
type input struct {
	name string
	dir  string // for {dir}; only of files that were found in a directory
	tree bool   // it was found in a directory
	err  error
}

// inputList is what is to be read. It is gone through more than once, so that
// a million names need not be held.
type inputList struct {
	known    []input
	file     string // names more, one a line; "" for none
	streamed bool   // names come from standard input besides, as they are read
}

// gather returns the inputs that the command line names.
func (c *converter) gather(args []string) (list inputList, err error) {
	f := c.flags
	for _, name := range outfile.Expanded(runtime.GOOS, args) {
		list.known = append(list.known, input{name: name})
	}
	switch {
	case f.filesFrom == stdio:
		list.streamed = true
		if slices.Contains(args, stdio) {
			return list, usagef("", "standard input can be read once")
		}
	case f.filesFrom != "":
		if err := c.list(&list, f.filesFrom); err != nil {
			return list, err
		}
	case len(args) == 0 && c.streams.inTerminal:
		return list, errNoInput
	case len(args) == 0:
		list.known = []input{{name: stdio}}
	}
	return list, c.checkStdin(list)
}

// list adds the inputs that a file names: the file, or the names in it where
// they can be read only once.
func (c *converter) list(list *inputList, file string) error {
	if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
		list.file = file
	}
	none := len(list.known) == 0
	for in := range c.listed(file) {
		if in.err != nil {
			return in.err
		}
		none = false
		if list.file != "" {
			break
		}
		list.known = append(list.known, in)
	}
	if none {
		return fmt.Errorf("--files-from %s: no names in it", file)
	}
	return nil
}

// checkStdin refuses to read standard input twice.
func (c *converter) checkStdin(list inputList) error {
	n := 0
	for in := range c.named(list) {
		if in.name == stdio {
			n++
		}
	}
	if n > 1 {
		return usagef("", "standard input can be read once")
	}
	return nil
}

// listed yields the inputs that a file names.
func (c *converter) listed(name string) iter.Seq[input] {
	return func(yield func(input) bool) {
		file, err := os.Open(name)
		if err != nil {
			yield(input{name: name, err: fmt.Errorf("--files-from: %w", err)})
			return
		}
		defer file.Close()
		for in, err := range c.namesIn(file) {
			if err != nil {
				in, err = name, fmt.Errorf("--files-from: %w", err)
			}
			if !yield(input{name: in, err: err}) {
				return
			}
		}
	}
}

// named yields the inputs of the list as they are named, those of standard
// input left out.
func (c *converter) named(list inputList) iter.Seq[input] {
	return func(yield func(input) bool) {
		for _, in := range list.known {
			if !yield(in) {
				return
			}
		}
		if list.file != "" {
			c.listed(list.file)(yield)
		}
	}
}

// found yields the inputs of the list, those of standard input left out.
func (c *converter) found(list inputList) iter.Seq[input] {
	if c.flags.recursive {
		return c.walkAll(c.named(list))
	}
	return c.named(list)
}

// namesIn yields names, one a line, or ended by NUL as find -print0 writes them.
func (c *converter) namesIn(r io.Reader) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		in := bufio.NewReaderSize(r, 1<<16)
		if head, _ := in.Peek(2); listText(head) != string(head) || len(head) == 2 && head[0]|head[1] == 0xFF {
			data, err := io.ReadAll(in) // which Windows writes in UTF-16
			if err != nil {
				yield("", err)
				return
			}
			in = bufio.NewReader(strings.NewReader(listText(data)))
		}
		if bom, _ := in.Peek(3); string(bom) == "\xEF\xBB\xBF" {
			_, _ = in.Discard(3)
		}
		mark := byte('\n')
		if head, _ := in.Peek(4096); c.flags.null || slices.Contains(head, 0) {
			mark = 0
		}
		for {
			line, err := in.ReadString(mark)
			name := strings.TrimSuffix(line, string(mark))
			if mark == '\n' {
				name = strings.TrimSuffix(name, "\r")
			}
			if name != "" && !yield(name, nil) {
				return
			}
			if err != nil {
				if !errors.Is(err, io.EOF) {
					yield("", err)
				}
				return
			}
		}
	}
}

// all yields the inputs of the list.
func (c *converter) all(list inputList) iter.Seq[input] {
	return func(yield func(input) bool) {
		for in := range c.found(list) {
			if !yield(in) {
				return
			}
		}
		if !list.streamed {
			return
		}
		names := func(yield func(input) bool) {
			for name, err := range c.namesIn(c.streams.in) {
				if err != nil {
					name, err = "--files-from", fmt.Errorf("standard input: %w", err)
				}
				if !yield(input{name: name, err: err}) {
					return
				}
			}
		}
		if c.flags.recursive {
			names = c.walkAll(names)
		}
		names(yield)
	}
}

// walkAll yields the files in the directories among inputs, and the others.
func (c *converter) walkAll(inputs iter.Seq[input]) iter.Seq[input] {
	return func(yield func(input) bool) {
		for in := range inputs {
			info, err := os.Stat(in.name)
			if in.err != nil || in.name == stdio || err != nil || !info.IsDir() {
				if !yield(in) {
					return
				}
				continue
			}
			if !c.walk(in.name, yield) {
				return
			}
		}
	}
}

// walk yields the files below a directory that are to be converted, and what
// cannot be read of it. The output directory is not gone into.
func (c *converter) walk(root string, yield func(input) bool) (more bool) {
	output, more := "", true
	if c.flags.output != "" {
		output = identity(c.flags.output)
	}
	_ = filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			more = yield(input{name: name, err: err})
		case d.IsDir() && name != root && output != "" && identity(name) == output:
			return fs.SkipDir
		case d.IsDir() || !c.included(root, name):
			return nil
		default:
			below, _ := filepath.Rel(root, filepath.Dir(name))
			more = yield(input{name: name, dir: batch.Below(below), tree: true})
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	return more
}

// included reports whether a file of a directory is to be converted: one that
// --include names, or else one with an extension of a format.
func (c *converter) included(root, name string) bool {
	base := filepath.Base(name)
	if strings.HasPrefix(base, ".vsconvert-") {
		return false
	}
	if len(c.flags.include) == 0 {
		trimmed := expand.TrimName(base)
		return convert.Stem(trimmed) != trimmed
	}
	below, _ := filepath.Rel(root, name)
	return slices.ContainsFunc(c.flags.include, func(glob string) bool {
		if strings.Contains(glob, "/") {
			ok, _ := path.Match(glob, filepath.ToSlash(below))
			return ok
		}
		ok, _ := path.Match(glob, base)
		return ok
	})
}

// setInclude checks what --include was given.
func setInclude(f *flags, globs []string) error {
	for _, glob := range globs {
		if _, err := path.Match(glob, ""); err != nil {
			return usagef("", "--include %q: %w", glob, err)
		}
	}
	f.include = globs
	return nil
}

// isStream reports whether a file holds many answers.
func (c *converter) isStream(name string) bool {
	if c.flags.fromStream {
		return true
	}
	ext := strings.ToLower(filepath.Ext(expand.TrimName(name)))
	return c.from.Name == "" && (ext == ".ndjson" || ext == ".jsonl")
}

// entry is one script to convert.
type entry struct {
	input
	n    int            // from 0, in the order of all
	line int            // in a stream, from 1
	data []byte         // of a stream
	as   convert.Format // what it is, where that is known

	again *rereader // the content, where a beginning of it was read
}

// entries yields what the inputs hold.
func (c *converter) entries(inputs iter.Seq[input]) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		n := 0
		next := func(e entry) bool {
			e.n = n
			n++
			return yield(e)
		}
		for in := range inputs {
			if in.err != nil || !c.isStream(in.name) {
				if !next(entry{input: in}) {
					return
				}
				continue
			}
			if !c.records(in, next) {
				return
			}
		}
	}
}

// records yields the answers of a stream.
func (c *converter) records(in input, yield func(entry) bool) (more bool) {
	r, closeInput, err := openInput(in.name, c.streams.in)
	if err != nil {
		in.err = err
		return yield(entry{input: in})
	}
	defer closeInput()
	answer, _ := convert.Lookup("results")
	for record := range batch.Records(r) {
		e := entry{input: in, line: record.Line, data: record.Data, as: answer}
		if e.err = record.Err; !yield(e) {
			return false
		}
	}
	return true
}

// shown returns how messages call an entry.
func (e *entry) shown() string {
	if e.line == 0 {
		return display(e.name)
	}
	return fmt.Sprintf("%s:%d", display(e.name), e.line)
}

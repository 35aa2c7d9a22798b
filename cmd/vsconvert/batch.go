package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/batch"
	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/secret"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// archive is a run over inputs without number.
type archive struct {
	*converter
	formats []convert.Format
	names   naming
	alone   bool // there is one input, for which all flags must be meant

	total    int  // entries, 0 where nobody knows
	planned  bool // all names were compared before
	claims   batch.Claims
	turns    batch.Turns // in which names are claimed that were not
	manifest *batch.Manifest

	account
}

// outcome is how an entry ended.
type outcome struct {
	messages
	entry
	err      error
	located  bool   // err tells the line of the stream
	format   string // of the input
	job      *results.Job
	segments int
	outputs  []string
	objects  []lineObject // for --ndjson
	hash     string
	current  bool // it was done before
}

func convertAll(cmd *cobra.Command, f *flags, s streams, args []string) error {
	c, err := newConverter(f, s, "convert")
	if err != nil {
		return err
	}
	if err := slipOfCommand(cmd, args); err != nil {
		return err
	}
	list, err := c.gather(args)
	if errors.Is(err, errNoInput) {
		fmt.Fprint(s.err, firstPage(cmd))
		return &errReported{exitUsage}
	}
	if err != nil {
		return err
	}
	a := &archive{converter: c}
	if err := a.plan(list); err != nil {
		return err
	}
	defer outfile.RemoveEmptyDirs()
	if err := a.open(); err != nil {
		return err
	}
	return a.run(list)
}

// plan works out what is made of the inputs, and refuses what could destroy or
// confuse anything, before a byte is read.
func (a *archive) plan(list inputList) (err error) {
	if a.formats, err = a.flags.targets(); err != nil {
		return err
	}
	var seen survey
	if !a.flags.recursive { // else the files are seen below, once
		if seen, err = a.look(list, nil); err != nil {
			return err
		}
	}
	several := list.streamed || a.flags.recursive || seen.streams || seen.inputs > 1
	a.alone = !several
	if err := a.checkKinds(seen.streams); err != nil {
		return err
	}
	if err := a.planNames(seen.inputs, several); err != nil {
		return err
	}
	if err := a.checkWriting(a.formats); err != nil {
		return err
	}
	data := a.flags.name != nil && a.flags.name.Has(dataFields...)
	switch {
	case !a.flags.ndjson && !data:
		seen, err = a.checkNames(list)
	case a.flags.recursive && a.streams.errTerminal: // where the bar is to know
		seen, err = a.look(list, nil)
	}
	if !seen.streams && !list.streamed {
		a.total = seen.inputs
	}
	a.planned = a.flags.ndjson || !data && !seen.streams && !list.streamed
	if !a.planned {
		a.claims = batch.Claims{}
	}
	return err
}

// planNames works out how outputs are named. Of recursive runs nobody knows
// yet how many inputs there are.
func (a *archive) planNames(inputs int, several bool) error {
	f := a.flags
	switch {
	case f.ndjson:
	case f.name != nil:
		a.names = naming{template: f.name, output: f.output}
		if f.output == stdio || f.output != "" && !mayBeDirectory(f.output) {
			return usagef("name it with -o", "--name needs a directory")
		}
	case f.output == "" || f.output == stdio:
		a.names = naming{output: stdio, one: true}
		return checkSeveral(f, a.formats, inputs, several, a.streams)
	default:
		a.names = naming{output: f.output, one: !several && len(a.formats) == 1 && !isDirectory(f.output)}
		return checkSeveral(f, a.formats, inputs, several, a.streams)
	}
	return nil
}

// survey is what is known of the inputs before any is read.
type survey struct {
	inputs  int
	streams bool // some hold many answers
}

// look goes through the inputs, and has each seen. see may be nil.
func (a *archive) look(list inputList, see func(n int, in input) error) (all survey, err error) {
	for in := range a.found(list) {
		stream := in.err == nil && a.isStream(in.name)
		all.streams = all.streams || stream
		if in.err == nil && !stream && see != nil {
			if err := see(all.inputs, in); err != nil {
				return all, err
			}
		}
		all.inputs++
	}
	all.streams = all.streams || a.flags.fromStream
	return all, a.checkKinds(all.streams)
}

// checkKinds refuses flags that do not go together.
func (a *archive) checkKinds(streams bool) error {
	f := a.flags
	switch {
	case streams && f.name == nil && !f.ndjson:
		return usagef("--name '{job}{ext}' -o out/ writes files, --ndjson lines", "a stream of answers needs --name or --ndjson")
	case f.ndjson && f.name != nil:
		return usagef("", "--ndjson writes no files that --name could name")
	case f.ndjson && isDirectory(f.output):
		return usagef("name a file", "--ndjson writes one file, and -o %s is a directory", f.output)
	case f.ndjson && f.resume != "":
		return usagef("leave out --ndjson, and name files with --name", "--resume knows files, not lines of --ndjson")
	}
	return nil
}

// open makes what the run writes to, besides the outputs.
func (a *archive) open() (err error) {
	f := a.flags
	if !a.names.one && !f.ndjson {
		if _, err := makeDirectory(f.output, !a.alone || len(a.formats) > 1); err != nil {
			return err
		}
	}
	if f.resume != "" {
		if a.manifest, err = batch.OpenManifest(f.resume, f.setup()); err != nil {
			return fmt.Errorf("--resume %s: %w", f.resume, err)
		}
	}
	return a.account.open(a)
}

// run converts the inputs, and shows what became of them.
func (a *archive) run(list inputList) (err error) {
	stop := make(chan struct{})
	if !a.alone && os.Getenv("GOGC") == "" {
		debug.SetGCPercent(100) // what each entry needs goes soon; see main
	}
	work := func() {
		batch.Run(a.entries(a.all(list)), runtime.GOMAXPROCS(0), 8*runtime.GOMAXPROCS(0), stop, a.convert, a.done)
	}
	if a.streams.interrupts != nil && !a.alone {
		a.streams.interrupts.during(sync.OnceFunc(func() { close(stop) }), work)
	} else {
		work()
	}
	err = a.close(isClosed(stop))
	if a.manifest != nil {
		err = errors.Join(err, a.manifest.Close())
	}
	return err
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// convert converts one entry.
func (a *archive) convert(e entry) (o *outcome) {
	o = &outcome{entry: e, messages: a.messages(), err: e.err}
	claimed := a.planned
	defer func() {
		if !claimed {
			a.turns.Pass(e.n)
		}
	}()
	if o.err != nil {
		return o
	}
	if a.flow(o) {
		return o
	}
	got, err := a.readEntry(o)
	if err == nil && !o.current {
		err = a.flags.retime(got.script, o.shown(), &o.messages)
	}
	if o.err = err; o.err != nil || o.current {
		return o
	}
	a.flags.apply(got.script)
	if a.flags.ndjson {
		o.err = a.encodeAll(o, got)
		return o
	}
	targets, err := a.targets(o, got)
	switch {
	case err != nil:
	case !a.planned:
		claimed = true
		a.turns.Take(e.n, func() { err = a.claim(&e, targets) })
	case !a.alone:
		err = a.confirm(&e, targets)
	}
	if err == nil {
		err = a.makeDirectories(targets)
	}
	if err == nil {
		err = a.write(got.script, job{input: e.shown(), targets: targets}, &o.messages)
	}
	if o.err = err; err == nil {
		for _, t := range targets {
			o.outputs = append(o.outputs, t.path)
		}
	}
	return o
}

// readEntry reads an entry, unless it is current.
func (a *archive) readEntry(o *outcome) (got decoded, err error) {
	c := *a.converter
	if o.as.Name != "" {
		c.from = o.as
	}
	warn := func(w script.Warning) error {
		file := o.shown()
		if o.line > 0 && w.Pos.Line > 0 {
			file = display(o.name)
			w.Pos.Line += o.line - 1
		}
		o.read(file, w)
		return nil
	}
	r, closeInput, err := a.openEntry(&o.entry)
	if err != nil {
		return got, err
	}
	defer closeInput()
	if a.manifest != nil {
		content := o.data
		if content == nil {
			if content, err = io.ReadAll(r); err != nil {
				return got, err
			}
			r = bytes.NewReader(content)
		}
		o.hash = batch.Hash(content)
		if outputs, ok := a.manifest.Current(o.name, o.line, o.hash); ok {
			o.current = true
			for _, out := range outputs {
				o.outputs = append(o.outputs, out.Path)
			}
			return got, nil
		}
	}
	got, err = c.decode(o.name, r, &o.messages, warn)
	o.format, o.job = got.format.Name, got.job
	o.locate(err)
	if got.script != nil {
		o.segments = len(got.script.Segments)
	}
	if err == nil && a.alone {
		err = c.flags.checkUse(o.holds(got.format), a.formats)
	}
	return got, err
}

// openEntry returns what an entry holds.
func (a *archive) openEntry(e *entry) (r io.Reader, closeInput func() error, err error) {
	if e.data != nil {
		return bytes.NewReader(e.data), func() error { return nil }, nil
	}
	if e.again != nil {
		return e.again.open()
	}
	if !a.alone && e.name != stdio {
		return openSmall(e.name)
	}
	return openInput(e.name, a.streams.in)
}

// locate makes the places that an error tells those in the stream.
func (o *outcome) locate(err error) {
	for _, one := range parts(err) {
		var parse *script.ParseError
		if o.line > 0 && errors.As(one, &parse) && parse.Pos.Line > 0 {
			parse.Pos.Line += o.line - 1
			o.located = true
		}
	}
}

// file returns how messages call the file that an error is about.
func (o *outcome) file() string {
	if o.located {
		return display(o.name)
	}
	return o.shown()
}

// targets returns what an entry becomes.
func (a *archive) targets(o *outcome, got decoded) (all []target, err error) {
	for _, format := range a.formats {
		path, err := a.names.path(&o.entry, format, got.job, got.script)
		if err != nil {
			return nil, err
		}
		all = append(all, target{format, path})
	}
	return all, nil
}

// claim takes the names of an entry's outputs, if none before it has one.
func (a *archive) claim(e *entry, targets []target) error {
	for _, t := range targets {
		if other, taken := a.claims.Claim(t.path, e.n); taken {
			return &outfile.Error{Path: t.path, Err: fmt.Errorf("input %d has become this already; --name '{base}-{index}.{format}{ext}' parts them", other+1)}
		}
	}
	return nil
}

// confirm sees to it that the names of an entry's outputs are those that it had
// when they were compared. A file may have come since.
func (a *archive) confirm(e *entry, targets []target) error {
	for _, t := range targets {
		if !a.claims.Confirm(t.path, e.name) && isRegular(t.path) {
			return &outfile.Error{Path: t.path, Err: errors.New("another input becomes this: the files have changed meanwhile")}
		}
	}
	return nil
}

// makeDirectories makes the directories of outputs where names may have some.
func (a *archive) makeDirectories(targets []target) error {
	if a.names.one || a.names.template == nil && !a.flags.recursive {
		return nil
	}
	for _, t := range targets {
		if err := outfile.MakeDir(filepath.Dir(t.path)); err != nil {
			return err
		}
	}
	return nil
}

// jobID returns the id of the job that an answer is about.
func jobID(job *results.Job) string {
	if job == nil {
		return ""
	}
	return secret.Cut(job.ID)
}

package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// comparison is what merge and diff have in common: two versions of a script.
type comparison struct {
	*converter
	printer  *printer
	warnings int
	told     map[remark]struct{} // what the files' readers have remarked
	counted  timecode.Rate       // how the labels of the first list among them were counted
}

func mergeCommand(s streams) *cobra.Command {
	f := &flags{}
	c := &comparison{}
	cmd := &cobra.Command{
		Use:   "merge [flags] ORIGINAL EDITED... -o OUT",
		Short: "Take what was changed in an edited copy back onto the original",
		Long: "merge writes ORIGINAL with what was changed in EDITED: texts, times, notes, statuses, new segments.\n" +
			"EDITED is ORIGINAL in any format, after somebody worked on it: a sheet, a review page.\n" +
			"Segments are matched by id, then by start;\n" +
			"what EDITED's format cannot hold, and times that a spreadsheet program rounded, stay as they are in ORIGINAL.\n" +
			"Of several EDITED, each by somebody else, the first one's change stays where another changed the same:\n" +
			"such conflicts are warnings.",
		Args: files(2, math.MaxInt),
		RunE: func(_ *cobra.Command, args []string) error {
			return c.run(f, s, "merge", func() error { return c.merge(args[0], args[1:]) })
		},
	}
	f.register(cmd.Flags(), "merge")
	return cmd
}

func diffCommand(s streams) *cobra.Command {
	f := &flags{}
	c := &comparison{}
	cmd := &cobra.Command{
		Use:   "diff [flags] A B",
		Short: "Show what changed between two versions of a script",
		Long:  "diff lists id, field, before and after of all that changed from A to B, which may be of different formats:\nas a table, or with -t or by the extension of -o as csv, tsv, xlsx or json.",
		Args:  files(2, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			return c.run(f, s, "diff", func() error { return c.diff(args[0], args[1]) })
		},
	}
	f.register(cmd.Flags(), "diff")
	return cmd
}

// files wants that many files, one of them standard input at most.
func files(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return usagef("vsconvert "+cmd.Name()+" -h explains it", "%s takes two files, not %d", cmd.Name(), len(args))
		}
		piped := 0
		for _, name := range args {
			if name == stdio {
				piped++
			}
		}
		if piped > 1 {
			return usagef("", "standard input can be read once")
		}
		return nil
	}
}

// run sets the comparison up, does the work, and shows what it said.
func (c *comparison) run(f *flags, s streams, command string, work func() error) (err error) {
	if c.converter, err = newConverter(f, s, command); err != nil {
		return err
	}
	c.printer, c.told = c.newPrinter(), map[remark]struct{}{}
	err = work()
	c.printer.summary()
	return err
}

// load reads one of the files.
func (c *comparison) load(name string, from convert.Format) (v edition, err error) {
	v.name, v.columns = name, &found{}
	reader := *c.converter
	reader.from = from
	readIn(&reader.options, c.flags.language)
	reader.options.FromCSV.Written, reader.options.FromXLSX.Written = v.columns.remember, v.columns.remember
	reader.options.FromCSV.Present, reader.options.FromXLSX.Present = v.columns.take, v.columns.take
	reader.options.FromHTML.Written, reader.options.FromHTML.By = v.columns.remember, func(name string) { v.columns.by = name }
	m := c.messages()
	v.script, v.format, err = reader.readAsIs(name, &m)
	c.printer.warnings(&m)
	c.warnings += m.warningGroups.told
	maps.Copy(c.told, m.remarked)
	v.holds = m.holds(v.format)
	c.counted = cmp.Or(c.counted, m.counted)
	if err != nil {
		c.printer.failure(display(name), err, &m)
		return v, &errReported{exitCode(err)}
	}
	return v, nil
}

// found is which columns a sheet has; for other formats it is unset.
type found struct {
	fields  []script.Field
	written script.Written // what it remembers of where it comes from
	by      string         // who reviewed it, where the copy tells
}

func (f *found) take(fields []script.Field) { f.fields = fields }

func (f *found) remember(w script.Written) { f.written = w }

// edition is a file that was read as one of the versions of a script.
type edition struct {
	name    string
	script  *script.Script
	format  convert.Format
	holds   []convert.Format
	columns *found
}

// loadAll reads an original and its edited copies.
func (c *comparison) loadAll(a string, edited []string) (original edition, copies []edition, err error) {
	if original, err = c.load(a, c.from); err != nil {
		return original, nil, err
	}
	original.script.NumberIDs() // as the copies were, when they were written
	if c.flags.language != nil && original.script.Language == "" {
		original.script.Language = *c.flags.language // which is said, and no change
	}
	for _, name := range edited {
		v, err := c.load(name, c.copiesFrom())
		if err != nil {
			return original, nil, err
		}
		copies = append(copies, v)
	}
	return original, copies, nil
}

// copiesFrom returns the format that edited copies are said to have.
func (c *comparison) copiesFrom() convert.Format {
	if c.flags.editedFrom.Name != "" {
		return c.flags.editedFrom
	}
	return c.from
}

// checkUse refuses flags that neither a file that was read nor one to be
// written has a use for.
func (c *comparison) checkUse(original edition, copies []edition, out []convert.Format) error {
	in := original.holds
	for _, v := range copies {
		in = append(in, v.holds...)
	}
	return c.flags.checkUse(in, append(out, writtenAs(copies)...))
}

// relate returns how an edited copy relates to its original.
func (c *comparison) relate(original, edited edition) (o merge.Options, err error) {
	format, columns := edited.format, edited.columns
	if format.Unit == convert.Frame && c.options.Rate.IsZero() {
		return o, usagef("add --rate", "%s: frames of %s compare with times only when the frame rate is known", display(edited.name), format.Name)
	}
	if o, err = convert.MergeOptions(original.script, format, columns.fields, &c.options); err != nil {
		return o, fmt.Errorf("%s %w", display(original.name), err)
	}
	o.Written, o.By = columns.written, columns.by
	return o, nil
}

func (c *comparison) merge(a string, edited []string) error {
	jobs, err := plan(c.flags, []string{a}, c.streams)
	if err != nil {
		return err
	}
	inputs := []job{jobs[0]}
	for _, name := range edited {
		inputs = append(inputs, job{input: name})
	}
	if err := checkPaths(inputs); err != nil {
		return err
	}
	changesTo, err := reportWriter(c.flags.report, inputs)
	if err != nil {
		return err
	}
	original, copies, err := c.loadAll(a, edited)
	if err != nil {
		return err
	}
	if err := c.checkUse(original, copies, jobs[0].formats()); err != nil {
		return err
	}
	if err := c.checkWriting(append(jobs[0].formats(), writtenAs(copies)...)); err != nil {
		return err
	}
	merged, changes, err := c.takeAll(original, copies)
	if err != nil {
		return err
	}
	if c.flags.strict && c.warnings > 0 {
		return strictError(c.warnings)
	}
	if err := c.gate(original.script, merged); err != nil {
		return err
	}
	undo, err := makeDirectory(c.flags.output, len(jobs[0].targets) > 1)
	defer undo()
	if err != nil {
		return err
	}
	c.flags.apply(merged)
	m := c.messages()
	m.remarked, m.counted = c.told, c.counted
	err = c.write(merged, jobs[0], &m, func(files *outfile.Set) error { return changesTo(files, changes) })
	c.printer.warnings(&m)
	if err != nil {
		return err
	}
	if c.flags.report == "" && !c.flags.quiet {
		err = printChanges(c.streams.err, changes)
	}
	if n := count(changes, merge.Missing); n > 0 && !c.flags.quiet {
		c.printer.hint(fmt.Sprintf("missing segments (%d) stay; --allow-delete takes them out", n))
	}
	return err
}

// takeAll returns the original with the changes of all its edited copies.
func (c *comparison) takeAll(original edition, copies []edition) (*script.Script, []merge.Change, error) {
	var all []merge.Change
	result := merge.NewResult(original.script)
	for _, v := range copies {
		o, err := c.relate(original, v)
		if err != nil {
			return nil, nil, err
		}
		said := c.messages()
		o.Original = original.columns.written
		o.AllowDelete, o.Force, o.Warn = c.flags.allowDelete, c.flags.force, func(w script.Warning) error { said.warn(display(v.name), w); return nil }
		changes, err := result.Take(v.script, o)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", display(v.name), err)
		}
		c.printer.warnings(&said)
		c.warnings += said.warningGroups.told
		all = append(all, changes...)
		if len(v.columns.written.Rows) == 0 && count(changes, merge.Changed)+count(changes, merge.Shifted) > 0 {
			c.hint("a copy that remembers nothing of what it was written from, as xlsx, html and csv --fingerprint do, undoes what the original got since")
		}
	}
	if err := c.check(result); err != nil {
		return nil, nil, err
	}
	return result.Script(), all, nil
}

func (c *comparison) hint(text string) {
	if !c.flags.quiet {
		c.printer.hint(text)
	}
}

// check refuses a result in which lines stand beside their former selves.
func (c *comparison) check(result *merge.Result) error {
	err := result.Check()
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok || c.flags.force {
		return nil
	}
	all := joined.Unwrap()
	for _, one := range all[:min(len(all), maxFindings)] {
		c.printer.line("the result: %v", one)
	}
	if more := len(all) - maxFindings; more > 0 {
		c.printer.line("the result: and %d more", more)
	}
	c.hint("neither input has that; --force writes it all the same")
	return &errReported{exitFailed}
}

// writtenAs returns what edited copies may have been written as. Flags may say
// how.
func writtenAs(copies []edition) []convert.Format {
	var all []convert.Format
	for _, v := range copies {
		all = append(all, v.format)
		if v.format.Name == "xlsx" {
			csv, _ := convert.Lookup("csv") // which spreadsheet programs save as workbooks
			all = append(all, csv)
		}
	}
	return all
}

func count(changes []merge.Change, kind merge.Kind) int {
	n := 0
	for i := range changes {
		if changes[i].Kind == kind {
			n++
		}
	}
	return n
}

// reportWriter returns what writes the list of changes beside what the first
// input becomes, if there is to be one. It refuses a file that is anything else already.
func reportWriter(report string, inputs []job) (func(*outfile.Set, []merge.Change) error, error) {
	if report == "" {
		return func(*outfile.Set, []merge.Change) error { return nil }, nil
	}
	write, err := changeWriter("", report)
	if err != nil {
		return nil, err
	}
	if report == stdio {
		return nil, usagef("name a file", "--report does not go to standard output")
	}
	written := slices.Clone(inputs)
	written[0].targets = []target{{path: report}}
	if err := checkPaths(written); err != nil {
		return nil, err
	}
	for _, t := range inputs[0].targets {
		if t.path != stdio && identity(t.path) == identity(report) {
			return nil, usagef("give them different names", "%s is the output and the report", report)
		}
	}
	return func(files *outfile.Set, changes []merge.Change) error {
		return addChanges(files, report, changes, write)
	}, nil
}

func (c *comparison) diff(a, b string) error {
	to, output := strings.Join(c.flags.to, ""), c.flags.output
	write, err := changeWriter(to, output)
	if err != nil {
		return err
	}
	if output == "" {
		output = stdio
	}
	if err := checkPaths([]job{{input: a, targets: []target{{path: output}}}, {input: b}}); err != nil {
		return err
	}
	if output == stdio && to == "xlsx" && c.streams.outTerminal {
		return usagef("name a file with -o", "xlsx does not go to a terminal")
	}
	original, edited, err := c.loadAll(a, []string{b})
	if err != nil {
		return err
	}
	if err := c.checkUse(original, edited, nil); err != nil {
		return err
	}
	o, err := c.relate(original, edited[0])
	if err != nil {
		return err
	}
	changes, err := merge.Diff(original.script, edited[0].script, o)
	if err != nil {
		return err
	}
	if c.flags.strict && c.warnings > 0 {
		return strictError(c.warnings)
	}
	if err := c.writeChanges(changes, output, write); err != nil {
		return err
	}
	if c.flags.exitCode && len(changes) > 0 {
		return &errReported{exitDiffers}
	}
	return nil
}

// writeChanges writes a list of changes to a file, or to standard output.
func (c *comparison) writeChanges(changes []merge.Change, output string, write changesFunc) error {
	if output == stdio && c.streams.outTerminal {
		return write(&screen{w: c.streams.out}, changes)
	}
	if output == stdio {
		return write(c.streams.out, changes)
	}
	m := c.messages()
	files := c.outputs(&m)
	defer files.Discard()
	if err := addChanges(files, output, changes, write); err != nil {
		return err
	}
	c.printer.warnings(&m)
	return files.Commit()
}

// addChanges adds a list of changes to the files that come into being together.
func addChanges(files *outfile.Set, path string, changes []merge.Change, write changesFunc) error {
	w, err := files.Create(path)
	if err != nil {
		return err
	}
	return write(w, changes)
}

type changesFunc = func(io.Writer, []merge.Change) error

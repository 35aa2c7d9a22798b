package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/batch"
	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
)

// flags are what the command line of one command asks for.
type flags struct {
	set     *pflag.FlagSet
	command string
	options convert.Options // of readers and writers
	sync    outfile.Sync

	from, editedFrom            convert.Format // zero when they are to be found out
	to                          []string
	output, filesFrom, report   string
	title, language             *string // nil leaves the script's own
	quiet, strict, noClobber    bool
	everyWarning, joinWarnings  bool
	recursive, null, ndjson     bool
	fromStream                  bool // the input is many answers
	include                     []string
	name                        *batch.Template
	resume, jsonLog             string
	infoJSON                    bool
	allowEmpty                  bool
	urls, allowDelete, exitCode bool
	force                       bool
	items                       string
	check                       checking
	timing                      retiming
	cuts                        reconforming
	beside                      []besideFile
	sound                       sound

	jobsFrom, keyFile           string
	media, saveAnswer, wait     bool
	waitFor                     time.Duration // 0 is for ever
	pollInterval, retryInterval time.Duration // 0 is the client's own
}

// setter registers a flag, and puts what it was given into flags.
type setter struct {
	register func(set *pflag.FlagSet, name, short, help string)
	take     func(f *flags, name string) error
}

// text is a flag with a value that is not empty.
func text(take func(*flags, string) error) setter {
	s := anyText(take)
	return setter{s.register, func(f *flags, name string) error {
		if f.set.Lookup(name).Value.String() == "" {
			return emptyError(name)
		}
		return s.take(f, name)
	}}
}

// anyText is a flag whose value may be empty.
func anyText(take func(*flags, string) error) setter {
	return setter{
		register: func(set *pflag.FlagSet, name, short, help string) { set.StringP(name, short, "", help) },
		take:     func(f *flags, name string) error { return take(f, f.set.Lookup(name).Value.String()) },
	}
}

// optional is a flag that may be given without a value, and then has a word as
// its value.
func optional(word string, take func(*flags, string) error) setter {
	s := text(take)
	return setter{
		register: func(set *pflag.FlagSet, name, short, help string) {
			s.register(set, name, short, help)
			set.Lookup(name).NoOptDefVal = word
		},
		take: s.take,
	}
}

// duration is a flag with a duration above zero.
func duration(take func(*flags, time.Duration)) setter {
	return setter{
		register: func(set *pflag.FlagSet, name, short, help string) { set.DurationP(name, short, 0, help) },
		take: func(f *flags, name string) error {
			d, err := f.set.GetDuration(name)
			if err == nil && d <= 0 {
				err = usagef("", "--%s %v: want more than 0", name, d)
			}
			take(f, d)
			return err
		},
	}
}

// toggle is a flag that is off unless it is given.
func toggle(take func(*flags, bool)) setter {
	return setter{
		register: func(set *pflag.FlagSet, name, short, help string) { set.BoolP(name, short, false, help) },
		take: func(f *flags, name string) error {
			on, err := f.set.GetBool(name)
			take(f, on)
			return err
		},
	}
}

// list is a flag of values separated by commas.
func list(take func(*flags, []string) error) setter {
	return setter{
		register: func(set *pflag.FlagSet, name, short, help string) { set.StringSliceP(name, short, nil, help) },
		take: func(f *flags, name string) error {
			all, err := f.set.GetStringSlice(name)
			if err != nil {
				return err
			}
			return takeAll(f, name, all, take)
		},
	}
}

// each is a flag that may be repeated.
func each(take func(*flags, []string) error) setter {
	return setter{
		register: func(set *pflag.FlagSet, name, short, help string) { set.StringArrayP(name, short, nil, help) },
		take: func(f *flags, name string) error {
			all, err := f.set.GetStringArray(name)
			if err != nil {
				return err
			}
			return takeAll(f, name, all, take)
		},
	}
}

func takeAll(f *flags, name string, all []string, take func(*flags, []string) error) error {
	if len(all) == 0 || slices.Contains(all, "") {
		return emptyError(name)
	}
	return take(f, all)
}

// register registers the flags of a command.
func (f *flags) register(set *pflag.FlagSet, command string) {
	f.set, f.command = set, command
	set.SortFlags = false
	for _, row := range flagTable {
		if slices.Contains(row.on, command) {
			row.sets.register(set, row.name, row.short, row.help)
		}
	}
}

// take takes what the flags were given, in the order of the table.
func (f *flags) take(command string) error {
	for _, row := range flagTable {
		if slices.Contains(row.on, command) && f.set.Changed(row.name) {
			if err := row.sets.take(f, row.name); err != nil {
				return f.suggest(row.name, err)
			}
		}
	}
	return nil
}

// given reports whether a flag was set to anything but its default.
func (f *flags) given(name string) bool {
	flag := f.set.Lookup(name)
	return flag != nil && flag.Changed && flag.Value.String() != flag.DefValue
}

// beside are the flags that an output does not depend on.
var beside = []string{"files-from", "null", "no-clobber", "fsync", "quiet", "warnings", "strict", "resume", "json", "recursive", "include", "show-urls"}

// setup returns what outputs depend on beside the inputs: the other flags, and
// the version.
func (f *flags) setup() string {
	var b strings.Builder
	b.WriteString(version())
	f.set.Visit(func(one *pflag.Flag) {
		if !slices.Contains(beside, one.Name) {
			fmt.Fprintf(&b, "\x00%s=%q", one.Name, one.Value.String())
		}
	})
	return b.String()
}

// apply sets what the flags say of the script itself.
func (f *flags) apply(s *script.Script) {
	if f.title != nil {
		s.Title = *f.title
	}
	if f.language != nil {
		s.Language = *f.language
	}
}

// targets returns the formats of -t, or that of the output's extension.
func (f *flags) targets() ([]convert.Format, error) {
	if len(f.to) == 0 {
		return f.targetByName()
	}
	var all []convert.Format
	for _, name := range f.to {
		format, err := lookup("-t", name)
		if err != nil {
			return nil, err
		}
		if format.ReadOnly {
			return nil, usagef("-t json writes segments", "-t %s: this format can only be read", name)
		}
		if slices.ContainsFunc(all, func(other convert.Format) bool { return other.Name == format.Name }) {
			return nil, usagef("", "-t: %s is named twice", format.Name)
		}
		all = append(all, format)
	}
	return all, nil
}

func (f *flags) targetByName() ([]convert.Format, error) {
	const hint = "name a format with -t, or a file with -o whose extension says it; vsconvert formats lists them"
	if f.output == "" || f.output == stdio || isDirectory(f.output) {
		return nil, usagef(hint, "no output format")
	}
	format, ok := convert.ByExtension(f.output)
	if !ok {
		return nil, usagef(hint, "%s: the extension does not say the output format", f.output)
	}
	return []convert.Format{format}, nil
}

func lookup(flag, name string) (convert.Format, error) {
	format, ok := convert.Lookup(name)
	if !ok {
		return format, usagef(orHint(meant(name, formatNames()), "vsconvert formats lists them"), "%s: unknown format %q", flag, name)
	}
	return format, nil
}

// suggest adds to the error of a flag's value which one is likely to be meant.
func (f *flags) suggest(name string, err error) error {
	var usage *usageError
	known, ok := valuesOf[name]
	if !ok || !errors.As(err, &usage) || usage.hint != "" {
		return err
	}
	var names []string
	for _, one := range known.all() {
		value, _, _ := strings.Cut(one, "\t")
		names = append(names, strings.TrimSuffix(value, "="))
	}
	for word := range strings.SplitSeq(strings.Trim(f.set.Lookup(name).Value.String(), "[]"), ",") {
		word, _, _ = strings.Cut(word, "=")
		if near := nearest(word, names); near != "" && near != word {
			return &usageError{err: err, hint: "did you mean " + near + "?"}
		}
	}
	return err
}

func formatNames() (all []string) { return names(convert.Formats()) }

// forReading reports whether the row, considering the other flags, tells the
// reader of a format something.
func (row flag) forReading(f *flags, format string) bool {
	return slices.Contains(row.reads, format) && (row.onlyReads == nil || row.onlyReads(f, format))
}

// forWriting reports whether the row, considering the other flags, tells the
// writer of a format something.
func (row flag) forWriting(f *flags, format string) bool {
	return slices.Contains(row.writes, format) && (row.only == nil || row.only(f, format))
}

// tellsWriter reports whether a flag that was given tells the writer of a
// format something.
func (f *flags) tellsWriter(format string) bool {
	return slices.ContainsFunc(flagTable, func(row flag) bool { return f.given(row.name) && row.forWriting(f, format) })
}

// idle returns the flags that were given and tell nothing to the readers of
// in and the writers of out.
func (f *flags) idle(in, out []convert.Format) (rows []flag) {
	for _, row := range flagTable {
		if row.reads == nil && row.writes == nil || !slices.Contains(row.on, f.command) || !f.given(row.name) || row.neededFor != nil && row.neededFor(f) {
			continue
		}
		reads := slices.ContainsFunc(in, func(format convert.Format) bool { return row.forReading(f, format.Name) })
		writes := slices.ContainsFunc(out, func(format convert.Format) bool { return row.forWriting(f, format.Name) })
		if !reads && !writes {
			rows = append(rows, row)
		}
	}
	return rows
}

// checkOutputs refuses flags that no output has a use for, whatever the inputs
// are.
func (f *flags) checkOutputs(out []convert.Format) error {
	for _, row := range f.idle(nil, out) {
		if row.reads == nil {
			return row.idleError(f, nil, out)
		}
	}
	return nil
}

// checkUse refuses flags that neither an input nor an output has a use for.
func (f *flags) checkUse(in, out []convert.Format) error {
	for _, row := range f.idle(in, out) {
		return row.idleError(f, in, out)
	}
	return nil
}

// idleError is a flag that does nothing.
func (row flag) idleError(f *flags, in, out []convert.Format) error {
	var serves, given []string
	for _, format := range row.reads {
		if row.forReading(f, format) {
			serves = append(serves, format)
		}
	}
	if row.reads != nil {
		given = append(given, names(in)...)
	}
	if row.writes != nil {
		for _, format := range row.writes {
			if row.forWriting(f, format) && !slices.Contains(serves, format) {
				serves = append(serves, format)
			}
		}
		given = append(given, names(out)...)
	}
	name := "--" + row.name
	if row.onlyReads != nil {
		name += " " + f.set.Lookup(row.name).Value.String()
	}
	if row.because != "" && slices.ContainsFunc(in, func(format convert.Format) bool { return slices.Contains(row.reads, format.Name) }) {
		return usagef("leave one of them out", "%s does nothing with --items %s: %s", name, f.items, row.because)
	}
	return usagef("leave it out", "%s is for %s, and does nothing for %s", name, strings.Join(serves, ", "), strings.Join(unique(given), ", "))
}

func names(formats []convert.Format) (all []string) {
	for _, format := range formats {
		all = append(all, format.Name)
	}
	return all
}

func unique(all []string) (once []string) {
	for _, s := range all {
		if !slices.Contains(once, s) {
			once = append(once, s)
		}
	}
	return once
}

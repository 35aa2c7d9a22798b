package main

import (
	"fmt"
	"math"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timing"
)

func concatCommand(s streams) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "concat [flags] A B@TIME... -o OUT",
		Short: "Put the scripts of reels or episodes one behind the other",
		Long: "concat writes one script of several. Each but the first says behind an @ when its programme begins in the\n" +
			"whole: seconds, HH:MM:SS.mmm, or with --rate a timecode. Ids that meet are made unique.",
		Example: "  vsconvert concat r1.vtt r2.vtt@00:20:00 r3.vtt@00:40:00.5 -o whole.vtt",
		Args:    files(1, math.MaxInt),
		RunE:    func(_ *cobra.Command, args []string) error { return concat(f, s, args) },
	}
	f.register(cmd.Flags(), "concat")
	return cmd
}

func concat(f *flags, s streams, args []string) error {
	c, err := newConverter(f, s, "concat")
	if err != nil {
		return err
	}
	c.options.KeepDocument = false
	parts, err := partsOf(f, args)
	if err != nil {
		return err
	}
	jobs, err := plan(f, []string{parts[0].Name}, s)
	if err != nil {
		return err
	}
	all := []job{jobs[0]}
	for _, p := range parts[1:] {
		all = append(all, job{input: p.Name})
	}
	if err := checkPaths(all); err != nil {
		return err
	}
	return c.alone(jobs[0], func(m *messages) error { return c.concat(parts, jobs[0], m) })
}

// alone does the work that makes what a job makes, and shows what it said.
func (c *converter) alone(j job, work func(*messages) error) error {
	if err := c.checkWriting(j.formats()); err != nil {
		return err
	}
	undo, err := makeDirectory(c.flags.output, len(j.targets) > 1)
	defer undo()
	if err != nil {
		return err
	}
	m := c.messages()
	err = work(&m)
	p := c.streams.newPrinter()
	p.quiet, p.every = c.flags.quiet, m.every
	p.outcome(display(j.input), err, &m)
	p.summary()
	if err != nil {
		return &errReported{exitCode(err)}
	}
	return nil
}

// partsOf reads NAME@TIME.
func partsOf(f *flags, args []string) (parts []timing.Part, err error) {
	for i, arg := range args {
		name, when := arg, ""
		if at := strings.LastIndexByte(arg, '@'); at >= 0 {
			if _, err := os.Stat(arg); err != nil {
				name, when = arg[:at], arg[at+1:]
			}
		}
		p := timing.Part{Name: name}
		switch {
		case when == "" && name != arg, name == "":
			return nil, usagef("", "%q: want FILE@TIME", arg)
		case when == "" && i > 0:
			return nil, usagef("as in "+arg+"@00:20:00", "%s: nothing says when it begins", arg)
		case when != "":
			if p.At, err = f.timing.moment(f, "concat", when, f.readingRate()); err != nil {
				return nil, err
			}
		}
		parts = append(parts, p)
	}
	return parts, nil
}

func (c *converter) concat(parts []timing.Part, j job, m *messages) error {
	var in []convert.Format
	for i := range parts {
		p := &parts[i]
		s, format, err := c.read(p.Name, m)
		if err != nil {
			return &fileError{display(p.Name), err}
		}
		p.Script, p.Name = s, display(p.Name)
		in = append(in, m.holds(format)...)
	}
	if err := c.flags.checkUse(in, j.formats()); err != nil {
		return err
	}
	whole, err := timing.Concat(parts, func(w script.Warning) error { m.warn("concat", w); return nil })
	if err != nil {
		return timingError("concat", err)
	}
	c.flags.apply(whole)
	m.done = append(m.done, fmt.Sprintf("concat: %s of %s", plural(len(whole.Segments), "segment"), plural(len(parts), "part")))
	return c.write(whole, j, m)
}

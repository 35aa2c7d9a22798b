package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
	"github.com/vsconvert/vsconvert/timing"
)

// reconforming is what the flags of reconform name.
type reconforming struct{ old, new, rest string }

var cutting = []string{"reconform"}

// cutFlags are the flags of reconform alone.
var cutFlags = []flag{
	{name: "old", on: cutting, help: "`EDL` of the cut that the script was written for",
		sets: text(func(f *flags, v string) error { f.cuts.old = v; return nil })},
	{name: "new", on: cutting, help: "`EDL` of the new cut",
		sets: text(func(f *flags, v string) error { f.cuts.new = v; return nil })},
	{name: "rest", on: cutting, help: "write what has no place in the new cut to `FILE`, at its old times",
		sets: text(func(f *flags, v string) error { f.cuts.rest = v; return nil })},
}

func reconformCommand(s streams) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "reconform [flags] SCRIPT --old OLD.edl --new NEW.edl -o OUT",
		Short: "Move descriptions to where their frames are in a new cut",
		Long: "reconform moves each description with the frame it starts on, told by source reel and timecode. Listed are\n" +
			"those whose shots are gone, which --rest keeps, and those that now run over a cut or no longer fit.\n" +
			"--start is the timecode of the programme's first frame, of both lists and of a script that has timecode.",
		Example: "  vsconvert reconform script.vtt --old v1.edl --new v2.edl --rate 25 \\\n" +
			"    --start 01:00:00:00 -o script2.vtt --rest gone.vtt",
		Args: oneFile,
		RunE: func(_ *cobra.Command, args []string) error { return reconform(f, s, args[0]) },
	}
	f.register(cmd.Flags(), "reconform")
	return cmd
}

func reconform(f *flags, s streams, name string) error {
	c, err := newConverter(f, s, "reconform")
	if err != nil {
		return err
	}
	if f.cuts.old == "" || f.cuts.new == "" {
		return usagef("name both cuts", "reconform needs --old and --new")
	}
	jobs, err := plan(f, []string{name}, s)
	if err != nil {
		return err
	}
	j, rest := jobs[0], convert.Format{}
	inputs := []job{j, {input: f.cuts.old}, {input: f.cuts.new}}
	if f.cuts.rest != "" {
		var ok bool
		if rest, ok = convert.ByExtension(f.cuts.rest); !ok || rest.ReadOnly {
			return usagef("", "--rest %s: the extension does not say the format", f.cuts.rest)
		}
		inputs[1].targets = []target{{rest, f.cuts.rest}}
	}
	if err := checkPaths(inputs); err != nil {
		return err
	}
	return c.alone(j, func(m *messages) error {
		m.every = true
		return c.reconform(name, j, rest, m)
	})
}

func (c *converter) reconform(name string, j job, rest convert.Format, m *messages) error {
	s, format, err := c.read(name, m)
	if err != nil {
		return err
	}
	if err := c.flags.checkUse(m.holds(format), j.formats()); err != nil {
		return err
	}
	old, now, err := c.cuts(format, m)
	if err != nil {
		return err
	}
	out, err := timing.Reconform(s, old, now)
	if err != nil {
		return err
	}
	c.tellMoves(display(name), s, out, m)
	c.flags.apply(out.Script)
	if c.flags.cuts.rest == "" {
		return c.write(out.Script, j, m)
	}
	return c.write(out.Script, j, m, func(files *outfile.Set) error {
		return c.writeTo(files, out.Rest, target{rest, c.flags.cuts.rest}, name, m)
	})
}

// tellMoves lists what has no place, and what no longer fits.
func (c *converter) tellMoves(file string, s *script.Script, out *timing.Reconformed, m *messages) {
	m.done = append(m.done, fmt.Sprintf("%s: reconform: of %s, %d moved, %d without a place", file, plural(len(s.Segments), "segment"), out.Moved, len(out.Rest.Segments)))
	for _, w := range out.Flags {
		seg := &s.Segments[w.Index]
		w.Err = fmt.Errorf("%w (it was at %s: %q)", w.Err, clock.Moment(seg.Start), script.Shorten(seg.Text))
		m.warn(file, w)
	}
}

// cuts reads the two lists.
func (c *converter) cuts(format convert.Format, m *messages) (old, now *timing.Cut, err error) {
	before, err := readCut(c.flags.cuts.old)
	if err != nil {
		return nil, nil, err
	}
	after, err := readCut(c.flags.cuts.new)
	if err != nil {
		return nil, nil, err
	}
	rate, start := c.options.Rate, c.options.Start
	if rate.IsZero() {
		rate, _ = before.GuessRate()
		if other, _ := after.GuessRate(); other.Nominal() > rate.Nominal() {
			rate = other
		}
		m.warn(c.flags.cuts.old, script.Warning{Index: -1, Err: fmt.Errorf("%w: %v fps: %w", script.ErrAssumed, rate, timecode.ErrNoRate)})
	}
	if start.IsZero() && format.Unit != convert.Frame {
		if start = firstHour(before, rate); start.Frames() > 0 {
			m.warn(c.flags.cuts.old, script.Warning{Index: -1, Err: fmt.Errorf("%w: the programme starts at %v: %w", script.ErrAssumed, start, timecode.ErrNoStart)})
		}
	}
	if old, err = timing.NewCut(before, rate, start); err != nil {
		return nil, nil, &fileError{c.flags.cuts.old, err}
	}
	if now, err = timing.NewCut(after, rate, start); err != nil {
		return nil, nil, &fileError{c.flags.cuts.new, err}
	}
	return old, now, nil
}

// firstHour returns the hour in which a list begins: programmes start at one.
func firstHour(l *edl.List, r timecode.Rate) timecode.Timecode {
	hour := 0
	for i := range l.Events {
		if h := int(l.Events[i].RecordIn.Hour); i == 0 || h < hour {
			hour = h
		}
	}
	start, _ := timecode.FromLabel(hour, 0, 0, 0, r)
	return start
}

func readCut(name string) (*edl.List, error) {
	r, closeFile, err := openInput(name, nil)
	if err != nil {
		return nil, &fileError{name, err}
	}
	defer closeFile()
	l, err := edl.Parse(r)
	if err != nil {
		return nil, &fileError{name, err}
	}
	return l, nil
}

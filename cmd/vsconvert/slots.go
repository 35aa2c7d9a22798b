package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

func slotsCommand(s streams) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "slots [flags] CAPTIONS",
		Short: "List the free time between dialogue, as an empty script to write into",
		Long: "slots lists when nobody speaks in the programme whose captions it is given, as a table, or with -o or -t\n" +
			"as a script of any format with a segment for each slot. Formats that drop segments without text get … in them,\n" +
			"which check tells of until something is written there.",
		Example: "  vsconvert slots captions.vtt --duration 01:32:10 -o write-here.xlsx",
		Args:    oneFile,
		RunE:    func(_ *cobra.Command, args []string) error { return listSlots(f, s, args[0]) },
	}
	f.register(cmd.Flags(), "slots")
	return cmd
}

func listSlots(f *flags, s streams, name string) error {
	c, err := newConverter(f, s, "slots")
	if err != nil {
		return err
	}
	table := f.output == "" && len(f.to) == 0
	j := job{input: name}
	if !table {
		jobs, err := plan(f, []string{name}, s)
		if err != nil {
			return err
		}
		if err := c.checkWriting(jobs[0].formats()); err != nil {
			return err
		}
		j = jobs[0]
	}
	p := c.newPrinter()
	captions, slots, err := c.slots(name, p)
	if err != nil {
		return err
	}
	if table {
		return printSlots(s.out, slots, captions.Language)
	}
	return c.writeSlots(captions, slots, j, p)
}

// slots reads captions, and the script that --described names, and finds what
// is free.
func (c *converter) slots(name string, p *printer) (*script.Script, []qc.Span, error) {
	m := c.messages()
	captions, _, err := c.read(name, &m)
	p.warnings(&m)
	if err != nil {
		p.failure(display(name), err, &m)
		return nil, nil, &errReported{exitCode(err)}
	}
	profile, err := c.flags.check.profileFor(false)
	if err != nil {
		return nil, nil, err
	}
	profile.Dialogue = c.flags.check.spoken(captions)
	var described *script.Script
	if file := c.flags.check.described; file != "" {
		if described, err = c.beside(file, p); err != nil {
			return nil, nil, err
		}
	}
	return captions, qc.Slots(described, profile), nil
}

// errNoSlots is that there is nowhere to describe.
var errNoSlots = fmt.Errorf("%w: nowhere is as much time free as --min-slot asks for", script.ErrNoSegments)

// unwritten stands for a text in formats that drop segments without one. It
// holds no letter, so that check tells of it.
const unwritten = "…"

// dropsEmpty are the formats whose writers leave segments without text out.
var dropsEmpty = []string{"vtt", "srt", "ttml", "imsc", "ebu-tt-d"}

// writeSlots writes a segment for each slot.
func (c *converter) writeSlots(captions *script.Script, slots []qc.Span, j job, p *printer) error {
	empty := script.Script{Title: captions.Title, Language: captions.Language}
	for i, slot := range slots {
		empty.Segments = append(empty.Segments, script.Segment{ID: fmt.Sprint(i + 1), Start: slot.Start, End: slot.End})
	}
	c.flags.apply(&empty)
	m := c.messages()
	if len(slots) == 0 {
		m.warn(display(j.input), script.Warning{Index: -1, Err: errNoSlots})
		if c.flags.strict {
			p.warnings(&m)
			return strictError(m.told)
		}
	}
	undo, err := makeDirectory(c.flags.output, len(j.targets) > 1)
	if err != nil {
		return err
	}
	for _, t := range j.targets {
		one := empty
		if slices.Contains(dropsEmpty, t.format.Name) {
			one.Segments = slices.Clone(empty.Segments)
			for i := range one.Segments {
				one.Segments[i].Text = unwritten
			}
		}
		said := c.messages()
		if err = c.write(&one, job{input: j.input, targets: []target{t}}, &said); err != nil {
			break
		}
		m.take(&said)
	}
	p.warnings(&m)
	if err != nil {
		undo()
		return err
	}
	return nil
}

// take adds what others said, save that a segment has no text: that is what an
// empty script is for.
func (m *messages) take(other *messages) {
	other.all = slices.DeleteFunc(other.all, func(one *warningGroup) bool { return one.kind == "no-text" })
	m.join(&other.warningGroups)
}

// printSlots writes a table: when, how long, and how much can be said.
func printSlots(w io.Writer, slots []qc.Span, language string) error {
	var b strings.Builder
	var total time.Duration
	for _, slot := range slots {
		total += slot.Length()
		fmt.Fprintf(&b, "%s  %s  %7.3f s  %s\n", clock.Moment(slot.Start), clock.Moment(slot.End), slot.Length().Seconds(), room(slot.Length(), language))
	}
	fmt.Fprintf(&b, "%s, %s in all\n", plural(len(slots), "slot"), clock.Moment(total))
	_, err := io.WriteString(w, b.String())
	return err
}

// room tells how much can be said calmly.
func room(d time.Duration, language string) string {
	n, unit := qc.Room(d, language)
	if unit == qc.CPS {
		return plural(n, "character")
	}
	return plural(n, "word")
}

package main

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/script"
)

func splitCommand(s streams) *cobra.Command {
	f := &flags{}
	cmd := &cobra.Command{
		Use:   "split [flags] SCRIPT -o DIR",
		Short: "Make a file of each language that a script has texts in",
		Long: "split writes the texts of each language into a file of their own, called NAME.LANGUAGE: of a DAPT script with\n" +
			"texts in several languages, or of a sheet that has them. Ids stay, so that merge takes the files back.",
		Example: "  vsconvert split dub.ttml -t vtt -o languages/",
		Args:    oneFile,
		RunE:    func(_ *cobra.Command, args []string) error { return split(f, s, args[0]) },
	}
	f.register(cmd.Flags(), "split")
	return cmd
}

func split(f *flags, s streams, name string) error {
	c, err := newConverter(f, s, "split")
	if err != nil {
		return err
	}
	c.options.KeepDocument = false // which has all languages
	if !f.given("text-language") {
		c.options.FromTTML.Language = ttml.EveryLanguage
	}
	formats, err := f.targets()
	if err != nil {
		return err
	}
	if f.output == "" || f.output == stdio {
		return usagef("name a directory with -o", "each language is a file")
	}
	if err := checkSeveral(f, formats, 1, true, s); err != nil {
		return err
	}
	j := job{input: name, targets: targetsOf(f.output, name, formats, 1)}
	return c.alone(j, func(m *messages) error { return c.split(j, formats, m) })
}

func (c *converter) split(j job, formats []convert.Format, m *messages) error {
	whole, from, err := c.read(j.input, m)
	if err != nil {
		return err
	}
	if err := c.flags.checkUse([]convert.Format{from}, formats); err != nil {
		return err
	}
	c.flags.apply(whole)
	undo, err := makeDirectory(c.flags.output, true)
	defer undo()
	if err != nil {
		return err
	}
	var jobs []job
	parts := byLanguage(whole)
	for _, part := range parts {
		jobs = append(jobs, job{input: j.input, name: cmp.Or(part.Language, "no language"), targets: c.splitTargets(j.input, part, formats)})
	}
	if err := checkPaths(jobs); err != nil {
		return err
	}
	files := c.outputs(m)
	defer files.Discard()
	for i, one := range jobs {
		for _, t := range one.targets {
			if err := c.writeTo(files, parts[i], t, j.input, m); err != nil {
				return err
			}
		}
	}
	m.settle()
	if c.flags.strict && m.told > 0 {
		return strictError(m.told)
	}
	m.done = append(m.done, fmt.Sprintf("split: %s in %s", plural(len(whole.Segments), "segment"), plural(len(parts), "language")))
	return files.Commit()
}

func (c *converter) splitTargets(input string, s *script.Script, formats []convert.Format) []target {
	all := make([]target, len(formats))
	for i, format := range formats {
		all[i] = target{format, filepath.Join(c.flags.output, baseName(input)+"."+fileName(cmp.Or(s.Language, "und"))+format.Suffix())}
	}
	return all
}

// byLanguage returns a script of the texts in each language, in the order in
// which they are met.
func byLanguage(s *script.Script) []*script.Script {
	var all []*script.Script
	for i := range s.Segments {
		seg := s.Segments[i]
		language := cmp.Or(seg.Language, s.Language)
		seg.Language = ""
		n := slices.IndexFunc(all, func(part *script.Script) bool { return part.Language == language })
		if n < 0 {
			part := *s
			part.Language, part.Segments, part.Document = language, nil, nil
			n, all = len(all), append(all, &part)
		}
		all[n].Segments = append(all[n].Segments, seg)
	}
	return all
}

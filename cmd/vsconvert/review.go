package main

import (
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/convert"
)

func reviewCommand(s streams) *cobra.Command {
	f := &flags{}
	c := &inspection{}
	cmd := &cobra.Command{
		Use:   "review [flags] SCRIPT -o REVIEW.html",
		Short: "Write a page in which a script is looked at, listened to and corrected",
		Long: "review writes a script of any format as one HTML file, which opens from disk in any browser and needs no\n" +
			"network. It shows the programme as a timeline, speaks the descriptions at their times, and judges every edit\n" +
			"by the rules of check. Whoever reviews saves the page and sends it back; merge takes over what was changed.",
		Example: "  vsconvert review result.json --video film.mp4 -o review.html\n" +
			"  vsconvert merge result.json review.html -o final.json",
		Args: oneFile,
		RunE: func(_ *cobra.Command, args []string) error { return c.review(f, s, args[0]) },
	}
	f.register(cmd.Flags(), "review")
	return cmd
}

// review writes the page of one script.
func (c *inspection) review(f *flags, s streams, name string) (err error) {
	if c.converter, err = newConverter(f, s, "review"); err != nil {
		return err
	}
	c.printer = s.newPrinter()
	c.printer.quiet = f.quiet
	j, err := c.pageOf(name)
	if err != nil {
		return err
	}
	if c.speech, err = c.dialogue(); err != nil {
		return err
	}
	m := c.messages()
	err = c.page(name, j, &m)
	c.printer.warnings(&m)
	if err != nil {
		c.printer.failure(display(name), err, &m)
		return &errReported{exitCode(err)}
	}
	c.printer.summary()
	return nil
}

// page reads the script and writes its page.
func (c *inspection) page(name string, j job, m *messages) error {
	script, format, err := c.read(name, m)
	if err != nil {
		return err
	}
	if err := c.flags.checkUse(m.holds(format), j.formats()); err != nil {
		return err
	}
	c.flags.apply(script)
	profile, err := c.profile(script)
	if err != nil {
		return err
	}
	c.options.HTML.Profile = &profile
	undo, err := makeDirectory(c.flags.output, false)
	defer undo()
	if err != nil {
		return err
	}
	return c.write(script, j, m)
}

// pageOf works out where the page goes, and what of the programme it links.
func (c *inspection) pageOf(name string) (job, error) {
	html, _ := convert.Lookup("html")
	path := c.flags.output
	switch {
	case path == "":
		return job{}, usagef("-o review.html names it", "no file for the page")
	case path != stdio && isDirectory(path):
		path = filepath.Join(path, baseName(name)+html.Extensions[0])
	}
	if format, ok := convert.ByExtension(path); ok && format.Name != html.Name {
		return job{}, usagef("leave review out to convert to "+format.Name, "%s: a review page is .html", path)
	}
	if path != stdio {
		c.options.HTML.Name = baseName(path)
	}
	j := job{input: name, targets: []target{{html, path}}}
	jobs := []job{j}
	for _, other := range []string{c.flags.check.dialogue, c.flags.check.video} {
		if other != "" {
			jobs = append(jobs, job{input: other})
		}
	}
	if err := checkPaths(jobs); err != nil {
		return j, err
	}
	if c.flags.check.video == "" {
		return j, nil
	}
	var err error
	c.options.HTML.Video, err = linkTo(c.flags.check.video, path)
	return j, err
}

// linkTo returns the address of a file relative to a page.
func linkTo(file, page string) (string, error) {
	const hint = "leave --video out: the page asks for the file"
	if u, err := url.Parse(file); err == nil && len(u.Scheme) > 1 {
		return "", usagef(hint, "--video %s: a page without network has no use for an address", file)
	}
	if info, err := os.Stat(file); err != nil {
		return "", usagef(hint, "--video: %w", err)
	} else if info.IsDir() {
		return "", usagef(hint, "--video %s: is a directory", file)
	}
	address, err := relativeTo(page, file)
	if err != nil {
		return "", usagef(hint, "--video: no way leads from the page to %s: %w", file, err)
	}
	return address, nil
}

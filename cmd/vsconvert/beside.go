package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
)

// besideFile is a file that a flag names and that sheets show beside the
// script.
type besideFile struct {
	name string
	said messages // of its reader
}

// besideFlags are the rows of the flags that name such files.
var besideFlags = []flag{
	{name: "dialogue", on: sheetMaking, writes: join(scripts, []string{"transcript"}), help: "xlsx, csv, tsv, transcript: show dialogue between the descriptions, from captions, a `FILE` of any format; merge passes these rows over",
		sets: text(setDialogue)},
	{name: "with", on: sheetMaking, writes: scripts, only: editLayout, help: "xlsx, csv, tsv: put a translation beside the texts, `FILE` de.vtt or de=FILE; may be repeated",
		sets: each(setWith)},
	{name: "template", on: sheetMaking, writes: []string{"xlsx"}, help: "xlsx: fill the columns of a workbook of one's own, a `FILE`",
		sets: text(setTemplate)},
}

var (
	sheetMaking = []string{"convert", "concat", "reconform", "merge", "get"}
	scripts     = []string{"xlsx", "csv", "tsv"}
)

// editLayout reports whether a sheet has room for other columns.
func editLayout(f *flags, format string) bool {
	return format != "xlsx" || f.options.XLSX.Layout == 0
}

// besideScript reads a file of any format that goes with the inputs.
func (f *flags) besideScript(flag, name string) (*script.Script, error) {
	if name == stdio {
		return nil, usagef("name a file", "--%s: standard input is for the script", flag)
	}
	c := &converter{flags: f, options: f.options}
	c.options.KeepDocument = false
	m := c.messages()
	s, _, err := c.readAsIs(name, &m)
	if err != nil {
		return nil, err
	}
	f.beside = append(f.beside, besideFile{name, m})
	return s, nil
}

func setDialogue(f *flags, name string) error {
	s, err := f.besideScript("dialogue", name)
	if err != nil {
		return err
	}
	f.options.XLSX.Dialogue, f.options.CSV.Dialogue, f.options.Transcript.Dialogue = s.Segments, s.Segments, s.Segments
	return nil
}

func setWith(f *flags, all []string) error {
	for _, value := range all {
		language, name, given := strings.Cut(value, "=")
		if !given || !script.IsLanguage(language) {
			language, name = "", value
		}
		s, err := f.besideScript("with", name)
		if err != nil {
			return err
		}
		if language == "" {
			language = languageOf(s, name)
		}
		if language == "" {
			return usagef("--with de="+name+" says it", "--with %s: neither the file nor its name says the language", name)
		}
		s.Language = language
		f.options.XLSX.With, f.options.CSV.With = append(f.options.XLSX.With, s), append(f.options.CSV.With, s)
	}
	return nil
}

func setTemplate(f *flags, name string) (err error) {
	if f.options.XLSX.Template, err = os.ReadFile(name); err != nil {
		return err
	}
	if len(f.options.XLSX.With)+len(f.options.XLSX.Dialogue) > 0 || f.given("layout") {
		return usagef("leave one out", "--template has the columns of its own workbook, and no room for --layout, --dialogue and --with")
	}
	f.beside = append(f.beside, besideFile{name: name})
	return nil
}

// languageOf returns the language of a script, or what its file is called by:
// "de.vtt", "film.pt-BR.srt".
func languageOf(s *script.Script, name string) string {
	if s.Language != "" {
		return s.Language
	}
	base := baseName(name)
	if tag := strings.TrimPrefix(filepath.Ext(base), "."); tag != "" {
		base = tag
	}
	first, _, _ := strings.Cut(base, "-")
	if script.IsLanguage(base) && len(first) <= 3 {
		return base
	}
	return ""
}

// tellBeside shows what the readers of such files said.
func (c *converter) tellBeside() error {
	warnings := 0
	for i := range c.flags.beside {
		said := &c.flags.beside[i].said
		c.newPrinter().warnings(said)
		warnings += said.warningGroups.told
	}
	if c.flags.strict && warnings > 0 {
		return strictError(warnings)
	}
	return nil
}

// checkBeside refuses to write over a file that is shown beside the script.
func (f *flags) checkBeside(t target) error {
	for _, file := range f.beside {
		if t.path != stdio && identity(t.path) == identity(file.name) {
			return usagef("write to another name or directory", "%s is an input and an output", t.path)
		}
	}
	return nil
}

// readIn has the readers of sheets take the texts in a language.
func readIn(o *convert.Options, language *string) {
	if language != nil {
		o.FromCSV.Language, o.FromXLSX.Language = *language, *language
	}
}

package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vsconvert/vsconvert/convert"
)

// environment are the variables that the program heeds.
var environment = []struct{ name, meaning string }{
	{"VIDDYSCRIBE_API_KEY", "The key of the API, for get."},
	{"VIDDYSCRIBE_BASE_URL", "Another place of the API, for get."},
	{"HTTPS_PROXY, HTTP_PROXY, NO_PROXY", "Which machine asks the API, for get."},
	{"NO_COLOR", "If it is not empty, there are no colours unless --colour=always asks for them."},
	{"TERM", "If it is dumb, likewise."},
	{"TMPDIR", "Where what does not fit into memory is kept."},
}

// manCommand prints the manual's page, for those who package the program.
func manCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:    "man",
		Short:  "Print the manual page, vsconvert(1)",
		Args:   noArguments,
		Hidden: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), manual(root))
			return err
		},
	}
}

// manual returns the page of section 1, written from the tables that help is
// made of.
func manual(root *cobra.Command) string {
	m := &roff{}
	m.put(`.TH VSCONVERT 1 "" "vsconvert" "User Commands"`)
	m.section("NAME")
	m.text("vsconvert - convert audio description scripts")
	m.section("SYNOPSIS")
	m.put(`.B vsconvert`)
	m.text("[flags] [INPUT...]")
	m.put(".br", ".B vsconvert")
	m.text("COMMAND [flags] [ARGUMENTS]")
	m.section("DESCRIPTION")
	m.text(root.Short)
	m.paragraph("Standard output carries data only. Messages go to standard error as FILE:LINE:COL: what. What had to be dropped, changed or guessed is a warning that names the segment. Files are replaced whole or not at all.")
	m.section("COMMANDS")
	for _, cmd := range root.Commands() {
		if !cmd.Hidden && cmd.Name() != "help" {
			m.command(root, cmd)
		}
	}
	m.item("help [COMMAND] [TOPIC]", "Explain a command, a topic of its flags, or all.")
	m.item("completion SHELL", "Print what has bash, zsh, fish or powershell complete commands, flags and values.")
	m.section("OPTIONS")
	for _, t := range topics {
		m.topic(root, t)
	}
	m.section("FORMATS")
	for _, f := range convert.Formats() {
		m.item(f.Name, describeFormat(f)+"; "+strings.Join(f.Extensions, " ")+"; "+use(f)+". Loses "+loses(f)+".")
	}
	m.section("EXIT STATUS")
	for _, row := range exitTable {
		m.item(fmt.Sprint(row.code), row.meaning)
	}
	m.section("ENVIRONMENT")
	for _, v := range environment {
		m.item(v.name, v.meaning)
	}
	m.section("EXAMPLES")
	m.example(root.Example)
	for _, t := range topics {
		m.example(strings.Join(t.examples, "\n"))
	}
	return m.String()
}

// roff writes a manual page.
type roff struct{ strings.Builder }

func (m *roff) put(lines ...string) {
	for _, line := range lines {
		m.WriteString(line + "\n")
	}
}

func (m *roff) section(name string) { m.put(".SH " + name) }

// text writes a line of running text.
func (m *roff) text(s string) {
	if s = strings.TrimSpace(strings.ReplaceAll(s, "\n", " ")); s != "" {
		m.put(escaped(s))
	}
}

func (m *roff) paragraph(s string) {
	m.put(".PP")
	m.text(s)
}

// item writes a term and what there is to say of it.
func (m *roff) item(term, s string) {
	m.put(".TP", ".B "+escaped(term))
	m.text(s)
}

// example writes lines that stay as they are.
func (m *roff) example(s string) {
	if s == "" {
		return
	}
	m.put(".PP", ".nf", ".RS 2")
	for line := range strings.Lines(s) {
		m.put(escaped(strings.TrimSpace(line)))
	}
	m.put(".RE", ".fi")
}

// topic writes the flags of converting that belong to a topic.
func (m *roff) topic(root *cobra.Command, t topic) {
	flags := flagsOf(root, t)
	if len(flags) == 0 {
		return
	}
	m.put(".SS " + escaped(t.title))
	m.text(t.about)
	for _, flag := range flags {
		m.flag(flag)
	}
}

func (m *roff) flag(flag *pflag.Flag) {
	name, text := flagName(flag)
	m.item(strings.TrimSpace(name), text)
}

// command writes what a command does, the flags that it has a meaning of its
// own for, and the names of those it shares with converting.
func (m *roff) command(root, cmd *cobra.Command) {
	m.put(".SS " + escaped(cmd.Use))
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	m.text(about)
	m.example(cmd.Example)
	var shared []string
	for _, t := range topics {
		for _, flag := range flagsOf(cmd, t) {
			same := root.Flags().Lookup(flag.Name)
			switch {
			case flag.Name == "help" || flag.Name == "colour":
			case same != nil && same.Usage == flag.Usage:
				shared = append(shared, "--"+flag.Name)
			default:
				m.flag(flag)
			}
		}
	}
	if slices.Sort(shared); len(shared) > 0 {
		m.paragraph("Of the flags below it also has " + strings.Join(shared, ", ") + ".")
	}
}

// escaped returns text as roff takes it: nothing in it is a request, and what
// is not ASCII is named.
func escaped(s string) string {
	var b strings.Builder
	if strings.HasPrefix(s, ".") || strings.HasPrefix(s, "'") {
		b.WriteString(`\&`)
	}
	for _, r := range s {
		switch {
		case r == '\\':
			b.WriteString(`\e`)
		case r == '-':
			b.WriteString(`\-`)
		case r == '\'':
			b.WriteString(`\(aq`)
		case r == '`':
			b.WriteString("\\`")
		case r == '^':
			b.WriteString(`\(ha`)
		case r == '~':
			b.WriteString(`\(ti`)
		case r > '~':
			fmt.Fprintf(&b, `\[u%04X]`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

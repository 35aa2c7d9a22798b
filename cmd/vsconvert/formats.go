package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/vsconvert/vsconvert/convert"
)

func formatsCommand(s streams) *cobra.Command {
	return &cobra.Command{
		Use:   "formats",
		Short: "List the formats, their extensions, and what each keeps and loses",
		Args:  noArguments,
		RunE:  func(*cobra.Command, []string) error { return listFormats(s.out) },
	}
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usagef("", "%s takes no arguments", cmd.Name())
	}
	return nil
}

func listFormats(w io.Writer) error {
	tab := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tab, "NAME\tEXTENSION\tUSE\tTIMES IN\tKEEPS BESIDE TEXT AND TIMES\tLOSES\tFORMAT")
	for _, f := range convert.Formats() {
		fmt.Fprintf(tab, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", f.Name, strings.Join(f.Extensions, " "), use(f), f.Unit, keeps(f), loses(f), describeFormat(f))
	}
	return tab.Flush()
}

func use(f convert.Format) string {
	switch {
	case f.ReadOnly:
		return "read"
	case f.NewDecoder == nil:
		return "write"
	}
	return "read, write"
}

func keeps(f convert.Format) string {
	if f.Loses() == 0 {
		return "everything"
	}
	return f.Keeps.String()
}

func loses(f convert.Format) string {
	if f.Loses() == 0 {
		return "nothing"
	}
	return f.Loses().String()
}

func describeFormat(f convert.Format) string {
	if f.Note == "" {
		return f.Title
	}
	return f.Title + "; " + f.Note
}

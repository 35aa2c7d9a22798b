package main

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// streams are what the program reads and writes, and whether a person is at
// the other end.
type streams struct {
	in                      io.Reader
	out, err                io.Writer
	inTerminal, outTerminal bool
	errTerminal             bool
	interrupts              *interrupts // nil when nobody interrupts
}

// errReported ends a run whose messages have been shown already.
type errReported struct{ code int }

func (e *errReported) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// run is the program: it returns its exit code.
func run(args []string, s streams) int {
	root := newRoot(s)
	root.SetArgs(append([]string{}, args...)) // cobra takes nil for the process's own arguments
	root.SetIn(s.in)
	out := &helpWriter{w: s.out}
	root.SetOut(out)
	root.SetErr(s.err)
	err := errors.Join(root.Execute(), out.err)
	var reported *errReported
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errPipe):
		return exitFailed
	case errors.As(err, &reported):
		return reported.code
	}
	p := &printer{w: s.err}
	p.line("%v", err)
	p.hint(hintFor(err))
	return exitCode(err)
}

// helpWriter takes help and version, whose writer goes on after an error, and
// remembers the error.
type helpWriter struct {
	w   io.Writer
	err error
}

func (h *helpWriter) Write(p []byte) (int, error) {
	if h.err == nil {
		_, h.err = h.w.Write(p)
	}
	return len(p), nil
}

func newRoot(s streams) *cobra.Command {
	f := &flags{}
	root := &cobra.Command{
		Use:   "vsconvert [flags] [INPUT...]",
		Short: "Convert audio description between the ViddyScribe API, WebVTT, SRT, TTML, EDL, marker lists and spreadsheets",
		Example: "  vsconvert result.json -o descriptions.vtt\n" +
			"  curl ... | vsconvert -t srt > out.srt\n" +
			"  vsconvert -t vtt,srt,ttml,edl,xlsx,csv -o out/ result.json",
		Args:          cobra.ArbitraryArgs,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, args []string) error { return convertAll(cmd, f, s, args) },
	}
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(printHelp)
	root.CompletionOptions.HiddenDefaultCmd = true
	f.register(root.Flags(), "convert")
	root.SetHelpCommand(helpCommand(root))
	root.AddCommand(formatsCommand(s), validateCommand(s), mergeCommand(s), diffCommand(s), checkCommand(s), slotsCommand(s), reviewCommand(s), getCommand(s), extractCommand(s), concatCommand(s), reconformCommand(s), infoCommand(s))
	completeStrictly(root)
	return root
}

// flagError is a flag that does not exist, or is given wrongly.
func flagError(_ *cobra.Command, err error) error {
	hint := "vsconvert -h lists the flags"
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		hint += "; if it is the name of a file, put -- before it"
	}
	return usagef(hint, "%w", err)
}

// helpCommand explains a command, and fails for what is none.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return usagef("vsconvert -h lists the commands", "help: no command is called %q", strings.Join(args, " "))
			}
			return cmd.Help()
		},
	}
}

// completeStrictly has completion fail for shells it does not know.
func completeStrictly(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() == "completion" {
			cmd.Args = cobra.ArbitraryArgs
			cmd.RunE = func(_ *cobra.Command, args []string) error {
				return usagef("", "completion %s: want bash, fish, powershell or zsh", strings.Join(args, " "))
			}
		}
	}
}

// printHelp prints what a command does, its flags, and the exit codes.
func printHelp(cmd *cobra.Command, _ []string) {
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s\n\n%s\n%s", strings.TrimSpace(about), usageText(cmd), exitHelp())
}

// usageText returns how a command is called. A value that may be left out is shown
// as --wait[=TIMEOUT]: it is never a word of its own.
func usageText(cmd *cobra.Command) string {
	s := cmd.UsageString()
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.NoOptDefVal == "" || f.Value.Type() != "string" {
			return
		}
		value, _ := pflag.UnquoteUsage(f)
		shown := fmt.Sprintf("--%s %s[=%q]", f.Name, value, f.NoOptDefVal)
		better := fmt.Sprintf("--%s[=%s]", f.Name, value)
		s = strings.Replace(s, shown, better+strings.Repeat(" ", len(shown)-len(better)), 1)
	})
	return s
}

// version returns what the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

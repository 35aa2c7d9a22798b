package main

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"
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
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usagef("vsconvert -h lists the flags", "%w", err) })
	root.SetHelpFunc(printHelp)
	root.CompletionOptions.HiddenDefaultCmd = true
	f.register(root.Flags(), "convert")
	root.AddCommand(formatsCommand(s), validateCommand(s), mergeCommand(s), diffCommand(s), checkCommand(s), slotsCommand(s), getCommand(s))
	return root
}

// printHelp prints what a command does, its flags, and the exit codes.
func printHelp(cmd *cobra.Command, _ []string) {
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s\n\n%s\n%s", strings.TrimSpace(about), cmd.UsageString(), exitHelp())
}

// version returns what the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

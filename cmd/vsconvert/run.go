package main

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"

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
	flowFrom                int64       // from what size on inputs flow; 0 means the default
	colour                  *colourFlag // nil is auto
	plain                   bool        // a terminal knows no colours
}

// errReported ends a run whose messages have been shown already.
type errReported struct{ code int }

func (e *errReported) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// run is the program: it returns its exit code.
func run(args []string, s streams) int {
	s.colour = &colourFlag{when: "auto"}
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
	p := s.newPrinter()
	p.say(inkError, "%v", err)
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
	if s.colour == nil {
		s.colour = &colourFlag{when: "auto"}
	}
	root := &cobra.Command{
		Use: "vsconvert [flags] [INPUT...]",
		Short: "Convert audio description between the ViddyScribe API, WebVTT, SRT, TTML, EDL, marker lists and spreadsheets, " +
			"and lose nothing silently.",
		Example: "  vsconvert result.json -o descriptions.vtt\n" +
			"  curl ... | vsconvert -t srt > out.srt\n" +
			"  vsconvert -t vtt,srt,ttml,edl,xlsx,csv -o out/ result.json",
		Args:              cobra.ArbitraryArgs,
		Version:           version(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		ValidArgsFunction: completeInputs,
		RunE:              func(cmd *cobra.Command, args []string) error { return convertAll(cmd, f, s, args) },
	}
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.HiddenDefaultCmd = true
	root.PersistentFlags().Var(s.colour, "colour", "`WHEN` what people are shown has colours: auto (on terminals, unless NO_COLOR is set), always or never")
	f.register(root.Flags(), "convert")
	root.Flags().BoolP("version", "v", false, "print the version")
	help := helpCommand(root)
	root.SetHelpCommand(help)
	addHelp(help)
	root.AddCommand(formatsCommand(s), validateCommand(s), mergeCommand(s), diffCommand(s), checkCommand(s), slotsCommand(s), reviewCommand(s), getCommand(s), extractCommand(s), concatCommand(s), splitCommand(s), reconformCommand(s), infoCommand(s), manCommand(root))
	addCompletion(root)
	equip(root)
	return root
}

// equip gives a command and those below it what all have.
func equip(cmd *cobra.Command) {
	addHelp(cmd)
	completeFlags(cmd)
	for _, sub := range cmd.Commands() {
		equip(sub)
	}
}

// flagError is a flag that does not exist, or is given wrongly.
func flagError(cmd *cobra.Command, err error) error {
	hint := "vsconvert -h lists the flags"
	if cmd.HasParent() {
		hint = cmd.CommandPath() + " -h lists the flags"
	}
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		hint += "; if it is the name of a file, put -- before it"
		name := unknown.GetSpecifiedName()
		switch near := nearest(name, flagNames(cmd)); {
		case len(name) > 1 && cmd.Root().Flags().Lookup(name) != nil:
			hint = "--" + name + " is for converting: vsconvert INPUT --" + name + " ..., before or after"
		case near != "":
			hint = "did you mean --" + near + "?"
		}
	}
	return usagef(hint, "%w", err)
}

func flagNames(cmd *cobra.Command) (all []string) {
	eachFlag(cmd, func(flag *pflag.Flag) { all = append(all, flag.Name) })
	return all
}

// version returns what the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

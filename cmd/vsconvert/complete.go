package main

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/vocab"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/timecode"
)

// values are what a flag's value may be, as shells offer it.
type values struct {
	all  func() []cobra.Completion // cobra.CompletionWithDesc tells what each is
	list bool                      // several may be given, separated by commas
	more bool                      // others are legal, too
}

// valuesOf are the values of flags that have known ones. Of other flags, those
// that name a FILE are completed by files, and the rest by nothing.
var valuesOf = map[string]values{
	"from":            {all: readable},
	"edited-from":     {all: anyFormat},
	"to":              {all: writable, list: true},
	"for":             {all: writable, list: true},
	"rate":            {all: rates, more: true},
	"from-rate":       {all: rates, more: true},
	"to-rate":         {all: rates, more: true},
	"snap":            {all: rates, more: true},
	"start":           {all: words("00:00:00:00", "01:00:00:00", "10:00:00:00"), more: true},
	"warnings":        {all: words("all", "summary", "none")},
	"colour":          {all: words(colourChoices...)},
	"encoding":        {all: words("windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254", "windows-1255", "windows-1256", "iso-8859-1", "iso-8859-2", "iso-8859-15", "koi8-r", "shift_jis", "gb18030", "big5", "euc-kr", "utf-8"), more: true},
	"settings":        {all: words("line:0", "line:-1", "align:start", "position:50%"), more: true},
	"ttml-profile":    {all: words("imsc", "imsc1", "dapt", "ebu-tt-d", "dapt+imsc")},
	"ttml-time":       {all: words("clock", "frames")},
	"script-type":     {all: words(vocab.ScriptTypes...)},
	"represents":      {all: words(vocab.ContentDescriptors...), more: true},
	"speak":           {all: words("normal", "fast", "slow")},
	"channel":         {all: words("V", "A", "A2", "AA", "NONE"), more: true},
	"color":           {all: words("red", "green", "blue", "cyan", "yellow"), more: true},
	"items":           {all: words("markers", "captions", "clips")},
	"marker-name":     {all: words("text", "id", "number")},
	"map":             {all: words("id=", "start=", "end=", "duration=", "text=", "cue=", "status=", "note=", "language=", "speaker="), more: true},
	"csv-delimiter":   {all: words(",", ";", "tab"), more: true},
	"csv-time":        {all: words("clock", "colon", "frames")},
	"layout":          {all: words("edit", "voice", "review")},
	"paper":           {all: words("a4", "letter")},
	"format":          {all: words("json", "sarif", "junit", "github")},
	"profile":         {all: words("standard", "extended"), more: true},
	"skip":            {all: codes, list: true},
	"sounds":          {all: words("brackets", "parens", "music", "labels", "none"), list: true},
	"fix":             {all: words("safe", "move")},
	"source-language": {all: words("zxx"), more: true},
}

func words(all ...string) func() []cobra.Completion {
	return func() []cobra.Completion { return all }
}

// anyFormat are the formats that are read, and what they are.
func anyFormat() (all []cobra.Completion) {
	for _, f := range convert.Formats() {
		if f.NewDecoder == nil {
			continue
		}
		all = append(all, cobra.CompletionWithDesc(f.Name, f.Title))
	}
	return all
}

func readable() []cobra.Completion {
	return append(anyFormat(), cobra.CompletionWithDesc("ndjson", "many answers, one a line"))
}

func writable() (all []cobra.Completion) {
	for _, f := range convert.Formats() {
		if !f.ReadOnly {
			all = append(all, cobra.CompletionWithDesc(f.Name, f.Title))
		}
	}
	return all
}

func rates() (all []cobra.Completion) {
	for _, r := range timecode.Rates() {
		all = append(all, r.String())
	}
	return all
}

func codes() (all []cobra.Completion) {
	for _, rule := range qc.Rules() {
		all = append(all, cobra.CompletionWithDesc(rule.Code.String(), rule.Words))
	}
	return all
}

// complete returns what a shell offers for the beginning of a value.
func (v values) complete(begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	before := ""
	if at := strings.LastIndexByte(begun, ','); v.list && at >= 0 {
		before, begun = begun[:at+1], begun[at+1:]
	}
	given := strings.Split(before, ",")
	directive := cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	var all []cobra.Completion
	for _, one := range v.all() {
		value, _, _ := strings.Cut(one, "\t")
		if !hasPrefixFold(value, begun) || v.list && slices.Contains(given, value) {
			continue
		}
		if strings.HasSuffix(value, "=") {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		all = append(all, before+one)
	}
	return all, directive
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// namesFile reports whether a flag's value is the name of a file.
func namesFile(flag *pflag.Flag) bool {
	value, _ := pflag.UnquoteUsage(flag)
	return slices.Contains([]string{"FILE", "EDL", "MANIFEST"}, value) || flag.Name == "profile"
}

// completeFlags has shells offer the values of a command's flags.
func completeFlags(cmd *cobra.Command) {
	offer := func(flag *pflag.Flag) {
		if flag.Value.Type() == "bool" {
			return
		}
		known, offers := valuesOf[flag.Name]
		_ = cmd.RegisterFlagCompletionFunc(flag.Name, func(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var all []cobra.Completion
			directive := cobra.ShellCompDirectiveNoFileComp
			if offers {
				all, directive = known.complete(begun)
			}
			if namesFile(flag) {
				directive &^= cobra.ShellCompDirectiveNoFileComp
			}
			return all, directive
		})
	}
	cmd.Flags().VisitAll(offer)
	cmd.PersistentFlags().VisitAll(offer)
}

// addCompletion adds the command that prints the scripts of shells. It fails
// for shells it does not know.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		if cmd.Name() != "completion" {
			continue
		}
		cmd.Args = cobra.ArbitraryArgs
		cmd.Use = "completion SHELL"
		cmd.Long = "completion prints what has a shell complete commands, flags and their values: bash, zsh, fish or powershell."
		cmd.Example = completionExamples
		cmd.RunE = func(_ *cobra.Command, args []string) error {
			wrong := strings.Join(args, " ")
			return usagef(meant(wrong, shells), "completion %q: want bash, zsh, fish or powershell", wrong)
		}
		for _, shell := range cmd.Commands() {
			shell.Long = shell.Short + ". vsconvert completion -h says where it goes."
			shell.RunE = func(cmd *cobra.Command, _ []string) error {
				brief, _ := cmd.Flags().GetBool("no-descriptions")
				return completionScript(root, cmd.OutOrStdout(), shell.Name(), !brief)
			}
		}
	}
}

// completionScript writes the script of a shell.
func completionScript(root *cobra.Command, w io.Writer, shell string, descriptions bool) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(w, descriptions)
	case "zsh":
		if !descriptions {
			return root.GenZshCompletionNoDesc(w)
		}
		return root.GenZshCompletion(w)
	case "fish":
		return root.GenFishCompletion(w, descriptions)
	}
	if !descriptions {
		return root.GenPowerShellCompletion(w)
	}
	return root.GenPowerShellCompletionWithDesc(w)
}

var shells = []string{"bash", "zsh", "fish", "powershell"}

const completionExamples = `  vsconvert completion bash > /etc/bash_completion.d/vsconvert
  vsconvert completion zsh > "${fpath[1]}/_vsconvert"
  vsconvert completion fish > ~/.config/fish/completions/vsconvert.fish
  vsconvert completion powershell | Out-String | Invoke-Expression`

// completeInputs offers files besides commands: shells offer files by
// themselves only where there is nothing else.
func completeInputs(_ *cobra.Command, _ []string, begun string) ([]cobra.Completion, cobra.ShellCompDirective) {
	dir, base := filepath.Split(begun)
	entries, err := os.ReadDir(filepath.Join(".", dir))
	if dir != "" || base == "" || err != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	var all []cobra.Completion
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), base) {
			all = append(all, e.Name()+map[bool]string{true: string(filepath.Separator)}[e.IsDir()])
		}
	}
	return all, cobra.ShellCompDirectiveDefault
}

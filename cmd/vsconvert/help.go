package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/vsconvert/vsconvert/qc"
)

// The size of the terminal that help is made for.
const (
	helpWidth  = 80
	helpHeight = 23 // of 24 lines, the last of which is the prompt
	flagColumn = 27 // the widest column of flags; longer ones take a line
)

// topic is a group of flags that help explains together.
type topic struct {
	name, title string
	about       string   // what there is to say besides the flags
	examples    []string // each below 80 columns
	flags       []string // those that the formats they serve do not tell
	formats     []string // whose flags it has
}

// topics are in the order in which help --help=all and the manual have them.
var topics = []topic{
	{name: "basics", title: "What is read and written",
		examples: []string{"vsconvert result.json -o descriptions.vtt", "vsconvert -f srt -t ttml --language en < in.txt > out.ttml"},
		flags:    []string{"from", "edited-from", "to", "output", "rate", "start", "title", "language"}},
	{name: "jobs", title: "Jobs of the API",
		examples: []string{"vsconvert get task_abc123xyz --wait=30m --media -t vtt -o out/"},
		flags:    []string{"wait", "media", "save-answer", "jobs-from", "key-file", "poll-interval", "retry-interval"}},
	{name: "batch", title: "Many inputs",
		about:    "One output for each input and format; directories, lists, streams of answers.",
		examples: []string{"vsconvert -r answers/ -t vtt,srt -o out/ --resume done.ndjson", "vsconvert -f ndjson -t vtt --ndjson < answers.ndjson > vtt.ndjson"},
		flags:    []string{"files-from", "null", "recursive", "include", "name", "ndjson", "json", "resume"}},
	{name: "writing", title: "How files are written",
		about:    "Files are replaced whole or not at all.",
		examples: []string{"vsconvert --no-clobber -t vtt,srt -o out/ result.json"},
		flags:    []string{"no-clobber", "fsync", "allow-empty", "allow-delete", "force", "report"}},
	{name: "messages", title: "What is said",
		about:    "Standard output carries data only. Messages go to standard error, each with its file, line and column.",
		examples: []string{"vsconvert --strict --warnings all -t vtt -o out/ answers/*.json"},
		flags:    []string{"quiet", "warnings", "strict", "show-urls", "exit-code", "colour", "help", "version"}},
	{name: "times", title: "Changes of times",
		about:    "They are made in this order, each rounding once to the nearest nanosecond.",
		examples: []string{"vsconvert in.vtt --from-rate 25 --to-rate 23.976 --shift +1.5 -o out.vtt", "vsconvert in.vtt --trim 00:20:00-00:40:00 -o reel2.vtt"},
		flags:    []string{"trim", "keep-times", "from-rate", "to-rate", "sync", "shift", "snap", "min-duration", "min-gap", "old", "new", "rest"}},
	{name: "captions", title: "WebVTT and SRT",
		examples: []string{"vsconvert in.srt --encoding windows-1252 -o out.vtt", "vsconvert script.xlsx -t vtt --settings line:0 --notes > out.vtt"},
		formats:  []string{"vtt", "srt"}},
	{name: "ttml", title: "TTML: IMSC, DAPT, EBU-TT-D",
		examples: []string{"vsconvert script.csv -t dapt --script-type preRecording -o script.ttml"},
		formats:  profiles},
	{name: "dapt", title: "DAPT: what a script says, and what is heard",
		examples: []string{"vsconvert script.vtt -t dapt --audio takes/ --duck -8dB -o script.ttml", "vsconvert dub.ttml --text-language fr -o fr.vtt"},
		flags:    []string{"script-type", "represents", "source-language", "speak", "pitch", "audio", "embed-audio", "duck", "fade"}},
	{name: "lists", title: "EDL and marker lists",
		examples: []string{"vsconvert script.vtt -t avid --rate 25 --start 10:00:00:00 -o markers.txt", "vsconvert session.txt -f protools --rate 25 --items clips -o script.vtt"},
		formats:  append([]string{"fcpxml"}, unrated...)},
	{name: "csv", title: "Tables as text",
		examples: []string{"vsconvert script.vtt -t csv --csv-time colon --csv-delimiter ';' > script.csv"},
		flags:    []string{"csv-delimiter", "csv-time", "csv-raw", "fingerprint", "bom"}},
	{name: "sheets", title: "Workbooks, tables and pages",
		examples: []string{`vsconvert script.csv --map start="TC In" --map text=Beschreibung -o a.vtt`,
			"vsconvert script.vtt --layout voice --paper letter -o script.xlsx"},
		formats: join(sheets, pages)},
	{name: "beside", title: "What sheets show beside the script",
		examples: []string{"vsconvert script.vtt --dialogue captions.vtt --with de.vtt -o script.xlsx"},
		flags:    []string{"with", "template"}},
	{name: "checks", title: "What descriptions are held against",
		examples: []string{"vsconvert check script.vtt --dialogue captions.vtt --duration 01:32:10"},
		flags:    []string{"profile", "skip", "duration", "dialogue", "described", "sounds", "for", "fix", "format", "check", "video"}},
	{name: "pace", title: "Limits of how fast texts are", about: "In brackets: what counts without the flag. 0 switches a limit off."},
	{name: "limits", title: "Limits of times", about: "In brackets: what counts without the flag. 0 switches a limit off."},
	{name: "exit", title: "Exit codes"},
}

// commandGroups are the commands as the first page of help has them.
var commandGroups = []struct {
	names []string
	about string
}{
	{[]string{"get", "info"}, "fetch jobs; show what files hold"},
	{[]string{"extract", "split"}, "take recordings out; a file of each language"},
	{[]string{"check", "slots"}, "find what does not fit or collides; list free time"},
	{[]string{"review", "merge", "diff"}, "correct on a page; take edits back; show changes"},
	{[]string{"concat", "reconform"}, "join reels; follow the programme to a new cut"},
	{[]string{"formats", "validate"}, "what each format keeps; the rules a file breaks"},
}

// firstFlags are the flags on the first page of a command's help, those that
// fit. Of a command that is not named, these are the first of the table.
var firstFlags = map[string][]string{
	"convert":   {"from", "to", "output", "rate", "quiet", "help"},
	"merge":     {"output", "to", "edited-from", "allow-delete", "report", "check", "strict", "rate"},
	"diff":      {"output", "to", "exit-code", "rate"},
	"check":     {"output", "fix", "dialogue", "duration", "profile", "format", "skip", "rate"},
	"slots":     {"output", "to", "duration", "described", "min-slot", "lead", "min-gap", "rate", "sounds"},
	"review":    {"output", "dialogue", "video", "profile", "rate", "duration", "statuses", "title"},
	"get":       {"to", "output", "wait", "media", "save-answer", "jobs-from", "key-file"},
	"concat":    {"output", "to", "rate", "start", "title", "language"},
	"reconform": {"old", "new", "output", "rest", "rate", "start", "to"},
	"info":      {"json", "from", "recursive", "files-from", "rate"},
	"split":     {"output", "to", "text-language", "no-clobber", "strict", "quiet"},
	"extract":   {"output", "no-clobber", "strict", "quiet"},
}

// topicOf returns the name of the topic that has a command's flag.
func topicOf(command, name string) string {
	if limit := limitCalled(name); limit != nil && slices.Contains(checksSlots, command) {
		if limit.Unit == "s" && name != "min-span" {
			return "limits"
		}
		return "pace"
	}
	for _, t := range topics {
		if slices.Contains(t.flags, name) {
			return t.name
		}
	}
	at := slices.IndexFunc(flagTable, func(row flag) bool { return row.name == name && slices.Contains(row.on, command) })
	if at < 0 {
		return "basics"
	}
	row := flagTable[at]
	serves := append(slices.Clone(row.reads), row.writes...)
	for _, t := range topics {
		if slices.ContainsFunc(serves, func(format string) bool { return slices.Contains(t.formats, format) }) {
			return t.name
		}
	}
	return "basics"
}

// limitCalled returns the limit of that name, or nil.
func limitCalled(name string) *qc.Limit {
	for _, limit := range qc.AllLimits() {
		if limit.Name == name {
			return &limit
		}
	}
	return nil
}

// flagsOf returns a command's flags of a topic, in the order of the table.
func flagsOf(cmd *cobra.Command, t topic) (all []*pflag.Flag) {
	eachFlag(cmd, func(flag *pflag.Flag) {
		if topicOf(tableName(cmd), flag.Name) == t.name {
			all = append(all, flag)
		}
	})
	return all
}

// eachFlag calls f for the flags of a command, those of all commands last.
func eachFlag(cmd *cobra.Command, f func(*pflag.Flag)) {
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden && cmd.Root().PersistentFlags().Lookup(flag.Name) == nil {
			f(flag)
		}
	})
	cmd.Root().PersistentFlags().VisitAll(f)
}

// tableName is how the table of flags calls a command.
func tableName(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return "convert"
	}
	return cmd.Name()
}

// lookupTopic returns the topic of that name, or of a prefix of it.
func lookupTopic(name string) (topic, bool) {
	at := slices.IndexFunc(topics, func(t topic) bool { return t.name == name })
	if at < 0 {
		return topic{}, false
	}
	return topics[at], true
}

// topicNames are the names of the topics that a command has flags of.
func topicNames(cmd *cobra.Command) (all []string) {
	for _, t := range topics {
		if t.name == "exit" && !cmd.HasParent() || len(flagsOf(cmd, t)) > 0 {
			all = append(all, t.name)
		}
	}
	return append(all, "all")
}

// helpFlag is --help, which may name a topic.
type helpFlag struct {
	asked bool
	topic string
}

func (h *helpFlag) String() string {
	if h.asked {
		return "true"
	}
	return "false"
}

// Type is that of a boolean: cobra asks for one.
func (h *helpFlag) Type() string { return "bool" }

func (h *helpFlag) Set(v string) error {
	h.asked = v != "false"
	if v == "true" || v == "false" {
		return nil
	}
	if _, ok := lookupTopic(v); !ok && v != "all" {
		return errors.New("want a topic: " + strings.Join(allTopics(), ", "))
	}
	h.topic = v
	return nil
}

// allTopics are the names of all topics.
func allTopics() (all []string) {
	for _, t := range topics {
		all = append(all, t.name)
	}
	return append(all, "all")
}

// addHelp gives a command its flag, which counts whatever else was given.
func addHelp(cmd *cobra.Command) {
	h := &helpFlag{}
	flag := cmd.Flags().VarPF(h, "help", "h", "explain the command, or a `TOPIC` of it")
	flag.NoOptDefVal = "true"
	cmd.SetHelpFunc(func(cmd *cobra.Command, _ []string) { _, _ = fmt.Fprint(cmd.OutOrStdout(), helpOn(cmd, h.topic)) })
}

// helpOn returns help on a topic of a command; its first page without one.
func helpOn(cmd *cobra.Command, name string) string {
	if name == "" {
		return firstPage(cmd)
	}
	if name == "all" {
		return wholeHelp(cmd)
	}
	t, _ := lookupTopic(name)
	return topicPage(cmd, t)
}

// helpCommand explains a command or a topic, and fails for what is neither.
func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND] [TOPIC]",
		Short: "Explain a command, a topic, or all",
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			cmd, _, err := root.Find(args)
			if err != nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			all := topicNames(cmd)
			for _, sub := range cmd.Commands() {
				if sub.IsAvailableCommand() {
					all = append(all, cobra.CompletionWithDesc(sub.Name(), sub.Short))
				}
			}
			return all, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return help(root, args) },
	}
}

func help(root *cobra.Command, args []string) error {
	name := ""
	cmd, rest, err := root.Find(args)
	if n := len(args); n > 0 && (err != nil || len(rest) > 0) {
		if _, ok := lookupTopic(args[n-1]); ok || args[n-1] == "all" {
			name = args[n-1]
			cmd, rest, err = root.Find(args[:n-1])
		}
	}
	if err != nil || len(rest) > 0 {
		wrong := strings.Join(args, " ")
		return usagef(orHint(meant(wrong, append(commandNames(root), allTopics()...)), "vsconvert -h lists the commands"), "help: no command and no topic is called %q", wrong)
	}
	if t, ok := lookupTopic(name); ok && name != "exit" && len(flagsOf(cmd, t)) == 0 {
		if cmd.HasParent() {
			return usagef("its topics: "+strings.Join(topicNames(cmd), ", "), "help: %s has no flags of the topic %s", cmd.Name(), name)
		}
		cmd = commandWith(root, t)
	}
	_, err = fmt.Fprint(root.OutOrStdout(), helpOn(cmd, name))
	return err
}

// commandWith returns the first command that has flags of a topic.
func commandWith(root *cobra.Command, t topic) *cobra.Command {
	for _, cmd := range root.Commands() {
		if len(flagsOf(cmd, t)) > 0 {
			return cmd
		}
	}
	return root
}

// firstPage is help that fits a screen: what a command does, how it is called,
// the flags that are needed most, and where the others are.
func firstPage(cmd *cobra.Command) string {
	head := headOfHelp(cmd) + "\n"
	tail := "\n" + moreHelp(cmd)
	room := helpHeight - strings.Count(head, "\n") - strings.Count(tail, "\n") - 1 // the heading of the flags
	var lines []string
	first := firstOf(cmd)
	column := columnOf(first)
	for _, flag := range first {
		more := flagLines(flag, column, true)
		if len(lines)+len(more) <= room {
			lines = append(lines, more...)
		}
	}
	if len(lines) == 0 {
		return head + strings.TrimPrefix(tail, "\n")
	}
	return head + "Flags:\n" + strings.Join(lines, "\n") + "\n" + tail
}

// headOfHelp says what a command does and how it is called.
func headOfHelp(cmd *cobra.Command) string {
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	var b strings.Builder
	b.WriteString(paragraphs(about, "", helpWidth))
	b.WriteString("\n" + strings.Join(hang("Usage: ", usageLine(cmd)), "\n") + "\n")
	if cmd.Example != "" {
		b.WriteString(strings.TrimRight(cmd.Example, "\n") + "\n")
	}
	if !cmd.HasParent() {
		b.WriteString("\nCommands (vsconvert COMMAND -h explains one):\n" + commandLines(cmd))
	}
	return b.String()
}

func usageLine(cmd *cobra.Command) string {
	if cmd.HasParent() {
		return cmd.Parent().CommandPath() + " " + cmd.Use
	}
	return cmd.Use
}

// commandLines list the commands, some to a line.
func commandLines(root *cobra.Command) string {
	var b strings.Builder
	other := commandNames(root)
	for _, group := range commandGroups {
		fmt.Fprintf(&b, "  %-21s%s\n", strings.Join(group.names, ", "), group.about)
		other = slices.DeleteFunc(other, func(name string) bool { return slices.Contains(group.names, name) })
	}
	if other = slices.DeleteFunc(other, func(name string) bool { return name == "help" || name == "completion" }); len(other) > 0 {
		b.WriteString("  " + strings.Join(other, ", ") + "\n")
	}
	return b.String()
}

// commandNames are the commands that people call.
func commandNames(root *cobra.Command) (all []string) {
	for _, cmd := range root.Commands() {
		if !cmd.Hidden || cmd.Name() == "completion" {
			all = append(all, cmd.Name())
		}
	}
	return all
}

// firstOf are the flags that may stand on the first page.
func firstOf(cmd *cobra.Command) (all []*pflag.Flag) {
	names := firstFlags[tableName(cmd)]
	if names == nil {
		eachFlag(cmd, func(flag *pflag.Flag) {
			if !slices.Contains([]string{"help", "colour"}, flag.Name) {
				all = append(all, flag)
			}
		})
		return all
	}
	for _, name := range names {
		if flag := cmd.Flags().Lookup(name); flag != nil {
			all = append(all, flag)
		}
	}
	return all
}

// moreHelp says where the rest is.
func moreHelp(cmd *cobra.Command) string {
	path := strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")
	ask := "vsconvert help " + path + " TOPIC"
	own := slices.ContainsFunc(topicNames(cmd), func(name string) bool { return name != "messages" && name != "all" })
	switch {
	case !cmd.HasParent():
		ask = "vsconvert help TOPIC"
	case !own:
		return "More: vsconvert -h\n"
	}
	return strings.Join(hang("More: ", ask+", of "+strings.Join(topicNames(cmd), ", ")), "\n") + "\n"
}

// topicPage explains a command's flags of a topic, more briefly where all of it
// does not fit a screen.
func topicPage(cmd *cobra.Command, t topic) string {
	page := pageOf(cmd, t, false)
	for len(t.examples) > 1 && strings.Count(page, "\n") > helpHeight {
		t.examples = t.examples[:len(t.examples)-1]
		page = pageOf(cmd, t, false)
	}
	if strings.Count(page, "\n") > helpHeight {
		return pageOf(cmd, t, true) + "\nMore: --help=all\n"
	}
	return page
}

func pageOf(cmd *cobra.Command, t topic, brief bool) string {
	var b strings.Builder
	b.WriteString(t.title + " (" + cmd.CommandPath() + ")\n\n")
	if t.about != "" {
		b.WriteString(paragraphs(t.about, "", helpWidth) + "\n")
	}
	if t.name == "exit" {
		b.WriteString(exitLines())
	}
	b.WriteString(linesOf(flagsOf(cmd, t), brief))
	for i, example := range t.examples {
		if i == 0 {
			b.WriteString("\n")
		}
		b.WriteString("  " + example + "\n")
	}
	return b.String()
}

// wholeHelp is all there is to say of a command.
func wholeHelp(cmd *cobra.Command) string {
	var b strings.Builder
	b.WriteString(headOfHelp(cmd))
	for _, t := range topics {
		flags := flagsOf(cmd, t)
		if len(flags) == 0 {
			continue
		}
		b.WriteString("\n" + t.title + ":\n")
		if t.about != "" {
			b.WriteString(paragraphs(t.about, "  ", helpWidth))
		}
		b.WriteString(linesOf(flags, false))
	}
	return b.String() + "\nExit codes:\n" + exitLines()
}

// linesOf explains flags, one below the other.
func linesOf(flags []*pflag.Flag, brief bool) string {
	var b strings.Builder
	column := columnOf(flags)
	for _, flag := range flags {
		b.WriteString(strings.Join(flagLines(flag, column, brief), "\n") + "\n")
	}
	return b.String()
}

// flagLines explain a flag, from a column on; briefly in one line, if it can be.
func flagLines(flag *pflag.Flag, column int, brief bool) []string {
	name, text := flagName(flag)
	if brief {
		text = briefly(text, helpWidth-column)
	}
	indent := strings.Repeat(" ", column)
	var lines []string
	line := name
	if len(name)+2 > column {
		lines, line = append(lines, name), ""
	}
	for _, part := range wrap(text, helpWidth-column) {
		lines = append(lines, line+indent[len(line):]+part)
		line = ""
	}
	return lines
}

// flagName returns how a flag is given, and what it is for. A text that begins
// with the value's name and a colon tells no more than that name.
func flagName(flag *pflag.Flag) (name, text string) {
	value, text := pflag.UnquoteUsage(flag)
	name = "      --" + flag.Name
	if flag.Shorthand != "" {
		name = "  -" + flag.Shorthand + ", --" + flag.Name
	}
	switch {
	case flag.NoOptDefVal != "" && flag.Value.Type() != "bool" || flag.Name == "help":
		if value == "" || value == "string" {
			value = "HOW"
		}
		name += "[=" + value + "]"
	case value != "":
		name += " " + strings.ToUpper(value)
	}
	return name, strings.TrimPrefix(text, value+": ")
}

// columnOf returns where the texts of flags begin.
func columnOf(flags []*pflag.Flag) int {
	column := 0
	for _, flag := range flags {
		if name, _ := flagName(flag); len(name)+2 <= flagColumn {
			column = max(column, len(name)+2)
		}
	}
	return column
}

// briefly returns as many clauses of a text as fit a line; the first at least.
func briefly(text string, limit int) string {
	for displayWidth(text) > limit {
		at := max(strings.LastIndex(text, "; "), strings.LastIndex(text, ". "))
		if at < 0 {
			break
		}
		text = text[:at]
	}
	return text
}

// hang wraps a text behind a heading.
func hang(heading, text string) []string {
	lines := wrap(text, helpWidth-len(heading))
	for i := range lines {
		lines[i] = heading + lines[i]
		heading = strings.Repeat(" ", len(heading))
	}
	return lines
}

// paragraphs wraps a text anew: its single line breaks count for nothing, save
// before lines that are indented.
func paragraphs(text, indent string, width int) string {
	var b strings.Builder
	for i, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			b.WriteString("\n")
		}
		lines := []string{p}
		if !strings.HasPrefix(p, "\t") && !strings.HasPrefix(p, " ") {
			lines = wrap(strings.ReplaceAll(p, "\n", " "), width-len(indent))
		}
		for _, line := range lines {
			b.WriteString(indent + strings.ReplaceAll(line, "\t", "  ") + "\n")
		}
	}
	return b.String()
}

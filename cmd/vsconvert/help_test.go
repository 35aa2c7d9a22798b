package main

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// eachCommand calls f for all commands, the root first.
func eachCommand(f func(*cobra.Command)) {
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		f(cmd)
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	root := newRoot(streams{})
	root.InitDefaultHelpCmd()
	walk(root)
}

// fits asserts that a text of help fits a terminal of 80x24, its height only
// where it is one page.
func fits(t *testing.T, text, what string, page bool) {
	for line := range strings.Lines(text) {
		assert.LessOrEqual(t, displayWidth(strings.TrimRight(line, "\n")), helpWidth, "%s: %s", what, line)
		assert.NotContains(t, line, "`", what)
	}
	if page {
		assert.LessOrEqual(t, strings.Count(text, "\n"), helpHeight, "%s is higher than a screen: say it shorter, or part the topic", what)
	}
}

// TestHelpFitsTheTerminal walks the help of every command: the first page, the
// pages of its topics, and the whole.
func TestHelpFitsTheTerminal(t *testing.T) {
	eachCommand(func(cmd *cobra.Command) {
		fits(t, firstPage(cmd), cmd.CommandPath()+" -h", true)
		for _, name := range topicNames(cmd) {
			fits(t, helpOn(cmd, name), cmd.CommandPath()+" --help="+name, name != "all")
		}
	})
}

// TestWholeHelpHasAllFlags: each flag of a command is explained once, in one
// topic.
func TestWholeHelpHasAllFlags(t *testing.T) {
	eachCommand(func(cmd *cobra.Command) {
		in := map[string]int{}
		for _, topic := range topics {
			for _, flag := range flagsOf(cmd, topic) {
				in[flag.Name]++
			}
		}
		for _, name := range flagNames(cmd) {
			require.Equal(t, 1, in[name], "%s --%s", cmd.Name(), name)
		}
		require.Len(t, in, len(flagNames(cmd)))
	})
}

// TestHelpNamesWhatExists: flags, commands and formats in the tables of help
// are there.
func TestHelpNamesWhatExists(t *testing.T) {
	flags, commands := map[string]bool{}, map[string]bool{"convert": true}
	eachCommand(func(cmd *cobra.Command) {
		commands[cmd.Name()] = true
		for _, name := range flagNames(cmd) {
			flags[name] = true
		}
	})
	for _, topic := range topics {
		require.False(t, commands[topic.name], "%s is a command and a topic", topic.name)
		for _, name := range topic.flags {
			require.True(t, flags[name], "--%s", name)
		}
	}
	for command, names := range firstFlags {
		require.True(t, commands[command], command)
		for _, name := range names {
			require.True(t, flags[name], "--%s", name)
		}
	}
	for _, group := range commandGroups {
		for _, name := range group.names {
			require.True(t, commands[name], name)
		}
	}
	for name := range valuesOf {
		require.True(t, flags[name], "--%s", name)
	}
}

// TestExamplesOfHelpHaveFlagsThatExist parses the examples.
func TestExamplesOfHelpHaveFlagsThatExist(t *testing.T) {
	var all []string
	for _, topic := range topics {
		all = append(all, topic.examples...)
	}
	eachCommand(func(cmd *cobra.Command) {
		all = append(all, strings.Split(strings.ReplaceAll(cmd.Example, "\\\n", ""), "\n")...)
	})
	tried := 0
	for _, example := range all {
		_, line, ok := strings.Cut(" "+example, " vsconvert ")
		if !ok {
			continue
		}
		line, _, _ = strings.Cut(line, " < ")
		line, _, _ = strings.Cut(line, " > ")
		line, _, _ = strings.Cut(line, " | ")
		root := newRoot(streams{})
		cmd, rest, err := root.Find(strings.Fields(strings.NewReplacer(`"TC In"`, "TC").Replace(line)))
		require.NoError(t, err, example)
		require.NoError(t, cmd.ParseFlags(rest), example)
		tried++
	}
	require.Greater(t, tried, 20)
}

func TestNearest(t *testing.T) {
	names := []string{"vtt", "srt", "ttml", "premiere", "protools", "xlsx", "rate", "from-rate"}
	for word, want := range map[string]string{
		"vvt": "vtt", "VTT": "vtt", "premier": "premiere", "proTols": "protools", "xslx": "xlsx", "raet": "rate", "tml": "ttml",
		"prot": "protools", "docx": "", "zzz": "", "": "", "x": "", "formrate": "from-rate", strings.Repeat("a", 1<<16): "",
	} {
		require.Equal(t, want, nearest(word, names), word)
	}
}

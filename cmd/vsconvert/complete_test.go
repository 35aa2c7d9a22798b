package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
)

// offered returns what a shell that asks as its script does is told: the
// values without what they are, and the directive.
func offered(t *testing.T, args ...string) (all []string, directive string) {
	t.Helper()
	var out, said bytes.Buffer
	code := run(append([]string{"__complete"}, args...), streams{in: strings.NewReader(""), out: &out, err: &said})
	require.Equal(t, exitDone, code, said.String())
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for _, line := range lines[:len(lines)-1] {
		value, _, _ := strings.Cut(line, "\t")
		all = append(all, value)
	}
	return all, lines[len(lines)-1]
}

const (
	noFiles    = ":36" // and the order is kept
	noSpaceYet = ":38"
	files0     = ":0"
)

func TestCompletion(t *testing.T) {
	for _, c := range []struct {
		args      string
		want      []string // some of what is offered
		not       []string
		directive string
	}{
		{"-t v", []string{"vtt"}, []string{"srt", "vvt"}, noFiles},
		{"-t ", []string{"vtt", "srt", "xlsx", "dapt", "premiere"}, []string{"results", "ndjson"}, noFiles},
		{"--to vtt,s", []string{"vtt,srt"}, []string{"srt"}, noFiles},
		{"--to vtt,", []string{"vtt,srt"}, []string{"vtt,vtt"}, noFiles},
		{"-f ", []string{"results", "ndjson", "vtt"}, nil, noFiles},
		{"--from=NDJ", []string{"ndjson"}, []string{"vtt"}, noFiles},
		{"merge --edited-from x", []string{"xlsx"}, []string{"vtt"}, noFiles},
		{"--rate 29", []string{"29.97", "29.97df"}, []string{"25"}, noFiles},
		{"--from-rate ", []string{"23.976", "25"}, nil, noFiles},
		{"--ttml-profile ", []string{"imsc", "dapt", "ebu-tt-d"}, nil, noFiles},
		{"--layout ", []string{"edit", "voice", "review"}, nil, noFiles},
		{"--paper l", []string{"letter"}, []string{"a4"}, noFiles},
		{"--map st", []string{"start=", "status="}, nil, noSpaceYet},
		{"check --profile ", []string{"standard", "extended"}, nil, ":32"}, // and files
		{"check --skip reversed,zero", []string{"reversed,zero-length"}, nil, noFiles},
		{"check --format ", []string{"json", "sarif", "junit", "github"}, nil, noFiles},
		{"--colour ", colourChoices, nil, noFiles},
		{"merge --colour n", []string{"never"}, []string{"auto"}, noFiles},
		{"-o ", nil, []string{"vtt"}, files0},
		{"reconform --old ", nil, nil, files0},
		{"--title ", nil, nil, ":4"},
		{"me", []string{"merge"}, []string{"diff"}, files0},
		{"--warn", []string{"--warnings"}, []string{"--rate"}, ":4"},
		{"help ", []string{"times", "ttml", "all", "merge"}, nil, ":4"},
		{"help check ", []string{"limits", "all"}, []string{"times", "merge"}, ":4"},
		{"completion ", shells, nil, ":4"},
	} {
		all, directive := offered(t, strings.Split(c.args, " ")...)
		require.Subset(t, all, c.want, c.args)
		for _, not := range c.not {
			require.NotContains(t, all, not, c.args)
		}
		require.Equal(t, c.directive, directive, c.args)
	}
}

// Where a command begins like a file, both are offered.
func TestCompletionOffersFilesBesideCommands(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("result.json", nil, 0o600))
	require.NoError(t, os.Mkdir("reels", 0o700))
	all, directive := offered(t, "re")
	require.Equal(t, []string{"reconform", "review", "reels" + string(filepath.Separator), "result.json"}, all)
	require.Equal(t, files0, directive)
}

// TestCompletedValuesAreTaken gives every value that is offered to its flag, on
// every command that has it.
func TestCompletedValuesAreTaken(t *testing.T) {
	tried := 0
	eachCommand(func(cmd *cobra.Command) {
		command := tableName(cmd)
		for name, known := range valuesOf {
			at := slices.IndexFunc(flagTable, func(row flag) bool { return row.name == name && slices.Contains(row.on, command) })
			if at < 0 || flagTable[at].name == "to" && command == "diff" {
				continue
			}
			for _, one := range known.all() {
				value, _, _ := strings.Cut(one, "\t")
				if name == "map" {
					value += "X"
				}
				args := []string{"--" + name + "=" + value}
				if name != "rate" && cmd.Flags().Lookup("rate") != nil {
					args = append(args, "--rate=25")
				}
				f := &flags{}
				set := pflag.NewFlagSet("", pflag.ContinueOnError)
				f.register(set, command)
				assert.NoError(t, errorOf(set.Parse(args), f.take(command)), "%s %v", command, args)
				if len(f.to) > 0 {
					_, err := f.targets()
					assert.NoError(t, err, args)
				}
				tried++
			}
		}
	})
	require.Greater(t, tried, 300)
}

// Marker colours that are offered are known to every program whose markers
// have one.
func TestCompletedColorsAreKnown(t *testing.T) {
	for _, color := range valuesOf["color"].all() {
		for _, name := range []string{"locators", "resolve", "avid", "premiere"} {
			format, _ := convert.Lookup(name)
			f := parsed("--rate=25", "--start=10:00:00:00", "--color="+color)
			require.NoError(t, convert.Encode(&bytes.Buffer{}, telling(), format, &f.options), "%s %s", name, color)
		}
	}
}

// TestCompletionScripts has each shell that is there read its script; bash
// completes with it.
func TestCompletionScripts(t *testing.T) {
	for _, shell := range shells {
		var out bytes.Buffer
		require.Equal(t, exitDone, run([]string{"completion", shell}, streams{out: &out, err: os.Stderr}), shell)
		require.Contains(t, out.String(), "vsconvert", shell)
		program, err := exec.LookPath(shell)
		if err != nil || shell == "powershell" {
			continue
		}
		check := exec.Command(program, "-n")
		check.Stdin = &out
		said, err := check.CombinedOutput()
		require.NoError(t, err, "%s: %s", shell, said)
	}
}

// completeInBash prints what bash would offer for a command line.
const completeInBash = `
__vsc() { "$VSCONVERT_BINARY" "$@"; }
source "$1"
COMP_WORDS=($2) COMP_CWORD=$(($3)) COMP_LINE=$2 COMP_POINT=${#2} COMP_TYPE=9 COMP_KEY=9 COMPREPLY=()
_get_comp_words_by_ref() { words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=${words[cword]}; prev=${words[cword-1]}; }
__ltrim_colon_completions() { :; }
_init_completion() { _get_comp_words_by_ref; }
compopt() { :; }
__start_vsconvert
printf '%s\n' "${COMPREPLY[@]}"
`

func TestBashCompletes(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("no bash")
	}
	self, err := os.Executable()
	require.NoError(t, err)
	dir := t.TempDir()
	binary := filepath.Join(dir, "vsconvert")
	require.NoError(t, os.Symlink(self, binary))
	var script bytes.Buffer
	require.Equal(t, exitDone, run([]string{"completion", "bash"}, streams{out: &script, err: os.Stderr}))
	file := filepath.Join(dir, "vsconvert.bash")
	require.NoError(t, os.WriteFile(file, script.Bytes(), 0o600))
	for line, want := range map[string]string{
		"vsconvert -t xl":          "xlsx",
		"vsconvert check --for ed": "edl",
		"vsconvert merg":           "merge",
		"vsconvert --rate 47":      "47.952",
	} {
		cmd := exec.Command(bash, "-c", completeInBash, "bash", file, line, fmt.Sprint(strings.Count(line, " ")))
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), programEnv+"=1", "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"))
		got, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", got)
		require.Equal(t, want, strings.TrimSpace(string(got)), line)
	}
}

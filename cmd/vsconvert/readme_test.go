package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/golden"
)

const readme = "../../README.md"

// TestReadmeTables keeps the tables of exit codes and formats those of the
// program.
func TestReadmeTables(t *testing.T) {
	data, err := os.ReadFile(readme)
	require.NoError(t, err)
	text := string(data)
	text = fill(t, text, "exit codes", exitRows())
	text = fill(t, text, "formats", formatRows())
	text = fill(t, text, "check", checkPicture(t))
	golden.Equal(t, readme, []byte(text))
}

func fill(t *testing.T, text, name, table string) string {
	mark, end := "<!-- "+name+" -->\n", "<!-- end -->"
	i := strings.Index(text, mark)
	require.Positive(t, i, mark)
	i += len(mark)
	j := strings.Index(text[i:], end)
	require.GreaterOrEqual(t, j, 0, end)
	return text[:i] + table + text[i+j:]
}

// checkPicture is what check prints of the example.
func checkPicture(t *testing.T) string {
	const dir = "testdata/qc/readme/"
	var out, messages strings.Builder
	code := run([]string{"check", "../../" + dir + "script.vtt", "--dialogue", "../../" + dir + "captions.vtt", "--duration", "30"}, streams{out: &out, err: &messages})
	require.Equal(t, exitFailed, code)
	require.Empty(t, messages.String())
	return "```\n$ vsconvert check script.vtt --dialogue captions.vtt --duration 30\n" + strings.ReplaceAll(out.String(), "../../"+dir, "") + "```\n"
}

func exitRows() string {
	var b strings.Builder
	b.WriteString("| code | meaning |\n|---|---|\n")
	for _, row := range exitTable {
		fmt.Fprintf(&b, "| %d | %s |\n", row.code, row.meaning)
	}
	return b.String()
}

func formatRows() string {
	var b strings.Builder
	b.WriteString("| name | format | extensions | times in | loses |\n|---|---|---|---|---|\n")
	for _, f := range convert.Formats() {
		name := f.Name
		if f.ReadOnly {
			name += " (read only)"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", name, describeFormat(f), strings.Join(f.Extensions, " "), f.Unit, loses(f))
	}
	return b.String()
}

// snippets returns the README's code blocks in a language.
func snippets(t *testing.T, language string) []string {
	data, err := os.ReadFile(readme)
	require.NoError(t, err)
	var all []string
	for _, block := range strings.Split(string(data), "```"+language+"\n")[1:] {
		code, _, ok := strings.Cut(block, "```")
		require.True(t, ok)
		all = append(all, code)
	}
	require.NotEmpty(t, all)
	return all
}

// TestReadmeSession runs the terminal session and compares what it prints.
func TestReadmeSession(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	out := filepath.Join(root, "out")
	if _, err := os.Stat(out); err == nil {
		t.Skip("out/ exists: the session would write into it")
	}
	t.Cleanup(func() { os.RemoveAll(out) })
	for _, session := range snippets(t, "console") {
		for _, step := range strings.Split("\n"+session, "\n$ ")[1:] {
			command, want, _ := strings.Cut(step+"\n", "\n")
			cmd := exec.Command("sh", "-c", command)
			cmd.Dir = root
			got, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s\n%s", command, got)
			require.Equal(t, strings.TrimRight(want, "\n"), strings.TrimRight(string(got), "\n"), command)
		}
	}
}

// TestReadmeLibrary builds and runs the program in the README.
func TestReadmeLibrary(t *testing.T) {
	for _, code := range snippets(t, "go") {
		file := filepath.Join(t.TempDir(), "main.go")
		require.NoError(t, os.WriteFile(file, []byte(code), 0o600))
		answer, err := os.ReadFile("../../testdata/results/doneTextJson.json")
		require.NoError(t, err)
		cmd := exec.Command("go", "run", file)
		cmd.Stdin = bytes.NewReader(answer)
		got, err := cmd.CombinedOutput()
		require.NoError(t, err, string(got))
		want, err := os.ReadFile("../../testdata/golden/doneTextJson/vtt.vtt")
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	}
}

// TestReadmeCommands checks that every command line the README shows has flags
// that exist.
func TestReadmeCommands(t *testing.T) {
	data, err := os.ReadFile(readme)
	require.NoError(t, err)
	root := newRoot(streams{})
	known := map[string]bool{"--exit-code": true, "--version": true, "-h": true}
	for _, cmd := range append(root.Commands(), root) {
		eachFlag(cmd, func(flag *pflag.Flag) { known["--"+flag.Name], known["-"+flag.Shorthand] = true, true })
	}
	for line := range strings.Lines(string(data)) {
		if !strings.HasPrefix(line, "vsconvert ") && !strings.Contains(line, "| vsconvert ") {
			continue
		}
		if _, behind, ok := strings.Cut(line, "| vsconvert "); ok {
			line = behind
		}
		command, _, _ := strings.Cut(line, "   ")
		for _, word := range strings.Fields(command) {
			if strings.HasPrefix(word, "-") && !strings.HasPrefix(word, "-0") {
				require.True(t, known[word], "%s in %q", word, line)
			}
		}
	}
}

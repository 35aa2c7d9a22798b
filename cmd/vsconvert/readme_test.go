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
		if f.NewDecoder == nil {
			name += " (write only)"
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

// textPages are what people read: the README, and what is in docs.
func textPages(t *testing.T) []string {
	docs, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	require.NotEmpty(t, docs)
	return append(docs, readme)
}

// TestSessions runs the terminal sessions of all pages, and holds what they
// print against the pages.
func TestSessions(t *testing.T) {
	for _, page := range textPages(t) {
		data, err := os.ReadFile(page)
		require.NoError(t, err)
		if !strings.Contains(string(data), session) {
			continue
		}
		t.Run(filepath.Base(page), func(t *testing.T) {
			golden.Equal(t, page, []byte(played(t, string(data), stage(t, page))))
		})
	}
}

// session begins a block of commands and what they print.
const session = "```console\n"

// stage returns the directory in which a page's commands run: for the README
// that of the repository, for others a copy of docs/examples.
func stage(t *testing.T, page string) string {
	if page != readme {
		dir := t.TempDir()
		require.NoError(t, os.CopyFS(dir, os.DirFS("../../docs/examples")))
		return dir
	}
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	out := filepath.Join(root, "out")
	if _, err := os.Stat(out); err == nil {
		t.Skip("out/ exists: the session would write into it")
	}
	t.Cleanup(func() { os.RemoveAll(out) })
	return root
}

// played returns a page with what its commands print in a directory.
func played(t *testing.T, text, dir string) string {
	blocks := strings.Split(text, session)
	for i, block := range blocks[1:] {
		code, rest, ok := strings.Cut(block, "```")
		require.True(t, ok)
		var b strings.Builder
		for _, step := range strings.Split("\n"+code, "\n$ ")[1:] {
			command, _, _ := strings.Cut(step, "\n")
			cmd := exec.Command("sh", "-c", command)
			cmd.Dir = dir
			got, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s\n%s", command, got)
			b.WriteString("$ " + command + "\n")
			if printed := strings.TrimRight(strings.ReplaceAll(string(got), "\r\n", "\n"), "\n"); printed != "" {
				b.WriteString(printed + "\n")
			}
		}
		blocks[i+1] = b.String() + "```" + rest
	}
	return strings.Join(blocks, session)
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

// TestCommands checks that every command line that a page shows has flags that
// exist.
func TestCommands(t *testing.T) {
	root := newRoot(streams{})
	known := map[string]bool{"--exit-code": true, "--version": true, "-h": true}
	for _, cmd := range append(root.Commands(), root) {
		eachFlag(cmd, func(flag *pflag.Flag) { known["--"+flag.Name], known["-"+flag.Shorthand] = true, true })
	}
	for _, page := range textPages(t) {
		data, err := os.ReadFile(page)
		require.NoError(t, err)
		for line := range strings.Lines(string(data)) {
			for _, word := range flagsIn(line) {
				require.True(t, known[word], "%s: %s in %q", page, word, line)
			}
		}
	}
}

// flagsIn returns the flags of vsconvert in a line of a page.
func flagsIn(line string) (flags []string) {
	if _, behind, ok := strings.Cut(line, "| vsconvert "); ok {
		line = behind
	} else if line = strings.TrimPrefix(line, "$ "); !strings.HasPrefix(line, "vsconvert ") {
		return nil
	}
	command, _, _ := strings.Cut(line, "   ")
	command, _, _ = strings.Cut(command, " || ")
	for _, word := range strings.Fields(command) {
		if strings.HasPrefix(word, "-") && word != "-" && !strings.HasPrefix(word, "-0") {
			flags = append(flags, word)
		}
	}
	return flags
}

package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const example = "../../testdata/results/doneTextJson.json"

// at runs the program with a person at the terminals that are named.
func atTerminal(t *testing.T, in, out bool, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(args, streams{in: strings.NewReader(""), out: &o, err: &e, inTerminal: in, outTerminal: out})
	return code, o.String(), e.String()
}

func TestTerminalAsInputPrintsUsage(t *testing.T) {
	code, stdout, stderr := atTerminal(t, true, true, "-t", "vtt")
	require.Equal(t, exitUsage, code)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "vsconvert [flags] [INPUT...]")
	code, _, stderr = atTerminal(t, true, true)
	require.Equal(t, exitUsage, code)
	require.Contains(t, stderr, "Usage:")
}

func TestWorkbookIsNotWrittenToTerminal(t *testing.T) {
	for _, args := range [][]string{{"-t", "xlsx", example}, {"-t", "xlsx", "-o", "-", example}, {"diff", "-t", "xlsx", example, example}} {
		code, stdout, stderr := atTerminal(t, true, true, args...)
		require.Equal(t, exitUsage, code, args)
		require.Empty(t, stdout)
		require.Contains(t, stderr, "terminal")
	}
	code, stdout, _ := atTerminal(t, true, false, "-t", "xlsx", example)
	require.Equal(t, exitDone, code)
	require.True(t, strings.HasPrefix(stdout, "PK"))
}

func TestEmptyStandardInput(t *testing.T) {
	code, stdout, stderr := atTerminal(t, false, false, "-t", "vtt")
	require.Equal(t, exitFailed, code)
	require.Empty(t, stdout)
	require.Contains(t, stderr, "<stdin>")
	require.Contains(t, stderr, "empty")
}

type closedPipe struct{}

func (closedPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestHelpThatCannotBeWrittenFails(t *testing.T) {
	for _, args := range [][]string{{"-h"}, {"merge", "-h"}, {"--version"}, {"formats"}, {"-t", "vtt", example}} {
		var stderr bytes.Buffer
		require.Equal(t, exitFailed, run(args, streams{in: strings.NewReader(""), out: closedPipe{}, err: &stderr}), args)
		require.Regexp(t, "^vsconvert: .*closed pipe\n$", stderr.String())
	}
}

func TestJoinCodes(t *testing.T) {
	for _, c := range []struct {
		codes []int
		want  int
	}{{nil, 0}, {[]int{0, 0}, 0}, {[]int{0, 3, 0, 3}, 3}, {[]int{3, 4}, 1}, {[]int{6}, 6}, {[]int{1, 0}, 1}} {
		require.Equal(t, c.want, joinCodes(c.codes), c.codes)
	}
}

// Order of inputs, and what came before, make no difference to an output.
func TestBatchKeepsFilesApart(t *testing.T) {
	dir := t.TempDir()
	other := "../../testdata/results/doneTextEdl.json"
	for _, order := range [][]string{{example, other}, {other, example}} {
		out := filepath.Join(dir, filepath.Base(order[0]))
		code, _, stderr := atTerminal(t, true, true, append([]string{"-q", "-t", "srt", "-o", out + "/"}, order...)...)
		require.Equal(t, exitDone, code, stderr)
	}
	for _, name := range []string{"doneTextJson.srt", "doneTextEdl.srt"} {
		a, err := os.ReadFile(filepath.Join(dir, filepath.Base(example), name))
		require.NoError(t, err)
		b, err := os.ReadFile(filepath.Join(dir, filepath.Base(other), name))
		require.NoError(t, err)
		require.Equal(t, string(a), string(b))
	}
}

func TestControlCharactersDoNotReachTheTerminal(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "x\x1b[31m.json")
	require.NoError(t, os.WriteFile(name, []byte("{"), 0o600))
	_, _, stderr := atTerminal(t, true, true, "-t", "vtt", name)
	require.NotContains(t, stderr, "\x1b")
}

package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
)

// printed returns what the program writes to standard output.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	require.Equal(t, exitDone, run(args, streams{in: strings.NewReader(""), out: &out, err: os.Stderr}))
	return out.String()
}

func TestManualHasAll(t *testing.T) {
	page := printed(t, "man")
	root := newRoot(streams{})
	for _, name := range flagNames(root) {
		require.Contains(t, page, `\-\-`+strings.ReplaceAll(name, "-", `\-`), name)
	}
	for _, cmd := range root.Commands() {
		if !cmd.Hidden {
			require.Contains(t, page, "\n.SS "+cmd.Name(), cmd.Name())
		}
	}
	for _, f := range convert.Formats() {
		require.Contains(t, page, "\n.B "+escaped(f.Name)+"\n")
	}
	for _, row := range exitTable {
		require.Contains(t, page, escaped(row.meaning))
	}
	for _, b := range []byte(page) {
		require.True(t, b == '\n' || b >= ' ' && b <= '~', "%q", b)
	}
	require.Equal(t, page, printed(t, "man"), "the same each time")
}

// TestManualSetsWithoutWarnings sets the page where groff is installed.
func TestManualSetsWithoutWarnings(t *testing.T) {
	groff, err := exec.LookPath("groff")
	if err != nil {
		t.Skip("no groff")
	}
	cmd := exec.Command(groff, "-man", "-ww", "-Tutf8", "-P-cbou", "-rLL=80n")
	cmd.Stdin = strings.NewReader(printed(t, "man"))
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	require.NoError(t, cmd.Run())
	require.Empty(t, said.String())
	text := out.String()
	for _, want := range []string{"vsconvert - convert audio description scripts", "--layout LAYOUT", "EXIT STATUS", "NO_COLOR", "merge [flags] ORIGINAL EDITED... -o OUT"} {
		require.Contains(t, text, want)
	}
}

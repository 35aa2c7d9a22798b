package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/hostile"
)

func TestUnderline(t *testing.T) {
	long := strings.Repeat("word ", 40)
	for _, c := range []struct {
		line        string
		column      int
		width       int
		shown, mark string
	}{
		{"00:00:0x,000 --> 00:00:02,000", 1, 40, "00:00:0x,000 --> 00:00:02,000", "^~~~~~~~~~~~"},
		{"00:00:01,000 --> 00:00:0y,000", 18, 40, "00:00:01,000 --> 00:00:0y,000", "                 ^~~~~~~~~~~~"},
		{"  all of it", 0, 40, "  all of it", "  ^~~~~~~~~"},
		{"ends", 5, 40, "ends", "    ^"},
		{"a\tb", 3, 40, "a b", "  ^"},
		{"日本 x", 4, 40, "日本 x", "     ^"},        // two columns each
		{"x 日本", 3, 40, "x 日本", "  ^~~~"},        // and below them
		{"e\u0301 x", 4, 40, "e\u0301 x", "  ^"}, // a mark takes none
		{"e\u0301 x", 2, 40, "e\u0301 x", "^"},
		{"a\x1bb c", 5, 40, "a<U+001B>b c", "           ^"},
		{"a\xffb", 3, 40, "a<0xFF>b", "       ^"},
		{long, 101, 30, "…ord word word word word word…", "          ^~~~"},
		{long, 1, 30, "word word word word word wor…", "^~~~"},
		{long, 196, 30, "…rd word word word word word", "                        ^~~~"},
		{`{"end":"x2","b":1}`, 8, 40, `{"end":"x2","b":1}`, "       ^~~~"},
		{`<p begin="a"><q>x</q>`, 4, 40, `<p begin="a"><q>x</q>`, "   ^~~~~~"},
		{`<p><q a="1 2">x</q>`, 4, 40, `<p><q a="1 2">x</q>`, "   ^~~~~~~~~~~"},
		{"", 1, 40, "", "^"},
		{"", 0, 40, "", ""},
		{"   ", 0, 40, "", ""},
		{"x", 1, 10, "", ""}, // too narrow for anything
	} {
		shown, mark := underline(c.line, c.column, c.width)
		require.Equal(t, c.shown, shown, c.line)
		require.Equal(t, c.mark, mark, c.line)
	}
}

// Whatever a line holds, what is shown fits the terminal and does nothing to it.
func TestUnderlineOfHostileLines(t *testing.T) {
	for _, text := range hostile.Texts() {
		line := strings.NewReplacer("\n", " ", "\r", " ").Replace(text.Text + strings.Repeat(" 日本e\u0301", 30))
		for _, column := range []int{0, 1, 7, 40, 1 << 30} {
			shown, mark := underline(line, column, 60)
			require.LessOrEqual(t, displayWidth(shown), 60, "%q", line)
			require.LessOrEqual(t, displayWidth(mark), 60, "%q", line)
			require.Equal(t, visible(shown), shown)
		}
	}
}

// failing runs the program with standard error on a terminal, or not.
func failing(t *testing.T, terminal bool, args ...string) string {
	t.Helper()
	t.Setenv("NO_COLOR", "")
	t.Setenv("TERM", "xterm")
	var out, said bytes.Buffer
	require.NotEqual(t, exitDone, run(args, streams{in: strings.NewReader(""), out: &out, err: &said, errTerminal: terminal}))
	return said.String()
}

func TestErrorsUnderlineTheirLine(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.srt")
	require.NoError(t, os.WriteFile(bad, []byte("1\r\n00:00:0x,000 --> 00:00:02,000\r\nA door.\r\n"), 0o600))
	said := failing(t, true, "--colour=auto", bad, "-t", "vtt")
	lines := strings.Split(said, "\n")
	require.Contains(t, lines[0], "\x1b[1;31mvsconvert:\x1b[0m "+bad+":2:")
	require.Equal(t, "    2 | 00:00:0x,000 --> 00:00:02,000", lines[1])
	require.Regexp(t, `^      \| .*\^~~~`, strings.NewReplacer("\x1b[1;31m", "", "\x1b[0m", "").Replace(lines[2]))

	// One line in pipes, without colours; the flag overrules, and NO_COLOR does
	// not keep the line back.
	said = failing(t, false, bad, "-t", "vtt")
	require.Equal(t, 1, strings.Count(said, "\n"), said)
	require.NotContains(t, said, "\x1b")
	require.Contains(t, failing(t, false, "--colour=always", bad, "-t", "vtt"), "    2 | ")
	require.NotContains(t, failing(t, true, "--colour=never", bad, "-t", "vtt"), "\x1b")
	require.Contains(t, failing(t, true, "--colour=never", bad, "-t", "vtt"), "    2 | ")
}

func TestErrorsOfOtherFilesAreTheirs(t *testing.T) {
	dir := t.TempDir()
	bad, good := filepath.Join(dir, "bad.vtt"), filepath.Join(dir, "good.vtt")
	require.NoError(t, os.WriteFile(good, []byte("WEBVTT\n\n00:01.000 --> 00:02.000\nA door.\n"), 0o600))
	require.NoError(t, os.WriteFile(bad, []byte("WEBVTX\n"), 0o600))
	said := failing(t, true, "concat", good, bad+"@10", "-t", "srt")
	require.Contains(t, said, bad+":1:1: ")
	require.NotContains(t, said, good)
	require.Contains(t, said, "    1 | WEBVTX\n")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "old.edl"), []byte("TITLE: X\n\n001  AX       V     C        00:00:61:00 00:00:02:00 00:00:00:00 00:00:01:00\n"), 0o600))
	said = failing(t, false, "reconform", good, "--old", filepath.Join(dir, "old.edl"), "--new", filepath.Join(dir, "old.edl"), "-t", "srt")
	require.NotContains(t, said, good)
	require.Contains(t, said, "old.edl:3:")
}

// A line that holds a signed address is not shown.
func TestErrorsShowNoSignedAddresses(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "bad.json")
	require.NoError(t, os.WriteFile(bad, []byte(`{"status":"done","video_signed_url":"https://example.com/a?X-Goog-Signature=abcdef", x`), 0o600))
	require.NotContains(t, failing(t, true, bad, "-t", "vtt"), "abcdef")
}

func TestColourRules(t *testing.T) {
	for _, c := range []struct {
		flag, noColor, term string
		terminal, want      bool
	}{
		{"auto", "", "xterm", true, true},
		{"auto", "", "xterm", false, false},
		{"auto", "1", "xterm", true, false},
		{"auto", "", "dumb", true, false},
		{"always", "1", "dumb", false, true},
		{"never", "", "xterm", true, false},
	} {
		t.Setenv("NO_COLOR", c.noColor)
		t.Setenv("TERM", c.term)
		s := streams{colour: &colourFlag{c.flag}}
		require.Equal(t, c.want, s.colours(c.terminal), c)
	}
}

// Colours change nothing but colours.
func TestTablesWithColoursSayTheSame(t *testing.T) {
	t.Setenv("NO_COLOR", "")
	script := filepath.Join(t.TempDir(), "a.vtt")
	require.NoError(t, os.WriteFile(script, []byte("WEBVTT\n\n00:05.000 --> 00:04.000\nA door.\n\n00:01.000 --> 00:01.500\nA very long description of what there is to see.\n"), 0o600))
	for _, args := range [][]string{{"check", script}, {"validate", script}} {
		var plain, painted bytes.Buffer
		run(append(args, "--colour=never"), streams{out: &plain, err: &bytes.Buffer{}})
		run(append(args, "--colour=always"), streams{out: &painted, err: &bytes.Buffer{}})
		require.NotEmpty(t, plain.String())
		require.Contains(t, painted.String(), "\x1b[", args)
		stripped := painted.String()
		for _, i := range []ink{inkError, inkWarning, inkHint, inkInfo, inkPlace} {
			stripped = strings.ReplaceAll(stripped, "\x1b["+string(i)+"m", "")
		}
		require.Equal(t, plain.String(), strings.ReplaceAll(stripped, "\x1b[0m", ""))
	}
}

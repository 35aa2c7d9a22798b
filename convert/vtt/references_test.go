package vtt_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/golden"
)

// follow is what stands behind a reference in turn.
var follow = []string{"", ";", "x", "1", "=", "&", " "}

// TestReferences decodes each named reference of HTML, with everything behind
// it that could make a difference.
func TestReferences(t *testing.T) {
	require.Len(t, references(), 2231)
	for _, name := range slices.Sorted(maps.Keys(references())) {
		for _, f := range follow {
			text := "a&" + name + f
			file := "WEBVTT\n\n1\n00:01.000 --> 00:02.000\n" + text
			require.Equal(t, textContent(text), ours(t, []byte(file)).Cues[0].Text, text)
		}
	}
}

// TestInteropChromiumReferences makes the table anew from Chromium's answers.
func TestInteropChromiumReferences(t *testing.T) {
	names := slices.Sorted(maps.Keys(references()))
	require.Len(t, names, 2231)
	var file strings.Builder
	file.WriteString("WEBVTT\n")
	for i, name := range names {
		fmt.Fprintf(&file, "\n%02d:%02d:%02d.000 --> 23:00:00.000\n&%s", i/3600, i/60%60, i%60, name)
		file.WriteString("\n")
	}
	var table strings.Builder
	for i, c := range chromium(t, [][]byte{[]byte(file.String())})[0].Cues {
		table.WriteString(names[i])
		for _, r := range c.Text {
			fmt.Fprintf(&table, " U+%04X", r)
		}
		table.WriteString("\n")
	}
	golden.Equal(t, "testdata/references.txt", []byte(table.String()))
}

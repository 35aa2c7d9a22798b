package main

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/merge"
	"github.com/vsconvert/vsconvert/script"
)

var someChanges = []merge.Change{
	{Kind: merge.Changed, Field: script.FieldTitle, Before: "Harbour", After: "Port"},
	{Kind: merge.Changed, ID: "001", Start: time.Second, Field: script.FieldText,
		Before: "A woman in a long red coat crosses the empty square while snow begins to fall.",
		After:  "A woman in a red coat crosses the square.\nhttps://example.com/a/very/long/word/that/cannot/be/broken"},
	{Kind: merge.Changed, ID: "a-very-long-id-of-a-segment-002", Start: 3 * time.Second, Field: script.FieldText,
		Before: "赤い長いコートを着た女性が雪の降り始めた誰もいない広場を横切り", After: "رجل يرتدي معطفا"},
	{Kind: merge.Changed, ID: "3", Start: 5 * time.Second, Field: script.FieldText, Before: "Two words.", After: " Two  words.\u00a0"},
	{Kind: merge.Added, ID: "4", Start: 7 * time.Second, Field: merge.FieldSegment, After: "New."},
	{Kind: merge.Changed, ID: "5", Start: 8 * time.Second, Field: script.FieldNote, Before: "\x1b[31mred", After: ""},
}

// On every screen no line is longer than it is wide, and nothing is cut.
func TestChangesFitTheScreen(t *testing.T) {
	var all strings.Builder
	for _, screen := range []int{0, 40, 80, 120} {
		var b strings.Builder
		require.NoError(t, printChangesWithin(&b, someChanges, screen))
		for line := range strings.SplitSeq(b.String(), "\n") {
			if screen > 0 {
				require.LessOrEqual(t, displayWidth(line), screen, line)
			}
		}
		letters := strings.NewReplacer(" ", "", "\n", "").Replace(b.String())
		require.NotContains(t, letters, "\x1b")
		if screen < 80 {
			require.Contains(t, strings.ReplaceAll(letters, "-", ""), "赤い長いコートを着た女性")
		}
		all.WriteString(b.String() + strings.Repeat("=", screen) + "\n")
	}
	golden.Equal(t, "testdata/changes.golden", []byte(all.String()))
}

// A line is looked at as often as it has pieces, not once for all the rest.
func TestWrap(t *testing.T) {
	require.Equal(t, []string{"a text", "of", "words", "日本語"}, wrap("a text of\nwords 日本語", 6))
	require.Equal(t, []string{"日", "本"}, wrap("日本", 1), "no character is cut")
	require.Len(t, wrap(strings.Repeat("word ", 1<<18), 80), 1<<14)
}

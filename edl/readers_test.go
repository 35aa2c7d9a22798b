package edl_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/timecode"
)

// requireReadable fails the test unless readers of other makers take out, by
// the rules measured on them.
func requireReadable(t *testing.T, out string, r timecode.Rate) {
	t.Helper()
	// Python's readers break lines at every kind of Unicode line break.
	for _, c := range []string{"\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\u0085", "\u2028", "\u2029"} {
		require.NotContains(t, out, c)
	}
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	require.True(t, strings.HasPrefix(lines[0], "TITLE: "))
	require.Equal(t, map[bool]string{true: "FCM: DROP FRAME", false: "FCM: NON-DROP FRAME"}[r.DropFrame()], lines[1])
	require.Empty(t, lines[2])
	for _, line := range lines[3:] {
		if strings.HasPrefix(line, "* ") {
			continue
		}
		requireColumns(t, line)
		requireFields(t, line, r)
		require.Regexp(t, subtitleEditor, line)
		require.Greater(t, len(line), 65)
	}
}

// subtitleEditor is how a subtitle editor recognises events: reel, one-letter
// channel and transition.
var subtitleEditor = regexp.MustCompile(`^\d+\s+\S{2,250}\s+\S\s+\S\s+(\d\d:\d\d:\d\d[:;]\d\d ?){4}$`)

// requireColumns applies the rules of a reader of fixed columns: two blanks
// behind a number of any length, a reel as wide as the rest of the line
// leaves, and timecodes of 11 characters.
func requireColumns(t *testing.T, line string) {
	t.Helper()
	digits := strings.IndexByte(line, ' ')
	require.GreaterOrEqual(t, digits, 3)
	require.True(t, strings.HasPrefix(line[digits:], "  "))
	reel := len(line) - digits - 65
	require.Equal(t, 8, reel)
	rest := line[digits+2:]
	for _, width := range []int{reel, 4, -2, 4, 3, 11, 11, 11, 11} {
		gap := 1
		if width < 0 {
			gap, width = 1, 0 // channel and transition are two blanks apart
		}
		if len(rest) > width {
			require.Equal(t, strings.Repeat(" ", gap), rest[width:width+gap], "%q", line)
			rest = rest[width+gap:]
		}
	}
}

// requireFields applies the rules of a reader that splits at blanks: 8 fields,
// or 9 with a transition's length, source and record of one length, and ";"
// in drop-frame alone.
func requireFields(t *testing.T, line string, r timecode.Rate) {
	t.Helper()
	fields := strings.Fields(line)
	require.Len(t, fields, 8, "%q", line)
	require.Contains(t, []string{"C", "D", "W", "K"}, fields[3])
	var at [4]int64
	for i, s := range fields[4:] {
		require.Equal(t, r.DropFrame(), s[8] == ';')
		tc, err := timecode.Parse(s, r)
		require.NoError(t, err)
		at[i] = tc.Frames()
	}
	day := r.FramesPerDay()
	require.Equal(t, (at[1]-at[0]+day)%day, (at[3]-at[2]+day)%day, "source is as long as record")
	require.NotEqual(t, at[2], at[3], "no event without length")
}

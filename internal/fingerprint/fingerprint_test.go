package fingerprint_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/fingerprint"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
)

func TestRow(t *testing.T) {
	for _, text := range hostile.Texts() {
		seg := script.Segment{ID: text.Text, Start: -time.Second - 1, End: time.Hour, Text: text.Text, Note: "note"}
		row, ok := fingerprint.Parse(string(fingerprint.Append(nil, &seg, "en")))
		require.True(t, ok)
		require.Equal(t, seg.ID, row.ID)
		require.Equal(t, [2]time.Duration{seg.Start, seg.End}, [2]time.Duration{row.Start, row.End})
		require.True(t, row.Is(script.FieldText, text.Text))
		require.False(t, row.Is(script.FieldText, text.Text+"."))
		require.True(t, row.Is(script.FieldStatus, ""))
		require.False(t, row.Is(script.FieldNote, ""))
		require.True(t, row.Is(script.FieldLanguage, "en"))
		require.Equal(t, fingerprint.Key(text.Text), row.Key())
	}
}

// A spreadsheet program must take a fingerprint for text: it is no number,
// date or formula.
func TestRowIsText(t *testing.T) {
	print := string(fingerprint.Append(nil, &script.Segment{ID: "1.5-2 x", Start: 1, End: 2, Text: "A boat."}, "en"))
	require.Regexp(t, `^v1\.[0-9a-z]+\.[0-9a-z]+\.[0-9A-Za-z_%+]+(\.([0-9A-Za-z_~]{6}|-)){7}$`, print)
}

func TestParseRefusesWhatIsNone(t *testing.T) {
	for _, s := range []string{"", "v1", "v2.1.2.x", "v1.!.2.x", "v1.1.2.%zz", "note", strings.Repeat(".", 9)} {
		_, ok := fingerprint.Parse(s)
		require.False(t, ok, s)
	}
	row, ok := fingerprint.Parse("v1.1.2.x")
	require.True(t, ok)
	require.False(t, row.Says(script.FieldText))
}

func TestIDs(t *testing.T) {
	var many []string
	for i := range 240 {
		many = append(many, fmt.Sprintf("%03d", i+1))
	}
	for want, ids := range map[string][]string{
		"001-240":        many,
		"AD9-AD11 x y":   {"AD9", "AD10", "AD11", "x", "y"},
		"1 3 2":          {"1", "3", "2"},
		"a%2D1-a%2D2 b":  {"a-1", "a-2", "b"},
		"x+y 99-100 007": {"x y", "99", "100", "007"},
	} {
		require.Equal(t, want, fingerprint.IDs(ids))
		got, ok := fingerprint.ParseIDs(want)
		require.True(t, ok)
		require.Len(t, got, len(ids))
		for _, id := range ids {
			require.True(t, got[id], id)
		}
	}
	for _, bad := range []string{"", "1-99999999", "a-b", "%zz", "2-1"} {
		_, ok := fingerprint.ParseIDs(bad)
		require.False(t, ok, bad)
	}
}

package qc_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/qc"
)

// TestDocsHaveEveryRule holds docs/checks.md and the rules together.
func TestDocsHaveEveryRule(t *testing.T) {
	data, err := os.ReadFile("../docs/checks.md")
	require.NoError(t, err)
	doc := string(data)
	var table strings.Builder
	for _, r := range qc.Rules() {
		unit, paused := "-", "-"
		if r.Unit != "" {
			unit = r.Unit
		}
		if r.Paused {
			paused = "yes"
		}
		fmt.Fprintf(&table, "| [%s](#%s) | %s | %s | %s | %s |\n", r.Name, r.Name, r.Severity, unit, paused, r.About)
		require.Contains(t, doc, "\n## "+r.Name+"\n\n"+r.About+" Example: ", r.Name)
	}
	require.Contains(t, doc, "|---|---|---|---|---|\n"+table.String()+"<!-- end -->")
	require.Equal(t, len(qc.Rules()), strings.Count(doc, "\n## "))
	for _, limit := range qc.AllLimits() {
		switch limit.Name {
		case "min-slot": // of slots, not of a rule
		default:
			require.Contains(t, doc, "`--"+limit.Name, limit.Name)
		}
	}
}

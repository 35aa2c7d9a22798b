package ttml_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	_ "github.com/vsconvert/vsconvert/internal/golden"
)

var validateProfiles = [...]ttml.Profile{ttml.IMSC11, ttml.IMSC1, ttml.DAPT, ttml.EBUTTD}

// validateBase returns a document that is valid in the profile.
func validateBase(t testing.TB, p ttml.Profile) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "validate", p.String()+".ttml"))
	require.NoError(t, err)
	return string(b)
}

func validate(t testing.TB, doc string, p ttml.Profile) []ttml.Problem {
	t.Helper()
	problems, err := ttml.Validate(strings.NewReader(doc), p)
	require.NoError(t, err)
	return problems
}

func TestValidateBases(t *testing.T) {
	for _, p := range validateProfiles {
		t.Run(p.String(), func(t *testing.T) {
			require.Empty(t, validate(t, validateBase(t, p), p))
		})
	}
}

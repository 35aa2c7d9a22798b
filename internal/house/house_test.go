// Package house holds tests of the module as a whole: who may import whom.
package house

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
)

const module = "github.com/vsconvert/vsconvert/"

// deps returns what packages import, tests aside: theirs by name, and all they
// link.
func deps(t *testing.T, pattern string) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Deps " "}}`, module+pattern).Output()
	require.NoError(t, err)
	all := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		all[strings.TrimPrefix(fields[0], module)] = fields[1:]
	}
	return all
}

func TestArrowsPointAtTheModel(t *testing.T) {
	all := deps(t, "...")
	ours := func(pkg string) []string {
		var names []string
		for _, dep := range all[pkg] {
			if name, ok := strings.CutPrefix(dep, module); ok && !strings.HasPrefix(name, "internal/") {
				names = append(names, name)
			}
		}
		return names
	}
	model := []string{"script", "timecode"}
	require.Empty(t, ours("script"))
	require.Empty(t, ours("timecode"))
	for pkg := range all {
		switch {
		case pkg == "edl":
			require.Subset(t, model, ours(pkg), pkg)
		case pkg == "convert/ttml/conform", pkg == "convert/ttml/edit":
			require.Subset(t, append(model, "convert/ttml"), ours(pkg), pkg)
		case pkg == "convert/resolve":
			require.Subset(t, append(model, "edl"), ours(pkg), pkg)
		case strings.HasPrefix(pkg, "convert/"), strings.HasPrefix(pkg, "internal/"):
			require.Subset(t, append(model, "qc"), ours(pkg), pkg)
		case pkg == "qc":
			require.Subset(t, model, ours(pkg), pkg)
		case pkg == "results":
			require.Subset(t, []string{"script", "timecode", "edl", "convert/vtt", "convert/srt"}, ours(pkg), pkg)
		case pkg == "client":
			require.Subset(t, append([]string{"results"}, ours("results")...), ours(pkg), pkg)
		case pkg == "timing":
			require.Subset(t, append(model, "edl"), ours(pkg), pkg) // which is how cuts are told
		case pkg == "merge":
			require.Subset(t, model, ours(pkg), pkg)
		}
	}
}

func TestTheModelNeedsTheStandardLibraryOnly(t *testing.T) {
	for _, pkg := range []string{"script", "timecode"} {
		for _, dep := range deps(t, pkg)[pkg] {
			require.False(t, strings.Contains(dep, "."), "%s imports %s", pkg, dep)
		}
	}
}

func TestHeavyLibrariesStayWhereTheyBelong(t *testing.T) {
	allowed := map[string][]string{
		"github.com/xuri/excelize/v2":         {"convert/xlsx", "convert", "cmd/vsconvert"},
		"github.com/asticode/go-astisub":      {"convert/astisub", "convert", "cmd/vsconvert"},
		"github.com/spf13/cobra":              {"cmd/vsconvert"},
		"github.com/stretchr/testify/require": nil,
	}
	for pkg, links := range deps(t, "...") {
		if strings.HasSuffix(pkg, "test") {
			continue // only tests import it
		}
		for library, owners := range allowed {
			if slices.Contains(links, library) {
				require.Contains(t, owners, pkg, "%s links %s", pkg, library)
			}
		}
	}
}

// Nothing but the client asks other machines for anything.
func TestOnlyTheClientUsesTheNetwork(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	require.NoError(t, err)
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if slices.Contains(fields[1:], "net/http") {
			require.Equal(t, module+"client", fields[0])
		}
	}
}

// What holds documents against rules is for who asks for it.
func TestReadingNeverLinksTheValidator(t *testing.T) {
	for pkg, links := range deps(t, "...") {
		if slices.Contains(links, module+"convert/ttml/conform") {
			require.Equal(t, "cmd/vsconvert", pkg)
		}
	}
}

// Golden files are rewritten by one command, go test ./... -update, and a test
// binary that does not know the flag would stop it.
func TestEveryTestKnowsUpdate(t *testing.T) {
	out, err := exec.Command("go", "list", "-f",
		`{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}} {{join .TestImports " "}} {{join .XTestImports " "}}{{end}}`, module+"...").Output()
	require.NoError(t, err)
	for line := range strings.Lines(string(out)) {
		known := slices.ContainsFunc([]string{"golden", "markers/markertest", "source/segmentstest"}, func(name string) bool {
			return strings.Contains(line, module+"internal/"+name)
		})
		require.True(t, known, line)
	}
}

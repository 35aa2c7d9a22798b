// Package interop finds the programs that read in tests what vsconvert wrote.
package interop

import (
	"os"
	"os/exec"
	"testing"
)

// Enabled is the environment variable that turns tests with other programs on.
// CI sets it to 1 and has all of them installed.
const Enabled = "VSCONVERT_INTEROP"

// Client returns the path of the first of the named programs that is
// installed. Unless [Enabled] is set it skips the test; when it is set, a
// program that is not there fails it.
func Client(t testing.TB, names ...string) string {
	t.Helper()
	if os.Getenv(Enabled) == "" {
		t.Skipf("set %s=1 to run tests against %v", Enabled, names)
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatalf("none of %v is installed, and %s is set", names, Enabled)
	return ""
}

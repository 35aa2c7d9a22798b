package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/vsconvert/vsconvert/internal/golden"
)

// programEnv makes the test binary be the program.
const programEnv = "VSCONVERT_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(programEnv) != "" {
		os.Exit(runProcess(os.Args[1:]))
	}
	testscript.Main(m, map[string]func(){"vsconvert": main})
}

// TestScripts runs the command lines in testdata.
func TestScripts(t *testing.T) {
	examples, err := filepath.Abs("../../testdata/results")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "testdata",
		UpdateScripts: golden.Updating(),
		Setup: func(env *testscript.Env) error {
			env.Setenv("RESULTS", examples)
			newTestAPI().setUp(env)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"empty":   checkEmpty,
			"film":    checkFilm,
			"mode":    checkMode,
			"secrets": checkSecrets,
			"status":  checkStatus,
		},
	})
}

// checkEmpty fails unless the directories it is given hold nothing.
func checkEmpty(ts *testscript.TestScript, neg bool, args []string) {
	for _, dir := range args {
		entries, err := os.ReadDir(ts.MkAbs(dir))
		ts.Check(err)
		var names []string
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if (len(names) == 0) == neg {
			ts.Fatalf("%s holds %s", dir, strings.Join(names, ", "))
		}
	}
}

// checkMode fails unless a file has the permissions given in octal.
func checkMode(ts *testscript.TestScript, _ bool, args []string) {
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := fmt.Sprintf("%o", info.Mode().Perm()); got != args[0] {
		ts.Fatalf("%s has mode %s, not %s", args[1], got, args[0])
	}
}

// checkStatus runs a command and fails unless it ends with the exit code that
// comes first. What it prints can be matched as after exec.
func checkStatus(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("exit code %d, not %s", code, args[0])
	}
}

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
)

// licenceFile are the names of what comes with a module and has to come with a
// program that holds it.
var licenceFile = regexp.MustCompile(`(?i)^((un)?licen[sc]e|copying|notice)(\.(txt|md))?$`)

// licencesOf returns the licences of all that a program holds: its modules, and
// the standard library.
func licencesOf(info *debug.BuildInfo) ([]byte, error) {
	root, err := goTells("env", "GOROOT")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := addLicences(&b, "Go "+strings.TrimPrefix(info.GoVersion, "go"), root); err != nil {
		return nil, err
	}
	for _, dep := range info.Deps {
		dir, err := goTells("list", "-m", "-f", "{{.Dir}}", dep.Path)
		if err != nil {
			return nil, err
		}
		if err := addLicences(&b, dep.Path+" "+dep.Version, dir); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}

func goTells(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	return strings.TrimSpace(string(out)), err
}

// addLicences adds the licences that lie in a directory. One at least must.
func addLicences(b *bytes.Buffer, title, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var names []string
	for _, e := range entries {
		if licenceFile.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	if len(names) == 0 {
		return fmt.Errorf("%s: no licence in %s", title, dir)
	}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "%s (%s)\n\n%s\n%s\n\n", title, name, bytes.TrimSpace(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))), strings.Repeat("-", 80))
	}
	return nil
}

// Command release builds what is published: for each system an archive with
// the program, its manual page, completions, licences and bill of materials,
// and the checksums of all. Run in the module's directory:
//
//	go run ./cmd/release -o dist
//
// The same commit and the same Go make the same bytes, wherever it runs.
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

const (
	name    = "vsconvert"
	program = "./cmd/vsconvert"
)

// systems are what is built for.
var systems = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}

// epoch is the time of files where the build knows no commit.
var epoch = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func main() {
	out := flag.String("o", "dist", "the `directory` for archives and checksums")
	only := flag.String("systems", strings.Join(systems, ","), "the `list` of systems, as in linux/amd64,windows/arm64")
	flag.Parse()
	if err := release(*out, strings.Split(*only, ","), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

// release writes the archives of systems into a directory, and their names to w.
func release(out string, systems []string, w io.Writer) error {
	temp, err := os.MkdirTemp("", "release")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	shared, err := sharedFiles(temp)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var archives []string
	for _, system := range systems {
		file, err := build(temp, out, system, shared)
		if err != nil {
			return fmt.Errorf("%s: %w", system, err)
		}
		fmt.Fprintln(w, file)
		archives = append(archives, file)
	}
	return checksums(out, archives)
}

// file is one of an archive.
type file struct {
	name    string // with slashes
	content []byte
	program bool // to be run
}

// sharedFiles are those of every archive. The program itself writes some.
func sharedFiles(temp string) ([]file, error) {
	host := filepath.Join(temp, "host")
	if err := goBuild(host, nil); err != nil {
		return nil, err
	}
	var all []file
	for _, written := range []struct{ name, args string }{
		{"man/man1/vsconvert.1", "man"},
		{"completions/vsconvert.bash", "completion bash"},
		{"completions/_vsconvert", "completion zsh"},
		{"completions/vsconvert.fish", "completion fish"},
		{"completions/vsconvert.ps1", "completion powershell"},
	} {
		content, err := exec.Command(host, strings.Fields(written.args)...).Output()
		if err != nil {
			return nil, fmt.Errorf("%s %s: %w", name, written.args, err)
		}
		all = append(all, file{name: written.name, content: content})
	}
	for _, kept := range []string{"README.md", "LICENSE", "CHANGELOG.md"} {
		content, err := os.ReadFile(kept)
		if err != nil {
			return nil, err
		}
		all = append(all, file{name: kept, content: content})
	}
	return all, nil
}

// goBuild builds the program, static and without the paths of this machine.
func goBuild(to string, env []string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=auto", "-ldflags=-s -w -buildid=", "-o", to, program)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOEXPERIMENT=", "GOAMD64=v1", "GOARM64=v8.0")
	cmd.Env = append(cmd.Env, env...)
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// build makes the archive of a system, and returns its name.
func build(temp, out, system string, shared []file) (string, error) {
	goos, goarch, _ := strings.Cut(system, "/")
	binary := filepath.Join(temp, goos+"_"+goarch)
	if err := goBuild(binary, []string{"GOOS=" + goos, "GOARCH=" + goarch}); err != nil {
		return "", err
	}
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return "", err
	}
	content, err := os.ReadFile(binary)
	if err != nil {
		return "", err
	}
	licences, err := licencesOf(info)
	if err != nil {
		return "", err
	}
	when := commitTime(info)
	bill, err := billOf(info, content, system, when)
	if err != nil {
		return "", err
	}
	base := fmt.Sprintf("%s_%s_%s_%s", name, versionOf(info), goos, goarch)
	files := append(slices.Clone(shared),
		file{name: "LICENSES.txt", content: licences},
		file{name: name + ".cdx.json", content: bill},
		file{name: map[bool]string{true: name + ".exe", false: name}[goos == "windows"], content: content, program: true})
	slices.SortFunc(files, func(a, b file) int { return strings.Compare(a.name, b.name) })
	pack, ending := tarball, ".tar.gz"
	if goos == "windows" {
		pack, ending = zipped, ".zip"
	}
	packed, err := pack(base, files, when)
	if err != nil {
		return "", err
	}
	return base + ending, os.WriteFile(filepath.Join(out, base+ending), packed, 0o644)
}

// versionOf returns the version that the build has found out from the commit.
func versionOf(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return "devel"
}

// commitTime returns when the commit was made.
func commitTime(info *debug.BuildInfo) time.Time {
	for _, s := range info.Settings {
		if t, err := time.Parse(time.RFC3339, s.Value); s.Key == "vcs.time" && err == nil {
			return t.UTC()
		}
	}
	return epoch
}

// checksums writes what sha256sum -c reads.
func checksums(dir string, names []string) error {
	var b strings.Builder
	for _, name := range slices.Sorted(slices.Values(names)) {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(content), name)
	}
	return os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(b.String()), 0o644)
}

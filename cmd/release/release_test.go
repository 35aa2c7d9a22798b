package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
)

var (
	some = []file{{name: "LICENSE", content: []byte("free\n")}, {name: "man/man1/x.1", content: []byte(".TH X\n")}, {name: "x", content: []byte("\x7fELF"), program: true}}
	when = time.Date(2026, 1, 2, 3, 4, 6, 0, time.UTC)
)

func TestTarball(t *testing.T) {
	packed, err := tarball("x_v1", some, when)
	require.NoError(t, err)
	again, err := tarball("x_v1", some, when)
	require.NoError(t, err)
	require.Equal(t, packed, again)
	z, err := gzip.NewReader(bytes.NewReader(packed))
	require.NoError(t, err)
	require.True(t, z.ModTime.IsZero())
	r := tar.NewReader(z)
	for _, f := range some {
		head, err := r.Next()
		require.NoError(t, err)
		require.Equal(t, "x_v1/"+f.name, head.Name)
		require.Equal(t, f.program, head.Mode&0o100 != 0)
		require.Zero(t, head.Uid)
		require.Empty(t, head.Uname)
		require.True(t, when.Equal(head.ModTime))
		content, err := io.ReadAll(r)
		require.NoError(t, err)
		require.Equal(t, f.content, content)
	}
	_, err = r.Next()
	require.ErrorIs(t, err, io.EOF)
}

func TestZip(t *testing.T) {
	packed, err := zipped("x_v1", some, when)
	require.NoError(t, err)
	again, err := zipped("x_v1", some, when)
	require.NoError(t, err)
	require.Equal(t, packed, again)
	r, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	require.NoError(t, err)
	require.Len(t, r.File, len(some))
	for i, f := range r.File {
		require.Equal(t, "x_v1/"+some[i].name, f.Name)
		require.True(t, when.Equal(f.Modified))
		part, err := f.Open()
		require.NoError(t, err)
		content, err := io.ReadAll(part)
		require.NoError(t, err)
		require.Equal(t, some[i].content, content)
	}
}

// built is what Go has written into a program of two modules.
var built = &debug.BuildInfo{
	GoVersion: "go1.26.1",
	Main:      debug.Module{Path: "github.com/vsconvert/vsconvert", Version: "v1.2.3+dirty"},
	Deps: []*debug.Module{
		{Path: "github.com/spf13/cobra", Version: "v1.10.2", Sum: "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE="},
		{Path: "golang.org/x/text", Version: "v0.43.0", Sum: "h1://////////////////////////////////////////8="},
	},
	Settings: []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.time", Value: "2026-01-02T04:04:06+01:00"}},
}

func TestBill(t *testing.T) {
	text, err := billOf(built, []byte("program"), "linux/arm64", commitTime(built))
	require.NoError(t, err)
	again, err := billOf(built, []byte("program"), "linux/arm64", commitTime(built))
	require.NoError(t, err)
	require.Equal(t, text, again)
	var b bill
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(&b))
	require.Equal(t, "CycloneDX", b.Format)
	require.Regexp(t, `^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, b.SerialNumber)
	require.Equal(t, "2026-01-02T03:04:06Z", b.Metadata.Timestamp)
	require.Equal(t, "pkg:golang/github.com/vsconvert/vsconvert@v1.2.3+dirty", b.Metadata.Component.PURL)
	require.Equal(t, []property{{"platform", "linux/arm64"}, {"vcs.revision", "abc"}}, b.Metadata.Component.Properties)
	var names []string
	for _, c := range b.Components {
		names = append(names, c.Name+" "+c.Version)
	}
	require.Equal(t, []string{"std 1.26.1", "github.com/spf13/cobra v1.10.2", "golang.org/x/text v0.43.0"}, names)
	require.Equal(t, "0000000000000000000000000000000000000000000000000000000000000001", b.Components[1].Hashes[0].Content)
	require.Len(t, b.Dependencies, 4)
	require.Len(t, b.Dependencies[3].DependsOn, 3)
}

func TestBillWantsChecksums(t *testing.T) {
	_, err := billOf(&debug.BuildInfo{Deps: []*debug.Module{{Path: "a.b/c", Version: "v1"}}}, nil, "linux/amd64", epoch)
	require.ErrorContains(t, err, "a.b/c")
}

func TestVersionOfACloneWithoutCommits(t *testing.T) {
	require.Equal(t, "devel", versionOf(&debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}))
	require.Equal(t, epoch, commitTime(&debug.BuildInfo{}))
}

func TestLicences(t *testing.T) {
	dir := t.TempDir()
	var b bytes.Buffer
	require.Error(t, addLicences(&b, "a.b/c v1", dir))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "NOTICE"), []byte("named\r\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "LICENSE.txt"), []byte("free\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "license_test.go"), nil, 0o600))
	require.NoError(t, addLicences(&b, "a.b/c v1", dir))
	require.Regexp(t, `(?s)^a.b/c v1 \(LICENSE.txt\)\n\nfree\n-+\n\na.b/c v1 \(NOTICE\)\n\nnamed\n-+\n\n$`, b.String())
}

func TestChecksums(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b", "a"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("abc"), 0o600))
	}
	require.NoError(t, checksums(dir, []string{"b", "a"}))
	got, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	require.NoError(t, err)
	const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	require.Equal(t, sum+"  a\n"+sum+"  b\n", string(got))
}

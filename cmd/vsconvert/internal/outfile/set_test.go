package outfile

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
)

// write writes each file as its name, and commits.
func write(t *testing.T, s *Set, files ...string) error {
	t.Helper()
	defer s.Discard()
	for _, name := range files {
		w, err := s.Create(name)
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(w, "new "+filepath.Base(name))
		require.NoError(t, err)
	}
	return s.Commit()
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(data)
}

func put(t *testing.T, name, content string) {
	t.Helper()
	require.NoError(t, os.WriteFile(name, []byte(content), 0o644))
}

// list returns the names in a directory.
func namesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// What is larger than the buffer, in one piece, goes past it into the file.
func TestLargeStrings(t *testing.T) {
	text := strings.Repeat("x", 1<<20)
	var s Set
	defer s.Discard()
	name := filepath.Join(t.TempDir(), "large")
	w, err := s.Create(name)
	require.NoError(t, err)
	for range 2 {
		_, err = io.WriteString(w, text)
		require.NoError(t, err)
	}
	require.NoError(t, s.Commit())
	require.True(t, text+text == read(t, name))
}

func TestFilesArePlacedTogether(t *testing.T) {
	dir := t.TempDir()
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	put(t, b, "old")
	require.NoError(t, write(t, &Set{}, a, b))
	require.Equal(t, "new a", read(t, a))
	require.Equal(t, "new b", read(t, b))
	require.Equal(t, []string{"a", "b"}, namesIn(t, dir))
}

// When one file cannot be placed, those that were are taken back.
func TestWhatWasPlacedIsTakenBack(t *testing.T) {
	dir := t.TempDir()
	a, b, c := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "c")
	put(t, b, "old")
	s := &Set{}
	defer s.Discard()
	for _, name := range []string{a, b, c} {
		w, err := s.Create(name)
		require.NoError(t, err)
		fmt.Fprint(w, "new")
	}
	require.NoError(t, os.MkdirAll(filepath.Join(c, "busy"), 0o755)) // as a mount is
	err := s.Commit()
	require.ErrorContains(t, err, c+": ")
	require.NoFileExists(t, a)
	require.Equal(t, "old", read(t, b))
	require.Equal(t, []string{"b", "c"}, namesIn(t, dir))
}

func TestWhatCannotBeTakenBackIsTold(t *testing.T) {
	dir := t.TempDir()
	done := []placed{{pending: &pending{name: "a", path: filepath.Join(dir, "nosuch")}}}
	err := takeBack(done, &Error{"b", fs.ErrPermission})
	require.ErrorIs(t, err, fs.ErrPermission)
	require.ErrorContains(t, err, "a is in its place already and stays")
}

func TestNoClobber(t *testing.T) {
	dir := t.TempDir()
	a := filepath.Join(dir, "a")
	require.NoError(t, write(t, &Set{NoClobber: true}, a))
	require.ErrorIs(t, write(t, &Set{NoClobber: true}, a), fs.ErrExist)
	// It may come to be meanwhile.
	b := filepath.Join(dir, "b")
	s := &Set{NoClobber: true}
	_, err := s.Create(b)
	require.NoError(t, err)
	put(t, b, "another's")
	require.ErrorIs(t, s.Commit(), fs.ErrExist)
	require.Equal(t, "another's", read(t, b))
	require.Equal(t, []string{"a", "b"}, namesIn(t, dir))
}

func TestLinksAreFollowed(t *testing.T) {
	dir := t.TempDir()
	sub := filepath.Join(dir, "sub")
	require.NoError(t, os.Mkdir(sub, 0o755))
	link, far := filepath.Join(dir, "link"), filepath.Join(sub, "far")
	require.NoError(t, os.Symlink("sub/near", link))
	require.NoError(t, os.Symlink("far", filepath.Join(sub, "near")))
	require.NoError(t, write(t, &Set{}, link)) // to nothing yet
	require.Equal(t, "new link", read(t, far))
	require.NoError(t, write(t, &Set{}, link)) // to a file
	info, err := os.Lstat(link)
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&fs.ModeSymlink)

	loop := filepath.Join(dir, "loop")
	require.NoError(t, os.Symlink("loop", loop))
	require.Error(t, write(t, &Set{}, loop))
}

// A file of a process that is gone is removed, that of a living one is not, nor
// that of another machine.
func TestLeftovers(t *testing.T) {
	dir := t.TempDir()
	gone := 1<<22 + 1 // above the highest process id
	for _, name := range []string{
		fmt.Sprintf(".vsconvert-%s-%d-1.tmp", machine(), gone),
		fmt.Sprintf(".vsconvert-%s-%d-2.old", machine(), gone),
		fmt.Sprintf(".vsconvert-%s-%d-1.tmp", machine(), os.Getppid()),
		fmt.Sprintf(".vsconvert-%s-%d-1.tmp", "00000000", gone),
		".vsconvert-notes.tmp",
	} {
		put(t, filepath.Join(dir, name), "")
	}
	require.NoError(t, write(t, &Set{}, filepath.Join(dir, "x")))
	left := strings.Join(namesIn(t, dir), " ")
	require.NotContains(t, left, fmt.Sprint("-", gone, "-2"))
	require.NotContains(t, left, machine()+fmt.Sprint("-", gone))
	require.Len(t, namesIn(t, dir), 4, left)
}

func TestMadeDirectoriesGoWhenTheyAreEmpty(t *testing.T) {
	dir := t.TempDir()
	empty, full := filepath.Join(dir, "empty/a/b"), filepath.Join(dir, "full/a")
	require.NoError(t, MakeDir(empty))
	require.NoError(t, MakeDir(full))
	put(t, filepath.Join(full, "x"), "")
	RemoveEmptyDirs()
	require.NoDirExists(t, filepath.Join(dir, "empty"))
	require.FileExists(t, filepath.Join(full, "x"))
	require.ErrorContains(t, MakeDir(filepath.Join(full, "x", "y")), "is a file, not a directory")
}

func TestModeIsKept(t *testing.T) {
	a := filepath.Join(t.TempDir(), "a")
	put(t, a, "old")
	require.NoError(t, os.Chmod(a, 0o604))
	require.NoError(t, write(t, &Set{Sync: SyncAll}, a))
	info, err := os.Stat(a)
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o604), info.Mode().Perm())
}

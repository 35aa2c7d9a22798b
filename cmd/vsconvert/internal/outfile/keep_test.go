//go:build linux

package outfile

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestAttributesAreKept(t *testing.T) {
	a := filepath.Join(t.TempDir(), "a")
	put(t, a, "old")
	if err := unix.Setxattr(a, "user.origin", []byte("studio"), 0); errors.Is(err, syscall.ENOTSUP) {
		t.Skip("the file system has no extended attributes")
	}
	require.NoError(t, write(t, &Set{}, a))
	value, ok := attribute(a, "user.origin")
	require.True(t, ok)
	require.Equal(t, "studio", string(value))
}

func TestOwnerIsKept(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root gives files away")
	}
	a := filepath.Join(t.TempDir(), "a")
	put(t, a, "old")
	require.NoError(t, os.Chown(a, 1234, 5678))
	require.NoError(t, os.Chmod(a, 0o4640))
	s := &Set{Warn: func(path string, err error) { t.Error(path, err) }}
	require.NoError(t, write(t, s, a))
	info, err := os.Stat(a)
	require.NoError(t, err)
	uid, gid, _ := owner(info)
	require.Equal(t, [2]int{1234, 5678}, [2]int{uid, gid})
}

// Descriptors of the process are written to where they stand.
func TestOwnDescriptor(t *testing.T) {
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	require.NoError(t, err)
	defer log.Close()
	_, err = log.WriteString("before ")
	require.NoError(t, err)
	s := &Set{}
	w, err := s.Create("/dev/fd/" + strconv.Itoa(int(log.Fd())))
	require.NoError(t, err)
	_, err = w.Write([]byte("here"))
	require.NoError(t, err)
	require.Equal(t, "before ", read(t, log.Name()), "nothing before the end")
	require.NoError(t, s.Commit())
	require.Equal(t, "before here", read(t, log.Name()))
	_, err = (&Set{}).Create("/dev/fd/999")
	require.ErrorContains(t, err, "/dev/fd/999: bad file descriptor")
}

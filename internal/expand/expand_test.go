package expand_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/expand"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

// packed returns text as each kind of compressed file.
func packed(t *testing.T, text string) map[string][]byte {
	t.Helper()
	var g, z bytes.Buffer
	gw := gzip.NewWriter(&g)
	zw, err := zstd.NewWriter(&z)
	require.NoError(t, err)
	for _, w := range []io.WriteCloser{gw, zw} {
		_, err := io.WriteString(w, text)
		require.NoError(t, err)
		require.NoError(t, w.Close())
	}
	return map[string][]byte{"gzip": g.Bytes(), "zstd": z.Bytes()}
}

func TestNewReader(t *testing.T) {
	for name, file := range packed(t, "WEBVTT\n\n") {
		require.True(t, expand.Compressed(file[:expand.MagicSize]), name)
		r, err := expand.NewReader(iotest.OneByteReader(bytes.NewReader(file)))
		require.NoError(t, err, name)
		text, err := io.ReadAll(r)
		require.NoError(t, err, name)
		require.Equal(t, "WEBVTT\n\n", string(text), name)
	}
	require.False(t, expand.Compressed([]byte("WEBV")))
	require.False(t, expand.Compressed(nil))
}

func TestFilesJoinedAreOne(t *testing.T) {
	for name, file := range packed(t, "ab") {
		r, err := expand.NewReader(bytes.NewReader(append(bytes.Clone(file), file...)))
		require.NoError(t, err, name)
		text, err := io.ReadAll(r)
		require.NoError(t, err, name)
		require.Equal(t, "abab", string(text), name)
	}
}

// Whatever can be looked into without reading is handed on as it is.
func TestReader(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.vtt")
	require.NoError(t, os.WriteFile(file, []byte("WEBVTT\n"), 0o600))
	open, err := os.Open(file)
	require.NoError(t, err)
	defer open.Close()
	for _, r := range []io.Reader{open, strings.NewReader("WEBVTT\n"), bytes.NewReader([]byte("WEBVTT\n")), bytes.NewBufferString("WEBVTT\n"), strings.NewReader("")} {
		got, err := expand.Reader(r)
		require.NoError(t, err)
		require.Same(t, r, got)
	}
	all := packed(t, "WEBVTT\n")
	all["plain"] = []byte("WEBVTT\n")
	for name, file := range all {
		for _, r := range []io.Reader{bytes.NewReader(file), bytes.NewBuffer(file), iotest.OneByteReader(bytes.NewReader(file)), iotest.DataErrReader(bytes.NewReader(file))} {
			plain, err := expand.Reader(r)
			require.NoError(t, err, name)
			text, err := io.ReadAll(plain)
			require.NoError(t, err, name)
			require.Equal(t, "WEBVTT\n", string(text), name)
		}
	}
}

func TestCompressedTwiceIsAnError(t *testing.T) {
	for name, file := range packed(t, string(packed(t, "WEBVTT\n")["gzip"])) {
		_, err := expand.Reader(bytes.NewReader(file))
		require.ErrorIs(t, err, script.ErrSyntax, name)
		require.ErrorContains(t, err, "compressed twice", name)
	}
}

func TestHead(t *testing.T) {
	long := strings.Repeat("WEBVTT\n\n00:01.000 --> 00:02.000\n", 1000)
	for name, file := range packed(t, long) {
		require.Equal(t, long[:100], string(expand.Head(file, 100)), name)
	}
	cut := packed(t, long)["gzip"][:100]
	require.Equal(t, long[:100], string(expand.Head(cut, 100)))
	require.Equal(t, "WEBVTT", string(expand.Head([]byte("WEBVTT"), 100)))
	require.Equal(t, "\x1f\x8b\x08\x00", string(expand.Head([]byte("\x1f\x8b\x08\x00"), 100)))
}

func TestErrors(t *testing.T) {
	for name, file := range packed(t, strings.Repeat("a text of some length ", 100)) {
		for _, c := range []struct {
			r    io.Reader
			want error
		}{
			{bytes.NewReader(file[:len(file)-2]), script.ErrSyntax},
			{bytes.NewReader(file[:6]), script.ErrSyntax},
			{io.MultiReader(bytes.NewReader(file[:12]), iotest.ErrReader(io.ErrClosedPipe)), io.ErrClosedPipe},
		} {
			r, err := expand.NewReader(c.r)
			if err == nil {
				_, err = io.ReadAll(r)
			}
			require.ErrorIs(t, err, c.want, name)
		}
	}
}

func TestBombs(t *testing.T) {
	for name, file := range packed(t, strings.Repeat("\n", 32<<20)) {
		r, err := expand.NewReader(bytes.NewReader(file))
		require.NoError(t, err, name)
		n, err := io.Copy(io.Discard, r)
		require.ErrorIs(t, err, script.ErrTooLarge, name)
		require.Less(t, n, int64(12<<20), name)
	}
}

func TestTrimName(t *testing.T) {
	for name, want := range map[string]string{"a.vtt.gz": "a.vtt", "a.SRT.ZST": "a.SRT", "a.vtt": "a.vtt", ".gz": ".gz", "-": "-"} {
		require.Equal(t, want, expand.TrimName(name))
	}
}

package outfile

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/script"
)

func TestCheckNameOnWindows(t *testing.T) {
	for _, name := range []string{
		"CON", "con.vtt", "aux.tar.gz", "out/NUL", `out\nul.srt`, "COM1", "lpt9.vtt", "COM².vtt", "CONOUT$", "con .vtt", "nul/a.vtt",
		"ab:c.vtt", "out/film.vtt:stream", "a?.vtt", `a"b.vtt`, "a|b", "a<b", "a*b",
		"film.", "film ", "dir./a.vtt", "dir /a.vtt", "a\tb.vtt", "a\x00",
	} {
		require.ErrorIs(t, CheckName("windows", name), script.ErrValue, name)
		require.NoError(t, CheckName("linux", name), name)
		require.NoError(t, CheckName("darwin", name), name)
	}
	for _, name := range []string{
		"a.vtt", "console.vtt", "com.vtt", "COM10.vtt", "common", "lpt", "null.vtt", ".hidden", "..", `..\a.vtt`, "./a.vtt", "",
		`C:\out\a.vtt`, "c:a.vtt", "a b.vtt", "日本.vtt", "a.con", `\\server\share\a.vtt`, `\\?\C:\a.vtt`,
	} {
		require.NoError(t, CheckName("windows", name), name)
	}
}

func TestExpandedOnWindows(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{"b.json", "a.json", "a.vtt"} {
		require.NoError(t, os.WriteFile(name, nil, 0o600))
	}
	args := []string{"*.json", "x.vtt", "*.srt", "?.vtt", "["}
	require.Equal(t, []string{"a.json", "b.json", "x.vtt", "*.srt", "a.vtt", "["}, Expanded("windows", args))
	require.Equal(t, args, Expanded("linux", args))
}

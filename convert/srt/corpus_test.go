package srt_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

func files(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	require.NoError(t, err)
	require.NotEmpty(t, names)
	return names
}

// The files in testdata/valid read as their golden files say, warnings and all.
func TestValidFiles(t *testing.T) {
	for _, name := range files(t, "testdata/valid/*.srt") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			input, err := os.ReadFile(name)
			require.NoError(t, err)
			segments, warnings := decode(t, srt.Decoder{}, string(input))
			var b strings.Builder
			for _, s := range segments {
				fmt.Fprintf(&b, "%s\t%v\t%v\t%q\n", s.ID, s.Start, s.End, s.Text)
			}
			b.WriteByte('\n')
			for _, w := range warnings {
				b.WriteString(w.Error() + "\n")
			}
			golden.Equal(t, strings.TrimSuffix(name, ".srt")+".golden", []byte(b.String()))
			checkRoundTrip(t, segments)
		})
	}
}

// The files in testdata/invalid are refused, for the reason that their golden
// files give.
func TestInvalidFiles(t *testing.T) {
	for _, name := range files(t, "testdata/invalid/*.srt") {
		t.Run(filepath.Base(name), func(t *testing.T) {
			f, err := os.Open(name)
			require.NoError(t, err)
			defer f.Close()
			_, err = srt.Decode(f)
			var pe *script.ParseError
			require.ErrorAs(t, err, &pe)
			golden.Equal(t, strings.TrimSuffix(name, ".srt")+".golden", []byte(err.Error()+"\n"))
		})
	}
}

package convert_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// TestGolden compares what every format makes of every documented answer that
// has descriptions, and the warnings it gives, byte for byte.
func TestGolden(t *testing.T) {
	for _, name := range []string{"doneTextJson", "doneTextVtt", "doneTextEdl", "doneVideoWithText"} {
		answer, err := os.ReadFile("../testdata/results/" + name + ".json")
		require.NoError(t, err)
		var warnings strings.Builder
		for _, f := range convert.Formats() {
			if !f.ReadOnly {
				t.Run(name+"/"+f.Name, func(t *testing.T) { testGolden(t, name, answer, f, &warnings) })
			}
		}
		golden.Equal(t, filepath.Join("..", "testdata", "golden", name, "warnings.txt"), []byte(warnings.String()))
	}
}

func testGolden(t *testing.T, name string, answer []byte, f convert.Format, warnings io.Writer) {
	o := &convert.Options{Rate: timecode.Rate25, Warn: func(w script.Warning) error { fmt.Fprintf(warnings, "%s: %v\n", f.Name, w); return nil }}
	from, err := convert.Detect(name+".json", answer)
	require.NoError(t, err)
	s, err := convert.Decode(bytes.NewReader(answer), from, o)
	require.NoError(t, err)
	s.NumberIDs()
	s.Language = "en"
	var b bytes.Buffer
	require.NoError(t, convert.Encode(&b, s, f, o))
	out := b.Bytes()
	file := filepath.Join("..", "testdata", "golden", name, f.Name+f.Extensions[0])
	switch {
	case f.Name == "stl":
		out, file = []byte(hex.Dump(out)), file+".txt"
	case f.Binary:
		out, file = dumpXLSX(t, out), file+".txt"
	case f.Name == "html":
		out, file = dumpHTML(t, out), file+".json"
	}
	golden.Equal(t, file, out)
}

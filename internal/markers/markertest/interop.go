package markertest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// WellFormed has xmllint read the golden files and a script of all hostile
// texts.
func WellFormed(t *testing.T, c Codec, files string) {
	xmllint := interop.Client(t, "xmllint")
	all, err := filepath.Glob(files)
	require.NoError(t, err)
	require.NotEmpty(t, all)
	s := &script.Script{Title: "all"}
	for i, h := range hostile.Texts() {
		start := time.Duration(i) * time.Second
		s.Segments = append(s.Segments, script.Segment{ID: h.Name + strconv.Itoa(i), Start: start, End: start + time.Second, Text: h.Text})
	}
	data, _ := c.Encode(t, timecode.Rate2997DF, Hour(t, timecode.Rate2997DF), s)
	file := filepath.Join(t.TempDir(), "hostile.xml")
	require.NoError(t, os.WriteFile(file, data, 0o644))
	for _, name := range append(all, file) {
		out, err := exec.Command(xmllint, "--noout", "--nonet", name).CombinedOutput()
		require.NoError(t, err, "%s: %s", name, out)
		require.Empty(t, string(out), name)
	}
}

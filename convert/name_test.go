package convert_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
)

func TestNamesOfFiles(t *testing.T) {
	for name, want := range map[string]string{
		"vtt": ".vtt", "srt": ".srt", "ttml": ".ttml", "dapt": ".dapt.ttml", "edl": ".edl", "resolve": ".resolve.edl", "avid": ".avid.txt", "json": ".json",
	} {
		f, ok := convert.Lookup(name)
		require.True(t, ok)
		require.Equal(t, want, f.Suffix())
	}
	for name, want := range map[string]string{
		"x.vtt": "x", "a.b/x.dapt.ttml": "a.b/x", "S01.E01": "S01.E01", "S01.E01.json": "S01.E01", "x.VTT": "x", ".vtt": ".vtt",
		"d/.vtt": "d/.vtt", "x.ndjson": "x", "x": "x", "dapt.ttml": "dapt", "d/.dapt.ttml": "d/.dapt", "x.dapt.vtt": "x.dapt",
	} {
		require.Equal(t, want, convert.Stem(name), name)
	}
}

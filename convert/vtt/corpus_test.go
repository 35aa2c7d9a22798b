package vtt_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

// corpus returns the files of testdata/valid and testdata/invalid: those that
// follow the syntax of the standard and those that do not. Beside each is what
// Chromium makes of it.
func corpus(t testing.TB) (paths []string, files [][]byte) {
	paths, err := filepath.Glob("testdata/*valid/*.vtt")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(paths), 60)
	for _, path := range paths {
		file, err := os.ReadFile(path)
		require.NoError(t, err)
		files = append(files, file)
	}
	return paths, files
}

func recorded(path string) string { return strings.TrimSuffix(path, ".vtt") + ".json" }

// ours is what Decode makes of a file.
func ours(t testing.TB, file []byte) answer {
	s, err := vtt.Decode(bytes.NewReader(file))
	if errors.Is(err, script.ErrNoSegments) {
		return answer{} // browsers do not mind when no cue is left
	}
	if err != nil {
		return answer{Refused: true}
	}
	a := answer{}
	for _, seg := range s.Segments {
		require.Zero(t, seg.Start%time.Millisecond)
		a.Cues = append(a.Cues, cue{seg.ID, seg.Start.Milliseconds(), seg.End.Milliseconds(), seg.Text})
	}
	return a
}

// differences are the files of which we make something else than Chromium, on
// purpose: why, and what we make of them.
var differences = map[string]struct {
	why  string
	ours answer
}{
	"only-bom.vtt": {"the standard refuses what has no signature", answer{Refused: true}},
	"utf-16-cut.vtt": {
		"Chromium loses half a character at the end; the Encoding Standard has U+FFFD for it",
		answer{Cues: []cue{{"", 1000, 2500, "One"}, {"", 3000, 4000, "Tw\uFFFD"}}},
	},
	"time-huge.vtt": {"Chromium keeps a cue with the end 0; we hold no such time and warn", answer{Cues: []cue{{"", 3000, 4000, "Kept"}}}},
	"id-first-of-three.vtt": {
		"the standard has no id here; see asChromium",
		answer{Cues: []cue{{"", 1000, 2500, "One"}}},
	},
	"style-keyword-first.vtt": {
		"the standard takes STYLE for the id; see asChromium",
		answer{Cues: []cue{{"STYLE", 1000, 2500, "One"}}},
	},
}

// TestCorpus compares what we make of each file with what Chromium made of it.
func TestCorpus(t *testing.T) {
	paths, files := corpus(t)
	for i, path := range paths {
		record, err := os.ReadFile(recorded(path))
		require.NoError(t, err)
		var want answer
		require.NoError(t, json.Unmarshal(record, &want))
		got := ours(t, files[i])
		if known, ok := differences[filepath.Base(path)]; ok {
			require.NotEqual(t, want, inBrowserOrder(ours(t, files[i])), "%s: no difference any more: %s", path, known.why)
			want = known.ours
		} else {
			got = inBrowserOrder(got)
		}
		if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s (-chromium +ours):\n%s", path, d)
		}
	}
}

// inBrowserOrder sorts our cues as browsers do.
func inBrowserOrder(a answer) answer {
	slices.SortStableFunc(a.Cues, byStartAndEnd)
	return a
}

// TestInteropChromium has Chromium itself confirm the records. With -update it
// writes them.
func TestInteropChromium(t *testing.T) {
	paths, files := corpus(t)
	for i, got := range chromium(t, files) {
		record, err := json.MarshalIndent(got, "", "  ")
		require.NoError(t, err)
		golden.Equal(t, recorded(paths[i]), append(record, '\n'))
	}
}

// TestCorpusWarnings compares all that is said about the corpus.
func TestCorpusWarnings(t *testing.T) {
	paths, files := corpus(t)
	var said strings.Builder
	for i, path := range paths {
		fmt.Fprintf(&said, "%s\n", path)
		warned := false
		d := vtt.Decoder{Warn: func(w script.Warning) error {
			warned = true
			fmt.Fprintf(&said, "\t%s\n", w)
			return nil
		}}
		_, err := d.Decode(bytes.NewReader(files[i]))
		if err != nil {
			fmt.Fprintf(&said, "\terror: %s\n", err)
		}
		_, strict := vtt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(bytes.NewReader(files[i]))
		require.Equal(t, err != nil || warned, strict != nil, path)
	}
	golden.Equal(t, "testdata/warnings.golden", []byte(said.String()))
}

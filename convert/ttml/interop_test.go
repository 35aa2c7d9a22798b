package ttml_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/asticode/go-astisub"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/script"
)

func TestInteropXMLLint(t *testing.T) {
	xmllint := interop.Client(t, "xmllint")
	eachGolden(t, func(t *testing.T, _ ttml.Profile, file string, _ *script.Script, _ ttml.Encoder) {
		out, err := exec.Command(xmllint, "--nonet", "--noout", file).CombinedOutput()
		require.NoError(t, err, "%s", out)
		require.Empty(t, string(out))
	})
}

// TestInteropXMLLintHostile has a parser of XML say that hostile texts are
// well-formed, in every profile.
func TestInteropXMLLintHostile(t *testing.T) {
	xmllint := interop.Client(t, "xmllint")
	s := &script.Script{Language: "en"}
	for i, text := range hostile.Texts() {
		if len(text.Text) < 9000 {
			s.Segments = append(s.Segments, script.Segment{ID: text.Text, Start: ms(int64(i) * 1000), End: ms(int64(i)*1000 + 500), Text: text.Text, Note: text.Text, Cue: text.Text})
		}
	}
	for _, profile := range profiles {
		file := filepath.Join(t.TempDir(), "hostile.ttml")
		var b bytes.Buffer
		require.NoError(t, ttml.Encoder{Profile: profile}.Encode(&b, s))
		require.NoError(t, os.WriteFile(file, b.Bytes(), 0o644))
		out, err := exec.Command(xmllint, "--nonet", "--noout", file).CombinedOutput()
		require.NoError(t, err, "%s", out)
		require.Empty(t, string(out)) // nor an xml:id that is no name to it
	}
}

// onScreen is what the npm package imsc makes of a document.
type onScreen struct {
	File       string
	Complaints []string
	Language   string
	Events     []struct {
		Time float64
		Text []string // of each region
	}
}

// imsc reads files with the npm package imsc, which is in the directory that
// VSCONVERT_IMSC_DIR names, or vsconvert-imsc in the user's cache.
func imsc(t *testing.T, files ...string) []onScreen {
	t.Helper()
	node := interop.Client(t, "node", "nodejs")
	dir := imscDir(t)
	cmd := exec.Command(node, append([]string{"testdata/interop/check.js", dir}, files...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "%s", &stderr)
	var docs []onScreen
	require.NoError(t, json.Unmarshal(out, &docs))
	require.Len(t, docs, len(files))
	return docs
}

func imscDir(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("VSCONVERT_IMSC_DIR")
	if dir == "" {
		cache, err := os.UserCacheDir()
		require.NoError(t, err)
		dir = filepath.Join(cache, "vsconvert-imsc")
	}
	require.DirExists(t, filepath.Join(dir, "node_modules", "imsc"), "run: npm install --no-save --prefix %s imsc@1.1.5", dir)
	return dir
}

func TestInteropIMSC(t *testing.T) {
	eachGolden(t, func(t *testing.T, _ ttml.Profile, file string, s *script.Script, e ttml.Encoder) {
		doc := imsc(t, file)[0]
		require.Empty(t, doc.Complaints)
		if e.Language == "" {
			require.Equal(t, s.Language, doc.Language)
		}
		var want, got []string
		for _, seg := range s.Segments {
			want = append(want, fmt.Sprintf("%v %v %q", seg.Start.Seconds(), seg.End.Seconds(), seg.Text))
		}
		for i, event := range doc.Events {
			if text := strings.Join(event.Text, ""); text != "" {
				got = append(got, fmt.Sprintf("%v %v %q", event.Time, doc.Events[i+1].Time, text))
			}
		}
		require.Equal(t, want, got)
	})
}

// otherwise are the nesting cases that imsc reads in another way, and why.
var otherwise = map[string]string{
	"regions and styles":              "imsc hides what is in no region or has no opacity",
	"cue timing on span, DFXP":        "its region is not defined",
	"seq, layout blanks take no time": "imsc takes blanks between spans for text",
	"seq starved by audio":            "imsc passes over audio",
	"seq, audio with dur":             "imsc passes over audio",
	"seq, set counts":                 "imsc wants a style in set",
}

// TestInteropIMSCTiming has imsc work out the nesting cases. Each text in them
// is one letter.
func TestInteropIMSCTiming(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for i, tt := range nestings {
		files = append(files, filepath.Join(dir, strconv.Itoa(i)+".ttml"))
		require.NoError(t, os.WriteFile(files[i], []byte(doc(`ttp:tickRate="3"`, tt.body)), 0o644))
	}
	for i, screen := range imsc(t, files...) {
		tt := nestings[i]
		t.Run(tt.name, func(t *testing.T) {
			if why := otherwise[tt.name]; why != "" {
				t.Skip(why)
			}
			for _, line := range tt.want {
				fields := strings.SplitN(line, " ", 3)
				start, err := time.ParseDuration(fields[0])
				require.NoError(t, err)
				end, err := time.ParseDuration(fields[1])
				require.NoError(t, err)
				if start >= end || strings.Contains(line, "abcde") {
					continue
				}
				from, to := hull(&screen, fields[2])
				require.InDelta(t, start.Seconds(), from, 1e-6)
				if math.IsInf(to, 1) {
					require.Contains(t, strings.Join(tt.warns, " "), "no end is stated")
				} else {
					require.InDelta(t, end.Seconds(), to, 1e-6)
				}
			}
			for _, letter := range []string{"a", "b", "c"} {
				if from, _ := hull(&screen, letter); !math.IsInf(from, 1) {
					require.Contains(t, strings.Join(tt.want, " "), letter)
				}
			}
		})
	}
}

// hull is from when to when any of the letters is on screen.
func hull(screen *onScreen, letters string) (from, to float64) {
	from, to = math.Inf(1), math.Inf(-1)
	for i, event := range screen.Events {
		if !strings.ContainsAny(strings.Join(event.Text, ""), strings.Trim(letters, " \n")) {
			continue
		}
		from = min(from, event.Time)
		to = math.Inf(1)
		if i+1 < len(screen.Events) {
			to = screen.Events[i+1].Time
		}
	}
	return from, to
}

// TestInteropAstisub has go-astisub read all but DAPT, which it cannot: every
// p must have times of its own.
func TestInteropAstisub(t *testing.T) {
	for _, profile := range []ttml.Profile{ttml.IMSC11, ttml.IMSC1, ttml.EBUTTD} {
		t.Run(profile.String(), func(t *testing.T) {
			s := corpus(100)
			for i := range s.Segments {
				s.Segments[i].Note, s.Segments[i].Status = "not to be seen", "Draft"
			}
			var b bytes.Buffer
			require.NoError(t, ttml.Encoder{Profile: profile}.Encode(&b, s))
			subs, err := astisub.ReadFromTTML(&b)
			require.NoError(t, err)
			require.Equal(t, s.Title, subs.Metadata.Title)
			require.Len(t, subs.Items, len(s.Segments))
			for i, item := range subs.Items {
				seg := s.Segments[i]
				require.Equal(t, seg.Start, item.StartAt)
				require.Equal(t, seg.End, item.EndAt)
				var text []string
				for _, line := range item.Lines {
					text = append(text, line.String())
				}
				require.Equal(t, seg.Text, strings.Join(text, "\n"))
			}
		})
	}
}

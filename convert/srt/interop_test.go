package srt_test

import (
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/asticode/go-astisub"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/script"
)

// written returns what a client is to make of the hostile segments: our own
// reader's answer, which TestHostileTexts holds against the segments
// themselves. Ids become the names of the texts.
func written(t *testing.T, e srt.Encoder) (file string, segments []script.Segment) {
	t.Helper()
	var kept []string
	all := hostileSegments()
	file, warnings := encode(t, e, all...)
	for _, s := range all {
		gone := false
		for _, w := range warnings {
			gone = gone || w.SegmentID == s.ID && w.Err.Error() == "no text: left out"
		}
		if !gone {
			kept = append(kept, s.ID)
		}
	}
	segments, _ = decode(t, srt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}, file)
	require.Len(t, segments, len(kept))
	for i := range segments {
		segments[i].ID = kept[i]
	}
	return file, segments
}

// variants are the ways to write that clients are tested with.
var variants = map[string]srt.Encoder{"lf": {}, "crlf": {CRLF: true}, "bom": {BOM: true}}

type packet struct {
	Pts      int64  `json:"pts"`
	Duration int64  `json:"duration"`
	Data     string `json:"data"`
}

// text returns what the dump of a packet holds.
func (p packet) text(t *testing.T) string {
	var b strings.Builder
	for line := range strings.Lines(p.Data) {
		_, dump, ok := strings.Cut(line, ": ")
		if !ok {
			continue
		}
		raw, err := hex.DecodeString(strings.ReplaceAll(dump[:min(len(dump), 40)], " ", ""))
		if err != nil { // the last line is short and padded
			raw, err = hex.DecodeString(strings.Join(strings.Fields(dump[:40]), ""))
		}
		require.NoError(t, err)
		b.Write(raw)
	}
	return strings.ReplaceAll(b.String(), "\r\n", "\n")
}

// ffmpeg's demuxer finds every cue, with its times and its text.
func TestInteropFFmpegPackets(t *testing.T) {
	ffprobe := interop.Client(t, "ffprobe")
	for name, e := range variants {
		t.Run(name, func(t *testing.T) {
			file, want := written(t, e)
			path := filepath.Join(t.TempDir(), "film.srt")
			require.NoError(t, os.WriteFile(path, []byte(file), 0o644))
			out, err := exec.Command(ffprobe, "-v", "error", "-show_packets", "-show_data", "-of", "json", path).Output()
			require.NoError(t, err)
			var answer struct{ Packets []packet }
			require.NoError(t, json.Unmarshal(out, &answer))
			require.Len(t, answer.Packets, len(want))
			for i, p := range answer.Packets {
				require.Equal(t, want[i].Start.Milliseconds(), p.Pts, want[i].ID)
				require.Equal(t, want[i].Duration().Milliseconds(), p.Duration, want[i].ID)
				require.Equal(t, want[i].Text, p.text(t), want[i].ID)
			}
		})
	}
}

// ffmpegDefects are the texts that the decoder of ffmpeg 5.1 shows otherwise,
// and how. There are none.
var ffmpegDefects = map[string]string{}

// What ffmpeg's decoder shows of every cue is its text.
func TestInteropFFmpegShows(t *testing.T) {
	ffmpeg := interop.Client(t, "ffmpeg")
	file, want := written(t, srt.Encoder{})
	path := filepath.Join(t.TempDir(), "film.srt")
	require.NoError(t, os.WriteFile(path, []byte(file), 0o644))
	out, err := exec.Command(ffmpeg, "-nostdin", "-v", "error", "-i", path, "-f", "ass", "-").Output()
	require.NoError(t, err)
	var shown []string
	for line := range strings.Lines(string(out)) {
		if fields := strings.SplitN(strings.TrimRight(line, "\r\n"), ",", 10); len(fields) == 10 && strings.HasPrefix(line, "Dialogue:") {
			shown = append(shown, strings.ReplaceAll(fields[9], `\N`, "\n"))
		}
	}
	require.Len(t, shown, len(want))
	for i, got := range shown {
		if defect, ok := ffmpegDefects[want[i].ID]; ok {
			require.Equal(t, defect, got, "%s: the defect is gone", want[i].ID)
			continue
		}
		require.Equal(t, want[i].Text, got, want[i].ID)
	}
}

// astisubDefects are the texts that go-astisub 0.34 reads otherwise, and how:
// it decodes three character references and
// counts the blank line that ends the last cue.
var astisubDefects = map[string]string{
	"entity-amp":    "&",
	"entity-lt-gt":  "<i&gt;",
	"entity-nbsp":   "10\u00A0km",
	"entity-double": "&amp;lt;",
	"last":          "The end.\n",
}

func TestAstisub(t *testing.T) {
	for name, e := range variants {
		t.Run(name, func(t *testing.T) {
			file, want := written(t, e)
			s, err := astisub.ReadFromSRT(strings.NewReader(file))
			require.NoError(t, err)
			require.Len(t, s.Items, len(want))
			for i, item := range s.Items {
				require.Equal(t, strconv.Itoa(i+1), strconv.Itoa(item.Index))
				require.Equal(t, want[i].Start, item.StartAt, want[i].ID)
				require.Equal(t, want[i].End, item.EndAt, want[i].ID)
				if defect, ok := astisubDefects[want[i].ID]; ok {
					require.Equal(t, defect, lines(item), "%s: the defect is gone", want[i].ID)
					continue
				}
				require.Equal(t, want[i].Text, lines(item), want[i].ID)
			}
		})
	}
}

func lines(item *astisub.Item) string {
	all := make([]string, len(item.Lines))
	for i, line := range item.Lines {
		for _, part := range line.Items {
			all[i] += part.Text
		}
	}
	return strings.Join(all, "\n")
}

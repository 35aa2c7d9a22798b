package vtt_test

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/asticode/go-astisub"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/script"
)

// hostileScript has a segment for each hostile text: one second every two.
func hostileScript() *script.Script {
	s := new(script.Script)
	for i, text := range hostile.Texts() {
		start := time.Duration(2*i) * time.Second
		s.Segments = append(s.Segments, script.Segment{ID: text.Name, Start: start, End: start + time.Second, Text: text.Text})
	}
	return s
}

// hostileCues is what every client should find in hostileScript once it is
// written: texts that are clean, and no cue for those of which nothing is left.
func hostileCues() []cue {
	var cues []cue
	for _, seg := range hostileScript().Segments {
		text, _ := clean.Text(seg.Text)
		text, _ = clean.CloseBidi(text)
		if text != "" {
			cues = append(cues, cue{seg.ID, seg.Start.Milliseconds(), seg.End.Milliseconds(), text})
		}
	}
	return cues
}

// TestHostileTexts also checks that whatever changed was told.
func TestHostileTexts(t *testing.T) {
	told := map[string]bool{}
	file := encoded(t, vtt.Encoder{Warn: func(w script.Warning) error { told[w.SegmentID] = true; return nil }}, hostileScript())
	got := ours(t, file)
	require.Empty(t, cmp.Diff(hostileCues(), got.Cues))
	require.Equal(t, standard(file), got)
	_, err := vtt.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(string(file)))
	require.NoError(t, err)
	back := map[string]string{}
	for _, c := range got.Cues {
		back[c.ID] = c.Text
	}
	for _, text := range hostile.Texts() {
		require.Equal(t, back[text.Name] != text.Text, told[text.Name], text.Name)
	}
}

// TestInteropHostileChromium has Chromium read what every option makes of the
// texts.
func TestInteropHostileChromium(t *testing.T) {
	s := hostileScript()
	s.Title, s.Language = "NOTE --> Film\n\n", "en"
	got := chromium(t, [][]byte{
		encoded(t, vtt.Encoder{}, s),
		encoded(t, vtt.Encoder{Header: true, Settings: "line:0 align:left"}, s),
		encoded(t, vtt.Encoder{NoIDs: true, Plain: true}, s),
	})
	want := hostileCues()
	require.Empty(t, cmp.Diff(want, got[0].Cues))
	require.Empty(t, cmp.Diff(want, got[1].Cues))
	for i := range want {
		want[i].ID = ""
		want[i].Text = strings.NewReplacer("<", "‹", ">", "›").Replace(want[i].Text)
	}
	require.Empty(t, cmp.Diff(want, got[2].Cues))
}

// TestInteropTimes writes awkward times and compares what the clients read
// with what we read.
func TestInteropTimes(t *testing.T) {
	s := new(script.Script)
	for i, d := range []time.Duration{
		-time.Hour, -1, 0, 1, 499_999, 500_000, 999_500_000, 10_299_999_900, 59_999_600_000,
		time.Hour - 1, 99*time.Hour + 59*time.Minute + 59*time.Second + 999_600_000, 1000 * time.Hour,
	} {
		for j, length := range []time.Duration{-time.Second, 0, 1, 500_000, time.Millisecond, time.Minute} {
			s.Segments = append(s.Segments, script.Segment{ID: fmt.Sprint(i, j), Start: d, End: d + length, Text: fmt.Sprint(d, length)})
		}
	}
	file := encoded(t, vtt.Encoder{}, s)
	want := ours(t, file).Cues
	require.Len(t, want, len(s.Segments))
	packets := ffprobed(t, file)
	require.Empty(t, cmp.Diff(want, packets))
	slices.SortStableFunc(want, byStartAndEnd)
	require.Empty(t, cmp.Diff(want, chromium(t, [][]byte{file})[0].Cues))
}

// ffmpegDefects are the texts of which ffmpeg's decoder makes something else,
// and what. Its parser finds them all. WebVTT has no other way to write them.
var ffmpegDefects = map[string]string{
	// A backslash and "N" is a line break in ASS, ffmpeg's form of all subtitles.
	"backslash-upper-n":   "one\ntwo",
	"literal-backslash-n": `one\ntwo` + "\n" + `three\hfour`,
}

func TestInteropHostileFFmpegDecoder(t *testing.T) {
	ffmpeg := interop.Client(t, "ffmpeg")
	path := filepath.Join(t.TempDir(), "hostile.vtt")
	require.NoError(t, os.WriteFile(path, encoded(t, vtt.Encoder{}, hostileScript()), 0o600))
	ass, err := exec.Command(ffmpeg, "-v", "error", "-i", path, "-f", "ass", "-").Output()
	require.NoError(t, err)
	var got []string
	for line := range strings.SplitSeq(strings.ReplaceAll(string(ass), "\r\n", "\n"), "\n") {
		if event, ok := strings.CutPrefix(line, "Dialogue: "); ok {
			got = append(got, fromASS(strings.SplitN(event, ",", 10)[9]))
		}
	}
	want := hostileCues()
	require.Len(t, got, len(want))
	for i := range want {
		if known, ok := ffmpegDefects[want[i].ID]; ok {
			require.Equal(t, known, got[i], want[i].ID)
			continue
		}
		if want[i].Text != got[i] {
			t.Errorf("%s: want %.200q, got %.200q", want[i].ID, want[i].Text, got[i])
		}
	}
}

// fromASS undoes what ffmpeg does to a text for its ASS output.
func fromASS(s string) string {
	return strings.NewReplacer(`\N`, "\n", `\{`, "{", `\}`, "}").Replace(s)
}

// TestInteropHostileFFmpegPackets compares what ffmpeg's parser finds: ids,
// times and the text as it stands in the file.
func TestInteropHostileFFmpegPackets(t *testing.T) {
	for _, e := range []vtt.Encoder{{}, {Header: true, Settings: "line:0"}} {
		require.Empty(t, cmp.Diff(hostileCues(), ffprobed(t, encoded(t, e, hostileScript()))))
	}
}

// ffprobed returns the packets that ffmpeg's parser makes of a file.
func ffprobed(t *testing.T, file []byte) []cue {
	ffprobe := interop.Client(t, "ffprobe")
	path := filepath.Join(t.TempDir(), "test.vtt")
	require.NoError(t, os.WriteFile(path, file, 0o600))
	out, err := exec.Command(ffprobe, "-v", "error", "-show_packets", "-show_data", "-print_format", "json", path).Output()
	require.NoError(t, err)
	var probe struct {
		Packets []struct {
			PTS      int64  `json:"pts"`
			Duration int64  `json:"duration"`
			Data     string `json:"data"`
			SideData []struct {
				Data string `json:"data"`
			} `json:"side_data_list"`
		}
	}
	require.NoError(t, json.Unmarshal(out, &probe))
	var cues []cue
	for _, p := range probe.Packets {
		id := ""
		if len(p.SideData) > 0 {
			id = dumped(t, p.SideData[0].Data)
		}
		cues = append(cues, cue{id, p.PTS, p.PTS + p.Duration, textContent(dumped(t, p.Data))})
	}
	return cues
}

// dumped reads a hexadecimal dump: offset, eight groups of four digits, text.
func dumped(t *testing.T, dump string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSpace(dump), "\n") {
		digits := strings.ReplaceAll(line[10:min(len(line), 50)], " ", "")
		bytes, err := hex.DecodeString(digits)
		require.NoError(t, err, line)
		b.Write(bytes)
	}
	return b.String()
}

// astisubDefects are the texts that go-astisub's reader loses though every
// browser reads them, and why. Beyond these, it leaves "&gt;" as it is; writing
// ">" for it would please go-astisub and make ffmpeg drop the character.
var astisubDefects = map[string]string{
	"note":              "a line that begins with NOTE is a comment for it anywhere",
	"note-second-line":  "a line that begins with NOTE is a comment for it anywhere",
	"style":             "a line STYLE begins a style sheet for it anywhere",
	"region-old":        "a line that begins with Region: is a region for it anywhere",
	"x-timestamp-map":   "a line that begins so is a header for it anywhere",
	"long-64k":          "a line over 64 KiB ends its scanner, without an error",
	"long-words-100k":   "a line over 64 KiB ends its scanner, without an error",
	"long-100k":         "a line over 64 KiB ends its scanner, without an error",
	"long-entities-20k": "a line over 64 KiB ends its scanner, without an error",
}

// TestHostileAstisub reads each text in a file of its own, between two others.
func TestHostileAstisub(t *testing.T) {
	for _, want := range hostileCues() {
		file := encoded(t, vtt.Encoder{}, &script.Script{Segments: []script.Segment{
			{ID: "1", End: time.Second, Text: "before"},
			{ID: "2", Start: 2 * time.Second, End: 3 * time.Second, Text: want.Text},
			{ID: "3", Start: 4 * time.Second, End: 5 * time.Second, Text: "after"},
		}})
		subs, err := astisub.ReadFromWebVTT(strings.NewReader(string(file)))
		wanted := []string{"before", strings.ReplaceAll(want.Text, ">", "&gt;"), "after"}
		good := err == nil && cmp.Equal(astisubTexts(subs), wanted)
		why := astisubDefects[want.ID]
		if !good && why == "" {
			t.Errorf("%s: %.150q: %v", want.ID, want.Text, err)
		}
		if good && why != "" {
			t.Errorf("%s has been mended: %s", want.ID, why)
		}
	}
}

func astisubTexts(subs *astisub.Subtitles) []string {
	var texts []string
	for _, item := range subs.Items {
		var lines []string
		for _, l := range item.Lines {
			line := ""
			for _, part := range l.Items {
				line += part.Text
			}
			lines = append(lines, line)
		}
		texts = append(texts, strings.Join(lines, "\n"))
	}
	return texts
}

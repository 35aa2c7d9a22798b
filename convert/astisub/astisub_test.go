package astisub_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	asti "github.com/asticode/go-astisub"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/astisub"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/internal/interop"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// ear collects warnings.
type ear []script.Warning

func (e *ear) hear(w script.Warning) error { *e = append(*e, w); return nil }

// of returns what was said of a segment.
func (e ear) of(id string) string {
	var all []string
	for _, w := range e {
		if w.SegmentID == id {
			all = append(all, w.Err.Error())
		}
	}
	return strings.Join(all, "; ")
}

func harbour() *script.Script {
	return &script.Script{Title: "Harbour & Sea", Language: "en", Segments: []script.Segment{
		{ID: "1", Start: 1500 * time.Millisecond, End: 4250 * time.Millisecond, Text: "A fishing boat, slips out, at dawn.", Speaker: "Ann"},
		{ID: "2", Start: 5 * time.Second, End: 9 * time.Second, Text: "A painted sign:\n“Harbour closed”, $5 & Ångström’s café."},
		{ID: "3", Start: 10 * time.Second, End: 20 * time.Second, Text: strings.Repeat("The boat sails on across the quiet bay. ", 12) + "End."},
	}}
}

func TestBridge(t *testing.T) {
	s := harbour()
	s.Segments[1].Note = "check\nthe sign"
	var said ear
	sub, err := astisub.FromScript(s, said.hear)
	require.NoError(t, err)
	require.Empty(t, said)
	require.Len(t, sub.Items, 3)
	require.Equal(t, "Ann", sub.Items[0].Lines[0].VoiceName)
	require.Len(t, sub.Items[1].Lines, 2)
	back, err := astisub.ToScript(sub, said.hear)
	require.NoError(t, err)
	back.NumberIDs()
	require.Equal(t, s, back)
}

func TestBridgeSaysWhatItLoses(t *testing.T) {
	var said ear
	_, err := astisub.FromScript(&script.Script{Language: "de", Segments: []script.Segment{{ID: "a", Text: "x", Status: "Draft"}}}, said.hear)
	require.NoError(t, err)
	require.Len(t, said, 1)
	require.Equal(t, script.IDs|script.Statuses|script.Language, said[0].Lost)
	said = nil
	s, err := astisub.ToScript(&asti.Subtitles{Items: []*asti.Item{nil, {Style: &asti.Style{}}}}, said.hear)
	require.NoError(t, err)
	require.Len(t, s.Segments, 1)
	require.Len(t, said, 2)
	s, err = astisub.ToScript(nil, nil)
	require.NoError(t, err)
	require.Empty(t, s.Segments)
}

func writeASS(t *testing.T, s *script.Script) (string, ear) {
	t.Helper()
	var b bytes.Buffer
	var said ear
	require.NoError(t, astisub.ASSEncoder{Warn: said.hear}.Encode(&b, s))
	return b.String(), said
}

func TestASSComesBack(t *testing.T) {
	file, said := writeASS(t, harbour())
	require.Len(t, said, 1, "the language: %v", said)
	require.Contains(t, file, `A painted sign:\N“Harbour closed”`)
	var heard ear
	got, err := astisub.ASSDecoder{Warn: heard.hear}.Decode(strings.NewReader(file))
	require.NoError(t, err)
	require.Empty(t, heard)
	got.NumberIDs()
	want := harbour()
	want.Language = ""
	require.Equal(t, want, got)
}

func TestASSWithoutSegments(t *testing.T) {
	file, _ := writeASS(t, &script.Script{Title: "Empty"})
	require.Contains(t, file, "[Events]\nFormat: ")
	got, err := astisub.ASSDecoder{}.Decode(strings.NewReader(file))
	require.NoError(t, err)
	require.Equal(t, &script.Script{Title: "Empty"}, got)
}

const foreignASS = "\uFEFF[Script Info]\r\n; made elsewhere\r\nTitle: Film\r\nPlayResX: odd\r\n\r\n[V4+ Styles]\r\nFormat: Name, Fontname\r\nStyle: Top,Arial\r\n\r\n" +
	"[Fonts]\r\nfontname: a.ttf\r\n[Events]\r\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\r\n" +
	"Comment: 0,0:00:00.00,0:00:01.00,Top,,0,0,0,,not shown\r\n" +
	"Dialogue: 0,0:00:05.50,0:00:06.7,Top,Ann,x,0,0,,{\\i1}He{\\i0} said {\\b1}“no}”, then\\hleft,\\Nthen\\ncame. {unclosed\r\n" +
	"Dialogue: 0,0:00:01.25,0:00:02.00,Top,,0,0,0,Banner;3,One\\{x\\}\r\n" +
	"Dialogue: 0,0:00:03.00,0:00:04.00,Top,,0,0,0,,{\\p1}m 0 0 l 10 0{\\p0}Shown\r\n"

func TestASSOfOthers(t *testing.T) {
	var said ear
	s, err := astisub.ASSDecoder{Warn: said.hear}.Decode(strings.NewReader(foreignASS))
	require.NoError(t, err)
	require.Equal(t, []script.Segment{
		{Start: 1250 * time.Millisecond, End: 2 * time.Second, Text: "One{x}"},
		{Start: 3 * time.Second, End: 4 * time.Second, Text: "Shown"},
		{Start: 5500 * time.Millisecond, End: 6700 * time.Millisecond, Speaker: "Ann", Text: "He said “no}”, then left,\nthen\ncame. {unclosed"},
	}, s.Segments)
	require.Equal(t, "Film", s.Title)
	require.Contains(t, said.of("1"), `override codes such as {\i1}`)
	require.Contains(t, said.of("3"), "a drawing")
	for _, what := range []string{"styles (1)", "comments (1)", "sections of no known kind (1)", "effects (1)"} {
		require.Contains(t, said.of(""), what)
	}
	require.Equal(t, 8, said[len(said)-4].Pos.Line, "the first style")
}

func TestASSErrorsSayWhere(t *testing.T) {
	const head = "[Script Info]\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
	for in, want := range map[string]string{
		"":                                     "ass: empty input",
		"hello\n":                              "ass: 1: malformed input: no section",
		head + "Dialogue: 0,0:00:01.00,0:00\n": `ass: 4:1: malformed input "0,0:00:01.00,0:00": want 10 fields`,
		head + "Dialogue: 0,0:00:01.00,0:0x:02.00,Default,,0,0,0,,x\n": `ass: 4:24: End: malformed time "0:0x:02.00": want H:MM:SS.cc`,
		"[Events]\nFormat: Start, Text\n":                              "ass: 2: missing value: End in the format of events",
		"\x00\xff\x00":                                                 "binary data",
	} {
		_, err := astisub.ASSDecoder{}.Decode(strings.NewReader(in))
		require.ErrorContains(t, err, want, "%q", in)
	}
}

func hostileScript() *script.Script {
	s := &script.Script{}
	for i, h := range hostile.Texts() {
		at := time.Duration(i) * 2 * time.Second
		s.Segments = append(s.Segments, script.Segment{ID: h.Name, Start: at, End: at + time.Second, Text: h.Text, Speaker: h.Text[:min(len(h.Text), 40)]})
	}
	return s
}

// Every text comes back as it was where nothing is said of it, and none does
// harm to another.
func checkHostile(t *testing.T, s *script.Script, said ear, got *script.Script) {
	t.Helper()
	i := 0
	for _, seg := range s.Segments {
		about := said.of(seg.ID)
		if strings.Contains(about, script.ErrNoText.Error()) {
			continue
		}
		require.Equal(t, seg.Start, got.Segments[i].Start, seg.ID)
		if about == "" {
			require.Equal(t, seg.Text, got.Segments[i].Text, seg.ID)
		}
		i++
	}
	require.Len(t, got.Segments, i)
}

func TestASSHostileTexts(t *testing.T) {
	s := hostileScript()
	file, said := writeASS(t, s)
	got, err := astisub.ASSDecoder{Warn: func(w script.Warning) error { return w }}.Decode(strings.NewReader(file))
	require.NoError(t, err)
	checkHostile(t, s, said, got)
}

// TestInteropFFmpegReadsASS has ffmpeg's demuxer and its converter to SubRip
// read what we write of every hostile text.
func TestInteropFFmpegReadsASS(t *testing.T) {
	ffmpeg := interop.Client(t, "ffmpeg")
	file, _ := writeASS(t, hostileScript())
	want, err := astisub.ASSDecoder{}.Decode(strings.NewReader(file))
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "film.ass")
	require.NoError(t, os.WriteFile(path, []byte(file), 0o600))
	out, err := exec.Command(ffmpeg, "-nostdin", "-v", "error", "-i", path, "-c:s", "copy", "-f", "ass", "-").Output()
	require.NoError(t, err)
	var lines []string
	for line := range strings.Lines(string(out)) {
		if fields := strings.SplitN(strings.TrimRight(line, "\r\n"), ",", 10); strings.HasPrefix(line, "Dialogue:") && len(fields) == 10 {
			lines = append(lines, fields[1]+" "+fields[2]+" "+strings.ReplaceAll(fields[9], `\N`, "\n"))
		}
	}
	require.Len(t, lines, len(want.Segments))
	for i, seg := range want.Segments {
		require.Equal(t, assClock(seg.Start)+" "+assClock(seg.End)+" "+seg.Text, lines[i])
	}
	srt, err := exec.Command(ffmpeg, "-nostdin", "-v", "error", "-i", path, "-f", "srt", "-").Output()
	require.NoError(t, err)
	timings := regexp.MustCompile(`(?m)^\d+\n\d\d:\d\d:\d\d,\d{3} --> \d\d:\d\d:\d\d,\d{3}$`).FindAll(srt, -1)
	require.Len(t, timings, len(want.Segments), "no text became a cue or lost one")
}

func assClock(d time.Duration) string {
	h, m, s := d/time.Hour, d/time.Minute%60, d/time.Second%60
	return fmt.Sprintf("%d:%02d:%02d.%02d", h, m, s, d/(10*time.Millisecond)%100)
}

func writeSTL(t *testing.T, s *script.Script, e astisub.STLEncoder) ([]byte, ear) {
	t.Helper()
	var b bytes.Buffer
	var said ear
	e.Warn = said.hear
	require.NoError(t, e.Encode(&b, s))
	return b.Bytes(), said
}

func hour(t *testing.T, r timecode.Rate) timecode.Timecode {
	t.Helper()
	start, err := timecode.FromLabel(10, 0, 0, 0, r)
	require.NoError(t, err)
	return start
}

func TestSTLComesBack(t *testing.T) {
	for _, rate := range []timecode.Rate{timecode.Rate25, timecode.Rate2997, timecode.Rate2997DF, timecode.Rate30, timecode.Rate30DF} {
		file, said := writeSTL(t, harbour(), astisub.STLEncoder{Rate: rate, Start: hour(t, rate)})
		require.Len(t, said, 1, "speakers: %v", said)
		var heard ear
		got, err := astisub.STLDecoder{Rate: rate, Warn: heard.hear}.Decode(bytes.NewReader(file))
		require.NoError(t, err)
		require.Empty(t, heard)
		got.NumberIDs()
		want := harbour()
		want.Segments[0].Speaker = ""
		for i := range want.Segments {
			seg := &want.Segments[i]
			seg.Start, seg.End = rate.Duration(rate.Frames(seg.Start)), rate.Duration(rate.Frames(seg.End))
		}
		require.Equal(t, want, got, rate)
	}
}

// TestSTLByTheStandard has the second reader read what we write.
func TestSTLByTheStandard(t *testing.T) {
	file, _ := writeSTL(t, harbour(), astisub.STLEncoder{Rate: timecode.Rate25, Start: hour(t, timecode.Rate25)})
	f := readEBU(t, file)
	require.Equal(t, []any{25, "Harbour & Sea", "09", "10000000", "10000113", 40, 23, "1", "1", "1"},
		[]any{f.rate, f.title, f.language, f.start, f.firstCue, f.columns, f.rows, f.status, f.disks, f.seq})
	require.Equal(t, []string{"A painted sign:", "“Harbour closed”, $5 & Ångström’s café."}, f.all[1].rows)
	require.Equal(t, "10:00:01:13", f.all[0].in, "1.5 s is frame 37.5, halves up")
	require.Equal(t, "10:00:04:06", f.all[0].out)
	require.Equal(t, harbour().Segments[2].Text, f.all[2].words())
	require.Equal(t, -6, f.all[2].extended, "blocks")

	file, _ = writeSTL(t, harbour(), astisub.STLEncoder{Rate: timecode.Rate2997DF})
	f = readEBU(t, file)
	require.Equal(t, 30, f.rate)
	require.Equal(t, "00000000", f.start)
	require.Equal(t, "00:00:10:00", f.all[2].in)
}

func TestSTLHostileTexts(t *testing.T) {
	s := hostileScript()
	file, said := writeSTL(t, s, astisub.STLEncoder{Rate: timecode.Rate25})
	f := readEBU(t, file)
	got, err := astisub.STLDecoder{Warn: func(w script.Warning) error { return w }}.Decode(bytes.NewReader(file))
	require.NoError(t, err)
	checkHostile(t, s, said, got)
	require.Len(t, f.all, len(got.Segments))
	for i, seg := range got.Segments {
		require.Equal(t, strings.Join(strings.Fields(seg.Text), " "), f.all[i].words())
	}
}

// Every character of the table is written, read by us, and read by the standard.
func TestSTLWholeTable(t *testing.T) {
	s := &script.Script{}
	for i, r := range []rune(strings.ReplaceAll(ebuUpper, ".", "") + "¤$#~àéîõūăżüåçőąčÀÉÎÕŪĂŻÜÅÇŐĄČ") {
		at := time.Duration(i) * time.Second
		s.Segments = append(s.Segments, script.Segment{ID: strconv.Itoa(i + 1), Start: at, End: at + time.Second/2, Text: "x" + string(r) + "x"})
	}
	file, said := writeSTL(t, s, astisub.STLEncoder{Rate: timecode.Rate25})
	f := readEBU(t, file)
	got, err := astisub.STLDecoder{}.Decode(bytes.NewReader(file))
	require.NoError(t, err)
	for i, seg := range s.Segments {
		if said.of(seg.ID) != "" { // U+2126, which is Ω spelt another way
			require.Equal(t, "x\u2126x", seg.Text)
			continue
		}
		require.Equal(t, seg.Text, got.Segments[i].Text)
		require.Equal(t, []string{seg.Text}, f.all[i].rows)
	}
}

func TestSTLSaysWhatItChanges(t *testing.T) {
	s := &script.Script{Title: strings.Repeat("x", 40), Language: "en-GB", Segments: []script.Segment{
		{ID: "a", Start: 0, End: time.Second, Text: "海に日が沈む… €"},
		{ID: "b", Start: time.Second, End: time.Second, Text: strings.Repeat("x", 50)},
		{ID: "c", Start: 24 * time.Hour, End: 25 * time.Hour, Text: " "},
		{ID: "d", Start: 24 * time.Hour, End: 25 * time.Hour, Text: "late"},
		{ID: "e", Start: 26 * time.Hour, End: 27 * time.Hour, Text: strings.Repeat("word ", 10000)},
	}}
	file, said := writeSTL(t, s, astisub.STLEncoder{Rate: timecode.Rate25})
	require.Contains(t, said.of("a"), "8 characters that the Latin table does not have")
	require.Contains(t, said.of("b"), "words of more than 40 characters broken; zero length")
	require.Contains(t, said.of("c"), "no text: left out")
	require.Contains(t, said.of("d"), "past 24 hours")
	require.Contains(t, said.of("e"), "cut after 241 blocks")
	require.Contains(t, said.of(""), "title: 32 characters")
	require.Contains(t, said.of(""), `language "en-GB" becomes "en"`)
	require.Equal(t, "??????... EUR", readEBU(t, file).all[0].words())
}

func TestSTLRates(t *testing.T) {
	var said ear
	require.NoError(t, astisub.STLEncoder{Warn: said.hear}.Encode(&bytes.Buffer{}, &script.Script{}))
	require.ErrorIs(t, said[0], timecode.ErrNoRate)
	require.ErrorIs(t, astisub.STLEncoder{Rate: timecode.Rate23976}.Encode(&bytes.Buffer{}, harbour()), script.ErrValue)
	file, _ := writeSTL(t, harbour(), astisub.STLEncoder{Rate: timecode.Rate25})
	_, err := astisub.STLDecoder{Rate: timecode.Rate30}.Decode(bytes.NewReader(file))
	require.ErrorContains(t, err, `header: disk format: unexpected value "STL25.01"`)
}

// teletext is a file as subtitlers make them: colours, boxes, double height,
// a comment, user data and a set that adds up.
func teletext() []byte {
	file := []byte(strings.Repeat(" ", 1024))
	copy(file, "437STL25.01100")
	copy(file[14:], "0F")
	copy(file[16:], "\x90t\x82")
	copy(file[256:], "01000000")
	add := func(number, extension, cumulative, comment byte, at byte, text string) {
		b := [128]byte{1: number, 3: extension, 4: cumulative, 5: 1, 7: at, 9: 1, 11: at + 2, 13: 20, 14: 2, 15: comment}
		for i := range 112 {
			b[16+i] = 0x8F
		}
		copy(b[16:], text)
		file = append(file, b[:]...)
	}
	add(1, 0xFF, 0, 0, 5, "\x0D\x0B\x0B\x03Voil\xC1a \x0A\x0A\x8A\x8A\x0D\x07\x0B\x0B\x80d'\xC2et\xC2e\x81!\x0A\x0A")
	add(1, 0xFF, 0, 1, 5, "look again")
	add(9, 0xFE, 0, 0, 5, "user data")
	add(2, 0x00, 1, 0, 9, "one ")
	add(2, 0xFF, 0, 0, 9, "two\x7F\x9F")
	return append(file, "tail"...)
}

func TestSTLOfOthers(t *testing.T) {
	var said ear
	s, err := astisub.STLDecoder{Warn: said.hear}.Decode(bytes.NewReader(teletext()))
	require.NoError(t, err)
	require.Equal(t, &script.Script{Title: "Été", Language: "fr", Segments: []script.Segment{
		{Start: 5 * time.Second, End: 7 * time.Second, Text: "Voilà\nd'été!", Note: "look again"},
		{Start: 9 * time.Second, End: 11 * time.Second, Text: "one two"},
	}}, s)
	require.Contains(t, said.of("1"), "italics")
	require.Contains(t, said.of("2"), "cumulative")
	require.Contains(t, said.of("2"), "2 bytes that no character stands for")
	require.Contains(t, said.of(""), "4 bytes behind the last whole block")
	require.Contains(t, said.of(""), "1 blocks of user data")
}

func TestSTLErrorsSayWhere(t *testing.T) {
	for want, change := range map[string]func([]byte) []byte{
		"stl: empty input": func([]byte) []byte { return nil },
		"want a header":    func(b []byte) []byte { return b[:1000] },
		`stl: header: disk format: unexpected value "STL24.01"`:     func(b []byte) []byte { b[7] = '4'; return b },
		`stl: header: character code table: unexpected value "01"`:  func(b []byte) []byte { b[13] = '1'; return b },
		`stl: header: start of the programme: unexpected value "0x`: func(b []byte) []byte { b[257] = 'x'; return b },
		"stl: block 1: malformed time":                              func(b []byte) []byte { b[1024+8] = 25; return b },
		"stl: block 4: malformed time":                              func(b []byte) []byte { b[1024+3*128+6] = 60; return b },
	} {
		file := change(teletext())
		_, err := astisub.STLDecoder{}.Decode(bytes.NewReader(file))
		require.ErrorContains(t, err, want)
	}
}

// The library reads the blocks that we write as it should.
func TestTheLibraryReadsOurSTL(t *testing.T) {
	file, _ := writeSTL(t, harbour(), astisub.STLEncoder{Rate: timecode.Rate25, Start: hour(t, timecode.Rate25)})
	sub, err := asti.ReadFromSTL(bytes.NewReader(file), asti.STLOptions{})
	require.NoError(t, err)
	require.Equal(t, 1520*time.Millisecond, sub.Items[0].StartAt)
	require.Equal(t, "“Harbour closed”, $5 & Ångström’s café.", sub.Items[1].Lines[1].String())
}

func FuzzASS(f *testing.F) {
	f.Add(foreignASS)
	f.Add("[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,,,0,0,0,,{{}\\")
	f.Fuzz(func(t *testing.T, in string) {
		s, err := astisub.ASSDecoder{}.Decode(strings.NewReader(in))
		if err != nil {
			require.ErrorAs(t, err, new(*script.ParseError))
			return
		}
		file, said := writeASS(t, s)
		again, err := astisub.ASSDecoder{}.Decode(strings.NewReader(file))
		require.NoError(t, err, "%q", file)
		if len(said) == 0 {
			require.Equal(t, s.Segments, again.Segments)
		}
	})
}

func FuzzSTL(f *testing.F) {
	f.Add(teletext()[1024:1024+256], false)
	f.Fuzz(func(t *testing.T, blocks []byte, thirty bool) {
		file := append(teletext()[:1024:1024], blocks...)
		if thirty {
			file[6] = '3'
			file[7] = '0'
		}
		s, err := astisub.STLDecoder{}.Decode(bytes.NewReader(file))
		if err != nil {
			require.ErrorAs(t, err, new(*script.ParseError))
			return
		}
		rate := timecode.Rate25
		if thirty {
			rate = timecode.Rate30
		}
		out, _ := writeSTL(t, s, astisub.STLEncoder{Rate: rate})
		readEBU(t, out)
	})
}

package ttml_test

import (
	"bytes"
	stdcmp "cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/conform"
	"github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

var profiles = []ttml.Profile{ttml.IMSC11, ttml.IMSC1, ttml.DAPT, ttml.EBUTTD}

func ms(n int64) time.Duration { return time.Duration(n) * time.Millisecond }

// harbour has something in every field.
func harbour() *script.Script {
	return &script.Script{
		Title:    "Harbour & Sea",
		Language: "en-GB",
		Type:     script.Extended,
		Source:   script.Source{JobID: "job_8f2<c>", MediaID: "https://example.org/harbour.mov?a=1&b=2"},
		Segments: []script.Segment{
			{ID: "1", Start: ms(1500), End: ms(4250), Text: "A fishing boat slips out of the harbour at dawn.", Note: "Check the \"name\" of the boat.\nSee reel 2.", Status: "Approved"},
			{ID: "2", Start: ms(9000), End: ms(11120), Text: "A painted sign:\n“Harbour closed”.", Cue: "quickly"},
			{ID: "scene 2/ä", Start: ms(15000), End: ms(17000), Text: "Le café « Chez Léa » & Fils.", Language: "fr"},
			{ID: "1", Start: ms(21000), End: ms(21999), Text: "  1 < 2 > 0,\n\tindented  twice "},
			{ID: "", Start: ms(360000000), End: ms(360001000), Text: "利根川 🚢\n\n]]> -- ?>", Status: "Draft", Note: " x ", Cue: "after “stop”"},
		},
	}
}

var goldens = []struct {
	name    string
	script  *script.Script
	encoder ttml.Encoder
}{
	{"harbour", harbour(), ttml.Encoder{}},
	{"plain", &script.Script{Title: "Plain", Language: "de", Segments: []script.Segment{{ID: "1", Start: ms(0), End: ms(1000), Text: "Ein Boot."}}}, ttml.Encoder{}},
	{"empty", &script.Script{Language: "en"}, ttml.Encoder{}},
	{"options", harbour(), ttml.Encoder{Language: "en-US", ScriptType: "originalTranscript", Represents: "visual.nonText  visual.text",
		Start: origin(), Top: true, Color: "#ffff00", Background: "#00000080"}},
}

func origin() timecode.Timecode {
	start, err := timecode.Parse("10:00:00:00", timecode.Rate23976)
	if err != nil {
		panic(err)
	}
	return start
}

// eachGolden runs f for every golden document of every profile.
func eachGolden(t *testing.T, f func(t *testing.T, profile ttml.Profile, file string, s *script.Script, e ttml.Encoder)) {
	for _, g := range goldens {
		for _, profile := range profiles {
			e := g.encoder
			e.Profile = profile
			name := g.name + "." + profile.String() + ".ttml"
			t.Run(name, func(t *testing.T) { f(t, profile, "testdata/golden/"+name, g.script, e) })
		}
	}
}

func TestGolden(t *testing.T) {
	eachGolden(t, func(t *testing.T, profile ttml.Profile, file string, s *script.Script, e ttml.Encoder) {
		var b bytes.Buffer
		require.NoError(t, e.Encode(&b, s))
		golden.Equal(t, file, b.Bytes())
		problems, err := conform.Validate(bytes.NewReader(b.Bytes()), profile)
		require.NoError(t, err)
		require.Empty(t, problems)

		got, err := ttml.Decode(bytes.NewReader(b.Bytes()))
		require.NoError(t, err)
		want := *s
		if e.Language != "" {
			want.Language = e.Language
		}
		require.Empty(t, cmp.Diff(&want, got, cmpopts.EquateEmpty()))
	})
}

// xmlText is what of a text XML and the model can hold, by other means than
// the encoder's.
func xmlText(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n").Replace(strings.ToValidUTF8(s, "\uFFFD"))
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, s)
}

// kept is what reading gives back of a script that a profile was written of.
func kept(s *script.Script, profile ttml.Profile) *script.Script {
	out := *s
	out.Title, out.Source.JobID, out.Source.MediaID = xmlText(s.Title), xmlText(s.Source.JobID), xmlText(s.Source.MediaID)
	out.Segments = nil
	sorted := s.Sorted()
	for i, seg := range sorted {
		seg.Text = xmlText(seg.Text)
		if strings.TrimSpace(seg.Text) == "" {
			if profile != ttml.DAPT {
				continue
			}
			seg.Text = ""
			seg.Language = "" // an event without text has none
		}
		seg.Note, seg.Status, seg.Cue = xmlText(seg.Note), xmlText(seg.Status), xmlText(seg.Cue)
		seg.Start, seg.End = seg.Start.Round(time.Millisecond), seg.End.Round(time.Millisecond)
		seg.Start = max(seg.Start, 0)
		if seg.End <= seg.Start { // lasts a second, cut where the next starts
			seg.End = seg.Start + time.Second
			if i+1 < len(sorted) {
				if next := sorted[i+1].Start.Round(time.Millisecond); next > seg.Start {
					seg.End = min(seg.End, next)
				}
			}
		}
		if seg.Language == s.Language {
			seg.Language = ""
		}
		out.Segments = append(out.Segments, seg)
	}
	return &out
}

// checkRoundTrip writes s in every profile, twice, validates it and reads it
// back.
func checkRoundTrip(t *testing.T, s *script.Script) {
	for _, profile := range profiles {
		before := fmt.Sprintf("%#v", s)
		var b, again bytes.Buffer
		require.NoError(t, ttml.Encoder{Profile: profile}.Encode(&b, s))
		require.NoError(t, ttml.Encoder{Profile: profile, Warn: func(w script.Warning) error { _ = w.Error(); return nil }}.Encode(&again, s))
		require.Equal(t, before, fmt.Sprintf("%#v", s), "the script has changed")
		require.Equal(t, b.String(), again.String())
		problems, err := conform.Validate(bytes.NewReader(b.Bytes()), profile)
		require.NoError(t, err)
		require.True(t, conform.Valid(problems), "%v\n%s", problems, &b)

		got, err := ttml.Decoder{EmptyEvents: true}.Decode(bytes.NewReader(b.Bytes()))
		require.NoError(t, err)
		if d := cmp.Diff(kept(s, profile), got, cmpopts.EquateEmpty()); d != "" {
			t.Fatalf("%v (-want +got):\n%s\n%s", profile, d, &b)
		}
	}
}

func TestHostileTexts(t *testing.T) {
	for _, text := range hostile.Texts() {
		t.Run(text.Name, func(t *testing.T) {
			x := text.Text
			checkRoundTrip(t, &script.Script{Title: x, Language: "en", Source: script.Source{JobID: x, MediaID: x}, Segments: []script.Segment{
				{ID: "1", Start: ms(1000), End: ms(2000), Text: "before"},
				{ID: x, Start: ms(2000), End: ms(3000), Text: x, Note: x, Status: x, Cue: x},
				{ID: x, Start: ms(3000), End: ms(4000), Text: "after"},
			}})
		})
	}
}

func TestAwkwardTimes(t *testing.T) {
	checkRoundTrip(t, &script.Script{Language: "en", Segments: []script.Segment{
		{ID: "1", Start: -time.Second, End: time.Second, Text: "negative"},
		{ID: "2", Start: ms(9000), End: ms(9000), Text: "zero"},
		{ID: "3", Start: ms(8000), End: ms(7000), Text: "reversed and out of order"},
		{ID: "4", Start: ms(9400), End: ms(9300), Text: "reversed"},
		{ID: "5", Start: 10*time.Second + 499_999, End: 10*time.Second + 600_000, Text: "less than a millisecond"},
		{ID: "6", Start: 1234 * time.Hour, End: 1235 * time.Hour, Text: "late"},
	}})
}

func TestWarnings(t *testing.T) {
	s := &script.Script{Language: "en_GB", Segments: []script.Segment{
		{ID: "1", Start: ms(1000), End: ms(1000), Text: "a\x07b\rc"},
		{ID: "2", Start: ms(2000), End: ms(3000), Text: " \t"},
		{ID: "3", Start: ms(4000), End: ms(5000), Text: "d", Language: "French", Note: "e\x00"},
	}}
	tests := []struct {
		profile ttml.Profile
		want    []string
	}{
		{ttml.IMSC11, []string{
			`ttml: text changed: language: unexpected value "en_GB": want a tag such as "en-GB"`,
			`ttml: segment "3": text changed: "e\x00": control characters dropped`,
			`ttml: segment "1": text changed: control characters dropped, line breaks normalised`,
			`ttml: segment "1": zero length: end equals start: end moved to 2s`,
			`ttml: segment "2": no text: segment dropped`,
		}},
		{ttml.DAPT, []string{
			`ttml: text changed: language: unexpected value "en_GB": want a tag such as "en-GB"`,
			`ttml: segment "1": text changed: control characters dropped, line breaks normalised`,
			`ttml: segment "1": zero length: end equals start: end moved to 2s`,
			`ttml: segment "2": no text: written as an event without text`,
			`ttml: segment "3": text changed: "e\x00": control characters dropped`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.profile.String(), func(t *testing.T) {
			var got []string
			e := ttml.Encoder{Profile: tt.profile, Warn: func(w script.Warning) error { got = append(got, w.Error()); return nil }}
			require.NoError(t, e.Encode(new(bytes.Buffer), s))
			require.Empty(t, cmp.Diff(tt.want, got))
		})
	}
}

func TestLanguageWritten(t *testing.T) {
	tests := []struct {
		script, option, want string
		warns                int
	}{
		{"en-GB", "", "en-GB", 0},
		{"en-GB", "fr", "fr", 0},
		{"", "fr", "fr", 0},
		{"", "", "und", 1},
		{"pt_BR", "", "pt-BR", 1},
		{"British English", "", "und", 1},
		{"123", "", "und", 1},
		{"e", "", "und", 1},
	}
	for _, tt := range tests {
		warns := 0
		var b bytes.Buffer
		e := ttml.Encoder{Language: tt.option, Warn: func(script.Warning) error { warns++; return nil }}
		require.NoError(t, e.Encode(&b, &script.Script{Language: tt.script}))
		require.Contains(t, b.String(), ` xml:lang="`+tt.want+`"`)
		require.Equal(t, tt.warns, warns)
		got, err := ttml.Decode(&b)
		require.NoError(t, err)
		require.Equal(t, strings.TrimPrefix(tt.want, "und"), got.Language)
	}
}

func TestOptionsRefused(t *testing.T) {
	for name, e := range map[string]ttml.Encoder{
		"profile":     {Profile: 9},
		"script type": {ScriptType: "postProduction"},
		"represents":  {Represents: "visual,visual.text"},
		"registry":    {Represents: "visual.nothing"},
		"language":    {Language: "English!"},
		"color":       {Color: "white"},
		"background":  {Background: "#00000"},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			err := e.Encode(&b, harbour())
			require.ErrorIs(t, err, script.ErrValue)
			require.Zero(t, b.Len())
		})
	}
	for _, e := range []ttml.Encoder{{Represents: "visual.x-map"}, {Represents: "x-tactile audio"}, {ScriptType: "asRecorded"}} {
		e.Profile = ttml.DAPT
		var b bytes.Buffer
		require.NoError(t, e.Encode(&b, harbour()))
		problems, err := conform.Validate(&b, ttml.DAPT)
		require.NoError(t, err)
		require.True(t, conform.Valid(problems), problems)
	}
}

type failingWriter struct{ left int }

var errFull = errors.New("disk full")

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteErrors(t *testing.T) {
	s := corpus(2000)
	for _, left := range []int{0, 100_000, 200_000} {
		require.ErrorIs(t, ttml.Encode(&failingWriter{left}, s), errFull)
	}
}

func TestWritesInChunks(t *testing.T) {
	s := corpus(20_000)
	var largest int
	allocs := testing.AllocsPerRun(1, func() {
		require.NoError(t, ttml.Encode(writerFunc(func(p []byte) (int, error) {
			largest = max(largest, len(p))
			return len(p), nil
		}), s))
	})
	require.Less(t, allocs, 20.0)
	require.Less(t, largest, 64<<10)
}

type writerFunc func(p []byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestProfileNames(t *testing.T) {
	for _, profile := range profiles {
		got, err := ttml.ParseProfile(" " + strings.ToUpper(profile.String()))
		require.NoError(t, err)
		require.Equal(t, profile, got)
	}
	_, err := ttml.ParseProfile("ttml2")
	require.ErrorIs(t, err, script.ErrValue)
	require.Equal(t, "unknown profile", ttml.Profile(9).String())
}

func FuzzEncode(f *testing.F) {
	for _, text := range hostile.Texts() {
		if len(text.Text) < 1<<10 {
			f.Add(text.Name, text.Text, text.Text, text.Text, int64(1500), int64(2500), int64(3000))
			f.Add(text.Text, text.Text, "x", "", int64(-1), int64(-5), int64(1<<40))
		}
	}
	f.Fuzz(func(t *testing.T, id, text, text2, note string, start, end, start2 int64) {
		const most = int64(1 << 43) // ms; more is more than a Duration
		checkRoundTrip(t, &script.Script{Title: note, Language: "en", Segments: []script.Segment{
			{ID: id, Start: ms(start % most), End: ms(end % most), Text: text, Note: note},
			{ID: text2, Start: ms(start2 % most), End: ms(start2%most + 1000), Text: text2, Status: text, Cue: note, Language: "fr"},
		}})
	})
}

// FuzzDecode holds that no input panics, that strict mode fails exactly where
// there is a warning, and that what was read is written and read again in
// every profile.
func FuzzDecode(f *testing.F) {
	for _, tt := range nestings {
		f.Add([]byte(doc(`ttp:tickRate="3"`, tt.body)))
	}
	f.Add([]byte(dapt("<ttm:title>T</ttm:title>", bilingual)))
	f.Add([]byte(utf16Bytes(doc("", "<body><div><p end='1s'>é<![CDATA[<]]>&lt;<br/></p></div></body>"), 1)))
	for _, profile := range profiles {
		var b bytes.Buffer
		require.NoError(f, ttml.Encoder{Profile: profile}.Encode(&b, harbour()))
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		warned := 0
		s, err := ttml.Decoder{Warn: func(w script.Warning) error { warned++; _ = w.Error(); return nil }}.Decode(bytes.NewReader(in))
		_, strict := ttml.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(bytes.NewReader(in))
		require.Equal(t, err != nil || warned > 0, strict != nil)
		if err != nil {
			var pe *script.ParseError
			require.ErrorAs(t, err, &pe)
			return
		}
		require.True(t, slices.IsSortedFunc(s.Segments, func(a, b script.Segment) int { return stdcmp.Compare(a.Start, b.Start) }))
		if !slices.ContainsFunc(s.Segments, func(seg script.Segment) bool { return !cleanLanguage(seg.Language) }) && cleanLanguage(s.Language) {
			if s.Language == "" {
				s.Language = "en"
			}
			checkRoundTrip(t, s)
		}
	})
}

// cleanLanguage reports whether a tag is certain to be written as it is.
func cleanLanguage(tag string) bool {
	return tag == "" || (len(tag) == 2 || len(tag) == 3) && strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") == ""
}

func TestSpeech(t *testing.T) {
	s := &script.Script{Language: "en", Segments: []script.Segment{{ID: "a", Start: time.Second, End: 2 * time.Second, Text: "x"}}}
	encode := func(e ttml.Encoder) (string, error) {
		var b bytes.Buffer
		err := e.Encode(&b, s)
		return b.String(), err
	}
	got, err := encode(ttml.Encoder{Profile: ttml.DAPT, Speak: "fast", Pitch: "-2st"})
	require.NoError(t, err)
	require.Contains(t, got, `<span tta:speak="fast" tta:pitch="-2st">x</span>`)
	require.Contains(t, got, `xmlns:tta="http://www.w3.org/ns/ttml#audio"`)
	for _, e := range []ttml.Encoder{
		{Profile: ttml.DAPT, Speak: "loud"}, {Profile: ttml.DAPT, Pitch: "10%"}, {Profile: ttml.DAPT, Speak: "slow", Pitch: "high"},
		{Profile: ttml.DAPT, SourceLanguage: "not a tag"},
		{Profile: ttml.DAPT, ScriptType: "translatedTranscript"},
		{Profile: ttml.DAPT, ScriptType: "translatedTranscript", SourceLanguage: "en"},
	} {
		_, err := encode(e)
		require.Error(t, err, "%+v", e)
	}
	got, err = encode(ttml.Encoder{Profile: ttml.DAPT, ScriptType: "translatedTranscript", SourceLanguage: "fr"})
	require.NoError(t, err)
	require.Equal(t, 2, strings.Count(got, `daptm:langSrc="fr"`))
}

func TestDAPTAndIMSCAtOnce(t *testing.T) {
	s := &script.Script{Language: "ar", Segments: []script.Segment{
		{ID: "a", Start: time.Second, End: 2 * time.Second, Text: "يخرج قارب صيد من المرفأ."},
		{ID: "b", Start: 3 * time.Second, End: 5 * time.Second, Text: "A boat\nleaves.", Language: "en", Note: "slow", Speaker: "Nell"},
	}}
	var b bytes.Buffer
	require.NoError(t, ttml.Encoder{Profile: ttml.DAPTIMSC}.Encode(&b, s))
	for _, profile := range []ttml.Profile{ttml.DAPT, ttml.IMSC11} {
		problems, err := conform.Validate(strings.NewReader(b.String()), profile)
		require.NoError(t, err)
		require.Empty(t, problems, "%s: %s", profile, b.String())
	}
	got, err := ttml.Decode(&b)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(s.Segments, got.Segments))
}

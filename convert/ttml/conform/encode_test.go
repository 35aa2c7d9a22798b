package conform_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/conform"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// hostileScript has everything in it that a document could stumble on.
func hostileScript() *script.Script {
	ids := []string{"1", "", "1", "ad-1", "a b", "é", "-", ".", "<id>", "x:y", "ad-1-2", "\x00", "bottom", "st", "sp", "segment 7", strings.Repeat("long", 200)}
	texts := []string{"Plain.", "", "two\nlines", "<p>&amp; ]]> \"quoted\"", "  blanks  around ", "\n\n", "tab\there", "\x00\x1f\uFFFE", "emoji 🎬", "مرحبا", "\xff\xfe", "a\r\nb", "--> 00:00:01.000"}
	s := &script.Script{
		Title: "Harbour & <Sea>\n\x01", Language: "en-GB", Type: script.Extended,
		Source: script.Source{JobID: "job \"1\"", MediaID: "media <2>"},
	}
	for i := range 60 {
		start := time.Duration(i) * 1500 * time.Millisecond
		end := start + time.Duration(i%7-1)*time.Second
		seg := script.Segment{ID: ids[i%len(ids)], Start: start, End: end, Text: texts[i%len(texts)]}
		if i%3 == 0 {
			seg.Note, seg.Status, seg.Cue = "note & more", "Approved", "<quickly>"
			seg.Speaker, seg.Extended = []string{"Mary & <Ann>", "  B\n \x01b", "\x00"}[i/3%3], i%2 == 0
		}
		if i%5 == 0 {
			seg.Language = []string{"nb", "not a language", "zh-Hant-TW"}[i/5%3]
		}
		s.Segments = append(s.Segments, seg)
	}
	s.Segments[7].Start = -time.Second
	s.Segments[8].Start, s.Segments[8].End = 200*time.Hour, 200*time.Hour+time.Nanosecond
	return s
}

func encoded(t testing.TB, e ttml.Encoder, s *script.Script) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, e.Encode(&b, s))
	return b.String()
}

// What Encoder writes keeps all rules, and all recommendations but one: DAPT
// would have a language on each p, where the document's says it already.
func TestValidateEncoded(t *testing.T) {
	rate, err := timecode.ParseRate("29.97df")
	require.NoError(t, err)
	start, err := timecode.Parse("01:00:00;02", rate)
	require.NoError(t, err)
	scripts := map[string]*script.Script{
		"hostile": hostileScript(),
		"empty":   {Language: "en"},
		"unnamed": {Segments: []script.Segment{{Text: "A", End: time.Second}}},
		"blank":   {Language: "en", Segments: []script.Segment{{Text: " ", End: time.Second}}},
	}
	encoders := map[string]ttml.Encoder{
		"plain":   {},
		"options": {Language: "de-CH", ScriptType: "asRecorded", Represents: "visual.nonText", Start: start, Top: true, Color: "#ffff00", Background: "#00000080"},
	}
	for _, p := range validateProfiles {
		for kind, e := range encoders {
			for name, s := range scripts {
				t.Run(fmt.Sprintf("%v/%s/%s", p, kind, name), func(t *testing.T) {
					e.Profile = p
					doc := encoded(t, e, s)
					require.Empty(t, withoutTextLang(validate(t, doc, p)), "%s", doc)
				})
			}
		}
	}
}

// The golden documents of Encoder are valid, too.
func TestValidateGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("..", "testdata", "golden", "*.ttml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			name := strings.TrimSuffix(file, ".ttml")
			p, err := ttml.ParseProfile(strings.TrimPrefix(filepath.Ext(name), "."))
			require.NoError(t, err)
			doc, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Empty(t, withoutTextLang(validate(t, string(doc), p)))
		})
	}
}

func withoutTextLang(problems []conform.Problem) []conform.Problem {
	return slices.DeleteFunc(problems, func(p conform.Problem) bool { return p.Rule == "text-lang" })
}

// No text, id or note makes Encoder write a document that is not valid.
func FuzzValidateEncoded(f *testing.F) {
	f.Add("1", "text", "note", uint8(0), int64(0), int64(1e9), uint8(0))
	f.Add("a b", "<&>\n\x00 ", "]]>", uint8(1), int64(-1), int64(-5), uint8(2))
	f.Add("\xff", "\uFFFE\r", "\"'", uint8(2), int64(1e15), int64(1), uint8(3))
	f.Fuzz(func(t *testing.T, id, text, note string, language uint8, start, end int64, profile uint8) {
		p := ttml.Profile(profile % 4)
		lang := []string{"en", "nb-NO", "no language", ""}[language%4]
		seg := script.Segment{ID: id, Text: text, Note: note, Status: note, Cue: text, Speaker: note, Language: lang, Start: time.Duration(start), End: time.Duration(end)}
		s := &script.Script{Title: note, Language: lang, Source: script.Source{MediaID: id, JobID: note}, Segments: []script.Segment{seg, seg, {ID: note, Text: id, End: time.Second}}}
		doc := encoded(t, ttml.Encoder{Profile: p}, s)
		require.Empty(t, withoutTextLang(validate(t, doc, p)), "%s", doc)
	})
}

func BenchmarkValidate(b *testing.B) {
	s := &script.Script{Language: "en"}
	for i := range 10000 {
		s.Segments = append(s.Segments, script.Segment{ID: fmt.Sprint(i), Start: time.Duration(i) * time.Second, End: time.Duration(i+1) * time.Second, Text: "A fishing boat slips out of the harbour\nat dawn."})
	}
	for _, p := range validateProfiles {
		var buf bytes.Buffer
		require.NoError(b, ttml.Encoder{Profile: p}.Encode(&buf, s))
		b.Run(p.String(), func(b *testing.B) {
			b.SetBytes(int64(buf.Len()))
			b.ReportAllocs()
			for b.Loop() {
				_, err := conform.Validate(bytes.NewReader(buf.Bytes()), p)
				require.NoError(b, err)
			}
		})
	}
}

// What the encoder takes as Represents is what the validator takes.
func TestRepresentsAgree(t *testing.T) {
	for _, represents := range []string{
		"visual", "audio.dialogue", "visual.text.location", "visual.nonText visual.text", "x-logo", "visual.x-logo", "visual.x-a.1b", "x-a.b",
		"bogus", "visual.", "visual..text", "Visual", "visual.nonText.more", "bogus.x-a", "visual.bogus.x-a", "x-", "visual.x-", "x-a.", "x-a..b", "visual,audio", "x-é!",
	} {
		var out strings.Builder
		err := ttml.Encoder{Profile: ttml.DAPT, Represents: represents}.Encode(&out, harbour())
		first, _, _ := strings.Cut(represents, " ")
		doc := fmt.Sprintf(`<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
			xmlns:daptm="http://www.w3.org/ns/ttml/profile/dapt#metadata" xml:lang="en" daptm:scriptType="preRecording"
			ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content" daptm:scriptRepresents="%s"><body>
			<div xml:id="a" begin="1s" end="2s" daptm:represents="%s"><p xml:lang="en">x</p></div></body></tt>`, represents, first)
		problems := ruleNames(validate(t, doc, ttml.DAPT))
		require.Equal(t, err == nil, problems == "", "%s: %v, %s", represents, err, problems)
	}
}

func TestValidateStated(t *testing.T) {
	for p := ttml.IMSC11; p <= ttml.EBUTTD; p++ {
		got, problems, err := conform.ValidateStated(strings.NewReader(encoded(t, ttml.Encoder{Profile: p}, harbour())))
		require.NoError(t, err)
		require.Equal(t, p, got)
		require.Empty(t, problems)
	}
	got, problems, err := conform.ValidateStated(strings.NewReader(`<tt xmlns="http://www.w3.org/ns/ttml" xml:lang=""><body/></tt>`))
	require.NoError(t, err)
	require.Equal(t, ttml.IMSC11, got)
	require.Equal(t, "designator lang-unstated", ruleNames(problems))
	_, _, err = conform.ValidateStated(strings.NewReader("no document"))
	require.ErrorIs(t, err, script.ErrSyntax)
}

// Both lengths of a value break a rule once.
func TestValidateSaysOnce(t *testing.T) {
	doc := strings.Replace(encoded(t, ttml.Encoder{}, harbour()), `tts:extent="80% 19%"`, `tts:extent="800px 15px"`, 1)
	require.Equal(t, "length-px", ruleNames(validate(t, doc, ttml.IMSC11)))
}

// harbour is a script with something in most fields.
func harbour() *script.Script {
	return &script.Script{Title: "Harbour & Sea", Language: "en-GB", Source: script.Source{JobID: "job_8f2<c>", MediaID: "harbour.mov"}, Segments: []script.Segment{
		{ID: "1", Start: 1500 * time.Millisecond, End: 4250 * time.Millisecond, Text: "A fishing boat slips out of the harbour at dawn.", Note: "See reel 2.", Status: "Approved"},
		{ID: "2", Start: 9 * time.Second, End: 11 * time.Second, Text: "A painted sign:\n“Harbour closed”.", Cue: "quickly"},
	}}
}

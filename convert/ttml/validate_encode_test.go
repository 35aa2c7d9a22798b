package ttml_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
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

func encoded(t *testing.T, e ttml.Encoder, s *script.Script) string {
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
					problems := slices.DeleteFunc(validate(t, doc, p), func(p ttml.Problem) bool { return p.Rule == "text-lang" })
					require.Empty(t, problems, "%s", doc)
				})
			}
		}
	}
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
				_, err := ttml.Validate(bytes.NewReader(buf.Bytes()), p)
				require.NoError(b, err)
			}
		})
	}
}

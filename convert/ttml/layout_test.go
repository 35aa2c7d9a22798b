package ttml_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/script"
)

// written returns the document of one segment, and the warnings.
func written(t *testing.T, e ttml.Encoder, language, text string) (doc string, warnings []string) {
	t.Helper()
	e.Warn = func(w script.Warning) error { warnings = append(warnings, w.Error()); return nil }
	var b bytes.Buffer
	s := &script.Script{Language: language, Segments: []script.Segment{{ID: "7", Start: ms(1000), End: ms(2000), Text: text}}}
	require.NoError(t, e.Encode(&b, s))
	return b.String(), warnings
}

// The region holds what is in it.
func TestRegionIsAsHighAsTheLongestText(t *testing.T) {
	tests := []struct{ name, text, region string }{
		{"one line", "A boat.", `tts:origin="10% 76%" tts:extent="80% 19%"`},
		{"three lines", "A\nB\nC", `tts:origin="10% 67%" tts:extent="80% 28%"`},
		{"137 characters", dawn[:136] + ".", `tts:origin="10% 58%" tts:extent="80% 37%"`},
		{"400 characters", (dawn + dawn + dawn)[:399] + ".", `tts:origin="5% 13%" tts:extent="90% 82%"`},
		{"wide characters", strings.Repeat("窓", 43), `tts:origin="10% 67%" tts:extent="80% 28%"`},
		{"one long word", strings.Repeat("x", 90), `tts:origin="10% 67%" tts:extent="80% 28%"`},
		{"marks have no width", strings.Repeat("e\u0301", 70), `tts:origin="10% 76%" tts:extent="80% 19%"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, profile := range []ttml.Profile{ttml.IMSC11, ttml.IMSC1, ttml.EBUTTD} {
				doc, warnings := written(t, ttml.Encoder{Profile: profile}, "en", tt.text)
				require.Contains(t, doc, tt.region)
				require.Contains(t, doc, `tts:overflow="visible"`)
				require.Empty(t, warnings)
				require.NotContains(t, doc, "small")
			}
		})
	}
	doc, _ := written(t, ttml.Encoder{}, "en", "A\r\nB\rC") // as it is written
	require.Contains(t, doc, `tts:origin="10% 67%" tts:extent="80% 28%"`)
	doc, _ = written(t, ttml.Encoder{Top: true}, "en", "A\nB\nC")
	require.Contains(t, doc, `tts:origin="10% 5%" tts:extent="80% 28%" tts:displayAlign="before"`)
}

func TestLongTextIsSmallOrToldOf(t *testing.T) {
	doc, warnings := written(t, ttml.Encoder{}, "en", strings.Repeat("x\n", 15))
	require.Contains(t, doc, `<p xml:id="ad-7" begin="00:00:01.000" end="00:00:02.000" style="small">`)
	require.Empty(t, warnings)
	_, warnings = written(t, ttml.Encoder{}, "en", strings.Repeat("x\n", 20))
	require.Equal(t, []string{`ttml: segment "7": text that does not fit in the picture is dropped by players`}, warnings)
	_, warnings = written(t, ttml.Encoder{Profile: ttml.DAPT}, "en", strings.Repeat("x\n", 20))
	require.Empty(t, warnings)
}

func TestDirectionOfParagraphs(t *testing.T) {
	tests := []struct {
		language, text string
		rtl            bool
	}{
		{"he", "סירה.", true},
		{"en", "סירה.", true},
		{"en", "12 سفينة", true},
		{"he", "BBC.", false},
		{"ar", "«BBC» سفينة", false},
		{"en", "12.", false},
		{"he-IL", "12.", true},
		{"az-Arab", "12.", true},
		{"ar-Latn", "12.", false},
		{"ja", "窓。", false},
		{"el", "Θάλασσα", false},
	}
	for _, tt := range tests {
		for _, profile := range []ttml.Profile{ttml.IMSC11, ttml.IMSC1, ttml.EBUTTD} {
			doc, _ := written(t, ttml.Encoder{Profile: profile}, tt.language, tt.text)
			require.Equal(t, tt.rtl, strings.Contains(doc, `end="00:00:02.000" style="rtl">`), "%s %s", tt.language, tt.text)
			require.Equal(t, tt.rtl, strings.Contains(doc, `<style xml:id="rtl" tts:direction="rtl"`))
		}
	}
	var b bytes.Buffer
	s := &script.Script{Language: "en", Segments: []script.Segment{{Start: ms(1), End: ms(2), Text: "-", Language: "fa"}, {Start: ms(1), End: ms(2), Text: "-"}}}
	require.NoError(t, ttml.Encode(&b, s))
	require.Equal(t, 1, strings.Count(b.String(), `style="rtl"`))
}

// Nothing is written that holds nothing.
func TestNoElementIsEmpty(t *testing.T) {
	empty := regexp.MustCompile(`<(ttm:title|metadata|head|ebuttm:sourceMediaIdentifier)>\s*</`)
	for _, profile := range profiles {
		for _, blank := range []string{"", " ", "\n"} {
			var b bytes.Buffer
			s := &script.Script{Title: blank, Language: "en", Source: script.Source{MediaID: blank}, Segments: []script.Segment{{End: ms(1), Text: "A boat."}}}
			require.NoError(t, ttml.Encoder{Profile: profile}.Encode(&b, s))
			require.NotRegexp(t, empty, b.String())
			again, err := ttml.Decode(&b)
			require.NoError(t, err)
			require.Equal(t, blank, again.Title)
			require.Equal(t, blank, again.Source.MediaID)
		}
	}
}

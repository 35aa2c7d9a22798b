package qc_test

import (
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"

	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/internal/hostile"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

func TestWordsAndCharacters(t *testing.T) {
	for _, c := range []struct {
		text              string
		words, characters int
	}{
		{"", 0, 0},
		{" \n\t", 0, 0},
		{"She walks.", 2, 8},
		{"She—slowly—walks", 1, 14},
		{"She — slowly — walks", 3, 14},
		{"well-known 3.5 km", 3, 13},
		{"- yes - no", 2, 5},
		{"« Oui ! »", 1, 3},
		{"Night.\nRain on the window.", 5, 20},
		{"naïve cafe\u0301", 2, 9},
		{"夜。窓に雨。", 1, 4},
		{"밤. 창문에 비.", 3, 5},
		{"ฝนตกที่หน้าต่าง", 1, 11},
		{"تمشي نحو الرصيف.", 3, 13},
		{"a\u00a0b\u3000c", 3, 3},
	} {
		require.Equal(t, c.words, qc.Words(c.text), c.text)
		require.Equal(t, c.characters, qc.Characters(c.text), c.text)
	}
}

// TestWordsCountsAlikeInEveryPlace has a text begin at every place of the
// eight bytes that are looked at together, and compares with plain code.
func TestWordsCountsAlikeInEveryPlace(t *testing.T) {
	texts := []string{"- a 'b' \"She said\" c3po, (yes) ... no\t\x00x\r\ny—z — ü a\u00a0b `@[{ ~ 9 "}
	for _, text := range hostile.Texts() {
		if len(text.Text) < 5000 {
			texts = append(texts, text.Text)
		}
	}
	for _, text := range texts {
		for pad := range 9 {
			for _, padding := range []string{" ", "x", "-", "é", "†", "…"} {
				s := strings.Repeat(padding, pad) + text
				require.Equal(t, plainWords(s), qc.Words(s), "%q", s)
			}
		}
	}
}

func plainWords(s string) int {
	n := 0
	for _, token := range strings.FieldsFunc(s, unicode.IsSpace) {
		if strings.ContainsFunc(token, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			n++
		}
	}
	return n
}

func TestUnitOf(t *testing.T) {
	for _, c := range []struct {
		language, text string
		want           qc.Unit
	}{
		{"en", "夜", qc.WPM},
		{"ja-JP", "", qc.CPS},
		{"ZH_Hant", "", qc.CPS},
		{"ko", "", qc.CPS},
		{"th", "", qc.CPS},
		{"jav", "", qc.WPM},
		{"", "", qc.WPM},
		{"", "夜。窓に雨。", qc.CPS},
		{"", "ฝนตก", qc.CPS},
		{"", "The word 夜 means night", qc.WPM},
	} {
		require.Equal(t, c.want, qc.UnitOf(c.language, c.text), "%q %q", c.language, c.text)
	}
}

func TestScriptUnitGoesByLanguageThenByTheFirstText(t *testing.T) {
	segments := func(language string, texts ...string) *script.Script {
		s := &script.Script{}
		for _, text := range texts {
			s.Segments = append(s.Segments, script.Segment{Text: text, Language: language})
		}
		return s
	}
	require.Equal(t, qc.WPM, qc.ScriptUnit(&script.Script{}))
	require.Equal(t, qc.WPM, qc.ScriptUnit(segments("", "She walks.")))
	require.Equal(t, qc.CPS, qc.ScriptUnit(segments("", " … ", "夜。窓に雨。")))
	require.Equal(t, qc.CPS, qc.ScriptUnit(segments("ja", "NHK")))
	s := segments("ja", "夜。窓に雨。")
	s.Language = "en"
	require.Equal(t, qc.WPM, qc.ScriptUnit(s))
}

func TestCheckFlagsTimesAndRates(t *testing.T) {
	const s = time.Second
	words := func(n int) string { return strings.TrimSpace(strings.Repeat("word ", n)) }
	for _, c := range []struct {
		name     string
		seg      script.Segment
		language string
		busy     time.Duration
		want     string
		rate     float64
	}{
		{"calm", script.Segment{Start: s, End: 5 * s, Text: words(10)}, "en", 0, "", 150},
		{"at the warning", script.Segment{Start: s, End: 11 * s, Text: words(30)}, "en", 0, "", 180},
		{"fast", script.Segment{Start: s, End: 11 * s, Text: words(31)}, "en", 0, "warning: fast", 186},
		{"too fast", script.Segment{Start: s, End: 11 * s, Text: words(37)}, "en", 0, "error: too fast", 222},
		{"slow", script.Segment{Start: s, End: 11 * s, Text: words(18)}, "en", 0, "info: slow", 108},
		{"few words", script.Segment{Start: s, End: 2 * s, Text: words(5)}, "en", 0, "", 0},
		{"short", script.Segment{Start: s, End: s + s/2, Text: words(8)}, "en", 0, "warning: very short", 0},
		{"long and slow", script.Segment{Start: s, End: 22 * s, Text: words(8)}, "en", 0, "warning: very long; info: slow", 23},
		{"at zero", script.Segment{End: 4 * s, Text: words(10)}, "en", 0, "warning: starts at zero", 150},
		{"overlap", script.Segment{Start: s, End: 5 * s, Text: words(10)}, "en", s + 1, "error: overlaps the one before", 150},
		{"touching", script.Segment{Start: s, End: 5 * s, Text: words(10)}, "en", s, "", 150},
		{"zero length", script.Segment{Start: s, End: s, Text: words(10)}, "en", 0, "error: zero length", 0},
		{"reversed", script.Segment{Start: 2 * s, End: s, Text: words(10)}, "en", 0, "error: end before start", 0},
		{"negative", script.Segment{Start: -s, End: s, Text: "one"}, "en", 0, "error: starts before zero", 0},
		{"no text", script.Segment{Start: s, End: 3 * s, Text: " … "}, "en", 0, "error: no text", 0},
		{"Japanese", script.Segment{Start: s, End: 5 * s, Text: strings.Repeat("夜", 20)}, "ja", 0, "", 5},
		{"fast Japanese", script.Segment{Start: s, End: 5 * s, Text: strings.Repeat("夜", 30)}, "", 0, "warning: fast", 7.5},
		{"Thai at the same rate", script.Segment{Start: s, End: 5 * s, Text: strings.Repeat("ก", 30)}, "th", 0, "", 7.5},
	} {
		meter := qc.NewMeter(&script.Script{Language: c.language}, qc.Limits{})
		if c.busy > 0 {
			meter.Next(&script.Segment{End: c.busy, Text: "before"})
		}
		m := meter.Next(&c.seg)
		require.Equal(t, c.want, m.Flags.String(), c.name)
		require.InDelta(t, c.rate, m.Rate, 1e-9, c.name)
	}
}

func TestLimitsCanBeSetAndTurnedOff(t *testing.T) {
	seg := script.Segment{Start: time.Second, End: 31 * time.Second, Text: strings.Repeat("word ", 20)}
	require.Zero(t, qc.NewMeter(&script.Script{}, qc.Limits{WPM: qc.Band{Slow: -1}, Long: -1}).Next(&seg).Flags)
	l := qc.Limits{WPM: qc.Band{Fast: 30}, Long: 30 * time.Second}
	require.Equal(t, qc.SetOf(qc.Fast), qc.NewMeter(&script.Script{}, l).Next(&seg).Flags)
}

// TestMeterLeavesOutWhatAStoppedProgrammeMakesMoot: a sheet shows no flag that
// check does not show.
func TestMeterLeavesOutWhatAStoppedProgrammeMakesMoot(t *testing.T) {
	seg := script.Segment{Start: time.Second, End: 2 * time.Second, Text: strings.Repeat("word ", 20)}
	require.Equal(t, qc.SetOf(qc.TooFast), qc.NewMeter(&script.Script{}, qc.Limits{}).Next(&seg).Flags)
	require.Zero(t, qc.NewMeter(&script.Script{Type: script.Extended}, qc.Limits{}).Next(&seg).Flags)
}

func TestRatesAreComparedExactly(t *testing.T) {
	for _, c := range []struct {
		words  int
		length time.Duration
		want   qc.Set
		rate   float64
	}{
		{30, 10 * time.Second, 0, 180},
		{30, 10*time.Second - 1, qc.SetOf(qc.Fast), 180.00000002},
		{30, 9999 * time.Millisecond, qc.SetOf(qc.Fast), 180.02},
		{30, 9990 * time.Millisecond, qc.SetOf(qc.Fast), 180.2},
		{22, 6 * time.Second, qc.SetOf(qc.Fast), 220},
		{22, 6*time.Second - time.Millisecond, qc.SetOf(qc.TooFast), 220.04},
		{11, 6 * time.Second, 0, 110},
		{11, 6*time.Second + time.Millisecond, qc.SetOf(qc.Slow), 109.98},
	} {
		seg := script.Segment{Start: time.Second, End: time.Second + c.length, Text: strings.Repeat("word ", c.words)}
		m := qc.NewMeter(&script.Script{}, qc.Limits{}).Next(&seg)
		require.Equal(t, c.want, m.Flags, "%d words in %s", c.words, c.length)
		require.InDelta(t, c.rate, m.Rate, 1e-7, "%d words in %s", c.words, c.length)
	}
}

func TestSpoken(t *testing.T) {
	require.Equal(t, time.Second, qc.Spoken("", "en"))
	require.Equal(t, 3*time.Second, qc.Spoken("one two three four five six seven eight", "en"))
	require.Equal(t, 2*time.Second, qc.Spoken("あいうえおかきくけこ", "ja"))
}

func TestWritingIsToldWhereverItStands(t *testing.T) {
	for n := range 20 {
		latin := strings.Repeat("ü", n/2) + strings.Repeat("a", n%2)
		require.Equal(t, qc.WPM, qc.UnitOf("", latin), n)
		require.Equal(t, qc.CPS, qc.UnitOf("", latin+strings.Repeat("海", n+1)), n)
		require.Equal(t, qc.CPS, qc.UnitOf("", strings.Repeat("ก", n+1)+latin), n)
	}
}

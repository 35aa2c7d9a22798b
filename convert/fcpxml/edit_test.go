package fcpxml_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/fcpxml"
	"github.com/vsconvert/vsconvert/script"
)

// at24 puts elements into the spine of a project at 24 fps that starts at
// 01:00:00:00, with media at 25 and 23.976 fps.
func at24(spine string) string {
	return `<fcpxml version="1.11"><resources><format id="r1" frameDuration="1/24s"/><format id="r2" frameDuration="1/25s"/>
<format id="r3" frameDuration="1001/24000s"/><asset id="a25" format="r2"/></resources><library><event><project name="P"><sequence format="r1" tcStart="3600s" tcFormat="NDF"><spine>
` + spine + "\n</spine></sequence></project></event></library></fcpxml>"
}

type place struct {
	text     string
	from, to time.Duration
}

func places(s *script.Script) (all []place) {
	for _, seg := range s.Segments {
		all = append(all, place{seg.Text, seg.Start, seg.End})
	}
	return all
}

// Each answer is worked out from the file by hand: a marker stands at the
// clip's offset, plus what of the clip's own time lies between the clip's
// start and the marker, scaled by the media's rate over the timeline's.
func TestEdits(t *testing.T) {
	for name, c := range map[string]struct {
		spine    string
		want     []place
		warnings string // without zero lengths
	}{
		"audition": {`<gap offset="3600s" start="0s" duration="10s"/>
<audition offset="3610s"><asset-clip start="50s" duration="10s"><marker start="53s" duration="1s" value="three on"/></asset-clip><asset-clip start="90s" duration="99s"/></audition>
<gap start="0s" duration="5s"><marker start="1s" duration="1s" value="after it"/></gap>`,
			[]place{{"three on", 13 * s, 14 * s}, {"after it", 21 * s, 22 * s}}, ""},
		"connected audition": {`<gap offset="3600s" start="3600s" duration="60s"><audition lane="1" offset="3640s"><clip start="7s" duration="10s"><marker start="9s" duration="1s" value="x"/></clip></audition></gap>`,
			[]place{{"x", 42 * s, 43 * s}}, ""},
		// 125.12 s of the media is 110.16 s behind its start, 2754 frames, which
		// last 114.75 s at 24 a second.
		"conform-rate": {`<asset-clip ref="a25" offset="3614.96s" start="14.96s" duration="200s"><conform-rate srcFrameRate="25"/><marker start="125.12s" duration="1/25s" value="late"/></asset-clip>`,
			[]place{{"late", 129710 * ms, 129710 * ms}}, ""},
		"conform-rate with length": {`<asset-clip ref="a25" offset="3600s" start="0s" duration="48s"><conform-rate scaleEnabled="1" srcFrameRate="25"/><marker start="24s" duration="48/25s" value="x"/><title lane="1" offset="12s" start="0s" duration="12s"><marker start="24/25s" duration="24/25s" value="on it"/></title></asset-clip>`,
			[]place{{"on it", 13500 * ms, 14500 * ms}, {"x", 25 * s, 27 * s}}, ""},
		"conform-rate without scaling": {`<asset-clip ref="a25" offset="3600s" start="0s" duration="48s"><conform-rate scaleEnabled="0" srcFrameRate="25"/><marker start="24s" duration="1s" value="x"/></asset-clip>`,
			[]place{{"x", 24 * s, 25 * s}}, ""},
		"rate of the media": {`<asset-clip ref="a25" offset="3600s" start="0s" duration="48s"><conform-rate/><marker start="24s" duration="1s" value="x"/></asset-clip>`,
			[]place{{"x", 25 * s, 25*s + 1041666667}}, ""},
		// A frame of 23.976 fps is longer than one of 24: a point all the same.
		"point on a slower clip": {`<asset-clip format="r3" offset="3600s" start="0s" duration="48s"><marker start="24s" duration="1001/24000s" value="x"/></asset-clip>`,
			[]place{{"x", 24 * s, 24 * s}}, ""},
		"bladed": {`<asset-clip offset="3600s" start="100s" duration="10s"><marker start="102s" duration="1s" value="a"/><marker start="112s" duration="1s" value="b"/><marker start="110s" duration="1s" value="c"/></asset-clip>
<asset-clip offset="3610s" start="110s" duration="10s"><marker start="102s" duration="1s" value="a"/><marker start="112s" duration="1s" value="b"/><marker start="110s" duration="1s" value="c"/></asset-clip>`,
			[]place{{"a", 2 * s, 3 * s}, {"c", 10 * s, 11 * s}, {"b", 12 * s, 13 * s}}, "fcpxml: 3:102: dropped: 3 markers that the edit hides\n"},
		"inside a trimmed clip": {`<clip offset="3600s" start="20s" duration="10s"><audio offset="0s" start="0s" duration="600s"><marker start="25s" duration="1s" value="seen"/><marker start="5s" duration="1s" value="cut off"/></audio><video lane="1" offset="40s" start="0s" duration="9s"><marker start="1s" duration="1s" value="connected"/></video></clip>`,
			[]place{{"seen", 5 * s, 6 * s}, {"connected", 21 * s, 22 * s}}, "fcpxml: 3:143: dropped: 1 markers that the edit hides\n"},
		"transition": {`<gap offset="3600s" start="0s" duration="60s"/><transition offset="3659s" duration="2s"><marker start="1/2s" duration="1/24s" value="from its beginning"/></transition>
<gap offset="3660s" start="0s" duration="60s"/><transition offset="3719s" duration="2s"><marker start="3720s" duration="1/24s" value="as it stands"/></transition><gap start="0s" duration="5s"><marker start="1s" duration="1s" value="after both"/></gap>`,
			[]place{{"from its beginning", 59500 * ms, 59500 * ms}, {"as it stands", 120 * s, 120 * s}, {"after both", 121 * s, 122 * s}}, ""},
		"retimed": {`<asset-clip offset="3600s" start="10s" duration="5s"><timeMap><timept time="0s" value="0s" interp="linear"/><timept time="20s" value="40s" interp="linear"/></timeMap><marker start="11s" duration="1s" value="x"/></asset-clip>`,
			[]place{{"x", s, 2 * s}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, warnings := decode(t, fcpxml.Decoder{}, at24(c.spine))
			require.Empty(t, cmp.Diff(c.want, places(got), cmp.AllowUnexported(place{})))
			require.Equal(t, c.warnings, withoutPoints(warnings))
		})
	}
}

// withoutPoints leaves out the warnings of markers without length.
func withoutPoints(warnings string) string {
	var b strings.Builder
	for line := range strings.Lines(warnings) {
		if !strings.Contains(line, "zero length") {
			b.WriteString(line)
		}
	}
	return b.String()
}

const bilingual = `<gap offset="3600s" start="0s" duration="60s">
<caption lane="1" offset="3s" duration="2s" role="iTT?captionFormat=ITT.en-GB"><text><text-style>She sits.</text-style></text></caption>
<caption lane="2" offset="3s" duration="2s" role="iTT?captionFormat=ITT.de"><text><text-style>Sie setzt sich.</text-style></text></caption>
<caption lane="1" offset="8s" duration="2s" role="iTT?captionFormat=ITT.en-GB"><text><text-style>He nods.</text-style></text></caption></gap>`

func TestTextLanguage(t *testing.T) {
	got, warnings := decode(t, fcpxml.Decoder{}, at24(bilingual))
	require.Len(t, got.Segments, 3)
	require.Empty(t, got.Language)
	require.Equal(t, "de", got.Segments[1].Language)
	require.Equal(t, "en-GB", got.Segments[2].Language)
	require.Equal(t, "fcpxml: 5:1: assumed: captions of several kinds are read as one script: iTT (en-GB), iTT (de)\n", warnings)
	for _, want := range []string{"en", "EN-gb"} {
		got, warnings = decode(t, fcpxml.Decoder{TextLanguage: want}, at24(bilingual))
		require.Empty(t, warnings)
		require.Equal(t, []place{{"She sits.", 3 * s, 5 * s}, {"He nods.", 8 * s, 10 * s}}, places(got))
		require.Equal(t, "en-GB", got.Language)
	}
	_, err := fcpxml.Decoder{TextLanguage: "e"}.Decode(strings.NewReader(at24(bilingual)))
	require.ErrorIs(t, err, script.ErrNoSegments)
	require.ErrorContains(t, err, `no captions in "e": there are iTT (en-GB), iTT (de)`)
	roles := strings.ReplaceAll(strings.ReplaceAll(bilingual, "ITT.de", "ITT.en-GB"), `lane="2" offset="3s" duration="2s" role="iTT`, `lane="2" offset="3s" duration="2s" role="Subtitles`)
	got, warnings = decode(t, fcpxml.Decoder{}, at24(roles))
	require.Equal(t, "en-GB", got.Language)
	require.Contains(t, warnings, "iTT (en-GB), Subtitles (en-GB)")
}

// What a role names behind its format is a language only if it is one.
func TestChannelsAreNoLanguages(t *testing.T) {
	channels := strings.NewReplacer("ITT.en-GB", "CEA608.CC1", "ITT.de", "CEA608.CC3", "iTT?", "CEA-608?").Replace(bilingual)
	got, warnings := decode(t, fcpxml.Decoder{}, at24(channels))
	require.Empty(t, got.Language)
	for _, seg := range got.Segments {
		require.Empty(t, seg.Language)
	}
	require.Equal(t, "fcpxml: 5:1: assumed: captions of several kinds are read as one script: CEA-608 (CC1), CEA-608 (CC3)\n", warnings)
	got, warnings = decode(t, fcpxml.Decoder{TextLanguage: "cc3"}, at24(channels))
	require.Empty(t, warnings)
	require.Equal(t, []place{{"Sie setzt sich.", 3 * s, 5 * s}}, places(got))
	require.Empty(t, got.Language)
	for role, want := range map[string]string{"SRT.en_US": "en-US", "ITT.zh-Hant&amp;x=y": "zh-Hant", "ITT.fil": "fil", "ITT.forced": "", "CEA608.CC1": "", "ITT": ""} {
		got, _ := decode(t, fcpxml.Decoder{}, at24(strings.NewReplacer("ITT.en-GB", role, "ITT.de", role).Replace(bilingual)))
		require.Equal(t, want, got.Language, role)
	}
}

// A language of a country takes captions in the language of any, with a warning.
func TestTextLanguageOfACountry(t *testing.T) {
	got, warnings := decode(t, fcpxml.Decoder{TextLanguage: "de-CH"}, at24(bilingual))
	require.Equal(t, "de", got.Language)
	require.Equal(t, []place{{"Sie setzt sich.", 3 * s, 5 * s}}, places(got))
	require.Equal(t, "fcpxml: 5:1: assumed: no captions in \"de-CH\": those in \"de\" are read\n", warnings)
	_, err := fcpxml.Decoder{TextLanguage: "en-US"}.Decode(strings.NewReader(at24(bilingual)))
	require.ErrorContains(t, err, `no captions in "en-US": there are iTT (en-GB), iTT (de)`)
}

// Of markers and captions in one project, what holds the descriptions is read,
// and the others are told.
func TestMarkersBesideCaptions(t *testing.T) {
	marker := func(value string) string { return `<marker start="2s" duration="1/24s" value="` + value + `"/>` }
	both := func(value string) string {
		return at24(strings.Replace(bilingual, "</gap>", marker(value)+"</gap>", 1))
	}
	for name, c := range map[string]struct {
		value    string
		d        fcpxml.Decoder
		first    string
		language string
		warned   string
	}{
		"a title":        {"Title", fcpxml.Decoder{TextLanguage: "de"}, "Sie setzt sich.", "de", `fcpxml: 7:1: dropped: 1 markers beside the 3 captions, the first "Title": markers or captions can be chosen`},
		"to do":          {"Check this", fcpxml.Decoder{}, "She sits.", "", `fcpxml: 7:1: dropped: 1 markers beside the 3 captions, the first "Check this": markers or captions can be chosen`},
		"a description":  {"She opens the garden gate, and walks in", fcpxml.Decoder{}, "She opens the garden gate, and walks in", "", `fcpxml: 4:1: dropped: 3 captions beside the 1 markers, the first "She sits.": markers or captions can be chosen`},
		"asked markers":  {"Title", fcpxml.Decoder{Items: fcpxml.Markers}, "Title", "", ""},
		"asked captions": {"She opens the garden gate, and walks in", fcpxml.Decoder{Items: fcpxml.Captions, TextLanguage: "en"}, "She sits.", "en-GB", ""},
	} {
		got, warnings := decode(t, c.d, strings.Replace(both(c.value), "</caption><marker", "</caption>\n<marker", 1))
		require.Equal(t, c.first, got.Segments[0].Text, name)
		require.Equal(t, c.language, got.Language, name)
		if c.warned == "" {
			require.NotContains(t, warnings, "dropped", name)
			continue
		}
		require.Contains(t, warnings, c.warned+"\n", name)
	}
	_, err := fcpxml.Decoder{TextLanguage: "de"}.Decode(strings.NewReader(at24(`<gap offset="3600s" duration="60s">` + marker("x") + `</gap>`)))
	require.ErrorContains(t, err, `no captions in "de": there are markers only`)
}

package fcpxml_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/fcpxml"
	"github.com/vsconvert/vsconvert/internal/markers/markertest"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const (
	s  = time.Second
	ms = time.Millisecond
)

// wrap puts elements into the spine of a project at 25 fps that starts at
// 01:00:00:00.
func wrap(spine string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE fcpxml>
<fcpxml version="1.11"><resources><format id="r1" frameDuration="100/2500s"/></resources>
<library><event name="Event"><project name="Reel"><sequence format="r1" tcStart="3600s" tcFormat="NDF"><spine>
` + spine + `
</spine></sequence></project></event></library></fcpxml>`
}

// Clips as Final Cut Pro writes them: the time of a clip's inside is not that
// of the timeline.
const (
	clips = `<asset-clip ref="r2" offset="3600s" start="452452/30000s" duration="10s"><note>n</note><marker start="512512/30000s" duration="100/2500s" value="one"/></asset-clip>
<asset-clip ref="r2" offset="3610s" start="100s" duration="10s">
 <spine lane="1" offset="102s"><clip offset="0s" start="7s" duration="2s"><marker start="7s" duration="2s" value="AD a" note="two"/></clip><gap duration="3s" start="0s"><chapter-marker start="1s" value="three" posterOffset="11/30s"/></gap></spine>
 <marker start="101s" duration="50/25s" value="AD b" note="four" completed="0"/>
</asset-clip>
<gap duration="5s" start="3600s"><marker start="3601s" duration="1s" value="five"/></gap>`
	captions = `<gap offset="3600s" start="0s" duration="60s">
<caption lane="1" offset="3s" name="AD 1" start="3600s" duration="4s" role="iTT?captionFormat=ITT.de-DE">
 <text placement="bottom">
  <text-style ref="ts1">Sie setzt sich.</text-style>
 </text>
 <text-style-def id="ts1"><text-style font="x" fontSize="13"/></text-style-def>
 <note>leise</note>
</caption>
<caption lane="1" offset="23500/2500s" name="Er nickt. Lange." duration="2s" role="iTT?captionFormat=ITT.de-DE"><text><text-style ref="ts2">Er </text-style><text-style ref="ts3">nickt.</text-style></text><text><text-style>Lange.</text-style></text></caption>
<caption lane="1" offset="20s" name="off" duration="2s" enabled="0"><text><text-style>Aus.</text-style></text></caption>
</gap>`
	odd = `<asset-clip offset="3600s" start="10s" duration="5s"><timeMap/><marker start="11s" duration="1s" value="retimed"/></asset-clip>
<asset-clip offset="3605s" start="10s" duration="5s"><marker start="16s" duration="1s" value="hidden"/></asset-clip>
<asset-clip offset="3600s" start="10s" duration="5s"><marker start="9s" duration="1s" value="early"/></asset-clip>
<audition><clip offset="3610s" duration="1s"><marker start="0s" duration="1s" value="active"/></clip><clip offset="3610s" duration="1s"><marker start="0s" duration="1s" value="other take"/></clip></audition>`
)

var seeds = []string{wrap(clips), wrap(captions), wrap(odd),
	"<fcpxml/>", `<fcpxml><marker start="1s" value="x"/></fcpxml>`, `<fcpxml><caption duration="3.5s" offset="-1/3s"><text>x</text></caption></fcpxml>`}

func TestClips(t *testing.T) {
	got, warnings := decode(t, fcpxml.Decoder{}, wrap(clips))
	require.Empty(t, cmp.Diff(&script.Script{Title: "Reel", Segments: []script.Segment{
		{ID: "1", Start: 2002 * ms, End: 2002 * ms, Text: "one"},
		{ID: "b", Start: 11 * s, End: 13 * s, Text: "four"},
		{ID: "a", Start: 12 * s, End: 14 * s, Text: "two"},
		{ID: "4", Start: 15 * s, End: 15 * s, Text: "three"},
		{ID: "5", Start: 21 * s, End: 22 * s, Text: "five"},
	}}, got))
	require.Equal(t, "fcpxml: 5:88: segment \"1\": zero length: end equals start\n"+
		"fcpxml: 7:170: segment \"3\": zero length: end equals start\n", warnings)
}

func TestCaptions(t *testing.T) {
	got, warnings := decode(t, fcpxml.Decoder{}, wrap(captions))
	require.Empty(t, cmp.Diff(&script.Script{Title: "Reel", Language: "de-DE", Segments: []script.Segment{
		{ID: "1", Start: 3 * s, End: 7 * s, Text: "Sie setzt sich.", Note: "leise"},
		{ID: "2", Start: 9400 * ms, End: 11400 * ms, Text: "Er nickt.\nLange."},
	}}, got))
	require.Equal(t, "fcpxml: 14:1: dropped: 1 captions that are disabled\n", warnings)
}

func TestOddClips(t *testing.T) {
	got, warnings := decode(t, fcpxml.Decoder{}, wrap(odd))
	require.Empty(t, cmp.Diff([]script.Segment{
		{ID: "1", Start: s, End: 2 * s, Text: "retimed"}, {ID: "4", Start: 10 * s, End: 11 * s, Text: "active"},
	}, got.Segments, cmp.FilterPath(func(p cmp.Path) bool { return p.Last().String() == ".ID" }, cmp.Ignore())))
	require.Equal(t, []string{
		`fcpxml: 8:137: dropped: 1 markers and captions of inactive auditions`,
		`fcpxml: 6:54: dropped: 2 markers that the edit hides`,
	}, strings.Split(strings.TrimSpace(warnings), "\n"))
}

func TestItems(t *testing.T) {
	both := wrap(clips + captions)
	for items, n := range map[fcpxml.Items]int{fcpxml.Auto: 5, fcpxml.Markers: 5, fcpxml.Captions: 2} {
		got, _ := decode(t, fcpxml.Decoder{Items: items}, both)
		require.Len(t, got.Segments, n)
	}
}

func TestStart(t *testing.T) {
	start, err := timecode.Parse("01:00:05:00", timecode.Rate25)
	require.NoError(t, err)
	got, warnings := decode(t, fcpxml.Decoder{Start: start, Items: fcpxml.Captions}, wrap(`<gap offset="3600s" start="0s" duration="60s"><caption offset="8s" duration="1s" name="x"><text>y</text></caption></gap>`))
	require.Empty(t, warnings)
	require.Equal(t, 3*s, got.Segments[0].Start)
	_, err = fcpxml.Decoder{Start: start}.Decode(strings.NewReader(wrap(captions)))
	require.ErrorIs(t, err, script.ErrNegativeTime)
}

func TestOtherTimelinesAndCompoundClips(t *testing.T) {
	const two = `<fcpxml><resources><media id="r3"><sequence tcStart="0s"><spine><gap duration="9s"><marker start="1s" duration="1s" value="inside"/></gap></spine></sequence></media></resources>
<event name="E"><project name="A"><sequence><spine><gap duration="9s"><marker start="1s" duration="1s" value="a"/></gap></spine></sequence></project>
<project name="B"><sequence><spine><gap duration="9s"><marker start="1s" duration="1s" value="b"/></gap></spine></sequence></project>
<asset-clip start="5s" duration="9s"><marker start="6s" duration="1s" value="loose"/></asset-clip></event></fcpxml>`
	got, warnings := decode(t, fcpxml.Decoder{}, two)
	require.Equal(t, []script.Segment{{ID: "1", Start: s, End: 2 * s, Text: "a"}}, got.Segments)
	require.Equal(t, "A", got.Title)
	require.Equal(t, "fcpxml: 3:55: dropped: 1 markers and captions of another timeline\n"+
		"fcpxml: 4:38: dropped: 1 markers and captions of another timeline\n"+
		"fcpxml: 1:84: dropped: 1 markers and captions inside compound and multicam clips\n", warnings)
	got, _ = decode(t, fcpxml.Decoder{}, `<fcpxml><event><asset-clip start="5s" duration="9s"><marker start="6s" duration="1s" value="loose"/></asset-clip></event></fcpxml>`)
	require.Equal(t, s, got.Segments[0].Start)
}

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct {
		text    string
		kind    error
		message string
	}{
		"empty":     {"", script.ErrEmpty, "fcpxml: empty input"},
		"none":      {wrap(""), script.ErrNoSegments, "fcpxml: 1:1: no segments: no timeline has markers or captions"},
		"doctype":   {`<!DOCTYPE fcpxml [<!ENTITY % x SYSTEM "http://example.com/x"> %x;]><fcpxml/>`, script.ErrSyntax, ""},
		"xmeml":     {`<!DOCTYPE xmeml><xmeml/>`, script.ErrSyntax, `fcpxml: 1:1: malformed input "<!DOCTYPE xmeml>": want <!DOCTYPE fcpxml> or none`},
		"time":      {wrap(`<gap duration="ten"/>`), script.ErrTime, `fcpxml: 5:1: gap duration: malformed time "ten": want seconds as "5s" or "1001/24000s"`},
		"zero":      {wrap(`<gap duration="1/0s"/>`), script.ErrTime, `fcpxml: 5:1: gap duration: malformed time "1/0s": want seconds as "5s" or "1001/24000s"`},
		"no start":  {wrap(`<gap duration="1s"><marker value="x"/></gap>`), script.ErrMissing, "fcpxml: 5:20: missing value: marker without start"},
		"huge":      {wrap(`<gap duration="1s" offset="9223372036854775807s"><marker start="9223372036854775807s" value="x"/></gap>`), script.ErrTimeRange, ""},
		"too late":  {wrap(`<gap duration="9s" offset="9223379999s"><marker start="1s" value="x"/></gap>`), script.ErrTimeRange, "fcpxml: 5:41: time out of range: 9223380000/1 seconds"},
		"fractions": {wrap(strings.Repeat(`<clip offset="1/9223372036854775783s" start="1/9223372036854775643s" duration="1s">`, 2)), script.ErrTimeRange, ""},
		"nested":    {wrap(`<caption duration="1s"><caption duration="1s"/></caption>`), script.ErrSyntax, "fcpxml: 5:24: malformed input: a caption inside a caption"},
		"deep":      {"<fcpxml>" + strings.Repeat("<clip duration='1s'>", 600), script.ErrTooLarge, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := fcpxml.Decode(strings.NewReader(c.text))
			require.ErrorIs(t, err, c.kind)
			require.ErrorAs(t, err, new(*script.ParseError))
			if c.message != "" {
				require.EqualError(t, err, c.message)
			}
		})
	}
}

var captionCodec = markertest.Codec{
	Encode: func(t testing.TB, rate timecode.Rate, start timecode.Timecode, s *script.Script) ([]byte, []script.Warning) {
		var w markertest.Warnings
		data := markertest.Buffer(t, func(b *bytes.Buffer) error {
			return fcpxml.Encoder{Rate: rate, Start: start, Items: fcpxml.Captions, Warn: w.Add}.Encode(b, s)
		})
		if len(w.All) > 0 && w.All[0].SegmentID == "" {
			w.All = w.All[1:] // the language that was assumed
		}
		return data, w.All
	},
	Decode: func(t testing.TB, rate timecode.Rate, start timecode.Timecode, data []byte) (*script.Script, []script.Warning) {
		s, w := codec.Decode(t, rate, start, data)
		require.Equal(t, "en", s.Language)
		s.Language = ""
		return s, w
	},
	Title: true, States: true,
}

func TestCaptionsGolden(t *testing.T)    { markertest.Golden(t, captionCodec, "-captions.fcpxml") }
func TestCaptionsRoundTrip(t *testing.T) { markertest.RoundTrip(t, captionCodec) }
func TestCaptionsHostile(t *testing.T)   { markertest.Hostile(t, captionCodec) }

func TestLanguage(t *testing.T) {
	one := &script.Script{Language: "fr-CA", Segments: []script.Segment{{ID: "1", Start: s, End: 2 * s, Text: "x"}}}
	var w markertest.Warnings
	var b bytes.Buffer
	require.NoError(t, fcpxml.Encoder{Rate: timecode.Rate25, Items: fcpxml.Captions, Warn: w.Add}.Encode(&b, one))
	require.Empty(t, w.All)
	require.Contains(t, b.String(), `role="iTT?captionFormat=ITT.fr-CA"`)
	got, _ := decode(t, fcpxml.Decoder{}, b.String())
	require.Equal(t, one, &script.Script{Language: got.Language, Segments: got.Segments})
	require.NoError(t, fcpxml.Encoder{Rate: timecode.Rate25, Items: fcpxml.Captions, Warn: w.Add}.Encode(&b, &script.Script{Language: `"><x`, Segments: one.Segments}))
	require.Contains(t, w.String(), `assumed: captions are in English (en), though the script says "\"><x"`)
}

func TestInteropXMLLint(t *testing.T) {
	markertest.WellFormed(t, codec, "testdata/golden/*.fcpxml")
	markertest.WellFormed(t, captionCodec, "testdata/golden/*-captions.fcpxml")
}

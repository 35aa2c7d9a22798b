package premiere_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/premiere"
	"github.com/vsconvert/vsconvert/internal/markers/markertest"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const csvHead = "Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type\t\n"

// Lists in the style of the Markers panel's export.
const (
	csvNDF     = csvHead + "AD 1\tShe sits down.\t00:00:05:00\t00:00:07:00\t00:00:02:00\tComment\t\nAD 2\tHe nods.\t00:00:07:12\t00:00:08:12\t00:00:01:00\tComment\t\n"
	csvDF      = csvHead + "Test\tShe sits down.\t00;00;59;28\t00;01;00;02\t00;00;00;04\tComment\t\nTest\tHe nods.\t00;01;00;02\t00;01;00;26\t00;00;00;24\tChapter\t\n"
	csvLines   = csvHead + "AD 1\tShe sits\ndown.\t00:00:05:00\t00:00:07:00\t00:00:02:00\tComment\t\n\tHe nods.\t00:00:07:12\t00:00:08:12\t00:00:01:00\tComment\t\n"
	csvGerman  = "Markername\tBeschreibung\tIn\tOut\tDauer\tMarkertyp\t\r\nShe sits down.\t\t00:00:05:00\t00:00:07:00\t00:00:02:00\tKommentar\t\r\n\tHe nods.\t00:00:07:12\t00:00:07:12\t00:00:00:00\tKommentar\t\r\n"
	csvTypes   = csvHead + "01\t\t00:00:35:16\t00:00:35:16\t00:00:00:00\tChapter\n02\t\t00:00:36:16\t00:00:37:16\t00:00:01:00\tComment\n"
	csvLabel   = csvHead + "AD 1\t00:00:01:00\t00:00:05:00\t00:00:07:00\t00:00:02:00\tComment\t\n"
	csvWithout = csvHead + "AD 1\tx\t00:00:05:00\t00:00:07:00\n"
)

// xmeml as Premiere, Final Cut Pro 7 and small exporters write it.
const (
	xmlPlain = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="4">
	<sequence id="sequence-1" TL.SQAudioVisibleBase="0">
		<uuid>00000000-0000-0000-0000-000000000000</uuid>
		<duration>250</duration>
		<rate>
			<timebase>25</timebase>
			<ntsc>FALSE</ntsc>
		</rate>
		<name>Reel &amp; One</name>
		<media><video><format/><track><clipitem id="c1"><name>shot</name><marker><name>on clip</name><comment/><in>5</in><out>-1</out></marker></clipitem></track></video></media>
		<timecode><rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate><string>10:00:00:00</string><frame>900000</frame><displayformat>NDF</displayformat></timecode>
		<marker><comment></comment><name>AD 1</name><in>125</in><out>175</out><pproColor>4294741314</pproColor><comment>She sits down.</comment></marker>
		<marker>
			<comment>He nods.</comment>
			<name></name>
			<in>187</in>
			<out>-1</out>
		</marker>
	</sequence>
</xmeml>`
	xmlLabel = `<xmeml version="5"><project><children><bin><children><sequence><name>none</name></sequence>` +
		`<sequence><name>DF</name><rate><timebase>30</timebase><ntsc>TRUE</ntsc></rate><timecode><string>01:00:00;00</string></timecode>` +
		`<marker><name>AD 7</name><comment>x</comment><in>0</in><out>30</out></marker></sequence>` +
		`<sequence><name>More</name><marker><in>1</in><out>2</out><name>y</name></marker></sequence></children></bin></children></project></xmeml>`
	xmlBare = `<xmeml><sequence><marker><name>x</name><in>25</in><out>50</out></marker></sequence></xmeml>`
)

var seeds = []string{csvNDF, csvDF, csvLines, csvGerman, csvTypes, csvLabel, csvWithout, xmlPlain, xmlLabel, xmlBare,
	"<xmeml/>", "<xmeml><marker/></xmeml>", "\t\t\t\t\t\n", "<!DOCTYPE xmeml><xmeml><sequence><rate><timebase>25</timebase></rate><timecode><frame>9</frame></timecode><marker><in>0</in></marker></sequence></xmeml>"}

const (
	s  = time.Second
	ms = time.Millisecond
)

func TestCSV(t *testing.T) {
	df := timecode.Rate2997DF
	at24 := premiere.Decoder{Rate: timecode.Rate24}
	for name, c := range map[string]struct {
		text     string
		decoder  premiere.Decoder
		want     []script.Segment
		warnings string
	}{
		"non-drop": {csvNDF, at24, []script.Segment{{ID: "1", Start: 5 * s, End: 7 * s, Text: "She sits down."}, {ID: "2", Start: 7500 * ms, End: 8500 * ms, Text: "He nods."}}, ""},
		"drop, names not unique": {csvDF, premiere.Decoder{}, []script.Segment{
			{ID: "1", Start: df.Duration(1798), End: df.Duration(1800), Text: "She sits down.", Note: "Test"}, {ID: "2", Start: df.Duration(1800), End: df.Duration(1824), Text: "He nods.", Note: "Test"}},
			"premiere: 2:21: assumed: 29.97df fps: no frame rate is stated\npremiere: 3:1: dropped: the markers' types, which differ\n"},
		"line breaks": {csvLines, at24, []script.Segment{{ID: "1", Start: 5 * s, End: 7 * s, Text: "She sits\ndown."}, {ID: "2", Start: 7500 * ms, End: 8500 * ms, Text: "He nods."}}, ""},
		"German": {csvGerman, at24, []script.Segment{{ID: "1", Start: 5 * s, End: 7 * s, Text: "She sits down."}, {ID: "2", Start: 7500 * ms, End: 7500 * ms, Text: "He nods."}},
			"premiere: 3:1: segment \"2\": zero length: end equals start\n"},
		"a text like a timecode": {csvLabel, at24, []script.Segment{{ID: "1", Start: 5 * s, End: 7 * s, Text: "00:00:01:00"}}, ""},
		"no duration":            {csvWithout, at24, []script.Segment{{ID: "1", Start: 5 * s, End: 7 * s, Text: "x"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, warnings := decode(t, c.decoder, c.text)
			require.Empty(t, cmp.Diff(c.want, got.Segments))
			require.Equal(t, c.warnings, warnings)
		})
	}
}

func TestCSVInUTF16(t *testing.T) {
	var b bytes.Buffer
	for _, u := range utf16.Encode([]rune("\uFEFF" + strings.ReplaceAll(csvNDF, "sits", "säße"))) {
		b.Write([]byte{byte(u), byte(u >> 8)})
	}
	got, warnings := decode(t, premiere.Decoder{Rate: timecode.Rate24}, b.String())
	require.Empty(t, warnings)
	require.Equal(t, "She säße down.", got.Segments[0].Text)
}

func TestXML(t *testing.T) {
	got, warnings := decode(t, premiere.Decoder{}, xmlPlain)
	require.Empty(t, cmp.Diff(&script.Script{Title: "Reel & One", Segments: []script.Segment{
		{ID: "1", Start: 5 * s, End: 7 * s, Text: "She sits down."}, {ID: "2", Start: 7480 * ms, End: 7480 * ms, Text: "He nods."}}}, got))
	require.Equal(t, "premiere: 12:68: dropped: 1 markers on clips: markers of the sequence are read\n"+
		"premiere: 15:3: dropped: the markers' colours, which differ\n"+
		"premiere: 15:3: segment \"2\": zero length: end equals start\n", warnings)

	got, warnings = decode(t, premiere.Decoder{}, xmlLabel)
	require.Empty(t, cmp.Diff(&script.Script{Title: "DF", Segments: []script.Segment{{ID: "7", End: timecode.Rate2997.Duration(30), Text: "x"}}}, got))
	require.Equal(t, "premiere: 1:307: dropped: 1 markers of another sequence, \"More\"\n", warnings)

	got, warnings = decode(t, premiere.Decoder{}, xmlBare)
	require.Equal(t, s, got.Segments[0].Start)
	require.Equal(t, "premiere: 1:1: assumed: 25 fps: no frame rate is stated\n", warnings)
}

// TestStart: the first frame of the programme need not be that of the
// sequence.
func TestStart(t *testing.T) {
	start := timecode.FromFrames(900000+100, timecode.Rate25)
	got, _ := decode(t, premiere.Decoder{Start: start}, xmlPlain)
	require.Equal(t, s, got.Segments[0].Start)
	got, warnings := decode(t, premiere.Decoder{Rate: timecode.Rate24}, xmlPlain)
	require.Equal(t, timecode.Rate24.Duration(125), got.Segments[0].Start)
	require.Contains(t, warnings, "premiere: 1:1: assumed: 24 fps: the list says otherwise: 25")
}

func TestErrors(t *testing.T) {
	marker := func(s string) string { return "<xmeml><sequence>" + s + "</sequence></xmeml>" }
	for name, c := range map[string]struct {
		text    string
		decoder premiere.Decoder
		kind    error
		message string
	}{
		"empty":        {"", premiere.Decoder{}, script.ErrEmpty, "premiere: empty input"},
		"no timecodes": {csvHead + "x\ty\t125\t150\t25\tComment\t\n", premiere.Decoder{}, script.ErrSyntax, "premiere: 2:1: malformed input: want name, description, in, out, duration and type with tabs between; times as timecodes"},
		"header only":  {csvHead, premiere.Decoder{}, script.ErrNoSegments, "premiere: no segments"},
		"frame":        {csvNDF, premiere.Decoder{Rate: timecode.Rate25, Start: timecode.FromFrames(200, timecode.Rate25)}, script.ErrNegativeTime, "premiere: 2:21: 00:00:05:00 is before the start 00:00:08:00"},
		"hour":         {strings.ReplaceAll(csvNDF, "00:00:05:00", "24:00:05:00"), premiere.Decoder{}, script.ErrTime, `premiere: 2:21: timecode out of range: "24:00:05:00": want at most 23:59:59`},
		"in -1":        {marker("<marker><comment>x</comment><in>-1</in><out>-1</out></marker>"), premiere.Decoder{Rate: timecode.Rate25}, script.ErrTime, `premiere: 1:50: malformed time "-1": want a number of frames`},
		"doctype":      {`<!DOCTYPE xmeml [<!ENTITY a "b">]><xmeml>&a;</xmeml>`, premiere.Decoder{}, script.ErrSyntax, `premiere: 1:1: malformed input "<!DOCTYPE xmeml [<!ENTITY a \"b\">]>": want <!DOCTYPE xmeml> or none`},
		"system":       {`<!DOCTYPE xmeml SYSTEM "file:///etc/passwd"><xmeml/>`, premiere.Decoder{}, script.ErrSyntax, `premiere: 1:1: malformed input "<!DOCTYPE xmeml SYSTEM \"file:///etc/passwd\">": want <!DOCTYPE xmeml> or none`},
		"entity":       {"<xmeml>\n<sequence><name>&lol;</name></sequence></xmeml>", premiere.Decoder{}, script.ErrSyntax, "premiere: 2:22: malformed input: invalid character entity &lol;"},
		"root":         {"<html/>", premiere.Decoder{}, script.ErrSyntax, `premiere: 1:1: outermost element: malformed input "html": want xmeml`},
		"deep":         {"<xmeml>" + strings.Repeat("<a>", 600), premiere.Decoder{}, script.ErrTooLarge, "premiere: 1:1541: input too large: more than 512 elements inside each other"},
		"unclosed":     {"<xmeml><sequence>", premiere.Decoder{}, script.ErrSyntax, "premiere: 1:18: malformed input: unexpected EOF"},
		"no markers":   {"<xmeml><sequence/></xmeml>", premiere.Decoder{}, script.ErrNoSegments, "premiere: 1:1: no segments: no sequence has markers"},
		"no in":        {marker("<marker><name>x</name></marker>"), premiere.Decoder{}, script.ErrMissing, "premiere: 1:18: missing value: marker without in"},
		"in":           {marker("<marker><in>soon</in></marker>"), premiere.Decoder{}, script.ErrTime, `premiere: 1:30: malformed time "soon": want a number of frames`},
		"out":          {marker("<marker><in>1</in><out>99999999999999999999</out></marker>"), premiere.Decoder{}, script.ErrTime, `premiere: 1:41: malformed time "99999999999999999999": want a number of frames`},
		"rate":         {marker("<rate><timebase>7</timebase></rate><marker><in>1</in></marker>"), premiere.Decoder{}, timecode.ErrRate, ""},
		"start":        {marker("<rate><timebase>25</timebase></rate><timecode><string>00:00:00:25</string></timecode><marker><in>1</in></marker>"), premiere.Decoder{}, timecode.ErrFrame, "premiere: 1:72: frame beyond the rate: frame 25 at 25 fps"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.decoder.Decode(strings.NewReader(c.text))
			require.ErrorIs(t, err, c.kind)
			require.ErrorAs(t, err, new(*script.ParseError))
			if c.message != "" {
				require.EqualError(t, err, c.message)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	one := &script.Script{Segments: []script.Segment{{ID: "1", Start: s, End: s, Text: "x"}}}
	var b bytes.Buffer
	require.NoError(t, premiere.Encoder{Rate: timecode.Rate50, Title: "T", Color: "Red"}.Encode(&b, one))
	require.Contains(t, b.String(), "<name>T</name>")
	require.Contains(t, b.String(), "<out>-1</out>\n      <pproColor>4281740498</pproColor>")
	for _, color := range []string{"green", "purple", "orange", "yellow", "white", "blue", "cyan"} {
		require.NoError(t, premiere.Encoder{Color: color}.Encode(&b, one), color)
	}
	require.ErrorIs(t, premiere.Encoder{Color: "mauve"}.Encode(&b, one), script.ErrValue)
	require.ErrorIs(t, premiere.Encoder{Title: "a\nb"}.Encode(&b, one), script.ErrValue)
}

func TestInteropXMLLint(t *testing.T) {
	markertest.WellFormed(t, codec, "testdata/golden/*.xml")
}

// TestOnClip: the markers stand on the sequence and on a matte as long as it;
// they are one script.
func TestOnClip(t *testing.T) {
	in := markertest.Script()
	write := func(onClip bool) string {
		return string(markertest.Buffer(t, func(b *bytes.Buffer) error {
			return premiere.Encoder{Rate: timecode.Rate25, OnClip: onClip}.Encode(b, in)
		}))
	}
	require.Contains(t, write(false), "<pixelaspectratio>square</pixelaspectratio>")
	require.Contains(t, write(false), "<width>1920</width><height>1080</height>")
	require.Equal(t, len(in.Segments), strings.Count(write(false), "<marker>"))
	require.Equal(t, 2*len(in.Segments), strings.Count(write(true), "<marker>"))
	got, warnings := decode(t, premiere.Decoder{}, write(true))
	require.Empty(t, warnings)
	require.Len(t, got.Segments, len(in.Segments))
	_, warnings = decode(t, premiere.Decoder{}, strings.Replace(write(true), "She opens it.", "She closes it.", 1))
	require.Contains(t, warnings, "dropped: 1 markers on clips")
}

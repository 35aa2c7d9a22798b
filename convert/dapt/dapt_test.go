package dapt_test

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/dapt"
	_ "github.com/vsconvert/vsconvert/internal/golden"
	"github.com/vsconvert/vsconvert/script"
)

// document returns a document with more attributes of tt, head and body.
func document(attrs, head, body string) string {
	return `<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" ` +
		`xmlns:tta="http://www.w3.org/ns/ttml#audio" xmlns:daptm="http://www.w3.org/ns/ttml/profile/dapt#metadata" xmlns:ebuttm="urn:ebu:tt:metadata" ` +
		`ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content" xml:lang="en" daptm:scriptType="preRecording" ` +
		`daptm:scriptRepresents="visual audio.dialogue" ` + attrs + `><head>` + head + `</head><body>` + body + `</body></tt>`
}

func parse(t *testing.T, attrs, head, body string) *dapt.Document {
	t.Helper()
	d, err := dapt.Parse(strings.NewReader(document(attrs, head, body)))
	require.NoError(t, err)
	return d
}

func event(t *testing.T, div string) dapt.Event {
	t.Helper()
	d := parse(t, `ttp:frameRate="25" ttp:tickRate="1000"`, "", div)
	require.Len(t, d.Events, 1)
	return d.Events[0]
}

func TestDocument(t *testing.T) {
	d := parse(t, `daptm:langSrc="fr" ttp:processorProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/processor" ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"`,
		`<metadata><ttm:title>Harbour</ttm:title><ttm:copyright>Us</ttm:copyright>
		 <ttm:agent type="person" xml:id="a1"><ttm:name type="full">Ann Other</ttm:name></ttm:agent>
		 <ttm:agent type="character" xml:id="c1"><ttm:name type="alias">Nell</ttm:name><ttm:actor agent="a1"/></ttm:agent>
		 <daptm:daptOriginTimecode>10:00:00:00</daptm:daptOriginTimecode><ebuttm:sourceMediaIdentifier>film-7</ebuttm:sourceMediaIdentifier></metadata>`, "")
	fr := "fr"
	require.Empty(t, cmp.Diff(&dapt.Document{
		ScriptType: "preRecording", Represents: []string{"visual", "audio.dialogue"}, Language: "en", LanguageSource: &fr,
		ContentProfiles: []string{"http://www.w3.org/ns/ttml/profile/dapt1.0/content"}, ProcessorProfiles: []string{"http://www.w3.org/ns/ttml/profile/dapt1.0/processor"},
		FrameRate: "30", FrameRateMultiplier: "1000 1001", Title: "Harbour", Copyright: "Us", OriginTimecode: "10:00:00:00", MediaID: "film-7",
		Characters: []dapt.Character{{ID: "c1", Name: "Nell", Talent: "a1"}}, Talents: []dapt.Talent{{ID: "a1", Type: "person", FullName: "Ann Other"}},
	}, d))
}

func TestTimes(t *testing.T) {
	e := event(t, `<div xml:id="e" begin="10s" end="00:00:12.5"><p begin="25f" dur="1500t"><span begin="0.1s">a</span></p></div>`)
	require.Equal(t, "10s", e.Begin.Raw)
	require.Equal(t, 10*time.Second, e.From)
	require.Zero(t, e.End.Seconds.Cmp(big.NewRat(25, 2)))
	require.False(t, e.Dur.IsSet())
	require.Equal(t, 11*time.Second, e.Texts[0].From)
	require.Zero(t, e.Texts[0].Dur.Seconds.Cmp(big.NewRat(3, 2)))
}

func TestEvents(t *testing.T) {
	fr, en := "fr", "en"
	e := event(t, `<div xml:id="e" daptm:onScreen="ON_OFF" ttm:agent="c1 c2" daptm:represents="audio.dialogue">
		<ttm:desc daptm:descType="scene" xml:lang="de">Am Hafen</ttm:desc><metadata><ttm:desc>two</ttm:desc></metadata>
		<p xml:lang="fr" daptm:langSrc="fr">Bonjour <span>toi</span></p><p daptm:langSrc="fr">Hello<br/>you</p></div>`)
	want := dapt.Event{
		ID: "e", OnScreen: "ON_OFF", Characters: []string{"c1", "c2"}, Represents: []string{"audio.dialogue"},
		Descriptions: []dapt.Description{{Type: "scene", Language: "de", Text: "Am Hafen"}, {Language: "en", Text: "two"}},
		Texts: []dapt.Text{
			{Language: "fr", LanguageSource: &fr, Content: "Bonjour toi"},
			{Language: en, LanguageSource: &fr, Content: "Hello\nyou"},
		},
	}
	require.Empty(t, cmp.Diff(want, e, cmpopts.EquateEmpty()))
}

func TestRepresentsIsInherited(t *testing.T) {
	d := parse(t, "", "", `<div daptm:represents="visual.text"><div xml:id="a"><p>x</p></div></div><div><p>belongs to no event</p></div>`)
	require.Len(t, d.Events, 1)
	require.Equal(t, []string{"visual.text"}, d.Events[0].Represents)
}

func TestAudio(t *testing.T) {
	d := parse(t, "", `<styling><style xml:id="fast" tta:speak="fast" tta:pitch="10%"/></styling>
		<resources><data xml:id="d1" type="audio/wav">UklG
		Rg==</data><audio xml:id="a1"><source src="#d1"/><source src="x.mp3" type="audio/mpeg"/></audio></resources>`,
		`<div xml:id="e" tta:gain="0.5"><p tta:pan="-1"><animate begin="0s" end="1s" tta:gain="1;0.39" fill="freeze"/>
		<span style="fast">quick</span> <span tta:speak="none">mute</span>
		<audio src="a.wav" type="audio/wav" clipBegin="1s" clipEnd="2.5s"/><audio src="#a1"/>
		<span><audio><source><data type="audio/wav"><chunk>UklG</chunk><chunk>Rg==</chunk></data></source></audio></span></p></div>`)
	text := d.Events[0].Texts[0]
	require.Equal(t, []dapt.Mixing{{Gain: "0.5"}}, d.Events[0].Mixing)
	require.Equal(t, []dapt.Speech{{Rate: "fast", Pitch: "10%", Text: "quick"}}, text.Speech)
	require.Len(t, text.Mixing, 2)
	require.Equal(t, "-1", text.Mixing[0].Pan)
	require.True(t, text.Mixing[1].Animated)
	require.Equal(t, "freeze", text.Mixing[1].Fill)
	require.Len(t, text.Recordings, 3)
	require.Equal(t, "2.5s", text.Recordings[0].ClipEnd.Raw)
	require.Equal(t, []dapt.Source{{Address: "a.wav", Type: "audio/wav"}}, text.Recordings[0].Sources)
	embedded := dapt.Source{Type: "audio/wav", Embedded: true, Data: []byte("RIFF")}
	require.Equal(t, []dapt.Source{embedded, {Address: "x.mp3", Type: "audio/mpeg"}}, text.Recordings[1].Sources)
	require.Equal(t, []dapt.Source{embedded}, text.Recordings[2].Sources)
}

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"not DAPT":   {`<tt xmlns="http://www.w3.org/ns/ttml"/>`, "the designator of DAPT"},
		"no XML":     {"WEBVTT", "malformed input"},
		"a time":     {document("", "", `<div xml:id="e" begin="soon"/>`), `begin: malformed time "soon"`},
		"dangling":   {document("", "", `<div xml:id="e"><p><audio src="#x"/></p></div>`), `src: missing value "#x"`},
		"base 64":    {document("", "", `<div xml:id="e"><p><audio><source><data>!</data></source></audio></p></div>`), "no base 64"},
		"in circles": {document("", `<resources><audio xml:id="a"><source src="#a"/></audio></resources>`, `<div xml:id="e"><p><audio src="#a"/></p></div>`), "no circle"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := dapt.Parse(strings.NewReader(c.doc))
			var parse *script.ParseError
			require.ErrorAs(t, err, &parse)
			require.ErrorContains(t, err, c.want)
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add(document("", "", `<div xml:id="e" begin="1s"><p><span tta:speak="fast">a</span><audio src="a.wav" clipEnd="1s"/></p></div>`))
	f.Fuzz(func(t *testing.T, doc string) {
		d, err := dapt.Parse(strings.NewReader(doc))
		if err == nil {
			require.NotEmpty(t, d.ContentProfiles)
		}
	})
}

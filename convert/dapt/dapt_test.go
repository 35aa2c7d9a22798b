package dapt_test

import (
	"fmt"
	"io"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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

// first returns the first event of a body, and its scope.
func first(t *testing.T, attrs, head, body string) (*dapt.Event, dapt.Scope) {
	t.Helper()
	for event, scope := range parse(t, attrs, head, body).Events() {
		return event, scope
	}
	t.Fatal("no event")
	return nil, dapt.Scope{}
}

func TestDocument(t *testing.T) {
	d := parse(t, `daptm:langSrc="fr" ttp:processorProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/processor" ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"`,
		`<metadata><ttm:title>Harbour</ttm:title><ttm:copyright>Us</ttm:copyright>
		 <ttm:agent type="person" xml:id="a1"><ttm:name type="full">Ann Other</ttm:name></ttm:agent>
		 <ttm:agent type="character" xml:id="c1"><ttm:name type="alias">Nell</ttm:name><ttm:actor agent="a1"/></ttm:agent>
		 <daptm:daptOriginTimecode>10:00:00:00</daptm:daptOriginTimecode><ebuttm:sourceMediaIdentifier>film-7</ebuttm:sourceMediaIdentifier></metadata>`, "")
	en, fr := "en", "fr"
	require.Empty(t, cmp.Diff(&dapt.Document{
		ScriptType: "preRecording", Represents: []string{"visual", "audio.dialogue"}, Language: &en, LanguageSource: &fr,
		ContentProfiles: []string{"http://www.w3.org/ns/ttml/profile/dapt1.0/content"}, ProcessorProfiles: []string{"http://www.w3.org/ns/ttml/profile/dapt1.0/processor"},
		FrameRate: "30", FrameRateMultiplier: "1000 1001", Title: dapt.Words{Text: "Harbour"}, Copyright: dapt.Words{Text: "Us"}, OriginTimecode: "10:00:00:00", MediaID: "film-7",
		Agents: []dapt.Agent{
			{ID: "a1", Type: "person", Names: []dapt.AgentName{{Type: "full", Words: dapt.Words{Text: "Ann Other"}}}},
			{ID: "c1", Type: "character", Names: []dapt.AgentName{{Type: "alias", Words: dapt.Words{Text: "Nell"}}}, Actor: "a1"},
		},
		Body: &dapt.Group{},
	}, d))
	require.Equal(t, []dapt.Character{{ID: "c1", Name: "Nell", TalentID: "a1", TalentName: "Ann Other"}}, d.Characters())
}

func TestTimes(t *testing.T) {
	e, s := first(t, `ttp:frameRate="25" ttp:tickRate="1000"`, "", `<div xml:id="e" begin="10s" end="00:00:12.5"><p begin="25f" dur="1500t"><span begin="0.1s">a</span></p></div>`)
	require.Equal(t, "10s", e.Begin.Raw)
	require.Equal(t, 10*time.Second, s.From())
	require.Zero(t, e.End.Seconds.Cmp(big.NewRat(25, 2)))
	require.False(t, e.Dur.IsSet())
	text := s.In(&e.Texts[0].Common)
	require.Equal(t, 11*time.Second, text.From())
	end, ok := text.To()
	require.True(t, ok)
	require.Equal(t, 12500*time.Millisecond, end)
	require.Zero(t, e.Texts[0].Dur.Seconds.Cmp(big.NewRat(3, 2)))
}

// TestTimesStandAsTheyWereSaid writes what was changed in seconds, frames or
// ticks, whichever says it exactly.
func TestTimesStandAsTheyWereSaid(t *testing.T) {
	d := parse(t, `ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001" ttp:tickRate="7"`, "", `<div xml:id="e" begin="10.50s" end="320f"/>`)
	e := d.Body.Blocks[0].Event
	for _, c := range []struct {
		begin, end *big.Rat
		want       string
	}{
		{e.Begin.Seconds, e.End.Seconds, `begin="10.50s" end="320f"`},
		{big.NewRat(5, 1), big.NewRat(1001, 30000), `begin="00:00:05" end="1f"`},
		{big.NewRat(86405001, 1000), big.NewRat(2, 7), `begin="24:00:05.001" end="2t"`},
	} {
		e.Begin.Seconds, e.End.Seconds = c.begin, c.end
		var b strings.Builder
		require.NoError(t, dapt.Encode(&b, d))
		require.Contains(t, b.String(), c.want)
	}
	e.End.Seconds = big.NewRat(1, 11)
	require.ErrorIs(t, dapt.Encode(io.Discard, d), script.ErrTime)
}

func TestEvents(t *testing.T) {
	e, s := first(t, "", "", `<div xml:id="e" daptm:onScreen="ON_OFF" ttm:agent="c1 c2" daptm:represents="audio.dialogue">
		<ttm:desc daptm:descType="scene" xml:lang="de">Am Hafen</ttm:desc><metadata><ttm:desc>two</ttm:desc></metadata>
		<p xml:lang="fr" daptm:langSrc="fr">Bonjour <span>toi</span></p><p daptm:langSrc="fr">Hello<br/>you</p></div>`)
	de := "de"
	require.Equal(t, "ON_OFF", e.OnScreen)
	require.Equal(t, []string{"c1", "c2"}, e.Characters)
	require.Equal(t, "audio.dialogue", *e.Represents)
	require.Empty(t, cmp.Diff([]dapt.Description{
		{Type: "scene", Language: &de, Words: dapt.Words{Text: "Am Hafen"}}, {Words: dapt.Words{Text: "two"}, InMetadata: true},
	}, e.Descriptions))
	for i, want := range []struct{ language, text string }{{"fr", "Bonjour toi"}, {"en", "Hello\nyou"}} {
		at := s.In(&e.Texts[i].Common)
		require.Equal(t, want.language, at.Language)
		require.Equal(t, "fr", *at.LanguageSource)
		require.Equal(t, want.text, e.Texts[i].Plain(at))
	}
}

func TestRepresentsIsInherited(t *testing.T) {
	d := parse(t, "", "", `<div daptm:represents="visual.text"><div xml:id="a"><p>x</p></div></div><div><p>belongs to no event</p></div>`)
	var all []string
	for e, s := range d.Events() {
		require.Nil(t, e.Represents)
		all = append(all, e.ID+" "+s.Represents)
	}
	require.Equal(t, []string{"a visual.text"}, all)
}

func TestAudio(t *testing.T) {
	e, s := first(t, "", `<resources><data xml:id="d1" type="audio/wav">UklG
		Rg==</data><audio xml:id="a1"><source src="#d1"/><source src="x.mp3" type="audio/mpeg"/></audio></resources>
		<styling><style xml:id="fast" tta:speak="fast" tta:pitch="10%"/></styling>`,
		`<div xml:id="e" tta:gain="0.5"><p tta:pan="-1"><animate begin="0s" end="1s" tta:gain="1;0.39" fill="freeze"/>
		<span style="fast">quick</span> <span tta:speak="none">mute</span>
		<audio src="a.wav" type="audio/wav" clipBegin="1s" clipEnd="2.5s"/><audio src="#a1"/>
		<span><audio><source><data type="audio/wav"><chunk>UklG</chunk><chunk>Rg==</chunk></data></source></audio></span></p></div>`)
	text := &e.Texts[0]
	within := s.In(&text.Common)
	require.Equal(t, "0.5", s.Gain)
	require.Equal(t, "-1", within.Pan)
	require.Equal(t, []dapt.Speech{{Rate: "fast", Pitch: "10%", Text: "quick"}}, text.Speech(within))
	require.Len(t, text.Mixing, 1)
	require.Equal(t, "freeze", text.Mixing[0].Fill)
	var sources []string
	for r, at := range text.Recordings(within) {
		all, err := at.Sources(r)
		require.NoError(t, err)
		for _, one := range all {
			if one.Data != nil {
				one.Address = "data " + string(one.Data.Bytes)
			}
			sources = append(sources, one.Type+" "+one.Address+" "+r.ClipEnd.Raw)
		}
	}
	require.Equal(t, []string{"audio/wav a.wav 2.5s", "audio/wav data RIFF ", "audio/mpeg x.mp3 ", "audio/wav data RIFF "}, sources)
}

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"not DAPT":   {`<tt xmlns="http://www.w3.org/ns/ttml"/>`, "the designator of DAPT"},
		"no XML":     {"WEBVTT", "malformed input"},
		"a time":     {document("", "", `<div xml:id="e" begin="soon"/>`), `begin: malformed time "soon"`},
		"dangling":   {document("", "", `<div xml:id="e"><p><audio src="#x"/></p></div>`), `src: missing value "#x"`},
		"base 64":    {document("", "", `<div xml:id="e"><p><audio><source><data>!</data></source></audio></p></div>`), "not in base64"},
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

// FuzzEncode reads what it wrote: the same document.
func FuzzEncode(f *testing.F) {
	for _, one := range features {
		f.Add(one.document())
	}
	f.Add(document(`xml:space="preserve"`, "", `<div xml:id="e" begin="1s"><p><x xmlns="" a="&#10;"><p xmlns="http://www.w3.org/ns/ttml"/></x> <span tta:speak="fast">a</span>&#13;</p></div>`))
	f.Fuzz(func(t *testing.T, doc string) {
		d, err := dapt.Parse(strings.NewReader(doc))
		if err != nil {
			return
		}
		var b strings.Builder
		require.NoError(t, dapt.Encode(&b, d))
		again, err := dapt.Parse(strings.NewReader(b.String()))
		require.NoError(t, err, b.String())
		require.Empty(t, cmp.Diff(d, again), b.String())
	})
}

// BenchmarkParse reads 5,000 events, each with a recording and its mixing.
func BenchmarkParse(b *testing.B) {
	var body strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&body, `<div xml:id="e%d" begin="%ds" end="%ds" daptm:represents="visual"><p xml:lang="en">`+
			`<animate begin="0s" end="0.3s" tta:gain="1;0.39" fill="freeze"/><animate begin="2.7s" end="3s" tta:gain="0.39;1"/>`+
			`<span begin="0.3s"><audio src="a%d.wav" type="audio/wav" clipBegin="%ds" clipEnd="%d.5s"/>A boat leaves the harbour.</span></p></div>`, i, 4*i, 4*i+3, i, i, i+2)
	}
	doc := document("", "", body.String())
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := dapt.Parse(strings.NewReader(doc)); err != nil {
			b.Fatal(err)
		}
	}
}

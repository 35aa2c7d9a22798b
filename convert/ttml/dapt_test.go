package ttml_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func dapt(head, body string) string {
	return doc(`xmlns:daptm="http://www.w3.org/ns/ttml/profile/dapt#metadata" xmlns:ebuttm="urn:ebu:tt:metadata"`+
		` ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content" daptm:scriptRepresents="visual" daptm:scriptType="preRecording"`,
		"<head><metadata>"+head+"</metadata></head><body>"+body+"</body>")
}

const bilingual = `<div xml:id="a" begin="10s" end="13s">
	<ttm:desc daptm:descType="scene">Scene 1</ttm:desc>
	<p xml:lang="en-GB"><span>A woman climbs into a boat.</span></p>
	<p xml:lang="fr" daptm:langSrc="en"><span>Une femme monte à bord.</span></p>
</div>
<div xml:id="b" begin="18s">
	<p xml:lang="fr">Elle part.</p>
	<p>She leaves.</p>
</div>`

func TestEventsInSeveralLanguages(t *testing.T) {
	tests := []struct {
		language string
		want     []script.Segment
		warnings int
	}{
		{ttml.EveryLanguage, []script.Segment{
			{ID: "a", Start: 10 * time.Second, End: 13 * time.Second, Text: "A woman climbs into a boat.", Note: "scene: Scene 1", Language: "en-GB"},
			{ID: "a-2-fr", Start: 10 * time.Second, End: 13 * time.Second, Text: "Une femme monte à bord.", Note: "scene: Scene 1", Language: "fr"},
			{ID: "b-1-fr", Start: 18 * time.Second, End: 20 * time.Second, Text: "Elle part.", Language: "fr"},
			{ID: "b", Start: 18 * time.Second, End: 20 * time.Second, Text: "She leaves."},
		}, 5},
		{"", []script.Segment{
			{ID: "a", Start: 10 * time.Second, End: 13 * time.Second, Text: "A woman climbs into a boat.", Note: "scene: Scene 1", Language: "en-GB"},
			{ID: "b", Start: 18 * time.Second, End: 20 * time.Second, Text: "She leaves."},
		}, 4},
		{"fr", []script.Segment{
			{ID: "a-2-fr", Start: 10 * time.Second, End: 13 * time.Second, Text: "Une femme monte à bord.", Note: "scene: Scene 1", Language: "fr"},
			{ID: "b-1-fr", Start: 18 * time.Second, End: 20 * time.Second, Text: "Elle part.", Language: "fr"},
		}, 3},
		{"EN", []script.Segment{
			{ID: "a", Start: 10 * time.Second, End: 13 * time.Second, Text: "A woman climbs into a boat.", Note: "scene: Scene 1", Language: "en-GB"},
			{ID: "b", Start: 18 * time.Second, End: 20 * time.Second, Text: "She leaves."},
		}, 3},
		{"en-GB", []script.Segment{
			{ID: "a", Start: 10 * time.Second, End: 13 * time.Second, Text: "A woman climbs into a boat.", Note: "scene: Scene 1", Language: "en-GB"},
			{ID: "b-1-fr", Start: 18 * time.Second, End: 20 * time.Second, Text: "Elle part.", Language: "fr"},
			{ID: "b", Start: 18 * time.Second, End: 20 * time.Second, Text: "She leaves."},
		}, 6},
	}
	for _, tt := range tests {
		t.Run(tt.language, func(t *testing.T) {
			var warnings []script.Warning
			d := ttml.Decoder{Language: tt.language, MediaDuration: 20 * time.Second, Warn: func(w script.Warning) error { warnings = append(warnings, w); return nil }}
			s, err := d.Decode(strings.NewReader(dapt("", bilingual)))
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(tt.want, s.Segments))
			require.Len(t, warnings, tt.warnings)
		})
	}
}

func TestEventDescriptions(t *testing.T) {
	in := dapt("", `<div xml:id="ad-1" begin="1s" end="2s">
	<ttm:desc>check the
	name</ttm:desc>
	<ttm:desc daptm:descType="x-status">Approved</ttm:desc>
	<ttm:desc daptm:descType="x-delivery-cue">quickly</ttm:desc>
	<ttm:desc daptm:descType="pronunciationNote">[oːɡaʊ]</ttm:desc>
	<metadata><ttm:desc xml:space="preserve"> as
it is </ttm:desc></metadata>
	<p><span>a</span><metadata><ttm:desc>within</ttm:desc></metadata></p></div>`)
	s, err := ttml.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]script.Segment{{ID: "1", Start: time.Second, End: 2 * time.Second, Text: "a",
		Note: "check the name\npronunciationNote: [oːɡaʊ]\n as\nit is \nwithin", Status: "Approved", Cue: "quickly"}}, s.Segments))
}

func TestEventsWithoutText(t *testing.T) {
	in := dapt("", `<div xml:id="ad-1" begin="1s" end="2s"><ttm:desc>describe the boat</ttm:desc></div><div xml:id="ad-2" begin="3s" end="4s"><p>a</p></div>`)
	segments, warnings := read(t, ttml.Decoder{}, in)
	require.Equal(t, []string{"3s 4s a"}, segments)
	require.Equal(t, []string{"no text: event without text dropped"}, warnings)

	s, err := ttml.Decoder{EmptyEvents: true}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]script.Segment{
		{ID: "1", Start: time.Second, End: 2 * time.Second, Note: "describe the boat"},
		{ID: "2", Start: 3 * time.Second, End: 4 * time.Second, Text: "a"},
	}, s.Segments))
}

func TestDivsThatAreNoEvents(t *testing.T) {
	in := dapt("", `<div xml:id="act1" begin="100s"><div xml:id="x" begin="1s" end="2s"><p>a</p></div><div begin="3s" end="4s"><p xml:id="q">b</p><p>c</p></div></div>`)
	s, err := ttml.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]script.Segment{
		{ID: "x", Start: 101 * time.Second, End: 102 * time.Second, Text: "a"},
		{ID: "q", Start: 103 * time.Second, End: 104 * time.Second, Text: "b"},
		{Start: 103 * time.Second, End: 104 * time.Second, Text: "c"},
	}, s.Segments))
}

// A script has no place for these: each kind is told of.
func TestLossesOfDAPT(t *testing.T) {
	for _, tt := range []struct {
		event string
		want  []string
	}{
		{`<div xml:id="x" begin="1s" end="2s" daptm:represents="visual" daptm:onScreen="ON"><p daptm:langSrc="zxx"><span>a</span></p></div>`, nil},
		{`<div xml:id="x" begin="1s" end="2s" daptm:represents="visual.text"><p>a</p></div><div xml:id="y" begin="3s" end="4s" daptm:represents="visual.nonText"><p>a</p></div>`,
			[]string{`dropped: daptm:represents "visual.text", and 1 more, at 1:628`}},
		{`<div xml:id="x" begin="1s" end="2s" daptm:onScreen="OFF" ttm:agent="c1 c2"><p daptm:langSrc="fr"><span tta:speak="fast">a</span></p></div>`,
			[]string{`dropped: daptm:onScreen "OFF"`, `dropped: ttm:agent "c1 c2"`, `dropped: daptm:langSrc "fr"`, `dropped: tta:speak "fast"`}},
		{`<div xml:id="x" begin="1s" end="2s"><p><animate begin="0s" end="1s" tta:gain="1;0.39"/><span>a</span></p></div>`, []string{"dropped: element animate"}},
	} {
		in := strings.Replace(dapt("", tt.event), "<tt ", `<tt xmlns:tta="http://www.w3.org/ns/ttml#audio" `, 1)
		_, warnings := read(t, ttml.Decoder{}, in)
		require.Equal(t, tt.want, warnings, tt.event)
	}
	in := strings.Replace(dapt("", `<div xml:id="x" begin="1s" end="2s" daptm:represents="visual.text"><p>a</p></div>`), `scriptRepresents="visual"`, `scriptRepresents="visual.nonText visual.text"`, 1)
	in = strings.Replace(in, "preRecording", "asRecorded", 1)
	_, warnings := read(t, ttml.Decoder{}, in)
	require.Equal(t, []string{`dropped: daptm:scriptRepresents "visual.nonText visual.text", and 1 more, at 1:521`, `dropped: daptm:scriptType "asRecorded"`}, warnings)
}

func TestSourceOfDAPT(t *testing.T) {
	in := dapt(`<ttm:title>T</ttm:title><ebuttm:sourceMediaIdentifier>https://example.org/programme.mov</ebuttm:sourceMediaIdentifier>
	<daptm:daptOriginTimecode>10:00:00:00</daptm:daptOriginTimecode>`, `<div xml:id="x" begin="1s" end="2s"><p>a</p></div>`)
	var warnings []string
	s, err := ttml.Decoder{Warn: func(w script.Warning) error { warnings = append(warnings, w.Error()); return nil }}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, "https://example.org/programme.mov", s.Source.MediaID)
	require.Equal(t, []string{`ttml: 2:2: dropped: daptOriginTimecode "10:00:00:00"`}, warnings)
}

func TestOriginTimecode(t *testing.T) {
	tests := []struct {
		start string
		rate  timecode.Rate
		want  []string
		warns int
	}{
		{"10:00:00:00", timecode.Rate25, []string{` ttp:frameRate="25"`, "<daptm:daptOriginTimecode>10:00:00:00</daptm:daptOriginTimecode>"}, 0},
		{"01:00:00:12", timecode.Rate23976, []string{` ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"`, ">01:00:00:12<"}, 0},
		{"01:00:00;02", timecode.Rate2997DF, []string{` ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"`, ">01:00:00:02<"}, 1},
		{"01:00:00:99", timecode.Rate120, []string{` ttp:frameRate="120"`, ">01:00:00:99<"}, 0},
		{"01:00:00:119", timecode.Rate120, nil, 1},
	}
	for _, tt := range tests {
		t.Run(tt.start, func(t *testing.T) {
			start, err := timecode.Parse(tt.start, tt.rate)
			require.NoError(t, err)
			var b bytes.Buffer
			warns := 0
			e := ttml.Encoder{Profile: ttml.DAPT, Start: start, Warn: func(script.Warning) error { warns++; return nil }}
			require.NoError(t, e.Encode(&b, &script.Script{Language: "en"}))
			for _, want := range tt.want {
				require.Contains(t, b.String(), want)
			}
			if tt.want == nil {
				require.NotContains(t, b.String(), "frameRate")
				require.NotContains(t, b.String(), "OriginTimecode")
			}
			require.Equal(t, tt.warns, warns)
			for _, profile := range []ttml.Profile{ttml.IMSC11, ttml.EBUTTD} {
				b.Reset()
				require.NoError(t, ttml.Encoder{Profile: profile, Start: start}.Encode(&b, &script.Script{Language: "en"}))
				require.NotContains(t, b.String(), "frameRate")
			}
		})
	}
}

// Agents name who speaks, in every profile, and a segment may stop the
// programme by itself.
func TestSpeakersAreAgents(t *testing.T) {
	s := &script.Script{Language: "en", Segments: []script.Segment{
		{ID: "character_1", Start: 0, End: time.Second, Text: "a", Speaker: "Mary & <Ann>"},
		{ID: "2", Start: time.Second, End: 2 * time.Second, Text: "b", Speaker: "  B\n b", Extended: true},
		{ID: "3", Start: 2 * time.Second, End: 3 * time.Second, Text: "c", Speaker: "Mary & <Ann>", Note: "n"},
		{ID: "4", Start: 3 * time.Second, End: 4 * time.Second, Text: "d"},
	}}
	for _, p := range []ttml.Profile{ttml.IMSC11, ttml.IMSC1, ttml.DAPT, ttml.EBUTTD} {
		var b bytes.Buffer
		require.NoError(t, ttml.Encoder{Profile: p}.Encode(&b, s))
		require.Equal(t, 2, strings.Count(b.String(), "<ttm:agent xml:id="), p)
		got, err := ttml.Decode(&b)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(s.Segments, got.Segments), p)
	}
}

func TestAgentsOfOthers(t *testing.T) {
	in := dapt(`<ttm:agent xml:id="c1" type="character"><ttm:name type="full">Mary Ann</ttm:name><ttm:name type="alias">MARY</ttm:name><ttm:actor agent="c2"/></ttm:agent>
	<ttm:agent xml:id="c2" type="person"><ttm:name type="full">A. Reader</ttm:name></ttm:agent>`,
		`<div xml:id="x" begin="1s" end="2s" ttm:agent="c1"><p>a <span ttm:agent="c2">b</span></p></div><div xml:id="y" begin="2s" end="3s"><p ttm:agent="c2">c</p></div>`)
	var warned []string
	s, err := ttml.Decoder{Warn: func(w script.Warning) error { warned = append(warned, w.Err.Error()); return nil }}.Decode(strings.NewReader(in))
	require.NoError(t, err)
	require.Equal(t, []string{"MARY", "A. Reader"}, []string{s.Segments[0].Speaker, s.Segments[1].Speaker})
	require.Equal(t, []string{`dropped: another name of an agent "Mary Ann"`, "dropped: element ttm:actor", `dropped: type of an agent "person"`, `dropped: speaker of a part of the text "A. Reader"`}, warned)
}

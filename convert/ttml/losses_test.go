package ttml_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/script"
)

// Nothing that a document says is lost without a word.
func TestNothingIsLostInSilence(t *testing.T) {
	const event = `<div xml:id="x" begin="1s" end="4s"><p>a</p></div>`
	tests := []struct {
		name, head, body string
		want             []string
	}{
		{"nothing to lose", "", event, nil},
		{"agents", `<ttm:agent type="character" xml:id="c1"><ttm:name type="alias">Lea</ttm:name></ttm:agent><ttm:agent type="person" xml:id="c2"/>`, event,
			[]string{`dropped: agent without a text "c1"`, `dropped: agent without a name "c2"`, `dropped: type of an agent "person"`}},
		{"two agents that say nothing", `<ttm:agent type="character" xml:id="c1"><ttm:name type="alias">Lea</ttm:name></ttm:agent>` +
			`<ttm:agent type="character" xml:id="c2"><ttm:name type="alias">Max</ttm:name></ttm:agent>`, event, []string{`dropped: agent without a text "c1", and 1 more, at 1:650`}},
		{"copyright", `<ttm:copyright>C</ttm:copyright>`, event, []string{"dropped: element ttm:copyright"}},
		{"item", `<ttm:item name="a">b</ttm:item>`, event, []string{"dropped: element ttm:item"}},
		{"second title", `<ttm:title>A</ttm:title><ttm:title>B</ttm:title>`, event, []string{`dropped: ttm:title "B"`}},
		{"foreign metadata", `<f:x>1</f:x><f:y/>`, event, []string{"dropped: element f:x, and 1 more, at 1:573"}},
		{"metadata of the EBU's", `<ebuttm:documentMetadata><ebuttm:documentOriginalProgrammeTitle>T</ebuttm:documentOriginalProgrammeTitle></ebuttm:documentMetadata>`, event,
			[]string{"dropped: element ebuttm:documentOriginalProgrammeTitle"}},
		{"text in metadata", `loose`, event, []string{`dropped: text in metadata "loose"`}},
		{"foreign attributes", "", `<div xml:id="x" begin="1s" end="4s" f:a="1"><p f:b="2"><span f:a="3">a</span></p></div>`,
			[]string{`dropped: attribute f:a "1", and 2 more, at 1:632, 1:646`}},
		{"metadata in the body", "", `<metadata><f:x/></metadata><div><metadata><ttm:desc>d</ttm:desc></metadata></div>` + event,
			[]string{"dropped: element f:x", "dropped: element ttm:desc"}},
		{"metadata of an event", "", strings.Replace(event, "<p>", `<metadata><f:x/><ttm:item name="n"/></metadata><p>`, 1),
			[]string{"dropped: element f:x", "dropped: element ttm:item"}},
		{"resources", `</metadata><resources><audio src="a.wav" type="audio/wav"/></resources><metadata>`, event, []string{"dropped: element resources"}},
		{"start of programme in media time", `<ebuttm:documentMetadata><ebuttm:documentStartOfProgramme>10:00:00:00</ebuttm:documentStartOfProgramme></ebuttm:documentMetadata>`, event,
			[]string{`dropped: documentStartOfProgramme "10:00:00:00"`}},
		{"gain and speak by style reference", `</metadata><styling><style xml:id="s" tta:gain="0.5" tta:speak="fast"/></styling><metadata>`, event,
			[]string{`dropped: tta:gain "0.5"`, `dropped: tta:speak "fast"`}},
		{"gain and speak of a region", `</metadata><layout><region xml:id="r" tta:gain="0.5"/></layout><metadata>`, event, []string{`dropped: tta:gain "0.5"`}},
		{"descType", "", strings.Replace(event, "<p>", `<ttm:desc daptm:descType="scene">1</ttm:desc><ttm:desc daptm:descType="x-mine" xml:lang="fr">2</ttm:desc><p>`, 1),
			[]string{`text changed: the description's type "scene" stands before it in the note, and 1 more, at 1:676`, `dropped: language of a description "fr"`}},
		{"p outside of events", "", event + `<div><p begin="5s" end="6s">b</p></div>`, []string{"assumed: text outside of script events is a segment"}},
		{"texts in two languages", "", `<div xml:id="x" begin="1s" end="4s"><p xml:lang="en">a</p><p xml:lang="fr">b</p></div>`,
			[]string{`dropped: text in language "fr"`}},
		{"event times by those within", "", `<div xml:id="x" begin="1s" end="4s"><p begin="1s" end="2s">a</p></div>`,
			[]string{"dropped: times of a text within its event, 2s to 3s: those of the event are taken"}},
		{"timed spans", "", `<div xml:id="x" begin="1s" end="4s"><p><span end="1s">a</span> <span begin="1s">b</span></p></div>`, []string{within}},
		{"styling", `</metadata><styling><style xml:id="s" tts:color="red"/></styling><layout><region xml:id="r" tts:extent="1% 1%"><style tts:opacity="0"/></region></layout><metadata>`,
			`<div xml:id="x" begin="1s" end="4s" tts:color="blue"><p><set tts:color="red"/><span i:fillLineGap="true">a</span></p></div>`,
			[]string{`dropped: styling tts:color "red", and 4 more, at 1:653, 1:784, 1:804 ...`, `assumed: text that is not shown, as tts:opacity is "0", is read as spoken`}},
		{"texts in one language", "", `<div xml:id="x" begin="1s" end="4s"><p>a</p><p>b</p></div>`, []string{"assumed: an event with several texts: each is a segment"}},
		{"hidden text", "", `<div xml:id="x" begin="1s" end="4s"><p><span tts:display="none">a</span><span tts:visibility="hidden">b</span><span tts:color="#ff000000">c</span></p></div>`,
			[]string{`assumed: text that is not shown, as tts:display is "none", is read as spoken, and 2 more, at 1:663, 1:701`}},
		{"our own styling", `</metadata><styling><style xml:id="text" tts:color="#ffffff" tts:backgroundColor="#000000"/></styling><metadata>`, event, nil},
		{"our own styling with another colour", `</metadata><styling><style xml:id="text" tts:color="#ffff00"/></styling><metadata>`, event, []string{`dropped: styling tts:color "#ffff00"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := strings.Replace(dapt(tt.head, tt.body), "<tt ", `<tt xmlns:tta="http://www.w3.org/ns/ttml#audio" xmlns:i="http://www.w3.org/ns/ttml/profile/imsc1#styling" xmlns:f="urn:f" `, 1)
			var got []string
			_, err := ttml.Decoder{Warn: func(w script.Warning) error {
				got = append(got, w.Err.Error())
				var loss *ttml.Loss
				require.True(t, errors.As(w.Err, &loss), w.Err)
				require.NotZero(t, w.Pos)
				return nil
			}}.Decode(strings.NewReader(in))
			require.NoError(t, err)
			require.Equal(t, tt.want, got)
			_, err = ttml.Decoder{Warn: func(w script.Warning) error { return &script.ParseError{Format: w.Format, Pos: w.Pos, Err: w.Err} }}.Decode(strings.NewReader(in))
			require.Equal(t, tt.want == nil, err == nil, err)
		})
	}
}

// A document with no end of kinds does not get no end of warnings.
func TestKindsOfLossesAreLimited(t *testing.T) {
	var body strings.Builder
	for i := range 500 {
		body.WriteString(`<x xmlns="urn:` + strings.Repeat("x", i+1) + `"/>`)
	}
	_, warnings := read(t, ttml.Decoder{}, doc("", `<body><div>`+body.String()+`<p end="1s">a</p></div></body>`))
	require.Len(t, warnings, 101)
	require.Contains(t, warnings[100], "dropped: element x, and 399 more, at 1:")
}

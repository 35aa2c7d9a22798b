package ttml_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
)

// Documents as they come from the field, with the habits of their makers.
func TestDocumentsOfTheField(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
		warns    []string
	}{
		{
			// Ticks, a profile element, a span a line, blanks that do not
			// break, xml:space by habit.
			"streaming service, DFXP",
			`<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:cellResolution="40 19" ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001" ttp:pixelAspectRatio="1 1" ttp:tickRate="10000000" ttp:timeBase="media" tts:extent="1280px 720px" xml:lang="en">
<head><ttp:profile use="http://netflix.com/ttml/profile/dfxp-ls-sdh"/>
<metadata><ttm:title>Title</ttm:title></metadata>
<styling><initial tts:backgroundColor="transparent" tts:color="white"/><style xml:id="style0" tts:textAlign="center"/></styling>
<layout><region tts:displayAlign="after" xml:id="region0"/></layout></head>
<body><div xml:space="preserve"><p begin="13430000t" end="35870000t" region="region0" tts:extent="80.00% 80.00%" tts:origin="10.00% 10.00%" xml:id="subtitle0"><span style="style0">Night.</span><br/><span style="style0">Rain on a window.</span></p><p begin="41710000t" end="67570000t" region="region0" xml:id="subtitle1"><span style="style0">` + "\u00A0" + `A man.</span></p></div></body></tt>`,
			[]string{"1.343s 3.587s Night.\nRain on a window.", "4.171s 6.757s \u00A0A man."},
			[]string{`dropped: styling tts:extent "1280px 720px", and 6 more, at 5:19, 5:53, 5:95 ...`},
		},
		{
			// A conversion of EBU STL: SMPTE time from 10:00:00:00, prefixes,
			// metadata of its own, a span a colour.
			"broadcaster, EBU-TT",
			`<?xml version="1.0" encoding="UTF-8"?>
<tt:tt xmlns:tt="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ebuttm="urn:ebu:tt:metadata" xmlns:xs="http://www.w3.org/2001/XMLSchema" ttp:timeBase="smpte" ttp:frameRate="25" ttp:frameRateMultiplier="1 1" ttp:markerMode="discontinuous" ttp:dropMode="nonDrop" ttp:cellResolution="50 30" xml:lang="de">
  <tt:head>
    <tt:metadata>
      <ebuttm:documentMetadata>
        <ebuttm:documentEbuttVersion>v1.0</ebuttm:documentEbuttVersion>
        <ebuttm:documentStartOfProgramme>10:00:00:00</ebuttm:documentStartOfProgramme>
      </ebuttm:documentMetadata>
    </tt:metadata>
    <tt:styling><tt:style xml:id="defaultStyle" tts:fontSize="1c 2c"/></tt:styling>
    <tt:layout><tt:region xml:id="bottom" tts:origin="10% 10%" tts:extent="80% 80%"/></tt:layout>
  </tt:head>
  <tt:body>
    <tt:div style="defaultStyle">
      <tt:p xml:id="sub1" region="bottom" begin="10:00:05:13" end="10:00:08:00">
        <tt:span style="white">Ein Schiff</tt:span>
        <tt:br/>
        <tt:span style="yellow">läuft aus.</tt:span>
      </tt:p>
    </tt:div>
  </tt:body>
</tt:tt>`,
			[]string{"10h0m5.52s 10h0m8s Ein Schiff\nläuft aus."},
			[]string{`assumed: markerMode "discontinuous": times are taken as continuous`, `assumed: documentStartOfProgramme "10:00:00:00": times are kept as they are`,
				"dropped: element ebuttm:documentEbuttVersion", `dropped: styling tts:fontSize "1c 2c", and 2 more, at 11:43, 11:64`},
		},
		{
			// The draft of 2006 as players of the time wrote it.
			"media player, 2006",
			`<tt xmlns="http://www.w3.org/2006/10/ttaf1" xmlns:tts="http://www.w3.org/2006/10/ttaf1#style" xml:lang="en">
<head><styling><style id="1" tts:textAlign="right"/></styling></head>
<body><div xml:lang="en" style="1"><p begin="00:00:00.00" dur="00:00:03.07">She waits.</p><p begin="00:00:03.07" dur="00:00:03.35">He comes<br />in.</p></div></body></tt>`,
			[]string{"0s 3.07s She waits.", "3.07s 6.42s He comes\nin."},
			[]string{`dropped: styling tts:textAlign "right"`},
		},
		{
			// What ffmpeg writes.
			"ffmpeg",
			`<?xml version="1.0" encoding="utf-8"?>
<tt
  xmlns="http://www.w3.org/ns/ttml"
  xmlns:ttm="http://www.w3.org/ns/ttml#metadata"
  xmlns:tts="http://www.w3.org/ns/ttml#styling"
  xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
  ttp:cellResolution="384 288"
  xml:lang="">
  <head>
    <layout>
      <region xml:id="Default" tts:origin="3% 0%" tts:extent="95% 97%" tts:displayAlign="after" tts:textAlign="center" tts:fontSize="16c" tts:fontFamily="Arial" tts:overflow="visible" />
    </layout>
  </head>
  <body>
    <div>
      <p
        begin="00:00:01.500"
        end="00:00:04.250"><span region="Default">A boat &amp; a quay.<br/>Dawn.</span></p>
    </div>
  </body>
</tt>
`,
			[]string{"1.5s 4.25s A boat & a quay.\nDawn."},
			[]string{`dropped: styling tts:origin "3% 0%", and 6 more, at 11:51, 11:72, 11:97 ...`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			segments, warnings := read(t, ttml.Decoder{}, tt.in)
			require.Equal(t, tt.want, segments)
			require.Equal(t, tt.warns, warnings)
		})
	}
}

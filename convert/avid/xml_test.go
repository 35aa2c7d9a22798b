package avid_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/avid"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

const (
	s  = time.Second
	ms = time.Millisecond
)

// xmlList is an export of markers: time, comment and length of each.
func xmlList(marks ...[3]string) string {
	var b strings.Builder
	b.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\" ?>\n<!DOCTYPE Avid:StreamItems SYSTEM \"AvidSettingsFile.dtd\">\n" +
		"<Avid:StreamItems xmlns:Avid=\"http://www.avid.com\">\n<Avid:XMLFileData>\n<AvProp id=\"ATTR\" name=\"OMFI:ATTB:Kind\" type=\"int32\">1</AvProp>\n")
	for _, m := range marks {
		b.WriteString("<AvClass id=\"ATTR\">\n<AvProp id=\"ATTR\" name=\"__OMFI:ATTR:NumItems\" type=\"int32\">6</AvProp>\n<List id=\"OMFI:ATTR:AttrRefs\">\n")
		for _, a := range [][3]string{{"String", "_ATN_CRM_COLOR", "Blue"}, {"String", "_ATN_CRM_USER", "anna"}, {"String", "_ATN_CRM_COM", m[1]},
			{"String", "_ATN_CRM_TC", m[0]}, {"String", "_ATN_CRM_TRK", "V1"}, {"Int", "_ATN_CRM_LENGTH", m[2]}} {
			fmt.Fprintf(&b, "<ListElem>\n<AvProp id=\"ATTR\" name=\"OMFI:ATTB:Kind\" type=\"int32\">2</AvProp>\n<AvProp id=\"ATTR\" name=\"OMFI:ATTB:Name\" type=\"string\">%s</AvProp>\n"+
				"<AvProp id=\"ATTR\" name=\"OMFI:ATTB:%sAttribute\" type=\"string\">%s</AvProp>\n</ListElem>\n", a[1], a[0], a[2])
		}
		b.WriteString("<ListElem/>\n</List>\n</AvClass>\n")
	}
	return b.String() + "</Avid:XMLFileData>\n</Avid:StreamItems>\n"
}

func TestXML(t *testing.T) {
	d := avid.Decoder{Rate: timecode.Rate25, Start: timecode.FromFrames(90000, timecode.Rate25)}
	got, warnings := decode(t, d, xmlList([3]string{"01:00:05:00", "She sits &amp; waits.", "50"}, [3]string{"01:00:09:12", "He nods.", "1"}))
	require.Empty(t, cmp.Diff([]script.Segment{
		{ID: "1", Start: 5 * s, End: 7 * s, Text: "She sits & waits."},
		{ID: "2", Start: 9480 * ms, End: 9480 * ms, Text: "He nods."},
	}, got.Segments))
	require.Equal(t, 1, strings.Count(warnings, "\n"), warnings)
	got, _ = decode(t, d, xmlList([3]string{"125", "By the frame.", "25"}))
	require.Equal(t, 5*s, got.Segments[0].Start)
	require.Equal(t, 6*s, got.Segments[0].End)
	for in, message := range map[string]string{
		xmlList([3]string{"", "x", "1"}):           "avid: 6:1: missing value: a marker without _ATN_CRM_TC",
		xmlList([3]string{"soon", "x", "1"}):       `avid: 27:66: malformed time "soon": want a timecode as HH:MM:SS:FF, or a number of frames`,
		xmlList([3]string{"01:00:05:25", "x", ""}): "avid: 27:66: frame beyond the rate: frame 25 at 25 fps",
		xmlList(): "avid: no segments",
		strings.Replace(xmlList(), "AvidSettingsFile.dtd", "http://example.com/x", 1): "",
	} {
		_, err := d.Decode(strings.NewReader(in))
		require.Error(t, err)
		if message != "" {
			require.EqualError(t, err, message)
		}
	}
}

// Points and markers of one frame are the same to Media Composer.
func TestOneFrame(t *testing.T) {
	say := func(extended bool) string {
		var said []string
		in := &script.Script{Segments: []script.Segment{
			{ID: "1", Start: s, End: s, Text: "a", Extended: extended}, {ID: "2", Start: 2 * s, End: 2*s + 40*ms, Text: "b"}, {ID: "3", Start: 3 * s, End: 4 * s, Text: "c"},
		}}
		require.NoError(t, avid.Encoder{Rate: timecode.Rate25, Warn: func(w script.Warning) error { said = append(said, w.Error()); return nil }}.Encode(&strings.Builder{}, in))
		return strings.Join(said, "\n")
	}
	require.Contains(t, say(false), `segment "1": zero length: end equals start: the marker is made one frame long`)
	require.NotContains(t, say(true), `segment "1"`)
	require.Contains(t, say(true), `segment "2": zero length: end equals start: a marker of one frame is a point`)
}

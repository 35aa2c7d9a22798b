package edl_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/timecode"
)

const top = "TITLE: t\nFCM: NON-DROP FRAME\n\n"

const sec = time.Second

// transitions are lists as Avid and Premiere write them: the names of both
// sides stand under the second line of a transition.
var transitions = map[string]struct {
	in   string
	want []place
}{
	"dissolve": {`
001  AX       V     C        00:00:00:00 00:00:05:00 01:00:00:00 01:00:05:00
001  AX       V     D    025 00:00:10:00 00:00:15:00 01:00:05:00 01:00:10:00
* FROM CLIP NAME:  She opens the door.
* TO CLIP NAME:  The garden lies in the sun.
`, []place{{0, 5 * sec, "She opens the door."}, {5 * sec, 10 * sec, "The garden lies in the sun."}}},
	"dissolve after its clip": {`
001  AX       V     C        00:00:00:00 00:00:05:00 01:00:00:00 01:00:05:00
* FROM CLIP NAME:  She opens the door.
002  AX       V     C        00:00:05:00 00:00:05:00 01:00:05:00 01:00:05:00
002  AX       V     D    025 00:00:10:00 00:00:15:00 01:00:05:00 01:00:10:00
* FROM CLIP NAME:  She opens the door.
* TO CLIP NAME:  The garden lies in the sun.
`, []place{{0, 5 * sec, "She opens the door."}, {5 * sec, 10 * sec, "The garden lies in the sun."}}},
	"wipe to black": {`
001  AX       V     C        00:00:00:00 00:00:05:00 01:00:00:00 01:00:05:00
001  BL       V     W001 025 00:00:00:00 00:00:02:00 01:00:05:00 01:00:07:00
* FROM CLIP NAME:  She leaves.
002  AX       V     C        00:00:00:00 00:00:05:00 01:00:07:00 01:00:12:00
* FROM CLIP NAME:  Night.
`, []place{{0, 5 * sec, "She leaves."}, {7 * sec, 12 * sec, "Night."}}},
	"key": {`
001  AX       V     K B      00:00:00:00 00:00:05:00 01:00:00:00 01:00:05:00
001  AX       V     K    010 00:00:10:00 00:00:13:00 01:00:01:00 01:00:04:00
* FROM CLIP NAME:  A street.
* KEY CLIP NAME:  The title: Night.
`, []place{{0, 5 * sec, "A street."}, {sec, 4 * sec, "The title: Night."}}},
	"out of black": {`
001  BL       V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00
001  AX       V     D    025 00:00:10:00 00:00:15:00 01:00:01:00 01:00:06:00
* FROM CLIP NAME: Dawn.
`, []place{{sec, 6 * sec, "Dawn."}}},
	"FCM between the lines": {`
001  AX       V     C        00:00:00:00 00:00:05:00 01:00:00:00 01:00:05:00
FCM: NON-DROP FRAME
001  AX       V     D    025 00:00:10:00 00:00:15:00 01:00:05:00 01:00:10:00
* FROM CLIP NAME: One.
* TO CLIP NAME: Two.
`, []place{{0, 5 * sec, "One."}, {5 * sec, 10 * sec, "Two."}}},
	"names of their own": {`
001  AX       V     C        00:00:00:00 00:00:05:00 01:00:00:00 01:00:05:00
* FROM CLIP NAME: One.
001  AX       V     D    025 00:00:10:00 00:00:15:00 01:00:05:00 01:00:10:00
* FROM CLIP NAME: Two.
`, []place{{0, 5 * sec, "One."}, {5 * sec, 10 * sec, "Two."}}},
}

func TestTransitions(t *testing.T) {
	for name, c := range transitions {
		t.Run(name, func(t *testing.T) {
			var said []string
			d := edl.Decoder{Rate: timecode.Rate25, Start: start(t, "01:00:00:00", timecode.Rate25), Warn: collect(&said)}
			s, err := d.Decode(strings.NewReader(top + c.in[1:]))
			require.NoError(t, err)
			var got []place
			for _, seg := range s.Segments {
				got = append(got, place{seg.Start, seg.End, seg.Text})
				require.Empty(t, seg.Note)
			}
			require.Equal(t, c.want, got)
			require.Empty(t, said)
		})
	}
}

// The name of what a transition leaves at once is told, unless it is known: that
// of the event before, or of black.
func TestOutgoingNames(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"from black": {`
001  BL       V     C        00:00:00:00 00:00:00:00 01:00:10:00 01:00:10:00
001  AX       V     D    025 00:00:05:00 00:00:10:00 01:00:10:00 01:00:15:00
* FROM CLIP NAME: BLACK
* TO CLIP NAME: She wakes.
`, ""},
		"from a clip that is not in the list": {`
001  AX       V     C        00:00:00:00 00:00:00:00 01:00:10:00 01:00:10:00
001  AX       V     D    025 00:00:05:00 00:00:10:00 01:00:10:00 01:00:15:00
* FROM CLIP NAME: He leaves.
* TO CLIP NAME: She wakes.
`, `edl: 6:1: dropped: clip names of the outgoing side of a transition, which is black or has no length: 1, the first "* FROM CLIP NAME: He leaves."`},
	} {
		var said []string
		d := edl.Decoder{Rate: timecode.Rate25, Start: start(t, "01:00:00:00", timecode.Rate25), Warn: collect(&said)}
		s, err := d.Decode(strings.NewReader(top + c.in[1:]))
		require.NoError(t, err)
		require.Len(t, s.Segments, 1, name)
		require.Equal(t, "She wakes.", s.Segments[0].Text)
		require.Equal(t, c.want, strings.Join(said, "\n"), name)
	}
}

type place struct {
	from, to time.Duration
	text     string
}

// A slate stands before the programme and has no locator; locators may stand
// before all events, and end with the event they lie in or the next of them.
func TestLocatorsAtTheEdges(t *testing.T) {
	in := top + `* LOC: 01:00:02:00 RED     She sits.
* LOC: 01:00:04:00 RED     He nods.
* LOC: 01:00:30:00 RED     After all.
001  AX       V     C        00:00:00:00 00:00:10:00 00:59:50:00 01:00:00:00
* FROM CLIP NAME: SLATE
002  AX       V     C        00:00:00:00 00:00:10:00 01:00:00:00 01:00:10:00
003  AX       V     C        00:00:00:00 00:00:10:00 01:00:10:00 01:00:20:00
* LOC: 01:00:12:00 RED     They go.
`
	var said []string
	d := edl.Decoder{Rate: timecode.Rate25, Start: start(t, "01:00:00:00", timecode.Rate25), Locators: true, Warn: collect(&said)}
	s, err := d.Decode(strings.NewReader(in))
	require.NoError(t, err)
	var got []place
	for _, seg := range s.Segments {
		got = append(got, place{seg.Start, seg.End, seg.Text})
	}
	require.Equal(t, []place{{2 * sec, 4 * sec, "She sits."}, {4 * sec, 10 * sec, "He nods."}, {12 * sec, 20 * sec, "They go."}, {30 * sec, 30 * sec, "After all."}}, got)
	require.Contains(t, strings.Join(said, "\n"), `dropped: events before the start without locator: 1, the first "event 1"`)
	_, err = d.Decode(strings.NewReader(strings.Replace(in, "01:00:02:00", "01:00:61:00", 1)))
	require.ErrorIs(t, err, timecode.ErrRange)
	require.ErrorContains(t, err, "edl: 4:7: ")
}

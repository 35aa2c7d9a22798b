package edl_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

func TestEventFields(t *testing.T) {
	const times = " 00:00:05:00 00:00:07:00 00:00:05:00 00:00:07:00"
	for line, want := range map[string]edl.Event{
		"001  AX       V     C       ": {Number: 1, Reel: "AX", Channels: "V", Transition: "C"},
		"1 AX V C":                     {Number: 1, Reel: "AX", Channels: "V", Transition: "C"},
		"\t 007\tAX\tA2/V\tc":          {Number: 7, Reel: "AX", Channels: "A2/V", Transition: "C"},
		"000042  A001.R1-x NONE D 024": {Number: 42, Reel: "A001.R1-x", Channels: "NONE", Transition: "D", Length: 24},
		"999999999  AX AA D 255":       {Number: 999999999, Reel: "AX", Channels: "AA", Transition: "D", Length: 255},
		"001        BL V     C":        {Number: 1, Reel: "BL", Channels: "V", Transition: "C"},
		"001  AX V K B":                {Number: 1, Reel: "AX", Channels: "V", Transition: "K B"},
		"001  AX V k  o 010":           {Number: 1, Reel: "AX", Channels: "V", Transition: "K O", Length: 10},
		"001  AX B KB":                 {Number: 1, Reel: "AX", Channels: "B", Transition: "KB"},
		"001  AX V K 030":              {Number: 1, Reel: "AX", Channels: "V", Transition: "K", Length: 30},
		"001  AX V W001 020":           {Number: 1, Reel: "AX", Channels: "V", Transition: "W001", Length: 20},
		"001  CARD A  1 V C":           {Number: 1, Reel: "CARD A  1", Channels: "V", Transition: "C"},
		"001  V C":                     {Number: 1, Channels: "V", Transition: "C"},
		"001  AX AA/V":                 {Number: 1, Reel: "AX", Channels: "AA/V", Transition: "C"},
		"001  AX V WIPE":               {Number: 1, Reel: "AX", Channels: "V", Transition: "WIPE"},
		"001  001 V C":                 {Number: 1, Reel: "001", Channels: "V", Transition: "C"},
		"001":                          {Number: 1, Transition: "C"},
		"001 " + strings.Repeat("r", 128) + " A24 C": {Number: 1, Reel: strings.Repeat("r", 128), Channels: "A24", Transition: "C"},
	} {
		l, err := edl.ParseList(line + times)
		require.NoError(t, err, line)
		require.Len(t, l.Events, 1, line)
		e := l.Events[0]
		require.Equal(t, "00:00:05:00 00:00:07:00", e.RecordIn.String()+" "+e.RecordOut.String())
		require.Equal(t, e.RecordIn, e.SourceIn)
		require.Equal(t, 1, e.Line)
		e.SourceIn, e.SourceOut, e.RecordIn, e.RecordOut, e.Line = timecode.Label{}, timecode.Label{}, timecode.Label{}, timecode.Label{}, 0
		require.Equal(t, want, e, line)
	}
}

func TestWrappedAnywhereBetweenTimecodes(t *testing.T) {
	fields := strings.Fields("00:00:01:00 00:00:02:00 00:00:03:00 00:00:04:00")
	for i := 1; i < 4; i++ {
		for _, brk := range []string{"\n", "\r\n", "\n\n  ", "\r\t"} {
			in := "001 AX V C " + strings.Join(fields[:i], " ") + brk + strings.Join(fields[i:], "  ") + " \n* x\n002 AX V C " + strings.Join(fields, " ")
			l, err := edl.ParseList(in)
			require.NoError(t, err, "%q", in)
			require.Len(t, l.Events, 2)
			require.Equal(t, "00:00:04:00", l.Events[0].RecordOut.String())
			require.Equal(t, []string{"* x"}, l.Events[0].Comments)
			require.Equal(t, strings.Count(brk, "\n")+strings.Count(strings.ReplaceAll(brk, "\r\n", ""), "\r")+3, l.Events[1].Line)
		}
	}
	_, err := edl.ParseList("001 AX V C 00:00:01:00 00:00:02:00 00:00:03:00\n00:00:04:00 and more\n")
	require.ErrorIs(t, err, script.ErrMissing)
	_, err = edl.ParseList("001 AX V C 00:00:01:00 00:00:02:00 00:00:03:00\n00:00:04:61x\n")
	require.ErrorIs(t, err, script.ErrMissing)
	_, err = edl.ParseList("001 AX V C 00:00:01:00 00:00:02:00 00:00:03:00\n00:00:75:00\n")
	require.EqualError(t, err, `edl: 2:1: timecode out of range: "00:00:75:00": want at most 23:59:59`)
}

// Lines that are no events, however much they look like it.
func TestCommentsStayComments(t *testing.T) {
	const event = "001  AX       V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"
	for _, line := range []string{
		"* " + event, "*" + event, "** " + event, "FROM CLIP NAME: " + event, "* FROM CLIP NAME: " + event,
		"12 men at a table", "2 o'clock: 00:00:05:00", "1.2.3 and 4.5.6 and 7.8.9", "3.5", "2026-11-23",
		"00:00:05:00", "00:00:05:00 00:00:07:00", "10:00:00:00 to 10:00:05:00", "M2   AX       025.0                00:00:00:00",
		"7 at 00:00:05:00 and 00:00:06:00 |C:ResolveColorBlue |M:x |D:1", "SPLIT:    AUDIO DELAY=  00:00:00:05", "AUD  3    4",
		">>> SOURCE AX name 060A2B34", "TITLE: again", "FCM: DROP FRAME", "\x00", "\u2028x", "%", "|", "é",
	} {
		l, err := edl.ParseList(event + "\n" + line + "\n" + event)
		require.NoError(t, err, "%q", line)
		require.Len(t, l.Events, 2, "%q", line)
		require.Equal(t, []string{line}, l.Events[0].Comments, "%q", line)
	}
}

func TestListKeepsLinesBeforeTheFirstEvent(t *testing.T) {
	l, err := edl.ParseList("* made by hand\r\nfcm:   FILM \r\nTITLE:\r\n>>> x\r\ntitle: second\r\nFCM: second\r\n1 AX V C 0:0:0:0 0:0:1:0 0:0:0:0 0:0:1:0\r\n")
	require.NoError(t, err)
	require.Empty(t, l.Title)
	require.Equal(t, "FILM", l.FCM)
	require.Equal(t, []string{"* made by hand", ">>> x", "title: second", "FCM: second"}, l.Comments)
	require.True(t, l.CRLF)
	require.Equal(t, "TITLE:\r\nFCM: FILM\r\n* made by hand\r\n>>> x\r\ntitle: second\r\nFCM: second\r\n\r\n"+
		"001  AX       V     C        00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00\r\n", l.String())
}

func TestHandMadeListStaysOnItsLines(t *testing.T) {
	l := edl.List{Title: "a\nb", FCM: "c\rd", Comments: []string{"e\r\nf"}, Events: []edl.Event{{
		Number: 1, Reel: "Ü\n1", Channels: "V", Transition: "C", Comments: []string{"* x\n002 AX V C"},
	}}}
	require.Equal(t, "TITLE: a b\nFCM: c d\ne f\n\n001  Ü 1      V     C        00:00:00:00 00:00:00:00 00:00:00:00 00:00:00:00\n* x 002 AX V C\n", l.String())
}

func TestParseComment(t *testing.T) {
	for line, want := range map[string]struct {
		kind edl.Kind
		text string
	}{
		"* FROM CLIP NAME:  x ": {edl.FromClip, "x"}, "*FROM CLIP NAME:x": {edl.FromClip, "x"}, "  From Clip Name: x": {edl.FromClip, "x"},
		"* TO CLIP NAME: y": {edl.ToClip, "y"}, "* COMMENT: ": {edl.Remark, ""}, "* LOC: 01:00:00:00 RED x": {edl.LocatorTag, "01:00:00:00 RED x"},
		"* any": {edl.Free, "any"}, "any": {edl.Free, "any"}, "*": {edl.Free, ""}, "": {edl.Free, ""},
		"* FROM CLIP: /a/b": {edl.Technical, "/a/b"}, "* SOURCE FILE: s": {edl.Technical, "s"}, "M2 AX": {edl.Technical, "M2 AX"},
		"* M2 is a road": {edl.Free, "M2 is a road"}, "* patch of grass": {edl.Free, "patch of grass"}, "* PATCH 1": {edl.Technical, "1"},
		" |C:ResolveColorBlue |M:x |D:1": {edl.Technical, "C:ResolveColorBlue |M:x |D:1"},
	} {
		kind, text := edl.ParseComment(line)
		require.Equal(t, want.kind, kind, "%q", line)
		require.Equal(t, want.text, text, "%q", line)
	}
}

func TestParseLocator(t *testing.T) {
	for line, want := range map[string][3]string{
		"* LOC: 01:00:05:00 BLUE    She sits":   {"01:00:05:00", "BLUE", "She sits"},
		"*LOC: 1:00:05:00 MAGENTA SHE SITS":     {"01:00:05:00", "MAGENTA", "SHE SITS"},
		"* loc: 01:00:05;00 red     Red car":    {"01:00:05;00", "red", "Red car"},
		"* LOC: 01:00:05:00 Red car passes":     {"01:00:05:00", "", "Red car passes"},
		"* LOC: 01:00:05:00 Red     car passes": {"01:00:05:00", "Red", "car passes"},
		"* LOC: 01:00:05:00 She sits":           {"01:00:05:00", "", "She sits"},
		"* LOC: 01:00:05:00 GREEN":              {"01:00:05:00", "GREEN", ""},
		"* LOC: 01:00:05:00\tYELLOW\tx":         {"01:00:05:00", "YELLOW", "x"},
		"* LOC: 01:00:05:00":                    {"01:00:05:00", "", ""},
	} {
		l, ok, err := edl.ParseLocator(line)
		require.NoError(t, err, line)
		require.True(t, ok)
		require.Equal(t, want, [3]string{l.Time.String(), l.Color, l.Text}, line)
		again, _, err := edl.ParseLocator(l.String())
		require.NoError(t, err)
		require.Equal(t, l, again, line)
	}
	_, ok, err := edl.ParseLocator("* LOC: soon RED x")
	require.True(t, ok)
	require.ErrorIs(t, err, script.ErrTime)
	_, ok, err = edl.ParseLocator("* FROM CLIP NAME: x")
	require.False(t, ok)
	require.NoError(t, err)
}

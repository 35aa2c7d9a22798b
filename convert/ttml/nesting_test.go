package ttml_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/script"
)

// read returns the segments of a document as "start end text" and its
// warnings as the words after the position.
func read(t *testing.T, d ttml.Decoder, in string) (segments, warnings []string) {
	t.Helper()
	d.Warn = func(w script.Warning) error { warnings = append(warnings, w.Err.Error()); return nil }
	s, err := d.Decode(strings.NewReader(in))
	require.NoError(t, err)
	for _, seg := range s.Segments {
		segments = append(segments, fmt.Sprintf("%v %v %s", seg.Start, seg.End, seg.Text))
	}
	return segments, warnings
}

const never, partly = "dropped: its text is never shown", "dropped: part of its text is never shown"

const within = "dropped: times within the text: it is one segment from its first word to its last"

// The answers are worked out by hand from TTML 2, section 12.
var nestings = []struct {
	name, body string
	want       []string
	warns      []string
}{
	// begin, end and dur of a p.
	{"begin and end", `<body><div><p begin="1s" end="2s">a</p></div></body>`, []string{"1s 2s a"}, nil},
	{"begin and dur", `<body><div><p begin="1s" dur="2s">a</p></div></body>`, []string{"1s 3s a"}, nil},
	{"no begin", `<body><div><p end="2s">a</p></div></body>`, []string{"0s 2s a"}, nil},
	{"dur alone", `<body><div><p dur="2s">a</p></div></body>`, []string{"0s 2s a"}, nil},
	{"dur and end, dur earlier", `<body><div><p begin="1s" dur="2s" end="9s">a</p></div></body>`, []string{"1s 3s a"}, nil},
	{"dur and end, end earlier", `<body><div><p begin="1s" dur="9s" end="3s">a</p></div></body>`, []string{"1s 3s a"}, nil},
	{"end does not count from begin", `<body><div><p begin="5s" end="7s">a</p></div></body>`, []string{"5s 7s a"}, nil},
	{"two that overlap", `<body><div><p begin="1s" end="5s">a</p><p begin="2s" end="3s">b</p></div></body>`, []string{"1s 5s a", "2s 3s b"}, nil},
	{"out of order", `<body><div><p begin="4s" end="5s">b</p><p begin="2s" end="3s">a</p></div></body>`, []string{"2s 3s a", "4s 5s b"}, nil},

	// Times within other times.
	{"times on div", `<body><div begin="1s" end="2s"><p>a</p></div></body>`, []string{"1s 2s a"}, nil},
	{"times on body", `<body begin="1s" end="2s"><div><p>a</p></div></body>`, []string{"1s 2s a"}, nil},
	{"dur on div", `<body><div begin="1s" dur="2s"><p>a</p></div></body>`, []string{"1s 3s a"}, nil},
	{"p within div", `<body><div begin="10s"><p begin="1s" end="2s">a</p></div></body>`, []string{"11s 12s a"}, nil},
	{"p at the begin of div", `<body><div begin="10s"><p begin="0s" end="5s">a</p></div></body>`, []string{"10s 15s a"}, nil},
	{"p without begin in div", `<body><div begin="10s"><p end="5s">a</p></div></body>`, []string{"10s 15s a"}, nil},
	{"three levels", `<body begin="100s"><div begin="10s"><p begin="1s" end="2s">a</p></div></body>`, []string{"1m51s 1m52s a"}, nil},
	{"div in div", `<body><div begin="10s"><div begin="5s"><p begin="1s" dur="1s">a</p></div><p begin="2s" dur="1s">b</p></div></body>`, []string{"12s 13s b", "16s 17s a"}, nil},
	{"div in div in div", `<body><div begin="1s"><div begin="1s"><div begin="1s" end="9s"><p>a</p></div></div></div></body>`, []string{"3s 11s a"}, nil},
	{"fractions add up exactly", `<body><div begin="1t"><p begin="1t" end="2t">a</p><p begin="2t" end="3t">b</p></div></body>`, []string{"666.666667ms 1s a", "1s 1.333333333s b"}, nil},

	// Ancestors clip.
	{"clipped by end of div", `<body><div end="5s"><p begin="3s" end="9s">a</p></div></body>`, []string{"3s 5s a"}, nil},
	{"clipped by dur of div", `<body><div begin="10s" dur="5s"><p begin="3s" end="9s">a</p></div></body>`, []string{"13s 15s a"}, nil},
	{"clipped by body", `<body end="5s"><div><p begin="3s" end="9s">a</p></div></body>`, []string{"3s 5s a"}, nil},
	{"clipped by the nearest end", `<body end="8s"><div end="6s"><div end="7s"><p begin="3s" end="9s">a</p></div></div></body>`, []string{"3s 6s a"}, nil},
	{"clips what has no end", `<body end="8s"><div><p begin="3s">a</p></div></body>`, []string{"3s 8s a"}, nil},
	{"begins when div ends", `<body><div end="5s"><p begin="5s" end="9s">a</p><p end="1s">b</p></div></body>`, []string{"0s 1s b"}, []string{never}},
	{"begins after body", `<body end="5s"><div><p begin="6s">a</p><p end="1s">b</p></div></body>`, []string{"0s 1s b"}, []string{never}},

	// Spans.
	{"times on span", `<body><div><p><span begin="1s" end="2s">a</span></p></div></body>`, []string{"1s 2s a"}, nil},
	{"span within p", `<body><div><p begin="10s"><span begin="1s" end="2s">a</span></p></div></body>`, []string{"11s 12s a"}, nil},
	{"hull of spans", `<body><div><p><span begin="1s" end="2s">a</span> <span begin="3s" end="4s">b</span></p></div></body>`, []string{"1s 4s a b"}, []string{within}},
	{"hull of spans out of order", `<body><div><p><span begin="3s" end="4s">a</span> <span begin="1s" end="2s">b</span></p></div></body>`, []string{"1s 4s a b"}, []string{within}},
	{"hull with text of the p", `<body><div><p end="10s">a <span begin="2s" end="3s">b</span></p></div></body>`, []string{"0s 10s a b"}, []string{within}},
	{"hull leaves out blanks", `<body><div><p end="10s"> <span begin="2s" end="3s">b</span> </p></div></body>`, []string{"2s 3s b"}, nil},
	{"span clipped by p", `<body><div><p end="5s"><span begin="2s" end="9s">a</span></p></div></body>`, []string{"2s 5s a"}, nil},
	{"span after p", `<body><div><p end="5s">a <span begin="6s">b</span></p></div></body>`, []string{"0s 5s a"}, []string{partly}},
	{"span in span", `<body><div><p begin="1s"><span begin="1s">a <span begin="1s" dur="1s">b</span></span></p><p begin="9s" end="10s">c</p></div></body>`, []string{"2s 9s a b", "9s 10s c"}, []string{within, "assumed: no end is stated: the next start is taken: it ends at 9s"}},
	{"dur on span", `<body><div><p begin="1s" end="9s"><span begin="1s" dur="2s">a</span></p></div></body>`, []string{"2s 4s a"}, nil},
	{"cue timing on span, DFXP", `<body><div><p region="r1"><span begin="00:00:05.000" end="00:00:06.000">a<br/>b</span></p></div></body>`, []string{"5s 6s a\nb"}, nil},

	// Sequences.
	{"seq of p", `<body><div timeContainer="seq"><p dur="1s">a</p><p dur="2s">b</p></div></body>`, []string{"0s 1s a", "1s 3s b"}, nil},
	{"seq with begin", `<body><div timeContainer="seq"><p dur="1s">a</p><p begin="1s" dur="1s">b</p></div></body>`, []string{"0s 1s a", "2s 3s b"}, nil},
	{"seq with end", `<body><div timeContainer="seq"><p end="2s">a</p><p end="2s">b</p></div></body>`, []string{"0s 2s a", "2s 4s b"}, nil},
	{"seq with begin and end", `<body><div timeContainer="seq"><p begin="1s" end="2s">a</p><p begin="1s" end="2s">b</p></div></body>`, []string{"1s 2s a", "3s 4s b"}, nil},
	{"seq within times", `<body begin="10s"><div timeContainer="seq" begin="5s"><p dur="1s">a</p><p dur="1s">b</p></div></body>`, []string{"15s 16s a", "16s 17s b"}, nil},
	{"seq on body", `<body timeContainer="seq"><div dur="5s"><p begin="1s" end="2s">a</p></div><div><p begin="1s" end="2s">b</p></div></body>`, []string{"1s 2s a", "6s 7s b"}, nil},
	{"seq, implicit end of par", `<body timeContainer="seq"><div><p end="5s">a</p><p end="2s">b</p></div><div><p dur="1s">c</p></div></body>`, []string{"0s 5s a", "0s 2s b", "5s 6s c"}, nil},
	{"seq, implicit end of par with a begin", `<body timeContainer="seq"><div begin="10s"><p begin="1s" end="5s">a</p></div><div><p dur="1s">b</p></div></body>`, []string{"11s 15s a", "15s 16s b"}, nil},
	{"seq in seq", `<body timeContainer="seq"><div timeContainer="seq"><p dur="1s">a</p><p dur="2s">b</p></div><div><p dur="1s">c</p></div></body>`, []string{"0s 1s a", "1s 3s b", "3s 4s c"}, nil},
	{"par in seq in par", `<body><div timeContainer="seq"><div timeContainer="par"><p dur="2s">a</p><p dur="3s">b</p></div><p dur="1s">c</p></div></body>`, []string{"0s 2s a", "0s 3s b", "3s 4s c"}, nil},
	{"seq, explicit end over implicit", `<body timeContainer="seq"><div end="2s"><p end="5s">a</p></div><div><p dur="1s">b</p></div></body>`, []string{"0s 2s a", "2s 3s b"}, nil},
	{"seq, explicit end beyond implicit", `<body timeContainer="seq"><div end="9s"><p end="5s">a</p></div><div><p dur="1s">b</p></div></body>`, []string{"0s 5s a", "9s 10s b"}, nil},
	{"seq clipped", `<body><div timeContainer="seq" end="3s"><p dur="2s">a</p><p dur="2s">b</p><p dur="2s">c</p></div></body>`, []string{"0s 2s a", "2s 3s b"}, []string{never}},
	{"seq, empty children take no time", `<body><div timeContainer="seq"><p/><p dur="1s">a</p><p></p><p dur="1s">b</p></div></body>`, []string{"0s 1s a", "1s 2s b"}, nil},
	{"seq, empty child with dur", `<body><div timeContainer="seq"><p dur="5s"/><p dur="1s">a</p></div></body>`, []string{"5s 6s a"}, nil},
	{"seq starved by text without end", `<body><div timeContainer="seq"><p>a</p><p dur="1s">b</p></div></body>`, []string{"0s 1s a"}, []string{never, "assumed: no end is stated: the time it takes to read is added: it ends at 1s"}},
	{"seq starved by a line break", `<body><div timeContainer="seq"><p><span end="1s">a</span><br/></p><p dur="1s">b</p></div></body>`, []string{"0s 1s a\n"}, []string{never}},
	{"seq starved by audio", `<body><div timeContainer="seq"><p><audio/><span end="1s">a</span></p><p dur="1s">b</p></div></body>`, []string{"0s 1s a"}, []string{never, "dropped: element audio"}},
	{"seq, audio with dur", `<body><div timeContainer="seq"><p><audio dur="2s"/><span end="1s">a</span></p><p dur="1s">b</p></div></body>`, []string{"0s 1s a", "2s 3s b"}, []string{"dropped: element audio"}},
	{"seq, set counts", `<body><div timeContainer="seq"><p><set dur="3s"/><span end="1s">a</span></p><p dur="1s">b</p></div></body>`, []string{"0s 1s a", "3s 4s b"}, []string{"dropped: element set"}},
	{"seq, layout blanks take no time", "<body><div timeContainer=\"seq\">\n<p>\n <span dur=\"1s\">a</span>\n</p>\n<p dur=\"1s\">b</p></div></body>", []string{"0s 1s a", "1s 2s b"}, nil},
	{"seq, metadata takes no time", `<body><div timeContainer="seq"><metadata>x</metadata><p dur="1s"><metadata>y</metadata>a</p><p dur="1s">b</p></div></body>`, []string{"0s 1s a", "1s 2s b"}, []string{`dropped: text in metadata "x", and 1 more, at 1:286`}},
	{"text in a seq p", `<body><div><p timeContainer="seq" end="5s">a</p><p end="1s">b</p></div></body>`, []string{"0s 1s b"}, []string{never}},
	{"seq p of spans", `<body><div><p timeContainer="seq"><span dur="1s">a</span> <span dur="2s">b</span></p></div></body>`, []string{"0s 3s a b"}, []string{within}},
	{"seq p with begin", `<body><div><p timeContainer="seq" begin="10s"><span dur="1s">a</span> <span begin="1s" dur="2s">b</span></p></div></body>`, []string{"10s 14s a b"}, []string{within}},
	{"seq p, span without times", `<body><div><p timeContainer="seq" dur="9s"><span>a</span> <span dur="2s">b</span></p></div></body>`, []string{"0s 2s b"}, []string{partly}},
	{"seq p, span with a comment in its text", `<body><div><p timeContainer="seq" dur="9s"><span>a<!-- <b> --><![CDATA[<]]></span> <span dur="2s">b</span></p></div></body>`, []string{"0s 2s b"}, []string{partly}},
	{"seq p, span that holds a span", `<body><div><p timeContainer="seq" dur="9s"><span><span end="4s">a</span></span> <span dur="2s">b</span></p></div></body>`, []string{"0s 6s a b"}, []string{within}},
	{"seq p keeps line breaks", `<body><div><p timeContainer="seq"><span dur="1s">a</span><br/><span dur="2s">b</span></p></div></body>`, []string{"0s 3s a\nb"}, []string{within}},
	{"seq span in par p", `<body><div><p><span timeContainer="seq" begin="1s"><span dur="1s">a</span> <span dur="1s">b</span></span></p></div></body>`, []string{"1s 3s a b"}, []string{within}},
	{"text-only seq span is text of its p", `<body><div><p end="3s"><span timeContainer="seq">a</span></p></div></body>`, []string{"0s 3s a"}, nil},
	{"par by name", `<body timeContainer="par"><div timeContainer="par"><p timeContainer="par" begin="1s" end="2s">a</p></div></body>`, []string{"1s 2s a"}, nil},

	// No length, wrong order.
	{"zero length", `<body><div><p begin="5s" end="5s">a</p></div></body>`, []string{"5s 5s a"}, []string{script.ErrZeroLength.Error()}},
	{"zero dur", `<body><div><p begin="5s" dur="0s">a</p></div></body>`, []string{"5s 5s a"}, []string{script.ErrZeroLength.Error()}},
	{"reversed", `<body><div><p begin="5s" end="4s">a</p></div></body>`, []string{"5s 4s a"}, []string{script.ErrReversed.Error()}},
	{"reversed within", `<body><div begin="10s"><p begin="5s" end="4s">a</p></div></body>`, []string{"15s 14s a"}, []string{script.ErrReversed.Error()}},
	{"reversed div", `<body><div begin="5s" end="4s"><p>a</p></div></body>`, []string{"5s 4s a"}, []string{script.ErrReversed.Error()}},
	{"zero-length span beside text", `<body><div><p end="9s">a <span begin="1s" end="1s">b</span></p></div></body>`, []string{"0s 9s a"}, []string{partly}},
	{"zero-length span before text", `<body><div><p end="9s"><span begin="1s" end="1s">b</span> a</p></div></body>`, []string{"0s 9s a"}, []string{partly}},

	// No end.
	{"no end, next start", `<body><div><p begin="1s">a</p><p begin="3s" end="4s">b</p></div></body>`, []string{"1s 3s a", "3s 4s b"}, []string{"assumed: no end is stated: the next start is taken: it ends at 3s"}},
	{"no end, same start, next start", `<body><div><p begin="1s">a</p><p begin="1s" end="2s">b</p><p begin="3s" end="4s">c</p></div></body>`, []string{"1s 3s a", "1s 2s b", "3s 4s c"}, []string{"assumed: no end is stated: the next start is taken: it ends at 3s"}},
	{"no end, next start stands before", `<body><div><p begin="9s" end="10s">b</p><p begin="1s">a</p></div></body>`, []string{"1s 9s a", "9s 10s b"}, []string{"assumed: no end is stated: the next start is taken: it ends at 9s"}},
	{"no end, reading time", `<body><div><p begin="1s">` + strings.Repeat("abcde", 9) + `</p></div></body>`, []string{"1s 4s " + strings.Repeat("abcde", 9)}, []string{"assumed: no end is stated: the time it takes to read is added: it ends at 4s"}},

	// What has no part in it.
	{"regions and styles", `<head><layout><region xml:id="r" begin="1s" end="2s" tts:opacity="0"/></layout></head><body region="r"><div region="nowhere" style="none" tts:display="none"><p tts:visibility="hidden" end="9s">a</p></div></body>`, []string{"0s 9s a"}, []string{`assumed: text that is not shown, as tts:opacity is "0", is read as spoken, and 2 more, at 1:349, 1:371`}},
	{"foreign attributes", `<body><div><p xmlns:f="urn:f" f:begin="5s" f:dur="x" begin="1s" end="2s">a</p></div></body>`, []string{"1s 2s a"}, []string{`dropped: attribute f:begin "5s", and 1 more, at 1:254`}},
	{"times of br and set", `<body><div><p begin="1s" end="2s">a<set begin="0s" end="1s" tts:color="red"/></p></div></body>`, []string{"1s 2s a"}, []string{"dropped: element set"}},
	{"no text", `<body><div><p begin="1s" end="2s"/><p begin="1s" end="2s"> </p><p begin="1s" end="2s">&#xA0;</p><p begin="1s" end="2s"><br/></p><p end="1s">a</p></div></body>`, []string{"0s 1s a"}, nil},
}

func TestNesting(t *testing.T) {
	for _, tt := range nestings {
		t.Run(tt.name, func(t *testing.T) {
			segments, warnings := read(t, ttml.Decoder{}, doc(`ttp:tickRate="3"`, tt.body))
			require.Empty(t, cmp.Diff(tt.want, segments))
			require.Empty(t, cmp.Diff(tt.warns, warnings))
		})
	}
}

func TestMediaDurationEndsTheLast(t *testing.T) {
	in := doc("", `<body><div><p begin="1s">a</p><p begin="8s">b</p></div></body>`)
	segments, warnings := read(t, ttml.Decoder{MediaDuration: time.Minute}, in)
	require.Equal(t, []string{"1s 8s a", "8s 1m0s b"}, segments)
	require.Equal(t, []string{
		"assumed: no end is stated: the next start is taken: it ends at 8s",
		"assumed: no end is stated: the end of the programme is taken: it ends at 1m0s",
	}, warnings)

	segments, _ = read(t, ttml.Decoder{MediaDuration: 5 * time.Second}, in)
	require.Equal(t, []string{"1s 8s a", "8s 9s b"}, segments)
}

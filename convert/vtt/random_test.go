package vtt_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// parts is what random files are made of.
var parts = []string{
	"\n", "\n", "\n\n", "\n\n", "\r\n", "\r", "\f", "\v", " ", "\t",
	"WEBVTT", "STYLE", "REGION", "NOTE", "NOTE x", "id", "7", "\nid\n", "Language: en",
	"00:01.000 --> 00:02.000", "\n00:01.000 --> 00:02.000\ntext", "\n00:00:03.000 --> 00:00:04.000 line:0\n", "\n100:00:00.000-->1:00:59.999\n",
	"00:01.000", "-->", "--", "00:60.000", "59:59.999", ":", ".", "1", "60",
	"<b>", "</b>", "<", ">", "<v Ann>", "<c.a.b x>", "<rt>", "<lang de>", "<00:01.000>", "line:0", "align:start",
	"&", "&amp;", "&lt", "&not", "&notin;", "&#x41;", "&#38", "&#", "&copy", "text", "\x00",
	"\xc3", "\xe2\x82", "\xf0\x9f", "\x98\x80", "é", "\u2028", "\u00a0", "\ufeff",
}

// randomFile returns WebVTT, or nearly.
func randomFile(r *rand.Rand) []byte {
	var b bytes.Buffer
	if r.IntN(20) == 0 {
		b.WriteString(parts[r.IntN(len(parts))])
	}
	if r.IntN(40) > 0 {
		b.WriteString("WEBVTT")
	}
	if r.IntN(10) > 0 {
		b.WriteString("\n\n")
	}
	for range r.IntN(40) {
		b.WriteString(parts[r.IntN(len(parts))])
	}
	return b.Bytes()
}

// utf16File returns file in UTF-16 with a byte order mark.
func utf16File(file []byte, order binary.AppendByteOrder) []byte {
	var b []byte
	for _, unit := range utf16.Encode(append([]rune{0xFEFF}, whatwgUTF8(bytes.TrimPrefix(file, []byte("\uFEFF")))...)) {
		b = order.AppendUint16(b, unit)
	}
	return b
}

// TestInteropChromiumRandom compares the standard's algorithm with Chromium,
// and the reader with the algorithm. Every fourth file is in UTF-16.
func TestInteropChromiumRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 2026))
	files, sent := make([][]byte, 5000), make([][]byte, 5000)
	for i := range files {
		files[i] = randomFile(r)
		sent[i] = files[i]
		switch i % 8 {
		case 0:
			sent[i] = utf16File(files[i], binary.LittleEndian)
		case 4:
			sent[i] = utf16File(files[i], binary.BigEndian)
		}
	}
	cues := 0
	for i, theirs := range chromium(t, sent) {
		cues += len(theirs.Cues)
		if d := cmp.Diff(theirs, asChromium(files[i]), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%q (-chromium +standard):\n%s", sent[i], d)
		}
		if d := cmp.Diff(standard(files[i]), ours(t, sent[i]), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%q (-standard +ours):\n%s", sent[i], d)
		}
	}
	t.Logf("%d files with %d cues", len(files), cues)
}

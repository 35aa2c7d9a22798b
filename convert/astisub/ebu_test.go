package astisub_test

import (
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

// This is a second reader of EBU Tech 3264, made for the tests from the text of
// the standard: it shares nothing with the package, and takes nothing that the
// standard does not allow.

type ebuFile struct {
	rate               int
	title, language    string
	start, firstCue    string // HHMMSSFF
	blocks, subtitles  int
	columns, rows      int
	status, disks, seq string
	all                []ebuSubtitle
}

type ebuSubtitle struct {
	number   int
	in, out  string // HH:MM:SS:FF
	row      int
	rows     []string
	extended int // blocks
}

// ebuUpper is ISO 6937 as the standard prints it, from A0 on; a dot is a place
// without a character, or one for a mark.
const ebuUpper = "\u00A0¡¢£$¥.§.‘“«←↑→↓" + "°±²³×µ¶·÷’”»¼½¾¿" + "................" + "―¹®©™♪¬¦....⅛⅜⅝⅞" + "ΩÆĐªĦ.ĲĿŁØŒºÞŦŊŉ" + "ĸæđðħıĳŀłøœßþŧŋ\u00AD"

var ebuMarks = map[byte]string{0xC1: "\u0300", 0xC2: "\u0301", 0xC3: "\u0302", 0xC4: "\u0303", 0xC5: "\u0304", 0xC6: "\u0306", 0xC7: "\u0307",
	0xC8: "\u0308", 0xCA: "\u030A", 0xCB: "\u0327", 0xCD: "\u030B", 0xCE: "\u0328", 0xCF: "\u030C"}

func ebuNumber(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	require.NoError(t, err, "%q", s)
	return n
}

func readEBU(t *testing.T, file []byte) ebuFile {
	t.Helper()
	require.GreaterOrEqual(t, len(file), 1024)
	require.Zero(t, (len(file)-1024)%128, "whole blocks")
	h := string(file[:1024])
	require.Equal(t, "850", h[0:3])
	require.Contains(t, []string{"STL25.01", "STL30.01"}, h[3:11])
	require.Equal(t, "0", h[11:12], "open subtitling")
	require.Equal(t, "00", h[12:14], "Latin")
	f := ebuFile{
		rate: ebuNumber(t, h[6:8]), language: h[14:16], title: strings.TrimRight(h[16:48], " "),
		blocks: ebuNumber(t, h[238:243]), subtitles: ebuNumber(t, h[243:248]), columns: ebuNumber(t, h[251:253]), rows: ebuNumber(t, h[253:255]),
		status: h[255:256], start: h[256:264], firstCue: h[264:272], disks: h[272:273], seq: h[273:274],
	}
	for _, date := range []string{h[224:230], h[230:236]} {
		require.Equal(t, 6, len(strconv.Itoa(1000000+ebuNumber(t, date)))-1)
	}
	require.Equal(t, 1, ebuNumber(t, h[248:251]), "groups")
	require.Equal(t, (len(file)-1024)/128, f.blocks)
	for at := 1024; at < len(file); at += 128 {
		f.block(t, file[at:at+128])
	}
	require.Len(t, f.all, f.subtitles)
	return f
}

func (f *ebuFile) label(t *testing.T, b []byte) string {
	require.True(t, b[0] < 24 && b[1] < 60 && b[2] < 60 && int(b[3]) < f.rate, "label %v", b)
	return fmt.Sprintf("%02d:%02d:%02d:%02d", b[0], b[1], b[2], b[3])
}

func (f *ebuFile) block(t *testing.T, b []byte) {
	require.Zero(t, b[0], "group")
	require.Zero(t, b[4], "cumulative")
	require.Zero(t, b[15], "comment")
	require.Contains(t, []byte{0, 1, 2, 3}, b[14], "justification")
	number, extension := int(binary.LittleEndian.Uint16(b[1:3])), int(b[3])
	in, out := f.label(t, b[5:9]), f.label(t, b[9:13])
	n := len(f.all)
	if n == 0 || f.all[n-1].extended < 0 {
		f.all = append(f.all, ebuSubtitle{number: number, in: in, out: out, row: int(b[13]), rows: []string{""}})
		n++
	}
	s := &f.all[n-1]
	require.Equal(t, number, s.number)
	require.Equal(t, n, number, "numbered from 1")
	require.Equal(t, [2]string{in, out}, [2]string{s.in, s.out})
	if extension != 0xFF {
		require.Equal(t, s.extended, extension, "extension blocks count from 0")
		require.Less(t, extension, 0xF0)
	}
	s.extended++
	f.text(t, s, b[16:])
	if extension == 0xFF {
		s.extended = -s.extended
	}
}

func (f *ebuFile) text(t *testing.T, s *ebuSubtitle, field []byte) {
	mark, filler := "", false
	for _, c := range field {
		require.True(t, !filler || c == 0x8F, "text behind filler")
		last := &s.rows[len(s.rows)-1]
		switch {
		case c == 0x8F:
			filler = true
		case c == 0x8A:
			s.rows = append(s.rows, "")
		case ebuMarks[c] != "":
			require.Empty(t, mark)
			mark = ebuMarks[c]
			continue
		default:
			*last += norm.NFC.String(ebuCharacter(t, c) + mark)
			require.LessOrEqual(t, len([]rune(*last)), f.columns)
		}
		require.True(t, mark == "" || c != 0x8A && c != 0x8F, "mark upon nothing")
		mark = ""
	}
	require.Empty(t, mark)
}

func ebuCharacter(t *testing.T, c byte) string {
	switch {
	case c == 0x24:
		return "¤"
	case 0x20 <= c && c < 0x7F:
		return string(rune(c))
	}
	require.GreaterOrEqual(t, c, byte(0xA0), "control code")
	r := []rune(ebuUpper)[c-0xA0]
	require.NotEqual(t, '.', r, "%#x is no character", c)
	return string(r)
}

// words returns the text as people read it, whatever the rows.
func (s ebuSubtitle) words() string {
	return strings.Join(strings.Fields(strings.Join(s.rows, " ")), " ")
}

package edit

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/xmltoken"
)

// encodeAs returns text in the encoding of a document that is not in UTF-8.
func encodeAs(text string, src *xmltoken.Source) string {
	switch src.Encoding {
	case charset.UTF16LE:
		return toUTF16(text, src.BOM, 0, 1)
	case charset.UTF16BE:
		return toUTF16(text, src.BOM, 1, 0)
	}
	return toLatin1(text)
}

func toUTF16(text string, mark bool, lo, hi int) string {
	units := utf16.Encode([]rune(text))
	if mark {
		units = append([]uint16{0xFEFF}, units...)
	}
	out := make([]byte, 2*len(units))
	for i, u := range units {
		out[2*i+lo], out[2*i+hi] = byte(u), byte(u>>8)
	}
	return string(out)
}

// toLatin1 returns text in Windows-1252, as it was read; what that does not
// have becomes a reference.
func toLatin1(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch c, ok := charmap.Windows1252.EncodeRune(r); {
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case ok:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "&#%d;", r)
		}
	}
	return b.String()
}

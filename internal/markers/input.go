package markers

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Options are the options that all readers of marker lists have.
type Options struct {
	Format   string
	Rate     timecode.Rate
	Start    timecode.Timecode
	MaxBytes int64
	Warn     func(script.Warning) error
	Counted  func(timecode.Rate) // is told the rate that labels are read at; may be nil
}

// Input is a marker list that is being read.
type Input struct {
	Src  string // as UTF-8
	opt  Options
	rep  report.Reporter
	loc  *source.Locator
	seen seen
}

// Open reads all of r as text. UTF-16 needs a byte order mark; 8-bit text
// that is not UTF-8 is read as Mac Roman or Windows-1252, with a warning.
func Open(r io.Reader, opt Options) (*Input, error) {
	in := &Input{opt: opt, rep: report.Reporter{Format: opt.Format, To: opt.Warn}}
	raw, err := source.Read(r, opt.MaxBytes)
	if err != nil {
		return nil, report.Source(opt.Format, err)
	}
	text, enc, ok := charset.Decode(raw)
	in.Src = text
	in.loc = source.NewLocator(in.Src)
	switch {
	case enc == charset.Unknown:
		err = in.eightBit()
	case !ok:
		err = in.Warn(max(strings.IndexRune(text, utf8.RuneError), 0), "",
			fmt.Errorf("%w: broken %s: the characters became U+FFFD", script.ErrEncoding, enc))
	}
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(in.Src) == "" {
		return nil, in.rep.Fail(script.Pos{}, script.ErrEmpty)
	}
	return in, nil
}

// eightBit transcodes text that is not UTF-8. Editing systems run on both Mac
// and Windows, and their letters lie in different places: accented small ones
// at 0x87-0x9F on the Mac, at 0xE0-0xFF on Windows. So do the marks of
// typography: at 0xC9 and 0xD0-0xD5 on the Mac, where Windows has capitals.
func (in *Input) eightBit() error {
	first, mac, windows := -1, 0, 0
	for i := 0; i < len(in.Src); i++ {
		c := in.Src[i]
		if c >= utf8.RuneSelf && first < 0 {
			first = i
		}
		switch {
		case 0x87 <= c && c <= 0x9F && (c < 0x91 || c > 0x97):
			mac++
		case c >= 0xE0:
			windows++
		case c == 0xC9 || 0xD0 <= c && c <= 0xD5:
			if in.capital(i) {
				windows++
			} else {
				mac++
			}
		}
	}
	pos, name := in.Pos(first), "Windows-1252"
	if mac > windows {
		name = "Mac Roman"
		in.Src = fromMac(in.Src)
	} else {
		in.Src = charset.FromCP1252(in.Src)
	}
	in.loc = source.NewLocator(in.Src)
	return in.rep.Warn(pos, "", fmt.Errorf("%w: not UTF-8: %w to be %s", script.ErrEncoding, script.ErrAssumed, name))
}

// capital reports whether the byte at i, if it is a capital letter, stands
// where one may: not behind a small letter or a mark, nor alone, nor before
// another capital or a blank unless it is within a word of capitals.
func (in *Input) capital(i int) bool {
	before, after := byte(' '), byte(' ')
	if i > 0 {
		before = in.Src[i-1]
	}
	if i+1 < len(in.Src) {
		after = in.Src[i+1]
	}
	switch {
	case 'A' <= before && before <= 'Z':
		return true
	case 'a' <= before && before <= 'z', strings.IndexByte(".,;:!?)", before) >= 0:
		return false
	}
	return 'a' <= after && after <= 'z' && in.Src[i] != 0xD2
}

func fromMac(src string) string {
	var b strings.Builder
	b.Grow(len(src) + len(src)/8)
	for i := range len(src) {
		b.WriteRune(charmap.Macintosh.DecodeByte(src[i]))
	}
	return b.String()
}

// Pos returns the line and column of the byte at offset.
func (in *Input) Pos(offset int) script.Pos { return in.loc.Pos(offset) }

// Warn reports err for what stands at offset. In strict mode it returns it.
func (in *Input) Warn(offset int, id string, err error) error {
	if in.rep.To == nil {
		return nil
	}
	return in.rep.Warn(in.Pos(offset), id, err)
}

// Fail returns err as a [*script.ParseError] at offset.
func (in *Input) Fail(offset int, err error) error { return in.rep.Fail(in.Pos(offset), err) }

// Line returns the line that begins at offset, without its end, and the offset
// of the next one. Lines end in LF, CRLF or CR.
func (in *Input) Line(offset int) (line string, next int) {
	rest := in.Src[offset:]
	end := strings.IndexAny(rest, "\r\n")
	if end < 0 {
		return rest, len(in.Src)
	}
	next = offset + end + 1
	if strings.HasPrefix(rest[end:], "\r\n") {
		next++
	}
	return rest[:end], next
}

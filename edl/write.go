package edl

import (
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// WriteTo writes the list: title, frame code mode, comments, a blank line,
// events. It writes what is there and checks nothing, but that every string
// stays on its line: line breaks within one become blanks.
func (l *List) WriteTo(w io.Writer) (int64, error) {
	n, err := w.Write(l.Append(nil))
	return int64(n), err
}

// String returns what WriteTo writes.
func (l *List) String() string { return string(l.Append(nil)) }

// Append appends what WriteTo writes to dst.
func (l *List) Append(dst []byte) []byte {
	p := l.layout()
	dst = p.appendHead(dst, l.Title, l.FCM, l.Comments)
	for i := range l.Events {
		dst = p.appendEvent(dst, &l.Events[i])
	}
	return dst
}

// layout is what all lines of a list have in common.
type layout struct {
	number int    // least digits of an event number
	reel   int    // width of the reel column
	end    string // of a line
}

// layoutFor returns the columns for reels of at most n characters: those of
// CMX 3600, File_32 and File_128.
func layoutFor(n int, crlf bool) layout {
	p := layout{number: 3, reel: 8, end: "\n"}
	switch {
	case n > 32:
		p.number, p.reel = 6, 128
	case n > 8:
		p.number, p.reel = 6, 32
	}
	if crlf {
		p.end = "\r\n"
	}
	return p
}

func (l *List) layout() layout {
	longest := 0
	for i := range l.Events {
		longest = max(longest, len(l.Events[i].Reel))
	}
	return layoutFor(longest, l.CRLF)
}

func (p layout) appendHead(dst []byte, title, fcm string, comments []string) []byte {
	dst = append(dst, "TITLE:"...)
	if title != "" {
		dst = append(dst, ' ')
	}
	dst = p.appendLine(dst, title)
	if fcm != "" {
		dst = p.appendLine(append(dst, "FCM: "...), fcm)
	}
	for _, line := range comments {
		dst = p.appendLine(dst, line)
	}
	return append(dst, p.end...)
}

func (p layout) appendEvent(dst []byte, e *Event) []byte {
	dst = append(appendNumber(dst, e.Number, p.number), "  "...)
	dst = append(padTo(dst, oneLine(e.Reel), p.reel), ' ')
	dst = append(padTo(dst, oneLine(e.Channels), 4), "  "...)
	dst = append(padTo(dst, oneLine(e.Transition), 4), ' ')
	if e.hasLength() {
		dst = append(appendNumber(dst, e.Length, 3), ' ')
	} else {
		dst = append(dst, "    "...)
	}
	dst = append(e.SourceIn.Append(dst), ' ')
	dst = append(e.SourceOut.Append(dst), ' ')
	dst = append(e.RecordIn.Append(dst), ' ')
	dst = append(e.RecordOut.Append(dst), p.end...)
	for _, line := range e.Comments {
		dst = p.appendLine(dst, line)
	}
	return dst
}

// hasLength reports whether the length column is filled: always in dissolves
// and wipes.
func (e *Event) hasLength() bool {
	return e.Length > 0 || strings.HasPrefix(e.Transition, "D") || strings.HasPrefix(e.Transition, "W")
}

func (p layout) appendLine(dst []byte, s string) []byte {
	return append(append(dst, oneLine(s)...), p.end...)
}

// oneLine returns s with line breaks replaced by blanks.
func oneLine(s string) string {
	if strings.IndexByte(s, '\n') < 0 && strings.IndexByte(s, '\r') < 0 {
		return s
	}
	return strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ").Replace(s)
}

// padTo appends s, and blanks up to width.
func padTo(dst []byte, s string, width int) []byte {
	dst = append(dst, s...)
	for range width - utf8.RuneCountInString(s) {
		dst = append(dst, ' ')
	}
	return dst
}

// appendNumber appends n, which must not be negative, with at least the given
// number of digits.
func appendNumber(dst []byte, n, digits int) []byte {
	for limit := pow10(digits - 1); limit > 1 && n < limit; limit /= 10 {
		dst = append(dst, '0')
	}
	return strconv.AppendInt(dst, int64(n), 10)
}

func pow10(n int) int {
	p := 1
	for range n {
		p *= 10
	}
	return p
}

package vocab

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/script"
)

// An xml:id must be an NCName, which cannot begin with a digit and holds no
// blanks, and must be unique; segment ids are any text. An id that is an
// NCName, free and no name of ours is written as it is. Every other one
// becomes "ad-" and its characters, with
//
//	__      for "_"
//	_20_    for a character that no NCName holds, or none did before the fifth
//	        edition of XML, by its code point
//	_.xFF_  for a byte that is no UTF-8
//	_.2     at the end, for the second segment with the same id
//
// so that "1" is ad-1, "a b" is ad-a_20_b, "" is ad- and a second "1" is
// ad-1_.2. [ReadID] undoes it exactly. An xml:id from elsewhere that writing
// would not give, such as ad-x_y, is the segment's id as it stands.
const idPrefix = "ad-"

// Ids of our styles and regions.
const (
	RegionID    = "region"
	ParagraphID = "paragraph"
	SpanID      = "text"
	RTLID       = "rtl"        // of what runs from right to left
	SmallID     = "small"      // of text that is long
	AgentPrefix = "character_" // and a number
)

func isOurs(id string) bool {
	switch id {
	case RegionID, ParagraphID, SpanID, RTLID, SmallID:
		return true
	}
	return strings.HasPrefix(id, AgentPrefix)
}

// IDWriter gives every segment an xml:id of its own. It is called once for
// each, in order.
type IDWriter struct {
	Segments []script.Segment
	next     int            // index of the segment that comes next
	seen     map[string]int // how often each id came; nil while they rise
}

// Append appends the xml:id of the next segment.
func (w *IDWriter) Append(dst []byte) []byte {
	id := w.Segments[w.next].ID
	n := w.count(id)
	w.next++
	if n == 1 && isPlainID(id) {
		return append(dst, id...)
	}
	dst = appendID(append(dst, idPrefix...), id)
	if n > 1 {
		dst = strconv.AppendInt(append(dst, "_."...), int64(n), 10)
	}
	return dst
}

// isPlainID reports whether id is written as it is.
func isPlainID(id string) bool {
	return xmltoken.IsNCName(id) && isNames(id) && !isOurs(id) && !strings.HasPrefix(id, idPrefix)
}

// count returns how often the next segment's id has come, itself included.
// Ids that rise from one to the next, as ordinals do, need no memory.
func (w *IDWriter) count(id string) int {
	if w.seen == nil {
		if w.next == 0 || rises(w.Segments[w.next-1].ID, id) {
			return 1
		}
		w.seen = make(map[string]int, len(w.Segments))
		for i := range w.next {
			w.seen[w.Segments[i].ID]++
		}
	}
	w.seen[id]++
	return w.seen[id]
}

// rises orders by length, then by bytes: "2" before "10".
func rises(last, id string) bool {
	return len(id) > len(last) || len(id) == len(last) && id > last
}

func appendID(dst []byte, id string) []byte {
	for i := 0; i < len(id); {
		r, size := utf8.DecodeRuneInString(id[i:])
		switch {
		case r == '_':
			dst = append(dst, "__"...)
		case r == utf8.RuneError && size == 1:
			dst = append(appendHex(append(dst, "_.x"...), int64(id[i])), '_')
		case isOldNameChar(r):
			dst = append(dst, id[i:i+size]...)
		default:
			dst = append(appendHex(append(dst, '_'), int64(r)), '_')
		}
		i += size
	}
	return dst
}

func appendHex(dst []byte, n int64) []byte {
	from := len(dst)
	dst = strconv.AppendInt(dst, n, 16)
	copy(dst[from:], strings.ToUpper(string(dst[from:])))
	return dst
}

// ReadID returns the segment id that xml:id stands for.
func ReadID(xmlID string) string {
	body, ok := strings.CutPrefix(xmlID, idPrefix)
	if !ok {
		return xmlID
	}
	if strings.IndexByte(body, '_') < 0 && isNames(body) {
		if isPlainID(body) {
			return xmlID
		}
		return body
	}
	id, n, ok := unescapeID(body)
	if !ok || n == 0 && isPlainID(id) {
		return xmlID
	}
	again := appendID(make([]byte, 0, len(body)), id)
	if n > 0 {
		again = strconv.AppendInt(append(again, "_."...), n, 10)
	}
	if string(again) != body {
		return xmlID
	}
	return id
}

// isNames reports whether s holds only characters that stand as they are.
func isNames(s string) bool {
	for _, r := range s {
		if !isOldNameChar(r) {
			return false
		}
	}
	return true
}

// isOldNameChar leaves out what validators of earlier editions of XML refuse
// in a name: symbols, and all that Unicode has from U+F900 on.
func isOldNameChar(r rune) bool {
	return xmltoken.IsNameChar(r) && (r < utf8.RuneSelf || r < 0xF900 && (unicode.IsLetter(r) || unicode.In(r, unicode.Mn, unicode.Mc)))
}

// unescapeID undoes appendID; n is the count at the end, or 0.
func unescapeID(s string) (id string, n int64, ok bool) {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '_')
		if i < 0 {
			b.WriteString(s)
			return b.String(), 0, true
		}
		b.WriteString(s[:i])
		code, rest, more := strings.Cut(s[i+1:], "_")
		if !more {
			count, isCount := strings.CutPrefix(code, ".")
			n, err := strconv.ParseInt(count, 10, 64)
			return b.String(), n, isCount && err == nil && n > 1
		}
		s = rest
		if code == "" {
			b.WriteByte('_')
		} else if !unescapeCode(&b, code) {
			return "", 0, false
		}
	}
}

// unescapeCode writes what stands between two "_" for a byte or a character.
func unescapeCode(b *strings.Builder, code string) bool {
	if hex, isByte := strings.CutPrefix(code, ".x"); isByte {
		n, err := strconv.ParseUint(hex, 16, 8)
		b.WriteByte(byte(n))
		return err == nil
	}
	n, err := strconv.ParseUint(code, 16, 31)
	b.WriteRune(rune(n))
	return err == nil && utf8.ValidRune(rune(n))
}

// Skip passes over the next segment, which is not written.
func (w *IDWriter) Skip() {
	w.count(w.Segments[w.next].ID)
	w.next++
}

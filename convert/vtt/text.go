package vtt

import (
	"html"
	"strconv"
	"strings"
	"unicode/utf8"
)

// arena holds many small strings in few allocations.
type arena struct {
	b     strings.Builder
	chunk int // bytes to allocate at a time
}

// begin makes room for n bytes and returns where they start.
func (a *arena) begin(n int) int {
	if a.b.Cap()-a.b.Len() < n {
		a.b.Reset()
		a.b.Grow(max(n, a.chunk))
	}
	return a.b.Len()
}

// ordinal returns n in decimal.
func (a *arena) ordinal(n int) string {
	from := a.begin(20)
	var buf [20]byte
	a.b.Write(strconv.AppendInt(buf[:0], int64(n), 10))
	return a.b.String()[from:]
}

// plain returns the characters of a cue text: tags removed, references
// decoded. tagged reports whether there were tags. A text without either is
// returned as it is.
//
// Whatever its kind, a tag reaches from "<" to the next ">" or to the end of
// the text: no state of the tokenizer has another way out.
func (a *arena) plain(raw string) (text string, tagged bool) {
	if strings.IndexByte(raw, '<') < 0 && strings.IndexByte(raw, '&') < 0 {
		return raw, false
	}
	from := a.begin(len(raw))
	for i := 0; i < len(raw); {
		run := strings.IndexAny(raw[i:], "<&")
		if run < 0 {
			a.b.WriteString(raw[i:])
			break
		}
		a.b.WriteString(raw[i : i+run])
		i += run
		if raw[i] == '&' {
			i += a.reference(raw[i:])
			continue
		}
		tagged = true
		i += len(tagAt(raw, i))
	}
	return a.b.String()[from:], tagged
}

// tagAt returns the tag that begins at offset i.
func tagAt(raw string, i int) string {
	if end := strings.IndexByte(raw[i:], '>'); end >= 0 {
		return raw[i : i+end+1]
	}
	return raw[i:]
}

// isMarkup reports whether a tag is one of WebVTT's, or empty. Others are more
// likely text that was not escaped.
func isMarkup(tag string) bool {
	body, closed := strings.CutSuffix(tag[1:], ">")
	if !closed {
		return false
	}
	body, isEnd := strings.CutPrefix(body, "/")
	name := body
	if i := strings.IndexAny(body, blank+"."); i >= 0 {
		name = body[:i]
	}
	switch name {
	case "c", "i", "b", "u", "v", "lang", "ruby", "rt":
		return true
	case "":
		return body == ""
	}
	_, end, bad := parseTime(body, 0)
	return !isEnd && bad.kind == nil && end == len(body)
}

// voiceName returns who speaks according to a tag such as <v.loud Mary Ann>.
func voiceName(tag string) string {
	body, ok := strings.CutPrefix(strings.TrimSuffix(tag, ">"), "<v")
	i := strings.IndexAny(body, blank)
	if !ok || i < 0 || i > 0 && body[0] != '.' {
		return ""
	}
	return strings.Join(strings.Fields(body[i:]), " ")
}

// speaker returns who speaks the whole of a cue text: the name in the tag it
// begins with, when there is no other voice in it.
func (a *arena) speaker(raw string) string {
	if !strings.HasPrefix(raw, "<v") {
		return ""
	}
	first := tagAt(raw, 0)
	name := voiceName(first)
	rest := strings.TrimSuffix(strings.TrimRight(raw[len(first):], blank), "</v>")
	if name == "" || !isMarkup(first) || strings.Contains(rest, "</v>") {
		return ""
	}
	for i := strings.Index(rest, "<v"); i >= 0; i = strings.Index(rest, "<v") {
		if voiceName(tagAt(rest, i)) != "" {
			return ""
		}
		rest = rest[i+1:]
	}
	from := a.begin(len(name))
	for i := strings.IndexByte(name, '&'); i >= 0; i = strings.IndexByte(name, '&') {
		a.b.WriteString(name[:i])
		name = name[i+a.reference(name[i:]):]
	}
	a.b.WriteString(name)
	return a.b.String()[from:]
}

// reference appends what the character reference at the start of s stands for
// and returns its length. What is none is "&" alone.
func (a *arena) reference(s string) int {
	if len(s) > 1 && s[1] == '#' {
		return a.numeric(s)
	}
	switch {
	case strings.HasPrefix(s, "&amp;"):
		a.b.WriteByte('&')
		return 5
	case strings.HasPrefix(s, "&lt;"):
		a.b.WriteByte('<')
		return 4
	case strings.HasPrefix(s, "&gt;"):
		a.b.WriteByte('>')
		return 4
	}
	return a.named(s)
}

// longestName is the length of "&CounterClockwiseContourIntegral;".
const longestName = 33

// named decodes a named reference. The longest name that fits counts, and only
// some names do without the semicolon; [html.UnescapeString] knows which.
func (a *arena) named(s string) int {
	n := 1
	for n < len(s) && n < longestName && alphanumeric(s[n]) {
		n++
	}
	if n < len(s) && s[n] == ';' {
		n++
	}
	if n < len("&gt") {
		a.b.WriteByte('&')
		return 1
	}
	switch s[:n] { // package html leaves these two out
	case "&nLt;":
		a.b.WriteString("\u226A\u20D2")
		return n
	case "&nGt;":
		a.b.WriteString("\u226B\u20D2")
		return n
	}
	decoded := html.UnescapeString(s[:n])
	if decoded == s[:n] {
		a.b.WriteByte('&')
		return 1
	}
	a.b.WriteString(decoded)
	return n
}

func alphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// numeric decodes "&#38;" and "&#x26;", with or without the semicolon.
func (a *arena) numeric(s string) int {
	i, base := 2, rune(10)
	if len(s) > i && (s[i] == 'x' || s[i] == 'X') {
		i, base = 3, 16
	}
	digits := i
	var r rune
	for ; i < len(s); i++ {
		d := digit(s[i])
		if d >= base {
			break
		}
		r = min(r*base+d, utf8.MaxRune+1)
	}
	if i == digits {
		a.b.WriteByte('&')
		return 1
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	a.b.WriteRune(codePoint(r))
	return i
}

// digit returns the value of a hexadecimal digit, or 16.
func digit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return 16
}

// c1 is what HTML reads for the numbers of the C1 controls: the characters of
// Windows code page 1252. The five that it does not assign stay controls.
const c1 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ"

func codePoint(r rune) rune {
	switch {
	case r == 0 || r > utf8.MaxRune || 0xD800 <= r && r < 0xE000:
		return utf8.RuneError
	case 0x80 <= r && r < 0xA0:
		return []rune(c1)[r-0x80]
	}
	return r
}

// Package sniff tells what a file or text is by how it begins. It is the one
// place that does: an answer's content and a file of the same content are
// taken for the same.
package sniff

import (
	"strings"
	"unicode"

	"github.com/vsconvert/vsconvert/internal/charset"
)

// HeadSize is how many bytes of a file Format needs to see at most.
const HeadSize = 4096

// oldOffice begins an old .xls workbook, and an encrypted new one: the reader
// of workbooks says what to do with them.
const oldOffice = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// Format returns what the first bytes of a file look like: "xlsx", "stl" or
// what [Text] returns.
func Format(head string) string {
	if strings.HasPrefix(head, "PK\x03\x04") || strings.HasPrefix(head, oldOffice) {
		return "xlsx"
	}
	if len(head) > 11 && strings.HasPrefix(head[3:], "STL") && strings.HasPrefix(head[8:], ".01") {
		return "stl"
	}
	text, _, _ := charset.Decode(head)
	return Text(text)
}

// Text returns what a text looks like: "json", "vtt", "srt", "edl", "ttml",
// "premiere", "fcpxml", "protools", "avid", "html", "ass",
// "csv" or "tsv", or "" for
// what cannot be told. Only its first lines are looked at.
func Text(text string) string {
	text = strings.TrimLeftFunc(strings.TrimPrefix(text, "\uFEFF"), unicode.IsSpace)
	switch {
	case isSubStation(text):
		return "ass"
	case beginsJSON(text):
		return "json"
	case strings.HasPrefix(text, "WEBVTT"):
		return "vtt"
	case isReviewPage(text):
		return "html"
	case strings.HasPrefix(text, "<"):
		return rootFormats[root(text)]
	case strings.HasPrefix(text, "SESSION NAME:"):
		return "protools"
	case isMarkerSheet(text):
		return "premiere"
	}
	if format := byLines(text); format != "" {
		return format
	}
	if mayBeJSON(text) {
		return "json"
	}
	return ""
}

// isSubStation reports whether text begins with the section that SSA and ASS
// begin with.
func isSubStation(text string) bool {
	const section = "[Script Info]"
	return len(text) >= len(section) && strings.EqualFold(text[:len(section)], section)
}

// beginsJSON reports whether text begins like a JSON object or array that a
// script may be in. A text may begin with a bracket, too: "[door slams]",
// "{\an8}".
func beginsJSON(text string) bool {
	if text == "" || text[0] != '{' && text[0] != '[' {
		return false
	}
	rest := strings.TrimLeft(text[1:], " \t\r\n")
	switch {
	case rest == "":
		return true
	case text[0] == '{':
		return rest[0] == '"' || rest[0] == '}'
	}
	return strings.IndexByte(`{[]"`, rest[0]) >= 0
}

// mayBeJSON reports whether text, which nothing else claims, is better called
// malformed JSON than nothing at all.
func mayBeJSON(text string) bool {
	if len(text) < 2 || text[0] != '{' && text[0] != '[' {
		return false
	}
	return text[0] == '{' && text[1] != '\\' || strings.IndexByte("-0123456789", text[1]) >= 0
}

var rootFormats = map[string]string{"tt": "ttml", "xmeml": "premiere", "fcpxml": "fcpxml", "StreamItems": "avid"}

// isReviewPage reports whether text begins like a page of ours; any other web
// page is none that a script could be in.
func isReviewPage(text string) bool {
	head := text[:min(len(text), HeadSize)]
	return strings.HasPrefix(text, "<") && strings.Contains(head, `content="vsconvert review page `) && WebPage(head)
}

// WebPage reports whether head begins an HTML page, such as a server sends in
// place of a file.
func WebPage(head string) bool {
	text, _, _ := charset.Decode(head)
	text = strings.ToLower(strings.TrimSpace(text))
	return strings.HasPrefix(text, "<!doctype html") || strings.EqualFold(root(text), "html")
}

// Transcript reports whether head begins a descriptive transcript, which is a
// web page that is only written.
func Transcript(head string) bool {
	return WebPage(head) && strings.Contains(head, `content="vsconvert transcript"`)
}

// root returns the name of the first element, without prefix.
func root(text string) string {
	for {
		i := strings.IndexByte(text, '<')
		if i < 0 || i+1 >= len(text) {
			return ""
		}
		text = text[i+1:]
		if comment, ok := strings.CutPrefix(text, "!--"); ok {
			_, text, _ = strings.Cut(comment, "-->")
			continue
		}
		if text[0] == '?' || text[0] == '!' {
			continue
		}
		if end := strings.IndexAny(text, " \t\r\n/>"); end >= 0 {
			text = text[:end]
		}
		return text[strings.IndexByte(text, ':')+1:]
	}
}

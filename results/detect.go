package results

import "strings"

// formatName returns the format that the answer calls s, in the names of Job,
// or "" for one that is not known.
func formatName(s string) string {
	switch strings.ToLower(strings.Trim(s, ". \t\r\n")) {
	case "json":
		return "json"
	case "vtt", "webvtt", "text/vtt":
		return "vtt"
	case "srt", "subrip":
		return "srt"
	case "edl", "cmx3600":
		return "edl"
	}
	return ""
}

const bom = "\uFEFF"

// detectFormat returns what format a text is in, by its first lines, or "".
func detectFormat(text string) string {
	text = strings.TrimLeft(strings.TrimPrefix(text, bom), " \t\r\n")
	switch {
	case strings.HasPrefix(text, "WEBVTT"):
		return "vtt"
	case looksLikeJSON(text):
		return "json"
	case hasPrefixFold(text, "TITLE:"), hasPrefixFold(text, "FCM:"):
		return "edl"
	}
	for range 50 {
		line, rest, more := cutLine(text)
		switch {
		case isEvent(line):
			return "edl"
		case strings.Contains(line, "-->"):
			return cueFormat(line)
		case !more:
			return ""
		}
		text = rest
	}
	return ""
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// looksLikeJSON tells a JSON object or array from a text that begins with a
// bracket, such as "[door slams]".
func looksLikeJSON(text string) bool {
	if text == "" || text[0] != '{' && text[0] != '[' {
		return false
	}
	s := scanner{src: text, pos: 1}
	next := s.peek()
	return next == '"' && text[0] == '{' || next == text[0]+2 || next == '{' && text[0] == '['
}

func cutLine(text string) (line, rest string, more bool) {
	i := strings.IndexAny(text, "\r\n")
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

// isEvent reports whether a line of a list has an event number, two fields and
// a timecode, as "001 AX V C 00:00:05:00 ..." has.
func isEvent(line string) bool {
	fields := strings.Fields(line)
	if len(fields) < 8 || digitsEnd(fields[0], 0) != len(fields[0]) {
		return false
	}
	last := fields[len(fields)-1]
	return len(last) == len("00:00:00:00") && last[2] == ':' && last[5] == ':' && strings.IndexByte(":;.,", last[8]) >= 0
}

// cueFormat tells the formats of timing lines apart by the decimal mark.
func cueFormat(line string) string {
	before, _, _ := strings.Cut(line, "-->")
	if strings.Contains(before, ",") {
		return "srt"
	}
	if strings.Contains(before, ":") {
		return "vtt"
	}
	return ""
}

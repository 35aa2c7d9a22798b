package sniff

import "strings"

// mostLines is how many lines that hold anything are looked at.
const mostLines = 50

// byLines decides by the look of the first lines that hold anything.
func byLines(text string) string {
	for seen := 0; seen < mostLines && text != ""; {
		var line string
		line, text = cutLine(text)
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if format := lineFormat(line, seen == 0); format != "" {
			return format
		}
		seen++
	}
	return ""
}

func cutLine(text string) (line, rest string) {
	i := strings.IndexAny(text, "\r\n")
	if i < 0 {
		return text, ""
	}
	return text[:i], text[i+1:]
}

// lineFormat returns what a line gives away, or "".
func lineFormat(line string, first bool) string {
	switch {
	case isTiming(line):
		return "srt" // without the signature it is no WebVTT, whatever its decimal mark
	case isMarker(line):
		return "avid"
	case hasPrefixFold(line, "TITLE:"), hasPrefixFold(line, "FCM:"), isEvent(line):
		return "edl"
	case !first:
	case strings.Count(line, "\t") >= 2:
		return "tsv"
	case strings.Count(line, ",") >= 2, strings.Count(line, ";") >= 2, hasPrefixFold(line, "sep="):
		return "csv"
	}
	return ""
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// isTiming reports whether line is the times of a cue: an arrow with nothing
// but a time before it. Texts may hold arrows too.
func isTiming(line string) bool {
	start, _, ok := strings.Cut(line, "-->")
	return ok && strings.ContainsAny(start, "0123456789") && strings.Trim(start, "0123456789:;,. \t") == ""
}

// isMarker reports whether line is one of Avid's: user, timecode, track, colour
// and text. The user may be empty, and the text may hold timecodes.
func isMarker(line string) bool {
	cells := strings.SplitN(line, "\t", 6)
	if len(cells) < 5 || timecodes(cells[2]) > 0 {
		return false
	}
	return timecodes(cells[0])+timecodes(cells[1]) == 1
}

// isEvent reports whether line is an event of a list: a number, a reel, a
// channel and an edit before four timecodes, of which the last may have come
// to stand on the next line.
func isEvent(line string) bool {
	number, _, _ := strings.Cut(line, " ")
	return number != "" && '0' <= number[0] && number[0] <= '9' && timecodes(number) == 0 && timecodes(line) >= 3
}

// timecodes counts the blank-separated fields of line that look like timecodes.
func timecodes(line string) int {
	n := 0
	for field := range strings.FieldsSeq(line) {
		if len(field) >= 10 && len(field) <= 12 && isTimecode(field) {
			n++
		}
	}
	return n
}

func isTimecode(field string) bool {
	marks := 0
	for i := range len(field) {
		switch c := field[i]; {
		case '0' <= c && c <= '9':
		case strings.IndexByte(":;.,", c) >= 0:
			marks++
		default:
			return false
		}
	}
	return marks == 3
}

package results

import (
	"strings"

	"github.com/vsconvert/vsconvert/internal/sniff"
)

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

// detectFormat returns what format a text is in, in the names of Job, or "".
func detectFormat(text string) string { return formatName(sniff.Text(text)) }

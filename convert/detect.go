package convert

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/internal/charset"
	"github.com/vsconvert/vsconvert/script"
)

// HeadSize is how many bytes of a file Detect needs to see at most.
const HeadSize = 4096

// ByExtension returns the format that files called name are written in. An
// extension that several formats share is that of the format which bears its
// name, or of none; but "script.dapt.ttml" is one of the profiles of TTML.
func ByExtension(name string) (Format, bool) {
	ext := strings.ToLower(filepath.Ext(name))
	var found []Format
	for _, f := range formats() {
		if slices.Contains(f.Extensions, ext) && !f.ReadOnly {
			found = append(found, f)
		}
	}
	switch {
	case len(found) == 1:
		return found[0], true
	case len(found) > 1 && sameExtensions(found):
		return inner(found, name), true
	}
	for _, f := range found {
		if "."+f.Name == ext {
			return f, true
		}
	}
	return Format{}, false
}

// inner returns the one of the formats that a name such as "script.dapt.ttml"
// names before its extension, else the first.
func inner(found []Format, name string) Format {
	before := strings.ToLower(strings.TrimSuffix(name, filepath.Ext(name)))
	for _, f := range found {
		if strings.HasSuffix(before, "."+f.Name) {
			return f
		}
	}
	return found[0]
}

// sameExtensions reports whether the first of the formats stands for all, as
// ttml does for its profiles.
func sameExtensions(all []Format) bool {
	for _, f := range all {
		if !slices.Equal(f.Extensions, all[0].Extensions) || len(f.Extensions) < 2 {
			return false
		}
	}
	return true
}

// unsupported are extensions of files people have and vsconvert cannot read.
var unsupported = map[string]string{
	".ass": "save it as SRT", ".ssa": "save it as SRT", ".stl": "save it as SRT or TTML", ".scc": "save it as SRT or VTT",
	".sbv": "save it as SRT", ".smi": "save it as SRT", ".sub": "save it as SRT",
	".xls": "save it as XLSX", ".ods": "save it as XLSX", ".numbers": "export it as XLSX or CSV",
	".doc": "copy its table into a spreadsheet", ".docx": "copy its table into a spreadsheet", ".pdf": "ask for the script as a spreadsheet",
	".aaf": "export the markers as text", ".otio": "export an EDL", ".esf": "export an EDL",
	".mp4": "vsconvert reads scripts, not media", ".mov": "vsconvert reads scripts, not media", ".mkv": "vsconvert reads scripts, not media",
	".mp3": "vsconvert reads scripts, not media", ".wav": "vsconvert reads scripts, not media",
}

// ambiguous extensions are used by formats of several kinds.
var ambiguous = []string{".xml", ".txt", ".csv", ".edl"}

// Detect returns the format of a file from its name and the first bytes of its
// content; [HeadSize] of them are enough. An extension decides, unless formats
// of several kinds use it. The error wraps [script.ErrValue] and says what was
// found instead, or [script.ErrEmpty].
func Detect(name string, head []byte) (Format, error) {
	ext := strings.ToLower(filepath.Ext(name))
	byName, known := ByExtension(name)
	if known && !slices.Contains(ambiguous, ext) {
		return byName, nil
	}
	if found, ok := Lookup(sniff(head)); ok {
		return found, nil
	}
	if known {
		return byName, nil
	}
	if len(bytes.TrimSpace(head)) == 0 {
		return Format{}, script.ErrEmpty
	}
	if advice, ok := unsupported[ext]; ok {
		return Format{}, fmt.Errorf("%w: %s files cannot be read: %s", script.ErrValue, ext, advice)
	}
	return Format{}, fmt.Errorf("%w: %s", script.ErrValue, describeUnknown(head))
}

func describeUnknown(head []byte) string {
	text := strings.TrimSpace(string(head))
	switch {
	case strings.HasPrefix(text, "<") && strings.Contains(strings.ToLower(text), "<html"):
		return "this is a web page, not a script"
	case strings.ContainsRune(text, 0):
		return "this is binary data of an unknown kind"
	}
	return fmt.Sprintf("no known format begins with %q", script.Shorten(text))
}

// sniff returns the name of the format that content looks like, or "".
func sniff(head []byte) string {
	text, _, _ := charset.Decode(string(head))
	if strings.HasPrefix(text, "PK\x03\x04") {
		return "xlsx"
	}
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	switch {
	case strings.HasPrefix(text, "{"), strings.HasPrefix(text, "["):
		return "results"
	case strings.HasPrefix(text, "WEBVTT"):
		return "vtt"
	case strings.HasPrefix(text, "<"):
		return sniffXML(text)
	case strings.HasPrefix(text, "SESSION NAME:"):
		return "protools"
	case strings.HasPrefix(text, "Marker Name\t"):
		return "premiere"
	}
	return sniffLines(text, head)
}

// sniffXML decides by the first element.
func sniffXML(text string) string {
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
		end := strings.IndexAny(text, " \t\r\n/>")
		if end < 0 {
			end = len(text)
		}
		name := text[:end]
		name = name[strings.IndexByte(name, ':')+1:]
		switch name {
		case "tt":
			return "ttml"
		case "xmeml":
			return "premiere"
		case "fcpxml":
			return "fcpxml"
		}
		return ""
	}
}

// sniffLines decides by the look of the first lines that hold anything.
func sniffLines(text string, head []byte) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	seen := 0
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		switch {
		case isTiming(line):
			return "srt"
		case isMarker(line):
			return "avid"
		case strings.HasPrefix(strings.ToUpper(line), "TITLE:"), strings.HasPrefix(strings.ToUpper(line), "FCM:"), countTimecodes(line) >= 3:
			return sniffEDL(head)
		case seen == 0 && strings.Count(line, "\t") >= 2:
			return "tsv"
		case seen == 0 && (strings.Count(line, ",") >= 2 || strings.Count(line, ";") >= 2 || strings.HasPrefix(line, "sep=")):
			return "csv"
		}
		if seen++; seen > 8 {
			break
		}
	}
	return ""
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
	cells := strings.Split(line, "\t")
	if len(cells) < 5 || countTimecodes(cells[2]) > 0 {
		return false
	}
	return countTimecodes(cells[0])+countTimecodes(cells[1]) == 1
}

// sniffEDL tells the flavours of a list apart.
func sniffEDL(head []byte) string {
	if flavor, ok := edl.Detect(string(head)); ok {
		return flavor.String()
	}
	return "edl"
}

// countTimecodes counts the blank-separated fields of line that look like
// timecodes.
func countTimecodes(line string) int {
	n := 0
	for field := range strings.FieldsSeq(line) {
		marks := strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return -1
			}
			return r
		}, field)
		if len(marks) == 3 && strings.Trim(marks, ":;.,") == "" && len(field) >= 10 && len(field) <= 12 {
			n++
		}
	}
	return n
}

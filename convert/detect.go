package convert

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/internal/expand"
	"github.com/vsconvert/vsconvert/internal/secret"
	"github.com/vsconvert/vsconvert/internal/sniff"
	"github.com/vsconvert/vsconvert/script"
)

// HeadSize is how many bytes of a file Detect needs to see at most.
const HeadSize = sniff.HeadSize

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
	".scc": "save it as SRT or VTT",
	".sbv": "save it as SRT", ".smi": "save it as SRT", ".sub": "save it as SRT",
	".xls": "save it as XLSX", ".ods": "save it as XLSX", ".numbers": "export it as XLSX or CSV",
	".doc": "copy its table into a spreadsheet", ".docx": "copy its table into a spreadsheet", ".pdf": "ask for the script as a spreadsheet",
	".aaf": "export the markers as text", ".otio": "export an EDL", ".esf": "export an EDL",
	".mp4": "vsconvert reads scripts, not media", ".mov": "vsconvert reads scripts, not media", ".mkv": "vsconvert reads scripts, not media",
	".mp3": "vsconvert reads scripts, not media", ".wav": "vsconvert reads scripts, not media",
}

// ambiguous extensions are used by formats of several kinds.
var ambiguous = []string{".xml", ".txt", ".csv", ".edl", ".html", ".htm"}

// Detect returns the format of a file from its name and the first bytes of its
// content; [HeadSize] of them are enough. An extension decides, unless formats
// of several kinds use it. A file that is compressed with gzip or zstd has the
// format of what it expands to. The error wraps [script.ErrValue] and says what was
// found instead, or [script.ErrEmpty].
func Detect(name string, head []byte) (Format, error) {
	name, head = expand.TrimName(name), expand.Head(head, HeadSize)
	ext := strings.ToLower(filepath.Ext(name))
	byName, known := ByExtension(name)
	if known && !slices.Contains(ambiguous, ext) && byName.NewDecoder != nil {
		return byName, nil
	}
	if found, ok := Lookup(look(head)); ok {
		return found, nil
	}
	if known && byName.NewDecoder == nil && len(bytes.TrimSpace(head)) > 0 {
		return Format{}, fmt.Errorf("%w: %s files are only written, as a %s", script.ErrValue, ext, byName.Title)
	}
	if known && byName.NewDecoder != nil && byName.Name != "html" { // web pages are of many kinds
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

// look returns the name of the format that content looks like, or "".
func look(head []byte) string {
	switch name := sniff.Format(string(head)); name {
	case "json":
		return "results"
	case "edl":
		if flavor, ok := edl.Detect(string(head)); ok {
			return flavor.String()
		}
		return name
	default:
		return name
	}
}

func describeUnknown(head []byte) string {
	text := strings.TrimSpace(string(head))
	switch {
	case sniff.Transcript(text):
		return "this is a transcript, which is only written"
	case sniff.WebPage(text):
		return "this is a web page, not a script"
	case expand.Compressed(head):
		return "this is compressed data whose beginning does not tell what it holds"
	case strings.ContainsRune(text, 0):
		return "this is binary data of an unknown kind"
	}
	return fmt.Sprintf("no known format begins with %q", script.Shorten(secret.Cut(text)))
}

package outfile

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// devices are names that Windows keeps for itself, whatever their extension
// and letter case.
var devices = map[string]bool{"CON": true, "PRN": true, "AUX": true, "NUL": true, "CONIN$": true, "CONOUT$": true}

// IsDevice reports whether Windows takes an element of a path for the name of a
// device: CON, NUL.txt, com1, LPT².
func IsDevice(element string) bool {
	base, _, _ := strings.Cut(strings.ToUpper(element), ".")
	base = strings.TrimRight(base, " ")
	for _, port := range [...]string{"COM", "LPT"} {
		if number, ok := strings.CutPrefix(base, port); ok && len([]rune(number)) == 1 {
			return strings.Contains("0123456789¹²³", number)
		}
	}
	return devices[base]
}

// CheckName refuses, on a system as [runtime.GOOS] calls it, names of files
// that would be something else there: on Windows devices, streams behind a
// colon, and names from which the system takes a dot or a blank at the end.
// Other systems take every name. The error wraps [script.ErrValue].
func CheckName(goos, path string) error {
	if goos != "windows" {
		return nil
	}
	path = strings.ReplaceAll(strings.TrimPrefix(path, `\\?\`), `\`, "/")
	if len(path) > 1 && path[1] == ':' {
		path = path[2:] // the drive
	}
	for element := range strings.SplitSeq(path, "/") {
		if what := wrongOnWindows(element); what != "" {
			return fmt.Errorf("%w: Windows %s", script.ErrValue, fmt.Sprintf(what, element))
		}
	}
	return nil
}

// wrongOnWindows says what Windows would make of an element of a path, or "".
func wrongOnWindows(element string) string {
	switch {
	case element == "." || element == ".." || element == "":
	case strings.ContainsAny(element, `<>:"|?*`):
		return `has no names such as %q: < > : " | ? and * mean something else`
	case strings.IndexFunc(element, func(r rune) bool { return r < ' ' }) >= 0:
		return "has no control characters in names, as in %q"
	case strings.HasSuffix(element, ".") || strings.HasSuffix(element, " "):
		return "would take the end from %q"
	case IsDevice(element):
		return "keeps %q for a device"
	}
	return ""
}

// Expanded returns the names of files that args are, on a system as
// [runtime.GOOS] calls it: the shells of Windows leave * and ? to programs.
// What matches nothing stays.
func Expanded(goos string, args []string) []string {
	if goos != "windows" {
		return args
	}
	var all []string
	for _, arg := range args {
		names, err := filepath.Glob(arg)
		if !strings.ContainsAny(arg, "*?") || err != nil || len(names) == 0 {
			names = []string{arg}
		}
		all = append(all, names...)
	}
	return all
}

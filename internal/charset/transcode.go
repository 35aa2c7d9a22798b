package charset

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
)

// Transcode returns a file as UTF-8: by its byte order mark, or as Windows-1252
// where it is no UTF-8, with a warning of what was guessed or replaced. Binary
// data is an error.
func Transcode(src string, rep *report.Reporter) (string, error) {
	text, encoding, ok := Decode(src)
	switch {
	case encoding == Unknown && strings.Contains(src[:min(len(src), 4096)], "\x00"):
		return "", rep.Fail(script.Pos{}, fmt.Errorf("%w: binary data", script.ErrEncoding))
	case encoding == Unknown:
		return FromCP1252(src), rep.Warn(script.Pos{}, "", fmt.Errorf("%w: no UTF-8: read as Windows-1252", script.ErrEncoding))
	case !ok:
		return text, rep.Warn(script.Pos{}, "", fmt.Errorf("%w: invalid %s became U+FFFD", script.ErrEncoding, encoding))
	}
	return text, nil
}

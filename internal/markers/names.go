package markers

import (
	"strings"
	"unicode"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/script"
)

// naming is what markers are called.
type naming uint8

const (
	byID naming = iota
	byText
	byNumber
)

// Names settles what markers are called: "text", "id" or "number", or the
// format's own choice when asked is empty.
func (o *Output) Names(asked, otherwise string) error {
	if asked == "" {
		asked = otherwise
	}
	switch asked {
	case "id":
		o.names = byID
	case "text":
		o.names = byText
	case "number":
		o.names = byNumber
	default:
		return o.Fail(&script.ValueError{Kind: script.ErrValue, Field: "marker name", Value: asked, Want: "text, id or number"})
	}
	return nil
}

// longestName is how many characters of a text rulers and timelines show.
const longestName = 40

// CutName returns what a marker with the text is called: the text on one line,
// cut at a word when it is long.
func CutName(text string) string {
	line, _ := clean.Line(text)
	n, word, end := 0, 0, len(line)
	for i, r := range line {
		if n == longestName {
			end = i
			break
		}
		if r == ' ' && n > longestName/3 {
			word = i
		}
		if !unicode.Is(unicode.Mn, r) { // does not part a letter from its marks
			n++
		}
	}
	if end == len(line) {
		return line
	}
	if word > 0 && line[end] != ' ' {
		end = word
	}
	return strings.TrimRightFunc(line[:end], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:–—-", r) }) + "…"
}

// repeats reports whether a name says nothing but the beginning of the text.
func repeats(name, text string) bool {
	if name == "" || name == text {
		return name != ""
	}
	line, _ := clean.Line(text)
	begun, cut := strings.CutSuffix(name, "…")
	return name == line || cut && begun != "" && strings.HasPrefix(line, begun)
}

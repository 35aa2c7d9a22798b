package srt

import (
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/internal/clean"
)

// change says what a text had to be changed for. The low bits are those of
// clean.Change.
type change uint16

const (
	tags change = 1 << (iota + 8)
	braces
	backslashes
	arrows
	longLines
)

// String lists the changes in words.
func (c change) String() string {
	var parts []string
	if cleaned := clean.Change(c); cleaned != 0 {
		parts = append(parts, cleaned.String())
	}
	names := [...]string{"< and > that a player takes for a tag became ‹ and ›", "{ and } became ( and )",
		`\ before n, N or h became ＼`, "an arrow became →", "lines of more than 4000 bytes broken"}
	for i, name := range names {
		if c&(tags<<i) != 0 {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, ", ")
}

// maxLine is how many bytes a line may have. ffmpeg splits lines at 4095.
const maxLine = 4000

// safeText returns a text that every reader takes as it is: no blank lines, no
// controls, and look-alikes for what would be a tag, an override code, a line
// break or a timing line.
func safeText(s string) (string, change) {
	text, cleaned := clean.Text(s)
	changed := change(cleaned)
	if strings.IndexByte(text, '<') >= 0 {
		changed |= apply(&text, maskTags, tags)
	}
	if strings.IndexByte(text, '{') >= 0 {
		changed |= apply(&text, maskBraces, braces)
	}
	if strings.IndexByte(text, '\\') >= 0 {
		changed |= apply(&text, maskBackslashes.Replace, backslashes)
	}
	if strings.IndexByte(text, '>') >= 0 {
		changed |= apply(&text, maskArrows, arrows)
	}
	if len(text) > maxLine {
		changed |= apply(&text, breakLines, longLines)
		changed |= apply(&text, maskArrows, arrows) // of what begins a line now
	}
	return text, changed
}

func apply(text *string, mask func(string) string, as change) change {
	before := *text
	*text = mask(before)
	if *text == before {
		return 0
	}
	return as
}

// maskTags writes ‹ and › for the < and > that a player takes for a tag's. It
// goes from right to left, since a masked tag closes none before it.
func maskTags(s string) string {
	if !hasTag(s) {
		return s
	}
	const less, greater = 1, 2 // stand for the masks; a clean text has neither
	marked := []byte(s)
	var kept []int // places of the < and > to the right that stay
	for i := len(s) - 1; i >= 0; i-- {
		if s[i] == '<' {
			end := -1
			if n := len(kept); n > 0 && s[kept[n-1]] == '>' {
				end = kept[n-1]
			}
			if opensTag(s[i+1:], end-i-1) {
				marked[i] = less
				if end >= 0 {
					marked[end] = greater
					kept = kept[:len(kept)-1]
				}
				continue
			}
		}
		if s[i] == '<' || s[i] == '>' {
			kept = append(kept, i)
		}
	}
	return tagMasks.Replace(string(marked))
}

// hasTag reports whether any "<" of s opens a tag.
func hasTag(s string) bool {
	for i := strings.IndexByte(s, '<'); i >= 0; {
		s = s[i+1:]
		i = strings.IndexAny(s, "<>")
		end := i
		if i >= 0 && s[i] == '<' {
			end = -1
		}
		if opensTag(s, end) {
			return true
		}
		if end >= 0 {
			i = strings.IndexByte(s, '<')
		}
	}
	return false
}

var tagMasks = strings.NewReplacer("\x01", "‹", "\x02", "›")

// opensTag reports whether a player takes for a tag what follows a "<". Its
// ">" is at end, or nowhere when that is negative. VLC drops the rest of a
// text behind blanks and a letter, closed or not, and readers of HTML do
// behind "/", "!" and "?"; ffmpeg drops what begins with a digit or "_", and
// nothing at all, up to a ">", on another line too.
func opensTag(after string, end int) bool {
	if after == "" {
		return false
	}
	if after[0] == '/' || after[0] == '!' || after[0] == '?' {
		return true
	}
	name := strings.TrimLeft(after, " ")
	switch {
	case name == "":
		return false
	case isLetter(name[0]):
		return true
	case end < 0:
		return false
	case after[0] == '_' || end == 0 || digitAt(after, 0):
		return true
	}
	return (name[0] == '/' || name[0] == '!' || digitAt(name, 0)) && strings.IndexByte(after[:end], '\n') < 0
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// maskBraces writes ( and ) for braces that open and close: players take {\i1}
// and {y:i} for formatting, and some take anything between the two. ffmpeg
// drops what follows {\ even when it is never closed.
func maskBraces(s string) string {
	first, last := strings.IndexByte(s, '{'), strings.LastIndexByte(s, '}')
	if first < last {
		s = s[:first] + roundBraces.Replace(s[first:last+1]) + s[last+1:]
	}
	return strings.ReplaceAll(s, `{\`, `(\`)
}

var (
	roundBraces     = strings.NewReplacer("{", "(", "}", ")")
	maskBackslashes = strings.NewReplacer(`\n`, `＼n`, `\N`, `＼N`, `\h`, `＼h`)
)

// maskArrows writes → for every "-->", and for the arrow of each line that
// would be read as a timing line.
func maskArrows(s string) string {
	s = strings.ReplaceAll(s, "-->", "→")
	var b strings.Builder
	written, from := 0, 0
	for {
		i := strings.IndexByte(s[from:], '>')
		if i < 0 {
			break
		}
		i += from
		begin := from + strings.LastIndexByte(s[from:i], '\n') + 1
		from = len(s)
		if j := strings.IndexByte(s[i:], '\n'); j >= 0 {
			from = i + j + 1
		}
		if t, ok := parseTiming(strings.TrimSuffix(s[begin:from], "\n")); ok {
			b.WriteString(s[written : begin+t.arrowFrom])
			b.WriteString("→")
			written = begin + t.arrowTo
		}
	}
	if written == 0 {
		return s
	}
	b.WriteString(s[written:])
	return b.String()
}

// breakLines breaks lines of more than maxLine bytes at a blank, or between
// two characters where there is none.
func breakLines(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/maxLine + 1)
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		for len(line) > maxLine {
			head, tail := breakLine(line)
			b.WriteString(head)
			b.WriteByte('\n')
			line = tail
		}
		b.WriteString(line)
	}
	return b.String()
}

func breakLine(line string) (head, tail string) {
	i := strings.LastIndexByte(line[:maxLine+1], ' ')
	if i <= 0 {
		i = maxLine
		for !utf8.RuneStart(line[i]) {
			i--
		}
	}
	return strings.TrimSpace(line[:i]), strings.TrimSpace(line[i:])
}

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

// maskTags writes ‹ and › for the < and > that a player takes for a tag's: a
// "<" directly before a letter, "/", "!" or "?", since VLC drops what follows
// it even when it is never closed, and one before blanks or digits when a ">"
// follows, since ffmpeg drops what is between the two, on two lines too.
func maskTags(s string) string {
	var b strings.Builder
	last := strings.LastIndexByte(s, '>')
	open := false // a "<" was masked whose ">" has not come
	for i := range len(s) {
		switch {
		case s[i] == '<':
			open = opensTag(s[i+1:], i < last)
			if open {
				b.WriteString("‹")
				continue
			}
		case s[i] == '>' && open:
			open = false
			b.WriteString("›")
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// opensTag reports whether a player takes for a tag what follows a "<".
func opensTag(after string, closed bool) bool {
	if after != "" && (isLetter(after[0]) || strings.IndexByte("/!?", after[0]) >= 0) {
		return true
	}
	after = strings.TrimLeft(after, " \t\n")
	if !closed || after == "" {
		return false
	}
	return isLetter(after[0]) || strings.IndexByte("/!?_>0123456789", after[0]) >= 0
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// maskBraces writes ( and ) for braces that open and close: players take {\i1}
// and {y:i} for formatting, and some take anything between the two.
func maskBraces(s string) string {
	first, last := strings.IndexByte(s, '{'), strings.LastIndexByte(s, '}')
	if last < first {
		return s
	}
	return s[:first] + roundBraces.Replace(s[first:last+1]) + s[last+1:]
}

var (
	roundBraces     = strings.NewReplacer("{", "(", "}", ")")
	maskBackslashes = strings.NewReplacer(`\n`, `＼n`, `\N`, `＼N`, `\h`, `＼h`)
)

// maskArrows writes → for every "-->", and for the arrow of each line that
// would be read as a timing line.
func maskArrows(s string) string {
	s = strings.ReplaceAll(s, "-->", "→")
	if strings.IndexByte(s, '>') < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, line := range strings.Split(s, "\n") {
		if i > 0 {
			b.WriteByte('\n')
		}
		if t, ok := parseTiming(line); ok {
			line = line[:t.arrowFrom] + "→" + line[t.arrowTo:]
		}
		b.WriteString(line)
	}
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

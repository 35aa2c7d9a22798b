package srt

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/vsconvert/vsconvert/script"
)

// splitIndex takes the index line of the next cue off the end of a cue's body
// and returns the rest. A line of digits is an index when it counts on, when a
// blank line stands above it, and, in a file of numbered cues, below any text.
// A label is one only where the numbers of numbered cues stand, with a blank
// line above that ends a text.
func (p *parser) splitIndex(c, next *cue, body string) string {
	rest, line := cutLastLine(body)
	detached := rest != "" && endsBlank(rest)
	isIndex := false
	switch {
	case isBlank(line):
		// The index may be set off from its timing line.
		rest, line = cutLastText(body)
		isIndex = rest != "" && endsBlank(rest) && p.countsOn(c, line)
	case isNumber(line):
		isIndex = detached || p.numbered && !isBlank(rest) || p.countsOn(c, line)
	default:
		isIndex = detached && p.numbered && !isBlank(rest) && p.isLabel(c, line)
	}
	if !isIndex {
		return body
	}
	next.index, next.indexAt = line, c.textAt+len(rest)
	return rest
}

// isLabel tells what may stand for the number of the cue after c, such as
// "#3", "3 of 9", "Cue 3" or "intro", from a sentence.
func (p *parser) isLabel(c *cue, line string) bool {
	line = trimBlanks(line)
	last := line[strings.LastIndexByte(line, ' ')+1:]
	if len(last) < len(line) {
		return digitAt(line, 0) && digitAt(last, 0) || p.countsOn(c, last)
	}
	for i := range len(line) {
		if line[i] >= utf8.RuneSelf { // not all scripts have blanks between words
			return false
		}
	}
	return strings.ContainsAny(line, "0123456789") || strings.Trim(line, `.,;:!?"'()[]<>`) == line
}

// countsOn reports whether line is the number that follows c's.
func (p *parser) countsOn(c *cue, line string) bool {
	if !isNumber(line) {
		return false
	}
	last, width := scanDigits(trimBlanks(c.index))
	if width == 0 {
		last = int64(p.count() + 1)
	}
	n, _ := scanDigits(trimBlanks(line))
	return n == last+1
}

// lastCue adds the cue at the end of the file, unless the file is cut off
// there.
func (p *parser) lastCue(c *cue) error {
	body := p.src[c.textAt:]
	if isBlank(body) && !strings.Contains(body, "\n") {
		end, _ := p.lineEnd(c.at)
		return p.warn(c.at, c.index, fmt.Errorf("%w: %q, at which the input ends", script.ErrDropped, p.src[c.at:end]))
	}
	kept := p.cutTail(c, body)
	if err := p.add(c, kept); err != nil || len(kept) == len(body) {
		return err
	}
	tail := strings.TrimSpace(body[len(kept):])
	return p.warn(c.textAt+len(kept), "", fmt.Errorf("%w: %q, at which the input is cut off", script.ErrDropped, script.Shorten(tail)))
}

// cutTail drops the beginning of a next cue from the end of the last cue's
// body: a number that counts on, below a blank line, and what there is of a
// timing line.
func (p *parser) cutTail(c *cue, body string) string {
	rest, line := cutLastText(body)
	if isBlank(rest) {
		return body
	}
	if endsBlank(rest) && p.countsOn(c, line) {
		return rest
	}
	if !partOfTiming(line) {
		return body
	}
	above, index := cutLastLine(rest)
	counted := p.countsOn(c, index)
	switch {
	case counted && !isBlank(above) && endsBlank(above), counted && strings.Contains(line, "-->"):
		return above
	case endsBlank(rest) && strings.Contains(line, "--"), strings.Contains(line, "-->"):
		return rest
	}
	return body
}

// partOfTiming reports whether line may be the beginning of a timing line.
func partOfTiming(line string) bool {
	line = trimBlanks(line)
	if !digitAt(line, 0) || strings.Trim(line, "0123456789:,.-> \t") != "" {
		return false
	}
	start, end, ok := scanTime(line, 0)
	return !ok || end == len(line) || !start.bare() || start.padded
}

// textOf makes the text of a segment from what follows its timing line.
func (p *parser) textOf(c *cue, id, body string) (string, error) {
	begin, end := textSpan(body)
	text := body[begin:end]
	at := c.textAt + begin
	dropped := blankLine(text)
	if p.webvtt && dropped >= 0 {
		var err error
		if text, err = p.dropNotes(at, id, text); err != nil {
			return "", err
		}
		dropped = blankLine(text)
	}
	if p.angles || dropped >= 0 || strings.IndexByte(text, ':') >= 0 {
		if err := p.checkTimes(at, id, text, dropped); err != nil {
			return "", err
		}
	}
	if dropped >= 0 {
		if err := p.warn(at+dropped, id, fmt.Errorf("%w: a blank line in the text dropped", script.ErrText)); err != nil {
			return "", err
		}
		text = joinLines(text)
	}
	text = p.resolve(at, id, text)
	if text == "" || isBlank(text) {
		return text, p.warn(c.at, id, fmt.Errorf("%w: kept", script.ErrNoText))
	}
	return text, nil
}

// dropNotes returns text without the paragraphs behind its first that are
// comments of WebVTT.
func (p *parser) dropNotes(at int, id, text string) (string, error) {
	var b strings.Builder
	from, above, note := 0, false, false
	for line := range strings.Lines(text) {
		begin := from
		from += len(line)
		blank := isBlank(line)
		if word, _, _ := strings.Cut(strings.TrimSpace(line), " "); above && word == "NOTE" {
			note = true
			err := fmt.Errorf("%w: comment %q", script.ErrDropped, script.Shorten(strings.TrimSpace(line)))
			if err := p.warn(at+begin, id, err); err != nil {
				return "", err
			}
		}
		above, note = blank, note && !blank
		if !note {
			b.WriteString(line)
		}
	}
	return strings.TrimRight(b.String(), "\n"), nil
}

// textSpan returns where the first line of body that is not blank begins, and
// where the last one ends.
func textSpan(body string) (begin, end int) {
	for begin < len(body) && !isVisible(body[begin]) {
		i := strings.IndexByte(body[begin:], '\n')
		if i < 0 {
			i = len(body) - begin - 1
		}
		if !isBlank(body[begin : begin+i+1]) {
			break
		}
		begin += i + 1
	}
	end = len(body)
	for end > begin && body[end-1] == '\n' {
		end--
	}
	for end > begin && !isVisible(body[end-1]) {
		i := strings.LastIndexByte(body[begin:end], '\n')
		if !isBlank(body[begin+i+1 : end]) {
			break
		}
		end = begin + max(i, 0)
	}
	return begin, end
}

// blankLine returns the offset of the first blank line in text, or -1.
func blankLine(text string) int {
	for at := 0; at < len(text); {
		i := strings.IndexByte(text[at:], '\n')
		if i < 0 {
			return -1
		}
		at += i + 1
		if at < len(text) && isVisible(text[at]) {
			continue
		}
		end := len(text)
		if j := strings.IndexByte(text[at:], '\n'); j >= 0 {
			end = at + j
		}
		if isBlank(text[at:end]) {
			return at
		}
	}
	return -1
}

// joinLines returns text without its blank lines.
func joinLines(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for line := range strings.SplitSeq(text, "\n") {
		if isBlank(line) {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}

// cutLastLine cuts s, which ends in a line break or is empty, before its last
// line. The line is returned without its break.
func cutLastLine(s string) (rest, line string) {
	line = strings.TrimSuffix(s, "\n")
	i := strings.LastIndexByte(line, '\n') + 1
	return s[:i], line[i:]
}

// cutLastText does the same before the last line that is not blank.
func cutLastText(s string) (rest, line string) {
	rest, line = cutLastLine(s)
	for rest != "" && isBlank(line) {
		rest, line = cutLastLine(rest)
	}
	return rest, line
}

func endsBlank(s string) bool {
	_, line := cutLastLine(s)
	return isBlank(line)
}

// isVisible reports whether c is an ASCII character that is no white space.
func isVisible(c byte) bool { return ' ' < c && c < utf8.RuneSelf }

// isBlank reports whether s is white space only.
func isBlank(s string) bool {
	return s == "" || !isVisible(s[0]) && strings.TrimSpace(s) == ""
}

// isNumber reports whether line is digits, with or without blanks around.
func isNumber(line string) bool {
	if line == "" || line[0] > '9' && line[0] < utf8.RuneSelf {
		return false
	}
	line = trimBlanks(line)
	_, width := scanDigits(line)
	return width > 0 && width == len(line)
}

func skipSpace(s string) int { return len(s) - len(strings.TrimLeft(s, " \t\n\v\f\r")) }

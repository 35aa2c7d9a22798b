package vtt

import (
	"fmt"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/script"
)

// text returns what the cue of s says, not yet escaped.
func (w *Writer) text(s *script.Segment) string {
	text, change := clean.Text(s.Text)
	if change != 0 && text != "" && w.enc.Warn != nil {
		w.warn(s.ID, fmt.Errorf("%w: %s", script.ErrText, change))
	}
	text, closed := clean.CloseBidi(text)
	if closed {
		w.warn(s.ID, errBidi)
	}
	if w.enc.Plain && strings.ContainsAny(text, "<>") {
		text = strings.NewReplacer("<", "‹", ">", "›").Replace(text)
		w.warn(s.ID, errPlain)
	}
	return text
}

var (
	errBidi  = fmt.Errorf("%w: directional characters closed at the end of their line", script.ErrText)
	errPlain = fmt.Errorf(`%w: "<" and ">" replaced by "‹" and "›"`, script.ErrText)
	errHours = fmt.Errorf("%w: some players drop cues beyond 99 hours", script.ErrTimeRange)
	errOrder = fmt.Errorf("%w: starts before the segment written before it; browsers sort, others do not", script.ErrAssumed)
)

const ms99Hours = int64(100 * time.Hour / time.Millisecond)

// checkTimes warns of times that are written as they are though a client may
// stumble over them. Times are in ms.
func (w *Writer) checkTimes(s *script.Segment, from, to int64) {
	if w.enc.Warn != nil {
		switch {
		case from < w.latest:
			w.warn(s.ID, errOrder)
		case from < w.ends:
			w.warn(s.ID, script.ErrOverlap)
		}
		if to >= ms99Hours {
			w.warn(s.ID, errHours)
		}
	}
	w.latest, w.ends = from, max(w.ends, to)
}

// id appends the id line, if anything is left of id.
func (w *Writer) id(id string) {
	line := id
	if !isDigits(id) { // most are
		line = w.safeID(id)
	}
	if line != "" {
		w.buf = append(append(w.buf, line...), '\n')
	}
}

// safeID returns what of id can stand above the times.
func (w *Writer) safeID(id string) string {
	line, changed := clean.Line(id)
	if strings.Contains(line, "-->") {
		line, changed = strings.ReplaceAll(line, "-->", "→"), true
	}
	if isKeyword(line) {
		line, changed = "cue-"+line, true
	}
	if changed && w.enc.Warn != nil {
		w.warn(id, fmt.Errorf("%w to %q", script.ErrID, script.Shorten(line)))
	}
	return line
}

// voice appends the tag that says who speaks.
func (w *Writer) voice(s *script.Segment) {
	name, changed := clean.Line(s.Speaker)
	if strings.Contains(name, "-->") {
		name, changed = strings.ReplaceAll(name, "-->", "→"), true
	}
	if changed {
		w.warn(s.ID, fmt.Errorf("speaker: %w to %q", script.ErrText, script.Shorten(name)))
	}
	if name != "" {
		w.buf = append(appendEscaped(append(w.buf, "<v "...), name), '>')
	}
}

// isKeyword reports whether a line begins with a word that begins a block.
func isKeyword(line string) bool {
	word, _, _ := strings.Cut(line, " ")
	switch word {
	case "NOTE", "STYLE", "REGION", signature:
		return true
	}
	return false
}

// appendEscaped appends text with the three characters of markup escaped.
func appendEscaped(dst []byte, text string) []byte {
	if strings.IndexByte(text, '&') < 0 && strings.IndexByte(text, '<') < 0 && strings.IndexByte(text, '>') < 0 {
		return append(dst, text...)
	}
	from := 0
	for i := range len(text) {
		var name string
		switch text[i] {
		case '&':
			name = "&amp;"
		case '<':
			name = "&lt;"
		case '>':
			name = "&gt;"
		default:
			continue
		}
		dst = append(append(dst, text[from:i]...), name...)
		from = i + 1
	}
	return append(dst, text[from:]...)
}

func (w *Writer) warn(id string, err error) {
	if err := w.report.Warn(script.Pos{}, id, err); err != nil && w.err == nil {
		w.err = err
	}
}

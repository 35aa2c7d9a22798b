package srt

import (
	"strings"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
)

// checkTimes reports lines of a text at an offset that were to be timing lines,
// it seems: those that begin with a digit and have an arrow or nearly one, and
// below the blank line at an offset of text, if that is not negative, those that
// begin with a time. "→" is what stands for an arrow in a text.
func (p *parser) checkTimes(at int, id, text string, blankAt int) error {
	if p.quiet() {
		return nil
	}
	from := 0
	for line := range strings.Lines(text) {
		begin := from
		from += len(line)
		line = strings.TrimSpace(line)
		arrow := strings.Contains(line, "-->") && digitAt(line, skipBlanks(line, 0))
		loose := blankAt >= 0 && begin > blankAt && beginsWithTime(line)
		nearly := clock.MeantAsSpan(line) && !strings.Contains(line, "→")
		if !arrow && !loose && !nearly {
			continue
		}
		if err := p.warn(at+begin, id, badTiming(line, "; kept as text")); err != nil {
			return err
		}
	}
	return nil
}

func badTiming(line, treatment string) error {
	return &script.ValueError{Kind: script.ErrTime, Value: line, Want: "HH:MM:SS,mmm --> HH:MM:SS,mmm" + treatment}
}

// firstTime returns the first line of text that begins with a time and where it
// begins, which is below 0 if there is none.
func firstTime(text string) (at int, line string) {
	for line := range strings.Lines(text) {
		if beginsWithTime(line) {
			return at, strings.TrimSpace(line)
		}
		at += len(line)
	}
	return -1, ""
}

// beginsWithTime reports whether line begins with a time of hours or with a
// fraction, perhaps in brackets.
func beginsWithTime(line string) bool {
	from := skipBlanks(line, 0)
	if from < len(line) && strings.IndexByte("([<", line[from]) >= 0 {
		from = skipBlanks(line, from+1)
	}
	t, _, ok := scanTime(line, from)
	return ok && !t.bare()
}

package transcript

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
)

// Keeps is what a transcript holds beside texts and the times at which they
// begin.
const Keeps = script.LineBreaks | script.Languages | script.Speakers | script.ExtendedSegments | script.Title | script.Language

// Form is what a transcript is written as.
type Form string

const (
	HTML     Form = "html" // the default
	Text     Form = "txt"
	Markdown Form = "md"
)

// FormOf returns the form that a file called name is of, or "".
func FormOf(name string) Form {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".html", ".htm":
		return HTML
	case ".txt":
		return Text
	case ".md":
		return Markdown
	}
	return ""
}

// Encoder writes transcripts. The zero value writes HTML without dialogue.
type Encoder struct {
	Form Form // "" means HTML

	// Dialogue is what is spoken in the programme, in any order.
	Dialogue []script.Segment

	// Warn is told what had to be changed or left out. It may be nil.
	Warn func(script.Warning) error
}

// passage is something that is said.
type passage struct {
	at       time.Duration
	who      string // what begins it
	lines    []string
	language string // where it is not the transcript's own
	spoken   bool   // in the programme, rather than described
}

// document is all that a transcript says.
type document struct {
	title, language string
	dialogue        bool
	passages        []passage
}

// heading is what a transcript is called.
func (d *document) heading() string {
	if d.title == "" {
		return "Descriptive transcript"
	}
	return "Descriptive transcript: " + d.title
}

// about explains the transcript to its readers.
func (d *document) about() string {
	if d.dialogue {
		return "What is said and what is to be seen, in the order of the programme. What is to be seen begins with the word “Description”; what is said, with the name of the speaker or the word “Dialogue”."
	}
	return "What is to be seen, in the order of the programme."
}

// Encode writes the descriptions of s, and what is spoken between them, in the
// order in which they begin. What begins at the same time is described first.
// What has no text is left out, with a warning.
func (e Encoder) Encode(w io.Writer, s *script.Script) error {
	write, ok := map[Form]func(*document) string{"": (*document).html, HTML: (*document).html, Text: (*document).text, Markdown: (*document).markdown}[e.Form]
	if !ok {
		return &script.ValueError{Kind: script.ErrValue, Field: "form", Value: string(e.Form), Want: "html, txt or md"}
	}
	rep := &report.Reporter{Format: "transcript", To: e.Warn}
	d := &document{language: s.Language, dialogue: len(e.Dialogue) > 0}
	d.title, _ = clean.Line(s.Title)
	for i := range s.Segments {
		if rep.Number = i + 1; d.add(&s.Segments[i], false, rep) != nil {
			return rep.Err()
		}
	}
	for i := range e.Dialogue {
		if rep.Number = 0; d.add(&e.Dialogue[i], true, rep) != nil {
			return rep.Err()
		}
	}
	rep.Number = 0
	slices.SortStableFunc(d.passages, func(a, b passage) int { return cmp.Compare(a.at, b.at) })
	if err := loss.Of(s, Keeps); err != nil {
		if err := rep.Warn(script.Pos{}, "", err); err != nil {
			return err
		}
	}
	_, err := io.WriteString(w, write(d))
	return err
}

// add takes a segment that is described or spoken.
func (d *document) add(seg *script.Segment, spoken bool, rep *report.Reporter) error {
	text, changed := clean.Text(seg.Text)
	if changed != 0 && text != "" && !spoken {
		if err := rep.Warn(script.Pos{}, seg.ID, fmt.Errorf("%w: %s", script.ErrText, changed)); err != nil {
			return err
		}
	}
	switch {
	case text != "":
	case spoken:
		return nil
	default:
		return rep.Warn(script.Pos{}, seg.ID, fmt.Errorf("%w: left out", script.ErrNoText))
	}
	p := passage{at: max(seg.Start, 0), who: who(seg, spoken), lines: linesOf(text, spoken), spoken: spoken}
	if seg.Language != d.language {
		p.language = seg.Language
	}
	d.passages = append(d.passages, p)
	if seg.Start < 0 && !spoken {
		return rep.Warn(script.Pos{}, seg.ID, fmt.Errorf("%w: start %s moved to 0", script.ErrNegativeTime, seg.Start))
	}
	return nil
}

// who returns what a passage begins with.
func who(seg *script.Segment, spoken bool) string {
	name, _ := clean.Line(seg.Speaker)
	if spoken {
		return cmp.Or(name, "Dialogue")
	}
	what := "Description"
	if seg.Extended {
		what = "Extended description"
	}
	if name != "" {
		what += " (" + name + ")"
	}
	return what
}

// linesOf returns the lines of a text. Captions are broken to fit on a screen,
// so only what begins with a dash, as another speaker does, is a line of its own.
func linesOf(text string, spoken bool) []string {
	text, _ = clean.CloseBidi(text)
	lines := strings.Split(text, "\n")
	if !spoken {
		return lines
	}
	joined := lines[:1]
	for _, line := range lines[1:] {
		if strings.HasPrefix(line, "-") || strings.HasPrefix(line, "–") || strings.HasPrefix(line, "—") {
			joined = append(joined, line)
			continue
		}
		joined[len(joined)-1] += " " + line
	}
	return joined
}

// clockOf returns a time to the second, as it is shown.
func clockOf(d time.Duration) string {
	s := int64(d / time.Second)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

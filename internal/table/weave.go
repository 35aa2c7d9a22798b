package table

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

// Line is a row of a sheet: a segment, or what stands between segments.
type Line struct {
	Segment  *script.Segment // nil in a line without one
	Index    int             // of the segment among those by start
	Dialogue *script.Segment // what is spoken in the programme; nil in other lines
	With     []*script.Segment
	start    time.Duration
}

// Times returns the segment whose times the line shows.
func (l *Line) Times() *script.Segment {
	switch {
	case l.Segment != nil:
		return l.Segment
	case l.Dialogue != nil:
		return l.Dialogue
	}
	for _, seg := range l.With {
		if seg != nil {
			return seg
		}
	}
	return &script.Segment{}
}

// Weave returns the rows of a sheet in time order: segments, which are sorted
// by start, with their translations, those segments of translations that have
// no counterpart, and dialogue, which comes before what starts with it.
func Weave(segments []script.Segment, with []*script.Script, dialogue []script.Segment, rep *report.Reporter) ([]Line, error) {
	lines := make([]Line, len(segments), len(segments)+len(dialogue))
	for i := range segments {
		lines[i] = Line{Segment: &segments[i], Index: i, start: segments[i].Start}
		if with != nil {
			lines[i].With = make([]*script.Segment, len(with))
		}
	}
	for n, other := range with {
		alone, err := pairUp(lines[:len(segments)], n, other, rep)
		if err != nil {
			return nil, err
		}
		for _, seg := range alone {
			line := Line{With: make([]*script.Segment, len(with)), start: seg.Start}
			line.With[n] = seg
			lines = append(lines, line)
		}
	}
	for i := range dialogue {
		clean, err := Clean(&dialogue[i], rep)
		if err != nil {
			return nil, err
		}
		clean.Text = spokenBy(&clean)
		lines = append(lines, Line{Dialogue: &clean, start: clean.Start})
	}
	if len(lines) > len(segments) {
		slices.SortStableFunc(lines, byStartThenKind)
	}
	return lines, nil
}

func byStartThenKind(a, b Line) int {
	switch {
	case a.start != b.start:
		return int(min(max(a.start-b.start, -1), 1))
	case (a.Dialogue != nil) == (b.Dialogue != nil):
		return 0
	case a.Dialogue != nil:
		return -1
	}
	return 1
}

// spokenBy puts the speaker, where a line of dialogue has one, before it.
func spokenBy(seg *script.Segment) string {
	if seg.Speaker == "" {
		return seg.Text
	}
	return seg.Speaker + ": " + seg.Text
}

// pairUp sets the segments of a translation beside those that have the same id,
// else beside those that they share most time with. It returns the others.
func pairUp(lines []Line, n int, other *script.Script, rep *report.Reporter) (alone []*script.Segment, err error) {
	segments := Numbered(other)
	nameless := map[string]bool{}
	for i := range segments {
		if other.Segments[i].ID == "" {
			nameless[segments[i].ID] = true
		}
		if segments[i], err = Clean(&segments[i], rep); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(segments, func(a, b script.Segment) int { return int(min(max(a.Start-b.Start, -1), 1)) })
	byID := make(map[string]int, len(lines))
	for i := range lines {
		if id := lines[i].Segment.ID; id != "" {
			if _, twice := byID[id]; !twice {
				byID[id] = i
			}
		}
	}
	elsewhere := 0
	var rest []*script.Segment
	for i := range segments {
		seg := &segments[i]
		at, known := byID[seg.ID]
		if !known || nameless[seg.ID] || lines[at].With[n] != nil {
			rest = append(rest, seg)
			continue
		}
		lines[at].With[n] = seg
		if shared(lines[at].Segment, seg) <= 0 {
			elsewhere++
		}
	}
	if elsewhere > 0 {
		err := fmt.Errorf("%w: %s: %s stand beside the segment of their id, which is at another time", script.ErrAssumed, other.Language, segmentCount(elsewhere))
		if err := rep.Warn(script.Pos{}, "", err); err != nil {
			return nil, err
		}
	}
	return pairByTime(lines, n, rest), nil
}

// Numbered returns the segments of a script with an id each, as merging has
// them.
func Numbered(s *script.Script) []script.Segment {
	numbered := script.Script{Segments: slices.Clone(s.Segments)}
	numbered.NumberIDs()
	return numbered.Segments
}

// NumberedByStart returns these sorted by start.
func NumberedByStart(s *script.Script) []script.Segment {
	segments := Numbered(s)
	slices.SortStableFunc(segments, func(a, b script.Segment) int { return int(min(max(a.Start-b.Start, -1), 1)) })
	return segments
}

func segmentCount(n int) string {
	if n == 1 {
		return "1 segment"
	}
	return fmt.Sprintf("%d segments", n)
}

// pairByTime sets segments, sorted by start, beside those that they share most
// time with, and returns the others.
func pairByTime(lines []Line, n int, rest []*script.Segment) (alone []*script.Segment) {
	from := 0
	for _, seg := range rest {
		for from < len(lines) && lines[from].Segment.End < seg.Start {
			from++
		}
		best, most := -1, time.Duration(0)
		for i := from; i < len(lines) && lines[i].Segment.Start <= seg.End; i++ {
			if common := shared(lines[i].Segment, seg); lines[i].With[n] == nil && common > most {
				best, most = i, common
			}
		}
		if best < 0 {
			alone = append(alone, seg)
			continue
		}
		lines[best].With[n] = seg
	}
	return alone
}

// shared is how much time two segments share, and a nanosecond where a point is
// within the other.
func shared(a, b *script.Segment) time.Duration {
	from, to := max(a.Start, b.Start), min(a.End, b.End)
	if from == to && (a.Start == a.End || b.Start == b.End || a.Start == b.Start) {
		return 1
	}
	return to - from
}

// DialogueMark is what a row of dialogue has in place of an id: "Dialogue" and
// four digits that sum up its text, so that one that somebody wrote over is
// noticed.
func DialogueMark(text string) string {
	return fmt.Sprintf("%s%04x", dialoguePrefix, sum(text))
}

const dialoguePrefix = "Dialogue "

// sum sums up the words of a text, in 16 bits.
func sum(text string) uint16 {
	h := uint32(2166136261)
	for _, word := range strings.Fields(text) {
		for i := range len(word) {
			h = (h ^ uint32(word[i])) * 16777619
		}
		h = (h ^ ' ') * 16777619
	}
	return uint16(h ^ h>>16)
}

// isDialogueMark reports whether an id is the mark of a row of dialogue.
func isDialogueMark(id string) bool {
	const word = len(dialoguePrefix) - 1
	id = strings.TrimSpace(id)
	if len(id) <= word || !strings.EqualFold(id[:word], dialoguePrefix[:word]) {
		return false
	}
	digits := strings.TrimSpace(id[word:])
	return len(digits) == 4 && len(digits) < len(id)-word && strings.Trim(digits, "0123456789abcdefABCDEF") == ""
}

// CheckID warns of a segment whose id reading would take for the mark of
// dialogue.
func CheckID(seg *script.Segment, rep *report.Reporter) error {
	if !isDialogueMark(seg.ID) {
		return nil
	}
	return rep.Warn(script.Pos{}, seg.ID, fmt.Errorf("%w: the id is the mark of a row of dialogue, which is not read back", script.ErrDropped))
}

// In returns the name of a column in a language: "Description (de)".
func In(name, language string) string { return name + " (" + language + ")" }

// TextName is the name of the column of texts.
const TextName = "Description"

// RateName returns the name of the column of a speech rate.
func RateName(u qc.Unit) string { return Header(u)[6] }

// CountName returns the name of the column of words or characters.
func CountName(u qc.Unit) string { return Header(u)[5] }

// CheckLanguages refuses translations that columns could not be told apart by.
func CheckLanguages(own string, with []*script.Script) error {
	seen := map[string]bool{strings.ToLower(own): true}
	for _, s := range with {
		key := strings.ToLower(s.Language)
		if !script.IsLanguage(s.Language) || seen[key] {
			return &script.ValueError{Kind: script.ErrValue, Field: "language", Value: s.Language, Want: "a BCP 47 tag for each script beside the first, and another one for each"}
		}
		seen[key] = true
	}
	return nil
}

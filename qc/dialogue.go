package qc

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"

	"github.com/vsconvert/vsconvert/script"
)

// Sounds says what in captions is not speech.
type Sounds uint8

const (
	Brackets Sounds = 1 << iota // [door slams], ［］, 【】, 〔〕
	Parens                      // (door slams), （）
	Music                       // ♪ lyrics ♪, # lyrics #
	Labels                      // JOHN: with nothing behind it

	AllSounds Sounds = 1<<iota - 1
)

var soundNames = [...]string{"brackets", "parens", "music", "labels"}

// String lists the names, separated by commas; "none" for none.
func (s Sounds) String() string {
	var names []string
	for i, name := range soundNames {
		if s>>i&1 == 1 {
			names = append(names, name)
		}
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ",")
}

// ParseSounds reads a list as String writes it. The error is a
// [*script.ValueError].
func ParseSounds(s string) (Sounds, error) {
	var all Sounds
	for name := range strings.SplitSeq(s, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		i := slices.Index(soundNames[:], name)
		switch {
		case i >= 0:
			all |= 1 << i
		case name != "none" && name != "":
			return 0, &script.ValueError{Kind: script.ErrValue, Field: "sounds", Value: name, Want: "brackets, parens, music, labels or none"}
		}
	}
	return all, nil
}

// Speech returns when somebody speaks in captions: their cues, save those that
// hold nothing but what not names, in order, with those that touch or overlap
// made one. It is never nil.
func Speech(captions *script.Script, not Sounds) []Span {
	spans := make([]Span, 0, len(captions.Segments))
	for i := range captions.Segments {
		if seg := &captions.Segments[i]; seg.End > seg.Start && isSpeech(seg.Text, not) {
			spans = append(spans, Span{seg.Start, seg.End})
		}
	}
	return Merged(spans)
}

// Merged returns spans in order, those that touch or overlap made one.
func Merged(spans []Span) []Span {
	all := slices.Clone(spans)
	slices.SortFunc(all, func(a, b Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	out := all[:0]
	for _, s := range all {
		switch n := len(out); {
		case s.End <= s.Start:
		case n > 0 && s.Start <= out[n-1].End:
			out[n-1].End = max(out[n-1].End, s.End)
		default:
			out = append(out, s)
		}
	}
	if out == nil {
		return []Span{}
	}
	return out
}

// isSpeech reports whether anything of a caption is spoken.
func isSpeech(text string, not Sounds) bool {
	if not&Brackets != 0 {
		text = without(text, "[［【〔", "]］】〕")
	}
	if not&Parens != 0 {
		text = without(text, "(（", ")）")
	}
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if not&Music != 0 {
			line = withoutMusic(line)
		}
		if not&Labels != 0 && isLabel(line) {
			continue
		}
		if strings.ContainsFunc(line, isSound) {
			return true
		}
	}
	return false
}

// without returns text without what stands between brackets. One that is not
// closed reaches to the end.
func without(text, open, close string) string {
	if !strings.ContainsAny(text, open) {
		return text
	}
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(open, r):
			depth++
			return -1
		case strings.ContainsRune(close, r):
			depth = max(depth-1, 0)
			return -1
		case depth > 0 && r != '\n':
			return -1
		}
		return r
	}, text)
}

const notes = "♩♪♫♬"

// withoutMusic returns a line without what is sung: what stands between notes,
// or between two # that begin and end the line.
func withoutMusic(line string) string {
	if len(line) > 1 && line[0] == '#' && line[len(line)-1] == '#' {
		return ""
	}
	if !strings.ContainsAny(line, notes) {
		return line
	}
	singing := false
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(notes, r) {
			singing = !singing
			return -1
		}
		if singing {
			return -1
		}
		return r
	}, line)
}

// isLabel reports whether a line is no more than a speaker's name and a colon,
// in at most three words that begin with capitals or have no letter case.
func isLabel(line string) bool {
	name, ok := strings.CutSuffix(strings.TrimRight(line, " "), ":")
	if !ok {
		if name, ok = strings.CutSuffix(line, "："); !ok {
			return false
		}
	}
	words := strings.Fields(strings.TrimLeft(name, "->– "))
	for _, w := range words {
		if first := []rune(w)[0]; unicode.IsLower(first) {
			return false
		}
	}
	return len(words) > 0 && len(words) <= 3
}

// dialogue holds each segment against what is spoken in the programme.
func (c *checker) dialogue() {
	for i := range c.Segments {
		c.steps++
		if seg := &c.Segments[i]; seg.End > seg.Start && len(c.speech) > 0 {
			c.collides(i, seg)
		}
	}
}

// within returns the first dialogue that ends after a segment begins, and the
// first that begins when it has ended, or later.
func (c *checker) within(seg *script.Segment) (first, next int) {
	first = sort.Search(len(c.speech), func(k int) bool { return c.speech[k].End > seg.Start })
	next = first + sort.Search(len(c.speech)-first, func(k int) bool { return c.speech[first+k].Start >= seg.End })
	return first, next
}

// overDialogue reports whether a segment is spoken over dialogue.
func (c *checker) overDialogue(seg *script.Segment) bool {
	first, next := c.within(seg)
	return c.overlap(seg, first, next) > 0
}

func (c *checker) collides(i int, seg *script.Segment) {
	first, next := c.within(seg)
	over := c.overlap(seg, first, next)
	if over > 0 && c.judged(i, DialogueOverlap) {
		slot, note := c.propose(i, c.needs(i))
		fix := Fix{Time: c.leastShift(seg, first, next), Slot: slot}
		c.find(i, DialogueOverlap, over.Seconds(), 0, fix, "%s over dialogue%s", seconds(over), note)
	}
	c.closeTo(i, seg, first, next)
}

// overlap returns how long the segment is spoken over the dialogue from first
// to before next.
func (c *checker) overlap(seg *script.Segment, first, next int) time.Duration {
	if first == next {
		return 0
	}
	over := c.spoken[next] - c.spoken[first]
	over -= max(seg.Start-c.speech[first].Start, 0)
	return over - max(c.speech[next-1].End-seg.End, 0)
}

// leastShift returns by how much the segment must start later, or earlier, to
// be clear of the dialogue from first to before next, whatever else is there.
func (c *checker) leastShift(seg *script.Segment, first, next int) time.Duration {
	later, earlier := c.speech[next-1].End-seg.Start, seg.End-c.speech[first].Start
	if earlier < later {
		return -millis(earlier)
	}
	return millis(later)
}

// closeTo tells of dialogue that ends shortly before the segment, or begins
// shortly after it.
func (c *checker) closeTo(i int, seg *script.Segment, first, next int) {
	limit := c.Limits.gap()
	before, after := limit, limit
	if k := first - 1; k >= 0 && (first == len(c.speech) || c.speech[first].Start >= seg.Start) {
		before = seg.Start - c.speech[k].End
	}
	if next < len(c.speech) && (first == next || c.speech[next-1].End <= seg.End) {
		after = c.speech[next].Start - seg.End
	}
	value, fix, where := before, Fix{Time: millis(limit - before)}, "after"
	if after < before {
		value, fix, where = after, Fix{Time: -millis(limit - after)}, "before"
	}
	if value >= limit || !c.judged(i, DialogueGap) {
		return
	}
	note := ""
	fix.Slot, note = c.propose(i, c.needs(i))
	c.find(i, DialogueGap, value.Seconds(), limit.Seconds(), fix, "%s %s dialogue, under %s%s", seconds(value), where, seconds(limit), note)
}

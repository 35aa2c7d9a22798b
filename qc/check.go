package qc

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
)

// Check judges s by p. Findings come in the order of the script, and for one
// segment in the order of their codes; the same script gives the same findings
// each time. Neither s nor p is changed.
func Check(s *script.Script, p Profile) []Finding {
	c := newChecker(s, p)
	for i := range s.Segments {
		c.segment(i)
	}
	c.neighbours()
	c.dialogue()
	c.remarks()
	slices.SortStableFunc(c.findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.Code, b.Code))
	})
	return c.findings
}

// checker is the state of one Check.
type checker struct {
	*script.Script
	Profile
	findings []Finding
	measures []Measure
	order    []int           // of the segments, by start
	speech   []Span          // the dialogue, in order and merged
	spoken   []time.Duration // how long all dialogue before each of speech is, and all in all
	free     *free           // nil where no slots are proposed
	ids      map[string]int
	texts    map[string]int
	folded   strings.Builder
	steps    int // how much work was done, for tests
}

func newChecker(s *script.Script, p Profile) *checker {
	c := &checker{Script: s, Profile: p, ids: make(map[string]int, len(s.Segments)), texts: make(map[string]int, len(s.Segments))}
	c.Limits = p.Limits.WithDefaults()
	c.measures = make([]Measure, len(s.Segments))
	for i := range s.Segments {
		c.measures[i] = measure(&s.Segments[i], s.Language, &c.Limits)
	}
	c.order = ByStart(s.Segments)
	if p.Dialogue != nil {
		c.speech = Merged(p.Dialogue)
		c.spoken = make([]time.Duration, len(c.speech)+1)
		for i, s := range c.speech {
			c.spoken[i+1] = c.spoken[i] + s.Length()
		}
		c.free = newFree(s.Segments, c.speech, c.Limits, p.Duration)
	}
	return c
}

// ByStart returns the places of segments in the order of their starts. Those
// that start together keep their order.
func ByStart(segments []script.Segment) []int {
	order := make([]int, len(segments))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(segments[a].Start, segments[b].Start) })
	return order
}

// judged reports whether the rule is held against the segment.
func (c *checker) judged(i int, code Code) bool {
	return !skipped(&c.Profile, &c.Segments[i]).Has(code)
}

// skipped are the codes that are not judged of a segment. Where it stops the
// programme, it is as in an extended script.
func skipped(p *Profile, seg *script.Segment) Set {
	if seg.Extended {
		return p.Skip | Paused()
	}
	return p.Skip
}

// find adds a finding. value and limit are in the unit of the rule.
func (c *checker) find(i int, code Code, value, limit float64, fix Fix, message string, args ...any) {
	if !c.judged(i, code) {
		return
	}
	seg := &c.Segments[i]
	c.findings = append(c.findings, Finding{
		Code: code, Severity: code.Severity(), Index: i, ID: seg.ID, Start: seg.Start,
		Message: fmt.Sprintf(message, args...), Value: rounded(value, limit), Limit: limit, Fix: fix,
	})
}

// segment holds what concerns a segment alone, or with what stands before it
// in the file.
func (c *checker) segment(i int) {
	c.steps++
	seg, m := &c.Segments[i], &c.measures[i]
	for code := range m.Flags.All() {
		c.measured(i, code)
	}
	if seg.Start > 0 && seg.Start < c.Limits.Lead {
		c.find(i, StartsEarly, seg.Start.Seconds(), c.Limits.Lead.Seconds(), Fix{Time: millis(c.Limits.Lead - seg.Start)},
			"starts %s after the programme, under %s", seconds(seg.Start), seconds(c.Limits.Lead))
	}
	if over := seg.End - c.Duration; c.Duration > 0 && over > 0 {
		c.find(i, PastEnd, seg.End.Seconds(), c.Duration.Seconds(), Fix{Time: -millis(over)}, "ends %s after the programme", seconds(over))
	}
	if i > 0 && seg.Start < c.Segments[i-1].Start {
		before := c.Segments[i-1].Start
		c.find(i, OutOfOrder, seg.Start.Seconds(), before.Seconds(), Fix{Time: millis(before - seg.Start)},
			"starts %s before the segment above it", seconds(before-seg.Start))
	}
	c.frames(i)
	c.duplicates(i)
	c.text(i)
}

// measured tells of a flag.
func (c *checker) measured(i int, code Code) {
	seg, l := &c.Segments[i], &c.Limits
	length := seg.Duration()
	switch code {
	case Reversed:
		c.find(i, code, length.Seconds(), 0, Fix{Time: millis(-length)}, "ends %s before it starts", seconds(-length))
	case ZeroLength:
		c.find(i, code, 0, 0, Fix{}, "starts and ends at %s", clock.Moment(seg.Start))
	case Negative:
		c.find(i, code, seg.Start.Seconds(), 0, Fix{Time: millis(-seg.Start)}, "starts %s before the first frame", seconds(-seg.Start))
	case NoText:
		c.find(i, code, 0, 0, Fix{}, "there is nothing to speak")
	case StartsAtZero:
		c.find(i, code, 0, max(l.Lead, 0).Seconds(), Fix{Time: max(millis(l.Lead), time.Millisecond)}, "starts with the first frame")
	case TooShort:
		c.find(i, code, length.Seconds(), l.Short.Seconds(), Fix{Time: millis(l.Short - length)}, "lasts %s, under %s", seconds(length), seconds(l.Short))
	case TooLong:
		c.find(i, code, length.Seconds(), l.Long.Seconds(), Fix{Time: -millis(length - l.Long)}, "lasts %s, over %s", seconds(length), seconds(l.Long))
	case TooFast, Fast, Slow:
		c.rate(i, code)
	}
}

// rate tells how many words, or how much time, a description is from its
// limit.
func (c *checker) rate(i int, code Code) {
	m := &c.measures[i]
	band := c.band(i)
	if code == Slow {
		fix := Fix{Words: m.Unit.atLeast(m.Length, band.Slow) - m.Count, Time: -millis(m.Length - m.Unit.most(m.Count, band.Slow))}
		c.find(i, code, m.Unit.rate(m.Count, m.Length), band.Slow, fix, "%s %s, under %s: room for %s, or %s to spare",
			number(m.Rate), m.Unit.per(), number(band.Slow), m.Unit.counted(fix.Words), seconds(-fix.Time))
		return
	}
	limit := band.Fast
	if code == TooFast {
		limit = band.TooFast
	}
	least := m.Unit.least(m.Count, limit)
	fix := Fix{Words: m.Unit.atMost(m.Length, limit) - m.Count, Time: millis(least - m.Length)}
	note := ""
	fix.Slot, note = c.propose(i, m.Length+fix.Time)
	c.find(i, code, m.Unit.rate(m.Count, m.Length), limit, fix, "%s %s, over %s: %s too many, or %s too little%s",
		number(m.Rate), m.Unit.per(), number(limit), m.Unit.counted(-fix.Words), seconds(fix.Time), note)
}

func (c *checker) band(i int) Band {
	seg := &c.Segments[i]
	return c.Limits.Band(c.language(i), seg.Text)
}

func (c *checker) language(i int) string { return cmp.Or(c.Segments[i].Language, c.Script.Language) }

// counted writes a number of what is counted: "1 word".
func (u Unit) counted(n int) string {
	what := "word"
	if u == CPS {
		what = "character"
	}
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

func (u Unit) per() string {
	if u == CPS {
		return "characters a second"
	}
	return "words a minute"
}

// propose returns the nearest slot that holds the segment when it lasts length,
// and what a message says of it.
func (c *checker) propose(i int, length time.Duration) (Span, string) {
	if c.free == nil {
		return Span{}, ""
	}
	slot, ok := c.free.nearest(i, c.Segments[i].Start, length)
	if !ok {
		return Span{}, "; no free slot would hold it"
	}
	return slot, fmt.Sprintf("; free from %s to %s", clock.Moment(slot.Start), clock.Moment(slot.End))
}

// neighbours holds each segment against those that are spoken before it.
func (c *checker) neighbours() {
	last := -1 // whose end is the latest so far
	for _, i := range c.order {
		c.steps++
		seg := &c.Segments[i]
		if last >= 0 && c.Segments[last].End > 0 {
			c.neighbour(i, last)
		}
		if last < 0 || seg.End > c.Segments[last].End {
			last = i
		}
	}
}

func (c *checker) neighbour(i, before int) {
	pause := c.Segments[i].Start - c.Segments[before].End
	switch {
	case pause < 0:
		if !c.judged(i, Overlap) {
			return
		}
		slot, note := c.propose(i, c.needs(i))
		c.find(i, Overlap, (-pause).Seconds(), 0, Fix{Time: millis(-pause), Slot: slot}, "begins %s before %s ends%s", seconds(-pause), c.name(before), note)
	case pause < c.Limits.gap():
		c.find(i, Gap, pause.Seconds(), c.Limits.Gap.Seconds(), Fix{Time: millis(c.Limits.Gap - pause)},
			"begins %s after %s, under %s", seconds(pause), c.name(before), seconds(c.Limits.Gap))
	}
}

// needs returns how long the segment must last: as long as it does, or as it
// takes to be spoken at the fastest.
func (c *checker) needs(i int) time.Duration {
	m := &c.measures[i]
	need := max(m.Length, 0)
	if m.Flags.Has(TooFast) {
		need = m.Length + millis(m.Unit.least(m.Count, c.band(i).TooFast)-m.Length)
	}
	return need
}

// name is how messages call another segment.
func (c *checker) name(i int) string { return nameOf(c.Segments[i].ID, i) }

func nameOf(id string, index int) string {
	if id != "" {
		return fmt.Sprintf("%q", script.Shorten(id))
	}
	return fmt.Sprintf("segment %d", index+1)
}

// frames tells of times that are no frame's. A time that was rounded or cut to
// the millisecond is.
func (c *checker) frames(i int) {
	if c.Rate.IsZero() {
		return
	}
	seg := &c.Segments[i]
	start, end := c.offFrame(seg.Start), c.offFrame(seg.End)
	first, what := start, "start"
	switch {
	case start == 0 && end == 0:
		return
	case start == 0:
		first, what = end, "end"
	case end != 0:
		what = "start and end"
	}
	c.find(i, OffFrame, first.Abs().Seconds(), 0, Fix{Time: -millis(first)}, "%s: not on a frame of %s, by %s", what, c.Rate, seconds(first.Abs()))
}

// offFrame returns how far t is behind the nearest frame, below zero before
// it; 0 within a millisecond.
func (c *checker) offFrame(t time.Duration) time.Duration {
	off := t - c.Rate.Duration(c.Rate.Frames(t))
	if off.Abs() < time.Millisecond {
		return 0
	}
	return off
}

func (c *checker) duplicates(i int) {
	seg := &c.Segments[i]
	if seg.ID != "" {
		if first, ok := c.ids[seg.ID]; ok {
			c.find(i, DuplicateID, 0, 0, Fix{}, "the id of segment %d", first+1)
		} else {
			c.ids[seg.ID] = i
		}
	}
	if c.measures[i].Count == 0 || c.Limits.Repeat < 0 {
		return
	}
	key := c.fold(seg.Text)
	before, ok := c.texts[key]
	c.texts[key] = i
	if !ok {
		return
	}
	if apart := (seg.Start - c.Segments[before].Start).Abs(); apart < c.Limits.Repeat {
		c.find(i, DuplicateText, apart.Seconds(), c.Limits.Repeat.Seconds(), Fix{}, "the text of %s, %s apart", c.name(before), seconds(apart))
	}
}

// fold returns what of a text is heard: its letters and digits, word by word.
func (c *checker) fold(text string) string {
	c.folded.Reset()
	c.folded.Grow(len(text))
	blank := false
	for _, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			if blank && c.folded.Len() > 0 {
				c.folded.WriteByte(' ')
			}
			blank = false
			c.folded.WriteRune(unicode.ToLower(r))
		case unicode.IsSpace(r):
			blank = true
		}
	}
	return c.folded.String()
}

// remarks adds what readers and writers said.
func (c *checker) remarks() {
	for _, r := range c.Remarks {
		if r.Index >= 0 && r.Index < len(c.Segments) && r.Code < codes {
			c.find(r.Index, r.Code, 0, 0, Fix{}, "%s", r.Message)
		}
	}
}

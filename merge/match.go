package merge

import (
	"maps"
	"strconv"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// near is how far apart two starts may be and still be the same: what
// rounding to hundredths of a second does.
const near = 5 * time.Millisecond

// match pairs edited segments with originals: by id, where ids count, then by
// start, then by text, then by the order they stand in. It returns the
// original's index by the edited one's.
//
// What stands where it stood is the same segment whatever its id says: ids are
// counted anew, or left behind when rows are sorted, more often than the time
// and the text of a segment both become those of another.
func match(original, edited []script.Segment, byID bool) map[int]int {
	m := &matcher{original: original, edited: edited, pairs: make(map[int]int, len(edited)), taken: make([]bool, len(original))}
	if byID {
		for _, key := range [...]func(string) string{sameKey, integerKey} {
			m.by(func(s script.Segment) identity { return identity{key(s.ID), s.Text, s.Start} })
			m.by(func(s script.Segment) identity { return identity{id: key(s.ID), start: s.Start} })
		}
	}
	m.by(inPlace)
	if byID && !m.renumbered() {
		for _, key := range [...]func(string) string{sameKey, integerKey} {
			m.by(func(s script.Segment) identity { return identity{id: key(s.ID), text: s.Text} })
			m.by(func(s script.Segment) identity { return identity{id: key(s.ID)} })
		}
	}
	if len(m.pairs) < len(edited) {
		m.rest()
	}
	return m.pairs
}

// rest pairs what ids do not tell: by start, as it may have been moved with all
// others, by text, and by what stands around it.
func (m *matcher) rest() {
	moved := shiftOf(m.anchors())
	if moved.isZero() {
		m.byStart(0)
		m.byStart(near)
	} else {
		m.byShift(moved)
	}
	m.by(func(s script.Segment) identity { return identity{id: known(s.Text), text: s.Text} })
	m.byOrder(moved)
}

type matcher struct {
	original, edited []script.Segment
	pairs            map[int]int
	taken            []bool
}

func (m *matcher) pair(e, o int) { m.pairs[e], m.taken[o] = o, true }

// renumbered reports whether most segments that stand where they stood have
// another id than they had. Then no id says anything.
func (m *matcher) renumbered() bool {
	same, other := 0, 0
	for e, o := range m.pairs {
		switch id := m.edited[e].ID; {
		case sameID(id, m.original[o].ID):
			same++
		case id != "":
			other++
		}
	}
	return other > same
}

// identity is what two versions of a segment may have in common. Without an id
// it is none.
type identity struct {
	id, text string
	start    time.Duration
}

// by pairs, in order, what has the same identity.
func (m *matcher) by(identify func(script.Segment) identity) {
	open := map[identity][]int{}
	for i, seg := range m.original {
		if who := identify(seg); who.id != "" && !m.taken[i] {
			open[who] = append(open[who], i)
		}
	}
	for e, seg := range m.edited {
		if _, done := m.pairs[e]; done {
			continue
		}
		who := identify(seg)
		if queue := open[who]; len(queue) > 0 {
			m.pair(e, queue[0])
			open[who] = queue[1:]
		}
	}
}

// byStart pairs what is left and starts within tolerance, in order.
func (m *matcher) byStart(tolerance time.Duration) {
	m.byTime(tolerance, func(d time.Duration) time.Duration { return d })
}

// byShift pairs what is left and starts where the shift puts it: what says the
// same first.
func (m *matcher) byShift(moved shift) {
	shifted := func(s script.Segment) identity {
		return identity{known(s.Text), s.Text, moved.apply(s.Start).Round(2 * near)}
	}
	open := map[identity][]int{}
	for i, seg := range m.original {
		if !m.taken[i] && seg.Text != "" {
			open[shifted(seg)] = append(open[shifted(seg)], i)
		}
	}
	for e, seg := range m.edited {
		who := inPlace(seg)
		if _, done := m.pairs[e]; done || len(open[who]) == 0 {
			continue
		}
		m.pair(e, open[who][0])
		open[who] = open[who][1:]
	}
	m.byTime(moved.slack+near, moved.apply)
}

// byTime pairs in order what starts, within tolerance, where its original is
// thought to.
func (m *matcher) byTime(tolerance time.Duration, expected func(time.Duration) time.Duration) {
	order := sortedIndex(m.original)
	first := 0
	for _, e := range sortedIndex(m.edited) {
		if _, done := m.pairs[e]; done {
			continue
		}
		start := m.edited[e].Start
		for first < len(order) && (m.taken[order[first]] || expected(m.original[order[first]].Start) < start-tolerance) {
			first++
		}
		for _, o := range order[first:] {
			if expected(m.original[o].Start) > start+tolerance {
				break
			}
			if !m.taken[o] {
				m.pair(e, o)
				break
			}
		}
	}
}

// inPlace is text and start, to the hundredth of a second that spreadsheet
// programs leave of it.
func inPlace(s script.Segment) identity {
	return identity{known(s.Text), s.Text, s.Start.Round(2 * near)}
}

// known returns an id for what is told by its text: none without one.
func known(text string) string {
	if text == "" {
		return ""
	}
	return "text"
}

func sameKey(id string) string { return id }

// sameID reports whether b is a, as far as a spreadsheet program lets it be.
func sameID(a, b string) bool {
	return a == b || integerKey(a) != "" && integerKey(a) == integerKey(b)
}

// integerKey returns a whole number without leading zeros, which spreadsheets
// drop, or "".
func integerKey(id string) string {
	n, err := strconv.ParseUint(id, 10, 63)
	if err != nil {
		return ""
	}
	return strconv.FormatUint(n, 10)
}

// idSet hands out ids that no segment has yet.
type idSet struct {
	used map[string]bool
	next int
}

func newIDs(segments []script.Segment) *idSet {
	ids := &idSet{used: make(map[string]bool, len(segments)), next: 1}
	for _, seg := range segments {
		ids.reserve(seg.ID)
	}
	return ids
}

// reserve keeps an id from being handed out: it was another segment's once.
func (s *idSet) reserve(id string) {
	s.used[id] = true
	if n, err := strconv.Atoi(id); err == nil && n >= s.next {
		s.next = n + 1
	}
}

func (s *idSet) clone() *idSet { return &idSet{used: maps.Clone(s.used), next: s.next} }

// free returns want when it is free and means something, else the next number.
func (s *idSet) free(want string, counted bool) string {
	for want == "" || counted || s.used[want] {
		want, counted = strconv.Itoa(s.next), false
		s.next++
	}
	s.used[want] = true
	return want
}

package merge

import (
	"slices"
	"strings"
	"unicode"

	"github.com/vsconvert/vsconvert/script"
)

// anchors are the starts of what is paired, and of what says something that is
// said once in either version.
func (m *matcher) anchors() []span {
	var all []span
	for e, o := range m.pairs {
		all = append(all, span{m.original[o].Start, m.edited[e].Start})
	}
	once := map[string]int{}
	for i, seg := range m.original {
		if !m.taken[i] && seg.Text != "" {
			once[seg.Text] = alone(once, seg.Text, i)
		}
	}
	mine := map[string]int{}
	for e, seg := range m.edited {
		if _, done := m.pairs[e]; !done {
			mine[seg.Text] = alone(mine, seg.Text, e)
		}
	}
	for text, e := range mine {
		if o, ok := once[text]; ok && o >= 0 && e >= 0 {
			all = append(all, span{m.original[o].Start, m.edited[e].Start})
		}
	}
	return all
}

// alone returns i, or -1 when the text was seen before.
func alone(seen map[string]int, text string, i int) int {
	if _, twice := seen[text]; twice {
		return -1
	}
	return i
}

const (
	mostBetween = 16  // how many segments between two that are paired are compared
	alike       = 0.5 // the likeness above which two texts are versions of one
	together    = 0.5 // what it adds to be spoken at the same time
)

// byOrder pairs what is left between two pairs: the texts that are most alike,
// or what is spoken at the same time.
func (m *matcher) byOrder(moved shift) {
	order, place := sortedIndex(m.original), make([]int, len(m.original))
	for p, o := range order {
		place[o] = p
	}
	sorted := sortedIndex(m.edited)
	for from := 0; from < len(sorted); {
		if _, done := m.pairs[sorted[from]]; done {
			from++
			continue
		}
		to := from
		for to < len(sorted) && !m.isPaired(sorted[to]) {
			to++
		}
		low, high := 0, len(order)
		if from > 0 {
			low = place[m.pairs[sorted[from-1]]] + 1
		}
		if to < len(sorted) {
			high = place[m.pairs[sorted[to]]]
		}
		m.between(sorted[from:to], m.free(order, low, high), moved)
		from = to
	}
}

func (m *matcher) isPaired(e int) bool {
	_, ok := m.pairs[e]
	return ok
}

// free returns the first originals in order[low:high] that are not taken.
func (m *matcher) free(order []int, low, high int) []int {
	var all []int
	for p := low; p < high && p < low+4*mostBetween && len(all) < mostBetween; p++ {
		if !m.taken[order[p]] {
			all = append(all, order[p])
		}
	}
	return all
}

// between pairs edited segments with originals, best match first.
func (m *matcher) between(edited, original []int, moved shift) {
	type candidate struct {
		e, o  int
		score float64
	}
	var all []candidate
	for _, e := range edited[:min(len(edited), mostBetween)] {
		for _, o := range original {
			if score := m.score(e, o, moved); score >= alike {
				all = append(all, candidate{e, o, score})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int {
		switch {
		case a.score > b.score:
			return -1
		case a.score < b.score:
			return 1
		}
		return 0
	})
	for _, c := range all {
		if !m.isPaired(c.e) && !m.taken[c.o] {
			m.pair(c.e, c.o)
		}
	}
}

func (m *matcher) score(e, o int, moved shift) float64 {
	is, was := &m.edited[e], &m.original[o]
	score := likeness(was.Text, is.Text)
	if moved.apply(was.Start) < is.End && is.Start < moved.apply(was.End) {
		score += together
	}
	return score
}

// likeness is the part of the words of two texts that both have, from 0 to 1:
// of the characters in scripts without blanks.
func likeness(a, b string) float64 {
	words, others := tokens(a), tokens(b)
	if len(words)+len(others) == 0 {
		return 0
	}
	count := make(map[string]int, len(words))
	for _, w := range words {
		count[w]++
	}
	both := 0
	for _, w := range others {
		if count[w] > 0 {
			count[w]--
			both++
		}
	}
	return 2 * float64(both) / float64(len(words)+len(others))
}

// tokens splits a text into words in lower case, and ideographs.
func tokens(s string) []string {
	var all []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			all = append(all, word.String())
			word.Reset()
		}
	}
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
			flush()
			all = append(all, string(r))
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			word.WriteRune(unicode.ToLower(r))
		default:
			flush()
		}
	}
	flush()
	return all
}

// overlaps reports whether two segments are spoken at the same time.
func overlaps(a, b *script.Segment) bool { return a.Start < b.End && b.Start < a.End }

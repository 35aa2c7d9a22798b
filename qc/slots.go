package qc

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// Slots returns the free time of a programme, in order: what lies between the
// dialogue of p and the segments of s, which may be nil, at least p's gap from
// both, from its lead to its end, and is no shorter than p's slots. Without
// p.Duration the end is that of the last dialogue or segment.
func Slots(s *script.Script, p Profile) []Span {
	var segments []script.Segment
	if s != nil {
		segments = s.Segments
	}
	f := newFree(segments, Merged(p.Dialogue), p.Limits.WithDefaults(), p.Duration)
	var all []Span
	for _, piece := range f.pieces {
		if piece.users == 0 && f.fits(piece.Span, 0) {
			all = append(all, piece.Span)
		}
	}
	return all
}

// free is the programme cut into pieces wherever something begins or ends, the
// gap around it included.
type free struct {
	limits Limits
	pieces []piece
	own    [][]int32 // for each segment, the pieces that it alone uses, in order
	tree   tree      // the lengths of the free pieces
	steps  int
}

// piece is a stretch of time in which nothing begins or ends.
type piece struct {
	Span
	users int
	owner int // of a piece with one user: the segment, or -1 for dialogue
}

// edge is where something begins or ends to use time.
type edge struct {
	at    time.Duration
	users int // one more or one less
	owner int
}

func newFree(segments []script.Segment, speech []Span, l Limits, end time.Duration) *free {
	gap := l.gap()
	edges := make([]edge, 0, 2*(len(segments)+len(speech)))
	last := time.Duration(0)
	use := func(s Span, owner int) {
		last = max(last, s.End)
		edges = append(edges, edge{s.Start - gap, 1, owner}, edge{s.End + gap, -1, owner})
	}
	for i := range segments {
		seg := &segments[i]
		use(Span{seg.Start, max(seg.Start+1, seg.End)}, i) // one without length, or reversed, still begins
	}
	for _, s := range speech {
		use(s, -1)
	}
	if end <= 0 {
		end = last
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Compare(a.at, b.at) })
	f := &free{limits: l, own: make([][]int32, len(segments))}
	f.cut(edges, max(l.Lead, 0), end)
	f.tree = newTree(len(f.pieces), func(i int) time.Duration {
		if f.pieces[i].users > 0 {
			return 0
		}
		return f.pieces[i].Length()
	})
	return f
}

// cut makes the pieces between from and to.
func (f *free) cut(edges []edge, from, to time.Duration) {
	users, owners, at := 0, 0, from // owners is the sum of the users' owners
	add := func(end time.Duration) {
		end = min(end, to)
		if end <= at {
			return
		}
		p := piece{Span: Span{at, end}, users: users, owner: owners}
		at = end
		if n := len(f.pieces); n > 0 && users == f.pieces[n-1].users && (users != 1 || owners == f.pieces[n-1].owner) {
			f.pieces[n-1].End = end
			return
		}
		if users == 1 && owners >= 0 {
			f.own[owners] = append(f.own[owners], int32(len(f.pieces)))
		}
		f.pieces = append(f.pieces, p)
	}
	for _, e := range edges {
		add(e.at)
		users += e.users
		owners += e.users * e.owner
	}
	add(to)
}

// fits reports whether a slot holds what lasts length.
func (f *free) fits(s Span, length time.Duration) bool {
	return s.Length() >= max(length, f.limits.Slot, 1)
}

// nearest returns the slot nearest to start that holds segment i when it lasts
// length. The segment's own time counts as free.
func (f *free) nearest(i int, start, length time.Duration) (Span, bool) {
	var best Span
	found, least := false, time.Duration(math.MaxInt64)
	try := func(s Span) {
		if away := distance(s, start, length); f.fits(s, length) && away < least {
			best, found, least = s, true, away
		}
	}
	for n := 0; n < len(f.own[i]); {
		s, used := f.around(f.own[i][n:])
		try(s)
		n += used
	}
	need := max(length, f.limits.Slot, 1)
	at := sort.Search(len(f.pieces), func(k int) bool { return f.pieces[k].Start > start })
	if k := f.tree.before(at, need); k >= 0 {
		try(f.pieces[k].Span)
	}
	if k := f.tree.from(at, need); k >= 0 {
		try(f.pieces[k].Span)
	}
	return best, found
}

// around returns the stretch of the first of a segment's own pieces, with the
// own and the free pieces that follow it without a break, and the free one in
// front; and how many of own that takes.
func (f *free) around(own []int32) (s Span, used int) {
	k := int(own[0])
	s = f.pieces[k].Span
	if k > 0 && f.pieces[k-1].users == 0 && f.pieces[k-1].End == s.Start {
		s.Start = f.pieces[k-1].Start
	}
	for used = 1; ; k++ {
		f.steps++
		next := k + 1
		switch {
		case next == len(f.pieces) || f.pieces[next].Start != s.End:
			return s, used
		case used < len(own) && int(own[used]) == next:
			used++
		case f.pieces[next].users > 0:
			return s, used
		}
		s.End = f.pieces[next].End
	}
}

// place returns where in a slot something that lasts length starts, nearest to
// start.
func place(s Span, start, length time.Duration) time.Duration {
	return max(s.Start, min(start, s.End-length))
}

func distance(s Span, start, length time.Duration) time.Duration {
	return (place(s, start, length) - start).Abs()
}

// tree finds the nearest of many lengths that is long enough.
type tree struct {
	size int // of the lowest row
	most []time.Duration
}

func newTree(n int, length func(int) time.Duration) tree {
	t := tree{size: 1}
	for t.size < n {
		t.size *= 2
	}
	t.most = make([]time.Duration, 2*t.size)
	for i := range n {
		t.most[t.size+i] = length(i)
	}
	for i := t.size - 1; i > 0; i-- {
		t.most[i] = max(t.most[2*i], t.most[2*i+1])
	}
	return t
}

// set changes one of the lengths.
func (t *tree) set(i int, length time.Duration) {
	for i, t.most[t.size+i] = t.size+i, length; i > 1; {
		i /= 2
		t.most[i] = max(t.most[2*i], t.most[2*i+1])
	}
}

// from returns the first from i on that is at least need, or -1.
func (t *tree) from(i int, need time.Duration) int {
	if i >= t.size {
		return -1
	}
	for node := i + t.size; ; node++ {
		if t.most[node] >= need {
			return t.down(node, need, 0)
		}
		for node&1 == 1 { // what is right of a right child is right of its parent
			node /= 2
		}
		if node == 0 {
			return -1
		}
	}
}

// before returns the last before i that is at least need, or -1.
func (t *tree) before(i int, need time.Duration) int {
	if i = min(i, t.size); i < 1 {
		return -1
	}
	for node := i - 1 + t.size; ; node-- {
		if t.most[node] >= need {
			return t.down(node, need, 1)
		}
		for node&1 == 0 {
			node /= 2
		}
		if node == 1 {
			return -1
		}
	}
}

// down returns the first, or with side 1 the last, below node that is at least
// need; there is one.
func (t *tree) down(node int, need time.Duration, side int) int {
	for node < t.size {
		if node = 2*node + side; t.most[node] < need {
			node ^= 1
		}
	}
	return node - t.size
}

// take makes what is used of a slot no longer free: of the piece at the place
// the longer rest is kept, and what else the slot was made of is given up until
// all is judged anew.
func (f *free) take(slot, used Span) {
	from := sort.Search(len(f.pieces), func(k int) bool { return f.pieces[k].End > slot.Start })
	for k := from; k < len(f.pieces) && f.pieces[k].Start < slot.End; k++ {
		p := &f.pieces[k]
		if p.users > 0 {
			f.own[p.owner] = nil
			continue
		}
		gap := f.limits.gap()
		left, right := Span{p.Start, min(p.End, used.Start-gap)}, Span{max(p.Start, used.End+gap), p.End}
		if left.Length() < right.Length() {
			left = right
		}
		p.Span = Span{left.Start, max(left.Start, left.End)}
		f.tree.set(k, p.Length())
	}
}

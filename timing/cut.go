package timing

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Cut is a version of the programme: which frames of which source it shows,
// and when. It is made by [NewCut] and can be used side by side.
type Cut struct {
	rate   timecode.Rate
	shots  []shot // by from; they do not overlap
	source map[string]*shelf
}

// shot is a stretch of the programme that shows a stretch of a source. At
// another speed than its own, source frames are counted in units of which each
// frame of the programme takes pace: 1 at normal speed.
type shot struct {
	from, to int64 // frames of the programme
	key      string
	low      int64 // the source's unit at from
	pace     int64
}

func (s *shot) high() int64 { return s.low + (s.to-s.from)*s.pace }

// NewCut returns the cut that a list tells: its events of picture, at rate r
// from the programme's first frame, which has the label start. Black, events
// without length and keyed layers above the background are no shots. A reel
// "AX" or "AUX", which stands for any file, is told by its clip name.
//
// Where the list or the start says drop-frame, and the rate leaves it open,
// labels are counted so. Errors are
// [*script.ParseError]; they wrap [script.ErrOverlap] for a list whose events
// overlap, which is that of several tracks.
func NewCut(l *edl.List, r timecode.Rate, start timecode.Timecode) (*Cut, error) {
	drop, _ := l.Drop()
	r = r.Counted(drop || start.Rate().DropFrame())
	line, err := timecode.NewTimeline(r, start)
	if err != nil {
		return nil, err
	}
	c := &Cut{rate: r, source: map[string]*shelf{}}
	lines := map[int64]int{}
	for _, e := range pictures(l) {
		one, err := shotOf(e, line, r)
		if err != nil {
			return nil, at(e.Line, err)
		}
		if one.to > one.from && !isBlack(e) {
			c.shots = append(c.shots, one)
			lines[one.from] = e.Line
		}
	}
	slices.SortStableFunc(c.shots, func(a, b shot) int { return cmp.Compare(a.from, b.from) })
	for i := 1; i < len(c.shots); i++ {
		if c.shots[i].from < c.shots[i-1].to {
			return nil, at(lines[c.shots[i].from], fmt.Errorf("%w: one track of picture is needed", script.ErrOverlap))
		}
	}
	if len(c.shots) == 0 {
		return nil, at(0, fmt.Errorf("%w: the list shows no picture", script.ErrNoSegments))
	}
	c.shelve()
	return c, nil
}

func at(line int, err error) error {
	return &script.ParseError{Format: "edl", Pos: script.Pos{Line: line}, Err: err}
}

// pictures returns the events of picture; all of a list that has none.
func pictures(l *edl.List) (all []*edl.Event) {
	for i := range l.Events {
		e := &l.Events[i]
		channels := strings.ToUpper(e.Channels)
		layer := strings.HasPrefix(e.Transition, "K") && e.Transition != "K B"
		if !layer && (strings.Contains(channels, "V") || strings.HasPrefix(channels, "B") || channels == "NONE") {
			all = append(all, e)
		}
	}
	if all == nil {
		for i := range l.Events {
			all = append(all, &l.Events[i])
		}
	}
	return all
}

func isBlack(e *edl.Event) bool {
	return strings.EqualFold(e.Reel, "BL") || strings.EqualFold(e.Reel, "BLACK")
}

func shotOf(e *edl.Event, line *timecode.Timeline, r timecode.Rate) (s shot, err error) {
	if s.from, s.to, err = line.Span(e.RecordIn, e.RecordOut); err != nil || isBlack(e) {
		return s, err
	}
	if s.to < s.from {
		return s, script.ErrReversed
	}
	in, err := e.SourceIn.Timecode(r)
	if err != nil {
		return s, err
	}
	out, err := e.SourceOut.Timecode(r)
	if err != nil {
		return s, err
	}
	length := out.Frames() - in.Frames()
	if length < 0 {
		length += r.FramesPerDay() // past midnight
	}
	s.place(in.Frames(), length, material(e))
	return s, nil
}

// place says what the shot shows: so many frames of a material.
func (s *shot) place(in, length int64, material string) {
	s.key, s.low, s.pace = material, in, 1
	lasts := s.to - s.from
	switch {
	case length == lasts || lasts == 0:
	case length == 0: // a frame that is held
		s.key += fmt.Sprintf("\x00held %d", in)
		s.low = 0
	default:
		d := divisor(length, lasts)
		s.pace = length / d
		s.low = in * (lasts / d)
		s.key += fmt.Sprintf("\x00%d/%d", s.pace, lasts/d)
	}
}

func divisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// material names what an event shows.
func material(e *edl.Event) string {
	if !strings.EqualFold(e.Reel, "AX") && !strings.EqualFold(e.Reel, "AUX") {
		return e.Reel
	}
	from, to := "", ""
	for _, line := range e.Comments {
		switch kind, text := edl.ParseComment(line); kind {
		case edl.FromClip:
			from = cmp.Or(from, text)
		case edl.ToClip:
			to = cmp.Or(to, text)
		}
	}
	if e.Transition != "" && e.Transition != "C" {
		from = cmp.Or(to, from)
	}
	return e.Reel + "\x00" + from
}

// shelf is all shots of one material, by the first unit they show, with a tree
// of the highest above them.
type shelf struct {
	shots []int
	most  []int64
}

func (c *Cut) shelve() {
	for i := range c.shots {
		key := c.shots[i].key
		if c.source[key] == nil {
			c.source[key] = &shelf{}
		}
		c.source[key].shots = append(c.source[key].shots, i)
	}
	for _, s := range c.source {
		slices.SortStableFunc(s.shots, func(a, b int) int { return cmp.Compare(c.shots[a].low, c.shots[b].low) })
		s.most = make([]int64, 2*len(s.shots))
		for i, n := range s.shots {
			s.most[len(s.shots)+i] = c.shots[n].high()
		}
		for i := len(s.shots) - 1; i > 0; i-- {
			s.most[i] = max(s.most[2*i], s.most[2*i+1])
		}
	}
}

// showing appends the shots that show a unit, in the order of the programme.
func (c *Cut) showing(dst []int, key string, unit int64) []int {
	s := c.source[key]
	if s == nil {
		return dst
	}
	n := len(s.shots)
	end := sort.Search(n, func(i int) bool { return c.shots[s.shots[i]].low > unit })
	for left, right := n, n+end; left < right; left, right = left/2, right/2 {
		if left%2 == 1 {
			dst = s.above(dst, left, unit)
			left++
		}
		if right%2 == 1 {
			right--
			dst = s.above(dst, right, unit)
		}
	}
	slices.Sort(dst)
	return dst
}

// above appends the shots below a node of the tree that reach beyond unit.
func (s *shelf) above(dst []int, node int, unit int64) []int {
	if s.most[node] <= unit {
		return dst
	}
	if node >= len(s.shots) {
		return append(dst, s.shots[node-len(s.shots)])
	}
	return s.above(s.above(dst, 2*node, unit), 2*node+1, unit)
}

// before returns the index of the last shot that starts at a frame or before
// it, or -1.
func (c *Cut) before(frame int64) int {
	return sort.Search(len(c.shots), func(i int) bool { return c.shots[i].from > frame }) - 1
}

// on returns the shot that a frame is in; ok is false between shots.
func (c *Cut) on(frame int64) (i int, ok bool) {
	i = c.before(frame)
	return i, i >= 0 && frame < c.shots[i].to
}

// end is the first frame behind the last shot.
func (c *Cut) end() int64 { return c.shots[len(c.shots)-1].to }

// What became of a segment whose frames are elsewhere, or nowhere.
var (
	ErrGone    = errors.New("its shot is gone")
	ErrRunsOn  = errors.New("runs over a cut that is new")
	ErrPastEnd = errors.New("runs past the end of the programme")
)

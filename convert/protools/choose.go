package protools

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
)

// ErrChoice is what comes along with a warning of items that were left, or
// read along, where a track or a kind of items could be chosen.
var ErrChoice = errors.New("a track or kind of items can be chosen")

// choice is what of a session is the script.
type choice struct {
	markers bool   // rather than clips
	tracks  []bool // those whose clips are
	asked   bool   // for a track by name
}

// choose finds out what holds the descriptions, unless it was told: the
// markers, or the clips where their names have more than twice as many words.
func (p *parser) choose() (choice, error) {
	c := choice{tracks: make([]bool, len(p.names))}
	if p.track != "" {
		c.asked = true
		for i, name := range p.names {
			c.tracks[i] = strings.EqualFold(name, p.track)
		}
		if !slices.Contains(c.tracks, true) {
			return c, p.in.Fail(0, fmt.Errorf("%w: no track is called %q: there are %s", script.ErrNoSegments, p.track, list(p.names)))
		}
		return c, nil
	}
	clips := p.wordiest(c.tracks)
	c.markers = p.want == Markers || p.want == Auto && tallyOf(p.markers).Outdoes(clips)
	return c, nil
}

func tallyOf(items []item) (t markers.Tally) {
	for i := range items {
		t.Add(items[i].says())
	}
	return t
}

// says returns what an item says.
func (it *item) says() string { return cmp.Or(it.text, it.name) }

// wordiest marks the tracks whose clips have the most words in their names,
// and all that have half as many. The other tracks hold sounds.
func (p *parser) wordiest(take []bool) (sum markers.Tally) {
	tracks := make([]markers.Tally, len(take))
	for i := range p.clips {
		if it := &p.clips[i]; !it.fade && it.track >= 0 {
			tracks[it.track].Add(it.says())
		}
	}
	best := markers.Tally{N: 1}
	for _, t := range tracks {
		if t.Words*best.N > best.Words*t.N {
			best = t
		}
	}
	for i, t := range tracks {
		if take[i] = 2*t.Words*best.N >= best.Words*t.N; take[i] {
			sum.N, sum.Words = sum.N+t.N, sum.Words+t.Words
		}
	}
	return sum
}

// marks turns what was read into the markers that become segments.
func (p *parser) marks(c *markers.Clock, session int64) ([]markers.Mark, error) {
	chosen, err := p.choose()
	if err != nil {
		return nil, err
	}
	if !chosen.markers && p.firstTimeless != nil {
		return nil, p.firstTimeless
	}
	clips, err := p.place(p.clips, c, session)
	if err != nil {
		return nil, err
	}
	marks, err := p.place(p.markers, c, session)
	if err != nil {
		return nil, err
	}
	taken := pair(marks, clips)
	if chosen.markers {
		return marks, p.leftClips(taken)
	}
	return p.clipMarks(&chosen, marks, clips, taken)
}

// clipMarks are the clips of the tracks that were chosen, or the markers that
// belong to them, which say more. It leaves the clips to its result.
func (p *parser) clipMarks(chosen *choice, marks, clips []markers.Mark, taken []int) ([]markers.Mark, error) {
	named := make([]int32, len(clips)) // one above the marker of a clip
	for i, clip := range taken {
		if clip >= 0 {
			named[clip] = int32(i + 1)
		}
	}
	read := clips[:0]
	for i := range clips {
		it := &p.clips[i]
		switch n := named[i]; {
		case it.track >= 0 && !chosen.tracks[it.track]:
		case n > 0:
			read = append(read, marks[n-1])
			taken[n-1] = -2 // it is in the script
		case !it.fade:
			read = append(read, clips[i])
		}
	}
	return read, p.left(chosen, taken)
}

// pair gives each marker the length of a clip that begins with it and bears
// its text, and returns which one, or -1.
func pair(marks, clips []markers.Mark) []int {
	compare := func(start time.Duration, text string, b *markers.Mark) int {
		return cmp.Or(cmp.Compare(start, b.Start), strings.Compare(text, oneLine(b.Text)))
	}
	taken := make([]int, len(marks))
	if len(marks) == 0 {
		return taken
	}
	order := make([]int, len(clips))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compare(clips[a].Start, oneLine(clips[a].Text), &clips[b]) })
	passed := make([]int, len(clips)) // clips taken of those that are alike, at the first of them
	for i := range marks {
		text := oneLine(marks[i].Text)
		if text == "" && !strings.HasPrefix(marks[i].Name, markers.NamePrefix) {
			text = oneLine(marks[i].Name)
		}
		taken[i] = -1
		at, ok := slices.BinarySearchFunc(order, i, func(clip, _ int) int { return -compare(marks[i].Start, text, &clips[clip]) })
		if !ok {
			continue
		}
		if n := at + passed[at]; n < len(order) && compare(marks[i].Start, text, &clips[order[n]]) == 0 {
			taken[i] = order[n]
			marks[i].End = clips[order[n]].End
			passed[at]++
		}
	}
	return taken
}

func oneLine(s string) string {
	line, _ := clean.Line(s)
	return line
}

// leftClips warns of the clips beside markers.
func (p *parser) leftClips(taken []int) error {
	used := make([]bool, len(p.clips))
	for _, clip := range taken {
		if clip >= 0 {
			used[clip] = true
		}
	}
	at, n, tracks := 0, 0, make([]markers.Tally, len(p.names))
	for i := range p.clips {
		it := &p.clips[i]
		if used[i] || it.fade {
			continue
		}
		if n++; n == 1 {
			at = it.offset
		}
		if it.track >= 0 {
			tracks[it.track].N++
		}
	}
	if n > 0 {
		err := fmt.Errorf("%w: %d clips that belong to no marker: %s: %w", script.ErrDropped, n, p.named(tracks), ErrChoice)
		if err := p.in.Warn(at, "", err); err != nil {
			return err
		}
	}
	if p.timeless > 0 {
		if err := p.in.Warn(0, "", fmt.Errorf("%w: %d clips whose times are neither timecodes nor times", script.ErrDropped, p.timeless)); err != nil {
			return err
		}
	}
	return p.leftFades(func(clip int) bool { return !used[clip] })
}

// left warns of what there is beside the clips of the tracks that were taken.
func (p *parser) left(c *choice, taken []int) error {
	states := markers.NewDiffer("states")
	read, other := make([]markers.Tally, len(p.names)), make([]markers.Tally, len(p.names))
	firstOther, firstOfSecond := -1, -1
	for i := range p.clips {
		it := &p.clips[i]
		switch {
		case it.fade || it.track < 0:
		case c.tracks[it.track]:
			states.See(it.state, it.offset)
			if read[it.track].N++; firstOfSecond < 0 && it.track != p.clips[0].track {
				firstOfSecond = it.offset
			}
		default:
			if other[it.track].N++; firstOther < 0 {
				firstOther = it.offset
			}
		}
	}
	if err := states.Warn(p.in); err != nil {
		return err
	}
	if !c.asked {
		if err := p.leftTracks(read, other, firstOfSecond, firstOther); err != nil {
			return err
		}
		if err := p.leftMarkers(taken); err != nil {
			return err
		}
	}
	return p.leftFades(func(clip int) bool { return p.clips[clip].track < 0 || c.tracks[p.clips[clip].track] })
}

// leftTracks says which tracks were read where there are several.
func (p *parser) leftTracks(read, other []markers.Tally, second, first int) error {
	if many(read) {
		if err := p.in.Warn(max(second, 0), "", fmt.Errorf("%w: clips of several tracks are one script: %s: %w", script.ErrAssumed, p.named(read), ErrChoice)); err != nil {
			return err
		}
	}
	if first < 0 {
		return nil
	}
	return p.in.Warn(first, "", fmt.Errorf("%w: clips of other tracks than %s: %s: %w", script.ErrDropped, p.named(read), p.named(other), ErrChoice))
}

// leftMarkers warns of the markers beside clips.
func (p *parser) leftMarkers(taken []int) error {
	n, at := 0, 0
	for i, clip := range taken {
		if clip == -2 {
			continue
		}
		if n++; n == 1 {
			at = p.markers[i].offset
		}
	}
	if n == 0 {
		return nil
	}
	return p.in.Warn(at, "", fmt.Errorf("%w: %d markers beside the clips, the first %q: %w", script.ErrDropped, n,
		script.Shorten(p.markers[0].says()), ErrChoice))
}

// leftFades warns of the fades among the clips that count.
func (p *parser) leftFades(counts func(clip int) bool) error {
	n, at := 0, 0
	for i := range p.clips {
		if it := &p.clips[i]; it.fade && counts(i) {
			if n++; n == 1 {
				at = it.offset
			}
		}
	}
	if n == 0 {
		return nil
	}
	return p.in.Warn(at, "", fmt.Errorf("%w: %d fades", script.ErrDropped, n))
}

func many(tracks []markers.Tally) bool {
	n := 0
	for _, t := range tracks {
		n += min(t.N, 1)
	}
	return n > 1
}

// named lists the tracks that have clips, with how many.
func (p *parser) named(tracks []markers.Tally) string {
	var all []string
	for i, t := range tracks {
		if t.N > 0 {
			all = append(all, fmt.Sprintf("%s (%d)", script.Shorten(p.names[i]), t.N))
		}
	}
	return list(all)
}

// list joins names, and stops when there are many.
func list(names []string) string {
	const most = 20
	if len(names) > most {
		names = append(slices.Clone(names[:most]), "…")
	}
	return strings.Join(names, ", ")
}

package protools

import (
	"fmt"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// trackLine reads a line of the track list. The name of a clip may have line
// breaks, which break its row: it ends where its times are.
func (p *parser) trackLine(line string, at int) error {
	switch {
	case strings.HasPrefix(line, keyTrack):
		p.names = append(p.names, strings.TrimSpace(line[len(keyTrack):]))
		p.behind, p.fresh = 0, true
		return p.flush(at)
	case strings.HasPrefix(line, "CHANNEL ") && strings.Contains(line, "EVENT"):
		p.behind = strings.Count(line, "\t") - 2
		if p.behind < 3 || p.behind > maxColumns {
			return p.in.Fail(at, fmt.Errorf("%w: %d columns of clips: want 7 or 8", script.ErrSyntax, p.behind+3))
		}
		return p.flush(at)
	case p.behind < 3:
		return nil // comments, delay, state and plug-ins of the track
	}
	need := p.behind
	if p.began < 0 {
		if strings.TrimSpace(line) == "" {
			return nil
		}
		need += 2
	}
	if p.began < 0 {
		p.began = at
	}
	if strings.Count(line, "\t") < need {
		return nil
	}
	began := p.began
	p.began = -1
	return p.clip(began, at+len(line))
}

// clip reads the row between two offsets.
func (p *parser) clip(began, end int) error {
	row := p.in.Src[began:end]
	channel, rest, _ := strings.Cut(row, "\t")
	event, rest, _ := strings.Cut(rest, "\t")
	if !isNumber(channel) || !isNumber(event) {
		return p.in.Fail(began, fmt.Errorf("%w: want channel and event, then clip name, start, end, duration and state, with tabs between", script.ErrSyntax))
	}
	cols := make([]column, p.behind)
	for i := p.behind - 1; i >= 0; i-- {
		cut := strings.LastIndexByte(rest, '\t')
		if cut < 0 {
			return p.in.Fail(began, fmt.Errorf("%w: a clip without times", script.ErrMissing))
		}
		cols[i] = column{text: rest[cut+1:], at: end - (len(rest) - cut - 1)}
		end -= len(rest) - cut
		rest = rest[:cut]
	}
	name := strings.TrimSpace(rest)
	if strings.TrimSpace(channel) != "1" || p.want == Markers {
		return nil
	}
	it := item{offset: began, text: name, ends: true, first: p.fresh, fade: isFade(name), track: int32(len(p.names) - 1),
		state: strings.TrimSpace(cols[len(cols)-1].text)}
	for i, to := range [...]*moment{&it.from, &it.until} {
		var ok bool
		var err error
		if *to, ok, err = p.moment(cols[i].text, cols[i].at); err != nil {
			return err
		}
		if !ok {
			p.skip(cols[i])
			return nil
		}
	}
	p.fresh = false
	p.clips = append(p.grow(p.clips, began), it)
	return nil
}

// skip leaves out a clip whose time is none, such as bars or feet: markers may
// have been meant.
func (p *parser) skip(c column) {
	if p.timeless++; p.timeless == 1 {
		p.firstTimeless = p.untimed(c.text, c.at)
	}
}

type column struct {
	text string
	at   int
}

// isFade knows the names that Pro Tools lists fades by. A marker of that text
// makes it a description.
func isFade(name string) bool {
	return name == "(fade in)" || name == "(fade out)" || name == "(cross fade)"
}

func isNumber(s string) bool {
	s = strings.TrimSpace(s)
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

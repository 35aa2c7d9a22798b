package protools

import (
	"fmt"
	"math"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/markers"
	"github.com/vsconvert/vsconvert/script"
)

// moment is a time as it stands in the text: a timecode, or the time from the
// start of the session.
type moment struct {
	offset   int
	label    markers.Label
	subframe int // hundredths of a frame
	since    time.Duration
	isLabel  bool
}

// moment reads a time in any of the formats that have one. ok is false for
// bars, feet and what else is no time.
func (p *parser) moment(s string, offset int) (m moment, ok bool, err error) {
	offset += len(s) - len(strings.TrimLeft(s, " "))
	s = strings.TrimSpace(s)
	m.offset = offset
	text := s
	if i := strings.LastIndexByte(s, '.'); i > 0 && strings.Count(s[:i], ":")+strings.Count(s[:i], ";") == 3 && len(s)-i <= 3 {
		if n, err := strconv.Atoi(s[i+1:]); err == nil && n >= 0 {
			text, m.subframe = s[:i], n
		}
	}
	if markers.IsLabel(text) {
		m.isLabel = true
		m.label, err = p.in.Label(text, offset)
		return m, true, err
	}
	m.since, ok = p.sinceStart(s)
	return m, ok, nil
}

// sinceStart reads samples, and minutes and seconds as "62:03.149".
func (p *parser) sinceStart(s string) (time.Duration, bool) {
	if n, err := strconv.ParseUint(s, 10, 63); err == nil {
		return p.samples(n)
	}
	minutes, seconds, found := strings.Cut(s, ":")
	m, err := strconv.ParseUint(minutes, 10, 20)
	if !found || err != nil || seconds == "" || seconds[0] < '0' || seconds[0] > '9' {
		return 0, false
	}
	sec, err := clock.ParseSeconds(seconds)
	return time.Duration(m)*time.Minute + sec, err == nil && sec < time.Minute
}

// samples returns the time of a sample, to the nearest nanosecond.
func (p *parser) samples(n uint64) (time.Duration, bool) {
	const perHertz = uint64(time.Second) * uint64(time.Second) // the rate is in nanohertz
	hi, lo := bits.Mul64(n, perHertz)
	lo, carry := bits.Add64(lo, p.sampleRate/2, 0)
	hi += carry
	if hi >= p.sampleRate {
		return 0, false
	}
	q, _ := bits.Div64(hi, lo, p.sampleRate)
	return time.Duration(q), q <= math.MaxInt64
}

const wantTime = "a timecode, minutes and seconds, or samples: export with the time format Timecode"

// need is moment for times that nothing else can stand for.
func (p *parser) need(s string, offset int) (moment, error) {
	m, ok, err := p.moment(s, offset)
	if err == nil && !ok {
		err = p.in.Fail(offset, &script.ValueError{Kind: script.ErrTime, Value: strings.TrimSpace(s), Want: wantTime})
	}
	return m, err
}

// time places a moment in the programme; session is the frame number of the
// session's first frame.
func (m *moment) time(in *markers.Input, c *markers.Clock, session int64) (time.Duration, error) {
	if !m.isLabel {
		t := m.since + c.Duration(session-c.Start)
		if t < 0 {
			return 0, in.Fail(m.offset, fmt.Errorf("%w: before the programme's start", script.ErrNegativeTime))
		}
		return t, nil
	}
	n, err := c.Frames(m.label)
	if err != nil {
		return 0, err
	}
	t := c.Duration(n)
	return t + ((c.Duration(n+1)-t)*time.Duration(m.subframe)+50)/100, nil
}

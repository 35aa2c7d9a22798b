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
	"github.com/vsconvert/vsconvert/timecode"
)

// moment is a time as it stands in the text: a timecode, or the time from the
// start of the session.
type moment struct {
	offset   int
	label    timecode.Label
	since    time.Duration
	subframe uint16 // thousandths of a frame
	isLabel  bool
}

// moment reads a time in any of the formats that have one. ok is false for
// bars, feet and what else is no time.
func (p *parser) moment(s string, offset int) (m moment, ok bool, err error) {
	offset += len(s) - len(strings.TrimLeft(s, " "))
	s = strings.TrimSpace(s)
	m.offset = offset
	text, sub := cutSubframes(s)
	if markers.IsLabel(text) {
		label, err := p.in.Label(text, offset)
		m.isLabel, m.label, m.subframe = true, label.Label, sub
		return m, true, err
	}
	m.since, ok = p.sinceStart(s)
	return m, ok, nil
}

// cutSubframes takes the decimals of a frame off a timecode: two digits of
// Pro Tools' own, or three.
func cutSubframes(s string) (label string, thousandths uint16) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 || len(s)-i > 4 || strings.Count(s[:i], ":")+strings.Count(s[:i], ";") != 3 {
		return s, 0
	}
	n := 0
	for k := i + 1; k < i+4; k++ {
		n *= 10
		if k < len(s) {
			if s[k] < '0' || s[k] > '9' {
				return s, 0
			}
			n += int(s[k] - '0')
		}
	}
	return s[:i], uint16(n)
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

// untimed is the error of a time that nothing else can stand for.
func (p *parser) untimed(s string, offset int) error {
	return p.in.Fail(offset, &script.ValueError{Kind: script.ErrTime, Value: strings.TrimSpace(s), Want: wantTime})
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
	n, err := c.Frames(in.At(m.label, m.offset))
	if err != nil {
		return 0, err
	}
	t := c.Duration(n)
	return t + ((c.Duration(n+1)-t)*time.Duration(m.subframe)+500)/1000, nil
}

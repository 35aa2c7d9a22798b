package ttml

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

const (
	nsPerSecond = 1e9
	maxDigits   = 1000 // of one number in a time
)

const wantTime = `a time such as "00:01:02.345", "00:01:02:12", "62.345s" or "1500f"`

// parseTime reads a time expression of TTML:
//
//	hh:mm:ss, hh:mm:ss.d, hh:mm:ss:ff, hh:mm:ss:ff.sub   two digits or more for hours
//	1.5h, 1.5m, 1.5s, 1.5ms, 1.5f, 1.5t                  hours to milliseconds, frames, ticks
//
// Values are exact.
func (p *params) parseTime(s string) (moment, error) {
	if ns, ok := p.whole(s); ok {
		return moment{ns: ns}, nil
	}
	if strings.IndexByte(s, ':') >= 0 {
		return p.clock(s)
	}
	return p.offset(s)
}

// whole reads the times that most documents have, where they are whole
// nanoseconds: clock times of media time, seconds, milliseconds and ticks. It
// leaves others, and all that is malformed, to the exact arithmetic.
func (p *params) whole(s string) (ns int64, ok bool) {
	if ns, ok := canonical(s); ok && !p.smpte {
		return ns, true
	}
	n, i := leading(s, 9)
	if i == 0 || i == len(s) {
		return 0, false
	}
	if rest := s[i:]; rest[0] != ':' {
		return p.wholeOffset(n, rest)
	} else if i < 2 || len(rest) < 6 || rest[3] != ':' || p.smpte {
		return 0, false
	} else {
		m, sec := pair(rest[1], rest[2]), pair(rest[4], rest[5])
		part, ok := decimals(rest[6:], 9)
		if !ok || m < 0 || m > 59 || sec < 0 || sec > 59 || n > 2e6 {
			return 0, false
		}
		return ((n*60+m)*60+sec)*nsPerSecond + part, true
	}
}

// wholeOffset reads what follows the whole number n of an offset.
func (p *params) wholeOffset(n int64, rest string) (ns int64, ok bool) {
	switch number := strings.TrimRight(rest, "mst"); rest[len(number):] {
	case "s":
		part, ok := decimals(number, 9)
		return n*nsPerSecond + part, ok
	case "ms":
		part, ok := decimals(number, 6)
		return n*1e6 + part, ok
	case "t":
		if number == "" && p.tickRate > 0 && nsPerSecond%p.tickRate == 0 {
			return n * (nsPerSecond / p.tickRate), true
		}
	}
	return 0, false
}

// leading returns the number that s begins with and how many digits it has, or
// zeros when there are more than most.
func leading(s string, most int) (n int64, digits int) {
	for digits < len(s) && isDigit(s[digits]) {
		if digits == most {
			return 0, 0
		}
		n = n*10 + int64(s[digits]-'0')
		digits++
	}
	return n, digits
}

// decimals reads a fraction of up to most digits, ".5", in units of the last.
func decimals(s string, most int) (n int64, ok bool) {
	if s == "" {
		return 0, true
	}
	if s[0] != '.' {
		return 0, false
	}
	n, digits := leading(s[1:], most)
	if digits == 0 || digits != len(s)-1 {
		return 0, false
	}
	for range most - digits {
		n *= 10
	}
	return n, true
}

// canonical reads hh:mm:ss.fff, which is how most times are written.
func canonical(s string) (ns int64, ok bool) {
	if len(s) != 12 || s[2] != ':' || s[5] != ':' || s[8] != '.' {
		return 0, false
	}
	h, m, sec := pair(s[0], s[1]), pair(s[3], s[4]), pair(s[6], s[7])
	ms := pair(s[9], s[10])*10 + pair('0', s[11])
	if h < 0 || m < 0 || sec < 0 || ms < 0 || m > 59 || sec > 59 {
		return 0, false
	}
	return ((h*60+m)*60+sec)*nsPerSecond + ms*1e6, true
}

// pair returns the value of two digits, or a number far below zero.
func pair(a, b byte) int64 {
	a, b = a-'0', b-'0'
	if a > 9 || b > 9 {
		return -1 << 32
	}
	return int64(a)*10 + int64(b)
}

func timeError(s, want string) error {
	return &script.ValueError{Kind: script.ErrTime, Value: s, Want: want}
}

// clock reads hh:mm:ss with a fraction or frames.
func (p *params) clock(s string) (moment, error) {
	parts := strings.SplitN(s, ":", 5)
	if len(parts) < 3 || len(parts) > 4 || len(parts[0]) < 2 || len(parts[1]) != 2 {
		return moment{}, timeError(s, wantTime)
	}
	seconds, fraction, hasFraction := strings.Cut(parts[2], ".")
	if len(seconds) != 2 || hasFraction && (fraction == "" || len(parts) == 4) {
		return moment{}, timeError(s, wantTime)
	}
	h, m, sec := number(parts[0]), number(parts[1]), number(seconds+"."+fraction)
	if h == nil || m == nil || sec == nil {
		return moment{}, timeError(s, wantTime)
	}
	if m.Cmp(rat(59)) > 0 || sec.Cmp(rat(61)) >= 0 {
		return moment{}, timeError(s, "minutes to 59 and seconds to 60")
	}
	if sec.Cmp(rat(60)) >= 0 { // a leap second repeats the last
		p.loss = fmt.Errorf("%w: second 60 of %q is taken as 59", script.ErrAssumed, script.Shorten(s))
		sec.Sub(sec, rat(1))
	}
	minute := m.Num().Int64()
	total := h.Add(h.Mul(h, rat(3600)), m.Mul(m, rat(60)))
	total.Add(total, sec)
	frames := new(big.Rat)
	if len(parts) == 4 {
		var err error
		if frames, err = p.frames(parts[3], s); err != nil {
			return moment{}, err
		}
	}
	if p.smpte {
		p.checkLabel(minute, sec, frames, s)
		return seconds2moment(p.labelled(total, frames), s)
	}
	return seconds2moment(total.Add(total, frames.Quo(frames, p.effective())), s)
}

// frames reads the ff or ff.sub of a clock time s.
func (p *params) frames(text, s string) (*big.Rat, error) {
	whole, sub, hasSub := strings.Cut(text, ".")
	n := number(whole)
	if n == nil || len(whole) < 2 || hasSub && (sub == "" || number(sub) == nil) {
		return nil, timeError(s, wantTime)
	}
	if n.Cmp(rat(p.frameRate)) >= 0 {
		return nil, timeError(s, fmt.Sprintf("frames below the frame rate of %d", p.frameRate))
	}
	p.countFrames()
	if hasSub {
		part := number(sub)
		if part.Cmp(rat(p.subFrameRate)) >= 0 {
			return nil, timeError(s, fmt.Sprintf("sub-frames below the sub-frame rate of %d", p.subFrameRate))
		}
		n.Add(n, part.Quo(part, rat(p.subFrameRate)))
	}
	return n, nil
}

// countFrames notes that a time counts frames of a rate that is not given.
func (p *params) countFrames() {
	if !p.ratedFrames {
		p.loss = fmt.Errorf("%w: no frameRate: times in frames are taken at 30 a second", script.ErrAssumed)
	}
}

// labelled returns the seconds at which the frame with an SMPTE label comes:
// labels count whole frames a second, and drop mode leaves some out.
func (p *params) labelled(seconds, frames *big.Rat) *big.Rat {
	count := new(big.Rat).Mul(seconds, rat(p.frameRate))
	count.Add(count, frames)
	minutes := new(big.Int).Quo(new(big.Int).Quo(seconds.Num(), seconds.Denom()), big.NewInt(60))
	tenth := func(n int64) *big.Int { return new(big.Int).Quo(minutes, big.NewInt(n)) }
	dropped := new(big.Int)
	switch p.drop {
	case dropNTSC: // two labels a minute, but none every tenth
		dropped.Sub(minutes, tenth(10))
		dropped.Lsh(dropped, 1)
	case dropPAL: // four labels every second minute, but none every twentieth
		dropped.Sub(tenth(2), tenth(20))
		dropped.Lsh(dropped, 2)
	}
	count.Sub(count, new(big.Rat).SetInt(dropped))
	return count.Quo(count, p.effective())
}

// checkLabel notes that s is one of the labels that drop mode leaves out.
func (p *params) checkLabel(minute int64, second, frames *big.Rat, s string) {
	var left bool
	switch p.drop {
	case dropNTSC:
		left = minute%10 != 0 && frames.Cmp(rat(2)) < 0
	case dropPAL:
		left = minute%2 == 0 && minute%20 != 0 && frames.Cmp(rat(4)) < 0
	}
	if left && second.Cmp(rat(1)) < 0 {
		p.loss = fmt.Errorf("%w: timecode %q: drop-frame counting has no such label", script.ErrAssumed, script.Shorten(s))
	}
}

// offset reads a number and its unit.
func (p *params) offset(s string) (moment, error) {
	i := 0
	for i < len(s) && (isDigit(s[i]) || s[i] == '.') {
		i++
	}
	unit := s[i:]
	if strings.HasPrefix(s, "wallclock(") {
		return moment{}, timeError(s, "a time counted from the start: wall clock times have none here")
	}
	n := number(s[:i])
	if n == nil || s[i-1] == '.' {
		return moment{}, timeError(s, wantTime)
	}
	switch unit {
	case "h":
		n.Mul(n, rat(3600))
	case "m":
		n.Mul(n, rat(60))
	case "s":
	case "ms":
		n.Quo(n, rat(1000))
	case "f":
		p.countFrames()
		n.Quo(n, p.effective())
	case "t":
		if p.tickRate == 0 && !p.ratedFrames {
			p.loss = fmt.Errorf("%w: neither tickRate nor frameRate: times in ticks are taken at 1 a second", script.ErrAssumed)
		}
		n.Quo(n, p.ticks())
	default:
		return moment{}, timeError(s, wantTime)
	}
	return seconds2moment(n, s)
}

func seconds2moment(seconds *big.Rat, s string) (moment, error) {
	m := exact(seconds.Mul(seconds, rat(nsPerSecond)))
	if _, ok := m.duration(); !ok {
		return moment{}, &script.ValueError{Kind: script.ErrTimeRange, Value: s, Want: "less than 2562047 hours"}
	}
	return m, nil
}

// number reads digits with an optional fraction, or returns nil.
func number(s string) *big.Rat {
	whole, fraction, _ := strings.Cut(s, ".")
	if whole == "" || len(s) > maxDigits || !allDigits(whole) || !allDigits(fraction) {
		return nil
	}
	n, ok := new(big.Rat).SetString(whole + "." + fraction + "0")
	if !ok {
		return nil
	}
	return n
}

func allDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func rat(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

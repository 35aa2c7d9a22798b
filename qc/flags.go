package qc

import (
	"math"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/script"
)

// Flag is a set of things to look at in a segment. Values are combined
// with |.
type Flag uint16

// From the gravest to the slightest.
const (
	Reversed   Flag = 1 << iota // the end is before the start
	ZeroLength                  // the end is the start
	Negative                    // the start is before the first frame
	NoText                      // nothing to speak
	Overlap                     // an earlier segment is still being spoken
	TooFast                     // above Band.TooFast
	Fast                        // above Band.Fast
	AtZero                      // starts with the first frame: players may speak before they play
	Short                       // below Limits.Short
	Long                        // above Limits.Long
	Slow                        // below Band.Slow
	end
)

var flagNames = [...]string{"end before start", "zero length", "starts before zero", "no text", "overlaps the one before",
	"too fast", "fast", "starts at zero", "very short", "very long", "slow"}

// Severity grades flags.
type Severity uint8

const (
	None Severity = iota
	Info
	Warning
	Error
)

// String returns "", "info", "warning" or "error".
func (s Severity) String() string { return [...]string{"", "info", "warning", "error"}[s] }

const (
	grave  = Reversed | ZeroLength | Negative | NoText | Overlap | TooFast
	slight = Slow
)

// Severity returns the gravest of the flags' severities.
func (f Flag) Severity() Severity {
	switch {
	case f == 0:
		return None
	case f&grave != 0:
		return Error
	case f&^slight != 0:
		return Warning
	}
	return Info
}

// Flags returns every single flag, gravest first.
func Flags() []Flag {
	all := make([]Flag, 0, len(flagNames))
	for f := Flag(1); f < end; f <<= 1 {
		all = append(all, f)
	}
	return all
}

// Name returns the words for a single flag.
func (f Flag) Name() string {
	for i, name := range flagNames {
		if f == 1<<i {
			return name
		}
	}
	return ""
}

// String returns the flags in words, by severity: "error: too fast, overlaps
// the one before; warning: very short". It is "" when there are none.
func (f Flag) String() string {
	if f == 0 {
		return ""
	}
	var b strings.Builder
	last := None
	for i, name := range flagNames {
		one := Flag(1) << i
		if f&one == 0 {
			continue
		}
		switch s := one.Severity(); {
		case s == last:
			b.WriteString(", ")
		case last != None:
			b.WriteString("; ")
			fallthrough
		default:
			b.WriteString(s.String() + ": ")
			last = s
		}
		b.WriteString(name)
	}
	return b.String()
}

// Measure is how long and how fast a segment is.
type Measure struct {
	Unit   Unit
	Count  int     // words, or characters where Unit is CPS
	Rate   float64 // in Unit, rounded to 1 WPM or 0.1 CPS; 0 when the segment is too short to judge it
	Flags  Flag
	Length time.Duration // End - Start
}

// Check measures seg against l, which must have its defaults in place.
// language is that of the segment, or of the script when it has none; busy is
// the latest end of the segments before it.
func Check(seg *script.Segment, language string, busy time.Duration, l *Limits) Measure {
	w := writingOf(language, seg.Text)
	m := Measure{Length: seg.Duration(), Flags: checkTimes(seg, busy, l)}
	least := l.MinWords
	if w > words {
		m.Unit, m.Count, least = CPS, Characters(seg.Text), l.MinChars
	} else {
		m.Count = Words(seg.Text)
	}
	if m.Count == 0 {
		m.Flags |= NoText
		return m
	}
	if m.Length <= 0 || m.Length < l.MinSpan || m.Count < least {
		return m
	}
	m.Rate = m.Unit.rate(m.Count, m.Length)
	m.Flags |= l.band(w).judge(m.Rate)
	return m
}

// rate is rounded to what is shown of it, a whole number of words or tenths of
// characters, so that a flag never seems to contradict its number.
func (u Unit) rate(n int, d time.Duration) float64 {
	if u == CPS {
		return math.Round(float64(n)/d.Seconds()*10) / 10
	}
	return math.Round(float64(n) / d.Seconds() * 60)
}

func checkTimes(seg *script.Segment, busy time.Duration, l *Limits) Flag {
	var f Flag
	length := seg.Duration()
	switch {
	case length < 0:
		f = Reversed
	case length == 0:
		f = ZeroLength
	case length < l.Short:
		f = Short
	case l.Long > 0 && length > l.Long:
		f = Long
	}
	switch {
	case seg.Start < 0:
		f |= Negative
	case seg.Start == 0:
		f |= AtZero
	}
	if seg.Start < busy && busy > 0 {
		f |= Overlap
	}
	return f
}

func (b Band) judge(rate float64) Flag {
	switch {
	case b.TooFast > 0 && rate > b.TooFast:
		return TooFast
	case b.Fast > 0 && rate > b.Fast:
		return Fast
	case rate < b.Slow:
		return Slow
	}
	return 0
}

// Spoken estimates how long a text takes to speak at a calm rate: 160 words a
// minute, 5 or 10 characters a second, and at least a second.
func Spoken(text, language string) time.Duration {
	n, perSecond := 0.0, 0.0
	switch writingOf(language, text) {
	case syllables:
		n, perSecond = float64(Characters(text)), 5
	case letters:
		n, perSecond = float64(Characters(text)), 10
	default:
		n, perSecond = float64(Words(text)), 160.0/60
	}
	return max(time.Second, time.Duration(n/perSecond*1000)*time.Millisecond)
}

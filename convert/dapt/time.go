package dapt

import (
	"math/big"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/ttmltime"
	"github.com/vsconvert/vsconvert/script"
)

// Time is a time expression.
type Time struct {
	Raw     string   // as it stands; when Seconds says something else, that is what is written
	Seconds *big.Rat // exact, from the begin of what it stands in; nil where it is not stated
}

// At returns the time of a moment, which is written as hh:mm:ss.fff.
func At(d time.Duration) Time { return Time{Seconds: big.NewRat(int64(d), int64(time.Second))} }

// IsSet reports whether the time is stated.
func (t Time) IsSet() bool { return t.Seconds != nil }

// Equal reports whether two times are the same, and said the same way.
func (t Time) Equal(u Time) bool {
	return t.Raw == u.Raw && (t.Seconds == nil) == (u.Seconds == nil) && (t.Seconds == nil || t.Seconds.Cmp(u.Seconds) == 0)
}

// Interval is when something is active. Times count from the begin of what
// it stands in.
type Interval struct{ Begin, End, Dur Time }

// clock returns how the document counts.
func (d *Document) clock() ttmltime.Clock {
	return ttmltime.ClockOfRates(d.FrameRate, d.FrameRateMultiplier, d.SubFrameRate, d.TickRate)
}

// text returns how a time is written: as it stood, unless it was changed.
func (d *Document) text(t Time, clock ttmltime.Clock) (string, error) {
	if t.Raw != "" {
		if was, _, ok := clock.Parse(t.Raw); ok && was.Cmp(t.Seconds) == 0 {
			return t.Raw, nil
		}
	}
	if t.Seconds.Sign() < 0 {
		return "", &script.ValueError{Kind: script.ErrTime, Field: "time", Value: t.Seconds.RatString(), Want: "no time before zero"}
	}
	if s, ok := decimals(t.Seconds); ok {
		return ttmltime.Seconds(t.Seconds, s), nil
	}
	for _, unit := range [...]struct {
		rate, metric string
		perSecond    *big.Rat
	}{{d.FrameRate, "f", clock.Frames}, {d.TickRate, "t", clock.Ticks}} {
		if n := new(big.Rat).Mul(t.Seconds, unit.perSecond); unit.rate != "" {
			if s, ok := decimals(n); ok {
				return strings.TrimSuffix(n.FloatString(s), ".") + unit.metric, nil
			}
		}
	}
	return "", &script.ValueError{Kind: script.ErrTime, Field: "time", Value: t.Seconds.RatString(), Want: "a decimal number of seconds, frames or ticks"}
}

const maxDecimals = 30

// decimals returns how many decimals say a number exactly.
func decimals(n *big.Rat) (int, bool) {
	ten := big.NewInt(10)
	power := big.NewInt(1)
	for digits := range maxDecimals {
		if new(big.Int).Rem(power, n.Denom()).Sign() == 0 {
			return digits, true
		}
		power.Mul(power, ten)
	}
	return 0, false
}

// duration returns seconds to the nearest nanosecond, and the longest Duration
// for what is beyond it.
func duration(seconds *big.Rat) time.Duration {
	ns := ttmltime.Round(new(big.Rat).Mul(seconds, big.NewRat(int64(time.Second), 1)))
	if !ns.IsInt64() {
		return 1<<63 - 1
	}
	return time.Duration(ns.Int64())
}

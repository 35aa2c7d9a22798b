// Package ttmltime reads and writes the time expressions of TTML exactly, each
// in the form it had.
package ttmltime

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/xmltoken"
	"github.com/vsconvert/vsconvert/internal/xmltree"
)

// Clock is how a document counts: what its root says of frames and ticks.
type Clock struct {
	Frames *big.Rat // a second
	Ticks  *big.Rat // a second
	Whole  int64    // frames that a second is labelled with
	Sub    int64    // sub-frames a frame
	SMPTE  bool     // hh:mm:ss:ff labels frames
	Drop   bool     // and leaves some labels out
}

// ClockOf returns how the document with this root counts.
func ClockOf(root *xmltree.Node) Clock {
	param := func(local string) string { return root.Value(xmltoken.SpaceTTP, local) }
	c := ClockOfRates(param("frameRate"), param("frameRateMultiplier"), param("subFrameRate"), param("tickRate"))
	c.SMPTE = param("timeBase") == "smpte"
	drop := param("dropMode")
	c.Drop = c.SMPTE && drop != "" && drop != "nonDrop"
	return c
}

// ClockOfRates returns how a document of media time counts by its parameters,
// each "" where it is not stated.
func ClockOfRates(frameRate, multiplier, subFrameRate, tickRate string) Clock {
	c := Clock{Whole: rate(frameRate, 30), Sub: rate(subFrameRate, 1)}
	c.Frames = big.NewRat(c.Whole, 1)
	c.Frames.Mul(c.Frames, factor(multiplier))
	c.Ticks = big.NewRat(rate(tickRate, 1), 1)
	if tickRate == "" && frameRate != "" {
		c.Ticks.Mul(c.Frames, big.NewRat(c.Sub, 1))
	}
	return c
}

func rate(s string, unset int64) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(s), 10, 64)
	if err != nil || n < 1 {
		return unset
	}
	return n
}

// factor returns what "1000 1001" multiplies by, one where it says nothing.
func factor(s string) *big.Rat {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ':' })
	if len(parts) == 2 {
		return big.NewRat(rate(parts[0], 1), rate(parts[1], 1))
	}
	return big.NewRat(1, 1)
}

// Form is how a time is written.
type Form struct {
	Unit   string // of an offset: h m s ms f t; "" for hh:mm:ss
	Frames bool   // of hh:mm:ss: frames follow
}

var perUnit = map[string]*big.Rat{"h": big.NewRat(3600, 1), "m": big.NewRat(60, 1), "s": big.NewRat(1, 1), "ms": big.NewRat(1, 1000)}

// Parse returns the seconds of a time that the reader has accepted, and its
// form. ok is false for forms that are not edited.
func (c Clock) Parse(s string) (t *big.Rat, f Form, ok bool) {
	if !isTime(s) {
		return nil, f, false
	}
	if strings.Contains(s, ":") {
		return c.parseClock(s)
	}
	digits := strings.TrimRight(s, "hmsft")
	f.Unit = s[len(digits):]
	t, ok = new(big.Rat).SetString(digits)
	if !ok {
		return nil, f, false
	}
	unit := c.unit(f.Unit)
	if unit == nil {
		return nil, f, false
	}
	return t.Mul(t, unit), f, true
}

// longest is the length of a time that is read at all.
const longest = 100

// isTime reports whether s has nothing but what times are made of.
func isTime(s string) bool {
	digits := strings.Trim(s, "0123456789.:hmsft")
	return digits == "" && s != "" && len(s) <= longest && s[0] >= '0' && s[0] <= '9'
}

// Seconds writes hh:mm:ss, with decimals.
func Seconds(t *big.Rat, decimals int) string {
	whole := new(big.Int).Div(t.Num(), t.Denom())
	minutes, seconds := new(big.Int).DivMod(whole, big.NewInt(60), new(big.Int))
	hours, minute := new(big.Int).DivMod(minutes, big.NewInt(60), new(big.Int))
	text := fmt.Sprintf("%02d:%02d:%02d", hours, minute, seconds)
	if decimals == 0 {
		return text
	}
	rest := new(big.Rat).Sub(t, new(big.Rat).SetInt(whole))
	return text + strings.TrimPrefix(rest.FloatString(decimals), "0")
}

// unit returns the seconds of a unit, or nil.
func (c Clock) unit(name string) *big.Rat {
	switch name {
	case "f":
		return new(big.Rat).Inv(c.Frames)
	case "t":
		return new(big.Rat).Inv(c.Ticks)
	}
	return perUnit[name]
}

func (c Clock) parseClock(s string) (t *big.Rat, f Form, ok bool) {
	parts := strings.Split(s, ":")
	if len(parts) > 4 || len(parts) < 3 || c.Drop && len(parts) == 4 {
		return nil, f, false
	}
	t = new(big.Rat)
	for i, part := range parts[:3] {
		n, ok := new(big.Rat).SetString(part)
		if !ok {
			return nil, f, false
		}
		t.Add(t, n.Mul(n, big.NewRat([]int64{3600, 60, 1}[i], 1)))
	}
	if c.SMPTE { // labels of frames, not seconds
		t.Mul(t, big.NewRat(c.Whole, 1)).Quo(t, c.Frames)
	}
	if len(parts) == 4 {
		frames, sub, _ := strings.Cut(parts[3], ".")
		n, ok := new(big.Rat).SetString(frames)
		if !ok {
			return nil, f, false
		}
		if sub != "" {
			part, err := strconv.ParseInt(sub, 10, 64)
			if err != nil || part >= c.Sub {
				return nil, f, false
			}
			n.Add(n, big.NewRat(part, c.Sub))
		}
		t.Add(t, n.Quo(n, c.Frames))
		f.Frames = true
	}
	return t, f, true
}

// Format writes a time in a form, where that can say it exactly or to the
// nearest frame, else in one that can.
func (c Clock) Format(t *big.Rat, f Form) string {
	if f.Unit == "" && (f.Frames || c.SMPTE) {
		return c.labels(t)
	}
	if f.Unit == "" {
		ms := Round(new(big.Rat).Mul(t, big.NewRat(1e9, 1)))
		return clockTime(ms)
	}
	n := new(big.Rat).Quo(t, c.unit(f.Unit))
	if text, ok := exact(n); ok {
		return text + f.Unit
	}
	if f.Unit == "f" || f.Unit == "t" {
		return Round(n).String() + f.Unit
	}
	text, _ := exact(new(big.Rat).SetFrac(Round(new(big.Rat).Mul(t, big.NewRat(1e9, 1))), big.NewInt(1e9)))
	return text + "s"
}

// labels writes hh:mm:ss:ff.
func (c Clock) labels(t *big.Rat) string {
	whole := big.NewInt(c.Whole)
	var seconds, n *big.Int
	if c.SMPTE {
		count := Round(new(big.Rat).Mul(t, c.Frames))
		seconds, n = new(big.Int).DivMod(count, whole, new(big.Int))
	} else {
		seconds = new(big.Int).Div(t.Num(), t.Denom())
		rest := new(big.Rat).Sub(t, new(big.Rat).SetInt(seconds))
		n = Round(rest.Mul(rest, c.Frames))
		if n.Cmp(whole) >= 0 {
			seconds, n = seconds.Add(seconds, big.NewInt(1)), big.NewInt(0)
		}
	}
	s := seconds.Int64()
	return fmt.Sprintf("%02d:%02d:%02d:%02d", s/3600, s/60%60, s%60, n.Int64())
}

// clockTime writes hh:mm:ss.fff of nanoseconds, with as many digits as needed,
// and three at least.
func clockTime(ns *big.Int) string {
	s, rest := new(big.Int).DivMod(ns, big.NewInt(1e9), new(big.Int))
	fraction := fmt.Sprintf("%09d", rest.Int64())
	fraction = fraction[:3] + strings.TrimRight(fraction[3:], "0")
	n := s.Int64()
	return fmt.Sprintf("%02d:%02d:%02d.%s", n/3600, n/60%60, n%60, fraction)
}

// exact writes a number in decimals, if nine of them are enough.
func exact(n *big.Rat) (string, bool) {
	scaled := new(big.Rat).Mul(n, big.NewRat(1e9, 1))
	text := n.FloatString(9)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text, scaled.IsInt()
}

// Round returns the nearest whole number, halves up.
func Round(n *big.Rat) *big.Int {
	twice := new(big.Int).Lsh(n.Num(), 1)
	twice.Add(twice, n.Denom())
	return twice.Div(twice, new(big.Int).Lsh(n.Denom(), 1))
}

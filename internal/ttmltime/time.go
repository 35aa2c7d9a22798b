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
	SMPTE  bool     // hh:mm:ss:ff labels frames
	Drop   bool     // and leaves some labels out
}

func ClockOf(root *xmltree.Node) Clock {
	number := func(local string, unset int64) int64 {
		n, err := strconv.ParseInt(strings.TrimSpace(root.Value(xmltoken.SpaceTTP, local)), 10, 64)
		if err != nil || n < 1 {
			return unset
		}
		return n
	}
	c := Clock{Whole: number("frameRate", 30)}
	c.Frames = big.NewRat(c.Whole, 1)
	parts := strings.FieldsFunc(root.Value(xmltoken.SpaceTTP, "frameRateMultiplier"), func(r rune) bool { return r == ' ' || r == ':' })
	if factor, ok := new(big.Rat).SetString(strings.Join(parts, "/")); ok && factor.Sign() > 0 {
		c.Frames.Mul(c.Frames, factor)
	}
	c.Ticks = big.NewRat(number("tickRate", 1), 1)
	if root.Attr(xmltoken.SpaceTTP, "tickRate") == nil && root.Attr(xmltoken.SpaceTTP, "frameRate") != nil {
		c.Ticks.Mul(c.Frames, big.NewRat(number("subFrameRate", 1), 1))
	}
	c.SMPTE = root.Value(xmltoken.SpaceTTP, "timeBase") == "smpte"
	drop := root.Value(xmltoken.SpaceTTP, "dropMode")
	c.Drop = c.SMPTE && drop != "" && drop != "nonDrop"
	return c
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
		n, ok := new(big.Rat).SetString(parts[3]) // sub-frames are left to the caller's check
		if !ok {
			return nil, f, false
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

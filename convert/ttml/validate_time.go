package ttml

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// checkParams are the parameters of tt that times depend on.
type checkParams struct {
	frameRate int      // frames of a timecode second; 0 when absent
	rate      *big.Rat // real frames a second, or nil
	ticks     *big.Rat // ticks a second, or nil
}

// checkParams checks the parameters on tt and keeps those of time.
func (c *checker) checkParams() {
	words := map[string]int{"ttp:frameRate": 1, "ttp:tickRate": 1, "ttp:frameRateMultiplier": 2, "ttp:cellResolution": 2, "ttp:displayAspectRatio": 2}
	for _, a := range c.root.attrs {
		if count := words[a.name]; count > 0 && !checkPositive(a.value, count) {
			c.onAttr(c.root, a.name, "parameter-value", checkValue(a.name, a.value, strconv.Itoa(count)+" whole number(s) above zero"))
		}
	}
	base, ok := c.root.attr("ttp:timeBase")
	switch {
	case ok && base != "media":
		c.onAttr(c.root, "ttp:timeBase", "time-base", checkValue("ttp:timeBase", base, "media"))
	case !ok && c.profile == EBUTTD:
		c.onNode(c.root, "time-base", checkMissing("ttp:timeBase on tt"))
	}
	c.readRates()
}

func (c *checker) readRates() {
	rate, _ := c.root.attr("ttp:frameRate")
	if n, err := strconv.Atoi(rate); err == nil && n > 0 && n < 1<<20 {
		c.params.frameRate = n
		c.params.rate = big.NewRat(int64(n), 1)
		multiplier, _ := c.root.attr("ttp:frameRateMultiplier")
		if f := strings.Fields(multiplier); checkPositive(multiplier, 2) && len(f[0]) < 10 && len(f[1]) < 10 {
			num, _ := strconv.ParseInt(f[0], 10, 64)
			den, _ := strconv.ParseInt(f[1], 10, 64)
			c.params.rate.Mul(c.params.rate, big.NewRat(num, den))
		}
	}
	ticks, _ := c.root.attr("ttp:tickRate")
	if n, err := strconv.ParseInt(ticks, 10, 64); err == nil && n > 0 {
		c.params.ticks = big.NewRat(n, 1)
	}
}

// checkTime is a time expression that parsed.
type checkTime struct {
	clock  bool
	frames string   // of a clock time, or ""
	metric string   // of an offset
	value  *big.Rat // seconds; nil when a rate is missing or the number absurdly long
}

// checkForms remembers which syntaxes a document uses.
type checkForms struct{ clock, offset bool }

// parseTime takes a time expression apart.
func (c *checker) parseTime(s string) (checkTime, bool) {
	if strings.Contains(s, ":") {
		return c.parseClock(s)
	}
	end := len(s)
	for end > 0 && checkAlpha(s[end-1]) {
		end--
	}
	t := checkTime{metric: s[end:]}
	if !checkNumber(s[:end]) || strings.HasPrefix(s, ".") || !checkOneOf(t.metric, "h m s ms f t") {
		return t, false
	}
	n, ok := checkRat(s[:end])
	if !ok {
		return t, true
	}
	switch t.metric {
	case "h":
		t.value = n.Mul(n, big.NewRat(3600, 1))
	case "m":
		t.value = n.Mul(n, big.NewRat(60, 1))
	case "s":
		t.value = n
	case "ms":
		t.value = n.Quo(n, big.NewRat(1000, 1))
	case "f":
		t.value = checkQuo(n, c.params.rate)
	case "t":
		t.value = checkQuo(n, c.params.ticks)
	}
	return t, true
}

func checkQuo(n, rate *big.Rat) *big.Rat {
	if rate == nil {
		return nil
	}
	return n.Quo(n, rate)
}

func (c *checker) parseClock(s string) (checkTime, bool) {
	t := checkTime{clock: true}
	parts := strings.Split(s, ":")
	if len(parts) < 3 || len(parts) > 4 || len(parts[0]) < 2 || !checkAll(parts[0], checkDigit) || !checkSixty(parts[1], 59) {
		return t, false
	}
	sec := parts[2]
	if len(parts) == 4 {
		frames, sub, dot := strings.Cut(parts[3], ".")
		if len(frames) < 2 || !checkAll(frames, checkDigit) || dot && (sub == "" || !checkAll(sub, checkDigit)) {
			return t, false
		}
		t.frames = frames
	}
	whole, frac, dot := strings.Cut(sec, ".")
	if !checkSixty(whole, 60) || dot && (t.frames != "" || frac == "" || !checkAll(frac, checkDigit)) {
		return t, false
	}
	c.clockValue(&t, parts[0], parts[1], sec)
	return t, true
}

func checkSixty(s string, most int) bool {
	n, err := strconv.Atoi(s)
	return len(s) == 2 && checkAll(s, checkDigit) && err == nil && n <= most
}

func (c *checker) clockValue(t *checkTime, hours, minutes, seconds string) {
	h, ok := checkRat(hours)
	s, ok2 := checkRat(seconds)
	if !ok || !ok2 {
		return
	}
	m, _ := checkRat(minutes)
	h.Mul(h, big.NewRat(3600, 1))
	m.Mul(m, big.NewRat(60, 1))
	v := h.Add(h, m)
	v.Add(v, s)
	if t.frames == "" {
		t.value = v
		return
	}
	if f, ok := checkRat(t.frames); ok && c.params.rate != nil {
		t.value = v.Add(v, f.Quo(f, c.params.rate))
	}
}

const checkTimeWant = "hh:mm:ss.fraction, hh:mm:ss:frames, or a number and h, m, s, ms, f or t"

// timeOf reads a time attribute and reports what is wrong with it. It returns
// nil when it is absent or no good.
func (c *checker) timeOf(n *checkNode, name string) *big.Rat {
	s, ok := n.attr(name)
	if !ok {
		return nil
	}
	t, ok := c.parseTime(s)
	if !ok {
		c.onAttr(n, name, "time-syntax", &script.ValueError{Kind: script.ErrTime, Field: name, Value: s, Want: checkTimeWant})
		return nil
	}
	c.checkTimeForm(n, name, s, t)
	return t.value
}

func (c *checker) checkTimeForm(n *checkNode, name, s string, t checkTime) {
	switch {
	case c.profile == EBUTTD && (!t.clock || t.frames != ""):
		c.onAttr(n, name, "time-form", checkValue(name, s, "hh:mm:ss or hh:mm:ss.fraction"))
		return
	case c.profile == DAPT && t.frames != "":
		c.onAttr(n, name, "time-form", checkValue(name, s, "a clock time without frames, or an offset"))
		return
	}
	switch {
	case (t.frames != "" || t.metric == "f") && !c.root.has("ttp:frameRate"):
		c.onAttr(n, name, "time-frame-rate", checkMissing("ttp:frameRate on tt, for %s=%q", name, script.Shorten(s)))
	case t.metric == "t" && !c.root.has("ttp:tickRate"):
		c.onAttr(n, name, "time-tick-rate", checkMissing("ttp:tickRate on tt, for %s=%q", name, script.Shorten(s)))
	case t.frames != "" && c.params.frameRate > 0:
		if f, err := strconv.Atoi(t.frames); err != nil || f >= c.params.frameRate {
			c.onAttr(n, name, "time-frames", checkValue(name, s, "frames below "+strconv.Itoa(c.params.frameRate)))
		}
	}
	c.forms.clock, c.forms.offset = c.forms.clock || t.clock, c.forms.offset || !t.clock
	if c.forms.clock && c.forms.offset && (c.profile == DAPT || c.profile == IMSC1) && c.first("time-mixed") {
		c.onAttr(n, name, "time-mixed", checkValue(name, s, "the syntax of the times before it"))
	}
}

// checkInterval is when an element is active.
type checkInterval struct {
	begin, end *big.Rat // seconds; a nil end is open
	known      bool     // both are known
	hasBegin   bool     // the element or one around it has a begin
	hasEnd     bool     // likewise an end or dur
}

// checkTimes checks all time expressions and follows the timeline.
func (c *checker) checkTimes() {
	c.regions = c.collectRegions()
	start := checkInterval{begin: new(big.Rat), known: true}
	c.root.child("head").each(func(n *checkNode) { c.times(n, start) })
	if body := c.root.child("body"); body != nil {
		c.timeline(body, start)
	}
}

// times reads the times of one element within those of its parent.
func (c *checker) times(n *checkNode, parent checkInterval) checkInterval {
	c.timeOf(n, "clipBegin")
	c.timeOf(n, "clipEnd")
	begin, end, dur := c.timeOf(n, "begin"), c.timeOf(n, "end"), c.timeOf(n, "dur")
	in := parent
	in.hasBegin = in.hasBegin || n.has("begin")
	in.hasEnd = in.hasEnd || n.has("end") || n.has("dur")
	if n.has("begin") && begin == nil || n.has("end") && end == nil || n.has("dur") && dur == nil {
		in.known = false
	}
	if !in.known {
		return in
	}
	if begin != nil {
		in.begin = new(big.Rat).Add(parent.begin, begin)
	}
	if end != nil {
		in.end = checkEarlier(in.end, new(big.Rat).Add(parent.begin, end))
	}
	if dur != nil {
		in.end = checkEarlier(in.end, new(big.Rat).Add(in.begin, dur))
	}
	return in
}

func checkEarlier(a, b *big.Rat) *big.Rat {
	if a != nil && a.Cmp(b) < 0 {
		return a
	}
	return b
}

// timeline follows n and everything within.
func (c *checker) timeline(n *checkNode, parent checkInterval) {
	in := c.times(n, parent)
	c.checkContainer(n)
	if in.known && in.end != nil && in.end.Cmp(in.begin) <= 0 && (n.has("begin") || n.has("end") || n.has("dur")) {
		c.onAttr(n, checkEndAttr(n), "time-never", fmt.Errorf("%s is never active: it ends at or before its begin", n.name))
		in.known = false
	}
	if c.profile != DAPT && (n.name == "p" || n.name == "span") && (n.text >= 0 || n.child("br") != nil) && (!in.hasBegin || !in.hasEnd) {
		c.onNode(n, "time-missing", checkMissing("begin and end of the text in %s", n.name))
	}
	if v, _ := n.attr("timeContainer"); v == "seq" {
		in.known = false
	}
	if n.name == "p" && n.hasText() {
		c.presented(n, in)
	}
	for _, k := range n.kids {
		c.timeline(k, in)
	}
}

func checkEndAttr(n *checkNode) string {
	for _, name := range [...]string{"end", "dur"} {
		if n.has(name) {
			return name
		}
	}
	return "begin"
}

func (c *checker) checkContainer(n *checkNode) {
	v, ok := n.attr("timeContainer")
	if !ok || c.profile != DAPT {
		return
	}
	if v == "par" {
		c.onAttr(n, "timeContainer", "time-container-par", checkValue("timeContainer", v, "no such attribute"))
		return
	}
	c.onAttr(n, "timeContainer", "time-container", checkValue("timeContainer", v, "par"))
}

package conform

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/script"
)

// params are the parameters of tt that times depend on.
type params struct {
	frameRate int     // frames of a timecode second; 0 when absent
	rate      seconds // real frames a second, when known
	ticks     seconds // ticks a second, when known
}

// params checks the parameters on tt and keeps those of time.
func (c *checker) checkParams() {
	words := map[string]int{"ttp:frameRate": 1, "ttp:tickRate": 1, "ttp:frameRateMultiplier": 2, "ttp:cellResolution": 2, "ttp:displayAspectRatio": 2}
	for _, a := range c.root.attrs {
		if count := words[a.name]; count > 0 && !isPositive(a.value, count) {
			c.onAttr(c.root, a.name, "parameter-value", badValue(a.name, a.value, strconv.Itoa(count)+" whole number(s) above zero"))
		}
	}
	base, ok := c.root.attr("ttp:timeBase")
	switch {
	case ok && base != "media":
		c.onAttr(c.root, "ttp:timeBase", "time-base", badValue("ttp:timeBase", base, "media"))
	case !ok && c.profile == ttml.EBUTTD:
		c.onNode(c.root, "time-base", missing("ttp:timeBase on tt"))
	}
	c.readRates()
}

func (c *checker) readRates() {
	rate, _ := c.root.attr("ttp:frameRate")
	if n, err := strconv.Atoi(rate); err == nil && n > 0 && n < 1<<20 {
		c.params.frameRate = n
		c.params.rate = fraction(uint64(n), 1)
		multiplier, _ := c.root.attr("ttp:frameRateMultiplier")
		if f := strings.Fields(multiplier); isPositive(multiplier, 2) {
			num, den := decimal(f[0]), decimal(f[1])
			c.params.rate = c.params.rate.scale(num.num, den.num)
		}
	}
	if ticks, ok := c.root.attr("ttp:tickRate"); ok && isPositive(ticks, 1) {
		c.params.ticks = decimal(strings.TrimSpace(ticks))
	}
}

// timeExpr is a time expression that parsed.
type timeExpr struct {
	clock  bool
	frames string  // of a clock time, or ""
	metric string  // of an offset
	value  seconds // unknown when a rate is missing or the number absurdly long
}

// timeForms remembers which syntaxes a document uses.
type timeForms struct{ clock, offset bool }

// parseTime takes a time expression apart.
func (c *checker) parseTime(s string) (timeExpr, bool) {
	if strings.Contains(s, ":") {
		return c.parseClock(s)
	}
	end := len(s)
	for end > 0 && isAlpha(s[end-1]) {
		end--
	}
	t := timeExpr{metric: s[end:]}
	if !isNumber(s[:end]) || strings.HasPrefix(s, ".") || !oneOf(t.metric, "h m s ms f t") {
		return t, false
	}
	t.value = decimal(s[:end])
	switch t.metric {
	case "h":
		t.value = t.value.scale(3600, 1)
	case "m":
		t.value = t.value.scale(60, 1)
	case "ms":
		t.value = t.value.scale(1, 1000)
	case "f":
		t.value = t.value.scale(c.params.rate.den, c.params.rate.num)
	case "t":
		t.value = t.value.scale(c.params.ticks.den, c.params.ticks.num)
	}
	return t, true
}

func (c *checker) parseClock(s string) (timeExpr, bool) {
	t := timeExpr{clock: true}
	hours, rest, _ := strings.Cut(s, ":")
	minutes, rest, ok := strings.Cut(rest, ":")
	seconds, frames, counts := strings.Cut(rest, ":")
	if !ok || len(hours) < 2 || !all(hours, isDigit) || !isSixty(minutes, 59) {
		return t, false
	}
	if counts {
		whole, sub, dot := strings.Cut(frames, ".")
		if len(whole) < 2 || !all(whole, isDigit) || dot && (sub == "" || !all(sub, isDigit)) {
			return t, false
		}
		t.frames = whole
	}
	whole, frac, dot := strings.Cut(seconds, ".")
	if !isSixty(whole, 60) || dot && (counts || frac == "" || !all(frac, isDigit)) {
		return t, false
	}
	t.value = decimal(hours).scale(3600, 1).add(decimal(minutes).scale(60, 1)).add(decimal(seconds))
	if counts {
		t.value = t.value.add(decimal(t.frames).scale(c.params.rate.den, c.params.rate.num))
	}
	return t, true
}

func isSixty(s string, most int) bool {
	return len(s) == 2 && isDigit(s[0]) && isDigit(s[1]) && int(s[0]-'0')*10+int(s[1]-'0') <= most
}

const wantTime = "hh:mm:ss.fraction, hh:mm:ss:frames, or a number and h, m, s, ms, f or t"

// timeOf reads a time attribute and reports what is wrong with it. Its time is
// unknown when it is absent or no good.
func (c *checker) timeOf(n *node, name string) seconds {
	s, ok := n.attr(name)
	if !ok {
		return seconds{}
	}
	t, ok := c.parseTime(s)
	if !ok {
		c.onAttr(n, name, "time-syntax", &script.ValueError{Kind: script.ErrTime, Field: name, Value: s, Want: wantTime})
		return seconds{}
	}
	c.checkTimeForm(n, name, s, t)
	return t.value
}

func (c *checker) checkTimeForm(n *node, name, s string, t timeExpr) {
	switch {
	case c.profile == ttml.EBUTTD && (!t.clock || t.frames != ""):
		c.onAttr(n, name, "time-form", badValue(name, s, "hh:mm:ss or hh:mm:ss.fraction"))
		return
	case c.profile == ttml.DAPT && t.frames != "":
		c.onAttr(n, name, "time-form", badValue(name, s, "a clock time without frames, or an offset"))
		return
	}
	switch {
	case (t.frames != "" || t.metric == "f") && !c.root.has("ttp:frameRate"):
		c.onAttr(n, name, "time-frame-rate", missing("ttp:frameRate on tt, for %s=%q", name, script.Shorten(s)))
	case t.metric == "t" && !c.root.has("ttp:tickRate"):
		c.onAttr(n, name, "time-tick-rate", missing("ttp:tickRate on tt, for %s=%q", name, script.Shorten(s)))
	case t.frames != "" && c.params.frameRate > 0:
		if f, err := strconv.Atoi(t.frames); err != nil || f >= c.params.frameRate {
			c.onAttr(n, name, "time-frames", badValue(name, s, "frames below "+strconv.Itoa(c.params.frameRate)))
		}
	}
	c.forms.clock, c.forms.offset = c.forms.clock || t.clock, c.forms.offset || !t.clock
	if c.forms.clock && c.forms.offset && (c.profile == ttml.DAPT || c.profile == ttml.IMSC1) && c.first("time-mixed") {
		c.onAttr(n, name, "time-mixed", badValue(name, s, "the syntax of the times before it"))
	}
}

// interval is when an element is active.
type interval struct {
	begin, end seconds // an unknown end is open
	known      bool    // whether begin is known, and end or that it is open
	hasBegin   bool    // the element or one around it has a begin
	hasEnd     bool    // likewise an end or dur
}

// checkTimes checks all time expressions and follows the timeline.
func (c *checker) checkTimes() {
	c.regions = c.collectRegions()
	start := interval{begin: zeroSeconds, known: true}
	c.root.child("head").each(func(n *node) { c.times(n, start) })
	if body := c.root.child("body"); body != nil {
		c.timeline(body, start)
	}
}

// times reads the times of one element within those of its parent.
func (c *checker) times(n *node, parent interval) interval {
	c.timeOf(n, "clipBegin")
	c.timeOf(n, "clipEnd")
	begin, end, dur := c.timeOf(n, "begin"), c.timeOf(n, "end"), c.timeOf(n, "dur")
	in := parent
	in.hasBegin = in.hasBegin || n.has("begin")
	in.hasEnd = in.hasEnd || n.has("end") || n.has("dur")
	if n.has("begin") && !begin.known() || n.has("end") && !end.known() || n.has("dur") && !dur.known() {
		in.known = false
	}
	if !in.known {
		return in
	}
	if begin.known() {
		in.begin = parent.begin.add(begin)
		in.known = in.begin.known()
	}
	if end.known() {
		in.until(parent.begin.add(end))
	}
	if dur.known() {
		in.until(in.begin.add(dur))
	}
	return in
}

// until ends the interval at t unless it ends before.
func (in *interval) until(t seconds) {
	switch {
	case !t.known():
		in.known = false
	case !in.end.known() || t.compare(in.end) < 0:
		in.end = t
	}
}

// timeline follows n and everything within.
func (c *checker) timeline(n *node, parent interval) {
	in := c.times(n, parent)
	c.checkContainer(n)
	if in.known && in.end.known() && in.end.compare(in.begin) <= 0 && (n.has("begin") || n.has("end") || n.has("dur")) {
		c.onAttr(n, endAttr(n), "time-never", fmt.Errorf("%s is never active: it ends at or before its begin", n.name))
		in.known = false
	}
	if c.profile != ttml.DAPT && (n.name == "p" || n.name == "span") && (n.text >= 0 || n.child("br") != nil) && (!in.hasBegin || !in.hasEnd) {
		c.onNode(n, "time-missing", missing("begin and end of the text in %s", n.name))
	}
	if v, _ := n.attr("timeContainer"); v == "seq" {
		in.known = false
	}
	if n.name == "p" && n.hasText() {
		c.presented(n, in)
		c.inOrder(n, in)
	}
	for _, k := range n.kids {
		c.timeline(k, in)
	}
}

func endAttr(n *node) string {
	for _, name := range [...]string{"end", "dur"} {
		if n.has(name) {
			return name
		}
	}
	return "begin"
}

func (c *checker) checkContainer(n *node) {
	v, ok := n.attr("timeContainer")
	if !ok || c.profile != ttml.DAPT {
		return
	}
	if v == "par" {
		c.onAttr(n, "timeContainer", "time-container-par", badValue("timeContainer", v, "no such attribute"))
		return
	}
	c.onAttr(n, "timeContainer", "time-container", badValue("timeContainer", v, "par"))
}

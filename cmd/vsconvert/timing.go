package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
	"github.com/vsconvert/vsconvert/timing"
)

// retiming is what the flags say of a script's times.
type retiming struct {
	trim, sync, shift   string // as given; "" when not
	minDuration, minGap string
	keepTimes           bool
	from, to, snap      timecode.Rate
	steps               []step // what they come to, in the order they are applied
	frames, labels      bool   // a number of frames was given, or a timecode
}

// step is one change of times.
type step struct {
	apply func(*script.Script, timing.Warn) (timing.Count, error)
	tell  func(timing.Count) string
}

var retimed = []string{"convert", "get"}

// timingFlags are the rows of the flags that change times, in the order in
// which they do.
var timingFlags = []flag{
	{name: "trim", on: retimed, help: "keep what starts in `IN-OUT`, such as 00:20:00-00:40:00.5; ends are cut, and times count from IN",
		sets: text(func(f *flags, v string) error { f.timing.trim = v; return nil })},
	{name: "keep-times", on: retimed, help: "with --trim: times stay as they are",
		sets: toggle(func(f *flags, on bool) { f.timing.keepTimes = on })},
	{name: "from-rate", on: retimed, help: "frame `RATE` the programme ran at; with --to-rate, times become those of the same frames at another speed",
		sets: rateFlag("from-rate", func(f *flags, r timecode.Rate) { f.timing.from = r })},
	{name: "to-rate", on: retimed, help: "frame `RATE` the programme runs at now",
		sets: rateFlag("to-rate", func(f *flags, r timecode.Rate) { f.timing.to = r })},
	{name: "sync", on: retimed, help: "`HEARD=MEANT[,HEARD=MEANT]`: move what is heard at one time to another; two points stretch what lies between and around",
		sets: text(func(f *flags, v string) error { f.timing.sync = v; return nil })},
	{name: "shift", on: retimed, help: "move all by `TIME`, such as +1.5, -00:00:01.200, or with --rate +12f",
		sets: text(func(f *flags, v string) error { f.timing.shift = v; return nil })},
	{name: "snap", on: retimed, help: "move times to the nearest frames of `RATE`",
		sets: rateFlag("snap", func(f *flags, r timecode.Rate) { f.timing.snap = r })},
	{name: "min-duration", on: retimed, help: "lengthen what is shorter than `TIME`, as far as the next one allows",
		sets: text(func(f *flags, v string) error { f.timing.minDuration = v; return nil })},
	{name: "min-gap", on: retimed, help: "end `TIME` before the next one starts, or earlier",
		sets: text(func(f *flags, v string) error { f.timing.minGap = v; return nil })},
}

// rateFlag is a flag that names a frame rate.
func rateFlag(name string, take func(*flags, timecode.Rate)) setter {
	return text(func(f *flags, v string) error {
		r, err := timecode.ParseRate(v)
		if err != nil {
			return usagef("", "--%s: %w", name, err)
		}
		take(f, r)
		return nil
	})
}

// planTiming works out what the flags come to, and refuses what does not go
// together.
func (f *flags) planTiming() error {
	t := &f.timing
	if err := t.checkPairs(f); err != nil {
		return err
	}
	for _, plan := range [...]func(*flags) error{t.planTrim, t.planConform, t.planSync, t.planShift, t.planSnap, t.planSpace} {
		if err := plan(f); err != nil {
			return err
		}
	}
	return nil
}

// checkPairs refuses half of a pair, and rates that contradict each other.
func (t *retiming) checkPairs(f *flags) error {
	rate := f.options.Rate
	switch {
	case t.keepTimes && t.trim == "":
		return usagef("", "--keep-times needs --trim")
	case !t.from.IsZero() && t.to.IsZero():
		return usagef("", "--from-rate needs --to-rate")
	case t.from.IsZero() && !t.to.IsZero():
		return usagef("", "--to-rate needs --from-rate")
	case !t.to.IsZero() && !t.snap.IsZero() && !sameSpeed(t.to, t.snap):
		return usagef("snap to the rate that the programme runs at", "--snap %v contradicts --to-rate %v", t.snap, t.to)
	case !t.to.IsZero() && !rate.IsZero() && !sameSpeed(rate, t.from) && !sameSpeed(rate, t.to):
		return usagef("leave --rate out: lists are read at --from-rate and written at --to-rate", "--rate %v contradicts --from-rate %v and --to-rate %v", rate, t.from, t.to)
	}
	return nil
}

func sameSpeed(a, b timecode.Rate) bool {
	n, d := a.Fraction()
	m, e := b.Fraction()
	return n == m && d == e
}

// readingRate returns the rate at which frames of an input count: that of
// --from-rate, in the count of --rate if that is the same.
func (f *flags) readingRate() timecode.Rate { return f.rateLike(f.timing.from) }

// writingRate returns the rate at which frames of an output count.
func (f *flags) writingRate() timecode.Rate { return f.rateLike(f.timing.to) }

func (f *flags) rateLike(r timecode.Rate) timecode.Rate {
	if r.IsZero() || sameSpeed(r, f.options.Rate) {
		return f.options.Rate
	}
	return r
}

// forWriting returns the options of a format's writer. Formats that need no
// rate get none that was not meant for them. Where the rate leaves it open,
// labels are counted as they were in what was read.
func (f *flags) forWriting(o convert.Options, format convert.Format, counted timecode.Rate) convert.Options {
	o.Rate = f.options.Rate
	labelled := slices.Contains(timelines, format.Name) || slices.Contains(sheets, format.Name)
	if labelled && format.Name != "xlsx" {
		o.Rate = f.writingRate()
	}
	if labelled && sameSpeed(o.Rate, counted) {
		o.Rate = o.Rate.Counted(counted.DropFrame())
	}
	return o
}

const timeForms = "seconds, HH:MM:SS.mmm, or with --rate HH:MM:SS:FF or 12f"

// length reads a length of time without a sign.
func (t *retiming) length(flag, v string, r timecode.Rate) (time.Duration, error) {
	if digits, ok := strings.CutSuffix(v, "f"); ok {
		d, err := clock.ParseSeconds(digits)
		n := int64(d / time.Second)
		if err != nil || d < 0 || d%time.Second != 0 {
			return 0, usagef("", "--%s %q: want a whole number of frames", flag, v)
		}
		if t.frames = true; r.IsZero() {
			return 0, usagef("add --rate: a frame is no time without its rate", "--%s %s needs --rate", flag, v)
		}
		return r.Duration(n), nil
	}
	d, err := parseTime(v)
	if err != nil || strings.ContainsAny(v, "+-") {
		return 0, usagef("", "--%s %q: want seconds, HH:MM:SS.mmm, or with --rate 12f", flag, v)
	}
	return d, nil
}

// moment reads a time of the programme.
func (t *retiming) moment(f *flags, flag, v string, r timecode.Rate) (time.Duration, error) {
	if strings.Count(v, ":") < 3 && !strings.Contains(v, ";") {
		return t.length(flag, v, r)
	}
	if t.labels = true; r.IsZero() {
		return 0, usagef("add --rate: a timecode means nothing without its frame rate", "--%s %s needs --rate", flag, v)
	}
	label, err := timecode.ParseLabel(v)
	if err != nil {
		return 0, usagef("", "--%s: %w", flag, err)
	}
	line, err := timecode.NewTimeline(r.Counted(label.Drop() || f.options.Start.Rate().DropFrame()), f.options.Start)
	if err != nil {
		return 0, usagef("", "--%s: %w", flag, err)
	}
	n, err := line.Frame(label)
	if err != nil {
		return 0, usagef("", "--%s: %w", flag, err)
	}
	return line.Duration(n), nil
}

// pair reads two times around a mark.
func (t *retiming) pair(f *flags, flag, v, mark string, r timecode.Rate) (a, b time.Duration, err error) {
	first, second, ok := strings.Cut(v, mark)
	if !ok || first == "" || second == "" || strings.Contains(second, mark) {
		return 0, 0, usagef("", "--%s %q: want two times with a %s between them, each as %s", flag, v, mark, timeForms)
	}
	if a, err = t.moment(f, flag, first, r); err == nil {
		b, err = t.moment(f, flag, second, r)
	}
	return a, b, err
}

func (t *retiming) add(tell func(timing.Count) string, apply func(*script.Script, timing.Warn) (timing.Count, error)) {
	t.steps = append(t.steps, step{apply, tell})
}

func (t *retiming) planTrim(f *flags) error {
	if t.trim == "" {
		return nil
	}
	in, out, err := t.pair(f, "trim", t.trim, "-", f.readingRate())
	if err != nil {
		return err
	}
	if out <= in {
		return usagef("", "--trim %s: nothing lies between: the second time is not after the first", t.trim)
	}
	t.add(func(n timing.Count) string {
		return fmt.Sprintf("trim %s: %d of %s kept, %s cut", t.trim, n.Total-n.Removed, plural(n.Total, "segment"), plural(n.Shortened, "end"))
	}, func(s *script.Script, warn timing.Warn) (timing.Count, error) {
		return timing.Trim(s, in, out, t.keepTimes, warn)
	})
	return nil
}

// changed tells of a step that changes all segments or some.
func changed(format string, args ...any) func(timing.Count) string {
	return func(n timing.Count) string {
		return fmt.Sprintf("%s: %d of %s changed", fmt.Sprintf(format, args...), n.Changed, plural(n.Total, "segment"))
	}
}

func (t *retiming) planConform(*flags) error {
	if !t.from.IsZero() {
		t.add(changed("conform %v to %v", t.from, t.to), func(s *script.Script, _ timing.Warn) (timing.Count, error) { return timing.Conform(s, t.from, t.to) })
	}
	return nil
}

func (t *retiming) planSync(f *flags) error {
	if t.sync == "" {
		return nil
	}
	var points []timing.Point
	for one := range strings.SplitSeq(t.sync, ",") {
		heard, meant, err := t.pair(f, "sync", one, "=", f.writingRate())
		if err != nil {
			return err
		}
		points = append(points, timing.Point{Heard: heard, Meant: meant})
	}
	if len(points) > 2 {
		return usagef("", "--sync %s: want one point or two, not %d", t.sync, len(points))
	}
	if _, err := timing.Sync(&script.Script{}, points[0], points[1:]...); err != nil {
		return usagef("", "--sync %s: two points must be heard and meant in the same order, at different times", t.sync)
	}
	t.add(changed("sync %s", t.sync), func(s *script.Script, _ timing.Warn) (timing.Count, error) {
		return timing.Sync(s, points[0], points[1:]...)
	})
	return nil
}

func (t *retiming) planShift(f *flags) error {
	if t.shift == "" {
		return nil
	}
	by, err := t.length("shift", strings.TrimLeft(t.shift[:1], "+-")+t.shift[1:], f.writingRate())
	if err != nil {
		return err
	}
	if t.shift[0] == '-' {
		by = -by
	}
	t.add(changed("shift %s", t.shift), func(s *script.Script, _ timing.Warn) (timing.Count, error) { return timing.Shift(s, by) })
	return nil
}

func (t *retiming) planSnap(*flags) error {
	if !t.snap.IsZero() {
		t.add(changed("snap %v", t.snap), func(s *script.Script, _ timing.Warn) (timing.Count, error) { return timing.Snap(s, t.snap) })
	}
	return nil
}

func (t *retiming) planSpace(f *flags) (err error) {
	var p timing.Spacing
	var asked []string
	for _, one := range [...]struct {
		flag, v string
		to      *time.Duration
	}{{"min-duration", t.minDuration, &p.MinDuration}, {"min-gap", t.minGap, &p.MinGap}} {
		if one.v == "" {
			continue
		}
		if *one.to, err = t.length(one.flag, one.v, f.writingRate()); err != nil {
			return err
		}
		if *one.to == 0 {
			return usagef("", "--%s %s: want more than 0", one.flag, one.v)
		}
		asked = append(asked, one.flag+" "+one.v)
	}
	if asked == nil {
		return nil
	}
	t.add(func(n timing.Count) string {
		return fmt.Sprintf("%s: of %s, %d now longer, %d shorter", strings.Join(asked, ", "), plural(n.Total, "segment"), n.Lengthened, n.Shortened)
	}, func(s *script.Script, warn timing.Warn) (timing.Count, error) { return timing.Space(s, p, warn) })
	return nil
}

// retime applies the steps to s, which was read from file.
func (f *flags) retime(s *script.Script, file string, m *messages) error {
	for _, step := range f.timing.steps {
		n, err := step.apply(s, func(w script.Warning) error { m.warn(file, w); return nil })
		if err != nil {
			return timingError(step.tell(timing.Count{}), err)
		}
		m.done = append(m.done, fmt.Sprintf("%s: %s", file, step.tell(n)))
	}
	return nil
}

// timingError is a step that cannot be taken: what was asked for is at fault.
func timingError(told string, err error) error {
	name, _, _ := strings.Cut(told, ":")
	hint := ""
	if errors.Is(err, script.ErrNegativeTime) {
		hint = "nothing is written: times cannot lie before the first frame"
	}
	return usagef(hint, "--%s: %w", name, err)
}

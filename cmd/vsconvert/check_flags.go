package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

// checking is what the flags of check, slots and review ask for.
type checking struct {
	profile   string // standard, extended or a file
	limits    []func(*qc.Limits) error
	skip      qc.Set
	duration  time.Duration
	dialogue  string
	video     string // of the page
	described string
	sounds    *qc.Sounds       // nil for all
	targets   []convert.Format // of --for
	format    string           // of the report
	fix       bool
	move      bool
	gate      bool // of merge --check
}

var (
	checks      = []string{"check"}
	judging     = []string{"check", "review"}
	checksSlots = []string{"check", "slots", "review"}
)

// checkFlags are the rows of the flags that check and slots have.
func checkFlags() []flag {
	rows := []flag{
		{name: "output", short: "o", on: checks, help: "with --fix, the mended script; without, the report: `FILE` .xlsx (the script with flags beside each row), .json, .sarif, .xml (JUnit) or .txt",
			sets: text(func(f *flags, v string) error { f.output = v; return nil })},
		{name: "report", on: checks, help: "write the report to `FILE` as well, in the format that its name says",
			sets: text(func(f *flags, v string) error { f.report = v; return nil })},
		{name: "json", on: checks, help: "print the report as JSON",
			sets: toggle(setJSONReport)},
		{name: "format", on: checks, help: "print the report as `FORMAT` json, sarif, junit or github instead of a table; with -o, write it so",
			sets: text(setReportFormat)},
		{name: "profile", on: judging, help: "`NAME` standard or extended, or a JSON file with limits, such as a report; without it the script's type decides",
			sets: text(func(f *flags, v string) error { f.check.profile = v; return nil })},
		{name: "skip", on: judging, help: "leave out the `CODES` named, separated by commas",
			sets: list(setSkip)},
		{name: "duration", on: checksSlots, help: "how long the programme is, as `TIME`: seconds or HH:MM:SS.mmm",
			sets: text(setDuration)},
		{name: "rate", on: checksSlots, help: "frame `RATE`: times must hit its frames; also of EDL, marker lists and timecode",
			sets: text(setRate)},
		{name: "start", on: checksSlots, help: "`TIMECODE` of the programme's first frame; needs --rate",
			sets: text(setStart)},
		{name: "for", on: checks, help: "target `FORMATS`, separated by commas: tell of texts that they must alter",
			sets: list(setTargets)},
		{name: "dialogue", on: judging, help: "captions of the programme, a `FILE` of any format: hold descriptions against what is spoken",
			sets: text(func(f *flags, v string) error { f.check.dialogue = v; return nil })},
		{name: "video", on: []string{"review"}, help: "link the programme, a `FILE`, from the page; without it the page asks for the file",
			sets: text(func(f *flags, v string) error { f.check.video = v; return nil })},
		{name: "described", on: []string{"slots"}, help: "leave out the time that this script has descriptions for, a `FILE` of any format",
			sets: text(func(f *flags, v string) error { f.check.described = v; return nil })},
		{name: "sounds", on: checksSlots, help: "what in captions is not speech, a `LIST` of brackets ([door]), parens, music (♪ #) and labels (JOHN:), or none (default all)",
			sets: text(setSounds)},
		{name: "fix", on: checks, help: "mend what is safe and write it to -o: order, overlaps, frames (with --rate); with =`move`, move descriptions into free slots as well",
			sets: setter{registerFix, setFix}},
		{name: "check", on: []string{"merge"}, help: "refuse to write a script that has errors which the original did not have; see check -h",
			sets: toggle(func(f *flags, on bool) { f.check.gate = on })},
	}
	for _, limit := range qc.AllLimits() {
		on := judging
		if limit.Name == "min-gap" || limit.Name == "lead" || limit.Name == "min-slot" {
			on = checksSlots
		}
		rows = append(rows, flag{name: limit.Name, on: on, help: limitHelp(limit), sets: text(limitSetter(limit))})
	}
	return rows
}

func limitHelp(limit qc.Limit) string {
	defaults := qc.Limits{}.WithDefaults()
	kind := "N"
	if limit.Unit == "s" {
		kind = "TIME"
	}
	return fmt.Sprintf("`%s`: %s (%v %s)", kind, limit.About, limit.Of(&defaults), limit.Unit)
}

func limitSetter(limit qc.Limit) func(*flags, string) error {
	return func(f *flags, v string) error {
		var value float64
		if limit.Unit == "s" {
			d, err := parseTime(v)
			if err != nil {
				return usagef("", "--%s %q: want seconds or HH:MM:SS.mmm", limit.Name, v)
			}
			value = d.Seconds()
		} else if err := json.Unmarshal([]byte(v), &value); err != nil || math.IsNaN(value) {
			return usagef("", "--%s %q: want a number", limit.Name, v)
		}
		var l qc.Limits
		if err := limit.Set(&l, value); err != nil {
			return usagef("", "--%w", err)
		}
		f.check.limits = append(f.check.limits, func(l *qc.Limits) error { return limit.Set(l, value) })
		return nil
	}
}

var errTime = errors.New("want seconds or HH:MM:SS.mmm")

// parseTime reads seconds, or hours, minutes and seconds.
func parseTime(s string) (time.Duration, error) {
	parts := strings.Split(s, ":")
	if len(parts) > 3 {
		return 0, errTime
	}
	var total time.Duration
	for i, part := range parts {
		d, err := clock.ParseSeconds(part)
		last := i == len(parts)-1
		if err != nil || d < 0 || !last && d%time.Second != 0 || i > 0 && d >= time.Minute || d > 1000*time.Hour || part == "" {
			return 0, errTime
		}
		total = total*60 + d
	}
	return total, nil
}

func setDuration(f *flags, v string) (err error) {
	if f.check.duration, err = parseTime(v); err != nil || f.check.duration == 0 {
		return usagef("", "--duration %q: want seconds or HH:MM:SS.mmm", v)
	}
	return nil
}

func setSounds(f *flags, v string) error {
	sounds, err := qc.ParseSounds(v)
	if err != nil {
		return usagef("", "--%w", err)
	}
	f.check.sounds = &sounds
	return nil
}

// spoken returns when somebody speaks in captions.
func (k *checking) spoken(captions *script.Script) []qc.Span {
	sounds := qc.AllSounds
	if k.sounds != nil {
		sounds = *k.sounds
	}
	return qc.Speech(captions, sounds)
}

func setSkip(f *flags, all []string) error {
	for _, name := range all {
		var code qc.Code
		if err := code.UnmarshalText([]byte(name)); err != nil {
			return usagef("", "--skip: %w", err)
		}
		f.check.skip |= qc.SetOf(code)
	}
	return nil
}

func setTargets(f *flags, all []string) error {
	for _, name := range all {
		format, err := lookup("--for", name)
		if err != nil {
			return err
		}
		if format.ReadOnly {
			return usagef("", "--for %s: this format can only be read", name)
		}
		f.check.targets = append(f.check.targets, format)
	}
	return nil
}

func setReportFormat(f *flags, v string) error {
	if reportFormats[v] == nil {
		return usagef("", "--format %q: want json, sarif, junit or github", v)
	}
	if f.check.format != "" && f.check.format != v {
		return usagef("leave out one of them", "--json and --format %s contradict each other", v)
	}
	f.check.format = v
	return nil
}

func setJSONReport(f *flags, on bool) {
	if on {
		f.check.format = "json"
	}
}

func registerFix(set *pflag.FlagSet, name, short, help string) {
	set.StringP(name, short, "", help)
	set.Lookup(name).NoOptDefVal = "safe"
}

func setFix(f *flags, name string) error {
	switch v := f.set.Lookup(name).Value.String(); v {
	case "safe":
		f.check.fix = true
	case "move":
		f.check.fix, f.check.move = true, true
	default:
		return usagef("", "--fix=%s: want --fix or --fix=move", v)
	}
	return nil
}

// profileFor returns the profile that the flags, or else the script's type,
// ask for.
func (k *checking) profileFor(extended bool) (qc.Profile, error) {
	p := qc.Standard()
	switch {
	case k.profile == "extended" || k.profile == "" && extended:
		p = qc.Extended()
	case k.profile != "" && k.profile != "standard":
		data, err := os.ReadFile(k.profile)
		if errors.Is(err, os.ErrNotExist) {
			return p, usagef("", "--profile %s: want standard, extended or a JSON file", k.profile)
		}
		if err == nil {
			p, err = qc.ParseProfile(data)
		}
		if err != nil {
			return p, usagef("", "--profile %s: %w", k.profile, err)
		}
	}
	for _, set := range k.limits {
		if err := set(&p.Limits); err != nil {
			return p, err
		}
	}
	p.Skip |= k.skip
	p.Duration = k.duration
	return p, nil
}

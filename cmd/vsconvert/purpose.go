package main

import (
	"io"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
)

// purpose says which formats a flag is for.
type purpose struct {
	flag    string
	formats []string
}

var (
	tables     = []string{"csv", "tsv", "adr", "nuendo"}
	eventLists = []string{"edl", "locators"}
)

// writing are the flags that tell writers something.
func (f *flags) writing() []purpose {
	dapt := []string{"dapt"}
	if strings.EqualFold(f.profile, "dapt") {
		dapt = []string{"dapt", "ttml"}
	}
	items := map[string][]string{"captions": {"fcpxml"}, "clips": {"protools"}}[f.items]
	if items == nil {
		items = []string{"fcpxml", "protools"}
	}
	return []purpose{
		{"bom", append([]string{"srt"}, tables...)},
		{"crlf", append([]string{"srt"}, eventLists...)},
		{"header", []string{"vtt"}},
		{"settings", []string{"vtt"}},
		{"no-ids", []string{"vtt"}},
		{"plain", []string{"vtt"}},
		{"ttml-profile", []string{"ttml", strings.ToLower(f.profile)}},
		{"script-type", dapt},
		{"represents", dapt},
		{"reel", eventLists},
		{"channel", eventLists},
		{"edl-comment", eventLists},
		{"color", []string{"locators", "resolve", "avid", "premiere"}},
		{"user", []string{"avid"}},
		{"track", []string{"avid"}},
		{"items", items},
		{"csv-time", tables[:2]},
		{"csv-raw", tables},
		{"statuses", []string{"xlsx"}},
		{"protect", []string{"xlsx"}},
	}
}

// reading are the flags that tell readers something.
var reading = []purpose{
	{"encoding", []string{"srt"}},
	{"decode-entities", []string{"srt"}},
	{"sheet", []string{"xlsx"}},
	{"map", append([]string{"xlsx"}, tables...)},
}

// checkWriting refuses flags that no output has a use for, and values that the
// writer of one refuses. The flags are then at fault, not the input.
func (c *converter) checkWriting(formats []convert.Format) error {
	for _, p := range c.flags.writing() {
		if err := c.flags.checkPurpose(p, formats); err != nil {
			return err
		}
	}
	for _, format := range formats {
		if !slices.ContainsFunc(c.flags.writing(), func(p purpose) bool {
			return c.flags.given(p.flag) && slices.Contains(p.formats, format.Name)
		}) {
			continue
		}
		// Only options can keep a script of nothing from being written.
		o := c.options
		if err := convert.Encode(io.Discard, &script.Script{}, format, &o); err != nil {
			return usagef("", "%s: %w", format.Name, err)
		}
	}
	return nil
}

// checkReading refuses flags that none of the inputs' formats has a use for.
func (f *flags) checkReading(formats ...convert.Format) error {
	for _, p := range reading {
		if err := f.checkPurpose(p, formats); err != nil {
			return err
		}
	}
	return nil
}

func (f *flags) checkPurpose(p purpose, formats []convert.Format) error {
	if !f.given(p.flag) {
		return nil
	}
	var names []string
	for _, format := range formats {
		if slices.Contains(p.formats, format.Name) {
			return nil
		}
		names = append(names, format.Name)
	}
	return usagef("leave it out", "--%s is for %s, and does nothing for %s", p.flag, strings.Join(slices.Compact(p.formats), ", "), strings.Join(names, ", "))
}

// given reports whether a flag was set to anything but its default.
func (f *flags) given(name string) bool {
	flag := f.set.Lookup(name)
	return flag != nil && flag.Changed && flag.Value.String() != flag.DefValue
}

package convert_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// An option that is none of its kind's values is an error, and never another
// value.
func TestValuesThatAreNoneAreErrors(t *testing.T) {
	cases := []struct {
		name, format string
		set          func(o *convert.Options)
	}{
		{"layout", "xlsx", func(o *convert.Options) { o.XLSX.Layout = 99 }},
		{"paper", "xlsx", func(o *convert.Options) { o.XLSX.Paper = 99 }},
		{"time", "csv", func(o *convert.Options) { o.CSV.Time = 99 }},
		{"time", "tsv", func(o *convert.Options) { o.CSV.Time = 99 }},
		{"profile", "ttml", func(o *convert.Options) { o.TTML.Profile = 99 }},
		{"time", "ttml", func(o *convert.Options) { o.TTML.Time = 99 }},
		{"script type", "dapt", func(o *convert.Options) { o.TTML.ScriptType = "no such" }},
		{"items", "fcpxml", func(o *convert.Options) { o.FCPXML.Items = 99 }},
		{"items", "protools", func(o *convert.Options) { o.ProTools.Items = 99 }},
	}
	for _, c := range cases {
		f, ok := convert.Lookup(c.format)
		require.True(t, ok, c.format)
		s := &script.Script{Segments: []script.Segment{{ID: "1", Start: 1e9, End: 3e9, Text: "A door."}}}
		o := &convert.Options{Rate: timecode.Rate25}
		c.set(o)
		err := convert.Encode(io.Discard, s, f, o)
		if !errors.Is(err, script.ErrValue) {
			t.Errorf("%s of %s: %v", c.name, c.format, err)
		}
	}
}

func TestValuesThatAreNoneAreErrorsInReading(t *testing.T) {
	for format, set := range map[string]func(o *convert.Options){
		"fcpxml":   func(o *convert.Options) { o.FromFCPXML.Items = 99 },
		"protools": func(o *convert.Options) { o.FromProTools.Items = 99 },
	} {
		f, _ := convert.Lookup(format)
		o := &convert.Options{Rate: timecode.Rate25}
		set(o)
		_, err := convert.Decode(strings.NewReader(strings.ReplaceAll(huge[format][0], "N", "10")), f, o)
		require.ErrorIs(t, err, script.ErrValue, format)
	}
}

package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// samples are values for each flag that serves formats: command lines with it,
// of which one at least does something for every format that it serves, and
// what else is given with and without it.
var samples = map[string]struct{ with, beside []string }{
	"show-urls":       {with: []string{"--show-urls"}},
	"rate":            {with: []string{"--rate=25", "--rate=50", "--rate=24"}},
	"start":           {with: []string{"--start=09:00:00:00"}, beside: []string{"--rate=25"}},
	"encoding":        {with: []string{"--encoding=koi8-r"}},
	"decode-entities": {with: []string{"--decode-entities"}},
	"bom":             {with: []string{"--bom", "--bom=false"}},
	"crlf":            {with: []string{"--crlf"}},
	"header":          {with: []string{"--header"}},
	"settings":        {with: []string{"--settings=line:0"}},
	"notes":           {with: []string{"--notes"}},
	"ttml-time":       {with: []string{"--ttml-time=frames"}, beside: []string{"--rate=25"}},
	"no-ids":          {with: []string{"--no-ids"}},
	"plain":           {with: []string{"--plain"}},
	"ttml-profile":    {with: []string{"--ttml-profile=dapt"}},
	"script-type":     {with: []string{"--script-type=originalTranscript"}},
	"represents":      {with: []string{"--represents=visual.nonText"}},
	"source-language": {with: []string{"--source-language=fr"}},
	"speak":           {with: []string{"--speak=fast"}},
	"pitch":           {with: []string{"--pitch=10%"}, beside: []string{"--speak=slow"}},
	"audio":           {with: []string{"--audio=takes"}},
	"duck":            {with: []string{"--duck=0.5"}},
	"fade":            {with: []string{"--fade=100"}, beside: []string{"--duck=0.5"}},
	"keep-empty":      {with: []string{"--keep-empty"}},
	"reel":            {with: []string{"--reel=TAPE1"}},
	"channel":         {with: []string{"--channel=A2"}},
	"edl-comment":     {with: []string{"--edl-comment"}},
	"color":           {with: []string{"--color=Cyan"}},
	"user":            {with: []string{"--user=Anna"}},
	"track":           {with: []string{"--track=A1"}},
	"items":           {with: []string{"--items=captions", "--items=clips", "--items=markers"}},
	"text-language":   {with: []string{"--text-language=de"}},
	"marker-name":     {with: []string{"--marker-name=number", "--marker-name=text"}},
	"markers-on-clip": {with: []string{"--markers-on-clip"}},
	"sheet":           {with: []string{"--sheet=Nosuch"}},
	"map":             {with: []string{"--map=text=ID", "--map=text=#1"}, beside: []string{"--rate=25"}},
	"header-row":      {with: []string{"--header-row=2"}, beside: []string{"--rate=25"}},
	"skip-rows":       {with: []string{"--skip-rows=8"}, beside: []string{"--rate=25"}},
	"csv-delimiter":   {with: []string{"--csv-delimiter=|"}},
	"csv-time":        {with: []string{"--csv-time=colon"}},
	"fingerprint":     {with: []string{"--fingerprint"}},
	"csv-raw":         {with: []string{"--csv-raw"}, beside: []string{"--rate=25"}},
	"layout":          {with: []string{"--layout=voice"}},
	"paper":           {with: []string{"--paper=letter"}},
	"dialogue":        {with: []string{"--dialogue=testdata/beside.srt"}},
	"template":        {with: []string{"--template=testdata/house.xlsx"}},
	"with":            {with: []string{"--with=de=testdata/beside.srt"}},
	"page-break":      {with: []string{"--page-break=ID"}, beside: []string{"--layout=voice"}},
	"statuses":        {with: []string{"--statuses=New,Old"}},
	"protect":         {with: []string{"--protect"}},
}

// TestFlagsServeTheirFormats gives every flag to the reader and the writer of
// every format: it does something exactly where its row says that it serves.
func TestFlagsServeTheirFormats(t *testing.T) {
	inputs := map[string][]byte{}
	for _, format := range convert.Formats() {
		inputs[format.Name] = inputIn(t, format)
	}
	for _, row := range flagTable {
		if !slices.Contains(row.on, "convert") {
			continue
		}
		if row.reads == nil && row.writes == nil {
			require.NotContains(t, samples, row.name)
			continue
		}
		sample, ok := samples[row.name]
		require.True(t, ok, "no sample of --%s", row.name)
		for _, format := range convert.Formats() {
			assert.Equal(t, readsIn(row, sample.with, sample.beside, format), changes(sample.with, sample.beside, func(f *flags) string {
				return decodedBy(f, format, inputs[format.Name])
			}), "--%s when reading %s", row.name, format.Name)
			if !format.ReadOnly {
				testWriting(t, row, sample.with, sample.beside, format)
			}
		}
	}
}

// readsIn reports whether one of the values says something to the reader of a
// format, of which answers hold a list here.
func readsIn(row flag, with, beside []string, format convert.Format) bool {
	m := messages{counted: timecode.Rate25}
	return slices.ContainsFunc(with, func(value string) bool {
		f := parsed(append(slices.Clone(beside), value)...)
		return slices.ContainsFunc(m.holds(format), func(format convert.Format) bool { return row.forReading(f, format.Name) })
	})
}

// testWriting tries each value on its own: what a flag serves may depend on it.
func testWriting(t *testing.T, row flag, with, beside []string, format convert.Format) {
	serves, does := false, false
	for _, value := range with {
		f := parsed(append(beside, value)...)
		if row.name == "ttml-profile" && format.Name == "dapt" {
			return // says again what the format says, and is let pass
		}
		if row.name == "ttml-time" && format.Name == "ebu-tt-d" {
			return // does not serve it, and could not be written
		}
		serves = serves || row.forWriting(f, format.Name)
		does = does || changes([]string{value}, beside, func(f *flags) string { return encoded(f, format) })
	}
	assert.Equal(t, serves, does, "--%s when writing %s", row.name, format.Name)
}

// changes reports whether one of the flags makes a difference.
func changes(with, beside []string, does func(*flags) string) bool {
	without := does(parsed(beside...))
	for _, value := range with {
		if does(parsed(append(beside, value)...)) != without {
			return true
		}
	}
	return false
}

func parsed(args ...string) *flags {
	f := &flags{}
	set := pflag.NewFlagSet("", pflag.ContinueOnError)
	f.register(set, "convert")
	if err := errorOf(set.Parse(args), f.take("convert")); err != nil {
		panic(err)
	}
	return f
}

func errorOf(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}

// telling is a script of which every flag for writers has something to say.
func telling() *script.Script {
	return &script.Script{Language: "en", Title: "Harbour", Segments: []script.Segment{
		{ID: "x 1", Start: 1234 * time.Millisecond, End: 3456 * time.Millisecond, Text: "=1+1 <b> Tom & Jerry"},
		{ID: "2", Start: 5 * time.Second, End: 7 * time.Second, Text: "A boat sails out.", Note: "=check"},
	}}
}

func encoded(f *flags, format convert.Format) string {
	var b, said bytes.Buffer
	o := f.options
	o.Warn = func(w script.Warning) error { fmt.Fprintln(&said, w); return nil }
	if err := convert.Encode(&b, telling(), format, &o); err != nil {
		return err.Error()
	}
	return b.String() + said.String()
}

// inputIn returns a file of the format of which every flag for readers has
// something to say.
func inputIn(t *testing.T, format convert.Format) []byte {
	switch format.Name {
	case "results", "json":
		return []byte(`{"status":"done","video_signed_url":"https://example.com/v?sig=1","output":{"format":"edl","content":"` +
			`TITLE: x\n\n001  AX       V     C        01:00:05:12 01:00:07:00 01:00:05:12 01:00:07:00\n* FROM CLIP NAME: A door.\n"}}`)
	case "ttml", "imsc", "dapt", "ebu-tt-d":
		return []byte(`<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:timeBase="smpte" ttp:frameRate="25" ` +
			`ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/dapt1.0/content" xml:lang="en"><body>` +
			`<div><p begin="11:00:01:00" end="11:00:02:00">A door.</p></div><div xml:id="e" begin="11:00:03:00" end="11:00:04:00"/>` +
			`<div xml:id="f" begin="11:00:05:00" end="11:00:06:00"><p>A door.</p><p xml:lang="de">Eine Tür.</p></div></body></tt>`)
	case "srt":
		return []byte("1\n00:00:01,000 --> 00:00:02,000\nTom &amp; caf\xe9\n")
	}
	var b bytes.Buffer
	f := parsed("--rate=25", "--start=10:00:00:00")
	if format.Name == "fcpxml" {
		f = parsed("--rate=25", "--start=10:00:00:00", "--items=captions")
	}
	require.NoError(t, convert.Encode(&b, telling(), format, &f.options), format.Name)
	return b.Bytes()
}

func decodedBy(f *flags, format convert.Format, input []byte) string {
	var said strings.Builder
	o := f.options
	o.Warn = func(w script.Warning) error { fmt.Fprintln(&said, w); return nil }
	o.Job = func(j *results.Job) {
		m := messages{}
		m.media("x", j, f.urls)
		fmt.Fprintln(&said, m.notes)
	}
	s, err := convert.Decode(bytes.NewReader(input), format, &o)
	return fmt.Sprintf("%+v %v %s", s, err, said.String())
}

// Every flag has one row a command, and is explained.
func TestFlagRows(t *testing.T) {
	seen := map[string]bool{}
	for _, row := range flagTable {
		require.NotEmpty(t, row.on, row.name)
		require.NotEmpty(t, row.help, row.name)
		for _, command := range row.on {
			require.False(t, seen[command+row.name], "--%s of %s", row.name, command)
			seen[command+row.name] = true
		}
		for _, name := range append(row.reads, row.writes...) {
			_, ok := convert.Lookup(name)
			require.True(t, ok, "--%s: %s", row.name, name)
		}
	}
}

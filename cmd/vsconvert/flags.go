package main

import (
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"github.com/vsconvert/vsconvert/convert"
	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/convert/fcpxml"
	"github.com/vsconvert/vsconvert/convert/protools"
	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// flags are the command line's flags as they were given.
type flags struct {
	set *pflag.FlagSet

	from, output, filesFrom         string
	to                              []string
	rate, start                     string
	title, language                 string
	quiet, strict, noClobber, urls  bool
	bom, crlf                       bool
	header, noIDs, plain            bool
	settings, encoding              string
	decodeEntities                  bool
	profile, scriptType, represents string
	reel, channel                   string
	nameComment                     bool
	color, user, track, items       string
	delimiter, csvTime              string
	csvRaw                          bool
	sheet                           string
	columns                         []string
	statuses                        []string
	protect                         bool
}

func (f *flags) register(set *pflag.FlagSet) {
	f.set = set
	set.SortFlags = false
	f.registerInput(set)
	set.StringSliceVarP(&f.to, "to", "t", nil, "output `FORMAT`, or several separated by commas; without it the extension of --output decides")
	set.StringVarP(&f.output, "output", "o", "", "output `FILE`, a directory, or - for standard output")
	set.BoolVar(&f.noClobber, "no-clobber", false, "refuse to replace an existing file")
	set.StringVar(&f.title, "title", "", "set the script's `TITLE`; empty for none")
	set.StringVar(&f.language, "language", "", "set the script's language, a BCP 47 `TAG` such as en-GB; empty for none")
	set.BoolVarP(&f.quiet, "quiet", "q", false, "show no warnings")
	set.BoolVar(&f.strict, "strict", false, "treat warnings as failure")
	set.BoolVar(&f.urls, "show-urls", false, "print the signed addresses of the job's media to standard error")

	set.BoolVar(&f.bom, "bom", false, "write a byte order mark: srt without it, csv and tsv with it unless --bom=false")
	set.BoolVar(&f.crlf, "crlf", false, "srt, edl: end lines with CR LF")
	set.BoolVar(&f.header, "header", false, "vtt: write header lines with kind and language")
	set.StringVar(&f.settings, "settings", "", "vtt: cue `SETTINGS` for every cue, such as line:0")
	set.BoolVar(&f.noIDs, "no-ids", false, "vtt: write no cue ids")
	set.BoolVar(&f.plain, "plain", false, "vtt: write no < and >, for players that put cue text into their page")
	set.StringVar(&f.profile, "ttml-profile", "imsc", "ttml: `PROFILE` imsc, imsc1, dapt or ebu-tt-d")
	set.StringVar(&f.scriptType, "script-type", "", "dapt: `TYPE` preRecording, originalTranscript, translatedTranscript or asRecorded")
	set.StringVar(&f.represents, "represents", "", "dapt: what descriptions represent, a `TERM` such as visual.nonText")
	set.StringVar(&f.reel, "reel", "", "edl: reel `NAME` (default AX)")
	set.StringVar(&f.channel, "channel", "", "edl: `CHANNEL` V, A, A2, AA or NONE (default V)")
	set.BoolVar(&f.nameComment, "edl-comment", false, "edl: write texts as * COMMENT rather than * FROM CLIP NAME")
	set.StringVar(&f.color, "color", "", "marker lists: `COLOR` of the markers")
	set.StringVar(&f.user, "user", "", "avid: user `NAME` of the markers")
	set.StringVar(&f.track, "track", "", "avid: `TRACK` of the markers (default V1)")
	set.StringVar(&f.items, "items", "", "fcpxml: `KIND` markers or captions; protools: markers or clips")
	set.StringVar(&f.csvTime, "csv-time", "", "csv: times as `FORM` clock, colon (survive a spreadsheet program) or frames; default clock, with --start frames")
	set.BoolVar(&f.csvRaw, "csv-raw", false, "csv: no apostrophe before texts that look like formulas, for machines")
	set.StringSliceVar(&f.statuses, "statuses", nil, "xlsx: the `LIST` of statuses to choose from")
	set.BoolVar(&f.protect, "protect", true, "xlsx: lock ids and computed columns")
}

// registerInput registers what concerns reading, for every command that reads.
func (f *flags) registerInput(set *pflag.FlagSet) {
	if f.set == nil {
		f.set = set
	}
	set.StringVarP(&f.from, "from", "f", "", "input `FORMAT`; without it the extension decides, then the content")
	set.StringVar(&f.rate, "rate", "", "frame `RATE` of EDL, marker lists and timecode: 23.976, 24, 25, 29.97, 29.97df, 30, 50, 59.94, 59.94df, 60 ...")
	set.StringVar(&f.start, "start", "", "`TIMECODE` of the programme's first frame; needs --rate")
	set.StringVar(&f.encoding, "encoding", "", "srt: the input's `ENCODING`, such as windows-1252")
	set.BoolVar(&f.decodeEntities, "decode-entities", false, "srt: read &amp; and its like as characters")
	set.StringVar(&f.sheet, "sheet", "", "xlsx: the `SHEET` to read")
	set.StringArrayVar(&f.columns, "map", nil, "xlsx, csv: read a field from a column, `FIELD=HEADER`, as in --map start=\"TC In\" or \"start=#3\"; may be repeated")
	set.StringVar(&f.delimiter, "csv-delimiter", "", "csv: `CHARACTER` between cells, or tab")
}

// options returns what the flags say to readers and writers.
func (f *flags) options() (*convert.Options, error) {
	o := &convert.Options{}
	if err := f.timeOptions(o); err != nil {
		return nil, err
	}
	if err := f.sheetOptions(o); err != nil {
		return nil, err
	}
	o.FromSRT.Encoding, o.FromSRT.DecodeEntities = f.encoding, f.decodeEntities
	o.SRT.BOM, o.SRT.CRLF = f.bom, f.crlf
	o.VTT.Header, o.VTT.Settings, o.VTT.NoIDs, o.VTT.Plain = f.header, f.settings, f.noIDs, f.plain
	o.EDL.Reel, o.EDL.Channel, o.EDL.AsComment, o.EDL.CRLF = f.reel, f.channel, f.nameComment, f.crlf
	o.TTML.ScriptType, o.TTML.Represents = f.scriptType, f.represents
	return o, f.markerOptions(o)
}

func (f *flags) timeOptions(o *convert.Options) (err error) {
	if f.rate != "" {
		if o.Rate, err = timecode.ParseRate(f.rate); err != nil {
			return usagef("", "--rate: %w", err)
		}
	}
	if f.start == "" {
		return nil
	}
	if o.Rate.IsZero() {
		return usagef("add --rate: a timecode means nothing without its frame rate", "--start %s needs --rate", f.start)
	}
	if o.Start, err = timecode.Parse(f.start, o.Rate); err != nil {
		return usagef("", "--start: %w", err)
	}
	if strings.Contains(f.start, ";") && !o.Rate.DropFrame() {
		hint := ""
		if o.Rate.Nominal()%30 == 0 {
			hint = "is --rate " + o.Rate.String() + "df meant?"
		}
		return usagef(hint, "--start %s is a drop-frame timecode, and --rate %s is not", f.start, f.rate)
	}
	return nil
}

func (f *flags) sheetOptions(o *convert.Options) error {
	comma, err := parseDelimiter(f.delimiter)
	if err != nil {
		return err
	}
	columns, err := parseColumns(f.columns)
	if err != nil {
		return err
	}
	form, ok := csvTimes[f.csvTime]
	if !ok {
		return usagef("", "--csv-time %q: want clock, colon or frames", f.csvTime)
	}
	if form == csv.Frames && o.Rate.IsZero() {
		return usagef("", "--csv-time frames needs --rate")
	}
	o.FromCSV.Comma, o.FromCSV.Columns = comma, columns
	o.CSV.Comma, o.CSV.Time, o.CSV.Raw = comma, form, f.csvRaw
	o.CSV.NoBOM = f.set.Changed("bom") && !f.bom
	o.FromXLSX.Sheet, o.FromXLSX.Columns = f.sheet, columns
	o.XLSX.Statuses, o.XLSX.Unprotected = f.statuses, f.set.Changed("protect") && !f.protect
	return nil
}

var csvTimes = map[string]csv.TimeForm{"": csv.Auto, "clock": csv.Clock, "colon": csv.Colon, "frames": csv.Frames}

func (f *flags) markerOptions(o *convert.Options) error {
	o.EDL.LocatorColor, o.Resolve.Color, o.Premiere.Color = f.color, f.color, f.color
	o.Avid.Color, o.Avid.User, o.Avid.Track = f.color, f.user, f.track
	if f.profile != "" {
		p, err := ttml.ParseProfile(f.profile)
		if err != nil {
			return usagef("", "--ttml-profile: %w", err)
		}
		o.TTML.Profile = p
	}
	switch f.items {
	case "":
	case "markers":
		o.FCPXML.Items, o.ProTools.Items = fcpxml.Markers, protools.Markers
	case "captions":
		o.FCPXML.Items = fcpxml.Captions
	case "clips":
		o.ProTools.Items = protools.Clips
	default:
		return usagef("", "--items %q: want markers, captions or clips", f.items)
	}
	return nil
}

func parseDelimiter(s string) (rune, error) {
	switch s {
	case "":
		return 0, nil
	case "tab", `\t`:
		return '\t', nil
	}
	if r := []rune(s); len(r) == 1 && !strings.ContainsRune("\"\r\n", r[0]) {
		return r[0], nil
	}
	return 0, usagef("", "--csv-delimiter %q: want one character or tab", s)
}

// parseColumns reads --map flags: field=header.
func parseColumns(all []string) (map[string]string, error) {
	if len(all) == 0 {
		return nil, nil
	}
	columns := map[string]string{}
	for _, s := range all {
		field, header, ok := strings.Cut(s, "=")
		if !ok || header == "" {
			return nil, usagef("", "--map %q: want FIELD=HEADER", s)
		}
		if _, err := table.ParseField(field); err != nil {
			return nil, usagef("", "--map %s: %w", s, err)
		}
		columns[field] = header
	}
	return columns, nil
}

// targets returns the formats of -t, or that of the output's extension.
func (f *flags) targets() ([]convert.Format, error) {
	if len(f.to) == 0 {
		return f.targetByName()
	}
	var all []convert.Format
	for _, name := range f.to {
		format, err := lookup("-t", name)
		if err != nil {
			return nil, err
		}
		if format.ReadOnly {
			return nil, usagef("-t json writes segments", "-t %s: this format can only be read", name)
		}
		if slices.ContainsFunc(all, func(other convert.Format) bool { return other.Name == format.Name }) {
			return nil, usagef("", "-t: %s is named twice", format.Name)
		}
		all = append(all, format)
	}
	return all, nil
}

func (f *flags) targetByName() ([]convert.Format, error) {
	const hint = "name a format with -t, or a file with -o whose extension says it; vsconvert formats lists them"
	if f.output == "" || f.output == "-" || isDirectory(f.output) {
		return nil, usagef(hint, "no output format")
	}
	format, ok := convert.ByExtension(f.output)
	if !ok {
		return nil, usagef(hint, "%s: the extension does not say the output format", f.output)
	}
	return []convert.Format{format}, nil
}

// source returns the format of -f, which may be unset.
func (f *flags) source() (convert.Format, error) {
	if f.from == "" {
		return convert.Format{}, nil
	}
	return lookup("-f", f.from)
}

func lookup(flag, name string) (convert.Format, error) {
	format, ok := convert.Lookup(name)
	if !ok {
		return format, usagef("vsconvert formats lists them", "%s: unknown format %q", flag, name)
	}
	return format, nil
}

// apply sets what the flags say of the script itself.
func (f *flags) apply(s *script.Script) {
	if f.set.Changed("title") {
		s.Title = f.title
	}
	if f.set.Changed("language") {
		s.Language = f.language
	}
}

// check refuses values that no format could hold.
func (f *flags) check() error {
	if f.language != "" && !script.IsLanguage(f.language) {
		return usagef("", "--language %q: want a BCP 47 tag such as en or pt-BR", f.language)
	}
	if strings.ContainsAny(f.title, "\r\n") {
		return usagef("", "--title %q: want one line", f.title)
	}
	return nil
}

package main

import (
	"slices"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/cmd/vsconvert/internal/outfile"
	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/convert/fcpxml"
	"github.com/vsconvert/vsconvert/convert/protools"
	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// flag is a row of the table of flags.
type flag struct {
	name, short string
	on          []string          // commands that have it
	reads       []string          // formats whose readers it tells something
	writes      []string          // formats whose writers it tells something
	only        narrowed          // narrows writes by what else was asked for; nil leaves them
	onlyReads   narrowed          // narrows reads so
	because     string            // why --items leaves it nothing to read
	neededFor   func(*flags) bool // reports whether other flags make no sense without it; nil for never
	help        string            // the word in backquotes is the value's name
	sets        setter
}

// narrowed reports whether a flag serves the writer of a format, considering
// the other flags.
type narrowed func(f *flags, format string) bool

// The commands that share flags.
var (
	placing   = []string{"convert", "concat", "split", "reconform", "merge", "diff", "check", "slots", "review"} // files, of files
	leaving   = join(placing, []string{"get", "extract"})                                                        // files behind
	reading   = join(placing, []string{"info"})
	gathering = []string{"convert", "info"} // any number of files
	writing   = []string{"convert", "concat", "split", "reconform", "merge", "check", "slots", "get"}
	timed     = []string{"convert", "concat", "split", "reconform", "merge", "diff", "get", "info"}
	running   = join(reading, []string{"get", "extract"})
	comparing = []string{"merge", "diff"}
	making    = append(writing, "review") // of files in which people work
)

// Families of formats.
var (
	answers    = []string{"results", "json"} // whose descriptions may be of another format
	profiles   = []string{"ttml", "imsc", "dapt", "ebu-tt-d"}
	eventLists = []string{"edl", "locators"}
	unrated    = []string{"edl", "locators", "resolve", "avid", "premiere", "protools", "stl"} // that leave their rate open, or state it so that it can be overruled
	timelines  = join(unrated, []string{"fcpxml"})
	tables     = []string{"csv", "tsv", "adr", "nuendo"}
	easel      = []string{"easel"} // a table by places, without a header or timecodes
	sheets     = join([]string{"xlsx"}, tables)
	pages      = []string{"html"}
)

// flagTable is all there is to say of the flags. They are set in this order.
var flagTable = slices.Concat([]flag{
	{name: "from", short: "f", on: reading, help: "input `FORMAT`; else the extension decides, then the content; ndjson for many answers, one a line",
		sets: text(setFrom)},
	{name: "edited-from", on: comparing, help: "`FORMAT` of the edited copy; -f is that of the original",
		sets: text(func(f *flags, v string) (err error) { f.editedFrom, err = lookup("--edited-from", v); return err })},
	{name: "files-from", on: gathering, help: "read the names of INPUTs from `FILE`, one a line; - for standard input",
		sets: text(func(f *flags, v string) error { f.filesFrom = v; return nil })},
	{name: "null", short: "0", on: gathering, help: "the names of --files-from end in NUL, as find -print0 writes them",
		sets: toggle(func(f *flags, on bool) { f.null = on })},
	{name: "recursive", short: "r", on: gathering, help: "convert the files in INPUTs that are directories, into directories like theirs",
		sets: toggle(func(f *flags, on bool) { f.recursive = on })},
	{name: "include", on: gathering, help: "of directories, convert what `GLOB` names, such as '*.json'; may be repeated",
		sets: each(setInclude)},
	{name: "name", on: []string{"convert"}, help: "name outputs by `TEMPLATE`, as in '{dir}/{base}.{format}{ext}'; its fields are dir base job media lang format ext index",
		sets: text(setName)},
	{name: "ndjson", on: []string{"convert"}, help: "write a line of JSON for each input and format, with what it becomes, rather than files",
		sets: toggle(func(f *flags, on bool) { f.ndjson = on })},
	{name: "json", on: []string{"convert"}, help: "write a line of JSON for each input, with how it ended, to `FILE`; - is standard error",
		sets: text(func(f *flags, v string) error { f.jsonLog = v; return nil })},
	{name: "json", on: []string{"info"}, help: "print an object a line rather than a table",
		sets: toggle(func(f *flags, on bool) { f.infoJSON = on })},
	{name: "resume", on: []string{"convert"}, help: "leave inputs that `MANIFEST` knows as done; it is made if it is missing",
		sets: text(func(f *flags, v string) error { f.resume = v; return nil })},
	{name: "to", short: "t", on: writing, help: "output `FORMAT`, or several separated by commas; without it the extension of --output decides",
		sets: list(func(f *flags, v []string) error { f.to = v; return nil })},
	{name: "to", short: "t", on: []string{"diff"}, help: "`FORMAT` csv, tsv, xlsx or json instead of a table",
		sets: text(func(f *flags, v string) error { f.to = []string{v}; return nil })},
	{name: "output", short: "o", on: []string{"convert", "concat", "split", "reconform", "merge", "slots", "get", "review", "extract"}, help: "output `FILE`, a directory, or - for standard output",
		sets: text(func(f *flags, v string) error { f.output = v; return nil })},
	{name: "output", short: "o", on: []string{"diff"}, help: "output `FILE`",
		sets: text(func(f *flags, v string) error { f.output = v; return nil })},
	{name: "no-clobber", on: leaving, help: "refuse to replace an existing file",
		sets: toggle(func(f *flags, on bool) { f.noClobber = on })},
	{name: "fsync", on: leaving, help: "have outputs on the disk before they take their places; without it only those that replace a file are",
		sets: toggle(func(f *flags, on bool) {
			f.sync = map[bool]outfile.Sync{true: outfile.SyncAll, false: outfile.SyncNone}[on]
		})},
	{name: "allow-empty", on: writing, help: "write a script without descriptions, rather than fail, where there are none",
		sets: toggle(func(f *flags, on bool) { f.allowEmpty = on })},
	{name: "allow-delete", on: []string{"merge"}, help: "take segments out that the edited copy lacks",
		sets: toggle(func(f *flags, on bool) { f.allowDelete = on })},
	{name: "force", on: []string{"merge"}, help: "take a copy that looks like another script's, and write what then overlaps or stands there twice",
		sets: toggle(func(f *flags, on bool) { f.force = on })},
	{name: "report", on: []string{"merge"}, help: "write the changes to `FILE`, as .csv, .tsv, .xlsx, .json or .txt",
		sets: text(func(f *flags, v string) error { f.report = v; return nil })},
	{name: "exit-code", on: []string{"diff"}, help: "exit with 7 when anything changed",
		sets: toggle(func(f *flags, on bool) { f.exitCode = on })},
	{name: "quiet", short: "q", on: running, help: "show no warnings",
		sets: toggle(func(f *flags, on bool) { f.quiet = on })},
	{name: "warnings", on: running, help: "show `WHICH` warnings: all, one by one; summary, by kind over all inputs; or none. Without it the first of each kind, and of several inputs the summary",
		sets: text(setWarnings)},
	{name: "strict", on: leaving, help: "treat warnings as failure",
		sets: toggle(func(f *flags, on bool) { f.strict = on })},
	{name: "show-urls", on: writing, reads: answers, help: "print the signed addresses of the job's media to standard error",
		sets: toggle(func(f *flags, on bool) { f.urls = on })},
	{name: "title", on: making, help: "set the script's `TITLE`; empty for none",
		sets: anyText(setTitle)},
	{name: "language", on: making, help: "set the script's language, a BCP 47 `TAG` such as en-GB; empty for none",
		sets: anyText(setLanguage)},
}, timingFlags, checkFlags(), soundFlags, []flag{
	{name: "rate", on: timed, reads: join(unrated, sheets), writes: join(timelines, sheets, profiles, pages), only: counts, neededFor: countsFrames,
		help: "frame `RATE` of EDL, marker lists and timecode, such as 25; 23.976, 24, 25, 29.97, 30, 48, 50, 59.94, 60 and more; 29.97df and 29.97ndf overrule what a list says of its labels",
		sets: text(setRate)},
	{name: "start", on: timed, reads: join(timelines, sheets, profiles), writes: join(timelines, sheets, profiles), only: writesDAPT, neededFor: countsLabels,
		help: "`TIMECODE` of the programme's first frame; needs --rate",
		sets: text(setStart)},

	{name: "encoding", on: reading, reads: []string{"srt"}, help: "srt: the input's `ENCODING`, such as windows-1252",
		sets: text(func(f *flags, v string) error { f.options.FromSRT.Encoding = v; return nil })},
	{name: "decode-entities", on: reading, reads: []string{"srt"}, help: "srt: read &amp; and its like as characters",
		sets: toggle(func(f *flags, on bool) { f.options.FromSRT.DecodeEntities = on })},
	{name: "bom", on: writing, writes: join([]string{"srt"}, tables), help: "write a byte order mark: srt without it, csv and tsv with it unless --bom=false",
		sets: toggle(func(f *flags, on bool) { f.options.SRT.BOM, f.options.CSV.NoBOM = on, !on })},
	{name: "crlf", on: writing, writes: join([]string{"srt", "resolve", "avid", "protools"}, eventLists), help: "srt, edl, locators, resolve, avid, protools: end lines with CR LF",
		sets: toggle(setCRLF)},

	{name: "header", on: writing, writes: []string{"vtt"}, help: "vtt: write header lines with kind and language",
		sets: toggle(func(f *flags, on bool) { f.options.VTT.Header = on })},
	{name: "settings", on: writing, writes: []string{"vtt"}, help: "vtt: cue `SETTINGS` for every cue, such as line:0",
		sets: text(func(f *flags, v string) error { f.options.VTT.Settings = v; return nil })},
	{name: "notes", on: writing, writes: []string{"vtt"}, help: "vtt: write notes as comments above their cues",
		sets: toggle(func(f *flags, on bool) { f.options.VTT.Notes = on })},
	{name: "no-ids", on: writing, writes: []string{"vtt"}, help: "vtt: write no cue ids",
		sets: toggle(func(f *flags, on bool) { f.options.VTT.NoIDs = on })},
	{name: "plain", on: writing, writes: []string{"vtt"}, help: "vtt: write no < and >, for players that put cue text into their page",
		sets: toggle(func(f *flags, on bool) { f.options.VTT.Plain = on })},

	{name: "ttml-profile", on: writing, writes: profiles, only: ofProfile, help: "ttml: `PROFILE` imsc, imsc1, dapt, ebu-tt-d or dapt+imsc (default imsc)",
		sets: text(setProfile)},
	{name: "ttml-time", on: writing, writes: profiles, only: hasFrames, help: "ttml: times as `FORM` clock (default) or frames, which takes --rate; ebu-tt-d has clock times only",
		sets: text(setTTMLTime)},
	{name: "script-type", on: writing, writes: profiles, only: writesDAPT, help: "dapt: `TYPE` preRecording, originalTranscript, translatedTranscript or asRecorded",
		sets: text(func(f *flags, v string) error { f.options.TTML.ScriptType = ttml.ScriptType(v); return nil })},
	{name: "represents", on: writing, writes: profiles, only: writesDAPT, help: "dapt: what descriptions represent, a `TERM` such as visual.nonText",
		sets: text(func(f *flags, v string) error { f.options.TTML.Represents = v; return nil })},
	{name: "source-language", on: writing, writes: profiles, only: writesDAPT, help: "dapt: the language that the texts translate, a `TAG`; zxx, the default, for none",
		sets: text(func(f *flags, v string) error { f.options.TTML.SourceLanguage = v; return nil })},
	{name: "speak", on: writing, writes: profiles, only: writesDAPT, help: "dapt: ask players to speak the texts, at a `RATE` normal, fast or slow; without it they speak nothing",
		sets: text(func(f *flags, v string) error { f.options.TTML.Speak = v; return nil })},
	{name: "pitch", on: writing, writes: profiles, only: writesDAPT, help: "dapt: the `PITCH` of that speech, such as 10%, 120hz or -2st; needs --speak",
		sets: text(func(f *flags, v string) error { f.options.TTML.Pitch = v; return nil })},
	{name: "keep-empty", on: reading, reads: profiles, help: "ttml: keep events of DAPT that have no text yet",
		sets: toggle(func(f *flags, on bool) { f.options.FromTTML.EmptyEvents = on })},

	{name: "reel", on: writing, writes: eventLists, help: "edl: reel `NAME` (default AX)",
		sets: text(func(f *flags, v string) error { f.options.EDL.Reel = v; return nil })},
	{name: "channel", on: writing, writes: eventLists, help: "edl: `CHANNEL` V, A, A2, AA or NONE (default V)",
		sets: text(func(f *flags, v string) error { f.options.EDL.Channel = v; return nil })},
	{name: "edl-comment", on: writing, writes: eventLists, help: "edl: write texts as * COMMENT rather than * FROM CLIP NAME",
		sets: toggle(func(f *flags, on bool) { f.options.EDL.AsComment = on })},
	{name: "color", on: writing, writes: []string{"locators", "resolve", "avid", "premiere"}, help: "marker lists: `COLOR` of the markers",
		sets: text(setColor)},
	{name: "user", on: writing, writes: []string{"avid"}, help: "avid: user `NAME` of the markers",
		sets: text(func(f *flags, v string) error { f.options.Avid.User = v; return nil })},
	{name: "track", on: reading, reads: []string{"protools"}, onlyReads: notMarkers, because: "markers stand on no track", writes: []string{"avid", "protools"}, help: "avid: `TRACK` of the markers (default V1); protools: of the clips (default AD; read: those that hold descriptions)",
		sets: text(setTrack)},
	{name: "items", on: reading, reads: []string{"fcpxml", "protools"}, writes: []string{"fcpxml", "protools"}, only: hasItems, onlyReads: hasItems, help: "fcpxml: `KIND` markers or captions; protools: markers or clips",
		sets: text(setItems)},
	{name: "text-language", on: reading, reads: join([]string{"fcpxml"}, profiles), onlyReads: notMarkers, because: "markers have no language", help: "read texts in this language, a BCP 47 `TAG` such as de; fcpxml: the captions; ttml: of events in several, where that of the script is the default, and * takes all",
		sets: text(setTextLanguage)},
	{name: "marker-name", on: writing, writes: []string{"resolve", "premiere", "fcpxml", "protools"}, help: "marker lists: `WHAT` markers are called: text, id or number (default text, premiere id)",
		sets: text(setMarkerName)},
	{name: "markers-on-clip", on: writing, writes: []string{"premiere"}, help: "premiere: put the markers on a colour matte as well",
		sets: toggle(func(f *flags, on bool) { f.options.Premiere.OnClip = on })},

	{name: "sheet", on: reading, reads: []string{"xlsx"}, help: "xlsx: the `SHEET` to read",
		sets: text(func(f *flags, v string) error { f.options.FromXLSX.Sheet = v; return nil })},
	{name: "map", on: reading, reads: sheets, help: "xlsx, csv: read a field from a column, `FIELD=HEADER`, as in --map start=\"TC In\" or \"start=#3\"; may be repeated",
		sets: each(setColumns)},
	{name: "header-row", on: reading, reads: sheets, help: "xlsx, csv: the `ROWS` of the header, such as 3 or 3-4, where it is not found",
		sets: text(setHeaderRow)},
	{name: "skip-rows", on: reading, reads: sheets, help: "xlsx, csv: pass over the first `N` rows",
		sets: text(setSkipRows)},
	{name: "csv-delimiter", on: reading, reads: join(tables, easel), writes: join([]string{"csv", "adr", "nuendo"}, easel), help: "csv: `CHARACTER` between cells, or tab",
		sets: text(setDelimiter)},
	{name: "csv-time", on: writing, writes: []string{"csv", "tsv"}, help: "csv: times as `FORM` clock, colon (survive a spreadsheet program) or frames; default clock, with --start frames",
		sets: text(setCSVTime)},
	{name: "fingerprint", on: writing, writes: []string{"csv", "tsv"}, help: "csv: add a column that remembers what was written, for merge; times then survive a spreadsheet program unless --csv-time is given",
		sets: toggle(func(f *flags, on bool) { f.options.CSV.Fingerprint = on })},
	{name: "csv-raw", on: writing, reads: join(tables, easel), writes: join(tables, easel), help: "csv: no apostrophe before texts that look like formulas, for machines",
		sets: toggle(func(f *flags, on bool) { f.options.CSV.Raw, f.options.FromCSV.Raw = on, on })},
	{name: "statuses", on: making, writes: []string{"xlsx", "html"}, help: "xlsx, html: the `LIST` of statuses to choose from",
		sets: list(func(f *flags, v []string) error { f.options.XLSX.Statuses, f.options.HTML.Statuses = v, v; return nil })},
	{name: "layout", on: writing, writes: []string{"xlsx"}, help: "xlsx: `LAYOUT` edit, voice (upright, large: id, in, out, cue, text) or review (before, after, comment) (default edit)",
		sets: text(func(f *flags, v string) (err error) {
			f.options.XLSX.Layout, err = xlsx.ParseLayout(v)
			return usageOf("--layout", err)
		})},
	{name: "paper", on: writing, writes: []string{"xlsx"}, help: "xlsx: `PAPER` a4 or letter (default a4)",
		sets: text(func(f *flags, v string) (err error) {
			f.options.XLSX.Paper, err = xlsx.ParsePaper(v)
			return usageOf("--paper", err)
		})},
	{name: "page-break", on: writing, writes: []string{"xlsx"}, help: "xlsx: begin a page before each segment of the `LIST` of ids, in the layouts voice and review",
		sets: list(func(f *flags, v []string) error { f.options.XLSX.BreakBefore = v; return nil })},
	{name: "protect", on: writing, writes: []string{"xlsx"}, help: "xlsx: lock ids and computed columns; programs then refuse to insert, delete or sort rows",
		sets: toggle(func(f *flags, on bool) { f.options.XLSX.Protected = on })},
}, besideFlags, cutFlags, getFlags)

func join(all ...[]string) (joined []string) {
	for _, some := range all {
		joined = append(joined, some...)
	}
	return joined
}

// counts reports whether writing a format takes the frame rate. Spreadsheets
// and TTML of clock times do not.
func counts(f *flags, format string) bool {
	if isProfile(format) {
		return f.options.TTML.Time == ttml.Frames && hasFrames(f, format)
	}
	return format != "csv" && format != "tsv" || f.options.CSV.Time == csv.Frames
}

// countsFrames reports whether other flags need the frame rate.
func countsFrames(f *flags) bool {
	return f.command == "reconform" || f.given("start") || f.timing.frames || f.timing.labels
}

// countsLabels reports whether other flags are timecodes of the programme.
func countsLabels(f *flags) bool { return f.command == "reconform" || f.timing.labels }

// writesDAPT reports whether a format, if it is TTML, is DAPT.
func writesDAPT(f *flags, format string) bool {
	return !isProfile(format) || format == "dapt" || format == "ttml" && isDAPT(f.options.TTML.Profile)
}

// hasFrames reports whether a format of TTML's can count frames.
func hasFrames(f *flags, format string) bool {
	return format != "ebu-tt-d" && (format != "ttml" || f.options.TTML.Profile != ttml.EBUTTD)
}

func isDAPT(p ttml.Profile) bool { return p == ttml.DAPT || p == ttml.DAPTIMSC }

// ofProfile reports whether a format is TTML of the profile that was asked for.
func ofProfile(f *flags, format string) bool {
	asked, err := ttml.ParseProfile(format)
	return format == "ttml" || err == nil && asked == f.options.TTML.Profile
}

func isProfile(format string) bool {
	for _, name := range profiles {
		if name == format {
			return true
		}
	}
	return false
}

// hasItems reports whether a format has the kind of items that was asked for.
func hasItems(f *flags, format string) bool {
	return format == "fcpxml" && f.items != "clips" || format == "protools" && f.items != "captions"
}

// notMarkers reports whether other items than markers may be read, which alone
// stand on tracks and have languages.
func notMarkers(f *flags, format string) bool { return f.items != "markers" || isProfile(format) }

func setRate(f *flags, v string) (err error) {
	if f.options.Rate, err = timecode.ParseRate(v); err != nil {
		return usagef("", "--rate: %w", err)
	}
	return nil
}

func setStart(f *flags, v string) (err error) {
	rate := f.readingRate()
	if rate.IsZero() {
		return usagef("add --rate: a timecode means nothing without its frame rate", "--start %s needs --rate", v)
	}
	label, err := timecode.ParseLabel(v)
	if err == nil {
		f.options.Start, err = label.Timecode(rate.Counted(label.Drop()))
	}
	if err != nil {
		return usagef("", "--start: %w", err)
	}
	if label.Drop() && !f.options.Start.Rate().DropFrame() {
		hint := ""
		if rate.Nominal()%30 == 0 {
			hint = "is --rate " + rate.NonDrop().String() + "df meant?"
		}
		return usagef(hint, "--start %s is a drop-frame timecode, and --rate %v is not", v, rate)
	}
	return nil
}

func setProfile(f *flags, v string) (err error) {
	if f.options.TTML.Profile, err = ttml.ParseProfile(v); err != nil {
		return usagef("", "--ttml-profile: %w", err)
	}
	return nil
}

func setTTMLTime(f *flags, v string) error {
	switch v {
	case "clock":
		f.options.TTML.Time = ttml.Clock
	case "frames":
		f.options.TTML.Time = ttml.Frames
		if f.options.Rate.IsZero() {
			return usagef("add --rate: frames mean nothing without their rate", "--ttml-time frames needs --rate")
		}
	default:
		return usagef("", "--ttml-time %q: want clock or frames", v)
	}
	return nil
}

func setColor(f *flags, v string) error {
	o := &f.options
	o.EDL.LocatorColor, o.Resolve.Color, o.Premiere.Color, o.Avid.Color = v, v, v, v
	return nil
}

func setCRLF(f *flags, on bool) {
	o := &f.options
	o.SRT.CRLF, o.EDL.CRLF, o.Resolve.CRLF, o.Avid.CRLF, o.ProTools.CRLF = on, on, on, on, on
}

func setTrack(f *flags, v string) error {
	o := &f.options
	o.Avid.Track, o.ProTools.Track, o.FromProTools.Track = v, v, v
	return nil
}

func setTextLanguage(f *flags, v string) error {
	f.options.FromTTML.Language = v
	if notMarkers(f, "fcpxml") {
		f.options.FromFCPXML.TextLanguage = v
	}
	return nil
}

func setMarkerName(f *flags, v string) error {
	switch v {
	case "text", "id", "number":
		o := &f.options
		o.Resolve.Name, o.Premiere.Name, o.FCPXML.Name, o.ProTools.Name = v, v, v, v
		return nil
	}
	return usagef("", "--marker-name %q: want text, id or number", v)
}

func setItems(f *flags, v string) error {
	o := &f.options
	switch f.items = v; v {
	case "markers":
		o.FCPXML.Items, o.ProTools.Items = fcpxml.Markers, protools.Markers
		o.FromFCPXML.Items, o.FromProTools.Items = fcpxml.Markers, protools.Markers
		o.FromProTools.Track = "" // markers stand on none
	case "captions":
		o.FCPXML.Items, o.FromFCPXML.Items = fcpxml.Captions, fcpxml.Captions
	case "clips":
		o.ProTools.Items, o.FromProTools.Items = protools.Clips, protools.Clips
	default:
		return usagef("", "--items %q: want markers, captions or clips", v)
	}
	return nil
}

// setColumns reads what --map was given: field=header.
func setColumns(f *flags, all []string) error {
	columns := map[string]string{}
	for _, s := range all {
		field, header, ok := strings.Cut(s, "=")
		if !ok || header == "" {
			return usagef("", "--map %q: want FIELD=HEADER", s)
		}
		if _, err := table.ParseField(field); err != nil {
			return usagef("", "--map %s: %w", s, err)
		}
		columns[field] = header
	}
	f.options.FromCSV.Columns, f.options.FromXLSX.Columns = columns, columns
	return nil
}

func setDelimiter(f *flags, v string) error {
	if v == "tab" || v == `\t` {
		v = "\t"
	}
	r := []rune(v)
	if len(r) != 1 || strings.ContainsRune("\"\r\n", r[0]) {
		return usagef("", "--csv-delimiter %q: want one character or tab", v)
	}
	f.options.FromCSV.Comma, f.options.CSV.Comma = r[0], r[0]
	return nil
}

func setCSVTime(f *flags, v string) error {
	form, ok := map[string]csv.TimeForm{"clock": csv.Clock, "colon": csv.Colon, "frames": csv.Frames}[v]
	if !ok {
		return usagef("", "--csv-time %q: want clock, colon or frames", v)
	}
	if form == csv.Frames && f.options.Rate.IsZero() {
		return usagef("", "--csv-time frames needs --rate")
	}
	f.options.CSV.Time = form
	return nil
}

func setWarnings(f *flags, v string) error {
	f.everyWarning, f.joinWarnings = v == "all", v == "summary"
	switch v {
	case "none":
		f.quiet = true
	case "all", "summary":
	default:
		return usagef("", "--warnings %q: want all, summary or none", v)
	}
	return nil
}

func setFrom(f *flags, v string) (err error) {
	if strings.EqualFold(v, "ndjson") {
		f.fromStream, v = true, "results"
	}
	if f.from, err = lookup("-f", v); err == nil && f.from.NewDecoder == nil {
		return usagef("read the script that it was written from", "-f %s: this format is only written", v)
	}
	return err
}

func setTitle(f *flags, v string) error {
	if strings.ContainsAny(v, "\r\n") {
		return usagef("", "--title %q: want one line", v)
	}
	f.title = &v
	return nil
}

func setLanguage(f *flags, v string) error {
	if v != "" && !script.IsLanguage(v) {
		return usagef("", "--language %q: want a BCP 47 tag such as en or pt-BR", v)
	}
	f.language = &v
	return nil
}

// emptyError is a flag that was given nothing.
func emptyError(name string) error {
	return usagef("leave it out, or give it a value", "--%s is empty", name)
}

func setHeaderRow(f *flags, v string) error {
	first, last, isRange := strings.Cut(v, "-")
	if !isRange {
		last = first
	}
	from, err1 := strconv.Atoi(first)
	to, err2 := strconv.Atoi(last)
	if err1 != nil || err2 != nil || from < 1 || to < from || to > table.HeadRows {
		return usagef("", "--header-row %q: want a row such as 3, or rows such as 3-4, up to %d", v, table.HeadRows)
	}
	f.options.FromCSV.HeaderFirst, f.options.FromCSV.HeaderLast = from, to
	f.options.FromXLSX.HeaderFirst, f.options.FromXLSX.HeaderLast = from, to
	return nil
}

func setSkipRows(f *flags, v string) error {
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n >= table.HeadRows {
		return usagef("", "--skip-rows %q: want a number below %d", v, table.HeadRows)
	}
	f.options.FromCSV.SkipRows, f.options.FromXLSX.SkipRows = n, n
	return nil
}

// usageOf makes the error of a flag's value one of usage.
func usageOf(flag string, err error) error {
	if err == nil {
		return nil
	}
	return usagef("", "%s: %w", flag, err)
}

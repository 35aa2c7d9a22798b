package convert

import (
	"io"
	"sync"

	"github.com/vsconvert/vsconvert/convert/avid"
	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/convert/fcpxml"
	"github.com/vsconvert/vsconvert/convert/premiere"
	"github.com/vsconvert/vsconvert/convert/protools"
	"github.com/vsconvert/vsconvert/convert/resolve"
	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
)

// formats is the table. A function rather than a variable, so that a program
// that does not ask for it pays nothing.
var formats = sync.OnceValue(func() []Format {
	return []Format{
		{
			Name: "results", Title: "ViddyScribe get_results answer", Extensions: []string{".json"},
			Keeps: script.AllFields, Unit: Nanosecond, ReadOnly: true,
			decode: decodeJSON,
		},
		{
			Name: "json", Title: "segments JSON", Extensions: []string{".json"},
			Keeps: script.AllFields, Unit: Nanosecond, Note: "the API's own shape; the exact master copy",
			decode: decodeJSON, encode: encodeJSON,
		},
		{
			Name: "vtt", Title: "WebVTT", Extensions: []string{".vtt", ".webvtt"},
			Keeps: vtt.Keeps, Unit: Millisecond,
			decode: func(r io.Reader, o *Options) (*script.Script, error) {
				return vtt.Decoder{Strict: o.Strict, MaxBytes: o.MaxBytes, Warn: o.Warn}.Decode(r)
			},
			encode: func(w io.Writer, s *script.Script, o *Options) error {
				e := o.VTT
				e.Warn = o.Warn
				return e.Encode(w, s)
			},
		},
		{
			Name: "srt", Title: "SubRip", Extensions: []string{".srt"},
			Keeps: srt.Keeps, Unit: Millisecond, Note: "cues are numbered from 1",
			decode: func(r io.Reader, o *Options) (*script.Script, error) {
				d := o.FromSRT
				d.Strict, d.MaxBytes, d.Warn = o.Strict, o.MaxBytes, o.Warn
				return d.Decode(r)
			},
			encode: func(w io.Writer, s *script.Script, o *Options) error {
				e := o.SRT
				e.Warn = o.Warn
				return e.Encode(w, s)
			},
		},
		ttmlFormat("ttml", "TTML, IMSC 1.1 Text unless told otherwise", nil),
		ttmlFormat("imsc", "TTML, IMSC 1.1 Text", profile(ttml.IMSC11)),
		ttmlFormat("dapt", "TTML, W3C DAPT script", profile(ttml.DAPT)),
		ttmlFormat("ebu-tt-d", "TTML, EBU-TT-D", profile(ttml.EBUTTD)),
		{
			Name: "edl", Title: "CMX 3600 EDL", Extensions: []string{".edl"},
			Keeps: edl.Keeps, Unit: Frame, Note: "one line of text an event; states no frame rate",
			decode: decodeEDL(false),
			encode: encodeEDL(false),
		},
		{
			Name: "locators", Title: "EDL with Avid * LOC: locators", Extensions: []string{".edl"},
			Keeps: edl.Keeps, Unit: Frame,
			decode: decodeEDL(true),
			encode: encodeEDL(true),
		},
		{
			Name: "resolve", Title: "DaVinci Resolve timeline markers (EDL)", Extensions: []string{".edl"},
			Keeps: resolve.Keeps, Unit: Frame,
			decode: func(r io.Reader, o *Options) (*script.Script, error) {
				return resolve.Decoder{Rate: o.Rate, Start: o.Start, Strict: o.Strict, MaxBytes: o.MaxBytes, Warn: o.Warn}.Decode(r)
			},
			encode: func(w io.Writer, s *script.Script, o *Options) error {
				e := o.Resolve
				e.Rate, e.Start, e.Warn = o.Rate, o.Start, o.Warn
				return e.Encode(w, s)
			},
		},
		{
			Name: "avid", Title: "Avid Media Composer markers", Extensions: []string{".txt"},
			Keeps: avid.Keeps, Unit: Frame,
			decode: func(r io.Reader, o *Options) (*script.Script, error) {
				return avid.Decoder{Rate: o.Rate, Start: o.Start, Strict: o.Strict, MaxBytes: o.MaxBytes, Warn: o.Warn}.Decode(r)
			},
			encode: func(w io.Writer, s *script.Script, o *Options) error {
				e := o.Avid
				e.Rate, e.Start, e.Warn = o.Rate, o.Start, o.Warn
				return e.Encode(w, s)
			},
		},
		{
			Name: "premiere", Title: "Premiere sequence markers (xmeml)", Extensions: []string{".xml"},
			Keeps: premiere.Keeps, Unit: Frame, Note: "Premiere's exported marker CSV is read too",
			decode: func(r io.Reader, o *Options) (*script.Script, error) {
				return premiere.Decoder{Rate: o.Rate, Start: o.Start, Strict: o.Strict, MaxBytes: o.MaxBytes, Warn: o.Warn}.Decode(r)
			},
			encode: func(w io.Writer, s *script.Script, o *Options) error {
				e := o.Premiere
				e.Rate, e.Start, e.Warn = o.Rate, o.Start, o.Warn
				return e.Encode(w, s)
			},
		},
		{
			Name: "fcpxml", Title: "Final Cut Pro XML markers", Extensions: []string{".fcpxml"},
			Keeps: fcpxml.Keeps, Unit: Frame,
			decode: func(r io.Reader, o *Options) (*script.Script, error) {
				return fcpxml.Decoder{Rate: o.Rate, Start: o.Start, Strict: o.Strict, MaxBytes: o.MaxBytes, Warn: o.Warn}.Decode(r)
			},
			encode: func(w io.Writer, s *script.Script, o *Options) error {
				e := o.FCPXML
				e.Rate, e.Start, e.Warn = o.Rate, o.Start, o.Warn
				return e.Encode(w, s)
			},
		},
		{
			Name: "protools", Title: "Pro Tools session info", Extensions: []string{".txt"},
			Keeps: protools.Keeps, Unit: Frame,
			decode: func(r io.Reader, o *Options) (*script.Script, error) {
				return protools.Decoder{Rate: o.Rate, Start: o.Start, Strict: o.Strict, MaxBytes: o.MaxBytes, Warn: o.Warn}.Decode(r)
			},
			encode: func(w io.Writer, s *script.Script, o *Options) error {
				e := o.ProTools
				e.Rate, e.Start, e.Warn = o.Rate, o.Start, o.Warn
				return e.Encode(w, s)
			},
		},
		{
			Name: "xlsx", Title: "Excel workbook", Extensions: []string{".xlsx"},
			Keeps: xlsx.Keeps, Unit: Nanosecond, Binary: true, Note: "made to be edited; see merge",
			decode: func(r io.Reader, o *Options) (*script.Script, error) {
				d := o.FromXLSX
				d.Rate, d.Start, d.Strict, d.MaxBytes, d.Warn = o.Rate, o.Start, o.Strict, o.MaxBytes, o.Warn
				return d.Decode(r)
			},
			encode: func(w io.Writer, s *script.Script, o *Options) error {
				e := o.XLSX
				e.Rate, e.Start, e.Warn = o.Rate, o.Start, o.Warn
				return e.Encode(w, s)
			},
		},
		csvFormat("csv", "CSV script", ".csv", csv.Keeps, csv.Encoder{}),
		csvFormat("tsv", "tab-separated script", ".tsv", csv.Keeps, csv.Encoder{Comma: '\t'}),
		csvFormat("adr", "ADR cue sheet (CSV)", ".csv", csv.ADRKeeps, csv.Encoder{Preset: csv.ADR}),
		csvFormat("nuendo", "Nuendo cue sheet (CSV)", ".csv", csv.NuendoKeeps, csv.Encoder{Preset: csv.Nuendo}),
	}
})

func decodeJSON(r io.Reader, o *Options) (*script.Script, error) {
	job, err := results.Decoder{Rate: o.Rate, Start: o.Start, Strict: o.Strict, MaxBytes: o.MaxBytes, Warn: o.Warn}.Decode(r)
	if job != nil && o.Job != nil {
		o.Job(job)
	}
	if err != nil {
		return nil, err
	}
	return job.Script, nil
}

func encodeJSON(w io.Writer, s *script.Script, o *Options) error {
	e := o.JSON
	e.Warn = o.Warn
	return e.Encode(w, s)
}

func profile(p ttml.Profile) *ttml.Profile { return &p }

// ttmlFormat is TTML in one profile, or in that of the options when p is nil.
func ttmlFormat(name, title string, p *ttml.Profile) Format {
	return Format{
		Name: name, Title: title, Extensions: []string{".ttml", ".dfxp"},
		Keeps: ttml.Keeps, Unit: Millisecond,
		decode: func(r io.Reader, o *Options) (*script.Script, error) {
			d := o.FromTTML
			d.Start, d.Strict, d.MaxBytes, d.Warn = o.Start, o.Strict, o.MaxBytes, o.Warn
			return d.Decode(r)
		},
		encode: func(w io.Writer, s *script.Script, o *Options) error {
			e := o.TTML
			e.Start, e.Warn = o.Start, o.Warn
			if p != nil {
				e.Profile = *p
			}
			return e.Encode(w, s)
		},
	}
}

func decodeEDL(locators bool) func(io.Reader, *Options) (*script.Script, error) {
	return func(r io.Reader, o *Options) (*script.Script, error) {
		return edl.Decoder{Rate: o.Rate, Start: o.Start, Locators: locators, Strict: o.Strict, MaxBytes: o.MaxBytes, Warn: o.Warn}.Decode(r)
	}
}

func encodeEDL(locators bool) func(io.Writer, *script.Script, *Options) error {
	return func(w io.Writer, s *script.Script, o *Options) error {
		e := o.EDL
		e.Rate, e.Start, e.Warn, e.Locators = o.Rate, o.Start, o.Warn, locators
		return e.Encode(w, s)
	}
}

func csvFormat(name, title, extension string, keeps script.Fields, preset csv.Encoder) Format {
	f := Format{
		Name: name, Title: title, Extensions: []string{extension},
		Keeps: keeps, Unit: Millisecond,
		decode: func(r io.Reader, o *Options) (*script.Script, error) {
			d := o.FromCSV
			d.Rate, d.Start, d.Strict, d.MaxBytes, d.Warn = o.Rate, o.Start, o.Strict, o.MaxBytes, o.Warn
			return d.Decode(r)
		},
		encode: func(w io.Writer, s *script.Script, o *Options) error {
			e := o.CSV
			e.Rate, e.Start, e.Warn = o.Rate, o.Start, o.Warn
			if preset.Comma != 0 {
				e.Comma = preset.Comma
			}
			e.Preset = preset.Preset
			return e.Encode(w, s)
		},
	}
	if preset.Preset != "" {
		f.Unit = Frame
	}
	return f
}

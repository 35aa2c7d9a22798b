package convert

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/vsconvert/vsconvert/convert/astisub"
	"github.com/vsconvert/vsconvert/convert/avid"
	"github.com/vsconvert/vsconvert/convert/csv"
	"github.com/vsconvert/vsconvert/convert/fcpxml"
	"github.com/vsconvert/vsconvert/convert/html"
	"github.com/vsconvert/vsconvert/convert/premiere"
	"github.com/vsconvert/vsconvert/convert/protools"
	"github.com/vsconvert/vsconvert/convert/resolve"
	"github.com/vsconvert/vsconvert/convert/srt"
	"github.com/vsconvert/vsconvert/convert/transcript"
	"github.com/vsconvert/vsconvert/convert/ttml"
	"github.com/vsconvert/vsconvert/convert/ttml/edit"
	"github.com/vsconvert/vsconvert/convert/vtt"
	"github.com/vsconvert/vsconvert/convert/xlsx"
	"github.com/vsconvert/vsconvert/edl"
	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// formats is the table. A function rather than a variable, so that a program
// that does not ask for it pays nothing.
var formats = sync.OnceValue(func() []Format {
	return slices.Concat(answers(), captions(), subtitles(), lists(), markers(), sheets(), pages())
})

func answers() []Format {
	decode := func(o *Options) script.Decoder { return answerDecoder{o} }
	return []Format{
		{
			Name: "results", Title: "ViddyScribe get_results answer", Extensions: []string{".json"},
			Keeps: results.Keeps, Unit: Nanosecond, ReadOnly: true,
			NewDecoder: decode,
		},
		{
			Name: "json", Title: "segments JSON", Extensions: []string{".json"},
			Keeps: results.Keeps, Unit: Nanosecond, Note: "the API's own shape; the exact master copy",
			NewDecoder: decode,
			NewEncoder: func(o *Options) script.Encoder {
				e := o.JSON
				e.Warn = o.warn(e.Warn)
				return e
			},
		},
	}
}

// answerDecoder reads the script of an answer, and hands on its envelope.
type answerDecoder struct{ *Options }

func (d answerDecoder) Decode(r io.Reader) (*script.Script, error) {
	o := d.Options
	from := o.FromJSON
	from.Unsorted = or(o.Unsorted, from.Unsorted)
	o.setReading(&from.MaxBytes, &from.Warn)
	o.setCounting(&from.Rate, &from.Start, &from.Counted)
	job, err := from.Decode(r)
	if job != nil && o.Job != nil {
		o.Job(job)
	}
	if err != nil {
		return nil, err
	}
	return job.Script, nil
}

func captions() []Format {
	return []Format{
		{
			Name: "vtt", Title: "WebVTT", Extensions: []string{".vtt", ".webvtt"},
			Keeps: vtt.Keeps, Unit: Millisecond,
			NewDecoder: func(o *Options) script.Decoder {
				d := o.FromVTT
				d.Unsorted = or(o.Unsorted, d.Unsorted)
				o.setReading(&d.MaxBytes, &d.Warn)
				return d
			},
			NewEncoder: func(o *Options) script.Encoder {
				e := o.VTT
				e.Warn = o.warn(e.Warn)
				return e
			},
		},
		{
			Name: "srt", Title: "SubRip", Extensions: []string{".srt"},
			Keeps: srt.Keeps, Unit: Millisecond, Note: "cues are numbered from 1",
			NewDecoder: func(o *Options) script.Decoder {
				d := o.FromSRT
				d.Unsorted = or(o.Unsorted, d.Unsorted)
				o.setReading(&d.MaxBytes, &d.Warn)
				return d
			},
			NewEncoder: func(o *Options) script.Encoder {
				e := o.SRT
				e.Warn = o.warn(e.Warn)
				return e
			},
		},
		ttmlFormat("ttml", "TTML, IMSC 1.1 Text unless told otherwise", func(p ttml.Profile) ttml.Profile { return p }),
		ttmlFormat("imsc", "TTML, IMSC 1.1 Text", func(ttml.Profile) ttml.Profile { return ttml.IMSC11 }),
		ttmlFormat("dapt", "TTML, W3C DAPT script", func(ttml.Profile) ttml.Profile { return ttml.DAPT }),
		ttmlFormat("ebu-tt-d", "TTML, EBU-TT-D", func(ttml.Profile) ttml.Profile { return ttml.EBUTTD }),
	}
}

// ttmlFormat is TTML in the profile made of that of the options.
func ttmlFormat(name, title string, profile func(ttml.Profile) ttml.Profile) Format {
	return Format{
		Name: name, Title: title, Extensions: []string{".ttml", ".dfxp"},
		Keeps: ttml.Keeps, Unit: Millisecond,
		NewDecoder: func(o *Options) script.Decoder {
			d := o.FromTTML
			d.Start, d.Unsorted = or(o.Start, d.Start), or(o.Unsorted, d.Unsorted)
			o.setReading(&d.MaxBytes, &d.Warn)
			if o.KeepDocument {
				return edit.Decoder{Decoder: d}
			}
			return d
		},
		NewEncoder: func(o *Options) script.Encoder {
			e := o.TTML
			e.Profile = profile(e.Profile)
			o.setWriting(&e.Rate, &e.Start, &e.Warn)
			var out script.Encoder = e
			if o.KeepDocument {
				out = documentEncoder{e, name == "ttml" && e.Profile == ttml.IMSC11}
			}
			if isDAPT := e.Profile == ttml.DAPT || e.Profile == ttml.DAPTIMSC; isDAPT && !o.Sound.IsZero() {
				return soundEncoder{out, o.Sound, e.Warn}
			}
			return out
		},
	}
}

// documentEncoder changes the document that a script keeps in place, where it
// may stay what it is: in the format of no certain profile any, as DAPT one of
// DAPT's.
type documentEncoder struct {
	ttml.Encoder
	any bool
}

// soundEncoder gives the texts of a document that another wrote what there is
// to be heard.
type soundEncoder struct {
	script.Encoder
	sound edit.Sound
	warn  func(script.Warning) error
}

func (e soundEncoder) Encode(w io.Writer, s *script.Script) error {
	var doc strings.Builder
	if err := e.Encoder.Encode(&doc, s); err != nil {
		return err
	}
	return e.sound.Write(w, doc.String(), e.warn)
}

func (e documentEncoder) Encode(w io.Writer, s *script.Script) error {
	doc, ok := s.Document.(*edit.Document)
	if err := loss.OfColumns(s); err != nil && ok {
		rep := report.Reporter{Format: "ttml", To: e.Warn}
		if err := rep.Warn(script.Pos{}, "", err); err != nil {
			return err
		}
	}
	root := edit.Root{ScriptType: e.ScriptType, Represents: e.Represents, LangSrc: e.SourceLanguage}
	switch {
	case ok && e.any:
		return doc.Write(w, s, root, e.Warn)
	case ok && e.Profile == ttml.DAPT && doc.IsDAPT():
		return doc.WriteDAPT(w, s, root, e.Warn)
	}
	return e.Encoder.Encode(w, s)
}

// subtitles are the formats of package astisub.
func subtitles() []Format {
	return []Format{
		{
			Name: "ass", Title: "SubStation Alpha (SSA/ASS)", Extensions: []string{".ass", ".ssa"},
			Keeps: astisub.ASSKeeps, Unit: Centisecond, Note: "braces become round brackets; styles are not read",
			NewDecoder: func(o *Options) script.Decoder {
				d := o.FromASS
				d.Unsorted = or(o.Unsorted, d.Unsorted)
				o.setReading(&d.MaxBytes, &d.Warn)
				return d
			},
			NewEncoder: func(o *Options) script.Encoder {
				e := o.ASS
				e.Warn = o.warn(e.Warn)
				return e
			},
		},
		{
			Name: "stl", Title: "EBU STL (open subtitles)", Extensions: []string{".stl"},
			Keeps: astisub.STLKeeps, Unit: Frame, Binary: true, Note: "25, 29.97 or 30 frames a second; Latin script only",
			NewDecoder: func(o *Options) script.Decoder {
				d := o.FromSTL
				d.Unsorted = or(o.Unsorted, d.Unsorted)
				o.setReading(&d.MaxBytes, &d.Warn)
				o.setCounting(&d.Rate, &d.Start, &d.Counted)
				return d
			},
			NewEncoder: func(o *Options) script.Encoder {
				e := o.STL
				o.setWriting(&e.Rate, &e.Start, &e.Warn)
				return e
			},
		},
	}
}

func lists() []Format {
	return []Format{
		edlFormat("edl", "CMX 3600 EDL", "one line of text an event; states no frame rate", false),
		edlFormat("locators", "EDL with Avid * LOC: locators", "", true),
	}
}

func edlFormat(name, title, note string, locators bool) Format {
	return Format{
		Name: name, Title: title, Extensions: []string{".edl"},
		Keeps: edl.Keeps, Unit: Frame, Note: note,
		NewDecoder: func(o *Options) script.Decoder {
			d := o.FromEDL
			d.Unsorted = or(o.Unsorted, d.Unsorted)
			o.setReading(&d.MaxBytes, &d.Warn)
			o.setCounting(&d.Rate, &d.Start, &d.Counted)
			d.Locators = locators
			return d
		},
		NewEncoder: func(o *Options) script.Encoder {
			e := o.EDL
			e.Locators = locators
			o.setWriting(&e.Rate, &e.Start, &e.Warn)
			return e
		},
	}
}

func markers() []Format {
	return []Format{resolveFormat(), avidFormat(), premiereFormat(), fcpxmlFormat(), proToolsFormat()}
}

func resolveFormat() Format {
	return Format{
		Name: "resolve", Title: "DaVinci Resolve timeline markers (EDL)", Extensions: []string{".edl"},
		Keeps: resolve.Keeps, Unit: Frame,
		NewDecoder: func(o *Options) script.Decoder {
			d := o.FromResolve
			o.setReading(&d.MaxBytes, &d.Warn)
			o.setCounting(&d.Rate, &d.Start, &d.Counted)
			return d
		},
		NewEncoder: func(o *Options) script.Encoder {
			e := o.Resolve
			o.setWriting(&e.Rate, &e.Start, &e.Warn)
			return e
		},
	}
}

func avidFormat() Format {
	return Format{
		Name: "avid", Title: "Avid Media Composer markers", Extensions: []string{".txt"},
		Keeps: avid.Keeps, Unit: Frame,
		NewDecoder: func(o *Options) script.Decoder {
			d := o.FromAvid
			o.setReading(&d.MaxBytes, &d.Warn)
			o.setCounting(&d.Rate, &d.Start, &d.Counted)
			return d
		},
		NewEncoder: func(o *Options) script.Encoder {
			e := o.Avid
			o.setWriting(&e.Rate, &e.Start, &e.Warn)
			return e
		},
	}
}

func premiereFormat() Format {
	return Format{
		Name: "premiere", Title: "Premiere sequence markers (xmeml)", Extensions: []string{".xml"},
		Keeps: premiere.Keeps, Unit: Frame, Note: "Premiere's exported marker CSV is read too",
		NewDecoder: func(o *Options) script.Decoder {
			d := o.FromPremiere
			o.setReading(&d.MaxBytes, &d.Warn)
			o.setCounting(&d.Rate, &d.Start, &d.Counted)
			return d
		},
		NewEncoder: func(o *Options) script.Encoder {
			e := o.Premiere
			o.setWriting(&e.Rate, &e.Start, &e.Warn)
			return e
		},
	}
}

func fcpxmlFormat() Format {
	return Format{
		Name: "fcpxml", Title: "Final Cut Pro XML markers", Extensions: []string{".fcpxml"},
		Keeps: fcpxml.Keeps, Unit: Frame,
		NewDecoder: func(o *Options) script.Decoder {
			d := o.FromFCPXML
			o.setReading(&d.MaxBytes, &d.Warn)
			o.setCounting(&d.Rate, &d.Start, &d.Counted)
			return d
		},
		NewEncoder: func(o *Options) script.Encoder {
			e := o.FCPXML
			o.setWriting(&e.Rate, &e.Start, &e.Warn)
			return e
		},
	}
}

func proToolsFormat() Format {
	return Format{
		Name: "protools", Title: "Pro Tools session info", Extensions: []string{".txt"},
		Keeps: protools.Keeps, Unit: Frame,
		NewDecoder: func(o *Options) script.Decoder {
			d := o.FromProTools
			o.setReading(&d.MaxBytes, &d.Warn)
			o.setCounting(&d.Rate, &d.Start, &d.Counted)
			return d
		},
		NewEncoder: func(o *Options) script.Encoder {
			e := o.ProTools
			o.setWriting(&e.Rate, &e.Start, &e.Warn)
			return e
		},
	}
}

func sheets() []Format {
	return []Format{
		{
			Name: "xlsx", Title: "Excel workbook", Extensions: []string{".xlsx"},
			Keeps: xlsx.Keeps, Unit: Nanosecond, Binary: true, Note: "made to be edited; see merge",
			NewDecoder: func(o *Options) script.Decoder {
				d := o.FromXLSX
				d.Unsorted = or(o.Unsorted, d.Unsorted)
				o.setReading(&d.MaxBytes, &d.Warn)
				o.setCounting(&d.Rate, &d.Start, &d.Counted)
				return d
			},
			NewEncoder: func(o *Options) script.Encoder {
				e := o.XLSX
				o.setWriting(&e.Rate, &e.Start, &e.Warn)
				return e
			},
		},
		csvFormat("csv", "CSV script", ".csv", csv.Keeps, csv.Encoder{}),
		csvFormat("tsv", "tab-separated script", ".tsv", csv.Keeps, csv.Encoder{Comma: '\t'}),
		csvFormat("adr", "ADR cue sheet (CSV)", ".csv", csv.ADRKeeps, csv.Encoder{Preset: csv.ADR}),
		csvFormat("easel", "ACTF EASEL script (CSV)", ".csv", csv.EaselKeeps, csv.Encoder{Preset: csv.Easel}),
		csvFormat("nuendo", "Nuendo cue sheet (CSV)", ".csv", csv.NuendoKeeps, csv.Encoder{Preset: csv.Nuendo}),
	}
}

func csvFormat(name, title, extension string, keeps script.Fields, preset csv.Encoder) Format {
	f := Format{
		Name: name, Title: title, Extensions: []string{extension},
		Keeps: keeps, Unit: Millisecond,
		NewDecoder: func(o *Options) script.Decoder {
			d := o.FromCSV
			if preset.Preset == csv.Easel {
				d.Preset = csv.Easel
			}
			d.Unsorted = or(o.Unsorted, d.Unsorted)
			o.setReading(&d.MaxBytes, &d.Warn)
			o.setCounting(&d.Rate, &d.Start, &d.Counted)
			return d
		},
		NewEncoder: func(o *Options) script.Encoder {
			e := o.CSV
			e.Preset = preset.Preset
			o.setWriting(&e.Rate, &e.Start, &e.Warn)
			if preset.Comma != 0 {
				e.Comma = preset.Comma
			}
			switch {
			case e.Preset == "" && e.Time == csv.Auto && e.Start.Rate().IsZero() && e.Fingerprint:
				e.Time = csv.Colon
			case e.Preset == "" && e.Time == csv.Auto && e.Start.Rate().IsZero():
				e.Time = csv.Clock // the rate may be meant for a list beside it, and frames lose milliseconds
			case e.Preset == csv.Easel:
			case e.Preset != "" && e.Rate.IsZero() && e.Start.Rate().IsZero():
				return cueSheet{e, name}
			}
			return e
		},
	}
	switch preset.Preset {
	case "":
	case csv.Easel:
		f.Note = "has no ends; name it to read it, as it has no header"
	default:
		f.Unit = Frame
	}
	return f
}

func pages() []Format {
	return []Format{{
		Name: "html", Title: "review page", Extensions: []string{".html", ".htm"},
		Keeps: html.Keeps, Unit: Nanosecond, Note: "opens in any browser to look, listen and correct; see merge",
		NewDecoder: func(o *Options) script.Decoder {
			d := o.FromHTML
			d.Unsorted = or(o.Unsorted, d.Unsorted)
			o.setReading(&d.MaxBytes, &d.Warn)
			return d
		},
		NewEncoder: func(o *Options) script.Encoder {
			e := o.HTML
			e.Rate, e.Warn = or(o.Rate, e.Rate), o.warn(e.Warn)
			return e
		},
	}, {
		Name: "transcript", Title: "descriptive transcript", Extensions: []string{".html", ".txt", ".md"},
		Keeps: transcript.Keeps, Unit: Second, Note: "starts without ends, so it is only written",
		NewEncoder: func(o *Options) script.Encoder {
			e := o.Transcript
			e.Warn = o.warn(e.Warn)
			return e
		},
	}}
}

// cueSheet writes cue sheets without a rate at 25 frames a second.
type cueSheet struct {
	csv.Encoder
	name string
}

func (c cueSheet) Encode(w io.Writer, s *script.Script) error {
	rep := report.Reporter{Format: c.name, To: c.Warn}
	if err := rep.Warn(script.Pos{}, "", fmt.Errorf("%w: 25 fps: %w", script.ErrAssumed, timecode.ErrNoRate)); err != nil {
		return err
	}
	c.Rate = timecode.Rate25
	return c.Encoder.Encode(w, s)
}

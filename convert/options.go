package convert

import (
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
	"github.com/vsconvert/vsconvert/results"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// Options are what readers and writers can be told. The zero value works. They
// are not changed, and may be used by many goroutines at once as long as the
// functions set in them may.
//
// The first group is for all formats. What is set in it takes the place of the
// field of the same name in the second, which holds what single formats can be
// told, in writing and, with From, in reading. What is not set leaves that be.
type Options struct {
	Rate     timecode.Rate              // of formats that count frames; unset means what the file says, or a guess
	Start    timecode.Timecode          // label of the programme's first frame; unset means 00:00:00:00
	Unsorted bool                       // segments stay in the order of the file; marker lists are sorted all the same
	MaxBytes int64                      // most bytes read; below 1 means the format's own limit
	Warn     func(script.Warning) error // takes what is dropped, changed or guessed; nil drops it

	// Counted takes the rate at which the labels of the input are read, with the
	// way in which they are counted; nil drops it. A list whose labels are
	// dropped says so, at a Rate that leaves it open.
	Counted func(timecode.Rate)

	// KeepDocument keeps the document of a script that is read from TTML, and
	// changes it in place where it is written again: in the format "ttml", whose
	// profile then is the document's own, and one of DAPT's as "dapt". What the
	// model has no place for stays there, and is warned about all the same, as
	// other formats lose it.
	KeepDocument bool

	// Job takes the envelope of an API answer, also when the answer's error is
	// returned; nil drops it.
	Job func(*results.Job)

	VTT          vtt.Encoder
	FromVTT      vtt.Decoder
	SRT          srt.Encoder
	FromSRT      srt.Decoder
	ASS          astisub.ASSEncoder
	FromASS      astisub.ASSDecoder
	STL          astisub.STLEncoder
	FromSTL      astisub.STLDecoder
	TTML         ttml.Encoder // its profile is for the format "ttml"
	Sound        edit.Sound   // what texts of DAPT are given to be heard
	FromTTML     ttml.Decoder
	EDL          edl.Encoder // Locators is for the format to say
	FromEDL      edl.Decoder // so it is here
	Resolve      resolve.Encoder
	FromResolve  resolve.Decoder
	Avid         avid.Encoder
	FromAvid     avid.Decoder
	Premiere     premiere.Encoder
	FromPremiere premiere.Decoder
	FCPXML       fcpxml.Encoder
	FromFCPXML   fcpxml.Decoder
	ProTools     protools.Encoder
	FromProTools protools.Decoder
	XLSX         xlsx.Encoder
	FromXLSX     xlsx.Decoder
	CSV          csv.Encoder // its preset is for the format to say; with Time unset, times are in frames only where there is a Start
	FromCSV      csv.Decoder
	JSON         results.Encoder
	HTML         html.Encoder
	FromHTML     html.Decoder
	Transcript   transcript.Encoder
	FromJSON     results.Decoder // of answers and of segments
}

// or returns what is set for all formats, else a format's own.
func or[T comparable](common, own T) T {
	var unset T
	if common != unset {
		return common
	}
	return own
}

// setReading gives a decoder's options what is set for all formats.
func (o *Options) setReading(maxBytes *int64, warn *func(script.Warning) error) {
	*maxBytes, *warn = or(o.MaxBytes, *maxBytes), o.warn(*warn)
}

// setCounting does so for decoders of formats that count frames.
func (o *Options) setCounting(rate *timecode.Rate, start *timecode.Timecode, counted *func(timecode.Rate)) {
	*rate, *start = or(o.Rate, *rate), or(o.Start, *start)
	if o.Counted != nil {
		*counted = o.Counted
	}
}

// setWriting does so for encoders that may count frames.
func (o *Options) setWriting(rate *timecode.Rate, start *timecode.Timecode, warn *func(script.Warning) error) {
	*rate, *start, *warn = or(o.Rate, *rate), or(o.Start, *start), o.warn(*warn)
}

// warn returns what takes warnings.
func (o *Options) warn(own func(script.Warning) error) func(script.Warning) error {
	if o.Warn != nil {
		return o.Warn
	}
	return own
}

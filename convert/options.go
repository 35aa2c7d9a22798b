package convert

import (
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
	"github.com/vsconvert/vsconvert/timecode"
)

// Options are what readers and writers can be told. The zero value works.
//
// The first group is for all formats and takes the place of the fields of the
// same name in the second, which hold what single formats can be told.
type Options struct {
	Rate     timecode.Rate              // of formats that count frames; unset means what the file says, or a guess
	Start    timecode.Timecode          // label of the programme's first frame; unset means 00:00:00:00
	Unsorted bool                       // segments stay in the order of the file; marker lists are sorted all the same
	MaxBytes int64                      // most bytes read; below 1 means the format's own limit
	BlankIDs bool                       // segments of marker lists that have no id get none, rather than their ordinal
	Warn     func(script.Warning) error // takes what is dropped, changed or guessed; nil drops it

	// Job takes the envelope of an API answer, also when the answer's error is
	// returned; nil drops it.
	Job func(*results.Job)

	VTT      vtt.Encoder
	SRT      srt.Encoder
	FromSRT  srt.Decoder
	TTML     ttml.Encoder
	FromTTML ttml.Decoder
	EDL      edl.Encoder
	Resolve  resolve.Encoder
	Avid     avid.Encoder
	Premiere premiere.Encoder
	FCPXML   fcpxml.Encoder
	ProTools protools.Encoder
	XLSX     xlsx.Encoder
	FromXLSX xlsx.Decoder
	CSV      csv.Encoder // with Time unset, times are in frames only where there is a Start
	FromCSV  csv.Decoder
	JSON     results.Encoder
}

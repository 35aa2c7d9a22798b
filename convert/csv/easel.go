package csv

import (
	"fmt"
	"time"

	"github.com/vsconvert/vsconvert/internal/clean"
	"github.com/vsconvert/vsconvert/internal/source"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// easelColumns are those of a script of ACTF EASEL, by their places.
var easelColumns = []string{"start", "wave file", "extended", "gender", "language", "speed", "pitch", "volume", "use wave", "wave speed", "description"}

// The places of what a segment has.
const (
	easelStart    = 0
	easelExtended = 2
	easelLanguage = 4
	easelText     = 10
)

// easel reads rows by their places. There is no header and nothing to find out.
func (d *decoder) easel(from int, comma string) (*script.Script, error) {
	layout := table.Positions(easelColumns, map[table.Field]int{
		table.Start: easelStart, table.Extended: easelExtended, table.Language: easelLanguage, table.Text: easelText,
	})
	if d.Present != nil {
		d.Present(layout.Present())
	}
	if comma == "" {
		comma = ","
	}
	rd := &table.Reader{Layout: layout, Report: d.report, Memory: source.NewBudget(len(d.src)), Unsorted: d.Unsorted}
	if err := d.rows(from, comma, layout.Header, rd); err != nil {
		return nil, err
	}
	return rd.Script()
}

// easelClock prints EASEL's times, which count from the first frame.
func (enc *encoder) easelClock() {
	enc.Rate, enc.Start = timecode.Rate{}, timecode.Timecode{}
	enc.clock = table.Clock{Mark: ':'}
}

// easelRow appends one row: what the voice is to be like stays blank.
func (enc *encoder) easelRow(dst []byte, s *script.Segment, next time.Duration) ([]byte, error) {
	line, changed := clean.Line(s.Text)
	if changed {
		if err := enc.report.Warn(script.Pos{}, s.ID, fmt.Errorf("%w: put on one line", script.ErrText)); err != nil {
			return dst, err
		}
	}
	language := s.Language
	if language == "" {
		language = enc.language
	}
	if err := enc.warnEnd(s, line, language, next); err != nil {
		return dst, err
	}
	var cells [11]string
	cells[easelExtended], cells[easelLanguage], cells[easelText] = "0", language, line
	if s.Extended {
		cells[easelExtended] = "1"
	}
	dst = enc.time(dst, s.Start)
	for _, cell := range cells[1:] {
		dst = enc.field(append(dst, enc.comma...), cell)
	}
	return append(dst, "\r\n"...), nil
}

// warnEnd tells of an end that reading will not work out.
func (enc *encoder) warnEnd(s *script.Segment, text, language string, next time.Duration) error {
	end := s.Start + qc.Spoken(text, language)
	if next > s.Start {
		end = min(end, next)
	}
	if (end - s.End).Abs() <= time.Millisecond {
		return nil
	}
	return enc.report.Warn(script.Pos{}, s.ID, fmt.Errorf("%w: the end: descriptions last as long as their words take", script.ErrDropped))
}

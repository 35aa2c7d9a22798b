package csv

import (
	"cmp"
	"fmt"
	"time"

	"github.com/vsconvert/vsconvert/internal/fingerprint"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

// textColumn is the place of the texts among the columns.
const textColumn = 4

// translation is the script in another language.
type translation struct {
	*script.Script
	unit  qc.Unit
	meter *qc.Meter
	ids   string // of all its segments
}

// setBeside prepares what stands beside the segments.
func (enc *encoder) setBeside(s *script.Script) error {
	if enc.Preset != "" {
		enc.With, enc.Dialogue = nil, nil
	}
	if err := table.CheckLanguages(s.Language, enc.With); err != nil {
		return err
	}
	for _, other := range enc.With {
		enc.with = append(enc.with, translation{
			Script: other, unit: qc.ScriptUnit(other), meter: qc.NewMeter(other, enc.Limits), ids: fingerprint.OfSegments(table.NumberedByStart(other)),
		})
	}
	return nil
}

// woven appends the rows of segments with what stands between and beside them.
func (enc *encoder) woven(dst []byte, segments []script.Segment) ([]byte, error) {
	lines, err := table.Weave(segments, enc.With, enc.Dialogue, &enc.report)
	if err != nil {
		return dst, err
	}
	for i := range lines {
		line := &lines[i]
		switch {
		case line.Dialogue != nil:
			dst = enc.besideRow(dst, table.DialogueMark(line.Dialogue.Text), line)
		case line.Segment == nil:
			dst = enc.besideRow(dst, "", line)
		default:
			enc.report.Number = line.Index + 1
			if dst, err = enc.segmentRow(dst, line); err != nil {
				return dst, err
			}
		}
	}
	return dst, nil
}

// segmentRow appends the row of a segment and its translations.
func (enc *encoder) segmentRow(dst []byte, line *table.Line) ([]byte, error) {
	s, err := enc.ready(line.Segment)
	if err != nil {
		return dst, err
	}
	return enc.scriptRow(dst, &s, line.With), nil
}

// besideRow appends a row that is none of the script's: of dialogue, or of a
// translation alone.
func (enc *encoder) besideRow(dst []byte, id string, line *table.Line) []byte {
	s := line.Times()
	text := ""
	if line.Dialogue != nil {
		text = s.Text
	}
	dst = append(enc.field(dst, id), enc.comma...)
	dst = append(enc.time(dst, s.Start), enc.comma...)
	dst = append(enc.time(dst, s.End), enc.comma...)
	dst = append(enc.seconds(dst, s.Duration().Round(time.Millisecond)), enc.comma...)
	dst = enc.withCells(enc.field(dst, text), s, line.With)
	columns := len(table.Header(enc.unit)) - textColumn - 1 + len(enc.optional) + len(enc.others)
	if enc.Fingerprint {
		columns++
	}
	for range columns {
		dst = append(dst, enc.comma...)
	}
	return append(enc.withPrints(dst, line.With), "\r\n"...)
}

// otherCell appends the cell of a segment in a column that is none of ours.
func (enc *encoder) otherCell(dst []byte, seg *script.Segment, i int) []byte {
	cells := enc.columns.Of(seg)
	if i >= len(cells) {
		return dst
	}
	text, _ := table.Cell(cells[i])
	return enc.field(dst, text)
}

// withHeader appends the names of the columns of translations.
func (enc *encoder) withHeader(dst []byte) []byte {
	for _, t := range enc.with {
		dst = enc.field(append(dst, enc.comma...), table.In(table.TextName, t.Language))
		dst = enc.field(append(dst, enc.comma...), table.In(table.RateName(t.unit), t.Language))
	}
	return dst
}

// withCells appends the translations of a row with the times of seg.
func (enc *encoder) withCells(dst []byte, seg *script.Segment, with []*script.Segment) []byte {
	for i := range enc.with {
		t := &enc.with[i]
		dst = append(dst, enc.comma...)
		if with == nil || with[i] == nil {
			dst = append(dst, enc.comma...)
			continue
		}
		spoken := *seg
		spoken.Text, spoken.Language = with[i].Text, cmp.Or(with[i].Language, t.Language)
		dst = append(enc.field(dst, spoken.Text), enc.comma...)
		m := t.meter.Next(&spoken)
		if m.Rate > 0 && m.Unit != t.unit {
			dst = enc.field(dst, table.RateText(m))
		} else if m.Rate > 0 {
			from := len(dst)
			dst = enc.bare(table.AppendRate(dst, m), from)
		}
	}
	return dst
}

// withPrints appends what is remembered of the translations of a row.
func (enc *encoder) withPrints(dst []byte, with []*script.Segment) []byte {
	for i, t := range enc.with {
		dst = append(dst, enc.comma...)
		if with != nil && with[i] != nil {
			dst = enc.field(dst, string(fingerprint.Append(nil, with[i], t.Language)))
		}
	}
	return dst
}

// warnLong tells of texts that spreadsheet programs cut.
func (enc *encoder) warnLong(s *script.Segment) error {
	if table.Units(s.Text) <= cellLimit && table.Units(s.Note) <= cellLimit {
		return nil
	}
	return enc.report.Warn(script.Pos{}, s.ID, fmt.Errorf("%w: spreadsheet programs cut cells after %d characters", script.ErrTooLarge, cellLimit))
}

package xlsx

import (
	"cmp"
	"fmt"
	"strconv"

	"github.com/vsconvert/vsconvert/internal/fingerprint"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

// weave works out the rows where they are not the segments alone.
func (b *book) weave() (err error) {
	if b.Layout != Edit && len(b.With) > 0 {
		err := fmt.Errorf("%w: %d other languages: the layout %s has one", script.ErrDropped, len(b.With), b.Layout)
		if err := b.report.Warn(script.Pos{}, "", err); err != nil {
			return err
		}
		b.With = nil
	}
	if len(b.With)+len(b.Dialogue) == 0 {
		return nil
	}
	if b.lines, err = table.Weave(b.segments, b.With, b.Dialogue, &b.report); err != nil {
		return err
	}
	if most := maxRows - headerRow; len(b.lines) > most {
		return fmt.Errorf("%w: a sheet has room for %d rows, not %d", script.ErrTooLarge, most, len(b.lines))
	}
	b.places = make([]int, len(b.segments))
	for place := range b.lines {
		line := &b.lines[place]
		if line.Segment != nil {
			b.places[line.Index] = place
		}
		for _, seg := range append(line.With, line.Dialogue) {
			if seg == nil {
				continue
			}
			if err := fits(seg); err != nil {
				return fmt.Errorf("beside the script: %w", &script.SegmentError{Index: -1, ID: seg.ID, Err: err})
			}
		}
	}
	return nil
}

// other returns the cell of a segment in a column that is none of ours.
func (b *book) other(seg *script.Segment, n int) string {
	cells := b.script.Columns.Of(seg)
	if i := b.others[n]; i < len(cells) {
		text, _ := table.Cell(cells[i])
		return text
	}
	return ""
}

// checkOthers refuses cells that are too long.
func (b *book) checkOthers() error {
	for i := range b.segments {
		for n := range b.others {
			if text := b.other(&b.segments[i], n); len(text) > maxUnits && table.Units(text) > maxUnits {
				err := fmt.Errorf("%w: %s: a cell holds %d characters", script.ErrTooLarge, script.Shorten(b.script.Columns.Names[b.others[n]]), maxUnits)
				return &script.SegmentError{Index: i, ID: b.segments[i].ID, Err: err}
			}
		}
	}
	return nil
}

// rowCount is how many rows there are.
func (b *book) rowCount() int {
	if b.lines != nil {
		return len(b.lines)
	}
	return len(b.segments)
}

// rowOf returns the number of the row of a segment by start, from 0.
func (b *book) rowOf(i int) int {
	if b.lines != nil {
		return b.places[i]
	}
	return i
}

// place returns where a column stands: those behind the texts make room for
// translations.
func (b *book) place(column int) int {
	if column <= colText {
		return column
	}
	return column + 2*len(b.With)
}

// letter returns the letter of a column.
func (b *book) letter(column int) string { return letter(b.place(column)) }

// The columns of a translation, by place: its text and rate beside the texts,
// its count of words and what is remembered of it behind all others, hidden.
func withText(n int) int { return colText + 1 + 2*n }
func withRate(n int) int { return colText + 2 + 2*n }

func (b *book) withCount(n int) int { return b.place(b.colTo()) + 1 + 2*n }
func (b *book) withPrint(n int) int { return b.place(b.colTo()) + 2 + 2*n }

// translation is how the texts of another language are counted and judged.
type translation struct {
	kind   counting
	meter  *qc.Meter
	styles [2]int // of text and rate
}

// translations prepares the columns of other languages.
func (b *book) translations() []translation {
	all := make([]translation, len(b.With))
	for i, other := range b.With {
		all[i] = translation{kind: counting{qc.ScriptUnit(other), b.Flags.ScriptBand(other)}, meter: qc.NewMeter(other, b.Flags)}
	}
	return all
}

// withNames are the names of the columns of a translation.
func (r *rowWriter) withNames(n int) (names [4]string) {
	language, unit := r.With[n].Language, r.with[n].kind.unit
	return [4]string{
		table.In(table.TextName, language), table.In(table.RateName(unit), language),
		table.In(table.CountName(unit), language), table.PrintIn(language) + fingerprint.OfSegments(table.NumberedByStart(r.With[n])),
	}
}

// withPlaces are the places of the columns of a translation.
func (r *rowWriter) withPlaces(n int) [4]int {
	return [4]int{withText(n), withRate(n), r.withCount(n), r.withPrint(n)}
}

// withCells appends text and rate of each translation of a row. The rate goes
// by the length that the row shows.
func (r *rowWriter) withCells(dst []byte, row int, line *table.Line) []byte {
	for n := range r.with {
		seg := line.With[n]
		if seg != nil {
			dst = r.textAt(dst, withText(n), r.with[n].styles[0], seg.Text)
		}
		m := r.withMeasure(n, line)
		dst = r.formula(dst, withRate(n), r.with[n].styles[1], r.live.sharedWith(n)+1, row, m.Rate == 0)
		if m.Rate > 0 {
			dst = appendDecimals(dst, m.Rate)
		}
		dst = append(dst, endNumber...)
	}
	return dst
}

// withMeasure measures a translation in the time of its row.
func (r *rowWriter) withMeasure(n int, line *table.Line) qc.Measure {
	spoken := r.shown(line.Times())
	spoken.Text, spoken.Language = "", r.With[n].Language
	if seg := line.With[n]; seg != nil {
		spoken.Text, spoken.Language = seg.Text, cmp.Or(seg.Language, r.With[n].Language)
	}
	return r.with[n].meter.Next(&spoken)
}

// withHidden appends the hidden cells of the translations of a row.
func (r *rowWriter) withHidden(dst []byte, row int, line *table.Line) []byte {
	for n := range r.with {
		m := r.withMeasure(n, line)
		text := ""
		if line.With[n] != nil {
			text = line.With[n].Text
		}
		shared := r.live.sharedWith(n)
		if delta := m.Count - counted(text, r.with[n].kind.unit); delta != 0 {
			dst = append(r.begin(dst, r.withCount(n), r.styles.plain, false), `<f>`...)
			dst = appendEscaped(dst, fmt.Sprintf("%s+(%d)", r.live.text(shared, row), delta))
			dst = append(dst, `</f><v>`...)
		} else {
			dst = r.formula(dst, r.withCount(n), r.styles.plain, shared, row, false)
		}
		dst = append(strconv.AppendInt(dst, int64(m.Count), 10), endNumber...)
		if line.With[n] != nil {
			dst = r.textAt(dst, r.withPrint(n), r.styles.plain, string(fingerprint.Append(nil, line.With[n], r.With[n].Language)))
		}
	}
	return dst
}

// lineRow appends a row that is none of the script's: of dialogue, in grey, or
// of a translation alone.
func (r *rowWriter) lineRow(dst []byte, row int, line *table.Line) []byte {
	seg := *line.Times()
	spoken := line.Dialogue != nil
	id, text := "", ""
	if spoken {
		id, text = table.DialogueMark(seg.Text), seg.Text
	}
	dst = r.beginRow(dst, row, r.lineHeight(line, id, text))
	style := func(column int) int {
		if spoken {
			return r.styles.grey[column]
		}
		return r.styles.column[column]
	}
	dst = r.textAt(dst, colID, style(colID), id)
	dst = append(append(r.openAt(dst, colStart, style(colStart), true), r.clockText(seg.Start)...), endText...)
	dst = append(append(r.openAt(dst, colEnd, style(colEnd), true), r.clockText(seg.End)...), endText...)
	if spoken {
		dst = r.blankAt(dst, colDuration, style(colDuration))
		dst = r.textAt(dst, colText, style(colText), text)
		for place := colText + 1; place < r.place(r.colFrom()); place++ {
			dst = r.blankAt(dst, place, r.styles.grey[colText])
		}
		return append(dst, `</row>`...)
	}
	for n, other := range line.With {
		if other == nil {
			continue
		}
		dst = r.textAt(dst, withText(n), r.with[n].styles[0], other.Text)
		if m := r.withMeasure(n, line); m.Rate > 0 {
			dst = append(appendDecimals(r.openAt(dst, withRate(n), r.with[n].styles[1], false), m.Rate), endNumber...)
		}
	}
	for n, other := range line.With {
		if other != nil {
			dst = r.textAt(dst, r.withPrint(n), r.styles.plain, string(fingerprint.Append(nil, other, r.With[n].Language)))
		}
	}
	return append(dst, `</row>`...)
}

func (r *rowWriter) lineHeight(line *table.Line, id, text string) float64 {
	most := max(lineHeight, height(text, r.capacity[colText]), height(id, r.capacity[colID]))
	for _, seg := range line.With {
		if seg != nil {
			most = max(most, height(seg.Text, r.capacity[colText]))
		}
	}
	return min(most+rowPadding, maxHeight)
}

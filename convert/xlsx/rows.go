package xlsx

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
)

// The columns of the script sheet, from 0.
const (
	colID = iota
	colStart
	colEnd
	colDuration
	colText
	colCount
	colRate
	colOver
	colFlags
	colCue
	colStatus
	colNote
	colLanguage
	colOptional // and up: those of [table.Optional] that the script fills
	columns     = colOptional + len(table.Optional)
)

// rowWriter appends rows of SpreadsheetML.
type rowWriter struct {
	*book
	live     *live
	styles   styles
	flags    table.FlagTexts
	results  map[string]string // texts that formulas beside the rows give
	widths   [columns]float64
	capacity [columns]int // of a line, by column
	number   [12]byte     // digits of the row's number
	digits   int
	with     []translation
	letters  []string // of the columns by place
}

// chunk is how much is collected before it is compressed.
const chunk = 1 << 16

// writeRows writes a row for each segment, and those between them.
func (r *rowWriter) writeRows(w io.Writer) error {
	buf := make([]byte, 0, 2*chunk)
	for i := range r.rowCount() {
		buf = r.appendLine(buf, headerRow+1+i, i)
		if len(buf) >= chunk {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	_, err := w.Write(buf)
	return err
}

// appendLine appends the line at a place.
func (r *rowWriter) appendLine(dst []byte, row, place int) []byte {
	if r.lines == nil {
		return r.appendRow(dst, row, place, nil)
	}
	line := &r.lines[place]
	if line.Segment == nil {
		return r.lineRow(dst, row, line)
	}
	return r.appendRow(dst, row, line.Index, line)
}

// beginRow begins a row.
func (r *rowWriter) beginRow(dst []byte, row int, height float64) []byte {
	r.digits = len(strconv.AppendInt(r.number[:0], int64(row), 10))
	dst = append(dst, `<row r="`...)
	dst = append(dst, r.number[:r.digits]...)
	dst = append(dst, `" ht="`...)
	dst = strconv.AppendFloat(dst, height, 'f', -1, 64)
	return append(dst, `" customHeight="1">`...)
}

// appendRow appends the row of segment i, whose line is nil where rows are
// segments alone.
func (r *rowWriter) appendRow(dst []byte, row, i int, line *table.Line) []byte {
	seg, m := &r.segments[i], &r.measures[i]
	flags := r.flags.Of(m.Flags)
	dst = r.beginRow(dst, row, r.height(seg, flags, line))
	dst = r.text(dst, colID, seg.ID)
	dst = r.open(dst, colStart, true)
	dst = append(r.clock.Append(dst, seg.Start), endText...)
	dst = r.open(dst, colEnd, true)
	dst = append(r.clock.Append(dst, seg.End), endText...)
	dst = r.formula(dst, colDuration, r.styles.column[colDuration], sharedDuration, row, false)
	dst = append(appendDecimals(dst, float64(m.Length/time.Millisecond)/1000), endNumber...)
	dst = r.text(dst, colText, seg.Text)
	if line != nil {
		dst = r.withCells(dst, row, line)
	}
	dst = r.computed(dst, row, i)
	for _, cell := range [...]struct {
		column int
		text   string
	}{{colCue, seg.Cue}, {colStatus, seg.Status}, {colNote, seg.Note}, {colLanguage, seg.Language}} {
		dst = r.text(dst, cell.column, cell.text)
	}
	for i, column := range r.optional {
		dst = r.text(dst, colOptional+i, column.Text(seg))
	}
	for n := range r.others {
		dst = r.textAt(dst, r.place(colOptional+len(r.optional)+n), r.styles.column[colNote], r.other(seg, n))
	}
	shown := r.shown(seg)
	dst = r.hidden(dst, row, &shown)
	if line != nil {
		dst = r.withHidden(dst, row, line)
	}
	return append(dst, `</row>`...)
}

func appendDecimals(dst []byte, v float64) []byte { return strconv.AppendFloat(dst, v, 'f', -1, 64) }

const (
	endText   = `</t></is></c>`
	endNumber = `</v></c>`
)

// open begins a cell, up to its value.
func (r *rowWriter) open(dst []byte, column int, text bool) []byte {
	return r.openAt(dst, r.place(column), r.styles.column[column], text)
}

// openAt does so at a place.
func (r *rowWriter) openAt(dst []byte, place, style int, text bool) []byte {
	dst = r.address(dst, place, style)
	if text {
		return append(dst, `" t="inlineStr"><is><t>`...)
	}
	return append(dst, `"><v>`...)
}

// address appends a cell up to the number of its style.
func (r *rowWriter) address(dst []byte, place, style int) []byte {
	for len(r.letters) <= place {
		r.letters = append(r.letters, letter(len(r.letters)))
	}
	dst = append(append(dst, `<c r="`...), r.letters[place]...)
	dst = append(dst, r.number[:r.digits]...)
	dst = append(dst, `" s="`...)
	return strconv.AppendInt(dst, int64(style), 10)
}

// text appends a text cell, or nothing for "": the column's style holds there.
func (r *rowWriter) text(dst []byte, column int, s string) []byte {
	return r.textAt(dst, r.place(column), r.styles.column[column], s)
}

// textAt does so at a place.
func (r *rowWriter) textAt(dst []byte, place, style int, s string) []byte {
	if s == "" {
		return dst
	}
	dst = r.openAt(dst, place, style, true)
	if edge(s[0]) || edge(s[len(s)-1]) {
		dst = append(dst[:len(dst)-1], ` xml:space="preserve">`...)
	}
	return append(appendEscaped(dst, s), endText...)
}

// blankAt appends a cell that has nothing but a style.
func (r *rowWriter) blankAt(dst []byte, place, style int) []byte {
	return append(r.address(dst, place, style), `"/>`...)
}

func edge(c byte) bool { return c == ' ' || c == '\n' || c == '\t' }

// appendEscaped appends s as XML text. What looks like the _xHHHH_ that
// spreadsheets have for control characters gets its underscore escaped.
func appendEscaped(dst []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		var with string
		switch s[i] {
		case '&':
			with = "&amp;"
		case '<':
			with = "&lt;"
		case '>':
			with = "&gt;"
		case '_':
			if !isEscape(s[i:]) {
				continue
			}
			with = "_x005F_"
		default:
			continue
		}
		dst = append(append(dst, s[from:i]...), with...)
		from = i + 1
	}
	return append(dst, s[from:]...)
}

// isEscape reports whether s begins with _xHHHH_.
func isEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	for i := 2; i < 6; i++ {
		if !strings.Contains("0123456789abcdefABCDEF", s[i:i+1]) {
			return false
		}
	}
	return true
}

// height returns what the row's tallest text needs.
func (r *rowWriter) height(seg *script.Segment, flags string, line *table.Line) float64 {
	most := float64(lineHeight)
	for _, c := range [...]struct {
		column int
		text   string
	}{{colText, seg.Text}, {colFlags, flags}, {colCue, seg.Cue}, {colNote, seg.Note}, {colStatus, seg.Status}, {colID, seg.ID}, {colLanguage, seg.Language}} {
		if c.text != "" {
			most = max(most, height(c.text, r.capacity[c.column]))
		}
	}
	for i, column := range r.optional {
		if text := column.Text(seg); text != "" {
			most = max(most, height(text, r.capacity[colOptional+i]))
		}
	}
	for n := range r.others {
		if text := r.other(seg, n); text != "" {
			most = max(most, height(text, capacity(otherWidth)))
		}
	}
	if line != nil {
		for _, other := range line.With {
			if other != nil {
				most = max(most, height(other.Text, r.capacity[colText]))
			}
		}
	}
	return min(most+rowPadding, maxHeight)
}

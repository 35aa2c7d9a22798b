package xlsx

import (
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/qc"
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
	hidden      = 2 // columns behind those
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
}

// chunk is how much is collected before it is compressed.
const chunk = 1 << 16

// writeRows writes a row for each segment.
func (r *rowWriter) writeRows(w io.Writer) error {
	buf := make([]byte, 0, 2*chunk)
	for i := range r.segments {
		buf = r.appendRow(buf, headerRow+1+i, &r.segments[i], &r.measures[i])
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

func (r *rowWriter) appendRow(dst []byte, row int, seg *script.Segment, m *qc.Measure) []byte {
	r.digits = len(strconv.AppendInt(r.number[:0], int64(row), 10))
	flags := r.flags.Of(m.Flags)
	dst = append(dst, `<row r="`...)
	dst = append(dst, r.number[:r.digits]...)
	dst = append(dst, `" ht="`...)
	dst = strconv.AppendFloat(dst, r.height(seg, flags), 'f', -1, 64)
	dst = append(dst, `" customHeight="1">`...)
	dst = r.text(dst, colID, seg.ID)
	dst = r.open(dst, colStart, true)
	dst = append(r.clock.Append(dst, seg.Start), endText...)
	dst = r.open(dst, colEnd, true)
	dst = append(r.clock.Append(dst, seg.End), endText...)
	dst = r.formula(dst, colDuration, r.styles.column[colDuration], sharedDuration, row, false)
	dst = append(appendDecimals(dst, float64(m.Length/time.Millisecond)/1000), endNumber...)
	dst = r.text(dst, colText, seg.Text)
	kind := r.counting(row - headerRow - 1)
	dst = r.computed(dst, row, m, kind)
	if r.Findings != nil {
		dst = r.text(dst, colFlags, flags)
	} else {
		dst = r.formula(dst, colFlags, r.styles.column[colFlags], sharedKinds+4*r.live.kind[kind]+3, row, true)
		dst = append(appendEscaped(dst, flags), endNumber...)
	}
	dst = r.text(dst, colCue, seg.Cue)
	dst = r.text(dst, colStatus, seg.Status)
	dst = r.text(dst, colNote, seg.Note)
	dst = r.text(dst, colLanguage, seg.Language)
	for i, column := range r.optional {
		dst = r.text(dst, colOptional+i, column.Text(seg))
	}
	shown := r.shown(seg)
	return append(r.hidden(dst, row, &shown), `</row>`...)
}

func appendDecimals(dst []byte, v float64) []byte { return strconv.AppendFloat(dst, v, 'f', -1, 64) }

const (
	endText   = `</t></is></c>`
	endNumber = `</v></c>`
)

// open begins a cell, up to its value.
func (r *rowWriter) open(dst []byte, column int, text bool) []byte {
	dst = append(dst, `<c r="`...)
	dst = append(dst, byte('A'+column))
	dst = append(dst, r.number[:r.digits]...)
	dst = append(dst, `" s="`...)
	dst = strconv.AppendInt(dst, int64(r.styles.column[column]), 10)
	if text {
		return append(dst, `" t="inlineStr"><is><t>`...)
	}
	return append(dst, `"><v>`...)
}

// text appends a text cell, or nothing for "": the column's style holds there.
func (r *rowWriter) text(dst []byte, column int, s string) []byte {
	if s == "" {
		return dst
	}
	dst = r.open(dst, column, true)
	if edge(s[0]) || edge(s[len(s)-1]) {
		dst = append(dst[:len(dst)-1], ` xml:space="preserve">`...)
	}
	return append(appendEscaped(dst, s), endText...)
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
func (r *rowWriter) height(seg *script.Segment, flags string) float64 {
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
	return min(most+rowPadding, maxHeight)
}

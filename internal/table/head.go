package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/vsconvert/vsconvert/internal/report"
	"github.com/vsconvert/vsconvert/script"
	"github.com/vsconvert/vsconvert/timecode"
)

// ColumnError is a column that a table must have, and that none of its headers
// names. It is a [script.ErrMissing].
type ColumnError struct {
	Field   Field
	Headers []string
}

// Error lists the headers.
func (e *ColumnError) Error() string {
	of := "the start"
	if e.Field == Text {
		of = "the texts"
	}
	return fmt.Sprintf("%v: no column for %s: map one of %s", script.ErrMissing, of, quoted(e.Headers))
}

// Unwrap returns [script.ErrMissing].
func (e *ColumnError) Unwrap() error { return script.ErrMissing }

// header finds the header, or returns nil when there is none.
func (w *Where) header(head [][]string, wanted map[Field]string) (*Layout, error) {
	if w.First > 0 {
		return w.given(head, wanted)
	}
	var best *Layout
	for i, row := range head {
		if i < w.Skip {
			continue
		}
		l := match(i, row, wanted)
		if l.Has(Start) && (best == nil || l.score > best.score || best.isJoinedOf(l)) && headed(l, row) {
			best = l
		}
		if i+1 < len(head) && mayGoOn(head[i+1]) {
			two := match(i+1, joinHeaders(head[i:i+2]), wanted)
			if two.Has(Start) && (best == nil || two.score > best.score) && two.score > 1 && !isTime(cell(row, two.column[Start]-1)) {
				best = two
			}
		}
	}
	if best != nil {
		best.Header += unitRows(head[best.Header+1:])
	}
	if best != nil && best.Header+1 < len(head) && !best.Has(Text) {
		best = best.withRowBelow(head, wanted)
	}
	return best, nil
}

// isJoinedOf reports whether l is made of the row of lower and one above, which
// names nothing that lower does not.
func (l *Layout) isJoinedOf(lower *Layout) bool {
	return l.Header == lower.Header && l.score == lower.score && filled(l.Names) == filled(lower.Names)
}

func filled(cells []string) (n int) {
	for _, value := range cells {
		if !isBlank(value) {
			n++
		}
	}
	return n
}

// unitRows counts the rows below a header that hold nothing but explanations in
// brackets.
func unitRows(below [][]string) int {
	n := 0
	for n < len(below) && isBracketed(below[n]) {
		n++
	}
	return n
}

func isBracketed(row []string) bool {
	any := false
	for _, name := range row {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if !strings.ContainsAny(name[:1], "([") || !strings.ContainsAny(name[len(name)-1:], ")]") {
			return false
		}
		any = true
	}
	return any
}

// withRowBelow is for a header of one row whose texts are named in another one,
// which a joined header of fewer known names would not beat.
func (l *Layout) withRowBelow(head [][]string, wanted map[Field]string) *Layout {
	if l.Header == 0 || !mayGoOn(head[l.Header]) {
		return l
	}
	if two := match(l.Header, joinHeaders(head[l.Header-1:l.Header+1]), wanted); two.Has(Start) && two.Has(Text) {
		return two
	}
	return l
}

// given is the header in rows that were named.
func (w *Where) given(head [][]string, wanted map[Field]string) (*Layout, error) {
	last := max(w.Last, w.First)
	if last > len(head) || w.First <= w.Skip {
		return nil, fmt.Errorf("%w: a header in row %d: the first %d rows are searched", script.ErrMissing, last, len(head))
	}
	names := joinHeaders(head[w.First-1 : last])
	l := match(last-1, names, wanted)
	if !l.Has(Start) {
		return nil, &ColumnError{Start, names}
	}
	return l, nil
}

// mayGoOn reports whether a row may be the second one of a header: it holds
// names and no times.
func mayGoOn(row []string) bool {
	named := false
	for _, name := range row {
		if isTime(name) || len(name) > 60 {
			return false
		}
		named = named || strings.TrimSpace(name) != ""
	}
	return named
}

// joinHeaders makes one header of several rows: "TC" above "In" and "Out" is
// "TC In" and "TC Out", as a merged cell has its value in the first of the
// columns it spans. Where the joined name says nothing, the lowest that does
// stands for it.
func joinHeaders(rows [][]string) []string {
	if len(rows) == 1 {
		return rows[0]
	}
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	names := make([]string, width)
	for i := range names {
		var parts []string
		for r, row := range rows {
			name := strings.TrimSpace(cell(row, i))
			for left := i; name == "" && r < len(rows)-1 && left > 0 && cell(rows[len(rows)-1], i) != ""; left-- {
				name = strings.TrimSpace(cell(row, left-1))
			}
			if name != "" {
				parts = append(parts, name)
			}
		}
		names[i] = bestName(parts)
	}
	return names
}

// bestName returns the parts of a name joined, if that is the name of a column,
// or else the lowest part that is.
func bestName(parts []string) string {
	joined := strings.Join(parts, " ")
	if f, _ := fieldOf(joined); f != None {
		return joined
	}
	for _, part := range slices.Backward(parts) {
		if f, _ := fieldOf(part); f != None {
			return part
		}
	}
	return joined
}

// findProse takes the one column without a known name that holds sentences for
// that of the texts, when there is no other.
func (l *Layout) findProse(rows [][]string) {
	if l.Has(Text) || l.Guessed {
		return
	}
	found := -1
	for n, i := range l.other {
		if !isProse(rows, i) {
			continue
		}
		if found >= 0 {
			return
		}
		found = n
	}
	if found >= 0 {
		l.column[Text], l.prose = l.other[found]+1, true
		l.other = slices.Delete(slices.Clone(l.other), found, found+1)
	}
}

// isProse reports whether most cells of a column hold several words, or as many
// characters of a script that sets none apart.
func isProse(rows [][]string, i int) bool {
	filled, prose := 0, 0
	for _, row := range rows {
		value := strings.TrimSpace(cell(row, i))
		if value == "" {
			continue
		}
		filled++
		letters := 0
		for _, r := range value {
			if unicode.IsLetter(r) {
				letters++
			}
		}
		if !isTime(value) && (len(strings.Fields(value)) >= 3 && letters >= 8 || letters >= 5 && len(value) >= 3*letters) {
			prose++
		}
	}
	return filled > 0 && 2*prose > filled
}

// Names of the rows above a header that say how its times count.
var (
	rateNames  = []string{"frame rate", "framerate", "fps", "frames per second", "bildrate", "cadence", "フレームレート"}
	startNames = []string{"first timecode", "start timecode", "programme start", "program start", "timecode start", "start tc", "tc start", "first frame", "start of programme"}
)

// Believe takes frame rate and first timecode from what the rows above the
// header state, where the caller does not say them.
func (l *Layout) Believe(head [][]string, t Times, rep *report.Reporter) (Times, error) {
	rate, start := l.Stated(head)
	switch {
	case rate.IsZero():
	case t.Rate.IsZero():
		t.Rate, t.Start = rate, start
	case t.Rate.Counted(rate.DropFrame()) != rate.Counted(t.Rate.DropFrame()):
		return t, rep.Warn(script.Pos{}, "", fmt.Errorf("%w: timecodes are at %s, and the sheet says %s", script.ErrAssumed, t.Rate, rate))
	default:
		if t.Rate.Open() {
			t.Rate = rate
		}
		if t.Start.IsZero() {
			t.Start = start
		}
	}
	return t, nil
}

// Stated returns the frame rate and the first timecode that the rows above the
// header state: a name and, in the next filled cell, its value.
func (l *Layout) Stated(head [][]string) (rate timecode.Rate, start timecode.Timecode) {
	value := func(names []string) string {
		for _, row := range head[:max(min(l.Header, len(head)), 0)] {
			for i, name := range row {
				name, rest, _ := strings.Cut(name, ":")
				if !slices.Contains(names, normalise(name)) {
					continue
				}
				for _, v := range append([]string{rest}, row[i+1:]...) {
					if v = strings.TrimSpace(v); v != "" {
						return v
					}
				}
			}
		}
		return ""
	}
	rate, err := timecode.ParseRate(strings.Replace(value(rateNames), ",", ".", 1))
	if err != nil {
		return timecode.Rate{}, start
	}
	label, err := timecode.ParseLabel(value(startNames))
	if err != nil {
		return rate, start
	}
	if start, err = label.Timecode(rate.Counted(label.Drop())); err != nil {
		return rate, timecode.Timecode{}
	}
	return rate, start
}

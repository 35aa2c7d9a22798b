package xlsx

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

// What is computed from other cells is a formula, so that it follows the hand
// of the editor. The value that stands in the file beside it is what a program
// computes: times as they are shown, in milliseconds, and counts as they are.
//
// Two hidden columns behind all others hold start and end in milliseconds,
// which the other formulas go by.

// counting is how a row's speech is counted and judged.
type counting struct {
	unit qc.Unit
	band qc.Band
}

// live are the formulas of a script sheet.
type live struct {
	*book
	kinds    []counting
	kind     map[counting]int
	written  map[int]bool // shared formulas that stand in the sheet
	skipped  qc.Set
	from, to string // letters of the hidden columns
	own      int    // how many kinds the script itself has
	with     []counting
}

// Indexes of shared formulas.
const (
	sharedStart = iota
	sharedEnd
	sharedDuration
	sharedKinds // four for each kind
)

// The rows of the limits on the Summary sheet. Those that all rows share come
// first, then a block for each way of counting.
const (
	rowMinSpan   = 2
	rowShort     = 3
	rowLong      = 4
	rowBand      = 7 // of the first block: slow, fast, too fast, least
	rowsPerBand  = 6
	bandSlow     = 0
	bandFast     = 1
	bandTooFast  = 2
	bandLeast    = 3
	summaryLimit = SummarySheet + "!$B$"
)

func limitCell(row int) string { return summaryLimit + strconv.Itoa(row) }

func bandCell(kind, which int) string { return limitCell(rowBand + kind*rowsPerBand + which) }

// Blanks are counted as one; marks beside words, or alone, are no words.
const (
	blanks    = "\n\t\u00A0\u202F\u2009\u3000"
	wordSigns = `.,;:!?"'()[]-/&*+=–—…“”„‘’«»♪•·`
	charSigns = `.,;:!?"'()-/…“”·♪。、！？「」『』（）` + thaiMarks
	thaiMarks = "ัิีึืฺุู็่้๊๋์ํ๎" // which are one character with the letter before them
)

func signsOf(unit qc.Unit) string {
	if unit == qc.CPS {
		return charSigns
	}
	return wordSigns
}

// bare returns the formula for a text without marks, with blanks for what is
// one.
func bare(cell string, unit qc.Unit) string {
	text := cell
	for _, r := range blanks {
		text = "SUBSTITUTE(" + text + "," + literal(r) + `," ")`
	}
	gone := signsOf(unit)
	for _, r := range gone {
		text = "SUBSTITUTE(" + text + "," + literal(r) + `,"")`
	}
	return text
}

// literal returns a character as it stands in a formula.
func literal(r rune) string {
	switch r {
	case '\n', '\t':
		return fmt.Sprintf("CHAR(%d)", r)
	case '"':
		return `""""`
	}
	return `"` + string(r) + `"`
}

// countFormula counts the words or characters of a cell.
func countFormula(cell string, unit qc.Unit) string {
	text := bare(cell, unit)
	if unit == qc.CPS {
		return `LEN(SUBSTITUTE(` + text + `," ",""))`
	}
	return `IF(TRIM(` + text + `)="",0,LEN(TRIM(` + text + `))-LEN(SUBSTITUTE(` + text + `," ",""))+1)`
}

// counted is what countFormula gives for a text.
func counted(text string, unit qc.Unit) int {
	gone := signsOf(unit)
	kept := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(blanks, r):
			return ' '
		case strings.ContainsRune(gone, r):
			return -1
		}
		return r
	}, text)
	words := strings.FieldsFunc(kept, func(r rune) bool { return r == ' ' })
	if unit == qc.WPM {
		return len(words)
	}
	n := 0
	for _, word := range words {
		n += len([]rune(word))
	}
	return n
}

// newLive looks at how the rows are counted.
func newLive(b *book) *live {
	v := &live{book: b, kind: map[counting]int{}, written: map[int]bool{}, from: b.letter(b.colFrom()), to: b.letter(b.colTo())}
	if b.script.Type == script.Extended {
		v.skipped = qc.Paused()
	}
	v.add(counting{b.unit, b.Flags.ScriptBand(b.script)})
	for i := range b.segments {
		v.add(b.counting(i))
	}
	v.own = len(v.kinds)
	for i := range b.With {
		v.with = append(v.with, counting{qc.ScriptUnit(b.With[i]), b.Flags.ScriptBand(b.With[i])})
		v.add(v.with[i])
	}
	return v
}

func letter(column int) string { return columnName(column) }

func (v *live) add(c counting) {
	if _, known := v.kind[c]; !known {
		v.kind[c] = len(v.kinds)
		v.kinds = append(v.kinds, c)
	}
}

// isMixed reports whether some rows count words and some characters.
func (v *live) isMixed() bool {
	for _, c := range v.kinds[:v.own] {
		if c.unit != v.unit {
			return true
		}
	}
	return false
}

// text returns a shared formula as it stands in a row.
func (v *live) text(shared, row int) string {
	at := func(column int) string { return v.letter(column) + strconv.Itoa(row) }
	switch shared {
	case sharedStart:
		return timeFormula(&v.clock, at(colStart))
	case sharedEnd:
		return timeFormula(&v.clock, at(colEnd))
	case sharedDuration:
		return fmt.Sprintf(`IF(AND(ISNUMBER(%[1]s%[3]d),ISNUMBER(%[2]s%[3]d)),(%[2]s%[3]d-%[1]s%[3]d)/1000,"")`, v.from, v.to, row)
	}
	kind, which := (shared-sharedKinds)/4, (shared-sharedKinds)%4
	if n := kind - len(v.kinds); n >= 0 {
		return v.withFormula(n, which, row)
	}
	if which == 0 {
		return countFormula(at(colText), v.kinds[kind].unit)
	}
	return v.kindFormula(kind, which, row, at(colCount))
}

// sharedWith is the first of the shared formulas of a translation.
func (v *live) sharedWith(n int) int { return sharedKinds + 4*(len(v.kinds)+n) }

// withFormula counts (0) or rates (1) a translation.
func (v *live) withFormula(n, which, row int) string {
	if which == 0 {
		return countFormula(letter(withText(n))+strconv.Itoa(row), v.with[n].unit)
	}
	return v.kindFormula(v.kind[v.with[n]], which, row, letter(v.withCount(n))+strconv.Itoa(row))
}

// counting is how segment i is counted.
func (b *book) counting(i int) counting {
	seg := &b.segments[i]
	language := seg.Language
	if language == "" {
		language = b.script.Language
	}
	return counting{b.measures[i].Unit, b.Flags.Band(language, seg.Text)}
}

// The hidden columns.
func (b *book) colFrom() int { return colOptional + len(b.optional) + len(b.others) }
func (b *book) colTo() int   { return b.colFrom() + 1 }

// timeFormula turns the text of a time into milliseconds from the first frame.
func timeFormula(c *table.Clock, cell string) string {
	if !c.Rate.IsZero() {
		return labelFormula(c, cell)
	}
	text := fmt.Sprintf(`IF(LEN(%[1]s)-LEN(SUBSTITUTE(%[1]s,":",""))=1,"0:"&%[1]s,%[1]s)`, cell)
	rest := fmt.Sprintf(`MID(%[1]s,FIND(":",%[1]s)+1,20)`, text)
	return fmt.Sprintf(`IF(ISNUMBER(%[1]s),ROUND(%[1]s*86400000,0),IFERROR((VALUE(LEFT(%[2]s,FIND(":",%[2]s)-1))*3600+VALUE(LEFT(%[3]s,2))*60+VALUE(MID(%[3]s,4,2)))*1000+VALUE(LEFT(MID(%[3]s,7,3)&"000",3)),""))`, cell, text, rest)
}

// labelFormula counts the frames of a timecode, and turns them into
// milliseconds.
func labelFormula(c *table.Clock, cell string) string {
	nominal := int64(c.Rate.Nominal())
	minutes := fmt.Sprintf(`(VALUE(LEFT(%[1]s,2))*60+VALUE(MID(%[1]s,4,2)))`, cell)
	frames := fmt.Sprintf(`(%s*60+VALUE(MID(%s,7,2)))*%d+VALUE(MID(%s,10,3))`, minutes, cell, nominal, cell)
	if c.Rate.DropFrame() {
		frames += fmt.Sprintf(`-%d*(%s-INT(%s/10))`, nominal/15, minutes, minutes)
	}
	num, den := c.Rate.Fraction()
	return fmt.Sprintf(`IFERROR(ROUND(MOD(%s-%d,%d)*%d/%d,0),"")`, frames, c.Start.Frames(), c.Rate.FramesPerDay(), 1000*den, num)
}

// judged is the condition that a row's rate is judged by.
const judged = `AND(ISNUMBER({d}),N({d})>0,N({d})>={span},{n}>0,{n}>={least})`

// kindFormula returns the rate (1), what is over the limit (2) or the flags (3)
// of a row.
func (v *live) kindFormula(k, which, row int, count string) string {
	factor, digits := 60000, 0
	if v.kinds[k].unit == qc.CPS {
		factor, digits = 1000, 1
	}
	at := func(column string) string { return column + strconv.Itoa(row) }
	from, to := at(v.from), at(v.to)
	cells := strings.NewReplacer(
		"{ms}", "("+to+"-"+from+")", "{n}", count, "{x}", fmt.Sprintf("(%d*%s/(%s-%s))", factor, count, to, from),
		"{d}", at(v.letter(colDuration)), "{from}", from, "{factor}", strconv.Itoa(factor),
		"{ends}", fmt.Sprintf("%s$%d:%s%d", v.to, headerRow, v.to, row-1),
		"{slow}", bandCell(k, bandSlow), "{fast}", bandCell(k, bandFast), "{too}", bandCell(k, bandTooFast), "{least}", bandCell(k, bandLeast),
		"{span}", limitCell(rowMinSpan), "{short}", limitCell(rowShort), "{long}", limitCell(rowLong),
	)
	formula := v.flagFormula()
	switch which {
	case 1:
		formula = `IF(` + judged + `,` + rateFormula(digits) + `,"")`
	case 2:
		formula = `IF(` + judged + `,IF(AND({fast}>0,{factor}*{n}>{fast}*{ms}),{n}-INT({fast}*{ms}/{factor}),""),"")`
	}
	return cells.Replace(formula)
}

// overOf is the value of the second of these.
func (v *live) overOf(k counting, m *qc.Measure) int {
	fast := k.band.Fast
	perMilli := 60000.0
	if k.unit == qc.CPS {
		perMilli = 1000
	}
	ms := float64(m.Length / time.Millisecond)
	if m.Rate == 0 || fast <= 0 || perMilli*float64(m.Count) <= fast*ms {
		return 0
	}
	return m.Count - int(math.Floor(fast*ms/perMilli))
}

// rateFormula rounds to digits, and to more where the rate would seem to be on
// the other side of a limit.
func rateFormula(digits int) string {
	same := func(d int) string {
		r := fmt.Sprintf("ROUND({x},%d)", d)
		return fmt.Sprintf("AND((%[1]s>{too})=({x}>{too}),(%[1]s>{fast})=({x}>{fast}),(%[1]s<{slow})=({x}<{slow}))", r)
	}
	return fmt.Sprintf("IF(%s,ROUND({x},%d),IF(%s,ROUND({x},%d),ROUND({x},%d)))", same(digits), digits, same(digits+1), digits+1, digits+2)
}

// flagFormula puts the words of flags in a row, by severity.
func (v *live) flagFormula() string {
	when := map[qc.Code]string{
		qc.Reversed:     `N({d})<0`,
		qc.ZeroLength:   `AND(ISNUMBER({d}),N({d})=0)`,
		qc.NoText:       `{n}=0`,
		qc.Overlap:      `AND(ISNUMBER({from}),N({from})<MAX({ends}))`,
		qc.TooFast:      `AND(` + judged + `,{too}>0,{factor}*{n}>{too}*{ms})`,
		qc.Fast:         `AND(` + judged + `,{fast}>0,{factor}*{n}>{fast}*{ms},OR({too}<=0,{factor}*{n}<={too}*{ms}))`,
		qc.StartsAtZero: `AND(ISNUMBER({from}),N({from})=0)`,
		qc.TooShort:     `AND(N({d})>0,N({d})<{short})`,
		qc.TooLong:      `AND({long}>0,N({d})>{long},N({d})>={short})`,
		qc.Slow:         `AND(` + judged + `,{slow}>0,{factor}*{n}<{slow}*{ms},OR({fast}<=0,{factor}*{n}<={fast}*{ms}),OR({too}<=0,{factor}*{n}<={too}*{ms}))`,
	}
	all := `"`
	open := [...]string{qc.Error: "#", qc.Warning: "$", qc.Info: "%"}
	for _, severity := range [...]qc.Severity{qc.Error, qc.Warning, qc.Info} {
		all += open[severity] + `"`
		for code := range (qc.Measured() &^ v.skipped).All() {
			if condition := when[code]; condition != "" && code.Severity() == severity {
				all += `&IF(` + condition + `,", ` + code.Words() + `","")`
			}
		}
		all += `&"`
	}
	all += `"`
	for _, severity := range [...]qc.Severity{qc.Error, qc.Warning, qc.Info} {
		all = `SUBSTITUTE(SUBSTITUTE(` + all + `,"` + open[severity] + `, ","; ` + severity.String() + `: "),"` + open[severity] + `","")`
	}
	return `MID(` + all + `,3,300)`
}

// shown returns a segment with the times that its cells show.
func (b *book) shown(seg *script.Segment) script.Segment {
	s := *seg
	s.Start, s.End = b.shownTime(s.Start), b.shownTime(s.End)
	return s
}

func (b *book) shownTime(d time.Duration) time.Duration {
	rate := b.clock.Rate
	if rate.IsZero() {
		return time.Duration(clock.Millis(d)) * time.Millisecond
	}
	num, den := rate.Fraction()
	frames := rate.Frames(d) % rate.FramesPerDay()
	return time.Duration((2*frames*1000*den+num)/(2*num)) * time.Millisecond
}

// formula appends the beginning of a cell with a shared formula, up to its
// value: the first cell says it, and those below refer to it.
func (r *rowWriter) formula(dst []byte, place, style, shared, row int, isText bool) []byte {
	dst = r.begin(dst, place, style, isText)
	if r.live.written[shared] {
		return fmt.Appendf(dst, `<f t="shared" si="%d"/><v>`, shared)
	}
	r.live.written[shared] = true
	dst = fmt.Appendf(dst, `<f t="shared" ref="%[1]s%[2]d:%[1]s%[3]d" si="%[4]d">`, letter(place), row, headerRow+r.rowCount(), shared)
	return append(appendEscaped(dst, r.live.text(shared, row)), `</f><v>`...)
}

func (r *rowWriter) begin(dst []byte, place, style int, isText bool) []byte {
	dst = r.address(dst, place, style)
	if isText {
		dst = append(dst, `" t="str`...)
	}
	return append(dst, `">`...)
}

// computed appends the cells that follow from times and text.
func (r *rowWriter) computed(dst []byte, row, i int) []byte {
	m, kind := &r.measures[i], r.counting(i)
	k := r.live.kind[kind]
	shared := sharedKinds + 4*k
	count, rate := r.styles.column[colCount], r.styles.column[colRate]
	if kind.unit != r.unit {
		count, rate = r.styles.otherCount, r.styles.otherRate
	}
	if delta := m.Count - counted(r.segments[i].Text, kind.unit); delta != 0 {
		dst = append(r.begin(dst, r.place(colCount), count, false), `<f>`...)
		dst = appendEscaped(dst, fmt.Sprintf("%s+(%d)", r.live.text(shared, row), delta))
		dst = append(dst, `</f><v>`...)
	} else {
		dst = r.formula(dst, r.place(colCount), count, shared, row, false)
	}
	dst = append(strconv.AppendInt(dst, int64(m.Count), 10), endNumber...)
	dst = r.formula(dst, r.place(colRate), rate, shared+1, row, m.Rate == 0)
	if m.Rate > 0 {
		dst = appendDecimals(dst, m.Rate)
	}
	dst = append(dst, endNumber...)
	over := r.live.overOf(kind, m)
	dst = r.formula(dst, r.place(colOver), r.styles.column[colOver], shared+2, row, over == 0)
	if over > 0 {
		dst = strconv.AppendInt(dst, int64(over), 10)
	}
	dst = append(dst, endNumber...)
	flags := r.flags.Of(m.Flags)
	if r.Findings != nil {
		return r.text(dst, colFlags, flags)
	}
	dst = r.formula(dst, r.place(colFlags), r.styles.column[colFlags], shared+3, row, true)
	return append(appendEscaped(dst, flags), endNumber...)
}

// hidden appends the two columns that the formulas go by.
func (r *rowWriter) hidden(dst []byte, row int, seg *script.Segment) []byte {
	dst = r.formula(dst, r.place(r.colFrom()), r.styles.plain, sharedStart, row, false)
	dst = append(strconv.AppendInt(dst, int64(seg.Start/time.Millisecond), 10), endNumber...)
	dst = r.formula(dst, r.place(r.colTo()), r.styles.plain, sharedEnd, row, false)
	return append(strconv.AppendInt(dst, int64(seg.End/time.Millisecond), 10), endNumber...)
}

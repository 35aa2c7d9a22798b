package xlsx

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/internal/clock"
	"github.com/vsconvert/vsconvert/qc"
)

// totals sum up a script.
type totals struct {
	unit     qc.Unit
	segments int
	length   time.Duration // of the segments that have one
	count    int           // words or characters of those in unit
	judged   int
	rates    float64 // sum of those judged
	slowest  float64
	fastest  float64
	flagged  int
	flags    map[qc.Code]int
	statuses map[string]int
	buckets  []int // by speech rate, see edges
}

// edges bound the buckets of the speech rate chart.
func edges(u qc.Unit) []float64 {
	if u == qc.CPS {
		return []float64{2, 3, 4, 5, 6, 7, 8, 9, 10}
	}
	return []float64{80, 100, 120, 140, 160, 180, 200, 220, 240}
}

func (t *totals) add(m qc.Measure, status string, u qc.Unit) {
	if t.flags == nil {
		t.unit = u
		t.flags, t.statuses = map[qc.Code]int{}, map[string]int{}
		t.buckets = make([]int, len(edges(u))+1)
	}
	t.segments++
	t.length += max(m.Length, 0)
	t.statuses[status]++
	if m.Flags != 0 {
		t.flagged++
		for code := range m.Flags.All() {
			t.flags[code]++
		}
	}
	if m.Unit != u {
		return
	}
	t.count += m.Count
	if m.Rate == 0 {
		return
	}
	if t.judged == 0 || m.Rate < t.slowest {
		t.slowest = m.Rate
	}
	t.fastest = max(t.fastest, m.Rate)
	t.judged++
	t.rates += m.Rate
	i, found := slices.BinarySearch(edges(u), m.Rate)
	if found {
		i++
	}
	t.buckets[i]++
}

func (t *totals) countName() string {
	if t.unit == qc.CPS {
		return "characters"
	}
	return "words"
}

func (t *totals) rate(v float64) float64 {
	return roundTo(v, 1)
}

// roundTo rounds as spreadsheet programs do: halves away from zero, as they
// look in fifteen digits.
func roundTo(v float64, digits int) float64 {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	power := math.Pow10(digits)
	return math.Round(v*power) / power
}

// String is the line of the title block.
func (t *totals) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d descriptions, %s described, %d %s", t.segments, clockText(t.length), t.count, t.countName())
	if t.judged > 0 {
		fmt.Fprintf(&b, ", average %v %s", roundTo(t.rates/float64(t.judged), 0), t.unit)
	}
	fmt.Fprintf(&b, ", %d flagged", t.flagged)
	return b.String()
}

func clockText(d time.Duration) string {
	return string(clock.AppendMillis(nil, clock.Millis(d), '.'))
}

// block is a list of rows with a heading.
type block struct {
	heading string
	rows    [][2]any
}

// summarySheet writes counts, the speech rate chart and the limits used.
func (r *rowWriter) summarySheet(f *excelize.File) error {
	if _, err := f.NewSheet(SummarySheet); err != nil {
		return err
	}
	rates := r.rateBlock()
	row, chartRow := 1, 0
	for _, b := range append(r.limitBlocks(), r.totalBlock(), rates, r.flagBlock(), r.statusBlock()) {
		if b.heading == rates.heading {
			chartRow = row
		}
		if err := r.writeBlock(f, &row, b); err != nil {
			return err
		}
	}
	var s steps
	s.do(func() error {
		return errors.Join(f.SetColWidth(SummarySheet, "A", "A", 44), f.SetColWidth(SummarySheet, "B", "B", 16))
	})
	s.do(func() error { return r.rateChart(f, chartRow, len(rates.rows)) })
	s.do(func() error { return pageSetup(f, SummarySheet, page{high: 1, paper: r.Paper}) })
	s.do(func() error { return f.SetHeaderFooter(SummarySheet, pageLines(r.script)) })
	return s.err
}

func (r *rowWriter) writeBlock(f *excelize.File, row *int, b block) error {
	if len(b.rows) == 0 {
		return nil
	}
	cell := func(column string) string { return fmt.Sprintf("%s%d", column, *row) }
	err := errors.Join(f.SetCellStr(SummarySheet, cell("A"), b.heading), f.SetCellStyle(SummarySheet, cell("A"), cell("B"), r.styles.header))
	for _, values := range b.rows {
		*row++
		err = errors.Join(err,
			f.SetCellValue(SummarySheet, cell("A"), values[0]),
			r.setComputed(f, SummarySheet, cell("B"), values[1]),
			f.SetCellStyle(SummarySheet, cell("A"), cell("A"), r.styles.plain),
			f.SetCellStyle(SummarySheet, cell("B"), cell("B"), r.styles.figure))
	}
	*row += 2
	return err
}

// computed is a value and the formula that gives it.
type computed struct {
	formula string
	value   any
}

// setComputed sets a cell to a value, with its formula if it has one.
func (r *rowWriter) setComputed(f *excelize.File, sheet, cell string, value any) error {
	c, ok := value.(computed)
	if !ok {
		return f.SetCellValue(sheet, cell, value)
	}
	if text, ok := c.value.(string); ok {
		r.results[c.formula] = text
		return f.SetCellFormula(sheet, cell, c.formula)
	}
	return errors.Join(f.SetCellDefault(sheet, cell, fmt.Sprint(c.value)), f.SetCellFormula(sheet, cell, c.formula))
}

// follow returns a computed value; where rows are counted in different units it
// is the value alone.
func (r *rowWriter) follow(formula string, value any) any {
	if r.live.isMixed() {
		return value
	}
	return computed{formula, value}
}

// rows refers to the cells of a column, and to some below for new rows.
func (r *rowWriter) rows(column string) string {
	return fmt.Sprintf("'%s'!$%[2]s$%[3]d:$%[2]s$%[4]d", ScriptSheet, column, headerRow+1, min(headerRow+r.rowCount()+spare, maxRows))
}

// The rows of the block of totals, behind its heading.
const (
	totalSegments = iota + 1
	totalSeconds
	totalClock
	totalCount
	totalFlagged
	totalJudged
)

// totalCell refers to a total. The block stands below those of the limits.
func (r *rowWriter) totalCell(which int) string {
	return summaryLimit + strconv.Itoa(rowBand-1+len(r.live.kinds)*rowsPerBand+which)
}

func (r *rowWriter) totalBlock() block {
	t, rate := &r.total, r.rows(r.letter(colRate))
	seconds := "1000*" + r.totalCell(totalSeconds)
	clockFormula := fmt.Sprintf(`TEXT(INT(%[1]s/3600000),"00")&":"&TEXT(MOD(INT(%[1]s/60000),60),"00")&":"&TEXT(MOD(INT(%[1]s/1000),60),"00")&"."&TEXT(MOD(%[1]s,1000),"000")`, "ROUND("+seconds+",0)")
	rows := [][2]any{
		{"Descriptions", computed{"COUNT(" + r.rows(r.live.from) + ")", t.segments}},
		{"Total described time (s)", computed{"ROUND(SUMIF(" + r.rows(r.letter(colDuration)) + `,">0"),3)`, t.length.Round(time.Millisecond).Seconds()}},
		{"Total described time", computed{clockFormula, clockText(t.length)}},
		{"Total " + t.countName(), r.follow("SUM("+r.rows(r.letter(colCount))+")", t.count)},
		{"Descriptions with flags", computed{"COUNTIF(" + r.rows(r.letter(colFlags)) + `,"?*")`, t.flagged}},
		{"Descriptions whose rate is judged", r.follow("COUNT("+rate+")", t.judged)},
	}
	if t.judged > 0 {
		unit := " (" + t.unit.String() + ")"
		rows = append(rows, [2]any{"Average rate" + unit, r.follow("IFERROR(ROUND(AVERAGE("+rate+`),1),"")`, t.rate(t.rates/float64(t.judged)))},
			[2]any{"Slowest" + unit, r.follow("ROUND(MIN("+rate+"),1)", t.rate(t.slowest))}, [2]any{"Fastest" + unit, r.follow("ROUND(MAX("+rate+"),1)", t.rate(t.fastest))})
	}
	return block{"Summary", rows}
}

// totalsLine is what the title block says of the whole.
func (r *rowWriter) totalsLine() any {
	t := &r.total
	average := ""
	if t.judged > 0 {
		average = fmt.Sprintf(`&IF(%s=0,"",", average "&ROUND(AVERAGE(%s),0)&" %s")`, r.totalCell(totalJudged), r.rows(r.letter(colRate)), t.unit)
	}
	return r.follow(fmt.Sprintf(`%s&" descriptions, "&%s&" described, "&%s&" %s"%s&", "&%s&" flagged"`,
		r.totalCell(totalSegments), r.totalCell(totalClock), r.totalCell(totalCount), t.countName(), average, r.totalCell(totalFlagged)), t.String())
}

func (r *rowWriter) rateBlock() block {
	bounds := edges(r.unit)
	b := block{heading: "Speech rate (" + r.unit.String() + "): descriptions"}
	for i := 0; i <= len(bounds); i++ {
		name := ""
		switch {
		case i == 0:
			name = fmt.Sprintf("below %g", bounds[0])
		case i == len(bounds):
			name = fmt.Sprintf("%g and above", bounds[i-1])
		default:
			name = fmt.Sprintf("%g to below %g", bounds[i-1], bounds[i])
		}
		n := 0
		if r.total.buckets != nil {
			n = r.total.buckets[i]
		}
		b.rows = append(b.rows, [2]any{name, r.follow(r.bucketFormula(bounds, i), n)})
	}
	return b
}

func (r *rowWriter) bucketFormula(bounds []float64, i int) string {
	var conditions []string
	if i > 0 {
		conditions = append(conditions, fmt.Sprintf(`%s,">=%g"`, r.rows(r.letter(colRate)), bounds[i-1]))
	}
	if i < len(bounds) {
		conditions = append(conditions, fmt.Sprintf(`%s,"<%g"`, r.rows(r.letter(colRate)), bounds[i]))
	}
	return "COUNTIFS(" + strings.Join(conditions, ",") + ")"
}

// flagCount counts the rows with a flag.
func (r *rowWriter) flagCount(words string) string {
	list := r.rows(r.letter(colFlags))
	for _, severity := range [...]qc.Severity{qc.Error, qc.Warning, qc.Info} {
		list = fmt.Sprintf(`SUBSTITUTE(%s,"%s: ","")`, list, severity)
	}
	return fmt.Sprintf(`SUMPRODUCT(--ISNUMBER(SEARCH(", %s,",", "&SUBSTITUTE(%s,";",",")&",")))`, words, list)
}

func (r *rowWriter) flagBlock() block {
	b := block{heading: "Flags: descriptions"}
	listed := qc.Measured()
	for code := range r.total.flags {
		listed |= qc.SetOf(code)
	}
	for code := range listed.All() {
		b.rows = append(b.rows, [2]any{code.Severity().String() + ": " + code.Words(), computed{r.flagCount(code.Words()), r.total.flags[code]}})
	}
	return b
}

// statusBlock counts statuses: those that occur, by number, then those that may.
func (r *rowWriter) statusBlock() block {
	counts := r.total.statuses
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	names = names[:min(len(names), 100)]
	for _, name := range r.Statuses {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	b := block{heading: "Status: descriptions"}
	for _, name := range names {
		label, formula := name, fmt.Sprintf(`SUMPRODUCT(--EXACT(%s,"%s"))`, r.rows(r.letter(colStatus)), strings.ReplaceAll(name, `"`, `""`))
		if name == "" {
			label, formula = "(none)", fmt.Sprintf("%s-COUNTA(%s)", r.totalCell(totalSegments), r.rows(r.letter(colStatus)))
		}
		if len(formula) > mostFormula {
			b.rows = append(b.rows, [2]any{label, counts[name]})
			continue
		}
		b.rows = append(b.rows, [2]any{label, computed{formula, counts[name]}})
	}
	return b
}

// mostFormula is how long a formula with somebody's text in it may be: a
// literal holds 255 characters.
const mostFormula = 250

// limitBlocks are what the flags go by, where an editor may change it: the
// lengths, then a block for each way of counting.
func (r *rowWriter) limitBlocks() []block {
	l := r.Flags
	blocks := []block{{"Limits used for flags: change them here", [][2]any{
		{"Rate not judged below (s)", l.MinSpan.Seconds()},
		{"Very short below (s)", l.Short.Seconds()},
		{"Very long above (s)", l.Long.Seconds()},
	}}}
	for _, k := range r.live.kinds {
		unit, least := k.unit.String(), [2]any{"Rate not judged below (words)", l.MinWords}
		if k.unit == qc.CPS {
			least = [2]any{"Rate not judged below (characters)", l.MinChars}
		}
		blocks = append(blocks, block{"Limits of the speech rate (" + unit + ")", [][2]any{
			{"Slow below (" + unit + ")", k.band.Slow},
			{"Fast above (" + unit + ")", k.band.Fast},
			{"Too fast above (" + unit + ")", k.band.TooFast},
			least,
		}})
	}
	return blocks
}

// rateChart draws the distribution beside its numbers.
func (r *rowWriter) rateChart(f *excelize.File, heading, rows int) error {
	dark := excelize.Font{Family: fontName, Size: 9, Color: "000000"}
	text := func(s string) []excelize.RichTextRun {
		return []excelize.RichTextRun{{Text: s, Font: &excelize.Font{Family: fontName, Size: fontSize, Color: "000000"}}}
	}
	ref := func(column string) string {
		return fmt.Sprintf("%s!$%s$%d:$%s$%d", SummarySheet, column, heading+1, column, heading+rows)
	}
	return f.AddChart(SummarySheet, "D2", &excelize.Chart{
		Type: excelize.Col,
		Series: []excelize.ChartSeries{{
			Name: fmt.Sprintf("%s!$A$%d", SummarySheet, heading), Categories: ref("A"), Values: ref("B"),
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3864"}},
		}},
		Title:     excelize.ChartTitle{Paragraph: text("Speech rate of the descriptions")},
		Legend:    excelize.ChartLegend{Position: "none"},
		PlotArea:  excelize.ChartPlotArea{ShowVal: true},
		XAxis:     excelize.ChartAxis{Font: dark, Title: excelize.ChartTitle{Paragraph: text(r.unit.String())}},
		YAxis:     excelize.ChartAxis{Font: dark, Title: excelize.ChartTitle{Paragraph: text("Descriptions")}, MajorGridLines: true},
		Dimension: excelize.ChartDimension{Width: 720, Height: 380},
		Format:    excelize.GraphicOptions{AltText: r.chartText()},
	})
}

// chartText says what the chart shows, for those who do not see it.
func (r *rowWriter) chartText() string {
	var b strings.Builder
	b.WriteString("Column chart of the speech rate of the descriptions.")
	for _, row := range r.rateBlock().rows {
		value := row[1]
		if c, ok := value.(computed); ok {
			value = c.value
		}
		fmt.Fprintf(&b, " %v %s: %v.", row[0], r.unit, value)
	}
	return b.String()
}

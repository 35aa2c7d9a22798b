package xlsx

import (
	"cmp"
	"errors"
	"fmt"
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
	s, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'f', 1, 64), 64)
	return s
}

// String is the line of the title block.
func (t *totals) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d descriptions, %s described, %d %s", t.segments, clockText(t.length), t.count, t.countName())
	if t.judged > 0 {
		fmt.Fprintf(&b, ", average %.0f %s", t.rates/float64(t.judged), t.unit)
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
	t := &r.total
	rates := r.rateBlock()
	row, chartRow := 1, 0
	for _, b := range []block{t.block(), rates, r.flagBlock(), statusBlock(t.statuses), r.limitBlock()} {
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
	s.do(func() error { return pageSetup(f, SummarySheet, 1, false) })
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
			f.SetCellValue(SummarySheet, cell("B"), values[1]),
			f.SetCellStyle(SummarySheet, cell("A"), cell("A"), r.styles.plain),
			f.SetCellStyle(SummarySheet, cell("B"), cell("B"), r.styles.figure))
	}
	*row += 2
	return err
}

func (t *totals) block() block {
	rows := [][2]any{
		{"Descriptions", t.segments},
		{"Total described time", clockText(t.length)},
		{"Total described time (s)", t.length.Round(time.Millisecond).Seconds()},
		{"Total " + t.countName(), t.count},
		{"Descriptions with flags", t.flagged},
		{"Descriptions whose rate is judged", t.judged},
	}
	if t.judged > 0 {
		rows = append(rows, [2]any{"Average rate (" + t.unit.String() + ")", t.rate(t.rates / float64(t.judged))},
			[2]any{"Slowest (" + t.unit.String() + ")", t.rate(t.slowest)}, [2]any{"Fastest (" + t.unit.String() + ")", t.rate(t.fastest)})
	}
	return block{"Summary", rows}
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
		b.rows = append(b.rows, [2]any{name, n})
	}
	return b
}

func (r *rowWriter) flagBlock() block {
	b := block{heading: "Flags: descriptions"}
	listed := qc.Measured()
	for code := range r.total.flags {
		listed |= qc.SetOf(code)
	}
	for code := range listed.All() {
		b.rows = append(b.rows, [2]any{code.Severity().String() + ": " + code.Words(), r.total.flags[code]})
	}
	return b
}

func statusBlock(counts map[string]int) block {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	b := block{heading: "Status: descriptions"}
	for _, name := range names[:min(len(names), 100)] {
		label := name
		if name == "" {
			label = "(none)"
		}
		b.rows = append(b.rows, [2]any{label, counts[name]})
	}
	return b
}

func (r *rowWriter) limitBlock() block {
	l, band := r.Flags, r.Flags.ScriptBand(r.script)
	unit := r.unit.String()
	least := [2]any{"Rate not judged below (words)", l.MinWords}
	if r.unit == qc.CPS {
		least = [2]any{"Rate not judged below (characters)", l.MinChars}
	}
	return block{"Limits used for flags", [][2]any{
		{"Slow below (" + unit + ")", band.Slow},
		{"Fast above (" + unit + ")", band.Fast},
		{"Too fast above (" + unit + ")", band.TooFast},
		least,
		{"Rate not judged below (s)", l.MinSpan.Seconds()},
		{"Very short below (s)", l.Short.Seconds()},
		{"Very long above (s)", l.Long.Seconds()},
	}}
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
		fmt.Fprintf(&b, " %v %s: %v.", row[0], r.unit, row[1])
	}
	return b.String()
}

package xlsx

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/qc"
	"github.com/vsconvert/vsconvert/script"
)

// headerRow is the row of the header, below the title block.
const headerRow = 6

// spare is how many rows below the last get lists and colours, for new
// segments.
const spare = 1000

var errNoData = errors.New("no sheet data to put rows in")

// widths of the columns, in digits: what fits across a page at a size that can
// still be read aloud from.
var widths = [columns]float64{7, 13, 13, 9, 54, 7, 6, 7, 18, 14, 11, 26, 9.5, 14, 10}

// Widths that depend on the script.
const (
	widestID      = 14  // longer ids are wrapped
	otherWidth    = 14  // of columns that are none of ours
	dialogueWidth = 9.5 // of the mark of dialogue, on two lines
	charsWidth    = 11  // of the count of characters, whose name is longer
	namedCount    = 15  // of counts of which some name their unit, "120 characters"
	namedRate     = 10  // of such rates, "12.5 CPS"
)

// wide is how wide the columns of long texts become when a row would not be
// high enough.
const wide = 120

// steps runs the calls that make a workbook, up to the first that fails.
type steps struct{ err error }

func (s *steps) do(f func() error) {
	if s.err == nil {
		s.err = f()
	}
}

// write builds the workbook and writes it with its rows.
func (b *book) write(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	r := &rowWriter{book: b, live: newLive(b), flags: table.FlagTexts{}, results: map[string]string{}, with: b.translations()}
	var s steps
	s.do(func() error { return f.SetSheetName("Sheet1", ScriptSheet) })
	s.do(func() error { return setDefaultFont(f) })
	s.do(func() error { return r.addStyles(f) })
	s.do(func() error { return r.fitColumns() })
	s.do(func() error { return r.scriptSheet(f) })
	s.do(func() error { return r.summarySheet(f) })
	s.do(func() error { return r.findingsSheet(f) })
	s.do(func() error { return b.writeMeta(f) })
	if s.err != nil {
		return s.err
	}
	f.SetActiveSheet(0)
	a := newArchive(w, "xl/worksheets/sheet1.xml", r.writeRows, r.results)
	f.SetZipWriter(func(io.Writer) excelize.ZipWriter { return a })
	_, err := f.WriteToBuffer()
	return err
}

// fitColumns works out how much text a line of each column holds, and widens
// columns whose longest text would need a row higher than rows can be. A row
// that is too low all the same is reported.
func (r *rowWriter) fitColumns() error {
	r.widths = widths
	if r.unit == qc.CPS {
		r.widths[colCount], r.widths[colOver] = charsWidth, charsWidth
	}
	if r.live.isMixed() {
		r.widths[colCount], r.widths[colRate] = namedCount, namedRate
	}
	for i := range r.segments {
		r.widths[colID] = max(r.widths[colID], min(widestID, float64(len(r.segments[i].ID))+2))
	}
	if len(r.Dialogue) > 0 {
		r.widths[colID] = max(r.widths[colID], dialogueWidth)
	}
	for c := range r.capacity {
		r.capacity[c] = capacity(r.widths[c])
	}
	for i := range r.segments {
		seg := &r.segments[i]
		if len(seg.Text) < shortText && len(seg.Note) < shortText && len(seg.Cue) < shortText {
			continue
		}
		if r.widen(colText, seg.Text) && r.widen(colNote, seg.Note) && r.widen(colCue, seg.Cue) {
			continue
		}
		err := fmt.Errorf("%w: longer than a row is high: it shows in part until its cell is opened", script.ErrTooLarge)
		if err := r.report.Warn(script.Pos{}, seg.ID, err); err != nil {
			return err
		}
	}
	return nil
}

// shortText is how many bytes fit in a row in any case, be they line breaks.
const shortText = 20

// widen makes a column wide when a text needs it, and reports whether the text
// fits in then.
func (r *rowWriter) widen(column int, text string) bool {
	if height(text, r.capacity[column])+rowPadding <= maxHeight {
		return true
	}
	r.widths[column], r.capacity[column] = wide, capacity(wide)
	return height(text, r.capacity[column])+rowPadding <= maxHeight
}

// scriptSheet makes everything of the script sheet but its rows. The filter
// comes before the sheet's properties, which it would replace.
func (r *rowWriter) scriptSheet(f *excelize.File) error {
	last := headerRow + max(r.rowCount(), 1)
	var s steps
	s.do(func() error {
		return f.AutoFilter(ScriptSheet, fmt.Sprintf("A%d:%s%d", headerRow, r.lastColumn(), last), nil)
	})
	s.do(func() error { return f.SetSheetDimension(ScriptSheet, fmt.Sprintf("A1:%s%d", r.lastColumn(), last)) })
	s.do(func() error { return r.printing(f) })
	s.do(func() error { return r.header(f) })
	s.do(func() error { return r.titleBlock(f) })
	s.do(func() error { return r.statusList(f, last) })
	s.do(func() error { return r.flagColours(f, last) })
	s.do(func() error {
		return f.AddIgnoredErrors(ScriptSheet, fmt.Sprintf("A%d:%s%d", headerRow+1, r.lastColumn(), last), excelize.IgnoredErrorsNumberStoredAsText)
	})
	if r.Protected {
		s.do(func() error { return protect(f, ScriptSheet) })
	}
	return s.err
}

// lastColumn is the letter of the last column.
func (r *rowWriter) lastColumn() string { return r.letter(r.colFrom() - 1) }

func protect(f *excelize.File, sheet string) error {
	return f.ProtectSheet(sheet, &excelize.SheetProtectionOptions{
		AutoFilter: true, Sort: true, FormatCells: true, FormatColumns: true, FormatRows: true,
		SelectLockedCells: true, SelectUnlockedCells: true, InsertHyperlinks: true,
	})
}

// printing sets page, header and footer, and the direction of the sheet.
func (r *rowWriter) printing(f *excelize.File) error {
	var s steps
	s.do(func() error { return pageSetup(f, ScriptSheet, page{paper: r.Paper, rtl: isRightToLeft(r.script)}) })
	s.do(func() error {
		return f.SetDefinedName(&excelize.DefinedName{
			Name: "_xlnm.Print_Titles", Scope: ScriptSheet, RefersTo: fmt.Sprintf("'%s'!$%d:$%d", ScriptSheet, headerRow, headerRow),
		})
	})
	s.do(func() error { return f.SetHeaderFooter(ScriptSheet, pageLines(r.script)) })
	s.do(func() error {
		return f.SetPanes(ScriptSheet, &excelize.Panes{
			Freeze: true, YSplit: headerRow, TopLeftCell: fmt.Sprintf("A%d", headerRow+1), ActivePane: "bottomLeft",
			Selection: []excelize.Selection{{SQRef: fmt.Sprintf("E%d", headerRow+1), ActiveCell: fmt.Sprintf("E%d", headerRow+1), Pane: "bottomLeft"}},
		})
	})
	return s.err
}

// page is how a sheet is printed: one page wide, and so many high, or as many
// as it takes for 0.
type page struct {
	high     int
	paper    Paper
	portrait bool
	rtl      bool
}

func pageSetup(f *excelize.File, sheet string, p page) error {
	size, one, orientation, yes := p.paper.size(), 1, "landscape", true
	if p.portrait {
		orientation = "portrait"
	}
	side, edge, line := 0.4, 0.75, 0.35 // inches
	var s steps
	s.do(func() error { return f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &yes}) })
	s.do(func() error {
		return f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &one, FitToHeight: &p.high})
	})
	s.do(func() error {
		return f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &edge, Bottom: &edge, Header: &line, Footer: &line})
	})
	if p.rtl {
		s.do(func() error { return f.SetSheetView(sheet, 0, &excelize.ViewOptions{RightToLeft: &yes}) })
	}
	return s.err
}

// pageLines has the title above and the page numbers below. An & in it is
// doubled, and what would exceed the 255 characters of such a line is cut:
// the title stands whole in its cell.
func pageLines(s *script.Script) *excelize.HeaderFooterOptions {
	const most = 100
	title := []rune(s.Title)
	if len(title) > most {
		title = append(title[:most], '…')
	}
	text, _ := table.Cell(strings.ReplaceAll(string(title), "&", "&&"))
	header := ""
	if text != "" {
		header = "&L" + strings.ReplaceAll(text, "\n", " ")
	}
	return &excelize.HeaderFooterOptions{OddHeader: header, OddFooter: "&LAudio description script&RPage &P of &N"}
}

// isRightToLeft goes by the language, or by the first texts when that is
// unknown.
func isRightToLeft(s *script.Script) bool {
	if s.Language != "" {
		primary, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(s.Language, "_", "-")), "-")
		switch primary {
		case "ar", "he", "iw", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ku", "ckb", "ara", "heb", "fas", "per", "urd":
			return true
		}
		return false
	}
	for i := range s.Segments[:min(len(s.Segments), 3)] {
		for _, r := range s.Segments[i].Text {
			if 0x0590 <= r && r <= 0x08FF {
				return true
			}
			if 'A' <= r && r < 0x0590 {
				return false
			}
		}
	}
	return false
}

// The labels of the title block.
const (
	labelTitle    = "Programme"
	labelJob      = "Job"
	labelMedia    = "Media"
	labelLanguage = "Language"
	labelType     = "Type"
	labelRate     = "Frame rate"
	labelStart    = "First timecode"
	labelTotals   = "Totals"
)

// titleBlock names the script above its rows. Labels stand in column A and I,
// their values in C and J, with room to the right of them.
func (r *rowWriter) titleBlock(f *excelize.File) error {
	rate, start := "none: times are HH:MM:SS.mmm", r.Start.String()
	if !r.clock.Rate.IsZero() {
		rate = r.clock.Rate.String()
		if start == "" {
			start = "00:00:00:00"
		}
	}
	s := r.script
	if err := f.SetCellStyle(ScriptSheet, "A1", fmt.Sprintf("%s%d", r.lastColumn(), headerRow-1), r.styles.value); err != nil {
		return err
	}
	for i, row := range [...][4]string{
		{labelTitle, s.Title},
		{labelJob, s.Source.JobID, labelMedia, s.Source.MediaID},
		{labelLanguage, s.Language, labelType, s.Type.String()},
		{labelRate, rate, labelStart, start},
	} {
		if row[1] == "" && row[3] == "" {
			continue
		}
		style := r.styles.value
		if i == 0 {
			style = r.styles.title
		}
		if err := r.titleRow(f, i+1, row, style); err != nil {
			return err
		}
	}
	label, cell := "A"+strconv.Itoa(headerRow-1), "C"+strconv.Itoa(headerRow-1)
	return errors.Join(f.SetCellStr(ScriptSheet, label, labelTotals), f.SetCellStyle(ScriptSheet, label, label, r.styles.label), r.setComputed(f, ScriptSheet, cell, r.totalsLine()), f.SetRowHeight(ScriptSheet, 1, 21))
}

func (r *rowWriter) titleRow(f *excelize.File, row int, values [4]string, style int) error {
	styles := [4]int{r.styles.label, style, r.styles.label, r.styles.value}
	for i, column := range [4]string{"A", "C", r.letter(colFlags), r.letter(colCue)} {
		if values[i] == "" || i == 2 && values[3] == "" {
			continue
		}
		cell := fmt.Sprintf("%s%d", column, row)
		text, err := table.Cell(values[i])
		if err != nil {
			if err := r.report.Warn(script.Pos{}, "", fmt.Errorf("%s: %w", values[i-i%2], err)); err != nil {
				return err
			}
		}
		if table.Units(text) > maxUnits {
			return fmt.Errorf("%w: %s: a cell holds %d characters", script.ErrTooLarge, values[i-i%2], maxUnits)
		}
		if err := errors.Join(f.SetCellStr(ScriptSheet, cell, text), f.SetCellStyle(ScriptSheet, cell, cell, styles[i])); err != nil {
			return err
		}
	}
	return nil
}

func (r *rowWriter) header(f *excelize.File) error {
	names := slices.Insert(table.Header(r.unit), colOver, map[qc.Unit]string{qc.WPM: "Words over", qc.CPS: "Characters over"}[r.unit])
	for _, column := range r.optional {
		names = append(names, column.Title())
	}
	for i, name := range names {
		if err := r.headerCell(f, r.place(i), name, r.widths[i], r.styles.column[i]); err != nil {
			return err
		}
	}
	for n, i := range r.others {
		name, _ := table.Cell(r.script.Columns.Names[i])
		if err := r.headerCell(f, r.place(colOptional+len(r.optional)+n), name, otherWidth, r.styles.column[colNote]); err != nil {
			return err
		}
	}
	for n := range r.with {
		names, places, widths := r.withNames(n), r.withPlaces(n), [4]float64{r.widths[colText], r.widths[colRate] + 4, 9, 9}
		styles := [4]int{r.with[n].styles[0], r.with[n].styles[1], r.styles.plain, r.styles.plain}
		for i, name := range names {
			if err := r.headerCell(f, places[i], name, widths[i], styles[i]); err != nil {
				return err
			}
		}
		if err := errors.Join(f.SetColVisible(ScriptSheet, letter(places[2]), false), f.SetColVisible(ScriptSheet, letter(places[3]), false)); err != nil {
			return err
		}
	}
	for i, name := range [...]string{"Computed start", "Computed end"} {
		column := r.letter(r.colFrom() + i)
		err := errors.Join(f.SetCellStr(ScriptSheet, column+strconv.Itoa(headerRow), name), f.SetColVisible(ScriptSheet, column, false))
		if err != nil {
			return err
		}
	}
	return errors.Join(
		f.SetCellStyle(ScriptSheet, fmt.Sprintf("A%d", headerRow), fmt.Sprintf("%s%d", r.lastColumn(), headerRow), r.styles.header),
		f.SetRowHeight(ScriptSheet, headerRow, 32),
	)
}

// headerCell makes a column: its name, width and style.
func (r *rowWriter) headerCell(f *excelize.File, place int, name string, width float64, style int) error {
	column := letter(place)
	return errors.Join(
		f.SetColWidth(ScriptSheet, column, column, width),
		f.SetColStyle(ScriptSheet, column, style),
		f.SetCellStr(ScriptSheet, fmt.Sprintf("%s%d", column, headerRow), name),
	)
}

// statusList offers the statuses in their column. Lists that do not fit in the
// rule itself stand on the hidden sheet.
func (r *rowWriter) statusList(f *excelize.File, last int) error {
	if len(r.Statuses) == 0 {
		return nil
	}
	rule := excelize.NewDataValidation(true)
	rule.SetSqref(fmt.Sprintf("%[1]s%[2]d:%[1]s%[3]d", r.letter(colStatus), headerRow+1, min(last+spare, maxRows)))
	joined := strings.Join(r.Statuses, ",")
	if strings.Count(joined, ",") == len(r.Statuses)-1 && table.Units(joined) <= 250 && !strings.ContainsAny(joined, "\"\n") {
		if err := rule.SetDropList(r.Statuses); err != nil {
			return err
		}
	} else {
		rule.SetSqrefDropList(fmt.Sprintf("%s!$%s$1:$%s$%d", metaSheet, statusColumn, statusColumn, len(r.Statuses)))
	}
	rule.SetError(excelize.DataValidationErrorStyleWarning, "Status", "This status is not in the list.")
	return f.AddDataValidation(ScriptSheet, rule)
}

func (r *rowWriter) flagColours(f *excelize.File, last int) error {
	var rules []excelize.ConditionalFormatOptions
	for severity := qc.Error; severity > qc.None; severity-- {
		rules = append(rules, excelize.ConditionalFormatOptions{
			Type: "formula", Criteria: fmt.Sprintf(`ISNUMBER(SEARCH("%s:",$%s%d))`, severity, r.letter(colFlags), headerRow+1),
			Format: &r.styles.flags[severity], StopIfTrue: true,
		})
	}
	return f.SetConditionalFormat(ScriptSheet, fmt.Sprintf("%[1]s%[2]d:%[1]s%[3]d", r.letter(colFlags), headerRow+1, min(last+spare, maxRows)), rules)
}

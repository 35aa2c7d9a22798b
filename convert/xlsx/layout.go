package xlsx

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/internal/loss"
	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
)

// Layout is who a sheet is made for.
type Layout uint8

const (
	// Edit has all columns, for the one who writes.
	Edit Layout = iota
	// Voice is read in a booth: upright, in 14 points, with id, in, out, cue and
	// text and nothing else. What it leaves out is warned about.
	Voice
	// Review has each text twice, as it was and to be changed, and room for a
	// comment.
	Review
)

var layoutNames = [...]string{"edit", "voice", "review"}

// String returns the layout's name.
func (l Layout) String() string {
	if int(l) >= len(layoutNames) {
		return "Layout(" + strconv.Itoa(int(l)) + ")"
	}
	return layoutNames[l]
}

// ParseLayout returns the layout of that name. The error is a
// [*script.ValueError].
func ParseLayout(s string) (Layout, error) {
	if i := slices.Index(layoutNames[:], s); i >= 0 {
		return Layout(i), nil
	}
	return Edit, &script.ValueError{Kind: script.ErrValue, Field: "layout", Value: s, Want: "edit, voice or review"}
}

// Paper is what sheets are printed on.
type Paper uint8

const (
	A4 Paper = iota
	Letter
)

// ParsePaper returns the paper of that name. The error is a
// [*script.ValueError].
func ParsePaper(s string) (Paper, error) {
	if i := slices.Index([]string{"a4", "letter"}, s); i >= 0 {
		return Paper(i), nil
	}
	return A4, &script.ValueError{Kind: script.ErrValue, Field: "paper", Value: s, Want: "a4 or letter"}
}

// size is the paper's number in the format.
func (p Paper) size() int { return [...]int{9, 1}[p] }

// printColumn is a column of a layout for reading.
type printColumn struct {
	name  string
	width float64 // in digits of the workbook's font; all of them fill the page
	value func(*printed, *script.Segment) string
	grey  bool
}

func idOf(_ *printed, s *script.Segment) string   { return s.ID }
func textOf(_ *printed, s *script.Segment) string { return s.Text }
func cueOf(_ *printed, s *script.Segment) string  { return s.Cue }
func noteOf(_ *printed, s *script.Segment) string { return s.Note }
func inOf(p *printed, s *script.Segment) string   { return string(p.clock.Append(nil, s.Start)) }
func outOf(p *printed, s *script.Segment) string  { return string(p.clock.Append(nil, s.End)) }

// Layouts for reading keep these fields of the script.
const (
	voiceKeeps  = script.IDs | script.LineBreaks | script.Cues | script.Title | script.Language | script.AdType | script.Origin
	reviewKeeps = script.IDs | script.LineBreaks | script.Notes | script.Title | script.Language | script.AdType | script.Origin
)

// printed is a script made ready for a layout for reading.
type printed struct {
	*book
	columns  []printColumn
	keeps    script.Fields
	size     float64 // of the font
	portrait bool
}

func newPrinted(b *book) *printed {
	if b.Layout == Review {
		return &printed{book: b, size: fontSize, keeps: reviewKeeps, columns: []printColumn{
			{"ID", 8, idOf, false}, {"In", 13, inOf, false}, {"Out", 13, outOf, false},
			{"Before", 44, textOf, true}, {"After", 44, textOf, false}, {"Comment", 26, noteOf, false},
		}}
	}
	p := &printed{book: b, size: 14, keeps: voiceKeeps, portrait: true, columns: []printColumn{
		{"ID", 8, idOf, false}, {"In", 18, inOf, false}, {"Out", 18, outOf, false}, {"Cue", 13, cueOf, false}, {"Text", 44, textOf, false},
	}}
	if !slices.ContainsFunc(b.segments, func(s script.Segment) bool { return s.Cue != "" }) {
		p.columns[3].width, p.columns[4].width = 6, 51
	}
	return p
}

// write builds the workbook: the sheet, and the hidden one by which it comes
// back.
func (p *printed) write(w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	if err := loss.Of(p.script, p.keeps); err != nil {
		if err := p.report.Warn(script.Pos{}, "", err); err != nil {
			return err
		}
	}
	var s steps
	s.do(func() error { return f.SetSheetName("Sheet1", ScriptSheet) })
	s.do(func() error { return setDefaultFont(f) })
	s.do(func() error { return p.page(f) })
	s.do(func() error { return p.rows(f) })
	s.do(func() error { return p.writeMeta(f) })
	s.do(func() error { return p.breaks(f) })
	s.do(func() error { return f.Write(w) })
	return s.err
}

func (p *printed) page(f *excelize.File) error {
	return errors.Join(
		pageSetup(f, ScriptSheet, page{paper: p.Paper, portrait: p.portrait, rtl: isRightToLeft(p.script)}),
		f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: ScriptSheet, RefersTo: fmt.Sprintf("'%s'!$1:$1", ScriptSheet)}),
		f.SetHeaderFooter(ScriptSheet, pageLines(p.script)),
		f.SetPanes(ScriptSheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
	)
}

// rows writes header and rows.
func (p *printed) rows(f *excelize.File) error {
	head, err := f.NewStyle(&excelize.Style{
		Font:      &excelize.Font{Family: fontName, Size: p.size, Bold: true, Color: "000000"},
		NumFmt:    textFormat,
		Border:    []excelize.Border{{Type: "bottom", Color: "000000", Style: 2}},
		Alignment: p.alignment(),
	})
	if err != nil {
		return err
	}
	styles := make([]int, len(p.columns))
	for i, c := range p.columns {
		if styles[i], err = f.NewStyle(p.style(c.grey)); err != nil {
			return err
		}
		err := errors.Join(
			f.SetColWidth(ScriptSheet, letter(i), letter(i), c.width),
			f.SetColStyle(ScriptSheet, letter(i), styles[i]),
			f.SetCellStr(ScriptSheet, letter(i)+"1", c.name),
		)
		if err != nil {
			return err
		}
	}
	if err := errors.Join(f.SetCellStyle(ScriptSheet, "A1", letter(len(p.columns)-1)+"1", head), f.SetRowHeight(ScriptSheet, 1, 2*p.size)); err != nil {
		return err
	}
	grey, err := f.NewStyle(greyStyle(p.style(true)))
	if err != nil {
		return err
	}
	small := greyStyle(p.style(true))
	small.Font.Size = fontSize - 1 // which "Dialogue" fits in the column of ids with
	mark, err := f.NewStyle(small)
	if err != nil {
		return err
	}
	for place := range p.rowCount() {
		seg, its := p.shownAt(place), styles
		if p.isDialogue(place) {
			its = slices.Repeat([]int{grey}, len(styles))
			its[0] = mark
		}
		if err := p.row(f, place+2, seg, its); err != nil {
			return err
		}
	}
	return nil
}

// shownAt returns what stands in a row: a segment, or dialogue with its mark
// for an id.
func (p *printed) shownAt(place int) *script.Segment {
	switch {
	case p.lines == nil:
		return &p.segments[place]
	case !p.isDialogue(place):
		return p.lines[place].Segment
	}
	line := &p.lines[place]
	return &script.Segment{ID: table.DialogueMark(line.Dialogue.Text), Start: line.Dialogue.Start, End: line.Dialogue.End, Text: line.Dialogue.Text}
}

func (p *printed) isDialogue(place int) bool { return p.lines != nil && p.lines[place].Dialogue != nil }

func (p *printed) alignment() *excelize.Alignment {
	a := &excelize.Alignment{Vertical: "top", WrapText: true}
	if isRightToLeft(p.script) {
		a.Horizontal, a.ReadingOrder = "right", rightToLeft
	}
	return a
}

func (p *printed) style(grey bool) *excelize.Style {
	colour := "000000"
	if grey {
		colour = "595959"
	}
	return &excelize.Style{
		Font: &excelize.Font{Family: fontName, Size: p.size, Color: colour}, NumFmt: textFormat, Alignment: p.alignment(),
		Border: []excelize.Border{{Type: "bottom", Color: "BFBFBF", Style: 1}},
	}
}

func (p *printed) row(f *excelize.File, row int, seg *script.Segment, styles []int) error {
	highest := lineHeight * p.size / fontSize
	for i, c := range p.columns {
		text := c.value(p, seg)
		cell := letter(i) + strconv.Itoa(row)
		if c.name == "After" && p.isDialogue(row-2) {
			text = "" // there is nothing to change
		}
		if text == "" && p.isDialogue(row-2) {
			if err := f.SetCellStyle(ScriptSheet, cell, cell, styles[i]); err != nil {
				return err
			}
		}
		if text == "" {
			continue
		}
		if err := errors.Join(f.SetCellStr(ScriptSheet, cell, text), f.SetCellStyle(ScriptSheet, cell, cell, styles[i])); err != nil {
			return err
		}
		scale := p.size / fontSize
		if i == 0 && p.isDialogue(row-2) {
			scale = (fontSize - 1.0) / fontSize
		}
		highest = max(highest, scale*height(text, int(float64(capacity(c.width))/scale)))
	}
	// A line of air between descriptions helps a voice; a row is never split.
	highest += rowPadding + p.size/2
	if highest > maxHeight {
		highest = maxHeight
		err := fmt.Errorf("%w: longer than a row is high: it shows in part until its cell is opened", script.ErrTooLarge)
		if err := p.report.Warn(script.Pos{}, seg.ID, err); err != nil {
			return err
		}
	}
	return f.SetRowHeight(ScriptSheet, row, highest)
}

// breaks begins pages where that was asked for.
func (p *printed) breaks(f *excelize.File) error {
	for _, id := range p.BreakBefore {
		i := slices.IndexFunc(p.segments, func(s script.Segment) bool { return s.ID == id })
		if i < 0 {
			if err := p.report.Warn(script.Pos{}, "", fmt.Errorf("%w: a page break before %q: no segment has that id", script.ErrDropped, script.Shorten(id))); err != nil {
				return err
			}
			continue
		}
		if err := f.InsertPageBreak(ScriptSheet, "A"+strconv.Itoa(p.rowOf(i)+2)); err != nil {
			return err
		}
	}
	return nil
}

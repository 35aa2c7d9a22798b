package xlsx

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/xuri/excelize/v2"

	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
)

// ChangeRow is what changed in a segment.
type ChangeRow struct {
	ID, In, Out   string
	Before, After string // texts, of which the words that differ are marked
	What          string // what changed, in words
}

// The sheet of changes.
const changesSheet = "Changes"

var changeColumns = [...]struct {
	name  string
	width float64
}{{"ID", 8}, {"In", 13}, {"Out", 13}, {"Before", 38}, {"After", 38}, {"What changed", 30}, {"Comment", 22}}

const (
	changeBefore = 3
	changeAfter  = 4
)

// WriteChanges writes a list of changes as a page to sign off: a row for each
// segment, in landscape, one page wide, with a column for comments. Words that
// differ are in bold and colour, and struck through where they are gone. A cell
// over 32,767 UTF-16 units is an error of kind [script.ErrTooLarge].
func WriteChanges(w io.Writer, changes []ChangeRow) error {
	f := excelize.NewFile()
	defer f.Close()
	var s steps
	var head, body int
	s.do(func() error { return f.SetSheetName("Sheet1", changesSheet) })
	s.do(func() error { return setDefaultFont(f) })
	s.do(func() (err error) {
		head, err = f.NewStyle(&excelize.Style{
			Font: &excelize.Font{Family: fontName, Size: fontSize, Bold: true, Color: "FFFFFF"}, NumFmt: textFormat,
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3864"}},
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
		})
		return err
	})
	s.do(func() (err error) {
		body, err = f.NewStyle(&excelize.Style{
			Font: &excelize.Font{Family: fontName, Size: fontSize, Color: "000000"}, NumFmt: textFormat,
			Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
			Border:    []excelize.Border{{Type: "bottom", Color: "808080", Style: 1}},
		})
		return err
	})
	s.do(func() error { return changesPage(f, changes) })
	s.do(func() error { return changesHead(f, head) })
	for i := range changes {
		s.do(func() error { return changeRow(f, i+2, &changes[i], body) })
	}
	s.do(func() error { return f.Write(w) })
	return s.err
}

func changesPage(f *excelize.File, changes []ChangeRow) error {
	texts := &script.Script{}
	for i := range changes[:min(len(changes), 3)] {
		texts.Segments = append(texts.Segments, script.Segment{Text: changes[i].After + changes[i].Before})
	}
	return errors.Join(
		f.AutoFilter(changesSheet, fmt.Sprintf("A1:G%d", max(len(changes), 1)+1), nil),
		pageSetup(f, changesSheet, page{rtl: isRightToLeft(texts)}),
		f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: changesSheet, RefersTo: fmt.Sprintf("'%s'!$1:$1", changesSheet)}),
		f.SetHeaderFooter(changesSheet, &excelize.HeaderFooterOptions{OddFooter: "&LChanges&CSigned: ____________________&RPage &P of &N"}),
		f.SetPanes(changesSheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
	)
}

func changesHead(f *excelize.File, style int) error {
	for i, column := range changeColumns {
		err := errors.Join(f.SetColWidth(changesSheet, letter(i), letter(i), column.width), f.SetCellStr(changesSheet, letter(i)+"1", column.name))
		if err != nil {
			return err
		}
	}
	return errors.Join(f.SetCellStyle(changesSheet, "A1", "G1", style), f.SetRowHeight(changesSheet, 1, 20))
}

func changeRow(f *excelize.File, row int, c *ChangeRow, style int) error {
	cell := func(column int) string { return fmt.Sprintf("%s%d", letter(column), row) }
	highest := float64(lineHeight)
	before, after := compareWords(c.Before, c.After)
	for i, text := range [...]string{c.ID, c.In, c.Out, c.Before, c.After, c.What} {
		text, _ = table.Cell(text)
		if table.Units(text) > maxUnits {
			return fmt.Errorf("%w: %s of a change: a cell holds %d characters", script.ErrTooLarge, changeColumns[i].name, maxUnits)
		}
		highest = max(highest, height(text, boldCapacity(changeColumns[i].width)))
		var err error
		switch i {
		case changeBefore:
			err = setWords(f, cell(i), before, excelize.Font{Family: fontName, Size: fontSize, Bold: true, Strike: true, Color: "9C0006"})
		case changeAfter:
			err = setWords(f, cell(i), after, excelize.Font{Family: fontName, Size: fontSize, Bold: true, Color: "1F3864"})
		default:
			err = f.SetCellStr(changesSheet, cell(i), text)
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(
		f.SetCellStyle(changesSheet, cell(0), cell(len(changeColumns)-1), style),
		f.SetRowHeight(changesSheet, row, min(highest+rowPadding, maxHeight)),
	)
}

// boldCapacity is that of a line some of whose words are bold, and wider.
func boldCapacity(width float64) int { return capacity(width) * 9 / 10 }

// piece is a run of text that both versions have, or only one.
type piece struct {
	text    string
	differs bool
}

// setWords fills a cell, with a font for what differs.
func setWords(f *excelize.File, cell string, pieces []piece, font excelize.Font) error {
	plain := excelize.Font{Family: fontName, Size: fontSize, Color: "000000"}
	var runs []excelize.RichTextRun
	for _, p := range pieces {
		text, _ := table.Cell(p.text)
		run := excelize.RichTextRun{Text: text, Font: &plain}
		if p.differs {
			run.Font = &font
		}
		runs = append(runs, run)
	}
	if len(runs) == 0 {
		return nil
	}
	return f.SetCellRichText(changesSheet, cell, runs)
}

// ChangedWords says which words were replaced by which: "red" -> "blue". It
// is "blanks" where only these differ.
func ChangedWords(before, after string) string {
	if strings.Join(strings.Fields(before), " ") == strings.Join(strings.Fields(after), " ") {
		return "blanks"
	}
	gone, came := compareWords(before, after)
	list := func(pieces []piece) string {
		var parts []string
		for _, p := range pieces {
			if text := strings.TrimSpace(p.text); p.differs && text != "" {
				parts = append(parts, fmt.Sprintf("%q", script.Shorten(text)))
			}
		}
		return strings.Join(parts, ", ")
	}
	switch old, new := list(gone), list(came); {
	case old == "":
		return new + " added"
	case new == "":
		return old + " taken out"
	default:
		return old + " -> " + new
	}
}

// mostWords bounds the words of two texts that are compared one by one.
const mostWords = 1000

// compareWords cuts two texts into what they share, in order, and what they do
// not.
func compareWords(before, after string) (old, new []piece) {
	a, b := words(before), words(after)
	if len(a) > mostWords || len(b) > mostWords {
		return []piece{{before, before != after}}, []piece{{after, before != after}}
	}
	length := make([][]int16, len(a)+1) // of the longest common part from there on
	for i := range length {
		length[i] = make([]int16, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			old, new = join(old, a[i], false), join(new, b[j], false)
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && length[i+1][j] >= length[i][j+1]:
			old = join(old, a[i], true)
			i++
		default:
			new = join(new, b[j], true)
			j++
		}
	}
	return old, new
}

// join appends a word to the last piece if it is of the same kind.
func join(pieces []piece, word string, differs bool) []piece {
	if n := len(pieces); n > 0 && pieces[n-1].differs == differs {
		pieces[n-1].text += word
		return pieces
	}
	return append(pieces, piece{word, differs})
}

// words cuts a text into words with the blanks behind them, and ideographs.
func words(s string) []string {
	var all []string
	from, blank := 0, false
	for i, r := range s {
		ideograph := unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
		if i > from && (blank && !unicode.IsSpace(r) || ideograph && !unicode.IsSpace(r)) {
			all = append(all, s[from:i])
			from = i
		}
		blank = unicode.IsSpace(r) || ideograph
	}
	if from < len(s) {
		all = append(all, s[from:])
	}
	return all
}

package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
)

// feeder gives the rows of a sheet to the reader of tables, without what is
// struck through and with what was commented on.
type feeder struct {
	*table.Reader
	sheet    string
	comments comments
}

func (f *feeder) row(number int, cells []string, m marks) error {
	at := func(column int) script.Pos { return cellPos(f.sheet, column, number) }
	for _, column := range m.unsolved {
		if err := f.Unsolved(column, at); err != nil {
			return err
		}
	}
	column := f.Layout.Column(table.Text)
	if spoken, struck := m.spoken[column]; struck {
		err := f.Report.Warn(at(column), "", fmt.Errorf("%w: words that are struck through: %q", script.ErrDropped, script.Shorten(cells[column])))
		if err != nil || strings.TrimSpace(spoken) == "" {
			delete(f.comments, number)
			return err
		}
		cells[column] = unwound(spoken)
	}
	f.Remark = f.comments.take(number)
	return f.Row(cells, at)
}

// unwound returns what is left of a text without the blanks around words that
// were taken out.
func unwound(s string) string {
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return strings.TrimSpace(strings.NewReplacer(" .", ".", " ,", ",", " \n", "\n", "\n ", "\n").Replace(s))
}

// leftOver warns of comments that belong to no row that was read.
func (f *feeder) leftOver() error {
	rows := make([]int, 0, len(f.comments))
	for row := range f.comments {
		rows = append(rows, row)
	}
	slices.Sort(rows)
	for _, row := range rows {
		c := f.comments[row][0]
		err := f.Report.Warn(cellPos(f.sheet, c.column, row), "", fmt.Errorf("%w: a comment: %q", script.ErrDropped, script.Shorten(c.text)))
		if err != nil {
			return err
		}
	}
	return nil
}

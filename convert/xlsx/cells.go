package xlsx

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/internal/table"
	"github.com/vsconvert/vsconvert/script"
)

// rowReader reads the rows of a sheet one by one.
type rowReader struct {
	workbook *workbook
	part     string
	closer   io.Closer
	xml      *xmlReader
	number   int      // of the row last read, from 1
	cells    []string // of the row last read
	beyond   int      // cells right of table.MaxColumns
	marks    marks
	inData   bool
	value    []byte
}

// marks are what cells of a row have beside their values, by column. Most rows
// have none.
type marks struct {
	spoken   map[int]string // what is not struck through, where something is
	unsolved []int          // formulas without a value
}

func (w *workbook) openRows(part string) (*rowReader, error) {
	r, err := w.open(part)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, fmt.Errorf("%w: %s is not in the archive", script.ErrSyntax, part)
	}
	return &rowReader{workbook: w, part: part, closer: r, xml: newXMLReader(r)}, nil
}

func (r *rowReader) close() { _ = r.closer.Close() }

// next reads a row; rows without cells do not count.
func (r *rowReader) next() (bool, error) {
	for {
		e, err := r.xml.next()
		switch {
		case err != nil:
			return false, broken(r.part, err)
		case e == eof:
			return false, nil
		case e != elementStart:
		case r.xml.is("sheetData"):
			r.inData = true
		case r.xml.is("row") && r.inData:
			if err := r.row(); err != nil {
				return false, broken(r.part, err)
			}
			if len(r.cells) > 0 {
				return true, nil
			}
		}
	}
}

// row reads the rest of a row.
func (r *rowReader) row() error {
	r.number++
	if n, err := strconv.Atoi(r.xml.attr("r")); err == nil && n > 0 && n <= maxRows {
		r.number = n
	}
	r.cells, r.marks = r.cells[:0], marks{}
	outer, column := len(r.xml.depths), 0
	for {
		e, err := r.xml.next()
		switch {
		case err != nil:
			return err
		case e == elementEnd && len(r.xml.depths) < outer:
			return nil
		case e == elementStart && r.xml.is("c"):
			if c := columnOf(attributeOf(r.xml.tag, "r")); c >= 0 {
				column = c
			}
			value, err := r.cell(column)
			if err != nil {
				return err
			}
			if err := r.workbook.memory.Take(len(value)); err != nil {
				return err
			}
			r.put(column, value)
			column++
		}
	}
}

func (r *rowReader) put(column int, value string) {
	switch {
	case value == "":
	case column >= table.MaxColumns:
		r.beyond++
	default:
		for len(r.cells) <= column {
			r.cells = append(r.cells, "")
		}
		r.cells[column] = value
	}
}

// columnOf returns the column of a reference such as "C14", from 0, or -1.
func columnOf(ref []byte) int {
	n := 0
	for i := 0; i < len(ref) && i < 4; i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			break
		}
		n = n*26 + int(c-'A') + 1
	}
	return n - 1
}

// cell reads the rest of a cell and returns its value as text.
func (r *rowReader) cell(column int) (string, error) {
	x := r.xml
	kind, style := r.kind(), r.style()
	var inline, spoken string
	r.value = r.value[:0]
	outer, inValue := len(x.depths), false
	formula, solved := false, false
	for {
		e, err := x.next()
		if err != nil {
			return "", err
		}
		if e == elementEnd && len(x.depths) < outer {
			break
		}
		switch {
		case e == elementStart && x.is("is"):
			if inline, spoken, err = richText(x); err != nil {
				return "", err
			}
		case e == elementStart:
			inValue = x.is("v")
			solved, formula = solved || inValue, formula || x.is("f")
		case e == text && inValue:
			if r.value = append(r.value, x.chars...); len(r.value) > maxText {
				return "", errText
			}
		case e == elementEnd:
			inValue = false
		}
	}
	value := r.text(kind, r.format(style), string(r.value), inline)
	if formula && !solved {
		r.marks.unsolved = append(r.marks.unsolved, column)
	}
	r.markStruck(column, kind, style, value, spoken)
	return value, nil
}

// markStruck notes what of a cell is not struck through, if not all.
func (r *rowReader) markStruck(column int, kind string, style int, value, inline string) {
	spoken, found := value, false
	switch kind {
	case "s":
		i, _ := strconv.Atoi(strings.TrimSpace(string(r.value)))
		if spoken, found = r.workbook.spoken[i]; !found {
			spoken = value
		}
	case "inlineStr":
		spoken = inline
	}
	if spoken == value && style < len(r.workbook.struck) && r.workbook.struck[style] {
		spoken = ""
	}
	if spoken == value {
		return
	}
	if r.marks.spoken == nil {
		r.marks.spoken = map[int]string{}
	}
	r.marks.spoken[column] = spoken
}

// kind returns the type of the cell just begun, without a copy of the usual
// ones.
func (r *rowReader) kind() string {
	raw := attributeOf(r.xml.tag, "t")
	for _, known := range [...]string{"s", "inlineStr", "n", "str"} {
		if string(raw) == known {
			return known
		}
	}
	return string(raw)
}

// style returns the number of the style of the cell just begun.
func (r *rowReader) style() int {
	n := 0
	for _, c := range attributeOf(r.xml.tag, "s") {
		if c < '0' || c > '9' || n >= len(r.workbook.formats) {
			return len(r.workbook.formats)
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// format returns how a style shows numbers.
func (r *rowReader) format(style int) numberFormat {
	if style >= len(r.workbook.formats) {
		return plain
	}
	return r.workbook.formats[style]
}

// text returns what a cell of a type says.
func (r *rowReader) text(kind string, format numberFormat, value, inline string) string {
	switch kind {
	case "inlineStr":
		return inline
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(value))
		if err != nil || i < 0 || i >= len(r.workbook.strings) {
			return ""
		}
		return r.workbook.strings[i]
	case "str":
		return unescape(value)
	case "b":
		if value == "1" {
			return "TRUE"
		}
		return "FALSE"
	case "", "n":
		return format.text(value, r.workbook.date1904)
	}
	return value
}

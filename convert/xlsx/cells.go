package xlsx

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/vsconvert/vsconvert/script"
)

// maxColumns is how many columns of a sheet are read.
const maxColumns = 256

// rowReader reads the rows of a sheet one by one.
type rowReader struct {
	workbook *workbook
	part     string
	closer   io.Closer
	xml      *xml.Decoder
	number   int      // of the row last read, from 1
	cells    []string // of the row last read
	beyond   int      // cells right of maxColumns
	inData   bool
}

func (w *workbook) openRows(part string) (*rowReader, error) {
	r, err := w.open(part)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return nil, fmt.Errorf("%w: %s is not in the archive", script.ErrSyntax, part)
	}
	return &rowReader{workbook: w, part: part, closer: r, xml: xml.NewDecoder(r)}, nil
}

func (r *rowReader) close() { _ = r.closer.Close() }

// next reads a row; rows without cells do not count.
func (r *rowReader) next() (bool, error) {
	for {
		token, err := r.xml.Token()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, broken(r.part, err)
		}
		e, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case e.Name.Local == "sheetData":
			r.inData = true
		case e.Name.Local == "row" && r.inData:
			if err := r.row(e); err != nil {
				return false, broken(r.part, err)
			}
			if len(r.cells) > 0 {
				return true, nil
			}
		}
	}
}

func (r *rowReader) row(e xml.StartElement) error {
	r.number++
	if n, err := strconv.Atoi(attribute(e, "r")); err == nil && n > 0 && n <= maxRows {
		r.number = n
	}
	r.cells = r.cells[:0]
	column := 0
	for {
		token, err := r.xml.Token()
		if err != nil {
			return unexpected(err)
		}
		switch t := token.(type) {
		case xml.EndElement:
			if t.Name.Local == "row" {
				return nil
			}
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			if c := columnOf(attribute(t, "r")); c >= 0 {
				column = c
			}
			value, err := r.cell(t)
			if err != nil {
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
	case column >= maxColumns:
		r.beyond++
	default:
		for len(r.cells) <= column {
			r.cells = append(r.cells, "")
		}
		r.cells[column] = value
	}
}

// columnOf returns the column of a reference such as "C14", from 0, or -1.
func columnOf(ref string) int {
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
func (r *rowReader) cell(e xml.StartElement) (string, error) {
	var inline string
	var value []byte
	in := ""
	for {
		token, err := r.xml.Token()
		if err != nil {
			return "", unexpected(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			in = t.Name.Local
			if in == "is" {
				if inline, err = richText(r.xml); err != nil {
					return "", err
				}
			}
		case xml.CharData:
			if in == "v" {
				value = append(value, t...)
			}
		case xml.EndElement:
			in = ""
			if t.Name.Local == "c" {
				return r.text(attribute(e, "t"), attribute(e, "s"), string(value), inline), nil
			}
		}
	}
}

// text returns what a cell of a type says.
func (r *rowReader) text(kind, style, value, inline string) string {
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
		s, err := strconv.Atoi(style)
		if err != nil || s < 0 || s >= len(r.workbook.formats) {
			return plainNumber(value)
		}
		return r.workbook.formats[s].text(value, r.workbook.date1904)
	}
	return value
}

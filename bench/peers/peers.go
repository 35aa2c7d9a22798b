// Package peers converts with the libraries that vsconvert is measured
// against, each used as its documentation shows.
package peers

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"

	"github.com/asticode/go-astisub"
	"github.com/xuri/excelize/v2"
)

// Func converts in and writes the result to w.
type Func func(w io.Writer, in []byte) error

type (
	reader func(io.Reader) (*astisub.Subtitles, error)
	writer func(*astisub.Subtitles, io.Writer) error
)

// Astisub returns a conversion by go-astisub, or nil where it has none. The
// formats are "vtt", "srt" and "ttml".
func Astisub(from, to string) Func {
	read, write := astisubReader(from), astisubWriter(to)
	if read == nil || write == nil {
		return nil
	}
	return func(w io.Writer, in []byte) error {
		s, err := read(bytes.NewReader(in))
		if err != nil {
			return err
		}
		return write(s, w)
	}
}

func astisubReader(format string) reader {
	switch format {
	case "vtt":
		return astisub.ReadFromWebVTT
	case "srt":
		return astisub.ReadFromSRT
	case "ttml":
		return astisub.ReadFromTTML
	}
	return nil
}

func astisubWriter(format string) writer {
	switch format {
	case "vtt":
		return func(s *astisub.Subtitles, w io.Writer) error { return s.WriteToWebVTT(w) }
	case "srt":
		return func(s *astisub.Subtitles, w io.Writer) error { return s.WriteToSRT(w) }
	case "ttml":
		return func(s *astisub.Subtitles, w io.Writer) error { return s.WriteToTTML(w) }
	}
	return nil
}

// answer is what the bare programs read of an answer of the API.
type answer struct {
	Output struct {
		Segments []struct {
			ID          string  `json:"id"`
			Start       float64 `json:"start_time"`
			End         float64 `json:"end_time"`
			Description string  `json:"description"`
		} `json:"segments"`
	} `json:"output"`
}

// clock prints seconds as HH:MM:SS.mmm.
func clock(seconds float64) string {
	ms := int64(seconds*1000 + 0.5)
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
}

// JSONToXLSX writes a sheet with encoding/json and excelize's StreamWriter.
func JSONToXLSX(w io.Writer, in []byte) error {
	var a answer
	if err := json.Unmarshal(in, &a); err != nil {
		return err
	}
	f := excelize.NewFile()
	defer f.Close()
	sheet, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	if err := sheet.SetRow("A1", []any{"ID", "Start", "End", "Text"}); err != nil {
		return err
	}
	for i, s := range a.Output.Segments {
		cell, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			return err
		}
		if err := sheet.SetRow(cell, []any{s.ID, clock(s.Start), clock(s.End), s.Description}); err != nil {
			return err
		}
	}
	if err := sheet.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

// JSONToCSV writes a table with encoding/json and encoding/csv.
func JSONToCSV(w io.Writer, in []byte) error {
	var a answer
	if err := json.Unmarshal(in, &a); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	for _, s := range a.Output.Segments {
		if err := out.Write([]string{s.ID, clock(s.Start), clock(s.End), s.Description}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

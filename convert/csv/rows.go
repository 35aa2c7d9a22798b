package csv

import (
	"io"

	"github.com/vsconvert/vsconvert/script"
)

// WriteRows writes any table, such as a list of changes, in the way [Encode]
// writes a script: CRLF behind rows, a byte order mark, and the guard against
// formulas. It returns the errors of w, and [script.ErrValue] for a comma that
// cannot be one.
func WriteRows(w io.Writer, comma rune, rows [][]string) error {
	enc, err := Encoder{Comma: comma}.prepare(&script.Script{})
	if err != nil {
		return err
	}
	dst := []byte(bom)
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				dst = append(dst, enc.comma...)
			}
			dst = enc.field(dst, cell)
		}
		dst = append(dst, "\r\n"...)
	}
	_, err = w.Write(dst)
	return err
}

package xlsx

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"io"
	"io/fs"

	"github.com/xuri/excelize/v2"
)

// archive writes the parts of a workbook as excelize makes them, and puts the
// rows of one sheet in on the way: they go from the script to the compressor
// without being held as cells or in a temporary file.
type archive struct {
	*zip.Writer
	part string                // name of the sheet's part
	rows func(io.Writer) error // writes what comes before </sheetData>
}

func newArchive(w io.Writer, part string, rows func(io.Writer) error) *archive {
	z := zip.NewWriter(w)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	return &archive{z, part, rows}
}

var _ excelize.ZipWriter = (*archive)(nil)

// Create begins a part.
func (a *archive) Create(name string) (io.Writer, error) {
	w, err := a.Writer.Create(name)
	if err != nil || name != a.part {
		return w, err
	}
	return &splice{w: w, rows: a.rows}, nil
}

// AddFS is not used by excelize.
func (a *archive) AddFS(fs.FS) error { return fs.ErrInvalid }

// splice writes a sheet and, before the end of its data, the rows.
type splice struct {
	w    io.Writer
	rows func(io.Writer) error
}

var dataEnd = []byte("</sheetData>")

// Write takes the whole part at once, as excelize writes it.
func (s *splice) Write(p []byte) (int, error) {
	i := bytes.Index(p, dataEnd)
	if i < 0 {
		return 0, errNoData
	}
	if _, err := s.w.Write(p[:i]); err != nil {
		return 0, err
	}
	if err := s.rows(s.w); err != nil {
		return i, err
	}
	n, err := s.w.Write(p[i:])
	return i + n, err
}
